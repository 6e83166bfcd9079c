//! The board of a campaign: where every agency stands.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::Tier;
use domain::campaign::{BoardPage, BoardRow};
use domain::format::local_date;
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{answer, campaign, edition, point, response};
use crate::reference::{AgencyBook, calendar};
use crate::review_rows::{answers_of, campaign_of, campaign_row, campaign_stage, points_of, response_stage};
use crate::rows::edition_ref;
use crate::{Result, Store};

impl Store {
    /// The board of a campaign.
    ///
    /// # Errors
    /// Refused to nobody who is signed in; unknown campaign.
    pub async fn board(&self, actor: &Actor, year: i32) -> Result<BoardPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let row = campaign_of(self.read(), year).await?;
        let (rows, undecided) = self.board_rows(actor, &row).await?;
        let may_manage = authorize(actor, &Act::ManageCampaign).is_ok();
        let draft = match row.draft_edition_id {
            Some(id) if authorize(actor, &Act::SeeDraft).is_ok() => {
                edition::Entity::find_by_id(id).one(self.read()).await?.as_ref().map(edition_ref).transpose()?
            }
            _ => None,
        };
        Ok(BoardPage { campaign: campaign_row(self.read(), &row).await?, rows, draft, undecided, may_manage })
    }

    /// The rows of the board, and how many answers sent have an open point.
    pub(crate) async fn board_rows(&self, actor: &Actor, campaign: &campaign::Model) -> Result<(Vec<BoardRow>, u32)> {
        let responses = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(campaign.year))
            .order_by_asc(response::Column::Position)
            .all(self.read())
            .await?;
        let answers = answers_of(self.read(), responses.iter().map(|row| row.id).collect()).await?;
        let points = points_of(self.read(), answers.iter().map(|row| row.id).collect()).await?;
        let mut by_response: BTreeMap<i64, Vec<&answer::Model>> = BTreeMap::new();
        for row in &answers {
            by_response.entry(row.response_id).or_default().push(row);
        }
        let book = AgencyBook::load(self.read()).await?;
        let calendar = calendar(self.read()).await?;
        let opened = local_date(campaign.opened_at);
        // A campaign that is over is late no more than it was when it ended.
        let running = campaign_stage(campaign)?.takes_answers();
        let mut rows = Vec::new();
        for row in &responses {
            let id = AgencyId::from(row.agency_id.as_str());
            let answers = by_response.get(&row.id).map(Vec::as_slice).unwrap_or_default();
            let count = |test: &dyn Fn(&answer::Model) -> bool| {
                u32::try_from(answers.iter().filter(|row| test(row)).count()).unwrap_or(u32::MAX)
            };
            let until = row.first_submitted_at.or(running.then_some(actor.at)).map(local_date);
            let late = until.map_or(0, |until| calendar.working_days_between(campaign.due_on, until).max(0));
            rows.push(BoardRow {
                agency: book.refer(&id, opened),
                tier: book.on(&id, opened).map_or(Tier::Other, |agency| agency.tier),
                stage: response_stage(row)?,
                entries: count(&|row| row.entry_code.is_some()),
                answered: count(&|row| row.entry_code.is_some() && row.kind.is_some()),
                proposals: count(&|row| row.entry_code.is_none()),
                submitted_at: row.submitted_at,
                days_late: late,
            });
        }
        Ok((rows, undecided(&points)))
    }
}

fn undecided(points: &[point::Model]) -> u32 {
    let open = points.iter().filter(|point| !point.superseded && point.verdict.is_none());
    let answers: std::collections::BTreeSet<i64> = open.map(|point| point.answer_id).collect();
    u32::try_from(answers.len()).unwrap_or(u32::MAX)
}
