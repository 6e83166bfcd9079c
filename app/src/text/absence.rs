//! The words of a period in which an agency was none, and of a day on which an entry was not in the catalog.

use domain::edition::Span;
use domain::format;
use domain::indicator::Absence;
use time::Date;

pub const HISTORY: &str = "Xem cơ quan này đã được thành lập, sáp nhập, thay đổi thế nào";

/// «Năm 2023 chưa có Sở Xây dựng», «Năm 2026 không còn Sở Giao thông vận tải»
pub fn title(absence: &Absence) -> String {
    let how = if absence.has_ended() { "không còn" } else { "chưa có" };
    format!("Năm {} {how} {}", absence.period, absence.agency.name)
}

/// «Cơ quan này có từ 22/01/2023 đến hết 18/02/2025, nên kỳ đã chọn không có số liệu.»
pub fn life(from: &str, to: Option<&str>) -> String {
    let to = to.map(|to| format!(" đến hết {to}")).unwrap_or_default();
    format!("Cơ quan này có từ {from}{to}, nên kỳ đã chọn không có số liệu.")
}

/// «Cơ quan tiền thân có trong năm 2023»
pub fn instead(absence: &Absence) -> String {
    let which = if absence.has_ended() { "nhận việc" } else { "tiền thân" };
    format!("Cơ quan {which} có trong năm {}", absence.period)
}

pub const ENTRY_TODAY: &str = "Xem trang hôm nay của cơ sở dữ liệu này";
pub const ENTRY_HISTORY: &str = "Xem lịch sử của cơ sở dữ liệu này qua các lần ban hành";

/// «Ngày 01/08/2024, CSDL nhà ở không có trong danh mục»
pub fn entry_title(name: &str, day: Date) -> String {
    format!("Ngày {}, {name} không có trong danh mục", format::date(day))
}

/// «Cơ sở dữ liệu này có trong danh mục từ 22/06/2023 đến hết 31/07/2024; từ 01/01/2026.»
pub fn entry_life(spans: &[Span]) -> String {
    let span = |(first, last): &Span| {
        let to = last.map(|last| format!(" đến hết {}", format::date(last))).unwrap_or_default();
        format!("từ {}{to}", format::date(*first))
    };
    let spans: Vec<String> = spans.iter().map(span).collect();
    format!("Cơ sở dữ liệu này có trong danh mục {}.", spans.join("; "))
}

/// «Xem trang của ngày gần nhất có trong danh mục (31/07/2024)»
pub fn nearest(day: Date) -> String {
    format!("Xem trang của ngày gần nhất có trong danh mục ({})", format::date(day))
}
