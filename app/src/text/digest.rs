//! The words of the weekly letter to the leaders, of its page, and of its rule.

use domain::format;
use domain::indicator::{Figure, definition};
use domain::reminder::{Digest, DigestRule};

use super::indicator as figures;

pub const PAGE: &str = "/lanh-dao/tuan";
pub const TITLE: &str = "Tình hình trong tuần";
pub const LINK: &str = "Bản tin tuần";
pub const TO_SCREEN: &str = "Màn hình lãnh đạo";
pub const FIGURES: &str = "Số liệu chính";
pub const LATE: &str = "Cơ quan đang chậm";
pub const OWES: &str = "Đang chậm việc gì";

pub const RULE: &str = "Thư tuần gửi lãnh đạo";
pub const RULE_LEAD: &str = "Mỗi tuần một thư tới các tài khoản lãnh đạo: số liệu chính, ai đang chậm, đường dẫn. Ngày gửi rơi vào ngày nghỉ thì gửi vào ngày làm việc kế tiếp trong tuần; cả tuần nghỉ thì không gửi.";
pub const SENDS: &str = "Gửi thư";
pub const ON: &str = "Có, mỗi tuần một thư";
pub const OFF: &str = "Không gửi";
pub const WEEKDAY: &str = "Ngày gửi";
pub const SAVE: &str = "Lưu lịch gửi";
pub const PREVIEW: &str = "Xem nội dung của tuần này";

pub const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động mỗi tuần một lần cho lãnh đạo theo dõi (khoản 1 Điều 13, khoản 2 Điều 14 Quy chế); vui lòng không trả lời thư này.";

/// «thứ Hai»
pub fn weekday(day: u8) -> &'static str {
    match day {
        1 => "Thứ Hai",
        2 => "Thứ Ba",
        3 => "Thứ Tư",
        4 => "Thứ Năm",
        _ => "Thứ Sáu",
    }
}

pub fn rule(rule: DigestRule) -> String {
    if rule.active {
        format!("Đang gửi, {}", weekday(rule.weekday).to_lowercase())
    } else {
        "Đang tắt".to_owned()
    }
}

/// «tuần từ 23/11/2026»
pub fn week(digest: &Digest) -> String {
    format!("tuần từ {}", format::date(digest.week))
}

/// The subject of the letter.
pub fn subject(digest: &Digest) -> String {
    let late = match digest.late_total {
        0 => "không cơ quan nào đang chậm".to_owned(),
        count => format!("{} cơ quan đang chậm", format::number(count)),
    };
    format!("Dữ liệu dùng chung, {}: {late}", week(digest))
}

/// «Cập nhật đúng hạn: 87,5 % (7/8), mục tiêu 90 %: gần đạt; năm trước 80 %»
pub fn figure(figure: &Figure) -> Option<String> {
    let of = definition(figure.indicator, figure.version)?;
    let made_of = figures::made_of(of, figure.amount).map(|text| format!(" ({text})")).unwrap_or_default();
    let target = figure.target.map(|target| {
        format!(", mục tiêu {}: {}", figures::scaled(of, target), figures::state(figure.standing).to_lowercase())
    });
    let before = figure.before.map(|before| format!("; năm trước {}", figures::amount(of, Some(before))));
    let amount = match figure.amount {
        Some(_) => figures::amount(of, figure.amount),
        None => figures::state(figure.standing).to_lowercase(),
    };
    Some(format!("{}: {amount}{made_of}{}{}", of.name, target.unwrap_or_default(), before.unwrap_or_default()))
}

/// What the letter says under its subject.
pub fn lines(digest: &Digest) -> Vec<String> {
    let mut lines: Vec<String> = digest.figures.iter().filter_map(figure).collect();
    lines.extend(digest.late.iter().map(|case| format!("Đang chậm: {}. {}", case.agency.name, figures::owing(case))));
    lines.extend(more(digest));
    lines
}

/// How many are late that are not named.
pub fn more(digest: &Digest) -> Option<String> {
    let named = u32::try_from(digest.late.len()).unwrap_or(u32::MAX);
    let more = digest.late_total.saturating_sub(named);
    (more > 0).then(|| format!("Và {} cơ quan khác đang chậm", format::number(more)))
}
