//! Beside a response: the steps, the receipts, what happened when.

use domain::campaign::{CampaignKey, CampaignState};
use domain::format;
use domain::id::AgencyId;
use domain::review::{Receipt, ResponsePage as Data};
use domain::workflow::ResponseStage;
use leptos::prelude::*;

use crate::text::{amendment, answering, receipt, review as words, term};

/// The steps of the agency come first, then one of the appraiser and one of who issues.
const OF_AGENCY: usize = 3;
const ALL: usize = 5;

/// How many steps a response is past, and whether it stands at the next: not where the round takes no answers any more.
fn way(stage: ResponseStage, state: CampaignState) -> (usize, bool) {
    use CampaignState as S;
    let past = match stage {
        ResponseStage::NotStarted | ResponseStage::InProgress | ResponseStage::Returned => 0,
        ResponseStage::AwaitingApproval => 2,
        ResponseStage::Submitted => OF_AGENCY,
        ResponseStage::Accepted => OF_AGENCY + 1,
    };
    match state {
        S::Planned | S::Open | S::Consulting => (past, true),
        S::Closed | S::Consolidated | S::Finalised | S::Submitted | S::Returned => (past, past >= OF_AGENCY),
        S::Concluded if past >= OF_AGENCY => (ALL, false),
        S::Concluded | S::Abandoned => (past, false),
    }
}

/// The column beside the answers.
#[component]
pub fn Side(data: Data) -> impl IntoView {
    let of_all = data.campaign.key.kind().wants_every_answer();
    let first = if of_all { words::STEP_ANSWER } else { amendment::STEP_ANSWER };
    let what = if data.due_again { term::DUE_AGAIN } else { words::DUE };
    let due = format!("{what}: {}", format::date(data.campaign.due_on));
    let clause = view! {
        <a href="/quy-che#dieu-18-khoan-1">{words::BY_CLAUSE_18_1}</a> ". " {words::STEP_APPROVE_HINT}
    };
    let (past, here) = way(data.stage, data.campaign.state);
    let steps: [(&'static str, Option<AnyView>); ALL] = [
        (first, Some(due.into_any())),
        (words::STEP_CHECK, None),
        (words::STEP_APPROVE, Some(clause.into_any())),
        (words::STEP_APPRAISE, Some(data.appraised_by.name.into_any())),
        (words::STEP_ISSUE, None),
    ];
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(number, (name, more))| {
            let is_past = number < past;
            let class = is_past.then_some("past");
            let current = (here && number == past).then_some("step");
            view! {
                <li class=class aria-current=current>
                    {name}
                    {is_past.then(|| view! { <span class="vh">" (" {answering::PAST} ")"</span> })}
                    {more.map(|more| view! { <div class="when">{more}</div> })}
                </li>
            }
        })
        .collect_view();
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
                <ol class="timeline">{steps}</ol>
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_response_stands() {
        use CampaignState as C;
        use ResponseStage as R;
        for (stage, state, expected) in [
            (R::NotStarted, C::Open, (0, true)),
            (R::Returned, C::Consulting, (0, true)),
            (R::AwaitingApproval, C::Open, (2, true)),
            (R::Submitted, C::Open, (3, true)),
            (R::Accepted, C::Consolidated, (4, true)),
            (R::Accepted, C::Concluded, (5, false)),
            (R::Submitted, C::Abandoned, (3, false)),
            (R::InProgress, C::Closed, (0, false)),
            (R::NotStarted, C::Concluded, (0, false)),
        ] {
            assert_eq!(way(stage, state), expected, "{stage} {state}");
        }
    }
}
