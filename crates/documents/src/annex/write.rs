//! Writing the annex in the officials' layout. What is written reads back as the same catalog.
//!
//! Sheets: «Phụ lục» (the annex), «Ghi chú» (the groups of consumers) and, only when some entry has more than the annex
//! says, «Thông tin khác» ([`super::other`]).

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::{ConsumerClass, DataItem, EntryContent, EntryStatus, Lists, SharingForm};
use domain::dossier::Dossier;
use domain::edition::{ContentGroup, Decision, EditionContent, EditionRef};
use domain::format;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::consumers::names_all;
use super::layout::MORE_SHEET;
use super::other::{Beside, other_sheet};
use crate::style::{Formats, cell_text, fit, on_pages_beside, on_paper, pieces, quoted, workbook, write_text};

/// Title and width of each column, in characters: on paper those before [`BESIDE`] and those from it on fill a page each.
pub(crate) const COLUMNS: [(&str, f64); 16] = [
    ("STT", 5.0),
    ("Mã CSDL", 9.0),
    ("Tên CSDL", 24.0),
    ("Mục đích", 32.0),
    ("Phạm vi", 32.0),
    ("Nội dung", 32.0),
    ("Cơ chế thu thập, cập nhật", 28.0),
    ("Nguồn dữ liệu", 26.0),
    ("Dữ liệu mở", 30.0),
    ("Chia sẻ mặc định", 30.0),
    ("Chia sẻ theo yêu cầu đặc thù", 30.0),
    ("Đối tượng khai thác", 24.0),
    ("Tần suất cập nhật", 11.0),
    ("Căn cứ pháp lý", 26.0),
    ("Năm bắt đầu", 8.0),
    ("Ghi chú", 15.0),
];
const LAST: u16 = 15;
/// The column that begins the second of two pages side by side. What stands across the sheet ends before it.
const BESIDE: u16 = 8;

/// The annex of an edition as a workbook.
///
/// # Errors
/// When the workbook cannot be made, which a bounded edition does not cause.
pub fn write_annex(content: &EditionContent) -> Result<Vec<u8>, XlsxError> {
    write(content, ("PHỤ LỤC", CATALOG), &[("", &content.groups)])
}

/// Some entries of an edition in the annex's layout; the title says that it is not the whole.
///
/// # Errors
/// As [`write_annex`].
pub fn write_extract(content: &EditionContent) -> Result<Vec<u8>, XlsxError> {
    write(content, ("TRÍCH PHỤ LỤC", CATALOG), &[("", &content.groups)])
}

/// The annex of a draft decision: the whole list, or, where it amends, what is added, changed and leaves, each under its
/// heading. It reads back as an annex that amends.
///
/// # Errors
/// As [`write_annex`].
pub fn write_draft_annex(dossier: &Dossier) -> Result<Vec<u8>, XlsxError> {
    let parts = dossier.annex();
    let parts: Vec<(&str, &[ContentGroup])> =
        parts.iter().map(|part| (part_heading(part.status), &part.groups[..])).collect();
    write(&dossier.content, ("PHỤ LỤC", annex_title(dossier.is_amending())), &parts)
}

const CATALOG: &str = "DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG CỦA TỈNH ĐẮK LẮK";

pub(crate) fn annex_title(amending: bool) -> &'static str {
    if amending {
        "DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG CỦA TỈNH ĐẮK LẮK ĐƯỢC SỬA ĐỔI, BỔ SUNG"
    } else {
        CATALOG
    }
}

/// The heading of a part; none of the whole list.
pub(crate) fn part_heading(status: Option<EntryStatus>) -> &'static str {
    match status {
        None | Some(EntryStatus::Unchanged) => "",
        Some(EntryStatus::New) => "A. CÁC CƠ SỞ DỮ LIỆU BỔ SUNG",
        Some(EntryStatus::Modified) => "B. CÁC CƠ SỞ DỮ LIỆU SỬA ĐỔI",
        Some(EntryStatus::Removed) => "C. CÁC CƠ SỞ DỮ LIỆU ĐƯA RA KHỎI DANH MỤC",
    }
}

