//! What differs between two contents of an entry, point by point, and applying such a point.
//!
//! A point is what an officer changed, what an appraiser decides on, and what a comparison of editions lists: one
//! model for all three. Values are text, in the forms that [`encode_item`] and [`encode_matrix`] give.

mod encode;
mod words;

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::IntoEnumIterator;
use thiserror::Error;

use crate::catalog::{DataItem, DataKind, EntryContent, SECURITY_LEVELS};
use crate::id::{AgencyId, ClassId};
use crate::review::PlanField;

use encode::parse_form;
pub use encode::{decode_item, decode_matrix, encode_item, encode_matrix, substitute};
pub use words::{Half, word_runs};

/// The years in which a database can have begun.
pub const START_YEARS: RangeInclusive<i32> = 1900..=2100;

/// A simple field of an entry.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumIter,
    strum::EnumString,
    strum::Display,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Name,
    #[strum(serialize = "owner_id")]
    #[serde(rename = "owner_id")]
    Owner,
    Sector,
    Purpose,
    Scope,
    Content,
    CollectionMechanism,
    Source,
    Consumers,
    UpdateFrequency,
    LegalBasis,
    StartYear,
    DataKind,
    Note,
    OtherNames,
    ScopeTerritory,
    ScopeTime,
    UpdateMethod,
    NationalDb,
    SyncMechanism,
    SecurityLevel,
    Url,
    Hosting,
    Procedures,
    Funding,
    Existence,
    OperatorUnit,
}

/// The place of a change: a field, something about one item of data, or a field of the plan by which a proposal is built.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Place {
    Field(Field),
    ItemAdd(String),
    ItemRemove(String),
    /// Another name of an item. Comparisons of editions and histories alone tell it, see [`crate::edition::told_changes`]:
    /// [`diff`] gives an item removed and one added, and so do the points of answers.
    ItemName(String),
    ItemFields(String),
    ItemMatrix(String, ClassId),
    ItemPersonal(String),
    ItemMaster(String),
    /// No part of the entry: what is decided of it changes nothing there.
    Plan(PlanField),
}

impl Place {
    /// The key of the place, without the item's name: `legal_basis`, `item.add`, `item.matrix.to_chuc`, `plan.need`.
    pub fn key(&self) -> String {
        match self {
            Self::Field(field) => field.to_string(),
            Self::ItemAdd(_) => "item.add".to_owned(),
            Self::ItemRemove(_) => "item.remove".to_owned(),
            Self::ItemName(_) => "item.name".to_owned(),
            Self::ItemFields(_) => "item.fields".to_owned(),
            Self::ItemMatrix(_, class) => format!("item.matrix.{class}"),
            Self::ItemPersonal(_) => "item.personal".to_owned(),
            Self::ItemMaster(_) => "item.master".to_owned(),
            Self::Plan(field) => format!("plan.{field}"),
        }
    }

    /// The item that the place is about.
    pub fn item(&self) -> Option<&str> {
        match self {
            Self::Field(_) | Self::Plan(_) => None,
            Self::ItemAdd(name)
            | Self::ItemRemove(name)
            | Self::ItemName(name)
            | Self::ItemFields(name)
            | Self::ItemMatrix(name, _)
            | Self::ItemPersonal(name)
            | Self::ItemMaster(name) => Some(name),
        }
    }

    /// The place named by a key and, for those of items, an item's name.
    pub fn parse(key: &str, item: Option<&str>) -> Option<Self> {
        let named = || item.filter(|name| !name.is_empty()).map(str::to_owned);
        match key {
            "item.add" => named().map(Self::ItemAdd),
            "item.remove" => named().map(Self::ItemRemove),
            "item.name" => named().map(Self::ItemName),
            "item.fields" => named().map(Self::ItemFields),
            "item.personal" => named().map(Self::ItemPersonal),
            "item.master" => named().map(Self::ItemMaster),
            _ => match (key.strip_prefix("item.matrix."), key.strip_prefix("plan.")) {
                (Some(class), _) => named().map(|name| Self::ItemMatrix(name, ClassId::from(class))),
                (None, Some(field)) => PlanField::from_str(field).ok().map(Self::Plan),
                (None, None) => Field::from_str(key).ok().map(Self::Field),
            },
        }
    }

    /// Whether it is about how a proposed database is to be built.
    pub fn is_of_plan(&self) -> bool {
        matches!(self, Self::Plan(_))
    }
}

