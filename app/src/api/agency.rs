//! Agencies, for everyone.

use domain::agency::{AgencyPage, AgencyRow, ContactForm};
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

/// Names an agency's focal point: `version` is that of the one that was shown, 0 where there was none. Whether the person's own
/// session ended with it.
#[server(endpoint = "contact-save")]
pub async fn save_contact(agency: AgencyId, version: i64, form: ContactForm) -> Result<bool, AppError> {
    let cx = crate::context::request()?;
    let done = cx.store.save_contact(&cx.actor, &agency, version, &form).await;
    let signed_out = done.map_err(|error| AppError::from(error).keeping(&(&agency, &form)))?;
    crate::context::go_to(&format!("/co-quan/{agency}#dau-moi"));
    Ok(signed_out)
}
