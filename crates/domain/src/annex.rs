//! The annex of the decision as a workbook: what an import understood of it, before anything is written.

mod amending;
mod cause;
mod decision;
mod mapping;
mod retention;

pub use amending::{Amending, RowEffect, Section, WITHDRAWN_CODES_MAX, amended, row_section, section};
pub use cause::Cause;
pub use decision::{NamedDecision, named_decision};
pub use mapping::{
    AgencyAt, AnnexField, COLUMNS_MAX, HEADER_ROWS_MAX, HEADER_SEARCH_ROWS, MappedColumn, Mapping, REASON_HEADER,
    SHEET_ROWS_MAX, typed_row,
};
pub use retention::{DRAFT_DAYS, ImportState, Retention, retention};

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::campaign::CampaignKey;
use crate::catalog::EntryContent;
use crate::id::{AgencyId, EditionId, EntryCode, ImportId};

/// A place in a workbook. Rows and columns count from 1; 0 stands for the sheet or file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellPlace {
    pub sheet: String,
    pub row: u32,
    pub column: u32,
}

impl CellPlace {
    /// «B14», as Excel names a cell; «B» of a whole column, «14» of a whole row.
    pub fn cell(&self) -> String {
        let row = if self.row == 0 { String::new() } else { self.row.to_string() };
        column_letters(self.column) + &row
    }
}

/// «A», «B», …, «AA»: as Excel names columns, which count from 1.
pub fn column_letters(number: u32) -> String {
    let mut left = number;
    let mut letters = Vec::new();
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// Why a workbook or a row was refused, or what is odd about it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AnnexCode {
    // Refusals of the whole file.
    NotAWorkbook,
    Damaged,
    Encrypted,
    /// A part is packed in a way that is not read.
    Packing,
    TooLarge,
    Macros,
    /// It draws on other files or on a database.
    ExternalLinks,
    /// Other files or controls lie in it.
    Embedded,
    /// A part declares a document type, with which entities come.
    DocumentType,
    /// A part is not UTF-8.
    WrongEncoding,
    /// Cells are merged over the sheet, or far too often.
    MergedSheet,
    Empty,
    NoHeader,
    MissingColumn,
    TooManyRows,
    // Errors in a row.
    NameMissing,
    AgencyMissing,
    AgencyUnknown,
    AgencyAmbiguous,
    DuplicateName,
    /// It is withdrawn from an edition that does not have it.
    NotInBase,
    /// It is withdrawn by an annex that amends nothing.
    WithdrawnOfWhole,
    ItemUnreadable,
    GroupUnknown,
    TextTooLong,
    // Warnings.
    NumberMissing,
    NumberOutOfOrder,
    NameNormalised,
    FrequencyUnknown,
    YearUnreadable,
    ItemFormConflict,
    NoItems,
    FormulaIgnored,
    /// No entry has the code, or another row took it: the entry is known by its name, or gets a new one.
    CodeUnknown,
    /// The code is that of an entry with another name, which the detail tells after the code: the entry is renamed.
    Renamed,
    /// A code that is none of our own form; it went into the note.
    CodeForeign,
    PurposeMissing,
    /// Formulas of a column, taken as the values that they had when the workbook was saved.
    FormulaValues,
    /// A value that none of the list is like; it went into the note.
    ValueUnknown,
    /// An item without a form of sharing: nobody gets it.
    FormMissing,
    /// More than one form for an item; the narrowest was taken.
    FormUnclear,
    /// The column of consumers does not say for sure which classes it means: items without groups are for all.
    ConsumersUnclear,
    /// An item of personal data stands among the open ones. No error: an annex is that of a decision that was issued, and
    /// decisions open what a law makes public (that of 2023 has six such items); what they say is what is in force.
    PersonalOpen,
    /// The workbook has no column for what the law asks.
    ColumnAbsent,
    /// A column that no field takes: it goes into the note.
    ColumnKept,
    /// Fields of which nobody can say whose item they are; they went into the note.
    FieldsUnclear,
    /// A cell whose text is in an encoding of before Unicode, or was read in a wrong one.
    Misread,
    /// A row like that of an entry, below the notes or the signature that an annex ends with: it is not read.
    RowAfterEnd,
    /// So many warnings more are not listed.
    MoreWarnings,
}

