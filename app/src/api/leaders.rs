//! The leaders' screen, an agency's own board, the indicators behind it, their targets, and the closing of a period.

use domain::id::AgencyId;
use domain::indicator::{Absence, AgencyBoard, Dashboard, Indicator, IndicatorPage, Period, TargetDraft};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The screen of a period: the running one where none is named.
#[server(endpoint = "leaders", input = GetUrl)]
pub async fn leaders(
    #[server(default)] period: Option<Period>,
    #[server(default)] agency: Option<AgencyId>,
) -> Result<Dashboard, AppError> {
    let cx = crate::context::request()?;
    let period = period.unwrap_or_else(|| Period::of(cx.actor.today()));
    Ok(cx.store.dashboard(&cx.actor, period, agency.as_ref()).await?)
}

/// What is told of an agency in place of the figures of a period in which it was none.
#[server(endpoint = "agency-absence", input = GetUrl)]
pub async fn agency_absence(#[server(default)] period: Option<Period>, agency: AgencyId) -> Result<Absence, AppError> {
    let cx = crate::context::request()?;
    let period = period.unwrap_or_else(|| Period::of(cx.actor.today()));
    Ok(cx.store.absence(&cx.actor, period, &agency).await?)
}

/// The board of an agency: of the visitor's own where none is named.
#[server(GetAgencyBoard, endpoint = "agency-board", input = GetUrl)]
pub async fn agency_board(
    #[server(default)] period: Option<Period>,
    #[server(default)] agency: Option<AgencyId>,
) -> Result<AgencyBoard, AppError> {
    let cx = crate::context::request()?;
    let period = period.unwrap_or_else(|| Period::of(cx.actor.today()));
    Ok(cx.store.agency_board(&cx.actor, period, agency.as_ref()).await?)
}

/// One indicator with the list behind its figure, of one month where one is named.
#[server(endpoint = "indicator", input = GetUrl)]
pub async fn indicator_list(
    code: Indicator,
    #[server(default)] period: Option<Period>,
    #[server(default)] agency: Option<AgencyId>,
    #[server(default)] month: Option<u8>,
    #[server(default)] page: u32,
) -> Result<IndicatorPage, AppError> {
    let cx = crate::context::request()?;
    let period = period.unwrap_or_else(|| Period::of(cx.actor.today()));
    Ok(cx.store.indicator_by_month(&cx.actor, code, period, agency.as_ref(), month, page).await?)
}

/// The coordinator sets a target, or takes it away.
#[server(endpoint = "indicator-target")]
pub async fn set_target(code: Indicator, period: Period, version: i64, form: TargetDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let done = cx.store.set_target(&cx.actor, code, period, version, &form).await;
    done.map_err(|error| AppError::from(error).keeping(&form))?;
    crate::context::go_to(&format!("/lanh-dao/chi-so/{code}?ky={period}"));
    Ok(())
}

/// The coordinator closes a period.
#[server(endpoint = "period-close")]
pub async fn close_period(period: Period) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.close_period(&cx.actor, period).await?;
    crate::context::go_to(&format!("/lanh-dao/chi-so?ky={period}"));
    Ok(())
}
