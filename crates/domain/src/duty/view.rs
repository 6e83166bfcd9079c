//! Duties as pages show them.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, Month, OffsetDateTime};

use super::{Days, DutyKind, DutyState};
use crate::agency::AgencyRef;
use crate::format;
use crate::id::{DutyEventId, DutyId, EntryCode};
use crate::indicator::{FIRST_YEAR, Figure, Period};
use crate::page::Page;

/// The most duties that one act takes.
pub const DUTIES_AT_ONCE: usize = 200;
/// The most duties of one export.
pub const EXPORT_DUTIES_MAX: u64 = 50_000;

/// What somebody did with a duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DutyAction {
    Done,
    Excused,
    Reopened,
}

/// A kept file of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceFile {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// One act, with its evidence or reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyEvent {
    pub id: DutyEventId,
    pub action: DutyAction,
    pub note: String,
    pub link: String,
    pub file: Option<EvidenceFile>,
    pub by: String,
    pub at: OffsetDateTime,
}

/// One duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyRow {
    pub id: DutyId,
    pub kind: DutyKind,
    pub code: EntryCode,
    /// The entry's name in the newest edition that has it.
    pub name: String,
    /// Who answers for it today.
    pub agency: AgencyRef,
    pub starts_on: Date,
    pub ends_on: Date,
    pub days: Days,
    pub state: DutyState,
    pub days_late: i64,
    /// The document, article and clause that give the duty.
    pub document: String,
    pub article: u16,
    pub clause: u16,
    /// The number of days is the coordinator's target.
    pub is_target: bool,
    pub version: i64,
    /// What happened, the newest first.
    pub events: Vec<DutyEvent>,
    pub may_do: bool,
    pub may_excuse: bool,
    pub may_reopen: bool,
}

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum DutySort {
    /// The earliest last day first.
    #[default]
    Due,
    /// The latest last day first.
    Latest,
    /// By the entry's code.
    Entry,
}

/// Which duties are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyFilter {
    #[serde(default)]
    pub agency: String,
    #[serde(default)]
    pub entry: String,
    #[serde(default)]
    pub kind: Option<DutyKind>,
    #[serde(default)]
    pub state: Option<DutyState>,
    /// Only what is to be done yet.
    #[serde(default)]
    pub open: bool,
    /// Only what the share in time is made of ([`DutyState::is_counted`]).
    #[serde(default)]
    pub counted: bool,
    /// The year in which the last day falls.
    #[serde(default)]
    pub year: Option<i32>,
    /// The month of that year; without a year it says nothing.
    #[serde(default)]
    pub month: Option<u8>,
    #[serde(default)]
    pub sort: DutySort,
    /// Pages count from 1.
    #[serde(default)]
    pub page: u32,
}

impl DutyFilter {
    /// The filter as a query without `?`, so that every number links to its list; `page` only beyond the first.
    pub fn query(&self) -> String {
        let mut pairs = Vec::new();
        let mut pair = |name: &str, value: String| {
            if !value.is_empty() {
                pairs.push(format!("{name}={value}"));
            }
        };
        pair("agency", format::encoded(&self.agency));
        pair("entry", format::encoded(&self.entry));
        pair("kind", self.kind.map(|kind| kind.to_string()).unwrap_or_default());
        pair("state", self.state.map(|state| state.to_string()).unwrap_or_default());
        pair("open", if self.open { "1".to_owned() } else { String::new() });
        pair("counted", if self.counted { "1".to_owned() } else { String::new() });
        pair("year", self.year.map(|year| year.to_string()).unwrap_or_default());
        pair("month", self.year.and(self.month).map(|month| month.to_string()).unwrap_or_default());
        pair("sort", if self.sort == DutySort::Due { String::new() } else { self.sort.to_string() });
        pair("page", if self.page > 1 { self.page.to_string() } else { String::new() });
        pairs.join("&")
    }

    /// The filter that an address asks for; what cannot be understood narrows nothing.
    pub fn of(get: impl Fn(&str) -> Option<String>) -> Self {
        let text = |name: &str| get(name).unwrap_or_default();
        let year = text("year").parse::<Period>().ok().map(|period| period.0);
        let month = text("month").parse::<u8>().ok().filter(|month| year.is_some() && (1..=12).contains(month));
        Self {
            agency: text("agency"),
            entry: text("entry"),
            kind: text("kind").parse().ok(),
            state: text("state").parse().ok(),
            open: text("open") == "1",
            counted: text("counted") == "1",
            year,
            month,
            sort: text("sort").parse().unwrap_or_default(),
            page: text("page").parse().unwrap_or_default(),
        }
    }

