//! Layouts of annexes as other provinces and other years write them: the columns are found by their headers.

mod common;

use common::{book, fill, lists};
use documents::annex::read_annex;
use domain::annex::{Annex, AnnexCode};
use domain::catalog::{DataItem, Existence, SharingForm, UpdateMethod};
use rust_xlsxwriter::Workbook;

fn read(rows: &[&[&str]], merges: &[(u32, u16, u32, u16)]) -> Annex {
    let annex = read_annex(&book(rows, merges), &lists()).expect("readable");
    assert_eq!(annex.errors, []);
    annex
}

/// Agency, name and items with their widest form, of each entry.
fn told(annex: &Annex) -> Vec<(String, String, Vec<String>)> {
    let item = |item: &DataItem| format!("{} {}", item.name, item.widest());
    let entry = |entry: &domain::annex::AnnexEntry| {
        let items = entry.content.items.iter().map(item).collect();
        (entry.agency_written.clone(), entry.content.name.clone(), items)
    };
    annex.entries.iter().map(entry).collect()
}

fn row(agency: &str, name: &str, items: &[&str]) -> (String, String, Vec<String>) {
    (agency.to_owned(), name.to_owned(), items.iter().map(|item| (*item).to_owned()).collect())
}

#[test]
fn one_header_row_and_the_agency_in_a_column() {
    let annex = read(
        &[
            &[
                "STT",
                "Cơ quan chủ quản",
                "Tên cơ sở dữ liệu chuyên ngành",
                "Mục đích",
                "Dữ liệu mở",
                "Dữ liệu chia sẻ mặc định",
                "Dữ liệu chia sẻ theo yêu cầu đặc thù",
            ],
            &["1", "Sở Y tế", "CSDL bệnh viện", "Quản lý", "- Danh sách", "-", ""],
            &["2", "", "CSDL dược", "Quản lý", "", "- Giá thuốc", "- Hồ sơ"],
            &["3", "Sở Tư pháp", "CSDL hộ tịch", "Quản lý", "", "", "- Sổ hộ tịch"],
        ],
        &[],
    );
    assert_eq!(
        told(&annex),
        [
            row("Sở Y tế", "CSDL bệnh viện", &["Danh sách open"]),
            row("Sở Y tế", "CSDL dược", &["Giá thuốc default", "Hồ sơ specific"]),
            row("Sở Tư pháp", "CSDL hộ tịch", &["Sổ hộ tịch specific"]),
        ]
    );
    assert_eq!(annex.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(annex.warnings, []);
}

#[test]
fn two_header_rows_with_merged_cells_and_groups() {
    let annex = read(
        &[
            &["TT", "Tên CSDL", "Mô tả", "", "Hạng mục dữ liệu", "", "", "Ghi chú"],
            &["", "", "Mục đích", "Phạm vi", "Mở", "Mặc định", "Đặc thù", ""],
            &["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            &["I. SỞ Y TẾ"],
            &["1", "Cơ sở dữ liệu bệnh viện", "Quản lý", "Toàn tỉnh", "Danh sách", "", "", "Mới"],
        ],
        &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 0, 3), (0, 4, 0, 6), (0, 7, 1, 7), (3, 0, 3, 7)],
    );
    assert_eq!(told(&annex), [row("I. SỞ Y TẾ", "CSDL bệnh viện", &["Danh sách open"])]);
    let content = &annex.entries[0].content;
    assert_eq!((content.scope.as_str(), content.note.as_str()), ("Toàn tỉnh", "Mới"));
}

#[test]
fn three_header_rows() {
    let annex = read(
        &[
            &["STT", "Thông tin về cơ sở dữ liệu", "", "", "Chia sẻ dữ liệu", "", ""],
            &["", "Tên CSDL", "Đơn vị quản lý", "Mục đích", "Dữ liệu mở", "Dữ liệu chia sẻ", ""],
            &["", "", "", "", "", "Chia sẻ mặc định", "Chia sẻ đặc thù"],
            &["1", "CSDL đất đai", "Sở TN&MT", "Quản lý", "", "Thửa đất", "Chủ sử dụng"],
        ],
        &[
            (0, 0, 2, 0),
            (0, 1, 0, 3),
            (0, 4, 0, 6),
            (1, 1, 2, 1),
            (1, 2, 2, 2),
            (1, 3, 2, 3),
            (1, 4, 2, 4),
            (1, 5, 1, 6),
        ],
    );
    assert_eq!(told(&annex), [row("Sở TN&MT", "CSDL đất đai", &["Thửa đất default", "Chủ sử dụng specific"])]);
}

