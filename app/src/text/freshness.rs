//! The words of the matrix of freshness.

use domain::duty::{EntryFreshness, Freshness};
use domain::format;

pub const TITLE: &str = "Độ mới của dữ liệu";
pub const LEAD: &str = "CSDL đang có hiệu lực của từng cơ quan, theo nghĩa vụ cập nhật đúng tần suất đã công bố \
    (khoản 1 Điều 5 Quy chế). Bấm vào một CSDL để xem các kỳ cập nhật.";
pub const OWN_LEAD: &str = "CSDL đang có hiệu lực của cơ quan bạn, theo nghĩa vụ cập nhật đúng tần suất đã công bố \
    (khoản 1 Điều 5 Quy chế). Bấm vào một CSDL để xem các kỳ cập nhật.";
pub const AGENCY: &str = "Cơ quan";
pub const LATE: &str = "Quá hạn";
pub const ENTRIES: &str = "CSDL";
pub const ALL: &str = "Tất cả";
pub const NONE: &str = "Không có CSDL nào như vậy.";

pub fn state(freshness: Freshness) -> &'static str {
    match freshness {
        Freshness::Late => "quá hạn cập nhật",
        Freshness::DueSoon => "sắp đến hạn",
        Freshness::Current => "còn mới",
        Freshness::NotAsked => "chưa có kỳ cập nhật",
    }
}

/// «quá hạn 12 ngày, cập nhật lần cuối 01/03/2026»
pub fn told(entry: &EntryFreshness) -> String {
    let due = entry.due_on.map(format::date).unwrap_or_default();
    let stands = match entry.freshness {
        Freshness::Late => format!("quá hạn {} ngày", format::number(entry.days_late)),
        Freshness::DueSoon => format!("hạn {due}"),
        Freshness::Current if due.is_empty() => state(Freshness::Current).to_owned(),
        Freshness::Current => format!("còn mới, hạn tới {due}"),
        Freshness::NotAsked => return state(Freshness::NotAsked).to_owned(),
    };
    match entry.last {
        Some(last) => format!("{stands}, cập nhật lần cuối {}", format::date(last)),
        None => format!("{stands}, chưa cập nhật lần nào"),
    }
}
