//! Reading editions: the list, and one. What they hold, how two compare, whether they are whole, and an entry's way
//! through them stand in the modules below.

mod compare;
mod content;
mod history;
mod outline;
mod stated;
mod verify;

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::catalog::FormCounts;
use domain::change::{Field, Place};
use domain::edition::{
    Amends, Balance, DraftSigns, EditionDiff, EditionEntry, EditionFilter, EditionGroup, EditionPage, EditionRef,
    EditionRow, EditionSigns, EditionState, FileRef, is_amended,
};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::workflow::EditionStage;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use time::Date;

use crate::entity::{edition, edition_entry, entry_version, stored_file};
use crate::file::file_ref;
use crate::rows::edition_ref;
use crate::states::draft_signs;
use crate::{Error, Result, Store};

pub(crate) use compare::{compare_whole, tell_apart};
pub(crate) use content::edition_groups;
pub(crate) use stated::Stated;

/// Editions listed at once.
pub(crate) const EDITIONS_MAX: u64 = 500;
/// Entries whose contents are read by one statement.
const ROWS_AT_ONCE: usize = 200;

/// The list of an edition with the versions it names.
pub(crate) struct Listed {
    pub place: edition_entry::Model,
    pub version: entry_version::Model,
}

/// By entry: its version, and the group it stands in.
type VersionIds = BTreeMap<String, (i64, i32)>;

fn public_stages() -> [String; 2] {
    [EditionStage::Issued.to_string(), EditionStage::Superseded.to_string()]
}

impl Store {
    /// The edition whose decision is in effect on a day.
    pub(crate) async fn current_edition(&self, day: Date) -> Result<Option<edition::Model>> {
        let open =
            Condition::any().add(edition::Column::EffectiveTo.is_null()).add(edition::Column::EffectiveTo.gte(day));
        Ok(edition::Entity::find()
            .filter(edition::Column::Stage.is_in(public_stages()))
            .filter(edition::Column::EffectiveFrom.lte(day))
            .filter(open)
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .one(self.read())
            .await?)
    }

