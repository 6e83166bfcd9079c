//! Workbooks whose columns a person maps, and the rows that come back because they failed.

mod common;

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader as _, Xlsx, open_workbook_from_rs};
use common::{book, fill, lists};
use documents::annex::{AnnexBook, read_annex};
use domain::annex::{AgencyAt, AnnexCode, AnnexField, Mapping};
use rust_xlsxwriter::Workbook;

const STRANGE: &[&[&str]] = &[
    &["Danh sách nội bộ"],
    &["Số", "Nhãn A", "Nhãn B", "Nhãn C"],
    &["1", "CSDL a", "Sở Y tế", "- Danh sách"],
    &["2", "CSDL b", "", "- Hồ sơ (Nhóm 99)"],
    &["3", "", "Sở Tư pháp", "- Sổ"],
];

fn mended(book: &AnnexBook) -> Mapping {
    let mut mapping = book.guess().expect("a row of texts");
    assert_eq!((mapping.header_row, mapping.columns.len()), (2, 4));
    mapping.agency = AgencyAt::Column;
    for (column, field) in
        mapping.columns.iter_mut().zip([AnnexField::Number, AnnexField::Name, AnnexField::Agency, AnnexField::Open])
    {
        column.field = field;
    }
    mapping
}

#[test]
fn a_person_maps_what_no_wording_tells() {
    let bytes = book(STRANGE, &[]);
    assert_eq!(read_annex(&bytes, &lists()).expect_err("no header").code, AnnexCode::NoHeader);
    let book = AnnexBook::open(&bytes).expect("a workbook");
    let mapping = mended(&book);
    // As a file, as from the page.
    let json = serde_json::to_string(&mapping).expect("JSON");
    let again = book.complete(serde_json::from_str(&json).expect("a mapping")).expect("the same sheet");
    assert_eq!(again, mapping);
    let annex = book.read(&again, &lists()).expect("readable");
    assert_eq!(annex.entries[0].content.name, "CSDL a");
    let errors: Vec<(AnnexCode, u32)> = annex.errors.iter().map(|issue| (issue.code, issue.place.row)).collect();
    assert_eq!(errors, [(AnnexCode::GroupUnknown, 4), (AnnexCode::NameMissing, 5)]);
    let elsewhere = Mapping { sheet: "Không có".to_owned(), ..mapping };
    let book = AnnexBook::open(&bytes).expect("a workbook");
    assert_eq!(book.read(&elsewhere, &lists()).expect_err("no such sheet").code, AnnexCode::NoHeader);
}

#[test]
fn rows_that_fail_come_back_and_are_read_again_once_mended() {
    let bytes = book(STRANGE, &[]);
    let book = AnnexBook::open(&bytes).expect("a workbook");
    let reasons = [(4, "Không có nhóm 99".to_owned()), (5, "Thiếu tên".to_owned())].into();
    let returned = book.failing_rows(&mended(&book), &reasons).expect("a workbook");
    let again = AnnexBook::open(&returned).expect("readable");
    let mapping = again.guess().expect("the header");
    let headers: Vec<&str> = mapping.columns.iter().map(|column| column.header.as_str()).collect();
    assert_eq!(headers, ["Số", "Nhãn A", "Nhãn B", "Nhãn C", "Lý do chưa nhập được"]);
    assert_eq!(mapping.columns[4].field, AnnexField::Ignore);
    let annex = again.read(
        &{
            let mut mapping = mapping;
            mapping.columns[1].field = AnnexField::Name;
            mapping.columns[2].field = AnnexField::Agency;
            mapping.agency = AgencyAt::Column;
            mapping
        },
        &lists(),
    );
    let annex = annex.expect("readable");
    assert_eq!(annex.entries.len(), 2, "only the rows that fail");
    assert_eq!(annex.entries[0].agency_written, "Sở Y tế", "an agency from the row above comes with it");
    assert!(!annex.entries[0].content.note.contains("Không có nhóm 99"));
}

#[test]
fn the_officials_header_comes_back_with_its_merges() {
    let rows: &[&[&str]] = &[
        &["TT", "Tên CSDL", "Hạng mục dữ liệu", "", "Mục đích"],
        &["", "", "Mở", "Mặc định", ""],
        &["I. SỞ Y TẾ"],
        &["1", "CSDL a", "- =1+1", "", "p"],
        &["2", "CSDL b", "- Hồ sơ (Nhóm 99)", "", "p"],
    ];
    let merges = [(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 1, 4), (2, 0, 2, 4)];
    let book = AnnexBook::open(&book(rows, &merges)).expect("a workbook");
    let mapping = book.detect().expect("a header");
    let returned = book.failing_rows(&mapping, &[(5, "=HYPERLINK(1)".to_owned())].into()).expect("a workbook");
    let again = AnnexBook::open(&returned).expect("readable");
    let mapping = again.detect().expect("the same header");
    let annex = again.read(&mapping, &lists()).expect("readable");
    assert_eq!(annex.entries.iter().map(|entry| entry.content.name.as_str()).collect::<Vec<_>>(), ["CSDL b"]);
    assert_eq!(annex.entries[0].agency_written, "I. SỞ Y TẾ");
    assert!(annex.warnings.iter().all(|issue| issue.code != AnnexCode::FormulaValues), "texts, never formulas");
}

