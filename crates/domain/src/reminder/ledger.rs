//! The ledger of what was sent to whom: reminders of answers, opinions and duties, and the letters that urge (article 14.2).

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use super::{About, MailState, NoticeKind, Step};
use crate::agency::AgencyRef;
use crate::campaign::CampaignKey;
use crate::format;
use crate::id::{DutyLetterId, OpinionId};
use crate::page::Page;
use crate::text::sort_key;

/// Rows on a page of the ledger.
pub const LEDGER_ROWS: u32 = 50;
/// The most rows that one file takes.
pub const EXPORT_LEDGER_MAX: u64 = 50_000;

/// What a row of the ledger is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LedgerKind {
    /// The portal reminded: by a step of a ladder, or of duties each week.
    Reminder,
    /// The coordinator sent a letter.
    Letter,
}

/// What was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sent {
    /// A step of the ladder round the day on which the agency's answers are due.
    Step(Step),
    /// A step round the day on which its opinion on another one's answer is due.
    Opinion { step: Step, id: OpinionId, name: String },
    /// An urging letter. `again`: about answers that came back. `file`: the urging page writes the agency one now.
    Letter { number: String, by: String, again: bool, file: bool },
    /// The week's word on its duties: so many were late, so many due soon.
    DutyReminder { late: u32, soon: u32 },
    /// An urging letter about so many late duties, kept as it was recorded.
    DutyLetter { id: DutyLetterId, number: String, by: String, duties: u32 },
}

/// The message of one notice, as the outbox has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerMail {
    pub state: MailState,
    pub attempts: u32,
    pub next_attempt_at: OffsetDateTime,
    /// As of [`super::MailRow`].
    pub last_error: String,
}

/// A row of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerRow {
    pub sent: Sent,
    /// Whom it is about: who owes the answer or the opinion.
    pub agency: AgencyRef,
    /// The review; `None` of duties.
    pub campaign: Option<CampaignKey>,
    /// The last day; of several duties the first.
    pub due_on: Date,
    /// The day on which it was sent; of a letter its own.
    pub day: Date,
    /// When it was sent; of a letter when its number was recorded.
    pub at: OffsetDateTime,
    /// How many were told in the portal.
    pub people: u32,
    /// The messages to those of them who have an address.
    pub mails: Vec<LedgerMail>,
}

impl LedgerRow {
    pub fn kind(&self) -> LedgerKind {
        match self.sent {
            Sent::Step(_) | Sent::Opinion { .. } | Sent::DutyReminder { .. } => LedgerKind::Reminder,
            Sent::Letter { .. } | Sent::DutyLetter { .. } => LedgerKind::Letter,
        }
    }

    /// The kind of the notices that went with it, at the same moment.
    pub fn notice(&self) -> NoticeKind {
        match &self.sent {
            Sent::Step(step) => step.audience.into(),
            Sent::Opinion { .. } => NoticeKind::OpinionRemind,
            Sent::Letter { .. } => NoticeKind::Urged,
            Sent::DutyReminder { .. } => NoticeKind::DutyRemind,
            Sent::DutyLetter { .. } => NoticeKind::DutyUrged,
        }
    }

    /// Whether a notice of that kind and moment tells of it.
    pub fn is_told(&self, about: &About) -> bool {
        let of_agency = about.agency.id == self.agency.id;
        match &self.sent {
            Sent::Step(_) | Sent::DutyReminder { .. } => of_agency,
            Sent::Opinion { id, .. } => of_agency && about.opinion.as_ref().is_some_and(|opinion| opinion.id == *id),
            Sent::Letter { number, .. } | Sent::DutyLetter { number, .. } => of_agency && about.letter == *number,
        }
    }

    /// How many of its messages stand so.
    pub fn mailed(&self, state: MailState) -> u32 {
        let of_state = self.mails.iter().filter(|mail| mail.state == state).count();
        u32::try_from(of_state).unwrap_or(u32::MAX)
    }
}

/// The order of the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum LedgerSort {
    #[default]
    Latest,
    Earliest,
    /// By the agency's name, of one agency the latest first.
    Agency,
}

/// Which rows are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerFilter {
    #[serde(default)]
    pub agency: String,
    /// The year in which it was sent.
    #[serde(default)]
    pub year: Option<i32>,
    #[serde(default)]
    pub kind: Option<LedgerKind>,
    /// Only what has a message that stands so.
    #[serde(default)]
    pub mail: Option<MailState>,
    #[serde(default)]
    pub sort: LedgerSort,
    /// Pages count from 1.
    #[serde(default)]
    pub page: u32,
}

impl LedgerFilter {
    /// The filter as a query without `?`; `page` only beyond the first.
    pub fn query(&self) -> String {
        let pairs = [
            ("agency", format::encoded(&self.agency)),
            ("year", self.year.map(|year| year.to_string()).unwrap_or_default()),
            ("kind", self.kind.map(|kind| kind.to_string()).unwrap_or_default()),
            ("mail", self.mail.map(|mail| mail.to_string()).unwrap_or_default()),
            ("sort", if self.sort == LedgerSort::Latest { String::new() } else { self.sort.to_string() }),
            ("page", if self.page > 1 { self.page.to_string() } else { String::new() }),
        ];
        let told = pairs.iter().filter(|(_, value)| !value.is_empty());
        told.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }

    /// The filter that an address asks for; what cannot be understood narrows nothing.
    pub fn of(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).unwrap_or_default();
        Self {
            agency: text("agency"),
            year: text("year").parse().ok(),
            kind: text("kind").parse().ok(),
            mail: text("mail").parse().ok(),
            sort: text("sort").parse().unwrap_or_default(),
            page: text("page").parse().unwrap_or_default(),
        }
    }

    /// Whether it leaves a row, as far as that is known before its messages are.
    pub fn takes(&self, row: &LedgerRow) -> bool {
        (self.agency.is_empty() || self.agency == row.agency.id.as_str())
            && self.year.is_none_or(|year| year == row.day.year())
            && self.kind.is_none_or(|kind| kind == row.kind())
    }

    /// Puts rows in its order; of one moment they stand by name.
    pub fn arrange(&self, rows: &mut [LedgerRow]) {
        let name = |row: &LedgerRow| sort_key(&row.agency.name);
        match self.sort {
            LedgerSort::Latest => rows.sort_by_cached_key(|row| (Reverse((row.day, row.at)), name(row))),
            LedgerSort::Earliest => rows.sort_by_cached_key(|row| (row.day, row.at, name(row))),
            LedgerSort::Agency => rows.sort_by_cached_key(|row| (name(row), Reverse((row.day, row.at)))),
        }
    }
}

/// The page of the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerPage {
    pub rows: Page<LedgerRow>,
    /// The agencies that the ledger names, by name; empty for who sees one only.
    pub agencies: Vec<AgencyRef>,
    /// The years in which something was sent, the newest first.
    pub years: Vec<i32>,
    /// Sees every agency's rows, not only those of one.
    pub watches: bool,
    /// May open the urging pages.
    pub urges: bool,
}
