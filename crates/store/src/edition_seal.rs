//! The seal of an edition: what binds it to its decision, as text, and the hash over it.

use domain::edition::Binding;
use domain::id::EditionId;
use sea_orm::{ConnectionTrait, EntityTrait};

use crate::audit::sha256_hex;
use crate::edition_write::canonical;
use crate::entity::{edition, stored_file};
use crate::{Error, Result};

/// What binds an edition to its decision, as its row and the row of its file say now; nothing without a decision.
pub(crate) async fn binding(connection: &impl ConnectionTrait, row: &edition::Model) -> Result<Option<Binding>> {
    let file = match &row.file_id {
        Some(id) => stored_file::Entity::find_by_id(id).one(connection).await?,
        None => None,
    };
    let (Some(number), Some(date), Some(effective_from), Some(signer)) =
        (&row.number, row.decision_date, row.effective_from, &row.signer)
    else {
        return Ok(None);
    };
    Ok(Some(Binding {
        content_sha256: row.content_sha256.clone(),
        number: number.clone(),
        date,
        effective_from,
        signer: signer.clone(),
        signer_title: row.signer_title.clone().unwrap_or_default(),
        year: row.year,
        amendment: row.amendment,
        campaign: row.campaign_year,
        base: row.base_id.map(EditionId),
        file_sha256: file.map(|file| file.sha256),
    }))
}

/// The seal that an edition gets: the text, and the hash over it.
///
/// # Errors
/// [`Error::Corrupt`] of one without a decision.
pub(crate) async fn seal_of(connection: &impl ConnectionTrait, row: &edition::Model) -> Result<(String, String)> {
    let unbound = || Error::Corrupt(format!("edition {} has no decision", row.id));
    let text = canonical(&binding(connection, row).await?.ok_or_else(unbound)?)?;
    let sha256 = sha256_hex(&text);
    Ok((text, sha256))
}
