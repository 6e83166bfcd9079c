//! A comparison of two editions as a workbook: figures, and a sheet for each kind of change. Every text is a text cell:
//! nothing in it is a formula.

use domain::catalog::EntryStatus;
use domain::change::{Change, Field, Half, Place, word_runs};
use domain::edition::{AgencyBalance, Balance, Comparison, EditionRef, EntryDiff};
use domain::format;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use crate::style::{Formats, fit, on_pages_beside, on_paper, quoted, workbook, write_text};

/// How places and values are said: their words belong to the pages.
pub struct Wording<'a> {
    pub place: &'a dyn Fn(&Place) -> String,
    pub value: &'a dyn Fn(&Place, &str) -> String,
}

/// The whole comparison as a workbook.
///
/// # Errors
/// When the workbook cannot be made, which a bounded comparison does not cause.
pub fn write_comparison(comparison: &Comparison, wording: &Wording<'_>) -> Result<Vec<u8>, XlsxError> {
    let formats = Formats::new();
    let mut workbook = workbook()?;
    summary(workbook.add_worksheet().set_name("Tổng hợp")?, &formats, comparison)?;
    let of = |status: EntryStatus| comparison.entries.items.iter().filter(move |entry| entry.status == status);
    let added = workbook.add_worksheet().set_name("Thêm mới")?;
    outlines(added, &formats, "CƠ SỞ DỮ LIỆU THÊM MỚI", of(EntryStatus::New), wording, &OUTLINE)?;
    let removed = workbook.add_worksheet().set_name("Đưa ra")?;
    let title = "CƠ SỞ DỮ LIỆU ĐƯA RA KHỎI DANH MỤC";
    outlines(removed, &formats, title, of(EntryStatus::Removed), wording, &OUTLINE_OF_GONE)?;
    changes(workbook.add_worksheet().set_name("Sửa đổi")?, &formats, of(EntryStatus::Modified), wording)?;
    workbook.save_to_buffer()
}

fn page(sheet: &mut Worksheet, widths: &[f64], header_row: u32) -> Result<(), XlsxError> {
    on_paper(sheet, (header_row, header_row))?;
    set_widths(sheet, widths)
}

fn set_widths(sheet: &mut Worksheet, widths: &[f64]) -> Result<(), XlsxError> {
    for (column, width) in (0..).zip(widths) {
        sheet.set_column_width(column, *width)?;
    }
    Ok(())
}

fn header(sheet: &mut Worksheet, formats: &Formats, row: u32, names: &[&str], widths: &[f64]) -> Result<(), XlsxError> {
    for (column, name) in (0..).zip(names) {
        sheet.write_string_with_format(row, column, *name, &formats.header)?;
    }
    fit(sheet, row, names.iter().copied().zip(widths.iter().copied()))
}

fn decision(edition: &EditionRef) -> String {
    match &edition.decision {
        Some(decision) => format!(
            "Lần ban hành {}: Quyết định số {} ngày {}, hiệu lực từ {}",
            edition.label(),
            decision.number,
            format::date(decision.date),
            format::date(decision.effective_from)
        ),
        None => format!("Dự thảo năm {}", edition.label()),
    }
}

const FIGURE_WIDTHS: [f64; 9] = [5.0, 52.0, 9.0, 9.0, 9.0, 9.0, 11.0, 14.0, 9.0];
pub(crate) const FIGURES: [&str; 9] =
    ["STT", "Cơ quan", "Trước", "Thêm mới", "Sửa đổi", "Đưa ra", "Giữ nguyên", "Nhận về / chuyển đi", "Sau"];

fn summary(sheet: &mut Worksheet, formats: &Formats, comparison: &Comparison) -> Result<(), XlsxError> {
    page(sheet, &FIGURE_WIDTHS, 6)?;
    let last = FIGURES.len() as u16 - 1;
    let title = "SO SÁNH DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG CỦA TỈNH ĐẮK LẮK";
    sheet.merge_range(0, 0, 0, last, title, &formats.title)?;
    for (row, (label, edition)) in (2..).zip([("Trước", &comparison.old), ("Sau", &comparison.new)]) {
        sheet.merge_range(row, 0, row, last, &format!("{label}: {}.", decision(edition)), &formats.plain)?;
    }
    header(sheet, formats, 6, &FIGURES, &FIGURE_WIDTHS)?;
    figures(sheet, formats, 7, ("", "Toàn tỉnh"), comparison.balance, "")?;
    for (row, (number, one)) in (8..).zip((1..).zip(&comparison.agencies)) {
        let number: u32 = number;
        figures(sheet, formats, row, (&number.to_string(), &one.agency.name), one.balance, &moved(one))?;
    }
    Ok(())
}

