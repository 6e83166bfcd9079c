//! What could not be saved, for another had saved in between: kept beside the answer, compared with it, settled.

use std::collections::BTreeSet;

use domain::account::Actor;
use domain::answer_form::{AnswerForm, Opened, Pick, Prints, TypedForm, differences, goes_with_kind, merged};
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, AnswerId, AsideId};
use domain::policy::{Act, authorize};
use domain::review::{AnswerTarget, Aside, Both, ClashPage, Kept, SecretDeclaration, Unsettled};
use domain::workflow::{ResponseStage, may_edit_answer};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, ModelTrait, QueryFilter,
    QueryOrder,
};

use crate::answers::find;
use crate::edition_write::canonical;
use crate::entity::{account, answer, answer_aside};
use crate::legal::{legal_warnings, register};
use crate::national::lists_with_national;
use crate::review_rows::{campaign_of, campaign_stage, counted_campaign, draft, response_of, response_stage};
use crate::targets::receivers;
use crate::{Error, Result, Store, audit};

/// The most texts of one person that wait beside one answer.
const ASIDES_MAX: usize = 20;
/// The most bytes of one of them.
const ASIDE_BYTES_MAX: usize = 1024 * 1024;

/// Where an answer stands.
#[derive(Clone, Copy, Debug)]
pub struct AnswerAt<'a> {
    pub key: CampaignKey,
    pub agency: &'a AgencyId,
    pub target: &'a AnswerTarget,
}

/// Two texts that one draft puts together.
#[derive(Clone, Copy)]
pub(crate) struct Settled<'a> {
    aside: AsideId,
    mine: &'a AnswerForm,
    theirs: &'a AnswerForm,
}

impl Settled<'_> {
    /// Nothing waits any more; both texts stay in the audit log.
    pub(crate) async fn end(&self, tx: &DatabaseTransaction, actor: &Actor, row: &answer::Model) -> Result<()> {
        answer_aside::Entity::delete_by_id(self.aside.0).exec(tx).await?;
        let detail = serde_json::json!({ "version": row.version, "typed": self.mine, "stood": self.theirs });
        audit::append(tx, actor, "answer.settle", row.id, detail).await
    }
}

impl Store {
    /// Saves a form as typed, complete or not. Where somebody saved in between, nothing is overwritten: what was typed is
    /// kept beside, for its writer alone, until they have put the two together.
    ///
    /// # Errors
    /// As [`Store::save_answer`], but for its conflict; too many texts that wait beside one answer.
    pub async fn save_form(&self, actor: &Actor, at: AnswerAt<'_>, sent: &TypedForm) -> Result<Kept> {
        authorize(actor, &Act::EditResponse(at.agency))?;
        let base = self.base_of(at).await?;
        let (draft, mut errors) = sent.form.draft(base.as_ref(), at.agency);
        if let Some(content) = &draft.content {
            errors.extend(legal_warnings(&content.legal_basis, &register(self.read()).await?, actor.today()));
        }
        match self.save_settling(actor, at, sent.opened.version, &draft, None).await {
            Ok(mut saved) => {
                saved.errors.append(&mut errors);
                Ok(Kept::Saved(saved))
            }
            Err(Error::Conflict { .. }) => Ok(Kept::Aside(self.set_aside(actor, at, sent).await?)),
            Err(error) => Err(error),
        }
    }

    /// Whether a form that was only walked through says nothing yet: nothing is saved of its entry, and all in it is as in
    /// force.
    ///
    /// # Errors
    /// As [`Store::save_answer`], but for its conflict.
    pub async fn says_nothing(&self, actor: &Actor, at: AnswerAt<'_>, sent: &TypedForm) -> Result<bool> {
        authorize(actor, &Act::EditResponse(at.agency))?;
        if self.answer_page(actor, at.key, at.agency, at.target).await?.answer.draft.is_some() {
            return Ok(false);
        }
        let base = self.base_of(at).await?;
        let (draft, errors) = sent.form.draft(base.as_ref(), at.agency);
        Ok(errors.is_empty() && draft.says_nothing(base.as_ref()))
    }

