//! The home page.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::account::Actor;
use domain::catalog::{EntryStatus, FormCounts};
use domain::edition::{EntryDiff, HomePage};
use domain::id::EditionId;

use crate::search::RowParts;
use crate::{Result, Store};

/// Days over which views are counted, and entries shown of them.
const VIEW_DAYS: i64 = 30;
const VIEWED_MAX: u64 = 8;
/// Changed entries shown.
const CHANGED_MAX: usize = 5;
const ADDED_MAX: usize = 8;

/// What an edition holds today, in figures.
pub(crate) struct Figures {
    pub forms: FormCounts,
    pub owners: u32,
    pub agencies: u32,
}

impl Store {
    /// The home page.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn home(&self, actor: &Actor) -> Result<HomePage> {
        let today = actor.today();
        let make = async || self.home_but_for_views(actor).await;
        let kept = self.inner.home.get((self.data_version(), today), make).await?;
        let most_viewed = self.most_viewed(today, VIEW_DAYS, VIEWED_MAX).await?;
        Ok(HomePage { most_viewed, ..HomePage::clone(&kept) })
    }

    /// What the home page says to everyone until the data changes.
    async fn home_but_for_views(&self, actor: &Actor) -> Result<HomePage> {
        let today = actor.today();
        let parts = RowParts::load(self, today).await?;
        let current = self.current_edition(today).await?;
        let figures = self.figures(current.as_ref().map(|row| row.id), &parts).await?;
        let edition = self
            .editions(actor)
            .await?
            .into_iter()
            .find(|row| current.as_ref().is_some_and(|c| c.id == row.edition.id.0));
        let (mut added, mut modified): (Vec<EntryDiff>, Vec<EntryDiff>) = (Vec::new(), Vec::new());
        let mut sectors = Vec::new();
        if let Some(row) = &current {
            if let Some(base) = edition.as_ref().and_then(|row| row.base) {
                let diff = self.edition_diff(actor, base, EditionId(row.id)).await?;
                (added, modified) = diff
                    .entries
                    .into_iter()
                    .filter(|entry| entry.status != EntryStatus::Removed)
                    .partition(|entry| entry.status == EntryStatus::New);
            }
            let counted = self.counts(row.id, &parts).await?;
            sectors = crate::catalog::sector_facets(counted.sectors, &parts);
        }
        added.truncate(ADDED_MAX);
        // A change of what one may have says more to the public than a change of wording.
        modified
            .sort_by_key(|entry| std::cmp::Reverse(entry.changes.iter().filter(|c| c.place.item().is_some()).count()));
        modified.truncate(CHANGED_MAX);
        Ok(HomePage {
            edition,
            forms: figures.forms,
            owners: figures.owners,
            agencies: figures.agencies,
            added,
            modified,
            most_viewed: Vec::new(),
            sectors,
            lists: parts.lists,
        })
    }

    /// What an edition holds on the day of `parts`, counted once.
    pub(crate) async fn figures(&self, edition: Option<i64>, parts: &RowParts) -> Result<Arc<Figures>> {
        // No edition has the number 0.
        let key = (edition.unwrap_or(0), self.data_version(), parts.day);
        self.inner.figures.get(key, async || self.counted(edition, parts).await).await
    }

    async fn counted(&self, edition: Option<i64>, parts: &RowParts) -> Result<Figures> {
        let mut totals = FormCounts::default();
        let mut owners = BTreeSet::new();
        if let Some(id) = edition {
            for one in self.outlined(id).await? {
                totals.add(one.forms());
                owners.insert(parts.owner(&one.entry_code, &one.owner_id).id);
            }
        }
        let agencies = parts.book.valid_on(parts.day).filter(|agency| agency.is_reviewed()).count();
        Ok(Figures {
            forms: totals,
            owners: u32::try_from(owners.len()).unwrap_or(u32::MAX),
            agencies: u32::try_from(agencies).unwrap_or(u32::MAX),
        })
    }
}
