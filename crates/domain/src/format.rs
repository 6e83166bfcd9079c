//! Dates and numbers as Vietnamese readers write them, in Vietnam's time (UTC+7, no summer time). Written out by hand:
//! the same bytes on the server and in the browser, and little weight there.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday};

use crate::check::parse_million;

const VIETNAM_HOURS: i64 = 7;

fn local(at: OffsetDateTime) -> OffsetDateTime {
    at.to_offset(UtcOffset::UTC) + Duration::hours(VIETNAM_HOURS)
}

/// The day it is in Vietnam at a moment.
pub fn local_date(at: OffsetDateTime) -> Date {
    local(at).date()
}

/// `24/11/2026`
pub fn date(day: Date) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), u8::from(day.month()), day.year())
}

/// `ngày 24 tháng 11 năm 2026`; days and months below 10 and 3 get a zero, as decree 30/2020 writes them.
pub fn long_date(day: Date) -> String {
    let month = u8::from(day.month());
    let month = if month < 3 { format!("{month:02}") } else { month.to_string() };
    format!("ngày {:02} tháng {month} năm {}", day.day(), day.year())
}

/// `Sở Nội vụ (đến 18/02/2025)`, `Sở Nội vụ (từ 19/02/2025)`: one of several agencies of a name, by its last day where it
/// ended, else by its first.
pub fn namesake(name: &str, first: Date, last: Option<Date>) -> String {
    match last {
        Some(last) => format!("{name} (đến {})", date(last)),
        None => format!("{name} (từ {})", date(first)),
    }
}

/// `Thứ Ba, 24/11/2026`
pub fn weekday_date(day: Date) -> String {
    let name = match day.weekday() {
        Weekday::Monday => "Thứ Hai",
        Weekday::Tuesday => "Thứ Ba",
        Weekday::Wednesday => "Thứ Tư",
        Weekday::Thursday => "Thứ Năm",
        Weekday::Friday => "Thứ Sáu",
        Weekday::Saturday => "Thứ Bảy",
        Weekday::Sunday => "Chủ nhật",
    };
    format!("{name}, {}", date(day))
}

/// `2026-11-24`, for machines and for date fields.
pub fn iso_date(day: Date) -> String {
    format!("{:04}-{:02}-{:02}", day.year(), u8::from(day.month()), day.day())
}

