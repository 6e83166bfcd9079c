//! Annexes as people fill them in: headers on every page, counts beside headings, a row an item, days as days.

mod common;

use common::{book, lists};
use documents::annex::read_annex;
use domain::annex::{Annex, AnnexCode};
use domain::catalog::DataItem;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

fn read(rows: &[&[&str]], merges: &[(u32, u16, u32, u16)]) -> Annex {
    let annex = read_annex(&book(rows, merges), &lists()).expect("readable");
    assert_eq!(annex.errors, []);
    annex
}

/// Agency and name of each entry.
fn told(annex: &Annex) -> Vec<(&str, &str)> {
    let entries = annex.entries.iter();
    entries.map(|entry| (entry.agency_written.as_str(), entry.content.name.as_str())).collect()
}

#[test]
fn a_header_on_every_page_is_no_entry_and_hides_none() {
    let (header, numbers): (&[&str], &[&str]) =
        (&["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"], &["(1)", "(2)", "(3)", "(4)"]);
    let first: &[&str] = &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách"];
    let second: &[&str] = &["2", "CSDL dược", "Quản lý", "- Giá thuốc"];
    let annex = read(&[header, numbers, &["I. SỞ Y TẾ"], first, header, numbers, second], &[]);
    assert_eq!(told(&annex), [("I. SỞ Y TẾ", "CSDL bệnh viện"), ("I. SỞ Y TẾ", "CSDL dược")]);
    assert_eq!(annex.warnings, []);

    let (upper, lower): (&[&str], &[&str]) =
        (&["TT", "Tên CSDL", "Mô tả", "", "Mở"], &["", "", "Mục đích", "Phạm vi", ""]);
    let first: &[&str] = &["1", "CSDL bệnh viện", "Quản lý", "Toàn tỉnh", "- Danh sách"];
    let second: &[&str] = &["2", "CSDL dược", "Quản lý", "Toàn tỉnh", "- Giá thuốc"];
    let over = |top: u32| -> [(u32, u16, u32, u16); 4] {
        [(top, 0, top + 1, 0), (top, 1, top + 1, 1), (top, 2, top, 3), (top, 4, top + 1, 4)]
    };
    let merges: Vec<(u32, u16, u32, u16)> = [0, 4].into_iter().flat_map(over).collect();
    let annex = read(&[upper, lower, &["I. SỞ Y TẾ"], first, upper, lower, second], &merges);
    assert_eq!(told(&annex), [("I. SỞ Y TẾ", "CSDL bệnh viện"), ("I. SỞ Y TẾ", "CSDL dược")]);
}

#[test]
fn a_heading_may_say_how_many_stand_below_it() {
    let annex = read(
        &[
            &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"],
            &["I", "Sở Y tế", "", "02 CSDL"],
            &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách"],
            &["2", "CSDL dược", "Quản lý", "- Giá thuốc"],
            &["II. SỞ TƯ PHÁP", "", "", "1"],
            &["1", "CSDL hộ tịch", "Quản lý", "- Danh sách"],
        ],
        &[],
    );
    assert_eq!(
        told(&annex),
        [("Sở Y tế", "CSDL bệnh viện"), ("Sở Y tế", "CSDL dược"), ("II. SỞ TƯ PHÁP", "CSDL hộ tịch")]
    );
    assert_eq!(annex.warnings, []);
}

