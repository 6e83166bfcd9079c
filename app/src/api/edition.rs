//! Editions, for everyone.

use domain::edition::{Comparison, ComparisonFilter, EditionFilter, EditionPage, EditionRow, HistoryPage};
use domain::id::{EditionId, EntryCode};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;

use crate::error::AppError;

/// The issued editions, newest first.
#[server(endpoint = "editions", input = GetUrl)]
pub async fn editions() -> Result<Vec<EditionRow>, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.editions(&cx.actor).await?)
}

/// One edition with a part of its entries.
#[server(endpoint = "edition", input = GetUrl)]
pub async fn edition(id: EditionId, filter: EditionFilter) -> Result<EditionPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.edition(&cx.actor, id, &filter).await?)
}

/// A page of what differs between two editions.
#[server(GetComparison, endpoint = "comparison", input = GetUrl)]
pub async fn comparison(old: EditionId, new: EditionId, filter: ComparisonFilter) -> Result<Comparison, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.comparison(&cx.actor, old, new, &filter).await?)
}

/// One entry through all editions.
#[server(GetEntryHistory, endpoint = "entry-history", input = GetUrl)]
pub async fn entry_history(code: EntryCode) -> Result<HistoryPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.history_page(&cx.actor, &code).await?)
}
