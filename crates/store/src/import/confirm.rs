//! From what was understood to the edition: one transaction, whoever waits for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::account::Actor;
use domain::annex::{Annex, AnnexEntry, ImportHeader, ImportPreview, ImportProgress, Supplement, amended};
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, EditionId, EntryCode, ImportId};
use domain::policy::{Act, authorize};
use domain::text::words;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use time::OffsetDateTime;

use super::amending::{Base, Found, contents};
use super::matching::{Codes, known_codes};
use super::{already, import_row, parts, stored};
use crate::campaign::{unfinished, unfinished_error};
use crate::duties::follow::{Untracked, follow_edition};
use crate::edition_list::{ListWriter, Placed, ROWS_AT_ONCE};
use crate::edition_write::{amendments_taken, edition_after, edition_before, free_number, new_draft, put_in_force};
use crate::entity::{campaign, catalog_import, edition};
use crate::{Error, Result, Store, audit};

/// How long an answer waits for the writing. Most annexes are written by then; of the others the page shows how far they
/// are.
const QUICK: Duration = Duration::from_secs(3);

/// How far a writing is.
#[derive(Default)]
pub struct Progress {
    done: AtomicU32,
    total: AtomicU32,
}

impl Progress {
    pub fn now(&self) -> ImportProgress {
        ImportProgress { done: self.done.load(Ordering::Relaxed), total: self.total.load(Ordering::Relaxed) }
    }
}

/// The writings that this process runs. They end with the process: the transaction then never was, and the import can be
/// confirmed again.
#[derive(Default)]
pub(crate) struct Writings(Mutex<BTreeMap<i64, Arc<Progress>>>);

impl Writings {
    fn running(&self) -> std::sync::MutexGuard<'_, BTreeMap<i64, Arc<Progress>>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn progress(&self, id: i64) -> Option<ImportProgress> {
        self.running().get(&id).map(|progress| progress.now())
    }

    /// Nothing when it runs already.
    fn begin(&self, id: i64) -> Option<Arc<Progress>> {
        let mut running = self.running();
        if running.contains_key(&id) {
            return None;
        }
        let progress = Arc::new(Progress::default());
        running.insert(id, progress.clone());
        Some(progress)
    }

    fn end(&self, id: i64) {
        self.running().remove(&id);
    }
}

/// Takes the writing off the list, however its task ends.
struct Running {
    store: Store,
    id: i64,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.store.inner.writings.end(self.id);
    }
}

impl Store {
    /// Begins to write the edition that an annex describes and waits a moment for it: what is refused is told at once,
    /// and what takes longer goes on by itself ([`ImportPreview::progress`]). `skip` is the number of rows with errors
    /// that the person agreed to leave out; `is_decision` that they saw that the decision, where it was read from the
    /// annex's title, is the right one.
    ///
    /// # Errors
    /// As [`Store::confirm_import`]; a decision that was read and that nobody confirmed.
    pub async fn start_import(&self, actor: &Actor, id: ImportId, skip: u32, is_decision: bool) -> Result<()> {
        authorize(actor, &Act::ImportCatalog)?;
        let (_, header) = stored(&import_row(self.read(), id).await?)?;
        if header.from_title && !is_decision {
            return refused("decision", FieldCode::Required);
        }
        let Some(progress) = self.inner.writings.begin(id.0) else { return Ok(()) };
        let running = Running { store: self.clone(), id: id.0 };
        mark(&self.inner.writer, id, Some(actor.at)).await?;
        let actor = actor.clone();
        let mut task = tokio::spawn(async move {
            let done = running.store.write_import(&actor, id, &[], skip, &progress).await;
            if let Err(error) = &done {
                log::warn!("import {id} was not written: {error}");
                // It ended by itself: nothing was cut short.
                running.store.not_writing(id).await?;
            }
            done
        });
        match tokio::time::timeout(QUICK, &mut task).await {
            Ok(done) => done.map_err(|error| Error::Corrupt(format!("the writing of import {id} broke: {error}")))?,
            Err(_) => Ok(()),
        }
    }

    async fn not_writing(&self, id: ImportId) -> Result<()> {
        mark(&self.inner.writer, id, None).await
    }

    /// Writes the edition that an annex describes, issued by its decision. Doing it again, or with the same file or
    /// decision, changes nothing and says so in `already` or `written`.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; an annex with errors; a newer edition than the one in force
    /// while a campaign reviews that one.
    pub async fn confirm_import(
        &self,
        actor: &Actor,
        id: ImportId,
        supplements: &[Supplement],
    ) -> Result<ImportPreview> {
        self.confirm_import_told(actor, id, supplements, 0, &Progress::default()).await
    }

