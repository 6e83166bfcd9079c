//! Figures as pages show them.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use time::{Date, OffsetDateTime};

use super::{Amount, Case, Facts, Indicator, Period, Standing, Subject, Unit, total};
use crate::agency::{AgencyRef, DRAWN_SINCE, Place, Tier, place_of};
use crate::catalog::Named;
use crate::duty::DutyState;
use crate::format::local_date;
use crate::id::AgencyId;
use crate::page::Page;

/// One figure with what it is measured by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub indicator: Indicator,
    /// The version of the definition that it was made by.
    pub version: u16,
    pub amount: Option<Amount>,
    /// Of the period before.
    pub before: Option<Amount>,
    /// Scaled, as [`Amount::scaled`].
    pub target: Option<u64>,
    pub standing: Standing,
    /// Of what only the present tells: the first day on which it was noted.
    #[serde(default)]
    pub noted_from: Option<Date>,
}

impl Figure {
    /// Why there is no figure of a period: the first day on which it was noted, after that period. `amount`: the figure.
    pub fn not_noted(&self, period: Period, amount: Option<Amount>) -> Option<Date> {
        self.noted_from.filter(|day| amount.is_none() && period.is_over(*day))
    }
}

/// What the leaders' screen and their weekly letter tell first.
pub const FIRST_FIGURES: [Indicator; 6] = [
    Indicator::EntriesInForce,
    Indicator::DutiesOnTime,
    Indicator::ShareOpen,
    Indicator::ResponsesAnswered,
    Indicator::DutiesNever,
    Indicator::AgenciesWithoutOfficer,
];

/// What the coordinator follows beside the duties.
pub const DESK_FIGURES: [Indicator; 9] = [
    Indicator::ResponsesAnswered,
    Indicator::ResponsesReturned,
    Indicator::EntriesIncomplete,
    Indicator::EntriesNeverLoaded,
    Indicator::Freshness,
    Indicator::AgenciesWithoutOfficer,
    Indicator::AgenciesLapsed,
    Indicator::EntriesNeverUsed,
    Indicator::SearchesWithoutResult,
];

/// When a period was closed, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub at: OffsetDateTime,
    /// Empty where the clock closed it.
    pub by: String,
}

/// How an agency stands on the map.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Display,
    EnumString,
    strum::EnumIter,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TileState {
    Late,
    DueSoon,
    /// Nothing that it owes is late or due soon.
    Fine,
    /// Nothing was asked of it in the period.
    NotAsked,
}

/// An agency on the map.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tile {
    pub agency: AgencyRef,
    pub tier: Tier,
    pub state: TileState,
    /// Where it is on the map: of communes.
    pub place: Option<Place>,
}

/// The leaders' screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    pub period: Period,
    /// The periods to choose from, the newest first.
    pub periods: Vec<Period>,
    /// The agency that the figures are of; `None`: the province.
    pub agency: Option<AgencyRef>,
    /// The agencies to choose from, by name.
    pub agencies: Vec<AgencyRef>,
    /// When the figures were computed.
    pub at: OffsetDateTime,
    pub closed: Option<Closed>,
    /// The period is over and its figures may be closed by this person.
    pub may_close: bool,
    /// The day on which the clock closes it; `None` of a period that it leaves to a hand.
    pub closes_on: Option<Date>,
    /// Every indicator, in the order of the table.
    pub figures: Vec<Figure>,
    /// Agencies that owe something past its day, the longest first, and how many there are.
    pub late: Vec<Case>,
    pub late_total: u32,
    /// Duties in time by the month in which they were due, of this period and of the one before.
    pub months: Vec<Option<Amount>>,
    pub months_before: Vec<Option<Amount>>,
    /// The map, of the province alone; empty where nothing tells how the agencies stood.
    pub tiles: Vec<Tile>,
}

impl Dashboard {
    pub fn figure(&self, indicator: Indicator) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.indicator == indicator)
    }

    /// The period was over when the figures were computed.
    pub fn is_over(&self) -> bool {
        self.period.is_over(local_date(self.at))
    }
}

/// The entries in force of a sector.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectorLine {
    /// With an empty id the entries of which no sector is known.
    pub sector: Named,
    pub entries: u32,
    /// Items whose widest form is open, in all items.
    pub open: Amount,
}

/// One indicator with the list behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndicatorPage {
    pub period: Period,
    pub periods: Vec<Period>,
    pub agency: Option<AgencyRef>,
    pub at: OffsetDateTime,
    pub closed: Option<Closed>,
    pub figure: Figure,
    pub cases: Page<Case>,
    /// Where the list is of one month alone: which, and what its rows add up to.
    #[serde(default)]
    pub month: Option<(u8, Option<Amount>)>,
    /// Of the entries in force: the whole list by sector, the most first.
    #[serde(default)]
    pub sectors: Vec<SectorLine>,
    /// The version of the target's row, where the person may set one; 0 where there is none yet.
    pub sets_target: Option<i64>,
}

