//! The rows that were not taken, as a workbook to mend: the header and those rows as they stood, and why; and what the
//! sheet of further fields ([`super::more`]) tells of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use domain::annex::{AgencyAt, AnnexField, Mapping, REASON_HEADER};
use domain::catalog::Lists;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::entry::RowCells;
use super::layout::Layout;
use super::more::Further;
use super::read::{RowKind, kind, last_row};
use crate::sheet::Sheet;
use crate::style::{cell_text, write_text};

const COLUMN_WIDTH: f64 = 24.0;
const REASON_WIDTH: f64 = 60.0;

/// An entry of the annex, as it is found on the sheet of further fields.
struct Known {
    code: String,
    name: String,
    fails: bool,
}

/// Writes the header and the rows whose number (from 1) has a reason, each under the heading of its agency; and of the sheet
/// of further fields, where there is one, what tells of them.
pub(crate) fn write(
    sheet: &Sheet,
    more: Option<&Sheet>,
    mapping: &Mapping,
    reasons: &BTreeMap<u32, String>,
) -> Result<Vec<u8>, XlsxError> {
    let layout = Layout::of(mapping);
    let mut workbook = Workbook::new();
    let target = workbook.add_worksheet().set_name(&sheet.name)?;
    let boxed = || Format::new().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let (cell, bold) = (boxed(), boxed().set_bold());
    let columns = mapping.columns.iter().map(|column| column.column).max().unwrap_or(1);
    let reason_column = reason_column(mapping, columns.max(used_columns(sheet, &layout)));
    target.set_column_range_width(0, to_column(columns - 1), COLUMN_WIDTH)?;
    target.set_column_width(reason_column, REASON_WIDTH)?;
    header(sheet, target, layout.header_row..layout.header_row + layout.header_rows, columns, &bold)?;
    for at in 0..layout.header_rows {
        write_text(target, at, reason_column, REASON_HEADER, &bold)?;
    }
    let mut at = layout.header_rows;
    let (mut section, mut heading): (Option<u32>, Option<u32>) = (None, None);
    let mut agency = String::new();
    let mut known = Vec::new();
    let mut row = layout.first_row;
    while row < sheet.rows() {
        let last = last_row(sheet, &layout, row);
        match kind(sheet, &layout, row) {
            RowKind::End => break,
            RowKind::Heading(_) => heading = Some(row),
            RowKind::Empty | RowKind::Skipped => {}
            // What is withdrawn is told by it: it comes along.
            RowKind::Section(_) => section = Some(row),
            RowKind::Entry => {
                let reason = reasons.get(&(row + 1));
                if more.is_some() {
                    known.push(known_by(sheet, &layout, row..=last, reason.is_some()));
                }
                let agency_column = layout.column(AnnexField::Agency);
                if let Some(column) = agency_column.filter(|_| layout.agency == AgencyAt::Column) {
                    let written = sheet.spread(row, column);
                    if !written.is_empty() {
                        written.clone_into(&mut agency);
                    }
                }
                if let Some(reason) = reason {
                    for above in [section.take(), heading.take()].into_iter().flatten() {
                        copy(sheet, target, above, at, &bold)?;
                        at += 1;
                    }
                    let top = at;
                    for from in row..=last {
                        copy(sheet, target, from, at, &cell)?;
                        at += 1;
                    }
                    for (column, text) in from_above(sheet, &layout, row, columns) {
                        write_text(target, top, to_column(column), text, &cell)?;
                    }
                    if let Some(column) = agency_column.filter(|_| layout.agency == AgencyAt::Column) {
                        write_text(target, top, to_column(column), &agency, &cell)?;
                    }
                    for column in layout.columns(AnnexField::Name) {
                        merge_down(target, top, at - 1, to_column(*column), sheet.text(row, *column), &cell)?;
                    }
                    write_text(target, top, reason_column, reason, &cell)?;
                }
            }
        }
        row = last + 1;
    }
    if let Some(more) = more.and_then(Further::of) {
        further(&mut workbook, &more, &known, (&bold, &cell))?;
    }
    workbook.save_to_buffer()
}

fn known_by(sheet: &Sheet, layout: &Layout, rows: RangeInclusive<u32>, fails: bool) -> Known {
    // No list says how a code or a name is read.
    let lists = Lists::default();
    let mut cells = RowCells::new(sheet, layout, &lists, rows);
    Known { code: cells.line(AnnexField::Code), name: cells.name(), fails }
}

