//! The way here.

use leptos::prelude::*;

use crate::text::common as words;

/// Breadcrumbs: pairs of label and address from the home page on, then the page itself.
#[component]
pub fn Crumbs(#[prop(optional)] trail: Vec<(String, String)>, #[prop(into)] here: String) -> impl IntoView {
    let links = trail.into_iter().map(|(label, href)| view! { <li><a href=href>{label}</a></li> }).collect_view();
    view! {
        <nav class="crumbs" aria-label=words::CRUMBS>
            <ol>
                <li><a href="/">{words::HOME}</a></li>
                {links}
                <li><span aria-current="page">{here}</span></li>
            </ol>
        </nav>
    }
}
