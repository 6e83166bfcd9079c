//! Opinions of other agencies on an answer that is being appraised (article 8.2: the coordinator works together with the
//! agencies concerned). Who is asked has a day until which to answer; silence counts as agreement only where that was said
//! when asking. What was said is never changed: a correction is a further statement. Acceptance waits for all of it.

mod forms;
mod reminding;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use super::{AnswerKind, BuildPlan, Going, Verdict};
use crate::agency::AgencyRef;
use crate::campaign::{CampaignKey, CampaignRow};
use crate::catalog::Lists;
use crate::change::Place;
use crate::check::{FieldCode, FieldError};
use crate::format::local_date;
use crate::id::{AnswerId, EntryCode, OpinionId, StatementId};

pub use forms::{Ask, AskDraft, check_handling, check_statement};
pub use reminding::{OPINION_LADDER, Reminded, reminder_now};

/// The most working days that may be given.
pub const OPINION_DAYS_MAX: u32 = 60;
/// The most agencies that are asked about one answer.
pub const ASKED_MAX: usize = 20;
/// The most that an agency says about one request, and the most that is written of how one statement was taken up.
pub const STATEMENTS_MAX: usize = 20;

/// What an agency says when it is asked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Stand {
    Agree,
    /// Agrees, with remarks that have to be taken up.
    Remarks,
    Disagree,
}

/// How remarks were taken up.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// They were followed.
    TakenUp,
    /// They were not, and why.
    Explained,
}

/// How a request for an opinion stands on a day.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum OpinionState {
    Waiting,
    /// The day passed without a word, which counts as agreement as was said when asking.
    SilentAgreement,
    Agree,
    Remarks,
    Disagree,
    /// The request was taken back.
    Withdrawn,
}

impl From<Stand> for OpinionState {
    fn from(stand: Stand) -> Self {
        match stand {
            Stand::Agree => Self::Agree,
            Stand::Remarks => Self::Remarks,
            Stand::Disagree => Self::Disagree,
        }
    }
}

/// How a statement was taken up, by whom and when. Never changed: what is written later stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handled {
    pub handling: Handling,
    pub text: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// What an agency said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    pub id: StatementId,
    pub stand: Stand,
    pub text: String,
    pub who: String,
    pub at: OffsetDateTime,
    /// Oldest first; the last one counts.
    pub handled: Vec<Handled>,
}

/// Why a request was taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub reason: String,
    pub who: String,
    pub at: OffsetDateTime,
}

/// A request for an opinion, with all that came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    pub id: OpinionId,
    pub asked: AgencyRef,
    pub question: String,
    pub asked_by: String,
    pub asked_at: OffsetDateTime,
    /// The round of the answers that it was asked in.
    pub round: u32,
    /// Working days that were given.
    pub days: u32,
    pub due_on: Date,
    /// Silence after the day counts as agreement.
    pub silence_agrees: bool,
    /// Oldest first; the last one counts.
    pub statements: Vec<Statement>,
    pub withdrawal: Option<Withdrawal>,
    /// The day on which its answer was decided first, or fell away: since then nobody can speak.
    pub ended_on: Option<Date>,
    /// The reminders that were sent, oldest first.
    pub reminded: Vec<Reminded>,
}

impl Opinion {
    /// How it stands on a day. Who could not speak any more has not agreed by being silent, nor is late.
    pub fn state(&self, today: Date) -> OpinionState {
        self.stood(self.last_day(today))
    }

    fn last_day(&self, today: Date) -> Date {
        self.ended_on.map_or(today, |ended| ended.min(today))
    }

    fn stood(&self, today: Date) -> OpinionState {
        match (&self.withdrawal, self.statements.last()) {
            (Some(_), _) => OpinionState::Withdrawn,
            (None, Some(said)) => said.stand.into(),
            (None, None) if self.silence_agrees && today > self.due_on => OpinionState::SilentAgreement,
            (None, None) => OpinionState::Waiting,
        }
    }

    /// Waited for beyond its day, or first given after it.
    pub fn is_late(&self, today: Date) -> bool {
        let today = self.last_day(today);
        let until = self.statements.first().map_or(today, |said| local_date(said.at));
        let waited = !self.statements.is_empty() || self.stood(today) == OpinionState::Waiting;
        waited && until > self.due_on
    }

    /// Remarks that stand and that nobody has answered for.
    pub fn is_unhandled(&self) -> bool {
        let last = self.statements.last().filter(|_| self.withdrawal.is_none());
        last.is_some_and(|said| said.stand != Stand::Agree && said.handled.is_empty())
    }

    /// What keeps the answer from being accepted, also one whose verdicts are changed: the days that were given are over.
    pub fn blocks(&self, today: Date) -> Option<FieldCode> {
        match self.stood(today) {
            OpinionState::Waiting => Some(FieldCode::OpinionWaiting),
            _ => self.is_unhandled().then_some(FieldCode::OpinionUnhandled),
        }
    }

    /// A request can be taken back while nothing came of it: no remark is got rid of in that way.
    pub fn may_withdraw(&self, today: Date) -> bool {
        self.state(today) == OpinionState::Waiting
    }

    /// The agency may speak, also a second time, until the request is taken back.
    pub fn may_state(&self) -> bool {
        self.withdrawal.is_none() && self.statements.len() < STATEMENTS_MAX
    }

