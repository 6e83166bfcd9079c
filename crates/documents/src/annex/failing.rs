//! The rows that were not taken, as a workbook to mend: the titles, the header and those rows as they stood, and why; and
//! what the sheet of further fields ([`super::more`]) tells of them.

use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

use domain::annex::{AgencyAt, AnnexField, HEADER_SEARCH_ROWS, Mapping, REASON_HEADER};
use domain::catalog::Lists;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::entry::RowCells;
use super::layout::Layout;
use super::more::Further;
use super::read::{RowKind, kind, last_row};
use crate::sheet::Sheet;
use crate::style::{cell_text, fit, quoted, write_text};

const COLUMN_WIDTH: f64 = 24.0;
/// Of a column of numbers, codes or years: how wide the others were, the reader does not know.
const NARROW_WIDTH: f64 = 10.0;
const REASON_WIDTH: f64 = 60.0;
/// The most digits of a text that is written as a number.
const DIGITS_MAX: usize = 9;

/// An entry of the annex, as it is found on the sheet of further fields.
struct Known {
    code: String,
    name: String,
    fails: bool,
}

/// Writes the titles, the header and the rows whose number (from 1) has a reason, each under the heading of its agency;
/// and of the sheet of further fields, where there is one, what tells of them.
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
    for column in mapping.columns.iter().filter(|column| is_narrow(column.field)) {
        target.set_column_width(to_column(column.column - 1), NARROW_WIDTH)?;
    }
    target.set_column_width(reason_column, REASON_WIDTH)?;
    let head = head(&layout);
    let header_top = header_top(sheet, &layout, columns).max(head.start);
    titles(sheet, target, head.start..header_top, columns)?;
    header(sheet, target, (header_top..head.end, header_top - head.start), columns, &bold)?;
    let mut at = head.end - head.start;
    for row in at - layout.header_rows..at {
        write_text(target, row, reason_column, REASON_HEADER, &bold)?;
    }
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
    header(more.sheet, target, (0..at, 0), columns, bold)?;
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

fn is_narrow(field: AnnexField) -> bool {
    matches!(field, AnnexField::Number | AnnexField::Code | AnnexField::StartYear)
}

/// The rows of the header and of the titles over it; of one that a person found far below, the header alone. What stands
/// between it and the first entry stays behind: it might be read as entries.
fn head(layout: &Layout) -> Range<u32> {
    let start = if layout.header_row < HEADER_SEARCH_ROWS { 0 } else { layout.header_row };
    start..layout.header_row + layout.header_rows
}

/// The first row that a cell of the header is merged down from: with it the header begins for who looks at it.
fn header_top(sheet: &Sheet, layout: &Layout, columns: u32) -> u32 {
    let tops = (0..columns).filter_map(|column| sheet.merge(layout.header_row, column)).map(|(top, ..)| top);
    tops.min().unwrap_or(layout.header_row).min(layout.header_row)
}

/// A cell with the last row and column that it covers.
struct Span<'a> {
    first: (u32, u32),
    last: (u32, u32),
    text: &'a str,
}

/// The cells of some rows, empty ones too.
fn spans(sheet: &Sheet, rows: Range<u32>, columns: u32) -> Vec<Span<'_>> {
    let mut spans = Vec::new();
    for row in rows.clone() {
        for column in 0..columns {
            let at = (row, column);
            match sheet.merge(row, column) {
                None => spans.push(Span { first: at, last: at, text: sheet.text(row, column) }),
                Some((top, bottom, left)) if (top.max(rows.start), left) == at => {
                    let right =
                        (column..columns).take_while(|next| sheet.merge(row, *next) == sheet.merge(row, column));
                    let last = (bottom.min(rows.end - 1), right.last().unwrap_or(column));
                    spans.push(Span { first: at, last, text: sheet.text(top, left) });
                }
                Some(_) => {}
            }
        }
    }
    spans
}

/// Writes a cell so many rows higher than it stood.
fn write_span(target: &mut Worksheet, span: &Span<'_>, up: u32, format: &Format) -> Result<(), XlsxError> {
    let ((row, column), (bottom, right)) = (span.first, span.last);
    if span.first == span.last {
        return write_text(target, row - up, to_column(column), span.text, format);
    }
    let text = cell_text(span.text);
    target.merge_range(
        row - up,
        to_column(column),
        bottom - up,
        to_column(right),
        &text,
        &quoted(span.text, format),
    )?;
    Ok(())
}

/// The rows over a header, at the top, with their merges.
fn titles(sheet: &Sheet, target: &mut Worksheet, rows: Range<u32>, columns: u32) -> Result<(), XlsxError> {
    let alone = Format::new().set_bold();
    let merged = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Center);
    let up = rows.start;
    for span in spans(sheet, rows, columns).iter().filter(|span| !span.text.is_empty()) {
        let ((row, column), (bottom, right)) = (span.first, span.last);
        let format = if right > column { &merged } else { &alone };
        write_span(target, span, up, format)?;
        if right > column && bottom == row {
            fit(target, row - up, [(span.text, f64::from(right - column + 1) * NARROW_WIDTH)])?;
        }
    }
    Ok(())
}

/// The rows of a header with their merges, from a row on.
fn header(
    sheet: &Sheet,
    target: &mut Worksheet,
    (rows, to): (Range<u32>, u32),
    columns: u32,
    format: &Format,
) -> Result<(), XlsxError> {
    let up = rows.start - to;
    spans(sheet, rows, columns).iter().try_for_each(|span| write_span(target, span, up, format))
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
    sheet.row(from).try_for_each(|(column, text)| match whole_number(text) {
        Some(number) => target.write_number_with_format(to, to_column(column), number, format).map(|_| ()),
        None => write_text(target, to, to_column(column), text, format),
    })
}

/// The number that a text is, and nothing but: «012» is a text.
fn whole_number(text: &str) -> Option<u32> {
    let is_digits = text.len() <= DIGITS_MAX && text.bytes().all(|byte| byte.is_ascii_digit());
    let begins_well = text == "0" || !text.starts_with('0');
    if is_digits && begins_well { text.parse().ok() } else { None }
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
        target.merge_range(top, column, bottom, column, &cell_text(text), &quoted(text, format))?;
    }
    Ok(())
}
