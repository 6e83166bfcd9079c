//! The minutes of an appraisal.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, Refusal, authorize};
use domain::review::{AnswerKind, MinutedAnswer, MinutesFilter, MinutesPage};

use crate::appraisal::size;
use crate::entity::{answer, point, response};
use crate::national::lists_with_national;
use crate::opinions::opinions_on;
use crate::queue::name_of;
use crate::returns::returns_of;
use crate::review_rows::{PointRows, answers_of, campaign_of, counted_campaign, draft, points, points_of};
use crate::talk::talk_of;
use crate::{Error, Result, Store};

impl Store {
    /// The minutes of a campaign's appraisal: of every agency for those who watch it, of one's own for its people.
    ///
    /// # Errors
    /// Refused to anonymous visitors; [`Error::NotFound`] for an unknown campaign, or when the actor may see none.
    pub async fn minutes(&self, actor: &Actor, key: CampaignKey, filter: &MinutesFilter) -> Result<MinutesPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let campaign = campaign_of(self.read(), key).await?;
        let book = self.book().await?;
        let may_see =
            |row: &response::Model| authorize(actor, &Act::SeeResponse(&AgencyId::from(row.agency_id.as_str())));
        let mut sent: Vec<response::Model> = self.sent_responses(key).await?.into_values().collect();
        sent.retain(|row| may_see(row).is_ok());
        sent.sort_by_key(|row| (row.position, row.id));
        let named = |id: &str| book.refer(&AgencyId::from(id), actor.today());
        let agencies: Vec<AgencyRef> = sent.iter().map(|row| named(&row.agency_id)).collect();
        if !filter.agency.is_empty() {
            let own = AgencyId::from(filter.agency.as_str());
            authorize(actor, &Act::SeeResponse(&own)).map_err(|refusal| match refusal {
                Refusal::SignIn => Error::from(refusal),
                _ => Error::NotFound,
            })?;
            sent.retain(|row| row.agency_id == own.as_str());
        }
        let place: BTreeMap<i64, usize> = sent.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let mut answers = answers_of(self.read(), place.keys().copied().collect()).await?;
        answers.retain(|row| row.kind.is_some());
        // Stable: within a response the order of the annex stays.
        answers.sort_by_key(|row| place.get(&row.response_id));
        let rows = points_of(self.read(), answers.iter().map(|row| row.id).collect()).await?;
        let standing = rows.iter().filter(|row| !row.superseded);
        let decided = standing.clone().filter(|row| row.verdict.is_some()).count();
        let open = standing.count() - decided;
        let request = PageRequest::long(filter.part);
        let total = answers.len() as u64;
        let from = usize::try_from(request.offset()).unwrap_or(usize::MAX).min(answers.len());
        let part: Vec<answer::Model> = answers.into_iter().skip(from).take(request.rows() as usize).collect();
        let rows = PointRows::new(rows);
        let items = self.minuted(actor, key, &part, &rows, |row| {
            sent.get(*place.get(&row.response_id)?).map(|response| named(&response.agency_id))
        });
        let items = items.await?;
        let mentioned = items.iter().filter(|one| one.kind == AnswerKind::Transfer).flat_map(|one| &one.points);
        let mut mentioned: Vec<AgencyRef> = mentioned.map(|point| named(&point.new)).collect();
        mentioned.extend(agencies.iter().cloned());
        Ok(MinutesPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            answers: Page { items, total, number: request.number(), rows: request.rows() },
            agencies,
            decided: size(decided),
            open: size(open),
            lists: lists_with_national(self.read()).await?,
            today: actor.today(),
            named: mentioned,
        })
    }

    async fn minuted(
        &self,
        actor: &Actor,
        key: CampaignKey,
        part: &[answer::Model],
        rows: &PointRows,
        agency_of: impl Fn(&answer::Model) -> Option<AgencyRef>,
    ) -> Result<Vec<MinutedAnswer>> {
        let contents = self.reviewed(key).await?;
        let ids: Vec<i64> = part.iter().map(|answer| answer.id).collect();
        let of_part: Vec<point::Model> = ids.iter().flat_map(|id| rows.of(*id)).cloned().collect();
        let talk = talk_of(self.read(), &of_part).await?;
        let mut opinions = opinions_on(self.read(), &*self.book().await?, actor.today(), &ids).await?;
        let mut returns = returns_of(self.read(), &ids).await?;
        let mut items = Vec::new();
        for row in part {
            let (Some(said), Some(agency)) = (draft(row)?, agency_of(row)) else { continue };
            items.push(MinutedAnswer {
                agency,
                code: row.entry_code.as_deref().map(EntryCode::from),
                name: name_of(row, &contents, said.content.as_ref()),
                kind: said.kind,
                reason: said.reason,
                effective: said.effective,
                plan: said.plan,
                comment: row.comment.clone(),
                returns: returns.remove(&row.id).unwrap_or_default(),
                points: points(rows, &talk, row.id)?,
                opinions: opinions.remove(&row.id).unwrap_or_default(),
            });
        }
        Ok(items)
    }
}
