//! The words of the table of synonyms.

pub const TITLE: &str = "Từ viết tắt, từ đồng nghĩa";
pub const LEAD: &str = "Ô tìm kiếm coi các cụm từ cùng nhóm là một. Ví dụ: gõ “sổ đỏ” sẽ tìm cả “giấy chứng nhận quyền sử dụng đất”. Sửa xong có hiệu lực ngay.";
pub const ADD: &str = "Thêm nhóm";
pub const CHANGE: &str = "Sửa nhóm";
pub const PHRASES: &str = "Các cụm từ";
pub const PHRASES_HINT: &str =
    "Từ 2 đến 20 cụm từ, cách nhau bằng dấu chấm phẩy. Cụm đầu tiên là tên của nhóm. Ví dụ: TTHC; thủ tục hành chính";
pub const NOTE: &str = "Ghi chú";
pub const SAVE: &str = "Lưu";
pub const CANCEL: &str = "Bỏ, thêm nhóm mới";
pub const EDIT: &str = "Sửa";
pub const DELETE: &str = "Xoá nhóm";
pub const DELETE_TITLE: &str = "Xoá nhóm này?";
pub const DELETE_TEXT: &str = "Ô tìm kiếm sẽ không còn coi các cụm từ của nhóm là một.";
pub const NONE: &str = "Chưa có nhóm nào.";
pub const GROUPS: &str = "Các nhóm";

pub fn count(groups: usize) -> String {
    format!("{groups} nhóm")
}

pub fn edit_label(first: &str) -> String {
    format!("Sửa nhóm “{first}”")
}
