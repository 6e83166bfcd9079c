//! What the catalog says of one database, and how each of its items is shared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::id::{AgencyId, ClassId};

/// How an item of data is shared with a class of consumers. Ordered from the widest to none.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SharingForm {
    /// Published for free use by anyone (article 3.2).
    Open,
    /// By a ready-made service, simple procedure (article 10.3).
    Default,
    /// By an agreement of its own (article 10.4).
    Specific,
    /// Not shared with that class.
    None,
}

/// Kinds of data (articles 3.4, 3.5; decree 47/2020, article 3).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DataKind {
    Sectoral,
    Transactional,
    Master,
    ReferenceCode,
}

/// How the data gets into the database and stays current (decree 47/2020, article 11(4)(c)).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum UpdateMethod {
    /// Typed in by officials.
    Manual,
    /// From forms and files that units send.
    Form,
    /// By interfaces of other systems.
    Api,
    /// Copied from a ministry's or national database.
    Sync,
}

/// Whether the database exists yet.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Existence {
    Existing,
    BeingBuilt,
    Planned,
}

/// The levels of security of an information system (decree 85/2016): 1 the lowest.
pub const SECURITY_LEVELS: std::ops::RangeInclusive<u8> = 1..=5;

/// The forms of one item, by class of consumers. A class that is absent has [`SharingForm::None`].
pub type Matrix = BTreeMap<ClassId, SharingForm>;

/// One item of data of a database, with its row of the matrix (decree 47/2020, article 11(4)(d)).
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DataItem {
    pub name: String,
    /// The fields of a record, separated by commas, as the annex writes them.
    pub fields: String,
    #[serde(default)]
    pub matrix: Matrix,
    /// Holds personal data (marked `(*)` in the annex).
    #[serde(default)]
    pub personal: bool,
    /// Master data or shared reference codes (marked `(**)`).
    #[serde(default)]
    pub master: bool,
}

impl DataItem {
    pub fn form(&self, class: &ClassId) -> SharingForm {
        self.matrix.get(class).copied().unwrap_or(SharingForm::None)
    }

    /// The widest form that any class has.
    pub fn widest(&self) -> SharingForm {
        self.matrix.values().copied().min().unwrap_or(SharingForm::None)
    }
}

/// Everything the catalog says of one database. This is what an edition fixes, what a draft proposes, and what is
/// compared; it is stored as canonical JSON and hashed.
///
/// It says nothing of the volume of data: no annex has a column for it, and what article 14.3 estimates is the whole
/// warehouse. Nor does it class its items: the three kinds of the data law of 2024 follow from the matrix (open; shared, by
/// default or specifically; not shared), and to tell important and core data (decree 165/2025) neither article 11(4) nor an
/// annex has a place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryContent {
    pub name: String,
    pub owner: AgencyId,
    /// Identifier of the sector; empty where it is not known.
    pub sector: String,
    pub purpose: String,
    pub scope: String,
    pub content: String,
    pub collection_mechanism: String,
    pub source: String,
    /// Who uses it, in the annex's words.
    pub consumers: String,
    /// Code of the update frequency (`M1`); empty where it is not known.
    pub update_frequency: String,
    /// Documents separated by `; `.
    pub legal_basis: String,
    pub start_year: Option<i32>,
    pub note: String,
    /// One kind stands alone in what was stored before there could be several.
    #[serde(rename = "data_kind", with = "kinds", default)]
    pub data_kinds: Vec<DataKind>,
    /// Short and other names, separated by `; `.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub other_names: String,
    /// The land that the data is about; `scope` holds the subject, or all of it in the annex's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope_territory: String,
    /// The time that the data is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope_time: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update_method: Option<UpdateMethod>,
    /// Identifiers of national and ministerial databases that it is kept in step with, separated by `; ` (article 5.3).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub national_db: String,
    /// How it is kept in step, or why it does not duplicate them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sync_mechanism: String,
    /// One of [`SECURITY_LEVELS`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub security_level: Option<u8>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// Where and on what it runs.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hosting: String,
    /// Administrative procedures that use it, separated by `; ` (article 13.2).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub procedures: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub funding: String,
    /// The unit that keeps it day by day, where it is not the owner itself, as inventories name it («đơn vị trực thuộc»).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub operator_unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existence: Option<Existence>,
    pub items: Vec<DataItem>,
}

/// Kinds of data as stored: none, one, or a list.
mod kinds {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::DataKind;

    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stored {
        One(DataKind),
        Several(Vec<DataKind>),
    }

    pub fn serialize<S: Serializer>(kinds: &[DataKind], serializer: S) -> Result<S::Ok, S::Error> {
        match kinds {
            [] => serializer.serialize_none(),
            [one] => one.serialize(serializer),
            several => several.serialize(serializer),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<DataKind>, D::Error> {
        Ok(match Option::<Stored>::deserialize(deserializer)? {
            None => Vec::new(),
            Some(Stored::One(kind)) => vec![kind],
            Some(Stored::Several(kinds)) => kinds,
        })
    }
}
