//! The coordinator's appraisal: verdicts on points (article 16.2). How answers are given back stands in `returns`.

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::change::Place;
use domain::check::{FieldCode, FieldError, check_own_value, check_verdict};
use domain::id::{AgencyId, AnswerId, EntryCode, PointId};
use domain::policy::{Act, Refusal, authorize};
use domain::reminder::NoticeKind;
use domain::review::opinion::{needs_opinions, open_opinions};
use domain::review::{AnswerKind, Verdict, VerdictInput, check_acceptance};
use domain::text::clean_lines;
use domain::workflow::{ResponseMove, ResponseStage, next_response};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use time::{Date, OffsetDateTime};

use crate::entity::{answer, point, response};
use crate::moves::{Told, tell_of_answers};
use crate::national::lists_with_national;
use crate::opinions::{open_on, opinions_on};
use crate::reference::AgencyBook;
use crate::review_rows::{
    PointRows, answers_of, campaign_of, decision, key_of, move_response, overtaken, place, points_of, response_of,
    response_stage, same_version, takes_answers,
};
use crate::reviewed::Reviewed;
use crate::rows::parse;
use crate::talk::{talk_of, turn, unanswered};
use crate::targets::{endings, target_state};
use crate::together::right_together;
use crate::{Error, Result, Store, audit};

/// The responses that an appraiser may have before them.
pub(crate) fn appraised(stage: ResponseStage) -> bool {
    next_response(stage, ResponseMove::Appraise).is_ok()
}

