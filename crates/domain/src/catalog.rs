//! The catalog: what a database is, by decree 47/2020, article 11(4) (which article 8.3 of the regulation demands),
//! and what the pages show of it.

mod content;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::agency::{AgencyRef, Contact};
use crate::edition::EditionRef;
use crate::id::{ClassId, EditionId, EntryCode};
use crate::legal::{Cited, Register};
use crate::overlap::{Overlap, SettledRelation};
use crate::page::Page;

pub use content::{DataItem, DataKind, EntryContent, Existence, Matrix, SECURITY_LEVELS, SharingForm, UpdateMethod};

/// How many items have which widest form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormCounts {
    pub open: u32,
    pub default: u32,
    pub specific: u32,
    pub none: u32,
}

impl FormCounts {
    pub fn of(items: &[DataItem]) -> Self {
        let mut counts = Self::default();
        for item in items {
            *match item.widest() {
                SharingForm::Open => &mut counts.open,
                SharingForm::Default => &mut counts.default,
                SharingForm::Specific => &mut counts.specific,
                SharingForm::None => &mut counts.none,
            } += 1;
        }
        counts
    }
    pub fn total(self) -> u32 {
        self.open + self.default + self.specific + self.none
    }
    pub fn get(self, form: SharingForm) -> u32 {
        match form {
            SharingForm::Open => self.open,
            SharingForm::Default => self.default,
            SharingForm::Specific => self.specific,
            SharingForm::None => self.none,
        }
    }
    pub fn add(&mut self, other: Self) {
        self.open += other.open;
        self.default += other.default;
        self.specific += other.specific;
        self.none += other.none;
    }
}

/// A named code of a reference list: sector, frequency.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: String,
    pub name: String,
}

/// A class of consumers, with the years it existed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsumerClass {
    pub id: ClassId,
    /// The number of the group in the annex («Nhóm 3»).
    pub group_no: u8,
    pub name: String,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

/// The reference lists that forms and pages need beside an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lists {
    pub sectors: Vec<Named>,
    pub frequencies: Vec<Named>,
    pub classes: Vec<ConsumerClass>,
    /// National and ministerial databases; only where a page needs them.
    #[serde(default)]
    pub national: Vec<Named>,
    /// The legal documents; only where an answer is checked, and never sent to a page.
    #[serde(skip)]
    pub register: Option<Register>,
}

impl Lists {
    pub fn national(&self, id: &str) -> String {
        name_of(&self.national, id)
    }
    pub fn sector(&self, id: &str) -> String {
        name_of(&self.sectors, id)
    }
    pub fn frequency(&self, id: &str) -> String {
        name_of(&self.frequencies, id)
    }
    pub fn class(&self, id: &ClassId) -> String {
        self.classes.iter().find(|class| class.id == *id).map_or_else(|| id.to_string(), |class| class.name.clone())
    }
    /// Where a class stands in the list, which is the order of the matrix; a class that the list does not have stands last.
    pub fn class_place(&self, id: &str) -> usize {
        self.classes.iter().position(|class| class.id.as_str() == id).unwrap_or(self.classes.len())
    }
}

fn name_of(list: &[Named], id: &str) -> String {
    list.iter().find(|named| named.id == id).map_or_else(|| id.to_owned(), |named| named.name.clone())
}

/// A row of the catalog.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryRow {
    pub code: EntryCode,
    pub name: String,
    /// Who answers for it on the day that is told of: see [`EntryFilter::told_on`].
    pub owner: AgencyRef,
    pub sector: Named,
    pub frequency: Named,
    pub forms: FormCounts,
    pub items: u32,
    /// Where a search found it: the field, and a piece of its text.
    pub hit: Option<Hit>,
}

/// The place of a search hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub field: HitField,
    /// A piece of the text round the hit, at most about 200 characters.
    pub excerpt: String,
    /// The words that were found, as [`crate::text::Marks`] takes them.
    pub marks: Vec<String>,
}

/// The parts of an entry that a search looks into, in order of weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum HitField {
    Name,
    OtherNames,
    Code,
    Items,
    Owner,
    /// What else the owner is or was called, and those whose work it took over.
    OwnerOtherNames,
    Purpose,
    Content,
    Scope,
    ScopeTerritory,
    ScopeTime,
    Source,
    CollectionMechanism,
    LegalBasis,
    Procedures,
    /// The codes of national databases, where the query is one.
    NationalDb,
    SyncMechanism,
    Hosting,
    OperatorUnit,
    Sector,
}

