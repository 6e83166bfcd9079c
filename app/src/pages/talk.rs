//! Questions about points and the answers to them, where the appraiser decides and where the agency reads.

use domain::check::check_remark;
use domain::format;
use domain::review::{Message, Point, Side, may_say};
use leptos::prelude::*;

use super::review::ActionFailure;
use crate::api::appraisal::Say;
use crate::error::ErrorKind;
use crate::pages::remarks::Remarks;
use crate::text::{error as error_words, talk as words};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// What was said about a point, oldest first.
#[component]
pub fn Talk(talk: Vec<Message>) -> impl IntoView {
    let said = talk
        .into_iter()
        .map(|message| {
            let line = words::line(message.side, &message.who, &format::date_time(message.at));
            view! { <li><p class="sm muted">{line}</p><p class="lines">{message.text}</p></li> }
        })
        .collect_view();
    view! { <div class="talk"><b>{words::TITLE}</b><ul class="flat stack gap-2">{said}</ul></div> }
}

/// Whose turn it is, as a tag.
#[component]
pub fn TurnTag(turn: Option<Side>) -> impl IntoView {
    turn.map(|turn| {
        let tone = if turn == Side::Agency { Tone::Warn } else { Tone::Info };
        view! { <StateTag tone text=words::waits_on(turn)/> }
    })
}

/// The form in which a side speaks, where it may.
#[component]
pub fn SayForm(point: Point, side: Side, say: ServerAction<Say>) -> impl IntoView {
    let may = may_say(side, &point.talk, point.decision.is_some());
    let id = point.id;
    let of = format!("{id}/{}", point.talk.len());
    may.then(move || {
        // What was typed about this point and could not be sent, and why.
        let refused = move || {
            let error = say.value().get_untracked().and_then(Result::err)?;
            let kept: Say = error.kept().filter(|kept: &Say| kept.point == id)?;
            Some((kept, error.fields()))
        };
        let (kept, errors) = refused().unzip();
        let of_this = kept.is_some();
        let remarks = Remarks::new(errors.unwrap_or_default());
        let told = say.version().get_untracked();
        // A page that is not read again after a failure tells it all the same.
        Effect::new(move |seen: Option<usize>| {
            let now = say.version().get();
            if seen.unwrap_or(told) != now
                && let Some((_, errors)) = refused()
            {
                remarks.tell(errors);
            }
            now
        });
        let check = remarks.check(|sent: Say| check_remark("text", &sent.text));
        let (label, button, hint) = match side {
            Side::Appraiser => (words::QUESTION, words::SEND_QUESTION, words::ASK_HINT),
            Side::Agency => (words::REPLY, words::SEND_REPLY, ""),
        };
        let fields = view! {
            <ActionForm action=say of class="plainform" check>
                <input type="hidden" name="point" value=id.to_string()/>
                <Field id=format!("f-text-{id}") name="text" label hint=hint control=Control::Text
                    value=kept.map(|kept| kept.text).unwrap_or_default() error=remarks.on("text") required=true/>
                <p class="row"><button class="btn btn--2" type="submit">{button}</button></p>
            </ActionForm>
        };
        match side {
            Side::Agency => fields.into_any(),
            Side::Appraiser => {
                view! { <details class="toggle" open=of_this><summary>{words::ASK}</summary>{fields}</details> }
                    .into_any()
            }
        }
    })
}

/// The failure of a question or an answer that no field tells. Where the point was decided meanwhile, its form is there no
/// more: what was typed is shown here.
pub fn say_failure(say: ServerAction<Say>) -> impl IntoView {
    let failed = say.value().get().and_then(Result::err).filter(|error| error.fields().is_empty());
    failed.map(|error| {
        let typed: Option<Say> = error.kept().filter(|_| matches!(error.kind, ErrorKind::Conflict(_)));
        view! {
            <ActionFailure error/>
            {typed.map(|said| view! { <p class="lines">{error_words::TYPED} ": " {said.text}</p> })}
        }
    })
}
