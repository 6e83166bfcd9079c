//! The words of the leaders' screen and of the home page's figures.

use domain::catalog::SharingForm;

pub const TITLE: &str = "Tình hình dữ liệu dùng chung";
pub const ENTRIES: &str = "CSDL đang có hiệu lực";
pub const OWNERS: &str = "Đơn vị chủ quản";
pub const OPEN_SHARE: &str = "Hạng mục có chia sẻ mở";
pub const SENT: &str = "Cơ quan đã nộp rà soát";
pub const LATE: &str = "Cơ quan trễ hạn";
pub const LATE_LIST: &str = "Ai chậm, bao lâu";
pub const NOBODY_LATE: &str = "Không có cơ quan nào trễ hạn.";
pub const MOST_VIEWED: &str = "Xem nhiều nhất";
pub const LAST_30_DAYS: &str = "30 ngày qua";
pub const BY_SECTOR: &str = "CSDL theo lĩnh vực";
pub const PROGRESS: &str = "Tiến độ rà soát";
pub const NO_CAMPAIGN: &str = "Chưa mở đợt rà soát nào.";
pub const ALL: &str = "Tất cả";
pub const TABLE: &str = "Xem bảng số liệu";
pub const SECTOR: &str = "Lĩnh vực";
pub const COUNT: &str = "Số CSDL";
pub const AGENCY: &str = "Cơ quan";
pub const FORMS: &str = "Hạng mục theo hình thức chia sẻ rộng nhất";
pub const ITEMS_BY_FORM: &str = "Hạng mục dữ liệu, theo hình thức chia sẻ rộng nhất";
pub const WORKING_DAYS: &str = "ngày làm việc";

pub const HERO: &str = "Tỉnh có dữ liệu gì, ai quản lý, ai được dùng";
pub const TRY: &str = "Hay tìm:";
pub const EXAMPLES: [&str; 5] = ["giá đất", "trường học", "bệnh viện", "cà phê", "hộ nghèo"];
pub const FIGURES: &str = "Số liệu chính";
pub const NEWEST: &str = "Danh mục mới nhất";
pub const NEW_ENTRIES: &str = "Mới có trong danh mục";
pub const NOTABLE: &str = "Đáng chú ý trong phần sửa đổi";
pub const NO_VIEWS: &str = "Chưa có lượt xem.";

pub fn hero_lead(entries: u32) -> String {
    format!(
        "{} cơ sở dữ liệu dùng chung của các cơ quan tỉnh Đắk Lắk. Tra cứu tự do, không cần tài khoản.",
        domain::format::number(entries)
    )
}

pub fn of_agencies(agencies: u32) -> String {
    format!("trong {} cơ quan của tỉnh", domain::format::number(agencies))
}

/// «132 hạng mục: Mở»
pub fn items_of(form: SharingForm, count: u32) -> String {
    format!("{count} hạng mục: {}", super::catalog::sharing_form(form))
}

pub fn items_total(items: u32) -> String {
    format!("{} hạng mục dữ liệu, theo hình thức chia sẻ rộng nhất", domain::format::number(items))
}

pub fn growth(now: u32, before: u32) -> String {
    match i64::from(now) - i64::from(before) {
        0 => "bằng lần ban hành trước".to_owned(),
        more @ 1.. => format!("tăng {more} so với lần trước"),
        less => format!("giảm {} so với lần trước", -less),
    }
}

pub fn as_at(time: &str) -> String {
    format!("Số liệu lúc {time}")
}

pub fn of(part: u32, whole: u32) -> String {
    format!("{part}/{whole}")
}
