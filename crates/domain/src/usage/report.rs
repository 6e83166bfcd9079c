//! What the pages of statistics show.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter};
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
    /// Every entry, sector and agency, not the most used alone.
    pub whole: bool,
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
    /// How often what is none of these was used: files and searches of the whole catalog, entries that left it. With every
    /// entry's count it is the whole of the kind.
    pub no_entry: u32,
    /// With an empty id the entries of which no sector is known.
    pub sectors: Vec<FacetValue>,
    /// How many sectors there are, listed or not.
    pub sectors_used: u32,
    pub owners: Vec<FacetValue>,
    pub owners_used: u32,
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

/// Who uses an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum UserClass {
    /// Whoever did not sign in.
    Public,
    /// Officials, signed in.
    Staff,
    /// Programs, by the API, where nobody is known.
    Program,
}

/// How often an entry was used by a class.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassUse {
    pub class: UserClass,
    /// In the order of [`UsageKind::PUBLIC`].
    pub counts: [u32; 5],
}

/// Who used an entry in a year. Of shorter times it is not kept which agency did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryYear {
    pub period: Period,
    /// Every class once; together they are all the uses of the year.
    pub classes: Vec<ClassUse>,
    /// Of how many agencies the staff is.
    pub agencies: u32,
    /// Which ones, the most first: for the leaders and those who watch alone, as with the indicators.
    pub named: Vec<FacetValue>,
}

/// The use of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryUsage {
    pub code: EntryCode,
    pub name: String,
    /// Newest first.
    pub months: Vec<UsageSlice>,
    /// The month whose days were asked for.
    pub month: Option<Period>,
    /// The days of that month, else the last thirty; in the order of time.
    pub days: Vec<UsageSlice>,
    /// This year and the one before.
    pub years: Vec<EntryYear>,
}
