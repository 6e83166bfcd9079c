//! The cells of a worksheet as clean text, streamed and bounded: a sheet that claims a million rows costs no more than
//! the cells it has. Formulas are never evaluated: a cell has the value that it was saved with, or none.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, ExcelDateTime, Reader, Xlsx, XlsxError};
use domain::annex::{AnnexCode, AnnexIssue, COLUMNS_MAX, Cause, CellPlace, SHEET_ROWS_MAX};
use domain::text::clean_lines;

use crate::guard::{check, damaged, refusal};

/// Cells with a text, and the bytes of all texts, of a whole workbook: one shared text may stand in every cell.
const CELLS_MAX: usize = 500_000;
const TEXT_BYTES_MAX: usize = 64 * 1024 * 1024;
/// The most characters of a cell.
const CELL_CHARS_MAX: usize = 32_767;
/// The most cells under one merge, and columns under all merges.
const MERGE_AREA_MAX: u64 = 1_000_000;
const MERGED_COLUMNS_MAX: usize = 1_000_000;
/// Formulas without a value that are told of, one by one.
const FORMULAS_TOLD_MAX: usize = 200;

/// One worksheet. Rows and columns count from 0 here and from 1 in a [`CellPlace`].
pub(crate) struct Sheet {
    pub name: String,
    cells: BTreeMap<(u32, u32), String>,
    /// The merges over each column: top, bottom, first column; by the top.
    merges: BTreeMap<u32, Vec<(u32, u32, u32)>>,
    /// Cells with a formula and no value.
    pub lost_formulas: Vec<(u32, u32)>,
    /// For each column the first cell with a formula, and how many have a value.
    pub formulas: BTreeMap<u32, (u32, u32)>,
}

impl Sheet {
    fn new(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            cells: BTreeMap::new(),
            merges: BTreeMap::new(),
            lost_formulas: Vec::new(),
            formulas: BTreeMap::new(),
        }
    }

    /// A sheet of these texts, as it would be read.
    pub(crate) fn of<'a>(cells: impl IntoIterator<Item = ((u32, u32), &'a str)>) -> Self {
        let cells = cells.into_iter().map(|(at, text)| (at, seen(text))).filter(|(_, text)| !text.is_empty());
        Self { cells: cells.collect(), ..Self::new("") }
    }

    pub(crate) fn text(&self, row: u32, column: u32) -> &str {
        self.cells.get(&(row, column)).map_or("", String::as_str)
    }

    /// The text of a cell, which a merged cell shares with all that it covers.
    pub(crate) fn spread(&self, row: u32, column: u32) -> &str {
        match self.merge(row, column) {
            Some((top, _, left)) => self.text(top, left),
            None => self.text(row, column),
        }
    }

    /// The merge over a cell: top row, bottom row, first column.
    pub(crate) fn merge(&self, row: u32, column: u32) -> Option<(u32, u32, u32)> {
        let merges = self.merges.get(&column)?;
        let after = merges.partition_point(|(top, ..)| *top <= row);
        merges[..after].last().copied().filter(|(_, bottom, _)| row <= *bottom)
    }

    pub(crate) fn place(&self, row: u32, column: u32) -> CellPlace {
        CellPlace { sheet: self.name.clone(), row: row + 1, column: column + 1 }
    }

    /// The cells of a row that are not empty.
    pub(crate) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), text)| (*column, text.as_str()))
    }

    /// Forgets the cells of a row that was read: a sheet of ten thousand entries is as large as what is read from it.
    /// A cell that is merged over rows below is kept for them.
    pub(crate) fn forget(&mut self, row: u32) {
        let columns: Vec<u32> = self.row(row).map(|(column, _)| column).collect();
        for column in columns {
            if self.merge(row, column).is_none_or(|(_, bottom, _)| bottom <= row) {
                self.cells.remove(&(row, column));
            }
        }
    }

    pub(crate) fn rows(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |(row, _)| row + 1)
    }

    fn add_formula(&mut self, row: u32, column: u32, has_value: bool) {
        if has_value {
            self.formulas.entry(column).or_insert((row, 0)).1 += 1;
        } else if self.lost_formulas.len() < FORMULAS_TOLD_MAX {
            self.lost_formulas.push((row, column));
        }
    }

    fn add_merge(&mut self, merge: &calamine::Dimensions, columns: &mut usize) -> Result<(), AnnexIssue> {
        let ((top, left), (bottom, right)) = (merge.start, merge.end);
        let place = self.place(top.min(SHEET_ROWS_MAX), left.min(COLUMNS_MAX));
        let refuse = |cause: Cause, most: u64| {
            let detail = cause.detail(most, "");
            Err(AnnexIssue { place: place.clone(), code: AnnexCode::MergedSheet, detail })
        };
        if bottom < top || right < left {
            return Ok(());
        }
        let (height, width) = (u64::from(bottom - top) + 1, u64::from(right - left) + 1);
        if height > u64::from(SHEET_ROWS_MAX) {
            return refuse(Cause::MergeRows, SHEET_ROWS_MAX.into());
        }
        if height * width > MERGE_AREA_MAX {
            return refuse(Cause::MergeCells, MERGE_AREA_MAX);
        }
        for column in left..=right.min(COLUMNS_MAX) {
            *columns += 1;
            if *columns > MERGED_COLUMNS_MAX {
                return refuse(Cause::MergeColumns, MERGED_COLUMNS_MAX as u64);
            }
            self.merges.entry(column).or_default().push((top, bottom, left));
        }
        Ok(())
    }
}

