//! The terms of a review by dated rules: the day of the year by which answers are due, the working days within which an
//! answer that came back is sent anew, and those within which an opinion is given. The regulation gives the duties and no
//! days (articles 8.2, 14.2, 16.2): they are the coordinator's targets. A review keeps the rules of the day on which it was
//! opened.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::macros::date;
use time::{Date, Month};

use crate::calendar::Calendar;
use crate::check::{FieldCode, FieldError, typed_date};
use crate::report::day_of_year;

/// The most rules that are kept.
pub const TERM_RULES_MAX: usize = 200;
/// The most working days that a rule may give.
pub const TERM_DAYS_MAX: u32 = 60;
/// Where no rule is valid.
const DAYS: u32 = 5;

/// What a rule is about.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TermKind {
    /// The answers of a yearly review.
    Answers,
    /// Answers that came back from the appraisal.
    Returned,
    /// An opinion that another agency is asked for.
    Opinion,
}

/// How long something takes, or until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Term {
    DayOfYear { month: u8, day: u8 },
    WorkingDays(u32),
}

/// A rule: it takes over from a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermRule {
    pub kind: TermKind,
    pub term: Term,
    pub valid_from: Date,
}

/// The rules with which a database begins.
pub const DEFAULT_TERMS: [TermRule; 3] = [
    TermRule {
        kind: TermKind::Answers,
        term: Term::DayOfYear { month: 11, day: 15 },
        valid_from: date!(2023 - 01 - 22),
    },
    TermRule { kind: TermKind::Returned, term: Term::WorkingDays(DAYS), valid_from: date!(2023 - 01 - 22) },
    TermRule { kind: TermKind::Opinion, term: Term::WorkingDays(DAYS), valid_from: date!(2023 - 01 - 22) },
];

fn valid(rules: &[TermRule], kind: TermKind, on: Date) -> Option<Term> {
    let valid = rules.iter().filter(|rule| rule.kind == kind && rule.valid_from <= on);
    valid.max_by_key(|rule| rule.valid_from).map(|rule| rule.term)
}

/// Working days by the rule that is valid on a day, that of the review's opening.
pub fn term_days(rules: &[TermRule], kind: TermKind, on: Date) -> u32 {
    match valid(rules, kind, on) {
        Some(Term::WorkingDays(days)) => days,
        Some(Term::DayOfYear { .. }) | None => DAYS,
    }
}

/// The day by which the answers of a year's review are due that is opened on a day; on a day off, the next working day.
/// `None` where it has come already, or no rule is valid: the letter has to name one.
pub fn answers_due(rules: &[TermRule], year: i32, on: Date, calendar: &Calendar) -> Option<Date> {
    let Some(Term::DayOfYear { month, day }) = valid(rules, TermKind::Answers, on) else { return None };
    let month = Month::try_from(month).ok()?;
    let day = Date::from_calendar_date(year, month, day.min(month.length(year))).ok()?;
    Some(calendar.on_or_after(day)).filter(|day| *day > on)
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TermForm {
    #[serde(default)]
    pub kind: String,
    /// `15/11` of answers, else a number of working days.
    #[serde(default)]
    pub term: String,
    #[serde(default)]
    pub valid_from: String,
}

impl TermForm {
    /// `today`: where it is known. A rule of the past would say of reviews that were opened meanwhile what is not so.
    ///
    /// # Errors
    /// Every field that is missing, none of its list, no day or number, or out of range; a first day in the past.
    pub fn check(&self, today: Option<Date>) -> Result<TermRule, Vec<FieldError>> {
        let mut errors = Vec::new();
        let kind = self.kind.parse::<TermKind>().ok();
        if kind.is_none() {
            errors.push(FieldError::new("term_kind", FieldCode::Unknown));
        }
        let typed = self.term.trim();
        let term = match kind {
            _ if typed.is_empty() => Err(FieldCode::Required),
            Some(TermKind::Answers) => {
                let day = day_of_year(typed).map(|(day, month)| Term::DayOfYear { month, day });
                day.ok_or(FieldCode::OutOfRange)
            }
            Some(TermKind::Returned | TermKind::Opinion) | None => match typed.parse::<u32>() {
                Ok(days) if (1..=TERM_DAYS_MAX).contains(&days) => Ok(Term::WorkingDays(days)),
                Ok(_) => Err(FieldCode::OutOfRange),
                Err(_) => Err(FieldCode::NotANumber),
            },
        };
        let term = term.map_err(|code| errors.push(FieldError::new("term", code))).ok();
        let valid_from = typed_date("valid_from", &self.valid_from, &mut errors);
        if let (Some(from), Some(today)) = (valid_from, today)
            && from < today
        {
            errors.push(FieldError::new("valid_from", FieldCode::NotLater));
        }
        match (kind, term, valid_from) {
            (Some(kind), Some(term), Some(valid_from)) if errors.is_empty() => Ok(TermRule { kind, term, valid_from }),
            _ => Err(errors),
        }
    }
}
