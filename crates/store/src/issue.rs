//! The executive office records the decision: at that moment the new edition is in force (article 3.3).

use domain::account::Actor;
use domain::campaign::DecisionDraft;
use domain::check::{FieldCode, FieldError};
use domain::id::EditionId;
use domain::policy::{Act, authorize};
use domain::workflow::CampaignMove;
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};

use crate::edition_write::put_in_force;
use crate::entity::{campaign, edition};
use crate::file::keep_row;
use crate::review_rows::{campaign_of, move_campaign};
use crate::{Error, Result, Store, audit};

/// The largest signed file.
const SIGNED_FILE_BYTES_MAX: usize = 20 * 1024 * 1024;

/// The signed decision as it was uploaded.
pub struct SignedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Records the decision. In one transaction the new edition is in force, the one before superseded, and the
    /// campaign concluded; the public pages show it from the next request on. Without a file only a decision of the
    /// past may be recorded, by those who load old rounds.
    ///
    /// # Errors
    /// Refused to all but the executive office; a form that lacks something; a number that is taken; a file that is no
    /// PDF or too large.
    pub async fn issue(
        &self,
        actor: &Actor,
        year: i32,
        form: &DecisionDraft,
        file: Option<SignedFile>,
    ) -> Result<EditionId> {
        authorize(actor, &Act::IssueEdition)?;
        let mut remarks = Vec::new();
        let decision = form.check().map_err(|errors| remarks.extend(errors));
        if let Some(file) = &file {
            remarks.extend(check_file(file));
        }
        let (Ok(decision), true) = (decision, remarks.is_empty()) else { return Err(Error::Invalid(remarks)) };
        let size = file.as_ref().map_or(0, |file| file.bytes.len());
        let kept = match file {
            Some(file) => Some((file.name, self.put_bytes(file.bytes).await?)),
            None => None,
        };
        let tx = self.begin().await?;
        let row = campaign_of(&tx, year).await?;
        check_number(&tx, &decision.number, decision.date, &row).await?;
        let row = move_campaign(&tx, actor, row, CampaignMove::Conclude, &decision.number).await?;
        let id = EditionId(row.draft_edition_id.ok_or(Error::NotFound)?);
        let file = match kept {
            Some((name, sha256)) => Some(keep_row(&tx, &sha256, &name, "application/pdf", size, actor.at).await?.0),
            None => None,
        };
        put_in_force(&tx, id, &decision, file).await?;
        let detail = serde_json::json!({ "number": decision.number, "effective_from": decision.effective_from });
        audit::append(&tx, actor, "edition.issue", id, detail).await?;
        tx.commit().await?;
        self.public_changed();
        Ok(id)
    }
}

fn check_file(file: &SignedFile) -> Option<FieldError> {
    if file.bytes.len() > SIGNED_FILE_BYTES_MAX {
        return Some(FieldError::with(
            "file",
            FieldCode::FileTooLarge,
            domain::format::bytes(SIGNED_FILE_BYTES_MAX as u64),
        ));
    }
    (!file.bytes.starts_with(b"%PDF-")).then(|| FieldError::new("file", FieldCode::WrongFileKind))
}

async fn check_number(
    tx: &DatabaseTransaction,
    number: &str,
    date: time::Date,
    campaign: &campaign::Model,
) -> Result<()> {
    let same = edition::Entity::find()
        .filter(edition::Column::Number.eq(number))
        .filter(edition::Column::DecisionDate.eq(date))
        .one(tx)
        .await?;
    if same.is_some() {
        return Err(Error::Invalid(vec![FieldError::with("number", FieldCode::Taken, number)]));
    }
    let base = edition::Entity::find_by_id(campaign.base_edition_id).one(tx).await?.ok_or(Error::NotFound)?;
    if base.effective_from.is_some_and(|from| date < from) {
        return Err(Error::Invalid(vec![FieldError::new("date", FieldCode::TooEarly)]));
    }
    Ok(())
}
