//! Indicators: what leaders and the coordinator are told in figures (articles 13.1, 14.2, 14.4, 18.3), each defined once
//! in [`DEFINITIONS`].
//!
//! An indicator is a list of cases ([`cases()`]) and a way to add them up ([`total`]): the figure on a screen and the list
//! behind it are the same rows, so they cannot differ. A definition has a version and the days of its validity; a period
//! that was closed keeps its figures, its lists and the versions that they were made by.

mod absence;
mod advice;
mod board;
mod cases;
mod facts;
mod period;
mod table;
mod target;
mod view;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use crate::agency::AgencyRef;
use crate::duty::DutyKind;
use crate::format;
use crate::id::{DutyId, EntryCode};
use crate::regulation::ClauseRef;

pub use absence::{Absence, nearest};
pub use advice::{Advice, Effect, Todo, advice};
pub use board::{AgencyBoard, Beside, BoardFigure, Median, OF_AGENCY, beside, by_agency, median, target_of_one};
pub use cases::cases;
pub use facts::{AgencyFact, ConsumerFact, CountedFact, DutyFact, EntryFact, Facts, ResponseFact, UseFact};
pub use period::{CLOSE_AFTER_DAYS, CLOSING_TOLD_DAYS, FIRST_YEAR, Period};
pub use table::{DEFINITIONS, OWED_SINCE_BEFORE, definition, definition_on};
pub use target::{Standing, TARGET_COUNT_MAX, TARGET_DAYS_MAX, TargetDraft, standing};
pub use view::{
    Closed, DESK_FIGURES, Dashboard, FIRST_FIGURES, Figure, IndicatorPage, SectorLine, Tile, TileState, due_in_month,
    months, tiles, tiles_of_past,
};

/// What is measured.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Indicator {
    EntriesInForce,
    EntriesNew,
    EntriesChanged,
    EntriesWithdrawn,
    ShareOpen,
    ShareDefault,
    ShareSpecific,
    ResponsesAnswered,
    ResponsesOnTime,
    ResponsesLate,
    ResponsesReturned,
    DaysAnswering,
    DaysAppraising,
    DaysConcluding,
    DutiesOnTime,
    DutiesLate,
    DutiesNever,
    Freshness,
    Views,
    Downloads,
    Calls,
    Searches,
    SearchesWithoutResult,
    Consumers,
    ConsumerAgencies,
    EntriesNeverUsed,
    EntriesNeverLoaded,
    EntriesIncomplete,
    AgenciesLate,
    AgenciesWithoutOfficer,
    AgenciesLapsed,
}

impl Indicator {
    /// It tells of the yearly review: of a year without one there is nothing to tell.
    pub fn is_of_review(self) -> bool {
        matches!(self, Self::ResponsesAnswered | Self::ResponsesOnTime | Self::ResponsesLate | Self::ResponsesReturned)
    }

    /// It is made of duties, each of the month in which it is due.
    pub fn is_of_duties(self) -> bool {
        matches!(self, Self::DutiesOnTime | Self::DutiesLate | Self::DutiesNever)
    }

    /// It tells of visitors and what they found: of a year before these were counted there is nothing to tell.
    pub fn is_of_counting(self) -> bool {
        matches!(self, Self::SearchesWithoutResult | Self::Consumers)
    }
}

/// How cases add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// The sum of the parts.
    Count,
    /// The different agencies that the cases name ([`Subject::Consumer`]); the parts say how much each did.
    Distinct,
    /// The sum of the parts in the sum of the wholes.
    Share,
    /// The median of the parts, in days.
    Days,
}

impl Unit {
    /// A whole number of things.
    pub fn is_count(self) -> bool {
        matches!(self, Self::Count | Self::Distinct)
    }
}

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Higher,
    Lower,
    Neutral,
}

/// Of which periods the figure can be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// What is kept tells it of every period.
    Kept,
    /// Only how it stands at the moment is known: of the running period, and of one that is over as it was noted last.
    Present,
    /// Nothing is collected for it yet.
    NotCollected,
}

/// One version of what an indicator means.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    pub indicator: Indicator,
    pub version: u16,
    pub name: &'static str,
    pub formula: &'static str,
    pub source: &'static str,
    pub unit: Unit,
    pub direction: Direction,
    pub reach: Reach,
    pub clause: ClauseRef,
    pub valid_from: Date,
    /// Last day, inclusive.
    pub valid_to: Option<Date>,
}

