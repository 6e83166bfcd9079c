//! The words of the minutes of an appraisal.

pub const SEE: &str = "Biên bản thẩm định";
pub const LEAD: &str = "Mọi điểm được thẩm định: đề nghị gì, kết luận thế nào, ai kết luận, lúc nào, vì sao. Theo";
pub const NONE: &str = "Chưa có câu trả lời nào được gửi.";
pub const WHY: &str = "Lý do";
pub const OVERLAPS: &str = "Kết luận về trùng lặp (khoản 3 Điều 5)";

/// «Biên bản thẩm định: Rà soát năm 2026»
pub fn title(campaign: &str) -> String {
    format!("{SEE}: {campaign}")
}

pub const DOCUMENT: &str = "Tải biên bản (DOCX)";

/// «120 mục, 133 điểm đã kết luận, 4 điểm chưa kết luận, 2 điểm cơ quan đã rút.» The document says the same.
pub fn counts(answers: u64, decided: u32, open: u32, fallen: u32) -> String {
    let fallen = if fallen > 0 { format!(", {fallen} điểm cơ quan đã rút") } else { String::new() };
    format!("{answers} mục, {decided} điểm đã kết luận, {open} điểm chưa kết luận{fallen}.")
}

/// «Cơ quan đã rút, 09:00 20/11/2026»; without a moment where none was noted.
pub fn fell(at: Option<&str>) -> String {
    at.map_or_else(|| "Cơ quan đã rút".to_owned(), |at| format!("Cơ quan đã rút, {at}"))
}

/// «Cơ quan đã rút cả đề xuất: Nguyễn Văn A, 09:00 20/11/2026»
pub fn removed(who: &str, at: &str) -> String {
    format!("Cơ quan đã rút cả đề xuất: {who}, {at}")
}

/// «Đề nghị khi ấy: 102 xã, phường»: what an earlier verdict was given on.
pub fn proposed_then(text: &str) -> String {
    format!("Đề nghị khi ấy: {}", if text.is_empty() { "để trống" } else { text })
}
