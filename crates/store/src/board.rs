//! The board of a campaign: where every agency stands.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::Tier;
use domain::campaign::{BoardPage, BoardRow, CampaignKey};
use domain::format::local_date;
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::workflow::ResponseStage;
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::dues::{dues, recorded};
use crate::entity::{answer, campaign, edition, point, response};
use crate::reference::calendar;
use crate::review_rows::{campaign_of, campaign_stage, counted_campaign, response_stage};
use crate::rows::{count, edition_ref};
use crate::{Result, Store};

impl Store {
    /// The board of a campaign.
    ///
    /// # Errors
    /// Refused to nobody who is signed in; unknown campaign.
    pub async fn board(&self, actor: &Actor, key: CampaignKey) -> Result<BoardPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let row = campaign_of(self.read(), key).await?;
        let rows = self.board_rows(actor, &row).await?;
        let undecided = self.undecided(key, |_| true).await?;
        let may_manage = authorize(actor, &Act::ManageCampaign).is_ok();
        let draft = match row.draft_edition_id {
            Some(id) if authorize(actor, &Act::SeeDraft).is_ok() => {
                edition::Entity::find_by_id(id).one(self.read()).await?.as_ref().map(edition_ref).transpose()?
            }
            _ => None,
        };
        let sees_opinions = authorize(actor, &Act::SeeOpinions).is_ok();
        Ok(BoardPage {
            sees_opinions,
            campaign: counted_campaign(self.read(), &row, actor.today()).await?,
            rows,
            draft,
            undecided,
            events: self.campaign_events(actor, &row).await?,
            may_manage,
        })
    }

    /// The rows of the board.
    pub(crate) async fn board_rows(&self, actor: &Actor, campaign: &campaign::Model) -> Result<Vec<BoardRow>> {
        let responses = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(campaign.year))
            .order_by_asc(response::Column::Position)
            .all(self.read())
            .await?;
        let answers = self.answer_counts(campaign.year).await?;
        let book = self.book().await?;
        let calendar = calendar(self.read()).await?;
        let opened = local_date(campaign.opened_at);
        // A campaign that is over is late no more than it was when it ended: that is on record.
        let running = campaign_stage(campaign)?.takes_answers();
        let (dues, kept) = (dues(self.read(), campaign).await?, recorded(self.read(), campaign.year).await?);
        let clock = dues.clock(&calendar);
        let mut rows = Vec::new();
        for row in &responses {
            let id = AgencyId::from(row.agency_id.as_str());
            let [all, entries, answered] = answers.get(&row.id).copied().unwrap_or_default();
            let due = dues.first(row);
            let told = running || due.answered_on.is_some();
            let late = if told { due.days_late(actor.today(), &clock) } else { 0 };
            let late = kept.get(&row.agency_id).map_or(late, |kept| Ord::max(*kept, late));
            rows.push(BoardRow {
                agency: book.refer(&id, opened),
                tier: book.on(&id, opened).map_or(Tier::Other, |agency| agency.tier),
                stage: response_stage(row)?,
                entries: count(entries),
                answered: count(answered),
                proposals: count(all - entries),
                submitted_at: row.submitted_at,
                days_late: late,
            });
        }
        Ok(rows)
    }

    /// By response of a campaign: its answers, those about an entry, and of these those with a choice. The database counts:
    /// an answer holds a whole entry, and a campaign has thousands.
    async fn answer_counts(&self, year: i32) -> Result<BTreeMap<i64, [i64; 3]>> {
        let of_entry = Expr::col(answer::Column::EntryCode);
        let chosen = of_entry.clone().is_not_null().and(Expr::col(answer::Column::Kind).is_not_null());
        let responses = Query::select()
            .column(response::Column::Id)
            .from(response::Entity)
            .and_where(response::Column::CampaignYear.eq(year))
            .to_owned();
        let counts: Vec<(i64, i64, i64, i64)> = answer::Entity::find()
            .select_only()
            .column(answer::Column::ResponseId)
            .expr(Expr::col(answer::Column::Id).count())
            .expr(of_entry.count())
            .expr(Expr::expr(CaseStatement::new().case(chosen, 1)).count())
            .filter(answer::Column::ResponseId.in_subquery(responses))
            .group_by(answer::Column::ResponseId)
            .into_tuple()
            .all(self.read())
            .await?;
        Ok(counts.into_iter().map(|(response, all, entries, answered)| (response, [all, entries, answered])).collect())
    }

    /// How many answers sent in a campaign have an open point, of the agencies that are `wanted`; one that was returned waits
    /// for its agency.
    pub(crate) async fn undecided(&self, key: CampaignKey, wanted: impl Fn(&AgencyId) -> bool) -> Result<u32> {
        // By the responses of the campaign: to look for every answer that waits would read the whole table.
        let of_answer = Expr::col((point::Entity, point::Column::AnswerId));
        let open = Query::select()
            .expr(Expr::val(1))
            .from(point::Entity)
            .and_where(of_answer.equals((answer::Entity, answer::Column::Id)))
            .and_where(point::Column::Superseded.eq(false))
            .and_where(point::Column::Verdict.is_null())
            .to_owned();
        let responses = Query::select()
            .column(response::Column::Id)
            .from(response::Entity)
            .and_where(response::Column::CampaignYear.eq(key.number()))
            .to_owned();
        let counts: Vec<(i64, i64)> = answer::Entity::find()
            .select_only()
            .column(answer::Column::ResponseId)
            .expr(Expr::col(answer::Column::Id).count())
            .filter(answer::Column::ResponseId.in_subquery(responses))
            .filter(answer::Column::Returned.eq(false))
            .filter(Expr::exists(open))
            .group_by(answer::Column::ResponseId)
            .into_tuple()
            .all(self.read())
            .await?;
        let counts: BTreeMap<i64, i64> = counts.into_iter().collect();
        let rows = response::Entity::find().filter(response::Column::Id.is_in(counts.keys().copied()));
        let rows = rows.all(self.read()).await?;
        let wanted = rows.iter().filter(|row| wanted(&AgencyId::from(row.agency_id.as_str())));
        Ok(count(wanted.filter_map(|row| counts.get(&row.id)).sum()))
    }

    /// How many responses of a campaign are not accepted yet.
    pub(crate) async fn open_responses(&self, key: CampaignKey) -> Result<u64> {
        let open = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(key.number()))
            .filter(response::Column::Stage.ne(ResponseStage::Accepted.to_string()));
        Ok(open.count(self.read()).await?)
    }
}
