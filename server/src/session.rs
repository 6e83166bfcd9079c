//! Sessions: a cookie, a row, and for each request the person behind it.

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::account::Actor;
use domain::id::AccountId;
use store::SessionRows;
use time::{Duration, OffsetDateTime};
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, Session, SessionManagerLayer};

use crate::config::Config;
use crate::state::AppState;
use crate::usage::UsedBy;

/// The account of a session, and when it signed in (Unix seconds).
pub(crate) const ACCOUNT: &str = "account";
pub(crate) const SINCE: &str = "since";
/// When a session was last renewed (Unix seconds).
const SEEN: &str = "seen";
const SEEN_EVERY_SECONDS: i64 = 60;

/// The cookie's name: `__Host-` where the site is served over https, which browsers then tie to the host and the root.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-csdl" } else { "csdl" }
}

/// The session layer.
pub fn layer(config: &Config, store: SessionRows) -> SessionManagerLayer<SessionRows> {
    SessionManagerLayer::new(store)
        .with_name(cookie_name(config))
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_secure(config.is_https())
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(Duration::minutes(i64::from(config.session_idle_minutes))))
}

/// Finds out who asks and lays it beside the request. A session past its absolute limit, or of an account that was
/// closed, ends here.
pub async fn who_asks(State(state): State<AppState>, session: Session, mut request: Request, next: Next) -> Response {
    let now = OffsetDateTime::now_utc();
    let actor = match signed_in(&state, &session, now).await {
        Ok(actor) => actor.unwrap_or_else(|| Actor::anonymous(now)),
        // Nobody is signed out because the database does not answer.
        Err(busy) => return busy.into_response(),
    };
    let account = actor.account.clone();
    let is_signed_in = account.is_some();
    request.extensions_mut().insert(actor);
    if is_signed_in {
        // Before the rest: who signs out in it is not to be written again.
        touch(&session, now).await;
    }
    let mut response = next.run(request).await;
    if let Some(account) = account {
        response.extensions_mut().insert(UsedBy(account));
        // What a signed-in person sees is stored nowhere.
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// The idle time starts anew. Not written with each request: a write waits for the disk, and to the minute is near
/// enough.
async fn touch(session: &Session, now: OffsetDateTime) {
    let seen: Option<i64> = session.get(SEEN).await.ok().flatten();
    if seen.is_some_and(|seen| now.unix_timestamp() - seen < SEEN_EVERY_SECONDS) {
        return;
    }
    if let Err(error) = session.insert(SEEN, now.unix_timestamp()).await {
        tracing::warn!(%error, "a session was not renewed");
    }
}

async fn signed_in(state: &AppState, session: &Session, now: OffsetDateTime) -> Result<Option<Actor>, Busy> {
    let account: Option<String> = session.get(ACCOUNT).await.map_err(busy)?;
    let since: Option<i64> = session.get(SINCE).await.map_err(busy)?;
    let (Some(account), Some(since)) = (account, since) else { return Ok(None) };
    let limit = since + i64::from(state.config.session_hours) * 3_600;
    if now.unix_timestamp() < limit {
        match state.store.actor(&AccountId(account), now).await {
            Ok(actor) => return Ok(Some(actor)),
            Err(store::Error::NotFound) => {}
            Err(error) => return Err(busy(error)),
        }
    }
    if let Err(error) = session.flush().await {
        tracing::warn!(%error, "a session that ended was not removed");
    }
    Ok(None)
}

/// What a visitor gets while the database does not answer.
type Busy = (StatusCode, [(HeaderName, &'static str); 2], &'static str);

fn busy(error: impl std::fmt::Display) -> Busy {
    tracing::error!(%error, "who asks was not found out");
    let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (RETRY_AFTER, "10")];
    (StatusCode::SERVICE_UNAVAILABLE, headers, include_str!("session/busy.html"))
}
