//! The words of one answer on several entries.

use domain::check::{FieldCode, FieldError};

use super::{error, review};

pub const TITLE: &str = "Trả lời nhiều mục một lần";
pub const HINT: &str = "Đánh dấu các mục ở danh sách trên, rồi chọn một câu trả lời chung. Sửa đổi thì mở từng mục.";
pub const TICK: &str = "Chọn mục này";
pub const TICK_ALL: &str = "Chọn tất cả mục chưa trả lời";
pub const ANSWER: &str = "Câu trả lời chung";
pub const REASON: &str = "Lý do, ghi chú chung";
pub const REASON_HINT: &str = "Bắt buộc khi bãi bỏ, gộp, chuyển. Ghi cho mọi mục đã chọn.";
pub const SAVE: &str = "Lưu cho các mục đã chọn";
pub const STAY_TICKED: &str = "Các mục dưới đây chưa lưu, vẫn được đánh dấu:";

/// Above what could not be saved.
pub fn unsaved(count: usize) -> String {
    format!("{count} mục chưa lưu được")
}

pub fn saved(count: usize) -> String {
    match count {
        0 => "Chưa lưu mục nào.".to_owned(),
        _ => format!("Đã lưu {count} mục."),
    }
}

/// Why one entry was not saved, with the field where it is not the entry itself.
pub fn why(remark: &FieldError) -> String {
    let field = match (remark.field.as_str(), remark.code) {
        ("entries", FieldCode::Unknown) => return "không thuộc bản trả lời này".to_owned(),
        ("entries", _) => return error::field_message(remark),
        ("keep", _) => return error::field_message(remark),
        ("target", _) => super::clash::TARGET,
        ("effective", _) => review::EFFECTIVE,
        _ => review::REASON,
    };
    format!("{field} {}", error::field_message(remark))
}
