//! The list of issued editions.

use domain::edition::EditionRow;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::catalog::DayForm;
use super::edition_diff::address;
use super::loaded;
use super::review::EditionTag;
use crate::api::edition::editions;
use crate::text::{amendment, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::field::{Control, Field};

/// Every edition, newest first; which was in force on a day; and any two beside each other.
#[component]
pub fn EditionsPage() -> impl IntoView {
    let query = use_query_map();
    let data = Resource::new_blocking(|| (), |()| editions());
    view! {
        <Title text=words::TITLE/>
        <div class="wrap">
            <Crumbs here=words::TITLE/>
            <div class="head"><div><h1>{words::TITLE}</h1><p>{words::LEAD}</p></div></div>
            {loaded(data, move |rows| {
                let asked = |name| query.with_untracked(|query| query.get(name));
                list(rows, asked("tu"), asked("den")).into_any()
            })}
        </div>
    }
}

fn list(rows: Vec<EditionRow>, from: Option<String>, to: Option<String>) -> impl IntoView {
    let none = rows.is_empty();
    let chooser = (rows.len() > 1).then(|| view! { <Chooser rows=rows.clone() from to/> });
    let items = rows.into_iter().map(|row| view! { <li class="hit"><Card row/></li> }).collect_view();
    view! {
        {none.then(|| view! { <p>{words::NONE}</p> })}
        <section class="panel stack" aria-labelledby="ngay">
            <h2 id="ngay" class="h-small">{words::AS_OF_TITLE}</h2>
            <p class="sm muted">{words::AS_OF_LEAD}</p>
            <DayForm/>
        </section>
        {chooser}
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
            <h2 class="h-small"><a href=format!("/ban-hanh/{}", row.edition.id)>{words::name(&row.edition)}</a></h2>
            <p class="row gap-2"><EditionTag state=row.state/><span class="sm muted">{words::period(&row.edition)}</span></p>
            <p>{row.edition.decision.as_ref().map(words::decision)} "."</p>
            {row.amends.as_ref().map(|whole| view! {
                <p>
                    {amendment::AMENDS} " " <a href=format!("/ban-hanh/{}", whole.id)>{amendment::decision_of(whole)}</a> "."
                </p>
            })}
            <p class="sm muted">
                {row.entries} " " {words::ENTRIES} " · " {row.agencies} " " {words::AGENCIES_IN} ". " {balance}
            </p>
            {compare.map(|href| view! { <p><a href=href>{words::COMPARE}</a></p> })}
        </article>
    }
}

/// Two lists to choose from, the newest edition and the one before it chosen. What came back from the server was no pair
/// to compare.
#[component]
fn Chooser(rows: Vec<EditionRow>, from: Option<String>, to: Option<String>) -> impl IntoView {
    let sent_back = from.is_some() || to.is_some();
    let error = Signal::stored(sent_back.then(|| words::CHOOSE_TWO.to_owned()));
    let options: Vec<(String, String)> =
        rows.iter().map(|row| (row.edition.id.to_string(), words::choice(&row.edition))).collect();
    let nth = |at: usize| options.get(at).map(|option| option.0.clone()).unwrap_or_default();
    let (from, to) = (from.unwrap_or_else(|| nth(1)), to.unwrap_or_else(|| nth(0)));
    view! {
        <section class="panel stack" aria-labelledby="chon-so-sanh">
            <h2 id="chon-so-sanh" class="h-small">{words::COMPARE_ANY}</h2>
            <form class="choosetwo" method="get" action="/ban-hanh/so-sanh">
                <Field id="tu" name="tu" label=words::COMPARE_FROM control=Control::Select(options.clone()) value=from error/>
                <Field id="den" name="den" label=words::COMPARE_TO control=Control::Select(options) value=to/>
                <button class="btn" type="submit">{words::DO_COMPARE}</button>
            </form>
        </section>
    }
}
