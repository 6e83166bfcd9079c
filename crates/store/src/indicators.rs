//! Indicators: the leaders' screen, the list behind each of its figures, targets, and the closing of a period
//! (articles 13.1, 14.2, 14.4).
//!
//! A period that runs, or is over and not closed, is computed from the rows, at most once a minute and again after every
//! audited change; one that was closed is read as it was kept.

mod absence;
mod board;
mod closing;
mod facts;
mod list;
mod map;
mod periods;
mod present;
mod told;

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::id::AgencyId;
use domain::indicator::{
    Amount, Case, Closed, DESK_FIGURES, Dashboard, Facts, Figure, Indicator, Period, Unit, cases, definition,
    definition_on, measure, months, standing, target_of_one, total,
};
use domain::policy::{Act, authorize};
use domain::text::sort_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use strum::IntoEnumIterator;
use time::{Date, OffsetDateTime};

use present::Seen;

use crate::entity::{audit, indicator_period, indicator_target, indicator_value};
use crate::reference::AgencyBook;
use crate::{Error, Result, Store};

/// Late agencies on the screen; the number links to all.
const LATE_MAX: usize = 8;

/// What a period's computed figures are kept by: the period, the day, the last audited change, and the minute (uses are
/// not audited).
pub(crate) type WholeKey = (Period, Date, i64, i64);

/// The province's figures of a period, computed.
pub(crate) struct Whole {
    facts: Facts,
    /// Of a period that is over: what only the present told, as it was noted last.
    seen: BTreeMap<Indicator, Seen>,
    amounts: Figures,
    months: Vec<Option<Amount>>,
}

impl Whole {
    fn of(facts: Facts, seen: BTreeMap<Indicator, Seen>) -> Self {
        let amounts = figures_of(&facts, &seen, None);
        Self { amounts, months: months_of(&facts), seen, facts }
    }

    /// The rows behind a figure, of the province or of an agency.
    fn cases(&self, indicator: Indicator, agency: Option<&AgencyId>) -> Vec<Case> {
        match (self.seen.get(&indicator), agency) {
            (Some(seen), _) => cases_of(&seen.cases, agency),
            (None, None) => cases(indicator, &self.facts),
            (None, Some(id)) => cases(indicator, &self.facts.of(id)),
        }
    }
}

/// The periods to choose from: of an agency those in which it was one, and the one that is `shown`.
fn periods_of(book: &AgencyBook, agency: Option<&AgencyId>, shown: Period, today: Date) -> Vec<Period> {
    let was_there = |period: Period| {
        agency.is_none_or(|id| book.was_there(id, (period.first(), period.until(today)))) || period == shown
    };
    Period::all(today).into_iter().filter(|period| was_there(*period)).collect()
}

/// The agencies to choose from on a day, by name: those that the review asks, and the one that is shown, which may be none
/// any more.
fn choice(book: &AgencyBook, shown: Option<&AgencyId>, day: Date) -> Vec<AgencyRef> {
    let reviewed = book.valid_on(day).filter(|one| one.is_reviewed());
    let mut agencies: Vec<AgencyRef> = reviewed.map(|one| book.refer(&one.id, day)).collect();
    if let Some(id) = shown.filter(|id| agencies.iter().all(|one| one.id != **id)) {
        agencies.push(book.refer(id, day));
    }
    agencies.sort_by_cached_key(|one| sort_key(&one.name));
    agencies
}

fn cases_of(all: &[Case], agency: Option<&AgencyId>) -> Vec<Case> {
    all.iter().filter(|case| agency.is_none_or(|id| case.agency.id == *id)).cloned().collect()
}

