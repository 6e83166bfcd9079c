//! The words of the page that documents the public API. What it says of each operation comes from the API's own
//! description.

use domain::format;

use crate::api::guide::Parameter;

pub const TITLE: &str = "Tài liệu API";
pub const LEAD: &str = "Dành cho người viết chương trình: đọc danh mục bằng máy, dạng JSON.";
pub const DEMO: &str =
    "Máy chủ này chạy với dữ liệu minh họa: mọi câu trả lời là ví dụ, không phải danh mục chính thức.";
pub const ROOT: &str = "Địa chỉ gốc";
pub const DESCRIPTION: &str = "Mô tả cho máy (OpenAPI 3.1)";
pub const VERSION: &str = "Phiên bản";
pub const CONTENTS: &str = "Trong trang này";
pub const OPERATIONS: &str = "Các lệnh đọc";
pub const PARAMETERS: &str = "Tham số";
pub const NAME: &str = "Tên";
pub const KIND: &str = "Kiểu";
pub const MEANING: &str = "Ý nghĩa";
pub const REQUIRED: &str = "bắt buộc";
pub const NO_PARAMETERS: &str = "Không có tham số.";
pub const EXAMPLES: &str = "Ví dụ";
pub const TRY: &str = "Chạy thử";
pub const ANSWER: &str = "Câu trả lời";
pub const NOT_REACHED: &str = "Chưa kết nối được với máy chủ. Kiểm tra mạng rồi thử lại.";
pub const REPLIES: &str = "Mã trạng thái";

pub const ERRORS: &str = "Lỗi";
pub const ERRORS_LEAD: &str = "Mọi lỗi là một tài liệu application/problem+json (RFC 9457): type, title, status, detail, \
    instance, và errors nêu từng tham số không đúng. Ví dụ:";
/// A request that is refused, so that one can see what that looks like.
pub const ERROR_EXAMPLE: &str = "/api/v1/entries?per_page=500&sort=moi-nhat";
/// Statuses of failures, each explained at an address of its own.
pub const FAILURES: [(&str, &str); 7] = [
    (
        "400",
        "Tham số không đọc được, ngoài giới hạn, lặp lại, không có trong danh sách, hoặc không có tên đó. Sửa theo errors.",
    ),
    (
        "404",
        "Địa chỉ không đúng, hoặc không có CSDL, lần ban hành đó. Lần ban hành chưa có quyết định không công khai.",
    ),
    ("405", "API chỉ để đọc: GET, HEAD, OPTIONS."),
    ("406", "Tiêu đề Accept không nhận application/json."),
    ("414", "Phần truy vấn dài quá 8 KB."),
    ("500", "Hệ thống gặp lỗi; lỗi đã được ghi lại dưới mã trong tiêu đề x-request-id. Báo mã đó cho cơ quan chủ trì."),
    ("503", "Máy chủ đang bận. Thử lại sau ít phút."),
];

pub const CONDITIONAL: &str = "Hỏi lại cho nhẹ";
pub const CONDITIONAL_ABOUT: [&str; 2] = [
    "Mỗi câu trả lời có tiêu đề ETag. Lần sau gửi lại mã đó trong If-None-Match: nếu không có gì đổi, máy chủ trả về 304, \
     không kèm nội dung. Câu trả lời có thể đổi sau mỗi lần ban hành, và mỗi ngày (hiệu lực tính theo ngày).",
    "HEAD trả về đúng các tiêu đề của GET. Nội dung được nén khi bên hỏi nhận br hoặc gzip. Hai dòng lệnh dưới đây lấy mã \
     bằng HEAD rồi hỏi lại với mã đó:",
];

pub const PAGING: &str = "Phân trang";
pub const PAGING_ABOUT: [&str; 2] = [
    "Danh sách CSDL chia trang bằng page và per_page (tối đa 200). Đi tiếp theo links.next trong câu trả lời, hoặc tiêu đề \
     Link (RFC 8288), cho đến khi links.next là null.",
    "Các địa chỉ đó ghi sẵn lần ban hành của câu trả lời đầu, và thứ tự luôn đầy đủ: danh mục mới ban hành giữa chừng không \
     làm sót hay lặp CSDL.",
];

pub const ORIGINS: &str = "Gọi từ trang web khác";
pub const ORIGINS_ABOUT: &str = "Trang web ở tên miền khác gọi được API bằng fetch (CORS mở cho GET, HEAD), và đọc được các \
    tiêu đề ETag, Link, x-request-id. API không dùng cookie: ai hỏi cũng được cùng một câu trả lời.";

pub const TERMS: &str = "Điều khoản sử dụng";
pub const TERMS_ABOUT: [&str; 3] = [
    "Danh mục là thông tin công khai: dùng lại tự do, ghi rõ nguồn “Cổng dữ liệu dùng chung tỉnh Đắk Lắk” và ngày lấy.",
    "API nói tỉnh có dữ liệu gì và ai được dùng; bản thân dữ liệu khai thác theo hình thức chia sẻ của từng hạng mục.",
    "Lấy nhiều thì hỏi lần lượt và dùng ETag, đừng hỏi dồn dập. Giá trị pháp lý thuộc về quyết định đã ký.",
];

/// What a parameter takes: «số nguyên, 1–200».
pub fn kind(parameter: &Parameter) -> String {
    let kind = match parameter.kind.as_str() {
        "integer" => "số nguyên",
        "date" => "ngày (2024-12-31)",
        _ if !parameter.values.is_empty() => "một trong:",
        _ => "chữ",
    };
    let number = |value: u64| format::number(i64::try_from(value).unwrap_or(i64::MAX));
    let limits = match (parameter.minimum, parameter.maximum, parameter.length) {
        (Some(from), Some(to), _) => format!(", {}–{}", number(from), number(to)),
        (Some(from), None, _) => format!(", từ {}", number(from)),
        (None, _, Some(length)) => format!(", tối đa {} ký tự", number(length)),
        (None, _, None) => String::new(),
    };
    format!("{kind}{limits}")
}

/// «200 · ETag "2b66…"»
pub fn tried(status: u16, etag: Option<&str>) -> String {
    match etag {
        Some(etag) => format!("{status} · ETag {etag}"),
        None => status.to_string(),
    }
}
