//! Agencies: what they are called and what they are for, by date (regulation, articles 2, 7, 8, 13-16).

mod commune;
mod contact;

pub use commune::{DRAWN_SINCE, MAP_SIZE, Place, place_of};
pub use contact::{Contact, ContactForm, ContactPeriod, ContactView, is_office_phone};

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::catalog::EntryRow;
use crate::id::AgencyId;

/// A duty that the regulation gives to an agency by name, and that moves when agencies are reorganised.
/// Whoever holds the function on a day has its rights on that day.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Leads drafting of the catalog, appraises and urges (articles 8.2, 14, 16.2).
    Coordinator,
    /// The office of the provincial people's committee (article 13).
    ExecutiveOffice,
    /// Runs the warehouse (article 7.2).
    Operator,
    /// Issues the catalog (article 3.3).
    Issuer,
    /// Recurrent budget (article 15.2).
    Finance,
    /// Investment planning (article 15.1).
    Planning,
}

/// The tier of an agency (article 2.1). Districts ended on 30/06/2025.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Tier {
    Province,
    District,
    Commune,
    Central,
    Other,
}

/// What happened to agencies on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    Merge,
    Split,
    Rename,
    Dissolve,
    Create,
    TransferFunction,
}

/// An agency as it was in one period of its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agency {
    pub id: AgencyId,
    /// Electronic identifier by QĐ 20/2020/QĐ-TTg; empty where it is not known.
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub tier: Tier,
    /// The kind of body, as in the reference file: `so_ban_nganh`, `ubnd_xa`, `tap_the`...
    pub kind: String,
    pub parent: Option<AgencyId>,
    pub functions: Vec<Function>,
    pub valid_from: Date,
    /// Last day, inclusive; `None` while the period is open.
    pub valid_to: Option<Date>,
}

impl Agency {
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day <= end)
    }

    /// Whether it would coordinate and be the executive office at once: the office appraises the coordinator's own answers,
    /// and nobody appraises their own.
    pub fn appraises_itself(&self) -> bool {
        [Function::Coordinator, Function::ExecutiveOffice].iter().all(|function| self.functions.contains(function))
    }

    /// Whether the yearly review asks this agency (article 16.2 with article 2.1): the province's own departments and
    /// the people's committees below it. Central bodies, the people's committee of the province itself and foreign
    /// provinces are not asked; collective owners are, since they hold entries for all units of a level.
    pub fn is_reviewed(&self) -> bool {
        self.kind != "ubnd_tinh" && matches!(self.tier, Tier::Province | Tier::District | Tier::Commune)
    }
}

/// The short way to name an agency on a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AgencyRef {
    pub id: AgencyId,
    pub name: String,
}

/// A row of the list of agencies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyRow {
    pub agency: Agency,
    /// Entries in force that it answers for today.
    pub entries: u32,
    /// Its focal point on the day.
    pub contact: Option<ContactPeriod>,
}

/// What happened to agencies on a day: many to many.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyEvent {
    pub id: String,
    pub date: Date,
    pub kind: EventKind,
    pub legal_document: String,
    pub from: Vec<AgencyId>,
    pub to: Vec<AgencyId>,
    pub note: String,
}

/// An event in the history of an agency, as its page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventView {
    pub date: Date,
    pub kind: EventKind,
    pub legal_document: String,
    pub from: Vec<AgencyRef>,
    pub to: Vec<AgencyRef>,
    pub note: String,
}

/// The page of one agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyPage {
    pub agency: Agency,
    pub parent: Option<AgencyRef>,
    pub is_current: bool,
    pub contact: Option<ContactView>,
    /// The focal points before, the last first; only for those who may name another.
    pub earlier: Vec<ContactPeriod>,
    pub events: Vec<EventView>,
    pub entries: Vec<EntryRow>,
}