/// The most characters of a sheet's name that Excel takes.
const SHEET_NAME_CHARS_MAX: usize = 31;

/// One remark on a workbook, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnexIssue {
    pub place: CellPlace,
    pub code: AnnexCode,
    /// The offending text or name, shortened; of a refusal its [`Cause`], where there is one to tell.
    pub detail: String,
}

impl AnnexIssue {
    /// The reason of a refusal with its cause and the cell that it is about, as a text to carry:
    /// `too_many_rows;3;201;filled_columns 200;Phụ lục`.
    pub fn told(&self) -> String {
        let CellPlace { sheet, row, column } = &self.place;
        let sheet: String = sheet.chars().take(SHEET_NAME_CHARS_MAX).collect();
        format!("{};{row};{column};{};{sheet}", self.code, Cause::carried(&self.detail))
    }

    /// Reads what [`AnnexIssue::told`] wrote.
    pub fn of_told(text: &str) -> Option<Self> {
        let mut parts = text.splitn(5, ';');
        let code = parts.next()?.parse().ok()?;
        let (row, column) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let detail = Cause::carried(parts.next()?);
        let place = CellPlace { sheet: parts.next()?.to_owned(), row, column };
        Some(Self { place, code, detail })
    }
}

/// One entry as the annex writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnexEntry {
    pub place: CellPlace,
    /// The running number in its agency's group; what it should be where the cell is empty.
    pub number: u32,
    /// A code, where the workbook carries one.
    pub code: Option<EntryCode>,
    /// The agency's heading as written.
    pub agency_written: String,
    /// The column in which it stands; 0 where it is a heading.
    #[serde(default)]
    pub agency_column: u32,
    /// It leaves the catalog that the annex amends: nothing but its name and agency is read.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withdrawn: bool,
    /// `content.owner` is empty until the heading is matched to an agency.
    pub content: EntryContent,
}

/// A whole workbook as it was understood.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Annex {
    /// The workbook's own title, without line breaks.
    pub title: String,
    pub entries: Vec<AnnexEntry>,
    pub errors: Vec<AnnexIssue>,
    pub warnings: Vec<AnnexIssue>,
}

impl Annex {
    /// The rows of the sheet that cannot be taken as they stand.
    pub fn failing_rows(&self) -> BTreeSet<u32> {
        self.errors.iter().map(|issue| issue.place.row).filter(|row| *row > 0).collect()
    }

    /// Whether there is an error that is not about one row: nothing can be left out then.
    pub fn fails_whole(&self) -> bool {
        self.errors.iter().any(|issue| issue.place.row == 0)
    }

    /// Whether it may be written, at least without the rows that fail: of so many `entries`, which may stand elsewhere.
    pub fn may_be_written(&self, entries: usize) -> bool {
        self.errors.is_empty() || (!self.fails_whole() && self.failing_rows().len() < entries)
    }
}

/// How far the writing of an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    pub done: u32,
    /// 0 until it is known.
    pub total: u32,
}

/// Rows, errors and warnings that a page shows of an import; counts tell of the rest.
pub const PREVIEW_ROWS_MAX: usize = 200;

/// One entry in the preview of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    pub place: CellPlace,
    pub code: Option<EntryCode>,
    pub name: String,
    pub agency: AgencyId,
    pub agency_name: String,
    pub items: u32,
    /// Of an annex that amends.
    pub effect: Option<RowEffect>,
    /// Who answers for the entry before the decision, where it goes over from another agency.
    pub moved_from: Option<String>,
}

