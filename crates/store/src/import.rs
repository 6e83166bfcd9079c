//! Bringing an annex in: first what was understood, kept and shown; then, when somebody confirms it, the edition.

mod amending;
mod confirm;
mod keeping;
mod matching;
mod parts;
mod workbook;

pub use confirm::Progress;
pub(crate) use confirm::Writings;
pub(crate) use matching::next_number;
pub use workbook::{ImportSource, Workbook};

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::annex::{
    Annex, AnnexCode, AnnexEntry, AnnexIssue, CellPlace, ImportHeader, ImportPreview, ImportRow, RowEffect,
    named_decision,
};
use domain::edition::EditionRef;
use domain::id::{AgencyId, EntryCode, ImportId};
use domain::policy::{Act, authorize};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use time::Date;

use self::amending::{Base, Found, effect};
use self::confirm::reviewing;
use self::matching::{Codes, Matching, known_codes};
use crate::edition_write::free_number;
use crate::entity::{catalog_import, edition};
use crate::reference::AgencyBook;
use crate::review_rows::key_of;
use crate::rows::edition_ref;
use crate::{Error, Result, Store, audit};

impl Store {
    /// Keeps an annex as it was read, matched to agencies, for a look before anything is written.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; a decision that may not be recorded today.
    pub async fn preview_import(
        &self,
        actor: &Actor,
        file_name: &str,
        file_sha256: &str,
        mut annex: Annex,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        let entries = std::mem::take(&mut annex.entries).into_iter();
        self.preview_entries(actor, (file_name, file_sha256), annex, entries, header).await
    }

    /// The same of entries that come one by one: `head` is the annex without them.
    ///
    /// # Errors
    /// As [`Store::preview_import`].
    pub async fn preview_entries(
        &self,
        actor: &Actor,
        file: (&str, &str),
        head: Annex,
        entries: impl Iterator<Item = AnnexEntry> + Send,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        self.keep(actor, file, None, head, entries, header).await
    }

