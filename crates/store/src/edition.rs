//! Reading editions: the list, one, its contents, and what differs between two.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::catalog::{EntryContent, EntryStatus, FormCounts};
use domain::change::{Change, Field, Place, diff};
use domain::edition::{
    Balance, ContentGroup, EditionContent, EditionDiff, EditionGroup, EditionPage, EditionRef, EditionRow, EntryDiff,
    FileRef,
};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::policy::{Act, authorize};
use domain::workflow::EditionStage;
use sea_orm::sea_query::Condition;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::Date;

use crate::edition_write::search_text;
use crate::entity::{edition, edition_entry, entry_version, stored_file};
use crate::file::file_ref;
use crate::reference::lists;
use crate::rows::{content, edition_ref, forms};
use crate::search::RowParts;
use crate::{Error, Result, Store};

/// Editions listed at once.
const EDITIONS_MAX: u64 = 500;

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
        let places = edition_entry::Entity::find()
            .filter(edition_entry::Column::EditionId.eq(id))
            .order_by_asc(edition_entry::Column::GroupPosition)
            .order_by_asc(edition_entry::Column::Position)
            .all(self.read())
            .await?;
        let ids: Vec<i64> = places.iter().map(|row| row.version_id).collect();
        let versions =
            entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids)).all(self.read()).await?;
        let mut versions: BTreeMap<i64, entry_version::Model> = versions.into_iter().map(|row| (row.id, row)).collect();
        let listed = places.into_iter().filter_map(|place| {
            let version = versions.remove(&place.version_id)?;
            Some(Listed { place, version })
        });
        Ok(listed.collect())
    }

    /// The issued editions, newest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn editions(&self, _actor: &Actor) -> Result<Vec<EditionRow>> {
        let rows = edition::Entity::find()
            .filter(edition::Column::Stage.is_in(public_stages()))
            .order_by_desc(edition::Column::EffectiveFrom)
            .order_by_desc(edition::Column::Id)
            .limit(EDITIONS_MAX)
            .all(self.read())
            .await?;
        let ids: BTreeSet<i64> = rows.iter().flat_map(|row| [Some(row.id), row.base_id]).flatten().collect();
        let lists = self.version_ids(ids).await?;
        let none = BTreeMap::new();
        let view = |row: &edition::Model| {
            let list = lists.get(&row.id).unwrap_or(&none);
            let groups: BTreeSet<i32> = list.values().map(|place| place.1).collect();
            let base = row.base_id.map(|base| lists.get(&base).unwrap_or(&none));
            Ok(EditionRow {
                edition: edition_ref(row)?,
                base: row.base_id.map(EditionId),
                entries: size(list.len()),
                agencies: size(groups.len()),
                balance: base.map(|base| balance(base, list)),
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

    /// One edition.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is unknown, or a draft to somebody who may not see it.
    pub async fn edition(&self, actor: &Actor, id: EditionId) -> Result<EditionPage> {
        let row = self.visible_edition(actor, id).await?;
        let listed = self.listed(row.id).await?;
        let book = self.book().await?;
        let parts = RowParts::load(self, actor.today()).await?;
        let day = row.decision_date.unwrap_or_else(|| actor.today());
        let mut totals = FormCounts::default();
        let mut groups: Vec<EditionGroup> = Vec::new();
        let mut current = None;
        for one in &listed {
            totals.add(forms(&one.version));
            if current.replace(one.place.group_position) != Some(one.place.group_position) {
                let agency = book.refer(&AgencyId::from(one.version.owner_id.as_str()), day);
                groups.push(EditionGroup { agency, entries: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push(parts.row(&one.version)?);
            }
        }
        let base = self.edition_row(row.base_id).await?;
        let mut lists = self.version_ids([Some(row.id), row.base_id].into_iter().flatten()).await?;
        let list = lists.remove(&row.id).unwrap_or_default();
        let balance = row.base_id.map(|base| balance(&lists.remove(&base).unwrap_or_default(), &list));
        Ok(EditionPage {
            edition: edition_ref(&row)?,
            base: base.as_ref().map(edition_ref).transpose()?,
            signed_file: self.signed_file_ref(&row).await?,
            content_sha256: row.content_sha256,
            forms: totals,
            balance,
            groups,
        })
    }

    async fn edition_row(&self, id: Option<i64>) -> Result<Option<edition::Model>> {
        let Some(id) = id else { return Ok(None) };
        Ok(edition::Entity::find_by_id(id).one(self.read()).await?)
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

    /// An edition with the contents of its entries.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn edition_content(&self, actor: &Actor, id: EditionId) -> Result<EditionContent> {
        let row = self.visible_edition(actor, id).await?;
        let book = self.book().await?;
        let day = row.decision_date.unwrap_or_else(|| actor.today());
        let mut groups: Vec<ContentGroup> = Vec::new();
        let mut current = None;
        for one in self.listed(row.id).await? {
            let content = content(&one.version)?;
            if current.replace(one.place.group_position) != Some(one.place.group_position) {
                groups.push(ContentGroup { agency: book.refer(&content.owner, day), entries: Vec::new() });
            }
            if let Some(group) = groups.last_mut() {
                group.entries.push((EntryCode(one.place.entry_code), content));
            }
        }
        Ok(EditionContent { edition: edition_ref(&row)?, groups, lists: lists(self.read()).await? })
    }

    /// What differs between two editions.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`].
    pub async fn edition_diff(&self, actor: &Actor, old: EditionId, new: EditionId) -> Result<EditionDiff> {
        let (old, new) = (self.visible_edition(actor, old).await?, self.visible_edition(actor, new).await?);
        let (before, after) = (self.listed(old.id).await?, self.listed(new.id).await?);
        let book = self.book().await?;
        let day = new.decision_date.unwrap_or_else(|| actor.today());
        let refer = |id: &str| book.refer(&AgencyId::from(id), day);
        let old_by_code: BTreeMap<&str, &Listed> =
            before.iter().map(|one| (one.place.entry_code.as_str(), one)).collect();
        let new_codes: BTreeSet<&str> = after.iter().map(|one| one.place.entry_code.as_str()).collect();
        let mut entries = Vec::new();
        for one in &after {
            if let Some(found) = compare(old_by_code.get(one.place.entry_code.as_str()).copied(), one, &refer)? {
                entries.push(found);
            }
        }
        let gone = before.iter().filter(|one| !new_codes.contains(one.place.entry_code.as_str()));
        entries.extend(gone.map(|one| removed(one, &after, &refer)).collect::<Result<Vec<_>>>()?);
        let figures = |status| size(entries.iter().filter(|entry| entry.status == status).count());
        let balance = Balance {
            before: size(before.len()),
            after: size(after.len()),
            added: figures(EntryStatus::New),
            modified: figures(EntryStatus::Modified),
            removed: figures(EntryStatus::Removed),
            unchanged: size(after.len()) - figures(EntryStatus::New) - figures(EntryStatus::Modified),
        };
        Ok(EditionDiff {
            agencies: mentioned(&entries, &refer),
            old: edition_ref(&old)?,
            new: edition_ref(&new)?,
            balance,
            entries,
            lists: lists(self.read()).await?,
        })
    }
}

fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
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

fn compare(old: Option<&Listed>, new: &Listed, refer: &impl Fn(&str) -> AgencyRef) -> Result<Option<EntryDiff>> {
    let (status, changes) = match old {
        Some(old) if old.version.id == new.version.id => return Ok(None),
        Some(old) => (EntryStatus::Modified, diff(&content(&old.version)?, &content(&new.version)?)),
        None => (EntryStatus::New, Vec::new()),
    };
    Ok(Some(EntryDiff {
        code: EntryCode(new.place.entry_code.clone()),
        name: new.version.name.clone(),
        agency: refer(&new.version.owner_id),
        status,
        changes,
        merged_into: None,
    }))
}

/// An entry that left; merged, when one entry of the new edition has all its items now.
fn removed(old: &Listed, after: &[Listed], refer: &impl Fn(&str) -> AgencyRef) -> Result<EntryDiff> {
    let gone: EntryContent = content(&old.version)?;
    let mut merged_into = None;
    // What is written for searching tells which entries are worth being read.
    let first = gone.items.first().map(|item| search_text([item.name.as_str()]));
    let may_hold = |one: &&Listed| {
        one.version.id != old.version.id && first.as_ref().is_some_and(|name| one.version.fold_items.contains(name))
    };
    for one in after.iter().filter(may_hold) {
        let taker = content(&one.version)?;
        if gone.items.iter().all(|item| taker.item(&item.name).is_some()) {
            merged_into = Some(EntryCode(one.place.entry_code.clone()));
            break;
        }
    }
    Ok(EntryDiff {
        code: EntryCode(old.place.entry_code.clone()),
        name: gone.name,
        agency: refer(&old.version.owner_id),
        status: EntryStatus::Removed,
        changes: Vec::new(),
        merged_into,
    })
}

/// The agencies that changes of owner name.
pub(crate) fn mentioned(entries: &[EntryDiff], refer: &impl Fn(&str) -> AgencyRef) -> Vec<AgencyRef> {
    let owner = Place::Field(Field::Owner);
    let changes: Vec<&Change> = entries.iter().flat_map(|entry| &entry.changes).collect();
    let ids: BTreeSet<&str> = changes
        .into_iter()
        .filter(|change| change.place == owner)
        .flat_map(|change| [change.old.as_str(), change.new.as_str()])
        .collect();
    ids.into_iter().map(refer).collect()
}