#[test]
fn the_count_may_end_the_heading_itself() {
    for (heading, agency) in [
        ("I. SỞ Y TẾ (2 CSDL)", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ (02 cơ sở dữ liệu).", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ: 2 CSDL", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ: 02", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ - 02 CSDL", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ – 2 cơ sở dữ liệu", "I. SỞ Y TẾ"),
        ("I. SỞ Y TẾ [2]", "I. SỞ Y TẾ"),
        ("BAN QUẢN LÝ DỰ ÁN 2 (1 CSDL)", "BAN QUẢN LÝ DỰ ÁN 2"),
        ("Ban Quản lý dự án 2", "Ban Quản lý dự án 2"),
        ("Ban Quản lý dự án - 2", "Ban Quản lý dự án - 2"),
        ("Trung tâm CSDL", "Trung tâm CSDL"),
        ("SỞ Y TẾ (2023)", "SỞ Y TẾ (2023)"),
        ("SỞ Y TẾ (cũ)", "SỞ Y TẾ (cũ)"),
    ] {
        let header: &[&str] = &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"];
        let row: &[&str] = &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách"];
        let annex = read(&[header, &[heading], row], &[(1, 0, 1, 3)]);
        assert_eq!(told(&annex), [(agency, "CSDL bệnh viện")], "{heading}");
    }
    let header: &[&str] = &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"];
    let annex = read(&[header, &["A. BÃI BỎ (1 CSDL)"], &["I. SỞ Y TẾ (1 CSDL)"], &["1", "CSDL dược"]], &[]);
    assert_eq!((told(&annex), annex.entries[0].withdrawn), (vec![("I. SỞ Y TẾ", "CSDL dược")], true));
    let annex = read(
        &[
            &["Tên CSDL", "Đơn vị", "Mục đích"],
            &["CSDL bệnh viện", "Sở Y tế (2 CSDL)", "Quản lý"],
            &["CSDL dược", "", "Quản lý"],
        ],
        &[],
    );
    assert_eq!(told(&annex), [("Sở Y tế", "CSDL bệnh viện"), ("Sở Y tế", "CSDL dược")]);
}

#[test]
fn a_row_an_item_with_its_own_mark() {
    let annex = read(
        &[
            &["Tên CSDL", "Đơn vị", "Hạng mục dữ liệu", "Dữ liệu mở", "Chia sẻ mặc định", "Chia sẻ đặc thù"],
            &["CSDL bệnh viện", "Sở Y tế", "Danh sách", "x", "", ""],
            &["", "", "- Giường bệnh\n- Trang thiết bị", "", "x", ""],
            &["", "", "Hồ sơ", "", "", "x"],
            &["CSDL dược", "Sở Y tế", "Giá thuốc", "x", "", ""],
            &["", "", "Nhà thuốc", "x", "", ""],
        ],
        &[(1, 0, 3, 0), (1, 1, 3, 1), (4, 0, 5, 0), (4, 1, 5, 1)],
    );
    let items = annex.entries.iter().flat_map(|entry| &entry.content.items);
    let items: Vec<String> = items.map(|item| format!("{} {}", item.name, item.widest())).collect();
    assert_eq!(
        items,
        [
            "Danh sách open",
            "Giường bệnh default",
            "Trang thiết bị default",
            "Hồ sơ specific",
            "Giá thuốc open",
            "Nhà thuốc open"
        ]
    );
    let codes: Vec<AnnexCode> = annex.warnings.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [AnnexCode::ColumnAbsent], "the purpose alone");
}

/// The forms of each item for the classes of the list.
fn shared(annex: &Annex) -> Vec<String> {
    let items = annex.entries.iter().flat_map(|entry| &entry.content.items);
    let forms = |item: &DataItem| {
        let forms: Vec<String> = lists().classes.iter().map(|class| item.form(&class.id).to_string()).collect();
        format!("{}: {}", item.name, forms.join(" "))
    };
    items.map(forms).collect()
}

