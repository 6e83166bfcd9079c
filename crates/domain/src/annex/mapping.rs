//! How the columns of a workbook are understood: found by their headers, corrected by a person, remembered by the
//! header's words, given as a file at the command line.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::check::{FieldCode, FieldError};
use crate::text::words;

/// Rows and columns beyond these are refused, so that a stray cell in the last corner costs nothing.
pub const SHEET_ROWS_MAX: u32 = 20_000;
pub const COLUMNS_MAX: u32 = 200;
/// The most rows of a header.
pub const HEADER_ROWS_MAX: u32 = 3;
/// Rows looked through for a header.
pub const HEADER_SEARCH_ROWS: u32 = 60;
/// The header of the column that tells why a row was not taken, in the workbook of those rows.
pub const REASON_HEADER: &str = "Lý do chưa nhập được";

/// What a column of a workbook says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AnnexField {
    /// The running number.
    Number,
    Code,
    Name,
    OtherNames,
    /// The agency that owns it, where no headings tell.
    Agency,
    Sector,
    DataKind,
    Purpose,
    Scope,
    ScopeTerritory,
    ScopeTime,
    Content,
    /// Purpose, scope and content in one cell, told apart by their labels where it has some.
    Description,
    Mechanism,
    UpdateMethod,
    Source,
    /// Items that are open, or a mark that all are.
    Open,
    Default,
    Specific,
    /// Items that nobody gets.
    NotShared,
    /// Items of data whose form stands in another column.
    Items,
    /// The fields of the items that stand in other columns; alone, those of the database as one item.
    ItemFields,
    /// The form of sharing, in words.
    Form,
    /// The names of the items in their order, where the columns above bring another.
    ItemOrder,
    Consumers,
    Frequency,
    LegalBasis,
    StartYear,
    NationalDb,
    SyncMechanism,
    SecurityLevel,
    Url,
    Hosting,
    OperatorUnit,
    Procedures,
    Funding,
    Existence,
    Note,
    /// What becomes of the database, in an annex that amends: «bổ sung», «sửa đổi», «bãi bỏ».
    Change,
    /// Goes into the note, as «header: value».
    Extra,
    Ignore,
}

/// Where the agency of a row stands.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AgencyAt {
    /// In a row of its own above its databases.
    #[default]
    Groups,
    /// In a column; an empty cell repeats the one above.
    Column,
}

/// One column. Columns count from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    pub column: u32,
    /// The header as written; upper and lower rows of it are separated by ` / `.
    #[serde(default)]
    pub header: String,
    /// A value of the column, for the person who maps it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sample: String,
    pub field: AnnexField,
}

/// Where things stand in a workbook. Rows count from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Empty: the first sheet.
    #[serde(default)]
    pub sheet: String,
    pub header_row: u32,
    #[serde(default = "one")]
    pub header_rows: u32,
    /// The first row after the header; 0: the one below it.
    #[serde(default)]
    pub first_row: u32,
    #[serde(default)]
    pub agency: AgencyAt,
    pub columns: Vec<MappedColumn>,
}

fn one() -> u32 {
    1
}

/// A number of rows or of a row as a person typed it at a field, of those that are allowed; `before` where nothing was typed.
///
/// # Errors
/// Anything else, with what is allowed: `1–3`.
pub fn typed_row(field: &str, typed: &str, before: u32, allowed: RangeInclusive<u32>) -> Result<u32, FieldError> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(before);
    }
    let number = typed.parse::<u32>().ok().filter(|number| allowed.contains(number));
    let told = || format!("{}–{}", allowed.start(), allowed.end());
    number.ok_or_else(|| FieldError::with(field, FieldCode::OutOfRange, told()))
}

impl MappedColumn {
    /// Whether it tells why a row was not taken.
    pub fn is_reason(&self) -> bool {
        self.header == REASON_HEADER
    }
}

impl Mapping {
    /// The columns of a field.
    pub fn columns_of(&self, field: AnnexField) -> impl Iterator<Item = u32> {
        self.columns.iter().filter(move |column| column.field == field).map(|column| column.column)
    }

    pub fn has(&self, field: AnnexField) -> bool {
        self.columns_of(field).next().is_some()
    }

