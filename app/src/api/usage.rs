//! The use of the portal, for everyone.

use domain::id::EntryCode;
use domain::usage::{EntryUsage, UsageAsked, UsageReport};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use time::Date;

use crate::error::AppError;

/// The use of the portal in a period.
#[server(endpoint = "usage", input = GetUrl)]
pub async fn usage(asked: UsageAsked) -> Result<UsageReport, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.usage_report(&cx.actor, &asked).await?)
}

/// The use of an entry by month, by day of the month in which `at` lies, and by who used it.
#[server(GetEntryUsage, endpoint = "entry-usage", input = GetUrl)]
pub async fn entry_usage(code: EntryCode, #[server(default)] at: Option<Date>) -> Result<EntryUsage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.entry_usage(&cx.actor, &code, at).await?)
}