    /// The content in force behind an answer; `None` for a proposal.
    async fn base_of(&self, at: AnswerAt<'_>) -> Result<Option<EntryContent>> {
        let contents = self.reviewed(at.key).await?;
        let response = response_of(self.read(), at.key, at.agency).await?;
        let row = find(self.read(), &response, at.target).await?;
        Ok(row.and_then(|row| contents.behind(&row, at.agency)))
    }

    /// Keeps what was typed beside the answer. The same form sent again is kept once.
    async fn set_aside(&self, actor: &Actor, at: AnswerAt<'_>, sent: &TypedForm) -> Result<AsideId> {
        // What holds state secrets is not stored, not here either (article 1.2).
        if sent.form.secret.trim() == SecretDeclaration::Holds.to_string() {
            return Err(Error::Invalid(vec![FieldError::new("secret", FieldCode::StateSecret)]));
        }
        let typed = canonical(&sent.form)?;
        if typed.len() + sent.opened.prints.len() > ASIDE_BYTES_MAX {
            let most = ASIDE_BYTES_MAX.to_string();
            return Err(Error::Invalid(vec![FieldError::with("content", FieldCode::TooLong, most)]));
        }
        let tx = self.begin().await?;
        let response = response_of(&tx, at.key, at.agency).await?;
        let row = find(&tx, &response, at.target).await?.ok_or(Error::NotFound)?;
        let kept = asides_of(&tx, actor, row.id).await?;
        let same = kept.iter().find(|one| {
            sent.opened.aside == AsideId(one.id) || (one.version == sent.opened.version && one.typed == typed)
        });
        if let Some(one) = same {
            let id = one.id;
            let mut one = one.clone().into_active_model();
            (one.typed, one.at) = (Set(typed), Set(actor.at));
            one.update(&tx).await?;
            tx.commit().await?;
            return Ok(AsideId(id));
        }
        if kept.len() >= ASIDES_MAX {
            let most = ASIDES_MAX.to_string();
            return Err(Error::Invalid(vec![FieldError::with("content", FieldCode::TooMany, most)]));
        }
        let stands = row.version;
        let row = answer_aside::ActiveModel {
            id: NotSet,
            answer_id: Set(row.id),
            account_id: Set(account(actor)),
            version: Set(sent.opened.version),
            opened: Set(sent.opened.prints.clone()),
            typed: Set(typed),
            at: Set(actor.at),
        };
        let row = row.insert(&tx).await?;
        let detail = serde_json::json!({ "agency": at.agency, "target": at.target.to_string(), "version": sent.opened.version, "stands": stands });
        audit::append(&tx, actor, "answer.set_aside", row.answer_id, detail).await?;
        tx.commit().await?;
        Ok(AsideId(row.id))
    }

