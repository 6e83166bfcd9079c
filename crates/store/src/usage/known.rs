//! What an event that comes from elsewhere may name, and which events are known.

use std::collections::BTreeSet;

use domain::usage::UsageEvent;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

use super::record::ROWS_MAX;
use crate::entity::{agency_period, edition_entry, usage_event};
use crate::{Result, Store};

/// Codes that some edition has, and agencies that there are or were.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    pub codes: BTreeSet<String>,
    pub agencies: BTreeSet<String>,
}

impl Store {
    /// The codes and agencies that an event may name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_names(&self) -> Result<KnownNames> {
        let codes: Vec<String> = edition_entry::Entity::find()
            .select_only()
            .column(edition_entry::Column::EntryCode)
            .distinct()
            .into_tuple()
            .all(self.read())
            .await?;
        let agencies: Vec<String> = agency_period::Entity::find()
            .select_only()
            .column(agency_period::Column::Id)
            .distinct()
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(KnownNames { codes: codes.into_iter().collect(), agencies: agencies.into_iter().collect() })
    }

    /// The keys of those events that are recorded already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn known_events(&self, events: &[UsageEvent]) -> Result<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for part in events.chunks(ROWS_MAX) {
            let keys: Vec<String> = usage_event::Entity::find()
                .select_only()
                .column(usage_event::Column::EventKey)
                .filter(usage_event::Column::EventKey.is_in(part.iter().map(|event| event.key.as_str())))
                .into_tuple()
                .all(self.read())
                .await?;
            known.extend(keys);
        }
        Ok(known)
    }
}
