//! The Vietnamese words of the API's answers. What its description says of each operation and field stands beside them,
//! as documentation comments: the description is generated from there.

use axum::http::StatusCode;

/// The address of the page that explains a kind of failure.
pub const TYPES: &str = "/tai-lieu-api#loi";

pub const UNKNOWN_PARAMETER: &str = "không có tham số này";
pub const REPEATED: &str = "chỉ được ghi một lần";
pub const NOT_A_DATE: &str = "không phải là ngày; viết dạng 2024-12-31";
pub const NOT_A_NUMBER: &str = "không phải là số nguyên";
pub const CONTROL_CHARACTER: &str = "có ký tự điều khiển";
pub const EDITION_OR_DAY: &str = "chỉ dùng một trong hai: edition hoặc as_of";
pub const UNKNOWN_EDITION: &str = "không có lần ban hành này";
pub const NO_CATALOG_THEN: &str = "ngày đó chưa có danh mục nào có hiệu lực";
pub const SOME_PARAMETERS: &str = "Có tham số không đúng; xem từng mục trong errors.";

pub fn out_of_range(from: impl std::fmt::Display, to: impl std::fmt::Display) -> String {
    format!("phải từ {from} đến {to}")
}

pub fn too_long(characters: usize) -> String {
    format!("dài quá {characters} ký tự")
}

pub fn not_one_of(values: &[String]) -> String {
    format!("không có giá trị này; chọn một trong: {}", values.join(", "))
}

/// The heading of a failure, the same for each status.
pub fn title(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Yêu cầu không hợp lệ",
        StatusCode::NOT_FOUND => "Không tìm thấy",
        StatusCode::METHOD_NOT_ALLOWED => "Không dùng được phương thức này",
        StatusCode::NOT_ACCEPTABLE => "Không có định dạng được yêu cầu",
        StatusCode::URI_TOO_LONG => "Địa chỉ quá dài",
        StatusCode::SERVICE_UNAVAILABLE => "Máy chủ đang bận",
        _ => "Hệ thống gặp lỗi",
    }
}

/// What happened, where nothing more is known than the status.
pub fn detail(status: StatusCode) -> &'static str {
    match status {
        StatusCode::BAD_REQUEST => "Yêu cầu có phần không đọc được.",
        StatusCode::NOT_FOUND => "Địa chỉ không đúng, hoặc không có dữ liệu này. Tài liệu: /tai-lieu-api",
        StatusCode::METHOD_NOT_ALLOWED => "API chỉ để đọc: dùng GET, HEAD hoặc OPTIONS.",
        StatusCode::NOT_ACCEPTABLE => "API chỉ trả về application/json; bỏ tiêu đề Accept hoặc thêm application/json.",
        StatusCode::URI_TOO_LONG => "Phần truy vấn của địa chỉ dài quá giới hạn.",
        StatusCode::SERVICE_UNAVAILABLE => "Hãy thử lại sau ít phút.",
        _ => "Lỗi đã được ghi lại. Hãy thử lại sau ít phút.",
    }
}