    /// What a person typed beside what is saved; `None` for what is settled, unknown, or another's.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; [`Error::NotFound`] for an unknown campaign.
    pub async fn clash(&self, actor: &Actor, at: AnswerAt<'_>, id: AsideId) -> Result<Option<ClashPage>> {
        authorize(actor, &Act::EditResponse(at.agency))?;
        let campaign = campaign_of(self.read(), at.key).await?;
        let (row, aside) = match self.clashing(actor, at, id).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let stage = response_stage(&response_of(self.read(), at.key, at.agency).await?)?;
        let contents = self.reviewed(at.key).await?;
        let base = contents.behind(&row, at.agency);
        let theirs = form_of(&row, base.as_ref())?;
        let book = self.book().await?;
        let entries = contents.iter().map(|(code, content)| (code.to_string(), content.name.clone()));
        let agencies =
            receivers(&book, actor.today()).into_iter().map(|agency| (agency.id.to_string(), agency.name.clone()));
        let (in_force, mine) = (AnswerForm::saved(None, base.as_ref()), typed(&aside)?);
        let found = differences(&Prints::read(&aside.opened), &mine, &theirs);
        let named = draft(&row)?.and_then(|draft| draft.content).or(base).map(|content| content.name);
        let both = Both {
            with_kind: goes_with_kind(&found, &mine, &theirs, &in_force),
            differences: found,
            name: named.unwrap_or_default(),
            made_from: aside.version,
            typed_at: aside.at,
            version: row.version,
            saved_by: row.saved_by,
            saved_at: row.saved_at,
            lists: lists_with_national(self.read()).await?,
            targets: entries.chain(agencies).filter(|(id, _)| *id == theirs.target || *id == mine.target).collect(),
        };
        Ok(Some(ClashPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            agency: book.refer(at.agency, actor.today()),
            target: at.target.clone(),
            aside: id,
            code: row.entry_code.as_deref().map(Into::into),
            both,
            may_edit: campaign_stage(&campaign)?.takes_answers() && may_edit_answer(stage, row.returned),
        }))
    }

    /// Saves what was chosen of the two, over `version`, which is the one that was shown. Both texts stay in the audit
    /// log. Where somebody saved once more, the choices are kept, and the page is to be shown again.
    ///
    /// # Errors
    /// As [`Store::save_form`]; [`Error::NotFound`] for what is settled, unknown, or another's.
    pub async fn settle_clash(
        &self,
        actor: &Actor,
        at: AnswerAt<'_>,
        id: AsideId,
        version: i64,
        picks: &[Pick],
    ) -> Result<Kept> {
        authorize(actor, &Act::EditResponse(at.agency))?;
        let (row, aside) = self.clashing(actor, at, id).await?;
        let base = self.base_of(at).await?;
        let (mine, theirs) = (typed(&aside)?, form_of(&row, base.as_ref())?);
        let form = merged(&theirs, &differences(&Prints::read(&aside.opened), &mine, &theirs), picks);
        let (draft, mut errors) = form.draft(base.as_ref(), at.agency);
        let settled = Settled { aside: id, mine: &mine, theirs: &theirs };
        match self.save_settling(actor, at, version, &draft, Some(settled)).await {
            Ok(mut saved) => {
                saved.errors.append(&mut errors);
                Ok(Kept::Saved(saved))
            }
            Err(Error::Conflict { .. }) => {
                let opened = Opened { version: aside.version, prints: aside.opened, aside: id };
                Ok(Kept::Aside(self.set_aside(actor, at, &TypedForm { opened, form }).await?))
            }
            Err(error) => Err(error),
        }
    }

    /// Takes what was typed away, at its writer's word. It stays in the audit log.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; [`Error::NotFound`] for what is settled, unknown, or another's.
    pub async fn drop_aside(&self, actor: &Actor, at: AnswerAt<'_>, id: AsideId) -> Result<()> {
        authorize(actor, &Act::EditResponse(at.agency))?;
        let (row, aside) = self.clashing(actor, at, id).await?;
        let tx = self.begin().await?;
        let typed = typed(&aside)?;
        if aside.delete(&tx).await?.rows_affected == 0 {
            return Err(Error::NotFound);
        }
        let detail = serde_json::json!({ "target": at.target.to_string(), "typed": typed });
        audit::append(&tx, actor, "answer.drop_aside", row.id, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What a person's texts beside an answer are.
    pub(crate) async fn asides(&self, actor: &Actor, answer: i64) -> Result<Vec<Aside>> {
        Ok(asides_of(self.read(), actor, answer).await?.iter().map(view).collect())
    }

    /// What waits beside an agency's answers, of all who write them; told to those alone.
    pub(crate) async fn unsettled_of(
        &self,
        actor: &Actor,
        agency: &AgencyId,
        answers: &[answer::Model],
    ) -> Result<Vec<Unsettled>> {
        if authorize(actor, &Act::EditResponse(agency)).is_err() {
            return Ok(Vec::new());
        }
        let (rows, own) = (beside_all(self.read(), answers).await?, account(actor));
        let others: BTreeSet<&str> = rows.iter().map(|row| row.account_id.as_str()).filter(|id| *id != own).collect();
        let accounts = account::Entity::find().filter(account::Column::Id.is_in(others)).all(self.read()).await?;
        let name = |id: &str| accounts.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default();
        let told = rows.iter().map(|row| Unsettled {
            answer: AnswerId(row.answer_id),
            aside: AsideId(row.id),
            at: row.at,
            other: (row.account_id != own).then(|| name(&row.account_id)),
        });
        Ok(told.collect())
    }

    async fn clashing(
        &self,
        actor: &Actor,
        at: AnswerAt<'_>,
        id: AsideId,
    ) -> Result<(answer::Model, answer_aside::Model)> {
        let response = response_of(self.read(), at.key, at.agency).await?;
        let row = find(self.read(), &response, at.target).await?.ok_or(Error::NotFound)?;
        let aside = asides_of(self.read(), actor, row.id).await?.into_iter().find(|one| one.id == id.0);
        Ok((row, aside.ok_or(Error::NotFound)?))
    }
}

fn account(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.id.to_string()).unwrap_or_default()
}

