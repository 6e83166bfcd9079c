//! The words of the minutes of an appraisal.

pub const SEE: &str = "Biên bản thẩm định";
pub const LEAD: &str = "Mọi điểm được thẩm định: đề nghị gì, kết luận thế nào, ai kết luận, lúc nào, vì sao. Theo";
pub const NONE: &str = "Chưa có câu trả lời nào được gửi.";
pub const WHY: &str = "Lý do";

/// «Biên bản thẩm định: Rà soát năm 2026»
pub fn title(campaign: &str) -> String {
    format!("{SEE}: {campaign}")
}

/// «120 mục, 133 điểm đã kết luận, 4 điểm chưa kết luận.»
pub fn counts(answers: u64, decided: u32, open: u32) -> String {
    format!("{answers} mục, {decided} điểm đã kết luận, {open} điểm chưa kết luận.")
}
