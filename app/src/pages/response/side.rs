//! Beside a response: the steps, the receipt, what happened when.

use domain::format;
use domain::review::ResponsePage as Data;
use leptos::prelude::*;

use crate::text::{amendment, review as words, term};

/// The column beside the answers.
#[component]
pub fn Side(data: Data) -> impl IntoView {
    let of_all = data.campaign.key.kind().wants_every_answer();
    let first = if of_all { words::STEP_ANSWER } else { amendment::STEP_ANSWER };
    let what = if data.due_again { term::DUE_AGAIN } else { words::DUE };
    let due = format!("{what}: {}", format::date(data.campaign.due_on));
    let receipt = data.receipt.map(|receipt| {
        let line = words::receipt_line(&receipt.number, &format::date_time(receipt.at), &receipt.approved_by);
        view! {
            <section class="panel">
                <h2 class="h-small">{words::RECEIPT}</h2>
                <p class="sm">{line}</p>
                <p class="sm muted">{words::HASH} ": " <code>{receipt.sha256}</code></p>
            </section>
        }
    });
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
                    <li>{words::STEP_APPRAISE}<div class="when">{data.coordinator.name}</div></li>
                    <li>{words::STEP_ISSUE}</li>
                </ol>
            </section>
            {receipt}
            {(!none).then(|| view! {
                <section class="panel"><h2 class="h-small">{words::HISTORY}</h2><ol class="timeline">{events}</ol></section>
            })}
        </aside>
    }
}