/// The figures that facts give, those of an agency where they are of one, and beside them what was noted.
fn figures_of(facts: &Facts, seen: &BTreeMap<Indicator, Seen>, agency: Option<&AgencyId>) -> Figures {
    let figure = |indicator| {
        let told = match (seen.get(&indicator), agency) {
            (Some(seen), None) => (seen.version, Some(seen.amount)),
            (Some(seen), Some(_)) => {
                let unit = definition(indicator, seen.version).map_or(Unit::Count, |definition| definition.unit);
                (seen.version, total(unit, &cases_of(&seen.cases, agency)))
            }
            (None, _) => {
                let definition = definition_on(indicator, facts.period.until(facts.today));
                (definition.version, measure(definition, facts))
            }
        };
        (indicator, told)
    };
    Indicator::iter().map(figure).collect()
}

fn months_of(facts: &Facts) -> Vec<Option<Amount>> {
    months(&cases(Indicator::DutiesOnTime, facts), facts.today)
}

/// Figures of a period by indicator, with the version of the definition.
type Figures = BTreeMap<Indicator, (u16, Option<Amount>)>;

/// Where a period's figures come from.
enum Source {
    Live(Arc<Whole>),
    /// As they were kept when the period was closed.
    Kept(indicator_period::Model),
}

impl Source {
    fn at(&self) -> OffsetDateTime {
        match self {
            Self::Live(whole) => whole.facts.at,
            Self::Kept(period) => period.closed_at,
        }
    }

    fn closed(&self) -> Option<Closed> {
        match self {
            Self::Live(_) => None,
            Self::Kept(period) => Some(Closed { at: period.closed_at, by: period.closed_by.clone() }),
        }
    }
}

impl Store {
    /// The leaders' screen of a period: of the province, or of one agency.
    ///
    /// # Errors
    /// Hidden from all but those who watch; [`Error::NotFound`] of a period to come, and of an agency that was none in the
    /// period ([`Store::absence`]).
    pub async fn dashboard(&self, actor: &Actor, period: Period, agency: Option<&AgencyId>) -> Result<Dashboard> {
        authorize(actor, &Act::SeeLeaders)?;
        self.screen(actor, period, agency).await
    }

    /// The same for who may see it.
    async fn screen(&self, actor: &Actor, period: Period, agency: Option<&AgencyId>) -> Result<Dashboard> {
        let source = self.source(actor, period).await?;
        let before = match period.before() {
            before if before.0 >= domain::indicator::FIRST_YEAR => Some(self.source(actor, before).await?),
            _ => None,
        };
        let book = self.book().await?;
        let until = period.until(actor.today());
        if let Some(id) = agency
            && self.is_absent(&source, (period, actor.today()), id).await?
        {
            return Err(Error::NotFound);
        }
        let (figures, months) = self.told(&source, period, agency).await?;
        let (figures_before, months_before) =
            self.told_before(before.as_ref(), (period, actor.today()), agency).await?;
        let targets = self.targets(actor, period, agency).await?;
        let mut late = self.listed_cases(&source, Indicator::AgenciesLate, agency).await?;
        let tells_late = matches!(figures.get(&Indicator::AgenciesLate), Some((_, Some(_))));
        let tiles = match agency {
            None if tells_late => self.map(actor, &source, period, &late).await?,
            _ => Vec::new(),
        };
        let closes_on = match &source {
            Source::Live(_) => self.closes_on(period, actor.today()).await?,
            Source::Kept(_) => None,
        };
        let noted = self.noted_from().await?;
        let late_total = u32::try_from(late.len()).unwrap_or(u32::MAX);
        late.truncate(LATE_MAX);
        let figure = |indicator| figure_of(indicator, &figures, &figures_before, &targets, &noted);
        Ok(Dashboard {
            period,
            periods: periods_of(&book, agency, period, actor.today()),
            agency: agency.map(|id| book.refer(id, until)),
            agencies: choice(&book, agency, until),
            at: source.at(),
            closed: source.closed(),
            may_close: matches!(source, Source::Live(_))
                && period.is_over(actor.today())
                && authorize(actor, &Act::ManageIndicators).is_ok(),
            closes_on,
            figures: Indicator::iter().filter_map(figure).collect(),
            late,
            late_total,
            months,
            months_before,
            tiles,
        })
    }

