//! What tells states of one stage apart ([`domain::campaign::CampaignState`]), read beside the stage.

use std::collections::BTreeSet;

use domain::campaign::{CampaignSigns, move_between};
use domain::edition::DraftSigns;
use domain::workflow::CampaignStage;
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use time::Date;

use crate::Result;
use crate::entity::{campaign, dossier, opinion_request, opinion_statement, opinion_withdrawal, review_event};
use crate::opinions::{due_on, is_undecided};
use crate::reference::calendar;
use crate::review_rows::{campaign_stage, points_of};
use crate::rows::parse;

/// What tells how a campaign stands on a day beside its stage; only what its stage may ask is looked up.
pub(crate) async fn campaign_signs(
    connection: &impl ConnectionTrait,
    row: &campaign::Model,
    today: Date,
) -> Result<CampaignSigns> {
    let mut signs = CampaignSigns { abandoned: row.abandoned, ..CampaignSigns::default() };
    match campaign_stage(row)? {
        CampaignStage::Open => signs.consulting = consulting(connection, row.year, today).await?,
        CampaignStage::Consolidated => signs.draft = draft_signs(connection, row.year).await?,
        CampaignStage::Planned | CampaignStage::Closed | CampaignStage::Submitted | CampaignStage::Concluded => {}
    }
    Ok(signs)
}

/// Whether an opinion is waited for, as [`domain::review::opinion::Opinion::state`] says it, on an answer that has points to
/// decide.
async fn consulting(connection: &impl ConnectionTrait, campaign: i32, today: Date) -> Result<bool> {
    use opinion_request::Column as C;
    let said = Query::select().column(opinion_statement::Column::RequestId).from(opinion_statement::Entity).to_owned();
    let back =
        Query::select().column(opinion_withdrawal::Column::RequestId).from(opinion_withdrawal::Entity).to_owned();
    let silent = opinion_request::Entity::find()
        .filter(C::CampaignYear.eq(campaign))
        .filter(C::Id.not_in_subquery(said))
        .filter(C::Id.not_in_subquery(back));
    let (silent, calendar) = (silent.all(connection).await?, calendar(connection).await?);
    let waiting = silent.iter().filter(|row| !row.silence_agrees || due_on(row, &calendar) >= today);
    let answers: BTreeSet<i64> = waiting.map(|row| row.answer_id).collect();
    Ok(is_undecided(&points_of(connection, answers.into_iter().collect()).await?))
}

/// What a campaign's draft says of itself while it is worked on.
pub(crate) async fn draft_signs(connection: &impl ConnectionTrait, campaign: i32) -> Result<DraftSigns> {
    let made = review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(campaign))
        .filter(review_event::Column::AgencyId.is_null())
        .filter(review_event::Column::ToStage.eq(CampaignStage::Consolidated.to_string()))
        .order_by_desc(review_event::Column::Id);
    let made = match made.one(connection).await? {
        Some(row) => {
            let from = parse("review_event", row.id, &row.from_stage)?;
            move_between(from, CampaignStage::Consolidated).map(|made| (made, row.at))
        }
        None => None,
    };
    let recorded = dossier::Entity::find_by_id(campaign).one(connection).await?;
    let recorded = recorded.filter(|row| row.submission_number.is_some()).map(|row| row.recorded_at);
    Ok(DraftSigns::of(made, recorded))
}
