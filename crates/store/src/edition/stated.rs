//! What the entries of an edition state for the registers: their legal bases and the national databases that they name. An
//! issued edition never changes, so it is read once.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Deserialize;
use time::Date;

use crate::entity::{edition_entry, entry_version};
use crate::{Error, Result, Store};

/// By text, how many entries state it.
#[derive(Default)]
pub(crate) struct Stated {
    pub legal_bases: BTreeMap<String, u32>,
    pub national: BTreeMap<String, u32>,
}

/// The two fields of a content.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    legal_basis: String,
    #[serde(default)]
    national_db: String,
}

impl Store {
    /// What the entries in force on a day state.
    pub(crate) async fn stated(&self, day: Date) -> Result<Arc<Stated>> {
        let Some(edition) = self.current_edition(day).await? else { return Ok(Arc::default()) };
        let kept = || self.inner.stated.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, stated)) = kept().as_ref()
            && *of == edition.id
        {
            return Ok(Arc::clone(stated));
        }
        let of_it = Query::select()
            .column(edition_entry::Column::VersionId)
            .from(edition_entry::Entity)
            .and_where(edition_entry::Column::EditionId.eq(edition.id))
            .to_owned();
        let rows: Vec<(i64, String)> = entry_version::Entity::find()
            .select_only()
            .columns([entry_version::Column::Id, entry_version::Column::Content])
            .filter(entry_version::Column::Id.in_subquery(of_it))
            .into_tuple()
            .all(self.read())
            .await?;
        let mut stated = Stated::default();
        for (id, content) in rows {
            let fields: Fields = serde_json::from_str(&content)
                .map_err(|error| Error::Corrupt(format!("entry_version {id}: {error}")))?;
            for named in fields.national_db.split(';').map(str::trim).filter(|named| !named.is_empty()) {
                *stated.national.entry(named.to_owned()).or_default() += 1;
            }
            *stated.legal_bases.entry(fields.legal_basis).or_default() += 1;
        }
        let stated = Arc::new(stated);
        *kept() = Some((edition.id, Arc::clone(&stated)));
        Ok(stated)
    }
}