/// They are mended in the workbook that people know: its titles, both rows of its header, and numbers that are numbers.
#[test]
fn rows_that_fail_come_back_under_the_titles_where_they_stood() {
    let rows: &[&[&str]] = &[
        &["UBND TỈNH ĐẮK LẮK"],
        &["DANH MỤC CƠ SỞ DỮ LIỆU"],
        &["TT", "Tên CSDL", "Mục đích", "Hình thức chia sẻ", "", "Năm bắt đầu"],
        &["", "", "", "Dữ liệu mở", "Chia sẻ mặc định", ""],
        &["I. SỞ Y TẾ"],
        &["1", "CSDL a", "p", "- Danh sách", "", "2020"],
        &["2", "CSDL b", "012", "- Hồ sơ (Nhóm 99)", "", "2021"],
    ];
    let merges = [(1, 0, 1, 5), (2, 0, 3, 0), (2, 1, 3, 1), (2, 2, 3, 2), (2, 3, 2, 4), (2, 5, 3, 5), (4, 0, 4, 5)];
    let book = AnnexBook::open(&book(rows, &merges)).expect("a workbook");
    let mapping = book.detect().expect("a header");
    let returned = book.failing_rows(&mapping, &[(7, "Không có nhóm 99".to_owned())].into()).expect("a workbook");
    let again = AnnexBook::open(&returned).expect("readable").detect().expect("the same header");
    assert_eq!((again.header_row, again.header_rows), (mapping.header_row, mapping.header_rows));
    let mut sheet = String::new();
    let mut zip = zip::ZipArchive::new(Cursor::new(returned.as_slice())).expect("a zip");
    zip.by_name("xl/worksheets/sheet1.xml").expect("the sheet").read_to_string(&mut sheet).expect("a text");
    for range in ["A2:F2", "A3:A4", "D3:E3", "F3:F4"] {
        assert!(sheet.contains(&format!("<mergeCell ref=\"{range}\"/>")), "{range}");
    }
    let mut cells: Xlsx<_> = open_workbook_from_rs(Cursor::new(returned.as_slice())).expect("a workbook");
    let cells = cells.worksheet_range_at(0).expect("a sheet").expect("its cells");
    let text = |row: u32, column: u32| cells.get_value((row, column)).map(ToString::to_string).unwrap_or_default();
    for (row, texts) in (0..).zip(&rows[..5]) {
        for (column, wanted) in (0..).zip(*texts) {
            assert_eq!(text(row, column), *wanted, "row {row}, column {column}");
        }
    }
    assert_eq!(cells.get_value((5, 0)), Some(&Data::Float(2.0)));
    assert_eq!(cells.get_value((5, 2)), Some(&Data::String("012".to_owned())), "no number is written so");
    assert_eq!((text(5, 1).as_str(), text(5, 6).as_str()), ("CSDL b", "Không có nhóm 99"));
}

#[test]
fn a_row_that_fails_brings_what_cells_above_are_merged_down_to_it() {
    let rows: &[&[&str]] = &[
        &["TT", "Tên CSDL", "Cơ quan quản lý", "Lĩnh vực", "Dữ liệu mở"],
        &["1", "CSDL a", "Sở Y tế", "Y tế", "- Danh sách"],
        &["2", "CSDL b", "", "", "- Hồ sơ (Nhóm 99)"],
        &["3", "CSDL c", "", "", "- Sổ (Nhóm 99)"],
    ];
    let book = AnnexBook::open(&book(rows, &[(1, 2, 3, 2), (1, 3, 3, 3)])).expect("a workbook");
    let mapping = book.detect().expect("a header");
    let reasons = [(3, "Không có nhóm 99".to_owned()), (4, "Không có nhóm 99".to_owned())].into();
    let returned = book.failing_rows(&mapping, &reasons).expect("a workbook");
    let again = AnnexBook::open(&returned).expect("readable");
    let mapping = again.detect().expect("the same header");
    let annex = again.read(&mapping, &lists());
    let told = |annex: &domain::annex::Annex| {
        let entries = annex.entries.iter().map(|entry| {
            let content = &entry.content;
            [content.name.clone(), entry.agency_written.clone(), content.sector.clone()]
        });
        entries.collect::<Vec<_>>()
    };
    let row = |name: &str| [name.to_owned(), "Sở Y tế".to_owned(), "y_te".to_owned()];
    assert_eq!(told(&annex.expect("readable")), [row("CSDL b"), row("CSDL c")]);
    let whole = book.read(&mapping, &lists()).expect("readable");
    assert_eq!(told(&whole)[1..], [row("CSDL b"), row("CSDL c")], "as the annex itself says");
}

