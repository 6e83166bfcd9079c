//! The register of legal documents: for everyone to read, for the coordinator and the administrator to keep.

use domain::legal::{LegalForm, LegalRow};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The documents that a query leaves, as they stand today.
#[server(endpoint = "legal-list", input = GetUrl)]
pub async fn legal_list(#[server(default)] query: String) -> Result<Vec<LegalRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.legal_list(&cx.actor, &query).await?)
}

/// Adds or changes a document.
#[server(endpoint = "legal-save")]
pub async fn save_legal(form: LegalForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.save_legal(&cx.actor, &form).await.map_err(|error| AppError::from(error).keeping(&form))?;
    crate::context::go_to("/quan-tri/van-ban");
    Ok(())
}