#[test]
fn agencies_merged_down_over_their_rows() {
    let annex = read(
        &[
            &["Đơn vị chủ trì", "Tên hệ thống/CSDL", "Thông tin chia sẻ", "Hình thức chia sẻ", "Tần suất cập nhật"],
            &["Sở Y tế", "CSDL bệnh viện", "- Danh sách\n- Giường bệnh", "Mở", "Hằng năm"],
            &["", "CSDL dược", "- Giá thuốc\n- Kho thuốc", "- Mở\n- Đặc thù", "Hằng năm"],
            &["Sở Tư pháp", "CSDL hộ tịch", "Sổ hộ tịch", "Theo yêu cầu đặc thù", "Hằng năm"],
        ],
        &[(1, 0, 2, 0), (1, 4, 3, 4)],
    );
    assert_eq!(
        told(&annex),
        [
            row("Sở Y tế", "CSDL bệnh viện", &["Danh sách open", "Giường bệnh open"]),
            row("Sở Y tế", "CSDL dược", &["Giá thuốc open", "Kho thuốc specific"]),
            row("Sở Tư pháp", "CSDL hộ tịch", &["Sổ hộ tịch specific"]),
        ]
    );
    assert!(
        annex.entries.iter().all(|entry| entry.content.update_frequency == "M2"),
        "a cell merged down is of each row"
    );
}

#[test]
fn extra_columns_are_kept_in_the_note() {
    let annex = read(
        &[
            &[
                "STT",
                "Tên CSDL",
                "Cơ quan quản lý",
                "Cấp",
                "Đơn vị trực thuộc",
                "Tình trạng rà soát",
                "Hiện trạng",
                "URL",
                "Ghi chú",
            ],
            &["1", "CSDL bệnh viện", "Sở Y tế", "Tỉnh", "Phòng Nghiệp vụ y", "", "Đang vận hành", "https://a.vn", "Cũ"],
        ],
        &[],
    );
    let content = &annex.entries[0].content;
    assert_eq!((content.operator_unit.as_str(), content.note.as_str()), ("Phòng Nghiệp vụ y", "Cũ; Cấp: Tỉnh"));
    assert_eq!((content.existence, content.url.as_str()), (Some(Existence::Existing), "https://a.vn"));
    let told: Vec<(AnnexCode, String)> = annex.warnings.iter().map(|issue| (issue.code, issue.place.cell())).collect();
    let absent = || (AnnexCode::ColumnAbsent, "B1".to_owned());
    let kept = (AnnexCode::ColumnKept, "D1".to_owned());
    assert_eq!(told, [absent(), absent(), kept], "purpose and items are told once, a column that says nothing never");
}

#[test]
fn every_further_field_and_values_that_no_list_has() {
    let annex = read(
        &[
            &[
                "Tên CSDL",
                "Tên viết tắt",
                "Chủ quản",
                "Lĩnh vực",
                "Loại dữ liệu",
                "Phạm vi không gian",
                "Phạm vi thời gian",
                "Phương thức cập nhật",
                "CSDL quốc gia liên quan",
                "Đồng bộ",
                "Cấp độ an toàn",
                "Hạ tầng",
                "TTHC",
                "Kinh phí",
                "Năm triển khai",
                "Tình trạng",
            ],
            &[
                "CSDL a",
                "A; AA",
                "Sở Y tế",
                "Y TẾ",
                "Dữ liệu chủ; danh mục",
                "Toàn tỉnh",
                "Từ 2020",
                "Nhập thủ công",
                "CSDL Quốc gia về dân cư",
                "Hằng ngày",
                "Cấp độ 3",
                "Trung tâm dữ liệu",
                "- Cấp phép;\n- Thu hồi.",
                "Ngân sách",
                "2020",
                "Đang xây dựng",
            ],
            &[
                "CSDL b",
                "",
                "Sở Y tế",
                "Thiên văn",
                "",
                "",
                "",
                "",
                "CSDL quốc gia về sao",
                "",
                "",
                "",
                "",
                "",
                "",
                "Lạ",
            ],
        ],
        &[],
    );
    let content = &annex.entries[0].content;
    assert_eq!((content.sector.as_str(), content.other_names.as_str()), ("y_te", "A; AA"));
    assert_eq!(content.data_kinds.len(), 2);
    assert_eq!((content.update_method, content.security_level), (Some(UpdateMethod::Manual), Some(3)));
    assert_eq!((content.national_db.as_str(), content.procedures.as_str()), ("QG-01", "Cấp phép; Thu hồi"));
    assert_eq!((content.start_year, content.existence), (Some(2020), Some(Existence::BeingBuilt)));
    let other = &annex.entries[1].content;
    assert_eq!(other.note, "Lĩnh vực: Thiên văn; CSDL quốc gia liên quan: CSDL quốc gia về sao; Tình trạng: Lạ");
    let unknown = annex.warnings.iter().filter(|issue| issue.code == AnnexCode::ValueUnknown).count();
    assert_eq!(unknown, 3);
}