impl Store {
    /// Decides one point. `seen` is when the verdict that the appraiser saw was given. A first verdict that is sent twice, by
    /// a key that was pressed again, is given once.
    ///
    /// # Errors
    /// Refused to all but who appraises it, and while opinions are open what accepts; a verdict that lacks a reason or a value; a value that does not fit;
    /// a target that is there no more or may leave itself, and what would take the target of an accepted merger away;
    /// what would open personal data, or leave an entry less complete, together with verdicts given before;
    /// [`Error::Decided`] when another appraiser decided in between, [`Error::Conflict`] when one gave the answer back.
    pub async fn decide(
        &self,
        actor: &Actor,
        id: PointId,
        seen: Option<OffsetDateTime>,
        input: &VerdictInput,
    ) -> Result<()> {
        authorize(actor, &Act::SeeQueue)?;
        let remarks = check_verdict(input);
        if !remarks.is_empty() {
            return Err(Error::Invalid(remarks));
        }
        let row = point::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        let (_, response) = owner_of(self.read(), &row).await?;
        let book = self.book().await?;
        may_appraise(actor, &book, &response)?;
        let contents = self.reviewed(key_of(response.campaign_year)?).await?;
        if input.verdict != Verdict::Reject {
            self.no_overlap(actor, AnswerId(row.answer_id), &[place(&row)?]).await?;
        }
        let lists = lists_with_national(self.read()).await?;
        let tx = self.begin().await?;
        let row = point::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NotFound)?;
        if seen.is_none() && !row.superseded && is_given(&row, actor, input) {
            return Ok(());
        }
        let micros = |at: Option<OffsetDateTime>| at.map(|at| at.unix_timestamp_nanos() / 1_000);
        if row.superseded || micros(row.decided_at) != micros(seen) {
            return Err(overtaken(&row)?);
        }
        let (answer, response) = owner_of(&tx, &row).await?;
        takes_answers(&campaign_of(&tx, key_of(response.campaign_year)?).await?, ResponseMove::Appraise)?;
        not_given_back(&answer, &response)?;
        let points = points_of(&tx, vec![answer.id]).await?;
        let others = points.iter().filter(|other| other.id != id.0 && !other.superseded);
        let others = others.map(|other| Ok(decision(other)?.map(|given| given.verdict))).collect::<Result<Vec<_>>>()?;
        if needs_opinions(input.verdict, &others) {
            no_open_opinion(&tx, actor, &book, answer.id).await?;
        }
        let base = contents.behind(&answer, &AgencyId::from(response.agency_id.as_str()));
        right_together(&answer, base.as_ref(), &points, input, |other| other.id == id.0)?;
        match place(&row)? {
            None => adds_up(&tx, &contents, &book, actor.today(), (&answer, &row), input).await?,
            _ if input.verdict != Verdict::AcceptModified => {}
            Some(place) => {
                let wrong = check_own_value(&base.unwrap_or_default(), &place, &row.new_value, &input.value, &lists);
                wrong.map_or(Ok(()), |wrong| Err(Error::Invalid(vec![wrong])))?;
            }
        }
        let response = move_response(&tx, actor, response, ResponseMove::Appraise, "").await?;
        give(&tx, actor, row, input).await?;
        settle(&tx, actor, &book, response).await?;
        let detail = serde_json::json!({ "verdict": input.verdict, "value": input.value, "reason": input.reason });
        audit::append(&tx, actor, "point.decide", id, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Nothing that is a duplicate is accepted, and nothing that may be one before somebody said whether it is (article 5.3).
    async fn no_overlap(&self, actor: &Actor, id: AnswerId, places: &[Option<Place>]) -> Result<()> {
        let (row, response) = response_behind(self.read(), id).await?;
        let key = key_of(response.campaign_year)?;
        let contents = self.reviewed(key).await?;
        let agency = AgencyId(response.agency_id);
        let base = contents.behind(&row, &agency);
        self.check_overlaps(actor, key, (&row, &agency), base.as_ref(), places).await
    }

    /// Gives one verdict on every point of an answer that has none, but for those of which the agency was asked something
    /// that it has not answered: they stay open. Gives the number of points.
    ///
    /// # Errors
    /// As [`Store::decide`]; [`Error::Conflict`] when the answer was sent anew since the `round` that the appraiser saw.
    pub async fn decide_all(&self, actor: &Actor, id: AnswerId, round: u32, input: &VerdictInput) -> Result<u32> {
        authorize(actor, &Act::SeeQueue)?;
        let remarks = check_verdict(input);
        if !remarks.is_empty() || input.verdict == Verdict::AcceptModified {
            return Err(Error::Invalid(remarks));
        }
        let book = self.book().await?;
        let (_, response) = response_behind(self.read(), id).await?;
        may_appraise(actor, &book, &response)?;
        let contents = self.reviewed(key_of(response.campaign_year)?).await?;
        let looked_at = rest_of(self.read(), id.0).await?;
        if input.verdict == Verdict::Accept {
            let places = looked_at.iter().map(place).collect::<Result<Vec<_>>>()?;
            self.no_overlap(actor, id, &places).await?;
        }
        let tx = self.begin().await?;
        let (answer, response) = response_behind(&tx, id).await?;
        takes_answers(&campaign_of(&tx, key_of(response.campaign_year)?).await?, ResponseMove::Appraise)?;
        same_version(i64::from(response.round), i64::from(round))?;
        not_given_back(&answer, &response)?;
        let points = points_of(&tx, vec![id.0]).await?;
        let base = contents.behind(&answer, &AgencyId::from(response.agency_id.as_str()));
        // What the agency answered in between stays open too: nobody looked for what it may duplicate.
        let mut rest = rest_of(&tx, id.0).await?;
        rest.retain(|row| looked_at.iter().any(|one| one.id == row.id));
        let is_rest = |row: &point::Model| rest.iter().any(|one| one.id == row.id);
        right_together(&answer, base.as_ref(), &points, input, is_rest)?;
        let others = points.iter().filter(|&row| !row.superseded && !is_rest(row));
        let others = others.map(|other| Ok(decision(other)?.map(|given| given.verdict))).collect::<Result<Vec<_>>>()?;
        if needs_opinions(input.verdict, &others) {
            no_open_opinion(&tx, actor, &book, id.0).await?;
        }
        for row in rest.iter().filter(|row| row.place_key.is_none()) {
            adds_up(&tx, &contents, &book, actor.today(), (&answer, row), input).await?;
        }
        let response = move_response(&tx, actor, response, ResponseMove::Appraise, "").await?;
        let count = size(rest.len());
        for row in rest {
            give(&tx, actor, row, input).await?;
        }
        settle(&tx, actor, &book, response).await?;
        let detail = serde_json::json!({ "verdict": input.verdict, "reason": input.reason });
        audit::append(&tx, actor, "answer.decide_all", id, detail).await?;
        tx.commit().await?;
        Ok(count)
    }

    /// Accepts the unchanged entries that wait, of every agency or of one, and the responses that have nothing open. Those of
    /// agencies that the actor does not appraise, their own first of all, those that were given back, that wait for opinions
    /// or are talked about, or were settled to be duplicates are passed over. Gives the number of points.
    ///
    /// # Errors
    /// Refused to all who appraise nothing, and for an agency that the actor does not appraise.
    pub async fn accept_keeps(&self, actor: &Actor, key: CampaignKey, agency: Option<&AgencyId>) -> Result<u32> {
        authorize(actor, &Act::SeeQueue)?;
        let (book, today) = (self.book().await?, actor.today());
        if let Some(agency) = agency {
            authorize(actor, &Act::Appraise(book.answers_by(agency, today)))?;
        }
        let sent = self.sent_responses(key).await?;
        let duplicates = self.duplicates_in_force(today, &self.reviewed(key).await?, &sent).await?;
        let accept = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Appraise)?;
        let mut accepted = 0;
        for id in sent.into_keys() {
            let response = response::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
            let wanted = agency.is_none_or(|agency| agency.as_str() == response.agency_id);
            if !wanted || may_appraise(actor, &book, &response).is_err() || !appraised(response_stage(&response)?) {
                continue;
            }
            // By what was sent: what the officer writes meanwhile is not before the appraiser.
            let keep = AnswerKind::Keep.to_string();
            let answers = answers_of(&tx, vec![id]).await?.into_iter().filter(|row| !row.returned);
            let answers: Vec<i64> = answers.map(|row| row.id).collect();
            let asked = opinions_on(&tx, &book, today, &answers).await?;
            let rows = points_of(&tx, answers).await?;
            let talk = talk_of(&tx, &rows).await?;
            let rows = PointRows::new(rows);
            let mut kept = Vec::new();
            let open = rows.all().filter(|row| !row.superseded && row.verdict.is_none());
            for row in open.filter(|row| row.place_key.is_none() && row.old_value == keep) {
                let id = row.answer_id;
                let waits = asked.get(&id).is_some_and(|all| !open_opinions(all, today).is_empty());
                if !waits && !duplicates.contains(&id) && turn(&rows, &talk, id)?.is_none() {
                    kept.push(row.clone());
                }
            }
            for row in kept {
                give(&tx, actor, row, &accept).await?;
                accepted += 1;
            }
            settle(&tx, actor, &book, response).await?;
        }
        audit::append(&tx, actor, "campaign.accept_keeps", key, serde_json::json!({ "points": accepted })).await?;
        tx.commit().await?;
        Ok(accepted)
    }

