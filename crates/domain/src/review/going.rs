//! What an answer about a whole entry is read beside: the entry that would go or move, and where it goes (article 8.2).

use serde::{Deserialize, Serialize};

use crate::agency::AgencyRef;
use crate::catalog::EntryContent;
use crate::id::EntryCode;

/// An entry with all that is in force of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryInForce {
    pub code: EntryCode,
    pub owner: AgencyRef,
    pub content: EntryContent,
}

/// The entry of a withdrawal, a merger or a transfer, and what it goes into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Going {
    pub entry: EntryInForce,
    /// Of a merger, the entry that takes the items; `None` where it is under review no more.
    pub into: Option<EntryInForce>,
    /// Of a transfer, the agency that answers for it from then on.
    pub receiver: Option<AgencyRef>,
}
