//! Whether editions still are what their decisions issued. The hashes are taken of what is stored, as it is stored: what
//! today's types make of it does not matter, so that an old content keeps its hash when a field is added.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::catalog::EntryContent;
use domain::edition::{Binding, EditionCheck, EditionFault};
use domain::id::{EditionId, EntryCode};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::content::canonical_text;
use super::{EDITIONS_MAX, Listed, public_stages};
use crate::audit::sha256_hex;
use crate::edition_seal::binding;
use crate::edition_write::in_force_once;
use crate::entity::{edition, edition_entry, stored_file};
use crate::rows::edition_ref;
use crate::{Error, Result, Store};

impl Store {
    /// Checks one edition: each entry's content and what lists use of it, the whole, what binds it to its decision, and the
    /// signed decision.
    ///
    /// # Errors
    /// [`Error::NotFound`] as [`Store::edition`]; when the database or the folder of files fails.
    pub async fn verify_edition(&self, actor: &Actor, id: EditionId) -> Result<EditionCheck> {
        let row = self.visible_edition(actor, id).await?;
        self.verify(&row).await
    }

    /// Checks every issued edition, the oldest first.
    ///
    /// # Errors
    /// When the database or the folder of files fails.
    pub async fn verify_editions(&self, _actor: &Actor) -> Result<Vec<EditionCheck>> {
        let issued = in_force_once().order_by_asc(edition::Column::EffectiveFrom).order_by_asc(edition::Column::Id);
        let mut checks = Vec::new();
        for row in issued.limit(EDITIONS_MAX).all(self.read()).await? {
            checks.push(self.verify(&row).await?);
        }
        Ok(checks)
    }

    async fn verify(&self, row: &edition::Model) -> Result<EditionCheck> {
        let listed = self.listed(row.id).await?;
        let mut faults: Vec<EditionFault> = listed.iter().flat_map(faults_of).collect();
        let read: BTreeSet<&str> = listed.iter().map(|one| one.place.entry_code.as_str()).collect();
        let codes: Vec<String> = edition_entry::Entity::find()
            .select_only()
            .column(edition_entry::Column::EntryCode)
            .filter(edition_entry::Column::EditionId.eq(row.id))
            .order_by_asc(edition_entry::Column::EntryCode)
            .into_tuple()
            .all(self.read())
            .await?;
        let lost = codes.iter().filter(|code| !read.contains(code.as_str()));
        faults.extend(lost.map(|code| EditionFault::NoContent { code: EntryCode(code.clone()) }));
        let found = sha256_hex(canonical_text(&listed)?);
        if found != row.content_sha256 {
            faults.push(EditionFault::Content { stated: row.content_sha256.clone(), found: found.clone() });
        }
        faults.extend(self.faults_of_seal(row).await?);
        faults.extend(self.fault_of_file(row).await?);
        Ok(EditionCheck {
            edition: edition_ref(row)?,
            entries: u32::try_from(codes.len()).unwrap_or(u32::MAX),
            stated: row.content_sha256.clone(),
            found,
            seal: row.binding_sha256.clone(),
            faults,
        })
    }

    /// In what an issued edition is not bound to its decision as it was sealed.
    async fn faults_of_seal(&self, row: &edition::Model) -> Result<Vec<EditionFault>> {
        if !public_stages().contains(&row.stage) {
            return Ok(Vec::new());
        }
        let sealed: Option<Binding> = serde_json::from_str(&row.binding).ok();
        let (Some(sealed), Some(now)) = (sealed, binding(self.read(), row).await?) else {
            return Ok(vec![EditionFault::NoSeal]);
        };
        let mut faults = sealed.differences(&now);
        let found = sha256_hex(&row.binding);
        if found != row.binding_sha256 {
            faults.push(EditionFault::Seal { stated: row.binding_sha256.clone(), found });
        }
        Ok(faults)
    }

    async fn fault_of_file(&self, row: &edition::Model) -> Result<Option<EditionFault>> {
        let Some(id) = &row.file_id else { return Ok(None) };
        let Some(kept) = stored_file::Entity::find_by_id(id).one(self.read()).await? else {
            return Ok(Some(EditionFault::NoFile { name: id.clone() }));
        };
        match self.file(id).await {
            Ok((_, bytes)) => {
                let found = sha256_hex(&bytes);
                let differs = found != kept.sha256;
                Ok(differs.then_some(EditionFault::File { name: kept.name, stated: kept.sha256, found }))
            }
            Err(Error::Files(object_store::Error::NotFound { .. })) => {
                Ok(Some(EditionFault::NoFile { name: kept.name }))
            }
            Err(error) => Err(error),
        }
    }
}

fn faults_of(one: &Listed) -> Vec<EditionFault> {
    let code = || EntryCode(one.place.entry_code.clone());
    let version = &one.version;
    let mut faults = Vec::new();
    if version.entry_code != one.place.entry_code {
        faults.push(EditionFault::OtherEntry { code: code(), content_of: EntryCode(version.entry_code.clone()) });
    }
    let found = sha256_hex(&version.content);
    if found != version.content_sha256 {
        faults.push(EditionFault::Entry { code: code(), stated: version.content_sha256.clone(), found });
    }
    let says = |content: EntryContent| {
        content.name == version.name
            && content.owner.as_str() == version.owner_id
            && content.sector == version.sector
            && content.update_frequency == version.update_frequency
    };
    if !serde_json::from_str(&version.content).is_ok_and(says) {
        faults.push(EditionFault::Columns { code: code() });
    }
    faults
}
