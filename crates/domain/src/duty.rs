//! The dated duties that follow when the catalog is issued (articles 5.1, 9, 16.1; decree 47/2020, articles 20(3) and
//! 34(2)): what an entry owes, until when, and how each stands on a day.
//!
//! A duty is due by the rule that was in force on the day it began, and keeps it: a rule that changes later rewrites
//! nothing. Where the law names a duty and no number of days, the number is the coordinator's target
//! ([`DutyRule::is_target`]) and is always shown as such. Sundays, holidays and swapped days move the last day to the next
//! working day (Civil Code 2015, article 148(5)).

mod evidence;
mod freshness;
mod plan;
mod rules;
mod view;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::id::AgencyId;
use crate::policy::Act;

pub use evidence::{EVIDENCE_FILE_BYTES_MAX, EvidenceDraft, check_evidence_file};
pub use freshness::{AgencyFreshness, EntryFreshness, Freshness, FreshnessPage, Refreshes, arrange};
pub use plan::{DutyPeriod, DutyRule, RuleUnit, Subject, documents_again, first, last_day, loads_again, next};
pub use rules::{
    Applied, DeadlineCode, RULES_MAX, RuleDraft, RuleRow, RuleState, RulesPage, TakeOver, applied, take_over,
};
pub use view::{
    AgencyDuties, DUTIES_AT_ONCE, DutyAction, DutyBoard, DutyCell, DutyCounts, DutyEvent, DutyFilter, DutyList,
    DutyRow, DutySort, EXPORT_DUTIES_MAX, EvidenceFile, due_years,
};

/// What an entry's owner owes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DutyKind {
    /// Load the data into the warehouse once the catalog is issued (article 16.1).
    Load,
    /// Hand over the documents of the service that shares it (article 9).
    Documents,
    /// Keep it current, by the frequency that the catalog says (articles 5.1 and 9).
    Refresh,
    /// Review what is open, at least every six months (decree 47/2020, article 20(3)).
    OpenReview,
    /// Review what is shared by default and move to it what is shared by agreement, at least every six months (decree
    /// 47/2020, article 34(2)).
    SharingReview,
}

impl DutyKind {
    /// Whether another period follows when one is done or passes.
    pub fn recurs(self) -> bool {
        match self {
            Self::Load | Self::Documents => false,
            Self::Refresh | Self::OpenReview | Self::SharingReview => true,
        }
    }
}

/// How a duty stands, the most pressing first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DutyState {
    Late,
    DueSoon,
    /// There is time yet.
    Upcoming,
    /// Done after its last day: that stays.
    DoneLate,
    Done,
    /// The coordinator excused it, with a reason.
    Excused,
    /// The entry left the catalog, or a decision took away what it was about, before it was done.
    Ended,
}

impl DutyState {
    /// Whether something is to be done yet.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Late | Self::DueSoon | Self::Upcoming)
    }

    /// Whether the share in time counts it: met or missed by now. What was excused or ended, and what has time yet, counts
    /// for nothing.
    pub fn is_counted(self) -> bool {
        matches!(self, Self::Done | Self::DoneLate | Self::Late)
    }

    /// Whether something may be done with a duty that stands so: an open one is recorded as done or excused, one that was
    /// done or excused is opened again.
    pub fn allows(self, action: DutyAction) -> bool {
        match action {
            DutyAction::Done | DutyAction::Excused => self.is_open(),
            DutyAction::Reopened => !self.is_open() && self != Self::Ended,
        }
    }
}

impl DutyAction {
    /// What one must be allowed to do for it. `agency`: who answers for the entry.
    pub fn act(self, agency: &AgencyId) -> Act<'_> {
        match self {
            Self::Done => Act::FulfilDuty(agency),
            Self::Excused | Self::Reopened => Act::ExcuseDuty,
        }
    }
}

/// Working days before the last one in which a duty is due soon: as far as the first reminder goes.
pub const SOON_WORKING_DAYS: u32 = 10;

/// The days of a duty, which say how it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Days {
    pub due_on: Date,
    pub done_on: Option<Date>,
    pub excused_on: Option<Date>,
    /// From this day on it is owed no more; it may lie ahead.
    pub ended_on: Option<Date>,
}

/// How a duty stands today; what is due from today until `soon_until` is due soon.
pub fn state(days: &Days, today: Date, soon_until: Date) -> DutyState {
    if let Some(done) = days.done_on {
        return if done > days.due_on { DutyState::DoneLate } else { DutyState::Done };
    }
    if days.excused_on.is_some() {
        return DutyState::Excused;
    }
    if days.ended_on.is_some_and(|ended| ended <= today) {
        return DutyState::Ended;
    }
    if days.due_on < today {
        DutyState::Late
    } else if days.due_on <= soon_until {
        DutyState::DueSoon
    } else {
        DutyState::Upcoming
    }
}

/// Days by which a duty is late, or was when it was done, excused, or ended; 0 in time.
pub fn days_late(days: &Days, today: Date) -> i64 {
    let ended = days.ended_on.filter(|ended| *ended <= today);
    let until = days.done_on.or(days.excused_on).or(ended).unwrap_or(today);
    Ord::max((until - days.due_on).whole_days(), 0)
}

/// Days by which a duty stood late on a day, whatever became of it on that day or afterwards; 0 where it did not.
pub fn days_late_on(days: &Days, day: Date) -> i64 {
    let settled = [days.done_on, days.excused_on].into_iter().flatten().any(|settled| settled < day);
    let ended = days.ended_on.is_some_and(|ended| ended <= day);
    if settled || ended { 0 } else { Ord::max((day - days.due_on).whole_days(), 0) }
}

#[cfg(test)]
mod tests;
