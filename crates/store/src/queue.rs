//! The appraiser's queue, and the answer chosen in it.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::format::local_date;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::policy::{Act, authorize};
use domain::review::{AnswerKind, AppraisalPage, ChosenAnswer, QueueFilter, QueueRow, Side, turn_of};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::appraisal::{appraised, size};
use crate::entity::{answer, point, response};
use crate::legal::register;
use crate::national::{keep_named, lists_with_national};
use crate::reference::AgencyBook;
use crate::response::{Said, view};
use crate::review_rows::{
    answers_of, campaign_of, campaign_stage, counted_campaign, draft, points, points_of, response_stage,
};
use crate::reviewed::Reviewed;
use crate::talk::talk_of;
use crate::{Error, Result, Store};

impl Store {
    /// The queue of a campaign and, where one is chosen, one answer.
    ///
    /// # Errors
    /// Refused to all but the coordinator; unknown campaign or answer.
    pub async fn appraisal(
        &self,
        actor: &Actor,
        key: CampaignKey,
        filter: &QueueFilter,
        chosen: Option<AnswerId>,
    ) -> Result<AppraisalPage> {
        authorize(actor, &Act::Appraise)?;
        let campaign = campaign_of(self.read(), key).await?;
        let contents = self.reviewed(key).await?;
        let book = self.book().await?;
        let sent = self.sent_responses(key).await?;
        let answers = answers_of(self.read(), sent.keys().copied().collect()).await?;
        let points_rows = points_of(self.read(), answers.iter().map(|row| row.id).collect()).await?;
        let talk = talk_of(self.read(), &points_rows).await?;
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref()).map(|agency| agency.id.clone());
        let mut queue = Vec::new();
        let mut keeps_waiting = 0;
        let mut agencies = BTreeSet::new();
        for row in &answers {
            let (Some(said), Some(response)) = (draft(row)?, sent.get(&row.response_id)) else { continue };
            let mine: Vec<&point::Model> =
                points_rows.iter().filter(|p| p.answer_id == row.id && !p.superseded).collect();
            let decided = mine.iter().filter(|point| point.verdict.is_some()).count();
            let agency = book.refer(&AgencyId::from(response.agency_id.as_str()), actor.today());
            let waits = decided < mine.len();
            if waits && said.kind == AnswerKind::Keep {
                keeps_waiting += 1;
            }
            agencies.insert((agency.name.clone(), agency.id.clone()));
            let wanted = (filter.agency.is_empty() || filter.agency == agency.id.as_str())
                && (filter.all || (waits && said.kind != AnswerKind::Keep && !row.returned));
            if wanted {
                queue.push(QueueRow {
                    answer: AnswerId(row.id),
                    own: own.as_ref() == Some(&agency.id),
                    code: row.entry_code.as_deref().map(EntryCode::from),
                    name: name_of(row, &contents, said.content.as_ref()),
                    kind: said.kind,
                    points: size(mine.len()),
                    decided: size(decided),
                    submitted_on: response.submitted_at.map(local_date),
                    round: u32::try_from(response.round).unwrap_or(0),
                    waits_on: turn_of(&points(&points_rows, &talk, row.id)?),
                    agency,
                });
            }
        }
        // What the agency owes an answer to comes last: nobody can go on with it.
        queue.sort_by_key(|row| row.waits_on == Some(Side::Agency));
        let chosen = match chosen {
            Some(id) => Some(self.chosen(actor, key, id, &contents, &book).await?),
            None => None,
        };
        Ok(AppraisalPage {
            campaign: counted_campaign(self.read(), &campaign).await?,
            queue,
            keeps_waiting,
            agencies: agencies.into_iter().map(|(name, id)| AgencyRef { id, name }).collect(),
            chosen,
        })
    }

    /// The responses of a campaign that an appraiser may have before them.
    pub(crate) async fn sent_responses(&self, key: CampaignKey) -> Result<BTreeMap<i64, response::Model>> {
        let rows =
            response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).all(self.read()).await?;
        let mut sent = BTreeMap::new();
        for row in rows {
            if appraised(response_stage(&row)?) {
                sent.insert(row.id, row);
            }
        }
        Ok(sent)
    }

    async fn chosen(
        &self,
        actor: &Actor,
        key: CampaignKey,
        id: AnswerId,
        contents: &Reviewed,
        book: &AgencyBook,
    ) -> Result<ChosenAnswer> {
        let row = answer::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let response = response::Entity::find_by_id(row.response_id).one(self.read()).await?.ok_or(Error::NotFound)?;
        let stage = response_stage(&response)?;
        if response.campaign_year != key.number() || !appraised(stage) {
            return Err(Error::NotFound);
        }
        let campaign = campaign_of(self.read(), key).await?;
        let agency = AgencyId(response.agency_id);
        let points = points_of(self.read(), vec![row.id]).await?;
        let mut lists = lists_with_national(self.read()).await?;
        let transfer = row.kind.as_deref() == Some(AnswerKind::Transfer.to_string().as_str());
        let talk = talk_of(self.read(), &points).await?;
        let said = Said { points: &points, talk: &talk };
        let answer = view(&row, &agency, contents, said, &BTreeMap::new(), &lists)?;
        // In a round of changes an entry may stand under an agency that ended.
        let stated = answer.base.as_ref().map(|base| base.owner.clone()).filter(|owner| *owner != agency);
        let ended = stated.map(|owner| book.refer(&owner, actor.today()));
        let overlaps = self.overlaps_of_answer(actor, key, &row, &agency, answer.base.as_ref()).await?;
        let named = [answer.base.as_ref(), answer.draft.as_ref().and_then(|draft| draft.content.as_ref())];
        let named: Vec<&str> = named.into_iter().flatten().map(|content| content.national_db.as_str()).collect();
        keep_named(&mut lists, &named.join(";"));
        let said = answer.draft.as_ref().and_then(|draft| draft.content.as_ref()).or(answer.base.as_ref());
        let basis = said.map(|content| content.legal_basis.clone()).unwrap_or_default();
        Ok(ChosenAnswer {
            answer,
            overlaps,
            cited: domain::legal::cited(&basis, &register(self.read()).await?, actor.today()),
            agencies: book
                .valid_on(actor.today())
                .filter(|one| transfer || one.id.as_str() == row.target || one.id == agency)
                .map(|one| AgencyRef { id: one.id.clone(), name: one.name.clone() })
                .chain(ended)
                .collect(),
            agency: book.refer(&agency, actor.today()),
            round: u32::try_from(response.round).unwrap_or(0),
            stage,
            may_appraise: campaign_stage(&campaign)?.takes_answers(),
            lists,
        })
    }
}

/// The name of an answer's entry, or of what it proposes.
pub(crate) fn name_of(row: &answer::Model, contents: &Reviewed, proposed: Option<&EntryContent>) -> String {
    let code = row.entry_code.as_deref().map(EntryCode::from);
    let named = code.and_then(|code| contents.get(&code)).or(proposed);
    named.map(|content| content.name.clone()).unwrap_or_default()
}
