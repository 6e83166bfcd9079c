//! Agencies that were none in a period.

use domain::account::Actor;
use domain::agency::{AgencyRef, EventKind};
use domain::id::AgencyId;
use domain::indicator::{Absence, Period, definition, nearest};
use domain::policy::{Act, authorize};
use domain::text::sort_key;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use time::Date;

use super::{Source, choice, periods_of};
use crate::entity::{agency_event, agency_event_side};
use crate::{Error, Result, Store};

impl Store {
    /// Whether an agency was none on any day of a period and has nothing in it. One that ended has, as long as entries wait
    /// for another.
    pub(super) async fn is_absent(
        &self,
        source: &Source,
        (period, today): (Period, Date),
        agency: &AgencyId,
    ) -> Result<bool> {
        if self.book().await?.was_there(agency, (period.first(), period.until(today))) {
            return Ok(false);
        }
        let (figures, _) = self.told(source, period, Some(agency)).await?;
        // A share and a median are of something, a count may be of nothing.
        Ok(figures.into_iter().all(|(indicator, (version, amount))| {
            let is_count = definition(indicator, version).is_some_and(|of| of.unit.is_count());
            amount.is_none_or(|amount| is_count && amount.part == 0)
        }))
    }

    /// What is told in place of the figures of a period in which an agency was none.
    ///
    /// # Errors
    /// Hidden from all but the agency's own people and those who watch; [`Error::NotFound`] of a period to come, of an agency
    /// that never was one, and where there are figures.
    pub async fn absence(&self, actor: &Actor, period: Period, agency: &AgencyId) -> Result<Absence> {
        authorize(actor, &Act::SeeDuties(agency))?;
        let watches = authorize(actor, &Act::SeeLeaders).is_ok();
        let (today, until) = (actor.today(), period.until(actor.today()));
        let source = self.source(actor, period).await?;
        let book = self.book().await?;
        let (from, to) = book.life(agency).ok_or(Error::NotFound)?;
        if !self.is_absent(&source, (period, today), agency).await? {
            return Err(Error::NotFound);
        }
        let mut steps = self.successions_of_work().await?;
        if to.is_none_or(|to| to >= period.first()) {
            steps = steps.into_iter().map(|(from, to)| (to, from)).collect();
        }
        let found = nearest(&steps, agency, |id| book.was_there(id, (period.first(), until)));
        let mut instead: Vec<AgencyRef> = found.iter().map(|id| book.refer(id, until)).collect();
        instead.sort_by_cached_key(|one| sort_key(&one.name));
        Ok(Absence {
            period,
            periods: periods_of(&book, Some(agency), period, today),
            agency: book.refer(agency, until),
            agencies: if watches { choice(&book, Some(agency), until) } else { Vec::new() },
            from,
            to,
            instead,
        })
    }

    /// From each agency to those that took over its work. One that gave up a function alone went on.
    async fn successions_of_work(&self) -> Result<Vec<(AgencyId, AgencyId)>> {
        let kind = agency_event::Column::Kind.ne(EventKind::TransferFunction.to_string());
        let events = agency_event::Entity::find().filter(kind).all(self.read()).await?;
        let sides = agency_event_side::Entity::find().all(self.read()).await?;
        let of = |event: &str, side: &str| -> Vec<AgencyId> {
            let rows = sides.iter().filter(|row| row.event_id == event && row.side == side);
            rows.map(|row| AgencyId::from(row.agency_id.as_str())).collect()
        };
        let steps = events.iter().flat_map(|event| {
            let to = of(&event.id, "to");
            let from = of(&event.id, "from").into_iter();
            from.flat_map(move |from| to.clone().into_iter().map(move |to| (from.clone(), to)))
        });
        Ok(steps.collect())
    }
}
