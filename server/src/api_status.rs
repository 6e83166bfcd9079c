//! The status of a server function that failed. Server functions answer 500 for every error; what the caller did wrong,
//! or may not do, has a status of its own.

use app::error::AppError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::Response;
use http_body_util::BodyExt;

/// The header that marks a server function's error.
const MARK: &str = "serverfnerror";

/// Gives a failed server function the status of its error.
pub async fn mend(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if response.status() != StatusCode::INTERNAL_SERVER_ERROR || !response.headers().contains_key(MARK) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    // What the server itself wrote is in memory already.
    let Ok(body) = body.collect().await else { return Response::from_parts(parts, Body::empty()) };
    let bytes = body.to_bytes();
    if let Ok(error) = serde_json::from_slice::<AppError>(&bytes) {
        parts.status = error.kind.status();
    }
    Response::from_parts(parts, Body::from(bytes))
}
