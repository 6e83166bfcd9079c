//! Beside a response: the steps, the receipts, what happened when.

use domain::campaign::CampaignKey;
use domain::format;
use domain::id::AgencyId;
use domain::review::{Receipt, ResponsePage as Data};
use leptos::prelude::*;

use crate::text::{amendment, receipt, review as words, term};

/// The column beside the answers.
#[component]
pub fn Side(data: Data) -> impl IntoView {
    let of_all = data.campaign.key.kind().wants_every_answer();
    let first = if of_all { words::STEP_ANSWER } else { amendment::STEP_ANSWER };
    let what = if data.due_again { term::DUE_AGAIN } else { words::DUE };
    let due = format!("{what}: {}", format::date(data.campaign.due_on));
    let none = data.events.is_empty();
    let events = data
        .events
        .into_iter()
        .map(|event| {
            let note = (!event.note.is_empty()).then(|| view! { <div>{event.note}</div> });
            view! {
                <li>
                    <b>{words::response_stage(event.to)}</b>
                    <div class="when">{format::date_time(event.at)} " · " {event.who}</div>
                    {note}
                </li>
            }
        })
        .collect_view();
    view! {
        <aside class="review__side stack">
            <section class="panel">
                <h2 class="h-small">{words::STEPS}</h2>
                <ol class="timeline">
                    <li>{first}<div class="when">{due}</div></li>
                    <li>{words::STEP_CHECK}</li>
                    <li>
                        {words::STEP_APPROVE}
                        <div class="when"><a href="/quy-che#dieu-18-khoan-1">{words::BY_CLAUSE_18_1}</a> ". " {words::STEP_APPROVE_HINT}</div>
                    </li>
                    <li>{words::STEP_APPRAISE}<div class="when">{data.appraised_by.name}</div></li>
                    <li>{words::STEP_ISSUE}</li>
                </ol>
            </section>
            <Receipts receipts=data.receipts key=data.campaign.key agency=data.agency.id/>
            {(!none).then(|| view! {
                <section class="panel"><h2 class="h-small">{words::HISTORY}</h2><ol class="timeline">{events}</ol></section>
            })}
        </aside>
    }
}

/// The receipts of every round, the newest first, each with the file that its hash is over.
#[component]
pub fn Receipts(receipts: Vec<Receipt>, key: CampaignKey, agency: AgencyId) -> impl IntoView {
    let any = !receipts.is_empty();
    let any_kept = receipts.iter().any(|one| one.kept);
    let rows = receipts
        .into_iter()
        .map(|one| {
            let at = format::date_time(one.at);
            let line = receipt::line(&one.number, &at, &one.drafted_by, &one.approved_by);
            let href = format!("/ra-soat/{key}/{agency}/bien-nhan/{}", one.round);
            let label = receipt::sent_file_of(&one.number);
            view! {
                <li>
                    <p class="sm">{line}</p>
                    <p class="sm muted">{receipt::HASH} ": " <code>{one.sha256}</code></p>
                    {one.kept.then(|| view! {
                        <a class="more" rel="external" download=true href=href aria-label=label>{receipt::SENT_FILE}</a>
                    })}
                </li>
            }
        })
        .collect_view();
    any.then(|| {
        view! {
            <section class="panel">
                <h2 class="h-small">{receipt::TITLE}</h2>
                <ul class="rows flat">{rows}</ul>
                {any_kept.then(|| view! { <p class="sm muted">{receipt::SENT_FILE_CHECK}</p> })}
            </section>
        }
    })
}
