//! Asking for opinions, giving them, writing how they were taken up, taking a request back.

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::check::{FieldCode, FieldError};
use domain::format::local_date;
use domain::id::{AgencyId, AnswerId, OpinionId, StatementId};
use domain::policy::{Act, authorize};
use domain::reminder::{About, AboutOpinion, NoticeKind, TermKind, days_left};
use domain::review::opinion::{ASKED_MAX, AskDraft, OpinionState, check_handling, check_statement};
use domain::workflow::{IllegalMove, ResponseMove};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    DatabaseTransaction, EntityTrait,
};
use time::Date;

use super::{Asked, is_undecided, load, opinions_on};
use crate::appraisal::{appraised, response_behind};
use crate::campaign::in_scope;
use crate::entity::{account, opinion_handling, opinion_request, opinion_statement, opinion_withdrawal};
use crate::minutes::as_sent;
use crate::notices::tell_people;
use crate::queue::name_of;
use crate::reference::AgencyBook;
use crate::reminders::agency_people;
use crate::review_rows::{
    PointRows, campaign_of, draft, key_of, points_of, response_stage, same_version, takes_answers,
};
use crate::rows::remark;
use crate::terms::days_of;
use crate::{Error, Result, Store, audit};

/// A request in a writing transaction, with the response that it is about.
struct Open {
    asked: Asked,
    agency: AgencyId,
    of: AgencyId,
}

/// The request, in a review that takes answers, while its answer has points to decide.
async fn open(
    tx: &DatabaseTransaction,
    book: &AgencyBook,
    today: Date,
    id: OpinionId,
    attempted: &str,
) -> Result<Open> {
    let query = opinion_request::Entity::find_by_id(id.0);
    let asked = load(tx, book, today, query).await?.into_iter().next().ok_or(Error::NotFound)?;
    takes_answers(&campaign_of(tx, key_of(asked.row.campaign_year)?).await?, ResponseMove::Appraise)?;
    let (agency, of) = (AgencyId::from(asked.row.agency_id.as_str()), AgencyId::from(asked.row.owner_id.as_str()));
    if !is_undecided(&points_of(tx, vec![asked.row.answer_id]).await?) {
        return Err(IllegalMove { stage: "decided".to_owned(), attempted: attempted.to_owned() }.into());
    }
    Ok(Open { asked, agency, of })
}

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

/// What the people of an asked agency, or who asked it, are told.
pub(super) fn about(row: &opinion_request::Model, agency: AgencyRef, due_on: Date, left: i64) -> About {
    let opinion = AboutOpinion {
        id: OpinionId(row.id),
        name: row.name.clone(),
        answer: AnswerId(row.answer_id),
        silence_agrees: row.silence_agrees,
    };
    let (letter, note) = (String::new(), String::new());
    About {
        agency,
        due_on,
        days_left: left,
        letter,
        opinion: Some(opinion),
        note,
        again: false,
        duties: 0,
        report: None,
        period: None,
    }
}

