//! Opening, closing, reopening and abandoning a campaign.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::{Agency, Tier};
use domain::campaign::{CampaignDraft, CampaignKey, CampaignRow, ScopeRow};
use domain::check::{FieldCode, FieldError};
use domain::format;
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::reminder::ReopenDraft;
use domain::review::SecretDeclaration;
use domain::workflow::{CampaignMove, CampaignStage, ResponseStage};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use time::Date;

use crate::edition_write::newest_edition;
use crate::entity::{answer, campaign, response};
use crate::moves::{tell_of_opening, tell_of_reopening};
use crate::reference::{AgencyBook, calendar};
use crate::review_rows::{campaign_of, campaign_rows, key_of, move_campaign};
use crate::rows::remark;
use crate::search::RowParts;
use crate::terms::due_by_rule;
use crate::urging::{extend_all, keep_lateness};
use crate::{Error, Result, Store, audit};

/// Campaigns listed at once: one a year, and the rounds of changes.
const CAMPAIGNS_MAX: u64 = 100;

/// The agencies that a review asks on a day: those of the province itself, in the order of the list of agencies.
pub(crate) fn in_scope(book: &AgencyBook, day: Date) -> Vec<&Agency> {
    let elsewhere = |agency: &Agency| {
        let parent = agency.parent.as_ref().and_then(|parent| book.on(parent, day));
        parent.is_some_and(|parent| parent.tier == Tier::Other)
    };
    let mut agencies: Vec<&Agency> =
        book.valid_on(day).filter(|agency| agency.is_reviewed() && !elsewhere(agency)).collect();
    agencies.sort_by_key(|agency| agency.tier);
    agencies
}

fn invalid<T>(field: &str, code: FieldCode) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::new(field, code)]))
}

impl Store {
    /// Every campaign, newest first.
    ///
    /// # Errors
    /// Refused to nobody who is signed in.
    pub async fn campaigns(&self, actor: &Actor) -> Result<Vec<CampaignRow>> {
        authorize(actor, &Act::SeeCampaign)?;
        let rows = newest().limit(CAMPAIGNS_MAX);
        campaign_rows(self.read(), &rows.all(self.read()).await?, actor.today()).await
    }

    /// The key of the newest campaign, for the menu.
    ///
    /// # Errors
    /// Refused to nobody who is signed in.
    pub async fn newest_campaign(&self, actor: &Actor) -> Result<Option<CampaignKey>> {
        authorize(actor, &Act::SeeCampaign)?;
        newest().one(self.read()).await?.map(|row| key_of(row.year)).transpose()
    }

    /// Whom a campaign opened on a day would ask, and about how many entries.
    ///
    /// # Errors
    /// Refused to all but the coordinator.
    pub async fn scope(&self, actor: &Actor, day: Date) -> Result<Vec<ScopeRow>> {
        authorize(actor, &Act::ManageCampaign)?;
        let parts = RowParts::load(self, day).await?;
        let by_agency = self.entries_by_agency(&parts).await?;
        let row = |agency: &Agency| ScopeRow {
            entries: by_agency.get(&agency.id).map_or(0, |codes| u32::try_from(codes.len()).unwrap_or(u32::MAX)),
            agency: parts.book.refer(&agency.id, day),
            id: agency.id.clone(),
        };
        Ok(in_scope(&parts.book, day).into_iter().map(row).collect())
    }

    /// The codes in force by the agency that answers for them, in the order of the annex.
    pub(crate) async fn entries_by_agency(&self, parts: &RowParts) -> Result<BTreeMap<AgencyId, Vec<String>>> {
        let mut by_agency: BTreeMap<AgencyId, Vec<String>> = BTreeMap::new();
        if let Some(edition) = self.current_edition(parts.day).await? {
            for one in self.outlined(edition.id).await? {
                let owner = parts.owner(&one.entry_code, &one.owner_id).id;
                by_agency.entry(owner).or_default().push(one.entry_code);
            }
        }
        Ok(by_agency)
    }

