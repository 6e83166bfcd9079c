//! Bringing an annex in: first what was understood, kept and shown; then, when somebody confirms it, the edition.

mod confirm;
mod workbook;

pub use confirm::Progress;
pub(crate) use confirm::Writings;
pub use workbook::{ImportSource, Workbook};

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency_match::{AgencyMatch, AgencyNames};
use domain::annex::{Annex, AnnexCode, AnnexEntry, AnnexIssue, CellPlace, ImportHeader, ImportPreview, ImportRow};
use domain::edition::EditionRef;
use domain::id::{AgencyId, EntryCode, ImportId};
use domain::policy::{Act, authorize};
use domain::text::{fold, words};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, Iterable, QueryFilter, QueryOrder, QuerySelect,
};

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
        self.keep(actor, (file_name, file_sha256), None, annex, header).await
    }

    /// The row of an import, with the workbook it was read from where that is kept.
    async fn keep(
        &self,
        actor: &Actor,
        (file_name, file_sha256): (&str, &str),
        workbook: Option<workbook::Kept>,
        annex: Annex,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        let book = self.book().await?;
        let annex = match_agencies(annex, &book, header);
        let file_name: String = file_name.chars().take(200).collect();
        let tx = self.begin().await?;
        let file_id = match &workbook {
            Some(kept) => Some(kept.row(&tx, &file_name, file_sha256, actor.at).await?),
            None => None,
        };
        let row = catalog_import::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            file_name: Set(file_name),
            file_sha256: Set(file_sha256.to_owned()),
            annex: Set(json(&annex)?),
            header: Set(json(header)?),
            edition_id: Set(None),
            created_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
            created_at: Set(actor.at),
            file_id: Set(file_id),
            mapping: Set(workbook.as_ref().map(|kept| json(&kept.mapping)).transpose()?),
            sheets: Set(workbook.as_ref().map(|kept| json(&kept.sheets)).transpose()?),
            remembered: Set(workbook.is_some_and(|kept| kept.remembered)),
            writing_since: Set(None),
        };
        // Not what it wrote: the annex may be some fifty megabytes.
        let id = catalog_import::Entity::insert(row).exec(&tx).await?.last_insert_id;
        let detail =
            serde_json::json!({ "file": file_sha256, "entries": annex.entries.len(), "errors": annex.errors.len() });
        audit::append(&tx, actor, "import.preview", id, detail).await?;
        tx.commit().await?;
        let row = import_row_alone(self.read(), ImportId(id)).await?;
        self.preview_of(row, annex, header, &book).await
    }

    /// What an import would do; nothing is kept of it.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system.
    pub async fn look_at_import(
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
        let row = catalog_import::Model {
            id: 0,
            file_name: file_name.to_owned(),
            file_sha256: file_sha256.to_owned(),
            annex: String::new(),
            header: String::new(),
            edition_id: None,
            created_by: None,
            created_at: actor.at,
            file_id: None,
            mapping: None,
            sheets: None,
            remembered: false,
            writing_since: None,
        };
        let preview = self.preview_of(row, annex, header, &book).await?;
        Ok(ImportPreview { id: None, ..preview })
    }

    /// What an import would do, or did.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; unknown import.
    pub async fn import_preview(&self, actor: &Actor, id: ImportId) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        let row = import_row(self.read(), id).await?;
        let (annex, header) = stored(&row)?;
        let book = self.book().await?;
        self.preview_of(row, annex, &header, &book).await
    }

    async fn preview_of(
        &self,
        row: catalog_import::Model,
        annex: Annex,
        header: &ImportHeader,
        book: &AgencyBook,
    ) -> Result<ImportPreview> {
        let mut codes = known_codes(self.read()).await?;
        let mut agencies: BTreeMap<AgencyId, String> = BTreeMap::new();
        let mut items = 0;
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        let rows = annex.entries.iter().map(|entry| {
            let owner = &entry.content.owner;
            let name = || book.refer(owner, header.decision.date).name;
            let agency_name = agencies.entry(owner.clone()).or_insert_with(name).clone();
            items += count(entry.content.items.len());
            ImportRow {
                place: entry.place.clone(),
                code: codes.take(entry),
                name: entry.content.name.clone(),
                agency_name,
                agency: owner.clone(),
                items: count(entry.content.items.len()),
            }
        });
        let rows: Vec<ImportRow> = rows.collect();
        let written = match row.edition_id {
            Some(edition) => edition::Entity::find_by_id(edition).one(self.read()).await?,
            None => None,
        };
        let already = if written.is_none() { already(self.read(), &row, header).await? } else { None };
        let progress = self.inner.writings.progress(row.id);
        let parse = |text: &Option<String>| text.as_deref().map(parsed).transpose();
        Ok(ImportPreview {
            id: Some(ImportId(row.id)),
            mapping: row.mapping.as_deref().map(parsed).transpose()?,
            sheets: parse(&row.sheets)?.unwrap_or_default(),
            remembered: row.remembered,
            failing: count(annex.failing_rows().len()),
            fails_whole: annex.fails_whole(),
            error_count: count(annex.errors.len()),
            warning_count: count(annex.warnings.len()),
            interrupted: row.writing_since.is_some() && written.is_none() && progress.is_none(),
            progress,
            file_name: row.file_name,
            file_sha256: row.file_sha256,
            title: annex.title,
            entries: count(rows.len()),
            rows,
            agencies: count(agencies.keys().filter(|owner| !owner.as_str().is_empty()).count()),
            items,
            errors: annex.errors,
            warnings: annex.warnings,
            already,
            written: written.as_ref().map(edition_ref).transpose()?,
        })
    }
}