/// What is left of what a workbook may hold.
struct Budget {
    cells: usize,
    bytes: usize,
    merged_columns: usize,
}

/// Reads every worksheet of a workbook.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, AnnexIssue> {
    check(bytes)?;
    // What the parser does not foresee is the file's fault too.
    let read = std::panic::catch_unwind(|| read_checked(bytes));
    read.unwrap_or_else(|_| Err(damaged(Cause::Content, "")))
}

/// Why the parser gave up, in the sheet of a name; its own words only where nothing better is known.
fn unread(error: &XlsxError, sheet: &str) -> AnnexIssue {
    use XlsxError as E;
    let issue = match error {
        E::Password => refusal(AnnexCode::Encrypted, ""),
        E::Alphanumeric(_)
        | E::NumericColumn(_)
        | E::RangeWithoutColumnComponent
        | E::RangeWithoutRowComponent
        | E::ColumnNumberOverflow
        | E::RowNumberOverflow
        | E::DimensionCount(_) => damaged(Cause::CellPlace, ""),
        E::ParseInt(_) | E::ParseFloat(_) | E::CellTAttribute(_) | E::CellError(_) => damaged(Cause::CellValue, ""),
        E::FileNotFound(_) | E::RelationshipNotFound | E::WorksheetNotFound(_) => damaged(Cause::MissingPart, ""),
        E::Xml(_) | E::XmlAttr(_) | E::XmlEof(_) | E::UnexpectedNode(_) => damaged(Cause::WrongXml, ""),
        other => damaged(Cause::Content, &other.to_string().chars().take(200).collect::<String>()),
    };
    AnnexIssue { place: CellPlace { sheet: sheet.to_owned(), ..CellPlace::default() }, ..issue }
}

fn read_checked(bytes: &[u8]) -> Result<Vec<Sheet>, AnnexIssue> {
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| unread(&error, ""))?;
    let mut sheets = Vec::new();
    let mut budget = Budget { cells: CELLS_MAX, bytes: TEXT_BYTES_MAX, merged_columns: 0 };
    for name in workbook.sheet_names() {
        let Some(mut sheet) = read_cells(&mut workbook, &name, &mut budget)? else { continue };
        let merges = workbook.merge_cells_by_sheet_name(&name).map_err(|error| unread(&error, &name))?;
        for merge in merges {
            sheet.add_merge(&merge, &mut budget.merged_columns)?;
        }
        for merges in sheet.merges.values_mut() {
            merges.sort_unstable();
        }
        sheets.push(sheet);
    }
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return Err(refusal(AnnexCode::Empty, ""));
    }
    Ok(sheets)
}

/// The cells of a sheet; nothing of a chart or whatever else is no worksheet.
fn read_cells(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: &str,
    budget: &mut Budget,
) -> Result<Option<Sheet>, AnnexIssue> {
    let mut sheet = Sheet::new(name);
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else { return Ok(None) };
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| unread(&error, name))? {
        let (row, column) = cell.pos;
        let raw = raw_text(&cell.value);
        let too_much = |sheet: &Sheet, code, detail| AnnexIssue { place: sheet.place(row, column), code, detail };
        let bytes_max = || Cause::AllTextBytes.detail(TEXT_BYTES_MAX as u64, "");
        let left = budget.bytes.checked_sub(raw.len());
        budget.bytes = left.ok_or_else(|| too_much(&sheet, AnnexCode::TooLarge, bytes_max()))?;
        let text = seen(&raw);
        if cell.formula.is_some() && row < SHEET_ROWS_MAX && column < COLUMNS_MAX {
            sheet.add_formula(row, column, !text.is_empty());
        }
        if text.is_empty() {
            continue;
        }
        let over = [
            (row >= SHEET_ROWS_MAX, Cause::FilledRows, u64::from(SHEET_ROWS_MAX)),
            (column >= COLUMNS_MAX, Cause::FilledColumns, u64::from(COLUMNS_MAX)),
            (budget.cells == 0, Cause::FilledCells, CELLS_MAX as u64),
        ];
        if let Some((_, cause, most)) = over.into_iter().find(|(is_over, ..)| *is_over) {
            return Err(too_much(&sheet, AnnexCode::TooManyRows, cause.detail(most, "")));
        }
        budget.cells -= 1;
        sheet.cells.insert((row, column), text);
    }
    Ok(Some(sheet))
}

/// What is taken of a cell's text.
pub(crate) fn seen(raw: &str) -> String {
    clean_lines(raw).chars().take(CELL_CHARS_MAX).collect()
}

fn raw_text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(moment) if moment.is_datetime() => moment_text(moment),
        DataRef::DateTime(length) => length.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    }
}

/// A day, an hour or both, as a person reads it in the cell: the workbook has a number of days.
fn moment_text(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let days = moment.as_f64();
    let (date, time) = (format!("{day:02}/{month:02}/{year}"), format!("{hour:02}:{minute:02}"));
    if days < 1.0 {
        time
    } else if days.fract() == 0.0 {
        date
    } else {
        format!("{date} {time}")
    }
}
