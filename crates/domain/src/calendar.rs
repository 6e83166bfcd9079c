//! Working days. Deadlines count them; the day of receipt is not counted.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, Weekday};

/// Why a day of the calendar is out of the ordinary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    Holiday,
    /// A working day given off in exchange.
    SwapOff,
    /// A Saturday or Sunday worked in exchange.
    SwapWork,
}

/// A day that is out of the ordinary, from the yearly notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub date: Date,
    pub name: String,
    pub kind: HolidayKind,
}

/// The calendar of the state's offices: Monday to Friday, less holidays, more swapped days.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    days: BTreeMap<Date, HolidayKind>,
    /// Times that do not count: of each the days after the first, through the second.
    out: Vec<(Date, Date)>,
}

impl Calendar {
    pub fn new(holidays: impl IntoIterator<Item = Holiday>) -> Self {
        let days = holidays.into_iter().map(|holiday| (holiday.date, holiday.kind)).collect();
        Self { days, out: Vec::new() }
    }

    /// The same for a clock that stood still in some times: of each the days after the first, through the second, count as
    /// days off.
    pub fn without(&self, times: &[(Date, Date)]) -> Self {
        Self { days: self.days.clone(), out: times.to_vec() }
    }

    /// Whether the clock stood still on a day.
    fn is_out(&self, day: Date) -> bool {
        self.out.iter().any(|(from, to)| *from < day && day <= *to)
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        if self.is_out(day) {
            return false;
        }
        match self.days.get(&day) {
            Some(HolidayKind::Holiday | HolidayKind::SwapOff) => false,
            Some(HolidayKind::SwapWork) => true,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// Whether the notices of a year were loaded: without them its holidays count as working days.
    pub fn knows(&self, year: i32) -> bool {
        self.days.keys().any(|day| day.year() == year)
    }

    /// The `days`-th working day after `from`; `from` itself for 0.
    pub fn add_working_days(&self, from: Date, days: u32) -> Date {
        self.after(from, days, |day| self.is_working_day(day))
    }

    /// The same of days, worked or not, but those on which the clock stood still.
    pub fn add_days(&self, from: Date, days: u32) -> Date {
        self.after(from, days, |day| !self.is_out(day))
    }

    /// The `days`-th day after `from` that counts.
    fn after(&self, from: Date, days: u32, counts: impl Fn(Date) -> bool) -> Date {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            let Some(next) = day.next_day() else { return day };
            day = next;
            if counts(day) {
                left -= 1;
            }
        }
        day
    }

    /// The day itself when it is worked, else the next one that is: a deadline on a day off ends with the next working day
    /// (Civil Code 2015, article 148.5).
    pub fn on_or_after(&self, day: Date) -> Date {
        if self.is_working_day(day) { day } else { self.add_working_days(day, 1) }
    }

    /// The `days`-th working day before `from`; `from` itself for 0.
    pub fn sub_working_days(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            let Some(before) = day.previous_day() else { return day };
            day = before;
            if self.is_working_day(day) {
                left -= 1;
            }
        }
        day
    }

