//! What differs between two editions.

use domain::catalog::EntryStatus;
use domain::edition::{EditionDiff, EntryDiff};
use domain::id::EditionId;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::diff_view::ChangeDiff;
use super::loaded;
use crate::api::edition::edition_diff;
use crate::error::ErrorKind;
use crate::text::{catalog, common, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::tag::{StateTag, Tone};

/// The page of a comparison.
#[component]
pub fn EditionDiffPage() -> impl IntoView {
    let params = use_params_map();
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
            {loaded(data, |diff| {
                let title = format!("{} → {}", words::name(diff.old.year), words::name(diff.new.year));
                view! { <div class="head"><div><h1>{title}</h1></div></div><DiffView diff/> }.into_any()
            })}
        </div>
    }
}

/// A comparison: the figures, then every entry that differs.
#[component]
pub fn DiffView(diff: EditionDiff) -> impl IntoView {
    let EditionDiff { balance, entries, lists, agencies, .. } = diff;
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
    let none = entries.is_empty();
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
                .map(|entry| {
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
                })
                .collect::<Vec<_>>();
            view! { <div class="agroup"><h3>{name}</h3>{cards}</div> }
        })
        .collect_view();
    view! {
        <ul class="balance flat">{figures}</ul>
        <section aria-labelledby="thay-doi">
            <h2 id="thay-doi">{words::CHANGED}</h2>
            {none.then(|| view! { <p>{words::NO_CHANGES}</p> })}
            {groups}
        </section>
    }
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