async fn asides_of(connection: &impl ConnectionTrait, actor: &Actor, answer: i64) -> Result<Vec<answer_aside::Model>> {
    let of_person = answer_aside::Entity::find()
        .filter(answer_aside::Column::AnswerId.eq(answer))
        .filter(answer_aside::Column::AccountId.eq(account(actor)));
    Ok(of_person.order_by_asc(answer_aside::Column::Id).all(connection).await?)
}

/// Everybody's texts beside the answers of a response, the oldest first.
async fn beside_all(connection: &impl ConnectionTrait, answers: &[answer::Model]) -> Result<Vec<answer_aside::Model>> {
    let mut rows = Vec::new();
    // In parts: both databases bound a statement's parameters.
    for part in answers.chunks(1_000) {
        let of_part = answer_aside::Column::AnswerId.is_in(part.iter().map(|answer| answer.id));
        rows.extend(answer_aside::Entity::find().filter(of_part).all(connection).await?);
    }
    rows.sort_by_key(|row| row.id);
    Ok(rows)
}

/// Of answers of a response at a stage those that may still be changed and beside which a text of the actor waits, once a
/// text.
pub(crate) async fn unsettled<'a>(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    stage: ResponseStage,
    answers: &'a [answer::Model],
) -> Result<Vec<&'a answer::Model>> {
    let (rows, own) = (beside_all(connection, answers).await?, account(actor));
    let own = rows.iter().filter(|row| row.account_id == own);
    let beside = own.filter_map(|row| answers.iter().find(|answer| answer.id == row.answer_id));
    Ok(beside.filter(|answer| may_edit_answer(stage, answer.returned)).collect())
}

/// What goes with an answer that is taken out; the texts are given, for the audit log.
pub(crate) async fn forget_asides(tx: &DatabaseTransaction, answer: i64) -> Result<Vec<AnswerForm>> {
    let of_answer = answer_aside::Entity::find().filter(answer_aside::Column::AnswerId.eq(answer)).all(tx).await?;
    answer_aside::Entity::delete_many().filter(answer_aside::Column::AnswerId.eq(answer)).exec(tx).await?;
    of_answer.iter().map(typed).collect()
}

fn view(row: &answer_aside::Model) -> Aside {
    Aside { id: AsideId(row.id), version: row.version, at: row.at }
}

fn typed(row: &answer_aside::Model) -> Result<AnswerForm> {
    serde_json::from_str(&row.typed).map_err(|error| Error::Corrupt(format!("answer_aside {}: {error}", row.id)))
}

fn form_of(row: &answer::Model, base: Option<&EntryContent>) -> Result<AnswerForm> {
    Ok(AnswerForm::saved(draft(row)?.as_ref(), base))
}
