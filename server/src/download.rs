//! Files that the portal gives: the annex as a workbook, the signed decision, the bytes of an edition, a comparison.

use app::pages::diff_view::value_words;
use app::text::catalog::place_label;
use app::text::export as words;
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderValue,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use documents::comparison::{Wording, write_comparison};
use domain::account::Actor;
use domain::change::Place;
use domain::edition::Comparison;
use domain::id::EditionId;
use store::{Error, Store};

use crate::etag::{etag_of, has};

pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An edition as the officials' annex.
pub async fn annex(State(store): State<Store>, Extension(actor): Extension<Actor>, Path(id): Path<String>) -> Response {
    let Ok(id) = id.parse::<EditionId>() else { return refuse(&Error::NotFound) };
    let content = match store.edition_content(&actor, id).await {
        Ok(content) => content,
        Err(error) => return refuse(&error),
    };
    let name = format!("danh-muc-{}.xlsx", content.edition.label());
    workbook(name, move || documents::annex::write_annex(&content)).await
}

/// What differs between two editions, as a workbook.
pub async fn comparison(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path((old, new)): Path<(String, String)>,
) -> Response {
    let (Ok(old), Ok(new)) = (old.parse(), new.parse()) else { return refuse(&Error::NotFound) };
    match store.whole_comparison(&actor, old, new).await {
        Ok(found) => {
            let name = format!("so-sanh-{}-{}.xlsx", found.old.label(), found.new.label());
            workbook(name, move || in_words(&found)).await
        }
        Err(error) => refuse(&error),
    }
}

fn in_words(found: &Comparison) -> Result<Vec<u8>, impl std::fmt::Debug + Send + use<>> {
    let place = |place: &Place| place_label(place, &found.lists);
    let value = |place: &Place, value: &str| value_words(place, value, &found.lists, &found.mentioned);
    write_comparison(found, &Wording { place: &place, value: &value })
}

/// Makes a workbook beside the request's thread.
async fn workbook<E: std::fmt::Debug + Send + 'static>(
    name: String,
    make: impl FnOnce() -> Result<Vec<u8>, E> + Send + 'static,
) -> Response {
    match tokio::task::spawn_blocking(make).await {
        Ok(Ok(bytes)) => Attachment { bytes, kind: XLSX, name, etag: None }.into_response(),
        failed => {
            tracing::error!(?failed, "a workbook was not written");
            plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
        }
    }
}

/// `?tu=1&den=2` of the form that chooses two editions, as the address of their comparison, the older first. What is no
/// pair goes back to the form, which says so.
pub async fn choose(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let get = |name: &str| pairs.iter().find(|(key, _)| key == name).and_then(|(_, id)| id.parse::<EditionId>().ok());
    let (from, to) = (get("tu"), get("den"));
    if let (Some(from), Some(to)) = (from, to)
        && from != to
    {
        match store.by_time(&actor, from, to).await {
            Ok((old, new)) => return Redirect::to(&format!("/ban-hanh/{old}/so-sanh/{new}")).into_response(),
            Err(Error::NotFound) => {}
            Err(error) => return refuse(&error),
        }
    }
    let told = |id: Option<EditionId>| id.map(|id| id.to_string()).unwrap_or_default();
    Redirect::to(&format!("/ban-hanh?tu={}&den={}#chon-so-sanh", told(from), told(to))).into_response()
}

/// The canonical content of an edition: the very bytes that its hash is over.
pub async fn content(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    let Ok(id) = id.parse::<EditionId>() else { return refuse(&Error::NotFound) };
    match store.canonical_content(&actor, id).await {
        Ok((.., text)) => {
            let bytes = text.into_bytes();
            let etag = etag_of(&bytes);
            match etag {
                Some(etag) if has(&headers, &etag) => unchanged(etag),
                etag => {
                    let name = format!("noi-dung-{id}.json");
                    Attachment { bytes, kind: "application/json", name, etag }.into_response()
                }
            }
        }
        Err(error) => refuse(&error),
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
        Ok((_, bytes)) => {
            Attachment { bytes, kind: "application/pdf", name: format!("quyet-dinh-{id}.pdf"), etag: None }
                .into_response()
        }
        Err(error) => refuse(&error),
    }
}

pub(crate) fn refuse(error: &Error) -> Response {
    match error {
        Error::NotFound | Error::Refused(_) => plain(StatusCode::NOT_FOUND, words::NOT_FOUND.to_owned()),
        other => {
            tracing::error!(error = %other, "a file was not given");
            plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
        }
    }
}

/// A file's place taken by the reason why there is none.
pub fn plain(status: StatusCode, text: String) -> Response {
    (status, [(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], text).into_response()
}

/// «You have it.»
pub fn unchanged(etag: HeaderValue) -> Response {
    (StatusCode::NOT_MODIFIED, [(ETAG, etag)]).into_response()
}

/// Bytes as a file to save; whatever is in them, the browser runs nothing of it.
pub struct Attachment {
    pub bytes: Vec<u8>,
    pub kind: &'static str,
    pub name: String,
    /// For what is the same until the data changes.
    pub etag: Option<HeaderValue>,
}

impl IntoResponse for Attachment {
    fn into_response(self) -> Response {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox"));
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", self.name)) {
            headers.insert(CONTENT_DISPOSITION, value);
        }
        if let Some(etag) = self.etag {
            headers.insert(ETAG, etag);
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        }
        (headers, self.bytes).into_response()
    }
}
