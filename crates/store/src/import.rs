//! Bringing an annex in: first what was understood, kept and shown; then, when somebody confirms it, the edition.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency_match::{AgencyMatch, match_agency};
use domain::annex::{Annex, AnnexCode, AnnexEntry, AnnexIssue, ImportHeader, ImportPreview, ImportRow, Supplement};
use domain::catalog::EntryContent;
use domain::check::{FieldCode, FieldError};
use domain::edition::EditionRef;
use domain::id::{AgencyId, EntryCode, ImportId};
use domain::policy::{Act, authorize};
use domain::text::{fold, words};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder,
};

use crate::campaign::{unfinished, unfinished_error};
use crate::edition_write::{EditionEntries, edition_after, edition_before, new_draft, put_in_force, write_entries};
use crate::entity::{catalog_import, edition, entry, entry_version};
use crate::reference::AgencyBook;
use crate::rows::edition_ref;
use crate::{Error, Result, Store, audit};

impl Store {
    /// Keeps an annex as it was read, matched to agencies, for a look before anything is written.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system.
    pub async fn preview_import(
        &self,
        actor: &Actor,
        file_name: &str,
        file_sha256: &str,
        annex: Annex,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        let book = self.book().await?;
        let annex = match_agencies(annex, &book, header);
        let corrupt = |error: serde_json::Error| Error::Corrupt(error.to_string());
        let tx = self.begin().await?;
        let row = catalog_import::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            file_name: Set(file_name.chars().take(200).collect()),
            file_sha256: Set(file_sha256.to_owned()),
            annex: Set(serde_json::to_string(&annex).map_err(corrupt)?),
            header: Set(serde_json::to_string(header).map_err(corrupt)?),
            edition_id: Set(None),
            created_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
            created_at: Set(actor.at),
        };
        let row = row.insert(&tx).await?;
        let detail =
            serde_json::json!({ "file": file_sha256, "entries": annex.entries.len(), "errors": annex.errors.len() });
        audit::append(&tx, actor, "import.preview", row.id, detail).await?;
        tx.commit().await?;
        self.import_preview(actor, ImportId(row.id)).await
    }

    /// What an import would do, or did.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; unknown import.
    pub async fn import_preview(&self, actor: &Actor, id: ImportId) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        let row = catalog_import::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let (annex, header) = stored(&row)?;
        let book = self.book().await?;
        let mut codes = known_codes(self.read()).await?;
        let mut agencies = BTreeSet::new();
        let mut items = 0;
        let rows = annex.entries.iter().map(|entry| {
            agencies.insert(entry.content.owner.clone());
            items += u32::try_from(entry.content.items.len()).unwrap_or(0);
            ImportRow {
                place: entry.place.clone(),
                code: codes.take(entry),
                name: entry.content.name.clone(),
                agency_name: book.refer(&entry.content.owner, header.decision.date).name,
                agency: entry.content.owner.clone(),
                items: u32::try_from(entry.content.items.len()).unwrap_or(0),
            }
        });
        let rows: Vec<ImportRow> = rows.collect();
        let written = match row.edition_id {
            Some(edition) => edition::Entity::find_by_id(edition).one(self.read()).await?,
            None => None,
        };
        let already = if written.is_none() { already(self.read(), &row, &header).await? } else { None };
        Ok(ImportPreview {
            id: Some(id),
            file_name: row.file_name,
            file_sha256: row.file_sha256,
            title: annex.title,
            rows,
            agencies: u32::try_from(agencies.len()).unwrap_or(0),
            items,
            errors: annex.errors,
            warnings: annex.warnings,
            already,
            written: written.as_ref().map(edition_ref).transpose()?,
        })
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
        authorize(actor, &Act::ImportCatalog)?;
        let tx = self.begin().await?;
        let row = catalog_import::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NotFound)?;
        let (annex, header) = stored(&row)?;
        if row.edition_id.is_some() || already(&tx, &row, &header).await?.is_some() {
            tx.rollback().await?;
            return self.import_preview(actor, id).await;
        }
        if !annex.errors.is_empty() || annex.entries.is_empty() {
            return Err(Error::Invalid(vec![FieldError::new("file", FieldCode::OutOfRange)]));
        }
        let entries = entries(&tx, annex, supplements).await?;
        if let Some(year) = unfinished(&tx).await?
            && edition_after(&tx, header.decision.effective_from).await?.is_none()
        {
            return unfinished_error("effective_from", year);
        }
        let base = edition_before(&tx, header.decision.effective_from).await?;
        let base = base.map(|row| domain::id::EditionId(row.id));
        let edition = new_draft(&tx, header.year, base, None, entries.sha256()?, actor.at).await?;
        write_entries(&tx, edition, &entries, actor.at).await?;
        submit(&tx, edition).await?;
        put_in_force(&tx, edition, &header.decision, None).await?;
        let mut row = row.into_active_model();
        row.edition_id = Set(Some(edition.0));
        let row = row.update(&tx).await?;
        let detail =
            serde_json::json!({ "import": row.id, "file": row.file_sha256, "decision": header.decision.number });
        audit::append(&tx, actor, "edition.import", edition, detail).await?;
        self.commit_public(tx).await?;
        self.import_preview(actor, id).await
    }
}

