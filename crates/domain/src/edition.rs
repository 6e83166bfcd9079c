//! Editions: the catalog as issued by one decision (article 3.3, 8.2). Immutable once issued.

mod absence;
mod binding;
mod comparison;
mod history;
mod integrity;
mod selection;
mod state;
mod told;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::agency::AgencyRef;
use crate::catalog::{EntryContent, EntryStatus, FormCounts, Lists};
use crate::change::Change;
use crate::id::{EditionId, EntryCode, FileId};
use crate::page::Page;
use crate::workflow::EditionStage;

pub use absence::{EntryAbsence, Span, nearest_day, spans_held};
pub use binding::{Binding, BindingPart};
pub use comparison::{
    AgencyBalance, AgencyFigures, COMPARED_ROWS, Comparison, ComparisonFilter, Listing, Outcome, Outcomes,
    is_owner_alone, outcomes, owner_alone,
};
pub use history::{HistoryPage, HistoryStep, owners_while_held, statuses};
pub use integrity::{EditionCheck, EditionFault};
pub use selection::{EXPORT_ENTRIES_MAX, Selected, Selection};
pub use state::{DraftSigns, EditionSigns, EditionState, is_amended};
pub use told::{outline, outline_of_gone, told_changes};

/// The decision by which the Chairman issues an edition. Its number is recorded, never invented.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Number and symbol, free text: `3124/QĐ-UBND`.
    pub number: String,
    pub date: Date,
    pub effective_from: Date,
    pub signer: String,
    /// Post and capacity of the signer: `CHỦ TỊCH`.
    pub signer_title: String,
}

/// The short way to name an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRef {
    pub id: EditionId,
    /// The year whose review it closes, or of its decision.
    pub year: i32,
    /// The number within the year of an edition that amends the one before; `None` of a whole catalog issued anew.
    pub amendment: Option<u8>,
    pub stage: EditionStage,
    /// `None` while it is a draft.
    pub decision: Option<Decision>,
    /// The last day in force, for one that was superseded; the day before its first where another decision takes its place
    /// on that day already.
    pub effective_to: Option<Date>,
}

impl EditionRef {
    /// `2026`, or `2026-1` of the first edition that amends in that year: for the names of files.
    pub fn label(&self) -> String {
        match self.amendment {
            None => self.year.to_string(),
            Some(number) => format!("{}-{number}", self.year),
        }
    }

    /// Whether there is a day on which it is in force. Of several decisions that take effect on one day it is the last that
    /// was recorded, and there is none of the others.
    pub fn is_ever_in_force(&self) -> bool {
        let first = self.decision.as_ref().map(|decision| decision.effective_from);
        first.zip(self.effective_to).is_none_or(|(first, last)| last >= first)
    }

    /// The day whose owners are told of its entries where no day was asked for: today while it is in force, else the
    /// last day of its effect; before it comes into force, and where it never does, the first.
    pub fn told_on(&self, today: Date) -> Date {
        let begins = self.decision.as_ref().map_or(today, |decision| decision.effective_from);
        self.effective_to.filter(|last| *last < today).unwrap_or(today).max(begins)
    }

    /// The day to ask for, where the same is wanted again of what was told as of a day; `None` where the edition is to be
    /// named: its last day is told of it anyway, and on the day that is told of one that never was in force another is.
    pub fn asked_on(&self, told_on: Option<Date>) -> Option<Date> {
        told_on.filter(|day| self.is_ever_in_force() && self.effective_to != Some(*day))
    }
}

/// A row of the list of editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionRow {
    pub edition: EditionRef,
    pub state: EditionState,
    /// The edition before it, with which it is compared; `None` for the first.
    pub base: Option<EditionId>,
    /// Of an edition that amends: the whole catalog that it amends in the end.
    pub amends: Option<EditionRef>,
    pub entries: u32,
    pub agencies: u32,
    /// Against the edition before; `None` for the first.
    pub balance: Option<Balance>,
}

/// The figures of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Balance {
    pub before: u32,
    pub added: u32,
    pub modified: u32,
    pub removed: u32,
    pub unchanged: u32,
    pub after: u32,
}

/// A kept file: the signed decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    pub id: FileId,
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// The page of one edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionPage {
    pub edition: EditionRef,
    pub state: EditionState,
    /// The edition before it, with which it is compared.
    pub base: Option<EditionRef>,
    /// Of an edition that amends: the whole catalog that it amends in the end, and what it changes.
    pub amends: Option<Amends>,
    /// The edition that amends this one, or took its place.
    pub next: Option<EditionRef>,
    /// SHA-256 over its canonical content, hexadecimal.
    pub content_sha256: String,
    /// What binds it to its decision ([`Binding`]), as it was sealed, and SHA-256 over that; empty of a draft.
    pub binding: String,
    pub binding_sha256: String,
    pub signed_file: Option<FileRef>,
    pub forms: FormCounts,
    pub balance: Option<Balance>,
    /// Whose entries it lists and how many each, in the order of the annex.
    pub groups: Vec<EditionGroup>,
    /// A part of its entries, in the order of the annex.
    pub entries: Page<EditionEntry>,
}

