//! The words of editions and comparisons.

use domain::edition::{Decision, EditionRef};
use domain::format;

pub const TITLE: &str = "Các lần ban hành danh mục";
pub const LEAD: &str = "Mỗi lần ban hành gắn với một quyết định và không thay đổi về sau.";
pub const NONE: &str = "Chưa có lần ban hành nào.";
pub const ENTRIES: &str = "CSDL";
pub const AGENCIES_IN: &str = "cơ quan";
pub const ADDED: &str = "thêm mới";
pub const MODIFIED: &str = "sửa đổi";
pub const REMOVED: &str = "đưa ra";
pub const UNCHANGED: &str = "giữ nguyên";
pub const BEFORE: &str = "trước đó";
pub const AFTER: &str = "hiện nay";
pub const COMPARE: &str = "So sánh với lần trước";
pub const COMPARE_TITLE: &str = "So sánh danh mục";
pub const ANNEX: &str = "Tải phụ lục (Excel)";
pub const SIGNED: &str = "Quyết định đã ký (PDF)";
pub const HASH: &str = "Mã băm SHA-256 của nội dung";
pub const FORMS: &str = "Hạng mục theo hình thức chia sẻ rộng nhất";
pub const BY_AGENCY: &str = "Danh mục theo cơ quan";
pub const CHANGED: &str = "Các cơ sở dữ liệu thay đổi";
pub const NO_CHANGES: &str = "Hai lần ban hành không khác nhau.";
pub const NONE_OF_KIND: &str = "Không có thay đổi loại này.";
pub const WHOLE: &str = "Xem so sánh đầy đủ";
pub const SEE: &str = "Xem lần ban hành";
pub const OLD: &str = "Trước";
pub const NEW: &str = "Sau";
pub const EMPTY: &str = "(trống)";

pub fn name(year: i32) -> String {
    format!("Lần ban hành {year}")
}

/// «Quyết định số 3124/QĐ-UBND ngày 20/12/2024, hiệu lực từ 01/01/2025.»
pub fn decision(decision: &Decision) -> String {
    format!(
        "Quyết định số {} ngày {}, {} ký; hiệu lực từ {}",
        decision.number,
        format::date(decision.date),
        decision.signer,
        format::date(decision.effective_from)
    )
}

/// «2024: Quyết định số 3124/QĐ-UBND ngày 20/12/2024.»
pub fn year_of_decision(year: i32, decision: &Decision) -> String {
    format!("{year}: Quyết định số {} ngày {}.", decision.number, format::date(decision.date))
}

/// The time in which an edition was, or is, in force.
pub fn period(edition: &EditionRef) -> String {
    match (&edition.decision, edition.effective_to) {
        (Some(decision), Some(to)) => format!("{} – {}", format::date(decision.effective_from), format::date(to)),
        (Some(decision), None) => format!("từ {}", format::date(decision.effective_from)),
        (None, _) => "dự thảo".to_owned(),
    }
}

pub fn merged_into(code: &str) -> String {
    format!("Các hạng mục chuyển vào {code}")
}
