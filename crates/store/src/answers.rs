//! Writing answers: an officer's drafts, saved as typed.

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, AnswerId};
use domain::policy::{Act, authorize};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, Saved, SecretDeclaration};
use domain::text::clean_lines;
use domain::workflow::{ResponseMove, ResponseStage};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter,
};

use crate::asides::{AnswerAt, Settled, forget_asides};
use crate::campaign::open_answer;
use crate::edition_write::canonical;
use crate::entity::{answer, answer_return, point, point_message, response};
use crate::legal::lists_to_check;
use crate::minutes::keep_fallen;
use crate::review_rows::{
    answers_of, campaign_of, draft, errors_of, key_of, move_response, points_of, response_of, response_stage,
    same_version, takes_answers,
};
use crate::targets::Targets;
use crate::{Error, Result, Store, audit, overlaps};

/// The most bytes of an answer's content.
pub(crate) const ANSWER_BYTES_MAX: usize = 512 * 1024;
/// The most proposals of one agency in one campaign.
const PROPOSALS_MAX: usize = 50;

impl Store {
    /// Saves an answer as typed, complete or not. `version` is the one that the officer saw; 0 for one never saved.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; a content declared to hold state secrets, of which nothing is stored; a
    /// campaign or stage that takes no answers; [`Error::Conflict`] when somebody saved in between.
    pub async fn save_answer(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        target: &AnswerTarget,
        version: i64,
        draft: &AnswerDraft,
    ) -> Result<Saved> {
        self.save_settling(actor, AnswerAt { key, agency, target }, version, draft, None).await
    }

    /// The same, of a draft that puts together what two have written.
    pub(crate) async fn save_settling(
        &self,
        actor: &Actor,
        at: AnswerAt<'_>,
        version: i64,
        draft: &AnswerDraft,
        settled: Option<Settled<'_>>,
    ) -> Result<Saved> {
        let AnswerAt { key, agency, target } = at;
        authorize(actor, &Act::EditResponse(agency))?;
        if draft.secret == SecretDeclaration::Holds {
            return Err(Error::Invalid(vec![FieldError::new("secret", FieldCode::StateSecret)]));
        }
        // Whoever answers for an entry states it under its own name.
        let mut draft = draft.clone();
        if let Some(content) = &mut draft.content {
            content.owner = agency.clone();
        }
        let draft = &draft;
        let contents = self.reviewed(key).await?;
        let book = self.book().await?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
        let response = response_of(&tx, key, agency).await?;
        let row = find(&tx, &response, target).await?;
        check_kind(&row, draft.kind)?;
        let stage = response_stage(&response)?;
        let response = move_response(&tx, actor, response, ResponseMove::Edit, "").await?;
        if stage == ResponseStage::Returned && !row.as_ref().is_some_and(|row| row.returned) {
            let attempted = ResponseMove::Edit.to_string();
            return Err(domain::workflow::IllegalMove { stage: stage.to_string(), attempted }.into());
        }
        let stands = row.as_ref().map_or(0, |row| row.version);
        if stands != version {
            return Err(Error::Conflict { version: stands });
        }
        let row = match row {
            Some(row) => row,
            None => add_proposal(&tx, &response, target).await?,
        };
        let mut errors =
            errors_of(key.kind(), draft, contents.behind(&row, agency).as_ref(), row.entry_code.as_deref(), &lists);
        let row = write(&tx, actor, row, draft).await?;
        let leaves = draft.kind.leaves();
        let beside = if leaves { answers_of(&tx, vec![row.response_id]).await? } else { Vec::new() };
        let targets = Targets::load(&tx, &contents, &book, actor.today(), &beside, leaves).await?;
        errors.extend(targets.fault_or_merged(draft, row.entry_code.as_deref()));
        if draft.kind != AnswerKind::Keep {
            takes_back_nothing(&tx, response).await?;
        }
        let detail = serde_json::json!({ "agency": agency, "target": target.to_string(), "kind": draft.kind, "secret": draft.secret, "version": row.version });
        audit::append(&tx, actor, "answer.save", row.id, detail).await?;
        if let Some(settled) = settled {
            settled.end(&tx, actor, &row).await?;
        }
        tx.commit().await?;
        Ok(Saved { id: AnswerId(row.id), version: row.version, at: actor.at, errors })
    }

