//! Pages of a list, as links that keep the rest of the address.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use crate::text::common as words;

/// The pager of a list. `href` gives the address of a page.
#[component]
pub fn Pager(
    page: u32,
    pages: u32,
    total: u64,
    rows: u32,
    #[prop(into)] href: Callback<(u32,), String>,
) -> impl IntoView {
    let first = u64::from(page - 1) * u64::from(rows) + 1;
    let last = (first + u64::from(rows) - 1).min(total);
    let near = (page.saturating_sub(2).max(1)..=(page + 2).min(pages))
        .map(|number| {
            let current = number == page;
            if current {
                view! { <span aria-current="page">{number}</span> }.into_any()
            } else {
                view! { <a href=href.run((number,))>{number}</a> }.into_any()
            }
        })
        .collect_view();
    let step = |to: Option<u32>, label: &'static str, icon| {
        to.map(|to| view! { <a href=href.run((to,))>{label}<IconView icon/></a> })
    };
    view! {
        <nav class="pager" aria-label=words::PAGES>
            {step((page > 1).then(|| page - 1), words::PREVIOUS, Icon::Back)}
            {near}
            {step((page < pages).then(|| page + 1), words::NEXT, Icon::Next)}
            <span class="pager__of">{words::shown(first, last, total)}</span>
        </nav>
    }
}
