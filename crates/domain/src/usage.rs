//! Use of the portal, counted by day. Nothing personal is kept.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::id::EntryCode;

/// What is counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum UsageKind {
    View,
    Search,
    Download,
    Api,
}

/// An entry and how often it was viewed in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Viewed {
    pub code: EntryCode,
    pub name: String,
    pub views: u32,
}