impl fmt::Display for Place {
    /// `legal_basis`, or `item.add[name of the item]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item() {
            None => f.write_str(&self.key()),
            Some(item) => write!(f, "{}[{item}]", self.key()),
        }
    }
}

impl Serialize for Place {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (self.key(), self.item()).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Place {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (key, item) = <(String, Option<String>)>::deserialize(deserializer)?;
        Self::parse(&key, item.as_deref()).ok_or_else(|| serde::de::Error::custom("unknown place of a change"))
    }
}

/// One point in which two contents differ. An absent value is empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub place: Place,
    pub old: String,
    pub new: String,
}

/// A value that its place cannot take.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ChangeError {
    #[error("no item named {0}")]
    NoItem(String),
    #[error("an item named {0} exists already")]
    ItemExists(String),
    #[error("{1} is not a value of {0}")]
    BadValue(String, String),
}

impl EntryContent {
    /// The value of a simple field as text.
    pub fn get(&self, field: Field) -> String {
        match field {
            Field::Name => self.name.clone(),
            Field::Owner => self.owner.to_string(),
            Field::Sector => self.sector.clone(),
            Field::Purpose => self.purpose.clone(),
            Field::Scope => self.scope.clone(),
            Field::Content => self.content.clone(),
            Field::CollectionMechanism => self.collection_mechanism.clone(),
            Field::Source => self.source.clone(),
            Field::Consumers => self.consumers.clone(),
            Field::UpdateFrequency => self.update_frequency.clone(),
            Field::LegalBasis => self.legal_basis.clone(),
            Field::StartYear => self.start_year.map(|year| year.to_string()).unwrap_or_default(),
            Field::DataKind => self.data_kinds.iter().map(ToString::to_string).collect::<Vec<_>>().join(";"),
            Field::Note => self.note.clone(),
            Field::OtherNames => self.other_names.clone(),
            Field::ScopeTerritory => self.scope_territory.clone(),
            Field::ScopeTime => self.scope_time.clone(),
            Field::UpdateMethod => self.update_method.map(|method| method.to_string()).unwrap_or_default(),
            Field::NationalDb => self.national_db.clone(),
            Field::SyncMechanism => self.sync_mechanism.clone(),
            Field::SecurityLevel => self.security_level.map(|level| level.to_string()).unwrap_or_default(),
            Field::Url => self.url.clone(),
            Field::Hosting => self.hosting.clone(),
            Field::Procedures => self.procedures.clone(),
            Field::Funding => self.funding.clone(),
            Field::OperatorUnit => self.operator_unit.clone(),
            Field::Existence => self.existence.map(|existence| existence.to_string()).unwrap_or_default(),
        }
    }

    /// Sets a simple field from text.
    ///
    /// # Errors
    /// [`ChangeError::BadValue`] for a year, a level or a code that is none.
    pub fn set(&mut self, field: Field, value: &str) -> Result<(), ChangeError> {
        let bad = || ChangeError::BadValue(field.to_string(), value.to_owned());
        let text = value.to_owned();
        match field {
            Field::Name => self.name = text,
            Field::Owner => self.owner = AgencyId(text),
            Field::Sector => self.sector = text,
            Field::Purpose => self.purpose = text,
            Field::Scope => self.scope = text,
            Field::Content => self.content = text,
            Field::CollectionMechanism => self.collection_mechanism = text,
            Field::Source => self.source = text,
            Field::Consumers => self.consumers = text,
            Field::UpdateFrequency => self.update_frequency = text,
            Field::LegalBasis => self.legal_basis = text,
            Field::StartYear if value.is_empty() => self.start_year = None,
            Field::StartYear => {
                let year = value.parse().ok().filter(|year| START_YEARS.contains(year));
                self.start_year = Some(year.ok_or_else(bad)?);
            }
            Field::DataKind => {
                let kinds = value.split(';').map(str::trim).filter(|kind| !kind.is_empty());
                let kinds: Result<BTreeSet<DataKind>, _> = kinds.map(DataKind::from_str).collect();
                self.data_kinds = kinds.map_err(|_| bad())?.into_iter().collect();
            }
            Field::Note => self.note = text,
            Field::OtherNames => self.other_names = text,
            Field::ScopeTerritory => self.scope_territory = text,
            Field::ScopeTime => self.scope_time = text,
            Field::UpdateMethod => self.update_method = optional(value).map_err(|()| bad())?,
            Field::NationalDb => self.national_db = text,
            Field::SyncMechanism => self.sync_mechanism = text,
            Field::SecurityLevel => {
                let level: Option<u8> = optional(value).map_err(|()| bad())?;
                if level.is_some_and(|level| !SECURITY_LEVELS.contains(&level)) {
                    return Err(bad());
                }
                self.security_level = level;
            }
            Field::Url => self.url = text,
            Field::Hosting => self.hosting = text,
            Field::Procedures => self.procedures = text,
            Field::Funding => self.funding = text,
            Field::OperatorUnit => self.operator_unit = text,
            Field::Existence => self.existence = optional(value).map_err(|()| bad())?,
        }
        Ok(())
    }