pub(crate) fn group_heading(number: u32, group: &ContentGroup) -> String {
    format!("{}. {}", roman(number), group.agency.name.to_uppercase())
}

fn write(
    content: &EditionContent,
    (heading, name): (&str, &str),
    parts: &[(&str, &[ContentGroup])],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook()?;
    let formats = Formats::new();
    let sheet = workbook.add_worksheet().set_name("Phụ lục")?;
    on_pages_beside(sheet, (6, 8), &[u32::from(BESIDE)])?;
    for (column, (_, width)) in (0..).zip(COLUMNS) {
        sheet.set_column_width(column, width)?;
    }
    title(sheet, &formats, &content.edition, (heading, name))?;
    header(sheet, &formats)?;
    let mut row = 9;
    let mut more: BTreeMap<&str, Beside<'_>> = BTreeMap::new();
    for (heading, groups) in parts {
        if !heading.is_empty() {
            across(sheet, &formats, row, heading)?;
            row += 1;
        }
        for (number, group) in (1..).zip(*groups) {
            across(sheet, &formats, row, &group_heading(number, group))?;
            row += 1;
            for (number, (code, entry)) in (1..).zip(&group.entries) {
                let texts = cells(entry, &content.lists);
                let beside = Beside::of(entry, &texts, &content.lists);
                if beside.says_more() {
                    more.insert(code.as_str(), beside);
                }
                let widths = COLUMNS.iter().skip(2).map(|(_, width)| *width);
                let texts: Vec<(&str, f64)> = texts.iter().map(String::as_str).zip(widths).collect();
                sheet.write_number_with_format(row, 0, f64::from(number), &formats.middle)?;
                let last = write_entry(sheet, &formats, (row, 1), code.as_str(), &texts)?;
                if last > row {
                    sheet.merge_range(row, 0, last, 0, "", &formats.middle)?;
                    sheet.write_number_with_format(row, 0, f64::from(number), &formats.middle)?;
                }
                row = last + 1;
            }
        }
    }
    let groups = || parts.iter().flat_map(|(_, groups)| *groups);
    footnotes(sheet, &formats, row + 1, &notes(groups()))?;
    groups_sheet(workbook.add_worksheet().set_name("Ghi chú")?, &formats, &content.lists.classes)?;
    if !more.is_empty() {
        other_sheet(workbook.add_worksheet().set_name(MORE_SHEET)?, &formats, &more)?;
    }
    // The workbook has its texts; packing it takes the most memory.
    drop(more);
    workbook.save_to_buffer()
}

/// Writes a heading across the sheet, in a cell for each of the pages side by side.
fn across(sheet: &mut Worksheet, formats: &Formats, row: u32, heading: &str) -> Result<(), XlsxError> {
    sheet.merge_range(row, 0, row, BESIDE - 1, heading, &formats.group)?;
    sheet.merge_range(row, BESIDE, row, LAST, "", &formats.group)?;
    Ok(())
}

/// Writes an entry from a column on: its code, then its texts in columns of these widths. What a cell does not take
/// stands in rows beneath, and the other cells are merged over them: so officials write it, and so it is read. The last
/// of its rows.
pub(super) fn write_entry(
    sheet: &mut Worksheet,
    formats: &Formats,
    (row, first): (u32, u16),
    code: &str,
    texts: &[(&str, f64)],
) -> Result<u32, XlsxError> {
    let cut: Vec<(Vec<&str>, f64)> = texts.iter().map(|(text, width)| (pieces(text), *width)).collect();
    let most = cut.iter().map(|(pieces, _)| pieces.len()).max().unwrap_or(1);
    let rows: Vec<u32> = (row..).take(most).collect();
    let last = rows.last().copied().unwrap_or(row);
    write_down(sheet, (row, last), first, code, &formats.middle)?;
    for (column, (pieces, _)) in (first + 1..).zip(&cut) {
        if let [whole] = pieces.as_slice() {
            write_down(sheet, (row, last), column, whole, &formats.cell)?;
            continue;
        }
        for (row, piece) in rows.iter().zip(pieces.iter().chain(std::iter::repeat(&""))) {
            write_text(sheet, *row, column, piece, &formats.cell)?;
        }
    }
    for (at, row) in rows.iter().enumerate() {
        fit(sheet, *row, cut.iter().filter_map(|(pieces, width)| Some((*pieces.get(at)?, *width))))?;
    }
    Ok(last)
}

