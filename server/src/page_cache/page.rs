//! One page, or one answer of the API, as it is kept: packed, with its headers ready.

use std::io::{Read, Write};
use std::sync::OnceLock;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderValue, VARY,
};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use base64::Engine;
use brotli::enc::BrotliEncoderParams;
use bytes::Bytes;
use sha2::{Digest, Sha256};

use crate::etag::{etag_of, has, weaken, without_body};
use crate::fences::headers::{plain_headers, policy};
use crate::stylesheet::Stylesheet;

const BROTLI_QUALITY: i32 = 5;
/// The window of brotli, in powers of two: it need not be larger than what is packed. Below 17 this library takes a hasher
/// with tables of 64 MB, made anew for each page.
const BROTLI_WINDOW: std::ops::RangeInclusive<i32> = 17..=22;
/// What a page's headers and its place among the others take, about.
const BESIDE_BODY: usize = 5 * 1024;

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Plain,
    Brotli,
    Gzip,
}

impl Form {
    /// The one that a request takes and that is the smallest.
    fn taken(asked: &HeaderMap) -> Self {
        let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        match takes {
            takes if takes.contains("br") => Self::Brotli,
            takes if takes.contains("gzip") => Self::Gzip,
            _ => Self::Plain,
        }
    }

    fn pack(self, plain: Bytes) -> std::io::Result<Bytes> {
        match self {
            Self::Plain => Ok(plain),
            Self::Brotli => brotli(&plain).map(Bytes::from),
            Self::Gzip => gzip(&plain).map(Bytes::from),
        }
    }

    fn unpack(self, packed: &Bytes) -> std::io::Result<Bytes> {
        let mut plain = Vec::new();
        match self {
            Self::Plain => return Ok(packed.clone()),
            Self::Brotli => brotli::Decompressor::new(&packed[..], packed.len()).read_to_end(&mut plain)?,
            Self::Gzip => flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut plain)?,
        };
        Ok(Bytes::from(plain))
    }
}

/// A page as it is kept: in the form in which it was first asked for, a tenth of the page where that is packed. Another
/// form is made of it when somebody asks for it so.
pub struct Page {
    headers: HeaderMap,
    kept: (Form, Bytes),
    others: [OnceLock<Option<Bytes>>; 3],
    etag: HeaderValue,
    unchanged: HeaderMap,
    /// How many entries a search found, for the count of its uses.
    pub found: Option<u32>,
}

impl Page {
    /// Makes a page to keep out of a rendered one, in the form that its request takes; `None` when its headers cannot be
    /// told.
    pub fn prepare(html: &str, https: bool, asked: &HeaderMap, style: Option<&Stylesheet>) -> Option<Self> {
        let html = without_nonces(html);
        let hashes: Vec<String> = inline_scripts(&html)
            .into_iter()
            .map(|script| {
                let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(script.as_bytes()));
                format!("'sha256-{digest}'")
            })
            .collect();
        let policy = policy(&hashes.join(" "), style);
        let etag = etag_of(html.as_bytes())?;
        let unchanged = common(&etag);
        let mut headers = common(&etag);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy).ok()?);
        plain_headers(&mut headers, https);
        Self::new(Bytes::from(html), asked, etag, headers, unchanged)
    }

    /// Makes an answer of the API to keep; its headers are those that it came with, its tag among them.
    pub fn of_data(mut headers: HeaderMap, body: Bytes, asked: &HeaderMap) -> Option<Self> {
        headers.remove(CONTENT_LENGTH);
        let etag = headers.get(ETAG)?.clone();
        let unchanged = without_body(headers.clone());
        Self::new(body, asked, etag, headers, unchanged)
    }

    fn new(
        plain: Bytes,
        asked: &HeaderMap,
        etag: HeaderValue,
        headers: HeaderMap,
        unchanged: HeaderMap,
    ) -> Option<Self> {
        let form = Form::taken(asked);
        // A body that was cut out of a larger buffer does not keep the rest of it.
        let kept = (form, Bytes::copy_from_slice(&form.pack(plain).ok()?));
        Some(Self { headers, kept, others: Default::default(), etag, unchanged, found: None })
    }

    /// The page, knowing how many entries its search found.
    pub fn with_found(self, found: Option<u32>) -> Self {
        Self { found, ..self }
    }

    /// What the page comes to in memory when it is first kept; each further form is told of by [`Page::answer`].
    pub fn bytes(&self) -> usize {
        self.kept.1.len() + BESIDE_BODY
    }

    /// The body in a form, and how many bytes of memory making it took just now.
    fn body(&self, form: Form) -> Option<(&Bytes, usize)> {
        let (own, kept) = &self.kept;
        if form == *own {
            return Some((kept, 0));
        }
        let mut made = 0;
        let other = self.others[form as usize].get_or_init(|| {
            let body = form.pack(own.unpack(kept).ok()?).ok()?;
            made = body.len();
            Some(body)
        });
        other.as_ref().map(|body| (body, made))
    }

    /// The answer to a request: nothing but «unchanged» where the browser has the page. And by how many bytes the page
    /// grew for it.
    pub fn answer(&self, asked: &HeaderMap) -> (Response, usize) {
        let form = Form::taken(asked);
        if has(asked, &self.etag) {
            // No policy here: the browser keeps the one that it stored with the page.
            let mut unchanged = self.unchanged.clone();
            if form != Form::Plain {
                weaken(&mut unchanged);
            }
            return ((StatusCode::NOT_MODIFIED, unchanged).into_response(), 0);
        }
        let Some((body, grown)) = self.body(form) else {
            return (StatusCode::INTERNAL_SERVER_ERROR.into_response(), 0);
        };
        let mut response = Response::new(Body::from(body.clone()));
        *response.headers_mut() = self.headers.clone();
        let encoding = match form {
            Form::Plain => return (response, grown),
            Form::Brotli => "br",
            Form::Gzip => "gzip",
        };
        response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
        weaken(response.headers_mut());
        (response, grown)
    }
}

