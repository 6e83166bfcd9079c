//! A form that a server function takes, whole without JavaScript.

use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use leptos::server_fn::request::ClientReq;
use leptos::server_fn::{Http, ServerFn};
use leptos::web_sys::FormData;
use leptos_router::hooks::use_location;
use serde::de::DeserializeOwned;

/// The field in which a form names its page. The server leads back there, whatever the browser tells of where it was:
/// browsers cut a `Referer` of more than 4,096 characters, and what was typed makes an address longer than that.
pub const PAGE: &str = "_page";

/// A longer query is what somebody typed, not a place.
const QUERY_BYTES_MAX: usize = 1_000;

/// Where an element keeps what it is about, to be known when the page changes it into a form about something else.
const OF: &str = "data-of";

/// Looks at a form that is about to be sent, and prevents it where something is wrong.
pub type Check = Box<dyn Fn(SubmitEvent)>;

/// Takes the place of Leptos' own form of a server function: it names its page, and what looks at it is a property. A
/// handler that is spread on a component (`on:submit`) stays the first one where a page is read again in its place,
/// for views are erased (`erase_components`), and looks with signals that are gone.
#[component]
pub fn ActionForm<ServFn, OutputProtocol>(
    action: ServerAction<ServFn>,
    #[prop(optional)] id: Option<&'static str>,
    #[prop(optional)] class: Option<&'static str>,
    /// The browser leaves it alone: what is wrong is told by the page or the server.
    #[prop(optional)]
    novalidate: bool,
    /// As `novalidate`, and looked at by this before it is sent.
    #[prop(optional)]
    check: Option<Check>,
    /// What the form is about, and what stands of it. Pages keep the elements of a form where another one comes in its place:
    /// what was typed about the former one then leaves the fields.
    #[prop(optional, into)]
    of: Option<String>,
    #[prop(optional)] node_ref: Option<NodeRef<Form>>,
    children: Children,
) -> impl IntoView
where
    ServFn: DeserializeOwned + ServerFn<Protocol = Http<PostUrl, OutputProtocol>> + Clone + Send + Sync + 'static,
    <<ServFn::Client as Client<ServFn::Error>>::Request as ClientReq<ServFn::Error>>::FormData: From<FormData>,
    ServFn::Output: Send + Sync + 'static,
    ServFn::Error: Send + Sync + 'static,
    <ServFn as ServerFn>::Client: Client<<ServFn as ServerFn>::Error>,
{
    let location = use_location();
    let page = page(&location.pathname.get_untracked(), &location.search.get_untracked());
    let node_ref = node_ref.unwrap_or_default();
    let novalidate = novalidate || check.is_some();
    if let Some(of) = of {
        Effect::new(move |_| {
            let Some(form) = node_ref.get() else { return };
            if form.get_attribute(OF).is_some_and(|before| before != of) {
                form.reset();
            }
            form.set_attribute(OF, &of).ok();
        });
    }
    let submit = move |event: SubmitEvent| {
        if let Some(check) = &check {
            check(event.clone());
        }
        if event.default_prevented() {
            return;
        }
        event.prevent_default();
        match ServFn::from_event(&event) {
            Ok(sent) => {
                action.dispatch(sent);
            }
            Err(error) => {
                let error = ServFn::Error::from_server_fn_error(ServerFnErrorErr::Serialization(error.to_string()));
                action.value().set(Some(Err(error)));
                action.version().update(|version| *version += 1);
            }
        }
    };
    view! {
        <form action=ServFn::url() method="post" id=id class=class novalidate=novalidate node_ref=node_ref on:submit=submit>
            <input type="hidden" name=PAGE value=page/>
            {children()}
        </form>
    }
}

/// The address of a page without what a form that failed left in it.
pub fn page(path: &str, search: &str) -> String {
    let kept = |pair: &&str| !pair.is_empty() && !pair.starts_with("__path=") && !pair.starts_with("__err=");
    let query: Vec<&str> = search.trim_start_matches('?').split('&').filter(kept).collect();
    let query = query.join("&");
    if query.is_empty() || query.len() > QUERY_BYTES_MAX { path.to_owned() } else { format!("{path}?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_failure_left_is_no_part_of_the_page() {
        let long = format!("a={}", "x".repeat(QUERY_BYTES_MAX));
        for (search, expected) in [
            ("", "/a"),
            ("?buoc=2&kieu=withdraw", "/a?buoc=2&kieu=withdraw"),
            ("buoc=2&__path=%2Fapi%2Fb&__err=e30%3D", "/a?buoc=2"),
            ("__path=%2Fapi%2Fb&__err=e30%3D", "/a"),
            (long.as_str(), "/a"),
        ] {
            assert_eq!(page("/a", search), expected, "{search}");
        }
    }
}
