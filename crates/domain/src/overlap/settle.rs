//! Settling what the radar finds: a person says what a pair is, and why. And the list of national and ministerial
//! databases that it looks in.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::OffsetDateTime;

use super::{Counterpart, Likeness, Strength};
use crate::agency::AgencyRef;
use crate::campaign::CampaignKey;
use crate::check::{FieldCode, FieldError, NAME_CHARS_MAX};
use crate::id::AgencyId;
use crate::page::Page;
use crate::review::AnswerTarget;
use crate::text::{clean, clean_lines};

/// The most national databases that are kept.
pub const NATIONAL_MAX: usize = 2_000;
/// The most characters of a settlement's reason and of a text of a national database.
pub const NATIONAL_TEXT_CHARS_MAX: usize = 2_000;
/// The most characters of a national database's identifier.
const ID_CHARS_MAX: usize = 40;

/// What a pair is (article 5.3).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The same data twice: what is one is not accepted, be it proposed, changed or kept.
    Duplicate,
    /// Kept in step with the other, which is where the data comes from or goes to.
    Synchronised,
    /// Alike in words only.
    Different,
}

/// A settlement as it is given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettlementInput {
    #[serde(default)]
    pub settlement: Option<Settlement>,
    #[serde(default)]
    pub reason: String,
    /// The version of the settlement that was shown; 0 where nobody had settled the pair.
    #[serde(default)]
    pub seen: i64,
}

/// What is missing from a settlement.
pub fn check_settlement(input: &SettlementInput) -> Vec<FieldError> {
    let mut errors = Vec::new();
    if input.settlement.is_none() {
        errors.push(FieldError::new("settlement", FieldCode::Required));
    }
    let reason = clean_lines(&input.reason);
    if reason.is_empty() {
        errors.push(FieldError::new("reason", FieldCode::Required));
    } else if reason.chars().count() > NATIONAL_TEXT_CHARS_MAX {
        errors.push(FieldError::with("reason", FieldCode::TooLong, NATIONAL_TEXT_CHARS_MAX.to_string()));
    }
    errors
}

/// A settlement that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub settlement: Settlement,
    pub reason: String,
    pub by: String,
    pub at: OffsetDateTime,
    /// Grows with each settlement of the pair; the next one must name the one it was made from.
    pub version: i64,
    /// A name or the items changed since: it is a suggestion now, and the question is open again.
    pub stale: bool,
}

/// One likely overlap of a database, with what was settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overlap {
    /// `QG-027`, `DC-016`, `de-xuat-12`.
    pub other: String,
    pub with: Counterpart,
    /// Of a proposal: the agency that makes it.
    pub proposed_by: Option<AgencyId>,
    pub name: String,
    /// The ministry or agency that owns it.
    pub owner: String,
    /// What the other holds, in short.
    pub holds: String,
    pub likeness: Likeness,
    pub settled: Option<Settled>,
    /// The content names it as what it is kept in step with, and how: that settles it.
    pub declared: Option<String>,
}

impl Overlap {
    /// What stands, unless it went stale.
    pub fn stands(&self) -> Option<Settlement> {
        let settled = self.settled.as_ref().filter(|settled| !settled.stale).map(|settled| settled.settlement);
        settled.or_else(|| self.declared.as_ref().map(|_| Settlement::Synchronised))
    }

    /// The version of the settlement that is shown, as [`SettlementInput::seen`] names it.
    pub fn seen(&self) -> i64 {
        self.settled.as_ref().map_or(0, |settled| settled.version)
    }

    /// Nobody settled it yet, or not since it changed: what may make a duplicate is not accepted before.
    pub fn is_open(&self) -> bool {
        self.stands().is_none()
    }
}

impl Overlap {
    /// A national database that the pair was settled to be in step with, while the content does not name it: naming it is
    /// proposed.
    pub fn to_declare(&self) -> bool {
        let in_step = self.stands() == Some(Settlement::Synchronised);
        in_step && self.with == Counterpart::National && self.declared.is_none()
    }
}

/// A content that names a national database as what it is kept in step with: what it says already stays.
pub fn declaring(national_db: &str, mechanism: &str, other: &str, reason: &str) -> (String, String) {
    let named: Vec<&str> = national_db.split(';').map(str::trim).filter(|one| !one.is_empty()).collect();
    let all = if named.contains(&other) { named } else { named.into_iter().chain([other]).collect() };
    let mechanism = if mechanism.trim().is_empty() { reason } else { mechanism };
    (all.join("; "), mechanism.to_owned())
}

/// What the public is told of a settled pair.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettledRelation {
    pub settlement: Settlement,
    pub other: String,
    pub national: bool,
    pub name: String,
    pub reason: String,
}

/// A pair of the coordinator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenPair {
    pub name: String,
    pub agency: AgencyRef,
    /// The entry or proposal.
    pub target: AnswerTarget,
    /// The review that a proposal belongs to; `None` for an entry in force.
    pub year: Option<CampaignKey>,
    pub overlap: Overlap,
}

