//! The ledger of reminders and urging letters as a file.

use std::sync::Arc;

use app::text::{export as export_words, ledger as words};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use documents::table::{Table, write_table, write_table_csv};
use domain::account::Actor;
use domain::format::iso_date;
use domain::reminder::{LedgerFilter, LedgerRow};
use store::{Error, Store};

use crate::config::Config;
use crate::download::{self, Attachment, plain};

/// Exports that are made at once; others wait.
static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);
const WIDTHS: [f64; 13] = [18.0, 40.0, 30.0, 44.0, 11.0, 17.0, 24.0, 11.0, 9.0, 9.0, 9.0, 11.0, 44.0];

/// `GET /theo-doi/so-nhac/xuat.xlsx`, `.csv`: what the page's filter leaves, whole.
pub async fn export(
    State(store): State<Store>,
    State(config): State<Arc<Config>>,
    Extension(actor): Extension<Actor>,
    Query(pairs): Query<Vec<(String, String)>>,
    uri: Uri,
) -> Response {
    let filter = LedgerFilter::of(|name| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()));
    let as_csv = uri.path().ends_with(".csv");
    let name = format!("so-nhac-{}.{}", iso_date(actor.today()), if as_csv { "csv" } else { "xlsx" });
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more exports are made") };
    let rows = match store.whole_ledger(&actor, &filter).await {
        Ok(rows) => rows,
        Err(Error::TooMany(count)) => return plain(StatusCode::UNPROCESSABLE_ENTITY, words::too_many(count)),
        Err(error) => return download::refuse(&error),
    };
    let mail = config.smtp_url.is_some();
    match tokio::task::spawn_blocking(move || made(&rows, mail, as_csv)).await {
        Ok(Ok(bytes)) => {
            let kind = if as_csv { "text/csv; charset=utf-8" } else { download::XLSX };
            Attachment { bytes, kind, name, etag: None }.into_response()
        }
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "an export of the ledger was not made");
    plain(StatusCode::INTERNAL_SERVER_ERROR, export_words::FAILED.to_owned())
}

fn made(rows: &[LedgerRow], mail: bool, as_csv: bool) -> Result<Vec<u8>, String> {
    let cells: Vec<Vec<String>> = rows.iter().map(|row| words::cells(row, mail)).collect();
    let table = Table {
        title: words::EXPORT_TITLE,
        sheet: words::SHEET,
        heads: &words::COLUMNS,
        widths: &WIDTHS,
        rows: &cells,
    };
    if as_csv {
        write_table_csv(&table).map_err(|error| error.to_string())
    } else {
        write_table(&table).map_err(|error| error.to_string())
    }
}
