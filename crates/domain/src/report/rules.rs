//! The day on which a report is due: a day of its year, by the dated rule of the moment at which it is begun. The law names
//! no day; a report keeps the day that it was begun with.

use serde::{Deserialize, Serialize};
use time::macros::date;
use time::{Date, Month};

use super::ReportKind;
use crate::calendar::Calendar;
use crate::check::{FieldCode, FieldError, typed_date};
use crate::indicator::Period;

/// A rule: the report of a year is due on this day of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRule {
    pub kind: ReportKind,
    pub month: u8,
    pub day: u8,
    pub valid_from: Date,
}

/// The rules with which a database begins. The year of reports ends on 14 December (decree 09/2019); the coordinator has
/// until its last day to add up what came.
pub const DEFAULT_RULES: [ReportRule; 2] = [
    ReportRule { kind: ReportKind::Agency, month: 12, day: 14, valid_from: date!(2023 - 01 - 22) },
    ReportRule { kind: ReportKind::Consolidated, month: 12, day: 31, valid_from: date!(2023 - 01 - 22) },
];

/// The day on which the report of a period is due, by the rule that is valid on a day; on a day off, the next working day.
/// Without a rule the last day of the period.
pub fn due_on(rules: &[ReportRule], kind: ReportKind, period: Period, on: Date, calendar: &Calendar) -> Date {
    let valid = rules.iter().filter(|rule| rule.kind == kind && rule.valid_from <= on);
    let rule = valid.max_by_key(|rule| rule.valid_from);
    let day = rule.and_then(|rule| {
        let month = Month::try_from(rule.month).ok()?;
        Date::from_calendar_date(period.0, month, rule.day.min(month.length(period.0))).ok()
    });
    calendar.on_or_after(day.unwrap_or_else(|| period.last()))
}

/// The most rules that are kept.
pub const REPORT_RULES_MAX: usize = 200;
/// A year with every day that there is.
const LEAP: i32 = 2024;

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRuleForm {
    #[serde(default)]
    pub kind: String,
    /// `14/12`
    #[serde(default)]
    pub day: String,
    #[serde(default)]
    pub valid_from: String,
}

impl ReportRuleForm {
    /// `today`: where it is known. A rule of the past would say of reports that were begun meanwhile what is not so.
    ///
    /// # Errors
    /// Every field that is missing, none of its list, or no day; a first day in the past.
    pub fn check(&self, today: Option<Date>) -> Result<ReportRule, Vec<FieldError>> {
        let mut errors = Vec::new();
        let kind = self.kind.parse::<ReportKind>().ok();
        if kind.is_none() {
            errors.push(FieldError::new("report_kind", FieldCode::Unknown));
        }
        let day = day_of_year(&self.day);
        if day.is_none() {
            let code = if self.day.trim().is_empty() { FieldCode::Required } else { FieldCode::OutOfRange };
            errors.push(FieldError::new("due_day", code));
        }
        let valid_from = typed_date("valid_from", &self.valid_from, &mut errors);
        if let (Some(from), Some(today)) = (valid_from, today)
            && from < today
        {
            errors.push(FieldError::new("valid_from", FieldCode::NotLater));
        }
        match (kind, day, valid_from) {
            (Some(kind), Some((day, month)), Some(valid_from)) if errors.is_empty() => {
                Ok(ReportRule { kind, month, day, valid_from })
            }
            _ => Err(errors),
        }
    }
}

/// `14/12` as day and month.
pub(crate) fn day_of_year(text: &str) -> Option<(u8, u8)> {
    let (day, month) = text.trim().split_once('/')?;
    let number = |text: &str| text.trim().parse::<u8>().ok();
    let (day, month) = (number(day)?, number(month)?);
    Date::from_calendar_date(LEAP, Month::try_from(month).ok()?, day).ok()?;
    Some((day, month))
}