    /// The edition in force on a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn edition_in_force(&self, day: Date) -> Result<Option<EditionRef>> {
        self.current_edition(day).await?.as_ref().map(edition_ref).transpose()
    }

    /// An edition that the actor may see: an issued one, or a draft for those who work on it.
    pub(crate) async fn visible_edition(&self, actor: &Actor, id: EditionId) -> Result<edition::Model> {
        let row = edition::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        if !public_stages().contains(&row.stage) {
            authorize(actor, &Act::SeeDraft).map_err(|_| Error::NotFound)?;
        }
        Ok(row)
    }

    /// The entries of an edition in the order of the annex.
    pub(crate) async fn listed(&self, id: i64) -> Result<Vec<Listed>> {
        listed(self.read(), id).await
    }

    /// The issued editions, newest first, as they stand today.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn editions(&self, actor: &Actor) -> Result<Vec<EditionRow>> {
        let kept = self.inner.editions.get(self.data_version(), async || self.issued().await).await?;
        let today = actor.today();
        let row = |row: &EditionRow| EditionRow { state: row.state.on(&row.edition, today), ..row.clone() };
        Ok(kept.iter().map(row).collect())
    }

    async fn issued(&self) -> Result<Vec<EditionRow>> {
        let rows = edition::Entity::find()
            .filter(edition::Column::Stage.is_in(public_stages()))
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .limit(EDITIONS_MAX)
            .all(self.read())
            .await?;
        // The newest comes first: the one before stands behind.
        let before = rows.iter().skip(1).map(|row| Some(row.id)).chain([None]);
        let bases: BTreeMap<i64, i64> = rows
            .iter()
            .zip(before)
            .filter_map(|(row, before)| Some((row.id, if row.amendment.is_some() { row.base_id } else { before }?)))
            .collect();
        let ids: BTreeSet<i64> = rows.iter().map(|row| row.id).chain(bases.values().copied()).collect();
        let lists = self.version_ids(ids).await?;
        let none = BTreeMap::new();
        let next: BTreeMap<i64, &edition::Model> =
            rows.iter().filter_map(|row| Some((*bases.get(&row.id)?, row))).collect();
        let state_of = |row: &edition::Model| -> Result<EditionState> {
            let after = std::iter::successors(next.get(&row.id), |one| next.get(&one.id));
            let after = after.map(|one| Ok(edition_ref(one)?.amendment)).collect::<Result<Vec<_>>>()?;
            let signs = EditionSigns { amended: is_amended(after), ..EditionSigns::default() };
            Ok(EditionState::of(edition_ref(row)?.stage, signs))
        };
        let whole_of = |row: &edition::Model| {
            let mut at = row;
            while edition_ref(at)?.amendment.is_some() {
                match rows.iter().find(|one| Some(one.id) == at.base_id) {
                    Some(before) => at = before,
                    None => break,
                }
            }
            if at.id == row.id { Ok(None) } else { edition_ref(at).map(Some) }
        };
        let view = |row: &edition::Model| {
            let list = lists.get(&row.id).unwrap_or(&none);
            let groups: BTreeSet<i32> = list.values().map(|place| place.1).collect();
            let base = bases.get(&row.id).copied();
            Ok(EditionRow {
                edition: edition_ref(row)?,
                state: state_of(row)?,
                base: base.map(EditionId),
                amends: whole_of(row)?,
                entries: size(list.len()),
                agencies: size(groups.len()),
                balance: base.map(|base| balance(lists.get(&base).unwrap_or(&none), list)),
            })
        };
        rows.iter().map(view).collect()
    }

    /// Which version of which entry each of these editions lists, and in which group.
    async fn version_ids(&self, ids: impl IntoIterator<Item = i64>) -> Result<BTreeMap<i64, VersionIds>> {
        let places: Vec<(i64, String, i64, i32)> = edition_entry::Entity::find()
            .select_only()
            .column(edition_entry::Column::EditionId)
            .column(edition_entry::Column::EntryCode)
            .column(edition_entry::Column::VersionId)
            .column(edition_entry::Column::GroupPosition)
            .filter(edition_entry::Column::EditionId.is_in(ids))
            .into_tuple()
            .all(self.read())
            .await?;
        let mut lists: BTreeMap<i64, VersionIds> = BTreeMap::new();
        for (edition, code, version, group) in places {
            lists.entry(edition).or_default().insert(code, (version, group));
        }
        Ok(lists)
    }

    /// One edition: its decision, its figures, and a part of its entries.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is unknown, or a draft to somebody who may not see it.
    pub async fn edition(&self, actor: &Actor, id: EditionId, filter: &EditionFilter) -> Result<EditionPage> {
        let row = self.visible_edition(actor, id).await?;
        let outlined = self.outlined(row.id).await?;
        let book = self.book().await?;
        let day = row.decision_date.unwrap_or_else(|| actor.today());
        let mut totals = FormCounts::default();
        let mut groups: Vec<EditionGroup> = Vec::new();
        let mut current = None;
        let request = PageRequest::long(filter.page);
        let mut entries = Page { items: Vec::new(), total: 0, number: request.number(), rows: request.rows() };
        let shown = request.offset()..request.offset() + u64::from(request.rows());
        for one in outlined {
            totals.add(one.forms());
            if current.replace(one.group_position) != Some(one.group_position) {
                groups.push(EditionGroup { agency: book.refer(&AgencyId(one.owner_id), day), entries: 0 });
            }
            let Some(group) = groups.last_mut() else { continue };
            group.entries += 1;
            if !filter.agency.is_empty() && group.agency.id.as_str() != filter.agency {
                continue;
            }
            if shown.contains(&entries.total) {
                let group = groups.len() - 1;
                entries.items.push(EditionEntry { code: EntryCode(one.entry_code), name: one.name, group });
            }
            entries.total += 1;
        }
        let base = self.before(&row).await?;
        let before = base.as_ref().map(|base| base.id);
        let mut lists = self.version_ids([Some(row.id), before].into_iter().flatten()).await?;
        let list = lists.remove(&row.id).unwrap_or_default();
        let balance = before.map(|base| balance(&lists.remove(&base).unwrap_or_default(), &list));
        let edition = edition_ref(&row)?;
        let after = self.after(&row).await?;
        let draft = match row.campaign_year.filter(|_| edition.stage == EditionStage::Compiling) {
            Some(campaign) => draft_signs(self.read(), campaign).await?,
            None => DraftSigns::default(),
        };
        let signs = EditionSigns { draft, amended: is_amended(after.iter().map(|one| one.amendment)) };
        Ok(EditionPage {
            amends: self.amends(actor, &row).await?,
            next: after.into_iter().next(),
            state: EditionState::of(edition.stage, signs).on(&edition, actor.today()),
            edition,
            base: base.as_ref().map(edition_ref).transpose()?,
            signed_file: self.signed_file_ref(&row).await?,
            content_sha256: row.content_sha256,
            binding: row.binding,
            binding_sha256: row.binding_sha256,
            forms: totals,
            balance,
            groups,
            entries,
        })
    }

    /// What an edition that amends is about: the catalog issued as a whole before it, and what differs from the edition
    /// before.
    async fn amends(&self, actor: &Actor, row: &edition::Model) -> Result<Option<Amends>> {
        if edition_ref(row)?.amendment.is_none() {
            return Ok(None);
        }
        let Some(base) = self.before(row).await? else { return Ok(None) };
        let EditionDiff { mut entries, mut agencies, .. } =
            self.edition_diff(actor, EditionId(base.id), EditionId(row.id)).await?;
        let told = [Field::Name, Field::Owner].map(Place::Field);
        for entry in &mut entries {
            entry.changes.retain(|change| told.contains(&change.place));
        }
        let book = self.book().await?;
        tell_apart(&book, entries.iter_mut().map(|entry| &mut entry.agency).chain(&mut agencies));
        let whole = whole_behind(self.read(), base).await?;
        Ok(Some(Amends { whole: edition_ref(&whole)?, entries, agencies }))
    }

    /// The editions that came after one, as far as each amends the one before, and the first that does not.
    async fn after(&self, row: &edition::Model) -> Result<Vec<EditionRef>> {
        let (mut found, mut next) = (Vec::new(), self.following(row).await?);
        while let Some(row) = next {
            let one = edition_ref(&row)?;
            next = if one.amendment.is_some() { self.following(&row).await? } else { None };
            found.push(one);
        }
        Ok(found)
    }

    /// The edition that came after one.
    async fn following(&self, row: &edition::Model) -> Result<Option<edition::Model>> {
        use edition::Column;
        let Some(from) = row.effective_from else { return Ok(None) };
        let later = Column::EffectiveFrom.gt(from).or(Column::EffectiveFrom.eq(from).and(Column::Id.gt(row.id)));
        let after = edition::Entity::find().filter(later).filter(Column::Stage.is_in(public_stages()));
        let after = after.order_by_asc(Column::EffectiveFrom).order_by_asc(Column::Id);
        Ok(after.one(self.read()).await?)
    }

    /// The edition before one, with which it is compared. What amends stands on what it was made from, and a draft on what
    /// its review looked at; of a catalog issued as a whole it is the one in force before, also where that was recorded
    /// later.
    async fn before(&self, row: &edition::Model) -> Result<Option<edition::Model>> {
        use edition::Column;
        let Some(from) = row.effective_from.filter(|_| row.amendment.is_none()) else {
            let Some(id) = row.base_id else { return Ok(None) };
            return Ok(edition::Entity::find_by_id(id).one(self.read()).await?);
        };
        let earlier = Column::EffectiveFrom.lt(from).or(Column::EffectiveFrom.eq(from).and(Column::Id.lt(row.id)));
        let before = edition::Entity::find().filter(earlier).filter(Column::Stage.is_in(public_stages()));
        let before = before.order_by_desc(Column::EffectiveFrom).order_by_desc(Column::Id);
        Ok(before.one(self.read()).await?)
    }

    async fn signed_file_ref(&self, row: &edition::Model) -> Result<Option<FileRef>> {
        let Some(id) = &row.file_id else { return Ok(None) };
        Ok(stored_file::Entity::find_by_id(id).one(self.read()).await?.map(file_ref))
    }

    /// The signed decision of an edition.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an edition that is unknown or has no file.
    pub async fn signed_file(&self, actor: &Actor, id: EditionId) -> Result<(FileRef, Vec<u8>)> {
        let row = self.visible_edition(actor, id).await?;
        self.file(row.file_id.as_deref().ok_or(Error::NotFound)?).await
    }
}
/// The entries of an edition in the order of the annex.
pub(crate) async fn listed(connection: &impl ConnectionTrait, id: i64) -> Result<Vec<Listed>> {
    listed_as(connection, id, Ok).await
}