/// The order of a list of entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EntrySort {
    /// By weight of the hit when there is a query, else by name.
    #[default]
    Relevance,
    Name,
    Agency,
    Code,
}

/// What is looked for in the catalog. Empty parts do not narrow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryFilter {
    #[serde(default)]
    pub query: String,
    #[serde(default)]
    pub agency: String,
    #[serde(default)]
    pub sector: String,
    #[serde(default)]
    pub form: Option<SharingForm>,
    #[serde(default)]
    pub sort: EntrySort,
    #[serde(default)]
    pub page: u32,
    /// Rows on a page; 0: as the catalog's page has.
    #[serde(default)]
    pub rows: u32,
    /// Which catalog; by default the one in force today.
    #[serde(default)]
    pub edition: Option<EditionId>,
    /// The catalog in force on this day, when no edition is named.
    #[serde(default)]
    pub as_of: Option<Date>,
}

impl EntryFilter {
    /// The day whose owners the catalog tells. Who answers for an entry is told as on the day that was asked for; of an
    /// edition that was named, as [`EditionRef::told_on`] says. Lists with their filters and counts, the page of an
    /// entry, the API and the files of a selection all keep to it. What the decision said is another thing: it stands
    /// beside it, on the edition's own pages, and in the layout of the annex, whose headings an import looks for among
    /// the agencies of the decision's day.
    pub fn told_on(&self, edition: &EditionRef, today: Date) -> Date {
        self.as_of.filter(|_| self.edition.is_none()).unwrap_or_else(|| edition.told_on(today))
    }
}

/// The most characters of a search query that are looked at.
pub const QUERY_CHARS_MAX: usize = 200;

/// One choice of a filter and how many entries it would leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FacetValue {
    pub id: String,
    pub name: String,
    pub count: u32,
}

/// The catalog page: the entries found and the filters' counts (each filter counted under the other filters).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogPage {
    pub edition: Option<EditionRef>,
    pub entries: Page<EntryRow>,
    pub agencies: Vec<FacetValue>,
    pub sectors: Vec<FacetValue>,
    pub forms: Vec<FacetValue>,
    /// What was looked for, where words of the query were taken for slips.
    #[serde(default)]
    pub corrected: Option<String>,
    /// The day whose owners are told, where it is not today.
    #[serde(default)]
    pub told_on: Option<Date>,
    /// Where nothing is found: the agencies that the query names, those of today in place of old ones.
    #[serde(default)]
    pub named: Vec<AgencyRef>,
}

/// What somebody who is typing may be looking for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Suggestion {
    /// The query, further on.
    Words(String),
    Entry(EntryCode, String),
    Agency(AgencyRef),
}

/// An entry in an issued edition, or the first that has it no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryInEdition {
    pub edition: EditionRef,
    /// What became of it in that edition ([`crate::edition::statuses`]).
    pub status: EntryStatus,
    /// Number of points changed against the last edition that had it.
    pub changes: u32,
}

/// What became of an entry from one edition to the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EntryStatus {
    Unchanged,
    Modified,
    New,
    Removed,
}

/// A period in which an agency answered for an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnerPeriod {
    pub agency: AgencyRef,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// The document or event that made it so.
    pub basis: String,
}

/// The page of one entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryPage {
    pub code: EntryCode,
    pub content: EntryContent,
    /// The owner in the words of the decision.
    pub decided_owner: AgencyRef,
    /// Who answers for it: today, or on the day that is told of.
    pub owner: AgencyRef,
    /// The owner's focal point on that day.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// The day whose owner that is, where it is not today: see [`EntryFilter::told_on`].
    #[serde(default)]
    pub told_on: Option<Date>,
    pub owners: Vec<OwnerPeriod>,
    /// The edition shown.
    pub edition: EditionRef,
    /// Whether the edition shown is in force and holds the entry.
    pub in_force: bool,
    /// Whether the edition shown is still to come into force.
    #[serde(default)]
    pub upcoming: bool,
    /// All its appearances, newest first.
    pub history: Vec<EntryInEdition>,
    pub views_30_days: u32,
    pub lists: Lists,
    /// How the documents of the legal basis stand.
    pub cited: Vec<Cited>,
    /// What was settled of databases that it is like (article 5.3).
    pub relations: Vec<SettledRelation>,
    /// What the entry in force is like, settled or not; only for who answers for it and the coordinator.
    pub overlaps: Vec<Overlap>,
}
