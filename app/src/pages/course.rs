//! The course of a campaign: what happened to it and when, and why the executive office gave its draft back.

use domain::campaign::CampaignEvent;
use domain::format;
use leptos::prelude::*;

use crate::text::{course as words, review};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// Events of a history that stands open; a longer one is unfolded.
const OPEN_MAX: usize = 8;

/// That the executive office gave the draft back, and why. Who may not read the draft is told of no reason.
#[component]
pub fn OfficeReturned(event: Option<CampaignEvent>) -> impl IntoView {
    event.filter(|event| !event.note.is_empty()).map(|event| {
        let told = words::office_returned(&format::date(format::local_date(event.at)), &event.note);
        view! { <Notice tone=Tone::Warn><span class="lines">{told}</span></Notice> }
    })
}

/// What happened to the campaign, oldest first.
#[component]
pub fn Course(events: Vec<CampaignEvent>) -> impl IntoView {
    let size = events.len();
    let lines = events
        .into_iter()
        .map(|event| {
            let note = words::note(&event);
            view! {
                <li>
                    <b>{words::happened(&event.what)}</b>
                    <div class="when">{words::by(&event.who, &format::date_time(event.at))}</div>
                    {(!note.is_empty()).then(|| view! { <div class="lines">{note}</div> })}
                </li>
            }
        })
        .collect_view();
    let open = size <= OPEN_MAX;
    (size > 0).then(|| {
        view! {
            <details class="toggle" open=open>
                <summary>{review::HISTORY}</summary>
                <ol class="timeline">{lines}</ol>
            </details>
        }
    })
}
