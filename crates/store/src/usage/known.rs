//! What an event that comes from elsewhere may name.

use std::collections::BTreeSet;

use sea_orm::{EntityTrait, QuerySelect};

use crate::entity::{agency_period, edition_entry};
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
}
