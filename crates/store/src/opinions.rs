//! Opinions of other agencies on answers: reading them (article 8.2). What is done with them stands in `acts`.

mod acts;
mod remind;

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::calendar::Calendar;
use domain::campaign::CampaignKey;
use domain::check::FieldError;
use domain::format::local_date;
use domain::id::{AgencyId, AnswerId, EntryCode, OpinionId, StatementId};
use domain::policy::{Act, authorize};
use domain::reminder::days_left;
use domain::review::opinion::{
    AskedPage, Handled, Opinion, OpinionLine, OpinionState, OpinionsPage, Proposed, Statement, Subject, Withdrawal,
    open_opinions,
};
use domain::review::{AnswerDraft, AnswerKind};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use time::Date;

use crate::campaign::newest;
use crate::entity::{
    answer, fallen_answer, opinion_handling, opinion_request, opinion_statement, opinion_withdrawal, point, response,
};
use crate::minutes::as_sent;
use crate::national::lists_with_national;
use crate::reference::{AgencyBook, calendar};
use crate::review_rows::{PointRows, campaign_of, campaign_stage, counted_campaign, draft, key_of, place, points_of};
use crate::rows::{count, parse};
use crate::targets::going;
use crate::{Error, Result, Store};

pub(crate) use remind::remind_opinions;

/// Requests that an agency is shown on its tasks, the newest.
const MINE_MAX: u64 = 200;

/// A request with all that came of it.
pub(crate) struct Asked {
    pub row: opinion_request::Model,
    pub opinion: Opinion,
}

impl Asked {
    fn line(&self, book: &AgencyBook, today: Date) -> Result<OpinionLine> {
        Ok(OpinionLine::new(subject(&self.row, book, today)?, &self.opinion, today))
    }
}

fn subject(row: &opinion_request::Model, book: &AgencyBook, today: Date) -> Result<Subject> {
    Ok(Subject {
        campaign: key_of(row.campaign_year)?,
        answer: AnswerId(row.answer_id),
        of: book.refer(&AgencyId::from(row.owner_id.as_str()), today),
        code: row.entry_code.as_deref().map(EntryCode::from),
        name: row.name.clone(),
        kind: parse("opinion_request", row.id, &row.kind)?,
    })
}

/// The day by which an opinion is due: that of the asking, or later where days off were made known since.
pub(crate) fn due_on(row: &opinion_request::Model, calendar: &Calendar) -> Date {
    row.due_on.max(calendar.add_working_days(local_date(row.asked_at), count(row.days.into())))
}

/// The requests that a query finds, oldest first, with all that came of them.
async fn load(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    today: Date,
    query: Select<opinion_request::Entity>,
) -> Result<Vec<Asked>> {
    let rows = query.order_by_asc(opinion_request::Column::Id).all(connection).await?;
    // Of most answers nobody is asked.
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let calendar = calendar(connection).await?;
    let mut found = Vec::new();
    // In parts: both databases bound a statement's parameters.
    for part in rows.chunks(1_000) {
        let ids: Vec<i64> = part.iter().map(|row| row.id).collect();
        let ended = ended(connection, part).await?;
        let mut statements = statements(connection, &ids).await?;
        let mut reminded = remind::reminded(connection, &ids).await?;
        let back = opinion_withdrawal::Entity::find().filter(opinion_withdrawal::Column::RequestId.is_in(ids));
        let mut back: BTreeMap<i64, Withdrawal> = back
            .all(connection)
            .await?
            .into_iter()
            .map(|row| (row.request_id, Withdrawal { reason: row.reason, who: row.who, at: row.at }))
            .collect();
        for row in part {
            let opinion = Opinion {
                id: OpinionId(row.id),
                asked: book.refer(&AgencyId::from(row.agency_id.as_str()), today),
                question: row.question.clone(),
                asked_by: row.asked_by.clone(),
                asked_at: row.asked_at,
                round: count(row.round.into()),
                days: count(row.days.into()),
                due_on: due_on(row, &calendar),
                silence_agrees: row.silence_agrees,
                statements: statements.remove(&row.id).unwrap_or_default(),
                withdrawal: back.remove(&row.id),
                ended_on: ended.get(&row.answer_id).copied(),
                reminded: reminded.remove(&row.id).unwrap_or_default(),
            };
            found.push(Asked { row: row.clone(), opinion });
        }
    }
    Ok(found)
}

