//! From dated rules and the calendar to the periods of duties.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, Duration, Month};

use super::DutyKind;
use crate::calendar::Calendar;
use crate::catalog::{DataItem, EntryContent, SharingForm};

/// What a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum RuleUnit {
    WorkingDay,
    Week,
    Month,
}

/// Until when a duty is to be done, while the rule is valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRule {
    pub kind: DutyKind,
    /// The frequency of entries that it is for; `None`: for all.
    pub frequency: Option<String>,
    pub amount: u16,
    pub unit: RuleUnit,
    /// The document, the article and the clause (0: the article whole) that give the duty.
    pub document: String,
    pub article: u16,
    pub clause: u16,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    /// The law gives the duty and no number of days: the number is the coordinator's.
    pub is_target: bool,
}

impl DutyRule {
    pub fn is_valid_on(&self, day: Date) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| end >= day)
    }
}

/// What of an entry its duties follow from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    pub frequency: String,
    pub is_open: bool,
    pub has_default: bool,
    pub has_specific: bool,
}

impl Subject {
    pub fn of(content: &EntryContent) -> Self {
        let any = |wanted: SharingForm| {
            content.items.iter().any(|item: &DataItem| item.matrix.values().any(|form| *form == wanted))
        };
        Self {
            frequency: content.update_frequency.clone(),
            is_open: any(SharingForm::Open),
            has_default: any(SharingForm::Default),
            has_specific: any(SharingForm::Specific),
        }
    }

    /// Whether the entry owes a duty at all; of refreshing, its frequency says (`rule_for`).
    pub fn owes(&self, kind: DutyKind) -> bool {
        match kind {
            DutyKind::Load | DutyKind::Refresh => true,
            DutyKind::Documents => self.is_open || self.has_default || self.has_specific,
            DutyKind::OpenReview => self.is_open,
            DutyKind::SharingReview => self.has_default || self.has_specific,
        }
    }
}

/// One period of a duty. What does not recur has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DutyPeriod {
    pub kind: DutyKind,
    pub starts_on: Date,
    /// Where the next period begins.
    pub ends_on: Date,
    /// The last day, a working one.
    pub due_on: Date,
    /// The day of the month on which periods of months begin, for months that are long enough.
    pub anchor_day: u8,
    pub document: String,
    pub article: u16,
    pub clause: u16,
    pub is_target: bool,
}

/// The rule of the day for an entry; `None` where there is no such duty: an entry that is refreshed «when something
/// changes», or by a machine by the minute or the day, has no dated periods.
fn rule_for<'a>(kind: DutyKind, subject: &Subject, day: Date, rules: &'a [DutyRule]) -> Option<&'a DutyRule> {
    if !subject.owes(kind) {
        return None;
    }
    let meets = |rule: &&DutyRule| {
        let frequency = rule.frequency.as_ref().is_none_or(|frequency| *frequency == subject.frequency);
        rule.kind == kind && frequency && rule.is_valid_on(day)
    };
    // Of rules that overlap, the younger counts.
    rules.iter().filter(meets).max_by_key(|rule| rule.valid_from)
}

/// The first period of a duty, counted from the day the decision comes into force.
pub fn first(
    kind: DutyKind,
    subject: &Subject,
    from: Date,
    rules: &[DutyRule],
    calendar: &Calendar,
) -> Option<DutyPeriod> {
    period(kind, subject, from, from.day(), rules, calendar)
}

/// The period after one that ended so, by what the catalog and the rules say on that day.
pub fn next(
    kind: DutyKind,
    subject: &Subject,
    ended_on: Date,
    anchor_day: u8,
    rules: &[DutyRule],
    calendar: &Calendar,
) -> Option<DutyPeriod> {
    if kind.recurs() { period(kind, subject, ended_on, anchor_day, rules, calendar) } else { None }
}

fn period(
    kind: DutyKind,
    subject: &Subject,
    from: Date,
    anchor_day: u8,
    rules: &[DutyRule],
    calendar: &Calendar,
) -> Option<DutyPeriod> {
    let rule = rule_for(kind, subject, from, rules)?;
    let ends_on = match rule.unit {
        RuleUnit::WorkingDay => calendar.add_working_days(from, rule.amount.into()),
        RuleUnit::Week => from + Duration::weeks(rule.amount.into()),
        RuleUnit::Month => months_after(from, rule.amount, anchor_day),
    };
    Some(DutyPeriod {
        kind,
        starts_on: from,
        ends_on,
        due_on: last_day(ends_on, calendar),
        anchor_day,
        document: rule.document.clone(),
        article: rule.article,
        clause: rule.clause,
        is_target: rule.is_target,
    })
}

/// The working day on which a term ends whose last day is `day` (Civil Code 2015, article 148(5)).
pub fn last_day(day: Date, calendar: &Calendar) -> Date {
    if calendar.is_working_day(day) { day } else { calendar.add_working_days(day, 1) }
}

/// The same day so many months later; the month's last day where it has no such day. `anchor` is the day that is meant:
/// 31/01, 28/02, 31/03.
fn months_after(from: Date, months: u16, anchor: u8) -> Date {
    let ahead = i32::from(u8::from(from.month())) - 1 + i32::from(months);
    let year = from.year() + ahead.div_euclid(12);
    let month = u8::try_from(ahead.rem_euclid(12) + 1).ok().and_then(|month| Month::try_from(month).ok());
    let Some(month) = month else { return from };
    let day = anchor.clamp(1, month.length(year));
    Date::from_calendar_date(year, month, day).unwrap_or(from)
}

/// Whether a decision changed what is to be loaded: the items or their fields. The owner then loads again (article 16.1).
pub fn loads_again(before: &EntryContent, after: &EntryContent) -> bool {
    let told = |content: &EntryContent| -> Vec<(String, String)> {
        let mut items: Vec<_> = content.items.iter().map(|item| (item.name.clone(), item.fields.clone())).collect();
        items.sort();
        items
    };
    told(before) != told(after)
}

/// Whether a decision changed what the documents of the service describe: items, fields, or to whom they go (article 9).
pub fn documents_again(before: &EntryContent, after: &EntryContent) -> bool {
    let forms = |content: &EntryContent| -> Vec<_> {
        let mut items: Vec<_> = content.items.iter().map(|item| (item.name.clone(), item.matrix.clone())).collect();
        items.sort();
        items
    };
    loads_again(before, after) || forms(before) != forms(after)
}
