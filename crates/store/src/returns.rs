//! Why answers came back: each comment is kept, so that a second return takes nothing from the first.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::id::AnswerId;
use domain::review::ReturnNote;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};

use crate::Result;
use crate::entity::answer_return;

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
