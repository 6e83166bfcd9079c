//! Unsafe requests only from the same origin. Stateless: the browser says where a request comes from, in
//! `Sec-Fetch-Site`, or failing that in `Origin`; a request that says neither is refused.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::state::AppState;

/// Refuses unsafe requests from elsewhere.
pub async fn same_origin(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if safe || is_same(request.headers(), state.config.origin()) {
        return next.run(request).await;
    }
    tracing::warn!(path = request.uri().path(), "an unsafe request from another origin was refused");
    (StatusCode::FORBIDDEN, "Yêu cầu bị từ chối: không gửi từ trang này.").into_response()
}

fn is_same(headers: &HeaderMap, own: &str) -> bool {
    let header = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match header("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => header("origin").is_some_and(|origin| origin.eq_ignore_ascii_case(own)),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn where_a_request_comes_from() {
        let own = "http://127.0.0.1:3000";
        for (name, value, same) in [
            ("sec-fetch-site", "same-origin", true),
            ("sec-fetch-site", "none", true),
            ("sec-fetch-site", "same-site", false),
            ("sec-fetch-site", "cross-site", false),
            ("origin", "http://127.0.0.1:3000", true),
            ("origin", "http://127.0.0.1:3001", false),
            ("origin", "null", false),
            ("x-other", "a", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(name, HeaderValue::from_static(value));
            assert_eq!(is_same(&headers, own), same, "{name}: {value}");
        }
    }
}
