//! The words of importing an annex.

use domain::agency_match::parted;
use domain::annex::{AnnexCode, AnnexIssue, CellPlace};
use domain::text::{Misread, misread};

use super::cause::cause;

pub const TITLE: &str = "Nhập danh mục từ phụ lục";
pub const LEAD: &str =
    "Tải lên phụ lục Excel kèm quyết định. Hệ thống đọc thử và cho xem kết quả; chỉ ghi khi bạn xác nhận.";
pub const FILE: &str = "Tệp phụ lục (.xlsx)";
pub const FILE_HINT: &str = "Excel .xlsx không mật khẩu, không macro, tối đa 20 MB.";
pub const READ: &str = "Đọc thử";
pub const YEAR: &str = "Năm của danh mục";
pub const PREVIEW: &str = "Kết quả đọc phụ lục";
pub const CONFIRM: &str = "Xác nhận và ghi danh mục";
pub const ERRORS: &str = "Lỗi phải sửa trong tệp";
pub const LEFT_OUT: &str = "Dòng lỗi đã bỏ qua, không ghi";
pub const NOT_WRITTEN: &str = "có lỗi";
pub const WARNINGS: &str = "Điều cần lưu ý";
pub const ENTRIES: &str = "Các cơ sở dữ liệu đọc được";
pub const PLACE: &str = "Vị trí";
pub const WHOLE_FILE: &str = "Cả tệp";
pub const WHAT: &str = "Nội dung";
pub const NEW_CODE: &str = "mã mới";
pub const AGAIN: &str = "Chọn tệp khác";
pub const ALREADY: &str = "Tệp hoặc quyết định này đã có trong cổng. Không có gì thay đổi.";
pub const WRITTEN: &str = "Đã ghi danh mục.";
pub const SEE_EDITION: &str = "Xem lần ban hành";
pub const HAS_ERRORS: &str = "Chưa ghi được vì còn lỗi. Sửa trong tệp Excel rồi tải lên lại, hoặc sửa cách ghép cột bên dưới; cổng chưa thay đổi gì.";
pub const ROW: &str = "Dòng";
pub const ITEMS: &str = "Hạng mục";

pub fn counts(entries: u32, agencies: u32, items: u32) -> String {
    format!("{entries} cơ sở dữ liệu của {agencies} cơ quan, {items} hạng mục.")
}

/// The most places that are named of remarks that say the same.
const PLACES_MAX: usize = 12;

/// «Phụ lục, ô A74», «Phụ lục, ô A74, A75»; less where the remark is on a whole row, sheet, or file.
pub fn places(places: &[CellPlace]) -> String {
    let Some(first) = places.first() else { return WHOLE_FILE.to_owned() };
    let sheet = if first.sheet.is_empty() { WHOLE_FILE } else { first.sheet.as_str() };
    let what = match (first.row, first.column) {
        (0, 0) => return sheet.to_owned(),
        (0, _) => "cột",
        (_, 0) => "dòng",
        _ => "ô",
    };
    let cells: Vec<String> = places.iter().take(PLACES_MAX).map(CellPlace::cell).collect();
    let more =
        if places.len() > PLACES_MAX { format!(" và {} ô nữa", places.len() - PLACES_MAX) } else { String::new() };
    format!("{sheet}, {what} {}{more}", cells.join(", "))
}

/// Why a file is refused; with the sheet or the cell, where it is about one.
pub fn refused(issue: &AnnexIssue) -> String {
    let sentence = sentence(issue.code, &issue.detail);
    if issue.place == CellPlace::default() {
        return sentence;
    }
    format!("{sentence} ({})", places(std::slice::from_ref(&issue.place)))
}

/// A sentence with its cause; the one without where nothing more is known.
fn because(what: &str, detail: &str, otherwise: &str) -> String {
    cause(detail).map_or_else(|| otherwise.to_owned(), |cause| format!("{what}: {cause}."))
}

