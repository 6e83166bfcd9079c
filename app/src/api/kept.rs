//! Proposals kept for another year.

use domain::answer_form::{AnswerForm, Opened, Pick};
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, AnswerId, KeptId};
use domain::review::{KeptClash, KeptEditor, KeptPage, SavedKept};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// An agency's kept drafts.
#[server(endpoint = "kept-list", input = GetUrl)]
pub async fn kept_list(agency: AgencyId) -> Result<KeptPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.kept_proposals(&cx.actor, &agency).await?)
}

/// One of them, to be written; 0 for a new one.
#[server(endpoint = "kept", input = GetUrl)]
pub async fn kept(agency: AgencyId, id: KeptId) -> Result<KeptEditor, AppError> {
    let cx = crate::context::request()?;
    let id = (id.0 != 0).then_some(id);
    Ok(cx.store.kept_proposal(&cx.actor, &agency, id).await?)
}

/// Saves a draft; 0 for a new one. Where somebody else saved since it was `opened`, what was typed is kept beside theirs.
/// `next` names what the person pressed: nothing when the editor saved by itself, `stay` for saving only, `add` for a further
/// item, a step, `done` for going back to the list, `compare` for both texts.
#[server(endpoint = "kept-save")]
pub async fn save_kept(
    agency: AgencyId,
    id: KeptId,
    opened: Opened,
    form: AnswerForm,
    #[server(default)] next: String,
) -> Result<SavedKept, AppError> {
    let cx = crate::context::request()?;
    let named = (id.0 != 0).then_some(id);
    let sent = domain::answer_form::TypedForm { opened, form };
    let saved = cx.store.save_kept(&cx.actor, &agency, named, &sent).await;
    let saved = saved.map_err(|error| AppError::from(error).keeping(&sent))?;
    if let Some(path) = crate::pages::kept::after_saving(&agency, named, &saved, &next) {
        match (next.as_str(), saved.beside) {
            ("stay", None) => crate::context::go_to_without_script(&path),
            _ => crate::context::go_to(&path),
        }
    }
    Ok(saved)
}

/// What was typed over another's save of a draft, beside it; `None` once it is beside no other.
#[server(GetKeptClash, endpoint = "kept-clash", input = GetUrl)]
pub async fn kept_clash(agency: AgencyId, id: KeptId) -> Result<Option<KeptClash>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.kept_clash(&cx.actor, &agency, id).await?)
}

/// Saves what was chosen of the two, over the version that was shown.
#[server(endpoint = "kept-settle")]
pub async fn settle_kept(
    agency: AgencyId,
    id: KeptId,
    version: i64,
    #[server(default)] picks: Vec<Pick>,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let settled = cx.store.settle_kept(&cx.actor, &agency, id, version, &picks).await;
    let stands = settled.map_err(|error| AppError::from(error).keeping(&picks))?;
    crate::context::go_to(&format!("/de-xuat-de-danh/{agency}/{stands}"));
    Ok(())
}

/// Takes a draft away.
#[server(endpoint = "kept-drop")]
pub async fn drop_kept(agency: AgencyId, id: KeptId, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.drop_kept(&cx.actor, &agency, id, version).await?;
    crate::context::go_to(&format!("/de-xuat-de-danh/{agency}"));
    Ok(())
}

/// Keeps a proposal of a review for another year.
#[server(endpoint = "proposal-keep")]
pub async fn keep_proposal(agency: AgencyId, answer: AnswerId, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.keep_proposal(&cx.actor, answer, version).await?;
    crate::context::go_to(&format!("/de-xuat-de-danh/{agency}"));
    Ok(())
}

/// Copies a kept draft into a review.
#[server(endpoint = "kept-take-up")]
pub async fn take_up(year: CampaignKey, agency: AgencyId, id: KeptId) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let answer = cx.store.take_up(&cx.actor, year, &agency, id).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}/de-xuat-{answer}"));
    Ok(())
}
