//! What the entries of an edition state for the registers: their legal bases and the national databases that they name; and
//! which of them lack something.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::catalog::EntryContent;
use domain::check::lacking;
use futures::TryStreamExt;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use time::Date;

use crate::entity::{edition_entry, entry_version};
use crate::{Error, Result, Store};

/// By text, how many entries state it; and what is wanting.
#[derive(Default)]
pub(crate) struct Stated {
    pub legal_bases: BTreeMap<String, u32>,
    pub national: BTreeMap<String, u32>,
    /// The versions that lack something of decree 47/2020, article 11(4).
    pub incomplete: BTreeSet<i64>,
}

impl Stated {
    fn add(&mut self, version: i64, content: &EntryContent) {
        for named in content.national_db.split(';').map(str::trim).filter(|named| !named.is_empty()) {
            *self.national.entry(named.to_owned()).or_default() += 1;
        }
        *self.legal_bases.entry(content.legal_basis.clone()).or_default() += 1;
        if !lacking(content).is_empty() {
            self.incomplete.insert(version);
        }
    }
}

impl Store {
    /// What the entries in force on a day state.
    pub(crate) async fn stated(&self, day: Date) -> Result<Arc<Stated>> {
        match self.current_edition(day).await? {
            Some(edition) => self.stated_in(edition.id).await,
            None => Ok(Arc::default()),
        }
    }

    /// What the entries of an issued edition state. It never changes, so it is read once.
    pub(crate) async fn stated_in(&self, edition: i64) -> Result<Arc<Stated>> {
        let make = async || {
            let of_it = Query::select()
                .column(edition_entry::Column::VersionId)
                .from(edition_entry::Entity)
                .and_where(edition_entry::Column::EditionId.eq(edition))
                .to_owned();
            let mut rows = entry_version::Entity::find()
                .select_only()
                .columns([entry_version::Column::Id, entry_version::Column::Content])
                .filter(entry_version::Column::Id.in_subquery(of_it))
                .into_tuple::<(i64, String)>()
                .stream(self.read())
                .await?;
            let mut stated = Stated::default();
            while let Some((id, content)) = rows.try_next().await? {
                let content: EntryContent = serde_json::from_str(&content)
                    .map_err(|error| Error::Corrupt(format!("entry_version {id}: {error}")))?;
                stated.add(id, &content);
            }
            Ok(stated)
        };
        self.inner.stated.get(edition, make).await
    }
}
