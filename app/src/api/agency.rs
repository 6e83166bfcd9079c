//! Agencies, for everyone.

use domain::agency::{AgencyPage, AgencyRow};
use domain::id::AgencyId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The agencies of today.
#[server(endpoint = "agencies", input = GetUrl)]
pub async fn agencies() -> Result<Vec<AgencyRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.agencies(&cx.actor, cx.actor.today()).await?)
}

/// One agency, current or past.
#[server(endpoint = "agency", input = GetUrl)]
pub async fn agency(id: AgencyId) -> Result<AgencyPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.agency_page(&cx.actor, &id).await?)
}
