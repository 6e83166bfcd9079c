//! Unchanged entries that wait for a verdict: what is accepted together, and what is passed over with the reason.

use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::id::{AnswerId, EntryCode};

/// Rows of each list that the page of the queue shows; the rest is found by the queue's filter.
pub const KEEPS_SHOWN: usize = 100;

/// Why an unchanged entry is not accepted together with the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PassedOver {
    /// Another agency appraises it.
    Own,
    /// Opinions are open, or it is talked about.
    Asked,
    /// It was settled to be a duplicate.
    Duplicate,
}

impl PassedOver {
    /// `None`: it is accepted together with the others.
    pub fn of(appraises: bool, discussed: bool, duplicate: bool) -> Option<Self> {
        match (appraises, discussed, duplicate) {
            (false, ..) => Some(Self::Own),
            (true, true, _) => Some(Self::Asked),
            (true, false, true) => Some(Self::Duplicate),
            (true, false, false) => None,
        }
    }
}

/// An unchanged entry that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeepRow {
    pub answer: AnswerId,
    pub code: Option<EntryCode>,
    pub name: String,
    pub agency: AgencyRef,
    pub passed: Option<PassedOver>,
    /// What it may duplicate and nobody settled, by code and name: it is kept all the same (article 5.3).
    pub open_pairs: Vec<String>,
}

/// The unchanged entries that wait, counted; the first of each list by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keeps {
    /// Which can be accepted together.
    pub waiting: u32,
    /// Those that are passed over: of the person's own agency, those that wait for opinions or are talked about, and what
    /// was settled to be a duplicate.
    pub own: u32,
    pub asked: u32,
    pub duplicate: u32,
    pub accepted: Vec<KeepRow>,
    pub passed: Vec<KeepRow>,
}

impl Keeps {
    /// Counts one; `row` is asked for only where it is shown.
    pub fn add(&mut self, passed: Option<PassedOver>, row: impl FnOnce() -> KeepRow) {
        let (count, list) = match passed {
            None => (&mut self.waiting, &mut self.accepted),
            Some(PassedOver::Own) => (&mut self.own, &mut self.passed),
            Some(PassedOver::Asked) => (&mut self.asked, &mut self.passed),
            Some(PassedOver::Duplicate) => (&mut self.duplicate, &mut self.passed),
        };
        *count += 1;
        if list.len() < KEEPS_SHOWN {
            list.push(row());
        }
    }

    /// How many are passed over.
    pub fn left(&self) -> u32 {
        self.own + self.asked + self.duplicate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: i64, passed: Option<PassedOver>) -> KeepRow {
        KeepRow {
            answer: AnswerId(id),
            code: None,
            name: String::new(),
            agency: AgencyRef::default(),
            passed,
            open_pairs: Vec::new(),
        }
    }

    #[test]
    fn what_is_passed_over_and_why() {
        for (appraises, discussed, duplicate, passed) in [
            (true, false, false, None),
            (true, false, true, Some(PassedOver::Duplicate)),
            // Talked about, it is for the talk to end first.
            (true, true, true, Some(PassedOver::Asked)),
            (false, true, true, Some(PassedOver::Own)),
        ] {
            assert_eq!(PassedOver::of(appraises, discussed, duplicate), passed, "{appraises} {discussed} {duplicate}");
        }
    }

    #[test]
    fn all_are_counted_and_the_first_are_named() {
        let mut keeps = Keeps::default();
        for id in 0..=100 {
            keeps.add(None, || row(id, None));
        }
        for passed in [PassedOver::Own, PassedOver::Asked, PassedOver::Asked, PassedOver::Duplicate] {
            keeps.add(Some(passed), || row(200, Some(passed)));
        }
        assert_eq!((keeps.waiting, keeps.accepted.len()), (101, KEEPS_SHOWN));
        assert_eq!((keeps.own, keeps.asked, keeps.duplicate, keeps.left(), keeps.passed.len()), (1, 2, 1, 4, 4));
    }
}