#[test]
fn a_header_on_row_30_below_a_long_title_block() {
    let mut rows: Vec<&[&str]> = vec![&["Cơ sở dữ liệu dùng chung"]; 29];
    rows.push(&["STT", "Tên CSDL", "Mục đích, phạm vi, nội dung", "Mở", "Mặc định", "Đặc thù"]);
    rows.push(&["A", "Sở Y tế"]);
    rows.push(&["1", "CSDL bệnh viện", "- Mục đích: quản lý;\n- Phạm vi: toàn tỉnh;\n- Nội dung: hồ sơ.", "x", "", ""]);
    let annex = read(&rows, &[]);
    assert_eq!(told(&annex), [row("Sở Y tế", "CSDL bệnh viện", &["CSDL bệnh viện open"])]);
    let content = &annex.entries[0].content;
    assert_eq!([&content.purpose, &content.scope, &content.content], ["quản lý", "toàn tỉnh", "hồ sơ"]);
    assert_eq!(annex.entries[0].place.row, 32);
}

#[test]
fn the_sheet_with_the_annex_among_several() {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("Hướng dẫn").expect("a name"), &[&["Tên CSDL", "ghi đầy đủ", "Ghi chú"]], &[]);
    let main: &[&[&str]] = &[&["TT", "CSDL", "Cơ quan", "Mục đích"], &["1", "CSDL a", "Sở Y tế", "b"]];
    fill(book.add_worksheet().set_name("Danh mục").expect("a name"), main, &[]);
    fill(
        book.add_worksheet().set_name("Tổng hợp").expect("a name"),
        &[&["TT", "Đơn vị", "Số lượng"], &["1", "Sở Y tế", "1"]],
        &[],
    );
    let annex = read_annex(&book.save_to_buffer().expect("a workbook"), &lists()).expect("readable");
    assert_eq!(annex.entries[0].place.sheet, "Danh mục");
    assert_eq!(annex.entries[0].content.name, "CSDL a");
}

#[test]
fn levels_of_numbers_and_totals() {
    let header: &[&str] = &["STT", "Tên CSDL", "Mục đích"];
    for (name, heading, first, second) in
        [("roman", "I", "1", "2"), ("decimal", "1", "1.1", "1.2"), ("letter", "A.", "1", "2")]
    {
        let rows: &[&[&str]] = &[
            header,
            &[heading, "Sở Y tế"],
            &[first, "CSDL a", "p"],
            &[second, "CSDL b", "p"],
            &["Tổng cộng", "2"],
            &["Ghi chú: hết"],
            &["x", "CSDL không đọc", "p"],
        ];
        let annex = read(rows, &[]);
        assert_eq!(told(&annex), [row("Sở Y tế", "CSDL a", &[]), row("Sở Y tế", "CSDL b", &[])], "{name}");
        let odd = annex.warnings.iter().any(|issue| issue.code == AnnexCode::NumberOutOfOrder);
        assert!(!odd, "{name}: {:?}", annex.warnings);
    }
}

#[test]
fn an_entry_over_several_rows_with_marks() {
    let annex = read(
        &[
            &["STT", "Đơn vị", "Tên CSDL", "Hạng mục dữ liệu", "Dữ liệu mở", "Chia sẻ mặc định", "Chia sẻ đặc thù"],
            &["1", "Sở Y tế", "CSDL bệnh viện", "Danh sách", "", "x", ""],
            &["", "", "", "Giường bệnh", "", "", ""],
            &["2", "Sở Y tế", "CSDL dược", "Dữ liệu mở: Giá thuốc; Nhà thuốc\nDữ liệu đặc thù: Hồ sơ", "", "", ""],
        ],
        &[(1, 0, 2, 0), (1, 1, 2, 1), (1, 2, 2, 2)],
    );
    assert_eq!(
        told(&annex),
        [
            row("Sở Y tế", "CSDL bệnh viện", &["Danh sách default", "Giường bệnh default"]),
            row("Sở Y tế", "CSDL dược", &["Giá thuốc open", "Nhà thuốc open", "Hồ sơ specific"]),
        ]
    );
}

