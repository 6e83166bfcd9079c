//! What other agencies were asked about the chosen answer: how it stands, how it is taken up, and asking more of them.

use domain::agency::AgencyRef;
use domain::check::check_remark;
use domain::id::AnswerId;
use domain::review::ChosenAnswer;
use domain::review::opinion::{AskDraft, Handling, Opinion, check_handling, open_opinions};
use leptos::prelude::*;
use strum::IntoEnumIterator;

use super::Actions;
use crate::api::opinion::{AskOpinions, HandleOpinion, WithdrawOpinion};
use crate::error::AppError;
use crate::pages::opinion::OpinionView;
use crate::pages::remarks::Remarks;
use crate::pages::review::RemarkList;
use crate::text::opinion as words;
use crate::ui::action_form::ActionForm;
use crate::ui::field::{Control, Field};
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The section of the chosen answer's page.
#[component]
pub fn Opinions(chosen: ChosenAnswer, actions: Actions) -> impl IntoView {
    let (today, may) = (chosen.today, chosen.may_appraise);
    let undecided = chosen.answer.points.iter().any(|point| point.decision.is_none());
    let open = open_opinions(&chosen.opinions, today);
    let waits = undecided && !open.is_empty();
    let none = chosen.opinions.is_empty();
    let id = chosen.answer.id.unwrap_or_default();
    let cards = chosen
        .opinions
        .clone()
        .into_iter()
        .map(|opinion| {
            let heading = format!("y-kien-{}", opinion.id);
            let labelled = heading.clone();
            view! {
                <article class="panel stack gap-2" aria-labelledby=labelled>
                    <h4 id=heading class="h-small">{opinion.asked.name.clone()}</h4>
                    <OpinionView opinion=opinion.clone() today/>
                    {(may && undecided).then(|| view! { <Work opinion today actions/> })}
                </article>
            }
        })
        .collect_view();
    let ask = (!chosen.may_be_asked.is_empty()).then(|| {
        let of = format!("{id}/{}/{}", chosen.round, chosen.opinions.len());
        view! { <AskForm id of round=chosen.round agencies=chosen.may_be_asked.clone() days=chosen.opinion_days actions/> }
    });
    (may || !none).then(|| {
        view! {
            <section class="stack gap-3" id="f-opinions" aria-labelledby="y-kien-khac">
                <h3 id="y-kien-khac" class="h-small">{words::TITLE}</h3>
                {waits.then(|| view! { <Notice tone=Tone::Warn><b>{words::FIRST_ACCEPT}</b> <RemarkList remarks=open/></Notice> })}
                {cards}
                {ask}
            </section>
        }
    })
}

/// What the appraiser may do with a request: write how its remarks were taken up, or take it back.
#[component]
fn Work(opinion: Opinion, today: time::Date, actions: Actions) -> impl IntoView {
    let handle = opinion.to_handle().map(|said| said.id).map(|statement| {
        let opinion = opinion.clone();
        view! { <HandleForm opinion statement actions/> }
    });
    let withdraw = opinion.may_withdraw(today).then(|| view! { <WithdrawForm opinion actions/> });
    view! { {handle} {withdraw} }
}

#[component]
fn HandleForm(opinion: Opinion, statement: domain::id::StatementId, actions: Actions) -> impl IntoView {
    let again = !opinion.is_unhandled();
    let of = format!("{statement}/{again}");
    move || {
        let failed: Option<AppError> = actions.handle.value().get().and_then(Result::err);
        let kept: Option<HandleOpinion> =
            failed.as_ref().and_then(AppError::kept).filter(|kept: &HandleOpinion| kept.statement == statement);
        let errors = failed.filter(|_| kept.is_some()).map(|error| error.fields()).unwrap_or_default();
        let remarks = Remarks::new(errors);
        let check =
            remarks.check(|sent: HandleOpinion| check_handling(&sent.handling, &sent.text).err().unwrap_or_default());
        let picked = kept.as_ref().map_or_else(|| Handling::TakenUp.to_string(), |kept| kept.handling.clone());
        let choices = Handling::iter()
            .map(|handling| {
                let checked = handling.to_string() == picked;
                view! {
                    <label class="choice">
                        <input type="radio" name="handling" value=handling.to_string() checked=checked/>
                        <span><b>{words::handling(handling)}</b></span>
                    </label>
                }
            })
            .collect_view();
        let label = if again { words::HANDLE_AGAIN } else { words::HANDLE };
        let open = !again || kept.is_some();
        view! {
            <details class="toggle" open=open>
                <summary>{label}<span class="vh">": " {opinion.asked.name.clone()}</span></summary>
                <ActionForm action=actions.handle of=of.clone() class="plainform" check>
                    <input type="hidden" name="id" value=opinion.id.to_string()/>
                    <input type="hidden" name="statement" value=statement.to_string()/>
                    <fieldset class="verdict"><legend class="vh">{words::HANDLING}</legend>{choices}</fieldset>
                    <Field id=format!("f-handled-{statement}") name="text" label=words::HANDLING_TEXT control=Control::Text
                        value=kept.map(|kept| kept.text).unwrap_or_default() error=remarks.on("text") required=true/>
                    <p class="row"><button class="btn btn--2" type="submit">{label}</button></p>
                </ActionForm>
            </details>
        }
    }
}

