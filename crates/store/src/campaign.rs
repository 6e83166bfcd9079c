//! Opening, closing and reopening the review of a year.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::{Agency, Tier};
use domain::campaign::{CampaignDraft, CampaignRow};
use domain::check::{FieldCode, FieldError};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::review::ScopeRow;
use domain::review::SecretDeclaration;
use domain::workflow::{CampaignMove, CampaignStage, ResponseStage};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use time::Date;

use crate::entity::{answer, campaign, response};
use crate::reference::AgencyBook;
use crate::review_rows::{campaign_of, campaign_row, move_campaign, response_counts};
use crate::rows::remark;
use crate::search::RowParts;
use crate::{Error, Result, Store, audit};

/// Campaigns listed at once: one a year.
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
        let rows = campaign::Entity::find().order_by_desc(campaign::Column::Year).limit(CAMPAIGNS_MAX);
        let rows = rows.all(self.read()).await?;
        let counts = response_counts(self.read(), rows.iter().map(|row| row.year).collect()).await?;
        rows.iter().map(|row| campaign_row(row, &counts)).collect()
    }

    /// The year of the newest campaign, for the menu.
    ///
    /// # Errors
    /// Refused to nobody who is signed in.
    pub async fn newest_campaign(&self, actor: &Actor) -> Result<Option<i32>> {
        authorize(actor, &Act::SeeCampaign)?;
        let newest = campaign::Entity::find().order_by_desc(campaign::Column::Year).one(self.read()).await?;
        Ok(newest.map(|row| row.year))
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
    async fn entries_by_agency(&self, parts: &RowParts) -> Result<BTreeMap<AgencyId, Vec<String>>> {
        let mut by_agency: BTreeMap<AgencyId, Vec<String>> = BTreeMap::new();
        if let Some(edition) = self.current_edition(parts.day).await? {
            for one in self.listed(edition.id).await? {
                let owner = parts.owner(&one.place.entry_code, &one.version.owner_id).id;
                by_agency.entry(owner).or_default().push(one.place.entry_code);
            }
        }
        Ok(by_agency)
    }

    /// Opens the review of a year: every agency in scope gets a response, with an open answer on each of its entries in
    /// force (articles 8.2, 16.2). Gives the year.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; a year that has a campaign; a campaign
    /// that has not concluded; no edition in force.
    pub async fn open_campaign(&self, actor: &Actor, form: &CampaignDraft) -> Result<i32> {
        authorize(actor, &Act::ManageCampaign)?;
        let new = form.check().map_err(Error::Invalid)?;
        let day = actor.today();
        let parts = RowParts::load(self, day).await?;
        let by_agency = self.entries_by_agency(&parts).await?;
        let Some(base) = self.current_edition(day).await? else { return invalid("year", FieldCode::OutOfRange) };
        let tx = self.begin().await?;
        if campaign::Entity::find_by_id(new.year).one(&tx).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::with("year", FieldCode::Taken, new.year.to_string())]));
        }
        // Each review starts from the edition in force: of two at once, the second would undo the first.
        unfinished(&tx).await?.map_or(Ok(()), |year| unfinished_error("year", year))?;
        campaign::Entity::insert(campaign::ActiveModel {
            year: Set(new.year),
            stage: Set(CampaignStage::Planned.to_string()),
            letter_number: Set(new.letter_number.clone()),
            letter_date: Set(new.letter_date),
            due_on: Set(new.due_on),
            opened_at: Set(actor.at),
            opened_by: Set(actor.account.as_ref().map(|account| account.id.to_string())),
            base_edition_id: Set(base.id),
            draft_edition_id: Set(None),
            version: Set(1),
        })
        .exec_without_returning(&tx)
        .await?;
        let row = campaign_of(&tx, new.year).await?;
        move_campaign(&tx, actor, row, CampaignMove::Open, &new.letter_number).await?;
        let agencies = in_scope(&parts.book, day);
        let asked = agencies.len();
        for (position, agency) in (0..).zip(agencies) {
            ask(&tx, new.year, position, &agency.id, by_agency.get(&agency.id)).await?;
        }
        let detail = serde_json::json!({ "letter": new.letter_number, "due_on": new.due_on, "agencies": asked });
        audit::append(&tx, actor, "campaign.open", new.year, detail).await?;
        tx.commit().await?;
        Ok(new.year)
    }

    /// Ends the time of answering. Unless forced, only when every agency has sent its answers.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::Undecided`] with the number of agencies that have not answered.
    pub async fn close_campaign(&self, actor: &Actor, year: i32, force: bool) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, year).await?;
        let open = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(year))
            .filter(response::Column::Stage.ne(ResponseStage::Accepted.to_string()))
            .count(&tx)
            .await?;
        if open > 0 && !force {
            return Err(Error::Undecided(u32::try_from(open).unwrap_or(u32::MAX)));
        }
        move_campaign(&tx, actor, row, CampaignMove::Close, "").await?;
        audit::append(&tx, actor, "campaign.close", year, serde_json::json!({ "open": open })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes answers again; the reason is kept.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a missing reason; a stage that does not allow it.
    pub async fn reopen_campaign(&self, actor: &Actor, year: i32, reason: &str) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let reason = remark("reason", reason)?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, year).await?;
        move_campaign(&tx, actor, row, CampaignMove::Reopen, &reason).await?;
        audit::append(&tx, actor, "campaign.reopen", year, serde_json::json!({ "reason": reason })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The year of a campaign that has not concluded.
pub(crate) async fn unfinished(tx: &DatabaseTransaction) -> Result<Option<i32>> {
    let open = campaign::Entity::find().filter(campaign::Column::Stage.ne(CampaignStage::Concluded.to_string()));
    Ok(open.order_by_asc(campaign::Column::Year).one(tx).await?.map(|row| row.year))
}

pub(crate) fn unfinished_error<T>(field: &str, year: i32) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::with(field, FieldCode::Unfinished, year.to_string())]))
}

async fn ask(
    tx: &DatabaseTransaction,
    year: i32,
    position: i32,
    agency: &AgencyId,
    codes: Option<&Vec<String>>,
) -> Result<()> {
    use sea_orm::ActiveModelTrait;
    let row = response::ActiveModel {
        campaign_year: Set(year),
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
    let answers: Vec<answer::ActiveModel> = (0..)
        .zip(codes.into_iter().flatten())
        .map(|(position, code)| open_answer(row.id, Some(code.clone()), position))
        .collect();
    for chunk in answers.chunks(100) {
        answer::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
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
