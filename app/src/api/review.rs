//! An agency's answers: reading, saving drafts, laying them before the head, approving.

use std::collections::BTreeMap;

use domain::answer_form::{AnswerForm, Opened, ShortForm};
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, AnswerId};
use domain::review::{AnswerPage, AnswerTarget, Kept, ResponsePage, SeveralForm};
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

/// Saves the short answer on an entry: which kind, with its reason or target. A change is written in the editor, and saved
/// by [`save_answer`].
#[server(endpoint = "answer-choose")]
pub async fn choose_answer(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    opened: Opened,
    said: ShortForm,
) -> Result<(), AppError> {
    use domain::review::AnswerKind;
    if matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose) {
        return Err(crate::error::ErrorKind::BadRequest.into());
    }
    save_answer(year, agency, target, opened, said.into(), "done".to_owned()).await.map(|_| ())
}

/// Saves the editor as typed, complete or not; beside the answer, where somebody else saved since it was `opened`. `next`
/// names what the person pressed: nothing when the editor saved by itself, `stay` for saving only, `add` for a further
/// item, `done` for going back to the list.
#[server(endpoint = "answer-save")]
pub async fn save_answer(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    opened: Opened,
    form: AnswerForm,
    #[server(default)] next: String,
) -> Result<Kept, AppError> {
    let cx = crate::context::request()?;
    let at = store::AnswerAt { key: year, agency: &agency, target: &target };
    let sent = domain::answer_form::TypedForm { opened, form };
    // A step further is no answer: who only looks through the form changes nothing.
    if let Some(step) = crate::pages::answer::steps::asked(&next)
        && cx.store.says_nothing(&cx.actor, at, &sent).await?
    {
        crate::context::go_to(&crate::pages::answer::steps::address(
            year,
            &agency,
            &target,
            Some(domain::review::AnswerKind::Modify),
            step,
        ));
        return Ok(Kept::Unsaid);
    }
    let kept = cx.store.save_form(&cx.actor, at, &sent).await;
    let kept = kept.map_err(|error| AppError::from(error).keeping(&sent))?;
    if let Some(path) = crate::pages::review::after_save(year, &agency, &target, &kept, &next) {
        match (next.as_str(), &kept) {
            ("stay", Kept::Saved(_)) => crate::context::go_to_without_script(&path),
            _ => crate::context::go_to(&path),
        }
    }
    Ok(kept)
}

/// Gives one answer on every entry that is ticked. Where some could not be saved, the failure carries which, and why; the
/// others are.
#[server(endpoint = "answers-together")]
pub async fn answer_several(year: CampaignKey, agency: AgencyId, form: SeveralForm) -> Result<(), AppError> {
    use crate::error::ErrorKind;
    use domain::review::Left;
    let cx = crate::context::request()?;
    let left = cx.store.answer_several(&cx.actor, year, &agency, &form).await;
    let left = left.map_err(|error| AppError::from(error).keeping(&Left { form, ..Left::default() }))?;
    if !left.unsaved.is_empty() {
        let errors = left.unsaved.iter().flat_map(|one| one.errors.clone()).collect();
        return Err(AppError::from(ErrorKind::Invalid(errors)).keeping(&left));
    }
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}#xong"));
    Ok(())
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

/// Lays the answers before the head of the agency. `version` is that of the response that the officer read, `seen` those of
/// its answers: where the response is another one by now, the page tells by them what changed.
#[server(endpoint = "response-lay")]
pub async fn lay_before_head(
    year: CampaignKey,
    agency: AgencyId,
    version: i64,
    #[server(default)] seen: BTreeMap<String, i64>,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let laid = cx.store.lay_before_head(&cx.actor, year, &agency, version).await;
    laid.map_err(|error| AppError::from(error).keeping(&seen))?;
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
