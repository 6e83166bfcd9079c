//! What differs between two editions.

use std::str::FromStr;

use domain::agency::AgencyRef;
use domain::catalog::{EntryStatus, Lists};
use domain::edition::{Balance, EditionDiff, EntryDiff};
use domain::id::EditionId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::diff_view::ChangeDiff;
use super::loaded;
use crate::api::edition::edition_diff;
use crate::error::ErrorKind;
use crate::text::{catalog, common, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::icon::{Icon, IconView};
use crate::ui::tag::{StateTag, Tone};

/// The address of a comparison: of one kind of change, or of all.
pub fn address(old: EditionId, new: EditionId, only: Option<EntryStatus>) -> String {
    let query = only.map(|only| format!("?loai={only}")).unwrap_or_default();
    format!("/ban-hanh/{old}/so-sanh/{new}{query}")
}

/// A figure of a balance: how many, the word for it, the class of its colour, and the list that it counts.
pub struct Counted {
    pub count: u32,
    pub label: &'static str,
    pub class: &'static str,
    pub href: String,
}

/// The four figures of what became of the entries, each with its list: what is unchanged stands in the edition itself.
pub fn counted(balance: Balance, old: EditionId, new: EditionId) -> [Counted; 4] {
    let changed = |count, label, class, status| Counted { count, label, class, href: address(old, new, Some(status)) };
    [
        changed(balance.added, words::ADDED, "c-ok", EntryStatus::New),
        changed(balance.modified, words::MODIFIED, "c-info", EntryStatus::Modified),
        changed(balance.removed, words::REMOVED, "c-bad", EntryStatus::Removed),
        Counted { count: balance.unchanged, label: words::UNCHANGED, class: "", href: format!("/ban-hanh/{new}") },
    ]
}

/// The page of a comparison; `?loai=new` leaves one kind of change.
#[component]
pub fn EditionDiffPage() -> impl IntoView {
    let params = use_params_map();
    let query = use_query_map();
    let only = Memo::new(move |_| {
        let kind = query.with(|query| query.get("loai"))?;
        EntryStatus::from_str(&kind).ok().filter(|status| *status != EntryStatus::Unchanged)
    });
    let pair = Memo::new(move |_| {
        let id = |name| params.with(|params| params.get(name)).and_then(|id| id.parse::<EditionId>().ok());
        Some((id("old")?, id("new")?))
    });
    let data = Resource::new_blocking(
        move || pair.get(),
        |pair| async move {
            match pair {
                Some((old, new)) => edition_diff(old, new).await,
                None => Err(ErrorKind::NotFound.into()),
            }
        },
    );
    view! {
        <Title text=words::COMPARE_TITLE/>
        <div class="wrap">
            <Crumbs trail=vec![(common::EDITIONS.to_owned(), "/ban-hanh".to_owned())] here=words::COMPARE_TITLE/>
            {loaded(data, move |diff| view! { {move || compared(diff.clone(), only.get())} }.into_any())}
        </div>
    }
}

fn compared(diff: EditionDiff, only: Option<EntryStatus>) -> impl IntoView {
    let title = format!("{} → {}", words::name(diff.old.year), words::name(diff.new.year));
    let decisions = [&diff.old, &diff.new]
        .map(|one| one.decision.as_ref().map(|decision| words::year_of_decision(one.year, decision)))
        .map(|line| view! { <p>{line}</p> })
        .collect_view();
    let issued = diff.new.decision.is_some();
    let (old, new, balance) = (diff.old.id, diff.new.id, diff.balance);
    view! {
        <div class="head">
            <div><h1>{title}</h1>{decisions}</div>
            {issued.then(|| view! {
                <a class="btn btn--quiet" rel="external" href=format!("/api/v1/editions/{old}/diff/{new}")>
                    {common::JSON}
                </a>
            })}
        </div>
        <LinkedFigures balance old new only/>
        <Chosen all=address(old, new, None) only/>
        <Changes diff only/>
    }
}

/// The figures of a comparison, each a link to what it counts.
#[component]
fn LinkedFigures(balance: Balance, old: EditionId, new: EditionId, only: Option<EntryStatus>) -> impl IntoView {
    let here = only.map(|only| address(old, new, Some(only)));
    let changes = counted(balance, old, new)
        .map(|Counted { count, label, class, href }| {
            let current = here.as_ref().is_some_and(|here| *here == href).then_some("true");
            view! { <li><a href=href aria-current=current><b class=class>{count}</b><span>{label}</span></a></li> }
        })
        .collect_view();
    view! {
        <ul class="balance flat">
            <End count=balance.before label=words::BEFORE href=format!("/ban-hanh/{old}")/>
            {changes}
            <End count=balance.after label=words::AFTER href=format!("/ban-hanh/{new}")/>
        </ul>
    }
}

#[component]
fn End(count: u32, label: &'static str, href: String) -> impl IntoView {
    view! { <li><a class="balance__end" href=href><b>{count}</b><span>{label}</span></a></li> }
}

/// The kind of change that is shown, with the way back to all.
#[component]
fn Chosen(all: String, only: Option<EntryStatus>) -> impl IntoView {
    only.map(|only| {
        view! {
            <div class="chips">
                <a class="chip chip--on" href=all>
                    <span class="vh">{catalog::REMOVE_FILTER} " "</span>{catalog::entry_status(only)}<IconView icon=Icon::Close/>
                </a>
            </div>
        }
    })
}

/// A comparison: the figures, then every entry that differs.
#[component]
pub fn DiffView(diff: EditionDiff) -> impl IntoView {
    let balance = diff.balance;
    let figures = [
        (balance.before, words::BEFORE, ""),
        (balance.added, words::ADDED, "c-ok"),
        (balance.modified, words::MODIFIED, "c-info"),
        (balance.removed, words::REMOVED, "c-bad"),
        (balance.unchanged, words::UNCHANGED, ""),
        (balance.after, words::AFTER, ""),
    ];
    let figures = figures
        .map(|(count, label, class)| {
            view! { <li><span class="balance__end"><b class=class>{count}</b><span>{label}</span></span></li> }
        })
        .collect_view();
    view! {
        <ul class="balance flat">{figures}</ul>
        <Changes diff only=None/>
    }
}

/// Entries that differ, by agency.
#[component]
fn Changes(diff: EditionDiff, only: Option<EntryStatus>) -> impl IntoView {
    let EditionDiff { entries, lists, agencies, .. } = diff;
    let entries: Vec<EntryDiff> =
        entries.into_iter().filter(|entry| only.is_none_or(|only| entry.status == only)).collect();
    let none = if only.is_some() { words::NONE_OF_KIND } else { words::NO_CHANGES };
    let none = entries.is_empty().then(|| view! { <p>{none}</p> });
    let mut by_agency: Vec<(String, Vec<EntryDiff>)> = Vec::new();
    for entry in entries {
        match by_agency.iter_mut().find(|(name, _)| *name == entry.agency.name) {
            Some((_, group)) => group.push(entry),
            None => by_agency.push((entry.agency.name.clone(), vec![entry])),
        }
    }
    let groups = by_agency
        .into_iter()
        .map(|(name, group)| {
            let cards = group
                .into_iter()
                .map(|entry| view! { <EntryCard entry lists=lists.clone() agencies=agencies.clone()/> })
                .collect::<Vec<_>>();
            view! { <div class="agroup"><h3>{name}</h3>{cards}</div> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="thay-doi">
            <h2 id="thay-doi">{words::CHANGED}</h2>
            {none}
            {groups}
        </section>
    }
}

/// One entry that differs, with every change in it.
#[component]
fn EntryCard(entry: EntryDiff, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let changes = entry
        .changes
        .iter()
        .map(|change| {
            let label = catalog::place_label(&change.place, &lists);
            view! {
                <div class="fdiff">
                    <h5>{label}</h5>
                    <ChangeDiff change=change.clone() lists=lists.clone() agencies=agencies.clone()/>
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! { <article class="dentry"><EntryHead entry/>{changes}</article> }
}

#[component]
fn EntryHead(entry: EntryDiff) -> impl IntoView {
    let tone = match entry.status {
        EntryStatus::New => Tone::Ok,
        EntryStatus::Modified => Tone::Info,
        EntryStatus::Removed => Tone::Bad,
        EntryStatus::Unchanged => Tone::Calm,
    };
    let merged = entry.merged_into.map(|code| view! { <p class="sm">{words::merged_into(code.as_str())}</p> });
    view! {
        <div class="row">
            <h4><a href=format!("/danh-muc/{}", entry.code)>{entry.name}</a></h4>
            <span class="code">{entry.code.to_string()}</span>
            <StateTag tone text=catalog::entry_status(entry.status)/>
        </div>
        {merged}
    }
}