async fn import_row(connection: &impl ConnectionTrait, id: ImportId) -> Result<catalog_import::Model> {
    catalog_import::Entity::find_by_id(id.0).one(connection).await?.ok_or(Error::NotFound)
}

/// The row of an import without the text of its annex.
async fn import_row_alone(connection: &impl ConnectionTrait, id: ImportId) -> Result<catalog_import::Model> {
    let find = catalog_import::Entity::find_by_id(id.0).select_only();
    let columns = catalog_import::Column::iter().filter(|column| !matches!(column, catalog_import::Column::Annex));
    let find = find.columns(columns).expr_as(sea_orm::sea_query::Expr::value(""), "annex");
    find.one(connection).await?.ok_or(Error::NotFound)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(error.to_string()))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("catalog_import: {error}")))
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
    let valid = book.valid_on(header.decision.date);
    let names = valid.map(|agency| (agency.id.as_str(), agency.name.as_str(), agency.short_name.as_str()));
    let names = AgencyNames::new(names);
    let mut known: BTreeMap<String, AgencyMatch> = BTreeMap::new();
    let mut seen: BTreeSet<(AgencyId, String)> = BTreeSet::new();
    for entry in &mut annex.entries {
        let found = known.entry(entry.agency_written.clone()).or_insert_with(|| names.find(&entry.agency_written));
        let issue = |code, detail: String| AnnexIssue { place: entry.place.clone(), code, detail };
        let column = if entry.agency_column > 0 { entry.agency_column } else { entry.place.column };
        let of_agency =
            |code, detail: String| AnnexIssue { place: CellPlace { column, ..entry.place.clone() }, code, detail };
        match found {
            AgencyMatch::Exact(id) => entry.content.owner = AgencyId(id.clone()),
            AgencyMatch::Ambiguous(ids) => {
                annex.errors.push(of_agency(
                    AnnexCode::AgencyAmbiguous,
                    format!("{}: {}", entry.agency_written, ids.join(", ")),
                ));
            }
            AgencyMatch::Similar(ids) => {
                let near: Vec<String> =
                    ids.iter().map(|id| book.refer(&AgencyId::from(id.as_str()), header.decision.date).name).collect();
                annex.errors.push(of_agency(
                    AnnexCode::AgencyUnknown,
                    format!("{} (≈ {})", entry.agency_written, near.join(", ")),
                ));
            }
            AgencyMatch::None => annex.errors.push(of_agency(AnnexCode::AgencyUnknown, entry.agency_written.clone())),
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
    // Not the contents: they may be many.
    let columns = [entry_version::Column::OwnerId, entry_version::Column::Name, entry_version::Column::EntryCode];
    let versions = entry_version::Entity::find().order_by_asc(entry_version::Column::Id);
    let versions = versions.select_only().columns(columns).into_tuple::<(String, String, String)>();
    let by_name = versions.all(connection).await?.into_iter();
    let by_name = by_name.map(|(owner, name, code)| ((owner, words(&name)), EntryCode(code))).collect();
    Ok(Codes { given: given.into_iter().map(|row| row.code).collect(), by_name, next_number })
}

/// The first running number that no entry ever had.
pub(crate) fn next_number(entries: &[entry::Model]) -> u32 {
    let last = entries.iter().filter_map(|row| row.number).max().unwrap_or(0);
    u32::try_from(last).unwrap_or(0) + 1
}
