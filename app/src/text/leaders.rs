//! The words of the home page's figures.

use domain::catalog::SharingForm;

pub const ENTRIES: &str = "CSDL đang có hiệu lực";
pub const OWNERS: &str = "Đơn vị chủ quản";
pub const SENT: &str = "Cơ quan đã nộp rà soát";
pub const MOST_VIEWED: &str = "Xem nhiều nhất";
pub const LAST_30_DAYS: &str = "30 ngày qua";
pub const BY_SECTOR: &str = "CSDL theo lĩnh vực";
pub const ITEMS_BY_FORM: &str = "Hạng mục dữ liệu, theo hình thức chia sẻ rộng nhất";

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

pub fn growth(now: u32, before: u32) -> String {
    match i64::from(now) - i64::from(before) {
        0 => "bằng lần ban hành trước".to_owned(),
        more @ 1.. => format!("tăng {more} so với lần trước"),
        less => format!("giảm {} so với lần trước", -less),
    }
}

pub fn of(part: u32, whole: u32) -> String {
    format!("{part}/{whole}")
}
