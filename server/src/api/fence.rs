//! What is refused before an operation is reached: addresses that are too long, and formats that there are not.

use axum::extract::Request;
use axum::http::header::{ACCEPT, HeaderValue};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::Problem;

/// The longest query of an address. A search of 200 Vietnamese characters takes 1,800.
pub const QUERY_BYTES_MAX: usize = 8 * 1024;

/// Refuses what no operation has to look at.
pub async fn check(request: Request, next: Next) -> Response {
    if request.uri().query().is_some_and(|query| query.len() > QUERY_BYTES_MAX) {
        return Problem::of(StatusCode::URI_TOO_LONG).into_response();
    }
    if !takes_json(request.headers()) {
        return Problem::of(StatusCode::NOT_ACCEPTABLE).into_response();
    }
    next.run(request).await
}

/// Whether the asker takes JSON: it says so, or says nothing.
pub fn takes_json(headers: &HeaderMap) -> bool {
    let mut lines = headers.get_all(ACCEPT).iter().peekable();
    lines.peek().is_none() || lines.any(line_takes_json)
}

fn line_takes_json(line: &HeaderValue) -> bool {
    let ranges = line.as_bytes().split(|byte| *byte == b',');
    ranges.map(String::from_utf8_lossy).any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")));
        let unwanted = weight.is_some_and(|weight| weight.trim_matches(['0', '.']).is_empty());
        matches!(kind.as_str(), "*/*" | "application/*" | "application/json") && !unwanted
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_json() {
        for (lines, takes) in [
            (&[][..], true),
            (&["application/json"], true),
            (&["Application/JSON; charset=utf-8"], true),
            (&["text/html,application/xhtml+xml,*/*;q=0.8"], true),
            (&["text/html", "application/*;q=0.1"], true),
            (&["application/json;q=0"], false),
            (&["application/json;q=0.000"], false),
            (&["text/csv"], false),
            (&[""], false),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(ACCEPT, HeaderValue::from_static(line));
            }
            assert_eq!(takes_json(&headers), takes, "{lines:?}");
        }
    }
}
