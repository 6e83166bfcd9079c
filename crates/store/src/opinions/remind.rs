//! Reminding asked agencies of their opinions, by the tick of the review's clocks.

use std::collections::BTreeMap;

use domain::account::Role;
use domain::calendar::Calendar;
use domain::campaign::CampaignKey;
use domain::format::local_date;
use domain::id::AgencyId;
use domain::reminder::{NoticeKind, Step, days_left};
use domain::review::opinion::{Reminded, reminder_now};
use sea_orm::sea_query::{OnConflict, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};
use time::{Date, Duration, OffsetDateTime};

use super::acts::about;
use super::{is_undecided, load, of_campaign};
use crate::Result;
use crate::entity::{opinion_reminder, opinion_request, opinion_statement};
use crate::notices::tell_people;
use crate::reference::AgencyBook;
use crate::reminders::people;
use crate::review_rows::points_of;
use crate::rows::{count, parse};

/// How far ahead a tick looks: no working day before a day that is due lies further back, Tet included.
const AHEAD: Duration = Duration::days(30);

/// The reminders that were sent of requests, oldest first.
pub(super) async fn reminded(
    connection: &impl ConnectionTrait,
    requests: &[i64],
) -> Result<BTreeMap<i64, Vec<Reminded>>> {
    let rows = opinion_reminder::Entity::find()
        .filter(opinion_reminder::Column::RequestId.is_in(requests.to_vec()))
        .order_by_asc(opinion_reminder::Column::SentAt);
    let mut found: BTreeMap<i64, Vec<Reminded>> = BTreeMap::new();
    for row in rows.all(connection).await? {
        let step: Step = parse("opinion_reminder", row.request_id, &row.step)?;
        let one = Reminded { step, at: row.sent_at, recipients: count(row.recipients.into()) };
        found.entry(row.request_id).or_default().push(one);
    }
    Ok(found)
}

/// Takes the steps that are due of a campaign's requests which nobody answered yet. Gives the number of notices.
pub(crate) async fn remind_opinions(
    tx: &DatabaseTransaction,
    book: &AgencyBook,
    key: CampaignKey,
    calendar: &Calendar,
    at: OffsetDateTime,
) -> Result<u32> {
    use opinion_request::Column as C;
    let today = local_date(at);
    let answered =
        Query::select().column(opinion_statement::Column::RequestId).from(opinion_statement::Entity).to_owned();
    let near = of_campaign(key).filter(C::DueOn.lte(today + AHEAD)).filter(C::Id.not_in_subquery(answered));
    let mut told = 0;
    for one in load(tx, book, today, near).await? {
        let Some(step) = reminder_now(&one.opinion, today, calendar) else { continue };
        // Of what is decided nobody asks any more.
        if !is_undecided(&points_of(tx, vec![one.row.answer_id]).await?) {
            continue;
        }
        let agency = AgencyId::from(one.row.agency_id.as_str());
        let people = people(tx, Role::Officer, &agency).await?;
        let due_on = one.opinion.due_on;
        if note(tx, one.row.id, (step, due_on), people.len(), at).await? {
            let about = about(&one.row, book.refer(&agency, today), due_on, days_left(due_on, today, calendar));
            told += tell_people(tx, &people, NoticeKind::OpinionRemind, key, &[about], at).await?;
        }
    }
    Ok(told)
}

/// Puts a step down as taken, with the day that it told of; `false` when another server did it before.
async fn note(
    tx: &DatabaseTransaction,
    request: i64,
    (step, due_on): (Step, Date),
    recipients: usize,
    at: OffsetDateTime,
) -> Result<bool> {
    use opinion_reminder::Column as C;
    let row = opinion_reminder::ActiveModel {
        request_id: Set(request),
        step: Set(step.to_string()),
        sent_at: Set(at),
        recipients: Set(i32::try_from(recipients).unwrap_or(i32::MAX)),
        due_on: Set(Some(due_on)),
    };
    let twice = OnConflict::columns([C::RequestId, C::Step]).do_nothing().to_owned();
    match opinion_reminder::Entity::insert(row).on_conflict(twice).exec_without_returning(tx).await {
        Ok(rows) => Ok(rows > 0),
        Err(sea_orm::DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
