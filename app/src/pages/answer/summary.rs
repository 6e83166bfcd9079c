//! The last step on a narrow screen: what is saved, and what is still to be mended. Wide screens say both above the form.

use domain::change::diff;
use domain::review::AnswerPage as Data;
use leptos::prelude::*;

use crate::pages::diff_view::Difference;
use crate::pages::review::{RemarkList, blocks};
use crate::text::{catalog, review as words};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// What the answer says as it is saved.
#[component]
pub fn Summary(data: Data) -> impl IntoView {
    let answer = data.answer;
    let is_new = answer.code.is_none();
    let saved = answer.draft.and_then(|draft| draft.content);
    let base = answer.base.unwrap_or_default();
    let changes = saved.map(|content| diff(&base, &content)).unwrap_or_default();
    let faults: Vec<_> = answer.errors.into_iter().filter(|one| !one.code.is_warning()).collect();
    let faulty = blocks(&faults);
    let none = changes.is_empty();
    let changes = changes
        .into_iter()
        .map(|change| {
            let label = catalog::place_label(&change.place, &data.lists);
            let (lists, agencies) = (data.lists.clone(), data.transfer_targets.clone());
            view! { <div class="fdiff"><h4 class="sm">{label}</h4><Difference change lists agencies is_new/></div> }
        })
        .collect_view();
    view! {
        <section class="stack gap-4 step__only" id="tom-tat">
            <h3 class="h-small">{words::SUMMARY}</h3>
            {faulty.then(|| view! { <div class="errors"><RemarkList remarks=faults/></div> })}
            {(!faulty && !none).then(|| view! { <Notice tone=Tone::Ok>{words::SUMMARY_WHOLE}</Notice> })}
            {none.then(|| view! { <p>{words::SUMMARY_NONE}</p> })}
            {changes}
        </section>
    }
}
