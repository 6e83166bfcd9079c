//! Two editions beside each other: what became of each entry, and the figures, in all and by agency.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Balance, EditionRef, EntryDiff};
use crate::agency::AgencyRef;
use crate::catalog::{EntryStatus, Lists};
use crate::change::{Field, Place};
use crate::id::{AgencyId, EntryCode};
use crate::page::{Page, PageRequest};

/// Entries of a comparison on one page.
pub const COMPARED_ROWS: u32 = 50;

/// Which part of a comparison is wanted. Empty parts do not narrow: without a kind, everything that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ComparisonFilter {
    #[serde(default)]
    pub kind: Option<EntryStatus>,
    /// The agency under which an entry stands: in the newer edition, or in the older one if it was withdrawn.
    #[serde(default)]
    pub agency: String,
    #[serde(default)]
    pub page: u32,
    /// To be read through or printed: [`crate::page::LONG_PAGE_ROWS`] entries a page.
    #[serde(default)]
    pub whole: bool,
}

impl ComparisonFilter {
    /// The page that is wanted.
    pub fn request(&self) -> PageRequest {
        if self.whole { PageRequest::long(self.page) } else { PageRequest::new(self.page, COMPARED_ROWS) }
    }

    /// Whether an entry belongs to the part.
    pub fn takes(&self, status: EntryStatus, agency: &AgencyId) -> bool {
        let kind = self.kind.map_or(status != EntryStatus::Unchanged, |kind| kind == status);
        kind && (self.agency.is_empty() || self.agency == agency.as_str())
    }
}

/// What became of the entries of one agency: `before + added - removed + received - given = after`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyBalance {
    pub agency: AgencyRef,
    pub balance: Balance,
    /// Entries that came from another agency; counted among the modified of this one.
    pub received: u32,
    /// Entries that went to another agency; counted among the modified of that one.
    pub given: u32,
}

/// A comparison of two editions, the older first: the figures, and a page of the entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub old: EditionRef,
    pub new: EditionRef,
    pub balance: Balance,
    /// In the order of the annex; agencies that only the older edition has come last.
    pub agencies: Vec<AgencyBalance>,
    /// Changed entries with their changes ([`super::told_changes`]); added and withdrawn ones with what the edition says of
    /// them ([`super::outline`]).
    pub entries: Page<EntryDiff>,
    pub lists: Lists,
    /// Names of agencies that changes of owner mention.
    pub mentioned: Vec<AgencyRef>,
}

/// One entry as the list of an edition names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    pub code: EntryCode,
    /// Equal versions have equal contents.
    pub version: i64,
    pub owner: AgencyId,
}

/// What became of an entry, with its positions in the two lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub status: EntryStatus,
    pub before: Option<usize>,
    pub after: Option<usize>,
}

/// The figures of one agency.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AgencyFigures {
    pub balance: Balance,
    pub received: u32,
    pub given: u32,
}

/// What two lists tell without the contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// By agency in the order of the annex, the withdrawn after the others of their agency.
    pub entries: Vec<Outcome>,
    pub balance: Balance,
    pub agencies: Vec<(AgencyId, AgencyFigures)>,
}

