//! Why answers came back: each comment is kept, so that a second return takes nothing from the first. And the day by which
//! they are due again.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::format::local_date;
use domain::id::AnswerId;
use domain::policy::{Act, authorize};
use domain::reminder::{DueAgainBy, NoticeKind, TermKind, UrgedReturn};
use domain::review::ReturnNote;
use domain::workflow::ResponseMove;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use time::{Date, OffsetDateTime};

use crate::appraisal::{may_appraise, open_points, response_behind, size};
use crate::dues::{dues, extensions};
use crate::entity::{answer, answer_return, campaign, response};
use crate::moves::{Told, first_return, tell_of_answers};
use crate::reference::calendar;
use crate::review_rows::{campaign_of, key_of, move_response, same_version, takes_answers};
use crate::rows::remark;
use crate::terms::days_of;
use crate::urging::keep_lateness;
use crate::{Result, Store, audit};

/// Answers whose comments are read by one statement: both databases bound its parameters.
const ANSWERS_AT_ONCE: usize = 1_000;

/// The comments of answers, by their ids, oldest first.
pub(crate) type Returns = BTreeMap<i64, Vec<ReturnNote>>;

/// Those of the given answers.
pub(crate) async fn returns_of(connection: &impl ConnectionTrait, answers: &[i64]) -> Result<Returns> {
    let mut returns = Returns::new();
    for part in answers.chunks(ANSWERS_AT_ONCE) {
        let found = answer_return::Entity::find()
            .filter(answer_return::Column::AnswerId.is_in(part.iter().copied()))
            .order_by_asc(answer_return::Column::Id);
        for row in found.all(connection).await? {
            let note = ReturnNote { text: row.text, who: row.who, at: row.at };
            returns.entry(row.answer_id).or_default().push(note);
        }
    }
    Ok(returns)
}

impl Store {
    /// Gives an answer back to the officer with a comment. One that came back already has both: then the return before is
    /// given, for who returns it once more may not have seen it.
    ///
    /// # Errors
    /// Refused to all but who appraises it; a missing comment; [`Error::Conflict`](crate::Error::Conflict) as with
    /// [`Store::decide_all`].
    pub async fn return_answer(
        &self,
        actor: &Actor,
        id: AnswerId,
        round: u32,
        comment: &str,
    ) -> Result<Option<ReturnNote>> {
        authorize(actor, &Act::SeeQueue)?;
        let comment = remark("comment", comment)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let (row, response) = response_behind(&tx, id).await?;
        may_appraise(actor, &book, &response)?;
        let campaign = campaign_of(&tx, key_of(response.campaign_year)?).await?;
        takes_answers(&campaign, ResponseMove::Return)?;
        same_version(i64::from(response.round), i64::from(round))?;
        let before = returns_of(&tx, &[id.0]).await?.remove(&id.0).and_then(|mut notes| notes.pop());
        let before = before.filter(|_| row.returned);
        let tells = first_return(&tx, actor, &response).await?;
        let response = move_response(&tx, actor, response, ResponseMove::Return, &comment).await?;
        let response = due_by_return(&tx, actor, &campaign, response).await?;
        if tells {
            let said = Told { note: &comment, ..Told::default() };
            tell_of_answers(&tx, actor, &book, &response, NoticeKind::Returned, said).await?;
        }
        let mut row = row.into_active_model();
        row.returned = Set(true);
        row.comment = Set(comment.clone());
        row.update(&tx).await?;
        keep_return(&tx, actor, id, &comment).await?;
        audit::append(&tx, actor, "answer.return", id, serde_json::json!({ "comment": comment })).await?;
        tx.commit().await?;
        Ok(before)
    }
}

/// Keeps why an answer is given back.
async fn keep_return(tx: &DatabaseTransaction, actor: &Actor, answer: AnswerId, text: &str) -> Result<()> {
    answer_return::Entity::insert(answer_return::ActiveModel {
        id: NotSet,
        answer_id: Set(answer.0),
        text: Set(text.to_owned()),
        who: Set(actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()),
        at: Set(actor.at),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Gives a response that came back its day by the rule of terms, never before the day of the answers themselves: who sent
/// them early is not late for it. Each return gives the agency the whole term; what was late before is put on record first.
pub(crate) async fn due_by_return(
    tx: &DatabaseTransaction,
    actor: &Actor,
    campaign: &campaign::Model,
    row: response::Model,
) -> Result<response::Model> {
    let (calendar, today) = (calendar(tx).await?, actor.today());
    keep_lateness(tx, campaign, today, &calendar).await?;
    let days = days_of(tx, TermKind::Returned, campaign).await?;
    let first = dues(tx, campaign).await?.first(&row).due_on;
    due_again(tx, row, today, Ord::max(calendar.add_working_days(today, days), first)).await
}

/// Sets the day by which the round that came back is due.
pub(crate) async fn due_again(
    tx: &DatabaseTransaction,
    row: response::Model,
    since: Date,
    due_on: Date,
) -> Result<response::Model> {
    let round = row.round;
    let mut row = row.into_active_model();
    row.returned_round = Set(Some(round));
    row.returned_on = Set(Some(since));
    row.returned_due_on = Set(Some(due_on));
    Ok(row.update(tx).await?)
}

/// What a letter tells of the round that came back and is due on a day. `answers`: all of the response.
pub(crate) async fn urged_return(
    connection: &impl ConnectionTrait,
    campaign: &campaign::Model,
    row: &response::Model,
    answers: &[answer::Model],
    due_on: Date,
) -> Result<UrgedReturn> {
    let ids: Vec<i64> = answers.iter().map(|answer| answer.id).collect();
    let notes = returns_of(connection, &ids).await?.into_values().flatten();
    // What came back before the answers were sent last is of a round that is over.
    let of_round = |at: &OffsetDateTime| row.submitted_at.is_none_or(|sent| *at >= sent);
    let came: BTreeSet<OffsetDateTime> = notes.map(|note| note.at).filter(of_round).collect();
    // What was taken out since takes its comments along.
    let since = row.returned_on.unwrap_or(due_on);
    let last = came.last().copied();
    let last_day = last.map_or(since, local_date);
    let days = days_of(connection, TermKind::Returned, campaign).await?;
    let by_rule = calendar(connection).await?.add_working_days(last_day, days);
    let moved = extensions(connection, campaign.year).await?;
    let extended = moved.iter().any(|one| {
        one.again
            && one.agency_id == row.agency_id
            && one.due_on == due_on
            && last.is_none_or(|last| one.decided_at >= last)
    });
    let by = if extended {
        DueAgainBy::Extension
    } else if by_rule < due_on && dues(connection, campaign).await?.first(row).due_on == due_on {
        DueAgainBy::OwnDay
    } else {
        DueAgainBy::Rule
    };
    let returned: Vec<i64> = answers.iter().filter(|answer| answer.returned).map(|answer| answer.id).collect();
    Ok(UrgedReturn {
        first: came.first().copied().map_or(since, local_date),
        last: last_day,
        days,
        by,
        answers: size(returned.len()),
        points: size(open_points(connection, returned).await?.len()),
    })
}
