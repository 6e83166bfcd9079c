//! What the coordinator asks about the answer, and where the agency answers.

use domain::change::Change;
use domain::review::{AnswerPage as Data, Point, Side};
use leptos::prelude::*;

use crate::api::appraisal::Say;
use crate::pages::diff_view::ChangeDiff;
use crate::pages::review::VerdictTag;
use crate::pages::talk::{SayForm, Talk, TurnTag, say_failure};
use crate::text::{catalog, review, talk as words};

/// The points that something was asked about; nothing where there are none.
#[component]
pub fn Questions(data: Data, pressed: RwSignal<u32>) -> impl IntoView {
    let say = ServerAction::<Say>::new();
    // What was sent is read back with the page.
    Effect::new(move |seen: Option<usize>| {
        let now = say.version().get();
        if seen.is_some_and(|seen| seen != now) && say.value().get_untracked().is_some_and(|done| done.is_ok()) {
            pressed.update(|number| *number += 1);
        }
        now
    });
    let asked: Vec<Point> = data.answer.points.iter().filter(|point| !point.talk.is_empty()).cloned().collect();
    (!asked.is_empty()).then(move || {
        let cards = asked.into_iter().map(|point| view! { <Question point data=data.clone() say/> }).collect_view();
        view! {
            <section class="sect stack" aria-labelledby="hoi">
                <h2 id="hoi">{words::QUESTIONS}</h2>
                <p class="muted">{words::QUESTIONS_LEAD}</p>
                {move || say_failure(say)}
                {cards}
            </section>
        }
    })
}

#[component]
fn Question(point: Point, data: Data, say: ServerAction<Say>) -> impl IntoView {
    let title = point
        .place
        .as_ref()
        .map_or_else(|| review::WHOLE_ANSWER.to_owned(), |place| catalog::place_label(place, &data.lists));
    let change = point.place.clone().map(|place| {
        let change = Change { place, old: point.old.clone(), new: point.new.clone() };
        view! { <ChangeDiff change lists=data.lists.clone() agencies=data.transfer_targets.clone()/> }
    });
    let reply = data.may_reply.then(|| view! { <SayForm point=point.clone() side=Side::Agency say/> });
    let heading = format!("diem-{}", point.id);
    let (labelled, verdict) = (heading.clone(), point.decision.as_ref().map(|decision| decision.verdict));
    view! {
        <article class="fb" aria-labelledby=labelled>
            <header><h3 id=heading>{title}</h3><TurnTag turn=point.waits_on()/><VerdictTag verdict/></header>
            {change}
            <Talk talk=point.talk.clone()/>
            {reply}
        </article>
    }
}
