//! What can go wrong in the store. Callers turn it into a page or a status; the database's own words stay in the log.

use domain::check::FieldError;
use domain::consolidate::ConsolidationError;
use domain::policy::Refusal;
use domain::review::Verdict;
use domain::workflow::IllegalMove;
use sea_orm::{DbErr, RuntimeErr};
use thiserror::Error;
use time::OffsetDateTime;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Debug, Error)]
pub enum Error {
    /// No such thing, or not one that the person may know of.
    #[error("not found")]
    NotFound,
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    #[error(transparent)]
    IllegalMove(#[from] IllegalMove),
    /// The input lacks something; each remark names its field.
    #[error("invalid input: {0:?}")]
    Invalid(Vec<FieldError>),
    /// Somebody else wrote in the meantime. Carries the version that stands now.
    #[error("conflict, the version now is {version}")]
    Conflict { version: i64 },
    /// Somebody else decided the point in the meantime: who, what and when.
    #[error("the point was decided by {by}")]
    Decided { by: String, verdict: Verdict, at: OffsetDateTime },
    #[error(transparent)]
    Consolidation(#[from] ConsolidationError),
    /// The campaign or draft is not ready: so many answers have undecided points.
    #[error("{0} answers are undecided")]
    Undecided(u32),
    /// The campaign cannot end yet: so many agencies have not answered, or their answers are not accepted.
    #[error("{0} agencies are not done")]
    Unfinished(u32),
    /// The edition that a campaign reviews is no longer the newest; carries the number of the decision that came after.
    #[error("the edition of decision {0} came into force meanwhile")]
    Outdated(String),
    /// More entries than one export may have; carries how many there are.
    #[error("{0} entries are too many for one export")]
    TooMany(u64),
    #[error("database: {0}")]
    Database(#[source] sea_orm::DbErr),
    #[error("files: {0}")]
    Files(#[from] object_store::Error),
    /// A stored value that no type takes: names the table and the row.
    #[error("corrupt row: {0}")]
    Corrupt(String),
    #[error("password hashing: {0}")]
    Password(String),
}

/// PostgreSQL's word for a text that holds the null character.
const CHARACTER_NOT_IN_REPERTOIRE: &str = "22021";

impl From<DbErr> for Error {
    /// PostgreSQL refuses to look for a text with a null character, which only an address made by hand has (what is
    /// written is cleaned before): such a thing is not there, as SQLite finds.
    fn from(error: DbErr) -> Self {
        let database = match &error {
            DbErr::Query(RuntimeErr::SqlxError(error)) | DbErr::Exec(RuntimeErr::SqlxError(error)) => {
                error.as_database_error().and_then(|error| error.code())
            }
            _ => None,
        };
        match database.as_deref() {
            Some(CHARACTER_NOT_IN_REPERTOIRE) => Self::NotFound,
            _ => Self::Database(error),
        }
    }
}
