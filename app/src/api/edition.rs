//! Editions, for everyone.

use domain::edition::{EditionDiff, EditionPage, EditionRow};
use domain::id::EditionId;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The issued editions, newest first.
#[server(endpoint = "editions", input = GetUrl)]
pub async fn editions() -> Result<Vec<EditionRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.editions(&cx.actor).await?)
}

/// One edition.
#[server(endpoint = "edition", input = GetUrl)]
pub async fn edition(id: EditionId) -> Result<EditionPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.edition(&cx.actor, id).await?)
}

/// What differs between two editions.
#[server(GetEditionDiff, endpoint = "edition-diff", input = GetUrl)]
pub async fn edition_diff(old: EditionId, new: EditionId) -> Result<EditionDiff, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.edition_diff(&cx.actor, old, new).await?)
}
