//! One entry through the editions, point by point.

use domain::account::Actor;
use domain::catalog::{Appearance, EntryHistory, EntryStatus};
use domain::change::diff;
use domain::id::EntryCode;

use crate::rows::{content, edition_ref};
use crate::search::RowParts;
use crate::{Error, Result, Store};

impl Store {
    /// Every issued edition that has an entry, newest first, with what it changed against the one before that had it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that no issued edition has.
    pub async fn entry_history(&self, actor: &Actor, code: &EntryCode) -> Result<EntryHistory> {
        let versions = self.appearances(code).await?;
        if versions.is_empty() {
            return Err(Error::NotFound);
        }
        let mut appearances = Vec::with_capacity(versions.len());
        for (at, (edition, version)) in versions.iter().enumerate() {
            let (status, changes) = match versions.get(at + 1).map(|(_, before)| before) {
                None => (EntryStatus::New, Vec::new()),
                Some(before) if before.id == version.id => (EntryStatus::Unchanged, Vec::new()),
                Some(before) => (EntryStatus::Modified, diff(&content(before)?, &content(version)?)),
            };
            let name = version.name.clone();
            appearances.push(Appearance { edition: edition_ref(edition)?, name, status, changes });
        }
        let parts = RowParts::load(self, actor.today()).await?;
        let owners = self.owner_periods(code, &parts).await?;
        Ok(EntryHistory { code: code.clone(), appearances, owners })
    }
}
