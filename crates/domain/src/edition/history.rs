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
