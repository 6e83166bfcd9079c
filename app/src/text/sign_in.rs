//! The words of signing in.

pub const TITLE: &str = "Đăng nhập";
pub const LEAD: &str =
    "Dành cho cán bộ đầu mối, lãnh đạo đơn vị và cơ quan chủ trì. Tra cứu công khai không cần đăng nhập.";
pub const USERNAME: &str = "Tên đăng nhập";
pub const PASSWORD: &str = "Mật khẩu";
pub const SUBMIT: &str = "Đăng nhập";
pub const DEMO: &str = "Bản dùng thử: tên đăng nhập và mật khẩu in ra khi khởi động máy chủ.";
pub const HELP: &str = "Quên mật khẩu? Liên hệ quản trị hệ thống của cơ quan chủ trì để được cấp lại.";
