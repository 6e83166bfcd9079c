//! Changes out of the yearly cycle: requests, rounds of changes, bulk transfers after a reorganisation.

use domain::campaign::{AmendmentDraft, AmendmentsPage, CampaignKey, RequestDraft, SuccessionDraft, SuccessionPage};
use domain::id::{AgencyId, ChangeRequestId};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The requests that the visitor may see, and what may be opened.
#[server(endpoint = "amendments", input = GetUrl)]
pub async fn amendments() -> Result<AmendmentsPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.amendments(&cx.actor).await?)
}

/// An agency asks for a change.
#[server(endpoint = "change-raise")]
pub async fn raise_change(agency: AgencyId, form: RequestDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.raise_change(&cx.actor, &agency, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to("/thay-doi-dot-xuat");
    Ok(())
}

/// The agency takes its request back.
#[server(endpoint = "change-withdraw")]
pub async fn withdraw_change(request: ChangeRequestId, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.withdraw_change(&cx.actor, request, version).await?)
}

/// The coordinator takes a request up.
#[server(endpoint = "change-accept")]
pub async fn accept_change(
    request: ChangeRequestId,
    version: i64,
    #[server(default)] due_on: String,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let accepted = cx.store.accept_change(&cx.actor, request, version, &due_on).await;
    let key = accepted.map_err(|error| AppError::from(error).keeping(&AcceptChange { request, version, due_on }))?;
    crate::context::go_to(&format!("/ra-soat/{key}"));
    Ok(())
}

/// The coordinator rejects a request.
#[server(endpoint = "change-reject")]
pub async fn reject_change(request: ChangeRequestId, version: i64, reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let rejected = cx.store.reject_change(&cx.actor, request, version, &reason).await;
    rejected.map_err(|error| AppError::from(error).keeping(&RejectChange { request, version, reason }))
}

/// Opens a round of changes.
#[server(endpoint = "amendment-open")]
pub async fn open_amendment(form: AmendmentDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let key = cx.store.open_amendment(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{key}"));
    Ok(())
}

/// The entries that a reorganisation left under an agency that ended.
#[server(endpoint = "succession", input = GetUrl)]
pub async fn succession(event: String) -> Result<SuccessionPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.succession(&cx.actor, &event).await?)
}

/// Opens the round in which the successors take over.
#[server(endpoint = "succession-open")]
pub async fn open_succession(event: String, form: SuccessionDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let key = cx.store.open_succession(&cx.actor, &event, &form).await;
    let key = key.map_err(|error| AppError::from(error).keeping(&form))?;
    crate::context::go_to(&format!("/ra-soat/{key}"));
    Ok(())
}

/// Ends a round of changes without a decision.
#[server(endpoint = "campaign-abandon")]
pub async fn abandon_campaign(year: CampaignKey, reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.abandon_campaign(&cx.actor, year, &reason).await.map_err(|e| AppError::from(e).keeping(&reason))?;
    crate::context::go_to(&format!("/ra-soat/{year}"));
    Ok(())
}
