//! The requests of agencies: what they ask for, what became of it, and the decision on those that wait.

use domain::campaign::ChangeRequest;
use domain::check::check_remark;
use domain::format;
use domain::policy::Act;
use domain::workflow::{RequestMove, RequestStage, request_moves};
use leptos::prelude::*;

use super::Actions;
use crate::api::amendment::{AcceptChange, RejectChange};
use crate::error::AppError;
use crate::pages::remarks::Remarks;
use crate::session::use_session;
use crate::text::{amendment as words, review};
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::tag::{StateTag, Tone};

/// The list of requests.
#[component]
pub fn Requests(requests: Vec<ChangeRequest>, may_manage: bool, actions: Actions) -> impl IntoView {
    let none = requests.is_empty();
    let cards = requests
        .into_iter()
        .map(|request| view! { <li class="task"><Card request may_manage actions/></li> })
        .collect_view();
    view! {
        <section class="sect agroup" aria-labelledby="de-nghi">
            <h2 id="de-nghi">{words::REQUESTS}</h2>
            {none.then(|| view! { <p>{words::NO_REQUESTS}</p> })}
            <ul class="tasks flat">{cards}</ul>
        </section>
    }
}

#[component]
fn Card(request: ChangeRequest, may_manage: bool, actions: Actions) -> impl IntoView {
    let tone = match request.stage {
        RequestStage::Raised => Tone::Info,
        RequestStage::Accepted => Tone::Ok,
        RequestStage::Rejected => Tone::Bad,
        RequestStage::Withdrawn => Tone::Calm,
    };
    let raised = words::raised(
        &request.raised_by,
        &format::date_time(request.raised_at),
        &request.letter_number,
        &format::date(request.letter_date),
    );
    let decided =
        request.decided_at.map(|at| words::decided(request.stage, &request.decided_by, &format::date_time(at)));
    let entries: Vec<String> = request.entries.iter().map(|entry| format!("{} {}", entry.code, entry.name)).collect();
    let about = if entries.is_empty() { words::ANY_ENTRY.to_owned() } else { entries.join("; ") };
    let answer = (!request.answer.is_empty())
        .then(|| view! { <p class="lines"><b>{words::ANSWER} ": "</b>{request.answer.clone()}</p> });
    let round = request.campaign.map(|key| {
        view! { <p>{words::ROUND} ": " <a href=format!("/ra-soat/{key}/{}", request.agency.id)>{review::campaign_title(key)}</a></p> }
    });
    let may = |attempted| request_moves(request.stage).contains(&attempted);
    let own = use_session().is_some_and(|session| session.may(&Act::RaiseChange(&request.agency.id)));
    let (id, version) = (request.id.0, request.version);
    view! {
        <div class="task__top"><h3>{request.agency.name.clone()}</h3><StateTag tone text=words::request_stage(request.stage)/></div>
        <p class="lines">{request.reason.clone()}</p>
        <p class="sm">{words::ABOUT} ": " {about}</p>
        <p class="task__meta"><span>{raised}</span><span>{decided}</span></p>
        {answer}
        {round}
        {(own && may(RequestMove::Withdraw)).then(|| view! {
            <ActionForm action=actions.withdraw>
                <input type="hidden" name="request" value=id/>
                <input type="hidden" name="version" value=version/>
                <button class="btn btn--quiet" type="submit">{words::WITHDRAW}</button>
            </ActionForm>
        })}
        {(may_manage && may(RequestMove::Accept)).then(|| view! { <Decide id version actions/> })}
    }
}

/// The coordinator takes it up or rejects it.
#[component]
fn Decide(id: i64, version: i64, actions: Actions) -> impl IntoView {
    // What failed may have been another request.
    let refused: Option<AppError> = actions.accept.value().get_untracked().and_then(Result::err);
    let accepting: Option<AcceptChange> = refused.as_ref().and_then(AppError::kept);
    let accepting = accepting.filter(|kept| kept.request.0 == id);
    let told = refused.filter(|_| accepting.is_some());
    let due = Remarks::new(told.as_ref().map(AppError::fields).unwrap_or_default());
    let (accepts, due_on) = (told.is_some(), accepting.map(|kept| kept.due_on).unwrap_or_default());
    let refused: Option<AppError> = actions.reject.value().get_untracked().and_then(Result::err);
    let rejecting: Option<RejectChange> = refused.as_ref().and_then(AppError::kept);
    let rejecting = rejecting.filter(|kept| kept.request.0 == id);
    let told = refused.filter(|_| rejecting.is_some());
    let remarks = Remarks::new(told.as_ref().map(AppError::fields).unwrap_or_default());
    let (rejects, reason) = (told.is_some(), rejecting.map(|kept| kept.reason).unwrap_or_default());
    let check = remarks.check(|sent: RejectChange| check_remark("reason", &sent.reason));
    view! {
        <details class="toggle" open=accepts>
            <summary>{words::ACCEPT}</summary>
            <p class="sm muted">{words::ACCEPT_HINT}</p>
            <ActionForm action=actions.accept class="plainform">
                <input type="hidden" name="request" value=id/>
                <input type="hidden" name="version" value=version/>
                <Field id=format!("f-due_on-{id}") name="due_on" label=review::DUE_ON control=Control::Date hint=words::DUE_HINT
                    value=due_on error=due.on("due_on")/>
                <p><button class="btn" type="submit">{words::ACCEPT}</button></p>
            </ActionForm>
        </details>
        <details class="toggle" open=rejects>
            <summary>{words::REJECT}</summary>
            <ActionForm action=actions.reject class="plainform" check>
                <input type="hidden" name="request" value=id/>
                <input type="hidden" name="version" value=version/>
                <Field id=format!("f-reason-{id}") name="reason" label=words::REJECT_REASON control=Control::Text
                    value=reason error=remarks.on("reason") required=true/>
                <p><button class="btn btn--bad" type="submit">{words::REJECT}</button></p>
            </ActionForm>
        </details>
    }
}