#[test]
fn the_column_of_consumers_says_for_whom_a_form_is() {
    let header: &[&str] = &["Tên CSDL", "Đơn vị", "Hạng mục dữ liệu", "Hình thức chia sẻ", "Cơ quan khai thác"];
    let annex = read(
        &[
            header,
            &["CSDL bệnh viện", "Sở Y tế", "Hồ sơ", "Theo yêu cầu đặc thù", "Sở, ban, ngành"],
            &["CSDL dược", "Sở Y tế", "Giá thuốc", "Dữ liệu mở", "Sở, ban, ngành"],
            &["CSDL tiêm chủng", "Sở Y tế", "Sổ tiêm (Nhóm 7)", "Mặc định", "Sở, ban, ngành; UBND cấp xã"],
            &["CSDL dân số", "Sở Y tế", "Hộ", "Mặc định", "Theo phân quyền"],
            &["CSDL trẻ em", "Sở Y tế", "Trường hợp", "Mặc định", ""],
        ],
        &[],
    );
    assert_eq!(
        shared(&annex),
        [
            "Hồ sơ: specific none none",
            "Giá thuốc: open open open",
            "Sổ tiêm: none none default",
            "Hộ: default default default",
            "Trường hợp: default default default",
        ]
    );
    let unclear = annex.warnings.iter().filter(|issue| issue.code == AnnexCode::ConsumersUnclear);
    let unclear: Vec<(String, &str)> = unclear.map(|issue| (issue.place.cell(), issue.detail.as_str())).collect();
    assert_eq!(unclear, [("E5".to_owned(), "Theo phân quyền")]);

    let annex = read(
        &[
            header,
            &["CSDL bệnh viện", "Sở Y tế", "Danh sách", "Mặc định", "UBND cấp xã"],
            &["", "", "Hồ sơ", "Đặc thù", "Sở, ban, ngành"],
            &["", "", "Kho", "Đặc thù", ""],
        ],
        &[(1, 0, 3, 0), (1, 1, 3, 1)],
    );
    let of_its_row = ["Danh sách: none default none", "Hồ sơ: specific none none", "Kho: specific specific none"];
    assert_eq!(shared(&annex), of_its_row);
}

#[test]
fn what_no_field_takes_is_kept_and_days_are_days() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let header = ["Tên CSDL", "Đơn vị", "Tần suất cập nhật", "Năm bắt đầu", "Ngày phê duyệt"];
    let unread = ["CSDL bệnh viện", "Sở Y tế", "Sau mỗi kỳ họp", "Khoảng 2015", ""];
    for (row, texts) in (0..).zip([header, unread, ["CSDL dược", "Sở Y tế", "Hằng năm", "", ""]]) {
        for (column, text) in (0..).zip(texts) {
            sheet.write_string(row, column, text).expect("a cell");
        }
    }
    let day = ExcelDateTime::from_ymd(2020, 3, 1).expect("a day");
    let format = Format::new().set_num_format("dd/mm/yyyy");
    for column in [3, 4] {
        sheet.write_datetime_with_format(2, column, &day, &format).expect("a day");
    }
    let annex = read_annex(&book.save_to_buffer().expect("a workbook"), &lists()).expect("readable");
    let [unread, dated] = &annex.entries[..] else { panic!("{:?}", annex.entries) };
    assert_eq!(unread.content.note, "Tần suất cập nhật: Sau mỗi kỳ họp; Năm bắt đầu: Khoảng 2015");
    assert_eq!((dated.content.start_year, dated.content.note.as_str()), (Some(2020), "Ngày phê duyệt: 01/03/2020"));
    let codes: Vec<AnnexCode> = annex.warnings.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&AnnexCode::FrequencyUnknown) && codes.contains(&AnnexCode::YearUnreadable), "{codes:?}");
}