/// An imported annex belongs to a decision that exists already: the draft passes the office at once.
async fn submit(tx: &sea_orm::DatabaseTransaction, id: domain::id::EditionId) -> Result<()> {
    use domain::workflow::{EditionMove, EditionStage, next_edition};
    let mut row = edition::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?.into_active_model();
    row.stage = Set(next_edition(EditionStage::Compiling, EditionMove::Submit)?.to_string());
    row.update(tx).await?;
    Ok(())
}

fn stored(row: &catalog_import::Model) -> Result<(Annex, ImportHeader)> {
    let corrupt = |error: serde_json::Error| Error::Corrupt(format!("catalog_import {}: {error}", row.id));
    Ok((serde_json::from_str(&row.annex).map_err(corrupt)?, serde_json::from_str(&row.header).map_err(corrupt)?))
}

/// The edition that the same file, or the same decision, made before.
async fn already(
    connection: &impl ConnectionTrait,
    row: &catalog_import::Model,
    header: &ImportHeader,
) -> Result<Option<EditionRef>> {
    let same_file = catalog_import::Entity::find()
        .filter(catalog_import::Column::FileSha256.eq(&row.file_sha256))
        .filter(catalog_import::Column::EditionId.is_not_null())
        .one(connection)
        .await?;
    let found = match same_file.and_then(|row| row.edition_id) {
        Some(id) => edition::Entity::find_by_id(id).one(connection).await?,
        None => {
            edition::Entity::find()
                .filter(edition::Column::Number.eq(&header.decision.number))
                .filter(edition::Column::DecisionDate.eq(header.decision.date))
                .one(connection)
                .await?
        }
    };
    found.as_ref().map(edition_ref).transpose()
}

/// Gives each entry its agency, with an error where the heading names none or several.
fn match_agencies(mut annex: Annex, book: &AgencyBook, header: &ImportHeader) -> Annex {
    let mut known: BTreeMap<String, AgencyMatch> = BTreeMap::new();
    let mut seen: BTreeSet<(AgencyId, String)> = BTreeSet::new();
    for entry in &mut annex.entries {
        let found = known.entry(entry.agency_written.clone()).or_insert_with(|| {
            let valid = book.valid_on(header.decision.date);
            let names = valid.map(|agency| (agency.id.as_str(), agency.name.as_str(), agency.short_name.as_str()));
            match_agency(&entry.agency_written, names)
        });
        let issue = |code, detail: String| AnnexIssue { place: entry.place.clone(), code, detail };
        match found {
            AgencyMatch::Exact(id) => entry.content.owner = AgencyId(id.clone()),
            AgencyMatch::Ambiguous(ids) => {
                annex
                    .errors
                    .push(issue(AnnexCode::AgencyAmbiguous, format!("{}: {}", entry.agency_written, ids.join(", "))));
            }
            AgencyMatch::Similar(ids) => {
                let near: Vec<String> =
                    ids.iter().map(|id| book.refer(&AgencyId::from(id.as_str()), header.decision.date).name).collect();
                annex
                    .errors
                    .push(issue(AnnexCode::AgencyUnknown, format!("{} (≈ {})", entry.agency_written, near.join(", "))));
            }
            AgencyMatch::None => annex.errors.push(issue(AnnexCode::AgencyUnknown, entry.agency_written.clone())),
        }
        if !seen.insert((entry.content.owner.clone(), fold(&entry.content.name))) {
            annex.errors.push(issue(AnnexCode::DuplicateName, entry.content.name.clone()));
        }
    }
    annex
}

