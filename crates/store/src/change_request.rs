//! Requests of agencies for changes out of the yearly cycle (article 8.2): raised by the agency, accepted into a round of
//! changes or rejected by the coordinator, kept with their reasons.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::{CampaignKey, CampaignKind, ChangeRequest, NewAmendment, Placement, RequestDraft, placement};
use domain::check::{FieldCode, FieldError, check_due};
use domain::id::{AgencyId, ChangeRequestId, EntryCode};
use domain::policy::{Act, authorize};
use domain::reminder::NoticeKind;
use domain::workflow::{CampaignStage, RequestMove, RequestStage, next_request};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::amendment::{Ground, ROUND, named, open_round};
use crate::campaign::{ask, unfinished, unfinished_error};
use crate::entity::{agency_period, campaign, change_request, change_request_entry, response};
use crate::moves::{tell_of_opening, tell_of_request};
use crate::review_rows::{campaign_stage, key_of, response_of, same_version, tell};
use crate::rows::{parse, remark};
use crate::{Error, Result, Store, audit};

/// Requests of one agency that may wait at once, and requests listed at once.
const WAITING_MAX: u64 = 20;
const REQUESTS_MAX: u64 = 200;

impl Store {
    /// An agency asks for a change of its entries, or for new ones; the coordinator is told.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; a form that lacks something; an entry that the agency does not answer
    /// for; too many requests that wait.
    pub async fn raise_change(&self, actor: &Actor, agency: &AgencyId, form: &RequestDraft) -> Result<ChangeRequestId> {
        authorize(actor, &Act::RaiseChange(agency))?;
        let new = form.check().map_err(Error::Invalid)?;
        let ground = self.ground(actor).await?;
        ground.check_codes(std::slice::from_ref(agency), &new.codes)?;
        let tx = self.begin().await?;
        let waiting = change_request::Entity::find()
            .filter(change_request::Column::AgencyId.eq(agency.as_str()))
            .filter(change_request::Column::Stage.eq(RequestStage::Raised.to_string()));
        if waiting.count(&tx).await? >= WAITING_MAX {
            return Err(Error::Invalid(vec![FieldError::with("reason", FieldCode::TooMany, WAITING_MAX.to_string())]));
        }
        let row = change_request::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            agency_id: Set(agency.to_string()),
            stage: Set(RequestStage::Raised.to_string()),
            version: Set(1),
            reason: Set(new.reason.clone()),
            letter_number: Set(new.letter_number.clone()),
            letter_date: Set(new.letter_date),
            raised_by: Set(who(actor)),
            raised_at: Set(actor.at),
            decided_by: Set(String::new()),
            decided_at: Set(None),
            answer: Set(String::new()),
            campaign_year: Set(None),
        };
        let row = row.insert(&tx).await?;
        let id = row.id;
        let entry = |(position, code): (i32, &EntryCode)| change_request_entry::ActiveModel {
            request_id: Set(id),
            entry_code: Set(code.to_string()),
            position: Set(position),
        };
        let entries: Vec<change_request_entry::ActiveModel> = (0..).zip(&distinct(&new.codes)).map(entry).collect();
        for chunk in entries.chunks(100) {
            change_request_entry::Entity::insert_many(chunk.to_vec()).exec_without_returning(&tx).await?;
        }
        let detail = serde_json::json!({ "agency": agency, "reason": new.reason, "letter": new.letter_number, "entries": new.codes });
        audit::append(&tx, actor, "change_request.raise", id, detail).await?;
        tell_of_request(&tx, actor, &ground.parts.book, &row, NoticeKind::RequestRaised, &row.reason).await?;
        tx.commit().await?;
        Ok(ChangeRequestId(id))
    }

    /// The coordinator takes a request up: in a round of its own, or in the round of changes that takes answers now.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a missing deadline; [`Error::Conflict`] when somebody decided in between; a
    /// campaign that must end first.
    pub async fn accept_change(
        &self,
        actor: &Actor,
        id: ChangeRequestId,
        version: i64,
        due_on: &str,
    ) -> Result<CampaignKey> {
        authorize(actor, &Act::ManageCampaign)?;
        let ground = self.ground(actor).await?;
        let tx = self.begin().await?;
        let row = request_of(&tx, id).await?;
        let stage = next_request(stage_of(&row)?, RequestMove::Accept)?;
        same_version(row.version, version)?;
        let agency = AgencyId::from(row.agency_id.as_str());
        let codes = entries_of(&tx, vec![id.0]).await?.remove(&id.0).unwrap_or_default();
        let codes: Vec<EntryCode> = codes.into_iter().map(EntryCode).collect();
        // Since it was raised an entry may have left, or gone to another agency.
        ground.check_codes(std::slice::from_ref(&agency), &codes)?;
        let open = unfinished(&tx).await?;
        let asks = match &open {
            Some(open) => asks_agency(&tx, key_of(open.year)?, &agency).await?,
            None => false,
        };
        let standing = match &open {
            Some(open) => Some((key_of(open.year)?, campaign_stage(open)?.takes_answers())),
            None => None,
        };
        let key = match (placement(standing, asks), open) {
            (Placement::Join(key), _) => {
                join(&tx, actor, key, &ground, &agency, &codes, &row.reason).await?;
                key
            }
            (Placement::Blocked(_), Some(open)) => return unfinished_error(ROUND, &open),
            (Placement::NewRound | Placement::Blocked(_), _) => {
                let due_on = check_due(due_on, row.letter_date).map_err(Error::Invalid)?;
                let new = NewAmendment {
                    reason: row.reason.clone(),
                    letter_number: row.letter_number.clone(),
                    letter_date: row.letter_date,
                    due_on,
                    agencies: vec![agency.clone()],
                    codes,
                };
                open_round(&tx, actor, &ground, &new).await?.0
            }
        };
        decide(&tx, actor, row, stage, "", Some(key)).await?;
        let detail = serde_json::json!({ "agency": agency, "campaign": key });
        audit::append(&tx, actor, "change_request.accept", id, detail).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// The coordinator rejects a request; the agency is told why.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a missing reason; [`Error::Conflict`] when somebody decided in between.
    pub async fn reject_change(&self, actor: &Actor, id: ChangeRequestId, version: i64, reason: &str) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let reason = remark("reason", reason)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let row = request_of(&tx, id).await?;
        let stage = next_request(stage_of(&row)?, RequestMove::Reject)?;
        same_version(row.version, version)?;
        tell_of_request(&tx, actor, &book, &row, NoticeKind::RequestRejected, &reason).await?;
        decide(&tx, actor, row, stage, &reason, None).await?;
        audit::append(&tx, actor, "change_request.reject", id, serde_json::json!({ "reason": reason })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The agency takes its request back while nobody has decided on it.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; a request that was decided on.
    pub async fn withdraw_change(&self, actor: &Actor, id: ChangeRequestId, version: i64) -> Result<()> {
        let tx = self.begin().await?;
        let row = request_of(&tx, id).await?;
        authorize(actor, &Act::RaiseChange(&AgencyId::from(row.agency_id.as_str())))?;
        let stage = next_request(stage_of(&row)?, RequestMove::Withdraw)?;
        same_version(row.version, version)?;
        decide(&tx, actor, row, stage, "", None).await?;
        audit::append(&tx, actor, "change_request.withdraw", id, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The requests that the actor may see, those that wait first, then the newest.
    pub(crate) async fn change_requests(&self, actor: &Actor) -> Result<Vec<ChangeRequest>> {
        let mut query = change_request::Entity::find()
            .order_by_with_nulls(
                change_request::Column::DecidedAt,
                sea_orm::Order::Desc,
                sea_orm::sea_query::NullOrdering::First,
            )
            .order_by_desc(change_request::Column::Id)
            .limit(REQUESTS_MAX);
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref());
        // Who may see any agency's responses sees every request, others those of their own agency.
        if authorize(actor, &Act::SeeResponse(&AgencyId::default())).is_err() {
            let Some(own) = own else { return Ok(Vec::new()) };
            query = query.filter(change_request::Column::AgencyId.eq(own.id.as_str()));
        }
        let rows = query.all(self.read()).await?;
        let mut entries = entries_of(self.read(), rows.iter().map(|row| row.id).collect()).await?;
        let names = self.names_in_force(actor).await?;
        let book = self.book().await?;
        rows.into_iter()
            .map(|row| {
                let codes = entries.remove(&row.id).unwrap_or_default();
                Ok(ChangeRequest {
                    id: ChangeRequestId(row.id),
                    agency: book.refer(&AgencyId::from(row.agency_id.as_str()), actor.today()),
                    stage: stage_of(&row)?,
                    version: row.version,
                    reason: row.reason,
                    letter_number: row.letter_number,
                    letter_date: row.letter_date,
                    entries: codes.iter().map(|code| named(&names, code)).collect(),
                    raised_by: row.raised_by,
                    raised_at: row.raised_at,
                    decided_by: row.decided_by,
                    decided_at: row.decided_at,
                    answer: row.answer,
                    campaign: row.campaign_year.map(key_of).transpose()?,
                })
            })
            .collect()
    }
}

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

fn distinct(codes: &[EntryCode]) -> Vec<EntryCode> {
    let mut seen = std::collections::BTreeSet::new();
    codes.iter().filter(|code| seen.insert(*code)).cloned().collect()
}

fn stage_of(row: &change_request::Model) -> Result<RequestStage> {
    parse("change_request", row.id, &row.stage)
}

async fn request_of(tx: &DatabaseTransaction, id: ChangeRequestId) -> Result<change_request::Model> {
    change_request::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)
}

/// The codes that requests name, by request.
async fn entries_of(connection: &impl ConnectionTrait, requests: Vec<i64>) -> Result<BTreeMap<i64, Vec<String>>> {
    let rows = change_request_entry::Entity::find()
        .filter(change_request_entry::Column::RequestId.is_in(requests))
        .order_by_asc(change_request_entry::Column::Position)
        .all(connection)
        .await?;
    let mut entries: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for row in rows {
        entries.entry(row.request_id).or_default().push(row.entry_code);
    }
    Ok(entries)
}

async fn asks_agency(tx: &DatabaseTransaction, key: CampaignKey, agency: &AgencyId) -> Result<bool> {
    match response_of(tx, key, agency).await {
        Err(Error::NotFound) => Ok(false),
        found => found.map(|_| true),
    }
}

/// Asks a further agency in a round that is open.
async fn join(
    tx: &DatabaseTransaction,
    actor: &Actor,
    key: CampaignKey,
    ground: &Ground,
    agency: &AgencyId,
    codes: &[EntryCode],
    reason: &str,
) -> Result<()> {
    let asked = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).all(tx).await?;
    let position = asked.iter().map(|row| row.position).max().unwrap_or(-1) + 1;
    ask(tx, key, position, agency, &ground.codes(agency, codes)).await?;
    tell_of_opening(tx, actor, &ground.parts.book, key, std::slice::from_ref(agency)).await?;
    let open = CampaignStage::Open.to_string();
    tell(tx, actor, key, None, &open, &open, reason).await
}

