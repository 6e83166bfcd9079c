//! The words of the receipts of what was sent.

pub const TITLE: &str = "Biên nhận";

pub fn line(number: &str, time: &str, drafted_by: &str, approved_by: &str) -> String {
    let drafted = if drafted_by.is_empty() { String::new() } else { format!("{drafted_by} soạn, ") };
    format!("Số {number}, gửi lúc {time}, {drafted}{approved_by} duyệt.")
}

pub const HASH: &str = "Mã băm SHA-256 của nội dung đã gửi";
pub const SENT_FILE: &str = "Tải nội dung đã gửi (JSON)";

pub fn sent_file_of(number: &str) -> String {
    format!("{SENT_FILE}: {number}")
}

pub const SENT_FILE_CHECK: &str = "Chạy sha256sum trên tệp đã tải: kết quả phải trùng mã băm của biên nhận.";