/// The days on which the answers of requests were decided first, or fell away: a verdict that is changed later gives nobody
/// the time to speak.
async fn ended(connection: &impl ConnectionTrait, part: &[opinion_request::Model]) -> Result<BTreeMap<i64, Date>> {
    let answers: BTreeSet<i64> = part.iter().map(|row| row.answer_id).collect();
    let fallen = fallen_answer::Entity::find().filter(fallen_answer::Column::AnswerId.is_in(answers.iter().copied()));
    let fallen = fallen.all(connection).await?.into_iter().map(|row| (row.answer_id, local_date(row.at)));
    let mut ended: BTreeMap<i64, Date> = fallen.collect();
    let points = PointRows::new(points_of(connection, answers.iter().copied().collect()).await?);
    for answer in answers {
        if points.standing(answer).any(|row| row.verdict.is_none()) {
            continue;
        }
        let last = points.of(answer).iter().filter_map(|row| row.fell_at.max(row.first_decided_at)).max();
        ended.extend(last.map(|at| (answer, local_date(at))));
    }
    Ok(ended)
}

/// What was said on requests, each with how it was taken up.
async fn statements(connection: &impl ConnectionTrait, requests: &[i64]) -> Result<BTreeMap<i64, Vec<Statement>>> {
    let rows = opinion_statement::Entity::find()
        .filter(opinion_statement::Column::RequestId.is_in(requests.to_vec()))
        .order_by_asc(opinion_statement::Column::Id)
        .all(connection)
        .await?;
    let mut handled: BTreeMap<i64, Vec<Handled>> = BTreeMap::new();
    for part in rows.chunks(1_000) {
        let ids: Vec<i64> = part.iter().map(|row| row.id).collect();
        let found = opinion_handling::Entity::find()
            .filter(opinion_handling::Column::StatementId.is_in(ids))
            .order_by_asc(opinion_handling::Column::Id);
        for row in found.all(connection).await? {
            let handling = parse("opinion_handling", row.id, &row.handling)?;
            let one = Handled { handling, text: row.text, who: row.who, at: row.at };
            handled.entry(row.statement_id).or_default().push(one);
        }
    }
    let mut found: BTreeMap<i64, Vec<Statement>> = BTreeMap::new();
    for row in rows {
        let stand = parse("opinion_statement", row.id, &row.stand)?;
        let handled = handled.remove(&row.id).unwrap_or_default();
        let one = Statement { id: StatementId(row.id), stand, text: row.text, who: row.who, at: row.at, handled };
        found.entry(row.request_id).or_default().push(one);
    }
    Ok(found)
}

/// The opinions on answers, by the answer's id, oldest first.
pub(crate) async fn opinions_on(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    today: Date,
    answers: &[i64],
) -> Result<BTreeMap<i64, Vec<Opinion>>> {
    let mut found: BTreeMap<i64, Vec<Opinion>> = BTreeMap::new();
    for part in answers.chunks(1_000) {
        let query = opinion_request::Entity::find().filter(opinion_request::Column::AnswerId.is_in(part.to_vec()));
        for one in load(connection, book, today, query).await? {
            found.entry(one.row.answer_id).or_default().push(one.opinion);
        }
    }
    Ok(found)
}

/// What keeps an answer from being accepted, of the opinions that were asked on it.
pub(crate) async fn open_on(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    today: Date,
    answer: i64,
) -> Result<Vec<FieldError>> {
    let found = opinions_on(connection, book, today, &[answer]).await?;
    Ok(found.get(&answer).map(|all| open_opinions(all, today)).unwrap_or_default())
}

/// Whether an answer still has a point to decide: afterwards nobody gives an opinion on it.
pub(crate) fn is_undecided(points: &[point::Model]) -> bool {
    points.iter().any(|row| !row.superseded && row.verdict.is_none())
}