/// «+2 / −1», «+2», «−1»: entries that came from other agencies, and that went to others.
pub(crate) fn moved(one: &AgencyBalance) -> String {
    let told = [("+", one.received), ("−", one.given)].into_iter().filter(|(_, count)| *count > 0);
    told.map(|(sign, count)| format!("{sign}{count}")).collect::<Vec<_>>().join(" / ")
}

fn figures(
    sheet: &mut Worksheet,
    formats: &Formats,
    row: u32,
    (number, name): (&str, &str),
    balance: Balance,
    moved: &str,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, 0, number, &formats.middle)?;
    write_text(sheet, row, 1, name, &formats.cell)?;
    let counts = [balance.before, balance.added, balance.modified, balance.removed, balance.unchanged];
    for (column, count) in (2..).zip(counts) {
        sheet.write_number_with_format(row, column, count, &formats.middle)?;
    }
    sheet.write_string_with_format(row, 7, moved, &formats.middle)?;
    sheet.write_number_with_format(row, 8, balance.after, &formats.middle)?;
    Ok(())
}

/// A column of the lists of entries that are new or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    Code,
    Name,
    Agency,
    Field(Field),
    Items,
    /// The entry that took over the items of one that is gone.
    Taker,
}

/// What is told of an entry that is new, after its number: what decree 47/2020, article 11(4), asks for, in its order.
pub(crate) const OUTLINE: [Told; 11] = [
    Told::Code,
    Told::Name,
    Told::Agency,
    Told::Field(Field::Purpose),
    Told::Field(Field::Scope),
    Told::Field(Field::Content),
    Told::Field(Field::LegalBasis),
    Told::Field(Field::CollectionMechanism),
    Told::Field(Field::UpdateFrequency),
    Told::Field(Field::Source),
    Told::Items,
];

/// The same of one that is gone, and what became of its items.
pub(crate) const OUTLINE_OF_GONE: [Told; 12] = {
    let mut columns = [Told::Taker; 12];
    let mut at = 0;
    while at < OUTLINE.len() {
        columns[at] = OUTLINE[at];
        at += 1;
    }
    columns
};

impl Told {
    pub(crate) fn head(self) -> &'static str {
        match self {
            Self::Code => "Mã CSDL",
            Self::Name => "Tên CSDL",
            Self::Agency => "Cơ quan",
            Self::Field(Field::Purpose) => "Mục đích",
            Self::Field(Field::Scope) => "Phạm vi",
            Self::Field(Field::Content) => "Nội dung",
            Self::Field(Field::LegalBasis) => "Căn cứ pháp lý",
            Self::Field(Field::CollectionMechanism) => "Cơ chế thu thập, cập nhật",
            Self::Field(Field::UpdateFrequency) => "Tần suất cập nhật",
            Self::Field(Field::Source) => "Nguồn dữ liệu",
            // No other is told.
            Self::Field(_) => "",
            Self::Items => "Hạng mục dữ liệu",
            Self::Taker => "Các hạng mục chuyển vào",
        }
    }

    fn width(self) -> f64 {
        match self {
            Self::Code => 9.0,
            Self::Field(Field::UpdateFrequency) | Self::Taker => 16.0,
            Self::Agency | Self::Field(Field::Source) => 24.0,
            Self::Field(Field::Content) => 32.0,
            Self::Items => 36.0,
            Self::Name | Self::Field(_) => 28.0,
        }
    }

    /// What it tells of an entry. One that is gone is told as the older edition had it.
    pub(crate) fn cell(self, entry: &EntryDiff, wording: &Wording<'_>) -> String {
        match self {
            Self::Code => entry.code.to_string(),
            Self::Name => entry.name.clone(),
            Self::Agency => entry.agency.name.clone(),
            Self::Field(field) => {
                let place = Place::Field(field);
                let found = entry.changes.iter().find(|change| change.place == place);
                found.map(|change| (wording.value)(&place, said(entry, change))).unwrap_or_default()
            }
            Self::Items => items(entry, wording),
            Self::Taker => entry.merged_into.as_ref().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// What the edition that has the entry says at a point.
fn said<'a>(entry: &EntryDiff, change: &'a Change) -> &'a str {
    if entry.status == EntryStatus::Removed { &change.old } else { &change.new }
}

/// The column of these lists that begins the second of two pages side by side: the legal basis. What stands across the
/// sheet ends before it.
const BESIDE: u16 = 7;

