//! The dated rules of duties: how one takes over from another, and which deadlines of the law the portal keeps.
//!
//! A rule is never rewritten: a new one takes over from a day on, and the one before ends the day before. Duties that were
//! made keep the day and the clause that they began with.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter};
use time::Date;

use super::{DutyKind, DutyRule, RuleUnit};
use crate::catalog::Named;
use crate::check::{FieldCode, FieldError, typed_date};
use crate::format::date;

/// The most rules that are kept.
pub const RULES_MAX: usize = 500;
/// The most of a unit that a rule may give.
const AMOUNT_MAX: u16 = 400;
/// The highest number of an article or a clause.
const ARTICLE_MAX: u16 = 999;
/// How many years ahead a rule may begin or end.
const YEARS_AHEAD: i32 = 20;

/// A rule as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleRow {
    pub id: i64,
    pub rule: DutyRule,
}

/// How a rule stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum RuleState {
    InForce,
    Ahead,
    Past,
}

impl DutyRule {
    /// How it stands on a day.
    pub fn state(&self, today: Date) -> RuleState {
        match self.valid_to {
            Some(last) if last < today => RuleState::Past,
            _ if self.valid_from > today => RuleState::Ahead,
            _ => RuleState::InForce,
        }
    }

    /// The document, article and clause that ended what the rule stands on, where that is why it ends: decree 194/2025
    /// repealed articles 17 to 21 of decree 47/2020 from 19/08/2025, decree 278/2025 the decree whole from 22/10/2025. The
    /// regulation has no such term of its own, so nothing takes over until the coordinator adds it.
    pub fn ended_by(&self) -> Option<(&'static str, u16, u16)> {
        let last = self.valid_to.filter(|_| self.document == "nd-47-2020")?;
        match self.article {
            17..=21 if last == time::macros::date!(2025 - 08 - 18) => Some(("nd-194-2025", 40, 0)),
            _ if last == time::macros::date!(2025 - 10 - 21) => Some(("nd-278-2025", 23, 2)),
            _ => None,
        }
    }

    /// Whether both are about the same duty of the same entries, so that at most one may be valid on a day.
    fn is_of_series(&self, other: &Self) -> bool {
        (self.kind, &self.frequency) == (other.kind, &other.frequency)
    }
}

/// All rules, and what a new one may name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RulesPage {
    /// By duty and frequency, the newest of each first.
    pub rules: Vec<RuleRow>,
    pub frequencies: Vec<Named>,
    /// The documents that may give a duty: identifier and number.
    pub documents: Vec<Named>,
    pub today: Date,
    pub may_manage: bool,
}

/// A rule as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleDraft {
    /// The kind of duty.
    #[serde(default)]
    pub duty: String,
    /// The entries' frequency; only of refreshing.
    #[serde(default)]
    pub frequency: String,
    #[serde(default)]
    pub amount: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub document: String,
    #[serde(default)]
    pub article: String,
    /// Empty or 0: the article whole.
    #[serde(default)]
    pub clause: String,
    #[serde(default)]
    pub valid_from: String,
    /// The last day; empty while none is known.
    #[serde(default)]
    pub valid_to: String,
    #[serde(default)]
    pub is_target: bool,
    /// Whoever adds it knows that no rule is valid between the one before and this one.
    #[serde(default)]
    pub gap: bool,
}

fn number(field: &str, text: &str, range: std::ops::RangeInclusive<u16>, errors: &mut Vec<FieldError>) -> u16 {
    let code = match text.trim().parse::<u16>() {
        _ if text.trim().is_empty() => FieldCode::Required,
        Ok(number) if range.contains(&number) => return number,
        Ok(_) => FieldCode::OutOfRange,
        Err(_) if text.trim().bytes().all(|byte| byte.is_ascii_digit()) => FieldCode::OutOfRange,
        Err(_) => FieldCode::NotANumber,
    };
    errors.push(FieldError::new(field, code));
    0
}