    /// The row of an import, with the workbook it was read from where that is kept.
    async fn keep(
        &self,
        actor: &Actor,
        (file_name, file_sha256): (&str, &str),
        workbook: Option<workbook::Kept>,
        mut head: Annex,
        entries: impl Iterator<Item = AnnexEntry> + Send,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        header.decision.check_on(actor.today()).map_err(Error::Invalid)?;
        let book = self.book().await?;
        Base::check(self.read(), header).await?;
        not_given(self.read(), file_sha256, header).await?;
        let mut matching = Matching::new(&book, header.decision.date);
        let mut shown = Shown::load(self, &book, header).await?;
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
            annex: Set(json(&head)?),
            header: Set(json(header)?),
            edition_id: Set(None),
            created_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
            created_at: Set(actor.at),
            file_id: Set(file_id),
            mapping: Set(workbook.as_ref().map(|kept| json(&kept.mapping)).transpose()?),
            sheets: Set(workbook.as_ref().map(|kept| json(&kept.sheets)).transpose()?),
            remembered: Set(workbook.is_some_and(|kept| kept.remembered)),
            writing_since: Set(None),
            touched_at: Set(Some(actor.at)),
        };
        let id = ImportId(catalog_import::Entity::insert(row).exec(&tx).await?.last_insert_id);
        let entries = parts::write(&tx, id, entries, |entry| {
            matching.give(entry);
            shown.add(entry);
        })
        .await?;
        head.errors.append(&mut matching.errors);
        head.errors.append(&mut shown.errors);
        head.warnings.append(&mut shown.warnings);
        let with_errors = catalog_import::ActiveModel { annex: Set(json(&head)?), ..Default::default() };
        let of_it = catalog_import::Column::Id.eq(id.0);
        catalog_import::Entity::update_many().set(with_errors).filter(of_it).exec(&tx).await?;
        let detail = serde_json::json!({ "file": file_sha256, "entries": entries, "errors": head.errors.len() });
        audit::append(&tx, actor, "import.preview", id, detail).await?;
        tx.commit().await?;
        let row = import_row(self.read(), id).await?;
        self.preview_of(row, head, shown, header).await
    }

    /// What an import would do; nothing is kept of it.
    ///
    /// # Errors
    /// As [`Store::preview_import`].
    pub async fn look_at_import(
        &self,
        actor: &Actor,
        file_name: &str,
        file_sha256: &str,
        mut annex: Annex,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        header.decision.check_on(actor.today()).map_err(Error::Invalid)?;
        let book = self.book().await?;
        Base::check(self.read(), header).await?;
        not_given(self.read(), file_sha256, header).await?;
        let mut matching = Matching::new(&book, header.decision.date);
        let mut shown = Shown::load(self, &book, header).await?;
        for mut entry in std::mem::take(&mut annex.entries) {
            matching.give(&mut entry);
            shown.add(&entry);
        }
        annex.errors.append(&mut matching.errors);
        annex.errors.append(&mut shown.errors);
        annex.warnings.append(&mut shown.warnings);
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
            touched_at: None,
        };
        let preview = self.preview_of(row, annex, shown, header).await?;
        Ok(ImportPreview { id: None, ..preview })
    }

    /// What an import would do, or did.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the system; unknown import.
    pub async fn import_preview(&self, actor: &Actor, id: ImportId) -> Result<ImportPreview> {
        authorize(actor, &Act::ImportCatalog)?;
        let row = import_row(self.read(), id).await?;
        let (mut head, header) = stored(&row)?;
        let book = self.book().await?;
        let mut shown = Shown::load(self, &book, &header).await?;
        if row.edition_id.is_some() {
            shown.left_out = head.failing_rows();
        }
        // An import from before there were parts has its entries here.
        std::mem::take(&mut head.entries).iter().for_each(|entry| shown.add(entry));
        for position in 0.. {
            let Some(entries) = parts::read(self.read(), id, position).await? else { break };
            entries.iter().for_each(|entry| shown.add(entry));
        }
        self.preview_of(row, head, shown, &header).await
    }

    async fn preview_of(
        &self,
        row: catalog_import::Model,
        head: Annex,
        shown: Shown<'_>,
        header: &ImportHeader,
    ) -> Result<ImportPreview> {
        let written = match row.edition_id {
            Some(edition) => edition::Entity::find_by_id(edition).one(self.read()).await?,
            None => None,
        };
        let already = if written.is_none() { already(self.read(), &row.file_sha256, header).await? } else { None };
        let progress = self.inner.writings.progress(row.id);
        let first = if written.is_some() || already.is_some() { None } else { reviewing(self.read(), header).await? };
        let parse = |text: &Option<String>| text.as_deref().map(parsed).transpose();
        let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Ok(ImportPreview {
            id: Some(ImportId(row.id)),
            mapping: row.mapping.as_deref().map(parsed).transpose()?,
            sheets: parse(&row.sheets)?.unwrap_or_default(),
            remembered: row.remembered,
            failing: size(head.failing_rows().len()),
            fails_whole: head.fails_whole(),
            error_count: size(head.errors.len()),
            warning_count: size(head.warnings.len()),
            interrupted: row.writing_since.is_some() && written.is_none() && progress.is_none(),
            progress,
            waits_for: first.map(|campaign| key_of(campaign.year)).transpose()?,
            header: header.clone(),
            other_decision: Some(named_decision(&head.title)).filter(|named| named.differs(&header.decision)),
            file_name: row.file_name,
            file_sha256: row.file_sha256,
            title: head.title,
            entries: size(shown.rows.len()),
            left_out: size(shown.rows.iter().filter(|row| shown.left_out.contains(&row.place.row)).count()),
            moved: size(shown.rows.iter().filter(|row| row.moved_from.is_some()).count()),
            rows: shown.rows,
            agencies: size(shown.agencies.keys().filter(|owner| !owner.as_str().is_empty()).count()),
            items: shown.items,
            amending: shown.base.as_ref().map(Base::figures),
            errors: head.errors,
            warnings: head.warnings,
            already,
            written: written.as_ref().map(edition_ref).transpose()?,
        })
    }
}

/// The rows of a preview, as the entries come.
struct Shown<'a> {
    codes: Codes,
    /// The edition that is amended.
    base: Option<Base>,
    book: &'a AgencyBook,
    /// The day of the decision.
    day: Date,
    /// The rows that were not written, of an import that is.
    left_out: BTreeSet<u32>,
    agencies: BTreeMap<AgencyId, String>,
    items: u32,
    rows: Vec<ImportRow>,
    /// What does not fit the base. Kept with the annex, so that they count once.
    errors: Vec<AnnexIssue>,
    /// Codes that came to nothing, kept so too.
    warnings: Vec<AnnexIssue>,
}

impl<'a> Shown<'a> {
    async fn load(store: &Store, book: &'a AgencyBook, header: &ImportHeader) -> Result<Self> {
        Ok(Self {
            codes: known_codes(store.read(), header.decision.date).await?,
            base: Base::of(store.read(), header).await?,
            book,
            day: header.decision.date,
            left_out: BTreeSet::new(),
            agencies: BTreeMap::new(),
            items: 0,
            rows: Vec::new(),
            errors: Vec::new(),
            warnings: Vec::new(),
        })
    }

