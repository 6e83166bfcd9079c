//! A table as a file, a workbook or CSV, made off the threads that serve requests.

use app::text::export as words;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::table::{Table, write_table, write_table_csv};

use crate::download::{Attachment, XLSX, plain};

/// Exports that are made at once; others wait.
pub static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What is the same whatever its rows are.
pub struct Layout {
    pub title: &'static str,
    pub sheet: &'static str,
    pub heads: &'static [&'static str],
    pub widths: &'static [f64],
}

/// The file, called `stem` and by its kind.
pub async fn answer(
    layout: Layout,
    stem: String,
    as_csv: bool,
    cells: impl FnOnce() -> Vec<Vec<String>> + Send + 'static,
) -> Response {
    let Layout { title, sheet, heads, widths } = layout;
    let make = move || {
        let table = Table { title, sheet, heads, widths, rows: &cells() };
        if as_csv {
            write_table_csv(&table).map_err(|error| error.to_string())
        } else {
            write_table(&table).map_err(|error| error.to_string())
        }
    };
    let (ending, kind) = if as_csv { ("csv", "text/csv; charset=utf-8") } else { ("xlsx", XLSX) };
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(bytes)) => Attachment { bytes, kind, name: format!("{stem}.{ending}"), etag: None }.into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

/// A failure of ours, told plainly and logged.
pub fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "an export was not made");
    plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
}
