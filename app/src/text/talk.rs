//! The words of questions about points, and of what was decided of them where the agency reads it.

use domain::review::Side;

pub const TITLE: &str = "Trao đổi";
pub const ASK: &str = "Hỏi đơn vị về điểm này";
pub const ASK_HINT: &str = "Đơn vị trả lời ngay trên cổng, không phải trả lại mục này. Điểm vẫn chờ kết luận.";
pub const QUESTION: &str = "Câu hỏi";
pub const SEND_QUESTION: &str = "Gửi câu hỏi";
pub const REPLY: &str = "Trả lời";
pub const SEND_REPLY: &str = "Gửi trả lời";
pub const QUESTIONS: &str = "Câu hỏi thẩm định";
pub const QUESTIONS_LEAD: &str =
    "Cơ quan chủ trì hỏi thêm về các điểm dưới đây. Trả lời tại đây; nội dung đã gửi không thay đổi.";
pub const HAS_QUESTIONS: &str = "Có câu hỏi thẩm định chờ trả lời";

pub const VERDICTS: &str = "Kết luận thẩm định";

/// «Đã chấp nhận 3 / 5 điểm như đã gửi.»
pub fn points_accepted(accepted: usize, of: usize) -> String {
    format!("Đã chấp nhận {accepted} / {of} điểm như đã gửi.")
}

pub fn points_refused(count: usize) -> String {
    format!("Bị từ chối {count} điểm: mở mục để xem lý do tại từng ô")
}

/// Who speaks.
pub fn side(side: Side) -> &'static str {
    match side {
        Side::Appraiser => "Thẩm định hỏi",
        Side::Agency => "Đơn vị trả lời",
    }
}

/// Whose turn it is.
pub fn waits_on(side: Side) -> &'static str {
    match side {
        Side::Appraiser => "Đơn vị đã trả lời",
        Side::Agency => "Chờ đơn vị trả lời",
    }
}

/// «Thẩm định hỏi · Trần Quốc Bảo · 08:15 26/11/2026»
pub fn line(of: Side, who: &str, at: &str) -> String {
    format!("{} · {who} · {at}", side(of))
}
