//! The workbook behind an import: kept to be read again with another mapping, and for the rows that fail.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::annex::{Annex, ImportHeader, ImportPreview, Mapping};
use domain::check::{FieldCode, FieldError};
use domain::id::ImportId;
use domain::policy::{Act, authorize};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};
use time::OffsetDateTime;

use super::matching::Matching;
use super::{Shown, import_row, json, parsed, parts, stored};
use crate::audit::sha256_hex;
use crate::entity::{catalog_import, import_mapping};
use crate::file::keep_row;
use crate::{Error, Result, Store, audit};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// An uploaded workbook, and how it was understood.
pub struct Workbook {
    pub name: String,
    pub bytes: Vec<u8>,
    pub mapping: Mapping,
    pub sheets: Vec<String>,
    /// The mapping is one that was remembered.
    pub remembered: bool,
}

/// A workbook whose bytes are in the files' folder.
pub(super) struct Kept {
    size: usize,
    pub mapping: Mapping,
    pub sheets: Vec<String>,
    pub remembered: bool,
}

impl Kept {
    pub(super) async fn row(
        &self,
        tx: &DatabaseTransaction,
        name: &str,
        sha256: &str,
        at: OffsetDateTime,
    ) -> Result<String> {
        Ok(keep_row(tx, sha256, name, XLSX, self.size, at).await?.0)
    }
}

/// An import with its kept workbook.
pub struct ImportSource {
    pub bytes: Vec<u8>,
    pub mapping: Mapping,
    /// What was said of it as a whole, and what is wrong with its rows; not its entries.
    pub annex: Annex,
}

impl Store {
    /// Like [`Store::preview_import`], and keeps the workbook, to be read again.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system.
    pub async fn keep_import(
        &self,
        actor: &Actor,
        workbook: Workbook,
        mut annex: Annex,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        let size = workbook.bytes.len();
        let sha256 = self.put_bytes(workbook.bytes).await?;
        let Workbook { name, mapping, sheets, remembered, .. } = workbook;
        let kept = Kept { size, mapping, sheets, remembered };
        let entries = std::mem::take(&mut annex.entries).into_iter();
        self.keep(actor, (&name, &sha256), Some(kept), annex, entries, header).await
    }

    /// The one of some headers that a person mapped last ([`Mapping::header_key`]), with the fields that they gave.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system.
    pub async fn remembered_mapping(&self, actor: &Actor, headers: &[Mapping]) -> Result<Option<Mapping>> {
        authorize(actor, &Act::ImportCatalog)?;
        let keys: Vec<String> = headers.iter().map(|header| sha256_hex(header.header_key())).collect();
        let ids: BTreeSet<&str> = keys.iter().map(String::as_str).collect();
        let rows = import_mapping::Entity::find().filter(import_mapping::Column::HeaderSha256.is_in(ids));
        let rows = rows.all(self.read()).await?;
        // Where several are known, what was said last corrects what was said before.
        let Some(last) = rows.iter().max_by_key(|row| row.saved_at) else { return Ok(None) };
        let known = keys.iter().zip(headers).find(|(key, _)| **key == last.header_sha256);
        known.map(|(_, header)| Ok(header.clone().with_fields_of(&parsed(&last.mapping)?))).transpose()
    }

    /// The kept workbook of an import.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; unknown import, or one whose workbook was not kept.
    pub async fn import_source(&self, actor: &Actor, id: ImportId) -> Result<ImportSource> {
        authorize(actor, &Act::ImportCatalog)?;
        let row = import_row(self.read(), id).await?;
        let (annex, _) = stored(&row)?;
        let (Some(file), Some(mapping)) = (&row.file_id, &row.mapping) else { return Err(Error::NotFound) };
        let mapping = parsed(mapping)?;
        let (_, bytes) = self.file(file).await?;
        Ok(ImportSource { bytes, mapping, annex })
    }

    /// Keeps what was read of the same workbook with another mapping, in place of what was. A mapping by which it may be
    /// written is remembered for workbooks with the same header, in place of the one that it corrects. Where a person wants
    /// mappings forgotten, those of the headers `forgotten` are remembered no longer, nor is this.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; unknown import; one that is written or being written.
    pub async fn reread_import(
        &self,
        actor: &Actor,
        id: ImportId,
        mut annex: Annex,
        mapping: &Mapping,
        forgotten: &[Mapping],
    ) -> Result<()> {
        authorize(actor, &Act::ImportCatalog)?;
        let book = self.book().await?;
        let (_, header) = stored(&import_row(self.read(), id).await?)?;
        let mut shown = Shown::load(self, &book, &header).await?;
        let tx = self.begin().await?;
        let row = import_row(&tx, id).await?;
        if row.edition_id.is_some() || self.inner.writings.progress(id.0).is_some() {
            return Err(Error::Invalid(vec![FieldError::new("file", FieldCode::Changed)]));
        }
        let mut matching = Matching::new(&book, header.decision.date);
        let entries = std::mem::take(&mut annex.entries).into_iter();
        let entries = parts::write(&tx, id, entries, |entry| {
            matching.give(entry);
            shown.add(entry);
        })
        .await?;
        annex.errors.append(&mut matching.errors);
        annex.errors.append(&mut shown.errors);
        annex.warnings.append(&mut shown.warnings);
        let remembered = if forgotten.is_empty() {
            let reads = annex.may_be_written(entries);
            if reads {
                remember(&tx, actor, &row, mapping).await?;
            }
            reads
        } else {
            let in_use = in_use(&row)?;
            let headers: Vec<&Mapping> = forgotten.iter().chain(&in_use).chain([mapping]).collect();
            forget(&tx, &headers).await?;
            false
        };
        let detail = serde_json::json!({
            "file": row.file_sha256, "entries": entries, "errors": annex.errors.len(), "forget": !forgotten.is_empty(),
        });
        let mut row = row.into_active_model();
        row.annex = Set(json(&annex)?);
        row.mapping = Set(Some(json(mapping)?));
        row.remembered = Set(remembered);
        row.writing_since = Set(None);
        row.touched_at = Set(Some(actor.at));
        row.update(&tx).await?;
        audit::append(&tx, actor, "import.reread", id, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The mapping by which an import was read last.
fn in_use(row: &catalog_import::Model) -> Result<Option<Mapping>> {
    row.mapping.as_deref().map(parsed).transpose()
}

/// Remembers a mapping. One that was remembered, and by which the same sheet of this workbook was read, was wrong then.
async fn remember(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: &catalog_import::Model,
    mapping: &Mapping,
) -> Result<()> {
    let corrected = in_use(row)?.filter(|before| row.remembered && before.sheet == mapping.sheet);
    let headers: Vec<&Mapping> = corrected.iter().chain([mapping]).collect();
    forget(tx, &headers).await?;
    let remembered = import_mapping::ActiveModel {
        header_sha256: Set(sha256_hex(mapping.header_key())),
        mapping: Set(json(mapping)?),
        saved_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
        saved_at: Set(actor.at),
    };
    import_mapping::Entity::insert(remembered).exec_without_returning(tx).await?;
    Ok(())
}

/// What was said of some headers is remembered no longer.
async fn forget(tx: &DatabaseTransaction, headers: &[&Mapping]) -> Result<()> {
    let keys: BTreeSet<String> = headers.iter().map(|header| sha256_hex(header.header_key())).collect();
    let of_them = import_mapping::Column::HeaderSha256.is_in(keys);
    import_mapping::Entity::delete_many().filter(of_them).exec(tx).await?;
    Ok(())
}
