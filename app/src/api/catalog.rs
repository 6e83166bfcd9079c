//! The catalog, for everyone.

use domain::catalog::{CatalogPage, EntryFilter, EntryPage, Lists, Suggestion};
use domain::edition::{EntryAbsence, HomePage};
use domain::id::{EditionId, EntryCode};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use time::Date;

use crate::error::AppError;

/// The home page.
#[server(endpoint = "home", input = GetUrl)]
pub async fn home() -> Result<HomePage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.home(&cx.actor).await?)
}

/// Entries in force that a filter leaves.
#[server(endpoint = "catalog", input = GetUrl)]
pub async fn catalog(filter: EntryFilter) -> Result<CatalogPage, AppError> {
    let cx = crate::context::request()?;
    let page = cx.store.catalog(&cx.actor, &filter).await?;
    crate::context::tell_found(page.entries.total);
    Ok(page)
}

/// What somebody who has typed so far may be looking for, in the edition in force or another, or that of a day.
#[server(endpoint = "suggest", input = GetUrl)]
pub async fn suggest(
    typed: String,
    edition: Option<EditionId>,
    as_of: Option<Date>,
) -> Result<Vec<Suggestion>, AppError> {
    let cx = crate::context::request()?;
    let filter = EntryFilter { query: typed, edition, as_of, ..EntryFilter::default() };
    Ok(cx.store.suggest(&cx.actor, &filter).await?)
}

/// One entry, in the edition in force or another; or as it was on a day.
#[server(endpoint = "entry", input = GetUrl)]
pub async fn entry(code: EntryCode, edition: Option<EditionId>, as_of: Option<Date>) -> Result<EntryPage, AppError> {
    let cx = crate::context::request()?;
    Ok(match as_of.filter(|_| edition.is_none()) {
        Some(day) => cx.store.entry_on(&cx.actor, &code, day).await?,
        None => cx.store.entry(&cx.actor, &code, edition).await?,
    })
}

/// When an entry is in the catalog, of a day on which it was not.
#[server(GetEntryAbsence, endpoint = "entry-absence", input = GetUrl)]
pub async fn entry_absence(code: EntryCode, day: Date) -> Result<EntryAbsence, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.entry_absence(&cx.actor, &code, day).await?)
}

/// The reference lists.
#[server(GetLists, endpoint = "lists", input = GetUrl)]
pub async fn lists() -> Result<Lists, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.lists().await?)
}
