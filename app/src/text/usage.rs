//! The words of the statistics of use.

use domain::format;
use domain::usage::{ASKED_BY_AT_LEAST, Grain, Period, UsageKind};

pub const TITLE: &str = "Thống kê sử dụng";
pub const LEAD: &str = "Cổng được dùng bao nhiêu, dữ liệu nào được quan tâm. Không tính máy quét tự động và tài khoản quản trị; \
    không lưu địa chỉ hay hồ sơ của người xem.";
pub const PERIOD: &str = "Kỳ";
pub const DAY_IN: &str = "Ngày thuộc kỳ";
pub const RANK_BY: &str = "Xếp theo";
pub const SHOW: &str = "Xem";
pub const EARLIER: &str = "Kỳ trước";
pub const LATER: &str = "Kỳ sau";
pub const FIGURES: &str = "Số lượt trong kỳ";
pub const VISITORS: &str = "Lượt khách theo ngày";
pub const VISITORS_HINT: &str = "Mỗi khách đếm một lần trong ngày, rồi cộng các ngày.";
pub const COURSE: &str = "Diễn biến trong kỳ";
pub const HOUR: &str = "Giờ";
pub const MOST_USED: &str = "CSDL được dùng nhiều nhất";
pub const ENTRY: &str = "CSDL";
pub const OWNER: &str = "Đơn vị chủ quản";
pub const COUNT: &str = "Số lượt";
pub const BY_SECTOR: &str = "Theo lĩnh vực";
pub const SECTOR: &str = "Lĩnh vực";
pub const BY_OWNER: &str = "Theo đơn vị chủ quản";
pub const WHO: &str = "Ai sử dụng";
pub const PUBLIC: &str = "Công chúng (không đăng nhập)";
pub const NO_ENTRIES: &str = "Chưa có CSDL nào được dùng theo cách này trong kỳ.";
pub const MISSED: &str = "Tìm mà không thấy";
pub const WORDS: &str = "Từ đã tìm (bỏ dấu)";
pub const NO_MISSED: &str = "Chưa có từ nào đủ số người tìm để hiện ở đây.";
pub const CSV: &str = "Tải CSV";
pub const API: &str = "Lấy bằng API";
pub const OWN: &str = "Lượt sử dụng";
pub const OWN_LEAD: &str = "Theo tháng, 24 tháng gần nhất.";
pub const MONTH: &str = "Tháng";
pub const NOTHING: &str = "Chưa ghi nhận lượt sử dụng nào.";
pub const ALL_STATISTICS: &str = "Thống kê của cả Cổng";

/// What is counted.
pub fn kind(kind: UsageKind) -> &'static str {
    match kind {
        UsageKind::View => "Lượt xem",
        UsageKind::Search => "Lượt tìm kiếm",
        UsageKind::Download => "Lượt tải tệp",
        UsageKind::Api => "Lượt gọi API",
        UsageKind::Export => "Lượt trích xuất",
        UsageKind::SignIn => "Lượt đăng nhập",
    }
}

pub fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Day => "Ngày",
        Grain::Month => "Tháng",
        Grain::Quarter => "Quý",
        Grain::Year => "Năm",
    }
}

/// «Tháng 11/2026»
pub fn period(period: Period) -> String {
    let (year, month) = (period.start.year(), u8::from(period.start.month()));
    match period.grain {
        Grain::Day => format!("Ngày {}", format::date(period.start)),
        Grain::Month => format!("Tháng {month:02}/{year}"),
        Grain::Quarter => format!("Quý {}/{year}", (month - 1) / 3 + 1),
        Grain::Year => format!("Năm {year}"),
    }
}

/// «8 giờ»
pub fn hour(hour: u8) -> String {
    format!("{hour} giờ")
}

/// «kỳ trước 1.234»
pub fn before(count: u32) -> String {
    format!("kỳ trước {}", format::number(count))
}

/// «Cán bộ của 5 cơ quan (đăng nhập)»
pub fn staff(agencies: u32) -> String {
    format!("Cán bộ của {} cơ quan (đăng nhập)", format::number(agencies))
}

/// «Lượt đăng nhập của cán bộ (kỳ trước 1.234)»
pub fn sign_ins(earlier: u32) -> String {
    format!("Lượt đăng nhập của cán bộ ({})", before(earlier))
}

pub fn missed(count: u32) -> String {
    format!(
        "{} lượt tìm không có kết quả. Chỉ hiện từ mà trong một ngày có ít nhất {ASKED_BY_AT_LEAST} khách cùng tìm.",
        format::number(count)
    )
}

/// «Số liệu lúc 08:00 24/11/2026, ghi nhận từ 01/07/2023.»
pub fn as_at(at: &str, since: Option<&str>) -> String {
    match since {
        Some(since) => format!("Số liệu lúc {at}, ghi nhận từ {since}."),
        None => format!("Số liệu lúc {at}; chưa ghi nhận lượt sử dụng nào."),
    }
}

pub fn wrong_day(text: &str) -> String {
    let text: String = text.chars().take(40).collect();
    format!("“{text}” không phải là ngày (24/11/2026); đang xem kỳ hiện tại.")
}

pub fn wrong_choice(label: &str) -> String {
    format!("“{label}” không có giá trị được ghi trong địa chỉ; đang dùng giá trị mặc định.")
}
