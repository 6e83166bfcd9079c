//! What an agency sent, as a file: the very bytes that the hash on its receipt is over.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use store::{Error, Store};

use crate::download::{Attachment, refuse};

/// `GET /ra-soat/{year}/{agency}/bien-nhan/{round}`
pub async fn download(
    State(store): State<Store>,
    Extension(actor): Extension<Actor>,
    Path((year, agency, round)): Path<(String, String, String)>,
) -> Response {
    let (Ok(key), Ok(round)) = (year.parse::<CampaignKey>(), round.parse()) else { return refuse(&Error::NotFound) };
    match store.sent_content(&actor, key, &AgencyId(agency), round).await {
        Ok((number, text)) => {
            let name = format!("{number}.json");
            Attachment { bytes: text.into_bytes(), kind: "application/json", name, etag: None }.into_response()
        }
        Err(error) => refuse(&error),
    }
}
