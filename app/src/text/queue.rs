//! The words of the appraiser's queue: its order, and whose answers somebody else appraises.

use domain::review::QueueSort;

pub const TABLE: &str = "Bảng các mục trong hàng đợi";
pub const SORT: &str = "Sắp xếp";
pub const CODE: &str = "Mã";
pub const NAME: &str = "Mục";
pub const ANSWER: &str = "Trả lời";
pub const SENT: &str = "Gửi ngày";
pub const OPEN: &str = "Chưa kết luận";
pub const WAITS: &str = "Đang chờ";
pub const NO_CODE: &str = "Đề xuất mới";
pub const RENEWED: &str = "Trả lời lại";
/// The function, where no agency is known to hold it.
const SOMEBODY: &str = "cơ quan khác theo chức năng";

pub fn sort(sort: QueueSort) -> &'static str {
    match sort {
        QueueSort::Waiting => "Chờ lâu nhất trước",
        QueueSort::Agency => "Theo cơ quan",
        QueueSort::Code => "Theo mã",
        QueueSort::Open => "Nhiều điểm chưa kết luận trước",
        QueueSort::Changed => "Mục thay đổi trước",
    }
}

/// Why the person has no buttons on an answer.
pub fn not_yours(own: bool, by: Option<&str>) -> String {
    let by = by.unwrap_or(SOMEBODY);
    if own {
        format!(
            "Đây là câu trả lời của chính cơ quan bạn. Không ai thẩm định câu trả lời của cơ quan mình: mục này do {by} thẩm định."
        )
    } else {
        format!("Mục này do {by} thẩm định; bạn chỉ đọc được.")
    }
}

/// What accepting all unchanged entries passes over.
pub fn passed_over(own: u32, asked: u32) -> String {
    let own = (own > 0).then(|| format!("{own} mục của cơ quan bạn (do cơ quan khác thẩm định)"));
    let asked = (asked > 0).then(|| format!("{asked} mục đang hỏi ý kiến"));
    let parts: Vec<String> = own.into_iter().chain(asked).collect();
    if parts.is_empty() { String::new() } else { format!("Chấp nhận chung bỏ qua {}.", parts.join(", ")) }
}
