//! One entry through all editions.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::{EntryContent, EntryInEdition, EntryStatus};
use domain::change::{Change, diff};
use domain::edition::{HistoryPage, HistoryStep, statuses, told_changes};
use domain::id::EntryCode;
use domain::review::Verdict;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait};

use super::EDITIONS_MAX;
use super::compare::{agencies_in, taker, tell_apart};
use crate::catalog::Appearance;
use crate::edition_write::in_force_once;
use crate::entity::{answer, edition, entry_version, response};
use crate::reference::lists;
use crate::review_rows::{decision, draft, points_of};
use crate::rows::{content, edition_ref};
use crate::search::RowParts;
use crate::{Error, Result, Store};

/// By edition the version of one entry that it has.
type Held<'a> = BTreeMap<i64, &'a entry_version::Model>;

/// What is told of an entry that changed, from what was said of it before and after.
type Told = fn(&EntryContent, &EntryContent) -> Vec<Change>;

fn versions_by_edition(appearances: &[Appearance]) -> Held<'_> {
    appearances.iter().map(|(edition, version)| (edition.id, version)).collect()
}

impl Store {
    /// Every edition that has an entry, and each that had it no more, newest first, with what changed from one to the
    /// next, as [`Store::comparison`] tells it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an entry that no issued edition has.
    pub async fn history_page(&self, actor: &Actor, code: &EntryCode) -> Result<HistoryPage> {
        self.whole_history(actor, code, told_changes).await
    }

    /// The same in points that lead from one to the next, as [`Store::edition_diff`] has them, for programs.
    ///
    /// # Errors
    /// As [`Store::history_page`].
    pub async fn history_points(&self, actor: &Actor, code: &EntryCode) -> Result<HistoryPage> {
        self.whole_history(actor, code, diff).await
    }

    async fn whole_history(&self, actor: &Actor, code: &EntryCode, told: Told) -> Result<HistoryPage> {
        let appearances = self.appearances(code).await?;
        if appearances.is_empty() {
            return Err(Error::NotFound);
        }
        let held = versions_by_edition(&appearances);
        let parts = RowParts::load(self, actor.today()).await?;
        let mut steps: Vec<HistoryStep> = Vec::new();
        let mut last: Option<(edition::Model, EntryContent)> = None;
        for (edition, status) in self.told_of(&held).await? {
            let merged_into = match (held.get(&edition.id), &last) {
                (None, Some((before, gone))) => taker(self.read(), (before.clone(), edition.clone()), gone).await?,
                _ => None,
            };
            let reason = match held.get(&edition.id) {
                Some(_) => String::new(),
                None => self.reason_of_leaving(&edition, code).await?,
            };
            let day = edition.decision_date.unwrap_or_else(|| actor.today());
            let step = |content: &EntryContent, changes| -> Result<HistoryStep> {
                let owner = parts.book.refer(&content.owner, day);
                let (merged_into, reason) = (merged_into.clone(), reason.clone());
                Ok(HistoryStep { edition: edition_ref(&edition)?, status, owner, changes, merged_into, reason })
            };
            match (held.get(&edition.id), &last) {
                (Some(version), before) => {
                    let after = content(version)?;
                    let changes = before.as_ref().map(|(_, before)| told(before, &after)).unwrap_or_default();
                    steps.push(step(&after, changes)?);
                    last = Some((edition, after));
                }
                (None, Some((_, before))) => steps.push(step(before, Vec::new())?),
                (None, None) => {}
            }
        }
        steps.reverse();
        let today = actor.today();
        let refer = |id: &str| parts.book.refer(&id.into(), today);
        let mut mentioned = agencies_in(steps.iter().flat_map(|step| &step.changes), &refer);
        tell_apart(&parts.book, &mut mentioned);
        Ok(HistoryPage {
            code: code.clone(),
            name: last.map(|(_, content)| content.name).unwrap_or_default(),
            mentioned,
            owners: self.owner_periods(code, &parts, &appearances).await?,
            lists: lists(self.read()).await?,
            steps,
        })
    }

    /// What the accepted answer says by which the review behind an edition took an entry out.
    async fn reason_of_leaving(&self, edition: &edition::Model, code: &EntryCode) -> Result<String> {
        let Some(year) = edition.campaign_year else { return Ok(String::new()) };
        let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(year)).select_only();
        let responses = responses.column(response::Column::Id).into_query();
        let answers = answer::Entity::find()
            .filter(answer::Column::ResponseId.in_subquery(responses))
            .filter(answer::Column::EntryCode.eq(code.as_str()))
            .all(self.read())
            .await?;
        for row in answers {
            if draft(&row)?.is_none_or(|said| !said.kind.leaves()) {
                continue;
            }
            for point in points_of(self.read(), vec![row.id]).await?.iter().filter(|point| !point.superseded) {
                if decision(point)?.is_some_and(|decision| decision.verdict != Verdict::Reject) {
                    return Ok(row.reason);
                }
            }
        }
        Ok(String::new())
    }

    /// The same in short, for the entry's own page.
    pub(crate) async fn history(&self, appearances: &[Appearance]) -> Result<Vec<EntryInEdition>> {
        let held = versions_by_edition(appearances);
        let mut history = Vec::new();
        let mut last: Option<&entry_version::Model> = None;
        for (edition, status) in self.told_of(&held).await? {
            let now = held.get(&edition.id).copied();
            let changes = match (last, now) {
                (Some(last), Some(now)) if last.id != now.id => told_changes(&content(last)?, &content(now)?).len(),
                _ => 0,
            };
            let changes = u32::try_from(changes).unwrap_or(u32::MAX);
            history.push(EntryInEdition { edition: edition_ref(&edition)?, status, changes });
            last = now.or(last);
        }
        history.reverse();
        Ok(history)
    }

    /// The editions that tell something of an entry, oldest first, with what became of it there.
    async fn told_of(&self, held: &Held<'_>) -> Result<Vec<(edition::Model, EntryStatus)>> {
        let mut editions = in_force_once()
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .limit(EDITIONS_MAX)
            .all(self.read())
            .await?;
        editions.reverse();
        let told = statuses(editions.iter().map(|edition| held.get(&edition.id).map(|version| version.id)));
        Ok(editions.into_iter().zip(told).filter_map(|(edition, status)| Some((edition, status?))).collect())
    }
}