    /// Accepts a response whose points are all decided, or that has none.
    ///
    /// # Errors
    /// Refused to all but who appraises it; [`Error::Undecided`] with the number of answers that have open points.
    pub async fn accept_response(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId) -> Result<()> {
        authorize(actor, &Act::SeeQueue)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Accept)?;
        let response = response_of(&tx, key, agency).await?;
        may_appraise(actor, &book, &response)?;
        let answers = answers_of(&tx, vec![response.id]).await?;
        let open = open_points(&tx, answers.iter().map(|row| row.id).collect()).await?;
        let undecided = answers.iter().filter(|row| open.iter().any(|point| point.answer_id == row.id)).count();
        if undecided > 0 {
            return Err(Error::Undecided(size(undecided)));
        }
        let row = move_response(&tx, actor, response, ResponseMove::Accept, "").await?;
        tell_of_answers(&tx, actor, &book, &row, NoticeKind::Accepted, Told::default()).await?;
        audit::append(&tx, actor, "response.accept", row.id, serde_json::json!({ "agency": agency })).await?;
        tx.commit().await?;
        Ok(())
    }
}

pub(crate) fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Nobody appraises the answers of their own agency: the coordinator's are for the executive office.
pub(crate) fn may_appraise(actor: &Actor, book: &AgencyBook, response: &response::Model) -> Result<(), Refusal> {
    let agency = AgencyId::from(response.agency_id.as_str());
    authorize(actor, &Act::Appraise(book.answers_by(&agency, actor.today())))
}

/// What was given back is the agency's to mend: a verdict over it would undo what another appraiser asked for.
fn not_given_back(answer: &answer::Model, response: &response::Model) -> Result<()> {
    if answer.returned { Err(Error::Conflict { version: i64::from(response.round) }) } else { Ok(()) }
}

/// Nothing is accepted while an agency that was asked has not spoken, or its remarks are not answered for (article 8.2).
async fn no_open_opinion(tx: &DatabaseTransaction, actor: &Actor, book: &AgencyBook, answer: i64) -> Result<()> {
    let open = open_on(tx, book, actor.today(), answer).await?;
    if open.is_empty() { Ok(()) } else { Err(Error::Invalid(open)) }
}

/// The answer and the response that a point belongs to.
pub(crate) async fn owner_of(
    connection: &impl ConnectionTrait,
    row: &point::Model,
) -> Result<(answer::Model, response::Model)> {
    response_behind(connection, AnswerId(row.answer_id)).await
}

