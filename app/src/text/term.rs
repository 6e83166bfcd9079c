//! The words of the terms of a review, and of answers that came back.

use domain::format;
use domain::reminder::{Term, TermKind, TermRule};

pub const TITLE: &str = "Thời hạn của đợt rà soát";
pub const LEAD: &str = "Quy chế giao việc mà không ấn định số ngày: các thời hạn này là mục tiêu nội bộ của cơ quan chủ trì. Mỗi đợt theo quy định có hiệu lực vào ngày mở đợt; quy định thêm về sau không đổi hạn của đợt đã mở.";
pub const KIND: &str = "Thời hạn của";
pub const TERM: &str = "Đến ngày nào, hoặc trong bao lâu";
pub const TERM_HINT: &str = "Hạn nộp: ngày/tháng, ví dụ 15/11. Trả lời lại, cho ý kiến: số ngày làm việc, từ 1 đến 60.";
pub const FROM: &str = "Áp dụng từ ngày";
pub const ADD: &str = "Thêm quy định thời hạn";

pub fn kind(kind: TermKind) -> &'static str {
    match kind {
        TermKind::Answers => "Hạn nộp câu trả lời của đợt rà soát hằng năm",
        TermKind::Returned => "Trả lời lại mục được trả về",
        TermKind::Opinion => "Cho ý kiến khi được hỏi",
    }
}

/// «Cho ý kiến khi được hỏi: 5 ngày làm việc, áp dụng từ 22/01/2023»
pub fn rule(rule: &TermRule) -> String {
    let term = match rule.term {
        Term::DayOfYear { month, day } => format!("{day:02}/{month:02}"),
        Term::WorkingDays(days) => format!("{days} ngày làm việc"),
    };
    format!("{}: {term}, áp dụng từ {}", kind(rule.kind), format::date(rule.valid_from))
}

/// Under the deadline of a review that is opened: what it is where the field stays empty.
pub const NO_DUE: &str = "Hạn theo quy định của năm nay đã qua: ghi hạn mà công văn ấn định.";

pub fn due_hint(day: &str) -> String {
    format!("Để trống: theo quy định thời hạn, đợt của năm nay là {day}. Ngày nghỉ thì là ngày làm việc kế tiếp.")
}

pub const DUE_AGAIN: &str = "Hạn gửi lại";
pub const AGAIN_BASIS: &str = "Theo thời hạn trả lời lại mục được trả về mà cơ quan chủ trì ấn định.";
pub const WAITING: &str = "Chờ gửi lại";

/// «Sở Y tế: hạn gửi lại 20/11/2026»
pub fn of_agency(agency: &str, day: &str) -> String {
    format!("{agency}: hạn gửi lại {day}")
}

/// «Đã gửi ngày 09/11/2026».
pub fn sent_on(day: &str) -> String {
    format!("Đã gửi ngày {day}")
}

/// «Đã gửi ngày 24/11/2026, trễ 2 ngày làm việc».
pub fn sent_late(day: &str, days: i64) -> String {
    format!("Đã gửi ngày {day}, trễ {days} ngày làm việc")
}

pub const CLOSED_UNSENT: &str = "Đợt này đã đóng mà đơn vị chưa gửi";
