//! The words of the weekly letter to the leaders, of its page, and of its rule.

use domain::format;
use domain::indicator::{Figure, definition};
use domain::reminder::{Digest, DigestRule};
use time::Date;

use super::{indicator as figures, owing};

pub const PAGE: &str = "/lanh-dao/tuan";
pub const TITLE: &str = "Tình hình trong tuần";
pub const LINK: &str = "Bản tin tuần";
pub const TO_SCREEN: &str = "Màn hình lãnh đạo";
pub const FIGURES: &str = "Số liệu chính";
pub const LATE: &str = "Cơ quan đang chậm";
pub const SENT: &str = "Các thư tuần đã gửi";
pub const NOW: &str = "Xem tình hình hiện nay";

pub const RULE: &str = "Thư tuần gửi lãnh đạo";
pub const RULE_LEAD: &str = "Mỗi tuần một thư tới các tài khoản lãnh đạo: số liệu chính, ai đang chậm, đường dẫn. Ngày gửi rơi vào ngày nghỉ thì gửi vào ngày làm việc kế tiếp trong tuần; cả tuần nghỉ thì không gửi.";
pub const SENDS: &str = "Gửi thư";
pub const ON: &str = "Có, mỗi tuần một thư";
pub const OFF: &str = "Không gửi";
pub const WEEKDAY: &str = "Ngày gửi";
pub const SAVE: &str = "Lưu lịch gửi";
pub const PREVIEW: &str = "Xem nội dung của tuần này";

pub const MAIL_FOOT: &str = "--\nCổng dữ liệu dùng chung tỉnh Đắk Lắk. Thư được gửi tự động mỗi tuần một lần cho lãnh đạo theo dõi (khoản 1 Điều 13, khoản 2 Điều 14 Quy chế); vui lòng không trả lời thư này.";

/// «Thứ Hai»
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
        format!("Đang gửi, {}", weekday(rule.weekday).replacen('T', "t", 1))
    } else {
        "Đang tắt".to_owned()
    }
}

/// «tuần từ 23/11/2026»
pub fn week(digest: &Digest) -> String {
    format!("tuần từ {}", format::date(digest.week))
}

/// The address of the letter of a day, as it was sent.
pub fn page_of(day: Date) -> String {
    format!("{PAGE}?ngay={}", format::iso_date(day))
}

pub fn letter_of(day: Date) -> String {
    format!("Thư ngày {}", format::date(day))
}

pub fn as_sent(day: Date) -> String {
    format!("Như đã gửi ngày {}", format::date(day))
}

pub fn no_letter(day: Date) -> String {
    format!("Không có thư tuần của ngày {}.", format::date(day))
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
    lines.extend(digest.late.iter().map(|case| format!("Đang chậm: {}. {}", case.agency.name, owing::line(case))));
    lines.extend(more(digest));
    lines
}

/// How many are late that are not named.
pub fn more(digest: &Digest) -> Option<String> {
    let named = u32::try_from(digest.late.len()).unwrap_or(u32::MAX);
    let more = digest.late_total.saturating_sub(named);
    (more > 0).then(|| format!("Và {} cơ quan khác đang chậm", format::number(more)))
}

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::campaign::CampaignKey;
    use domain::id::AgencyId;
    use domain::indicator::{Amount, Case, Indicator, Period, Standing, Subject};
    use domain::reminder::{Notice, NoticeKind};
    use time::macros::{date, datetime};

    use super::*;
    use crate::text::reminder;

    fn figure(indicator: Indicator, amount: Option<Amount>, before: Option<Amount>) -> Figure {
        Figure { indicator, version: 1, amount, before, target: None, standing: Standing::NoFigure, noted_from: None }
    }

    #[test]
    fn the_letter_tells_the_figures_that_are_kept_and_leads_to_its_own_day() {
        let of = |part, whole| Some(Amount { part, whole });
        let on_time = figure(Indicator::DutiesOnTime, of(7, 8), of(4, 5));
        let told = Digest {
            week: date!(2026 - 12 - 07),
            period: Period(2026),
            at: datetime!(2026-12-06 17:30 UTC),
            figures: vec![
                figure(Indicator::EntriesInForce, of(1_412, 1), of(1_398, 1)),
                Figure { target: Some(900), standing: Standing::Near, ..on_time },
                figure(Indicator::ResponsesAnswered, None, None),
            ],
            late: vec![Case {
                subject: Subject::Owing { review_days: 3, duties: 0, earlier: 0, duty_days: 0 },
                agency: AgencyRef { id: AgencyId::from("so-yt"), name: "Sở Y tế".to_owned() },
                part: 1,
                whole: 1,
            }],
            late_total: 3,
        };
        let kept = serde_json::to_string(&told).expect("JSON");
        let kept: Digest = serde_json::from_str(&kept).expect("a digest");
        let expected = [
            "CSDL đang có hiệu lực: 1.412; năm trước 1.398",
            "Cập nhật đúng hạn: 87,5 % (7/8), mục tiêu 90 %: gần đạt; năm trước 80 %",
            "Cơ quan đã nộp rà soát: chưa có số liệu",
            "Đang chậm: Sở Y tế. Chưa nộp rà soát, quá 3 ngày làm việc",
            "Và 2 cơ quan khác đang chậm",
        ];
        assert_eq!(lines(&kept), expected);
        let notice = Notice {
            id: 1,
            kind: NoticeKind::Digest,
            campaign: Some(CampaignKey::annual(2026)),
            about: Vec::new(),
            at: kept.at,
            digest: Some(kept),
            read_at: None,
        };
        let letter = reminder::mail("Bà Hoa", &notice, "https://du-lieu.example/");
        let listed: Vec<&str> = letter.lines().filter_map(|line| line.strip_prefix("- ")).collect();
        assert_eq!(listed, expected);
        // Half past midnight in Vietnam.
        assert!(letter.contains(" https://du-lieu.example/lanh-dao/tuan?ngay=2026-12-07\n"), "{letter}");
    }
}
