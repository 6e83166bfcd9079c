//! The words of a period in which an agency was none.

use domain::indicator::Absence;

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