    /// What the coordinator follows beside the duties, of the running year; nothing for who does not watch.
    pub(crate) async fn desk_figures(&self, actor: &Actor) -> Result<Vec<Figure>> {
        if authorize(actor, &Act::SeeLeaders).is_err() {
            return Ok(Vec::new());
        }
        let page = self.screen(actor, Period::of(actor.today()), None).await?;
        Ok(DESK_FIGURES.iter().filter_map(|one| page.figure(*one).cloned()).collect())
    }

    /// The province's screen, with so many of the late: for the weekly letter.
    pub(crate) async fn screen_with_late(
        &self,
        actor: &Actor,
        period: Period,
        most: usize,
    ) -> Result<(Dashboard, Vec<Case>)> {
        let page = self.screen(actor, period, None).await?;
        let source = self.source(actor, period).await?;
        let mut late = self.listed_cases(&source, Indicator::AgenciesLate, None).await?;
        late.truncate(most);
        Ok((page, late))
    }

    async fn source(&self, actor: &Actor, period: Period) -> Result<Source> {
        if !Period::all(actor.today()).contains(&period) {
            return Err(Error::NotFound);
        }
        let closed = indicator_period::Entity::find_by_id(period.0).one(self.read()).await?;
        match closed {
            Some(closed) => Ok(Source::Kept(closed)),
            None => Ok(Source::Live(self.whole(actor, period).await?)),
        }
    }

    /// The figures of a period that is not closed.
    async fn whole(&self, actor: &Actor, period: Period) -> Result<Arc<Whole>> {
        let key = (period, actor.today(), self.last_change().await?, actor.at.unix_timestamp() / 60);
        self.inner.indicators.get(key, async || self.computed(actor, period).await).await
    }

    async fn computed(&self, actor: &Actor, period: Period) -> Result<Whole> {
        let seen = if period.is_over(actor.today()) { self.seen_present(period).await? } else { BTreeMap::new() };
        Ok(Whole::of(self.facts(actor, period).await?, seen))
    }

    /// The number of the last audited change.
    async fn last_change(&self) -> Result<i64> {
        let last = audit::Entity::find().select_only().column_as(audit::Column::Seq.max(), "last");
        let last: Option<Option<i64>> = last.into_tuple().one(self.read()).await?;
        Ok(last.flatten().unwrap_or(0))
    }

    /// The figures of a period, and its duties in time by month.
    async fn told(
        &self,
        source: &Source,
        period: Period,
        agency: Option<&AgencyId>,
    ) -> Result<(Figures, Vec<Option<Amount>>)> {
        match source {
            Source::Live(whole) => Ok(match agency.map(|id| whole.facts.of(id)) {
                Some(facts) => (figures_of(&facts, &whole.seen, agency), months_of(&facts)),
                None => (whole.amounts.clone(), whole.months.clone()),
            }),
            Source::Kept(_) => {
                let figures = self.kept_figures(period, agency).await?;
                let duties = self.listed_cases(source, Indicator::DutiesOnTime, agency).await?;
                Ok((figures, months(&duties, period.last())))
            }
        }
    }

    /// The same of the period before; nothing of an agency that was none in it.
    async fn told_before(
        &self,
        before: Option<&Source>,
        (period, today): (Period, Date),
        agency: Option<&AgencyId>,
    ) -> Result<(Figures, Vec<Option<Amount>>)> {
        let period = period.before();
        let is_absent = match (before, agency) {
            (Some(before), Some(id)) => self.is_absent(before, (period, today), id).await?,
            _ => false,
        };
        match before.filter(|_| !is_absent) {
            Some(before) => self.told(before, period, agency).await,
            None => Ok((Figures::new(), vec![None; 12])),
        }
    }

