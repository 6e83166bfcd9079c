//! Proposals kept for another year. A draft is copied in and copied out: what a review holds and what is kept do not
//! change one another, and what a review took up stays as it was. What an agency kept that ended since is in the hands of
//! whoever does its work.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::answer_form::{AnswerForm, TypedForm};
use domain::campaign::{CampaignKey, CampaignKind};
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, AnswerId, KeptId};
use domain::policy::{Act, authorize};
use domain::review::{
    AnswerDraft, AnswerTarget, KEPT_MAX, KeptEditor, KeptFrom, KeptPage, KeptProposal, SavedKept, SecretDeclaration,
};
use domain::workflow::{ResponseMove, next_response};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use time::Date;

use crate::answers::{ANSWER_BYTES_MAX, add_proposal, take_out, takes_back_nothing, write};
use crate::campaign::newest;
use crate::edition_write::canonical;
use crate::entity::{answer, fallen_answer, kept_proposal, response};
use crate::kept_beside::{set_beside, stands_beside};
use crate::legal::{citations, draft_warnings, lists_to_check, register};
use crate::reference::AgencyBook;
use crate::review_rows::{
    campaign_of, campaign_stage, draft, errors_of, key_of, move_response, response_of, response_stage, same_version,
    takes_answers,
};
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

