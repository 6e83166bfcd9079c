//! The list of issued editions.

use domain::edition::EditionRow;
use leptos::prelude::*;
use leptos_meta::Title;

use super::edition_diff::address;
use super::loaded;
use super::review::EditionTag;
use crate::api::edition::editions;
use crate::text::edition as words;
use crate::ui::crumbs::Crumbs;

/// Every edition, newest first.
#[component]
pub fn EditionsPage() -> impl IntoView {
    let data = Resource::new_blocking(|| (), |()| editions());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, |rows| list(rows).into_any())}
        </div>
    }
}

fn list(rows: Vec<EditionRow>) -> impl IntoView {
    let none = rows.is_empty();
    let items = rows.into_iter().map(|row| view! { <li class="hit"><Card row/></li> }).collect_view();
    view! {
        {none.then(|| view! { <p>{words::NONE}</p> })}
        <ol class="hits flat">{items}</ol>
    }
}

#[component]
fn Card(row: EditionRow) -> impl IntoView {
    let balance = row.balance.map(|b| {
        format!(
            "{} {}, {} {}, {} {}, {} {}.",
            b.added,
            words::ADDED,
            b.modified,
            words::MODIFIED,
            b.removed,
            words::REMOVED,
            b.unchanged,
            words::UNCHANGED
        )
    });
    let compare = row.base.map(|base| address(base, row.edition.id, None));
    view! {
        <article>
            <h2 class="h-small"><a href=format!("/ban-hanh/{}", row.edition.id)>{words::name(row.edition.year)}</a></h2>
            <p class="row gap-2"><EditionTag stage=row.edition.stage/><span class="sm muted">{words::period(&row.edition)}</span></p>
            <p>{row.edition.decision.as_ref().map(words::decision)} "."</p>
            <p class="sm muted">
                {row.entries} " " {words::ENTRIES} " · " {row.agencies} " " {words::AGENCIES_IN} ". " {balance}
            </p>
            {compare.map(|href| view! { <p><a href=href>{words::COMPARE}</a></p> })}
        </article>
    }
}
