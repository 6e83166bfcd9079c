//! The rounds of an appraisal: why an answer came back, and what was decided before it was sent again.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::Point;
use crate::agency::AgencyRef;

/// Why the appraiser gave an answer back. Never changed: a further return stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnNote {
    pub text: String,
    pub who: String,
    pub at: OffsetDateTime,
}

impl Point {
    /// Decided in a round before: the answers were sent anew since.
    pub fn is_past(&self, sent_at: Option<OffsetDateTime>) -> bool {
        let decided_at = self.decision.as_ref().map(|decision| decision.decided_at);
        decided_at.zip(sent_at).is_some_and(|(decided_at, sent_at)| decided_at < sent_at)
    }
}

/// An agency that owes answers which came back, and by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueAgain {
    pub agency: AgencyRef,
    pub due_on: Date,
    /// Working days; negative when late.
    pub days_left: i64,
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::id::PointId;
    use crate::review::{PointDecision, Verdict};

    #[test]
    fn what_was_decided_in_a_round_before() {
        let (first, between, second) =
            (datetime!(2026-11-10 02:00 UTC), datetime!(2026-11-12 02:00 UTC), datetime!(2026-11-20 02:00 UTC));
        let later = datetime!(2026-11-21 02:00 UTC);
        for (decided_at, sent_at, past) in [
            (None, Some(second), false),
            (Some(between), Some(first), false),
            (Some(between), Some(second), true),
            (Some(later), Some(second), false),
            (Some(between), None, false),
        ] {
            let decision = decided_at.map(|decided_at| PointDecision {
                verdict: Verdict::Accept,
                value: String::new(),
                reason: String::new(),
                decided_by: String::new(),
                decided_at,
            });
            let (old, new) = (String::new(), String::new());
            let point = Point {
                id: PointId(1),
                place: None,
                old,
                new,
                decision,
                earlier: vec![],
                talk: vec![],
                said_before: 0,
            };
            assert_eq!(point.is_past(sent_at), past, "{decided_at:?} {sent_at:?}");
        }
    }
}