impl Store {
    /// Keeps a proposal of a review for another year. While the agency may still edit it, it is taken out of the review;
    /// one that was sent stays there, and can be kept once it was refused.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; [`Error::Conflict`] when somebody saved in between; an answer that is no
    /// proposal, or one that is being appraised or was accepted; too many that are kept.
    pub async fn keep_proposal(&self, actor: &Actor, id: AnswerId, version: i64) -> Result<KeptId> {
        let refused = self.refused(vec![id.0]).await?.contains(&id.0);
        let tx = self.begin().await?;
        let row = answer::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NotFound)?;
        let response = response::Entity::find_by_id(row.response_id).one(&tx).await?.ok_or(Error::NotFound)?;
        let agency = AgencyId(response.agency_id.clone());
        authorize(actor, &Act::EditResponse(&agency))?;
        let said = draft(&row)?.filter(|_| row.entry_code.is_none()).ok_or(Error::NotFound)?;
        same_version(row.version, version)?;
        let key = key_of(response.campaign_year)?;
        let from = if refused { KeptFrom::Refused } else { KeptFrom::Unsent };
        let kept = insert(&tx, actor, &agency, &said, from, Some((key, row.id))).await?;
        let detail = serde_json::json!({ "agency": agency, "answer": id, "origin": from });
        audit::append(&tx, actor, "kept_proposal.keep", kept.0, detail).await?;
        if !refused {
            takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
            take_out(&tx, actor, row, response).await?;
        }
        tx.commit().await?;
        Ok(kept)
    }

    /// The agencies whose drafts are an agency's: its own, and those of agencies that ended into it.
    pub(crate) async fn line_of(&self, actor: &Actor, agency: &AgencyId) -> Result<BTreeSet<String>> {
        Ok(self.book().await?.successions.line_of(agency, actor.today()))
    }

    /// An agency's kept drafts.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an agency that the actor may not see.
    pub async fn kept_proposals(&self, actor: &Actor, agency: &AgencyId) -> Result<KeptPage> {
        authorize(actor, &Act::SeeResponse(agency))?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let book = self.book().await?;
        let rows = rows_of(self.read(), &self.line_of(actor, agency).await?).await?;
        let returned = given_back(self.read(), &rows).await?;
        let all = rows.iter().map(|row| {
            let mut one = KeptProposal { kept_by: kept_by(row, agency, &book, actor.today()), ..view(row)? };
            one.from = origin(row, one.from, &returned);
            one.errors = errors_of(CampaignKind::Annual, &one.draft, None, None, &lists);
            one.beside = one.beside.filter(|id| rows.iter().any(|row| row.id == id.0 && row.taken_year.is_none()));
            Ok(one)
        });
        let (open, taken) = all.collect::<Result<Vec<_>>>()?.into_iter().partition(|one| one.taken.is_none());
        let may_edit = authorize(actor, &Act::EditResponse(agency)).is_ok();
        let campaign = if may_edit { self.takes_proposals(agency).await? } else { None };
        let agency = book.refer(agency, actor.today());
        Ok(KeptPage { agency, open, taken, campaign, may_edit })
    }

    /// The review that takes proposals of the agency now.
    async fn takes_proposals(&self, agency: &AgencyId) -> Result<Option<CampaignKey>> {
        let Some(campaign) = newest().one(self.read()).await? else { return Ok(None) };
        let key = key_of(campaign.year)?;
        let stage = match response_of(self.read(), key, agency).await {
            Err(Error::NotFound) => return Ok(None),
            found => response_stage(&found?)?,
        };
        // In a second round only what was given back is answered.
        let first = next_response(stage, ResponseMove::Return).is_err();
        let open = campaign_stage(&campaign)?.takes_answers() && next_response(stage, ResponseMove::Edit).is_ok();
        Ok((open && first).then_some(key))
    }

    /// The page on which a kept draft is written; of `None`, a new one.
    ///
    /// # Errors
    /// [`Error::NotFound`] for one that is unknown, taken up already, or another agency's.
    pub async fn kept_proposal(&self, actor: &Actor, agency: &AgencyId, id: Option<KeptId>) -> Result<KeptEditor> {
        authorize(actor, &Act::EditResponse(agency))?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let book = self.book().await?;
        let register = register(self.read()).await?;
        let kept = match id {
            None => None,
            Some(id) => {
                let line = self.line_of(actor, agency).await?;
                let row = waiting(self.read(), &line, id).await?;
                let mut one = KeptProposal { kept_by: kept_by(&row, agency, &book, actor.today()), ..view(&row)? };
                let returned = given_back(self.read(), std::slice::from_ref(&row)).await?;
                one.from = origin(&row, one.from, &returned);
                one.errors = errors_of(CampaignKind::Annual, &one.draft, None, None, &lists);
                one.errors.extend(draft_warnings(&one.draft, &register, actor.today()));
                one.beside = stands_beside(self.read(), &line, &row).await?;
                Some(one)
            }
        };
        let agency = book.refer(agency, actor.today());
        let citations = citations(&register, actor.today());
        Ok(KeptEditor { agency, kept, lists, citations, today: actor.today() })
    }

    /// Saves a draft that belongs to no review, complete or not; a new one without `id`. Where somebody saved since the form
    /// was opened, nothing is overwritten: what was typed becomes a draft of its own beside theirs, to be put together.
    ///
    /// # Errors
    /// As [`Store::kept_proposal`]; what holds state secrets; too many that are kept.
    pub async fn save_kept(
        &self,
        actor: &Actor,
        agency: &AgencyId,
        id: Option<KeptId>,
        sent: &TypedForm,
    ) -> Result<SavedKept> {
        authorize(actor, &Act::EditResponse(agency))?;
        let form = AnswerForm { kind: String::new(), ..sent.form.clone() };
        let (said, unread) = form.draft(None, agency);
        if said.secret == SecretDeclaration::Holds {
            return Err(Error::Invalid(vec![FieldError::new("secret", FieldCode::StateSecret)]));
        }
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let errors = [errors_of(CampaignKind::Annual, &said, None, None, &lists), unread].concat();
        let line = self.line_of(actor, agency).await?;
        let tx = self.begin().await?;
        let (id, version, beside) = match id {
            None => (insert(&tx, actor, agency, &said, KeptFrom::Written, None).await?, FIRST_VERSION, None),
            Some(id) => {
                let row = waiting(&tx, &line, id).await?;
                if row.version == sent.opened.version {
                    let (version, beside) = (row.version + 1, stands_beside(&tx, &line, &row).await?);
                    rewrite(&tx, actor, row, &said).await?;
                    (id, version, beside)
                } else {
                    let (own, version) = set_beside(&tx, actor, agency, id, &said, &sent.opened).await?;
                    (own, version, Some(id))
                }
            }
        };
        let detail = serde_json::json!({ "agency": agency, "beside": beside });
        audit::append(&tx, actor, "kept_proposal.save", id, detail).await?;
        tx.commit().await?;
        Ok(SavedKept { id, version, at: actor.at, beside, errors })
    }

    /// Takes a kept draft away; it stays in the audit log.
    ///
    /// # Errors
    /// As [`Store::kept_proposal`]; [`Error::Conflict`] when somebody saved in between.
    pub async fn drop_kept(&self, actor: &Actor, agency: &AgencyId, id: KeptId, version: i64) -> Result<()> {
        authorize(actor, &Act::EditResponse(agency))?;
        let line = self.line_of(actor, agency).await?;
        let tx = self.begin().await?;
        let row = waiting(&tx, &line, id).await?;
        same_version(row.version, version)?;
        let said = view(&row)?.draft;
        row.delete(&tx).await?;
        audit::append(&tx, actor, "kept_proposal.drop", id, serde_json::json!({ "said": said })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Copies a kept draft into a review as a proposal. The draft stays as it was, and cannot be taken up again.
    ///
    /// # Errors
    /// As [`Store::save_answer`]; [`Error::NotFound`] for one that is unknown or taken up already.
    pub async fn take_up(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId, id: KeptId) -> Result<AnswerId> {
        authorize(actor, &Act::EditResponse(agency))?;
        let line = self.line_of(actor, agency).await?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
        let kept = waiting(&tx, &line, id).await?;
        let response = response_of(&tx, key, agency).await?;
        let stage = response_stage(&response)?;
        if next_response(stage, ResponseMove::Return).is_ok() {
            let attempted = ResponseMove::Edit.to_string();
            return Err(domain::workflow::IllegalMove { stage: stage.to_string(), attempted }.into());
        }
        let response = move_response(&tx, actor, response, ResponseMove::Edit, "").await?;
        let row = add_proposal(&tx, &response, &AnswerTarget::NewProposal(String::new())).await?;
        let mut said = view(&kept)?.draft;
        // Who proposes it now answers for it.
        if let Some(content) = said.content.as_mut().filter(|_| kept.agency_id != agency.as_str()) {
            content.owner = agency.clone();
        }
        let row = write(&tx, actor, row, &said).await?;
        takes_back_nothing(&tx, response).await?;
        let mut kept = kept.into_active_model();
        (kept.taken_year, kept.taken_answer) = (Set(Some(key.number())), Set(Some(row.id)));
        kept.update(&tx).await?;
        let detail = serde_json::json!({ "agency": agency, "year": key, "answer": row.id });
        audit::append(&tx, actor, "kept_proposal.take_up", id, detail).await?;
        tx.commit().await?;
        Ok(AnswerId(row.id))
    }
}

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

pub(crate) fn bounded(value: &impl serde::Serialize) -> Result<String> {
    let text = canonical(value)?;
    if text.len() > ANSWER_BYTES_MAX {
        let most = ANSWER_BYTES_MAX.to_string();
        return Err(Error::Invalid(vec![FieldError::with("content", FieldCode::TooLong, most)]));
    }
    Ok(text)
}

/// What these agencies kept, the newest first.
pub(crate) async fn rows_of(
    connection: &impl ConnectionTrait,
    line: &BTreeSet<String>,
) -> Result<Vec<kept_proposal::Model>> {
    let of_them = kept_proposal::Entity::find().filter(kept_proposal::Column::AgencyId.is_in(line.iter().cloned()));
    Ok(of_them.order_by_desc(kept_proposal::Column::Id).all(connection).await?)
}

/// A draft of one of these agencies that no review took up.
pub(crate) async fn waiting(
    connection: &impl ConnectionTrait,
    line: &BTreeSet<String>,
    id: KeptId,
) -> Result<kept_proposal::Model> {
    let found = kept_proposal::Entity::find_by_id(id.0).one(connection).await?;
    found.filter(|row| line.contains(&row.agency_id) && row.taken_year.is_none()).ok_or(Error::NotFound)
}

/// Who kept a draft, where that is another agency than the one whose it is now.
fn kept_by(row: &kept_proposal::Model, agency: &AgencyId, book: &AgencyBook, day: Date) -> Option<AgencyRef> {
    (row.agency_id != agency.as_str()).then(|| book.refer(&AgencyId::from(row.agency_id.as_str()), day))
}

/// The answers that some drafts were, of those that were sent and given back before: the minutes have them.
async fn given_back(connection: &impl ConnectionTrait, rows: &[kept_proposal::Model]) -> Result<BTreeSet<i64>> {
    let answers = rows.iter().filter_map(|row| row.answer_id);
    let found = fallen_answer::Entity::find()
        .select_only()
        .column(fallen_answer::Column::AnswerId)
        .filter(fallen_answer::Column::AnswerId.is_in(answers));
    Ok(found.into_tuple::<i64>().all(connection).await?.into_iter().collect())
}

/// Where a draft comes from: what is not before the appraiser may have been there.
fn origin(row: &kept_proposal::Model, kept: KeptFrom, returned: &BTreeSet<i64>) -> KeptFrom {
    let was_there = row.answer_id.is_some_and(|answer| returned.contains(&answer));
    if kept == KeptFrom::Unsent && was_there { KeptFrom::Returned } else { kept }
}

/// Writes a draft anew.
pub(crate) async fn rewrite(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: kept_proposal::Model,
    said: &AnswerDraft,
) -> Result<()> {
    let version = row.version + 1;
    let mut row = row.into_active_model();
    (row.said, row.version) = (Set(bounded(said)?), Set(version));
    (row.saved_at, row.saved_by) = (Set(actor.at), Set(who(actor)));
    row.update(tx).await?;
    Ok(())
}

/// What a draft's version begins with.
pub(crate) const FIRST_VERSION: i64 = 1;

/// Keeps a draft. The same proposal is kept once: keeping it again changes nothing that somebody has written on since.
pub(crate) async fn insert(
    tx: &DatabaseTransaction,
    actor: &Actor,
    agency: &AgencyId,
    said: &AnswerDraft,
    from: KeptFrom,
    of: Option<(CampaignKey, i64)>,
) -> Result<KeptId> {
    let there = rows_of(tx, &BTreeSet::from([agency.to_string()])).await?;
    let same = |row: &&kept_proposal::Model| of.is_some_and(|(_, answer)| row.answer_id == Some(answer));
    if let Some(row) = there.iter().find(same) {
        return Ok(KeptId(row.id));
    }
    if there.iter().filter(|row| row.taken_year.is_none()).count() >= KEPT_MAX {
        return Err(Error::Invalid(vec![FieldError::with("content", FieldCode::TooMany, KEPT_MAX.to_string())]));
    }
    let row = kept_proposal::ActiveModel {
        id: NotSet,
        agency_id: Set(agency.to_string()),
        said: Set(bounded(said)?),
        origin: Set(from.to_string()),
        campaign_year: Set(of.map(|(key, _)| key.number())),
        answer_id: Set(of.map(|(_, answer)| answer)),
        version: Set(FIRST_VERSION),
        saved_at: Set(actor.at),
        saved_by: Set(who(actor)),
        taken_year: Set(None),
        taken_answer: Set(None),
        beside: Set(None),
        opened: Set(String::new()),
    };
    Ok(KeptId(row.insert(tx).await?.id))
}

pub(crate) fn view(row: &kept_proposal::Model) -> Result<KeptProposal> {
    let corrupt = |error| Error::Corrupt(format!("kept_proposal {}: {error}", row.id));
    Ok(KeptProposal {
        id: KeptId(row.id),
        draft: serde_json::from_str(&row.said).map_err(corrupt)?,
        from: parse("kept_proposal", row.id, &row.origin)?,
        year: row.campaign_year.map(key_of).transpose()?,
        version: row.version,
        saved_at: row.saved_at,
        saved_by: row.saved_by.clone(),
        taken: row.taken_year.map(key_of).transpose()?,
        errors: Vec::new(),
        beside: row.beside.map(KeptId),
        kept_by: None,
    })
}
