//! The words round the regulation; its own text stands in `domain::regulation`.

pub const TITLE: &str = "Quy chế khai thác, sử dụng dữ liệu của cơ sở dữ liệu dùng chung";
pub const SHORT: &str = "Quy chế";
pub const LEAD: &str = "Ban hành kèm theo Quyết định số 01/2023/QĐ-UBND ngày 13/01/2023 của Ủy ban nhân dân tỉnh Đắk Lắk; hiệu lực từ 22/01/2023; Chủ tịch Phạm Ngọc Nghị ký.";
pub const CONTENTS: &str = "Mục lục";

pub fn article(number: u8, title: &str) -> String {
    format!("Điều {number}. {title}")
}
