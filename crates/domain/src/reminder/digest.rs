//! The weekly letter to the leaders (articles 13.1, 14.2): on which day of a week it goes, and what it tells.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime};

use crate::calendar::Calendar;
use crate::check::{FieldCode, FieldError};
use crate::indicator::{Case, Figure, Period};

/// Late agencies that the letter names; the page behind it leads to all.
pub const DIGEST_LATE_MAX: usize = 10;

/// Days of letters that the page lists, the newest: a year of weeks.
pub const DIGEST_DAYS_MAX: u64 = 52;

/// Whether the letter goes, and on which day of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestRule {
    pub active: bool,
    /// 1 is Monday, 5 Friday.
    pub weekday: u8,
}

impl DigestRule {
    /// Monday of the week whose letter is due by a day; `None` while its day has not come, in a week without a working day
    /// from then on, and where there are no letters. A day off moves it to the next working day of the week.
    pub fn week_due(self, today: Date, calendar: &Calendar) -> Option<Date> {
        let monday = today - Duration::days(i64::from(today.weekday().number_days_from_monday()));
        let day = calendar.on_or_after(monday + Duration::days(i64::from(self.weekday) - 1));
        (self.active && day <= today && day < monday + Duration::days(7)).then_some(monday)
    }
}

/// The rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestDraft {
    /// `1` where the letter goes.
    #[serde(default)]
    pub active: String,
    #[serde(default)]
    pub weekday: String,
}

impl DigestDraft {
    /// # Errors
    /// A day that is none of the five.
    pub fn check(&self) -> Result<DigestRule, Vec<FieldError>> {
        let weekday = self.weekday.parse().ok().filter(|day| (1..=5).contains(day));
        let weekday = weekday.ok_or_else(|| vec![FieldError::new("weekday", FieldCode::Unknown)])?;
        Ok(DigestRule { active: self.active == "1", weekday })
    }
}

/// What the leaders' screen told when the letter was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Monday of the week.
    pub week: Date,
    pub period: Period,
    pub at: OffsetDateTime,
    /// The figures of the leaders' screen.
    pub figures: Vec<Figure>,
    /// Agencies that owe something past its day, the longest first, and how many there are.
    pub late: Vec<Case>,
    pub late_total: u32,
}

/// The page of the letter: what it would tell now, or what it told on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeekPage {
    /// The day whose letter was asked for; `None`: what it would tell now.
    pub day: Option<Date>,
    /// `None` where no letter of that very day is kept.
    pub digest: Option<Digest>,
    /// The days whose letters are kept, the newest first, at most [`DIGEST_DAYS_MAX`].
    pub sent: Vec<Date>,
}
