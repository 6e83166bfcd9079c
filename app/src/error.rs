//! What can go wrong, as the pages know it: a closed list of codes. The words stand in `text::error`.

use domain::check::FieldError;
use domain::review::Verdict;
use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// Why a page or an action failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorKind {
    NotFound,
    /// The request's arguments are none.
    BadRequest,
    /// Nobody is signed in, or the session ended.
    SignIn,
    Forbidden,
    /// The stage does not allow it (any more): a double submit, an old tab.
    IllegalMove,
    Invalid(Vec<FieldError>),
    /// Somebody else saved in the meantime; the version that stands now.
    Conflict(i64),
    /// Somebody else decided the point in the meantime.
    Decided {
        by: String,
        verdict: Verdict,
        at: OffsetDateTime,
    },
    /// So many answers have points without a verdict.
    Undecided(u32),
    /// So many agencies have not answered, or their answers are not accepted yet.
    Unfinished(u32),
    /// Another edition came into force since the campaign was opened; the number of its decision.
    Outdated(String),
    /// The verdicts do not add up to an edition.
    Consolidation(String),
    /// Verdicts that may each be right open personal data between them; the entry and the item.
    PersonalOpen(String, String),
    /// Such verdicts leave an entry less complete than it was; the entry, and the fields joined by `;`.
    Incomplete(String, String),
    /// An accepted proposal is a duplicate, or may be one; the proposal, and what it overlaps.
    Overlaps(String, FieldError),
    /// The same of an accepted change; the entry, and what it overlaps.
    ChangeOverlaps(String, FieldError),
    /// The server was not reached or its answer was not understood.
    Network,
    Internal,
}

impl ErrorKind {
    /// The HTTP status of a page that ends so.
    pub fn status(&self) -> http::StatusCode {
        use http::StatusCode as S;
        match self {
            Self::NotFound => S::NOT_FOUND,
            Self::BadRequest => S::BAD_REQUEST,
            Self::SignIn => S::UNAUTHORIZED,
            Self::Forbidden => S::FORBIDDEN,
            Self::IllegalMove
            | Self::Conflict(_)
            | Self::Decided { .. }
            | Self::Undecided(_)
            | Self::Unfinished(_)
            | Self::Outdated(_)
            | Self::Consolidation(_)
            | Self::PersonalOpen(..)
            | Self::Incomplete(..)
            | Self::Overlaps(..)
            | Self::ChangeOverlaps(..) => S::CONFLICT,
            Self::Invalid(_) => S::UNPROCESSABLE_ENTITY,
            Self::Network | Self::Internal => S::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A failure, with what the person had typed where a redirect would lose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{kind:?}")]
pub struct AppError {
    pub kind: ErrorKind,
    /// The form as it was sent, JSON; empty where nothing needs keeping.
    #[serde(default)]
    pub typed: String,
}

/// The longest form that is kept, as it stands within the error's own JSON: without JavaScript it travels in an address, of
/// which servers take 64 KB, and there it grows by a third. What is longer stays in the browser's own memory of the form, a
/// step back.
const TYPED_BYTES_MAX: usize = 40_000;

impl AppError {
    /// Keeps the form that led to the failure, so that the page can show it again.
    pub fn keeping<T: Serialize>(self, form: &T) -> Self {
        let typed = serde_json::to_string(form).unwrap_or_default();
        // A mark that JSON escapes takes a second byte there.
        let escaped = typed.bytes().filter(|byte| matches!(byte, b'"' | b'\\')).count();
        Self { typed: if typed.len() + escaped > TYPED_BYTES_MAX { String::new() } else { typed }, ..self }
    }

    /// The form that was kept.
    pub fn kept<T: for<'de> Deserialize<'de>>(&self) -> Option<T> {
        serde_json::from_slice(self.typed.as_bytes()).ok()
    }

    /// The remarks on fields, where that is what is wrong.
    pub fn fields(&self) -> Vec<FieldError> {
        match &self.kind {
            ErrorKind::Invalid(errors) => errors.clone(),
            _ => Vec::new(),
        }
    }
}

impl From<ErrorKind> for AppError {
    fn from(kind: ErrorKind) -> Self {
        Self { kind, typed: String::new() }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        // Where the server meets it, what cannot be read is the sender's fault; in the browser it came of the way.
        let unreadable = if cfg!(feature = "ssr") { ErrorKind::BadRequest } else { ErrorKind::Network };
        match error {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => ErrorKind::BadRequest.into(),
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => unreadable.into(),
            _ => ErrorKind::Internal.into(),
        }
    }
}