    /// Working days after `from` up to and including `to`. When `to` comes first, those after `to` up to `from`, negative.
    pub fn working_days_between(&self, from: Date, to: Date) -> i64 {
        if to < from {
            return -self.working_days_between(to, from);
        }
        let mut count = 0;
        let mut day = from;
        while day < to {
            let Some(next) = day.next_day() else { break };
            day = next;
            if self.is_working_day(day) {
                count += 1;
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use strum::IntoEnumIterator;
    use time::Duration;
    use time::macros::date;

    use super::*;

    /// Tết Giáp Thìn: off from Thursday 08/02/2024 to Wednesday 14/02/2024.
    fn calendar() -> Calendar {
        let mut days = vec![Holiday { date: date!(2024 - 04 - 29), name: String::new(), kind: HolidayKind::SwapOff }];
        days.push(Holiday { date: date!(2024 - 05 - 04), name: String::new(), kind: HolidayKind::SwapWork });
        days.extend((8..=14).map(|day| Holiday {
            date: date!(2024 - 02 - 01).replace_day(day).expect("a day of February"),
            name: String::new(),
            kind: HolidayKind::Holiday,
        }));
        Calendar::new(days)
    }

    #[test]
    fn every_kind_of_day_on_every_day_of_the_week() {
        let name = |kind: Option<HolidayKind>| kind.map_or("none".to_owned(), |kind| kind.to_string());
        let mut table = String::new();
        for kind in [None].into_iter().chain(HolidayKind::iter().map(Some)) {
            let mut works = String::new();
            for day in 23..=29 {
                let date = date!(2026 - 11 - 01).replace_day(day).expect("a day of November");
                let days = kind.map(|kind| Holiday { date, name: String::new(), kind });
                works.push(if Calendar::new(days).is_working_day(date) { 'w' } else { '-' });
            }
            table.push_str(&format!("{:10}{works}\n", name(kind)));
        }
        // Monday first.
        let expected = "\
none      wwwww--
holiday   -------
swap_off  -------
swap_work wwwwwww
";
        assert_eq!(table, expected);
    }

    #[test]
    fn the_holidays_of_2024_day_by_day() {
        let strip = |month: Date| {
            let days = (1..=31).filter_map(|day| month.replace_day(day).ok());
            days.map(|day| if calendar().is_working_day(day) { 'w' } else { '-' }).collect::<String>()
        };
        // Thursday 1 February; Monday 29 April is off, Saturday 4 May is worked.
        assert_eq!(strip(date!(2024 - 02 - 01)), "ww--www-------ww--wwwww--wwww");
        assert_eq!(strip(date!(2024 - 04 - 01)), "wwwww--wwwww--wwwww--wwwww---w");
        assert_eq!(strip(date!(2024 - 05 - 01)), "wwww-wwwww--wwwww--wwwww--wwwww");
    }

    #[test]
    fn from_a_day_off_counting_begins_with_the_next_working_day() {
        let calendar = calendar();
        for (from, days, to) in [
            // A Friday, the Saturday and the Sunday after it.
            (date!(2024 - 03 - 01), 1, date!(2024 - 03 - 04)),
            (date!(2024 - 03 - 02), 1, date!(2024 - 03 - 04)),
            (date!(2024 - 03 - 03), 5, date!(2024 - 03 - 08)),
            // The day of receipt does not move, working or not.
            (date!(2024 - 03 - 03), 0, date!(2024 - 03 - 03)),
            // Into the days of Tết, and out of their midst.
            (date!(2024 - 02 - 06), 2, date!(2024 - 02 - 15)),
            (date!(2024 - 02 - 10), 2, date!(2024 - 02 - 16)),
            // Over the end of the year.
            (date!(2024 - 12 - 31), 1, date!(2025 - 01 - 01)),
        ] {
            assert_eq!(calendar.add_working_days(from, days), to, "{from} + {days}");
        }
        assert_eq!(calendar.add_working_days(Date::MAX, 1), Date::MAX);
        assert_eq!(calendar.working_days_between(Date::MAX, Date::MAX), 0);
    }

    #[test]
    fn a_clock_that_stood_still_counts_the_first_day_and_not_the_last() {
        // From Wednesday 06/03/2024 to Tuesday 12/03; and twice on one Friday, which is no time at all.
        let friday = date!(2024 - 03 - 15);
        let clock = calendar().without(&[(date!(2024 - 03 - 06), date!(2024 - 03 - 12)), (friday, friday)]);
        let days = (1..=31).filter_map(|day| date!(2024 - 03 - 01).replace_day(day).ok());
        let strip: String = days.map(|day| if clock.is_working_day(day) { 'w' } else { '-' }).collect();
        assert_eq!(strip, "w--www------www--wwwww--wwwww--");
        assert_eq!(clock.working_days_between(date!(2024 - 03 - 04), date!(2024 - 03 - 14)), 4);
        // What was due meanwhile is due on the first day that counts again.
        assert_eq!(clock.on_or_after(date!(2024 - 03 - 08)), date!(2024 - 03 - 13));
    }

    proptest! {
        #[test]
        fn working_days_add_up(start in 0_i64..400, first in 0_i64..90, second in 0_i64..90) {
            let calendar = calendar();
            let day = |offset| date!(2023 - 11 - 01) + Duration::days(offset);
            let (a, b, c) = (day(start), day(start + first), day(start + first + second));
            let between = |from, to| calendar.working_days_between(from, to);
            prop_assert_eq!(between(a, b) + between(b, c), between(a, c));
            prop_assert_eq!(between(b, a), -between(a, b));
        }
    }

    #[test]
    fn counting_back_what_was_added() {
        let calendar = calendar();
        let mut from = date!(2024 - 01 - 29);
        for days in 0..60 {
            let to = calendar.add_working_days(from, days);
            assert_eq!(calendar.working_days_between(from, to), i64::from(days), "{from} + {days}");
            assert_eq!(calendar.working_days_between(to, from), -i64::from(days), "{from} + {days}");
            assert!(days == 0 || calendar.is_working_day(to), "{to}");
            from = from.next_day().expect("not the end of time");
        }
    }

    #[test]
    fn counting_over_tet() {
        let calendar = calendar();
        assert_eq!(calendar.add_working_days(date!(2024 - 02 - 07), 1), date!(2024 - 02 - 15));
        // The Saturday worked for Monday 29/04 counts: 02, 03 and 04 May.
        let mut days = calendar.days.clone();
        days.insert(date!(2024 - 04 - 30), HolidayKind::Holiday);
        days.insert(date!(2024 - 05 - 01), HolidayKind::Holiday);
        let worked = Calendar { days, ..Calendar::default() };
        assert_eq!(worked.add_working_days(date!(2024 - 04 - 26), 3), date!(2024 - 05 - 04));
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 07), date!(2024 - 02 - 16)), 2);
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 16), date!(2024 - 02 - 07)), -2);
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 10), date!(2024 - 02 - 10)), 0);
    }
}
