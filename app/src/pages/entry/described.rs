//! What there is to read of an entry's content, in the order of the clause, as labelled rows.

use domain::catalog::{EntryContent, Lists};
use domain::change::Field;

use crate::text::catalog as words;

/// A label with what stands under it.
pub type Row = (&'static str, String);

const WHAT: [Field; 10] = [
    Field::OtherNames,
    Field::Existence,
    Field::Purpose,
    Field::Scope,
    Field::ScopeTerritory,
    Field::ScopeTime,
    Field::Content,
    Field::DataKind,
    Field::LegalBasis,
    Field::Consumers,
];
const HOW: [Field; 6] = [
    Field::CollectionMechanism,
    Field::UpdateMethod,
    Field::UpdateFrequency,
    Field::Source,
    Field::StartYear,
    Field::Note,
];
const MORE: [Field; 8] = [
    Field::NationalDb,
    Field::SyncMechanism,
    Field::SecurityLevel,
    Field::Url,
    Field::Hosting,
    Field::OperatorUnit,
    Field::Procedures,
    Field::Funding,
];

/// The fields of an entry in the three parts of its page.
pub struct Described {
    pub what: Vec<Row>,
    pub how: Vec<Row>,
    pub more: Vec<Row>,
}

impl Described {
    pub fn of(content: &EntryContent, lists: &Lists) -> Self {
        let row = |field: &Field| {
            let value = content.get(*field);
            (words::field(*field), words::code_words(*field, &value, lists).unwrap_or(value))
        };
        let rows = |fields: &[Field]| fields.iter().map(row).collect();
        Self { what: rows(&WHAT), how: rows(&HOW), more: rows(&MORE) }
    }
}
