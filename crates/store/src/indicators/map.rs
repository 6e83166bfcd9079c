//! The map of the leaders' screen.

use domain::account::Actor;
use domain::indicator::{Case, Indicator, Period, Tile, tiles, tiles_of_past};

use super::Source;
use crate::{Result, Store};

impl Store {
    /// How the agencies of the province stand in a period; of one that is over, from the lists behind its figures, so that
    /// it stays as it was closed. `late`: all that owe something.
    pub(super) async fn map(&self, actor: &Actor, source: &Source, period: Period, late: &[Case]) -> Result<Vec<Tile>> {
        if let Source::Live(whole) = source
            && !period.is_over(actor.today())
        {
            return Ok(tiles(&whole.facts, late));
        }
        let mut asked = self.listed_cases(source, Indicator::DutiesOnTime, None).await?;
        asked.extend(self.listed_cases(source, Indicator::ResponsesAnswered, None).await?);
        let (until, book) = (period.last(), self.book().await?);
        let reviewed = book.valid_on(until).filter(|one| one.is_reviewed());
        let agencies = reviewed.map(|one| (book.refer(&one.id, until), one.tier)).collect();
        Ok(tiles_of_past(period, agencies, late, &asked))
    }
}
