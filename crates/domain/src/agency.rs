//! Agencies: what they are called and what they are for, by date (regulation, articles 2, 7, 8, 13-16).

mod commune;
mod contact;

pub use commune::{DRAWN_SINCE, MAP_SIZE, Place, place_of};
pub use contact::{Contact, ContactForm, ContactPeriod, ContactView, is_office_phone};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::catalog::EntryRow;
use crate::format::namesake;
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

/// Tells agencies of one list that have the same name apart: a reorganisation leaves a name to another agency. Who has its
/// name alone keeps it. `life`: the first day of an agency, and the last one where it ended.
pub fn tell_apart(agencies: Vec<&mut AgencyRef>, life: impl Fn(&AgencyId) -> Option<(Date, Option<Date>)>) {
    let mut by_name: BTreeMap<String, BTreeSet<AgencyId>> = BTreeMap::new();
    for one in &agencies {
        by_name.entry(one.name.clone()).or_default().insert(one.id.clone());
    }
    for one in agencies {
        let shared = by_name.get(&one.name).is_some_and(|those| those.len() > 1);
        if let Some((first, last)) = life(&one.id).filter(|_| shared) {
            one.name = namesake(&one.name, first, last);
        }
    }
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

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn agencies_of_one_name_are_told_apart() {
        let life = |id: &AgencyId| match id.as_str() {
            "so-nv" => Some((date!(2023 - 01 - 22), Some(date!(2025 - 02 - 18)))),
            "so-nv-2025" => Some((date!(2025 - 02 - 19), None)),
            "so-yt" => Some((date!(2023 - 01 - 22), None)),
            _ => None,
        };
        let named = |listed: &[(&str, &str)]| -> Vec<String> {
            let refer = |(id, name): &(&str, &str)| AgencyRef { id: AgencyId::from(*id), name: (*name).to_owned() };
            let mut listed: Vec<AgencyRef> = listed.iter().map(refer).collect();
            tell_apart(listed.iter_mut().collect(), life);
            listed.into_iter().map(|one| one.name).collect()
        };
        let (old, new) = (("so-nv", "Sở Nội vụ"), ("so-nv-2025", "Sở Nội vụ"));
        let (ended, begun) = ("Sở Nội vụ (đến 18/02/2025)", "Sở Nội vụ (từ 19/02/2025)");
        assert_eq!(named(&[old, ("so-yt", "Sở Y tế"), new, old]), [ended, "Sở Y tế", begun, ended]);
        assert_eq!(named(&[new, ("so-yt", "Sở Y tế"), new]), ["Sở Nội vụ", "Sở Y tế", "Sở Nội vụ"]);
        // Of one that nobody knows there are no days to tell.
        assert_eq!(named(&[new, ("?", "Sở Nội vụ")]), [begun, "Sở Nội vụ"]);
        assert!(named(&[]).is_empty());
    }
}
