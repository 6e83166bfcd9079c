//! Writing an edition: the versions of its entries, its list, and the moment it comes into force.

use std::collections::{BTreeMap, BTreeSet};

use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::catalog::{EntryContent, FormCounts};
use domain::edition::Decision;
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::text::sort_key;
use domain::workflow::{EditionMove, EditionStage, next_edition};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use time::{Date, OffsetDateTime};

use crate::audit::{sha256_hex, sha256_of_json};
use crate::entity::{campaign, edition, edition_entry, entry, entry_version};
use crate::owners::{self, Successions};
use crate::rows::parse;
use crate::{Error, Result};

/// The entries of an edition that is to be written, by agency in the order of the annex.
pub(crate) struct EditionEntries {
    pub groups: Vec<(AgencyRef, Vec<(EntryCode, EntryContent)>)>,
}

impl EditionEntries {
    pub(crate) fn entries(&self) -> impl Iterator<Item = &(EntryCode, EntryContent)> {
        self.groups.iter().flat_map(|(_, entries)| entries)
    }

    /// SHA-256 over the canonical content: the codes and contents in the order of the codes.
    pub(crate) fn sha256(&self) -> Result<String> {
        let by_code: BTreeMap<&str, &EntryContent> =
            self.entries().map(|(code, content)| (code.as_str(), content)).collect();
        // Of ten thousand entries the text is some fifty megabytes: it is hashed as it comes.
        sha256_of_json(&by_code)
    }
}

pub(crate) fn canonical(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(format!("not canonical: {error}")))
}

fn version_row(code: &EntryCode, content: &EntryContent) -> Result<entry_version::ActiveModel> {
    let json = canonical(content)?;
    let forms = FormCounts::of(&content.items);
    let int = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    Ok(entry_version::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        entry_code: Set(code.to_string()),
        content_sha256: Set(sha256_hex(&json)),
        content: Set(json),
        name: Set(content.name.clone()),
        name_key: Set(sort_key(&content.name)),
        owner_id: Set(content.owner.to_string()),
        sector: Set(content.sector.clone()),
        update_frequency: Set(content.update_frequency.clone()),
        open_items: Set(int(forms.open)),
        default_items: Set(int(forms.default)),
        specific_items: Set(int(forms.specific)),
        none_items: Set(int(forms.none)),
    })
}

/// Rows written by one statement: each version has some twenty values, and SQLite takes 32,766.
const ROWS_AT_ONCE: usize = 500;

/// Fills the list of an edition, in place of what it held.
pub(crate) async fn write_entries(
    tx: &DatabaseTransaction,
    edition: EditionId,
    entries: &EditionEntries,
    at: OffsetDateTime,
) -> Result<()> {
    write_entries_told(tx, edition, entries, at, &|_| ()).await
}

