//! The rows that were not taken, as a workbook to mend: the header and those rows as they stood, and why.

use std::collections::BTreeMap;

use domain::annex::{AgencyAt, Mapping, REASON_HEADER};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::layout::Layout;
use super::read::{RowKind, kind, last_row};
use crate::sheet::Sheet;
use crate::style::{cell_text, write_text};

const COLUMN_WIDTH: f64 = 24.0;
const REASON_WIDTH: f64 = 60.0;

/// Writes the header and the rows whose number (from 1) has a reason, each under the heading of its agency.
pub(crate) fn write(sheet: &Sheet, mapping: &Mapping, reasons: &BTreeMap<u32, String>) -> Result<Vec<u8>, XlsxError> {
    let layout = Layout::of(mapping);
    let mut workbook = Workbook::new();
    let target = workbook.add_worksheet().set_name(&sheet.name)?;
    let boxed = || Format::new().set_text_wrap().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
    let (cell, bold) = (boxed(), boxed().set_bold());
    let columns = mapping.columns.iter().map(|column| column.column).max().unwrap_or(1);
    let reason_column = reason_column(mapping, columns);
    target.set_column_range_width(0, to_column(columns - 1), COLUMN_WIDTH)?;
    target.set_column_width(reason_column, REASON_WIDTH)?;
    header(sheet, target, &layout, columns, &bold)?;
    for at in 0..layout.header_rows {
        write_text(target, at, reason_column, REASON_HEADER, &bold)?;
    }
    let mut at = layout.header_rows;
    let (mut section, mut heading): (Option<u32>, Option<u32>) = (None, None);
    let mut agency = String::new();
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
                let agency_column = layout.column(domain::annex::AnnexField::Agency);
                if let Some(column) = agency_column.filter(|_| layout.agency == AgencyAt::Column) {
                    let written = sheet.spread(row, column);
                    if !written.is_empty() {
                        written.clone_into(&mut agency);
                    }
                }
                if let Some(reason) = reasons.get(&(row + 1)) {
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
                    for column in layout.columns(domain::annex::AnnexField::Name) {
                        merge_down(target, top, at - 1, to_column(*column), sheet.text(row, *column), &cell)?;
                    }
                    write_text(target, top, reason_column, reason, &cell)?;
                }
            }
        }
        row = last + 1;
    }
    workbook.save_to_buffer()
}

/// The header with its merges.
fn header(
    sheet: &Sheet,
    target: &mut Worksheet,
    layout: &Layout,
    columns: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let end = layout.header_row + layout.header_rows;
    for row in layout.header_row..end {
        for column in 0..columns {
            let at = row - layout.header_row;
            match sheet.merge(row, column) {
                None => write_text(target, at, to_column(column), sheet.text(row, column), format)?,
                Some((top, bottom, left)) if (top.max(layout.header_row), left) == (row, column) => {
                    let right =
                        (column..columns).take_while(|next| sheet.merge(row, *next) == sheet.merge(row, column));
                    let (right, bottom) = (right.last().unwrap_or(column), bottom.min(end - 1));
                    let text = sheet.text(top, left);
                    if (bottom, right) == (row, column) {
                        write_text(target, at, to_column(column), text, format)?;
                    } else {
                        let last = bottom - layout.header_row;
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

/// A name that covers several rows covers them again.
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
