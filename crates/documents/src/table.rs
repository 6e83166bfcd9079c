//! A plain table as a workbook or as CSV: a title, heads, rows of texts.

use std::ops::Range;

use rust_xlsxwriter::{Workbook, XlsxError};

use crate::flat::{csv_writer, fenced};
use crate::style::{Formats, fit, on_paper, workbook, write_text};

/// A table. `widths` are the columns' in the workbook, in characters.
pub struct Table<'a> {
    pub title: &'a str,
    pub sheet: &'a str,
    pub heads: &'a [&'a str],
    pub widths: &'a [f64],
    pub rows: &'a [Vec<String>],
}

/// The table as a workbook, each cell a text: nothing in it is a formula.
///
/// # Errors
/// When the workbook cannot be made, which a bounded table does not cause.
pub fn write_table(table: &Table<'_>) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = workbook()?;
    sheet(&mut workbook, &formats, table, 0..0)?;
    workbook.save_to_buffer()
}

/// Several tables, a sheet each, with the columns that hold figures: those are numbers, everything else is text.
///
/// # Errors
/// As [`write_table`].
pub fn write_tables(tables: &[(Table<'_>, Range<usize>)]) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = workbook()?;
    for (table, figures) in tables {
        sheet(&mut workbook, &formats, table, figures.clone())?;
    }
    workbook.save_to_buffer()
}

fn sheet(
    workbook: &mut Workbook,
    formats: &Formats,
    table: &Table<'_>,
    figures: Range<usize>,
) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet().set_name(table.sheet)?;
    on_paper(sheet, (2, 2))?;
    for (column, width) in (0..).zip(table.widths) {
        sheet.set_column_width(column, *width)?;
    }
    let last = u16::try_from(table.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.merge_range(0, 0, 0, last, table.title, &formats.title)?;
    for (column, head) in (0..).zip(table.heads) {
        sheet.write_string_with_format(2, column, *head, &formats.header)?;
    }
    fit(sheet, 2, table.heads.iter().copied().zip(table.widths.iter().copied()))?;
    sheet.set_freeze_panes(3, 0)?;
    for (row, cells) in (3..).zip(table.rows) {
        for ((column, at), cell) in (0..).zip(0_usize..).zip(cells) {
            let figure = figures.contains(&at).then(|| number_of(cell)).flatten();
            match figure {
                Some(Number::Plain(figure)) => {
                    sheet.write_number_with_format(row, column, figure, &formats.middle)?;
                }
                Some(Number::Share(figure)) => {
                    sheet.write_number_with_format(row, column, figure, &formats.share)?;
                }
                None => write_text(sheet, row, column, cell, &formats.cell)?,
            }
        }
        fit(sheet, row, cells.iter().map(String::as_str).zip(table.widths.iter().copied()))?;
    }
    Ok(())
}

enum Number {
    Plain(f64),
    /// A part of one.
    Share(f64),
}

/// A figure as people write it: `1.234`, `12,5`, `87,5 %`.
fn number_of(cell: &str) -> Option<Number> {
    let (text, is_share) = cell.strip_suffix(" %").map_or((cell, false), |text| (text, true));
    let plain = text.replace('.', "").replace(',', ".");
    let is_number = plain.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let value: f64 = plain.parse().ok().filter(|_| is_number)?;
    Some(if is_share { Number::Share(value / 100.0) } else { Number::Plain(value) })
}

/// The table as CSV, UTF-8 with a byte order mark; a cell that a spreadsheet would take for a formula begins with an
/// apostrophe.
///
/// # Errors
/// None that writing to memory causes.
pub fn write_table_csv(table: &Table<'_>) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv_writer(b',');
    writer.write_record(table.heads)?;
    for cells in table.rows {
        writer.write_record(cells.iter().map(|cell| fenced(cell)))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_in_both_forms_says_the_same_and_runs_nothing() {
        let rows = vec![vec!["DC-001".to_owned(), "=1+1".to_owned()], vec!["DC-002".to_owned(), "đủ, rõ".to_owned()]];
        let table =
            Table { title: "VIỆC", sheet: "Việc", heads: &["Mã", "Ghi chú"], widths: &[9.0, 40.0], rows: &rows };
        let text = String::from_utf8(write_table_csv(&table).expect("CSV")).expect("UTF-8");
        assert_eq!(text, "\u{FEFF}Mã,Ghi chú\nDC-001,'=1+1\nDC-002,\"đủ, rõ\"\n");
        let bytes = write_table(&table).expect("a workbook");
        let mut book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("a workbook");
        let sheet = calamine::Reader::worksheet_range(&mut book, "Việc").expect("the sheet");
        let cell = |row, column| sheet.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
        assert_eq!((cell(2, 1), cell(3, 1), cell(4, 1)), ("Ghi chú".into(), "=1+1".into(), "đủ, rõ".into()));
        let formulas = calamine::Reader::worksheet_formula(&mut book, "Việc").expect("formulas");
        assert!(formulas.used_cells().next().is_none(), "no cell is a formula");
    }
}