/// Writes a cell that is merged down to a last row.
fn write_down(
    sheet: &mut Worksheet,
    (row, last): (u32, u32),
    column: u16,
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    if last == row {
        return write_text(sheet, row, column, text, format);
    }
    sheet.merge_range(row, column, last, column, &cell_text(text), &quoted(text, format))?;
    Ok(())
}

fn title(
    sheet: &mut Worksheet,
    formats: &Formats,
    edition: &EditionRef,
    (heading, name): (&str, &str),
) -> Result<(), XlsxError> {
    sheet.merge_range(0, 0, 0, 3, "ỦY BAN NHÂN DÂN\nTỈNH ĐẮK LẮK", &formats.title)?;
    let motto = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc";
    sheet.merge_range(0, 4, 0, BESIDE - 1, motto, &formats.title)?;
    sheet.set_row_height(0, 36)?;
    sheet.merge_range(2, 0, 2, BESIDE - 1, heading, &formats.title)?;
    sheet.merge_range(3, 0, 3, BESIDE - 1, name, &formats.title)?;
    let draft =
        if edition.decision.is_some() { String::new() } else { format!(" — DỰ THẢO NĂM {}", edition.year) };
    let line = format!("{}{draft}", with_decision(edition.decision.as_ref(), "Chủ tịch UBND tỉnh Đắk Lắk"));
    sheet.merge_range(4, 0, 4, BESIDE - 1, &line, &formats.title)?;
    Ok(())
}

/// «(Kèm theo Quyết định số … ngày … của …)», open where there is no decision yet.
pub(crate) fn with_decision(decision: Option<&Decision>, issuer: &str) -> String {
    match decision {
        Some(decision) => {
            format!("(Kèm theo Quyết định số {} {} của {issuer})", decision.number, format::long_date(decision.date))
        }
        None => format!("(Kèm theo Quyết định số      /QĐ-UBND ngày     tháng     năm      của {issuer})"),
    }
}

/// Two merged rows and the row of column numbers.
fn header(sheet: &mut Worksheet, formats: &Formats) -> Result<(), XlsxError> {
    sheet.merge_range(6, 3, 6, 5, "Mô tả", &formats.header)?;
    sheet.merge_range(6, 8, 6, 10, "Hạng mục dữ liệu", &formats.header)?;
    for (column, (name, _)) in (0_u16..).zip(COLUMNS) {
        if matches!(column, 3..=5 | 8..=10) {
            sheet.write_string_with_format(7, column, name, &formats.header)?;
        } else {
            sheet.merge_range(6, column, 7, column, name, &formats.header)?;
        }
        sheet.write_string_with_format(8, column, format!("({})", column + 1), &formats.middle)?;
    }
    Ok(())
}

/// What the annex says of an entry, from its name on.
pub(crate) fn cells(entry: &EntryContent, lists: &Lists) -> [String; 14] {
    // Beside a cell that names some consumers alone, or nobody knows whom, an item that all get says so itself.
    let all_unsaid = names_all(&entry.consumers, &lists.classes);
    let items = |form| item_lines(&entry.items, form, &lists.classes, all_unsaid || form == SharingForm::Open);
    let year = entry.start_year.map(|year| year.to_string()).unwrap_or_default();
    let frequency =
        if entry.update_frequency.is_empty() { String::new() } else { lists.frequency(&entry.update_frequency) };
    [
        entry.name.clone(),
        entry.purpose.clone(),
        entry.scope.clone(),
        entry.content.clone(),
        entry.collection_mechanism.clone(),
        entry.source.clone(),
        items(SharingForm::Open),
        items(SharingForm::Default),
        items(SharingForm::Specific),
        list(&entry.consumers),
        frequency,
        list(&entry.legal_basis),
        year,
        entry.note.clone(),
    ]
}

