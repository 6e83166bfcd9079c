//! A form that a server function takes, whole without JavaScript.

use leptos::form::ActionForm as ServerForm;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::server_fn::client::Client;
use leptos::server_fn::codec::PostUrl;
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

/// Leptos' own form of a server function, which takes the place of the one in its prelude: it names its page.
#[component]
pub fn ActionForm<ServFn, OutputProtocol>(
    action: ServerAction<ServFn>,
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
    view! {
        <ServerForm action=action node_ref=node_ref>
            <input type="hidden" name=PAGE value=page/>
            {children()}
        </ServerForm>
    }
}

/// The address of a page without what a form that failed left in it.
fn page(path: &str, search: &str) -> String {
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