#[component]
fn WithdrawForm(opinion: Opinion, actions: Actions) -> impl IntoView {
    let id = opinion.id;
    move || {
        let failed: Option<AppError> = actions.withdraw.value().get().and_then(Result::err);
        let kept: Option<WithdrawOpinion> =
            failed.as_ref().and_then(AppError::kept).filter(|kept: &WithdrawOpinion| kept.id == id);
        let errors = failed.filter(|_| kept.is_some()).map(|error| error.fields()).unwrap_or_default();
        let (remarks, open) = (Remarks::new(errors), kept.is_some());
        let check = remarks.check(|sent: WithdrawOpinion| check_remark("reason", &sent.reason));
        view! {
            <details class="toggle" open=open>
                <summary>{words::withdraw_label(&opinion.asked.name)}</summary>
                <ActionForm action=actions.withdraw of=id.to_string() class="plainform" check>
                    <input type="hidden" name="id" value=id.to_string()/>
                    <Field id=format!("f-withdraw-{id}") name="reason" label=words::WITHDRAW_REASON control=Control::Text
                        value=kept.map(|kept| kept.reason).unwrap_or_default() error=remarks.on("reason") required=true/>
                    <p class="row"><button class="btn btn--bad" type="submit">{words::WITHDRAW}</button></p>
                </ActionForm>
            </details>
        }
    }
}

/// Whom to ask, what, until when, and what silence means.
#[component]
fn AskForm(
    id: AnswerId,
    /// See [`ActionForm`].
    of: String,
    round: u32,
    agencies: Vec<AgencyRef>,
    days: u32,
    actions: Actions,
) -> impl IntoView {
    move || {
        let failed: Option<AppError> = actions.ask.value().get().and_then(Result::err);
        let fresh = || AskDraft { days: days.to_string(), ..AskDraft::default() };
        let kept: Option<AskDraft> = failed.as_ref().and_then(AppError::kept);
        let (open, draft) = (kept.is_some(), kept.unwrap_or_else(fresh));
        let remarks = Remarks::new(failed.map(|error| error.fields()).unwrap_or_default());
        let check = remarks.check(|sent: AskOpinions| sent.form.check().err().unwrap_or_default());
        let boxes = agencies
            .iter()
            .map(|agency| {
                let checked = draft.agencies.contains(&agency.id);
                view! {
                    <label class="check">
                        <input type="checkbox" name="form[agencies][]" value=agency.id.to_string() checked=checked/>
                        <span>{agency.name.clone()}</span>
                    </label>
                }
            })
            .collect_view();
        let none = remarks.on("agencies");
        view! {
            <details class="toggle" open=open>
                <summary>{words::ASK}</summary>
                <ActionForm action=actions.ask of=of.clone() class="plainform" check>
                    <input type="hidden" name="answer" value=id.to_string()/>
                    <input type="hidden" name="round" value=round/>
                    <p class="sm">{words::ASK_LEAD}</p>
                    {remarks.summary()}
                    <fieldset class="stack gap-2" id="f-agencies">
                        <legend class="field__label">{words::WHOM}</legend>
                        {move || none.get().map(|error| view! { <span class="field__error">{error}</span> })}
                        <div class="askwhom" tabindex="0" role="group" aria-label=words::WHOM>{boxes}</div>
                    </fieldset>
                    <Field id="f-question" name="form[question]" label=words::QUESTION control=Control::Text
                        value=draft.question error=remarks.on("question") required=true/>
                    <Field id="f-days" name="form[days]" label=words::DAYS hint=words::days_hint(days) control=Control::Number
                        value=draft.days error=remarks.on("days") required=true/>
                    <label class="check">
                        <input type="checkbox" name="form[silence]" value="true" checked=draft.silence/>
                        <span>{words::SILENCE}<br/><span class="sm muted">{words::SILENCE_HINT}</span></span>
                    </label>
                    <p class="row"><button class="btn" type="submit">{words::ASK_SEND}</button></p>
                </ActionForm>
            </details>
        }
    }
}