    /// Answers «keep» on every entry that has no answer yet. Gives their number.
    ///
    /// # Errors
    /// As [`Store::save_answer`].
    pub async fn keep_all(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId) -> Result<u32> {
        authorize(actor, &Act::EditResponse(agency))?;
        asks_of_all(key)?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
        let response = response_of(&tx, key, agency).await?;
        let response = move_response(&tx, actor, response, ResponseMove::Edit, "").await?;
        let kept = keep_open(&tx, actor, &response).await?;
        audit::append(&tx, actor, "answer.keep_all", response.id, serde_json::json!({ "kept": kept })).await?;
        tx.commit().await?;
        Ok(kept)
    }

    /// Takes a proposal out.
    ///
    /// # Errors
    /// As [`Store::save_answer`]; an answer on an entry is no proposal.
    pub async fn remove_proposal(&self, actor: &Actor, id: AnswerId, version: i64) -> Result<()> {
        let tx = self.begin().await?;
        let row = answer::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NotFound)?;
        let response = response::Entity::find_by_id(row.response_id).one(&tx).await?.ok_or(Error::NotFound)?;
        authorize(actor, &Act::EditResponse(&AgencyId(response.agency_id.clone())))?;
        takes_answers(&campaign_of(&tx, key_of(response.campaign_year)?).await?, ResponseMove::Edit)?;
        same_version(row.version, version)?;
        take_out(&tx, actor, row, response).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Says, or takes back, that the agency has reviewed its databases and has nothing to change or to propose.
    ///
    /// # Errors
    /// As [`Store::save_answer`]; an agency that has changes or proposals.
    pub async fn set_nothing_to_change(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        nothing: bool,
    ) -> Result<()> {
        authorize(actor, &Act::EditResponse(agency))?;
        asks_of_all(key)?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Edit)?;
        let response = response_of(&tx, key, agency).await?;
        let response = move_response(&tx, actor, response, ResponseMove::Edit, "").await?;
        if nothing {
            let keep = AnswerKind::Keep.to_string();
            let other = answers_of(&tx, vec![response.id]).await?;
            if other.iter().any(|row| row.kind.as_ref().is_some_and(|kind| *kind != keep)) {
                return Err(Error::Invalid(vec![FieldError::new("nothing", FieldCode::NoChange)]));
            }
            keep_open(&tx, actor, &response).await?;
        }
        let id = response.id;
        let mut response = response.into_active_model();
        response.nothing_to_change = Set(nothing);
        response.update(&tx).await?;
        audit::append(&tx, actor, "response.nothing_to_change", id, serde_json::json!({ "nothing": nothing })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Takes a proposal out of a response that is being written; of answers that came back one that did so itself. What it said
/// stays in the audit log; what was sent once, with all that was said of it, in the minutes.
pub(crate) async fn take_out(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: answer::Model,
    response: response::Model,
) -> Result<()> {
    let stage = response_stage(&response)?;
    if row.entry_code.is_some() || (stage == ResponseStage::Returned && !row.returned) {
        let attempted = ResponseMove::Edit.to_string();
        return Err(domain::workflow::IllegalMove { stage: stage.to_string(), attempted }.into());
    }
    move_response(tx, actor, response, ResponseMove::Edit, "").await?;
    keep_fallen(tx, actor, &row).await?;
    let (id, said) = (row.id, draft(&row)?);
    let typed = forget_asides(tx, id).await?;
    overlaps::forget(tx, id).await?;
    // What was sent once has points, what was said about them, and why it came back.
    let points: Vec<i64> = points_of(tx, vec![id]).await?.into_iter().map(|point| point.id).collect();
    point_message::Entity::delete_many().filter(point_message::Column::PointId.is_in(points)).exec(tx).await?;
    point::Entity::delete_many().filter(point::Column::AnswerId.eq(id)).exec(tx).await?;
    answer_return::Entity::delete_many().filter(answer_return::Column::AnswerId.eq(id)).exec(tx).await?;
    row.delete(tx).await?;
    audit::append(tx, actor, "answer.remove", id, serde_json::json!({ "said": said, "typed": typed })).await
}

/// Where only changes are answered, nothing is said of the rest.
fn asks_of_all(key: CampaignKey) -> Result<()> {
    if key.kind().wants_every_answer() {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::new("kind", FieldCode::Unknown)]))
}

