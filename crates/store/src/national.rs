//! The list of national and ministerial databases, which the coordinator keeps (article 5.3).

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::{Lists, Named};
use domain::check::{FieldCode, FieldError};
use domain::overlap::{KeptField, NATIONAL_MAX, NationalDb, NationalForm, NationalRow, brought_in, check_national};
use domain::policy::{Act, authorize};
use domain::text::{fold, sort_key};
use sea_orm::{ActiveModelTrait, PaginatorTrait};
use sea_orm::{ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryOrder};

use crate::entity::{national_database, national_listed};
use crate::reference::{Imported, lists};
use crate::{Error, Result, Store, audit};

/// What an import of national databases did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NationalImported {
    pub done: Imported,
    /// Fields that somebody had edited, and where the list says something else: they stay.
    pub kept: Vec<KeptField>,
}

fn db(row: national_database::Model) -> NationalDb {
    NationalDb {
        id: row.id,
        name: row.name,
        owner_ministry: row.owner_ministry,
        subject: row.subject,
        key_data_items: row.key_data_items,
        legal_basis: row.legal_basis,
        active: row.active,
        version: row.version,
    }
}

fn row(db: &NationalDb, version: i64) -> national_database::Model {
    national_database::Model {
        id: db.id.clone(),
        name: db.name.clone(),
        name_key: sort_key(&db.name),
        owner_ministry: db.owner_ministry.clone(),
        subject: db.subject.clone(),
        key_data_items: db.key_data_items.clone(),
        legal_basis: db.legal_basis.clone(),
        active: db.active,
        version,
    }
}

/// All of them, by name.
pub(crate) async fn national(connection: &impl ConnectionTrait) -> Result<Vec<NationalDb>> {
    let rows = national_database::Entity::find().order_by_asc(national_database::Column::NameKey);
    Ok(rows.all(connection).await?.into_iter().map(db).collect())
}

/// The reference lists with the national databases, where a content that names them is checked or shown.
pub(crate) async fn lists_with_national(connection: &impl ConnectionTrait) -> Result<Lists> {
    let national = national(connection).await?.into_iter().map(|db| Named { id: db.id, name: db.name }).collect();
    Ok(Lists { national, ..lists(connection).await? })
}

/// Leaves the national databases that a content names.
pub(crate) fn keep_named(lists: &mut Lists, named: &str) {
    lists.national.retain(|one| named.split(';').any(|id| id.trim() == one.id));
}

impl Store {
    /// Brings national databases in, by identifier. A field that somebody edited since the last import stays as it is and is
    /// told of; a database that the coordinator retired stays so.
    ///
    /// # Errors
    /// Refused to all but the coordinator, the administrator and the system; [`Error::Invalid`] with the remarks on the
    /// first one that is wrong.
    pub async fn import_national(
        &self,
        actor: &Actor,
        listed: &[NationalDb],
        dry_run: bool,
    ) -> Result<NationalImported> {
        authorize(actor, &Act::ManageRegisters)?;
        let tx = self.begin().await?;
        let before: BTreeMap<String, NationalDb> =
            national(&tx).await?.into_iter().map(|db| (db.id.clone(), db)).collect();
        let rows = national_listed::Entity::find().all(&tx).await?;
        let last: BTreeMap<String, NationalDb> = rows.into_iter().map(|row| (row.id.clone(), last_said(row))).collect();
        let (mut done, mut kept, mut learned) = (Imported::default(), Vec::new(), false);
        for (row, one) in listed.iter().enumerate() {
            let remarks = check_national(one);
            if !remarks.is_empty() {
                return Err(Error::Invalid(remarks));
            }
            let (old, last) = (before.get(&one.id), last.get(&one.id));
            let (new, edited) = match old {
                Some(old) => brought_in(row, old, last, one),
                None => (NationalDb { version: 0, ..one.clone() }, Vec::new()),
            };
            let tally = Imported::tally(old, &new);
            if tally.writes() {
                put(&tx, &new, old.is_some()).await?;
            }
            let said = NationalDb { active: true, version: 0, ..one.clone() };
            if last != Some(&said) {
                remember(&tx, said, last.is_some()).await?;
                learned = true;
            }
            done = done.plus(tally);
            kept.extend(edited);
        }
        if learned && !done.writes() && !dry_run {
            // Nobody sees what changed: only what the next list is compared with.
            tx.commit().await?;
            return Ok(NationalImported { done, kept });
        }
        let done = self.finish_import(tx, actor, "national_databases", done, dry_run).await?;
        Ok(NationalImported { done, kept })
    }