/// The sheet of further fields with the rows of the entries that fail; none where it tells of no such entry. Whose rows they
/// are is asked of all entries: a name that several bear names none of them, though only one may fail.
fn further(
    workbook: &mut Workbook,
    more: &Further<'_>,
    entries: &[Known],
    (bold, cell): (&Format, &Format),
) -> Result<(), XlsxError> {
    let mut told = more.rows_of(entries.iter().map(|entry| (entry.code.as_str(), entry.name.as_str())));
    told.retain(|(index, _)| entries[*index].fails);
    if told.is_empty() {
        return Ok(());
    }
    let target = workbook.add_worksheet().set_name(&more.sheet.name)?;
    let columns = more.columns.last().map_or(1, |(column, _)| column + 1);
    target.set_column_range_width(0, to_column(columns - 1), COLUMN_WIDTH)?;
    let mut at = more.key_row + 1;
    header(more.sheet, target, 0..at, columns, bold)?;
    if more.key_row > 0 {
        // Under the labels the keys are for the portal alone.
        target.set_row_hidden(more.key_row)?;
    }
    for (_, rows) in told {
        let (first, last, top) = (*rows.start(), *rows.end(), at);
        for from in rows {
            copy(more.sheet, target, from, at, cell)?;
            at += 1;
        }
        for (column, _) in &more.columns {
            let merge = more.sheet.merge(first, *column);
            if merge.is_some_and(|(from, to, left)| from == first && to >= last && left == *column) {
                merge_down(target, top, at - 1, to_column(*column), more.sheet.text(first, *column), cell)?;
            }
        }
    }
    Ok(())
}

/// The rows of a header with their merges.
fn header(
    sheet: &Sheet,
    target: &mut Worksheet,
    rows: Range<u32>,
    columns: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let Range { start, end } = rows;
    for row in start..end {
        for column in 0..columns {
            let at = row - start;
            match sheet.merge(row, column) {
                None => write_text(target, at, to_column(column), sheet.text(row, column), format)?,
                Some((top, bottom, left)) if (top.max(start), left) == (row, column) => {
                    let right =
                        (column..columns).take_while(|next| sheet.merge(row, *next) == sheet.merge(row, column));
                    let (right, bottom) = (right.last().unwrap_or(column), bottom.min(end - 1));
                    let text = sheet.text(top, left);
                    if (bottom, right) == (row, column) {
                        write_text(target, at, to_column(column), text, format)?;
                    } else {
                        let last = bottom - start;
                        let (first, right) = (to_column(column), to_column(right));
                        target.merge_range(at, first, last, right, &cell_text(text), format)?;
                    }
                }
                Some(_) => {}
            }
        }
    }
    Ok(())
}

/// How many columns the sheet has from its header on: far below, one may have a text that the header has no word for.
fn used_columns(sheet: &Sheet, layout: &Layout) -> u32 {
    let last = (layout.header_row..sheet.rows()).filter_map(|row| sheet.row(row).last());
    last.map(|(column, _)| column + 1).max().unwrap_or_default()
}

/// The column of the reasons: the one that came back before, else behind the last.
fn reason_column(mapping: &Mapping, columns: u32) -> u16 {
    let before = mapping.columns.iter().find(|column| column.is_reason());
    to_column(before.map_or(columns, |column| column.column - 1))
}

/// What cells of rows above say of a row that they are merged down to: it is read with them.
fn from_above<'a>(sheet: &'a Sheet, layout: &Layout, row: u32, columns: u32) -> impl Iterator<Item = (u32, &'a str)> {
    let first = layout.first_row;
    let texts = (0..columns).filter_map(move |column| {
        let (top, _, left) = sheet.merge(row, column)?;
        (left == column && (first..row).contains(&top)).then(|| (column, sheet.text(top, column)))
    });
    texts.filter(|(_, text)| !text.is_empty())
}

fn to_column(column: u32) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

fn copy(sheet: &Sheet, target: &mut Worksheet, from: u32, to: u32, format: &Format) -> Result<(), XlsxError> {
    sheet.row(from).try_for_each(|(column, text)| write_text(target, to, to_column(column), text, format))
}

/// A cell that covers several rows covers them again.
fn merge_down(
    target: &mut Worksheet,
    top: u32,
    bottom: u32,
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if bottom > top {
        target.merge_range(top, column, bottom, column, &cell_text(text), format)?;
    }
    Ok(())
}