    /// The statement that asks for an answer: the last one, when it is not plain agreement.
    pub fn to_handle(&self) -> Option<&Statement> {
        let last = self.statements.last().filter(|_| self.withdrawal.is_none());
        last.filter(|said| said.stand != Stand::Agree && said.handled.len() < STATEMENTS_MAX)
    }
}

/// Whether a verdict has to wait for the opinions: every one that accepts, and a refusal that would end an answer of which
/// something was accepted. `others`: the verdicts on the other points that stand.
pub fn needs_opinions(verdict: Verdict, others: &[Option<Verdict>]) -> bool {
    verdict != Verdict::Reject
        || (others.iter().all(Option::is_some) && others.iter().flatten().any(|other| *other != Verdict::Reject))
}

/// Which opinions keep an answer from being accepted, each with its agency.
pub fn open_opinions(opinions: &[Opinion], today: Date) -> Vec<FieldError> {
    let open = opinions.iter().filter_map(|one| Some((one.blocks(today)?, one.asked.name.clone())));
    open.map(|(code, name)| FieldError::with("opinions", code, name)).collect()
}

/// Opinions in few numbers, for a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionCounts {
    pub waiting: u32,
    pub unhandled: u32,
    pub settled: u32,
}

impl OpinionCounts {
    pub fn of(opinions: &[Opinion], today: Date) -> Self {
        opinions.iter().fold(Self::default(), |mut counts, one| {
            match one.blocks(today) {
                Some(FieldCode::OpinionWaiting) => counts.waiting += 1,
                Some(_) => counts.unhandled += 1,
                None => counts.settled += 1,
            }
            counts
        })
    }

    /// Nothing is accepted before.
    pub fn blocks(self) -> bool {
        self.waiting + self.unhandled > 0
    }
}

/// What an opinion is about: the answer as it was called when it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    pub campaign: CampaignKey,
    pub answer: AnswerId,
    /// Whose answer it is.
    pub of: AgencyRef,
    /// `None` for a proposal.
    pub code: Option<EntryCode>,
    pub name: String,
    pub kind: AnswerKind,
}

/// One line of the table of a review's opinions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionLine {
    pub id: OpinionId,
    pub subject: Subject,
    pub asked: AgencyRef,
    pub question: String,
    pub asked_by: String,
    pub asked_on: Date,
    pub days: u32,
    pub due_on: Date,
    pub silence_agrees: bool,
    pub state: OpinionState,
    pub is_late: bool,
    /// What the agency said last, or why the request was taken back.
    pub text: String,
    /// When it said so, or when the request was taken back.
    pub given_on: Option<Date>,
    pub given_by: String,
    pub handling: Option<Handling>,
    pub handling_text: String,
    pub handled_by: String,
    /// The reminders that were sent, oldest first.
    pub reminded: Vec<Reminded>,
}

impl OpinionLine {
    pub fn new(subject: Subject, opinion: &Opinion, today: Date) -> Self {
        let said = opinion.statements.last().map(|said| (&said.text, &said.who, said.at));
        let back = opinion.withdrawal.as_ref().map(|back| (&back.reason, &back.who, back.at));
        let last = back.or(said);
        let handled = opinion.statements.last().and_then(|said| said.handled.last());
        Self {
            id: opinion.id,
            subject,
            asked: opinion.asked.clone(),
            question: opinion.question.clone(),
            asked_by: opinion.asked_by.clone(),
            asked_on: local_date(opinion.asked_at),
            days: opinion.days,
            due_on: opinion.due_on,
            silence_agrees: opinion.silence_agrees,
            state: opinion.state(today),
            is_late: opinion.is_late(today),
            text: last.map(|(text, ..)| text.clone()).unwrap_or_default(),
            given_on: last.map(|(_, _, at)| local_date(at)),
            given_by: last.map(|(_, who, _)| who.clone()).unwrap_or_default(),
            handling: handled.map(|handled| handled.handling),
            handling_text: handled.map(|handled| handled.text.clone()).unwrap_or_default(),
            handled_by: handled.map(|handled| handled.who.clone()).unwrap_or_default(),
            reminded: opinion.reminded.clone(),
        }
    }
}

/// The table of a review's opinions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpinionsPage {
    pub campaign: CampaignRow,
    /// In the order of the agencies and of the annex.
    pub lines: Vec<OpinionLine>,
}

/// A part of an answer as an asked agency reads it: without verdicts, and without what the coordinator and the agency say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposed {
    /// `None`: the answer as a whole.
    pub place: Option<Place>,
    pub old: String,
    pub new: String,
}

/// What an asked agency reads and answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPage {
    pub campaign: CampaignRow,
    pub subject: Subject,
    pub opinion: Opinion,
    pub state: OpinionState,
    pub is_late: bool,
    /// Working days left; negative when the day is past.
    pub days_left: i64,
    /// What the officer gave as the reason, and how a proposal is to be built.
    pub reason: String,
    /// The day from which it is so, where the answer names one.
    pub effective: String,
    pub plan: Option<BuildPlan>,
    pub proposed: Vec<Proposed>,
    /// What goes and where, of a withdrawal, a merger or a transfer.
    pub going: Option<Box<Going>>,
    pub lists: Lists,
    /// Names of agencies that the answer mentions.
    pub agencies: Vec<AgencyRef>,
    /// The person may speak for the asked agency now.
    pub may_state: bool,
    /// The answer was decided, or the review takes no more answers: nobody speaks any more.
    pub is_over: bool,
}

#[cfg(test)]
mod tests;