#[test]
fn what_stands_below_the_end_is_told_of() {
    let header: &[&str] = &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"];
    let first: &[&str] = &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách"];
    let second: &[&str] = &["2", "CSDL dược", "Quản lý", "- Giá thuốc"];
    for end in [
        &["Ghi chú: CSDL là cơ sở dữ liệu"] as &[&str],
        &["", "", "", "Bến Tre, ngày 22 tháng 6 năm 2023"],
        &["", "", "TM. ỦY BAN NHÂN DÂN"],
        &["", "", "", "KT. CHỦ TỊCH"],
        &["", "", "PHÓ CHỦ TỊCH"],
        &["Nơi nhận:", "", "", "TL. CHỦ TỊCH"],
    ] {
        let note: &[&str] = &["", "", "", "Nguyễn Văn A"];
        let annex = read(&[header, &["I. SỞ Y TẾ"], first, end, note, second], &[]);
        assert_eq!(told(&annex), [("I. SỞ Y TẾ", "CSDL bệnh viện")], "{end:?}");
        let issues = annex.warnings.iter().map(|issue| (issue.code, issue.place.row, issue.detail.as_str()));
        assert_eq!(issues.collect::<Vec<_>>(), [(AnnexCode::RowAfterEnd, 6, "CSDL dược")], "{end:?}");
    }
    // What a note explains is no entry.
    let notes: [&[&str]; 2] = [&["1", "Nhóm 1 là sở, ban, ngành"], &["", "CSDL là cơ sở dữ liệu"]];
    let annex = read(&[header, &["I. SỞ Y TẾ"], first, &["Ghi chú:"], notes[0], notes[1]], &[]);
    assert_eq!(told(&annex).len(), 1);
    assert_eq!(annex.warnings, []);
}

#[test]
fn a_code_that_is_none_of_ours_is_kept_in_the_note_and_told() {
    let annex = read(
        &[
            &["STT", "Mã CSDL", "Tên CSDL", "Mục đích", "Dữ liệu mở", "Ghi chú", "Hình thức điều chỉnh"],
            &["I. SỞ Y TẾ"],
            &["1", "DD-01", "CSDL bệnh viện", "Quản lý", "- Danh sách", "Dùng chung", ""],
            &["2", "DC-007", "CSDL dược", "Quản lý", "- Giá thuốc", "", ""],
            &["3", "-", "CSDL dân số", "Quản lý", "- Danh sách", "", ""],
            &["4", "", "CSDL tiêm chủng", "Quản lý", "- Danh sách", "", ""],
            &["5", "LN-02", "CSDL giám định", "", "", "", "Bãi bỏ"],
        ],
        &[],
    );
    let notes: Vec<&str> = annex.entries.iter().map(|entry| entry.content.note.as_str()).collect();
    assert_eq!(notes, ["Dùng chung; Mã CSDL: DD-01", "", "", "", ""]);
    let told = annex.warnings.iter().filter(|issue| issue.code == AnnexCode::CodeForeign);
    let told: Vec<(u32, u32, &str)> =
        told.map(|issue| (issue.place.row, issue.place.column, issue.detail.as_str())).collect();
    assert_eq!(told, [(3, 2, "DD-01")], "what is withdrawn has no note");
}

#[test]
fn texts_of_another_encoding_are_told_by_cell() {
    let annex = read(
        &[
            &["STT", "Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu mở", "Lý do chưa nhập được"],
            &["1", "CSDL xe cøu th¬ng", "Sở Y tế", "Quản lý", "- Danh sách", ""],
            &["2", "CSDL xe cöùu thöông", "Sở Y tế", "Quáº£n lÃ½", "- Danh sách", "Së Y tÕ"],
            &["3", "CSDL xe \u{202e}cứu thương", "Sở Y tế", "Ea H'leo, São Paulo, m²", "- Danh sách", ""],
        ],
        &[],
    );
    let told = annex.warnings.iter().map(|issue| (issue.code, issue.place.cell(), issue.detail.as_str()));
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            (AnnexCode::Misread, "B2".to_owned(), "CSDL xe cøu th¬ng"),
            (AnnexCode::Misread, "B3".to_owned(), "CSDL xe cöùu thöông"),
            (AnnexCode::Misread, "D3".to_owned(), "Quáº£n lÃ½"),
        ]
    );
    assert_eq!(annex.entries[2].content.name, "CSDL xe cứu thương");
}
