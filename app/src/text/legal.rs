//! The words of the register of legal documents.

use domain::format;
use domain::legal::{LegalDocument, LegalState};

pub const TITLE: &str = "Văn bản pháp lý";
pub const LEAD: &str = "Văn bản làm căn cứ chia sẻ dữ liệu, tình trạng hiệu lực hôm nay và số cơ sở dữ liệu viện dẫn.";
pub const ADMIN_TITLE: &str = "Quản lý văn bản pháp lý";
pub const ADMIN_LEAD: &str = "Có thể nạp cả bảng bằng lệnh csdl import legal-documents.";
pub const SEARCH: &str = "Tìm theo số, tên, cơ quan ban hành";
pub const NONE: &str = "Không có văn bản nào khớp.";
pub const ADD: &str = "Thêm văn bản";
pub const CHANGE: &str = "Sửa";
pub const SAVE: &str = "Lưu";
pub const MANAGE: &str = "Thêm, sửa văn bản";
pub const ID: &str = "Mã";
pub const ID_HINT: &str = "Chữ không dấu, số và gạch nối, ví dụ nd-278-2025.";
pub const NUMBER: &str = "Số, ký hiệu";
pub const KIND: &str = "Loại văn bản";
pub const DOCUMENT_TITLE: &str = "Trích yếu";
pub const ISSUER: &str = "Cơ quan ban hành";
pub const DATE_ISSUED: &str = "Ngày ban hành";
pub const EFFECTIVE_FROM: &str = "Có hiệu lực từ";
pub const EFFECTIVE_TO: &str = "Có hiệu lực đến hết";
pub const EFFECTIVE_TO_HINT: &str = "Để trống khi còn hiệu lực.";
pub const REPLACED_BY: &str = "Được thay bởi";
pub const NOTHING: &str = "Không";
pub const CHOOSER: &str = "Chọn từ danh mục văn bản";
pub const CHOOSER_HINT: &str = "Gõ số hoặc tên để tìm; chỉ gợi ý văn bản còn hiệu lực.";
pub const APPEND: &str = "Thêm vào căn cứ";
pub const SEE_REGISTER: &str = "Xem danh mục văn bản";
pub const CITED: &str = "Hiệu lực của căn cứ pháp lý";

/// «Còn hiệu lực», «Hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP»
pub fn state(state: &LegalState) -> String {
    match state {
        LegalState::Unknown => "Chưa có trong danh mục văn bản".to_owned(),
        LegalState::InForce => "Còn hiệu lực".to_owned(),
        LegalState::NotYet(from) => format!("Có hiệu lực từ {}", format::date(*from)),
        LegalState::Ended { from, by } => ended(&format::date(*from), by.as_deref().unwrap_or_default()),
    }
}

fn ended(from: &str, by: &str) -> String {
    let replaced = if by.is_empty() { String::new() } else { format!(", thay bằng {by}") };
    format!("Hết hiệu lực từ {from}{replaced}")
}

/// «47/2020/NĐ-CP: Hết hiệu lực từ 22/10/2025, thay bằng 278/2025/NĐ-CP», of a remark's detail: the document, the day,
/// the number of what replaced it.
pub fn repealed(detail: &str) -> String {
    let mut parts = detail.split('|');
    let document = parts.next().unwrap_or_default();
    let day = parts.next().unwrap_or_default();
    let day = format::parse_date(day).map_or_else(|| day.to_owned(), format::date);
    let by = parts.next().unwrap_or_default();
    format!("{document}: {}", ended(&day, by).to_lowercase_first())
}

pub fn not_yet(detail: &str) -> String {
    let (document, day) = detail.split_once('|').unwrap_or((detail, ""));
    let day = format::parse_date(day).map_or_else(|| day.to_owned(), format::date);
    format!("{document}: chưa có hiệu lực, có hiệu lực từ {day}")
}

pub fn unknown(detail: &str) -> String {
    format!("chưa có trong danh mục văn bản, hãy kiểm tra lại số, ký hiệu: {detail}")
}

/// Of a basis that says something and names no document that could be recognised.
pub const NAMES_NONE: &str = "không nhận ra văn bản nào; nên ghi số, ký hiệu, hoặc tên luật kèm năm";
pub const NAMES_NONE_TOLD: &str =
    "Không nhận ra văn bản nào trong căn cứ: không có số, ký hiệu, cũng không có tên luật.";

/// Why nothing was taken over from [`CHOOSER`]: what was typed is of several documents.
pub fn several(count: usize) -> String {
    format!("Có {count} văn bản khớp: gõ thêm số, năm")
}

/// The same: it is of none.
pub fn not_offered(typed: &str) -> String {
    format!("Danh mục văn bản còn hiệu lực không có: {typed}; gõ thẳng vào ô trên nếu cần")
}

/// «3 CSDL viện dẫn»
pub fn cited_by(entries: u32) -> String {
    format!("{entries} CSDL viện dẫn")
}

pub fn documents(count: usize) -> String {
    format!("{count} văn bản")
}

/// «Nghị định số 278/2025/NĐ-CP – Chính phủ, 22/10/2025»
pub fn heading(document: &LegalDocument) -> String {
    let date = document.date_issued.map(|date| format!(", {}", format::date(date))).unwrap_or_default();
    format!("{}{date}", document.issuer)
}

pub const COMPLETE_TITLE: &str = "Nội dung bắt buộc theo khoản 4 Điều 11 Nghị định 47/2020/NĐ-CP";
pub const COMPLETE_LEAD: &str =
    "Còn thiếu thì chưa trình lãnh đạo được. Bấm vào tên trường để nhập; bản đã lưu gần nhất được kiểm tra.";
pub const COMPLETE_WHOLE: &str = "Bản đã lưu gần nhất có đủ nội dung.";
pub const COMPLETE_ENTRY: &str = "Bản này có đủ nội dung.";
pub const COMPLETE_ENTRY_LEAD: &str =
    "Còn thiếu thì đợt rà soát hằng năm không giữ nguyên được: chọn “Sửa đổi” để bổ sung.";
pub const ENOUGH: &str = "Đủ";
pub const LACKING: &str = "Còn thiếu";

/// The parts of article 11(4).
pub fn part(letter: char) -> &'static str {
    match letter {
        'a' => "a) Tên cơ sở dữ liệu",
        'b' => "b) Mục đích, phạm vi, nội dung",
        'c' => "c) Cơ chế thu thập, cập nhật, nguồn",
        _ => "d) Hạng mục dữ liệu, hình thức chia sẻ",
    }
}

trait LowerFirst {
    fn to_lowercase_first(self) -> String;
}

impl LowerFirst for String {
    fn to_lowercase_first(self) -> String {
        let mut chars = self.chars();
        chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
    }
}
