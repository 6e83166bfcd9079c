//! The annex of the decision as a workbook: what an import understood of it, before anything is written.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};

use crate::catalog::EntryContent;
use crate::id::{AgencyId, EntryCode, ImportId};

/// A place in a workbook. Rows and columns count from 1; 0 stands for the sheet or file as a whole.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CellPlace {
    pub sheet: String,
    pub row: u32,
    pub column: u32,
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
    TooLarge,
    Macros,
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
    CodeUnknown,
    PurposeMissing,
}

/// One remark on a workbook, with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnexIssue {
    pub place: CellPlace,
    pub code: AnnexCode,
    /// The offending text or name, shortened.
    pub detail: String,
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

/// One entry in the preview of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    pub place: CellPlace,
    pub code: Option<EntryCode>,
    pub name: String,
    pub agency: AgencyId,
    pub agency_name: String,
    pub items: u32,
}

/// What an import would do, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    pub id: Option<ImportId>,
    pub file_name: String,
    pub file_sha256: String,
    pub title: String,
    pub rows: Vec<ImportRow>,
    pub agencies: u32,
    pub items: u32,
    pub errors: Vec<AnnexIssue>,
    pub warnings: Vec<AnnexIssue>,
    /// The same content is in the catalog already, as this edition.
    pub already: Option<crate::edition::EditionRef>,
    /// The edition that the import made.
    pub written: Option<crate::edition::EditionRef>,
}

/// What a decision's annex belongs to, as typed beside the workbook.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportDraft {
    pub year: String,
    #[serde(flatten)]
    pub decision: crate::campaign::DecisionDraft,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportHeader {
    pub year: i32,
    pub decision: crate::edition::Decision,
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