/// The encoding that a text is in, or was read in.
pub fn misread_from(text: &str) -> &'static str {
    match misread(text) {
        Some(Misread::Tcvn3) => "chữ theo bảng mã cũ TCVN3 (ABC)",
        Some(Misread::Vni) => "chữ theo bảng mã cũ VNI",
        Some(Misread::Utf8) => "chữ UTF-8 bị đọc theo bảng mã khác",
        None => "chữ không phải Unicode",
    }
}

/// What is wrong, or odd.
pub fn sentence(code: AnnexCode, detail: &str) -> String {
    match code {
        AnnexCode::NotAWorkbook => "Không phải tệp Excel dạng .xlsx; tệp .xls, .xlsb, .ods hãy mở ra rồi lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::Damaged => because("Tệp bị hỏng", detail, "Tệp bị hỏng, không đọc được."),
        AnnexCode::Encrypted => "Tệp có mật khẩu hoặc là định dạng .xls cũ; hãy lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::Packing => "Tệp được nén theo cách Cổng không đọc được; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::TooLarge => because("Tệp quá lớn", detail, "Tệp hoặc nội dung nén bên trong quá lớn."),
        AnnexCode::Macros => "Tệp có macro; hãy lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::Empty => "Tệp không có dữ liệu.".to_owned(),
        AnnexCode::NoHeader => "Không tìm thấy dòng tiêu đề của phụ lục.".to_owned(),
        AnnexCode::MissingColumn => format!("Thiếu cột “{detail}”."),
        AnnexCode::TooManyRows => because("Bảng quá lớn", detail, "Trang tính có quá nhiều dòng hoặc cột."),
        AnnexCode::NameMissing => "Thiếu tên cơ sở dữ liệu.".to_owned(),
        AnnexCode::AgencyMissing => format!("“{detail}” không nằm dưới cơ quan nào."),
        AnnexCode::AgencyUnknown => match parted(detail) {
            (written, None) => format!("Không có cơ quan “{written}” tại ngày của quyết định."),
            (written, Some(near)) => format!(
                "Không có cơ quan “{written}” tại ngày của quyết định; gần nhất: {near}. Nếu đúng thì ghi tên đó vào tệp."
            ),
        },
        AnnexCode::AgencyAmbiguous => format!("Tên cơ quan chỉ nhiều cơ quan: {detail}."),
        AnnexCode::DuplicateName => format!("“{detail}” có hai lần."),
        AnnexCode::NotInBase => format!("“{detail}” không có trong danh mục được sửa đổi nên không bãi bỏ được."),
        AnnexCode::WithdrawnOfWhole => {
            format!("“{detail}” được ghi là bãi bỏ, nhưng phụ lục này đang được đọc là toàn bộ danh mục. Tải lên lại và chọn danh mục được sửa đổi.")
        }
        AnnexCode::ItemUnreadable => format!("Không đọc được hạng mục “{detail}”."),
        AnnexCode::GroupUnknown => format!("Không có nhóm đối tượng “{detail}”."),
        AnnexCode::TextTooLong => format!("Nội dung quá dài: “{detail}…”."),
        AnnexCode::NumberMissing => format!("Thiếu số thứ tự, hiểu là {detail}."),
        AnnexCode::NumberOutOfOrder => format!("Số thứ tự “{detail}” không liên tục."),
        AnnexCode::NameNormalised => format!("Tên được viết lại thành dạng “CSDL …”: “{detail}”."),
        AnnexCode::FrequencyUnknown if matches!(detail, "" | "-") => "Thiếu tần suất cập nhật.".to_owned(),
        AnnexCode::FrequencyUnknown => format!("Tần suất “{detail}” không có trong danh sách; chuyển vào ghi chú."),
        AnnexCode::YearUnreadable => format!("Năm bắt đầu “{detail}” không phải là năm; chuyển vào ghi chú."),
        AnnexCode::ItemFormConflict => format!("“{detail}” có hai hình thức cho một nhóm; lấy hình thức rộng hơn."),
        AnnexCode::NoItems => "Không có hạng mục dữ liệu nào.".to_owned(),
        AnnexCode::FormulaIgnored => "Ô công thức không có giá trị, bỏ qua.".to_owned(),
        AnnexCode::CodeUnknown => {
            format!("Mã “{detail}” chưa có trong danh mục hoặc đã dùng cho dòng khác nên không dùng; xem mã ở bảng bên dưới.")
        }
        AnnexCode::Renamed => {
            let (code, name) = detail.split_once(' ').unwrap_or((detail, ""));
            format!("{code} đang có tên “{name}”: nhập thì CSDL này được đổi tên. Nếu là CSDL khác thì bỏ mã ở dòng này.")
        }
        AnnexCode::CodeForeign => format!("Mã “{detail}” không phải mã của cổng (dạng DC-001); chuyển vào ghi chú."),
        AnnexCode::PurposeMissing => format!("“{detail}” chưa có mục đích."),
        AnnexCode::ExternalLinks => {
            "Tệp liên kết tới tệp hoặc nguồn dữ liệu bên ngoài; hãy ngắt liên kết (Data › Edit Links › Break Link) rồi lưu lại."
                .to_owned()
        }
        AnnexCode::Embedded => "Trong tệp có tệp nhúng hoặc điều khiển; hãy xóa rồi lưu lại.".to_owned(),
        AnnexCode::DocumentType => "Tệp có khai báo XML không được phép; hãy mở bằng Excel rồi lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::WrongEncoding => "Nội dung tệp không phải UTF-8; hãy mở bằng Excel rồi lưu lại dạng .xlsx.".to_owned(),
        AnnexCode::MergedSheet => because(
            "Hãy bỏ gộp ô rồi lưu lại",
            detail,
            "Tệp gộp ô trên cả trang tính hoặc có quá nhiều ô gộp; hãy bỏ gộp rồi lưu lại.",
        ),
        AnnexCode::FormulaValues => format!("Cột có {detail} ô công thức: lấy giá trị đã lưu, không tính lại."),
        AnnexCode::ValueUnknown => format!("“{detail}” không có trong danh sách; chuyển vào ghi chú."),
        AnnexCode::FormMissing => format!("Hạng mục của “{detail}” chưa có hình thức chia sẻ."),
        AnnexCode::FormUnclear => format!("“{detail}” có nhiều hình thức chia sẻ; lấy hình thức hẹp nhất."),
        AnnexCode::ConsumersUnclear => {
            format!("Cột đối tượng khai thác ghi “{detail}”, không rõ là những nhóm nào: hạng mục không ghi “(Nhóm …)” được hiểu là cho mọi nhóm. Xem lại hình thức chia sẻ theo nhóm đối tượng của CSDL này.")
        }
        AnnexCode::PersonalOpen => {
            format!("“{detail}” có dấu (*) dữ liệu cá nhân mà ở cột dữ liệu mở; ghi đúng như quyết định đã ban hành. Kiểm tra luật có buộc công khai không.")
        }
        AnnexCode::ColumnAbsent => format!("Tệp không có cột “{detail}”."),
        AnnexCode::ColumnKept if detail.is_empty() => "Cột không có tiêu đề, được giữ trong ghi chú. Nếu là một cột của danh mục, chọn lại ở bảng Cách ghép cột.".to_owned(),
        AnnexCode::ColumnKept => {
            format!("Cột “{detail}” được giữ trong ghi chú. Nếu là một cột của danh mục, chọn lại ở bảng Cách ghép cột.")
        }
        AnnexCode::FieldsUnclear => format!("Không rõ các trường “{detail}” là của hạng mục nào; chuyển vào ghi chú."),
        AnnexCode::Misread => {
            format!("“{detail}” không đọc được thành tiếng Việt ({}). Hãy chuyển ô này sang Unicode rồi tải lại.", misread_from(detail))
        }
        AnnexCode::RowAfterEnd => {
            format!("Dòng “{detail}” nằm dưới phần ghi chú hoặc phần ký nên không được đọc. Nếu là cơ sở dữ liệu, hãy chuyển dòng lên trên phần đó rồi tải lại.")
        }
        AnnexCode::MoreWarnings => format!("Còn {detail} điều cần lưu ý khác không liệt kê."),
    }
}
pub const CODE: &str = "Mã";
