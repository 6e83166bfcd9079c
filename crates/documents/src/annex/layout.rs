//! Where things stand in a workbook: the header, of one to three rows with merged cells, is found by its wording; a
//! mapping that a person gave is taken as it is.

use std::collections::{BTreeMap, BTreeSet};

use domain::annex::{
    AgencyAt, AnnexCode, AnnexField as F, AnnexIssue, COLUMNS_MAX, HEADER_ROWS_MAX, HEADER_SEARCH_ROWS, MappedColumn,
    Mapping,
};
use domain::text::{clean, words};

use super::wording::{beside, label, wording};
use crate::sheet::Sheet;

/// Fields that a header has at least, the name among them.
const FIELDS_MIN: usize = 3;
/// Rows looked through for a value to show.
const SAMPLE_ROWS: u32 = 50;
const SAMPLE_CHARS_MAX: usize = 80;
/// Rows of a header, and beside it, that a row below may repeat.
const HEADER_AGAIN_ROWS: usize = 8;
/// The longest header that is kept.
const HEADER_CHARS_MAX: usize = 200;
/// The sheet of an exported annex that holds what the officials' layout has no column for.
pub(crate) const MORE_SHEET: &str = "Thông tin khác";

/// The columns of each field in one sheet. Rows and columns count from 0 here.
pub(crate) struct Layout {
    columns: BTreeMap<F, Vec<u32>>,
    /// Columns kept in the note, with their headers.
    pub extras: Vec<(u32, String)>,
    pub header_row: u32,
    pub header_rows: u32,
    pub first_row: u32,
    pub agency: AgencyAt,
}

impl Layout {
    pub(crate) fn of(mapping: &Mapping) -> Self {
        let mut columns: BTreeMap<F, Vec<u32>> = BTreeMap::new();
        let mut extras = Vec::new();
        for column in &mapping.columns {
            match column.field {
                F::Ignore => {}
                F::Extra => extras.push((column.column - 1, column.header.clone())),
                field => columns.entry(field).or_default().push(column.column - 1),
            }
        }
        Self {
            columns,
            extras,
            header_row: mapping.header_row - 1,
            header_rows: mapping.header_rows,
            first_row: mapping.first_row - 1,
            agency: mapping.agency,
        }
    }

    pub(crate) fn column(&self, field: F) -> Option<u32> {
        self.columns(field).first().copied()
    }

    pub(crate) fn columns(&self, field: F) -> &[u32] {
        self.columns.get(&field).map_or(&[], Vec::as_slice)
    }

    /// Whether anything of a column goes into an entry.
    pub(crate) fn reads(&self, column: u32) -> bool {
        let fields = self.columns.values().flatten();
        fields.copied().chain(self.extras.iter().map(|(at, _)| *at)).any(|at| at == column)
    }

    /// Whether a row says nothing but what the header does, its numbers of columns included, in the same columns.
    pub(crate) fn is_header_again(&self, sheet: &Sheet, row: u32) -> bool {
        let above = self.header_row.saturating_sub(HEADER_ROWS_MAX - 1);
        let header = || (above..self.first_row.min(row)).take(HEADER_AGAIN_ROWS);
        let says = |(column, text): (u32, &str)| {
            let folded = words(text);
            // A dash says nothing, as an empty cell of the header does.
            !folded.is_empty() && header().any(|at| words(sheet.spread(at, column)) == folded)
        };
        sheet.row(row).nth(1).is_some() && sheet.row(row).all(says)
    }
}

/// Finds the sheet with the annex's header and its columns.
///
/// # Errors
/// No header, or one that lacks the name or the agency.
pub(crate) fn detect(sheets: &[Sheet]) -> Result<Mapping, AnnexIssue> {
    let mut best: Option<(usize, Mapping)> = None;
    let main = sheets.iter().filter(|sheet| sheet.name != MORE_SHEET);
    for sheet in main {
        for row in 0..sheet.rows().min(HEADER_SEARCH_ROWS) {
            let mapping = mapping_at(sheet, row, header_rows(sheet, row));
            let fields = fields(&mapping);
            let own = sheet.row(row).map(|(_, text)| text).collect::<BTreeSet<_>>().len();
            // Of two rows that tell as much the lower is the header: the upper one is a title over it. Farther below stands the
            // header once more, as on each page of a long annex: what lies between are entries.
            let follows = best
                .as_ref()
                .is_some_and(|(_, best)| best.sheet == sheet.name && row < best.header_row + best.header_rows);
            let better = best.as_ref().is_none_or(|(most, _)| fields > *most || (fields == *most && follows));
            if mapping.has(F::Name) && fields >= FIELDS_MIN && own >= 2 && better {
                best = Some((fields, mapping));
            }
        }
    }
    let no_header = || AnnexIssue { place: Default::default(), code: AnnexCode::NoHeader, detail: String::new() };
    best.map(|(_, mapping)| mapping).ok_or_else(no_header)
}

