//! What is not kept: raw events past their time, and everything that could tell one visitor of a day from another.

use std::collections::BTreeSet;

use domain::format::local_date;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use time::{Date, Duration, OffsetDateTime};

use super::roll_up::roll_up;
use crate::entity::{usage_closed, usage_event, usage_salt, usage_visit};
use crate::{Result, Store};

/// So long after midnight the day before is over.
const MIDNIGHT_GRACE: Duration = Duration::hours(1);

impl Store {
    /// The days of which nothing more is taken, since their raw events are forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn closed_usage_days(&self) -> Result<BTreeSet<Date>> {
        let rows = usage_closed::Entity::find().all(self.read()).await?;
        Ok(rows.into_iter().map(|row| row.day).collect())
    }

    /// Forgets the raw events that were recorded more than `days` ago, and the salts and visitors of days that are over;
    /// gives how many events. The roll-ups stay; of a day whose events are forgotten nothing more is taken.
    ///
    /// # Errors
    /// When the database fails; nothing is forgotten then.
    pub async fn forget_usage(&self, now: OffsetDateTime, days: u32) -> Result<u64> {
        let today = local_date(now);
        // A clock that is set back a little after midnight counts nobody anew.
        let over = local_date(now - MIDNIGHT_GRACE);
        let tx = self.begin().await?;
        usage_salt::Entity::delete_many().filter(usage_salt::Column::Day.lt(over)).exec(&tx).await?;
        usage_visit::Entity::delete_many().filter(usage_visit::Column::Day.lt(over)).exec(&tx).await?;
        let old = usage_event::Column::Recorded.lt(today - Duration::days(days.into()));
        let over: Vec<Date> = usage_event::Entity::find()
            .select_only()
            .column(usage_event::Column::Day)
            .distinct()
            .filter(old.clone())
            .into_tuple()
            .all(&tx)
            .await?;
        // What waits to be rolled up is rolled up first.
        while !over.is_empty() && roll_up(&tx).await? > 0 {}
        for day in over.into_iter().collect::<BTreeSet<_>>() {
            let once = OnConflict::column(usage_closed::Column::Day).do_nothing().to_owned();
            let row = usage_closed::ActiveModel { day: Set(day) };
            usage_closed::Entity::insert(row).on_conflict(once).exec_without_returning(&tx).await?;
        }
        let forgotten = usage_event::Entity::delete_many().filter(old).exec(&tx).await?.rows_affected;
        tx.commit().await?;
        Ok(forgotten)
    }
}
