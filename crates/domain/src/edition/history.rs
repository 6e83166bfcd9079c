//! One entry through all editions.

use serde::{Deserialize, Serialize};

use super::{EditionRef, Span, spans_held};
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
    /// Of a removed entry: the entry that took over its items.
    pub merged_into: Option<EntryCode>,
    /// Of a removed entry: why its agency asked for that (article 8.2). Empty where no review took it out.
    pub reason: String,
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

/// Who answered for an entry while it was in the catalog, the newest first as in `owners`: for what left it nobody does.
/// `held` are the first and last days of the editions that have it, the oldest first.
pub fn owners_while_held(owners: &[OwnerPeriod], held: impl IntoIterator<Item = Span>) -> Vec<OwnerPeriod> {
    let spans = spans_held(held);
    let part = |owner: &OwnerPeriod, (first, last): Span| {
        let valid_from = owner.valid_from.max(first);
        let valid_to = owner.valid_to.into_iter().chain(last).min();
        let any = valid_to.is_none_or(|end| end >= valid_from);
        any.then(|| OwnerPeriod { valid_from, valid_to, ..owner.clone() })
    };
    owners.iter().flat_map(|owner| spans.iter().rev().filter_map(move |span| part(owner, *span))).collect()
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
    use time::Date;
    use time::macros::date;

    use super::*;
    use crate::id::AgencyId;

    #[test]
    fn nobody_answers_for_what_left() {
        let owner = |id: &str, valid_from: Date, valid_to: Option<Date>| OwnerPeriod {
            agency: AgencyRef { id: AgencyId::from(id), name: id.to_owned() },
            valid_from,
            valid_to,
            basis: String::new(),
        };
        let (first, merged, end) = (date!(2023 - 06 - 22), date!(2025 - 02 - 19), date!(2024 - 12 - 31));
        let owners = [owner("y", merged, None), owner("x", first, merged.previous_day())];
        let (next, back) = (date!(2025 - 01 - 01), date!(2026 - 01 - 01));
        for (held, told) in [
            // From one edition to the next, the second in force.
            (&[(first, Some(end)), (next, None)][..], owners.to_vec()),
            // It left before its owner's work went on.
            (&[(first, Some(end))], vec![owner("x", first, Some(end))]),
            // It left, and came back afterwards.
            (&[(first, Some(end)), (back, None)], vec![owner("y", back, None), owner("x", first, Some(end))]),
            // It is to leave.
            (&[(first, Some(back))], vec![owner("y", merged, Some(back)), owner("x", first, merged.previous_day())]),
            // Another decision took the place of its own at once.
            (&[(first, first.previous_day())], vec![]),
        ] {
            assert_eq!(owners_while_held(&owners, held.iter().copied()), told, "{held:?}");
        }
    }

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
