//! The course of a campaign, told from what was noted with each of its moves.

use domain::account::Actor;
use domain::campaign::{CampaignEvent, Happened, Overtaken, move_between, overtaken};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::workflow::CampaignMove;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::appraisal::size;
use crate::dues::extensions;
use crate::entity::{campaign, due_extension, review_event};
use crate::rows::parse;
use crate::{Result, Store};

/// The moves of a campaign as a whole, oldest first.
pub(crate) async fn moves_of(connection: &impl ConnectionTrait, campaign: i32) -> Result<Vec<review_event::Model>> {
    Ok(review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(campaign))
        .filter(review_event::Column::AgencyId.is_null())
        .order_by_asc(review_event::Column::Id)
        .all(connection)
        .await?)
}

/// Whether a campaign's draft is older than what may have been decided since.
pub(crate) async fn overtaken_draft(
    connection: &impl ConnectionTrait,
    campaign: &campaign::Model,
) -> Result<Option<Overtaken>> {
    let mut moves = Vec::new();
    for row in moves_of(connection, campaign.year).await? {
        let from = parse("review_event", row.id, &row.from_stage)?;
        let to = parse("review_event", row.id, &row.to_stage)?;
        moves.extend(move_between(from, to).map(|made| (made, row.at)));
    }
    Ok(overtaken(moves))
}

impl Store {
    /// What happened to a campaign, oldest first: its moves, each compiling of the draft too, and who was given more time.
    /// Those who may not see the draft read neither why the executive office gave it back nor what other agencies were given.
    pub(crate) async fn campaign_events(
        &self,
        actor: &Actor,
        campaign: &campaign::Model,
    ) -> Result<Vec<CampaignEvent>> {
        let sees_draft = authorize(actor, &Act::SeeDraft).is_ok();
        let mut events = Vec::new();
        for row in moves_of(self.read(), campaign.year).await? {
            let from = parse("review_event", row.id, &row.from_stage)?;
            let to = parse("review_event", row.id, &row.to_stage)?;
            let Some(made) = move_between(from, to) else { continue };
            let told = made != CampaignMove::Return || sees_draft;
            let note = if told { row.note } else { String::new() };
            events.push(CampaignEvent { what: Happened::Moved(made), at: row.at, who: row.who, note });
        }
        if sees_draft {
            let book = self.book().await?;
            let given = extensions(self.read(), campaign.year).await?;
            // Those of a reopening are told as one.
            let at_once = |a: &due_extension::Model, b: &due_extension::Model| {
                (a.decided_at, a.due_on, &a.reason) == (b.decided_at, b.due_on, &b.reason)
            };
            for rows in given.chunk_by(at_once) {
                let Some(row) = rows.first() else { continue };
                let due_on = row.due_on;
                let what = if rows.len() > 1 {
                    Happened::ExtendedAll { agencies: size(rows.len()), due_on }
                } else {
                    Happened::Extended { agency: book.refer(&AgencyId(row.agency_id.clone()), actor.today()), due_on }
                };
                let (at, who, note) = (row.decided_at, row.decided_by.clone(), row.reason.clone());
                events.push(CampaignEvent { what, at, who, note });
            }
            events.sort_by_key(|event| event.at);
        }
        Ok(events)
    }
}
