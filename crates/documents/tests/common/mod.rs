//! Lists and workbooks for the tests of reading.

#![allow(dead_code, reason = "each test program uses a part")]
use std::io::{Cursor, Write};

use domain::catalog::{ConsumerClass, Lists, Named};
use domain::format::parse_date;
use domain::id::ClassId;
use rust_xlsxwriter::{Format, Workbook, Worksheet};

pub fn lists() -> Lists {
    let named = |id: &str, name: &str| Named { id: id.to_owned(), name: name.to_owned() };
    let class = |id: &str, group_no, name: &str| ConsumerClass {
        id: ClassId::from(id),
        group_no,
        name: name.to_owned(),
        valid_from: parse_date("2023-01-22").expect("a date"),
        valid_to: None,
    };
    Lists {
        sectors: vec![named("y_te", "Y tế"), named("dat_dai", "Đất đai")],
        frequencies: vec![named("M1", "Cập nhật thường xuyên"), named("M2", "Hằng năm")],
        classes: vec![
            class("so_nganh", 2, "Sở, ban, ngành"),
            class("cap_xa", 4, "UBND cấp xã"),
            class("to_chuc", 7, "Tổ chức, doanh nghiệp"),
        ],
        national: vec![named("QG-01", "CSDL quốc gia về dân cư"), named("QG-02", "CSDL đất đai quốc gia")],
        register: None,
    }
}

pub fn zip_of(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("a zip").into_inner()
}

pub const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#;
pub const RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
pub const WORKBOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Phụ lục" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
pub const WORKBOOK_RELS: &str = r#"<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A sheet's XML with these rows and what stands behind them.
pub fn sheet_xml(rows: &str, after: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{rows}</sheetData>{after}</worksheet>"#
    )
}

fn cell(row: u32, column: usize, text: &str) -> String {
    let letter = char::from(b'A' + u8::try_from(column).expect("a small column"));
    format!(r#"<c r="{letter}{row}" t="inlineStr"><is><t>{text}</t></is></c>"#)
}

pub fn row_xml(row: u32, texts: &[&str]) -> String {
    let cells: String = texts.iter().enumerate().map(|(column, text)| cell(row, column, text)).collect();
    format!(r#"<row r="{row}">{cells}</row>"#)
}

/// A small annex: a header, an agency, a database.
pub fn small_rows() -> String {
    row_xml(1, &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"])
        + &row_xml(2, &["I. SỞ Y TẾ"])
        + &row_xml(3, &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách."])
}

/// A workbook of one sheet, in parts, with others beside or in place of them.
pub fn book_with(sheet: &str, parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut all: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", RELS.as_bytes()),
        ("xl/workbook.xml", WORKBOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    all.retain(|(name, _)| parts.iter().all(|(other, _)| other != name));
    all.extend_from_slice(parts);
    zip_of(&all)
}

/// A workbook of one sheet with texts in rows, and merges: first row, first column, last row, last column.
pub fn book(rows: &[&[&str]], merges: &[(u32, u16, u32, u16)]) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet(), rows, merges);
    book.save_to_buffer().expect("a workbook")
}

pub fn fill(sheet: &mut Worksheet, rows: &[&[&str]], merges: &[(u32, u16, u32, u16)]) {
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(texts.iter()).filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    for (top, left, bottom, right) in merges.iter().copied() {
        let text = rows.get(top as usize).and_then(|row| row.get(left as usize)).copied().unwrap_or_default();
        sheet.merge_range(top, left, bottom, right, text, &Format::new()).expect("a merge");
    }
}
