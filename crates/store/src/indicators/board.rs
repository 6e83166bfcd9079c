//! An agency's own board: its figures beside the middle of its tier, and what to do first.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::id::AgencyId;
use domain::indicator::{
    Advice, AgencyBoard, Amount, BoardFigure, Facts, Indicator, OF_AGENCY, Period, advice, beside, by_agency,
    definition, median,
};
use domain::policy::{Act, authorize};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Figures, Source, choice, figure_of, periods_of};
use crate::campaign::annual;
use crate::entity::{campaign, response};
use crate::review_rows::campaign_stage;
use crate::{Error, Result, Store};

/// The figures of all agencies in a period, by indicator, with the version of the definition.
type OfAll = BTreeMap<Indicator, (u16, BTreeMap<AgencyId, Amount>)>;

impl Store {
    /// The board of an agency in a period: of one's own where none is named.
    ///
    /// # Errors
    /// Refused to anonymous visitors; another agency's is hidden from all but those who watch; [`Error::NotFound`] of a
    /// period to come, of an agency that was none then, and where none is named and there is none of one's own.
    pub async fn agency_board(&self, actor: &Actor, period: Period, agency: Option<&AgencyId>) -> Result<AgencyBoard> {
        authorize(actor, &Act::SeeCampaign)?;
        let watches = authorize(actor, &Act::SeeLeaders).is_ok();
        let until = period.until(actor.today());
        let book = self.book().await?;
        let reviewed: Vec<_> = book.valid_on(until).filter(|one| one.is_reviewed()).collect();
        let agencies = choice(&book, None, until);
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref()).map(|agency| &agency.id);
        // Who watches and answers for nobody, or for an agency that was none then, begins with the first.
        let is_there = |id: &AgencyId| book.on(id, until).is_some_and(|agency| agency.is_valid_on(until));
        let own = own.filter(|id| !watches || is_there(id));
        let first = || agencies.first().map(|one| &one.id).filter(|_| watches);
        let id = agency.or(own).or_else(first).ok_or(Error::NotFound)?;
        authorize(actor, &Act::SeeDuties(id))?;
        let tier = book.on(id, until).ok_or(Error::NotFound)?.tier;
        let peers: BTreeSet<AgencyId> =
            reviewed.iter().filter(|one| one.tier == tier).map(|one| one.id.clone()).collect();
        let source = self.source(actor, period).await?;
        // Whose own agency ended finds its board empty, and is not sent away.
        if agency.is_some() && self.is_absent(&source, (period, actor.today()), id).await? {
            return Err(Error::NotFound);
        }
        let all = self.of_all(&source, period, &peers, id).await?;
        let mut before = Figures::new();
        if period.before().0 >= domain::indicator::FIRST_YEAR {
            let last = self.source(actor, period.before()).await?;
            before = self.told_before(Some(&last), (period, actor.today()), Some(id)).await?.0;
        }
        let targets = self.targets(actor, period, Some(id)).await?;
        let figure = |indicator| board_figure(indicator, id, &peers, &all, &before, &targets);
        let advice = match &source {
            Source::Live(whole) => self.advised(actor, &whole.facts.of(id), id).await?,
            Source::Kept(_) => Vec::new(),
        };
        Ok(AgencyBoard {
            period,
            periods: periods_of(&book, Some(id), period, actor.today()),
            agency: book.refer(id, until),
            tier,
            at: source.at(),
            closed: source.closed(),
            figures: OF_AGENCY.into_iter().filter_map(figure).collect(),
            advice,
            agencies: if watches { choice(&book, Some(id), until) } else { Vec::new() },
        })
    }

    /// What an agency should do. In the running year what it owes of any year before is among it: it moves the figures of
    /// its own year until these are closed, and remains to be done after.
    async fn advised(&self, actor: &Actor, own: &Facts, id: &AgencyId) -> Result<Vec<Advice>> {
        let mut unanswered = self.unanswered(own.period, id).await?;
        if own.period.is_over(actor.today()) {
            unanswered.retain(|period| *period == own.period);
        }
        let owed = own.overdue.iter().map(|duty| Period::of(duty.due_on)).chain(unanswered.iter().copied());
        let owed: BTreeSet<Period> = owed.filter(|period| *period < own.period).collect();
        let mut earlier = Vec::new();
        for period in Period::all(actor.today()).into_iter().filter(|period| owed.contains(period)) {
            if let Source::Live(whole) = self.source(actor, period).await? {
                earlier.push(whole.facts.of(id));
            }
        }
        Ok(advice(own, &earlier, &unanswered))
    }

    /// The yearly reviews, of a year and of earlier ones, that still take an agency's answers.
    async fn unanswered(&self, until: Period, id: &AgencyId) -> Result<Vec<Period>> {
        let mut open = Vec::new();
        for row in annual().filter(campaign::Column::Year.lte(until.0)).all(self.read()).await? {
            if !campaign_stage(&row)?.takes_answers() {
                continue;
            }
            let asked = response::Entity::find()
                .filter(response::Column::CampaignYear.eq(row.year))
                .filter(response::Column::AgencyId.eq(id.as_str()))
                .filter(response::Column::FirstSubmittedAt.is_null());
            open.extend(asked.one(self.read()).await?.map(|_| Period(row.year)));
        }
        Ok(open)
    }

    /// The figures of the agency and of its peers. A count of entries or of what they owe and bring is of those alone that
    /// have entries: beside an agency without, anybody is busy.
    async fn of_all(
        &self,
        source: &Source,
        period: Period,
        peers: &BTreeSet<AgencyId>,
        id: &AgencyId,
    ) -> Result<OfAll> {
        let owning: BTreeSet<AgencyId> = self
            .listed_cases(source, Indicator::EntriesInForce, None)
            .await?
            .into_iter()
            .map(|case| case.agency.id)
            .chain([id.clone()])
            .collect();
        let everybody: BTreeSet<AgencyId> = peers.iter().cloned().chain([id.clone()]).collect();
        let (province, _) = self.told(source, period, None).await?;
        let mut all = OfAll::new();
        for indicator in OF_AGENCY {
            let Some((version, amount)) = province.get(&indicator).copied() else { continue };
            let Some(definition) = definition(indicator, version) else { continue };
            // What is not told of the province is told of nobody.
            let of_each = match amount {
                Some(_) => {
                    let cases = self.listed_cases(source, indicator, None).await?;
                    let counted = if indicator == Indicator::EntriesInForce { &everybody } else { &owning };
                    by_agency(definition.unit, &cases, counted)
                }
                None => BTreeMap::new(),
            };
            all.insert(indicator, (version, of_each));
        }
        Ok(all)
    }
}

fn board_figure(
    indicator: Indicator,
    id: &AgencyId,
    peers: &BTreeSet<AgencyId>,
    all: &OfAll,
    before: &Figures,
    targets: &BTreeMap<Indicator, u64>,
) -> Option<BoardFigure> {
    let (version, of_each) = all.get(&indicator)?;
    let definition = definition(indicator, *version)?;
    let amount = of_each.get(id).copied();
    let figures = Figures::from([(indicator, (*version, amount))]);
    let middle = median(definition.unit, of_each, peers);
    Some(BoardFigure {
        // Nothing of what a board shows is told by the present alone.
        figure: figure_of(indicator, &figures, before, targets, &BTreeMap::new())?,
        median: middle,
        beside: beside(definition, amount, middle),
    })
}