async fn decide(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: change_request::Model,
    stage: RequestStage,
    answer: &str,
    campaign: Option<CampaignKey>,
) -> Result<()> {
    let version = row.version;
    let mut row = row.into_active_model();
    row.stage = Set(stage.to_string());
    row.version = Set(version + 1);
    row.decided_by = Set(who(actor));
    row.decided_at = Set(Some(actor.at));
    row.answer = Set(answer.to_owned());
    row.campaign_year = Set(campaign.map(CampaignKey::number));
    row.update(tx).await?;
    Ok(())
}

/// The agency at whose request a round of changes was opened: the round bears its letter.
pub(crate) async fn requested_by(
    connection: &impl ConnectionTrait,
    row: &campaign::Model,
) -> Result<Option<AgencyRef>> {
    use change_request::Column as C;
    if key_of(row.year)?.kind() == CampaignKind::Annual {
        return Ok(None);
    }
    let of_round = change_request::Entity::find().filter(C::CampaignYear.eq(row.year));
    let of_letter = of_round.filter(C::LetterNumber.eq(&row.letter_number)).filter(C::LetterDate.eq(row.letter_date));
    let Some(request) = of_letter.order_by_asc(C::DecidedAt).one(connection).await? else { return Ok(None) };
    // As it was called when it wrote.
    let names = agency_period::Entity::find().filter(agency_period::Column::Id.eq(&request.agency_id));
    let names = names.filter(agency_period::Column::ValidFrom.lte(request.letter_date));
    let name = names.order_by_desc(agency_period::Column::ValidFrom).one(connection).await?;
    Ok(name.map(|agency| AgencyRef { id: AgencyId(agency.id), name: agency.name }))
}
