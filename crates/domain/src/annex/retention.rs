//! How long an import and its workbook are kept. A workbook that became an edition is evidence of what the decision's
//! annex said, and stays as long as the edition does: always. One that nobody confirmed is a draft, and is forgotten
//! with all that was understood of it once nobody has worked on it for [`DRAFT_DAYS`].

use time::{Duration, OffsetDateTime};

/// How long a draft waits, from when somebody last worked on it.
pub const DRAFT_DAYS: i64 = 30;
/// A writing that began so long ago was cut short: it keeps nothing any more.
const WRITING_HOURS: i64 = 24;

/// What the rule asks of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ImportState {
    /// It became an edition.
    pub is_written: bool,
    pub writing_since: Option<OffsetDateTime>,
    /// When it was read, or read again with another mapping.
    pub touched_at: OffsetDateTime,
}

/// What becomes of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// Evidence of an edition.
    Kept,
    Waiting,
    Forgotten,
}

/// What becomes of an import at a moment.
pub fn retention(import: &ImportState, now: OffsetDateTime) -> Retention {
    let writing = import.writing_since.is_some_and(|since| now - since < Duration::hours(WRITING_HOURS));
    if import.is_written {
        Retention::Kept
    } else if writing || now - import.touched_at < Duration::days(DRAFT_DAYS) {
        Retention::Waiting
    } else {
        Retention::Forgotten
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_becomes_of_an_import() {
        let now = time::macros::datetime!(2026-11-25 03:00 UTC);
        let days = |days: i64| now - Duration::days(days);
        let hours = |hours: i64| Some(now - Duration::hours(hours));
        for (is_written, writing_since, touched_at, expected) in [
            (true, None, days(0), Retention::Kept),
            (true, None, days(10_000), Retention::Kept),
            (true, hours(30), days(10_000), Retention::Kept),
            (false, None, days(0), Retention::Waiting),
            (false, None, days(DRAFT_DAYS) + Duration::SECOND, Retention::Waiting),
            (false, None, days(DRAFT_DAYS), Retention::Forgotten),
            (false, None, days(10_000), Retention::Forgotten),
            // Somebody confirmed it at last, and it is being written.
            (false, hours(0), days(DRAFT_DAYS), Retention::Waiting),
            (false, hours(23), days(DRAFT_DAYS), Retention::Waiting),
            // The process that wrote is long gone.
            (false, hours(24), days(DRAFT_DAYS), Retention::Forgotten),
            (false, hours(24), days(1), Retention::Waiting),
            // A clock that was set back forgets nothing.
            (false, None, days(-5), Retention::Waiting),
        ] {
            let import = ImportState { is_written, writing_since, touched_at };
            assert_eq!(retention(&import, now), expected, "{import:?}");
        }
    }
}
