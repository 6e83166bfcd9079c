//! Days, months, quarters and years: the times over which use is rolled up.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, Month};

/// How long a period is.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    EnumIter,
    EnumString,
    Display,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Day,
    #[default]
    Month,
    Quarter,
    Year,
}

/// A period, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    pub grain: Grain,
    pub start: Date,
}

impl Period {
    /// The period in which a day lies.
    pub fn of(grain: Grain, day: Date) -> Self {
        let month = match grain {
            Grain::Day | Grain::Month => u8::from(day.month()),
            Grain::Quarter => (u8::from(day.month()) - 1) / 3 * 3 + 1,
            Grain::Year => 1,
        };
        let start = match grain {
            Grain::Day => day,
            _ => first_of(day.year(), month).unwrap_or(day),
        };
        Self { grain, start }
    }

    /// Its last day.
    pub fn last(self) -> Date {
        let next = match self.grain {
            Grain::Day => return self.start,
            Grain::Month => month_on(self.start, 1),
            Grain::Quarter => month_on(self.start, 3),
            Grain::Year => month_on(self.start, 12),
        };
        next.and_then(Date::previous_day).unwrap_or(Date::MAX)
    }

    /// The one before; `None` at the beginning of the calendar.
    pub fn before(self) -> Option<Self> {
        Some(Self::of(self.grain, self.start.previous_day()?))
    }

    /// The one after; `None` at the end of the calendar.
    pub fn after(self) -> Option<Self> {
        Some(Self::of(self.grain, self.last().next_day()?))
    }

    /// The periods that it is shown by: days of a month, months of a quarter or a year; none of a day, which has hours.
    pub fn parts(self) -> Vec<Self> {
        let grain = match self.grain {
            Grain::Day => return Vec::new(),
            Grain::Month => Grain::Day,
            Grain::Quarter | Grain::Year => Grain::Month,
        };
        let first = Self::of(grain, self.start);
        std::iter::successors(Some(first), |part| part.after()).take_while(|part| part.start <= self.last()).collect()
    }
}

fn first_of(year: i32, month: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, 1).ok()
}

/// The first day of the month that lies so many months after that of `day`.
fn month_on(day: Date, months: i32) -> Option<Date> {
    let counted = day.year() * 12 + i32::from(u8::from(day.month())) - 1 + months;
    first_of(counted.div_euclid(12), u8::try_from(counted.rem_euclid(12)).ok()? + 1)
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use time::macros::date;

    use super::*;

    #[test]
    fn in_which_a_day_lies() {
        for (day, grain, first, last) in [
            (date!(2024 - 02 - 29), Grain::Day, date!(2024 - 02 - 29), date!(2024 - 02 - 29)),
            (date!(2024 - 02 - 29), Grain::Month, date!(2024 - 02 - 01), date!(2024 - 02 - 29)),
            (date!(2023 - 02 - 01), Grain::Month, date!(2023 - 02 - 01), date!(2023 - 02 - 28)),
            (date!(2026 - 12 - 31), Grain::Month, date!(2026 - 12 - 01), date!(2026 - 12 - 31)),
            (date!(2026 - 11 - 24), Grain::Quarter, date!(2026 - 10 - 01), date!(2026 - 12 - 31)),
            (date!(2026 - 03 - 31), Grain::Quarter, date!(2026 - 01 - 01), date!(2026 - 03 - 31)),
            (date!(2026 - 11 - 24), Grain::Year, date!(2026 - 01 - 01), date!(2026 - 12 - 31)),
        ] {
            let period = Period::of(grain, day);
            assert_eq!((period.start, period.last()), (first, last), "{grain} of {day}");
        }
    }

    #[test]
    fn periods_follow_one_another_without_gap() {
        for grain in Grain::iter() {
            let mut period = Period::of(grain, date!(2019 - 12 - 30));
            for _ in 0..500 {
                let next = period.after().expect("not the end of time");
                assert_eq!(period.last().next_day(), Some(next.start));
                assert_eq!(next.before(), Some(period));
                let parts = period.parts();
                if let (Some(first), Some(last)) = (parts.first(), parts.last()) {
                    assert_eq!((first.start, last.last()), (period.start, period.last()));
                }
                period = next;
            }
        }
        assert_eq!(Period::of(Grain::Year, date!(2026 - 01 - 01)).parts().len(), 12);
        assert_eq!(Period::of(Grain::Year, Date::MAX).after(), None);
        assert_eq!(Period::of(Grain::Day, Date::MIN).before(), None);
    }
}
