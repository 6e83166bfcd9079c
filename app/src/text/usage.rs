//! The words of the statistics of use.

use domain::format;
use domain::usage::{ASKED_BY_AT_LEAST, EntryYear, Grain, Period, UsageKind, UserClass};
use time::Date;

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
pub const NO_ENTRY: &str =
    "Không gắn với một CSDL (tìm kiếm, tệp hay trang của cả danh mục), hoặc CSDL không còn trong danh mục";
pub const NO_LIST: &str = "Các con số dưới đây và lượt khách không mở danh sách: Cổng không lưu ai đã xem, và không công khai \
    cơ quan nào đã dùng vì có cơ quan chỉ một cán bộ.";
pub const MISSED: &str = "Tìm mà không thấy";
pub const WORDS: &str = "Từ đã tìm (bỏ dấu)";
pub const NO_MISSED: &str = "Chưa có từ nào đủ số người tìm để hiện ở đây.";
pub const CSV: &str = "Tải CSV";
pub const API: &str = "Lấy bằng API";
pub const OWN: &str = "Lượt sử dụng";
pub const OWN_LEAD: &str = "Theo ngày, theo người dùng, và theo tháng trong 24 tháng gần nhất.";
pub const LAST_DAYS: &str = "30 ngày gần nhất";
pub const DAY: &str = "Ngày";
pub const ALL_USES: &str = "Mọi cách dùng";
pub const BY_MONTH: &str = "Theo tháng";
pub const BY_MONTH_HINT: &str = "Bấm vào một tháng để xem từng ngày của tháng đó ở trang này.";
pub const USER: &str = "Người dùng";
pub const HOURS_NOTE: &str = "Theo giờ trong ngày, số liệu chỉ được cộng cho cả Cổng:";
pub const HOURS: &str = "các giờ của hôm nay";
pub const NAMED: &str = "Cơ quan dùng nhiều nhất";
pub const NAMED_HINT: &str =
    "Tên cơ quan chỉ hiện với lãnh đạo và người theo dõi; trang công khai, tệp CSV và API chỉ có số cơ quan.";
pub const AGENCY: &str = "Cơ quan";
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

/// «Cả 45 CSDL»
pub fn all_of(count: u32) -> String {
    format!("Cả {} CSDL", format::number(count))
}

/// «Cả 24 lĩnh vực»
pub fn all_sectors(count: u32) -> String {
    format!("Cả {} lĩnh vực", format::number(count))
}

/// «Cả 45 đơn vị chủ quản»
pub fn all_owners(count: u32) -> String {
    format!("Cả {} đơn vị chủ quản", format::number(count))
}

/// «8 giờ»
pub fn hour(hour: u8) -> String {
    format!("{hour} giờ")
}

/// «Theo ngày: 30 ngày gần nhất», «Theo ngày: Tháng 10/2026»
pub fn by_day(month: Option<Period>) -> String {
    format!("Theo ngày: {}", month.map_or_else(|| LAST_DAYS.to_owned(), period))
}

/// «24/11», under a bar.
pub fn short_day(day: Date) -> String {
    format!("{:02}/{:02}", day.day(), u8::from(day.month()))
}

/// What the chart of days shows: «123 lượt; nhiều nhất 14 lượt, ngày 20/11/2026.»
pub fn days_told(sums: &[(Date, u64)]) -> String {
    let number = |value: u64| format::number(i64::try_from(value).unwrap_or(i64::MAX));
    let all: u64 = sums.iter().map(|(_, sum)| sum).sum();
    let most = sums.iter().rev().max_by_key(|(_, sum)| *sum).filter(|(_, sum)| *sum > 0);
    let most = most.map(|(day, sum)| format!("; nhiều nhất {} lượt, ngày {}", number(*sum), format::date(*day)));
    format!("{} lượt{}.", number(all), most.unwrap_or_default())
}

/// «Ai sử dụng, năm 2026»
pub fn who_in(year: Period) -> String {
    format!("{WHO}, {}", period(year).to_lowercase())
}

pub fn class(class: UserClass) -> &'static str {
    match class {
        UserClass::Public => "Công chúng",
        UserClass::Staff => "Cán bộ",
        UserClass::Program => "Chương trình (API)",
    }
}

/// What the chart of classes shows: «Công chúng 12 lượt, cán bộ 3 lượt (2 cơ quan), ...»
pub fn classes_told(year: &EntryYear) -> String {
    let parts = year.classes.iter().map(|one| {
        let sum: u64 = one.counts.iter().copied().map(u64::from).sum();
        let told = format!("{} {} lượt", class(one.class), format::number(i64::try_from(sum).unwrap_or(i64::MAX)));
        let agencies = format::number(year.agencies);
        if one.class == UserClass::Staff { format!("{told} (của {agencies} cơ quan, đăng nhập)") } else { told }
    });
    format!("{}.", parts.collect::<Vec<_>>().join(", "))
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
