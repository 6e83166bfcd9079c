//! What was typed over another's save and is in no answer yet: told at the answer, in the list, and before laying.

use domain::format;
use domain::review::{AnswerPage, AnswerView, ResponsePage, Waits};
use leptos::prelude::*;

use crate::text::{clash as words, review};
use crate::ui::icon::{Icon, IconView};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What a person typed that waits beside the answer.
#[component]
pub fn Waiting(data: AnswerPage) -> impl IntoView {
    let answer = format!("/ra-soat/{}/{}/{}", data.campaign.key, data.agency.id, data.answer.target());
    data.asides
        .into_iter()
        .map(|aside| {
            let href = format!("{answer}/doi-chieu/{}", aside.id);
            let at = format::date_time(aside.at);
            // Once the answers were laid nothing is put together; the text can still be read, and dropped.
            let (told, link) = match data.may_edit {
                true => (words::waiting(&at), words::COMPARE),
                false => (words::waiting_closed(&at), words::SEE),
            };
            view! { <Notice tone=Tone::Warn>{told} " " <a href=href>{link}</a></Notice> }
        })
        .collect_view()
}

/// Where both texts stand beside each other.
fn both_texts(data: &ResponsePage, (answer, waits): Waits<'_>) -> String {
    format!("/ra-soat/{}/{}/{}/doi-chieu/{}", data.campaign.key, data.agency.id, answer.target(), waits.aside)
}

fn name(answer: &AnswerView) -> String {
    if answer.name.is_empty() { review::UNNAMED.to_owned() } else { answer.name.clone() }
}

/// The same in the list: one's own with the way to both texts, others' by the names of their writers.
#[component]
pub fn WaitingInList(data: ResponsePage, answer: AnswerView) -> impl IntoView {
    let lines = data.beside(&answer).map(|waits| {
        let at = format::date_time(waits.at);
        let (told, href) = match &waits.other {
            Some(who) => (words::waiting_of(who, &at), None),
            None => (words::waiting_short(&at), Some(both_texts(&data, (&answer, waits)))),
        };
        let label = if data.may_change(&answer) { words::COMPARE } else { words::SEE };
        let link = href.map(|href| {
            view! { <a href=href>{label}<span class="vh">": " {name(&answer)}</span></a> }
        });
        view! { <p class="task__note"><IconView icon=Icon::Warning/><span>{told} ". " {link}</span></p> }
    });
    lines.collect_view()
}

/// Before the answers are laid: what keeps them from it, with the ways to settle it, and what others have not settled.
#[component]
pub fn ToSettle(data: ResponsePage) -> impl IntoView {
    let (own, others) = data.to_settle();
    let count = own.len();
    let line = |waits: Waits<'_>| {
        let (answer, one) = waits;
        let (name, at) = (name(answer), format::date_time(one.at));
        match &one.other {
            Some(who) => {
                view! { <li>{name} " " <span class="sm muted">{words::typed_by(who, &at)}</span></li> }.into_any()
            }
            None => {
                let (href, of) = (both_texts(&data, waits), name.clone());
                view! {
                    <li>
                        {name} " " <span class="sm muted">{words::typed_at(&at)}</span> " "
                        <a href=href>{words::COMPARE}<span class="vh">": " {of}</span></a>
                    </li>
                }
                .into_any()
            }
        }
    };
    let own = (count > 0).then(|| own.into_iter().map(line).collect_view());
    let others = (!others.is_empty()).then(|| others.into_iter().map(line).collect_view());
    view! {
        {own.map(|lines| view! {
            <Notice tone=Tone::Bad>{review::INCOMPLETE} ": " {words::to_settle(count)}<ul class="flat">{lines}</ul></Notice>
        })}
        {others.map(|lines| view! { <Notice tone=Tone::Warn>{words::OTHERS_WAIT}<ul class="flat">{lines}</ul></Notice> })}
    }
}