    /// The same, leaving out `skip` rows with errors, and telling how far it is.
    ///
    /// # Errors
    /// As [`Store::confirm_import`]; another number of rows with errors than `skip`.
    pub async fn confirm_import_told(
        &self,
        actor: &Actor,
        id: ImportId,
        supplements: &[Supplement],
        skip: u32,
        progress: &Progress,
    ) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        self.write_import(actor, id, supplements, skip, progress).await?;
        self.import_preview(actor, id).await
    }

    async fn write_import(
        &self,
        actor: &Actor,
        id: ImportId,
        supplements: &[Supplement],
        skip: u32,
        progress: &Progress,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = import_row(&tx, id).await?;
        let (mut head, header) = stored(&row)?;
        if row.edition_id.is_some() || already(&tx, &row.file_sha256, &header).await?.is_some() {
            mark(&tx, id, None).await?;
            tx.commit().await?;
            return Ok(());
        }
        let failing = left_out(&head, skip)?;
        let earlier = std::mem::take(&mut head.entries);
        let all = u32::try_from(earlier.len()).unwrap_or(u32::MAX).saturating_add(parts::count(&tx, id).await?);
        progress.total.store(all.saturating_sub(skip), Ordering::Relaxed);
        if let Some(campaign) = reviewing(&tx, &header).await? {
            return unfinished_error("effective_from", &campaign);
        }
        let base = edition_before(&tx, header.decision.effective_from).await?.map(|row| EditionId(row.id));
        Base::check(&tx, &header).await?;
        free_number(&tx, &header.decision.number, header.decision.date).await?;
        let codes = known_codes(&tx, header.decision.date).await?;
        let mut placing = Placing::new(codes, Base::of(&tx, &header).await?, supplements);
        let number = match header.amends {
            Some(_) => Some(next_amendment(&tx, header.year).await?),
            None => None,
        };
        let edition = new_draft(&tx, header.year, base, None, number, actor.at).await?;
        let mut list = ListWriter::begin(&tx, edition, actor.at).await?;
        let mut waiting = earlier;
        for position in 0.. {
            waiting.retain(|entry| !failing.contains(&entry.place.row));
            let mut placed: Vec<Placed> = waiting.drain(..).filter_map(|entry| placing.place(entry)).collect();
            for chunk in placed.chunks_mut(ROWS_AT_ONCE) {
                placing.amend(&tx, chunk).await?;
                list.add(chunk).await?;
                progress.done.store(u32::try_from(list.written()).unwrap_or(u32::MAX), Ordering::Relaxed);
            }
            let Some(next) = parts::read(&tx, id, position).await? else { break };
            waiting = next;
        }
        if let Some(base) = &placing.base {
            list.keep(base.kept())?;
        }
        if list.written() == 0 || placing.base.as_ref().is_some_and(Base::says_nothing) {
            return refused("file", FieldCode::OutOfRange);
        }
        list.finish().await?;
        submit(&tx, edition).await?;
        let seal = put_in_force(&tx, edition, &header.decision, None).await?;
        let from = header.decision.effective_from;
        // A decision of the past changes no duties: what came after it has said what is owed.
        let duties = match edition_after(&tx, from).await? {
            Some(_) => None,
            None => Some(follow_edition(&tx, edition, from, Untracked::Leave, actor.at).await?),
        };
        let written = catalog_import::ActiveModel { edition_id: Set(Some(edition.0)), ..Default::default() };
        catalog_import::Entity::update_many()
            .set(written)
            .filter(catalog_import::Column::Id.eq(id.0))
            .exec(&tx)
            .await?;
        mark(&tx, id, None).await?;
        let mut detail = serde_json::json!({
            "import": row.id, "file": row.file_sha256, "decision": header.decision.number, "seal": seal,
        });
        if let Some(base) = header.amends {
            detail["amends"] = base.0.into();
        }
        if let Some(duties) = duties {
            duties.tell(&mut detail);
        }
        if skip > 0 {
            detail["rows_left_out"] = skip.into();
        }
        audit::append(&tx, actor, "edition.import", edition, detail).await?;
        self.commit_public(tx).await
    }
}

/// The campaign that must end first: it reviews the edition whose place the decision would take.
pub(super) async fn reviewing(
    connection: &impl ConnectionTrait,
    header: &ImportHeader,
) -> Result<Option<campaign::Model>> {
    match edition_after(connection, header.decision.effective_from).await? {
        Some(_) => Ok(None),
        None => unfinished(connection).await,
    }
}

/// Says since when an import is being written.
async fn mark(connection: &impl ConnectionTrait, id: ImportId, since: Option<OffsetDateTime>) -> Result<()> {
    let writing = catalog_import::ActiveModel { writing_since: Set(since), ..Default::default() };
    let row = catalog_import::Column::Id.eq(id.0);
    catalog_import::Entity::update_many().set(writing).filter(row).exec(connection).await?;
    Ok(())
}

fn refused<T>(field: &str, code: FieldCode) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::new(field, code)]))
}

