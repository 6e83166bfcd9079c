//! The dated duties: the board, the lists behind it, and the coordinator's acts. What is done comes by a plain form with
//! its file (the server's `duty_form`).

use domain::duty::{DutyBoard, DutyFilter, DutyList, DutyRow, Freshness, FreshnessPage};
use domain::id::{AgencyId, DutyId, EntryCode};
use domain::reminder::{DutyUrging, UrgingDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The board: agency by kind of duty, of what is due in a year or of all.
#[server(GetDutyBoard, endpoint = "duty-board", input = GetUrl)]
pub async fn duty_board(#[server(default)] year: Option<i32>) -> Result<DutyBoard, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.duty_board(&cx.actor, year).await?)
}

/// How current every entry is, agency by entry.
#[server(GetFreshness, endpoint = "freshness", input = GetUrl)]
pub async fn freshness(
    #[server(default)] only: Option<Freshness>,
    #[server(default)] page: u32,
) -> Result<FreshnessPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.freshness(&cx.actor, only, page.max(1)).await?)
}

/// The duties that a filter leaves.
#[server(endpoint = "duties", input = GetUrl)]
pub async fn duties(#[server(default)] filter: DutyFilter) -> Result<DutyList, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.duties(&cx.actor, &filter).await?)
}

/// What the visitor's agency has to do.
#[server(endpoint = "my-duties", input = GetUrl)]
pub async fn my_duties() -> Result<Vec<DutyRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.my_duties(&cx.actor).await?)
}

/// The newest duties of an entry, for those who may see them.
#[server(endpoint = "entry-duties", input = GetUrl)]
pub async fn entry_duties(code: EntryCode) -> Result<Vec<DutyRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.entry_duties(&cx.actor, &code).await?)
}

/// One duty.
#[server(endpoint = "duty", input = GetUrl)]
pub async fn duty(id: DutyId) -> Result<DutyRow, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.duty(&cx.actor, id).await?)
}

/// The coordinator excuses a duty.
#[server(endpoint = "duty-excuse")]
pub async fn excuse_duty(id: DutyId, version: i64, reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let done = cx.store.excuse_duty(&cx.actor, id, version, &reason).await;
    done.map_err(|error| AppError::from(error).keeping(&reason))?;
    crate::context::go_to(&format!("/theo-doi/viec/{id}"));
    Ok(())
}

/// The coordinator opens a duty again.
#[server(endpoint = "duty-reopen")]
pub async fn reopen_duty(id: DutyId, version: i64, reason: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let done = cx.store.reopen_duty(&cx.actor, id, version, &reason).await;
    done.map_err(|error| AppError::from(error).keeping(&reason))?;
    crate::context::go_to(&format!("/theo-doi/viec/{id}"));
    Ok(())
}

/// What an agency is late with, as a letter to it says.
#[server(GetDutyUrging, endpoint = "duty-urging", input = GetUrl)]
pub async fn duty_urging(agency: AgencyId) -> Result<DutyUrging, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.duty_urging(&cx.actor, &agency).await?)
}

/// Records the number and date of a letter about late duties.
#[server(endpoint = "duty-urging-record")]
pub async fn record_duty_urging(form: UrgingDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.record_duty_urging(&cx.actor, &form).await.map_err(|e| AppError::from(e).keeping(&form))?;
    crate::context::go_to(&format!("/theo-doi/don-doc/{}", form.agency));
    Ok(())
}