    fn add(&mut self, entry: &AnnexEntry) {
        let owner = &entry.content.owner;
        let items = u32::try_from(entry.content.items.len()).unwrap_or(u32::MAX);
        let left_out = self.left_out.contains(&entry.place.row);
        let (code, effect) = if left_out { (None, None) } else { self.found(entry) };
        let moved_from = code.as_ref().filter(|_| !entry.withdrawn).and_then(|code| self.moved_from(code, owner));
        let name = || self.book.refer(owner, self.day).name;
        let agency_name = if left_out {
            name()
        } else {
            self.items = self.items.saturating_add(items);
            self.agencies.entry(owner.clone()).or_insert_with(name).clone()
        };
        self.rows.push(ImportRow {
            place: entry.place.clone(),
            code,
            name: entry.content.name.clone(),
            agency_name,
            agency: owner.clone(),
            items,
            effect,
            moved_from,
        });
    }

    /// The code that an entry has in the catalog, and what becomes of it.
    fn found(&mut self, entry: &AnnexEntry) -> (Option<EntryCode>, Option<RowEffect>) {
        let found = self.base.as_mut().map(|base| base.take(entry, &self.codes));
        let wrong = match &found {
            None if entry.withdrawn => Some(AnnexCode::WithdrawnOfWhole),
            Some(Found::New) if entry.withdrawn => Some(AnnexCode::NotInBase),
            Some(Found::Twice(_)) => Some(AnnexCode::DuplicateName),
            _ => None,
        };
        let issue = |code| AnnexIssue { place: entry.place.clone(), code, detail: entry.content.name.clone() };
        self.errors.extend(wrong.map(issue));
        let effect = found.as_ref().map(|found| effect(entry, found));
        let code = match found {
            Some(Found::Of(code) | Found::Twice(code)) => Some(code),
            // What left the catalog once may come back under its code; one that the base has stays another's.
            None | Some(Found::New) => {
                let stands = |code: &EntryCode| self.base.as_ref().is_some_and(|base| base.standing(code).is_some());
                self.codes.take(entry).filter(|code| !stands(code))
            }
        };
        // A foreign one stands in the note.
        let lost = entry.code.as_ref().filter(|written| written.is_own() && code.as_ref() != Some(*written));
        if let Some(written) = lost.filter(|_| wrong.is_none() && !entry.withdrawn) {
            let place = CellPlace { column: 0, ..entry.place.clone() };
            self.warnings.push(AnnexIssue { place, code: AnnexCode::CodeUnknown, detail: written.to_string() });
        }
        let bears = code.is_some() && entry.code == code && wrong.is_none() && !entry.withdrawn;
        if let Some((bearer, name)) = code.as_ref().filter(|_| bears).zip(self.codes.renamed(entry)) {
            let (place, detail) = (entry.place.clone(), format!("{bearer} {name}"));
            self.warnings.push(AnnexIssue { place, code: AnnexCode::Renamed, detail });
        }
        (code, effect)
    }

    /// Whom a decision that names `owner` takes an entry from. Whoever the base lists it under is no new owner, nor is who
    /// took it over since.
    fn moved_from(&self, code: &EntryCode, owner: &AgencyId) -> Option<String> {
        let listed = self.base.as_ref().and_then(|base| base.standing(code)).map(|standing| &standing.owner);
        let from = self.codes.answering(code).or(listed)?;
        let moves = from != owner && listed != Some(owner) && !owner.as_str().is_empty();
        moves.then(|| self.book.refer(from, self.day).name)
    }
}

async fn import_row(connection: &impl ConnectionTrait, id: ImportId) -> Result<catalog_import::Model> {
    catalog_import::Entity::find_by_id(id.0).one(connection).await?.ok_or(Error::NotFound)
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(error.to_string()))
}

fn parsed<T: serde::de::DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::Corrupt(format!("catalog_import: {error}")))
}

/// What was understood, without the entries that stand in parts, and of which decision.
fn stored(row: &catalog_import::Model) -> Result<(Annex, ImportHeader)> {
    let corrupt = |error: serde_json::Error| Error::Corrupt(format!("catalog_import {}: {error}", row.id));
    Ok((serde_json::from_str(&row.annex).map_err(corrupt)?, serde_json::from_str(&row.header).map_err(corrupt)?))
}

/// The decision's number must not be that of another decision of its year; the same file or decision again is no other.
async fn not_given(connection: &impl ConnectionTrait, file_sha256: &str, header: &ImportHeader) -> Result<()> {
    match already(connection, file_sha256, header).await? {
        Some(_) => Ok(()),
        None => free_number(connection, &header.decision.number, header.decision.date).await,
    }
}

/// The edition that the same file, or the same decision, made before.
async fn already(
    connection: &impl ConnectionTrait,
    file_sha256: &str,
    header: &ImportHeader,
) -> Result<Option<EditionRef>> {
    let same_file = catalog_import::Entity::find()
        .filter(catalog_import::Column::FileSha256.eq(file_sha256))
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
