//! The clocks of a review: who is reminded of what, and when (articles 11.2, 14.2). A ladder of steps stands round the day
//! on which an agency's answer is due; the coordinator edits it. Nothing is sent twice: what was sent is known by the
//! campaign, the agency, the day that was due and the step.

mod digest;
mod ledger;
mod mail;
mod moves;
mod terms;
mod urging;

use std::collections::BTreeSet;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, Duration, OffsetDateTime};

use crate::agency::AgencyRef;
use crate::calendar::Calendar;
use crate::campaign::CampaignKey;
use crate::check::{FieldCode, FieldError};
use crate::id::{AnswerId, OpinionId};
use crate::indicator::Period;
use crate::report::ReportKey;

pub use digest::*;
pub use ledger::*;
pub use mail::*;
pub use moves::*;
pub use terms::*;
pub use urging::*;

/// The most steps of the ladder, and how far from the day a step may lie.
pub const STEPS_MAX: usize = 30;
pub const DAYS_MAX: i32 = 120;

/// Whom a step tells.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The agency's focal officer (article 16.3).
    Officer,
    /// The agency's head, accountable (article 18.1).
    Head,
    /// The executive office, which gets one list of all that are late.
    Office,
}

/// How the days of a step are counted.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DayUnit {
    Day,
    WorkingDay,
}

/// A step of the ladder: so many days before (negative) or after the day that is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Step {
    pub days: i32,
    pub unit: DayUnit,
    pub audience: Audience,
}

/// `-7 day officer`: how a step is known for ever, also after the ladder was changed.
impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {}", self.days, self.unit, self.audience)
    }
}

/// A text that is no step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a step of the ladder")]
pub struct NoStep;

impl FromStr for Step {
    type Err = NoStep;

    fn from_str(text: &str) -> Result<Self, NoStep> {
        let parts: Vec<&str> = text.split(' ').collect();
        let [days, unit, audience] = parts[..] else { return Err(NoStep) };
        let days = days.parse().map_err(|_| NoStep)?;
        let step =
            Self { days, unit: unit.parse().map_err(|_| NoStep)?, audience: audience.parse().map_err(|_| NoStep)? };
        if step.days.abs() > DAYS_MAX { Err(NoStep) } else { Ok(step) }
    }
}

impl Step {
    /// The day on which the step is reached.
    pub fn day(self, due_on: Date, calendar: &Calendar) -> Date {
        let count = self.days.unsigned_abs();
        match self.unit {
            // Nobody is told to be late with the days on which nobody could answer.
            DayUnit::Day if self.days > 0 => calendar.add_days(due_on, count),
            DayUnit::Day => due_on.checked_add(Duration::days(i64::from(self.days))).unwrap_or(due_on),
            DayUnit::WorkingDay if self.days < 0 => calendar.sub_working_days(due_on, count),
            DayUnit::WorkingDay => calendar.add_working_days(due_on, count),
        }
    }

    /// Whether it speaks of what is still to come on the day: after it, «seven days left» would be false.
    fn speaks_on(self, today: Date, last: Date) -> bool {
        (self.days > 0) == (today > last)
    }
}

/// What an agency owes, as the clock sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    pub due_on: Date,
    /// The day from which it is due then: the campaign's opening, or the extension. What lies before is no reminder.
    pub since: Date,
    /// Whether the agency has sent its answers.
    pub answered: bool,
}

/// The steps to take today, at most one an audience: the newest one reached, unless it was sent. Whoever was down over
/// several steps takes the last of them only.
pub fn steps_now(ladder: &[Step], owed: &Owed, today: Date, calendar: &Calendar, sent: &BTreeSet<Step>) -> Vec<Step> {
    if owed.answered {
        return Vec::new();
    }
    let last = calendar.on_or_after(owed.due_on);
    let audiences: BTreeSet<Audience> = ladder.iter().map(|step| step.audience).collect();
    let newest = |audience| {
        let reached = ladder.iter().filter(|step| {
            let day = step.day(owed.due_on, calendar);
            step.audience == audience && day <= today && day >= owed.since && step.speaks_on(today, last)
        });
        // Of two that fall on one day the one further along.
        reached.copied().max_by_key(|step| (step.day(owed.due_on, calendar), step.days))
    };
    audiences.into_iter().filter_map(newest).filter(|step| !sent.contains(step)).collect()
}

/// Working days left on a day; negative when it is past.
pub fn days_left(due_on: Date, today: Date, calendar: &Calendar) -> i64 {
    calendar.working_days_between(today, calendar.on_or_after(due_on))
}

/// Working days by which an answer of that day is late; 0 in time.
pub fn days_late(due_on: Date, until: Date, calendar: &Calendar) -> i64 {
    Ord::max(-days_left(due_on, until, calendar), 0)
}

/// A step as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepDraft {
    #[serde(default)]
    pub days: String,
    /// `before`, `after`.
    #[serde(default)]
    pub side: String,
    #[serde(default)]
    pub unit: String,
    #[serde(default)]
    pub audience: String,
}

