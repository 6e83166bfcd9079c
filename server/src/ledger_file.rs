//! The ledger of reminders and urging letters as a file.

use std::sync::Arc;

use app::text::ledger as words;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use domain::account::Actor;
use domain::format::iso_date;
use domain::reminder::LedgerFilter;
use store::{Error, Store};

use crate::config::Config;
use crate::download::{self, plain};
use crate::table_file::{Layout, TURNS, answer, failed};

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
    let stem = format!("so-nhac-{}", iso_date(actor.today()));
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more exports are made") };
    let rows = match store.whole_ledger(&actor, &filter).await {
        Ok(rows) => rows,
        Err(Error::TooMany(count)) => return plain(StatusCode::UNPROCESSABLE_ENTITY, words::too_many(count)),
        Err(error) => return download::refuse(&error),
    };
    let mail = config.smtp_url.is_some();
    let layout = Layout { title: words::EXPORT_TITLE, sheet: words::SHEET, heads: &words::COLUMNS, widths: &WIDTHS };
    answer(layout, stem, as_csv, move || rows.iter().map(|row| words::cells(row, mail)).collect()).await
}
