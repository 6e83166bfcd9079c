//! Campaigns, their board, and the draft edition.

use domain::campaign::{BoardPage, CampaignDraft, CampaignKey, CampaignRow, DraftPage, ScopeRow, Task};
use domain::dossier::DossierForm;
use domain::reminder::ReopenDraft;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use time::Date;

use crate::error::AppError;

/// The list of campaigns, and whom a new one would ask.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CampaignsView {
    pub campaigns: Vec<CampaignRow>,
    pub scope: Vec<ScopeRow>,
    pub may_open: bool,
    /// The day that is due by the rule, were this year's review opened today.
    pub due_by_rule: Option<Date>,
}

/// Every campaign, newest first.
#[server(endpoint = "campaigns", input = GetUrl)]
pub async fn campaigns() -> Result<CampaignsView, AppError> {
    use domain::policy::{Act, authorize};
    let cx = crate::context::request()?;
    let campaigns = cx.store.campaigns(&cx.actor).await?;
    let may_open = authorize(&cx.actor, &Act::ManageCampaign).is_ok();
    let scope = if may_open { cx.store.scope(&cx.actor, cx.actor.today()).await? } else { Vec::new() };
    let due_by_rule = if may_open { cx.store.due_by_rule(&cx.actor).await? } else { None };
    Ok(CampaignsView { campaigns, scope, may_open, due_by_rule })
}

/// Opens the review of a year.
#[server(endpoint = "campaign-open")]
pub async fn open_campaign(form: CampaignDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let year = cx.store.open_campaign(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{year}"));
    Ok(())
}

/// The board of a campaign.
#[server(endpoint = "board", input = GetUrl)]
pub async fn board(year: CampaignKey) -> Result<BoardPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.board(&cx.actor, year).await?)
}

/// Ends the time of answering. `force` also when agencies have not answered: their entries stay as they are.
#[server(endpoint = "campaign-close")]
pub async fn close_campaign(year: CampaignKey, #[server(default)] force: bool) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.close_campaign(&cx.actor, year, force).await?;
    crate::context::go_to(&format!("/ra-soat/{year}"));
    Ok(())
}

/// Takes answers again, where a day is named until then.
#[server(endpoint = "campaign-reopen")]
pub async fn reopen_campaign(year: CampaignKey, form: ReopenDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.reopen_campaign(&cx.actor, year, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{year}"));
    Ok(())
}

/// Compiles the draft edition from the verdicts.
#[server(endpoint = "edition-compile")]
pub async fn compile(year: CampaignKey) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.compile(&cx.actor, year).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/du-thao"));
    Ok(())
}

/// The draft edition beside the edition in force.
#[server(endpoint = "draft", input = GetUrl)]
pub async fn draft(year: CampaignKey) -> Result<DraftPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.draft(&cx.actor, year).await?)
}

/// Lays the draft before the executive office.
#[server(endpoint = "draft-submit")]
pub async fn submit_draft(year: CampaignKey, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.submit_draft(&cx.actor, year, version).await?;
    crate::context::go_to(&format!("/ra-soat/{year}/du-thao"));
    Ok(())
}

/// Records who signs the decision, its preamble, and the submission's number and date.
#[server(endpoint = "dossier-record")]
pub async fn record_dossier(year: CampaignKey, form: DossierForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.record_dossier(&cx.actor, year, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{year}/du-thao#ho-so"));
    Ok(())
}

/// Gives the draft back to the coordinator.
#[server(endpoint = "draft-return")]
pub async fn return_draft(year: CampaignKey, version: i64, reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.return_draft(&cx.actor, year, version, &reason).await.map_err(|e| AppError::from(e).keeping(&reason))?;
    crate::context::go_to(&format!("/ra-soat/{year}/du-thao"));
    Ok(())
}

/// What waits for the person who is signed in.
#[server(endpoint = "tasks", input = GetUrl)]
pub async fn tasks() -> Result<Vec<Task>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.tasks(&cx.actor).await?)
}
