//! Structured logs, each line of a request under its id.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::HeaderName;
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;
use tracing_subscriber::EnvFilter;

use crate::config::LogForm;

/// The header that tells the id of a request.
pub const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Starts logging. `RUST_LOG` narrows or widens it.
pub fn start(form: LogForm) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let logs = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // A second start, as tests do, keeps the first.
    let started = match form {
        LogForm::Json => logs.json().try_init(),
        LogForm::Pretty => logs.compact().try_init(),
    };
    if let Err(error) = started {
        tracing::debug!(%error, "logging had been started");
    }
}

/// A new id of a request.
pub fn new_id() -> String {
    uuid::Uuid::new_v4().simple().to_string()
}

/// Tells the id in an answer.
pub fn tell_id(response: &mut Response, id: &str) {
    if let Ok(value) = HeaderValue::from_str(id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
}

/// The id that an answer tells; empty when it tells none.
pub fn id_of(response: &Response) -> String {
    response.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned()
}

/// Wraps a request in a span with its id, method and path (never the query: it may hold what people typed), and tells
/// how it ended.
pub async fn trace(request: Request, next: Next) -> Response {
    let id = new_id();
    let span =
        tracing::info_span!("request", id = id.as_str(), method = %request.method(), path = request.uri().path());
    let started = std::time::Instant::now();
    async move {
        let mut response = next.run(request).await;
        let elapsed_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        let status = response.status().as_u16();
        if response.status().is_server_error() {
            tracing::error!(status, elapsed_ms, "failed");
        } else {
            tracing::debug!(status, elapsed_ms, "answered");
        }
        tell_id(&mut response, &id);
        response
    }
    .instrument(span)
    .await
}