/// Narrowing of the coordinator's list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverlapFilter {
    #[serde(default)]
    pub agency: String,
    /// What they are compared with; `None` for all.
    #[serde(default)]
    pub with: Option<Counterpart>,
    #[serde(default)]
    pub strength: Option<Strength>,
    /// Settled ones too.
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    pub page: u32,
}

/// The coordinator's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OverlapsPage {
    pub pairs: Page<OpenPair>,
    pub agencies: Vec<AgencyRef>,
    /// The entries in force are still being compared: they are not among the pairs yet.
    pub comparing: bool,
}

/// A national or ministerial database.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalDb {
    pub id: String,
    pub name: String,
    pub owner_ministry: String,
    pub subject: String,
    /// Separated by `; `.
    pub key_data_items: String,
    pub legal_basis: String,
    /// Not active: kept for what names it, and looked in no more.
    pub active: bool,
    pub version: i64,
}

/// A row of their list, with how many entries in force name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalRow {
    pub db: NationalDb,
    pub entries: u32,
}

/// A national database as a form or a file gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationalForm {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub owner_ministry: String,
    #[serde(default)]
    pub subject: String,
    #[serde(default)]
    pub key_data_items: String,
    #[serde(default)]
    pub legal_basis: String,
    /// `on` when ticked.
    #[serde(default)]
    pub active: String,
    /// The version that the form was made from; 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

impl NationalForm {
    pub fn of(db: &NationalDb) -> Self {
        Self {
            id: db.id.clone(),
            name: db.name.clone(),
            owner_ministry: db.owner_ministry.clone(),
            subject: db.subject.clone(),
            key_data_items: db.key_data_items.clone(),
            legal_basis: db.legal_basis.clone(),
            active: if db.active { "on".to_owned() } else { String::new() },
            version: db.version,
        }
    }

    /// The cleaned database. [`check_national`] tells what is wrong with it.
    pub fn db(&self) -> NationalDb {
        NationalDb {
            id: clean(&self.id),
            name: clean(&self.name),
            owner_ministry: clean(&self.owner_ministry),
            subject: clean(&self.subject),
            key_data_items: clean(&self.key_data_items),
            legal_basis: clean(&self.legal_basis),
            active: !self.active.is_empty(),
            version: self.version,
        }
    }
}

/// What is wrong with a national database.
pub fn check_national(db: &NationalDb) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if db.id.is_empty() {
        errors.push(FieldError::new("id", FieldCode::Required));
    } else if !db.id.chars().all(word) {
        errors.push(FieldError::new("id", FieldCode::NotACode));
    } else if db.id.len() > ID_CHARS_MAX {
        errors.push(FieldError::with("id", FieldCode::TooLong, ID_CHARS_MAX.to_string()));
    }
    for (field, text) in [("name", &db.name), ("owner_ministry", &db.owner_ministry)] {
        if text.is_empty() {
            errors.push(FieldError::new(field, FieldCode::Required));
        }
    }
    for (field, text, max) in [
        ("name", &db.name, NAME_CHARS_MAX),
        ("owner_ministry", &db.owner_ministry, NAME_CHARS_MAX),
        ("subject", &db.subject, NAME_CHARS_MAX),
        ("key_data_items", &db.key_data_items, NATIONAL_TEXT_CHARS_MAX),
        ("legal_basis", &db.legal_basis, NATIONAL_TEXT_CHARS_MAX),
    ] {
        if text.chars().count() > max {
            errors.push(FieldError::with(field, FieldCode::TooLong, max.to_string()));
        }
    }
    errors
}

impl OverlapFilter {
    /// Whether it leaves a pair in the list: whose it is on either side, with what it was compared, how alike the two are.
    pub fn leaves<'a>(
        &self,
        mut whose: impl Iterator<Item = &'a AgencyId>,
        with: Counterpart,
        strength: Strength,
        is_open: bool,
    ) -> bool {
        (self.agency.is_empty() || whose.any(|agency| agency.as_str() == self.agency))
            && self.with.is_none_or(|wanted| wanted == with)
            && self.strength.is_none_or(|wanted| wanted == strength)
            && (self.all || is_open)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_in_step_is_named_once_and_nothing_is_overwritten() {
        for (named, mechanism, expected) in [
            ("", "", ("QG-027", "Lấy hằng tháng")),
            ("QG-001", "Qua trục", ("QG-001; QG-027", "Qua trục")),
            ("QG-027", " ", ("QG-027", "Lấy hằng tháng")),
            ("QG-001;QG-027 ;", "Qua trục", ("QG-001; QG-027", "Qua trục")),
        ] {
            let (all, told) = declaring(named, mechanism, "QG-027", "Lấy hằng tháng");
            assert_eq!((all.as_str(), told.as_str()), expected, "{named}");
        }
    }
}
