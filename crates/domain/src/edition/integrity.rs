//! Whether an edition still is what its decision issued.

use serde::{Deserialize, Serialize};

use super::{BindingPart, EditionRef};
use crate::id::EntryCode;

/// What the check of an edition found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditionCheck {
    pub edition: EditionRef,
    pub entries: u32,
    /// The hash kept with the edition.
    pub stated: String,
    /// The hash of what is stored now.
    pub found: String,
    /// The hash kept of what binds it to its decision.
    pub seal: String,
    /// Empty for an edition that is whole.
    pub faults: Vec<EditionFault>,
}

/// One thing that is not as it was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum EditionFault {
    /// The edition's content has another hash than the one kept: an entry was changed, added, left out or exchanged.
    Content { stated: String, found: String },
    /// The content of an entry has another hash than the one kept with it.
    Entry { code: EntryCode, stated: String, found: String },
    /// What lists and searches use of an entry (name, owner, sector, frequency) is not what its content says.
    Columns { code: EntryCode },
    /// The edition lists, under this code, the content of another entry.
    OtherEntry { code: EntryCode, content_of: EntryCode },
    /// The edition lists an entry whose content is gone.
    NoContent { code: EntryCode },
    /// A part of what binds it to its decision is not what was sealed.
    Binding { part: BindingPart, stated: String, found: String },
    /// What was sealed has another hash than the one kept with it.
    Seal { stated: String, found: String },
    /// It is issued, and no seal that can be read is kept with it.
    NoSeal,
    /// The signed decision is kept no more.
    NoFile { name: String },
    /// The signed decision has other bytes than those that were kept.
    File { name: String, stated: String, found: String },
}
