//! The course of a campaign, told from what was noted with each of its moves.

use domain::account::Actor;
use domain::campaign::{CampaignEvent, Happened, move_between};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::workflow::CampaignMove;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::dues::extensions;
use crate::entity::{campaign, review_event};
use crate::rows::parse;
use crate::{Result, Store};

impl Store {
    /// What happened to a campaign, oldest first: its moves but the compiling, and who was given more time. Those who may not
    /// see the draft read neither why the executive office gave it back nor what other agencies were given.
    pub(crate) async fn campaign_events(
        &self,
        actor: &Actor,
        campaign: &campaign::Model,
    ) -> Result<Vec<CampaignEvent>> {
        let sees_draft = authorize(actor, &Act::SeeDraft).is_ok();
        let rows = review_event::Entity::find()
            .filter(review_event::Column::CampaignYear.eq(campaign.year))
            .filter(review_event::Column::AgencyId.is_null())
            .order_by_asc(review_event::Column::Id)
            .all(self.read())
            .await?;
        let mut events = Vec::new();
        for row in rows {
            let from = parse("review_event", row.id, &row.from_stage)?;
            let to = parse("review_event", row.id, &row.to_stage)?;
            let Some(made) = move_between(from, to).filter(|made| *made != CampaignMove::Compile) else { continue };
            let told = made != CampaignMove::Return || sees_draft;
            let note = if told { row.note } else { String::new() };
            events.push(CampaignEvent { what: Happened::Moved(made), at: row.at, who: row.who, note });
        }
        if sees_draft {
            let book = self.book().await?;
            for row in extensions(self.read(), campaign.year).await? {
                let agency = book.refer(&AgencyId(row.agency_id), actor.today());
                let what = Happened::Extended { agency, due_on: row.due_on };
                events.push(CampaignEvent { what, at: row.decided_at, who: row.decided_by, note: row.reason });
            }
            events.sort_by_key(|event| event.at);
        }
        Ok(events)
    }
}
