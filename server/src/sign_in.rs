//! Signing in and out: plain forms, the same with and without JavaScript.

use axum::Form;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use domain::check::{FieldCode, FieldError};
use serde::Deserialize;
use store::Error;
use time::OffsetDateTime;
use tower_sessions::Session;

use crate::fences::client::ClientAddress;
use crate::redirect::{back, is_local};
use crate::session::{ACCOUNT, SINCE};
use crate::state::AppState;
use crate::usage::SignedIn;

#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    username: String,
    #[serde(default)]
    password: String,
    /// The page that was wanted.
    #[serde(default)]
    next: String,
}

/// A path of this site; anything else leads to the person's tasks.
fn local(next: &str) -> &str {
    if is_local(next) { next } else { "/viec-cua-toi" }
}

/// Checks the credentials; a new session id carries the account from here on.
pub async fn sign_in(
    State(state): State<AppState>,
    address: ClientAddress,
    session: Session,
    Form(form): Form<Credentials>,
) -> Response {
    let at = OffsetDateTime::now_utc();
    let account = match state.store.sign_in(at, &form.username, &form.password, &address.0).await {
        Ok(account) => account,
        Err(Error::Invalid(remarks)) => return refuse(&form, &remarks),
        Err(error) => {
            tracing::error!(%error, "sign-in failed");
            return refuse(&form, &[FieldError::new("password", FieldCode::Unavailable)]);
        }
    };
    let begun = begin(&session, account.as_str(), at).await;
    if let Err(error) = begun {
        tracing::error!(%error, "a session was not begun");
        return refuse(&form, &[FieldError::new("password", FieldCode::Unavailable)]);
    }
    let mut response = Redirect::to(local(&form.next)).into_response();
    // Who it is matters only to the count; the session is begun without it.
    if let Some(account) = state.store.actor(&account, at).await.ok().and_then(|actor| actor.account) {
        response.extensions_mut().insert(SignedIn(account));
    }
    response
}

async fn begin(session: &Session, account: &str, at: OffsetDateTime) -> Result<(), tower_sessions::session::Error> {
    session.cycle_id().await?;
    session.insert(ACCOUNT, account).await?;
    session.insert(SINCE, at.unix_timestamp()).await?;
    session.save().await
}

fn refuse(form: &Credentials, remarks: &[FieldError]) -> Response {
    back("/dang-nhap", remarks, &[("username", &form.username), ("next", &form.next)])
}

/// Ends the session and asks the browser to drop what it kept of it.
pub async fn sign_out(session: Session, _request: Request) -> Response {
    if let Err(error) = session.flush().await {
        tracing::warn!(%error, "a session was not removed");
    }
    let mut response = Redirect::to("/").into_response();
    let clear = HeaderName::from_static("clear-site-data");
    response.headers_mut().insert(clear, HeaderValue::from_static("\"cache\""));
    response.headers_mut().remove(CONTENT_TYPE);
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_this_site() {
        assert_eq!(local("/ra-soat/2026?a=1"), "/ra-soat/2026?a=1");
        for foreign in ["", "//evil.example", "https://evil.example", "/\\evil.example", "a"] {
            assert_eq!(local(foreign), "/viec-cua-toi", "{foreign}");
        }
    }
}
