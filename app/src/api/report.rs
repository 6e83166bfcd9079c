//! The reports of a year.

use domain::indicator::Period;
use domain::report::{
    MoveForm, ReportKey, ReportPage, ReportRow, ReportRuleForm, ReportSection, ReportsPage, SectionForm,
};
use domain::workflow::ReportMove;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The reports of a year that the person may see.
#[server(endpoint = "reports", input = GetUrl)]
pub async fn reports(
    /// This year, where none is named.
    period: Option<Period>,
) -> Result<ReportsPage, AppError> {
    let cx = crate::context::request()?;
    let period = period.unwrap_or_else(|| Period::of(cx.actor.today()));
    Ok(cx.store.reports(&cx.actor, period).await?)
}

/// Those that wait for the person.
#[server(endpoint = "my-reports", input = GetUrl)]
pub async fn my_reports() -> Result<Vec<ReportRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.my_reports(&cx.actor).await?)
}

/// One of them.
#[server(endpoint = "report", input = GetUrl)]
pub async fn report(key: ReportKey) -> Result<ReportPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.report(&cx.actor, &key).await?)
}

/// Begins one, filled in from the data.
#[server(endpoint = "report-begin")]
pub async fn begin_report(key: ReportKey) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.begin_report(&cx.actor, &key).await?;
    crate::context::go_to(&format!("/bao-cao/{key}"));
    Ok(())
}

/// Keeps a section; `version` is that of the section that the person saw.
#[server(endpoint = "report-section")]
pub async fn save_report_section(
    key: ReportKey,
    section: ReportSection,
    version: i64,
    form: SectionForm,
) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let saved = cx.store.save_report_section(&cx.actor, &key, section, version, &form).await;
    saved.map_err(|error| AppError::from(error).keeping(&(section, form)))?;
    crate::context::go_to(&format!("/bao-cao/{key}#muc-{section}"));
    Ok(())
}

/// Takes the figures anew.
#[server(endpoint = "report-refresh")]
pub async fn refresh_report(key: ReportKey, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.refresh_report(&cx.actor, &key, version).await?)
}

/// Moves it on or back.
#[server(endpoint = "report-move")]
pub async fn move_report(key: ReportKey, attempted: ReportMove, form: MoveForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let moved = cx.store.move_report(&cx.actor, &key, attempted, &form).await;
    moved.map_err(|error| AppError::from(error).keeping(&form))
}

/// Adds a rule of the day on which reports are due.
#[server(endpoint = "report-rule-add")]
pub async fn add_report_rule(form: ReportRuleForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let added = cx.store.add_report_rule(&cx.actor, &form).await;
    added.map_err(|error| AppError::from(error).keeping(&form))
}
