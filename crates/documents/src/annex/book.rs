//! A workbook that was opened: what its sheets are, how its columns are understood, what it says.

use std::collections::BTreeMap;

use domain::annex::{AgencyAt, Annex, AnnexCode, AnnexIssue, MappedColumn, Mapping};
use domain::catalog::Lists;

use super::{failing, layout, read};
use crate::guard::refusal;
use crate::sheet::{self, Sheet};

/// Reads an annex whose layout is found by its header. What a row lacks becomes an error or a warning with its place;
/// only a file that is no annex at all is refused.
///
/// # Errors
/// The refusal: not a workbook, damaged, hostile, too large, empty, or without a header that is understood.
pub fn read_annex(bytes: &[u8], lists: &Lists) -> Result<Annex, AnnexIssue> {
    let book = AnnexBook::open(bytes)?;
    let mapping = book.detect()?;
    book.read(&mapping, lists)
}

/// Headers that are looked at for one that a person mapped before.
const HEADERS_MAX: usize = 1_000;

/// An opened workbook.
pub struct AnnexBook {
    sheets: Vec<Sheet>,
}

impl AnnexBook {
    /// Opens a workbook, bounded.
    ///
    /// # Errors
    /// The refusal of a file that is no workbook or must not be read.
    pub fn open(bytes: &[u8]) -> Result<Self, AnnexIssue> {
        Ok(Self { sheets: sheet::read(bytes)? })
    }

    pub fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|sheet| sheet.name.clone()).collect()
    }

    /// How the columns are understood by their headers.
    ///
    /// # Errors
    /// No header that is understood.
    pub fn detect(&self) -> Result<Mapping, AnnexIssue> {
        layout::detect(&self.sheets)
    }

    /// Where the header may be, of a workbook in which none is understood.
    pub fn guess(&self) -> Option<Mapping> {
        layout::guess(&self.sheets)
    }

    /// The mappings of all headers that there may be: the likeliest first, or a guess.
    pub fn headers(&self) -> Vec<Mapping> {
        let likeliest = self.detect().ok().or_else(|| self.guess());
        likeliest.into_iter().chain(layout::possible(&self.sheets).take(HEADERS_MAX)).collect()
    }

    /// The columns of a header that a person named, with the fields that they gave; where they gave none at all, with
    /// those that the wording tells, and the agency where it does, but for a column that they named. Without a first row,
    /// the one below the header.
    ///
    /// # Errors
    /// No sheet of that name.
    pub fn complete(&self, given: Mapping) -> Result<Mapping, AnnexIssue> {
        let first_row = given.first_row;
        let given = given.bounded();
        let sheet = self.sheet(&given)?;
        let mut found = layout::mapping_at(sheet, given.header_row - 1, given.header_rows);
        if first_row > 0 {
            found.first_row = given.first_row;
        }
        if !given.columns.is_empty() || given.agency == AgencyAt::Column {
            found.agency = given.agency;
        }
        let fields: BTreeMap<u32, &MappedColumn> = given.columns.iter().map(|one| (one.column, one)).collect();
        for column in &mut found.columns {
            if let Some(known) = fields.get(&column.column) {
                column.field = known.field;
            } else if !given.columns.is_empty() {
                column.field = domain::annex::AnnexField::Ignore;
            }
        }
        Ok(found)
    }

    /// What the annex says, read as a mapping tells. The cells go as they are read: the book is gone with them.
    ///
    /// # Errors
    /// A mapping without a name's column or of another workbook, a sheet without rows.
    pub fn read(mut self, mapping: &Mapping, lists: &Lists) -> Result<Annex, AnnexIssue> {
        let mapping = mapping.clone().bounded();
        let sheet = self.sheets.remove(self.at(&mapping)?);
        read::read(&self.sheets, sheet, &mapping, lists)
    }

    /// The header and the rows named, with the reason behind each and their further fields, as a workbook to mend and bring
    /// back.
    ///
    /// # Errors
    /// No such sheet; a workbook that cannot be made.
    pub fn failing_rows(&self, mapping: &Mapping, reasons: &BTreeMap<u32, String>) -> Result<Vec<u8>, AnnexIssue> {
        let mapping = mapping.clone().bounded();
        let sheet = self.sheet(&mapping)?;
        let more = self.sheets.iter().find(|other| other.name == layout::MORE_SHEET && other.name != sheet.name);
        let written = failing::write(sheet, more, &mapping, reasons);
        written.map_err(|error| refusal(AnnexCode::TooLarge, error.to_string()))
    }

    /// How many rows the sheet of a mapping has.
    ///
    /// # Errors
    /// No sheet of that name.
    pub fn rows(&self, mapping: &Mapping) -> Result<u32, AnnexIssue> {
        Ok(self.sheet(mapping)?.rows())
    }

    fn sheet(&self, mapping: &Mapping) -> Result<&Sheet, AnnexIssue> {
        Ok(&self.sheets[self.at(mapping)?])
    }

    /// Which sheet a mapping is of.
    fn at(&self, mapping: &Mapping) -> Result<usize, AnnexIssue> {
        let is_it = |sheet: &Sheet| mapping.sheet.is_empty() || sheet.name == mapping.sheet;
        self.sheets.iter().position(is_it).ok_or_else(|| refusal(AnnexCode::NoHeader, mapping.sheet.clone()))
    }
}
