//! What waits for the person who is signed in.

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::{Task, TaskKind};
use domain::policy::{Act, authorize};
use domain::workflow::{CampaignMove, CampaignStage, ResponseMove, ResponseStage, next_campaign, next_response};
use sea_orm::{EntityTrait, QueryOrder};

use crate::entity::campaign;
use crate::reference::calendar;
use crate::review_rows::{answers_of, campaign_stage, response_of, response_stage};
use crate::{Error, Result, Store};

impl Store {
    /// What waits for the actor, the most pressing first.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn tasks(&self, actor: &Actor) -> Result<Vec<Task>> {
        authorize(actor, &Act::SeeCampaign)?;
        let newest = campaign::Entity::find().order_by_desc(campaign::Column::Year).one(self.read()).await?;
        let mut tasks = Vec::new();
        if let Some(row) = &newest {
            tasks.extend(self.agency_task(actor, row).await?);
            tasks.extend(self.coordinator_tasks(actor, row).await?);
        }
        let year = actor.today().year();
        let open = newest.as_ref().is_none_or(|row| row.year < year);
        if open && authorize(actor, &Act::ManageCampaign).is_ok() {
            let kind = match self.edition_in_force(actor.today()).await? {
                Some(_) => TaskKind::OpenCampaign,
                None => TaskKind::ImportCatalog,
            };
            tasks.push(Task { kind, year, agency: AgencyRef::default(), due_on: None, days_left: None, count: 1 });
        }
        Ok(tasks)
    }

    /// The officer's and the head's part.
    async fn agency_task(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Option<Task>> {
        let Some(agency) = actor.account.as_ref().and_then(|account| account.agency.clone()) else { return Ok(None) };
        if !campaign_stage(campaign)?.takes_answers() {
            return Ok(None);
        }
        let row = match response_of(self.read(), campaign.year, &agency.id).await {
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
            TaskKind::AnswerReview => answer.kind.is_none(),
            _ => true,
        });
        let days = calendar(self.read()).await?.working_days_between(actor.today(), campaign.due_on);
        Ok(Some(Task {
            kind,
            year: campaign.year,
            agency,
            due_on: Some(campaign.due_on),
            days_left: Some(days),
            count: u32::try_from(waiting.count()).unwrap_or(u32::MAX),
        }))
    }

    /// The coordinator's and the executive office's part.
    async fn coordinator_tasks(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Vec<Task>> {
        let mut tasks = Vec::new();
        let stage: CampaignStage = campaign_stage(campaign)?;
        let manages = authorize(actor, &Act::ManageCampaign).is_ok();
        let allowed = |attempted| next_campaign(stage, attempted).is_ok();
        let mut push = |kind, count| {
            let agency = AgencyRef::default();
            tasks.push(Task {
                kind,
                year: campaign.year,
                agency,
                due_on: Some(campaign.due_on),
                days_left: None,
                count,
            });
        };
        if manages && allowed(CampaignMove::Close) {
            let undecided = self.undecided(campaign.year).await?;
            if undecided > 0 {
                push(TaskKind::Appraise, undecided);
            }
            if actor.today() > campaign.due_on || self.open_responses(campaign.year).await? == 0 {
                push(TaskKind::CloseCampaign, 1);
            }
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
}
