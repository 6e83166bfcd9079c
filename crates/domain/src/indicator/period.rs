//! Periods: calendar years, as the law counts them (articles 8.2, 16.2, 18.3).

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// The year in which the regulation came into force: nothing is owed before.
pub const FIRST_YEAR: i32 = 2023;

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
