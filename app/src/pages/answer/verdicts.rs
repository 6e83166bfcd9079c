//! What the appraiser decided of the answer, where its officer reads it: what was not accepted as it was sent in full, the
//! rest as a number.

use domain::change::Change;
use domain::format;
use domain::review::{AnswerPage as Data, Point, PointDecision, Verdict};
use leptos::prelude::*;

use crate::pages::diff_view::{ChangeDiff, proposed_then, value_words};
use crate::pages::review::VerdictTag;
use crate::text::{catalog, review as words, talk};

/// The verdicts on the answer's points; nothing before there is one.
#[component]
pub fn Verdicts(data: Data) -> impl IntoView {
    let points = &data.answer.points;
    let of = |point: &&Point| point.decision.as_ref().map(|decision| decision.verdict);
    let accepted = points.iter().filter(|point| of(point) == Some(Verdict::Accept)).count();
    let told = |point: &&Point| match of(point) {
        Some(verdict) => verdict != Verdict::Accept,
        // Sent anew, and not looked at yet: what was said of it before.
        None => !point.earlier.is_empty(),
    };
    let told: Vec<Point> = points.iter().filter(told).cloned().collect();
    (accepted > 0 || !told.is_empty()).then(move || {
        let lead = (accepted > 0).then(|| talk::points_accepted(accepted, data.answer.points.len()));
        let cards = told.into_iter().map(|point| view! { <Card point data=data.clone()/> }).collect_view();
        view! {
            <section class="sect stack" aria-labelledby="ket-luan">
                <h2 id="ket-luan">{talk::VERDICTS}</h2>
                {lead.map(|lead| view! { <p class="muted">{lead}</p> })}
                {cards}
            </section>
        }
    })
}

#[component]
fn Card(point: Point, data: Data) -> impl IntoView {
    let title = point
        .place
        .as_ref()
        .map_or_else(|| words::WHOLE_ANSWER.to_owned(), |place| catalog::place_label(place, &data.lists));
    let change = point.place.clone().map(|place| {
        let change = Change { place, old: point.old.clone(), new: point.new.clone() };
        view! { <ChangeDiff change lists=data.lists.clone() agencies=data.transfer_targets.clone()/> }
    });
    let value = |decision: &PointDecision| match &point.place {
        Some(place) => value_words(place, &decision.value, &data.lists, &data.transfer_targets),
        None => decision.value.clone(),
    };
    let told = |decision: PointDecision| {
        let proposed = proposed_then(&point, &decision, &data.lists, &data.transfer_targets);
        view! { <Decided value=value(&decision) decision proposed/> }
    };
    let verdict = point.decision.as_ref().map(|decision| decision.verdict);
    let decided = point.decision.clone().map(told);
    let earlier = (!point.earlier.is_empty()).then(|| {
        let list = point.earlier.clone().into_iter().map(told).collect_view();
        view! { <div class="talk"><b>{words::EARLIER}</b>{list}</div> }
    });
    let heading = format!("ket-luan-{}", point.id);
    let labelled = heading.clone();
    view! {
        <article class="fb" aria-labelledby=labelled>
            <header><h3 id=heading>{title}</h3><VerdictTag verdict/></header>
            {change}
            {decided}
            {earlier}
        </article>
    }
}

/// Who decided what, when, and why.
#[component]
pub fn Decided(
    decision: PointDecision,
    /// What was accepted instead, in words.
    value: String,
    /// What was proposed then, where the point says something else by now.
    proposed: Option<String>,
) -> impl IntoView {
    let line = words::decided_by(
        &decision.decided_by,
        words::verdict(decision.verdict),
        &format::date_time(decision.decided_at),
    );
    let value = (!value.is_empty()).then(|| format!("{}: {value}", words::OTHER_VALUE));
    view! {
        <div class="sm">
            <p>{line}</p>
            {value.map(|value| view! { <p>{value}</p> })}
            {(!decision.reason.is_empty()).then(|| view! { <p class="lines">{decision.reason}</p> })}
            {proposed.map(|proposed| view! { <p class="lines">{proposed}</p> })}
        </div>
    }
}
