//! Whole pages for anonymous visitors, and answers of the API. Such a page is a function of its address, the version of the data and the day
//! alone: it is rendered once, kept with the hashes of its inline scripts (so that it needs no nonce and can be stored
//! packed), and served with an `ETag` until the data changes.
//!
//! [`KeptPages`] stands before every other layer: a page that is kept costs a look-up and a copy of its headers.

mod kept;
mod page;

use std::borrow::Cow;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT_ENCODING, CACHE_CONTROL, COOKIE, ETAG, IF_NONE_MATCH, SET_COOKIE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use domain::format::local_date;
use futures::future::{BoxFuture, Either};
use http_body_util::BodyExt;
use time::OffsetDateTime;
use tower::{Service, ServiceExt};

use crate::fences::headers::is_html;
use crate::session::cookie_name;
use crate::state::AppState;
use crate::stylesheet::comes_from_elsewhere;
use crate::{api, telemetry, usage};

pub use kept::PageCache;
use kept::{Of, Slot};
use page::Page;

/// Longer addresses are rendered each time: they are searches that nobody repeats.
const ADDRESS_BYTES_MAX: usize = 1_024;
/// The largest page that is kept.
const PAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// What is no page, or is not the same for everyone.
const NOT_KEPT: [&str; 6] = ["/api/", "/pkg/", "/fonts/", "/healthz", "/readyz", "/dang-nhap"];

type Answer = Result<Response, Infallible>;

/// The service with its kept pages before it.
#[derive(Clone)]
pub struct KeptPages {
    inner: Router,
    state: Arc<AppState>,
}

impl KeptPages {
    pub fn new(inner: Router, state: AppState) -> Self {
        Self { inner, state: Arc::new(state) }
    }
}

impl Service<Request> for KeptPages {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Answer>, BoxFuture<'static, Answer>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        if !is_kept(&request, cookie_name(&self.state.config)) {
            return Either::Right(Box::pin(self.inner.clone().oneshot(request)));
        }
        let of: Of = (self.state.store.data_version(), local_date(OffsetDateTime::now_utc()));
        let slot = self.state.cache.slot(&kept_as(&self.state, &request), of);
        match slot.page.get() {
            Some(page) => Either::Left(ready(Ok(hit(&self.state, &slot, page, &request)))),
            None => Either::Right(Box::pin(fill(self.inner.clone(), Arc::clone(&self.state), slot, request))),
        }
    }
}

/// What the page of a request is kept as: its address, told apart where the stylesheet stands within it.
fn kept_as<'a>(state: &AppState, request: &'a Request) -> Cow<'a, str> {
    let address = request.uri().path_and_query().map_or("/", |address| address.as_str());
    if state.style.is_some() && !api::is_api(request.uri().path()) && comes_from_elsewhere(request.headers()) {
        return Cow::Owned(format!("style:{address}"));
    }
    Cow::Borrowed(address)
}

/// Whether a request is for a page that may be kept.
fn is_kept(request: &Request, cookie: &str) -> bool {
    let path = request.uri().path();
    let right = if api::is_api(path) {
        // The API is the same for everyone who takes what it has.
        api::fence::takes_json(request.headers()) && !is_of_use(path)
    } else {
        let signed_in = request.headers().get_all(COOKIE).iter().any(|value| may_hold(value.as_bytes(), cookie));
        !NOT_KEPT.iter().any(|own| path.starts_with(own)) && !is_of_use(path) && !signed_in
    };
    let short = request.uri().path_and_query().is_some_and(|address| address.as_str().len() <= ADDRESS_BYTES_MAX);
    *request.method() == Method::GET && right && short && !path.contains('.')
}

/// Statistics change without a change of the data: they are made each time, from roll-ups.
fn is_of_use(path: &str) -> bool {
    path.starts_with("/thong-ke") || path.starts_with("/api/v1/statistics") || path.ends_with("/su-dung")
}

