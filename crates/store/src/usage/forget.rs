//! What is not kept: raw events past their time, and everything that could tell one visitor of a day from another.

use std::collections::BTreeSet;

use domain::format::local_date;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::{Date, Duration, OffsetDateTime};

use super::roll_up::roll_up;
use crate::entity::{usage_closed, usage_event, usage_salt, usage_visit};
use crate::{Result, Store};

/// So long after midnight the day before is over.
const MIDNIGHT_GRACE: Duration = Duration::hours(1);
/// Events that one transaction forgets at most: both databases take so many parameters.
const FORGOTTEN_AT_ONCE: u64 = 10_000;

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
    /// gives how many events. The roll-ups stay; of a day whose events are forgotten nothing more is taken. Many are
    /// forgotten a part at a time, so that nobody who writes waits for all of them.
    ///
    /// # Errors
    /// When the database fails; what was not forgotten yet waits for the next time.
    pub async fn forget_usage(&self, now: OffsetDateTime, days: u32) -> Result<u64> {
        self.forget_visitors(now).await?;
        // What waits to be rolled up is rolled up first.
        self.roll_up_usage().await?;
        let until = local_date(now) - Duration::days(days.into());
        let mut forgotten = 0;
        loop {
            let (found, gone) = self.forget_events(until).await?;
            forgotten += gone;
            if found < FORGOTTEN_AT_ONCE {
                return Ok(forgotten);
            }
        }
    }

    async fn forget_visitors(&self, now: OffsetDateTime) -> Result<()> {
        // A clock that is set back a little after midnight counts nobody anew.
        let over = local_date(now - MIDNIGHT_GRACE);
        let tx = self.begin().await?;
        usage_salt::Entity::delete_many().filter(usage_salt::Column::Day.lt(over)).exec(&tx).await?;
        usage_visit::Entity::delete_many().filter(usage_visit::Column::Day.lt(over)).exec(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The next events that were recorded before a day; gives how many there were, and how many of them were forgotten here
    /// and not by another server meanwhile.
    async fn forget_events(&self, until: Date) -> Result<(u64, u64)> {
        use usage_event::Column as C;
        let rows: Vec<(i64, Date)> = usage_event::Entity::find()
            .select_only()
            .columns([C::Id, C::Day])
            .filter(C::Recorded.lt(until))
            .order_by_asc(C::Recorded)
            .order_by_asc(C::Id)
            .limit(FORGOTTEN_AT_ONCE)
            .into_tuple()
            .all(self.read())
            .await?;
        if rows.is_empty() {
            return Ok((0, 0));
        }
        let tx = self.begin().await?;
        while roll_up(&tx).await? > 0 {}
        for day in rows.iter().map(|(_, day)| *day).collect::<BTreeSet<_>>() {
            let once = OnConflict::column(usage_closed::Column::Day).do_nothing().to_owned();
            let row = usage_closed::ActiveModel { day: Set(day) };
            usage_closed::Entity::insert(row).on_conflict(once).exec_without_returning(&tx).await?;
        }
        let these = C::Id.is_in(rows.iter().map(|(id, _)| *id));
        let gone = usage_event::Entity::delete_many().filter(these).exec(&tx).await?.rows_affected;
        tx.commit().await?;
        Ok((rows.len() as u64, gone))
    }
}
