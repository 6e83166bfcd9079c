//! The unchanged entries before they are accepted together: which they are, and which are passed over.

use domain::campaign::CampaignKey;
use domain::review::{AnswerKind, KeepRow, Keeps, QueueFilter};
use leptos::prelude::*;

use super::Actions;
use super::queue::address;
use crate::pages::opinion::named;
use crate::text::{queue as words, review};
use crate::ui::action_form::ActionForm;

/// The list, folded, with the button that accepts; nothing where no unchanged entry waits.
#[component]
pub fn KeepsTogether(year: CampaignKey, filter: QueueFilter, keeps: Keeps, actions: Actions) -> impl IntoView {
    let (waiting, left) = (keeps.waiting, keeps.left());
    let of_kind = QueueFilter { kind: Some(AnswerKind::Keep), page: 1, ..filter.clone() };
    let more = |count: u32, shown: usize| {
        let rest = usize::try_from(count).unwrap_or(usize::MAX).saturating_sub(shown);
        let href = address(year, &of_kind, None);
        (rest > 0).then(|| view! { <p class="sm"><a href=href>{words::keeps_more(rest)}</a></p> })
    };
    let (more_accepted, more_passed) = (more(waiting, keeps.accepted.len()), more(left, keeps.passed.len()));
    let agency = filter.agency.clone();
    let accepted = (waiting > 0).then(|| {
        view! {
            <p class="sm"><b>{words::KEEPS_ACCEPTED}</b></p>
            <List year filter=filter.clone() rows=keeps.accepted/>
            {more_accepted}
            <ActionForm action=actions.keeps>
                <input type="hidden" name="year" value=year.to_string()/>
                <input type="hidden" name="agency" value=agency/>
                <button class="btn btn--2" type="submit">{review::accept_keeps(waiting)}</button>
            </ActionForm>
        }
    });
    let passed = (left > 0).then(|| {
        view! {
            <p class="sm"><b>{words::KEEPS_PASSED}</b></p>
            <List year filter=filter.clone() rows=keeps.passed/>
            {more_passed}
        }
    });
    (waiting + left > 0).then(|| {
        view! {
            <details class="toggle" id="giu-nguyen">
                <summary>{words::see_keeps(waiting, left)}</summary>
                <div class="stack gap-2">{accepted}{passed}</div>
            </details>
        }
    })
}

#[component]
fn List(year: CampaignKey, filter: QueueFilter, rows: Vec<KeepRow>) -> impl IntoView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let href = address(year, &filter, Some(row.answer));
            let code = row.code.as_ref().map(ToString::to_string);
            let why = row.passed.map(|passed| format!(": {}", words::passed(passed)));
            let pairs = (!row.open_pairs.is_empty()).then(|| words::open_pairs(&row.open_pairs.join("; ")));
            view! {
                <li>
                    <span class="code">{code}</span> " " <a href=href>{named(&row.name)}</a>
                    <span class="muted">" · " {row.agency.name}{why}</span>
                    {pairs.map(|pairs| view! { <br/><span>{pairs}</span> })}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="flat rows sm">{rows}</ul> }
}
