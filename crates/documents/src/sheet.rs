//! The cells of a worksheet as clean text, streamed and bounded: a sheet that claims a million rows costs no more than
//! the cells it has.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use domain::annex::{AnnexCode, AnnexIssue, CellPlace};
use domain::text::clean_lines;

use crate::guard::{check, refusal};

/// Rows and columns beyond these are refused, so that a stray cell in the last corner costs nothing.
const ROWS_MAX: u32 = 20_000;
const COLUMNS_MAX: u32 = 200;
const CELLS_MAX: usize = 500_000;
/// The most characters of a cell.
const CELL_CHARS_MAX: usize = 32_767;

/// One worksheet. Rows and columns count from 0 here and from 1 in a [`CellPlace`].
pub(crate) struct Sheet {
    pub name: String,
    cells: BTreeMap<(u32, u32), String>,
}

impl Sheet {
    pub(crate) fn text(&self, row: u32, column: u32) -> &str {
        self.cells.get(&(row, column)).map_or("", String::as_str)
    }

    pub(crate) fn place(&self, row: u32, column: u32) -> CellPlace {
        CellPlace { sheet: self.name.clone(), row: row + 1, column: column + 1 }
    }

    /// The cells of a row that are not empty.
    pub(crate) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &str)> {
        self.cells.range((row, 0)..(row + 1, 0)).map(|((_, column), text)| (*column, text.as_str()))
    }

    pub(crate) fn rows(&self) -> u32 {
        self.cells.keys().next_back().map_or(0, |(row, _)| row + 1)
    }
}

/// Reads every worksheet of a workbook.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, AnnexIssue> {
    check(bytes)?;
    let damaged = |error: calamine::XlsxError| match error {
        calamine::XlsxError::Password => refusal(AnnexCode::Encrypted, ""),
        other => refusal(AnnexCode::Damaged, other.to_string()),
    };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for name in workbook.sheet_names() {
        let mut sheet = Sheet { name: name.clone(), cells: BTreeMap::new() };
        let Ok(mut reader) = workbook.worksheet_cells_reader(&name) else { continue };
        while let Some(cell) = reader.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if text.is_empty() {
                continue;
            }
            if row >= ROWS_MAX || column >= COLUMNS_MAX || sheet.cells.len() >= CELLS_MAX {
                return Err(AnnexIssue {
                    place: sheet.place(row, column),
                    code: AnnexCode::TooManyRows,
                    detail: ROWS_MAX.to_string(),
                });
            }
            sheet.cells.insert((row, column), text);
        }
        sheets.push(sheet);
    }
    if sheets.iter().all(|sheet| sheet.cells.is_empty()) {
        return Err(refusal(AnnexCode::Empty, ""));
    }
    Ok(sheets)
}

fn text_of(value: &DataRef<'_>) -> String {
    let text = match value {
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(flag) => flag.to_string(),
        DataRef::DateTime(date) => date.to_string(),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(_) | DataRef::Empty => String::new(),
    };
    clean_lines(&text).chars().take(CELL_CHARS_MAX).collect()
}
