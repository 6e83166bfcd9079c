//! The dossier of a draft edition: its files one by one, and all in one archive.

use app::pages::diff_view::value_words;
use app::text::catalog::place_label;
use app::text::{dossier as dossier_words, export as words};
use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::comparison::Wording;
use documents::dossier::{DossierError, write_archive, write_file};
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::change::Place;
use domain::dossier::{ARCHIVE, Dossier, DossierFile};
use store::{Error, Store};

use crate::download::{Attachment, XLSX, plain, refuse};
use crate::urging_letter::DOCX;

/// Dossiers that are made at once; others wait. Each holds a whole edition.
static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// What is asked for: one file, or all.
#[derive(Clone, Copy)]
enum Asked {
    One(DossierFile),
    All,
}

impl Asked {
    fn of(name: &str) -> Option<Self> {
        if name == ARCHIVE { Some(Self::All) } else { name.parse().ok().map(Self::One) }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::All => "application/zip",
            Self::One(file) if file.is_workbook() => XLSX,
            Self::One(_) => DOCX,
        }
    }
}

/// `GET /ra-soat/{year}/du-thao/{file}`
pub async fn download(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path((year, file)): Path<(String, String)>,
) -> Response {
    let (Ok(key), Some(asked)) = (year.parse::<CampaignKey>(), Asked::of(&file)) else {
        return refuse(&Error::NotFound);
    };
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more are made") };
    let dossier = match store.dossier(&actor, key).await {
        Ok(dossier) => dossier,
        Err(Error::IllegalMove(_)) => return plain(StatusCode::CONFLICT, dossier_words::NO_FILES.to_owned()),
        Err(error) => return refuse(&error),
    };
    let name = match asked {
        Asked::All => format!("ho-so-trinh-{key}.zip"),
        Asked::One(file) => file.to_string(),
    };
    match tokio::task::spawn_blocking(move || made(&dossier, asked)).await {
        Ok(Ok(bytes)) => Attachment { bytes, kind: asked.kind(), name, etag: None }.into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "a dossier was not made");
    plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
}

fn made(dossier: &Dossier, asked: Asked) -> Result<Vec<u8>, DossierError> {
    let place = |place: &Place| place_label(place, dossier.lists());
    let value = |place: &Place, value: &str| value_words(place, value, dossier.lists(), &dossier.comparison.mentioned);
    let wording = Wording { place: &place, value: &value };
    match asked {
        Asked::One(file) => write_file(file, dossier, &wording),
        Asked::All => write_archive(dossier, &wording),
    }
}
