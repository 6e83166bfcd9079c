//! The outbox: what waits to be sent by e-mail, and what became of it.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Duration, OffsetDateTime};

use super::{DigestRule, Notice, Step, TermRule};
use crate::account::Account;

/// Where a message stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Waiting,
    /// A server has it in hand; when that server dies the lease runs out.
    Sending,
    Sent,
    /// Given up: refused for good, tried too often, or too old.
    Failed,
}

/// How often a message is tried.
pub const ATTEMPTS_MAX: u32 = 8;
/// How long a message may wait: an old reminder says what is no longer true.
pub const STALE_AFTER: Duration = Duration::days(7);
/// How long a server may hold a message.
pub const LEASE: Duration = Duration::minutes(5);
/// The longest e-mail address (RFC 5321).
pub const EMAIL_BYTES_MAX: usize = 254;
/// Why a message that waited too long was given up, where other messages have the mail server's words.
pub const STALE: &str = "stale";
/// The same of one whose person had their address taken away before it was sent.
pub const NO_ADDRESS: &str = "no_address";
/// The same of one whose person had their account closed.
pub const CLOSED: &str = "closed";

/// A message that was written before this moment is too old to be sent.
pub fn stale_before(now: OffsetDateTime) -> OffsetDateTime {
    now - STALE_AFTER
}

/// How long after its `attempts`-th failure a message is tried again; `None` when it is given up.
pub fn back_off(attempts: u32) -> Option<Duration> {
    if attempts >= ATTEMPTS_MAX {
        return None;
    }
    // A minute, then four times as long each time, up to six hours.
    let minutes = 4_i64.saturating_pow(attempts.saturating_sub(1)).min(360);
    Some(Duration::minutes(minutes))
}

/// Whether a text can be an e-mail address: one `@` with something on both sides, a host with a dot, no blanks or marks
/// of a list. Whether anybody reads there only a message can tell.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else { return false };
    let plain = |c: char| c.is_ascii_graphic() && !matches!(c, '@' | ',' | ';' | '<' | '>' | '"' | '(' | ')' | '\\');
    let label = |label: &str| !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    text.len() <= EMAIL_BYTES_MAX
        && !local.is_empty()
        && local.chars().all(plain)
        && host.contains('.')
        && host.split('.').all(label)
}

/// A message as the coordinator sees it in the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailRow {
    pub id: i64,
    pub recipient: String,
    pub to: String,
    pub notice: Notice,
    pub state: MailState,
    pub attempts: u32,
    pub next_attempt_at: OffsetDateTime,
    /// What the mail server said last; [`STALE`], [`NO_ADDRESS`] or [`CLOSED`] where the message was not sent at all.
    pub last_error: String,
    pub sent_at: Option<OffsetDateTime>,
    /// Whether it may be tried again: it was given up, and its person has an address.
    pub again: bool,
}

impl MailRow {
    /// Whether it was given up for having waited too long.
    pub fn is_stale(&self) -> bool {
        self.state == MailState::Failed && self.last_error == STALE
    }
}

/// A message that this server has in hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claimed {
    pub id: i64,
    pub to: String,
    /// The same in every attempt, so that a mailbox knows a second copy.
    pub message_id: String,
    pub attempts: u32,
    pub account: Account,
    pub notice: Notice,
}

/// A step of the ladder as it is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepRow {
    pub id: i64,
    pub step: Step,
}

/// The coordinator's page of the ladder and the outbox.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LadderPage {
    pub steps: Vec<StepRow>,
    /// The newest messages.
    pub mails: Vec<MailRow>,
    /// All messages by state.
    pub counts: Vec<(MailState, u32)>,
    /// Those of them that were given up for having waited too long.
    pub stale_mails: u32,
    /// Officers and heads without an e-mail address: they are told on these pages only.
    pub without_email: u32,
    /// The weekly letter to the leaders, and the version of its rule.
    pub digest: DigestRule,
    pub digest_version: i64,
    /// The terms of reviews, the newest of each first.
    pub terms: Vec<TermRule>,
    /// Years, this one and from October on the next, of which no holidays are known.
    pub without_holidays: Vec<i32>,
}
