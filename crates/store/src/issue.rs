//! The executive office records the decision: at that moment the new edition is in force (article 3.3).

use domain::account::Actor;
use domain::campaign::{CampaignKey, DecisionDraft};
use domain::check::{FieldCode, FieldError};
use domain::id::EditionId;
use domain::policy::{Act, authorize};
use domain::workflow::CampaignMove;
use sea_orm::{DatabaseTransaction, EntityTrait};

use crate::duties::follow::{Untracked, follow_edition};
use crate::edition_write::{free_number, put_in_force, stands_on_the_newest};
use crate::entity::{campaign, edition};
use crate::file::keep_row;
use crate::moves::tell_of_edition;
use crate::review_rows::{campaign_of, move_campaign, same_version};
use crate::{Error, Result, Store, audit};

/// The largest signed file.
const SIGNED_FILE_BYTES_MAX: usize = 20 * 1024 * 1024;

/// The signed decision as it was uploaded.
pub struct SignedFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Store {
    /// Records the decision. In one transaction the new edition is in force, the one before superseded, the campaign
    /// concluded, and the duties that follow begin (articles 9, 16.1); the public pages show it from the next request on.
    ///
    /// # Errors
    /// Refused to all but the executive office; a form that lacks something, a decision of a later day or one that takes
    /// effect over a year ahead; a number that is taken; a file that is missing, no PDF or too large; [`Error::Conflict`] when
    /// the campaign is not the `version` that the person saw; [`Error::Outdated`] when another edition came into force since
    /// the campaign was opened.
    pub async fn issue(
        &self,
        actor: &Actor,
        key: CampaignKey,
        version: i64,
        form: &DecisionDraft,
        file: Option<SignedFile>,
    ) -> Result<EditionId> {
        authorize(actor, &Act::IssueEdition)?;
        let mut remarks = Vec::new();
        let decision = form.check_on(actor.today()).map_err(|errors| remarks.extend(errors));
        match &file {
            Some(file) => remarks.extend(check_file(file)),
            None => remarks.push(FieldError::new("file", FieldCode::Required)),
        }
        let (Ok(decision), Some(file), true) = (decision, file, remarks.is_empty()) else {
            return Err(Error::Invalid(remarks));
        };
        let size = file.bytes.len();
        let sha256 = self.put_bytes(file.bytes).await?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, key).await?;
        let stands = row.version;
        let row = move_campaign(&tx, actor, row, CampaignMove::Conclude, &decision.number).await?;
        same_version(stands, version)?;
        stands_on_the_newest(&tx, &row).await?;
        check_number(&tx, &decision.number, decision.date, &row).await?;
        let id = EditionId(row.draft_edition_id.ok_or(Error::NotFound)?);
        let file = keep_row(&tx, &sha256, &file.name, "application/pdf", size, actor.at).await?.0;
        let seal = put_in_force(&tx, id, &decision, Some(file)).await?;
        let duties = follow_edition(&tx, id, decision.effective_from, Untracked::Begin, actor.at).await?;
        tell_of_edition(&tx, actor, &book, key, &decision, &duties.begun).await?;
        let mut detail = serde_json::json!({
            "number": decision.number, "effective_from": decision.effective_from, "seal": seal,
        });
        duties.tell(&mut detail);
        audit::append(&tx, actor, "edition.issue", id, detail).await?;
        self.commit_public(tx).await?;
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
    free_number(tx, number, date).await?;
    let base = edition::Entity::find_by_id(campaign.base_edition_id).one(tx).await?.ok_or(Error::NotFound)?;
    if base.effective_from.is_some_and(|from| date < from) {
        return Err(Error::Invalid(vec![FieldError::new("date", FieldCode::TooEarly)]));
    }
    Ok(())
}
