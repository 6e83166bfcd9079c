//! One entry through the editions.

use serde::{Deserialize, Serialize};

use super::{EntryStatus, OwnerPeriod};
use crate::change::Change;
use crate::edition::EditionRef;
use crate::id::EntryCode;

/// An entry in one issued edition, against the edition before that had it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appearance {
    pub edition: EditionRef,
    /// The entry's name in that edition.
    pub name: String,
    pub status: EntryStatus,
    /// What is different; empty for a new or an unchanged one.
    pub changes: Vec<Change>,
}

/// An entry through every issued edition that has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryHistory {
    pub code: EntryCode,
    /// Newest first.
    pub appearances: Vec<Appearance>,
    /// Who answered for it, newest first.
    pub owners: Vec<OwnerPeriod>,
}
