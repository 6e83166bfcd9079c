//! An annex of 10,000 rows is read in full; how long it takes is printed. `CSDL_LARGE_WORKBOOK` names a file to leave it
//! in, for the command line and for a look at its memory (CONTRIBUTING.md).

mod common;

use std::time::Instant;

use common::lists;
use documents::annex::read_annex;
use rust_xlsxwriter::Workbook;

const ROWS: u32 = 10_000;
const AGENCIES: [&str; 4] = ["Sở Y tế", "Sở Tư pháp", "Sở Nội vụ", "Sở Công Thương"];
const HEADERS: [&str; 12] = [
    "STT",
    "Tên CSDL",
    "Cơ quan quản lý",
    "Mục đích",
    "Phạm vi",
    "Nội dung",
    "Nguồn dữ liệu",
    "Dữ liệu mở",
    "Dữ liệu chia sẻ mặc định",
    "Dữ liệu chia sẻ theo yêu cầu đặc thù",
    "Căn cứ pháp lý",
    "Ghi chú",
];

fn large() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_string(0, column, header).expect("a cell");
    }
    for row in 1..=ROWS {
        let number = row.to_string();
        let long =
            |what: &str| format!("{what} số {number}, phục vụ quản lý nhà nước trên địa bàn toàn tỉnh. ").repeat(4);
        let items = |what: &str| {
            let line =
                |at: u32| format!("- {what} {at} của CSDL {number}: Mã, Tên, Địa chỉ, Ngày cập nhật (Nhóm 2, 4)");
            (1..=3).map(line).collect::<Vec<_>>().join(";\n")
        };
        let texts = [
            number.clone(),
            format!("CSDL chuyên ngành thứ {number}"),
            AGENCIES[row as usize % AGENCIES.len()].to_owned(),
            long("Mục đích"),
            long("Phạm vi"),
            long("Nội dung"),
            long("Nguồn"),
            items("Danh sách công khai"),
            items("Hồ sơ"),
            items("Thông tin chi tiết"),
            "- Luật số 1;\n- Nghị định số 2.".to_owned(),
            "Ghi chú".to_owned(),
        ];
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn ten_thousand_rows_are_read() {
    let bytes = large();
    if let Ok(path) = std::env::var("CSDL_LARGE_WORKBOOK") {
        std::fs::write(path, &bytes).expect("the workbook is left");
    }
    let start = Instant::now();
    let annex = read_annex(&bytes, &lists()).expect("readable");
    println!("{} bytes, {} rows read in {} ms", bytes.len(), annex.entries.len(), start.elapsed().as_millis());
    assert_eq!(annex.entries.len(), ROWS as usize);
    assert_eq!(annex.errors, []);
    assert!(annex.entries.iter().all(|entry| entry.content.items.len() == 9));
}
