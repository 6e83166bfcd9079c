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
}

impl Calendar {
    pub fn new(holidays: impl IntoIterator<Item = Holiday>) -> Self {
        Self { days: holidays.into_iter().map(|holiday| (holiday.date, holiday.kind)).collect() }
    }

    pub fn is_working_day(&self, day: Date) -> bool {
        match self.days.get(&day) {
            Some(HolidayKind::Holiday | HolidayKind::SwapOff) => false,
            Some(HolidayKind::SwapWork) => true,
            None => !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    /// The `days`-th working day after `from`; `from` itself for 0.
    pub fn add_working_days(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            let Some(next) = day.next_day() else { return day };
            day = next;
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
    fn working_days() {
        let calendar = calendar();
        for (day, works) in [
            (date!(2024 - 02 - 07), true),
            (date!(2024 - 02 - 08), false),
            (date!(2024 - 02 - 15), true),
            (date!(2024 - 02 - 17), false),
            (date!(2024 - 04 - 29), false),
            (date!(2024 - 05 - 04), true),
        ] {
            assert_eq!(calendar.is_working_day(day), works, "{day}");
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
        assert_eq!(Calendar { days }.add_working_days(date!(2024 - 04 - 26), 3), date!(2024 - 05 - 04));
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 07), date!(2024 - 02 - 16)), 2);
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 16), date!(2024 - 02 - 07)), -2);
        assert_eq!(calendar.working_days_between(date!(2024 - 02 - 10), date!(2024 - 02 - 10)), 0);
    }
}