    /// Opens the review of a year: every agency in scope gets a response, with an open answer on each of its entries in
    /// force (articles 8.2, 16.2).
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something, the day that is due where the rule gives none, or one
    /// in the past; a year that has a campaign; a campaign that has not concluded; no edition in force.
    pub async fn open_campaign(&self, actor: &Actor, form: &CampaignDraft) -> Result<CampaignKey> {
        authorize(actor, &Act::ManageCampaign)?;
        let new = form.check().map_err(Error::Invalid)?;
        let day = actor.today();
        let parts = RowParts::load(self, day).await?;
        let by_agency = self.entries_by_agency(&parts).await?;
        let Some(base) = self.current_edition(day).await? else { return invalid("year", FieldCode::OutOfRange) };
        let key = CampaignKey::annual(new.year);
        let tx = self.begin().await?;
        let due_on = match new.due_on {
            Some(due_on) => calendar(&tx).await?.on_or_after(due_on),
            None => match due_by_rule(&tx, new.year, day).await?.filter(|due_on| *due_on > new.letter_date) {
                Some(due_on) => due_on,
                None => return invalid("due_on", FieldCode::Required),
            },
        };
        if campaign::Entity::find_by_id(key.number()).one(&tx).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::with("year", FieldCode::Taken, key.to_string())]));
        }
        let opening = Opening {
            key,
            reason: "",
            letter_number: &new.letter_number,
            letter_date: new.letter_date,
            due_on,
            base: base.id,
        };
        open(&tx, actor, &opening, "year").await?;
        let agencies = in_scope(&parts.book, day);
        let asked: Vec<AgencyId> = agencies.iter().map(|agency| agency.id.clone()).collect();
        for (position, agency) in (0..).zip(agencies) {
            ask(&tx, key, position, &agency.id, by_agency.get(&agency.id).map(Vec::as_slice).unwrap_or_default())
                .await?;
        }
        let detail = serde_json::json!({ "letter": new.letter_number, "due_on": due_on, "agencies": asked.len() });
        audit::append(&tx, actor, "campaign.open", key, detail).await?;
        tell_of_opening(&tx, actor, &parts.book, key, &asked).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Ends the time of answering. Unless forced, only when every agency's answers are accepted.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::Unfinished`] with the number of agencies that have not answered, or
    /// whose answers are not accepted yet.
    pub async fn close_campaign(&self, actor: &Actor, key: CampaignKey, force: bool) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, key).await?;
        let open = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(key.number()))
            .filter(response::Column::Stage.ne(ResponseStage::Accepted.to_string()))
            .count(&tx)
            .await?;
        if open > 0 && !force {
            return Err(Error::Unfinished(u32::try_from(open).unwrap_or(u32::MAX)));
        }
        keep_lateness(&tx, &row, actor.today(), &calendar(&tx).await?).await?;
        move_campaign(&tx, actor, row, CampaignMove::Close, "").await?;
        audit::append(&tx, actor, "campaign.close", key, serde_json::json!({ "open": open })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes answers again; the reason is kept, and told to the agencies that owe answers. A day that is named is an
    /// extension of each of them but those who have a later one. The days on which it was closed make nobody late.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a missing reason; a stage that does not allow it; a day in the past or over a year
    /// away, one that moves nobody's day, or that one of them was given before.
    pub async fn reopen_campaign(&self, actor: &Actor, key: CampaignKey, draft: &ReopenDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let (reason, due_on) = draft.check(Some(actor.today())).map_err(Error::Invalid)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, key).await?;
        let row = move_campaign(&tx, actor, row, CampaignMove::Reopen, &reason).await?;
        let calendar = calendar(&tx).await?;
        let due_on = due_on.map(|due_on| calendar.on_or_after(due_on));
        let given = match due_on {
            Some(due_on) => extend_all(&tx, actor, &row, due_on, &reason).await?,
            None => Vec::new(),
        };
        tell_of_reopening(&tx, actor, &book, &row, &reason).await?;
        let detail = serde_json::json!({ "reason": reason, "due_on": due_on, "agencies": given });
        audit::append(&tx, actor, "campaign.reopen", key, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Ends a round of changes without a decision; the catalog stays as it is, and the reason is kept.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a missing reason; a yearly review; a draft that is with the executive office.
    pub async fn abandon_campaign(&self, actor: &Actor, key: CampaignKey, reason: &str) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let reason = remark("reason", reason)?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, key).await?;
        let mut row = move_campaign(&tx, actor, row, CampaignMove::Abandon, &reason).await?.into_active_model();
        row.abandoned = Set(true);
        row.update(&tx).await?;
        audit::append(&tx, actor, "campaign.abandon", key, serde_json::json!({ "reason": reason })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Campaigns, the one opened last first: of all, only that can be unfinished.
pub(crate) fn newest() -> Select<campaign::Entity> {
    campaign::Entity::find().order_by_desc(campaign::Column::OpenedAt).order_by_desc(campaign::Column::Year)
}

/// The yearly reviews: their numbers are years.
pub(crate) fn annual() -> Select<campaign::Entity> {
    campaign::Entity::find().filter(campaign::Column::Year.lt(CampaignKey::FIRST_AMENDING_NUMBER))
}

/// A campaign that has not concluded.
pub(crate) async fn unfinished(connection: &impl ConnectionTrait) -> Result<Option<campaign::Model>> {
    let open = newest().filter(campaign::Column::Stage.ne(CampaignStage::Concluded.to_string()));
    Ok(open.one(connection).await?)
}

pub(crate) fn unfinished_error<T>(field: &str, row: &campaign::Model) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::with(field, FieldCode::Unfinished, key_of(row.year)?.to_string())]))
}

