//! Recording events: each once, whoever sends it how often.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::format::local_date;
use domain::policy::{Act, authorize};
use domain::usage::{Grain, Period, UsageEvent};
use sea_orm::sea_query::{CaseStatement, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect};
use strum::IntoEnumIterator;
use time::{Date, Duration, OffsetDateTime};

use super::roll_up::roll_up;
use crate::entity::{usage_calendar, usage_closed, usage_event, usage_missed, usage_salt, usage_visit, usage_visitors};
use crate::{Result, Store, audit};

/// Rows of one statement: databases bound its parameters.
pub(super) const ROWS_MAX: usize = 1_000;
/// Searches without result whose words are kept of one group: somebody who sends thousands does not fill the table.
const MISSED_MAX: usize = 100;
const VIETNAM_HOURS: i64 = 7;

/// Somebody was there on a day, and asked for something that was not found (empty: was there at all). The visitor is a hash
/// that means nothing on another day.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit {
    pub day: Date,
    pub query: String,
    pub visitor: String,
}

/// When what is recorded goes into the roll-ups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollUp {
    /// With the events, in the same transaction.
    Now,
    /// When [`Store::roll_up_usage`] is called, once for many groups.
    Later,
}

/// What became of events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recorded {
    pub added: u64,
    /// Known already.
    pub same: u64,
    /// Of days whose raw events are forgotten: whether they were counted then cannot be told any more.
    pub closed: u64,
}

impl Store {
    /// Records a group of events, and who was there, in one transaction.
    ///
    /// # Errors
    /// When the database fails; nothing of the group is recorded then.
    pub async fn record_events(
        &self,
        events: &[UsageEvent],
        visits: &[Visit],
        now: OffsetDateTime,
        when: RollUp,
    ) -> Result<Recorded> {
        let tx = self.begin().await?;
        let recorded = record(&tx, events, visits, now).await?;
        if when == RollUp::Now {
            roll_up(&tx).await?;
        }
        tx.commit().await?;
        Ok(recorded)
    }

    /// Records a group of events from a file, to be rolled up at its end ([`Store::roll_up_usage`]); who brought it in
    /// stands in the audit log with the group.
    ///
    /// # Errors
    /// Refused to all but who loads reference data; nothing of the group is recorded when the database fails.
    pub async fn import_events(&self, actor: &Actor, file: &str, events: &[UsageEvent]) -> Result<Recorded> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        let recorded = record(&tx, events, &[], actor.at).await?;
        if recorded.added > 0 {
            let detail =
                serde_json::json!({ "added": recorded.added, "same": recorded.same, "closed": recorded.closed });
            audit::append(&tx, actor, "usage.import", file, detail).await?;
        }
        tx.commit().await?;
        Ok(recorded)
    }

    /// The salt of a day's visitors: drawn when it is first asked for, destroyed when the day is over
    /// ([`Store::forget_usage`]), so that nobody, we neither, can tell afterwards who was there.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn usage_salt(&self, day: Date) -> Result<String> {
        let tx = self.begin().await?;
        let salt = match usage_salt::Entity::find_by_id(day).one(&tx).await? {
            Some(row) => row.salt,
            None => {
                let salt = format!("{}{}", uuid::Uuid::new_v4().simple(), uuid::Uuid::new_v4().simple());
                let row = usage_salt::ActiveModel { day: Set(day), salt: Set(salt.clone()) };
                usage_salt::Entity::insert(row).exec_without_returning(&tx).await?;
                salt
            }
        };
        tx.commit().await?;
        Ok(salt)
    }
}

/// Records events and visits within a transaction.
async fn record(
    tx: &DatabaseTransaction,
    events: &[UsageEvent],
    visits: &[Visit],
    now: OffsetDateTime,
) -> Result<Recorded> {
    let days: BTreeSet<Date> = events.iter().map(|event| local_date(event.at)).collect();
    let closed: BTreeSet<Date> = usage_closed::Entity::find()
        .filter(usage_closed::Column::Day.is_in(days.iter().copied()))
        .all(tx)
        .await?
        .into_iter()
        .map(|row| row.day)
        .collect();
    let taken: Vec<&UsageEvent> = events.iter().filter(|event| !closed.contains(&local_date(event.at))).collect();
    let missed = unknown(tx, taken.iter().copied().filter(|event| event.results == Some(0)).collect()).await?;
    let rows: Vec<_> = taken.into_iter().map(|event| row(event, local_date(now))).collect();
    know_days(tx, days.difference(&closed)).await?;
    let mut added = 0;
    for chunk in rows.chunks(ROWS_MAX) {
        let once = OnConflict::column(usage_event::Column::EventKey).do_nothing().to_owned();
        let insert = usage_event::Entity::insert_many(chunk.to_vec()).on_conflict(once);
        added += insert.exec_without_returning(tx).await?;
    }
    note_visits(tx, visits).await?;
    note_missed(tx, missed).await?;
    let kept = rows.len() as u64;
    Ok(Recorded { added, same: kept - added, closed: events.len() as u64 - kept })
}

/// Those of events that are not recorded yet, each once.
async fn unknown<'a>(tx: &DatabaseTransaction, events: Vec<&'a UsageEvent>) -> Result<Vec<&'a UsageEvent>> {
    let mut known: BTreeSet<String> = BTreeSet::new();
    for chunk in events.chunks(ROWS_MAX) {
        let rows: Vec<String> = usage_event::Entity::find()
            .select_only()
            .column(usage_event::Column::EventKey)
            .filter(usage_event::Column::EventKey.is_in(chunk.iter().map(|event| event.key.as_str())))
            .into_tuple()
            .all(tx)
            .await?;
        known.extend(rows);
    }
    Ok(events.into_iter().filter(|event| known.insert(event.key.clone())).collect())
}

