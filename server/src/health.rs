//! Whether the process runs, and whether it can serve.

use axum::extract::State;
use axum::http::StatusCode;
use store::Store;

pub async fn healthz() -> &'static str {
    "ok"
}

pub async fn readyz(State(store): State<Store>) -> (StatusCode, &'static str) {
    match store.ping().await {
        Ok(()) => (StatusCode::OK, "ok"),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "database")
        }
    }
}
