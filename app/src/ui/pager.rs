//! Pages of a list, as links that keep the rest of the address.

use leptos::prelude::*;

use super::icon::{Icon, IconView};
use crate::text::common as words;

/// The pager of a list. `page` counts from 1; `rows` is how many a page holds; `href` gives the address of a page.
#[component]
pub fn Pager(
    page: u32,
    pages: u32,
    total: u64,
    rows: u32,
    #[prop(into)] href: Callback<(u32,), String>,
) -> impl IntoView {
    let first = u64::from(page.saturating_sub(1)) * u64::from(rows) + 1;
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
    let previous = (page > 1).then(|| href.run((page - 1,)));
    let next = (page < pages).then(|| href.run((page + 1,)));
    view! {
        <nav class="pager" aria-label=words::PAGES>
            {previous.map(|href| view! { <a href=href rel="prev"><IconView icon=Icon::Back/>{words::PREVIOUS}</a> })}
            {near}
            {next.map(|href| view! { <a href=href rel="next">{words::NEXT}<IconView icon=Icon::Next/></a> })}
            <span class="pager__of">{words::shown(first, last, total)}</span>
        </nav>
    }
}
