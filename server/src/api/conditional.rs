//! Conditional requests: a strong `ETag` of the body, and «unchanged» for who has it.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, ACCEPT_ENCODING, CACHE_CONTROL, ETAG, HeaderValue, VARY};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use crate::etag::{etag_of, has, without_body};

/// Gives a good answer its tag, and answers «unchanged» where the asker has it.
pub async fn tell(mut request: Request, next: Next) -> Response {
    let asked = request.headers().clone();
    // The tag is that of the body, which an answer to HEAD has not: the router takes it off again further out.
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(body) = body.collect().await else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let bytes = body.to_bytes();
    let Some(etag) = etag_of(&bytes) else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
    let unchanged = has(&asked, &etag);
    parts.headers.insert(ETAG, etag);
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    for varies in [ACCEPT, ACCEPT_ENCODING] {
        parts.headers.append(VARY, varies.into());
    }
    if unchanged {
        return (StatusCode::NOT_MODIFIED, without_body(parts.headers)).into_response();
    }
    Response::from_parts(parts, Body::from(bytes))
}