/// Whether a cookie header may hold a session. Cookies are read more freely elsewhere (names may be escaped, bytes need
/// not be ASCII): what is not plain counts as one.
fn may_hold(header: &[u8], cookie: &str) -> bool {
    match std::str::from_utf8(header) {
        Ok(text) if text.is_ascii() && !text.contains('%') => {
            text.split(';').any(|pair| pair.split('=').next().is_some_and(|name| name.trim() == cookie))
        }
        _ => true,
    }
}

/// A kept page; it is counted and has an id as every answer has.
fn hit(state: &AppState, slot: &Arc<Slot>, page: &Page, request: &Request) -> Response {
    let who = usage::Who::of(request, state.config.behind_proxy);
    usage::note(state, (request.method(), request.uri()), page.found, None, who);
    let (mut response, grown) = page.answer(request.headers());
    if grown > 0 {
        state.cache.grew(&kept_as(state, request), slot, grown);
    }
    telemetry::tell_id(&mut response, &telemetry::new_id());
    response
}

/// Renders the page and keeps it, unless another did meanwhile.
async fn fill(inner: Router, state: Arc<AppState>, slot: Arc<Slot>, mut request: Request) -> Answer {
    let _one_at_a_time = slot.filling.lock().await;
    if let Some(page) = slot.page.get() {
        return Ok(hit(&state, &slot, page, &request));
    }
    let address = kept_as(&state, &request).into_owned();
    let asked = request.headers().clone();
    // What is kept is plain; each answer is packed as its own request asks.
    request.headers_mut().remove(ACCEPT_ENCODING);
    // What is kept is whole, whatever the first asker has.
    request.headers_mut().remove(IF_NONE_MATCH);
    // What is kept is for everyone: nobody is known while it is rendered.
    request.headers_mut().remove(COOKIE);
    let is_api = api::is_api(request.uri().path());
    let response = inner.oneshot(request).await?;
    let headers = response.headers();
    let is_for_one = headers.contains_key(SET_COOKIE)
        || headers.get(CACHE_CONTROL).is_some_and(|value| value.as_bytes().windows(8).any(|word| word == b"no-store"));
    let is_right = if is_api { headers.contains_key(ETAG) } else { is_html(headers) };
    let kept = if response.status() == StatusCode::OK && is_right && !is_for_one {
        keep(response, is_api, &state, asked.clone()).await
    } else {
        Err(response)
    };
    match kept {
        Ok((page, id)) => {
            let page = state.cache.fill(&address, &slot, page);
            let (mut response, _) = page.answer(&asked);
            telemetry::tell_id(&mut response, &id);
            Ok(response)
        }
        Err(response) => {
            state.cache.forget(&address);
            Ok(response)
        }
    }
}

/// Turns a rendered page into one that can be kept, with the id of its request; gives back an answer when it cannot.
async fn keep(
    response: Response,
    is_api: bool,
    state: &AppState,
    asked: HeaderMap,
) -> Result<(Page, String), Response> {
    let failed = || StatusCode::INTERNAL_SERVER_ERROR.into_response();
    let id = telemetry::id_of(&response);
    let found = usage::found(response.headers());
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.map_err(|_| failed())?.to_bytes();
    if bytes.len() > PAGE_BYTES_MAX {
        return Err(Response::from_parts(parts, Body::from(bytes)));
    }
    let (https, style) = (state.config.is_https(), state.style.clone());
    let prepare = move || {
        if is_api {
            Page::of_data(parts.headers, bytes, &asked)
        } else {
            Page::prepare(std::str::from_utf8(&bytes).ok()?, https, &asked, style.as_deref())
        }
    };
    let page = tokio::task::spawn_blocking(prepare).await;
    page.ok().flatten().map(|page| (page.with_found(found), id)).ok_or_else(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cookies_that_may_hold_a_session() {
        for (header, may) in [
            (&b"csdl=abc"[..], true),
            (b"a=1; csdl=abc", true),
            (b" csdl =abc", true),
            (b"%63sdl=abc", true),
            ("ten=Đắk Lắk; csdl=abc".as_bytes(), true),
            (b"a=\xff", true),
            (b"a=1; csdlx=2", false),
            (b"a=csdl", false),
        ] {
            assert_eq!(may_hold(header, "csdl"), may, "{}", String::from_utf8_lossy(header));
        }
    }
}