/// An answer with the response that it belongs to.
pub(crate) async fn response_behind(
    connection: &impl ConnectionTrait,
    id: AnswerId,
) -> Result<(answer::Model, response::Model)> {
    let answer = answer::Entity::find_by_id(id.0).one(connection).await?.ok_or(Error::NotFound)?;
    let response = response::Entity::find_by_id(answer.response_id).one(connection).await?.ok_or(Error::NotFound)?;
    Ok((answer, response))
}

/// The points of answers that wait for a verdict.
pub(crate) async fn open_points(tx: &impl ConnectionTrait, answers: Vec<i64>) -> Result<Vec<point::Model>> {
    let rows = points_of(tx, answers).await?;
    Ok(rows.into_iter().filter(|row| !row.superseded && row.verdict.is_none()).collect())
}

/// Those of an answer that may be decided together: of the others the agency was asked something that it has not answered.
async fn rest_of(connection: &impl ConnectionTrait, answer: i64) -> Result<Vec<point::Model>> {
    let rows = points_of(connection, vec![answer]).await?;
    let talk = talk_of(connection, &rows).await?;
    let rows = PointRows::new(rows);
    let asked = unanswered(&rows, &talk, answer)?;
    let open = rows.standing(answer).filter(|row| row.verdict.is_none() && !asked.contains(&PointId(row.id)));
    Ok(open.cloned().collect())
}

/// An answer that is accepted as a whole must add up with the other verdicts: its target, the appraiser's own where they
/// name one, is there and stays, and it takes nothing away that an accepted merger goes into. Else the draft could not be
/// compiled after closing.
async fn adds_up(
    tx: &DatabaseTransaction,
    contents: &Reviewed,
    book: &AgencyBook,
    today: Date,
    (answer, row): (&answer::Model, &point::Model),
    input: &VerdictInput,
) -> Result<()> {
    // By what was sent: what the officer writes meanwhile is not before the appraiser.
    let kind: AnswerKind = parse("point", row.id, &row.old_value)?;
    let (field, target) = match input.verdict {
        Verdict::Reject => return Ok(()),
        Verdict::Accept => ("target", row.new_value.as_str()),
        Verdict::AcceptModified if matches!(kind, AnswerKind::Merge | AnswerKind::Transfer) => {
            ("value", input.value.trim())
        }
        Verdict::AcceptModified => return Err(Error::Invalid(vec![FieldError::new("value", FieldCode::Unknown)])),
    };
    let Some(code) = answer.entry_code.as_deref().map(EntryCode::from).filter(|_| kind.has_day()) else {
        return Ok(());
    };
    let state = target_state(kind, target, &answer.effective, contents, (book, today));
    match check_acceptance(kind, &code, target, state, &endings(tx, contents.key()).await?) {
        None => Ok(()),
        Some(fault) if fault.field == "target" => {
            Err(Error::Invalid(vec![FieldError { field: field.to_owned(), ..fault }]))
        }
        Some(fault) => Err(Error::Invalid(vec![fault])),
    }
}

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

/// Whether the point has this very verdict from this person.
fn is_given(row: &point::Model, actor: &Actor, input: &VerdictInput) -> bool {
    row.verdict == Some(input.verdict.to_string())
        && row.verdict_value == input.value.trim()
        && row.verdict_reason == clean_lines(&input.reason)
        && row.decided_by == who(actor)
}

async fn give(tx: &DatabaseTransaction, actor: &Actor, row: point::Model, input: &VerdictInput) -> Result<()> {
    let first = row.first_decided_at.or(Some(actor.at));
    let mut row = row.into_active_model();
    row.verdict = Set(Some(input.verdict.to_string()));
    row.verdict_value = Set(input.value.trim().to_owned());
    row.verdict_reason = Set(clean_lines(&input.reason));
    row.decided_by = Set(who(actor));
    (row.decided_at, row.first_decided_at) = (Set(Some(actor.at)), Set(first));
    row.update(tx).await?;
    Ok(())
}

/// Accepts a response when nothing of it is open any more.
async fn settle(tx: &DatabaseTransaction, actor: &Actor, book: &AgencyBook, response: response::Model) -> Result<()> {
    if next_response(response_stage(&response)?, ResponseMove::Accept).is_err() {
        return Ok(());
    }
    let answers = answers_of(tx, vec![response.id]).await?;
    if open_points(tx, answers.iter().map(|row| row.id).collect()).await?.is_empty() {
        let row = move_response(tx, actor, response, ResponseMove::Accept, "").await?;
        tell_of_answers(tx, actor, book, &row, NoticeKind::Accepted, Told::default()).await?;
    }
    Ok(())
}