    /// The field without which the mapping reads nothing, if one has no column.
    pub fn missing(&self) -> Option<AnnexField> {
        let agency = self.agency == AgencyAt::Column && !self.has(AnnexField::Agency);
        if self.has(AnnexField::Name) { agency.then_some(AnnexField::Agency) } else { Some(AnnexField::Name) }
    }

    /// The same with every number inside what is read.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.header_row = self.header_row.clamp(1, SHEET_ROWS_MAX);
        self.header_rows = self.header_rows.clamp(1, HEADER_ROWS_MAX);
        let below = self.header_row + self.header_rows;
        self.first_row = self.first_row.clamp(below, below.max(SHEET_ROWS_MAX));
        self.columns.retain(|column| (1..=COLUMNS_MAX).contains(&column.column));
        self.columns.truncate(COLUMNS_MAX as usize);
        self
    }

    /// The first of its rows that lies beyond a sheet of so many, with what is allowed; a first row of 0 says nothing.
    pub fn beyond(&self, rows: u32) -> Option<FieldError> {
        let rows = rows.max(1);
        let told = |field: &str, number: u32, least: u32, most: u32| {
            let wrong = !(least..=most).contains(&number);
            wrong.then(|| FieldError::with(field, FieldCode::OutOfRange, format!("{least}–{most}")))
        };
        let below = self.header_row.saturating_add(self.header_rows);
        let header_rows = || {
            let left = rows - self.header_row + 1;
            told("header_rows", self.header_rows, 1, HEADER_ROWS_MAX.min(left))
        };
        let first_row =
            || if self.first_row == 0 { None } else { told("first_row", self.first_row, below, rows.max(below)) };
        told("header_row", self.header_row, 1, rows).or_else(header_rows).or_else(first_row)
    }

    /// Whether the workbook is one of rows that were not taken, which came back with the reasons.
    pub fn has_reasons(&self) -> bool {
        self.columns.iter().any(MappedColumn::is_reason)
    }

    /// What workbooks with the same header have in common: the folded words of each column's header, in order. Rows that
    /// came back with the reasons have the header that they came with.
    pub fn header_key(&self) -> String {
        let own = self.columns.iter().filter(|column| !column.is_reason());
        own.map(|column| words(&column.header).join(" ")).collect::<Vec<_>>().join("|")
    }

    /// Takes over what a person said of a workbook with the same header, and keeps where the header stands in this one.
    #[must_use]
    pub fn with_fields_of(mut self, remembered: &Self) -> Self {
        let known: Vec<&MappedColumn> = remembered.columns.iter().filter(|column| !column.is_reason()).collect();
        let own: Vec<&mut MappedColumn> = self.columns.iter_mut().filter(|column| !column.is_reason()).collect();
        if known.len() == own.len() {
            for (column, known) in own.into_iter().zip(known) {
                column.field = known.field;
            }
            self.agency = remembered.agency;
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapping(headers: &[(&str, AnnexField)]) -> Mapping {
        let columns = (1..).zip(headers).map(|(column, (header, field))| MappedColumn {
            column,
            header: (*header).to_owned(),
            sample: String::new(),
            field: *field,
        });
        Mapping { header_row: 5, header_rows: 1, first_row: 6, columns: columns.collect(), ..Mapping::default() }
    }

    #[test]
    fn what_a_mapping_lacks() {
        let mut found = mapping(&[("STT", AnnexField::Number)]);
        assert_eq!(found.missing(), Some(AnnexField::Name));
        found.columns[0].field = AnnexField::Name;
        assert_eq!(found.missing(), None);
        found.agency = AgencyAt::Column;
        assert_eq!(found.missing(), Some(AnnexField::Agency));
    }

    #[test]
    fn numbers_out_of_range_are_brought_in() {
        let wild = Mapping { header_row: 0, header_rows: 99, first_row: 0, ..mapping(&[]) }.bounded();
        assert_eq!((wild.header_row, wild.header_rows, wild.first_row), (1, 3, 4));
        let far = Mapping { header_row: u32::MAX, first_row: u32::MAX, ..mapping(&[]) }.bounded();
        assert_eq!((far.header_row, far.first_row), (SHEET_ROWS_MAX, SHEET_ROWS_MAX + 1));
        let mut column = mapping(&[("a", AnnexField::Name)]);
        column.columns[0].column = COLUMNS_MAX + 1;
        assert_eq!(column.bounded().columns, []);
    }

    #[test]
    fn what_is_typed_of_a_row_is_taken_or_told() {
        let wrong = Err(FieldError::with("header_row", FieldCode::OutOfRange, "1–60"));
        for (typed, expected) in [
            ("", Ok(5)),
            ("  ", Ok(5)),
            ("1", Ok(1)),
            (" 60 ", Ok(60)),
            ("0", wrong.clone()),
            ("61", wrong.clone()),
            ("-1", wrong.clone()),
            ("99999999999999999999", wrong.clone()),
            ("năm", wrong.clone()),
        ] {
            assert_eq!(typed_row("header_row", typed, 5, 1..=60), expected, "{typed}");
        }
    }

    #[test]
    fn rows_beyond_the_sheet_are_told() {
        let wrong = |field: &str, allowed: &str| Some(FieldError::with(field, FieldCode::OutOfRange, allowed));
        for (header_row, header_rows, first_row, expected) in [
            (1, 1, 2, None),
            (1, 1, 0, None),
            (3, 1, 4, None),
            (4, 1, 5, None),
            (2, 3, 5, None),
            (999, 1, 1_000, wrong("header_row", "1–4")),
            (5, 1, 6, wrong("header_row", "1–4")),
            (0, 1, 0, wrong("header_row", "1–4")),
            (u32::MAX, u32::MAX, u32::MAX, wrong("header_row", "1–4")),
            (4, 2, 0, wrong("header_rows", "1–1")),
            (1, 4, 0, wrong("header_rows", "1–3")),
            (1, 0, 0, wrong("header_rows", "1–3")),
            (1, 2, 2, wrong("first_row", "3–4")),
            (1, 1, 5, wrong("first_row", "2–4")),
        ] {
            let mapping = Mapping { header_row, header_rows, first_row, ..mapping(&[]) };
            assert_eq!(mapping.beyond(4), expected, "{header_row}, {header_rows}, {first_row}");
        }
        assert_eq!(Mapping { header_row: 1, header_rows: 1, ..Mapping::default() }.beyond(0), None);
    }

    #[test]
    fn the_same_header_is_known_by_its_words() {
        let first = mapping(&[("Tên CSDL", AnnexField::Name), ("Phòng phụ trách", AnnexField::Extra)]);
        let mut again = mapping(&[("TÊN  csdl", AnnexField::Name), ("Phong phu trach:", AnnexField::Ignore)]);
        again.header_row = 9;
        assert_eq!(first.header_key(), again.header_key());
        let taken = again.clone().with_fields_of(&first);
        assert_eq!((taken.header_row, taken.columns[1].field), (9, AnnexField::Extra));
        // The workbook of the rows that failed has a column more.
        let (name, kept) = (("Tên CSDL", AnnexField::Name), ("Phòng phụ trách", AnnexField::Ignore));
        let returned = mapping(&[name, kept, (REASON_HEADER, AnnexField::Ignore)]);
        assert_eq!((returned.header_key(), returned.has_reasons()), (first.header_key(), true));
        let taken = returned.clone().with_fields_of(&first);
        let fields: Vec<AnnexField> = taken.columns.iter().map(|column| column.field).collect();
        assert_eq!(fields, [AnnexField::Name, AnnexField::Extra, AnnexField::Ignore]);
        assert_eq!(first.clone().with_fields_of(&returned).columns[1].field, AnnexField::Ignore);
        assert!(!first.has_reasons());
        let other = mapping(&[("Tên CSDL", AnnexField::Name)]);
        assert_eq!(again.clone().with_fields_of(&other), again);
        assert_ne!(first.header_key(), other.header_key());
    }

    #[test]
    fn as_a_file() {
        let text = r#"{"header_row": 3, "columns": [{"column": 2, "field": "name"}]}"#;
        let read: Mapping = serde_json::from_str(text).expect("a mapping");
        assert_eq!((read.header_rows, read.agency, read.columns[0].field), (1, AgencyAt::Groups, AnnexField::Name));
        assert!(serde_json::from_str::<Mapping>(r#"{"header_row": 3, "columns": [], "sheets": 1}"#).is_err());
        assert!(
            serde_json::from_str::<Mapping>(r#"{"header_row": 3, "columns": [{"column": 1, "field": "x"}]}"#).is_err()
        );
    }
}