#[test]
fn forms_that_are_unclear_are_the_narrowest_and_told() {
    let annex = read(
        &[
            &["Tên CSDL", "Đơn vị", "Dữ liệu chia sẻ", "Hình thức chia sẻ"],
            &["CSDL a", "Sở Y tế", "Danh sách", "Mở, mặc định"],
            &["CSDL b", "Sở Y tế", "Danh sách", ""],
        ],
        &[],
    );
    let forms: Vec<SharingForm> = annex.entries.iter().map(|entry| entry.content.items[0].widest()).collect();
    assert_eq!(forms, [SharingForm::Default, SharingForm::None]);
    let codes: Vec<AnnexCode> = annex.warnings.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&AnnexCode::FormUnclear) && codes.contains(&AnnexCode::FormMissing), "{codes:?}");
}

#[test]
fn an_annex_that_amends_has_sections() {
    let annex = read(
        &[
            &["STT", "Tên CSDL", "Mục đích", "Dữ liệu mở"],
            &["A. BỔ SUNG, SỬA ĐỔI"],
            &["I. SỞ Y TẾ"],
            &["1", "CSDL bệnh viện", "Quản lý", "- Danh sách"],
            &["B. CÁC CƠ SỞ DỮ LIỆU BÃI BỎ"],
            &["I. SỞ Y TẾ"],
            &["1", "CSDL dược"],
            &["II. SỞ TƯ PHÁP"],
            &["1", "CSDL hộ tịch"],
            &["C", "CƠ SỞ DỮ LIỆU BỔ SUNG"],
            &["I. SỞ TƯ PHÁP"],
            &["1", "CSDL luật sư", "Quản lý", "- Danh sách"],
        ],
        &[],
    );
    let entries: Vec<(&str, &str, bool)> = annex
        .entries
        .iter()
        .map(|entry| (entry.agency_written.as_str(), entry.content.name.as_str(), entry.withdrawn))
        .collect();
    assert_eq!(
        entries,
        [
            ("I. SỞ Y TẾ", "CSDL bệnh viện", false),
            ("I. SỞ Y TẾ", "CSDL dược", true),
            ("II. SỞ TƯ PHÁP", "CSDL hộ tịch", true),
            ("I. SỞ TƯ PHÁP", "CSDL luật sư", false),
        ]
    );
    assert_eq!(annex.warnings, [], "of what leaves nothing else is asked");
}

#[test]
fn an_annex_that_amends_has_a_column() {
    let annex = read(
        &[
            &["STT", "Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu mở", "Hình thức điều chỉnh"],
            &["1", "CSDL bệnh viện", "Sở Y tế", "Quản lý", "- Danh sách", "Bổ sung"],
            &["2", "CSDL dược", "Sở Y tế", "", "", "Bãi bỏ (trùng CSDL của Bộ)"],
            &["3", "CSDL hộ tịch", "Sở Tư pháp", "Quản lý", "- Danh sách", ""],
            &["4", "CSDL luật sư", "Sở Tư pháp", "Quản lý", "- Danh sách", "theo họp ngày 12/5"],
        ],
        &[],
    );
    let withdrawn: Vec<bool> = annex.entries.iter().map(|entry| entry.withdrawn).collect();
    assert_eq!(withdrawn, [false, true, false, false]);
    let told: Vec<(AnnexCode, &str)> = annex.warnings.iter().map(|issue| (issue.code, issue.detail.as_str())).collect();
    assert_eq!(told, [(AnnexCode::ValueUnknown, "theo họp ngày 12/5")]);
    assert!(annex.entries[3].content.note.contains("theo họp ngày 12/5"), "nothing is lost");
}

#[test]
fn a_header_that_is_not_merged_down_is_the_column_s_own() {
    let annex = read(
        &[
            &["STT", "Tên CSDL", "Cơ quan quản lý", "Mô tả", "", "Phòng phụ trách"],
            &["", "", "", "Mục đích", "Nội dung", ""],
            &["1", "CSDL bệnh viện", "Sở Y tế", "Quản lý", "Hồ sơ", "Phòng Kế hoạch"],
        ],
        &[(0, 0, 1, 0), (0, 1, 1, 1), (0, 2, 1, 2), (0, 3, 0, 4)],
    );
    assert_eq!(annex.entries[0].content.note, "Phòng phụ trách: Phòng Kế hoạch");
}
