//! Notices, the ladder of reminders with the outbox, lateness and urging.

use domain::campaign::CampaignKey;
use domain::reminder::{
    DigestDraft, ExtensionDraft, LadderPage, LedgerFilter, LedgerPage, Notice, StepDraft, TermForm, UrgingDraft,
    UrgingPage, WeekPage,
};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::error::AppError;

/// Where the ladder is edited.
pub const LADDER: &str = "/quan-tri/nhac-viec";

/// The ladder and the outbox, and whether a mail server is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LadderView {
    pub page: LadderPage,
    pub mail: bool,
}

/// The newest notices to the person who is signed in.
#[server(endpoint = "notices", input = GetUrl)]
pub async fn notices() -> Result<Vec<Notice>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.notices(&cx.actor).await?)
}

/// Marks a notice as read; 0 for all.
#[server(endpoint = "notice-read")]
pub async fn read_notice(#[server(default)] id: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.mark_read(&cx.actor, (id != 0).then_some(id)).await?;
    crate::context::go_to("/thong-bao");
    Ok(())
}

/// The ladder and the outbox.
#[server(GetLadder, endpoint = "ladder", input = GetUrl)]
pub async fn ladder() -> Result<LadderView, AppError> {
    let cx = crate::context::request()?;
    Ok(LadderView { page: cx.store.ladder(&cx.actor).await?, mail: cx.mail })
}

/// The ledger, and whether a mail server is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LedgerView {
    pub page: LedgerPage,
    pub mail: bool,
}

/// What was sent to whom.
#[server(GetLedger, endpoint = "ledger", input = GetUrl)]
pub async fn ledger(#[server(default)] filter: LedgerFilter) -> Result<LedgerView, AppError> {
    let cx = crate::context::request()?;
    Ok(LedgerView { page: cx.store.ledger(&cx.actor, &filter).await?, mail: cx.mail })
}

/// Adds a step.
#[server(endpoint = "step-add")]
pub async fn add_step(form: StepDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.add_step(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(LADDER);
    Ok(())
}

/// Takes a step away.
#[server(endpoint = "step-remove")]
pub async fn remove_step(id: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.remove_step(&cx.actor, id).await?;
    crate::context::go_to(LADDER);
    Ok(())
}

/// Adds a rule of the terms of reviews.
#[server(endpoint = "term-add")]
pub async fn add_term_rule(form: TermForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.add_term_rule(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(LADDER);
    Ok(())
}

/// Lets a message that was given up be tried again.
#[server(endpoint = "mail-retry")]
pub async fn retry_mail(id: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.retry_mail(&cx.actor, id).await?;
    crate::context::go_to(LADDER);
    Ok(())
}

/// What the week's letter to the leaders would tell now, or told on a day.
#[server(GetDigest, endpoint = "digest", input = GetUrl)]
pub async fn digest(#[server(default)] day: Option<Date>) -> Result<WeekPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.digest(&cx.actor, day).await?)
}

/// Sets whether the week's letter goes, and on which day.
#[server(SetDigest, endpoint = "digest-rule")]
pub async fn set_digest(version: i64, form: DigestDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let done = cx.store.set_digest(&cx.actor, version, &form).await;
    done.map_err(|error| AppError::from(error).keeping(&form))?;
    crate::context::go_to(LADDER);
    Ok(())
}

/// Who is late, and what was done about it.
#[server(GetUrging, endpoint = "urging", input = GetUrl)]
pub async fn urging(year: CampaignKey) -> Result<UrgingPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.urging(&cx.actor, year).await?)
}

/// Gives an agency more time.
#[server(endpoint = "urging-extend")]
pub async fn extend(year: CampaignKey, form: ExtensionDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.extend(&cx.actor, year, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{year}/don-doc"));
    Ok(())
}

/// Records the number and date of a letter that was sent.
#[server(endpoint = "urging-record")]
pub async fn record_urging(year: CampaignKey, form: UrgingDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.record_urging(&cx.actor, year, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{year}/don-doc"));
    Ok(())
}
