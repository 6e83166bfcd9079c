//! What the server gives to each request that the application answers.

use std::sync::Arc;

use domain::account::Actor;
use leptos::prelude::use_context;
use store::Store;

use crate::api::guide::ApiGuide;
use crate::error::{AppError, ErrorKind};

/// The store and the person who asks. The server provides it for every page and server function.
#[derive(Clone)]
pub struct AppContext {
    pub store: Store,
    pub actor: Actor,
    /// The data is illustrative, and every page says so.
    pub demo: bool,
    /// A mail server is set up.
    pub mail: bool,
    /// The public API, for the page that documents it.
    pub api: Arc<ApiGuide>,
}

/// The context of the request at hand.
///
/// # Errors
/// [`ErrorKind::Internal`] when the server forgot to provide it.
pub fn request() -> Result<AppContext, AppError> {
    use_context::<AppContext>().ok_or_else(|| ErrorKind::Internal.into())
}

/// Sends the browser on after a form was handled: by a redirect without JavaScript, by the router with it.
pub fn go_to(path: &str) {
    leptos_axum::redirect(path);
}

/// The same where no script runs. Where one does, the page of what is new takes its name from the answer of the save, and
/// stays at the step that it shows: see `pages::named`.
pub fn go_to_without_script(path: &str) {
    let asked = use_context::<http::request::Parts>();
    let accept = asked.and_then(|asked| asked.headers.get(http::header::ACCEPT).cloned());
    if accept.is_some_and(|accept| accept.to_str().is_ok_and(|accept| accept.contains("text/html"))) {
        go_to(path);
    }
}

/// Gives the page the status that an error asks for.
pub fn answer_with(error: &AppError) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(error.kind.status());
    }
}

/// Tells how many entries a search found, in a header of the answer: searches without result are counted by it.
pub fn tell_found(total: u64) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.insert_header(http::HeaderName::from_static("x-total-count"), total.into());
    }
}

impl From<store::Error> for AppError {
    fn from(error: store::Error) -> Self {
        use domain::consolidate::ConsolidationError;
        use domain::policy::Refusal;
        use store::Error as E;
        let kind = match error {
            E::NotFound | E::Refused(Refusal::Hidden) => ErrorKind::NotFound,
            E::Refused(Refusal::SignIn) => ErrorKind::SignIn,
            E::Refused(Refusal::Forbidden) => ErrorKind::Forbidden,
            E::IllegalMove(_) => ErrorKind::IllegalMove,
            E::Invalid(errors) => ErrorKind::Invalid(errors),
            E::Conflict { version } => ErrorKind::Conflict(version),
            E::Decided { by, verdict, at } => ErrorKind::Decided { by, verdict, at },
            E::Outdated(number) => ErrorKind::Outdated(number),
            E::Undecided(count) => ErrorKind::Undecided(count),
            E::Unfinished(count) => ErrorKind::Unfinished(count),
            E::Consolidation(ConsolidationError::PersonalOpen(entry, item)) => ErrorKind::PersonalOpen(entry, item),
            E::Consolidation(ConsolidationError::Incomplete(entry, fields)) => ErrorKind::Incomplete(entry, fields),
            E::Consolidation(ConsolidationError::Overlaps(proposal, remark)) => ErrorKind::Overlaps(proposal, remark),
            E::Consolidation(ConsolidationError::ChangeOverlaps(entry, remark)) => {
                ErrorKind::ChangeOverlaps(entry, remark)
            }
            E::Consolidation(error) => ErrorKind::Consolidation(error.to_string()),
            // The detail goes to the log under the request's id; the person gets a page without it.
            other => {
                tracing::error!(error = %other, "the store failed");
                ErrorKind::Internal
            }
        };
        kind.into()
    }
}
