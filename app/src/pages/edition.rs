//! One edition: its decision, its figures, its entries by agency, and its hash.

use domain::catalog::EntryStatus;
use domain::change::{Change, Field, Place};
use domain::edition::{Amends, EditionEntry, EditionFilter, EditionGroup, EditionPage as Data, EditionRef, EntryDiff};
use domain::format;
use domain::id::EditionId;
use domain::page::{LONG_PAGE_ROWS, Page};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use leptos_router::location::Url;

use super::edition_diff::{Counted, address, as_it_had, counted, entry_address, transfer_line};
use super::loaded;
use super::review::EditionTag;
use crate::api::edition::edition;
use crate::error::ErrorKind;
use crate::text::{amendment, catalog, common, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::form_shares::FormShares;
use crate::ui::icon::{Icon, IconView};
use crate::ui::pager::Pager;

/// The page of an edition; `?co-quan=so-yt` leaves the entries of one agency.
#[component]
pub fn EditionPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<EditionId>().ok()));
    let query = use_query_map();
    let filter = Memo::new(move |_| {
        let get = |name| query.with(|query| query.get(name));
        let page = get("trang").and_then(|page| page.parse().ok()).unwrap_or(1);
        EditionFilter { agency: get("co-quan").unwrap_or_default(), page }
    });
    let data = Resource::new_blocking(
        move || (id.get(), filter.get()),
        |(id, filter)| async move {
            match id {
                Some(id) => edition(id, filter).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! { {loaded(data, move |data| page(data, filter.get_untracked()).into_any())} }
}

/// The address of a part of an edition.
pub fn part(id: EditionId, filter: &EditionFilter) -> String {
    let agency = (!filter.agency.is_empty()).then(|| format!("co-quan={}", Url::escape(&filter.agency)));
    let page = (filter.page > 1).then(|| format!("trang={}", filter.page));
    let query: Vec<String> = [agency, page].into_iter().flatten().collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    format!("/ban-hanh/{id}{query}")
}

fn page(data: Data, filter: EditionFilter) -> impl IntoView {
    let name = words::name(&data.edition);
    let id = data.edition.id;
    let lan = as_it_had(&data.edition);
    let compare = data.base.as_ref().map(|base| address(base.id, id, None));
    let issued = data.edition.decision.is_some();
    let signed = data.signed_file.as_ref().map(|file| (format!("/ban-hanh/{id}/quyet-dinh.pdf"), file.bytes));
    let linked = |edition: &EditionRef| {
        view! { <a href=format!("/ban-hanh/{}", edition.id)>{amendment::decision_of(edition)}</a> }
    };
    let before = data.base.as_ref().filter(|base| base.amendment.is_some());
    let amends = data.amends.as_ref().map(|amends| {
        let last = before.map(|before| view! { ", " {amendment::LAST_AMENDED} " " {linked(before)} });
        view! { <p>{amendment::AMENDS} " " {linked(&amends.whole)} {last} "."</p> }
    });
    let next = data.next.as_ref().filter(|next| next.amendment.is_some());
    let next = next.map(|next| view! { <p>{amendment::AMENDED_BY} " " {linked(next)} "."</p> });
    let changes = data.amends.clone().zip(data.base.clone());
    let changes = changes.map(|(amends, base)| view! { <WhatChanges amends base edition=data.edition.clone()/> });
    let by_agency = if data.amends.is_some() { amendment::WHOLE_LIST } else { words::BY_AGENCY };
    view! {
        <Title text=name.clone()/>
        <div class="wrap">
            <Crumbs trail=vec![(common::EDITIONS.to_owned(), "/ban-hanh".to_owned())] here=name.clone()/>
            <div class="head">
                <div>
                    <h1>{name}</h1>
                    <p>{data.edition.decision.as_ref().map(words::decision)} "."</p>
                    {amends}
                    {next}
                </div>
                <EditionTag state=data.state/>
            </div>
            <div class="row">
                {compare.map(|href| view! { <a class="btn" href=href>{words::COMPARE}</a> })}
                <a class="btn btn--2" rel="external" href=format!("/ban-hanh/{id}/phu-luc.xlsx")>
                    <IconView icon=Icon::Download/>{words::ANNEX}
                </a>
                {signed.map(|(href, bytes)| view! {
                    <a class="btn btn--2" rel="external" href=href>
                        <IconView icon=Icon::Download/>{words::SIGNED} " " {format::bytes(bytes)}
                    </a>
                })}
                {issued.then(|| view! {
                    <a class="btn btn--quiet" rel="external" href=format!("/api/v1/editions/{id}")>{common::BY_API}</a>
                })}
            </div>
            {changes}
            <Overview data=data.clone()/>
            <section class="stack" aria-labelledby="theo-co-quan">
                <h2 id="theo-co-quan">{by_agency}</h2>
                <Listed id filter groups=data.groups entries=data.entries lan/>
            </section>
            <Hash id sha256=data.content_sha256 binding=data.binding seal=data.binding_sha256/>
        </div>
    }
}

/// What an edition that amends adds, changes and takes out, against the edition before.
#[component]
fn WhatChanges(amends: Amends, base: EditionRef, edition: EditionRef) -> impl IntoView {
    let Amends { entries, agencies, .. } = amends;
    let part = |status: EntryStatus, label: &'static str| {
        let of_it: Vec<EntryDiff> = entries.iter().filter(|entry| entry.status == status).cloned().collect();
        let none = of_it.is_empty();
        let rows = of_it
            .into_iter()
            .map(|entry| {
                let told = [transfer_line(&entry.changes, &agencies), renamed_line(&entry.changes)];
                let told = told.into_iter().flatten().map(|line| view! { <p class="sm">{line}</p> }).collect_view();
                let name = match entry_address(&entry, &base, &edition) {
                    Some(href) => view! { <a href=href>{entry.name}</a> }.into_any(),
                    None => entry.name.into_any(),
                };
                view! {
                    <li>
                        {name} " "
                        <span class="code">{entry.code.to_string()}</span> " "
                        <span class="muted sm">{entry.agency.name}</span>
                        {told}
                    </li>
                }
            })
            .collect_view();
        (!none).then(|| view! { <h3 class="h-small">{label}</h3><ol class="rows flat">{rows}</ol> })
    };
    view! {
        <section class="stack agroup" aria-labelledby="noi-dung-sua">
            <h2 id="noi-dung-sua">{amendment::WHAT_CHANGES}</h2>
            {entries.is_empty().then(|| view! { <p>{words::NO_CHANGES}</p> })}
            {part(EntryStatus::New, amendment::ADDED)}
            {part(EntryStatus::Modified, amendment::MODIFIED)}
            {part(EntryStatus::Removed, amendment::REMOVED)}
        </section>
    }
}

/// What an entry was called before, in a line, where it has another name now.
fn renamed_line(changes: &[Change]) -> Option<String> {
    let change = changes.iter().find(|change| change.place == Place::Field(Field::Name))?;
    Some(words::renamed(&change.old))
}

#[component]
fn Overview(data: Data) -> impl IntoView {
    let forms = data.forms;
    let entries: u32 = data.groups.iter().map(|group| group.entries).sum();
    let agencies = data.groups.len();
    let balance = data.balance.zip(data.base).map(|(balance, base)| {
        let items = counted(balance, base.id, data.edition.id).map(|Counted { count, label, class, href }| {
            view! { <li><a href=href><b class=class>{format::number(count)}</b><span>{label}</span></a></li> }
        });
        view! { <ul class="balance flat">{items.collect_view()}</ul> }
    });
    view! {
        <section class="stack agroup" aria-labelledby="hinh-thuc">
            <p>{format::number(entries)} " " {words::ENTRIES} " · " {agencies} " " {words::AGENCIES_IN} "."</p>
            <h2 id="hinh-thuc" class="h-small">{words::FORMS}</h2>
            <FormShares forms/>
            {balance}
        </section>
    }
}

/// The part of the entries that is shown, by agency. A long edition has an index of its agencies.
#[component]
fn Listed(
    id: EditionId,
    filter: EditionFilter,
    groups: Vec<EditionGroup>,
    entries: Page<EditionEntry>,
    lan: String,
) -> impl IntoView {
    let (number, pages, total, rows) = (entries.number, entries.pages(), entries.total, entries.rows);
    let all: u32 = groups.iter().map(|group| group.entries).sum();
    let index =
        (all > LONG_PAGE_ROWS).then(|| view! { <Index id chosen=filter.agency.clone() groups=groups.clone()/> });
    let chosen = (!filter.agency.is_empty()).then(|| {
        let named = groups.iter().find(|group| group.agency.id.as_str() == filter.agency);
        let name = named.map_or_else(|| filter.agency.clone(), |group| group.agency.name.clone());
        view! {
            <p class="chips not-print">
                <a class="chip chip--on" href=part(id, &EditionFilter::default())>
                    <span class="vh">{catalog::REMOVE_FILTER} " "</span>{name}<IconView icon=Icon::Close/>
                </a>
            </p>
        }
    });
    let none = entries.items.is_empty().then(|| view! { <p>{words::NONE_HERE}</p> });
    let mut by_group: Vec<(usize, Vec<EditionEntry>)> = Vec::new();
    for entry in entries.items {
        match by_group.last_mut() {
            Some((group, some)) if *group == entry.group => some.push(entry),
            _ => by_group.push((entry.group, vec![entry])),
        }
    }
    let shown = by_group
        .into_iter()
        .filter_map(|(group, entries)| Some((groups.get(group)?.clone(), entries)))
        .map(|(group, entries)| view! { <Group group entries lan=lan.clone()/> })
        .collect_view();
    let href = Callback::new(move |(page,): (u32,)| part(id, &EditionFilter { page, ..filter.clone() }));
    view! {
        {index}
        {chosen}
        {none}
        {shown}
        {(pages > 1).then(|| view! { <Pager page=number pages total rows href/> })}
    }
}

/// The agencies of a long edition, each with its entries.
#[component]
fn Index(id: EditionId, chosen: String, groups: Vec<EditionGroup>) -> impl IntoView {
    let rows = groups
        .into_iter()
        .map(|EditionGroup { agency, entries }| {
            let current = (agency.id.as_str() == chosen).then_some("true");
            let href = part(id, &EditionFilter { agency: agency.id.to_string(), page: 1 });
            view! { <li><a href=href aria-current=current>{agency.name}</a> " " <span class="count">{entries}</span></li> }
        })
        .collect_view();
    view! {
        <nav class="not-print" aria-label=words::CHOOSE_AGENCY>
            <p class="muted sm">{words::CHOOSE_AGENCY}</p>
            <ul class="aindex flat sm">{rows}</ul>
        </nav>
    }
}

#[component]
fn Group(group: EditionGroup, entries: Vec<EditionEntry>, lan: String) -> impl IntoView {
    let rows = entries
        .into_iter()
        .map(|entry| {
            view! {
                <li>
                    <a href=format!("/danh-muc/{}{lan}", entry.code)>{entry.name}</a> " "
                    <span class="code">{entry.code.to_string()}</span>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="agroup">
            <h3 class="h-small">{group.agency.name}</h3>
            <ol class="rows flat">{rows}</ol>
        </div>
    }
}

/// The hash, the bytes that it is over, and how to check it; the same of what binds it to its decision.
#[component]
fn Hash(id: EditionId, sha256: String, binding: String, seal: String) -> impl IntoView {
    let file = format!("noi-dung-{id}.json");
    let sealed = (!seal.is_empty()).then(|| {
        view! {
            <p>{words::SEAL} ": " <code>{seal}</code></p>
            <p class="sm muted">{words::SEAL_WHAT} " " <code>{binding}</code></p>
        }
    });
    view! {
        <section class="panel stack hash" aria-labelledby="bam">
            <h2 id="bam" class="h-small">{words::HASH_TITLE}</h2>
            <p>{words::HASH} ": " <code>{sha256}</code></p>
            <p class="sm muted">
                {words::HASH_CHECK} " " <code>{format!("sha256sum {file}")}</code> ": " {words::HASH_SAME} " "
                <code>{format!("csdl edition verify {id}")}</code> "."
            </p>
            <p>
                <a class="btn btn--2" rel="external" href=format!("/ban-hanh/{id}/noi-dung.json")>
                    <IconView icon=Icon::Download/>{words::CONTENT_JSON}
                </a>
            </p>
            {sealed}
        </section>
    }
}
