//! What was answered in the rounds before.

use domain::agency::AgencyRef;
use domain::catalog::Lists;
use domain::change::Change;
use domain::review::{AnswerKind, LastAnswer, LastPoint, Verdict};
use leptos::prelude::*;

use crate::pages::diff_view::{Difference, value_words};
use crate::pages::entry::Rows;
use crate::pages::review::VerdictTag;
use crate::text::{catalog, last as words, review};

/// The most characters of a point, old and new, that stand open; what is longer is folded.
const OPEN_CHARS: usize = 400;

/// The whole of it, closed at first.
#[component]
pub fn Last(last: LastAnswer, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let is_new = last.kind == AnswerKind::Propose;
    let title = words::title(&last);
    let rows = words::rows(&last);
    // Of an answer as a whole the rows say all but why it was decided so.
    let told = last.points.into_iter().filter(|point| point.place.is_some() || !point.reason.is_empty());
    let points = told
        .map(|point| view! { <SaidOfPoint point is_new lists=lists.clone() agencies=agencies.clone()/> })
        .collect_view();
    view! {
        <details class="toggle">
            <summary>{title}</summary>
            <div class="stack">
                <Rows rows/>
                {points}
            </div>
        </details>
    }
}

/// What was said of one field, and what became of it.
#[component]
fn SaidOfPoint(point: LastPoint, is_new: bool, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let LastPoint { place, old, new, verdict, value, reason } = point;
    let title =
        place.as_ref().map_or_else(|| review::WHOLE_ANSWER.to_owned(), |place| catalog::place_label(place, &lists));
    let instead = place.as_ref().filter(|_| verdict == Some(Verdict::AcceptModified)).map(|place| {
        let instead = value_words(place, &value, &lists, &agencies);
        format!("{}: {instead}", review::OTHER_VALUE)
    });
    let is_long = old.chars().count() + new.chars().count() > OPEN_CHARS;
    let change = place.map(|place| {
        let change = Change { place, old, new };
        let shown = view! { <Difference change lists agencies is_new/> };
        match is_long {
            true => view! { <details class="toggle"><summary>{words::CHANGED}</summary>{shown}</details> }.into_any(),
            false => shown.into_any(),
        }
    });
    view! {
        <div class="fb">
            <header><b>{title}</b><VerdictTag verdict/></header>
            {change}
            {instead.map(|instead| view! { <p class="sm">{instead}</p> })}
            {(!reason.is_empty()).then(|| view! { <p class="sm lines">{reason}</p> })}
        </div>
    }
}