impl StepDraft {
    /// # Errors
    /// Every field that is missing, no number, out of range or none of its list; a list of the late before the day.
    pub fn check(&self) -> Result<Step, Vec<FieldError>> {
        let mut errors = Vec::new();
        let days = match self.days.trim().parse::<i32>() {
            _ if self.days.trim().is_empty() => Err(FieldCode::Required),
            Ok(days) if (0..=DAYS_MAX).contains(&days) => Ok(days),
            Ok(_) => Err(FieldCode::OutOfRange),
            Err(_) => Err(FieldCode::NotANumber),
        };
        let days = days.map_err(|code| errors.push(FieldError::new("days", code))).ok();
        let sign = match self.side.as_str() {
            "before" => Some(-1),
            "after" => Some(1),
            _ => None,
        };
        let (unit, audience) = (self.unit.parse::<DayUnit>().ok(), self.audience.parse::<Audience>().ok());
        let chosen = [("side", sign.is_some()), ("unit", unit.is_some()), ("audience", audience.is_some())];
        errors
            .extend(chosen.iter().filter(|(_, ok)| !ok).map(|(field, _)| FieldError::new(*field, FieldCode::Unknown)));
        match (days, sign, unit, audience) {
            (Some(days), Some(sign), Some(unit), Some(audience)) => {
                let step = Step { days: days * sign, unit, audience };
                // Nobody is late yet, and the list would be empty of meaning.
                if audience == Audience::Office && step.days <= 0 {
                    return Err(vec![FieldError::new("days", FieldCode::OutOfRange)]);
                }
                Ok(step)
            }
            _ => Err(errors),
        }
    }
}

/// Why a person is told something.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// A step told the officer.
    Remind,
    /// A step told the head.
    Escalate,
    /// A step told the executive office: the list of the late.
    LateList,
    /// An urging letter was sent to the agency; its number is recorded.
    Urged,
    /// The agency may answer until later.
    Extended,
    /// The agency is asked for its opinion on another one's answer.
    OpinionAsked,
    /// It need not give it any more.
    OpinionWithdrawn,
    /// An agency gave its opinion: told to who asked.
    OpinionGiven,
    /// The agency's opinion is due soon, or its day has passed.
    OpinionRemind,
    /// A review, or a round of changes, was opened that asks the agency.
    Opened,
    /// A review that was closed takes answers again: told to who owes some.
    Reopened,
    /// The answers wait for the head's approval.
    Laid,
    /// The head gave them back to the officer.
    SentBack,
    /// The agency sent them: they wait for the appraisal.
    Submitted,
    /// An answer came back from the appraisal to be mended.
    Returned,
    /// The appraiser asks about a point: the agency answers in place.
    Asked,
    /// The agency answered all that it was asked.
    Replied,
    /// Every point is decided.
    Accepted,
    /// An agency asks for a change out of the yearly cycle.
    RequestRaised,
    /// The coordinator rejected what the agency asked for.
    RequestRejected,
    /// The draft edition lies before the executive office.
    DraftSubmitted,
    /// The executive office gave it back.
    DraftReturned,
    /// The edition is issued: what it asks of the agency begins.
    Issued,
    /// Duties of the agency are late, or due soon.
    DutyRemind,
    /// A letter urged the agency for late duties; its number is recorded.
    DutyUrged,
    /// The weekly letter to the leaders.
    Digest,
    /// The agency's yearly report waits for the head's approval.
    ReportLaid,
    /// The head gave it back to the officer.
    ReportSentBack,
    /// The agency sent it.
    ReportSent,
    /// It came back to be mended.
    ReportReturned,
    ReportAccepted,
    /// The consolidated report waits for the coordinator's head.
    ConsolidatedLaid,
    /// The coordinator's head gave it back.
    ConsolidatedSentBack,
    /// The coordinator's head approved it.
    ConsolidatedSigned,
    /// The clock will soon close the figures of a year.
    PeriodClosing,
    /// It closed them.
    PeriodClosed,
}

impl From<Audience> for NoticeKind {
    fn from(audience: Audience) -> Self {
        match audience {
            Audience::Officer => Self::Remind,
            Audience::Head => Self::Escalate,
            Audience::Office => Self::LateList,
        }
    }
}

/// An agency that a notice is about: how it stood when the notice was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct About {
    pub agency: AgencyRef,
    /// The last day: of a deadline on a day off, the next working day.
    pub due_on: Date,
    /// Working days until then; negative when it is past.
    pub days_left: i64,
    /// The number of a letter, where there is one.
    #[serde(default)]
    pub letter: String,
    /// The request for an opinion, where it is about one.
    #[serde(default)]
    pub opinion: Option<AboutOpinion>,
    /// What was said with a move: why something came back.
    #[serde(default)]
    pub note: String,
    /// Whether the day is that of answers that came back.
    #[serde(default)]
    pub again: bool,
    /// The duties that began with an edition, or that press.
    #[serde(default)]
    pub duties: u32,
    /// The report, where it is about one.
    #[serde(default)]
    pub report: Option<ReportKey>,
    /// The year whose figures are closed.
    #[serde(default)]
    pub period: Option<Period>,
}

/// The request for an opinion that a notice is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AboutOpinion {
    pub id: OpinionId,
    /// The entry or proposal.
    pub name: String,
    /// Its answer in the queue.
    pub answer: AnswerId,
    /// Silence after the day counts as agreement.
    #[serde(default)]
    pub silence_agrees: bool,
}

/// A notice to one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    pub id: i64,
    pub kind: NoticeKind,
    /// `None` of duties, reports, requests, the closing of a year and the weekly letter: they belong to no campaign.
    pub campaign: Option<CampaignKey>,
    pub about: Vec<About>,
    /// What the weekly letter tells.
    pub digest: Option<Digest>,
    pub at: OffsetDateTime,
    pub read_at: Option<OffsetDateTime>,
}

#[cfg(test)]
mod digest_tests;
#[cfg(test)]
mod ledger_tests;
#[cfg(test)]
mod terms_tests;
#[cfg(test)]
mod tests;