/// A figure, exact: a count in `part`, a share as `part` in `whole`, a median as tenths of a day in `part` of `whole`
/// cases.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    pub part: u64,
    pub whole: u64,
}

impl Amount {
    /// The figure as one number: a count, tenths of a percent ([`format::share_tenths`]), tenths of a day. Targets are written
    /// so too, but a figure is put to them as it is ([`standing`]).
    pub fn scaled(self, unit: Unit) -> u64 {
        match unit {
            Unit::Count | Unit::Distinct | Unit::Days => self.part,
            Unit::Share => format::share_tenths(self.part, self.whole),
        }
    }
}

/// `1.234`, `87,5 %`, `12,5`: one number as readers write it.
pub fn written(unit: Unit, scaled: u64) -> String {
    let tenths = |scaled: u64| match (scaled / 10, scaled % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole},{tenth}"),
    };
    match unit {
        Unit::Count | Unit::Distinct => format::number(i64::try_from(scaled).unwrap_or(i64::MAX)),
        Unit::Share => format!("{} %", tenths(scaled)),
        Unit::Days => tenths(scaled),
    }
}

/// What a case is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    Entry {
        code: EntryCode,
        name: String,
    },
    Duty {
        id: DutyId,
        code: EntryCode,
        name: String,
        kind: DutyKind,
        due_on: Date,
    },
    /// The agency's answer in the yearly review.
    Response,
    Agency,
    /// An agency that used what another one answers for.
    Consumer(AgencyRef),
    /// An agency that owes something: working days by which its answer is late, duties whose last day passed, those of them
    /// that were due before the period, calendar days since the earliest.
    Owing {
        review_days: u32,
        duties: u32,
        #[serde(default)]
        earlier: u32,
        duty_days: u32,
    },
    /// The yearly review as a whole.
    Campaign,
    /// Uses that belong to no entry.
    NoEntry,
    /// Words that found nothing; empty for those that too few visitors asked for to be told.
    Words(String),
    /// Searches that found something.
    Found,
    /// A month, by its first day.
    Month(Date),
}

/// One row behind a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub subject: Subject,
    /// Who answers for it; of what belongs to nobody the default.
    pub agency: AgencyRef,
    /// What it adds to the part: one, items, uses, days.
    pub part: u64,
    /// What it adds to the whole; 1 where the figure is none of a whole.
    pub whole: u64,
}

impl Case {
    pub(crate) fn new(subject: Subject, agency: &AgencyRef, part: u64, whole: u64) -> Self {
        Self { subject, agency: agency.clone(), part, whole }
    }
}

/// What cases add up to; `None` of a share of nothing and of the median of nothing.
pub fn total(unit: Unit, cases: &[Case]) -> Option<Amount> {
    let part = cases.iter().map(|case| case.part).sum();
    let whole = cases.iter().map(|case| case.whole).sum();
    match unit {
        Unit::Count => Some(Amount { part, whole: 1 }),
        Unit::Distinct => {
            let named = cases.iter().filter_map(|case| match &case.subject {
                Subject::Consumer(agency) => Some(&agency.id),
                _ => None,
            });
            Some(Amount { part: named.collect::<BTreeSet<_>>().len() as u64, whole: 1 })
        }
        Unit::Share => (whole > 0).then_some(Amount { part, whole }),
        Unit::Days => {
            let mut days: Vec<u64> = cases.iter().map(|case| case.part).collect();
            days.sort_unstable();
            let middle = days.len() / 2;
            let upper = *days.get(middle)?;
            let tenths = if days.len().is_multiple_of(2) { (days[middle - 1] + upper) * 5 } else { upper * 10 };
            Some(Amount { part: tenths, whole: cases.len() as u64 })
        }
    }
}

/// The figure of an indicator: what its cases add up to, where it can be told of the period.
pub fn measure(definition: &Definition, facts: &Facts) -> Option<Amount> {
    facts.tells(definition).then(|| total(definition.unit, &cases(definition.indicator, facts)))?
}

#[cfg(test)]
mod board_tests;
#[cfg(test)]
mod tests;
