//! Tags of answers: what a body hashes to, and whether the asker has it.

use axum::http::HeaderMap;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, IF_NONE_MATCH};
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
}
