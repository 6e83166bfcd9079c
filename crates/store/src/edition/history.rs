//! One entry through all editions.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::{EntryContent, EntryStatus};
use domain::change::diff;
use domain::edition::{HistoryPage, HistoryStep};
use domain::id::EntryCode;
use sea_orm::{QueryOrder, QuerySelect};

use super::EDITIONS_MAX;
use super::compare::agencies_in;
use crate::edition_write::in_force_once;
use crate::entity::{edition, entry_version};
use crate::reference::lists;
use crate::rows::{content, edition_ref};
use crate::search::RowParts;
use crate::{Error, Result, Store};

impl Store {
    /// Every edition that has an entry, and each that had it no more, newest first, with what changed from one to the
    /// next.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that no issued edition has.
    pub async fn history_page(&self, actor: &Actor, code: &EntryCode) -> Result<HistoryPage> {
        let held = self.appearances(code).await?;
        if held.is_empty() {
            return Err(Error::NotFound);
        }
        let held: BTreeMap<i64, entry_version::Model> =
            held.into_iter().map(|(edition, version)| (edition.id, version)).collect();
        let mut editions = in_force_once()
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .limit(EDITIONS_MAX)
            .all(self.read())
            .await?;
        editions.reverse();
        let parts = RowParts::load(self, actor.today()).await?;
        let mut steps: Vec<HistoryStep> = Vec::new();
        let mut last: Option<(i64, EntryContent)> = None;
        let mut there = false;
        for edition in &editions {
            let day = edition.decision_date.unwrap_or_else(|| actor.today());
            let step = |status, content: &EntryContent, changes| -> Result<HistoryStep> {
                let owner = parts.book.refer(&content.owner, day);
                Ok(HistoryStep { edition: edition_ref(edition)?, status, owner, changes })
            };
            match (held.get(&edition.id), &last) {
                (Some(version), before) => {
                    let after = content(version)?;
                    let changes = before.as_ref().map(|before| diff(&before.1, &after)).unwrap_or_default();
                    let status = match before {
                        Some(before) if there && before.0 == version.id => EntryStatus::Unchanged,
                        Some(_) if there => EntryStatus::Modified,
                        _ => EntryStatus::New,
                    };
                    steps.push(step(status, &after, changes)?);
                    last = Some((version.id, after));
                    there = true;
                }
                (None, Some((_, before))) if there => {
                    steps.push(step(EntryStatus::Removed, before, Vec::new())?);
                    there = false;
                }
                (None, _) => {}
            }
        }
        steps.reverse();
        let today = actor.today();
        let refer = |id: &str| parts.book.refer(&id.into(), today);
        Ok(HistoryPage {
            code: code.clone(),
            name: last.map(|(_, content)| content.name).unwrap_or_default(),
            mentioned: agencies_in(steps.iter().flat_map(|step| &step.changes), &refer),
            owners: self.owner_periods(code, &parts).await?,
            lists: lists(self.read()).await?,
            steps,
        })
    }
}
