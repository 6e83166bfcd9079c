//! What every answer tells the browser: a content security policy with a nonce of its own for each page, and the rest.

use axum::extract::{Request, State};
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use leptos::nonce::Nonce;

use crate::state::AppState;
use crate::stylesheet::Stylesheet;

const PLAIN: [(&str, &str); 6] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "same-origin"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), payment=()"),
];

/// The policy of a page: of scripts and styles within it, those named here (`'nonce-...'`, `'sha256-...'`), everything
/// else from this host.
pub fn policy(scripts: &str, style: Option<&Stylesheet>) -> String {
    let styles = style.map(|style| format!(" '{}'", style.hash)).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' {scripts} 'wasm-unsafe-eval'; style-src 'self'{styles}; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
         frame-ancestors 'none'; form-action 'self'"
    )
}

/// The headers that every answer has.
pub fn plain_headers(headers: &mut HeaderMap, https: bool) {
    for (name, value) in PLAIN {
        headers.entry(HeaderName::from_static(name)).or_insert(HeaderValue::from_static(value));
    }
    if https {
        let hsts = HeaderName::from_static("strict-transport-security");
        headers.insert(hsts, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
}

/// Gives the request its nonce, and the answer its headers.
pub async fn tell(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = Nonce::new();
    request.extensions_mut().insert(nonce.clone());
    let mut response = next.run(request).await;
    let is_page = is_html(response.headers());
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    plain_headers(headers, state.config.is_https());
    if is_page
        && !unchanged
        && !headers.contains_key(CONTENT_SECURITY_POLICY)
        && let Ok(value) = HeaderValue::from_str(&policy(&format!("'nonce-{nonce}'"), state.style.as_deref()))
    {
        headers.insert(CONTENT_SECURITY_POLICY, value);
    }
    response
}

pub(crate) fn is_html(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(|kind| kind.starts_with("text/html"))
}
