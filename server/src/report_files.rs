//! A report of a year as a document and as a workbook, of the same model as the page.

use app::text::export as words;
use app::text::report::stage;
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::report::{ReportWording, write_document, write_workbook};
use domain::account::Actor;
use domain::report::{ReportKey, ReportPage};
use store::{Error, Store};

use crate::download::{Attachment, XLSX, plain, refuse};
use crate::urging_letter::DOCX;

const WORDING: ReportWording = ReportWording { stage };

/// `GET /bao-cao/{id}/bao-cao.docx`
pub async fn document(state: State<Store>, actor: Extension<Actor>, Path(id): Path<String>) -> Response {
    give(state, actor, &id, DOCX, "docx", |report| write_document(report, WORDING).map_err(|error| error.to_string()))
        .await
}

/// `GET /bao-cao/{id}/so-lieu.xlsx`
pub async fn workbook(state: State<Store>, actor: Extension<Actor>, Path(id): Path<String>) -> Response {
    give(state, actor, &id, XLSX, "xlsx", |report| write_workbook(report, WORDING).map_err(|error| error.to_string()))
        .await
}

/// Makes a file beside the request's thread.
async fn give(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    id: &str,
    kind: &'static str,
    ending: &str,
    make: impl FnOnce(&ReportPage) -> Result<Vec<u8>, String> + Send + 'static,
) -> Response {
    let Ok(key) = id.parse::<ReportKey>() else { return refuse(&Error::NotFound) };
    let report = match store.report(&actor, &key).await {
        Ok(report) => report,
        Err(error) => return refuse(&error),
    };
    match tokio::task::spawn_blocking(move || make(&report)).await {
        Ok(Ok(bytes)) => {
            Attachment { bytes, kind, name: format!("bao-cao-{key}.{ending}"), etag: None }.into_response()
        }
        failed => {
            tracing::error!(?failed, "a report was not written");
            plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
        }
    }
}
