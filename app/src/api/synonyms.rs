//! The administrator's table of phrases that mean the same.

use domain::synonym::{SynonymDraft, SynonymGroup};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// All groups, by their first phrase.
#[server(endpoint = "synonyms", input = GetUrl)]
pub async fn synonyms() -> Result<Vec<SynonymGroup>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.synonyms(&cx.actor).await?)
}

/// Adds a group (`id` 0), or changes one.
#[server(endpoint = "synonyms-save")]
pub async fn save_synonyms(id: i64, version: i64, form: SynonymDraft) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let known = (id != 0).then_some((id, version));
    cx.store.save_synonyms(&cx.actor, known, &form).await.map_err(|e| AppError::from(e).keeping(&(id, &form)))?;
    crate::context::go_to("/quan-tri/tu-dong-nghia");
    Ok(())
}

/// Takes a group away.
#[server(endpoint = "synonyms-delete")]
pub async fn delete_synonyms(id: i64, version: i64) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    cx.store.delete_synonyms(&cx.actor, id, version).await?;
    crate::context::go_to("/quan-tri/tu-dong-nghia");
    Ok(())
}