fn brotli(plain: &[u8]) -> std::io::Result<Vec<u8>> {
    let bits = i32::try_from(plain.len().max(1).ilog2()).unwrap_or(0) + 1;
    let params = BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: bits.clamp(*BROTLI_WINDOW.start(), *BROTLI_WINDOW.end()),
        size_hint: plain.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::with_capacity(plain.len() / 4);
    brotli::CompressorWriter::with_params(&mut packed, plain.len().max(1), &params).write_all(plain)?;
    packed.shrink_to_fit();
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
    headers.insert(VARY, HeaderValue::from_static("cookie, accept-encoding, sec-fetch-site"));
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

    fn asking(encodings: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(encodings))])
    }

    /// Whatever form is kept, each asker has the page in the form asked for; a form is made once.
    #[test]
    fn every_form_says_the_same() {
        let html = "<p>Danh mục cơ sở dữ liệu dùng chung</p>".repeat(5_000);
        for first in ["br", "gzip", "identity"] {
            let page = Page::prepare(&html, false, &asking(first), None).expect("a page");
            for (encodings, form) in [("gzip, br", Form::Brotli), ("gzip", Form::Gzip), ("", Form::Plain)] {
                let again = Form::taken(&asking(first)) == form;
                let (body, grown) = page.body(form).expect("a body");
                assert_eq!(Form::taken(&asking(encodings)), form);
                assert_eq!(form.unpack(body).expect("whole"), html, "{first}, then {form:?}");
                assert_eq!(grown, if again { 0 } else { body.len() }, "{first}, then {form:?}");
                assert_eq!(page.body(form).expect("a body").1, 0, "made once");
                let (response, _) = page.answer(&asking(encodings));
                let encoding = response.headers().get(CONTENT_ENCODING).and_then(|value| value.to_str().ok());
                assert_eq!(encoding, [None, Some("br"), Some("gzip")][form as usize]);
            }
        }
        let packed = Page::prepare(&html, false, &asking("br"), None).expect("a page");
        assert!(packed.bytes() < html.len() / 20, "{} of {}", packed.bytes(), html.len());
    }

    #[test]
    fn nothing_is_packed_too() {
        for form in [Form::Plain, Form::Brotli, Form::Gzip] {
            assert_eq!(form.unpack(&form.pack(Bytes::new()).expect("packed")).expect("unpacked"), "");
        }
    }

    #[test]
    fn nonces_go_and_inline_scripts_stay() {
        let html =
            r#"<script nonce="abc">a()</script><link nonce="abc" href="/x"><script src="/y" nonce="abc"></script>"#;
        let clean = without_nonces(html);
        assert_eq!(clean, r#"<script>a()</script><link href="/x"><script src="/y"></script>"#);
        assert_eq!(inline_scripts(&clean), ["a()"]);
    }
}