    /// The first and the last day on which what is wanted may be due; `None` where no year is asked for, or none that is
    /// one.
    pub fn due(&self) -> Option<(Date, Date)> {
        let year = self.year.filter(|year| (FIRST_YEAR..=Date::MAX.year()).contains(year))?;
        let Some(month) = self.month.and_then(|month| Month::try_from(month).ok()) else {
            return Some((Period(year).first(), Period(year).last()));
        };
        let day = |day| Date::from_calendar_date(year, month, day).ok();
        day(1).zip(day(month.length(year)))
    }
}

/// The years in which duties may be due, the newest first: since the first that knows any, until the next.
pub fn due_years(today: Date) -> Vec<i32> {
    (FIRST_YEAR..=today.year() + 1).rev().collect()
}

/// How many duties stand how.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyCounts(pub Vec<(DutyState, u32)>);

impl DutyCounts {
    pub fn of(&self, state: DutyState) -> u32 {
        self.0.iter().filter(|(one, _)| *one == state).map(|(_, count)| count).sum()
    }

    pub fn add(&mut self, state: DutyState, count: u32) {
        match self.0.iter_mut().find(|(one, _)| *one == state) {
            Some((_, sum)) => *sum += count,
            None => {
                self.0.push((state, count));
                self.0.sort();
            }
        }
    }

    pub fn total(&self) -> u32 {
        self.0.iter().map(|(_, count)| count).sum()
    }

    /// Met in time, of those that are counted ([`DutyState::is_counted`]): of a year what
    /// [`crate::indicator::Indicator::DutiesOnTime`] says.
    pub fn on_time(&self) -> (u32, u32) {
        let counted = self.0.iter().filter(|(state, _)| state.is_counted());
        (self.of(DutyState::Done), counted.map(|(_, count)| count).sum())
    }

    /// `87,5 %`; a dash where nothing was due.
    pub fn on_time_share(&self) -> String {
        match self.on_time() {
            (_, 0) => "–".to_owned(),
            (met, due) => format::percent(met, due),
        }
    }
}

/// The duties of one kind of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyCell {
    pub kind: DutyKind,
    pub counts: DutyCounts,
}

/// A row of the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyDuties {
    pub agency: AgencyRef,
    pub cells: Vec<DutyCell>,
    pub counts: DutyCounts,
}

/// The board: agency by kind of duty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyBoard {
    pub at: OffsetDateTime,
    pub rows: Vec<AgencyDuties>,
    pub counts: DutyCounts,
    /// Sees every agency's duties, not only those of one.
    pub watches: bool,
    /// For who watches: what else the coordinator follows, of the running year (articles 14.2, 16.2).
    pub figures: Vec<Figure>,
    /// May see every likely duplicate of the catalog (article 5.3).
    pub sees_overlaps: bool,
    /// The year in which what is counted is due; `None`: every year.
    pub year: Option<i32>,
    /// The years to choose from, the newest first.
    pub years: Vec<i32>,
}

/// A list of duties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyList {
    pub duties: Page<DutyRow>,
    /// The agencies that have duties, for the filter, by name.
    pub agencies: Vec<AgencyRef>,
    pub watches: bool,
    /// May urge an agency for what is late.
    pub urges: bool,
    /// The years to choose from, the newest first.
    pub years: Vec<i32>,
}

impl DutyBoard {
    /// The rows that have duties of a kind that stand so, with these alone, in an order: by name, `late` the most that is
    /// late first, `share` the lowest share in time first.
    pub fn arranged(&self, kind: Option<DutyKind>, state: Option<DutyState>, order: &str) -> Vec<AgencyDuties> {
        let narrowed = |row: &AgencyDuties| {
            let mut counts = DutyCounts::default();
            let mut cells = Vec::new();
            for cell in row.cells.iter().filter(|cell| kind.is_none_or(|kind| kind == cell.kind)) {
                let kept = cell.counts.0.iter().filter(|(one, _)| state.is_none_or(|state| state == *one));
                let kept = DutyCounts(kept.copied().collect());
                kept.0.iter().for_each(|(state, count)| counts.add(*state, *count));
                cells.push(DutyCell { kind: cell.kind, counts: kept });
            }
            AgencyDuties { agency: row.agency.clone(), cells, counts }
        };
        let mut rows: Vec<AgencyDuties> = self.rows.iter().map(narrowed).filter(|row| row.counts.total() > 0).collect();
        match order {
            "late" => rows.sort_by_key(|row| std::cmp::Reverse(row.counts.of(DutyState::Late))),
            "share" => rows.sort_by_key(|row| {
                let (met, due) = row.counts.on_time();
                // As it is told; those with nothing due come last.
                if due == 0 { 1_001 } else { format::share_tenths(met.into(), due.into()) }
            }),
            _ => {}
        }
        rows
    }
}