#[test]
fn a_row_that_fails_brings_what_the_sheet_of_further_fields_tells_of_it() {
    let rows: &[&[&str]] = &[
        &["TT", "Tên CSDL", "Mục đích", "Dữ liệu mở"],
        &["I. SỞ Y TẾ"],
        &["1", "CSDL a", "p", "- Danh sách"],
        &["2", "Cơ sở dữ liệu b", "p", "- Hồ sơ (Nhóm 99)"],
        &["3", "CSDL c", "p", "- Sổ"],
        &["4", "CSDL c", "p", "- Sổ (Nhóm 99)"],
    ];
    let further: &[&[&str]] =
        &[&["code", "name", "hosting"], &["", "CSDL a", "=A1"], &["", "CSDL b", "=B1"], &["", "CSDL c", "=C1"]];
    let mut written = Workbook::new();
    fill(written.add_worksheet(), rows, &[]);
    fill(written.add_worksheet().set_name("Thông tin khác").expect("a name"), further, &[]);
    let book = AnnexBook::open(&written.save_to_buffer().expect("a workbook")).expect("a workbook");
    let mapping = book.detect().expect("a header");
    let told = |bytes: &[u8]| {
        let annex = read_annex(bytes, &lists()).expect("readable");
        annex.entries.into_iter().map(|entry| (entry.content.name, entry.content.hosting)).collect::<Vec<_>>()
    };
    let of = |rows: &[u32]| {
        let reasons = rows.iter().map(|row| (*row, "Không có nhóm 99".to_owned())).collect();
        book.failing_rows(&mapping, &reasons).expect("a workbook")
    };
    let entry = |name: &str, hosting: &str| (name.to_owned(), hosting.to_owned());
    // Of two that bear one name nobody knows which is meant, nor once only one of them is left.
    assert_eq!(told(&of(&[4, 6])), [entry("CSDL b", "=B1"), entry("CSDL c", "")]);
    let nothing_more = AnnexBook::open(&of(&[6])).expect("readable");
    assert_eq!(nothing_more.sheets().len(), 1);
}

#[test]
fn the_reason_stands_beside_a_text_that_no_header_is_over() {
    let mut rows: Vec<Vec<String>> = vec![["TT", "Tên CSDL", "Dữ liệu mở"].map(str::to_owned).to_vec()];
    rows.push(vec!["I. SỞ Y TẾ".to_owned()]);
    rows.extend((1..60).map(|at| vec![at.to_string(), format!("CSDL {at}"), "- Danh sách".to_owned()]));
    rows.push(["60", "CSDL 60", "- Sổ (Nhóm 99)", "theo họp ngày 12/5"].map(str::to_owned).to_vec());
    let rows: Vec<Vec<&str>> = rows.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let book = AnnexBook::open(&book(&rows, &[])).expect("a workbook");
    let mapping = book.detect().expect("a header");
    assert_eq!(mapping.columns.len(), 3, "the text is far below");
    let returned = book.failing_rows(&mapping, &[(62, "Không có nhóm 99".to_owned())].into()).expect("a workbook");
    let again = AnnexBook::open(&returned).expect("readable").detect().expect("the same header");
    let columns: Vec<(u32, &str)> = again.columns.iter().map(|one| (one.column, one.sample.as_str())).collect();
    assert_eq!(columns[3..], [(4, "theo họp ngày 12/5"), (5, "Không có nhóm 99")]);
}

#[test]
fn a_text_like_a_formula_stays_a_text_when_its_cell_is_edited() {
    let styles = |purpose: &str| {
        let header: &[&str] = &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu mở"];
        let row: &[&str] = &["CSDL a", "Sở Y tế", purpose, "Hồ sơ"];
        let book = AnnexBook::open(&book(&[header, row], &[])).expect("a workbook");
        let mapping = book.detect().expect("a header");
        let returned = book.failing_rows(&mapping, &[(2, "sai".to_owned())].into()).expect("a workbook");
        let again = read_annex(&returned, &lists()).expect("readable");
        assert_eq!(again.entries[0].content.purpose, purpose);
        let mut zip = zip::ZipArchive::new(Cursor::new(returned)).expect("a zip");
        let mut styles = String::new();
        zip.by_name("xl/styles.xml").expect("the styles").read_to_string(&mut styles).expect("a text");
        styles
    };
    for purpose in ["=1+1", "+84", "-nội bộ", "@SUM(A1)"] {
        assert!(styles(purpose).contains("quotePrefix=\"1\""), "{purpose}");
    }
    assert!(!styles("1+1=2").contains("quotePrefix"));
}
