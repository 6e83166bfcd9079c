//! Periods: calendar years, as the law counts them (articles 8.2, 16.2, 18.3).

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

/// The year in which the regulation came into force: nothing is owed before.
pub const FIRST_YEAR: i32 = 2023;

/// So many days after its end the clock closes a period, where nothing else is set.
pub const CLOSE_AFTER_DAYS: u32 = 60;
/// So many days before, the coordinator is told.
pub const CLOSING_TOLD_DAYS: i64 = 14;

/// A year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Period(pub i32);

impl Period {
    /// The year in which a day lies.
    pub fn of(day: Date) -> Self {
        Self(day.year())
    }

    pub fn first(self) -> Date {
        Date::from_calendar_date(self.0, Month::January, 1).unwrap_or(Date::MIN)
    }

    pub fn last(self) -> Date {
        Date::from_calendar_date(self.0, Month::December, 31).unwrap_or(Date::MAX)
    }

    /// The last day of the period that has come.
    pub fn until(self, today: Date) -> Date {
        Ord::min(self.last(), today)
    }

    pub fn before(self) -> Self {
        Self(self.0 - 1)
    }

    pub fn has(self, day: Date) -> bool {
        day.year() == self.0
    }

    /// Over, so that it can be closed.
    pub fn is_over(self, today: Date) -> bool {
        self.last() < today
    }

    /// The day from which the coordinator is told that the clock will close the period, `after` days past its end.
    pub fn tells_on(self, after: u32) -> Date {
        let closes = self.last().saturating_add(Duration::days(after.into()));
        let told = closes.saturating_sub(Duration::days(CLOSING_TOLD_DAYS));
        Ord::max(told, self.last().saturating_add(Duration::days(1)))
    }

    /// The day on which it does so: never sooner than that long after the coordinator was told, or can be told.
    pub fn closes_on(self, after: u32, told_on: Option<Date>, today: Date) -> Date {
        let told = told_on.unwrap_or_else(|| Ord::max(self.tells_on(after), today));
        let soonest = told.saturating_add(Duration::days(CLOSING_TOLD_DAYS));
        Ord::max(self.last().saturating_add(Duration::days(after.into())), soonest)
    }

    /// The periods that can be asked for on a day, the newest first.
    pub fn all(today: Date) -> Vec<Self> {
        (FIRST_YEAR..=today.year()).rev().map(Self).collect()
    }
}

impl std::fmt::Display for Period {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl FromStr for Period {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = text.len() == 4 && text.bytes().all(|b| b.is_ascii_digit());
        text.parse().ok().filter(|year| plain && *year >= FIRST_YEAR).map(Self).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    #[test]
    fn periods_are_years_since_the_regulation() {
        assert_eq!("2026".parse(), Ok(Period(2026)));
        for text in ["2022", "02026", "+2026", "", "hai", "20260", "2026 "] {
            assert_eq!(text.parse::<Period>(), Err(()), "{text}");
        }
        let today = date!(2025 - 06 - 30);
        assert_eq!(Period::all(today), [Period(2025), Period(2024), Period(2023)]);
        assert!(!Period(2025).is_over(date!(2025 - 12 - 31)) && Period(2025).is_over(date!(2026 - 01 - 01)));
        assert_eq!((Period(2025).until(today), Period(2024).until(today)), (today, date!(2024 - 12 - 31)));
    }

    #[test]
    fn a_period_closes_so_long_after_its_end_and_never_untold() {
        for (after, told_on, today, tells, closes) in [
            (60, None, date!(2026 - 11 - 27), date!(2027 - 02 - 15), date!(2027 - 03 - 01)),
            (60, Some(date!(2027 - 02 - 15)), date!(2027 - 02 - 20), date!(2027 - 02 - 15), date!(2027 - 03 - 01)),
            // The server was off: it tells late, and closes as much later.
            (60, None, date!(2027 - 05 - 01), date!(2027 - 02 - 15), date!(2027 - 05 - 15)),
            (60, Some(date!(2027 - 05 - 01)), date!(2027 - 06 - 01), date!(2027 - 02 - 15), date!(2027 - 05 - 15)),
            // Nobody is told of the end of a year that runs.
            (5, None, date!(2026 - 11 - 27), date!(2027 - 01 - 01), date!(2027 - 01 - 15)),
            // The setting was raised after they were told.
            (90, Some(date!(2027 - 02 - 15)), date!(2027 - 02 - 20), date!(2027 - 03 - 17), date!(2027 - 03 - 31)),
        ] {
            let period = Period(2026);
            assert_eq!(
                (period.tells_on(after), period.closes_on(after, told_on, today)),
                (tells, closes),
                "{after} {today}"
            );
        }
    }
}
