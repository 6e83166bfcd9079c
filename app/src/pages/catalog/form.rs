//! The form of the catalog's filters.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys::{Element, FormData};
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use super::{address, filter_of};

/// The HTML id of the search box: what is typed there is sent by its button or by Enter only.
pub const SEARCH_ID: &str = "q";

/// The form of the filters. Without JavaScript the browser sends it; with it, a choice sends itself, and what does not
/// narrow stays out of the address.
#[component]
pub fn FilterForm(children: Children) -> impl IntoView {
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let go = move |scroll: bool| {
        let Some(fields) = form.get_untracked().and_then(|form| FormData::new_with_form(&form).ok()) else { return };
        let filter = filter_of(|name| fields.get(name).as_string());
        navigate(&address(&filter), NavigateOptions { scroll, ..NavigateOptions::default() });
    };
    let chosen = {
        let go = go.clone();
        move |event: leptos::ev::Event| {
            if event_target::<Element>(&event).id() != SEARCH_ID {
                go(false);
            }
        }
    };
    let sent = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        go(true);
    };
    view! {
        <form method="get" action="/danh-muc" node_ref=form on:change=chosen on:submit=sent>{children()}</form>
    }
}
