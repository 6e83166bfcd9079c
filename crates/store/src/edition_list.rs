//! Writing the list of an edition: the versions of its entries, their places, and the hash over them. Contents pass
//! through some at a time; of each only its hash stays in memory.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::{EntryContent, FormCounts};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::text::sort_key;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use time::OffsetDateTime;

use crate::audit::{Hashing, sha256_hex};
use crate::edition_write::canonical;
use crate::entity::{edition, edition_entry, entry, entry_version};
use crate::{Error, Result};

/// Rows written or read by one statement: each version has some twenty values, and SQLite takes 32,766.
pub(crate) const ROWS_AT_ONCE: usize = 500;

/// An entry as it stands in an edition: its group, its place in it, what it is.
pub(crate) struct Placed {
    pub group: i32,
    pub position: i32,
    pub code: EntryCode,
    pub content: EntryContent,
}

/// An entry as an edition lists it.
#[derive(Clone)]
pub(crate) struct Standing {
    pub code: String,
    pub version: i64,
    pub owner: AgencyId,
    pub group: i32,
    pub position: i32,
}

/// One that is written.
struct Written {
    code: String,
    sha256: String,
    group: i32,
    position: i32,
}

/// Fills the list of an edition, in place of what it held.
pub(crate) struct ListWriter<'a> {
    tx: &'a DatabaseTransaction,
    edition: EditionId,
    at: OffsetDateTime,
    /// The codes that entries have.
    codes: BTreeSet<String>,
    /// Versions by code and content's hash.
    known: BTreeMap<(String, String), i64>,
    written: Vec<Written>,
}

impl<'a> ListWriter<'a> {
    pub(crate) async fn begin(tx: &'a DatabaseTransaction, edition: EditionId, at: OffsetDateTime) -> Result<Self> {
        edition_entry::Entity::delete_many().filter(edition_entry::Column::EditionId.eq(edition.0)).exec(tx).await?;
        let codes = entry::Entity::find().select_only().column(entry::Column::Code).into_tuple::<String>();
        Ok(Self {
            tx,
            edition,
            at,
            codes: codes.all(tx).await?.into_iter().collect(),
            known: versions_after(tx, 0).await?,
            written: Vec::new(),
        })
    }

    /// How many entries are written.
    pub(crate) fn written(&self) -> usize {
        self.written.len()
    }

    /// Adds entries, at most [`ROWS_AT_ONCE`]. A version that is there with the same content is taken; the others are new.
    pub(crate) async fn add(&mut self, entries: &[Placed]) -> Result<()> {
        let new: Vec<entry::ActiveModel> = entries
            .iter()
            .filter(|one| self.codes.insert(one.code.to_string()))
            .map(|one| entry::ActiveModel {
                code: Set(one.code.to_string()),
                number: Set(one.code.number().and_then(|number| i32::try_from(number).ok())),
                created_at: Set(self.at),
            })
            .collect();
        if !new.is_empty() {
            entry::Entity::insert_many(new).exec_without_returning(self.tx).await?;
        }
        let mut rows = Vec::new();
        for one in entries {
            let json = canonical(&one.content)?;
            let key = (one.code.to_string(), sha256_hex(&json));
            let sha256 = key.1.clone();
            if !self.known.contains_key(&key) {
                rows.push(version_row(&one.code, &one.content, json, sha256.clone()));
            }
            self.written.push(Written { code: key.0, sha256, group: one.group, position: one.position });
        }
        if !rows.is_empty() {
            entry_version::Entity::insert_many(rows).exec_without_returning(self.tx).await?;
        }
        Ok(())
    }

