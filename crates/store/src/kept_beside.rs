//! Drafts that were typed over another's save of a kept draft: kept beside it, compared with it, settled.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::answer_form::{AnswerForm, Difference, Opened, Pick, Prints, differences, merged};
use domain::id::{AgencyId, KeptId};
use domain::policy::{Act, authorize};
use domain::review::{AnswerDraft, AnswerKind, Both, KeptClash, KeptFrom};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ConnectionTrait, DatabaseTransaction, ModelTrait,
};

use crate::entity::kept_proposal;
use crate::national::lists_with_national;
use crate::next_year::{FIRST_VERSION, bounded, insert, rewrite, rows_of, view, waiting};
use crate::review_rows::same_version;
use crate::{Error, Result, Store, audit};

impl Store {
    /// What was typed over another's save of a draft, and that draft; `None` for one that is beside no other, or is no more.
    ///
    /// # Errors
    /// As [`Store::kept_proposals`].
    pub async fn kept_clash(&self, actor: &Actor, agency: &AgencyId, id: KeptId) -> Result<Option<KeptClash>> {
        authorize(actor, &Act::EditResponse(agency))?;
        let line = self.line_of(actor, agency).await?;
        let (mine, theirs) = match clashing(self.read(), &line, id).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let Compared { opened, differences, .. } = compared(&mine, &theirs)?;
        Ok(Some(KeptClash {
            agency: self.book().await?.refer(agency, actor.today()),
            id,
            version: mine.version,
            beside: KeptId(theirs.id),
            both: Both {
                name: view(&theirs)?.name().to_owned(),
                made_from: opened.version,
                typed_at: mine.saved_at,
                version: theirs.version,
                saved_by: theirs.saved_by,
                saved_at: Some(theirs.saved_at),
                differences,
                with_kind: Vec::new(),
                lists: lists_with_national(self.read()).await?,
                targets: Vec::new(),
            },
        }))
    }

    /// Saves what was chosen of the two, over `version`, which is the one that was shown. Both texts stay in the audit log.
    ///
    /// # Errors
    /// As [`Store::kept_proposal`]; [`Error::NotFound`] for one that is beside no other; [`Error::Conflict`] when somebody
    /// saved once more.
    pub async fn settle_kept(
        &self,
        actor: &Actor,
        agency: &AgencyId,
        id: KeptId,
        version: i64,
        picks: &[Pick],
    ) -> Result<KeptId> {
        authorize(actor, &Act::EditResponse(agency))?;
        let line = self.line_of(actor, agency).await?;
        let tx = self.begin().await?;
        let (mine, theirs) = clashing(&tx, &line, id).await?;
        same_version(theirs.version, version)?;
        let Compared { typed, stood, differences, .. } = compared(&mine, &theirs)?;
        let (said, _) = merged(&stood, &differences, picks).draft(None, agency);
        let stands = KeptId(theirs.id);
        rewrite(&tx, actor, theirs, &said).await?;
        mine.delete(&tx).await?;
        let detail = serde_json::json!({ "agency": agency, "typed": typed, "stood": stood });
        audit::append(&tx, actor, "kept_proposal.settle", stands, detail).await?;
        tx.commit().await?;
        Ok(stands)
    }
}

/// Keeps what was typed over a newer version of a draft beside it. The same text sent again is kept once.
pub(crate) async fn set_beside(
    tx: &DatabaseTransaction,
    actor: &Actor,
    agency: &AgencyId,
    id: KeptId,
    said: &AnswerDraft,
    opened: &Opened,
) -> Result<(KeptId, i64)> {
    let (text, opened) = (bounded(said)?, bounded(opened)?);
    let same = |row: &kept_proposal::Model| row.beside == Some(id.0) && row.taken_year.is_none() && row.said == text;
    if let Some(row) = rows_of(tx, &BTreeSet::from([agency.to_string()])).await?.into_iter().find(same) {
        return Ok((KeptId(row.id), row.version));
    }
    let own = insert(tx, actor, agency, said, KeptFrom::Written, None).await?;
    let row = kept_proposal::ActiveModel {
        id: Unchanged(own.0),
        beside: Set(Some(id.0)),
        opened: Set(opened),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok((own, FIRST_VERSION))
}

/// The draft that one was typed beside, while it waits.
pub(crate) async fn stands_beside(
    connection: &impl ConnectionTrait,
    line: &BTreeSet<String>,
    row: &kept_proposal::Model,
) -> Result<Option<KeptId>> {
    let Some(id) = row.beside.map(KeptId) else { return Ok(None) };
    match waiting(connection, line, id).await {
        Ok(_) => Ok(Some(id)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What was typed, and the draft that it is beside.
async fn clashing(
    connection: &impl ConnectionTrait,
    line: &BTreeSet<String>,
    id: KeptId,
) -> Result<(kept_proposal::Model, kept_proposal::Model)> {
    let mine = waiting(connection, line, id).await?;
    let theirs = waiting(connection, line, mine.beside.map(KeptId).ok_or(Error::NotFound)?).await?;
    Ok((mine, theirs))
}

struct Compared {
    opened: Opened,
    typed: AnswerForm,
    stood: AnswerForm,
    differences: Vec<Difference>,
}

fn compared(mine: &kept_proposal::Model, theirs: &kept_proposal::Model) -> Result<Compared> {
    let corrupt = |error| Error::Corrupt(format!("kept_proposal {}: {error}", mine.id));
    let opened: Opened = serde_json::from_str(&mine.opened).map_err(corrupt)?;
    let (typed, stood) = (form_of(mine)?, form_of(theirs)?);
    let differences = differences(&Prints::read(&opened.prints), &typed, &stood);
    Ok(Compared { opened, typed, stood, differences })
}

fn form_of(row: &kept_proposal::Model) -> Result<AnswerForm> {
    let said = view(row)?.draft;
    let content = said.content.clone().unwrap_or_default();
    Ok(AnswerForm::of(AnswerKind::Propose, &content, Some(&said)))
}