/// What a campaign is opened with.
pub(crate) struct Opening<'a> {
    pub key: CampaignKey,
    pub reason: &'a str,
    pub letter_number: &'a str,
    pub letter_date: Date,
    pub due_on: Date,
    pub base: i64,
}

/// Opens a campaign that asks nobody yet. One at a time: each starts from the edition in force, and of two at once the
/// second would undo the first. So would one that starts while a decision made ahead waits for its first day: nothing that
/// it makes could ever be issued.
///
/// # Errors
/// At `field`: [`FieldCode::Unfinished`] with the campaign that must end first, [`FieldCode::NotYetInForce`] with the
/// decision that must come into force first. A day that is due in the past: lateness is kept for ever, and nobody could be in
/// time.
pub(crate) async fn open(tx: &DatabaseTransaction, actor: &Actor, new: &Opening<'_>, field: &str) -> Result<()> {
    if let Some(row) = unfinished(tx).await? {
        return unfinished_error(field, &row);
    }
    if let Some(newest) = newest_edition(tx).await?.filter(|newest| newest.id != new.base) {
        let from = newest.effective_from.map(format::date).unwrap_or_default();
        let detail = format!("{};{from}", newest.number.unwrap_or_default());
        return Err(Error::Invalid(vec![FieldError::with(field, FieldCode::NotYetInForce, detail)]));
    }
    if new.due_on < actor.today() {
        return invalid("due_on", FieldCode::OutOfRange);
    }
    campaign::Entity::insert(campaign::ActiveModel {
        year: Set(new.key.number()),
        stage: Set(CampaignStage::Planned.to_string()),
        letter_number: Set(new.letter_number.to_owned()),
        letter_date: Set(new.letter_date),
        due_on: Set(new.due_on),
        opened_at: Set(actor.at),
        opened_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
        base_edition_id: Set(new.base),
        draft_edition_id: Set(None),
        version: Set(1),
        reason: Set(new.reason.to_owned()),
        abandoned: Set(false),
    })
    .exec_without_returning(tx)
    .await?;
    let row = campaign_of(tx, new.key).await?;
    move_campaign(tx, actor, row, CampaignMove::Open, new.letter_number).await?;
    Ok(())
}

/// Asks an agency of these entries.
pub(crate) async fn ask(
    tx: &DatabaseTransaction,
    key: CampaignKey,
    position: i32,
    agency: &AgencyId,
    codes: &[String],
) -> Result<response::Model> {
    let row = response::ActiveModel {
        campaign_year: Set(key.number()),
        agency_id: Set(agency.to_string()),
        position: Set(position),
        stage: Set(ResponseStage::NotStarted.to_string()),
        version: Set(1),
        nothing_to_change: Set(false),
        comment: Set(String::new()),
        round: Set(0),
        ..Default::default()
    };
    let row = row.insert(tx).await?;
    let answers: Vec<answer::ActiveModel> =
        (0..).zip(codes).map(|(position, code)| open_answer(row.id, Some(code.clone()), position)).collect();
    for chunk in answers.chunks(100) {
        answer::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(row)
}

/// An answer that says nothing yet.
pub(crate) fn open_answer(response: i64, code: Option<String>, position: i32) -> answer::ActiveModel {
    answer::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        response_id: Set(response),
        entry_code: Set(code),
        position: Set(position),
        kind: Set(None),
        reason: Set(String::new()),
        effective: Set(String::new()),
        target: Set(String::new()),
        content: Set(None),
        plan: Set(None),
        secret: Set(SecretDeclaration::Undeclared.to_string()),
        version: Set(0),
        saved_at: Set(None),
        saved_by: Set(String::new()),
        returned: Set(false),
        comment: Set(String::new()),
        given_code: Set(None),
        form_key: Set(None),
    }
}
