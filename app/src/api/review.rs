//! An agency's answers: reading, saving drafts, laying them before the head, approving.

use domain::answer_form::AnswerForm;
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, AnswerId};
use domain::review::{AnswerKind, AnswerPage, AnswerTarget, ResponsePage, Saved};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The agency's response to a campaign.
#[server(endpoint = "response", input = GetUrl)]
pub async fn response(year: CampaignKey, agency: AgencyId) -> Result<ResponsePage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.response(&cx.actor, year, &agency).await?)
}

/// One answer, to be edited or read.
#[server(endpoint = "answer", input = GetUrl)]
pub async fn answer(year: CampaignKey, agency: AgencyId, target: AnswerTarget) -> Result<AnswerPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.answer_page(&cx.actor, year, &agency, &target).await?)
}

/// Saves the short answer on an entry: which kind, with its reason or target.
#[server(endpoint = "answer-choose")]
pub async fn choose_answer(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    version: i64,
    kind: AnswerKind,
    #[server(default)] reason: String,
    #[server(default)] to: String,
) -> Result<(), AppError> {
    use domain::review::AnswerDraft;
    let cx = crate::context::request()?;
    let draft = AnswerDraft { reason: reason.clone(), target: to, ..AnswerDraft::of_kind(kind) };
    let saved = cx.store.save_answer(&cx.actor, year, &agency, &target, version, &draft).await;
    saved.map_err(|error| AppError::from(error).keeping(&draft))?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}#{target}"));
    Ok(())
}

/// Saves the editor as typed, complete or not. `next` names what the person pressed: nothing when the editor saved by
/// itself, `stay` for saving only, `add` for a further item, `done` for going back to the list.
#[server(endpoint = "answer-save")]
pub async fn save_answer(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    version: i64,
    form: AnswerForm,
    #[server(default)] next: String,
) -> Result<Saved, AppError> {
    let cx = crate::context::request()?;
    let page = cx.store.answer_page(&cx.actor, year, &agency, &target).await;
    let base = page.map_err(|error| AppError::from(error).keeping(&form))?.answer.base;
    let (draft, mut errors) = form.draft(base.as_ref(), &agency);
    let saved = cx.store.save_answer(&cx.actor, year, &agency, &target, version, &draft).await;
    let mut saved = saved.map_err(|error| AppError::from(error).keeping(&form))?;
    saved.errors.append(&mut errors);
    if let Some(path) = crate::pages::review::after_save(year, &agency, &target, &saved, &next) {
        crate::context::go_to(&path);
    }
    Ok(saved)
}

/// Answers «keep» on every entry that has no answer yet.
#[server(endpoint = "answer-keep-all")]
pub async fn keep_all(year: CampaignKey, agency: AgencyId) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.keep_all(&cx.actor, year, &agency).await?;
    Ok(())
}

/// Says, or takes back, that there is nothing to change and nothing to propose.
#[server(endpoint = "nothing-to-change")]
pub async fn nothing_to_change(year: CampaignKey, agency: AgencyId, nothing: bool) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.set_nothing_to_change(&cx.actor, year, &agency, nothing).await?)
}

/// Takes a proposal out.
#[server(endpoint = "proposal-remove")]
pub async fn remove_proposal(
    year: CampaignKey,
    agency: AgencyId,
    answer: AnswerId,
    version: i64,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.remove_proposal(&cx.actor, answer, version).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}"));
    Ok(())
}

/// Lays the answers before the head of the agency.
#[server(endpoint = "response-lay")]
pub async fn lay_before_head(year: CampaignKey, agency: AgencyId) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.lay_before_head(&cx.actor, year, &agency).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}"));
    Ok(())
}

/// The head gives the answers back to the officer.
#[server(endpoint = "response-send-back")]
pub async fn send_back(year: CampaignKey, agency: AgencyId, comment: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let sent = cx.store.send_back(&cx.actor, year, &agency, &comment).await;
    sent.map_err(|error| AppError::from(error).keeping(&comment))?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}"));
    Ok(())
}

/// The head approves: the answers go to the coordinator. `version` is that of the response that the head saw.
#[server(endpoint = "response-approve")]
pub async fn approve(year: CampaignKey, agency: AgencyId, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.approve(&cx.actor, year, &agency, version).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}"));
    Ok(())
}
