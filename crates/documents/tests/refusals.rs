//! A refusal names the sheet and what there is too much of, with its limit, or what is broken.

mod common;

use common::{book_with, lists, sheet_xml, small_rows};
use documents::WORKBOOK_BYTES_MAX;
use documents::annex::read_annex;
use domain::annex::{AnnexCode, AnnexIssue};

const SHEET: &str = "Phụ lục";

fn refused(bytes: &[u8]) -> AnnexIssue {
    read_annex(bytes, &lists()).expect_err("refused")
}

/// A small annex with more rows in its sheet, and what stands behind them.
fn book(rows: &str, after: &str) -> Vec<u8> {
    book_with(&sheet_xml(&(small_rows() + rows), after), &[])
}

fn row(row: u32, cell: &str) -> String {
    format!("<row r=\"{row}\"><c r=\"{cell}\" t=\"inlineStr\"><is><t>a</t></is></c></row>")
}

#[test]
fn what_is_wrong_in_a_sheet_is_told_with_its_name() {
    use AnnexCode as C;
    let empty: String = (4..=1_048_576).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let tall = "<mergeCells><mergeCell ref=\"A1:A1048576\"/></mergeCells>";
    for (rows, after, code, detail, cell) in [
        (empty, "", C::TooLarge, "rows 200000", ""),
        (row(5, "GS5"), "", C::TooManyRows, "filled_columns 200", "GS5"),
        (row(20_001, "A20001"), "", C::TooManyRows, "filled_rows 20000", "A20001"),
        (String::new(), tall, C::MergedSheet, "merge_rows 20000", "A1"),
        (row(5, "A"), "", C::Damaged, "cell_place 0", ""),
        (row(5, "1A"), "", C::Damaged, "cell_place 0", ""),
        ("<row r=\"5\"><c r=\"A5\"><v>9</w></c></row>".to_owned(), "", C::Damaged, "wrong_xml 0", ""),
    ] {
        let issue = refused(&book(&rows, after));
        let place = if issue.place.row == 0 { String::new() } else { issue.place.cell() };
        assert_eq!((issue.code, issue.detail.as_str()), (code, detail));
        assert_eq!((issue.place.sheet.as_str(), place.as_str()), (SHEET, cell), "{detail}");
    }
}

#[test]
fn a_sheet_is_named_as_the_workbook_names_it() {
    let workbook = common::WORKBOOK.replace(SHEET, "Y tế &amp; &quot;dân số&quot;");
    let rows: String = (4..=300_000).map(|row| format!("<row r=\"{row}\"/>")).collect();
    let with = |parts: &[(&str, &[u8])]| refused(&book_with(&sheet_xml(&rows, ""), parts));
    assert_eq!(with(&[("xl/workbook.xml", workbook.as_bytes())]).place.sheet, "Y tế & \"dân số\"");
    // Of one that the workbook does not name, the part of the file is told.
    let stray = with(&[("xl/_rels/workbook.xml.rels", "<Relationships/>".as_bytes())]);
    assert_eq!((stray.place.sheet.as_str(), stray.detail.as_str()), ("", "rows 200000 xl/worksheets/sheet1.xml"));
}

#[test]
fn what_is_wrong_with_the_file_is_told() {
    let whole = book("", "");
    for (bytes, code, detail) in [
        ([b"PK".to_vec(), vec![0; WORKBOOK_BYTES_MAX]].concat(), AnnexCode::TooLarge, "file_bytes 20971520"),
        (whole[..whole.len() / 2].to_vec(), AnnexCode::Damaged, "archive 0"),
    ] {
        let issue = refused(&bytes);
        assert_eq!((issue.code, issue.detail.as_str(), issue.place.sheet.as_str()), (code, detail, ""));
    }
}