/// The entries of an edition in the order of the annex, each made into something as it is read. They are read in parts, so
/// that a large edition is never held as rows beside what becomes of it.
///
/// # Errors
/// The first that `make` gives.
pub(crate) async fn listed_as<T>(
    connection: &impl ConnectionTrait,
    id: i64,
    mut make: impl FnMut(Listed) -> Result<T>,
) -> Result<Vec<T>> {
    let places = edition_entry::Entity::find()
        .filter(edition_entry::Column::EditionId.eq(id))
        .order_by_asc(edition_entry::Column::GroupPosition)
        .order_by_asc(edition_entry::Column::Position)
        .all(connection)
        .await?;
    let mut made = Vec::with_capacity(places.len());
    let mut places = places.into_iter().peekable();
    while places.peek().is_some() {
        let part: Vec<_> = places.by_ref().take(ROWS_AT_ONCE).collect();
        let ids = part.iter().map(|place| place.version_id);
        let versions =
            entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids)).all(connection).await?;
        let mut versions: BTreeMap<i64, entry_version::Model> = versions.into_iter().map(|row| (row.id, row)).collect();
        for place in part {
            if let Some(version) = versions.remove(&place.version_id) {
                made.push(make(Listed { place, version })?);
            }
        }
    }
    Ok(made)
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The last catalog that was issued as a whole, from an edition on back.
pub(crate) async fn whole_behind(connection: &impl ConnectionTrait, edition: edition::Model) -> Result<edition::Model> {
    let mut whole = edition;
    // Each edition stands on an older one: the walk ends.
    while edition_ref(&whole)?.amendment.is_some() {
        let Some(base) = whole.base_id else { break };
        let Some(before) = edition::Entity::find_by_id(base).one(connection).await? else { break };
        whole = before;
    }
    Ok(whole)
}

/// Figures from the lists alone: equal version, equal content.
fn balance(before: &VersionIds, after: &VersionIds) -> Balance {
    let both = after.iter().filter_map(|(code, new)| before.get(code).map(|old| old.0 == new.0));
    let (same, changed): (Vec<bool>, Vec<bool>) = both.partition(|same| *same);
    Balance {
        before: size(before.len()),
        after: size(after.len()),
        added: size(after.len() - same.len() - changed.len()),
        modified: size(changed.len()),
        removed: size(before.len() - same.len() - changed.len()),
        unchanged: size(same.len()),
    }
}
