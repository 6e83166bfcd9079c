//! What the pages of statistics show.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use super::{Grain, Period, UsageKind};
use crate::agency::AgencyRef;
use crate::catalog::FacetValue;
use crate::id::EntryCode;

/// Which statistics are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UsageAsked {
    pub grain: Grain,
    /// Any day of the period; today when there is none.
    pub at: Option<Date>,
    /// What entries, sectors and agencies are ranked by.
    pub kind: UsageKind,
}

/// How often something was done in a period, and in the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindTotal {
    pub kind: UsageKind,
    pub count: u32,
    pub before: u32,
}

/// A part of a period, or an hour of its day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageSlice {
    /// `None` for an hour.
    pub period: Option<Period>,
    pub hour: u8,
    /// In the order of [`UsageKind::PUBLIC`].
    pub counts: [u32; 5],
}

/// An entry, and how often it was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsedEntry {
    pub code: EntryCode,
    pub name: String,
    pub owner: AgencyRef,
    pub count: u32,
}

/// Words that found nothing, and how often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MissedQuery {
    pub query: String,
    pub count: u32,
}

/// The use of the portal in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsageReport {
    pub period: Period,
    pub kind: UsageKind,
    /// When it was put together.
    pub at: OffsetDateTime,
    /// The first day of which anything is known.
    pub since: Option<Date>,
    /// In the order of [`UsageKind::PUBLIC`].
    pub totals: Vec<KindTotal>,
    /// How often officials signed in, in all: of which agency is not for everyone, as with the staff below.
    pub sign_ins: KindTotal,
    /// Different visitors of each day, added up.
    pub visitors: u32,
    pub visitors_before: u32,
    pub slices: Vec<UsageSlice>,
    /// The most used, most first.
    pub entries: Vec<UsedEntry>,
    /// Entries of the edition in force that were used at all.
    pub used: u32,
    pub sectors: Vec<FacetValue>,
    pub owners: Vec<FacetValue>,
    /// How often by the public.
    pub public: u32,
    /// How often by the staff of agencies, signed in, and of how many agencies. Which ones is not for everyone: an agency may
    /// have one official here.
    pub staff: u32,
    pub staff_agencies: u32,
    /// Searches that found nothing, in all.
    pub missed: u32,
    pub missed_queries: Vec<MissedQuery>,
}

/// The use of one entry, month by month, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryUsage {
    pub code: EntryCode,
    pub name: String,
    pub months: Vec<UsageSlice>,
}
