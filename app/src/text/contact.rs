//! The words of the focal points of agencies.

use domain::agency::Contact;
use domain::format;

pub const TITLE: &str = "Đầu mối";
pub const NONE: &str = "Cơ quan chưa công bố đầu mối.";
pub const HEIR: &str = "Công việc đã chuyển sang";
pub const UNIT: &str = "Đơn vị, bộ phận";
pub const NAME: &str = "Họ và tên";
pub const POSITION: &str = "Chức vụ";
pub const PHONE: &str = "Điện thoại cơ quan";
pub const PHONE_HINT: &str = "Số cố định, ví dụ 0262 3812 345; không ghi số di động.";
pub const EMAIL: &str = "Thư công vụ";
pub const EMAIL_HINT: &str = "Địa chỉ của cơ quan hoặc bộ phận, không ghi địa chỉ riêng.";
pub const DOCUMENT: &str = "Số văn bản cử đầu mối";
pub const DOCUMENT_HINT: &str = "Để trống cả số và ngày nếu không công bố.";
pub const DOCUMENT_DATE: &str = "Ngày văn bản cử đầu mối";
pub const NAMED_BY: &str = "Văn bản cử";
pub const SINCE: &str = "Từ ngày";
pub const ADD: &str = "Ghi đầu mối";
pub const CHANGE: &str = "Thay đầu mối";
pub const LEAD: &str = "Ai cũng xem được nội dung này. Nội dung mới thay nội dung đang công bố từ hôm nay; nội dung cũ được giữ kèm thời gian.";
pub const SIGNS_OUT: &str = "Ghi họ tên người khác thì phiên đang mở của tài khoản cán bộ đầu mối kết thúc ngay, kể cả phiên bạn đang dùng nếu bạn là cán bộ đầu mối. Mật khẩu cũ vẫn đăng nhập được: đề nghị quản trị đặt lại (csdl account reset) rồi giao cho người mới.";
pub const SAVE: &str = "Lưu đầu mối";
pub const EARLIER: &str = "Đầu mối trước đây";

/// «12/QĐ-SYT ngày 12/01/2026»; nothing where none was told.
pub fn named_by(contact: &Contact) -> String {
    contact.document_date.map_or_else(String::new, |day| format!("{} ngày {}", contact.document, format::date(day)))
}

/// «Lê Thị Hạnh, Văn phòng Sở · 0262 000 0001 · vanphong@so.example»
pub fn line(contact: &Contact) -> String {
    format!("{}, {} · {} · {}", contact.name, contact.unit, contact.phone, contact.email)
}

/// The label of a field of the form.
pub fn field(field: &str) -> Option<&'static str> {
    match field {
        "contact_unit" => Some(UNIT),
        "contact_name" => Some(NAME),
        "contact_position" => Some(POSITION),
        "contact_phone" => Some(PHONE),
        "contact_email" => Some(EMAIL),
        "contact_document" => Some(DOCUMENT),
        "contact_document_date" => Some(DOCUMENT_DATE),
        _ => None,
    }
}
