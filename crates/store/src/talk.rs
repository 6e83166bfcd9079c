//! Questions about points, and the answers to them.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, PointId};
use domain::policy::{Act, Refusal, authorize};
use domain::reminder::NoticeKind;
use domain::review::{MESSAGES_MAX, Message, Side, may_say, side_of, turn_of};
use domain::workflow::ResponseMove;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};

use crate::appraisal::{appraised, owner_of};
use crate::entity::{point, point_message};
use crate::moves::{Told, tell_of_answers};
use crate::point_past::points;
use crate::review_rows::{PointRows, answers_of, campaign_of, key_of, points_of, response_stage, takes_answers};
use crate::rows::{parse, remark};
use crate::{Error, Result, Store, audit};

/// What was said about points, by their ids.
pub(crate) type Talk = BTreeMap<i64, Vec<Message>>;

/// What was said about the given points.
pub(crate) async fn talk_of<'a>(
    connection: &impl ConnectionTrait,
    rows: impl IntoIterator<Item = &'a point::Model>,
) -> Result<Talk> {
    let points: Vec<i64> = rows.into_iter().map(|row| row.id).collect();
    let mut talk = Talk::new();
    // In parts: both databases bound a statement's parameters.
    for part in points.chunks(1_000) {
        let found = point_message::Entity::find()
            .filter(point_message::Column::PointId.is_in(part.iter().copied()))
            .order_by_asc(point_message::Column::Id);
        for row in found.all(connection).await? {
            let side = parse("point_message", row.id, &row.side)?;
            let message = Message { side, text: row.text, who: row.who, at: row.at };
            talk.entry(row.point_id).or_default().push(message);
        }
    }
    Ok(talk)
}

/// Messages of several rounds in the order in which they were said.
pub(crate) fn in_order(mut messages: Vec<Message>) -> Vec<Message> {
    messages.sort_by_key(|message| message.at);
    messages
}

/// Whose turn it is about an answer.
pub(crate) fn turn(rows: &PointRows, talk: &Talk, answer: i64) -> Result<Option<Side>> {
    // Most answers are never asked about.
    if rows.standing(answer).all(|row| !talk.contains_key(&row.id)) {
        return Ok(None);
    }
    Ok(turn_of(&points(rows, talk, answer)?))
}

/// The points of an answer that the agency was asked about and has not answered for.
pub(crate) fn unanswered(rows: &PointRows, talk: &Talk, answer: i64) -> Result<Vec<PointId>> {
    let points = points(rows, talk, answer)?.into_iter();
    Ok(points.filter(|point| point.waits_on() == Some(Side::Agency)).map(|point| point.id).collect())
}

/// How many points of a response wait for an answer of the agency.
pub(crate) async fn owed_replies(connection: &impl ConnectionTrait, response: i64) -> Result<u32> {
    let answers: Vec<i64> = answers_of(connection, vec![response]).await?.into_iter().map(|row| row.id).collect();
    let rows = points_of(connection, answers.clone()).await?;
    let talk = talk_of(connection, &rows).await?;
    let rows = PointRows::new(rows);
    let mut count = 0;
    for answer in answers {
        let asked = unanswered(&rows, &talk, answer)?.len();
        count += u32::try_from(asked).unwrap_or(u32::MAX);
    }
    Ok(count)
}

impl Store {
    /// Asks about a point, or answers what was asked about it; the verdict stays open meanwhile, and the answer stays
    /// where it is. Whose turn it becomes is told: an appraiser asks one point after the other, and the agency is told once.
    ///
    /// # Errors
    /// Refused to all but who appraises it and, once something was asked, the agency's officer; nothing said, or too much;
    /// [`Error::Conflict`] when the point was decided or replaced meanwhile.
    pub async fn say_on_point(&self, actor: &Actor, id: PointId, text: &str) -> Result<()> {
        authorize(actor, &Act::SeeCampaign)?;
        let text = remark("text", text)?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let row = point::Entity::find_by_id(id.0).one(&tx).await?.ok_or(Error::NotFound)?;
        let (answer, response) = owner_of(&tx, &row).await?;
        let agency = AgencyId(response.agency_id.clone());
        let side = side_of(actor, book.answers_by(&agency, actor.today()))?;
        takes_answers(&campaign_of(&tx, key_of(response.campaign_year)?).await?, ResponseMove::Appraise)?;
        let rows = points_of(&tx, vec![answer.id]).await?;
        let talk = talk_of(&tx, &rows).await?;
        let stands = points(&PointRows::new(rows), &talk, answer.id)?.into_iter().find(|point| point.id == id);
        let stage_open = appraised(response_stage(&response)?);
        let open = stands.filter(|point| point.decision.is_none() && stage_open);
        let Some(point) = open else { return Err(Error::Conflict { version: i64::from(row.round) }) };
        if !may_say(side, &point.talk, false) {
            return Err(Refusal::Forbidden.into());
        }
        if point.talk.len() >= MESSAGES_MAX {
            let most = MESSAGES_MAX.to_string();
            return Err(Error::Invalid(vec![FieldError::with("text", FieldCode::TooMany, most)]));
        }
        let owed = owed_replies(&tx, response.id).await?;
        let who = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
        point_message::Entity::insert(point_message::ActiveModel {
            id: NotSet,
            point_id: Set(id.0),
            side: Set(side.to_string()),
            text: Set(text.clone()),
            who: Set(who),
            at: Set(actor.at),
        })
        .exec_without_returning(&tx)
        .await?;
        let turn = match side {
            Side::Appraiser => (owed == 0).then_some(NoticeKind::Asked),
            Side::Agency => (owed > 0 && owed_replies(&tx, response.id).await? == 0).then_some(NoticeKind::Replied),
        };
        if let Some(kind) = turn {
            let said = Told { note: &text, ..Told::default() };
            tell_of_answers(&tx, actor, &book, &response, kind, said).await?;
        }
        audit::append(&tx, actor, "point.say", id, serde_json::json!({ "side": side, "text": text })).await?;
        tx.commit().await?;
        Ok(())
    }
}
