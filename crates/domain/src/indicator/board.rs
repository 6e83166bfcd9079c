//! An agency's own board: its figures beside the middle of those of its tier (articles 2.1, 14.2, 18.1).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter};
use time::OffsetDateTime;

use super::{Advice, Amount, Case, Closed, Definition, Direction, Figure, Indicator, Period, Unit, total};
use crate::agency::{AgencyRef, Tier};
use crate::format;
use crate::id::AgencyId;

/// What is told of one agency, in the order in which it is shown; the other indicators say something of the province alone.
pub const OF_AGENCY: [Indicator; 13] = [
    Indicator::DutiesOnTime,
    Indicator::DutiesNever,
    Indicator::DutiesLate,
    Indicator::Freshness,
    Indicator::ResponsesOnTime,
    Indicator::DaysAnswering,
    Indicator::EntriesInForce,
    Indicator::ShareOpen,
    Indicator::EntriesNeverUsed,
    Indicator::Views,
    Indicator::Downloads,
    Indicator::Calls,
    Indicator::ConsumerAgencies,
];

/// The middle of the figures of a tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Median {
    /// Twice the middle, scaled as [`Amount::scaled`]: that of an even number of figures may lie halfway between two.
    pub twice: u64,
    /// Agencies that it was taken over, the agency itself among them.
    pub agencies: u32,
}

impl Median {
    /// `87,5 %`, `2,5`.
    pub fn written(self, unit: Unit) -> String {
        let half = if self.twice.is_multiple_of(2) { "" } else { ",5" };
        match unit {
            Unit::Count | Unit::Distinct => {
                format!("{}{half}", format::number(i64::try_from(self.twice / 2).unwrap_or(i64::MAX)))
            }
            Unit::Share => super::written(unit, format::share_tenths(self.twice, 2_000)),
            Unit::Days => super::written(unit, self.twice.div_ceil(2)),
        }
    }
}

/// How an agency's figure stands to the middle of its tier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Beside {
    Better,
    Same,
    Worse,
}

/// A figure of an agency, and the middle of its tier; `None` where no other agency of the tier has such a figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardFigure {
    pub figure: Figure,
    pub median: Option<Median>,
    pub beside: Option<Beside>,
}

/// The board of an agency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyBoard {
    pub period: Period,
    pub periods: Vec<Period>,
    pub agency: AgencyRef,
    pub tier: Tier,
    /// The agencies to choose from, by name; empty for who sees their own alone.
    pub agencies: Vec<AgencyRef>,
    pub at: OffsetDateTime,
    pub closed: Option<Closed>,
    pub figures: Vec<BoardFigure>,
    /// What to do, the most effective first; nothing of a period that was closed.
    pub advice: Vec<Advice>,
}

/// The province's target, where it says something to one agency: a share and a number of days do, a sum does not.
pub fn target_of_one(unit: Unit, target: Option<u64>) -> Option<u64> {
    target.filter(|_| !unit.is_count())
}

/// The figure of each agency, from the cases of the province. A share and a median have those with cases; a count has all
/// of `counted`, with nothing where there is no case.
pub fn by_agency(unit: Unit, cases: &[Case], counted: &BTreeSet<AgencyId>) -> BTreeMap<AgencyId, Amount> {
    let mut own: BTreeMap<&AgencyId, Vec<Case>> = BTreeMap::new();
    for case in cases {
        own.entry(&case.agency.id).or_default().push(case.clone());
    }
    let mut figures: BTreeMap<AgencyId, Amount> = BTreeMap::new();
    if unit.is_count() {
        figures.extend(counted.iter().map(|id| (id.clone(), Amount { part: 0, whole: 1 })));
    }
    for (id, cases) in own {
        if let Some(amount) = total(unit, &cases) {
            figures.insert(id.clone(), amount);
        }
    }
    figures
}

/// The middle of the figures of some agencies; `None` of fewer than two.
pub fn median(unit: Unit, figures: &BTreeMap<AgencyId, Amount>, of: &BTreeSet<AgencyId>) -> Option<Median> {
    let mut scaled: Vec<u64> =
        figures.iter().filter(|(id, _)| of.contains(*id)).map(|(_, one)| one.scaled(unit)).collect();
    if scaled.len() < 2 {
        return None;
    }
    scaled.sort_unstable();
    let middle = scaled.len() / 2;
    let low = if scaled.len().is_multiple_of(2) { middle - 1 } else { middle };
    Some(Median { twice: scaled[low] + scaled[middle], agencies: u32::try_from(scaled.len()).unwrap_or(u32::MAX) })
}

/// How a figure stands to the middle; nothing where neither way is better.
pub fn beside(definition: &Definition, amount: Option<Amount>, median: Option<Median>) -> Option<Beside> {
    let (figure, middle) = (amount?.scaled(definition.unit) * 2, median?.twice);
    let higher = match definition.direction {
        Direction::Higher => figure > middle,
        Direction::Lower => figure < middle,
        Direction::Neutral => return None,
    };
    Some(match (figure == middle, higher) {
        (true, _) => Beside::Same,
        (false, true) => Beside::Better,
        (false, false) => Beside::Worse,
    })
}