/// Entries that are new or gone, with what the edition says of them.
fn outlines<'a>(
    sheet: &mut Worksheet,
    formats: &Formats,
    title: &str,
    entries: impl Iterator<Item = &'a EntryDiff>,
    wording: &Wording<'_>,
    columns: &[Told],
) -> Result<(), XlsxError> {
    let names: Vec<&str> = std::iter::once("STT").chain(columns.iter().map(|column| column.head())).collect();
    let widths: Vec<f64> = std::iter::once(5.0).chain(columns.iter().map(|column| column.width())).collect();
    on_pages_beside(sheet, (2, 2), &[u32::from(BESIDE)])?;
    set_widths(sheet, &widths)?;
    sheet.merge_range(0, 0, 0, BESIDE - 1, title, &formats.title)?;
    header(sheet, formats, 2, &names, &widths)?;
    for (row, (number, entry)) in (3..).zip((1_u32..).zip(entries)) {
        sheet.write_number_with_format(row, 0, number, &formats.middle)?;
        let cells: Vec<String> = columns.iter().map(|column| column.cell(entry, wording)).collect();
        for (column, cell) in (1..).zip(&cells) {
            write_text(sheet, row, column, cell, &formats.cell)?;
        }
        fit(sheet, row, cells.iter().map(String::as_str).zip(widths.iter().copied().skip(1)))?;
    }
    Ok(())
}

/// A line an item: its name, its fields, who gets it in which form.
fn items(entry: &EntryDiff, wording: &Wording<'_>) -> String {
    let line = |change: &Change| {
        let item = change.place.item()?;
        let said = (wording.value)(&Place::ItemAdd(item.to_owned()), said(entry, change));
        Some(if said.is_empty() { format!("- {item}") } else { format!("- {item}: {said}") })
    };
    entry.changes.iter().filter_map(line).collect::<Vec<_>>().join("\n")
}

/// One row a point of change.
fn changes<'a>(
    sheet: &mut Worksheet,
    formats: &Formats,
    entries: impl Iterator<Item = &'a EntryDiff>,
    wording: &Wording<'_>,
) -> Result<(), XlsxError> {
    page(sheet, &CHANGE_WIDTHS, 2)?;
    sheet.merge_range(0, 0, 0, CHANGES.len() as u16 - 1, "CƠ SỞ DỮ LIỆU SỬA ĐỔI", &formats.title)?;
    header(sheet, formats, 2, &CHANGES, &CHANGE_WIDTHS)?;
    let mut row = 3;
    for (number, entry) in (1_u32..).zip(entries) {
        for cells in change_cells(entry, wording) {
            sheet.write_number_with_format(row, 0, number, &formats.middle)?;
            let [told @ .., old, new] = &cells;
            for (column, cell) in (1..).zip(told) {
                write_text(sheet, row, column, cell, &formats.cell)?;
            }
            for (column, half) in [(5, Half::Old), (6, Half::New)] {
                marked(sheet, formats, (row, column), (old.as_str(), new.as_str()), half)?;
            }
            fit(sheet, row, cells.iter().map(String::as_str).zip(CHANGE_WIDTHS.into_iter().skip(1)))?;
            row += 1;
        }
    }
    Ok(())
}

/// One half of a change, with the words that only it has marked. What the marks make too long for a cell stands as it is.
fn marked(
    sheet: &mut Worksheet,
    formats: &Formats,
    (row, column): (u32, u16),
    (old, new): (&str, &str),
    half: Half,
) -> Result<(), XlsxError> {
    let (whole, mark) = match half {
        Half::Old => (old, &formats.removed),
        Half::New => (new, &formats.added),
    };
    let runs = word_runs(old, new, half);
    let runs: Vec<(&Format, &str)> =
        runs.iter().map(|(changed, text)| (if *changed { mark } else { &formats.cell }, text.as_str())).collect();
    match runs.as_slice() {
        [] => write_text(sheet, row, column, "", &formats.cell),
        [(format, whole)] => write_text(sheet, row, column, whole, format),
        // The library does not fence what looks like an escape in a rich text.
        _ if whole.contains("_x") => write_text(sheet, row, column, whole, &formats.cell),
        runs => match sheet.write_rich_string_with_format(row, column, runs, &quoted(whole, &formats.cell)).map(|_| ())
        {
            Err(XlsxError::MaxStringLengthExceeded) => write_text(sheet, row, column, whole, &formats.cell),
            written => written,
        },
    }
}

const CHANGE_WIDTHS: [f64; 7] = [5.0, 9.0, 28.0, 24.0, 28.0, 48.0, 48.0];
pub(crate) const CHANGES: [&str; 7] = ["STT", "Mã CSDL", "Tên CSDL", "Cơ quan", "Nội dung sửa đổi", "Trước", "Sau"];

/// The points in which an entry differs, a row each, but for its number.
pub(crate) fn change_cells(entry: &EntryDiff, wording: &Wording<'_>) -> Vec<[String; 6]> {
    let row = |label: String, old: String, new: String| {
        [entry.code.to_string(), entry.name.clone(), entry.agency.name.clone(), label, old, new]
    };
    if entry.changes.is_empty() {
        return vec![row("Thứ tự các hạng mục".to_owned(), String::new(), String::new())];
    }
    let of_change = |change: &Change| {
        let told = |value: &str| if value.is_empty() { String::new() } else { (wording.value)(&change.place, value) };
        row((wording.place)(&change.place), told(&change.old), told(&change.new))
    };
    entry.changes.iter().map(of_change).collect()
}
