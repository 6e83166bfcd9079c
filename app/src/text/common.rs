//! Words that every page says.

pub const SITE: &str = "Cổng dữ liệu dùng chung tỉnh Đắk Lắk";
pub const SITE_SHORT: &str = "Cổng dữ liệu dùng chung";
pub const SITE_ORG: &str = "Ủy ban nhân dân tỉnh Đắk Lắk";
pub const SITE_DESCRIPTION: &str =
    "Danh mục cơ sở dữ liệu dùng chung của tỉnh Đắk Lắk: tỉnh có dữ liệu gì, ai quản lý, ai được dùng.";
pub const SKIP: &str = "Đến nội dung chính";
pub const HOME: &str = "Trang chủ";
pub const CATALOG: &str = "Danh mục";
pub const EDITIONS: &str = "Ban hành";
pub const AGENCIES: &str = "Cơ quan";
pub const REGULATION: &str = "Quy chế";
pub const MY_TASKS: &str = "Việc của tôi";
pub const NOTICES: &str = "Thông báo";
pub const REVIEWS: &str = "Rà soát";
pub const APPRAISAL: &str = "Thẩm định";
pub const LEGAL: &str = "Văn bản pháp lý";
pub const NATIONAL: &str = "CSDL quốc gia";
pub const LEADERS: &str = "Lãnh đạo";
pub const IMPORT: &str = "Nhập danh mục";
pub const SYNONYMS: &str = "Từ đồng nghĩa";
pub const SIGN_IN: &str = "Đăng nhập";
pub const SIGN_OUT: &str = "Đăng xuất";
pub const MENU: &str = " – mở mục lục";
pub const MAIN_NAV: &str = "Chính";
pub const CRUMBS: &str = "Đường dẫn";
pub const PAGES: &str = "Trang";
pub const PREVIOUS: &str = "Trước";
pub const NEXT: &str = "Sau";
pub const DEMO: &str = "Dữ liệu minh họa, không phải danh mục chính thức.";
pub const DEMO_LABEL: &str = "Lưu ý về dữ liệu";
pub const SEARCH: &str = "Tìm";
pub const FOOT_RESPONSIBLE: &str = "Cơ quan chủ trì: Sở Khoa học và Công nghệ tỉnh Đắk Lắk";
pub const FOOT_DATA: &str = "Dữ liệu";
pub const FOOT_HELP: &str = "Quy định";
pub const FOOT_CATALOG: &str = "Danh mục CSDL dùng chung";
pub const FOOT_EDITIONS: &str = "Các lần ban hành";
pub const FOOT_AGENCIES: &str = "Đơn vị chủ quản";
pub const FOOT_API: &str = "Tài liệu API";
pub const FOOT_SOURCE: &str =
    "Ghi rõ nguồn “Cổng dữ liệu dùng chung tỉnh Đắk Lắk” khi sử dụng lại thông tin trên trang này.";
/// The link to the same for programs.
pub const BY_API: &str = "Xem qua API";
pub const LOADING: &str = "Đang tải…";

/// «Trang · Cổng dữ liệu dùng chung tỉnh Đắk Lắk»
pub fn page_title(page: String) -> String {
    if page.is_empty() { SITE.to_owned() } else { format!("{page} · {SITE}") }
}

/// What a title was made of.
pub fn title_of(page_title: &str) -> &str {
    page_title.strip_suffix(SITE).map_or(page_title, |page| page.strip_suffix(" · ").unwrap_or(page))
}

/// «1–20 trong 68»
pub fn shown(first: u64, last: u64, total: u64) -> String {
    format!("{first}–{last} trong {total}")
}

pub const CANCEL: &str = "Thôi";