/// Without a header that is understood: the row with the most texts, for a person to map.
pub(crate) fn guess(sheets: &[Sheet]) -> Option<Mapping> {
    let rows = sheets.iter().flat_map(|sheet| {
        (0..sheet.rows().min(HEADER_SEARCH_ROWS)).map(move |row| (sheet.row(row).count(), sheet, row))
    });
    let (texts, sheet, row) = rows.fold(None, |best: Option<(usize, &Sheet, u32)>, one| match best {
        Some(best) if best.0 >= one.0 => Some(best),
        _ => Some(one),
    })?;
    (texts >= 2).then(|| mapping_at(sheet, row, header_rows(sheet, row)))
}

/// Every header that a sheet may have, as its wording tells its columns: a person may have found one that is no likely one.
pub(crate) fn possible(sheets: &[Sheet]) -> impl Iterator<Item = Mapping> {
    let rows = sheets.iter().flat_map(|sheet| (0..sheet.rows().min(HEADER_SEARCH_ROWS)).map(move |row| (sheet, row)));
    let rows = rows.filter(|(sheet, row)| sheet.row(*row).count() >= 2);
    rows.flat_map(|(sheet, row)| (1..=HEADER_ROWS_MAX).map(move |rows| mapping_at(sheet, row, rows)))
}

fn fields(mapping: &Mapping) -> usize {
    let known = mapping.columns.iter().map(|column| column.field);
    known.filter(|field| !matches!(field, F::Extra | F::Ignore)).collect::<BTreeSet<_>>().len()
}

/// How many rows a header has that begins in a row: as many as its merges cover, and as tell more below empty or merged
/// cells of it.
fn header_rows(sheet: &Sheet, row: u32) -> u32 {
    let mut rows = 1;
    while rows < HEADER_ROWS_MAX {
        let next = row + rows;
        let covered = sheet.row(row).filter(|(column, text)| {
            wording(text).is_some()
                && sheet.merge(row, *column).is_some_and(|(top, bottom, _)| top >= row && next <= bottom)
        });
        let below = sheet.row(next).filter(|(column, text)| {
            let open = match sheet.merge(next - 1, *column) {
                None => sheet.text(next - 1, *column).is_empty(),
                Some((_, bottom, left)) => bottom < next && is_wide(sheet, next - 1, left),
            };
            open && wording(text).is_some()
        });
        let is_data = sheet.row(next).any(|(_, text)| text.parse::<u32>().is_ok());
        if covered.count() == 0 && (is_data || below.count() < 2) {
            break;
        }
        rows += 1;
    }
    rows
}

/// Whether a merged cell covers more than one column.
fn is_wide(sheet: &Sheet, row: u32, left: u32) -> bool {
    let merge = sheet.merge(row, left);
    merge.is_some() && sheet.merge(row, left + 1) == merge
}