    async fn kept_figures(&self, period: Period, agency: Option<&AgencyId>) -> Result<Figures> {
        use indicator_value::Column as C;
        let rows = indicator_value::Entity::find().filter(C::Year.eq(period.0)).select_only();
        let rows: Vec<(String, i32, Option<i64>, Option<i64>)> =
            rows.columns([C::Indicator, C::Definition, C::Part, C::Whole]).into_tuple().all(self.read()).await?;
        let asked = match agency {
            Some(id) => !self.kept_cases(period, Indicator::ResponsesAnswered, Some(id)).await?.is_empty(),
            None => true,
        };
        let mut figures = BTreeMap::new();
        for (code, version, part, whole) in rows {
            // An indicator that is told no more has no place on the page.
            let Ok(indicator) = code.parse::<Indicator>() else { continue };
            let version = u16::try_from(version).unwrap_or(0);
            let number = |value: i64| u64::try_from(value).unwrap_or(0);
            let mut amount = part.zip(whole).map(|(part, whole)| Amount { part: number(part), whole: number(whole) });
            if let (Some(id), Some(definition)) = (agency, definition(indicator, version)) {
                // Visitors and their searches are the province's: an agency has none of its own, not nobody.
                let is_its_own = !indicator.is_of_counting() && (asked || !indicator.is_of_review());
                let told = amount.is_some() && is_its_own;
                let cases = self.kept_cases(period, indicator, Some(id)).await?;
                amount = told.then(|| total(definition.unit, &cases)).flatten();
            }
            figures.insert(indicator, (version, amount));
        }
        Ok(figures)
    }

    async fn kept_cases(&self, period: Period, indicator: Indicator, agency: Option<&AgencyId>) -> Result<Vec<Case>> {
        let row = indicator_value::Entity::find_by_id((period.0, indicator.to_string())).one(self.read()).await?;
        let Some(row) = row else { return Ok(Vec::new()) };
        let cases: Vec<Case> = serde_json::from_str(&row.cases)
            .map_err(|error| Error::Corrupt(format!("indicator_value {period} {indicator}: {error}")))?;
        Ok(cases_of(&cases, agency))
    }

    /// The rows behind a figure.
    async fn listed_cases(
        &self,
        source: &Source,
        indicator: Indicator,
        agency: Option<&AgencyId>,
    ) -> Result<Vec<Case>> {
        match source {
            Source::Live(whole) => Ok(whole.cases(indicator, agency)),
            Source::Kept(period) => self.kept_cases(Period(period.year), indicator, agency).await,
        }
    }

    /// The targets of a period. They are the province's; of an agency those that say something to one.
    async fn targets(
        &self,
        actor: &Actor,
        period: Period,
        agency: Option<&AgencyId>,
    ) -> Result<BTreeMap<Indicator, u64>> {
        let rows = indicator_target::Entity::find().filter(indicator_target::Column::Year.eq(period.0));
        let targets = rows.all(self.read()).await?.into_iter().filter_map(|row| {
            let indicator: Indicator = row.indicator.parse().ok()?;
            let amount = u64::try_from(row.amount?).ok();
            let unit = definition_on(indicator, period.until(actor.today())).unit;
            let amount = if agency.is_some() { target_of_one(unit, amount) } else { amount };
            Some((indicator, amount?))
        });
        Ok(targets.collect())
    }
}

fn figure_of(
    indicator: Indicator,
    figures: &Figures,
    before: &Figures,
    targets: &BTreeMap<Indicator, u64>,
    noted: &BTreeMap<Indicator, Date>,
) -> Option<Figure> {
    let (version, amount) = *figures.get(&indicator)?;
    let target = targets.get(&indicator).copied();
    Some(Figure {
        indicator,
        version,
        amount,
        before: before.get(&indicator).and_then(|(_, amount)| *amount),
        target,
        standing: standing(definition(indicator, version)?, amount, target),
        noted_from: noted.get(&indicator).copied(),
    })
}