/// Which part of an edition's entries is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionFilter {
    /// The agency under which they stand; empty for all.
    #[serde(default)]
    pub agency: String,
    #[serde(default)]
    pub page: u32,
}

/// What an edition that amends is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amends {
    /// The last catalog that was issued as a whole.
    pub whole: EditionRef,
    /// Added, changed and removed entries, by agency in the order of the annex. Of changes only those of name and owner are
    /// told; the others are elsewhere.
    pub entries: Vec<EntryDiff>,
    /// Names of agencies that changes of owner mention.
    pub agencies: Vec<AgencyRef>,
}

/// An agency in an edition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionGroup {
    pub agency: AgencyRef,
    pub entries: u32,
}

/// An entry as an edition's list names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionEntry {
    pub code: EntryCode,
    pub name: String,
    /// Its place among [`EditionPage::groups`].
    pub group: usize,
}

/// A whole edition with the contents of its entries, for the annex and for exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionContent {
    pub edition: EditionRef,
    /// Entries by agency, in the order of the annex.
    pub groups: Vec<ContentGroup>,
    pub lists: Lists,
}

/// The contents of one agency's entries. Most entries are the same from edition to edition: those who hold several hold
/// what is the same once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContentGroup {
    pub agency: AgencyRef,
    pub entries: Vec<(EntryCode, Arc<EntryContent>)>,
}

/// One entry in a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDiff {
    pub code: EntryCode,
    pub name: String,
    pub agency: AgencyRef,
    pub status: EntryStatus,
    pub changes: Vec<Change>,
    /// For a removed entry: the entry that took over its items.
    pub merged_into: Option<EntryCode>,
}

/// A comparison of two editions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionDiff {
    pub old: EditionRef,
    pub new: EditionRef,
    pub balance: Balance,
    /// Added, changed and removed entries, by agency in the order of the annex.
    pub entries: Vec<EntryDiff>,
    pub lists: Lists,
    /// Names of agencies that changes of owner mention.
    pub agencies: Vec<AgencyRef>,
}

/// The home page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomePage {
    pub edition: Option<EditionRow>,
    pub forms: FormCounts,
    /// Agencies that answer for at least one entry today.
    pub owners: u32,
    /// Agencies of the province today.
    pub agencies: u32,
    pub added: Vec<EntryDiff>,
    pub modified: Vec<EntryDiff>,
    pub most_viewed: Vec<crate::usage::Viewed>,
    pub sectors: Vec<crate::catalog::FacetValue>,
    pub lists: Lists,
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::catalog::EntryFilter;

    #[test]
    fn whose_owners_are_told() {
        let edition = |from: Date, effective_to: Option<Date>| EditionRef {
            id: EditionId(1),
            year: 2023,
            amendment: None,
            stage: EditionStage::Issued,
            decision: Some(Decision {
                number: String::new(),
                date: from,
                effective_from: from,
                signer: String::new(),
                signer_title: String::new(),
            }),
            effective_to,
        };
        let (from, today) = (date!(2023 - 06 - 22), date!(2026 - 11 - 24));
        let asked = |edition: Option<i64>, as_of| EntryFilter {
            edition: edition.map(EditionId),
            as_of,
            ..EntryFilter::default()
        };
        let (past, day) = (Some(date!(2024 - 12 - 31)), date!(2024 - 06 - 15));
        for (of, filter, told) in [
            (edition(from, None), asked(None, None), today),
            (edition(from, past), asked(None, Some(day)), day),
            (edition(from, past), asked(Some(1), None), date!(2024 - 12 - 31)),
            (edition(from, past), asked(Some(1), Some(day)), date!(2024 - 12 - 31)),
            (edition(from, None), asked(Some(1), None), today),
            (edition(from, Some(today)), asked(Some(1), None), today),
            (edition(from, Some(date!(2026 - 12 - 31))), asked(Some(1), None), today),
            (edition(date!(2027 - 01 - 01), None), asked(Some(1), None), date!(2027 - 01 - 01)),
            (edition(from, from.previous_day()), asked(Some(1), None), from),
        ] {
            assert_eq!(filter.told_on(&of, today), told, "{of:?} {filter:?}");
        }
        for (of, told_on, asked) in [
            (edition(from, None), None, None),
            (edition(from, past), Some(day), Some(day)),
            (edition(from, past), past, None),
            (edition(from, from.previous_day()), Some(from), None),
        ] {
            assert_eq!(of.asked_on(told_on), asked, "{of:?}");
        }
    }
}