/// `10:42`
pub fn time_of_day(at: OffsetDateTime) -> String {
    let at = local(at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// `10:42 24/11/2026`
pub fn date_time(at: OffsetDateTime) -> String {
    format!("{} {}", time_of_day(at), date(local_date(at)))
}

/// `10:42` of a moment of today, `10:42 24/11/2026` of any other.
pub fn time_or_date(at: OffsetDateTime, today: Date) -> String {
    if local_date(at) == today { time_of_day(at) } else { date_time(at) }
}

/// `1.234.567`
pub fn number(value: impl Into<i64>) -> String {
    let value = value.into();
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", grouped(&value.unsigned_abs().to_string()))
}

/// Digits with a dot before each group of three from the right.
fn grouped(digits: &str) -> String {
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A sum in million đồng as it was typed ([`parse_million`]), with dots between thousands: `1250` is `1.250`. What is no sum
/// stays as it is.
pub fn million(typed: &str) -> String {
    let text = typed.trim();
    if parse_million(text).is_none() {
        return typed.to_owned();
    }
    let (whole, fraction) = text.split_once(',').unwrap_or((text, ""));
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{}{comma}{fraction}", grouped(&digits))
}

/// A share in tenths of a percent, rounded; only the whole is 1000 and only nothing is 0: 1999 of 2000 is 999. A whole of 0
/// gives 0.
pub fn share_tenths(part: u64, whole: u64) -> u64 {
    if part == 0 || whole == 0 {
        return 0;
    }
    let rounded = (part.saturating_mul(2_000) / whole).div_ceil(2).max(1);
    if part < whole { rounded.min(999) } else { rounded }
}

/// `12,5 %`: the share of `part` in `whole`, as [`share_tenths`] rounds it.
pub fn percent(part: u32, whole: u32) -> String {
    let tenths = share_tenths(part.into(), whole.into());
    match tenths % 10 {
        0 => format!("{} %", tenths / 10),
        tenth => format!("{},{tenth} %", tenths / 10),
    }
}

/// `1.234,5`: a number rounded to `places` decimals, with dots between thousands; what is no number is a dash.
pub fn decimal(value: f64, places: usize) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let text = format!("{:.places$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    // Rounding may leave nothing of a small negative number, and «-0» is no number to show.
    let sign = if value < 0.0 && text.bytes().any(|digit| matches!(digit, b'1'..=b'9')) { "-" } else { "" };
    let comma = if fraction.is_empty() { "" } else { "," };
    format!("{sign}{}{comma}{fraction}", grouped(whole))
}

/// `33,6 KB`, in steps of 1024, rounded to a tenth.
pub fn bytes(count: u64) -> String {
    const UNITS: [&str; 4] = ["B", "KB", "MB", "GB"];
    let tenths_of = |size: u128| (u128::from(count) * 10 + size / 2) / size;
    let mut unit = 0;
    let mut size = 1;
    while tenths_of(size) >= 10_240 && unit < UNITS.len() - 1 {
        size *= 1024;
        unit += 1;
    }
    let tenths = tenths_of(size);
    match (unit, tenths % 10) {
        (0, _) | (_, 0) => format!("{} {}", tenths / 10, UNITS[unit]),
        (_, tenth) => format!("{},{tenth} {}", tenths / 10, UNITS[unit]),
    }
}

/// Reads `24/11/2026` (also with dots or dashes, `d/m/yyyy`) and `2026-11-24`.
pub fn parse_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.trim().split(['/', '-', '.']).collect();
    let [first, middle, last] = parts[..] else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    if year.len() != 4
        || middle.len() > 2
        || day.len() > 2
        || [year, middle, day].iter().any(|part| !part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let month = Month::try_from(middle.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// A value as it stands in an address.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{date as day, datetime};

    use super::*;

    #[test]
    fn dates() {
        assert_eq!(date(day!(2026 - 11 - 04)), "04/11/2026");
        assert_eq!(long_date(day!(2026 - 02 - 04)), "ngày 04 tháng 02 năm 2026");
        assert_eq!(long_date(day!(2026 - 03 - 24)), "ngày 24 tháng 3 năm 2026");
        assert_eq!(weekday_date(day!(2026 - 11 - 24)), "Thứ Ba, 24/11/2026");
        assert_eq!(iso_date(day!(2026 - 11 - 04)), "2026-11-04");
    }

    #[test]
    fn a_day_begins_seven_hours_before_utc() {
        let at = datetime!(2026-11-23 17:05 UTC);
        assert_eq!(date_time(at), "00:05 24/11/2026");
        assert_eq!(time_or_date(at, day!(2026 - 11 - 24)), "00:05");
        assert_eq!(time_or_date(at, day!(2026 - 11 - 25)), "00:05 24/11/2026");
        assert_eq!(local_date(datetime!(2026-11-23 16:59 UTC)), day!(2026 - 11 - 23));
    }

    #[test]
    fn numbers() {
        assert_eq!(number(0), "0");
        assert_eq!(number(999), "999");
        assert_eq!(number(1_234_567), "1.234.567");
        assert_eq!(number(-1000), "-1.000");
        assert_eq!(percent(1, 3), "33,3 %");
        assert_eq!(percent(2, 3), "66,7 %");
        assert_eq!(percent(1, 2), "50 %");
        assert_eq!(percent(0, 0), "0 %");
        assert_eq!((percent(1999, 2000), percent(2000, 2000)), ("99,9 %".to_owned(), "100 %".to_owned()));
        assert_eq!((percent(1, 100_000), percent(0, 100_000)), ("0,1 %".to_owned(), "0 %".to_owned()));
        assert_eq!(bytes(512), "512 B");
        assert_eq!(bytes(34_406), "33,6 KB");
        assert_eq!(bytes(1024 * 1024 - 1), "1 MB");
        assert_eq!(bytes(u64::MAX), "17179869184 GB");
        assert_eq!(decimal(1_234_567.891, 2), "1.234.567,89");
        assert_eq!(decimal(12.0, 0), "12");
        assert_eq!(decimal(-0.04, 1), "0,0");
        assert_eq!(decimal(-1000.5, 1), "-1.000,5");
        assert_eq!(decimal(f64::NAN, 1), "–");
        assert_eq!(number(i64::MIN), "-9.223.372.036.854.775.808");
        assert_eq!(bytes(20 * 1024 * 1024), "20 MB");
    }

    #[test]
    fn sums_as_they_were_typed() {
        for (typed, written) in [
            ("500", "500"),
            ("1250", "1.250"),
            (" 1250 ", "1.250"),
            ("1.250", "1.250"),
            ("1 250,75", "1.250,75"),
            ("1\u{a0}234567", "1\u{a0}234567"),
            ("1234567", "1.234.567"),
            ("0,5", "0,5"),
            ("1.5", "1.5"),
            ("chưa rõ", "chưa rõ"),
            ("", ""),
        ] {
            assert_eq!(million(typed), written, "{typed}");
        }
    }

    #[test]
    fn dates_written_are_read_back() {
        let mut day = day!(1999 - 12 - 30);
        for _ in 0..1500 {
            assert_eq!(parse_date(&date(day)), Some(day));
            assert_eq!(parse_date(&iso_date(day)), Some(day));
            day = day.next_day().expect("not the end of time");
        }
    }

    #[test]
    fn dates_read() {
        for text in ["24/11/2026", "2026-11-24", " 24-11-2026 ", "24.11.2026"] {
            assert_eq!(parse_date(text), Some(day!(2026 - 11 - 24)), "{text}");
        }
        for text in
            ["", "31/02/2026", "24/11/26", "24/13/2026", "a/b/cccc", "24/11", "+4/11/2026", "024/11/2026", "//2026"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}