/// The rows that fail: an edition is whole, unless the person said how many rows to leave out.
fn left_out(head: &Annex, skip: u32) -> Result<BTreeSet<u32>> {
    let failing = head.failing_rows();
    if head.fails_whole() || (skip == 0 && !failing.is_empty()) {
        return refused("file", FieldCode::OutOfRange);
    }
    if usize::try_from(skip) != Ok(failing.len()) {
        return refused("skip", FieldCode::Changed);
    }
    Ok(failing)
}

/// An imported annex belongs to a decision that exists already: the draft passes the office at once.
async fn submit(tx: &DatabaseTransaction, id: domain::id::EditionId) -> Result<()> {
    use domain::workflow::{EditionMove, EditionStage, next_edition};
    let mut row = edition::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?.into_active_model();
    row.stage = Set(next_edition(EditionStage::Compiling, EditionMove::Submit)?.to_string());
    row.update(tx).await?;
    Ok(())
}

/// Gives the entries their codes and places as they come, and what the supplements know of them.
struct Placing<'a> {
    codes: Codes,
    /// The edition that is amended.
    base: Option<Base>,
    taken: BTreeSet<EntryCode>,
    supplied: BTreeMap<(&'a str, Vec<String>), &'a Supplement>,
    /// For each owner the number of its group, and how many entries that has.
    groups: BTreeMap<AgencyId, (i32, i32)>,
    next_group: i32,
}

impl<'a> Placing<'a> {
    fn new(mut codes: Codes, base: Option<Base>, supplements: &'a [Supplement]) -> Self {
        let last_supplied = supplements.iter().filter_map(|one| one.code.number()).max().unwrap_or(0);
        codes.next_number = codes.next_number.max(last_supplied + 1);
        let supplied = supplements.iter().map(|one| ((one.owner.as_str(), words(&one.name)), one)).collect();
        let next_group = base.as_ref().map_or(0, Base::next_group);
        let groups = base.as_ref().map(|base| base.groups.clone()).unwrap_or_default();
        Self { codes, base, taken: BTreeSet::new(), supplied, groups, next_group }
    }

    /// The entry in its place; nothing of one that is withdrawn.
    fn place(&mut self, mut entry: AnnexEntry) -> Option<Placed> {
        let found = self.base.as_mut().map(|base| base.take(&entry, &self.codes));
        if entry.withdrawn {
            return None;
        }
        let content = &entry.content;
        let supplement = self.supplied.get(&(content.owner.as_str(), words(&content.name))).copied();
        // What is none of the base gets no code that the base has: that entry stays beside it.
        let stands = |code: &EntryCode| self.base.as_ref().is_some_and(|base| base.standing(code).is_some());
        let free = |code: &EntryCode| !self.taken.contains(code) && !stands(code);
        let supplied = supplement.map(|one| one.code.clone()).filter(free);
        let code = match found {
            Some(Found::Of(code)) => code,
            _ => self.codes.take(&entry).filter(free).or(supplied).unwrap_or_else(|| self.codes.new_code()),
        };
        self.taken.insert(code.clone());
        if let Some(one) = supplement {
            entry.content.sector.clone_from(&one.sector);
            entry.content.data_kinds.clone_from(&one.data_kinds);
        }
        let content = entry.content;
        // What the base has stays where it is, unless it goes to another owner.
        let standing = self.base.as_ref().and_then(|base| base.standing(&code));
        if let Some(standing) = standing.filter(|standing| standing.owner == content.owner) {
            return Some(Placed { group: standing.group, position: standing.position, code, content });
        }
        let next_group = &mut self.next_group;
        let (group, size) = self.groups.entry(content.owner.clone()).or_insert_with(|| {
            *next_group += 1;
            (*next_group - 1, 0)
        });
        let position = *size;
        *size += 1;
        Some(Placed { group: *group, position, code, content })
    }

    /// Brings what the annex gives of entries of the base into what the base says of them.
    async fn amend(&self, tx: &DatabaseTransaction, placed: &mut [Placed]) -> Result<()> {
        let Some(base) = &self.base else { return Ok(()) };
        let version = |one: &Placed| base.standing(&one.code).map(|standing| standing.version);
        let contents = contents(tx, placed.iter().filter_map(version)).await?;
        for one in placed {
            if let Some(before) = version(one).and_then(|id| contents.get(&id)) {
                one.content = amended(before, std::mem::take(&mut one.content));
            }
        }
        Ok(())
    }
}

/// The number of an edition that amends within its year.
async fn next_amendment(tx: &DatabaseTransaction, year: i32) -> Result<u8> {
    let next = CampaignKey::next_amending(year, amendments_taken(tx).await?).and_then(CampaignKey::amendment);
    match next {
        Some(number) => Ok(number),
        None => refused("amends", FieldCode::TooMany),
    }
}