/// Who changes something takes back that there is nothing to change.
pub(crate) async fn takes_back_nothing(tx: &DatabaseTransaction, response: response::Model) -> Result<()> {
    if response.nothing_to_change {
        let mut response = response.into_active_model();
        response.nothing_to_change = Set(false);
        response.update(tx).await?;
    }
    Ok(())
}

/// An answer on an entry is no proposal, nor the other way round.
fn check_kind(row: &Option<answer::Model>, kind: AnswerKind) -> Result<()> {
    let proposal = row.as_ref().is_none_or(|row| row.entry_code.is_none());
    if proposal == (kind == AnswerKind::Propose) {
        return Ok(());
    }
    Err(Error::Invalid(vec![FieldError::new("kind", FieldCode::Unknown)]))
}

/// The row of an answer; `None` for a proposal that is to be made: no form of this key was saved before.
pub(crate) async fn find(
    tx: &impl sea_orm::ConnectionTrait,
    response: &response::Model,
    target: &AnswerTarget,
) -> Result<Option<answer::Model>> {
    let of_response = answer::Entity::find().filter(answer::Column::ResponseId.eq(response.id));
    let found = match target {
        AnswerTarget::NewProposal(key) => {
            return Ok(of_response.filter(answer::Column::FormKey.eq(key)).one(tx).await?);
        }
        AnswerTarget::Entry(code) => of_response.filter(answer::Column::EntryCode.eq(code.as_str())),
        AnswerTarget::Proposal(id) => {
            of_response.filter(answer::Column::Id.eq(id.0)).filter(answer::Column::EntryCode.is_null())
        }
    };
    found.one(tx).await?.map(Some).ok_or(Error::NotFound)
}

pub(crate) async fn add_proposal(
    tx: &DatabaseTransaction,
    response: &response::Model,
    target: &AnswerTarget,
) -> Result<answer::Model> {
    let there = answers_of(tx, vec![response.id]).await?;
    if there.iter().filter(|row| row.entry_code.is_none()).count() >= PROPOSALS_MAX {
        return Err(Error::Invalid(vec![FieldError::with("kind", FieldCode::TooMany, PROPOSALS_MAX.to_string())]));
    }
    let position = there.iter().map(|row| row.position).max().unwrap_or(-1) + 1;
    let mut row = open_answer(response.id, None, position);
    if let AnswerTarget::NewProposal(key) = target
        && !key.is_empty()
    {
        row.form_key = Set(Some(key.clone()));
    }
    Ok(row.insert(tx).await?)
}

pub(crate) async fn write(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: answer::Model,
    draft: &AnswerDraft,
) -> Result<answer::Model> {
    let content = draft.content.as_ref().map(canonical).transpose()?;
    if content.as_ref().is_some_and(|content| content.len() > ANSWER_BYTES_MAX) {
        return Err(Error::Invalid(vec![FieldError::with(
            "content",
            FieldCode::TooLong,
            ANSWER_BYTES_MAX.to_string(),
        )]));
    }
    let version = row.version;
    let mut row = row.into_active_model();
    row.kind = Set(Some(draft.kind.to_string()));
    row.reason = Set(clean_lines(&draft.reason));
    row.target = Set(draft.target.trim().to_owned());
    row.effective = Set(draft.effective.trim().to_owned());
    // A change of mind keeps the edited content: choosing «modify» again finds it.
    if content.is_some() {
        row.content = Set(content);
    }
    if let Some(plan) = &draft.plan {
        row.plan = Set(Some(canonical(plan)?));
    }
    row.secret = Set(draft.secret.to_string());
    row.version = Set(version + 1);
    row.saved_at = Set(Some(actor.at));
    row.saved_by = Set(actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default());
    Ok(row.update(tx).await?)
}

/// «Keep» on every open answer of a response.
async fn keep_open(tx: &DatabaseTransaction, actor: &Actor, response: &response::Model) -> Result<u32> {
    let mut kept = 0;
    for row in answers_of(tx, vec![response.id]).await?.into_iter().filter(|row| row.kind.is_none()) {
        write(tx, actor, row, &AnswerDraft::of_kind(AnswerKind::Keep)).await?;
        kept += 1;
    }
    Ok(kept)
}
