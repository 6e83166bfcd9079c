//! Tags of answers: what a body hashes to, and whether the asker has it.

use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH,
};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use sha2::{Digest, Sha256};

/// Bytes of the hash that stand in the tag.
const TAG_BYTES: usize = 16;

/// The tag of a body.
pub fn etag_of(body: &[u8]) -> Option<HeaderValue> {
    let hash: String = Sha256::digest(body).iter().take(TAG_BYTES).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hash}\"")).ok()
}

/// Whether one of the tags that the asker has is this one, or it takes any (`*`). Weak tags count (RFC 9110, 13.1.2).
pub fn has(asked: &HeaderMap, etag: &HeaderValue) -> bool {
    let lines = asked.get_all(IF_NONE_MATCH).iter();
    lines
        .flat_map(|line| line.as_bytes().split(|byte| *byte == b','))
        .map(<[u8]>::trim_ascii)
        .any(|tag| tag == b"*" || tag.strip_prefix(b"W/").unwrap_or(tag) == etag.as_bytes())
}

/// Makes the tag of what goes out packed a weak one: a strong one would say that its bytes are those of the plain body, of
/// which it was made (RFC 9110, 8.8.1).
pub fn weaken(headers: &mut HeaderMap) {
    let strong = headers.get(ETAG).and_then(|etag| etag.to_str().ok()).filter(|etag| !etag.starts_with("W/"));
    if let Some(Ok(weak)) = strong.map(|etag| HeaderValue::from_str(&format!("W/{etag}"))) {
        headers.insert(ETAG, weak);
    }
}

/// Weakens the tag of each packed answer, and of «unchanged» for whoever would have had a packed one.
pub async fn of_packed(request: Request, next: Next) -> Response {
    let takes = request.headers().get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let packs = takes.contains("br") || takes.contains("gzip");
    let mut response = next.run(request).await;
    let unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    if headers.contains_key(CONTENT_ENCODING) || (unchanged && packs) {
        weaken(headers);
    }
    response
}

/// The headers of an answer that has no body.
pub fn without_body(mut headers: HeaderMap) -> HeaderMap {
    for name in [CONTENT_TYPE, CONTENT_LENGTH] {
        headers.remove(name);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_match() {
        let etag = HeaderValue::from_static("\"abc\"");
        for (lines, matches) in [
            (&["\"abc\""][..], true),
            (&["W/\"abc\""], true),
            (&["*"], true),
            (&["\"x\", W/\"abc\" ,\"y\""], true),
            (&["\"x\"", "\"abc\""], true),
            (&["abc"], false),
            (&["\"abcd\""], false),
            (&[""], false),
            (&[], false),
        ] {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(IF_NONE_MATCH, HeaderValue::from_static(line));
            }
            assert_eq!(has(&headers, &etag), matches, "{lines:?}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(IF_NONE_MATCH, HeaderValue::from_bytes(b"\xff, \"abc\"").expect("bytes"));
        assert!(has(&headers, &etag));
    }

    #[test]
    fn tags_of_packed_answers() {
        for (etag, weak) in [("\"abc\"", "W/\"abc\""), ("W/\"abc\"", "W/\"abc\"")] {
            let mut headers = HeaderMap::from_iter([(ETAG, HeaderValue::from_static(etag))]);
            weaken(&mut headers);
            assert_eq!(headers[ETAG], weak);
        }
        let mut headers = HeaderMap::new();
        weaken(&mut headers);
        assert!(headers.is_empty());
    }
}
