//! Columns that say their field only beside others, and fields of items in a column of their own.

mod common;

use common::{book, lists};
use documents::annex::read_annex;
use domain::annex::{Annex, AnnexCode};

fn read(rows: &[&[&str]]) -> Annex {
    let annex = read_annex(&book(rows, &[]), &lists()).expect("readable");
    assert_eq!(annex.errors, []);
    annex
}

/// Name and fields of each item.
fn items(annex: &Annex) -> Vec<(&str, &str)> {
    let items = annex.entries.iter().flat_map(|entry| &entry.content.items);
    items.map(|item| (item.name.as_str(), item.fields.as_str())).collect()
}

fn codes(annex: &Annex) -> Vec<AnnexCode> {
    annex.warnings.iter().map(|issue| issue.code).collect()
}

#[test]
fn a_weak_header_gives_way_to_a_better_one() {
    let annex = read(&[
        &["STT", "Tên dữ liệu", "Đơn vị cung cấp", "Mục đích", "Dữ liệu mở"],
        &["1", "CSDL bệnh viện", "Sở Y tế", "Quản lý", "- Danh sách"],
    ]);
    let entry = &annex.entries[0];
    assert_eq!((entry.content.name.as_str(), entry.agency_written.as_str()), ("CSDL bệnh viện", "Sở Y tế"));
    assert_eq!(annex.warnings, []);

    let annex = read(&[
        &["Đơn vị cung cấp", "Tên dữ liệu", "Tên CSDL", "Cơ quan quản lý", "Mục đích", "Hình thức chia sẻ"],
        &["Trạm y tế", "Danh sách", "CSDL bệnh viện", "Sở Y tế", "Quản lý", "Mở"],
    ]);
    let entry = &annex.entries[0];
    assert_eq!((entry.content.name.as_str(), entry.agency_written.as_str()), ("CSDL bệnh viện", "Sở Y tế"));
    assert_eq!((entry.content.source.as_str(), items(&annex)), ("Trạm y tế", vec![("Danh sách", "")]));
    assert_eq!(annex.warnings, []);

    let annex = read(&[
        &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu mở", "Đơn vị thực hiện"],
        &["CSDL bệnh viện", "Sở Y tế", "Quản lý", "- Danh sách", "Phòng Nghiệp vụ"],
    ]);
    assert_eq!(annex.entries[0].content.note, "Đơn vị thực hiện: Phòng Nghiệp vụ");
    assert_eq!(codes(&annex), [AnnexCode::ColumnKept]);
    assert_eq!(
        (annex.warnings[0].place.cell(), annex.warnings[0].detail.as_str()),
        ("E1".to_owned(), "Đơn vị thực hiện")
    );
}

#[test]
fn fields_may_stand_in_a_column_of_their_own() {
    let header: &[&str] = &[
        "Tên CSDL",
        "Cơ quan quản lý",
        "Mục đích",
        "Hạng mục dữ liệu",
        "Các trường dữ liệu chính",
        "Hình thức chia sẻ",
    ];
    let one: &[&str] = &["CSDL a", "Sở Y tế", "Quản lý", "- Phòng", "- Tên\n- Địa chỉ", "Mở"];
    let each: &[&str] = &["CSDL b", "Sở Y tế", "Quản lý", "- Kho\n- Xe", "- Số, loại\n- Biển số", "Mở"];
    let whole: &[&str] = &["CSDL c", "Sở Y tế", "Quản lý", "", "Họ tên", "Mở"];
    let annex = read(&[header, one, each, whole]);
    assert_eq!(
        items(&annex),
        [("Phòng", "Tên; Địa chỉ"), ("Kho", "Số, loại"), ("Xe", "Biển số"), ("CSDL c", "Họ tên")]
    );
    assert_eq!(annex.warnings, []);

    let annex = read(&[header, &["CSDL d", "Sở Y tế", "Quản lý", "- Kho\n- Xe", "Số", "Mở"]]);
    assert_eq!(items(&annex), [("Kho", ""), ("Xe", "")]);
    assert_eq!(annex.entries[0].content.note, "Các trường dữ liệu chính: Số");
    assert_eq!(codes(&annex), [AnnexCode::FieldsUnclear]);

    let annex = read(&[
        &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Trường thông tin"],
        &["CSDL đ", "Sở Y tế", "Quản lý", "Họ tên, ngày sinh"],
    ]);
    assert_eq!(items(&annex), [("CSDL đ", "Họ tên, ngày sinh")]);
    assert_eq!(codes(&annex), [AnnexCode::FormMissing]);
}

#[test]
fn a_form_that_no_wording_tells_is_kept_in_the_note() {
    let annex = read(&[
        &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Hạng mục dữ liệu", "Phạm vi chia sẻ"],
        &["CSDL a", "Sở Y tế", "Quản lý", "Phòng", "Trong nội bộ ngành"],
    ]);
    assert_eq!(annex.entries[0].content.note, "Phạm vi chia sẻ: Trong nội bộ ngành");
    assert_eq!(annex.entries[0].content.scope, "");
    assert_eq!(codes(&annex), [AnnexCode::ValueUnknown, AnnexCode::FormMissing]);
}

#[test]
fn items_beside_a_column_of_forms_keep_their_fields() {
    let header: &[&str] = &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu chia sẻ", "Loại hình chia sẻ"];
    let one: &[&str] = &["CSDL a", "Sở Y tế", "Quản lý", "- Phòng: tên; địa chỉ", "Chia sẻ mặc định"];
    let two: &[&str] = &["CSDL b", "Sở Y tế", "Quản lý", "Kho: số; Xe: biển số; loại", "Mở; đặc thù"];
    let annex = read(&[header, one]);
    assert_eq!(items(&annex), [("Phòng", "tên; địa chỉ")]);
    assert_eq!(annex.warnings, []);
    let annex = read(&[header, two]);
    assert_eq!(items(&annex), [("Kho", "số"), ("Xe", "biển số; loại")]);
    assert_eq!(codes(&annex), [AnnexCode::FormUnclear], "one line of forms for two items");
}

#[test]
fn lines_of_a_cell_are_kept() {
    let annex = read(&[
        &["Tên CSDL", "Cơ quan quản lý", "Mục đích", "Nội dung", "Dữ liệu mở", "Cán bộ phụ trách"],
        &["CSDL a", "Sở Y tế", "- Quản lý;\n- =2+2", "Một\nHai", "- Hồ sơ", "- Ông A\n- Bà B"],
    ]);
    let content = &annex.entries[0].content;
    assert_eq!([&content.purpose, &content.content], ["- Quản lý;\n- =2+2", "Một\nHai"]);
    assert_eq!(content.note, "Cán bộ phụ trách: Ông A; Bà B", "in one line a list stays one");
}
