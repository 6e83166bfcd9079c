//! Putting together what two people wrote of one answer.

use domain::answer_form::Pick;
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, AsideId};
use domain::review::{AnswerTarget, ClashPage};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// What was typed, beside what is saved; `None` once nothing waits any more.
#[server(endpoint = "clash", input = GetUrl)]
pub async fn clash(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    aside: AsideId,
) -> Result<Option<ClashPage>, AppError> {
    let cx = crate::context::request()?;
    let at = store::AnswerAt { key: year, agency: &agency, target: &target };
    Ok(cx.store.clash(&cx.actor, at, aside).await?)
}

/// Saves what was chosen of the two, over the version that was shown.
#[server(endpoint = "clash-settle")]
pub async fn settle_clash(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    aside: AsideId,
    version: i64,
    #[server(default)] picks: Vec<Pick>,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let at = store::AnswerAt { key: year, agency: &agency, target: &target };
    let kept = cx.store.settle_clash(&cx.actor, at, aside, version, &picks).await;
    let kept = kept.map_err(|error| AppError::from(error).keeping(&picks))?;
    crate::context::go_to(&crate::pages::clash::after_settling(year, &agency, &target, &kept));
    Ok(())
}

/// Takes what was typed away.
#[server(endpoint = "clash-drop")]
pub async fn drop_aside(
    year: CampaignKey,
    agency: AgencyId,
    target: AnswerTarget,
    aside: AsideId,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let at = store::AnswerAt { key: year, agency: &agency, target: &target };
    cx.store.drop_aside(&cx.actor, at, aside).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/{agency}/{target}"));
    Ok(())
}