/// Compares two lists, each in the order of its annex.
pub fn outcomes(before: &[Listing], after: &[Listing]) -> Outcomes {
    let mut ranks: HashMap<&AgencyId, usize> = HashMap::new();
    let mut agencies: Vec<(AgencyId, AgencyFigures)> = Vec::new();
    for one in after.iter().chain(before) {
        ranks.entry(&one.owner).or_insert_with(|| {
            agencies.push((one.owner.clone(), AgencyFigures::default()));
            agencies.len() - 1
        });
    }
    let old: HashMap<&EntryCode, usize> = before.iter().enumerate().map(|(at, one)| (&one.code, at)).collect();
    let mut stays = vec![false; before.len()];
    let mut entries: Vec<(usize, Outcome)> = Vec::with_capacity(after.len());
    for (at, one) in after.iter().enumerate() {
        let rank = ranks[&one.owner];
        let was = old.get(&one.code).copied();
        let status = match was {
            None => EntryStatus::New,
            Some(was) if before[was].version == one.version => EntryStatus::Unchanged,
            Some(_) => EntryStatus::Modified,
        };
        if let Some(was) = was {
            stays[was] = true;
            if before[was].owner != one.owner {
                agencies[rank].1.received += 1;
                agencies[ranks[&before[was].owner]].1.given += 1;
            }
        }
        entries.push((rank, Outcome { status, before: was, after: Some(at) }));
    }
    let gone = before.iter().enumerate().filter(|(at, _)| !stays[*at]);
    entries.extend(
        gone.map(|(at, one)| {
            (ranks[&one.owner], Outcome { status: EntryStatus::Removed, before: Some(at), after: None })
        }),
    );
    let mut balance = Balance { before: size(before.len()), after: size(after.len()), ..Balance::default() };
    for (rank, outcome) in &entries {
        for figures in [&mut balance, &mut agencies[*rank].1.balance] {
            match outcome.status {
                EntryStatus::New => figures.added += 1,
                EntryStatus::Modified => figures.modified += 1,
                EntryStatus::Removed => figures.removed += 1,
                EntryStatus::Unchanged => figures.unchanged += 1,
            }
        }
    }
    for one in before {
        agencies[ranks[&one.owner]].1.balance.before += 1;
    }
    for one in after {
        agencies[ranks[&one.owner]].1.balance.after += 1;
    }
    // Stable: within an agency as in the annex, and what is gone was pushed last.
    entries.sort_by_key(|(rank, outcome)| (*rank, outcome.after.is_none()));
    Outcomes { entries: entries.into_iter().map(|(_, outcome)| outcome).collect(), balance, agencies }
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Whether an entry changed in nothing but the agency it stands under.
pub fn is_owner_alone(entry: &EntryDiff) -> bool {
    let owner = Place::Field(Field::Owner);
    entry.status == EntryStatus::Modified && matches!(&entry.changes[..], [change] if change.place == owner)
}

/// Of the entries that changed, how many changed in nothing but the agency they stand under.
pub fn owner_alone(entries: &[EntryDiff]) -> u32 {
    size(entries.iter().filter(|entry| is_owner_alone(entry)).count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Change;

    fn list(entries: &[(&str, i64, &str)]) -> Vec<Listing> {
        let one = |(code, version, owner): &(&str, i64, &str)| Listing {
            code: EntryCode::from(*code),
            version: *version,
            owner: AgencyId::from(*owner),
        };
        entries.iter().map(one).collect()
    }

    #[test]
    fn what_became_of_each_entry_and_of_each_agency() {
        let before = list(&[("A", 1, "x"), ("B", 2, "x"), ("C", 3, "y"), ("D", 4, "z"), ("E", 5, "x")]);
        let after = list(&[("C", 3, "y"), ("A", 6, "y"), ("F", 7, "x"), ("E", 8, "x")]);
        let found = outcomes(&before, &after);
        let told: Vec<(EntryStatus, Option<usize>, Option<usize>)> =
            found.entries.iter().map(|one| (one.status, one.before, one.after)).collect();
        assert_eq!(
            told,
            [
                (EntryStatus::Unchanged, Some(2), Some(0)),
                (EntryStatus::Modified, Some(0), Some(1)),
                (EntryStatus::New, None, Some(2)),
                (EntryStatus::Modified, Some(4), Some(3)),
                (EntryStatus::Removed, Some(1), None),
                (EntryStatus::Removed, Some(3), None),
            ]
        );
        let whole = Balance { before: 5, added: 1, modified: 2, removed: 2, unchanged: 1, after: 4 };
        assert_eq!(found.balance, whole);
        let figures: Vec<(&str, Balance, u32, u32)> = found
            .agencies
            .iter()
            .map(|(agency, figures)| (agency.as_str(), figures.balance, figures.received, figures.given))
            .collect();
        let of = |before, added, modified, removed, unchanged, after| Balance {
            before,
            added,
            modified,
            removed,
            unchanged,
            after,
        };
        assert_eq!(
            figures,
            [("y", of(1, 0, 1, 0, 1, 2), 1, 0), ("x", of(3, 1, 1, 1, 0, 2), 0, 1), ("z", of(1, 0, 0, 1, 0, 0), 0, 0)]
        );
        for (agency, figures) in &found.agencies {
            let AgencyFigures { balance, received, given } = *figures;
            assert_eq!(balance.before + balance.added + received, balance.after + balance.removed + given, "{agency}");
            assert_eq!(balance.after, balance.unchanged + balance.modified + balance.added, "{agency}");
        }
    }

    #[test]
    fn the_same_edition_does_not_differ() {
        let list = list(&[("A", 1, "x"), ("B", 2, "y")]);
        let found = outcomes(&list, &list);
        assert_eq!((found.balance.unchanged, found.balance.modified, found.balance.removed), (2, 0, 0));
        assert_eq!(outcomes(&[], &[]), Outcomes::default());
    }

    #[test]
    fn what_changed_in_nothing_but_the_agency() {
        let entry = |status, places: &[Field]| EntryDiff {
            code: EntryCode::from("A"),
            name: String::new(),
            agency: AgencyRef::default(),
            status,
            changes: places
                .iter()
                .map(|field| Change { place: Place::Field(*field), old: "x".to_owned(), new: "y".to_owned() })
                .collect(),
            merged_into: None,
        };
        let entries = [
            entry(EntryStatus::Modified, &[Field::Owner]),
            entry(EntryStatus::Modified, &[Field::Owner, Field::Note]),
            entry(EntryStatus::Modified, &[Field::Note]),
            entry(EntryStatus::Modified, &[]),
            entry(EntryStatus::New, &[Field::Owner]),
        ];
        assert_eq!(entries.each_ref().map(is_owner_alone), [true, false, false, false, false]);
        assert_eq!((owner_alone(&entries), owner_alone(&[])), (1, 0));
    }

    #[test]
    fn a_part_of_a_comparison() {
        let all = ComparisonFilter::default();
        let agency = AgencyId::from("x");
        assert!(all.takes(EntryStatus::New, &agency) && !all.takes(EntryStatus::Unchanged, &agency));
        let one = ComparisonFilter {
            kind: Some(EntryStatus::Removed),
            agency: "y".to_owned(),
            ..ComparisonFilter::default()
        };
        assert!(!one.takes(EntryStatus::Removed, &agency) && !one.takes(EntryStatus::New, &AgencyId::from("y")));
        assert!(one.takes(EntryStatus::Removed, &AgencyId::from("y")));
    }
}