    pub fn item(&self, name: &str) -> Option<&DataItem> {
        self.items.iter().find(|item| item.name == name)
    }

    fn item_mut(&mut self, name: &str) -> Result<&mut DataItem, ChangeError> {
        self.items.iter_mut().find(|item| item.name == name).ok_or_else(|| ChangeError::NoItem(name.to_owned()))
    }
}

/// A value that may be empty.
fn optional<T: FromStr>(value: &str) -> Result<Option<T>, ()> {
    if value.is_empty() { Ok(None) } else { value.parse().map(Some).map_err(|_| ()) }
}

/// Every point in which `new` differs from `old`. The order of items is no difference; an item is known by its name,
/// so a renamed item is one removed and one added.
pub fn diff(old: &EntryContent, new: &EntryContent) -> Vec<Change> {
    let mut changes = Vec::new();
    let mut push = |place: Place, old: String, new: String| {
        // An item that comes or goes is a difference even when nothing is said of it.
        if old != new || matches!(place, Place::ItemAdd(_) | Place::ItemRemove(_)) {
            changes.push(Change { place, old, new });
        }
    };
    for field in Field::iter() {
        push(Place::Field(field), old.get(field), new.get(field));
    }
    for before in &old.items {
        let name = || before.name.clone();
        let Some(after) = new.item(&before.name) else {
            push(Place::ItemRemove(name()), before.fields.clone(), String::new());
            continue;
        };
        push(Place::ItemFields(name()), before.fields.clone(), after.fields.clone());
        let mut classes: Vec<&ClassId> = before.matrix.keys().chain(after.matrix.keys()).collect();
        classes.sort();
        classes.dedup();
        for class in classes {
            let place = Place::ItemMatrix(name(), class.clone());
            push(place, before.form(class).to_string(), after.form(class).to_string());
        }
        push(Place::ItemPersonal(name()), before.personal.to_string(), after.personal.to_string());
        push(Place::ItemMaster(name()), before.master.to_string(), after.master.to_string());
    }
    for after in new.items.iter().filter(|item| old.item(&item.name).is_none()) {
        push(Place::ItemAdd(after.name.clone()), String::new(), encode_item(after));
    }
    changes
}

/// The points of a proposed new entry: every field that is filled, and every item.
pub fn points_of_new(content: &EntryContent) -> Vec<Change> {
    diff(&EntryContent { owner: content.owner.clone(), ..EntryContent::default() }, content)
}

/// Brings one point into a content, with `value` instead of the point's own new value. One of a plan leaves it as it is.
///
/// # Errors
/// [`ChangeError`] when the item is missing or there already, or the value is none for the place.
pub fn apply(content: &mut EntryContent, place: &Place, value: &str) -> Result<(), ChangeError> {
    let flag = || match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(ChangeError::BadValue(place.to_string(), value.to_owned())),
    };
    match place {
        Place::Field(field) => content.set(*field, value)?,
        Place::ItemAdd(name) if content.item(name).is_some() => return Err(ChangeError::ItemExists(name.clone())),
        Place::ItemAdd(name) => content.items.push(decode_item(name, value)?),
        Place::ItemRemove(name) => {
            content.item_mut(name)?;
            content.items.retain(|item| item.name != *name);
        }
        Place::ItemName(_) if content.item(value).is_some() => return Err(ChangeError::ItemExists(value.to_owned())),
        Place::ItemName(name) => value.clone_into(&mut content.item_mut(name)?.name),
        Place::ItemFields(name) => value.clone_into(&mut content.item_mut(name)?.fields),
        Place::ItemMatrix(name, class) => {
            let form = parse_form(place, value)?;
            content.item_mut(name)?.matrix.insert(class.clone(), form);
        }
        Place::ItemPersonal(name) => content.item_mut(name)?.personal = flag()?,
        Place::ItemMaster(name) => content.item_mut(name)?.master = flag()?,
        Place::Plan(_) => {}
    }
    Ok(())
}
