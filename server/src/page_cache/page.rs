//! One page, or one answer of the API, as it is kept: packed, with its headers ready.

use std::io::Write;
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderValue, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::etag::{etag_of, has, without_body};
use crate::fences::headers::plain_headers;

const BROTLI_QUALITY: u32 = 5;

/// An answer packed in one way, with its headers; made when somebody first asks for it so.
type Packed = OnceLock<Option<(HeaderMap, Bytes)>>;

type Pack = fn(&[u8]) -> std::io::Result<Vec<u8>>;

/// A page as it is kept.
pub struct Page {
    headers: HeaderMap,
    plain: Bytes,
    brotli: Packed,
    gzip: Packed,
    etag: HeaderValue,
    unchanged: HeaderMap,
}

impl Page {
    /// Makes a page to keep out of a rendered one; `None` when its headers cannot be told.
    pub fn prepare(html: &str, https: bool) -> Option<Self> {
        let html = without_nonces(html);
        let hashes: Vec<String> = inline_scripts(&html)
            .into_iter()
            .map(|script| {
                let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes()));
                format!("'sha256-{digest}'")
            })
            .collect();
        let policy = format!(
            "default-src 'self'; script-src 'self' {} 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; \
         font-src 'self'; connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'",
            hashes.join(" ")
        );
        let etag = etag_of(html.as_bytes())?;
        let unchanged = common(&etag);
        let mut headers = common(&etag);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
        plain_headers(&mut headers, https);
        Some(Self::new(Bytes::from(html), etag, headers, unchanged))
    }

    /// Makes an answer of the API to keep; its headers are those that it came with, its tag among them.
    pub fn of_data(mut headers: HeaderMap, body: Bytes) -> Option<Self> {
        headers.remove(CONTENT_LENGTH);
        let etag = headers.get(ETAG)?.clone();
        let unchanged = without_body(headers.clone());
        Some(Self::new(body, etag, headers, unchanged))
    }

    fn new(plain: Bytes, etag: HeaderValue, headers: HeaderMap, unchanged: HeaderMap) -> Self {
        Self { headers, plain, brotli: Packed::new(), gzip: Packed::new(), etag, unchanged }
    }

    /// What the page may come to in memory: its packed forms are together smaller than it is.
    pub fn bytes(&self) -> usize {
        self.plain.len() * 2
    }

    /// Packs it as a request takes it, which takes a while: later answers have it ready.
    pub fn pack(&self, asked: &HeaderMap) -> Option<&(HeaderMap, Bytes)> {
        let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let (packed, encoding, pack): (_, _, Pack) = if takes.contains("br") {
            (&self.brotli, "br", brotli)
        } else if takes.contains("gzip") {
            (&self.gzip, "gzip", gzip)
        } else {
            return None;
        };
        let make = || {
            let body = pack(&self.plain).ok()?;
            let mut headers = self.headers.clone();
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
            Some((headers, Bytes::from(body)))
        };
        packed.get_or_init(make).as_ref()
    }

    /// The answer to a request: nothing but «unchanged» where the browser has the page.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        if has(asked, &self.etag) {
            // No policy here: the browser keeps the one that it stored with the page.
            return (StatusCode::NOT_MODIFIED, self.unchanged.clone()).into_response();
        }
        let (headers, body) = self.pack(asked).map_or((&self.headers, &self.plain), |(headers, body)| (headers, body));
        let mut response = Response::new(Body::from(body.clone()));
        *response.headers_mut() = headers.clone();
        response
    }
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4096, BROTLI_QUALITY, 22).write_all(plain)?;
    Ok(packed)
}

fn gzip(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packing = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packing.write_all(plain)?;
    packing.finish()
}

/// What the page and «unchanged» both say.
fn common(etag: &HeaderValue) -> HeaderMap {
    let mut headers = HeaderMap::with_capacity(16);
    headers.insert(ETAG, etag.clone());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("cookie, accept-encoding"));
    headers
}

/// The page without `nonce="..."`: a kept page has no nonce, its scripts are known by their hashes.
fn without_nonces(html: &str) -> String {
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(" nonce=\"") {
        kept.push_str(&rest[..at]);
        let value = &rest[at + 8..];
        rest = value.find('"').map_or("", |end| &value[end + 1..]);
    }
    kept.push_str(rest);
    without_cross_origin_values(&kept)
}

/// The preloads of the page carry the nonce as the value of `crossorigin`, where any value means the same: without it
/// the page is the same each time it is rendered.
fn without_cross_origin_values(html: &str) -> String {
    const ATTRIBUTE: &str = " crossorigin=\"";
    let mut kept = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(ATTRIBUTE) {
        kept.push_str(&rest[..at + ATTRIBUTE.len()]);
        let value = &rest[at + ATTRIBUTE.len()..];
        rest = value.find('"').map_or("", |end| &value[end..]);
    }
    kept.push_str(rest);
    kept
}

/// The texts of scripts that stand in the page itself.
fn inline_scripts(html: &str) -> Vec<&str> {
    let mut scripts = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find("<script") {
        let Some(open_end) = rest[at..].find('>') else { break };
        let attributes = &rest[at..at + open_end];
        let body = &rest[at + open_end + 1..];
        let Some(end) = body.find("</script>") else { break };
        if !attributes.contains(" src=") {
            scripts.push(&body[..end]);
        }
        rest = &body[end..];
    }
    scripts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nonces_go_and_inline_scripts_stay() {
        let html =
            r#"<script nonce="abc">a()</script><link nonce="abc" href="/x"><script src="/y" nonce="abc"></script>"#;
        let clean = without_nonces(html);
        assert_eq!(clean, r#"<script>a()</script><link href="/x"><script src="/y"></script>"#);
        assert_eq!(inline_scripts(&clean), ["a()"]);
    }
}
