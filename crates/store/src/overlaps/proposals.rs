//! The proposals of a review as they are compared with one another: two agencies may propose the same database.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::change::{Field, Place};
use domain::id::{AgencyId, AnswerId};
use domain::overlap::Described;
use domain::policy::{Act, authorize};
use domain::review::{AnswerKind, Verdict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::subject_of;
use crate::appraisal::appraised;
use crate::entity::{answer, point, response};
use crate::review_rows::{draft, place, response_stage};
use crate::{Result, Store};

/// The most proposals of one review that are compared with one another; beyond it the earliest are.
const PROPOSALS_MAX: u64 = 1_000;

/// A proposal.
pub(crate) struct Proposed {
    pub id: AnswerId,
    pub agency: AgencyRef,
    pub content: EntryContent,
    pub described: Described,
    /// Its agency has sent it.
    pub is_sent: bool,
}

impl Store {
    /// The proposals of a review that one may be compared with: those that the actor may see, that were sent or are of the
    /// actor's own agency, and that were not refused.
    pub(crate) async fn proposals(&self, actor: &Actor, key: CampaignKey) -> Result<Vec<Proposed>> {
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref()).map(|agency| agency.id.clone());
        let mut responses: BTreeMap<i64, (AgencyId, bool)> = BTreeMap::new();
        let of_it = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number()));
        for row in of_it.all(self.read()).await? {
            let (agency, is_sent) = (AgencyId::from(row.agency_id.as_str()), appraised(response_stage(&row)?));
            let may_see = authorize(actor, &Act::SeeResponse(&agency)).is_ok();
            if may_see && (is_sent || own.as_ref() == Some(&agency)) {
                responses.insert(row.id, (agency, is_sent));
            }
        }
        let rows = answer::Entity::find()
            .filter(answer::Column::ResponseId.is_in(responses.keys().copied()))
            .filter(answer::Column::EntryCode.is_null())
            .order_by_asc(answer::Column::Id)
            .limit(PROPOSALS_MAX)
            .all(self.read())
            .await?;
        let refused = self.refused(rows.iter().map(|row| row.id).collect()).await?;
        let book = self.book().await?;
        let mut proposals = Vec::new();
        for row in rows.iter().filter(|row| !refused.contains(&row.id)) {
            let (Some(said), Some((agency, is_sent))) = (draft(row)?, responses.get(&row.response_id)) else {
                continue;
            };
            let Some(content) = said.content.filter(|_| said.kind == AnswerKind::Propose) else { continue };
            let agency = book.refer(agency, actor.today());
            let described = Described::of_entry(&subject_of(row), &content, "", &agency.name);
            proposals.push(Proposed { id: AnswerId(row.id), agency, content, described, is_sent: *is_sent });
        }
        Ok(proposals)
    }

    /// Those of some proposals that do not enter the catalog: their names were refused.
    pub(crate) async fn refused(&self, answers: Vec<i64>) -> Result<BTreeSet<i64>> {
        let rows = point::Entity::find()
            .filter(point::Column::AnswerId.is_in(answers))
            .filter(point::Column::Superseded.eq(false))
            .filter(point::Column::Verdict.eq(Verdict::Reject.to_string()))
            .all(self.read())
            .await?;
        let mut refused = BTreeSet::new();
        for row in rows {
            if place(&row)? == Some(Place::Field(Field::Name)) {
                refused.insert(row.answer_id);
            }
        }
        Ok(refused)
    }
}
