//! Counting use, off the request's path: what a request is the use of (`counted`) is added to a `tally`, which the `writer`
//! empties and looks at. Nothing here waits, and nothing personal leaves the writer.

mod counted;
mod tally;
mod writer;

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header::{HeaderName, HeaderValue, USER_AGENT};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use domain::account::Account;
use domain::id::{AgencyId, EntryCode};
use domain::usage::{UsageKind, is_left_out};
use time::OffsetDateTime;

use crate::fences::client;
use crate::state::AppState;
use counted::counted;

pub use tally::{UsageReceiver, UsageSender, channel};
pub use writer::write;

/// Bytes of a browser's name by which visitors are told apart.
const AGENT_BYTES_MAX: usize = 512;
/// A request with this header is a test or a watcher, and is not counted.
pub const TEST_HEADER: HeaderName = HeaderName::from_static("x-csdl-test");
/// How many entries a search found.
const FOUND: HeaderName = HeaderName::from_static("x-total-count");

/// All that is told of a use but when it was: there are few that differ at a time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct What {
    kind: UsageKind,
    code: Option<EntryCode>,
    /// The words of a search, as typed.
    typed: Option<String>,
    found: Option<u32>,
    agency: Option<AgencyId>,
    who: Who,
}

/// What tells one visitor from another, until the writer has made a hash of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Who {
    network: Option<IpAddr>,
    user_agent: Option<HeaderValue>,
    is_test: bool,
}

impl Who {
    pub fn of(request: &Request, behind_proxy: bool) -> Self {
        let headers = request.headers();
        Self {
            network: client::network(headers, request.extensions(), behind_proxy),
            user_agent: headers.get(USER_AGENT).map(agent),
            is_test: headers.contains_key(TEST_HEADER),
        }
    }
}

/// A browser's name, no longer than it may be.
fn agent(told: &HeaderValue) -> HeaderValue {
    let cut = told.as_bytes().get(..AGENT_BYTES_MAX).and_then(|cut| HeaderValue::from_bytes(cut).ok());
    cut.unwrap_or_else(|| told.clone())
}

/// The account on whose behalf a request was answered, told by who knows it; absent for the public.
#[derive(Clone, Debug)]
pub struct UsedBy(pub Account);

/// The account that has just signed in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Account);

/// How many entries an answer says that a search found.
pub fn found(headers: &HeaderMap) -> Option<u32> {
    headers.get(FOUND)?.to_str().ok()?.parse().ok()
}

/// Counts a request that was answered.
pub async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let who = Who::of(&request, state.config.behind_proxy);
    let response = next.run(request).await;
    if let Some(SignedIn(account)) = response.extensions().get() {
        send(&state, (UsageKind::SignIn, None, None), None, Some(account), who);
    } else if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        let account = response.extensions().get::<UsedBy>().map(|used| &used.0);
        note(&state, (&method, &uri), found(response.headers()), account, who);
    }
    response
}

/// Notes what a request that was answered is the use of.
pub fn note(state: &AppState, (method, uri): (&Method, &Uri), found: Option<u32>, account: Option<&Account>, who: Who) {
    if let Some(what) = counted(method, uri.path(), uri.query().unwrap_or_default()) {
        send(state, what, found, account, who);
    }
}

fn send(
    state: &AppState,
    (kind, code, typed): (UsageKind, Option<EntryCode>, Option<String>),
    found: Option<u32>,
    account: Option<&Account>,
    who: Who,
) {
    if who.is_test || is_left_out(account, &state.config.usage_left_out) {
        return;
    }
    let agency = account.and_then(|account| account.agency.as_ref()).map(|agency| agency.id.clone());
    let found = found.filter(|_| kind == UsageKind::Search);
    let what = What { kind, code, typed, found, agency, who };
    state.usage.send(what, OffsetDateTime::now_utc());
}

/// A view of an entry by one of several visitors.
#[cfg(test)]
fn viewed(code: &str, visitor: u8) -> What {
    let network = Some(IpAddr::from([203, 0, 113, visitor]));
    let user_agent = Some(HeaderValue::from_static("Mozilla/5.0 Firefox/133.0"));
    let who = Who { network, user_agent, is_test: false };
    What { kind: UsageKind::View, code: Some(EntryCode::from(code)), typed: None, found: None, agency: None, who }
}
