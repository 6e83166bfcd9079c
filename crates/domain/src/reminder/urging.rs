//! Lateness, extensions, and the letters that urge (article 14.2). Lateness is a fact: it is kept for ever.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::agency::AgencyRef;
use crate::campaign::CampaignRow;
use crate::check::{FieldCode, FieldError, check_remark, typed_date, typed_line};
use crate::duty::DutyKind;
use crate::id::{AgencyId, DutyId, EntryCode};
use crate::text::clean_lines;

/// The most by which one extension moves the day.
pub const EXTENSION_DAYS_MAX: i64 = 366;

/// An extension as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExtensionDraft {
    #[serde(default)]
    pub agency: AgencyId,
    #[serde(default)]
    pub due_on: String,
    #[serde(default)]
    pub reason: String,
}

impl ExtensionDraft {
    /// The new day and the reason. `from`: the day that is due now.
    ///
    /// # Errors
    /// A reason that is missing or too long, no date, a day that is not later than the present one, in the past, or over a
    /// year away.
    pub fn check(&self, from: Option<Date>, today: Option<Date>) -> Result<(Date, String), Vec<FieldError>> {
        let mut errors = check_remark("reason", &self.reason);
        let due_on = typed_date("due_on", &self.due_on, &mut errors);
        errors.extend(due_on.and_then(|day| check_new_day(day, from, today)));
        match due_on {
            Some(day) if errors.is_empty() => Ok((day, clean_lines(&self.reason))),
            _ => Err(errors),
        }
    }
}

/// What is wrong with a new day. `from`: the day that is due now.
fn check_new_day(day: Date, from: Option<Date>, today: Option<Date>) -> Option<FieldError> {
    let early = from.is_some_and(|from| day <= from) || today.is_some_and(|now| day < now);
    let far = today.is_some_and(|now| (day - now).whole_days() > EXTENSION_DAYS_MAX);
    let code = if early { Some(FieldCode::NotLater) } else { far.then_some(FieldCode::OutOfRange) };
    code.map(|code| FieldError::new("due_on", code))
}

/// The reopening of a campaign that was closed, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReopenDraft {
    #[serde(default)]
    pub reason: String,
    /// Empty: the days that are due stay.
    #[serde(default)]
    pub due_on: String,
}

impl ReopenDraft {
    /// The reason, and the new day of all who owe answers where there is one.
    ///
    /// # Errors
    /// A reason that is missing or too long; a day that is no date, in the past, or over a year away.
    pub fn check(&self, today: Option<Date>) -> Result<(String, Option<Date>), Vec<FieldError>> {
        let mut errors = check_remark("reason", &self.reason);
        let named = !self.due_on.trim().is_empty();
        let due_on = if named { typed_date("due_on", &self.due_on, &mut errors) } else { None };
        errors.extend(due_on.and_then(|day| check_new_day(day, None, today)));
        if errors.is_empty() { Ok((clean_lines(&self.reason), due_on)) } else { Err(errors) }
    }
}

/// The number and date of a letter that was sent, as typed: both come from the document system, never from here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingDraft {
    #[serde(default)]
    pub agency: AgencyId,
    #[serde(default)]
    pub letter_number: String,
    #[serde(default)]
    pub letter_date: String,
}

impl UrgingDraft {
    /// The letter's number and date. `due_on`: the day after which the agency is late.
    ///
    /// # Errors
    /// A number that is missing or too long, no date, a date that is not after the day that was due, or in the future.
    pub fn check(&self, due_on: Option<Date>, today: Option<Date>) -> Result<(String, Date), Vec<FieldError>> {
        let mut errors = Vec::new();
        let number = typed_line("letter_number", &self.letter_number, &mut errors);
        let day = typed_date("letter_date", &self.letter_date, &mut errors);
        if day.zip(due_on).is_some_and(|(day, due)| day <= due) {
            errors.push(FieldError::new("letter_date", FieldCode::NotLater));
        } else if day.zip(today).is_some_and(|(day, today)| day > today) {
            errors.push(FieldError::new("letter_date", FieldCode::OutOfRange));
        }
        match day {
            Some(day) if errors.is_empty() => Ok((number, day)),
            _ => Err(errors),
        }
    }
}

/// A letter that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingLetter {
    pub number: String,
    pub date: Date,
    pub recorded_by: String,
    pub recorded_at: OffsetDateTime,
}

/// A day that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    pub agency: AgencyRef,
    pub due_on: Date,
    pub reason: String,
    pub decided_by: String,
    pub decided_at: OffsetDateTime,
}

/// A lateness on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lateness {
    pub agency: AgencyRef,
    pub due_on: Date,
    /// Working days.
    pub days_late: i64,
    /// The day on which the answer came; `None` while there is none.
    pub answered_on: Option<Date>,
    /// They are answers that came back from the appraisal.
    pub again: bool,
    /// Whether the agency still owes its answer by that day: it can be urged.
    pub owes: bool,
    pub letters: Vec<UrgingLetter>,
}

/// The page of who is late in a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgingPage {
    pub campaign: CampaignRow,
    pub late: Vec<Lateness>,
    pub extensions: Vec<Extension>,
    /// Who has not answered and could be given more time, with the day that is due.
    pub unanswered: Vec<(AgencyRef, Date)>,
}

/// What an urging letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UrgingContent {
    pub campaign: CampaignRow,
    pub coordinator: AgencyRef,
    pub agency: AgencyRef,
    pub due_on: Date,
    pub days_late: i64,
    pub entries: u32,
    pub answered: u32,
    /// What came back from the appraisal, where it is that which is late; `None` of the answers themselves.
    pub returned: Option<UrgedReturn>,
    /// Earlier letters to the agency in this campaign.
    pub letters: Vec<UrgingLetter>,
    pub today: Date,
}

/// What set the day by which answers that came back are due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DueAgainBy {
    /// The rule of terms.
    Rule,
    /// An extension.
    Extension,
    /// The day of the answers themselves, which comes after that of the rule.
    OwnDay,
}

/// Answers that came back from the appraisal and are not sent anew, as a letter tells of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrgedReturn {
    /// The days on which the first and the last of them came back.
    pub first: Date,
    pub last: Date,
    /// The working days from the last on within which they are due by the rule of terms.
    pub days: u32,
    pub by: DueAgainBy,
    /// How many there are: none where they were proposals that the agency took out since.
    pub answers: u32,
    /// Their points without a verdict.
    pub points: u32,
}

/// A late duty as a letter lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UrgedDuty {
    pub id: DutyId,
    pub code: EntryCode,
    /// The entry's name in the newest edition that has it.
    pub name: String,
    pub kind: DutyKind,
    pub due_on: Date,
    /// Days of the calendar.
    pub days_late: i64,
    /// The document, article and clause that give the duty.
    pub document: String,
    pub article: u16,
    pub clause: u16,
    /// The number of days is the coordinator's target.
    pub is_target: bool,
}

/// What a letter about late duties says; of one that was recorded kept for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyUrging {
    pub coordinator: AgencyRef,
    pub agency: AgencyRef,
    /// What is late, the longest first.
    pub duties: Vec<UrgedDuty>,
    /// Earlier letters that list some of it.
    pub letters: Vec<UrgingLetter>,
    /// The day on which it stands so: once the letter is recorded its own.
    pub day: Date,
    /// Empty until it is recorded.
    pub number: String,
}