    /// Whether there are any yet.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_national(&self) -> Result<bool> {
        Ok(national_database::Entity::find().count(self.read()).await? > 0)
    }

    /// Those that a query leaves, by name, with how many entries in force name each.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the administrator.
    pub async fn national_list(&self, actor: &Actor, query: &str) -> Result<Vec<NationalRow>> {
        authorize(actor, &Act::ManageRegisters)?;
        let stated = self.stated(actor.today()).await?;
        let wanted: Vec<String> = domain::text::words(query);
        let rows = national(self.read()).await?.into_iter().filter(|db| {
            let text = fold(&[&*db.id, &db.name, &db.owner_ministry, &db.subject, &db.key_data_items].join(" "));
            wanted.iter().all(|word| text.contains(word.as_str()))
        });
        Ok(rows.map(|db| NationalRow { entries: stated.national.get(&db.id).copied().unwrap_or(0), db }).collect())
    }

    /// Adds a national database (version 0) or changes one.
    ///
    /// # Errors
    /// Refused to all but the coordinator and the administrator; remarks on fields; [`Error::Conflict`] when somebody
    /// changed it since.
    pub async fn save_national(&self, actor: &Actor, form: &NationalForm) -> Result<()> {
        authorize(actor, &Act::ManageRegisters)?;
        let new = form.db();
        let mut remarks = check_national(&new);
        let tx = self.begin().await?;
        let old = national_database::Entity::find_by_id(&new.id).one(&tx).await?;
        match &old {
            Some(old) if form.version == 0 => {
                remarks.push(FieldError::with("id", FieldCode::Taken, old.id.clone()));
            }
            Some(old) if old.version != form.version => return Err(Error::Conflict { version: old.version }),
            None if form.version != 0 => return Err(Error::NotFound),
            None if national_database::Entity::find().count(&tx).await? >= NATIONAL_MAX as u64 => {
                remarks.push(FieldError::with("id", FieldCode::TooMany, NATIONAL_MAX.to_string()));
            }
            Some(_) | None => {}
        }
        if !remarks.is_empty() {
            return Err(Error::Invalid(remarks));
        }
        put(&tx, &new, old.is_some()).await?;
        let action = if old.is_some() { "national.change" } else { "national.add" };
        let before = old.map(db);
        audit::append(&tx, actor, action, &new.id, serde_json::json!({ "before": before, "after": new })).await?;
        self.commit_public(tx).await
    }
}

async fn put(tx: &DatabaseTransaction, db: &NationalDb, is_there: bool) -> Result<()> {
    let row = row(db, db.version + 1).into_active_model();
    if is_there {
        row.reset_all().update(tx).await?;
    } else {
        national_database::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// What the last list said, which tells nothing of whether a database is used, and has no version.
fn last_said(row: national_listed::Model) -> NationalDb {
    NationalDb {
        id: row.id,
        name: row.name,
        owner_ministry: row.owner_ministry,
        subject: row.subject,
        key_data_items: row.key_data_items,
        legal_basis: row.legal_basis,
        active: true,
        version: 0,
    }
}

async fn remember(tx: &DatabaseTransaction, said: NationalDb, is_there: bool) -> Result<()> {
    let row = national_listed::Model {
        id: said.id,
        name: said.name,
        owner_ministry: said.owner_ministry,
        subject: said.subject,
        key_data_items: said.key_data_items,
        legal_basis: said.legal_basis,
    };
    let row = row.into_active_model();
    if is_there {
        row.reset_all().update(tx).await?;
    } else {
        national_listed::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(())
}