/// The mapping of a sheet whose header begins in a row and has so many rows.
pub(crate) fn mapping_at(sheet: &Sheet, row: u32, rows: u32) -> Mapping {
    let first_row = first_row(sheet, row + rows);
    let last = (0..sheet.rows().min(row + rows + SAMPLE_ROWS)).filter(|at| *at >= row);
    let last = last.filter_map(|at| sheet.row(at).last()).map(|(column, _)| column).max().unwrap_or(0);
    let mut read = Vec::new();
    for column in 0..=last.min(COLUMNS_MAX - 1) {
        let parts = header_parts(sheet, row, rows, column);
        let sample = sample(sheet, first_row, column);
        if parts.is_empty() && sample.is_empty() {
            continue;
        }
        let parent = sheet.merge(row, column).is_some_and(|(.., left)| is_wide(sheet, row, left));
        let field = field_of(&parts, parent).unwrap_or(F::Extra);
        let otherwise = parts.last().and_then(|last| beside(last));
        read.push((column, parts, sample, field, otherwise));
    }
    let sure = read.iter().filter(|(.., otherwise)| otherwise.is_none()).map(|(.., field, _)| *field);
    let sure: BTreeSet<F> = sure.collect();
    let mut taken = BTreeSet::new();
    let mut columns = Vec::new();
    for (column, parts, sample, found, otherwise) in read {
        let mut field = match otherwise {
            Some(other) if sure.contains(&found) => {
                Some(other).filter(|other| !sure.contains(other)).unwrap_or(F::Extra)
            }
            _ => found,
        };
        // What stands twice is understood once; the form of sharing alone may have a column for each group.
        if !matches!(field, F::Extra | F::Ignore) && !taken.insert(field) {
            field = F::Extra;
        }
        let header: String = parts.join(" / ").chars().take(HEADER_CHARS_MAX).collect();
        columns.push(MappedColumn { column: column + 1, header, sample, field });
    }
    let agency = if taken.contains(&F::Agency) { AgencyAt::Column } else { AgencyAt::Groups };
    Mapping {
        sheet: sheet.name.clone(),
        header_row: row + 1,
        header_rows: rows,
        first_row: first_row + 1,
        agency,
        columns,
    }
}

/// The texts of a column's header from above, each once.
fn header_parts(sheet: &Sheet, row: u32, rows: u32, column: u32) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for at in row..row + rows {
        let text = clean(sheet.spread(at, column));
        if !text.is_empty() && parts.last() != Some(&text) {
            parts.push(text);
        }
    }
    // Most of a header's cells are merged down to its lowest row; one that is not stands over an empty cell.
    let above = row.checked_sub(1).filter(|above| parts.is_empty() && sheet.row(*above).count() > 2);
    let lonely = above.filter(|above| sheet.merge(*above, column).is_none());
    parts.extend(lonely.map(|above| clean(sheet.text(above, column))).filter(|text| !text.is_empty()));
    parts
}

/// The lowest part of a header decides, unless it says too little alone: «Tên» below «Đơn vị». What stands over several
/// columns is no header of one.
fn field_of(parts: &[String], parent: bool) -> Option<F> {
    let short = |text: &str| matches!(words(text).as_slice(), [one] if ["ten", "ma"].contains(&one.as_str()));
    let (last, above) = parts.split_last()?;
    let of_above = above.iter().rev().find_map(|text| wording(text));
    match wording(last) {
        Some(_) if short(last) && of_above == Some(F::Agency) => of_above,
        Some(field) => Some(field),
        None => of_above.filter(|_| !parent),
    }
}

/// The first row after the header that is no row of column numbers, and not empty.
fn first_row(sheet: &Sheet, after_header: u32) -> u32 {
    let is_number = |text: &str| {
        let bare = text.trim_matches(['(', ')', '[', ']']);
        !bare.is_empty() && bare.chars().all(|c| c.is_ascii_digit() || "=+-*. ".contains(c))
    };
    let mut row = after_header;
    while row < sheet.rows() {
        let count = sheet.row(row).count();
        // Letters and numbers: «A», «B», «(1)», «(2)».
        let short = sheet.row(row).all(|(_, text)| is_number(text) || (text.len() == 1 && !text.is_empty()));
        if count > 0 && !(count > 2 && short) {
            return row;
        }
        row += 1;
    }
    after_header
}

fn sample(sheet: &Sheet, first_row: u32, column: u32) -> String {
    let rows = first_row..sheet.rows().min(first_row + SAMPLE_ROWS);
    // A heading over all columns is no value of one.
    let own = |row: &u32| sheet.merge(*row, column).is_none_or(|(.., left)| left == column);
    let mut texts = rows.filter(own).filter(|row| sheet.row(*row).nth(1).is_some()).map(|row| sheet.text(row, column));
    let found = texts.find(|text| !text.is_empty()).unwrap_or_default();
    clean(found).chars().take(SAMPLE_CHARS_MAX).collect()
}

/// What keeps a mapping from being read with a sheet.
///
/// # Errors
/// The needed field that has no column.
pub(crate) fn usable(sheet: &Sheet, mapping: &Mapping) -> Result<(), AnnexIssue> {
    match mapping.missing() {
        None => Ok(()),
        Some(field) => {
            let place = sheet.place(mapping.header_row - 1, 0);
            Err(AnnexIssue { place, code: AnnexCode::MissingColumn, detail: label(field).to_owned() })
        }
    }
}