/// The same, telling after each group of rows how many entries are written. A version that is there with the same content
/// is taken; the others are new.
pub(crate) async fn write_entries_told(
    tx: &DatabaseTransaction,
    edition: EditionId,
    entries: &EditionEntries,
    at: OffsetDateTime,
    told: &(impl Fn(u32) + Sync),
) -> Result<()> {
    edition_entry::Entity::delete_many().filter(edition_entry::Column::EditionId.eq(edition.0)).exec(tx).await?;
    new_codes(tx, entries, at).await?;
    let mut known = versions_after(tx, 0).await?;
    let last = known.values().copied().max().unwrap_or(0);
    let all: Vec<&(EntryCode, EntryContent)> = entries.entries().collect();
    let mut keys = Vec::with_capacity(all.len());
    for chunk in all.chunks(ROWS_AT_ONCE) {
        let mut rows = Vec::new();
        for (code, content) in chunk {
            let row = version_row(code, content)?;
            let key = (code.to_string(), row.content_sha256.clone().take().unwrap_or_default());
            if !known.contains_key(&key) {
                rows.push(row);
            }
            keys.push(key);
        }
        if !rows.is_empty() {
            entry_version::Entity::insert_many(rows).exec_without_returning(tx).await?;
        }
        told(u32::try_from(keys.len()).unwrap_or(u32::MAX));
    }
    known.extend(versions_after(tx, last).await?);
    let mut keys = keys.into_iter();
    let mut rows = Vec::with_capacity(all.len());
    for (group_position, (_, group)) in (0..).zip(&entries.groups) {
        for (position, ((code, _), key)) in (0..).zip(group.iter().zip(keys.by_ref())) {
            let missing = || Error::Corrupt(format!("entry_version of {code} was not written"));
            rows.push(edition_entry::ActiveModel {
                edition_id: Set(edition.0),
                entry_code: Set(code.to_string()),
                version_id: Set(*known.get(&key).ok_or_else(missing)?),
                group_position: Set(group_position),
                position: Set(position),
            });
        }
    }
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        edition_entry::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Records the codes that no entry had yet.
async fn new_codes(tx: &DatabaseTransaction, entries: &EditionEntries, at: OffsetDateTime) -> Result<()> {
    let known: BTreeSet<String> = entry::Entity::find().all(tx).await?.into_iter().map(|row| row.code).collect();
    let new: BTreeSet<&EntryCode> =
        entries.entries().map(|(code, _)| code).filter(|code| !known.contains(code.as_str())).collect();
    let rows: Vec<entry::ActiveModel> = new
        .into_iter()
        .map(|code| entry::ActiveModel {
            code: Set(code.to_string()),
            number: Set(code.number().and_then(|number| i32::try_from(number).ok())),
            created_at: Set(at),
        })
        .collect();
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        entry::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The versions with a number after `last`: code and content's hash, and the number. Not the contents: they may be many.
async fn versions_after(tx: &DatabaseTransaction, last: i64) -> Result<BTreeMap<(String, String), i64>> {
    let columns = [entry_version::Column::EntryCode, entry_version::Column::ContentSha256];
    let rows = entry_version::Entity::find().filter(entry_version::Column::Id.gt(last)).select_only();
    let rows = rows.columns(columns).column(entry_version::Column::Id).into_tuple::<(String, String, i64)>();
    Ok(rows.all(tx).await?.into_iter().map(|(code, sha256, id)| ((code, sha256), id)).collect())
}

/// A new draft edition.
pub(crate) async fn new_draft(
    tx: &DatabaseTransaction,
    year: i32,
    base: Option<EditionId>,
    campaign: Option<CampaignKey>,
    sha256: String,
    at: OffsetDateTime,
) -> Result<EditionId> {
    let row = edition::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        year: Set(year),
        stage: Set(EditionStage::Compiling.to_string()),
        base_id: Set(base.map(|id| id.0)),
        campaign_year: Set(campaign.map(CampaignKey::number)),
        content_sha256: Set(sha256),
        created_at: Set(at),
        version: Set(1),
        ..Default::default()
    };
    Ok(EditionId(row.insert(tx).await?.id))
}

/// Records the decision: the edition is issued, the one in force before it is superseded, and its owners answer for its
/// entries from that day. A decision of the past takes its place among the others: it ends where the next one begins.
pub(crate) async fn put_in_force(
    tx: &DatabaseTransaction,
    id: EditionId,
    decision: &Decision,
    file: Option<String>,
) -> Result<()> {
    let row = edition::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?;
    let mut stage = next_edition(parse("edition", id, &row.stage)?, EditionMove::Issue)?;
    if let Some(before) = edition_before(tx, decision.effective_from).await? {
        let was: EditionStage = parse("edition", before.id, &before.stage)?;
        let mut before = before.into_active_model();
        before.stage = Set(next_edition(was, EditionMove::Supersede).unwrap_or(was).to_string());
        before.effective_to = Set(decision.effective_from.previous_day());
        before.update(tx).await?;
    }
    let after = edition_after(tx, decision.effective_from).await?;
    let effective_to = after.as_ref().and_then(|after| after.effective_from?.previous_day());
    if let Some(after) = after {
        stage = next_edition(stage, EditionMove::Supersede)?;
        let mut after = after.into_active_model();
        after.base_id = Set(Some(id.0));
        after.update(tx).await?;
    }
    let version = row.version;
    let mut row = row.into_active_model();
    row.stage = Set(stage.to_string());
    row.number = Set(Some(decision.number.clone()));
    row.decision_date = Set(Some(decision.date));
    row.effective_from = Set(Some(decision.effective_from));
    row.effective_to = Set(effective_to);
    row.signer = Set(Some(decision.signer.clone()));
    row.signer_title = Set(Some(decision.signer_title.clone()));
    row.file_id = Set(file);
    row.version = Set(version + 1);
    row.update(tx).await?;
    let successions = Successions::load(tx).await?;
    let named = owners_of(tx, id).await?;
    for (code, owner) in owners::first_owners(tx, &successions, named, decision).await? {
        owners::decide_owner(tx, &successions, &code, &owner, decision.effective_from, &decision.number).await?;
    }
    owners::follow_successors(tx, &successions).await
}

/// What a campaign makes follows the edition that it reviews: nothing may have come into force in between, or its
/// contents would be undone.
///
/// # Errors
/// [`Error::Outdated`] with the number of the newer decision.
pub(crate) async fn stands_on_the_newest(tx: &DatabaseTransaction, campaign: &campaign::Model) -> Result<()> {
    let newest = in_force_once().order_by_desc(edition::Column::EffectiveFrom).order_by_desc(edition::Column::Id);
    match newest.one(tx).await? {
        Some(row) if row.id != campaign.base_edition_id => Err(Error::Outdated(row.number.unwrap_or_default())),
        _ => Ok(()),
    }
}

/// Editions that a decision issued, superseded or not.
pub(crate) fn in_force_once() -> Select<edition::Entity> {
    let stages = [EditionStage::Issued, EditionStage::Superseded].map(|stage| stage.to_string());
    edition::Entity::find().filter(edition::Column::Stage.is_in(stages))
}

/// The last edition that came into force on a day or before.
pub(crate) async fn edition_before(connection: &impl ConnectionTrait, day: Date) -> Result<Option<edition::Model>> {
    let found = in_force_once().filter(edition::Column::EffectiveFrom.lte(day));
    let last = found.order_by_desc(edition::Column::EffectiveFrom).order_by_desc(edition::Column::Id);
    Ok(last.one(connection).await?)
}

pub(crate) async fn edition_after(connection: &impl ConnectionTrait, day: Date) -> Result<Option<edition::Model>> {
    let found = in_force_once().filter(edition::Column::EffectiveFrom.gt(day));
    let first = found.order_by_asc(edition::Column::EffectiveFrom).order_by_asc(edition::Column::Id);
    Ok(first.one(connection).await?)
}

async fn owners_of(tx: &DatabaseTransaction, id: EditionId) -> Result<Vec<(String, AgencyId)>> {
    let listed = edition_entry::Entity::find().filter(edition_entry::Column::EditionId.eq(id.0)).select_only();
    let listed = listed.column(edition_entry::Column::VersionId).into_query();
    let columns = [entry_version::Column::EntryCode, entry_version::Column::OwnerId];
    let versions = entry_version::Entity::find().filter(entry_version::Column::Id.in_subquery(listed));
    let rows = versions.select_only().columns(columns).into_tuple::<(String, String)>().all(tx).await?;
    Ok(rows.into_iter().map(|(code, owner)| (code, AgencyId(owner))).collect())
}