/// What an import would do, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    pub id: Option<ImportId>,
    pub file_name: String,
    pub file_sha256: String,
    pub title: String,
    pub rows: Vec<ImportRow>,
    /// The decision as it was typed or read.
    pub header: ImportHeader,
    /// The decision that the annex's title names, where that is another.
    pub other_decision: Option<NamedDecision>,
    /// What it does to the edition that it amends; `None` of a whole catalog.
    pub amending: Option<Amending>,
    /// All entries, of which `rows` may show the first.
    pub entries: u32,
    /// How many of them were left out when it was written: agencies, items and what is amended are of the others.
    pub left_out: u32,
    /// How many of them go over from another agency.
    pub moved: u32,
    pub agencies: u32,
    pub items: u32,
    pub errors: Vec<AnnexIssue>,
    pub warnings: Vec<AnnexIssue>,
    /// The same content is in the catalog already, as this edition.
    pub already: Option<crate::edition::EditionRef>,
    /// The edition that the import made.
    pub written: Option<crate::edition::EditionRef>,
    /// How the columns were understood, where the workbook was kept.
    pub mapping: Option<Mapping>,
    /// The workbook's sheets.
    pub sheets: Vec<String>,
    /// Whether the mapping was remembered from an earlier workbook with the same header.
    pub remembered: bool,
    /// Rows with errors: the number that may be left out, if the person says so.
    pub failing: u32,
    /// Whether some error is about the whole, so that leaving rows out does not help.
    pub fails_whole: bool,
    pub error_count: u32,
    pub warning_count: u32,
    /// The writing, while it runs.
    pub progress: Option<ImportProgress>,
    /// A writing that was begun and ended without an edition: it may be confirmed again.
    pub interrupted: bool,
    /// The campaign that reviews the edition in force: none that would take its place is written before it has ended.
    pub waits_for: Option<CampaignKey>,
}

impl ImportPreview {
    /// How many entries it has, or how many were written of it once it is.
    pub fn taken(&self) -> u32 {
        self.entries.saturating_sub(self.left_out)
    }

    /// The same with at most [`PREVIEW_ROWS_MAX`] rows, errors and warnings. Where not all rows fit, those that go over from
    /// another agency come first: nobody confirms what they did not see.
    #[must_use]
    pub fn shortened(mut self) -> Self {
        if self.rows.len() > PREVIEW_ROWS_MAX {
            self.rows.sort_by_key(|row| row.moved_from.is_none());
        }
        self.rows.truncate(PREVIEW_ROWS_MAX);
        self.errors.truncate(PREVIEW_ROWS_MAX);
        self.warnings.truncate(PREVIEW_ROWS_MAX);
        self
    }
}

/// What a decision's annex belongs to, as typed beside the workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    pub year: String,
    /// The number of the edition that it amends; empty: it is a whole catalog.
    #[serde(default)]
    pub amends: String,
    /// Codes that leave the catalog, of an annex that amends.
    #[serde(default)]
    pub withdraw: String,
    #[serde(flatten)]
    pub decision: crate::campaign::DecisionDraft,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportHeader {
    pub year: i32,
    pub decision: crate::edition::Decision,
    /// The number or the day was read from the annex's title: a person has to say that it is so.
    #[serde(default)]
    pub from_title: bool,
    /// The edition that the annex amends; `None`: it is a whole catalog.
    #[serde(default)]
    pub amends: Option<EditionId>,
    /// Entries that leave it, beside those that the annex itself names.
    #[serde(default)]
    pub withdraw: Vec<EntryCode>,
}

/// What a workbook does not carry and another source knows of an entry: found by owner and name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supplement {
    pub owner: AgencyId,
    pub name: String,
    pub code: EntryCode,
    pub sector: String,
    pub data_kinds: Vec<crate::catalog::DataKind>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_may_be_written_without_the_rows_that_fail() {
        for (rows, entries, expected) in [
            (&[][..], 0, true),
            (&[], 5, true),
            (&[6], 5, true),
            (&[6, 6, 7, 8, 9], 5, true),
            (&[6, 7, 8, 9, 10], 5, false),
            (&[6, 0], 5, false),
            (&[0], 5, false),
        ] {
            let issue = |row: &u32| AnnexIssue {
                place: CellPlace { row: *row, ..CellPlace::default() },
                code: AnnexCode::AgencyUnknown,
                detail: String::new(),
            };
            let annex = Annex { errors: rows.iter().map(issue).collect(), ..Annex::default() };
            assert_eq!(annex.may_be_written(entries), expected, "{rows:?} of {entries}");
        }
    }
}