fn row(event: &UsageEvent, recorded: Date) -> usage_event::ActiveModel {
    let local = event.at + Duration::hours(VIETNAM_HOURS);
    usage_event::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        event_key: Set(event.key.clone()),
        happened_at: Set(event.at),
        day: Set(local_date(event.at)),
        hour: Set(i32::from(local.to_offset(time::UtcOffset::UTC).hour())),
        kind: Set(event.kind.to_string()),
        entry_code: Set(event.code.as_ref().map(ToString::to_string).unwrap_or_default()),
        agency: Set(event.agency.as_ref().map(ToString::to_string).unwrap_or_default()),
        query: Set(event.query.clone()),
        results: Set(event.results.map(|results| i32::try_from(results).unwrap_or(i32::MAX))),
        count: Set(i64::from(event.count)),
        recorded: Set(recorded),
    }
}

/// Which periods days lie in.
async fn know_days(tx: &DatabaseTransaction, days: impl Iterator<Item = &Date>) -> Result<()> {
    let rows: Vec<_> = days
        .flat_map(|day| Grain::iter().map(move |grain| (*day, Period::of(grain, *day))))
        .map(|(day, period)| usage_calendar::ActiveModel {
            day: Set(day),
            grain: Set(period.grain.to_string()),
            start: Set(period.start),
        })
        .collect();
    for chunk in rows.chunks(ROWS_MAX) {
        let once =
            OnConflict::columns([usage_calendar::Column::Day, usage_calendar::Column::Grain]).do_nothing().to_owned();
        usage_calendar::Entity::insert_many(chunk.to_vec()).on_conflict(once).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Counts those who were not there before on their day.
async fn note_visits(tx: &DatabaseTransaction, visits: &[Visit]) -> Result<()> {
    let mut by: BTreeMap<(Date, &str), BTreeSet<&str>> = BTreeMap::new();
    for visit in visits {
        by.entry((visit.day, visit.query.as_str())).or_default().insert(&visit.visitor);
    }
    for ((day, query), visitors) in by.into_iter().take(MISSED_MAX + 2) {
        let mut new = 0;
        let rows: Vec<_> = visitors
            .into_iter()
            .map(|visitor| usage_visit::ActiveModel {
                day: Set(day),
                query: Set(query.to_owned()),
                visitor: Set(visitor.to_owned()),
            })
            .collect();
        for chunk in rows.chunks(ROWS_MAX) {
            use usage_visit::Column::{Day, Query, Visitor};
            let once = OnConflict::columns([Day, Query, Visitor]).do_nothing().to_owned();
            let insert = usage_visit::Entity::insert_many(chunk.to_vec()).on_conflict(once);
            new += i64::try_from(insert.exec_without_returning(tx).await?).unwrap_or_default();
        }
        if new > 0 && query.is_empty() {
            add_visitors(tx, day, new).await?;
        } else if new > 0 {
            add_missed(tx, day, query, 0, new).await?;
        }
    }
    Ok(())
}

async fn add_visitors(tx: &DatabaseTransaction, day: Date, new: i64) -> Result<()> {
    use usage_visitors::Column::{Count, Grain as Length, Start};
    for period in Grain::iter().map(|grain| Period::of(grain, day)) {
        let row = usage_visitors::ActiveModel {
            grain: Set(period.grain.to_string()),
            start: Set(period.start),
            count: Set(new),
        };
        let more = Expr::col((usage_visitors::Entity, Count)).add(new);
        let once = OnConflict::columns([Length, Start]).value(Count, more).to_owned();
        usage_visitors::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Counts the words of searches that found nothing.
async fn note_missed(tx: &DatabaseTransaction, events: Vec<&UsageEvent>) -> Result<()> {
    let mut missed: BTreeMap<(Date, &str), i64> = BTreeMap::new();
    for event in events {
        *missed.entry((local_date(event.at), &event.query)).or_default() += i64::from(event.count);
    }
    // Of what comes beyond, the words are not kept; that it found nothing is.
    let mut kept: BTreeMap<(Date, &str), i64> = BTreeMap::new();
    for (at, ((day, query), count)) in missed.into_iter().enumerate() {
        *kept.entry((day, if at < MISSED_MAX { query } else { "" })).or_default() += count;
    }
    for ((day, query), count) in kept {
        add_missed(tx, day, query, count, 0).await?;
    }
    Ok(())
}

/// Adds to the words of a day; a longer period keeps the largest number of visitors that one of its days had, since those of
/// two days cannot be told apart.
async fn add_missed(tx: &DatabaseTransaction, day: Date, query: &str, count: i64, visitors: i64) -> Result<()> {
    use usage_missed::Column::{Count, Grain as Length, Query, Start, Visitors};
    let mut most = visitors;
    for period in Grain::iter().map(|grain| Period::of(grain, day)) {
        let row = usage_missed::ActiveModel {
            grain: Set(period.grain.to_string()),
            start: Set(period.start),
            query: Set(query.to_owned()),
            count: Set(count),
            visitors: Set(most),
        };
        let had = || Expr::col((usage_missed::Entity, Visitors));
        let now = if period.grain == Grain::Day {
            had().add(visitors)
        } else {
            CaseStatement::new().case(had().gt(most), had()).finally(most).into()
        };
        let more = Expr::col((usage_missed::Entity, Count)).add(count);
        let once = OnConflict::columns([Length, Start, Query]).value(Count, more).value(Visitors, now).to_owned();
        usage_missed::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
        if period.grain == Grain::Day {
            let key = (period.grain.to_string(), period.start, query.to_owned());
            most = usage_missed::Entity::find_by_id(key).one(tx).await?.map_or(visitors, |row| row.visitors);
        }
    }
    Ok(())
}
