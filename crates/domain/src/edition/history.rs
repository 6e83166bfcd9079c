//! One entry through all editions.

use serde::{Deserialize, Serialize};

use super::EditionRef;
use crate::agency::AgencyRef;
use crate::catalog::{EntryStatus, Lists, OwnerPeriod};
use crate::change::Change;
use crate::id::EntryCode;

/// An entry in one edition, against the edition before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryStep {
    pub edition: EditionRef,
    /// Removed: the first edition that has the entry no more.
    pub status: EntryStatus,
    /// The owner, as the decision names it; of a removed entry, the last.
    pub owner: AgencyRef,
    /// Against the last edition that had the entry.
    pub changes: Vec<Change>,
}

/// What became of an entry from edition to edition: `held` tells, oldest first, which version each has. Nothing is told of
/// those that do not have it, but of the first without it; one that has it again after that has it anew.
pub fn statuses(held: impl IntoIterator<Item = Option<i64>>) -> Vec<Option<EntryStatus>> {
    let mut before: Option<i64> = None;
    let status = |now: Option<i64>| {
        let status = match (before, now) {
            (None, None) => None,
            (None, Some(_)) => Some(EntryStatus::New),
            (Some(_), None) => Some(EntryStatus::Removed),
            (Some(before), Some(now)) if before == now => Some(EntryStatus::Unchanged),
            (Some(_), Some(_)) => Some(EntryStatus::Modified),
        };
        before = now;
        status
    };
    held.into_iter().map(status).collect()
}

/// The page of an entry's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryPage {
    pub code: EntryCode,
    /// As last issued.
    pub name: String,
    /// Newest first.
    pub steps: Vec<HistoryStep>,
    pub owners: Vec<OwnerPeriod>,
    pub lists: Lists,
    /// Names of agencies that changes of owner mention.
    pub mentioned: Vec<AgencyRef>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_became_of_an_entry() {
        use EntryStatus::{Modified as M, New as N, Removed as R, Unchanged as U};
        for (held, told) in [
            (&[None, None][..], &[None, None][..]),
            (&[Some(1), Some(1), Some(2)], &[Some(N), Some(U), Some(M)]),
            (&[None, Some(1), None, None], &[None, Some(N), Some(R), None]),
            // Withdrawn and back, as it was or changed: it enters the catalog anew.
            (&[Some(1), None, Some(1)], &[Some(N), Some(R), Some(N)]),
            (&[Some(1), None, None, Some(2), Some(2)], &[Some(N), Some(R), None, Some(N), Some(U)]),
        ] {
            assert_eq!(statuses(held.iter().copied()), told, "{held:?}");
        }
    }
}
