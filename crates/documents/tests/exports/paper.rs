//! How workbooks print: the sheet of paper, its margins, the rows and columns that stand on every page.

use std::io::{Cursor, Read as _};

use documents::annex::write_annex;
use documents::comparison::{Wording, write_comparison};
use documents::table::{Table, write_table};
use domain::change::Place;

use crate::{comparison, ordinary};

/// A part of a workbook, as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut text = String::new();
    zip.by_name(name).expect(name).read_to_string(&mut text).expect("a text");
    text
}

#[test]
fn every_sheet_is_laid_out_for_paper() {
    let wording = Wording { place: &|_: &Place| String::new(), value: &|_: &Place, value: &str| value.to_owned() };
    let rows = [vec!["1".to_owned(), "Sở Y tế".to_owned()]];
    let opinions =
        Table { title: "Ý KIẾN", sheet: "Ý kiến", heads: &["TT", "Cơ quan"], widths: &[5.0, 30.0], rows: &rows };
    for (bytes, heads) in [
        (write_annex(&ordinary().by_agency()).expect("an annex"), &["$2:$2", "$2:$2", "$7:$9"][..]),
        (write_comparison(&comparison(), &wording).expect("a comparison"), &["$3:$3", "$3:$3", "$3:$3", "$7:$7"]),
        (write_table(&opinions).expect("a table"), &["$3:$3"]),
    ] {
        let book = part(&bytes, "xl/workbook.xml");
        // Behind the columns, where some stand on every page too.
        let rows = |name: &str| name.split('<').next().and_then(|range| range.rsplit('!').next()).map(str::to_owned);
        let mut titles: Vec<String> = book.split("_xlnm.Print_Titles").skip(1).filter_map(rows).collect();
        titles.sort_unstable();
        assert_eq!(titles, heads, "the rows that stand on every page");
        for number in 1..=heads.len() {
            let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
            let (_, margins) = sheet.split_once("<pageMargins ").expect("margins");
            let millimetres = |side: &str| {
                let (_, value) = margins.split_once(&format!("{side}=\"")).expect(side);
                let inches: f64 = value.split('"').next().expect("a value").parse().expect("a number");
                (inches * 25.4).round()
            };
            assert_eq!(["left", "right", "top", "bottom"].map(millimetres), [30.0, 15.0, 20.0, 20.0]);
            let setup = sheet.split("<pageSetup ").nth(1).and_then(|rest| rest.split("/>").next()).expect("a paper");
            assert!(setup.contains("paperSize=\"9\"") && setup.contains("orientation=\"landscape\""), "{setup}");
            let header = sheet.split("<oddHeader>").nth(1).and_then(|rest| rest.split('<').next()).expect("a header");
            assert!(
                header.starts_with("&amp;C") && header.ends_with("&amp;13&amp;P"),
                "the number of the page: {header}"
            );
        }
    }
}

#[test]
fn a_sheet_that_is_too_wide_for_a_page_is_printed_on_pages_side_by_side() {
    let bytes = write_annex(&ordinary().by_agency()).expect("an annex");
    let book = part(&bytes, "xl/workbook.xml");
    for name in ["'Phụ lục'!$A:$B,'Phụ lục'!$7:$9", "'Thông tin khác'!$A:$B,'Thông tin khác'!$2:$2"] {
        assert!(book.contains(&format!(">{name}<")), "the number and the code stand on every page: {book}");
    }
    for number in [1, 3] {
        let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains(" scale=\"65\" pageOrder=\"overThenDown\"") && !sheet.contains("fitToPage"), "{number}");
    }
    assert_eq!(two_pages(&part(&bytes, "xl/worksheets/sheet1.xml"), 8), 16, "the second page begins with the items");
    assert!(!part(&bytes, "xl/styles.xml").contains("Calibri"), "the widths count letters of the face");
}

#[test]
fn keys_and_fields_that_are_empty_of_all_are_hidden() {
    let sheet = part(&write_annex(&ordinary().by_agency()).expect("an annex"), "xl/worksheets/sheet3.xml");
    let tag = |name: &str| sheet.split(name).skip(1).filter_map(|rest| rest.split('>').next()).collect::<Vec<_>>();
    let hidden: Vec<&str> = tag("<row ").into_iter().filter(|row| row.contains("hidden=\"1\"")).collect();
    assert!(matches!(hidden[..], [row] if row.starts_with("r=\"3\"")), "the row of keys alone: {hidden:?}");
    let shown = tag("<col ").into_iter().filter(|column| !column.contains("hidden=\"1\""));
    let shown: Vec<&str> = shown.filter_map(|column| column.split('"').nth(1)).collect();
    assert_eq!(shown, ["1", "2", "5", "13"], "code, name, whether it exists, address");
}

#[test]
fn the_lists_of_what_is_new_and_what_is_gone_are_printed_on_pages_side_by_side() {
    let wording = Wording { place: &|_: &Place| String::new(), value: &|_: &Place, value: &str| value.to_owned() };
    let bytes = write_comparison(&comparison(), &wording).expect("a comparison");
    let book = part(&bytes, "xl/workbook.xml");
    for (number, name, columns) in [(2, "Thêm mới", 12), (3, "Đưa ra", 13)] {
        let titles = format!(">'{name}'!$A:$B,'{name}'!$3:$3<");
        assert!(book.contains(&titles), "the number and the code stand on every page: {book}");
        let sheet = part(&bytes, &format!("xl/worksheets/sheet{number}.xml"));
        assert!(sheet.contains(" scale=\"65\" pageOrder=\"overThenDown\"") && !sheet.contains("fitToPage"), "{name}");
        assert_eq!(two_pages(&sheet, 7), columns, "{name}");
    }
}

/// Asserts that a sheet is printed on two pages side by side, the second from a column on (from 0), and that each page's
/// columns go on it. How many columns the sheet has.
fn two_pages(sheet: &str, beside: u8) -> usize {
    assert!(sheet.contains(&format!("<brk id=\"{beside}\" ")), "the second page begins with column {beside}");
    // What stands across the sheet does not go over the edge of a page, or half of it would stand on each.
    let edge = char::from(b'A' + beside);
    let merged = sheet.split("<mergeCell ref=\"").skip(1).filter_map(|one| one.split('"').next());
    for range in merged {
        let mut columns = range.split(':').filter_map(|cell| cell.chars().next());
        let (first, last) = (columns.next().expect("a cell"), columns.next().expect("another"));
        assert_eq!(first < edge, last < edge, "{range}");
    }
    // Each page's columns go on A4 across between its margins: 252 mm, at 96 pixels an inch and letters of 7 1/3 pixels.
    let widths: Vec<f64> = sheet
        .split("<col ")
        .skip(1)
        .flat_map(|column| {
            let figure = |name: &str| {
                let value = column.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
                value.expect("a value").parse::<f64>().expect("a number")
            };
            let from = column.split('"').nth(1).expect("a value").parse::<f64>().expect("a number");
            vec![figure("width"); (figure("max") - from) as usize + 1]
        })
        .collect();
    let (room, beside) = (252.0 / 25.4 * 96.0 / 0.65, usize::from(beside));
    for page in [widths[..beside].iter().sum::<f64>(), widths[..2].iter().chain(&widths[beside..]).sum::<f64>()] {
        assert!(page * 22.0 / 3.0 < room, "{page} letters do not go on a page");
    }
    widths.len()
}