impl IndicatorPage {
    /// The period was over when the figure was computed.
    pub fn is_over(&self) -> bool {
        self.period.is_over(local_date(self.at))
    }
}

/// Duties in time by the month in which they were due, from their cases. A month that is still to come says nothing on
/// `today`: of what is due in it, only what was done before its time counts.
pub fn months(duties: &[Case], today: Date) -> Vec<Option<Amount>> {
    let month = |day: Date| (day.year(), u8::from(day.month()));
    let mut by_month: Vec<Vec<Case>> = vec![Vec::new(); 12];
    for case in duties {
        if let Subject::Duty { due_on, .. } = &case.subject
            && month(*due_on) <= month(today)
        {
            by_month[usize::from(u8::from(due_on.month())) - 1].push(case.clone());
        }
    }
    by_month.iter().map(|cases| total(Unit::Share, cases)).collect()
}

/// The duties of a list whose last day lies in a month.
pub fn due_in_month(duties: Vec<Case>, month: u8) -> Vec<Case> {
    let is_of_it =
        |case: &Case| matches!(&case.subject, Subject::Duty { due_on, .. } if u8::from(due_on.month()) == month);
    duties.into_iter().filter(is_of_it).collect()
}

/// How the agencies of the province stand today.
pub fn tiles(facts: &Facts, owing: &[Case]) -> Vec<Tile> {
    let soon = facts.duties.iter().filter(|duty| duty.state == DutyState::DueSoon).map(|duty| &duty.agency.id);
    let asked = (facts.duties.iter().map(|duty| &duty.agency.id))
        .chain(facts.responses.iter().map(|response| &response.agency.id));
    let agencies = facts.agencies.iter().map(|one| (one.agency.clone(), one.tier)).collect();
    tiles_by(facts.period, agencies, owing, &soon.collect(), &asked.collect())
}

/// How the agencies of its last day stand with what a period that is over asked of them: from the lists of those that owe
/// something, and of what was asked.
pub fn tiles_of_past(period: Period, agencies: Vec<(AgencyRef, Tier)>, owing: &[Case], asked: &[Case]) -> Vec<Tile> {
    tiles_by(period, agencies, owing, &BTreeSet::new(), &asked.iter().map(|case| &case.agency.id).collect())
}

fn tiles_by(
    period: Period,
    agencies: Vec<(AgencyRef, Tier)>,
    owing: &[Case],
    soon: &BTreeSet<&AgencyId>,
    asked: &BTreeSet<&AgencyId>,
) -> Vec<Tile> {
    let late: BTreeSet<_> = owing.iter().map(|case| &case.agency.id).collect();
    let is_drawn = period.last() >= DRAWN_SINCE;
    let rows = agencies.into_iter().map(|(agency, tier)| {
        let id = &agency.id;
        let state = match () {
            () if late.contains(id) => TileState::Late,
            () if soon.contains(id) => TileState::DueSoon,
            () if asked.contains(id) => TileState::Fine,
            () => TileState::NotAsked,
        };
        let place = is_drawn.then(|| place_of(&agency.name)).flatten();
        Tile { agency, tier, state, place }
    });
    let mut rows: Vec<Tile> = rows.collect();
    rows.sort_by_key(|tile| tile.tier);
    rows
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::indicator::written;

    #[test]
    fn a_figure_of_the_present_says_since_when_it_is_noted() {
        let figure = |noted_from| Figure {
            indicator: Indicator::AgenciesLapsed,
            version: 1,
            amount: None,
            before: None,
            target: None,
            standing: Standing::NoFigure,
            noted_from,
        };
        let day = date!(2026 - 03 - 02);
        let some = Some(Amount { part: 1, whole: 1 });
        for (noted_from, year, amount, told) in [
            (Some(day), 2025, None, Some(day)),
            (Some(day), 2025, some, None),
            (Some(day), 2026, None, None),
            (Some(day), 2027, None, None),
            (None, 2025, None, None),
        ] {
            assert_eq!(figure(noted_from).not_noted(Period(year), amount), told, "{noted_from:?} {year} {amount:?}");
        }
    }

    #[test]
    fn figures_are_written_as_readers_write_them() {
        assert_eq!(written(Unit::Share, Amount { part: 2, whole: 3 }.scaled(Unit::Share)), "66,7 %");
        assert_eq!(written(Unit::Share, 1000), "100 %");
        assert_eq!(written(Unit::Count, 12_345), "12.345");
        assert_eq!(written(Unit::Days, 175), "17,5");
    }
}
