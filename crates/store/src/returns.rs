//! Why answers came back: each comment is kept, so that a second return takes nothing from the first. And the day by which
//! they are due again.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::id::AnswerId;
use domain::reminder::TermKind;
use domain::review::ReturnNote;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
};
use time::Date;

use crate::Result;
use crate::entity::{answer_return, campaign, response};
use crate::reference::calendar;
use crate::terms::days_of;
use crate::urging::keep_lateness;

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

/// Keeps why an answer is given back.
pub(crate) async fn keep_return(tx: &DatabaseTransaction, actor: &Actor, answer: AnswerId, text: &str) -> Result<()> {
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

/// Gives a response that came back its day by the rule of terms. Each return gives the agency the whole term; what was late
/// before is put on record first.
pub(crate) async fn due_by_return(
    tx: &DatabaseTransaction,
    actor: &Actor,
    campaign: &campaign::Model,
    row: response::Model,
) -> Result<response::Model> {
    let (calendar, today) = (calendar(tx).await?, actor.today());
    keep_lateness(tx, campaign, today, &calendar).await?;
    let days = days_of(tx, TermKind::Returned, campaign).await?;
    due_again(tx, row, today, calendar.add_working_days(today, days)).await
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
