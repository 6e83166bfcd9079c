//! The service's own search, rows and excerpts included, behind the same bare handler: what its answers take apart from
//! drawing them.

use std::path::Path;

use axum::Json;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use domain::account::Actor;
use domain::catalog::EntryFilter;
use store::Store;
use time::OffsetDateTime;

use crate::full_text::{Asked, Line};
use crate::{Outcome, own};

/// Serves [`Store::catalog`] at `/?q=…`, its index ready, and prints the address it listens at.
pub async fn serve(database_url: &str, files: &Path) -> Outcome {
    let store = Store::connect(database_url, files).await?;
    store.prepare(OffsetDateTime::now_utc()).await?;
    own::serve(Router::new().route("/", get(search)).with_state(store)).await
}

async fn search(State(store): State<Store>, Query(asked): Query<Asked>) -> Result<Json<Vec<Line>>, StatusCode> {
    let actor = Actor::anonymous(OffsetDateTime::now_utc());
    let filter = EntryFilter { query: asked.q, ..EntryFilter::default() };
    let found = store.catalog(&actor, &filter).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    Ok(Json(found.entries.items.into_iter().map(|row| (row.code.0, row.name)).collect()))
}