impl Store {
    /// Asks other agencies for their opinion on an answer: a request each, its people are told. `round` is that of the
    /// answers that the appraiser saw.
    ///
    /// # Errors
    /// Refused to all who do not appraise the answer; a request that lacks something; an agency that does not exist on the
    /// day, is the answer's own, or is asked already; too many; [`Error::Conflict`] when the answer was sent anew;
    /// [`Error::IllegalMove`] once every point is decided.
    pub async fn ask_opinions(&self, actor: &Actor, id: AnswerId, round: u32, draft_of: &AskDraft) -> Result<()> {
        authorize(actor, &Act::SeeQueue)?;
        let (book, today) = (self.book().await?, actor.today());
        let (_, response) = response_behind(self.read(), id).await?;
        let of = AgencyId::from(response.agency_id.as_str());
        authorize(actor, &Act::Appraise(book.answers_by(&of, today)))?;
        let ask = draft_of.check().map_err(Error::Invalid)?;
        let contents = self.reviewed(key_of(response.campaign_year)?).await?;
        let calendar = self.calendar().await?;
        let known: Vec<&AgencyId> = in_scope(&book, today).into_iter().map(|one| &one.id).collect();
        let wrong = ask.agencies.iter().find(|agency| **agency == of || !known.contains(agency));
        if let Some(wrong) = wrong {
            let code = if *wrong == of { FieldCode::Itself } else { FieldCode::Unknown };
            return Err(Error::Invalid(vec![FieldError::new("agencies", code)]));
        }
        let tx = self.begin().await?;
        let (row, response) = response_behind(&tx, id).await?;
        let key = key_of(response.campaign_year)?;
        let campaign = campaign_of(&tx, key).await?;
        takes_answers(&campaign, ResponseMove::Appraise)?;
        same_version(i64::from(response.round), i64::from(round))?;
        let said = draft(&row)?.filter(|_| response_stage(&response).is_ok_and(appraised)).ok_or(Error::NotFound)?;
        let points = PointRows::new(points_of(&tx, vec![id.0]).await?);
        if !is_undecided(points.of(id.0)) {
            return Err(IllegalMove { stage: "decided".to_owned(), attempted: "ask".to_owned() }.into());
        }
        // It is asked about what was sent.
        let said = as_sent(&row, said, &points, response.submitted_at)?;
        let before = opinions_on(&tx, &book, today, &[id.0]).await?.remove(&id.0).unwrap_or_default();
        if before.len() + ask.agencies.len() > ASKED_MAX {
            let most = ASKED_MAX.to_string();
            return Err(Error::Invalid(vec![FieldError::with("agencies", FieldCode::TooMany, most)]));
        }
        let waits = |agency: &AgencyId| {
            before.iter().find(|one| one.asked.id == *agency && one.state(today) == OpinionState::Waiting)
        };
        if let Some(twice) = ask.agencies.iter().find_map(waits) {
            return Err(Error::Invalid(vec![FieldError::with("agencies", FieldCode::Taken, twice.asked.name.clone())]));
        }
        let days = match ask.days {
            Some(days) => days,
            None => days_of(&tx, TermKind::Opinion, &campaign).await?,
        };
        let due_on = calendar.add_working_days(today, days);
        for agency in &ask.agencies {
            let request = opinion_request::ActiveModel {
                id: NotSet,
                campaign_year: Set(key.number()),
                answer_id: Set(id.0),
                owner_id: Set(of.to_string()),
                entry_code: Set(row.entry_code.clone()),
                name: Set(name_of(&row, &contents, said.content.as_ref())),
                kind: Set(said.kind.to_string()),
                round: Set(response.round),
                agency_id: Set(agency.to_string()),
                question: Set(ask.question.clone()),
                asked_by: Set(who(actor)),
                asked_by_id: Set(actor.account.as_ref().map(|account| account.id.to_string()).unwrap_or_default()),
                asked_at: Set(actor.at),
                days: Set(i32::try_from(days).unwrap_or(i32::MAX)),
                due_on: Set(due_on),
                silence_agrees: Set(ask.silence_agrees),
            };
            let request = request.insert(&tx).await?;
            let people = agency_people(&tx, agency).await?;
            let about = about(&request, book.refer(agency, today), due_on, days_left(due_on, today, &calendar));
            tell_people(&tx, &people, NoticeKind::OpinionAsked, key, &[about], actor.at).await?;
            let detail = serde_json::json!({ "answer": id, "agency": agency, "question": ask.question,
                "due_on": due_on, "silence_agrees": ask.silence_agrees });
            audit::append(&tx, actor, "opinion.ask", OpinionId(request.id), detail).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Gives the opinion of an asked agency. What was given stays; a correction is a further statement.
    ///
    /// # Errors
    /// Refused to all but the asked agency's officer and head; no stand, or no words where they are needed;
    /// [`Error::IllegalMove`] once the request was taken back or the answer is decided.
    pub async fn give_opinion(&self, actor: &Actor, id: OpinionId, stand: &str, text: &str) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let (book, today) = (self.book().await?, actor.today());
        let row = opinion_request::Entity::find_by_id(id.0).one(self.read()).await?.ok_or(Error::NotFound)?;
        authorize(actor, &Act::GiveOpinion(&AgencyId::from(row.agency_id.as_str())))?;
        let (stand, text) = check_statement(stand, text).map_err(Error::Invalid)?;
        let calendar = self.calendar().await?;
        let tx = self.begin().await?;
        let Open { asked, agency, .. } = open(&tx, &book, today, id, "give").await?;
        if !asked.opinion.may_state() {
            let stage = asked.opinion.state(today).to_string();
            return Err(IllegalMove { stage, attempted: "give".to_owned() }.into());
        }
        let row = opinion_statement::ActiveModel {
            id: NotSet,
            request_id: Set(id.0),
            stand: Set(stand.to_string()),
            text: Set(text.clone()),
            who: Set(who(actor)),
            at: Set(actor.at),
        };
        row.insert(&tx).await?;
        let asker = account::Entity::find_by_id(&asked.row.asked_by_id).one(&tx).await?;
        let people: Vec<account::Model> = asker.into_iter().filter(|account| account.active).collect();
        let due_on = asked.opinion.due_on;
        let left = days_left(due_on, local_date(actor.at), &calendar);
        let about = about(&asked.row, book.refer(&agency, today), due_on, left);
        let key = key_of(asked.row.campaign_year)?;
        tell_people(&tx, &people, NoticeKind::OpinionGiven, key, &[about], actor.at).await?;
        audit::append(&tx, actor, "opinion.give", id, serde_json::json!({ "stand": stand, "text": text })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Writes how an agency's remarks were taken up. What was written before stays beside it.
    ///
    /// # Errors
    /// Refused to all who do not appraise the answer; a text that is missing; [`Error::Conflict`] when the agency has said
    /// something else since; [`Error::IllegalMove`] for plain agreement, or once the answer is decided.
    pub async fn handle_opinion(
        &self,
        actor: &Actor,
        id: OpinionId,
        statement: StatementId,
        handling: &str,
        text: &str,
    ) -> Result<()> {
        authorize(actor, &Act::SeeQueue)?;
        let (book, today) = (self.book().await?, actor.today());
        let tx = self.begin().await?;
        let Open { asked, of, .. } = open(&tx, &book, today, id, "handle").await?;
        authorize(actor, &Act::Appraise(book.answers_by(&of, today)))?;
        let (handling, text) = check_handling(handling, text).map_err(Error::Invalid)?;
        if asked.opinion.statements.last().is_none_or(|last| last.id != statement) {
            let version = i64::try_from(asked.opinion.statements.len()).unwrap_or(i64::MAX);
            return Err(Error::Conflict { version });
        }
        if asked.opinion.to_handle().is_none() {
            let stage = asked.opinion.state(today).to_string();
            return Err(IllegalMove { stage, attempted: "handle".to_owned() }.into());
        }
        let row = opinion_handling::ActiveModel {
            id: NotSet,
            statement_id: Set(statement.0),
            handling: Set(handling.to_string()),
            text: Set(text.clone()),
            who: Set(who(actor)),
            at: Set(actor.at),
        };
        row.insert(&tx).await?;
        let detail = serde_json::json!({ "statement": statement, "handling": handling, "text": text });
        audit::append(&tx, actor, "opinion.handle", id, detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a request back of which nothing came yet; the reason is kept and told.
    ///
    /// # Errors
    /// Refused to all who do not appraise the answer; a missing reason; [`Error::IllegalMove`] once the agency has said
    /// something, or its silence counts.
    pub async fn withdraw_opinion(&self, actor: &Actor, id: OpinionId, reason: &str) -> Result<()> {
        authorize(actor, &Act::SeeQueue)?;
        let (book, today) = (self.book().await?, actor.today());
        let calendar = self.calendar().await?;
        let tx = self.begin().await?;
        let Open { asked, agency, of } = open(&tx, &book, today, id, "withdraw").await?;
        authorize(actor, &Act::Appraise(book.answers_by(&of, today)))?;
        let reason = remark("reason", reason)?;
        if !asked.opinion.may_withdraw(today) {
            let stage = asked.opinion.state(today).to_string();
            return Err(IllegalMove { stage, attempted: "withdraw".to_owned() }.into());
        }
        let row = opinion_withdrawal::ActiveModel {
            request_id: Set(id.0),
            reason: Set(reason.clone()),
            who: Set(who(actor)),
            at: Set(actor.at),
        };
        opinion_withdrawal::Entity::insert(row).exec_without_returning(&tx).await?;
        let people = agency_people(&tx, &agency).await?;
        let due_on = asked.opinion.due_on;
        let about = about(&asked.row, book.refer(&agency, today), due_on, days_left(due_on, today, &calendar));
        let key = key_of(asked.row.campaign_year)?;
        tell_people(&tx, &people, NoticeKind::OpinionWithdrawn, key, &[about], actor.at).await?;
        audit::append(&tx, actor, "opinion.withdraw", id, serde_json::json!({ "reason": reason })).await?;
        tx.commit().await?;
        Ok(())
    }
}
