//! The leaders' first screen (article 13.1).

use domain::account::Actor;
use domain::campaign::{LeadersPage, Progress};
use domain::policy::{Act, authorize};
use strum::IntoEnumIterator;

use crate::campaign::newest;
use crate::review_rows::counted_campaign;
use crate::search::RowParts;
use crate::{Result, Store};

/// Days over which views are counted, and entries shown of them.
const VIEW_DAYS: i64 = 30;
const VIEWED_MAX: u64 = 6;
/// Late agencies shown; the number links to all.
const LATE_MAX: usize = 8;

impl Store {
    /// The leaders' first screen.
    ///
    /// # Errors
    /// Hidden from all but those who watch.
    pub async fn leaders(&self, actor: &Actor) -> Result<LeadersPage> {
        authorize(actor, &Act::SeeLeaders)?;
        let today = actor.today();
        let parts = RowParts::load(self, today).await?;
        let current = self.current_edition_kept(today).await?;
        let figures = self.figures(current.as_ref().map(|row| row.id), &parts).await?;
        let editions = self.editions(actor).await?;
        let newest = newest().one(self.read()).await?;
        let (mut rows, row) = match &newest {
            Some(row) => (self.board_rows(actor, row).await?, Some(counted_campaign(self.read(), row).await?)),
            None => (Vec::new(), None),
        };
        let counted = |progress| {
            let count = rows.iter().filter(|row| row.counts_as(progress)).count();
            (progress, u32::try_from(count).unwrap_or(u32::MAX))
        };
        let progress = Progress::iter().map(counted).collect();
        rows.retain(|row| row.counts_as(Progress::Late));
        rows.sort_by_key(|row| std::cmp::Reverse(row.days_late));
        rows.truncate(LATE_MAX);
        let sectors = match &current {
            Some(edition) => {
                let counted = self.counts(edition.id, &parts).await?;
                crate::catalog::facets(counted.sectors, |id| parts.lists.sector(id))
            }
            None => Vec::new(),
        };
        let mut growth: Vec<(i32, u32)> = editions.iter().map(|row| (row.edition.year, row.entries)).collect();
        // Of the editions of one year, the last.
        growth.dedup_by_key(|(year, _)| *year);
        growth.reverse();
        Ok(LeadersPage {
            at: actor.at,
            edition: editions.into_iter().find(|row| current.as_ref().is_some_and(|c| c.id == row.edition.id.0)),
            owners: figures.owners,
            agencies: figures.agencies,
            forms: figures.forms,
            campaign: row,
            progress,
            late: rows,
            most_viewed: self.most_viewed(today, VIEW_DAYS, VIEWED_MAX).await?,
            growth,
            sectors,
        })
    }
}