    /// Adds entries as another edition lists them, to the letter.
    pub(crate) fn keep<'b>(&mut self, entries: impl Iterator<Item = &'b Standing>) -> Result<()> {
        let by_id: BTreeMap<i64, &str> = self.known.iter().map(|((_, sha256), id)| (*id, sha256.as_str())).collect();
        for one in entries {
            let missing = || Error::Corrupt(format!("entry_version {} is not there", one.version));
            self.written.push(Written {
                code: one.code.clone(),
                sha256: (*by_id.get(&one.version).ok_or_else(missing)?).to_owned(),
                group: one.group,
                position: one.position,
            });
        }
        Ok(())
    }

    /// Writes the list and the edition's hash: SHA-256 over the codes and contents in the order of the codes.
    pub(crate) async fn finish(mut self) -> Result<()> {
        let last = self.known.values().copied().max().unwrap_or(0);
        self.known.extend(versions_after(self.tx, last).await?);
        let mut by_code: BTreeMap<String, i64> = BTreeMap::new();
        let mut rows = Vec::new();
        let written = std::mem::take(&mut self.written);
        for chunk in written.chunks(ROWS_AT_ONCE) {
            for one in chunk {
                let missing = || Error::Corrupt(format!("entry_version of {} was not written", one.code));
                let key = (one.code.clone(), one.sha256.clone());
                let version_id = *self.known.get(&key).ok_or_else(missing)?;
                by_code.insert(key.0, version_id);
                rows.push(edition_entry::ActiveModel {
                    edition_id: Set(self.edition.0),
                    entry_code: Set(one.code.clone()),
                    version_id: Set(version_id),
                    group_position: Set(one.group),
                    position: Set(one.position),
                });
            }
            edition_entry::Entity::insert_many(rows.drain(..)).exec_without_returning(self.tx).await?;
        }
        let sha256 = self.hash(&by_code.into_iter().collect::<Vec<_>>()).await?;
        let hashed = edition::ActiveModel { content_sha256: Set(sha256), ..Default::default() };
        let row = edition::Column::Id.eq(self.edition.0);
        edition::Entity::update_many().set(hashed).filter(row).exec(self.tx).await?;
        Ok(())
    }

    /// The hash over what is stored, read back some at a time.
    async fn hash(&self, by_code: &[(String, i64)]) -> Result<String> {
        let mut hashing = Hashing::default();
        hashing.add("{");
        for (at, chunk) in by_code.chunks(ROWS_AT_ONCE).enumerate() {
            let ids = chunk.iter().map(|(_, id)| *id);
            let rows = entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids)).select_only();
            let rows = rows.columns([entry_version::Column::Id, entry_version::Column::Content]);
            let contents: BTreeMap<i64, String> =
                rows.into_tuple::<(i64, String)>().all(self.tx).await?.into_iter().collect();
            for (place, (code, id)) in chunk.iter().enumerate() {
                if at + place > 0 {
                    hashing.add(",");
                }
                let missing = || Error::Corrupt(format!("entry_version {id} of {code} is not there"));
                hashing.add(&canonical(code)?);
                hashing.add(":");
                hashing.add(contents.get(id).ok_or_else(missing)?);
            }
        }
        hashing.add("}");
        Ok(hashing.finish())
    }
}

fn version_row(code: &EntryCode, content: &EntryContent, json: String, sha256: String) -> entry_version::ActiveModel {
    let forms = FormCounts::of(&content.items);
    let int = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    entry_version::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        entry_code: Set(code.to_string()),
        content_sha256: Set(sha256),
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
    }
}

/// The versions with a number after `last`: code and content's hash, and the number. Not the contents: they may be many.
async fn versions_after(tx: &DatabaseTransaction, last: i64) -> Result<BTreeMap<(String, String), i64>> {
    let columns = [entry_version::Column::EntryCode, entry_version::Column::ContentSha256];
    let rows = entry_version::Entity::find().filter(entry_version::Column::Id.gt(last)).select_only();
    let rows = rows.columns(columns).column(entry_version::Column::Id).into_tuple::<(String, String, i64)>();
    Ok(rows.all(tx).await?.into_iter().map(|(code, sha256, id)| ((code, sha256), id)).collect())
}
