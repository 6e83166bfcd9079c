//! One entry through all editions, with what changed from one to the next.

use domain::agency::AgencyRef;
use domain::catalog::{EntryStatus, Lists};
use domain::edition::{HistoryPage, HistoryStep};
use domain::id::EntryCode;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

use super::edition_diff::ChangeList;
use super::entry::Owners;
use super::loaded;
use crate::api::edition::entry_history;
use crate::text::{catalog, common, edition as words};
use crate::ui::crumbs::Crumbs;
use crate::ui::tag::{StateTag, Tone};

/// The page of an entry's history.
#[component]
pub fn EntryHistoryPage() -> impl IntoView {
    let params = use_params_map();
    let code = Memo::new(move |_| EntryCode(params.with(|params| params.get("code")).unwrap_or_default()));
    let data = Resource::new_blocking(move || code.get(), entry_history);
    view! { {loaded(data, |data| page(data).into_any())} }
}

fn page(data: HistoryPage) -> impl IntoView {
    let title = format!("{}: {}", words::HISTORY_TITLE, data.name);
    let code = data.code.to_string();
    let trail =
        vec![(common::CATALOG.to_owned(), "/danh-muc".to_owned()), (data.name.clone(), format!("/danh-muc/{code}"))];
    let steps = data
        .steps
        .into_iter()
        .map(|step| {
            let (code, lists, agencies) = (data.code.clone(), data.lists.clone(), data.mentioned.clone());
            view! { <Step step code lists agencies/> }
        })
        .collect_view();
    // Of what never was in force nobody answered for it.
    let owners = (!data.owners.is_empty()).then(|| {
        view! {
            <section class="sect" aria-labelledby="don-vi">
                <h2 id="don-vi">{catalog::OWNER_CHANGES}</h2>
                <Owners owners=data.owners/>
            </section>
        }
    });
    view! {
        <Title text=title/>
        <div class="wrap">
            <Crumbs trail here=words::HISTORY_TITLE/>
            <div class="head">
                <div>
                    <p class="code">{code.clone()}</p>
                    <h1>{words::HISTORY_TITLE}</h1>
                    <p><a href=format!("/danh-muc/{code}")>{data.name}</a></p>
                </div>
            </div>
            <ol class="history flat">{steps}</ol>
            {owners}
        </div>
    }
}

/// One edition: its decision, its time, what it did with the entry.
#[component]
fn Step(step: HistoryStep, code: EntryCode, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let tone = match step.status {
        EntryStatus::New => Tone::Ok,
        EntryStatus::Modified => Tone::Info,
        EntryStatus::Removed => Tone::Bad,
        EntryStatus::Unchanged => Tone::Calm,
    };
    let gone = step.status == EntryStatus::Removed;
    let edition = step.edition;
    let name = words::name(&edition);
    let link =
        if gone { format!("/ban-hanh/{}", edition.id) } else { format!("/danh-muc/{}?lan={}", code, edition.id) };
    let count = u32::try_from(step.changes.len()).unwrap_or(u32::MAX);
    let order_only = step.status == EntryStatus::Modified && count == 0;
    let changes = (count > 0).then(|| {
        view! {
            <details class="toggle" open=true>
                <summary>{words::HISTORY_WHAT} " (" {catalog::changes(count)} ")"</summary>
                <ChangeList changes=step.changes lists agencies/>
            </details>
        }
    });
    view! {
        <li class="hit">
            <article>
                <div class="row gap-2">
                    <h2 class="h-small"><a href=link>{name}</a></h2>
                    <StateTag tone text=catalog::entry_status(step.status)/>
                </div>
                <p>{words::held(&edition)}</p>
                {if gone {
                    let merged = step.merged_into.map(|code| words::merged_into(code.as_str()));
                    let reason = Some(step.reason).filter(|reason| !reason.is_empty());
                    view! {
                        <p>{words::LEFT} {merged.map(|line| format!(" {line}."))}</p>
                        {reason.map(|reason| view! { <p class="lines">{words::LEFT_WHY} ": " {reason}</p> })}
                    }
                    .into_any()
                } else {
                    view! { <p class="sm">{words::OWNER_THEN} ": " {step.owner.name}</p> }.into_any()
                }}
                {order_only.then(|| view! { <p class="sm muted">{words::ORDER_ONLY}</p> })}
                {changes}
            </article>
        </li>
    }
}