/// The whole table of a review: by the agencies whose answers they are about, then by entry.
pub(crate) async fn lines_of(
    connection: &impl ConnectionTrait,
    book: &AgencyBook,
    key: CampaignKey,
    today: Date,
) -> Result<Vec<OpinionLine>> {
    let found = load(connection, book, today, of_campaign(key)).await?;
    let mut lines = found.iter().map(|one| one.line(book, today)).collect::<Result<Vec<_>>>()?;
    let asked = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number()));
    let places: BTreeMap<String, i32> =
        asked.all(connection).await?.into_iter().map(|row| (row.agency_id, row.position)).collect();
    // Stable: of one entry the oldest request stays first.
    lines.sort_by_cached_key(|line| {
        let place = places.get(line.subject.of.id.as_str()).copied().unwrap_or(i32::MAX);
        (place, line.subject.code.is_none(), line.subject.code.clone(), line.subject.answer)
    });
    Ok(lines)
}

fn of_campaign(key: CampaignKey) -> Select<opinion_request::Entity> {
    opinion_request::Entity::find().filter(opinion_request::Column::CampaignYear.eq(key.number()))
}

impl Store {
    /// Every opinion that was asked for in a review, in the order of the agencies whose answers they are about: the whole
    /// table, as the dossier has it.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an unknown campaign; hidden from all but the coordinator, the executive office and leaders.
    pub async fn opinions(&self, actor: &Actor, key: CampaignKey) -> Result<OpinionsPage> {
        authorize(actor, &Act::SeeOpinions)?;
        let campaign = campaign_of(self.read(), key).await?;
        let book = self.book().await?;
        let lines = lines_of(self.read(), &book, key, actor.today()).await?;
        Ok(OpinionsPage { campaign: counted_campaign(self.read(), &campaign, actor.today()).await?, lines })
    }

