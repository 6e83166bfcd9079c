//! What waits for the person who is signed in.

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::{CampaignKey, Task, TaskKind};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::reminder::days_left;
use domain::workflow::{
    CampaignMove, CampaignStage, RequestStage, ResponseMove, ResponseStage, next_campaign, next_response,
};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use time::Date;

use crate::appraisal::appraised;
use crate::asides::unsettled;
use crate::campaign::{annual, newest};
use crate::dues::dues;
use crate::entity::{campaign, change_request, response};
use crate::reference::calendar;
use crate::review_rows::{answers_of, campaign_stage, key_of, response_of, response_stage};
use crate::talk::owed_replies;
use crate::{Error, Result, Store};

impl Store {
    /// What waits for the actor, the most pressing first.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn tasks(&self, actor: &Actor) -> Result<Vec<Task>> {
        authorize(actor, &Act::SeeCampaign)?;
        let newest = newest().one(self.read()).await?;
        let mut tasks = Vec::new();
        if let Some(row) = &newest {
            tasks.extend(self.agency_task(actor, row).await?);
            tasks.extend(self.unsettled_task(actor, row).await?);
            tasks.extend(self.question_task(actor, row).await?);
            tasks.extend(self.opinion_task(actor, row).await?);
            tasks.extend(self.appraisal_tasks(actor, row).await?);
            tasks.extend(self.coordinator_tasks(actor, row).await?);
        }
        let manages = authorize(actor, &Act::ManageCampaign).is_ok();
        if manages {
            tasks.extend(self.request_task().await?);
        }
        let year = actor.today().year();
        let last = annual().order_by_desc(campaign::Column::Year).one(self.read()).await?;
        if manages && last.is_none_or(|row| row.year < year) {
            let kind = match self.edition_in_force(actor.today()).await? {
                Some(_) => TaskKind::OpenCampaign,
                None => TaskKind::ImportCatalog,
            };
            tasks.push(Task { campaign: Some(CampaignKey::annual(year)), ..of_coordinator(kind, 1) });
        }
        Ok(tasks)
    }

    /// The requests for changes that wait for the coordinator.
    async fn request_task(&self) -> Result<Option<Task>> {
        let raised = change_request::Column::Stage.eq(RequestStage::Raised.to_string());
        let waiting = change_request::Entity::find().filter(raised).count(self.read()).await?;
        let count = u32::try_from(waiting).unwrap_or(u32::MAX);
        Ok((count > 0).then(|| of_coordinator(TaskKind::DecideRequests, count)))
    }

    /// The officer's and the head's part.
    async fn agency_task(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Option<Task>> {
        let Some(agency) = actor.account.as_ref().and_then(|account| account.agency.clone()) else { return Ok(None) };
        if !campaign_stage(campaign)?.takes_answers() {
            return Ok(None);
        }
        let key = key_of(campaign.year)?;
        let row = match response_of(self.read(), key, &agency.id).await {
            Err(Error::NotFound) => return Ok(None),
            found => found?,
        };
        let stage = response_stage(&row)?;
        let may = |attempted, act: &Act<'_>| next_response(stage, attempted).is_ok() && authorize(actor, act).is_ok();
        let laid_by = row.laid_by.clone().map(domain::id::AccountId);
        let approve = Act::ApproveResponse { agency: &agency.id, drafted_by: laid_by.as_ref() };
        let kind = if may(ResponseMove::Edit, &Act::EditResponse(&agency.id)) {
            if stage == ResponseStage::Returned { TaskKind::AnswerReturned } else { TaskKind::AnswerReview }
        } else if may(ResponseMove::Approve, &approve) {
            TaskKind::ApproveResponse
        } else {
            return Ok(None);
        };
        let answers = answers_of(self.read(), vec![row.id]).await?;
        let waiting = answers.iter().filter(|answer| match kind {
            TaskKind::AnswerReturned => answer.returned,
            TaskKind::AnswerReview => key.kind().wants_every_answer() && answer.kind.is_none(),
            _ => true,
        });
        let dues = dues(self.read(), campaign).await?;
        let due = dues.now(&row);
        let days = days_left(due.due_on, actor.today(), &dues.clock(&calendar(self.read()).await?));
        Ok(Some(Task {
            kind,
            campaign: Some(key),
            agency,
            due_on: Some(due.due_on),
            days_left: Some(days),
            due_again: due.again,
            count: u32::try_from(waiting.count()).unwrap_or(u32::MAX),
        }))
    }

    /// The response that the officer writes in a campaign that takes answers, and for which agency.
    async fn written_by(
        &self,
        actor: &Actor,
        campaign: &campaign::Model,
    ) -> Result<Option<(AgencyRef, response::Model)>> {
        let Some(agency) = actor.account.as_ref().and_then(|account| account.agency.clone()) else { return Ok(None) };
        let writes = authorize(actor, &Act::EditResponse(&agency.id)).is_ok();
        if !writes || !campaign_stage(campaign)?.takes_answers() {
            return Ok(None);
        }
        match response_of(self.read(), key_of(campaign.year)?, &agency.id).await {
            Err(Error::NotFound) => Ok(None),
            found => Ok(Some((agency, found?))),
        }
    }

    /// What the officer typed over another's save and has not put together with it yet.
    async fn unsettled_task(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Option<Task>> {
        let Some((agency, row)) = self.written_by(actor, campaign).await? else { return Ok(None) };
        let key = key_of(campaign.year)?;
        let answers = answers_of(self.read(), vec![row.id]).await?;
        let waiting = unsettled(self.read(), actor, response_stage(&row)?, &answers).await?.len();
        Ok((waiting > 0).then(|| Task {
            kind: TaskKind::SettleTexts,
            campaign: Some(key),
            agency,
            due_on: None,
            days_left: None,
            due_again: false,
            count: u32::try_from(waiting).unwrap_or(u32::MAX),
        }))
    }

    /// What the coordinator asked and the officer owes an answer to.
    async fn question_task(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Option<Task>> {
        let Some((agency, row)) = self.written_by(actor, campaign).await? else { return Ok(None) };
        if !appraised(response_stage(&row)?) {
            return Ok(None);
        }
        let key = key_of(campaign.year)?;
        let count = owed_replies(self.read(), row.id).await?;
        Ok((count > 0).then_some(Task {
            kind: TaskKind::AnswerQuestions,
            campaign: Some(key),
            agency,
            due_on: None,
            days_left: None,
            due_again: false,
            count,
        }))
    }

    /// What the agency was asked about others' answers.
    async fn opinion_task(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Option<Task>> {
        let Some(agency) = actor.account.as_ref().and_then(|account| account.agency.clone()) else { return Ok(None) };
        let (count, due_on) = self.owed_opinions(actor).await?;
        let Some(due_on) = due_on else { return Ok(None) };
        let days = days_left(due_on, actor.today(), &calendar(self.read()).await?);
        Ok(Some(Task {
            kind: TaskKind::GiveOpinions,
            campaign: Some(key_of(campaign.year)?),
            agency,
            due_on: Some(due_on),
            days_left: Some(days),
            due_again: false,
            count,
        }))
    }

    /// What waits for a verdict, or for a word on other agencies' remarks, of the answers that the actor appraises.
    async fn appraisal_tasks(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Vec<Task>> {
        let (key, mut tasks) = (key_of(campaign.year)?, Vec::new());
        if authorize(actor, &Act::SeeQueue).is_err() || !campaign_stage(campaign)?.takes_answers() {
            return Ok(tasks);
        }
        let book = self.book().await?;
        let mine = |id: &AgencyId| authorize(actor, &Act::Appraise(book.answers_by(id, actor.today()))).is_ok();
        for (kind, count) in [
            (TaskKind::Appraise, self.undecided(key, mine).await?),
            (TaskKind::HandleOpinions, self.unhandled_opinions(actor, key).await?),
        ] {
            if count > 0 {
                tasks.push(Task { campaign: Some(key), due_on: Some(campaign.due_on), ..of_coordinator(kind, count) });
            }
        }
        Ok(tasks)
    }

    /// The coordinator's and the executive office's part.
    async fn coordinator_tasks(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Vec<Task>> {
        let mut tasks = Vec::new();
        let key = key_of(campaign.year)?;
        let stage: CampaignStage = campaign_stage(campaign)?;
        let manages = authorize(actor, &Act::ManageCampaign).is_ok();
        let allowed = |attempted| next_campaign(stage, attempted).is_ok();
        let mut push = |kind, count| {
            tasks.push(Task { campaign: Some(key), due_on: Some(campaign.due_on), ..of_coordinator(kind, count) });
        };
        if manages
            && allowed(CampaignMove::Close)
            && (self.time_is_up(campaign, actor.today()).await? || self.open_responses(key).await? == 0)
        {
            push(TaskKind::CloseCampaign, 1);
        }
        if manages && allowed(CampaignMove::Compile) && campaign.draft_edition_id.is_none() {
            push(TaskKind::CompileEdition, 1);
        }
        if manages && allowed(CampaignMove::Submit) {
            push(TaskKind::SubmitEdition, 1);
        }
        if allowed(CampaignMove::Conclude) && authorize(actor, &Act::IssueEdition).is_ok() {
            push(TaskKind::IssueEdition, 1);
        }
        Ok(tasks)
    }

    /// Whether the day of a campaign passed, and that of every agency that owes answers: some were given more time, or have
    /// some to mend.
    async fn time_is_up(&self, campaign: &campaign::Model, today: Date) -> Result<bool> {
        if today <= campaign.due_on {
            return Ok(false);
        }
        let dues = dues(self.read(), campaign).await?;
        let clock = dues.clock(&calendar(self.read()).await?);
        let rows = response::Entity::find().filter(response::Column::CampaignYear.eq(campaign.year));
        let rows = rows.all(self.read()).await?;
        let mut owed = rows.iter().map(|row| dues.now(row)).filter(|due| due.answered_on.is_none());
        Ok(owed.all(|due| clock.on_or_after(due.due_on) < today))
    }
}

fn of_coordinator(kind: TaskKind, count: u32) -> Task {
    Task { kind, campaign: None, agency: AgencyRef::default(), due_on: None, days_left: None, due_again: false, count }
}
