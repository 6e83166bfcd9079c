//! The days on which answers of a campaign are due: its own, those of agencies that were given more time, and those of
//! answers that came back.

use std::collections::BTreeMap;

use domain::calendar::Calendar;
use domain::campaign::closed_times;
use domain::format::local_date;
use domain::reminder::days_late;
use domain::workflow::CampaignStage;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use time::Date;

use crate::Result;
use crate::course::moves_of;
use crate::entity::{campaign, due_extension, lateness, response};
use crate::rows::parse;

/// A day by which an agency was to send its answers, the day from which it was due then, and the one on which it sent them.
#[derive(Clone, Copy)]
pub(crate) struct Due {
    pub due_on: Date,
    pub since: Date,
    /// `None` while it owes them.
    pub answered_on: Option<Date>,
    /// They came back from the appraisal.
    pub again: bool,
}

impl Due {
    /// Of the answers that came back last.
    fn again(row: &response::Model) -> Option<Self> {
        let (round, since, due_on) = (row.returned_round?, row.returned_on?, row.returned_due_on?);
        let sent = row.submitted_at.filter(|_| row.round > round);
        Some(Self { due_on, since, answered_on: sent.map(local_date), again: true })
    }

    /// Working days by which it was late when the answers came, or is on a day.
    pub(crate) fn days_late(&self, today: Date, calendar: &Calendar) -> i64 {
        days_late(self.due_on, self.answered_on.unwrap_or(today), calendar)
    }
}

/// The days of a campaign: its own, and those of agencies that were given more time.
pub(crate) struct Dues {
    all: (Date, Date),
    extended: BTreeMap<String, (Date, Date)>,
    closed: Vec<(Date, Date)>,
}

impl Dues {
    /// The answers themselves.
    pub(crate) fn first(&self, row: &response::Model) -> Due {
        let (due_on, since) = self.extended.get(&row.agency_id).copied().unwrap_or(self.all);
        Due { due_on, since, answered_on: row.first_submitted_at.map(local_date), again: false }
    }

    /// All that an agency owed or owes, the last what stands now: its answers, then those that came back.
    pub(crate) fn every(&self, row: &response::Model) -> Vec<Due> {
        let (first, again) = (self.first(row), Due::again(row));
        // One day is one row of the record: what came back by the same day takes it.
        let first = Some(first).filter(|first| again.is_none_or(|again| again.due_on != first.due_on));
        first.into_iter().chain(again).collect()
    }

    /// The calendar by which a campaign's clock runs: it stands still while the campaign is closed and nobody can answer. The
    /// day of the closing counts, that of the reopening does not.
    pub(crate) fn clock(&self, calendar: &Calendar) -> Calendar {
        calendar.without(&self.closed)
    }

    /// What stands now.
    pub(crate) fn now(&self, row: &response::Model) -> Due {
        Due::again(row).unwrap_or_else(|| self.first(row))
    }
}

/// The days of a campaign.
pub(crate) async fn dues(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<Dues> {
    let rows = extensions(connection, campaign.year).await?.into_iter().filter(|row| !row.again);
    // In the order in which they were given: the last one stands.
    let due = |row: due_extension::Model| (row.agency_id, (row.due_on, local_date(row.decided_at)));
    let all = (campaign.due_on, local_date(campaign.opened_at));
    Ok(Dues { all, extended: rows.map(due).collect(), closed: closed(connection, campaign.year).await? })
}

/// The times in which a campaign was closed, of those that are over.
async fn closed(connection: &impl ConnectionTrait, campaign: i32) -> Result<Vec<(Date, Date)>> {
    let moved = moves_of(connection, campaign).await?.into_iter().map(|row| {
        let from = parse("review_event", row.id, &row.from_stage)?;
        let to = parse("review_event", row.id, &row.to_stage)?;
        Ok((from, to, local_date(row.at)))
    });
    let moved: Result<Vec<(CampaignStage, CampaignStage, Date)>> = moved.collect();
    Ok(closed_times(moved?))
}

/// The extensions of a campaign, in the order in which they were given.
pub(crate) async fn extensions(connection: &impl ConnectionTrait, campaign: i32) -> Result<Vec<due_extension::Model>> {
    Ok(due_extension::Entity::find()
        .filter(due_extension::Column::CampaignYear.eq(campaign))
        .order_by_asc(due_extension::Column::Id)
        .all(connection)
        .await?)
}

/// The lateness on record with the answers themselves, by agency: of several the longest.
pub(crate) async fn recorded(connection: &impl ConnectionTrait, campaign: i32) -> Result<BTreeMap<String, i64>> {
    let rows = lateness::Entity::find().filter(lateness::Column::CampaignYear.eq(campaign));
    let rows = rows.filter(lateness::Column::Again.eq(false)).all(connection).await?;
    let mut longest: BTreeMap<String, i64> = BTreeMap::new();
    for row in rows {
        let days = longest.entry(row.agency_id).or_default();
        *days = Ord::max(*days, i64::from(row.days_late));
    }
    Ok(longest)
}
