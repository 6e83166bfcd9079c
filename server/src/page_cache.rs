//! Whole pages for anonymous visitors. Such a page is a function of its address, the version of the data and the day
//! alone: it is rendered once, kept with the hashes of its inline scripts (so that it needs no nonce and can be stored
//! compressed), and served with an `ETag` until the data changes.

use std::collections::{HashMap, VecDeque};
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, ETAG, HeaderValue,
    IF_NONE_MATCH, VARY,
};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use bytes::Bytes;
use domain::format::local_date;
use http_body_util::BodyExt;
use sha2::{Digest, Sha256};
use time::{Date, OffsetDateTime};

use crate::fences::headers::is_html;
use crate::session::cookie_name;
use crate::state::AppState;

/// The most that is kept, compressed forms included.
const KEPT_BYTES_MAX: usize = 128 * 1024 * 1024;
/// Longer addresses are rendered each time: they are searches that nobody repeats.
const ADDRESS_BYTES_MAX: usize = 1_024;
/// The largest page that is kept.
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
const BROTLI_QUALITY: u32 = 5;

/// A page as it is kept.
struct Page {
    plain: Bytes,
    brotli: Bytes,
    gzip: Bytes,
    etag: HeaderValue,
    policy: HeaderValue,
}

impl Page {
    fn bytes(&self) -> usize {
        self.plain.len() + self.brotli.len() + self.gzip.len()
    }
}

/// One render for each address at a time: who comes second waits for the first.
type Slot = Arc<tokio::sync::Mutex<Option<Arc<Page>>>>;

#[derive(Default)]
struct Kept {
    /// The data's version and the day that the pages show.
    of: Option<(u64, Date)>,
    slots: HashMap<String, Slot>,
    order: VecDeque<String>,
    bytes: usize,
}

/// The pages kept.
#[derive(Default)]
pub struct PageCache(Mutex<Kept>);

impl PageCache {
    /// The slot of an address; everything of an older version or day is dropped first.
    fn slot(&self, address: &str, of: (u64, Date)) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.of != Some(of) {
            *kept = Kept { of: Some(of), ..Kept::default() };
        }
        if let Some(slot) = kept.slots.get(address) {
            return Arc::clone(slot);
        }
        let slot = Slot::default();
        kept.slots.insert(address.to_owned(), Arc::clone(&slot));
        kept.order.push_back(address.to_owned());
        slot
    }

    /// Counts a page that was filled in, and drops the oldest while there is too much.
    fn filled(&self, bytes: usize) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes += bytes;
        while kept.bytes > KEPT_BYTES_MAX {
            let Some(oldest) = kept.order.pop_front() else { return };
            let slot = kept.slots.remove(&oldest);
            let freed =
                slot.and_then(|slot| slot.try_lock().ok().and_then(|page| page.as_ref().map(|page| page.bytes())));
            kept.bytes = kept.bytes.saturating_sub(freed.unwrap_or(0));
        }
    }

    /// Forgets an address that turned out not to be kept.
    fn forget(&self, address: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.slots.remove(address);
        kept.order.retain(|one| one != address);
    }
}

/// Whether a request is for a page that may be kept.
fn is_kept(request: &Request, cookie: &str) -> bool {
    let path = request.uri().path();
    let page =
        !["/api/", "/pkg/", "/fonts/", "/healthz", "/readyz", "/dang-nhap"].iter().any(|own| path.starts_with(own))
            && !path.contains('.');
    let signed_in = request.headers().get_all(COOKIE).iter().any(|value| {
        let pairs = value.to_str().unwrap_or_default().split(';');
        pairs.into_iter().any(|pair| pair.trim().split('=').next() == Some(cookie))
    });
    let short = request.uri().path_and_query().is_some_and(|address| address.as_str().len() <= ADDRESS_BYTES_MAX);
    *request.method() == Method::GET && page && short && !signed_in
}

/// Serves a kept page, or renders it and keeps it.
pub async fn serve(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    if !is_kept(&request, cookie_name(&state.config)) {
        return next.run(request).await;
    }
    let address = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
    let asked = request.headers().clone();
    let of = (state.store.data_version(), local_date(OffsetDateTime::now_utc()));
    let slot = state.cache.slot(&address, of);
    let mut place = slot.lock().await;
    if let Some(page) = place.as_ref() {
        let page = Arc::clone(page);
        drop(place);
        return answer(&page, &asked);
    }
    // What is kept is plain; each answer is packed as its own request asks.
    request.headers_mut().remove(ACCEPT_ENCODING);
    let response = next.run(request).await;
    if response.status() != StatusCode::OK || !is_html(response.headers()) {
        drop(place);
        state.cache.forget(&address);
        return response;
    }
    match keep(response).await {
        Ok(page) => {
            let page = Arc::new(page);
            *place = Some(Arc::clone(&page));
            drop(place);
            state.cache.filled(page.bytes());
            answer(&page, &asked)
        }
        Err(response) => {
            drop(place);
            state.cache.forget(&address);
            response
        }
    }
}

/// Turns a rendered page into one that can be kept; gives back an answer when it cannot.
async fn keep(response: Response) -> Result<Page, Response> {
    let failed = || StatusCode::INTERNAL_SERVER_ERROR.into_response();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| failed())?.to_bytes();
    if bytes.len() > PAGE_BYTES_MAX {
        return Err(Response::from_parts(parts, Body::from(bytes)));
    }
    let html = String::from_utf8(bytes.to_vec()).map_err(|_| failed())?;
    let page = tokio::task::spawn_blocking(move || prepare(&html)).await;
    page.ok().flatten().ok_or_else(failed)
}

fn prepare(html: &str) -> Option<Page> {
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
    let etag: String = Sha256::digest(html.as_bytes()).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, BROTLI_QUALITY, 22).write_all(html.as_bytes()).ok()?;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(html.as_bytes()).ok()?;
    Some(Page {
        brotli: Bytes::from(brotli),
        gzip: Bytes::from(gzip.finish().ok()?),
        plain: Bytes::from(html),
        etag: HeaderValue::from_str(&format!("\"{etag}\"")).ok()?,
        policy: HeaderValue::from_str(&policy).ok()?,
    })
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

fn answer(page: &Page, asked: &HeaderMap) -> Response {
    let mut headers = HeaderMap::with_capacity(8);
    headers.insert(ETAG, page.etag.clone());
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    headers.insert(VARY, HeaderValue::from_static("cookie, accept-encoding"));
    if asked.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == page.etag.as_bytes()) {
        // No policy here: the browser keeps the one that it stored with the page.
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(CONTENT_SECURITY_POLICY, page.policy.clone());
    let takes = asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = if takes.contains("br") {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
        page.brotli.clone()
    } else if takes.contains("gzip") {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        page.gzip.clone()
    } else {
        page.plain.clone()
    };
    (headers, body).into_response()
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

    #[test]
    fn a_newer_version_drops_everything() {
        let cache = PageCache::default();
        let day = time::macros::date!(2026 - 11 - 24);
        let first = cache.slot("/", (1, day));
        assert!(Arc::ptr_eq(&first, &cache.slot("/", (1, day))));
        assert!(!Arc::ptr_eq(&first, &cache.slot("/", (2, day))));
    }
}
