//! How current the data of every entry is, agency by entry.

use domain::duty::{AgencyFreshness, EntryFreshness, Freshness, FreshnessPage};
use domain::format;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use strum::IntoEnumIterator;

use super::loaded;
use crate::api::duty::freshness;
use crate::text::{duty, freshness as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::pager::Pager;
use crate::ui::tag::{StateTag, Tone};

const ADDRESS: &str = "/theo-doi/do-moi";

fn tone(freshness: Freshness) -> Tone {
    match freshness {
        Freshness::Late => Tone::Bad,
        Freshness::DueSoon => Tone::Warn,
        Freshness::Current => Tone::Ok,
        Freshness::NotAsked => Tone::Calm,
    }
}

fn address(only: Option<Freshness>, page: u32) -> String {
    let only = only.map(|only| format!("state={only}"));
    let page = (page > 1).then(|| format!("page={page}"));
    let query = [only, page].into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { ADDRESS.to_owned() } else { format!("{ADDRESS}?{query}") }
}

/// The matrix.
#[component]
pub fn FreshnessMatrixPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        let get = |name| query.with(|query| query.get(name));
        let only = get("state").and_then(|text| text.parse::<Freshness>().ok());
        (only, get("page").and_then(|text| text.parse::<u32>().ok()).unwrap_or(1))
    });
    let data = Resource::new_blocking(move || asked.get(), |(only, page)| async move { freshness(only, page).await });
    view! {
        <Title text=words::TITLE/>
        <div class="wrap stack">
            <Crumbs trail=vec![(duty::BOARD.to_owned(), "/theo-doi".to_owned())] here=words::TITLE/>
            {loaded(data, move |page| view! { <Matrix page only=asked.get_untracked().0/> }.into_any())}
        </div>
    }
}

#[component]
fn Matrix(page: FreshnessPage, only: Option<Freshness>) -> impl IntoView {
    let lead = if page.watches { words::LEAD } else { words::OWN_LEAD };
    let at = format::date_time(page.at);
    let agencies = page.agencies;
    let (number, pages, total, rows) = (agencies.number, agencies.pages(), agencies.total, agencies.rows);
    let href = Callback::new(move |(page,): (u32,)| address(only, page));
    let pager = (pages > 1).then(|| view! { <Pager page=number pages total rows href/> });
    view! {
        <div class="head"><div><h1>{words::TITLE}</h1><p>{lead} " (" {at} ")"</p></div></div>
        <States counts=page.counts only/>
        {(total == 0).then(|| view! { <p>{words::NONE}</p> })}
        {(total > 0).then(|| view! { <Rows rows=agencies.items/> })}
        {pager}
    }
}

/// How many entries stand how; each narrows the matrix.
#[component]
fn States(counts: Vec<(Freshness, u32)>, only: Option<Freshness>) -> impl IntoView {
    let all: u32 = counts.iter().map(|(_, count)| count).sum();
    let one = |asked: Option<Freshness>, count: u32, label: &'static str| {
        let class = if asked == Some(Freshness::Late) { "states__late" } else { "" };
        let current = (asked == only).then_some("true");
        let count = format::number(count);
        view! { <li class=class><a href=address(asked, 1) aria-current=current><b>{count}</b><span>{label}</span></a></li> }
    };
    let of = |wanted: Freshness| counts.iter().find(|(one, _)| *one == wanted).map_or(0, |(_, count)| *count);
    let states = Freshness::iter().map(|state| one(Some(state), of(state), words::state(state))).collect_view();
    view! {
        <ul class="states flat">
            {one(None, all, words::ALL)}
            {states}
        </ul>
    }
}

#[component]
fn Rows(rows: Vec<AgencyFreshness>) -> impl IntoView {
    let lines = rows
        .into_iter()
        .map(|row| {
            let agency = row.agency;
            let late = row.entries.iter().filter(|entry| entry.freshness == Freshness::Late).count();
            let total = row.entries.len();
            let entries = row.entries.into_iter().map(|entry| view! { <Entry entry/> }).collect_view();
            view! {
                <tr>
                    <th scope="row"><a href=format!("/co-quan/{}", agency.id)>{agency.name}</a></th>
                    <td class="num"><span class="lbl">{words::LATE}</span><span>{late} "/" {total}</span></td>
                    <td><ul class="flat fresh">{entries}</ul></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <div class="tablebox" tabindex="0" role="region" aria-label=words::TITLE>
            <table class="table table--stack freshboard">
                <thead><tr>
                    <th scope="col">{words::AGENCY}</th>
                    <th scope="col" class="num">{words::LATE}</th>
                    <th scope="col">{words::ENTRIES}</th>
                </tr></thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Entry(entry: EntryFreshness) -> impl IntoView {
    let href = format!("/theo-doi/danh-sach?{}", entry.duties().query());
    let text = words::told(&entry);
    view! {
        <li>
            <a href=href><span class="code">{entry.code.to_string()}</span> " " {entry.name}</a>
            <StateTag tone=tone(entry.freshness) text/>
        </li>
    }
}
