//! The appraiser's queue, and the answer chosen in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::{AgencyRef, Function};
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::format::local_date;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::reminder::{TermKind, days_left};
use domain::review::opinion::OpinionCounts;
use domain::review::{
    AnswerDraft, AnswerKind, AppraisalPage, ChosenAnswer, DueAgain, KeepRow, Keeps, PassedOver, QUEUE_ROWS,
    QueueFilter, QueueRow, QueueWait, beside,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::appraisal::{appraised, response_behind, size};
use crate::campaign::in_scope;
use crate::dues::dues;
use crate::entity::{answer, campaign, point, response};
use crate::legal::register;
use crate::minutes::as_sent;
use crate::national::{keep_named, lists_with_national};
use crate::opinions::opinions_on;
use crate::overlaps::sent_content;
use crate::reference::{AgencyBook, calendar};
use crate::response::{Said, view};
use crate::returns::returns_of;
use crate::review_rows::{
    PointRows, answers_of, campaign_of, campaign_stage, counted_campaign, draft, points_of, response_stage,
};
use crate::reviewed::Reviewed;
use crate::talk::{talk_of, turn};
use crate::targets::{going, receivers};
use crate::terms::days_of;
use crate::{Error, Result, Store};

impl Store {
    /// The queue of a campaign and, where one is chosen, one answer.
    ///
    /// # Errors
    /// Refused to all who appraise nothing; unknown campaign or answer.
    pub async fn appraisal(
        &self,
        actor: &Actor,
        key: CampaignKey,
        filter: &QueueFilter,
        chosen: Option<AnswerId>,
    ) -> Result<AppraisalPage> {
        authorize(actor, &Act::SeeQueue)?;
        let (campaign, today) = (campaign_of(self.read(), key).await?, actor.today());
        let contents = self.reviewed(key).await?;
        let book = self.book().await?;
        let sent = self.sent_responses(key).await?;
        let answers = answers_of(self.read(), sent.keys().copied().collect()).await?;
        let ids: Vec<i64> = answers.iter().map(|row| row.id).collect();
        let rows = points_of(self.read(), ids.clone()).await?;
        let talk = talk_of(self.read(), &rows).await?;
        let (rows, asked) = (PointRows::new(rows), opinions_on(self.read(), &book, today, &ids).await?);
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref()).map(|agency| agency.id.clone());
        let (mut queue, mut agencies, mut left) = (Vec::new(), BTreeSet::new(), false);
        let mut keeps = Keeps::default();
        let duplicates = self.duplicates_in_force(today, &contents, &sent).await?;
        for row in &answers {
            let (Some(said), Some(response)) = (draft(row)?, sent.get(&row.response_id)) else { continue };
            let said = as_sent(row, said, &rows, response.submitted_at)?;
            let agency = book.refer(&AgencyId::from(response.agency_id.as_str()), today);
            let own = own.as_ref().is_some_and(|mine| book.continues(mine, &agency.id, today));
            let appraises = authorize(actor, &Act::Appraise(book.answers_by(&agency.id, today))).is_ok();
            // The executive office has only the coordinator's answers before it.
            if !appraises && !own {
                continue;
            }
            let standing = rows.standing(row.id);
            let (all, decided) =
                (standing.clone().count(), standing.clone().filter(|point| point.verdict.is_some()).count());
            let opinions = OpinionCounts::of(asked.get(&row.id).map(Vec::as_slice).unwrap_or_default(), today);
            let waits_on = turn(&rows, &talk, row.id)?;
            // Another's question is not passed over with all that stays as it is, nor out of sight.
            let discussed = opinions.blocks() || waits_on.is_some();
            let waits = decided < all;
            let of_agency = filter.agency.is_empty() || filter.agency == agency.id.as_str();
            if waits && of_agency && !row.returned && said.kind == AnswerKind::Keep {
                let passed = PassedOver::of(appraises, discussed, duplicates.contains(&row.id));
                keeps.add(passed, || keep_row(row, &contents, &agency, passed));
            }
            agencies.insert((agency.name.clone(), agency.id.clone()));
            // What stays as it is is accepted together, out of the queue but for who asks for it.
            let together = said.kind == AnswerKind::Keep && !discussed && !duplicates.contains(&row.id);
            let hidden = together && filter.kind != Some(AnswerKind::Keep);
            let in_queue = of_agency && (filter.all || (waits && !hidden && !row.returned));
            // What was chosen keeps its place, whether or not it is in the queue: the next one comes after it.
            let is_chosen = chosen == Some(AnswerId(row.id));
            if !in_queue && !is_chosen {
                continue;
            }
            let mut open = standing.filter(|point| point.verdict.is_none());
            let one = QueueRow {
                answer: AnswerId(row.id),
                own,
                code: row.entry_code.as_deref().map(EntryCode::from),
                name: name_of(row, &contents, said.content.as_ref()),
                kind: said.kind,
                points: size(all),
                decided: size(decided),
                submitted_on: response.submitted_at.map(local_date),
                round: u32::try_from(response.round).unwrap_or(0),
                is_renewed: open.any(|point| point.round > 1),
                waits_on,
                opinions,
                agency,
            };
            let stays = in_queue && filter.leaves(&one);
            if stays || is_chosen {
                left |= !stays;
                queue.push(one);
            }
        }
        self.name_open_pairs(today, key, &mut keeps).await?;
        if filter.waits == Some(QueueWait::Overlap) {
            let waiting = {
                let of: BTreeMap<i64, &AgencyRef> = queue.iter().map(|row| (row.answer.0, &row.agency)).collect();
                let asked = answers.iter().filter_map(|row| Some((row, *of.get(&row.id)?)));
                self.wait_for_settling(actor, &contents, &asked.collect::<Vec<_>>()).await?
            };
            left |= chosen.is_some_and(|chosen| !waiting.contains(&chosen.0));
            queue.retain(|row| waiting.contains(&row.answer.0) || Some(row.answer) == chosen);
        }
        filter.sort.sort(&mut queue);
        let beside = beside(&queue, chosen, left);
        if left {
            queue.retain(|row| Some(row.answer) != chosen);
        }
        let queue = Page::cut(queue, PageRequest::new(filter.page, QUEUE_ROWS));
        let due_again = self.due_again(actor, &campaign, &book).await?;
        let chosen = match chosen {
            Some(id) => Some(self.chosen(actor, key, id, &contents, &book).await?),
            None => None,
        };
        Ok(AppraisalPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            page: queue.number,
            total: queue.total,
            beside,
            queue: queue.items,
            keeps,
            sees_overlaps: authorize(actor, &Act::WatchOverlaps).is_ok(),
            agencies: agencies.into_iter().map(|(name, id)| AgencyRef { id, name }).collect(),
            due_again,
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

    /// Whose answers came back and were not sent anew, of the agencies that the actor appraises or belongs to.
    async fn due_again(&self, actor: &Actor, campaign: &campaign::Model, book: &AgencyBook) -> Result<Vec<DueAgain>> {
        let (today, mut found) = (actor.today(), Vec::new());
        if !campaign_stage(campaign)?.takes_answers() {
            return Ok(found);
        }
        let dues = dues(self.read(), campaign).await?;
        let clock = dues.clock(&calendar(self.read()).await?);
        let back = response::Entity::find()
            .filter(response::Column::CampaignYear.eq(campaign.year))
            .filter(response::Column::ReturnedRound.is_not_null());
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref());
        for row in back.all(self.read()).await? {
            let (due, id) = (dues.now(&row), AgencyId::from(row.agency_id.as_str()));
            let sees = authorize(actor, &Act::Appraise(book.answers_by(&id, today))).is_ok()
                || own.is_some_and(|own| book.continues(&own.id, &id, today));
            if sees && due.again && due.answered_on.is_none() {
                let (agency, days_left) = (book.refer(&id, today), days_left(due.due_on, today, &clock));
                found.push(DueAgain { agency, due_on: due.due_on, days_left });
            }
        }
        found.sort_by_key(|one| one.due_on);
        Ok(found)
    }

    async fn chosen(
        &self,
        actor: &Actor,
        key: CampaignKey,
        id: AnswerId,
        contents: &Reviewed,
        book: &AgencyBook,
    ) -> Result<ChosenAnswer> {
        let (row, response) = response_behind(self.read(), id).await?;
        let stage = response_stage(&response)?;
        if response.campaign_year != key.number() || !appraised(stage) {
            return Err(Error::NotFound);
        }
        let campaign = campaign_of(self.read(), key).await?;
        let (agency, returned) = (AgencyId(response.agency_id), row.returned);
        let points = points_of(self.read(), vec![row.id]).await?;
        let mut lists = lists_with_national(self.read()).await?;
        let talk = talk_of(self.read(), &points).await?;
        let returns = returns_of(self.read(), &[row.id]).await?;
        let points = PointRows::new(points);
        let said = Said { points: &points, talk: &talk, returns: &returns };
        let mut answer = view(&row, &agency, contents, said, &BTreeMap::new(), &lists)?;
        // What the officer writes meanwhile is not before the appraiser.
        if let Some(written) = answer.draft.take_if(|_| row.saved_at > response.submitted_at) {
            let standing: Vec<&point::Model> = points.standing(row.id).collect();
            let content = sent_content(&row, &standing, answer.base.as_ref())?;
            let said = as_sent(&row, written, &points, response.submitted_at)?;
            if let Some(sent) = content.as_ref().filter(|_| answer.base.is_none()) {
                answer.name.clone_from(&sent.name);
            }
            answer.draft = Some(AnswerDraft { content, ..said });
        }
        let transfer = answer.draft.as_ref().is_some_and(|said| said.kind == AnswerKind::Transfer);
        // In a round of changes an entry may stand under an agency that ended.
        let stated = answer.base.as_ref().map(|base| base.owner.clone()).filter(|owner| *owner != agency);
        let ended = stated.map(|owner| book.refer(&owner, actor.today()));
        let overlaps = self.overlaps_of_answer(actor, key, &row, &agency, answer.base.as_ref()).await?;
        let said = answer.draft.as_ref();
        let going =
            said.and_then(|said| going(said, row.entry_code.as_deref(), &agency, contents, (book, actor.today())));
        let into = going.as_ref().and_then(|going| going.into.as_ref()).map(|into| &into.content);
        let named = [answer.base.as_ref(), said.and_then(|draft| draft.content.as_ref()), into];
        let named: Vec<&str> = named.into_iter().flatten().map(|content| content.national_db.as_str()).collect();
        keep_named(&mut lists, &named.join(";"));
        let said = answer.draft.as_ref().and_then(|draft| draft.content.as_ref()).or(answer.base.as_ref());
        let basis = said.map(|content| content.legal_basis.clone()).unwrap_or_default();
        let (whose, today) = (book.answers_by(&agency, actor.today()), actor.today());
        let is_closed = !campaign_stage(&campaign)?.takes_answers();
        let may_appraise = !is_closed && authorize(actor, &Act::Appraise(whose)).is_ok();
        let appraiser = if whose.coordinates { Function::ExecutiveOffice } else { Function::Coordinator };
        let opinions = opinions_on(self.read(), book, today, &[row.id]).await?.remove(&row.id).unwrap_or_default();
        let mut may_be_asked = Vec::new();
        if may_appraise && answer.points.iter().any(|point| point.decision.is_none()) {
            let others = in_scope(book, today).into_iter().filter(|one| one.id != agency);
            may_be_asked.extend(others.map(|one| AgencyRef { id: one.id.clone(), name: one.name.clone() }));
        }
        Ok(ChosenAnswer {
            is_closed,
            own: actor
                .account
                .as_ref()
                .and_then(|account| account.agency.as_ref())
                .is_some_and(|own| book.continues(&own.id, &agency, today)),
            appraised_by: book.holder(appraiser, today),
            opinions,
            today,
            may_be_asked,
            opinion_days: days_of(self.read(), TermKind::Opinion, &campaign).await?,
            answer,
            going,
            overlaps,
            cited: domain::legal::cited(&basis, &register(self.read()).await?, actor.today()),
            agencies: receivers(book, actor.today())
                .into_iter()
                .filter(|one| transfer || one.id.as_str() == row.target || one.id == agency)
                .map(|one| AgencyRef { id: one.id.clone(), name: one.name.clone() })
                .chain(ended)
                .collect(),
            agency: book.refer(&agency, actor.today()),
            round: u32::try_from(response.round).unwrap_or(0),
            sent_at: response.submitted_at,
            due_again: response.returned_due_on.filter(|_| returned),
            stage,
            may_appraise,
            lists,
        })
    }
}

fn keep_row(row: &answer::Model, contents: &Reviewed, agency: &AgencyRef, passed: Option<PassedOver>) -> KeepRow {
    KeepRow {
        answer: AnswerId(row.id),
        code: row.entry_code.as_deref().map(EntryCode::from),
        name: name_of(row, contents, None),
        agency: agency.clone(),
        passed,
        open_pairs: Vec::new(),
    }
}

/// The name of an answer's entry, or of what it proposes.
pub(crate) fn name_of(row: &answer::Model, contents: &Reviewed, proposed: Option<&EntryContent>) -> String {
    let code = row.entry_code.as_deref().map(EntryCode::from);
    let named = code.and_then(|code| contents.get(&code).map(Arc::as_ref)).or(proposed);
    named.map(|content| content.name.clone()).unwrap_or_default()
}