impl RuleDraft {
    /// `today`: where it is known. A rule of the past would say of duties that were made meanwhile what is not so.
    ///
    /// # Errors
    /// Every field that is missing, out of range, or none of its list; a frequency where the duty has none, or none where it
    /// has one; a first day in the past; a last day before the first.
    pub fn check(&self, today: Option<Date>) -> Result<DutyRule, Vec<FieldError>> {
        let mut errors = Vec::new();
        let (kind, unit) = (self.duty.parse::<DutyKind>().ok(), self.unit.parse::<RuleUnit>().ok());
        for (field, known) in [("duty", kind.is_some()), ("unit", unit.is_some())] {
            if !known {
                errors.push(FieldError::new(field, FieldCode::Unknown));
            }
        }
        let frequency = self.frequency.trim();
        match kind {
            Some(DutyKind::Refresh) if frequency.is_empty() => {
                errors.push(FieldError::new("frequency", FieldCode::Required));
            }
            Some(kind) if kind != DutyKind::Refresh && !frequency.is_empty() => {
                errors.push(FieldError::new("frequency", FieldCode::Unknown));
            }
            _ => {}
        }
        let amount = number("amount", &self.amount, 1..=AMOUNT_MAX, &mut errors);
        if self.document.trim().is_empty() {
            errors.push(FieldError::new("document", FieldCode::Required));
        }
        let article = number("article", &self.article, 1..=ARTICLE_MAX, &mut errors);
        let clause = if self.clause.trim().is_empty() { "0" } else { &self.clause };
        let clause = number("clause", clause, 0..=ARTICLE_MAX, &mut errors);
        let valid_from = typed_date("valid_from", &self.valid_from, &mut errors);
        let ends = !self.valid_to.trim().is_empty();
        let valid_to = if ends { typed_date("valid_to", &self.valid_to, &mut errors) } else { None };
        if let (Some(from), Some(today)) = (valid_from, today) {
            let far = |day: Date| day.year() > today.year() + YEARS_AHEAD;
            if from < today {
                errors.push(FieldError::new("valid_from", FieldCode::NotLater));
            } else if far(from) {
                errors.push(FieldError::new("valid_from", FieldCode::OutOfRange));
            }
            if valid_to.is_some_and(far) {
                errors.push(FieldError::new("valid_to", FieldCode::OutOfRange));
            }
        }
        if let (Some(from), Some(to)) = (valid_from, valid_to)
            && to < from
        {
            errors.push(FieldError::new("valid_to", FieldCode::OutOfRange));
        }
        match (kind, unit, valid_from) {
            (Some(kind), Some(unit), Some(valid_from)) if errors.is_empty() => Ok(DutyRule {
                kind,
                frequency: (!frequency.is_empty()).then(|| frequency.to_owned()),
                amount,
                unit,
                document: self.document.trim().to_owned(),
                article,
                clause,
                valid_from,
                valid_to,
                is_target: self.is_target,
            }),
            _ => Err(errors),
        }
    }
}

/// What becomes of the rule before when another takes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakeOver {
    /// The rule that ends, and its last day from now on.
    pub closes: Option<(i64, Date)>,
    /// The days between both on which no rule is valid.
    pub gap: Option<(Date, Date)>,
}

/// How a rule takes over. `gap_said`: whoever adds it knows of the days without one.
///
/// # Errors
/// A rule of the same duty that begins on the same day or later; a rule that says what the one before says; days without a
/// rule that nobody said.
pub fn take_over(rules: &[RuleRow], new: &DutyRule, gap_said: bool) -> Result<TakeOver, FieldError> {
    let series = rules.iter().filter(|row| row.rule.is_of_series(new));
    let Some(last) = series.max_by_key(|row| row.rule.valid_from) else {
        return Ok(TakeOver { closes: None, gap: None });
    };
    if last.rule.valid_from >= new.valid_from {
        return Err(FieldError::with("valid_from", FieldCode::RuleLater, date(last.rule.valid_from)));
    }
    let before = new.valid_from.previous_day().unwrap_or(new.valid_from);
    let gap = last.rule.valid_to.filter(|end| *end < before).and_then(|end| Some((end.next_day()?, before)));
    if let Some((from, to)) = gap {
        let days = format!("{} – {}", date(from), date(to));
        return if gap_said {
            Ok(TakeOver { closes: None, gap })
        } else {
            Err(FieldError::with("gap", FieldCode::RuleGap, days))
        };
    }
    let same = DutyRule { valid_from: last.rule.valid_from, valid_to: last.rule.valid_to, ..new.clone() };
    if same == last.rule && new.valid_to == last.rule.valid_to {
        return Err(FieldError::new("amount", FieldCode::SameRule));
    }
    let closes = (last.rule.valid_to != Some(before)).then_some((last.id, before));
    Ok(TakeOver { closes, gap: None })
}

/// The deadlines that the regulation and the decrees name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, Display, Serialize, Deserialize)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DeadlineCode {
    CatalogYearly,
    OpenListReview,
    DefaultListReview,
    OpenUpdate,
    ServicePublish,
    ServiceChange,
    ConnAccount,
    PlannedOutage,
    ViolationNotice,
    IssueL1,
    IssueL2,
    DataAssess,
    AnnualReport,
    MandatoryConn,
    PdpBreach,
}

/// How the portal keeps a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applied {
    /// By the rules of this duty.
    Duty(DutyKind),
    /// By the yearly review: its day is that of the coordinator's letter, else of a dated rule, and a ladder of reminders stands
    /// round it.
    Review,
    /// By the yearly reports, which have a dated rule of their own.
    Report,
    /// What it is about is not in the portal.
    NotHere,
}

/// How the portal keeps it.
pub fn applied(code: DeadlineCode) -> Applied {
    match code {
        DeadlineCode::CatalogYearly => Applied::Review,
        DeadlineCode::OpenListReview => Applied::Duty(DutyKind::OpenReview),
        DeadlineCode::DefaultListReview => Applied::Duty(DutyKind::SharingReview),
        DeadlineCode::AnnualReport => Applied::Report,
        DeadlineCode::OpenUpdate
        | DeadlineCode::ServicePublish
        | DeadlineCode::ServiceChange
        | DeadlineCode::ConnAccount
        | DeadlineCode::PlannedOutage
        | DeadlineCode::ViolationNotice
        | DeadlineCode::IssueL1
        | DeadlineCode::IssueL2
        | DeadlineCode::DataAssess
        | DeadlineCode::MandatoryConn
        | DeadlineCode::PdpBreach => Applied::NotHere,
    }
}

#[cfg(test)]
mod tests;