    /// What the actor's agency is asked in the newest review, what waits for it first.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn my_opinions(&self, actor: &Actor) -> Result<Vec<OpinionLine>> {
        authorize(actor, &Act::SeeCampaign)?;
        let Some(agency) = actor.account.as_ref().and_then(|account| account.agency.clone()) else {
            return Ok(Vec::new());
        };
        let newest = newest().one(self.read()).await?;
        let Some(campaign) = newest.filter(|_| authorize(actor, &Act::GiveOpinion(&agency.id)).is_ok()) else {
            return Ok(Vec::new());
        };
        let (book, today) = (self.book().await?, actor.today());
        let mine = of_campaign(key_of(campaign.year)?).filter(opinion_request::Column::AgencyId.eq(agency.id.as_str()));
        let ids = mine.clone().order_by_desc(opinion_request::Column::Id).limit(MINE_MAX).all(self.read()).await?;
        let ids: Vec<i64> = ids.into_iter().map(|row| row.id).collect();
        let found = load(self.read(), &book, today, mine.filter(opinion_request::Column::Id.is_in(ids))).await?;
        let running = campaign_stage(&campaign)?.takes_answers();
        let mut lines = Vec::new();
        for one in &found {
            let line = one.line(&book, today)?;
            // What nobody waits for any more is not listed.
            let over = line.state == OpinionState::Waiting && !(running && self.is_open(one.row.answer_id).await?);
            if !over {
                lines.push(line);
            }
        }
        lines.sort_by_key(|line| (line.state != OpinionState::Waiting, line.due_on));
        Ok(lines)
    }

    async fn is_open(&self, answer: i64) -> Result<bool> {
        Ok(is_undecided(&points_of(self.read(), vec![answer]).await?))
    }

    /// How many opinions wait for the actor's agency, and the day of the first of them.
    pub(crate) async fn owed_opinions(&self, actor: &Actor) -> Result<(u32, Option<Date>)> {
        let lines = self.my_opinions(actor).await?;
        let waiting = lines.iter().filter(|line| line.state == OpinionState::Waiting);
        let first = waiting.clone().map(|line| line.due_on).min();
        Ok((u32::try_from(waiting.count()).unwrap_or(u32::MAX), first))
    }

    /// How many remarks of a review wait for the actor to write how they were taken up.
    pub(crate) async fn unhandled_opinions(&self, actor: &Actor, key: CampaignKey) -> Result<u32> {
        let book = self.book().await?;
        let found = load(self.read(), &book, actor.today(), of_campaign(key)).await?;
        let mine = found.iter().filter(|one| {
            let agency = AgencyId::from(one.row.owner_id.as_str());
            let answers = book.answers_by(&agency, actor.today());
            one.opinion.is_unhandled() && authorize(actor, &Act::Appraise(answers)).is_ok()
        });
        Ok(u32::try_from(mine.count()).unwrap_or(u32::MAX))
    }

    /// What an asked agency reads and answers; whose answer it is and those who appraise see it too.
    ///
    /// # Errors
    /// [`Error::NotFound`] for a request that is unknown or that the actor may not see.
    pub async fn asked(&self, actor: &Actor, id: OpinionId) -> Result<AskedPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let (book, today) = (self.book().await?, actor.today());
        let query = opinion_request::Entity::find_by_id(id.0);
        let found = load(self.read(), &book, today, query).await?;
        let Asked { row, opinion } = found.into_iter().next().ok_or(Error::NotFound)?;
        let (asked, of) = (opinion.asked.id.clone(), AgencyId::from(row.owner_id.as_str()));
        authorize(actor, &Act::SeeOpinion { asked: &asked, of: &of })?;
        let campaign = campaign_of(self.read(), key_of(row.campaign_year)?).await?;
        let points = PointRows::new(points_of(self.read(), vec![row.answer_id]).await?);
        let said = self.said_when_sent(row.answer_id, &points).await?;
        let is_over = !campaign_stage(&campaign)?.takes_answers() || !is_undecided(points.of(row.answer_id));
        let proposed = points.standing(row.answer_id).map(|point| {
            Ok(Proposed { place: place(point)?, old: point.old_value.clone(), new: point.new_value.clone() })
        });
        let proposed = proposed.collect::<Result<Vec<_>>>()?;
        let contents = self.reviewed(key_of(row.campaign_year)?).await?;
        let going =
            said.as_ref().and_then(|said| going(said, row.entry_code.as_deref(), &of, &contents, (&book, today)));
        let mut named = vec![row.owner_id.clone()];
        if let Some(said) = &said {
            named.extend((said.kind == AnswerKind::Transfer).then(|| said.target.clone()));
            named.extend(said.content.as_ref().map(|content| content.owner.to_string()));
        }
        Ok(AskedPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            subject: subject(&row, &book, today)?,
            state: opinion.state(today),
            is_late: opinion.is_late(today),
            days_left: days_left(opinion.due_on, today, &calendar(self.read()).await?),
            reason: said.as_ref().map(|said| said.reason.clone()).unwrap_or_default(),
            effective: said.as_ref().map(|said| said.effective.clone()).unwrap_or_default(),
            plan: said.and_then(|said| said.plan),
            agencies: named.into_iter().map(|id| book.refer(&AgencyId::from(id), today)).collect(),
            may_state: !is_over && opinion.may_state() && authorize(actor, &Act::GiveOpinion(&asked)).is_ok(),
            is_over,
            proposed,
            going,
            lists: lists_with_national(self.read()).await?,
            opinion,
        })
    }

    /// What an answer said when it was sent last: what its agency writes meanwhile is before nobody else. `None` of one that
    /// was taken out.
    async fn said_when_sent(&self, answer: i64, points: &PointRows) -> Result<Option<AnswerDraft>> {
        let Some(row) = answer::Entity::find_by_id(answer).one(self.read()).await? else { return Ok(None) };
        let response = response::Entity::find_by_id(row.response_id).one(self.read()).await?;
        let sent_at = response.and_then(|response| response.submitted_at);
        draft(&row)?.map(|said| as_sent(&row, said, points, sent_at)).transpose()
    }
}