fn list(text: &str) -> String {
    let lines: Vec<&str> = text.split("; ").filter(|line| !line.is_empty()).collect();
    match lines.len() {
        0 => String::new(),
        1 => format!("- {}.", lines[0]),
        _ => format!("- {}.", lines.join(";\n- ")),
    }
}

/// The items that some class has in a form; the groups are named unless all have it and that may stay unsaid.
fn item_lines(items: &[DataItem], form: SharingForm, classes: &[ConsumerClass], all_unsaid: bool) -> String {
    let mut lines = Vec::new();
    for item in items {
        let groups: Vec<String> = classes
            .iter()
            .filter(|class| item.form(&class.id) == form)
            .map(|class| class.group_no.to_string())
            .collect();
        if groups.is_empty() {
            continue;
        }
        let marks = format!("{}{}", if item.personal { "(*)" } else { "" }, if item.master { "(**)" } else { "" });
        let is_unsaid = all_unsaid && groups.len() == classes.len();
        let named = if is_unsaid { String::new() } else { format!(" (Nhóm {})", groups.join(", ")) };
        let fields = if item.fields.is_empty() { String::new() } else { format!(": {}", item.fields) };
        lines.push(format!("- {}{marks}{fields}{named}", item.name));
    }
    if lines.is_empty() { "-".to_owned() } else { format!("{}.", lines.join(";\n")) }
}

/// What stands under the annex.
pub(crate) fn notes<'a>(groups: impl Iterator<Item = &'a ContentGroup>) -> [String; 5] {
    let (mut entries, mut agencies) = (0, BTreeSet::new());
    for group in groups {
        entries += group.entries.len();
        agencies.insert(&group.agency.id);
    }
    [
        "Ghi chú:".to_owned(),
        "(*) Hạng mục có dữ liệu cá nhân; chỉ công khai khi pháp luật chuyên ngành cho phép.".to_owned(),
        "(**) Hạng mục là dữ liệu chủ hoặc danh mục dùng chung.".to_owned(),
        "(Nhóm …): nhóm đối tượng khai thác theo trang tính \"Ghi chú\"; không ghi nhóm là áp dụng cho tất cả các nhóm."
            .to_owned(),
        format!("Danh mục gồm {entries} cơ sở dữ liệu của {} cơ quan, đơn vị./.", agencies.len()),
    ]
}

fn footnotes(sheet: &mut Worksheet, formats: &Formats, row: u32, notes: &[String]) -> Result<(), XlsxError> {
    for (offset, note) in (0..).zip(notes) {
        sheet.merge_range(row + offset, 0, row + offset, BESIDE - 1, note, &formats.plain)?;
    }
    Ok(())
}

fn groups_sheet(sheet: &mut Worksheet, formats: &Formats, classes: &[ConsumerClass]) -> Result<(), XlsxError> {
    on_paper(sheet, (1, 1))?;
    sheet.set_column_width(0, 12)?.set_column_width(1, 60)?;
    sheet.merge_range(0, 0, 0, 1, "GIẢI THÍCH NHÓM ĐỐI TƯỢNG KHAI THÁC", &formats.title)?;
    sheet.write_string_with_format(1, 0, "Nhóm", &formats.header)?;
    sheet.write_string_with_format(1, 1, "Tên nhóm", &formats.header)?;
    for (row, (number, name)) in (2..).zip(by_number(classes)) {
        sheet.write_number_with_format(row, 0, f64::from(number), &formats.middle)?;
        write_text(sheet, row, 1, name, &formats.cell)?;
        fit(sheet, row, [(name, 60.0)])?;
    }
    Ok(())
}

/// The groups of consumers by their numbers.
pub(crate) fn by_number(classes: &[ConsumerClass]) -> BTreeMap<u8, &str> {
    classes.iter().map(|class| (class.group_no, class.name.as_str())).collect()
}

/// 1 to 3999 in Roman numerals.
fn roman(number: u32) -> String {
    const PARTS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = number;
    let mut text = String::new();
    for (value, letters) in PARTS {
        while left >= value {
            text.push_str(letters);
            left -= value;
        }
    }
    text
}
