//! The administrator's table of phrases that mean the same.

use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::policy::{Act, authorize};
use domain::synonym::{GROUPS_MAX, SynonymDraft, SynonymGroup, split};
use domain::text::{sort_key, words};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait,
    QueryFilter,
};

use crate::entity::synonym_group;
use crate::{Error, Imported, Result, Store, audit};

/// The phrases of a stored group.
pub(crate) fn phrases(stored: &str) -> Vec<String> {
    split(stored)
}

/// What a group is known by: its first phrase, folded.
fn key(phrases: &[String]) -> String {
    phrases.first().map(|first| words(first).join(" ")).unwrap_or_default()
}

fn group(row: synonym_group::Model) -> SynonymGroup {
    SynonymGroup { id: row.id, phrases: phrases(&row.phrases), note: row.note, version: row.version }
}

fn taken() -> Error {
    Error::Invalid(vec![FieldError::new("phrases", FieldCode::Taken)])
}

impl Store {
    /// All groups, by their first phrase.
    ///
    /// # Errors
    /// Hidden from all but the administrator.
    pub async fn synonyms(&self, actor: &Actor) -> Result<Vec<SynonymGroup>> {
        authorize(actor, &Act::ManageReference)?;
        let rows = synonym_group::Entity::find().all(self.read()).await?;
        let mut groups: Vec<SynonymGroup> = rows.into_iter().map(group).collect();
        groups.sort_by_cached_key(|group| sort_key(group.phrases.first().map_or("", String::as_str)));
        Ok(groups)
    }

    /// Adds a group, or changes one (`known`: its number and the version that was changed).
    ///
    /// # Errors
    /// Hidden from all but the administrator; [`Error::Invalid`] for what is to be mended, also when another group begins
    /// with the same phrase; [`Error::Conflict`] when somebody changed it meanwhile.
    pub async fn save_synonyms(&self, actor: &Actor, known: Option<(i64, i64)>, draft: &SynonymDraft) -> Result<()> {
        authorize(actor, &Act::ManageReference)?;
        let (phrases, note) = draft.check().map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let key = key(&phrases);
        let same = synonym_group::Entity::find().filter(synonym_group::Column::Key.eq(&key)).one(&tx).await?;
        if same.is_some_and(|same| Some(same.id) != known.map(|known| known.0)) {
            return Err(taken());
        }
        let stored = phrases.join("; ");
        match known {
            None => {
                let count = synonym_group::Entity::find().count(&tx).await?;
                if usize::try_from(count).unwrap_or(usize::MAX) >= GROUPS_MAX {
                    return Err(Error::Invalid(vec![FieldError::with(
                        "phrases",
                        FieldCode::TooMany,
                        GROUPS_MAX.to_string(),
                    )]));
                }
                let row = synonym_group::ActiveModel {
                    id: sea_orm::ActiveValue::NotSet,
                    key: Set(key.clone()),
                    phrases: Set(stored.clone()),
                    note: Set(note),
                    version: Set(1),
                };
                row.insert(&tx).await?;
            }
            Some((id, version)) => {
                let row = synonym_group::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
                if row.version != version {
                    return Err(Error::Conflict { version: row.version });
                }
                let mut row = row.into_active_model();
                row.key = Set(key.clone());
                row.phrases = Set(stored.clone());
                row.note = Set(note);
                row.version = Set(version + 1);
                row.update(&tx).await?;
            }
        }
        audit::append(&tx, actor, "synonyms.save", &key, serde_json::json!({ "phrases": stored })).await?;
        self.commit_public(tx).await
    }

    /// Takes a group away.
    ///
    /// # Errors
    /// Hidden from all but the administrator; [`Error::NotFound`] when it is gone; [`Error::Conflict`] when somebody changed
    /// it meanwhile.
    pub async fn delete_synonyms(&self, actor: &Actor, id: i64, version: i64) -> Result<()> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let row = synonym_group::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
        if row.version != version {
            return Err(Error::Conflict { version: row.version });
        }
        let detail = serde_json::json!({ "phrases": row.phrases });
        audit::append(&tx, actor, "synonyms.delete", &row.key, detail).await?;
        row.delete(&tx).await?;
        self.commit_public(tx).await
    }

    /// Whether the table has any group.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn has_synonyms(&self) -> Result<bool> {
        Ok(synonym_group::Entity::find().one(self.read()).await?.is_some())
    }

    /// Brings groups in, each known by its first phrase; those that are there and not in the file stay.
    ///
    /// # Errors
    /// Hidden from all but the administrator and the system; [`Error::Invalid`] for a group that is none.
    pub async fn import_synonyms(&self, actor: &Actor, drafts: &[SynonymDraft], dry_run: bool) -> Result<Imported> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let mut done = Imported::default();
        for draft in drafts.iter().take(GROUPS_MAX) {
            let (phrases, note) = draft.check().map_err(Error::Invalid)?;
            let (key, stored) = (key(&phrases), phrases.join("; "));
            let there = synonym_group::Entity::find().filter(synonym_group::Column::Key.eq(&key)).one(&tx).await?;
            match there {
                Some(row) if row.phrases == stored && row.note == note => done.same += 1,
                Some(row) => {
                    let version = row.version + 1;
                    let mut row = row.into_active_model();
                    row.phrases = Set(stored);
                    row.note = Set(note);
                    row.version = Set(version);
                    row.update(&tx).await?;
                    done.changed += 1;
                }
                None => {
                    let row = synonym_group::ActiveModel {
                        id: sea_orm::ActiveValue::NotSet,
                        key: Set(key),
                        phrases: Set(stored),
                        note: Set(note),
                        version: Set(1),
                    };
                    row.insert(&tx).await?;
                    done.added += 1;
                }
            }
        }
        self.finish_import(tx, actor, "synonyms", done, dry_run).await
    }
}
