//! Files that the portal gives: the annex as a workbook, the signed decision.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::account::Actor;
use domain::id::EditionId;
use store::{Error, Store};

pub(crate) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An edition as the officials' annex.
pub async fn annex(State(store): State<Store>, Extension(actor): Extension<Actor>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EditionId>() else { return refuse(&Error::NotFound) };
    let content = match store.edition_content(&actor, id).await {
        Ok(content) => content,
        Err(error) => return refuse(&error),
    };
    let name = format!("danh-muc-{}.xlsx", content.edition.year);
    let written = tokio::task::spawn_blocking(move || documents::annex::write_annex(&content)).await;
    match written {
        Ok(Ok(bytes)) => attachment(bytes, XLSX, &name),
        failed => {
            tracing::error!(?failed, "the annex was not written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// The signed decision of an edition.
pub async fn decision(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
) -> Response {
    let Ok(id) = id.parse::<EditionId>() else { return refuse(&Error::NotFound) };
    match store.signed_file(&actor, id).await {
        Ok((_, bytes)) => attachment(bytes, "application/pdf", &format!("quyet-dinh-{id}.pdf")),
        Err(error) => refuse(&error),
    }
}

pub(crate) fn refuse(error: &Error) -> Response {
    match error {
        Error::NotFound | Error::Refused(_) => StatusCode::NOT_FOUND.into_response(),
        other => {
            tracing::error!(error = %other, "a file was not given");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Bytes as a file to save; whatever is in them, the browser runs nothing of it.
pub(crate) fn attachment(bytes: Vec<u8>, kind: &'static str, name: &str) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    (headers, bytes).into_response()
}