/// Codes that entries have: by the code itself, and by owner and name.
struct Codes {
    /// Those that no entry of the annex has taken yet.
    given: BTreeSet<String>,
    by_name: BTreeMap<(String, Vec<String>), EntryCode>,
    next_number: u32,
}

impl Codes {
    /// The code of the entry in the catalog that an entry of the annex is; a code is taken once.
    fn take(&mut self, entry: &AnnexEntry) -> Option<EntryCode> {
        let written = entry.code.clone().filter(|code| self.given.contains(code.as_str()));
        let key = (entry.content.owner.to_string(), words(&entry.content.name));
        let code = written.or_else(|| self.by_name.get(&key).cloned())?;
        self.given.remove(code.as_str()).then_some(code)
    }

    fn new_code(&mut self) -> EntryCode {
        let code = EntryCode::numbered(self.next_number);
        self.next_number += 1;
        code
    }
}

async fn known_codes(connection: &impl ConnectionTrait) -> Result<Codes> {
    let given = entry::Entity::find().all(connection).await?;
    let next_number = next_number(&given);
    let versions = entry_version::Entity::find().order_by_asc(entry_version::Column::Id).all(connection).await?;
    let by_name =
        versions.into_iter().map(|row| ((row.owner_id, words(&row.name)), EntryCode(row.entry_code))).collect();
    Ok(Codes { given: given.into_iter().map(|row| row.code).collect(), by_name, next_number })
}

/// The first running number that no entry ever had.
pub(crate) fn next_number(entries: &[entry::Model]) -> u32 {
    let last = entries.iter().filter_map(|row| row.number).max().unwrap_or(0);
    u32::try_from(last).unwrap_or(0) + 1
}

/// The entries as they are written: with their codes, and what the supplements know of them.
async fn entries(
    connection: &impl ConnectionTrait,
    annex: Annex,
    supplements: &[Supplement],
) -> Result<EditionEntries> {
    let mut codes = known_codes(connection).await?;
    let last_supplied = supplements.iter().filter_map(|one| one.code.number()).max().unwrap_or(0);
    codes.next_number = codes.next_number.max(last_supplied + 1);
    let mut taken: BTreeSet<EntryCode> = BTreeSet::new();
    let supplied: BTreeMap<(&str, Vec<String>), &Supplement> =
        supplements.iter().map(|one| ((one.owner.as_str(), words(&one.name)), one)).collect();
    let mut groups: Vec<(domain::agency::AgencyRef, Vec<(EntryCode, EntryContent)>)> = Vec::new();
    for entry in annex.entries {
        let mut content = entry.content.clone();
        let supplement = supplied.get(&(content.owner.as_str(), words(&content.name)));
        if let Some(one) = supplement {
            content.sector.clone_from(&one.sector);
            content.data_kinds.clone_from(&one.data_kinds);
        }
        let supplied = supplement.map(|one| one.code.clone()).filter(|code| !taken.contains(code));
        let code = codes.take(&entry).or(supplied).unwrap_or_else(|| codes.new_code());
        taken.insert(code.clone());
        let owner = content.owner.clone();
        match groups.last_mut() {
            Some((agency, group)) if agency.id == owner => group.push((code, content)),
            _ => {
                let agency = domain::agency::AgencyRef { id: owner, name: entry.agency_written.clone() };
                groups.push((agency, vec![(code, content)]));
            }
        }
    }
    Ok(EditionEntries { groups })
}
