//! The rounds of an appraisal: why an answer came back, and what was decided before it was sent again.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{AnswerView, Point, ResponsePage};
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

impl AnswerView {
    /// It came back, and was saved since.
    pub fn is_answered_again(&self) -> bool {
        self.returned && self.is_saved_after(self.returns.last().map(|note| note.at))
    }

    /// It is sent again as it was sent then: it did not come back, and nobody saved it since. What the head gives back may
    /// be changed whole.
    pub fn is_settled(&self, sent_at: OffsetDateTime) -> bool {
        !self.returned && !self.is_saved_after(Some(sent_at))
    }

    fn is_saved_after(&self, at: Option<OffsetDateTime>) -> bool {
        self.saved_at.zip(at).is_some_and(|(saved_at, at)| saved_at > at)
    }
}

impl ResponsePage {
    /// Of what came back and is to be sent anew: how much was answered since, and how much it is. None of it in a first
    /// round.
    pub fn again(&self) -> (usize, usize) {
        let back: Vec<&AnswerView> =
            self.answers.iter().chain(&self.proposals).filter(|answer| answer.returned).collect();
        (back.iter().filter(|answer| answer.is_answered_again()).count(), back.len())
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

    fn at(day: u8) -> OffsetDateTime {
        datetime!(2026-11-01 02:00 UTC).replace_day(day).expect("a day")
    }

    fn answer(saved: Option<u8>, returned: bool, came_back: &[u8]) -> AnswerView {
        let note = |day: &u8| ReturnNote { text: String::new(), who: String::new(), at: at(*day) };
        AnswerView {
            id: None,
            code: None,
            form_key: String::new(),
            name: String::new(),
            base: None,
            draft: None,
            version: 1,
            saved_at: saved.map(at),
            saved_by: String::new(),
            errors: Vec::new(),
            points: Vec::new(),
            last_year: None,
            returns: came_back.iter().map(note).collect(),
            returned,
        }
    }

    #[test]
    fn what_was_answered_again_was_saved_after_it_came_back_last() {
        for (saved, returned, came_back, expected) in [
            (Some(9), true, vec![10], false),
            (Some(11), true, vec![10], true),
            (Some(11), true, vec![10, 12], false),
            (None, true, vec![10], false),
            (Some(11), false, vec![10], false),
        ] {
            let answer = answer(saved, returned, &came_back);
            assert_eq!(answer.is_answered_again(), expected, "{saved:?} {returned} {came_back:?}");
        }
    }

    #[test]
    fn what_was_changed_beside_what_came_back_is_not_settled() {
        for (saved, returned, expected) in
            [(Some(9), false, true), (Some(11), false, false), (None, false, true), (Some(9), true, false)]
        {
            assert_eq!(answer(saved, returned, &[]).is_settled(at(10)), expected, "{saved:?} {returned}");
        }
    }

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
                about: None,
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
