//! Any selection of the catalog as a file: what is asked for, and how it is made. For the web and for the command.

use std::str::FromStr;

use app::text::export as words;
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use documents::annex::{write_annex, write_extract};
use documents::flat::{RowOf, Separator, write_csv, write_json};
use domain::account::Actor;
use domain::catalog::EntryFilter;
use domain::edition::Selection;
use domain::format::{iso_date, parse_date};
use store::{Error, Store};
use strum::{Display, EnumString};

use crate::download::{self, Attachment};
use crate::etag::{etag_of, has};

/// Exports that are made at once; others wait. Each reads the catalog whole.
static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// The kind of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, Display)]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    Xlsx,
    Csv,
    Json,
}

impl Kind {
    fn media_type(self) -> &'static str {
        match self {
            Self::Xlsx => download::XLSX,
            Self::Csv => "text/csv; charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// What is asked for.
#[derive(Debug, Default)]
pub struct Asked {
    pub filter: EntryFilter,
    pub rows: RowOf,
    pub separator: Separator,
}

/// A name and a value that it cannot take.
#[derive(Debug, PartialEq, Eq)]
pub struct Wrong(pub String, pub String);

impl Asked {
    /// Reads the pairs of an address; of a name that comes twice, the first counts, and names that mean nothing here are
    /// passed over. A file must not hold what was not meant: unlike the page, it refuses what it does not understand.
    ///
    /// # Errors
    /// The first value that its name cannot take.
    pub fn read(pairs: &[(String, String)]) -> Result<Self, Wrong> {
        let get = |name: &str| pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str());
        let filter = EntryFilter {
            query: get("q").to_owned(),
            agency: get("agency").to_owned(),
            sector: get("sector").to_owned(),
            form: optional("form", get("form"), |text| text.parse().ok())?,
            sort: optional("sort", get("sort"), |text| text.parse().ok())?.unwrap_or_default(),
            edition: optional("edition", get("edition"), |text| text.parse().ok())?,
            as_of: optional("as_of", get("as_of"), parse_date)?,
            ..EntryFilter::default()
        };
        if let (Some(_), Some(day)) = (filter.edition, filter.as_of) {
            return Err(Wrong("as_of cùng edition".to_owned(), iso_date(day)));
        }
        Ok(Self {
            filter,
            rows: optional("per", get("per"), |text| text.parse().ok())?.unwrap_or_default(),
            separator: optional("sep", get("sep"), |text| text.parse().ok())?.unwrap_or_default(),
        })
    }
}

fn optional<T>(name: &str, value: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, Wrong> {
    if value.is_empty() {
        return Ok(None);
    }
    read(value).map(Some).ok_or_else(|| Wrong(name.to_owned(), value.to_owned()))
}

/// Makes the file of a selection.
///
/// # Errors
/// When a writer fails, told in its own words.
pub fn make(selection: Selection, kind: Kind, asked: &Asked) -> Result<Vec<u8>, String> {
    match kind {
        Kind::Xlsx if selection.whole => write_annex(&selection.by_agency()).map_err(|error| error.to_string()),
        Kind::Xlsx => write_extract(&selection.by_agency()).map_err(|error| error.to_string()),
        Kind::Csv => write_csv(&selection, asked.rows, asked.separator).map_err(|error| error.to_string()),
        Kind::Json => write_json(&selection).map_err(|error| error.to_string()),
    }
}

/// `GET /danh-muc/xuat.xlsx`, `.csv`, `.json`, with the filter of the catalog's page.
pub async fn catalog(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Query(pairs): Query<Vec<(String, String)>>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let kind = uri.path().rsplit_once('.').and_then(|(_, end)| Kind::from_str(end).ok());
    let Some(kind) = kind else { return download::plain(StatusCode::NOT_FOUND, words::NOT_FOUND.to_owned()) };
    // The same for everyone: a function of the address, the version of the data, the day, and the program.
    let address = uri.path_and_query().map(ToString::to_string).unwrap_or_default();
    let of = format!("{address} {} {} {}", store.data_version(), iso_date(actor.today()), env!("CARGO_PKG_VERSION"));
    let etag = etag_of(of.as_bytes());
    let asked = match Asked::read(&pairs) {
        Ok(asked) => asked,
        Err(Wrong(name, value)) => return download::plain(StatusCode::BAD_REQUEST, words::wrong(&name, &value)),
    };
    if let Some(etag) = etag.as_ref().filter(|etag| has(&headers, etag)) {
        return download::unchanged(etag.clone());
    }
    match made(store, actor, kind, asked).await {
        Ok((bytes, name)) => Attachment { bytes, kind: kind.media_type(), name, etag }.into_response(),
        Err(response) => response,
    }
}

async fn made(store: Store, actor: Actor, kind: Kind, asked: Asked) -> Result<(Vec<u8>, String), Response> {
    let failed = |error: &dyn std::fmt::Display| {
        tracing::error!(%error, "an export was not made");
        download::plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
    };
    let _turn = TURNS.acquire().await.map_err(|error| failed(&error))?;
    let selection = match store.selection(&actor, &asked.filter).await {
        Ok(Some(selection)) => selection,
        Ok(None) => return Err(download::plain(StatusCode::NOT_FOUND, words::NO_EDITION.to_owned())),
        Err(Error::NotFound) => return Err(download::plain(StatusCode::NOT_FOUND, words::NOT_FOUND.to_owned())),
        Err(Error::TooMany(count)) => {
            return Err(download::plain(StatusCode::UNPROCESSABLE_ENTITY, words::too_many(count)));
        }
        Err(error) => return Err(failed(&error)),
    };
    let part = if selection.whole { "" } else { "-trich" };
    let name = format!("danh-muc-{}{part}.{kind}", selection.edition.label());
    let bytes = tokio::task::spawn_blocking(move || make(selection, kind, &asked)).await;
    match bytes {
        Ok(Ok(bytes)) => Ok((bytes, name)),
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::catalog::{EntrySort, SharingForm};
    use domain::id::EditionId;

    fn read(pairs: &[(&str, &str)]) -> Result<Asked, Wrong> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Asked::read(&pairs)
    }

    #[test]
    fn what_an_address_asks_for() {
        let asked = read(&[
            ("q", "đất đai"),
            ("form", "open"),
            ("sort", "code"),
            ("as_of", "15/06/2024"),
            ("page", "7"),
            ("sep", ";"),
            ("per", "item"),
            ("q", "again"),
            ("unknown", "x"),
            ("agency", ""),
        ])
        .expect("understood");
        assert_eq!((asked.filter.query.as_str(), asked.filter.page), ("đất đai", 0));
        assert_eq!((asked.filter.form, asked.filter.sort), (Some(SharingForm::Open), EntrySort::Code));
        assert!(asked.filter.as_of.is_some());
        assert_eq!(read(&[("edition", "2")]).expect("understood").filter.edition, Some(EditionId(2)));
        assert_eq!((asked.rows, asked.separator), (RowOf::Item, Separator::Semicolon));
        assert_eq!(read(&[]).expect("everything").filter, EntryFilter::default());
        for (name, value) in
            [("form", "x"), ("sort", "'"), ("edition", "1e9"), ("as_of", "2024-02-30"), ("sep", "||"), ("per", "row")]
        {
            let wrong = read(&[(name, value)]).expect_err(name);
            assert_eq!(wrong, Wrong(name.to_owned(), value.to_owned()));
            assert!(words::wrong(name, value).contains(name));
        }
        // One of them would be passed over.
        let Wrong(name, day) = read(&[("edition", "2"), ("as_of", "15/06/2024")]).expect_err("both");
        assert!(words::wrong(&name, &day).contains("một trong hai"));
    }
}
