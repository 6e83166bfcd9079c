//! The minutes of an appraisal as a document, of the same model as the page.

use app::pages::diff_view::value_words;
use app::text::catalog::place_label;
use app::text::{export as words, minutes, opinion, overlap, review};
use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use documents::comparison::Wording;
use documents::docx::DocxError;
use documents::minutes::{MinutesWording, write_minutes};
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::change::Place;
use domain::review::MinutesPage;
use store::{Error, Store};

use crate::download::{Attachment, plain, refuse};
use crate::urging_letter::DOCX;

/// Minutes that are made at once; others wait. Each holds a whole review.
static TURNS: tokio::sync::Semaphore = tokio::sync::Semaphore::const_new(2);

/// `GET /ra-soat/{year}/bien-ban.docx?co-quan=`
pub async fn download(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path(year): Path<String>,
    Query(pairs): Query<Vec<(String, String)>>,
) -> Response {
    let Ok(key) = year.parse::<CampaignKey>() else { return refuse(&Error::NotFound) };
    let agency = pairs.into_iter().find(|(name, _)| name == "co-quan").map(|(_, value)| value).unwrap_or_default();
    let Ok(_turn) = TURNS.acquire().await else { return failed(&"no more are made") };
    let page = match store.whole_minutes(&actor, key, &agency).await {
        Ok(page) => page,
        Err(error) => return refuse(&error),
    };
    if !agency.is_empty() && page.agencies.iter().all(|one| one.id.as_str() != agency) {
        return refuse(&Error::NotFound);
    }
    let name = if agency.is_empty() { format!("bien-ban-{key}.docx") } else { format!("bien-ban-{key}-{agency}.docx") };
    match tokio::task::spawn_blocking(move || made(&page)).await {
        Ok(Ok(bytes)) => Attachment { bytes, kind: DOCX, name, etag: None }.into_response(),
        Ok(Err(error)) => failed(&error),
        Err(error) => failed(&error),
    }
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "minutes were not made");
    plain(StatusCode::INTERNAL_SERVER_ERROR, words::FAILED.to_owned())
}

fn made(page: &MinutesPage) -> Result<Vec<u8>, DocxError> {
    let place = |place: &Place| place_label(place, &page.lists);
    let value = |place: &Place, value: &str| value_words(place, value, &page.lists, &page.named);
    let wording = MinutesWording {
        places: Wording { place: &place, value: &value },
        kind: review::answer_kind,
        verdict: review::verdict,
        undecided: review::UNDECIDED,
        decided_by: review::decided_by,
        counts: minutes::counts,
        proposed_then: minutes::proposed_then,
        fell: minutes::fell,
        removed: minutes::removed,
        overlaps: minutes::OVERLAPS,
        settlement: overlap::settlement,
        counterpart: overlap::counterpart,
        opinion: opinion::state,
        stand: opinion::stand,
        handling: opinion::handling,
        campaign: review::campaign_title(page.campaign.key),
        unnamed: review::UNNAMED,
    };
    write_minutes(page, &wording)
}
