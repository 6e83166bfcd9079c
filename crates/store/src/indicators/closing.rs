//! The clock closes periods: the coordinator is told some time before and once it is done, and may close earlier by hand.
//! Only what the portal watched: of a year in which it did not run, the past may still be brought in.

use std::sync::atomic::Ordering;

use domain::account::Actor;
use domain::format::iso_date;
use domain::indicator::Period;
use domain::reminder::NoticeKind;
use sea_orm::{ActiveValue::Set, EntityTrait};
use time::{Date, OffsetDateTime};

use super::periods::open;
use crate::entity::{indicator_notice, indicator_period};
use crate::moves::tell_of_period;
use crate::{Error, Result, Store, audit};

impl Store {
    /// Sets how many days after its end the clock closes a period; 0: never.
    pub fn close_periods_after(&self, days: u32) {
        self.inner.close_after.store(days, Ordering::Release);
    }

    fn close_after(&self) -> u32 {
        self.inner.close_after.load(Ordering::Acquire)
    }

    /// The day on which the clock closes a period that is not closed; `None` where it leaves it to a hand.
    pub(super) async fn closes_on(&self, period: Period, today: Date) -> Result<Option<Date>> {
        let after = self.close_after();
        if after == 0 || (period.is_over(today) && !self.has_noted(period).await?) {
            return Ok(None);
        }
        let told = indicator_notice::Entity::find_by_id(period.0).one(self.read()).await?;
        Ok(Some(period.closes_on(after, told.map(|row| row.told_on), today)))
    }

    /// Closes the periods whose day has come, and tells the coordinator of those whose day is near; gives what it closed.
    ///
    /// Any number of servers may do it at once: that they were told is a row, written with the notices, and so is what was
    /// closed.
    ///
    /// # Errors
    /// When the database fails; [`Error::Conflict`] when others keep changing what a period adds up.
    pub async fn close_due(&self, now: OffsetDateTime) -> Result<Vec<Period>> {
        let (system, after, mut closed) = (Actor::system(now), self.close_after(), Vec::new());
        if after == 0 {
            return Ok(closed);
        }
        let today = system.today();
        for period in Period::all(today).into_iter().rev() {
            if today < period.tells_on(after) {
                continue;
            }
            let kept = indicator_period::Entity::find_by_id(period.0).one(self.read()).await?;
            if kept.is_some() || !self.has_noted(period).await? {
                continue;
            }
            let told = indicator_notice::Entity::find_by_id(period.0).one(self.read()).await?;
            let done = match told.map(|row| row.told_on) {
                None => self.announce(&system, period, after).await.map(|()| false),
                Some(day) if period.closes_on(after, Some(day), today) <= today => {
                    self.close(&system, period).await.map(|()| true)
                }
                Some(_) => Ok(false),
            };
            match done {
                Ok(true) => closed.push(period),
                // A hand, or another server, closed it meanwhile.
                Ok(false) | Err(Error::IllegalMove(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(closed)
    }

    /// Tells the coordinator that the clock will close a period.
    async fn announce(&self, system: &Actor, period: Period, after: u32) -> Result<()> {
        let (book, today) = (self.book().await?, system.today());
        let closes_on = period.closes_on(after, Some(today), today);
        let tx = self.begin().await?;
        open(&tx, period, "announce").await?;
        if indicator_notice::Entity::find_by_id(period.0).one(&tx).await?.is_some() {
            return Ok(());
        }
        let row = indicator_notice::ActiveModel { year: Set(period.0), told_on: Set(today) };
        indicator_notice::Entity::insert(row).exec_without_returning(&tx).await?;
        tell_of_period(&tx, system, &book, period, NoticeKind::PeriodClosing, closes_on).await?;
        let detail = serde_json::json!({ "closes_on": iso_date(closes_on) });
        audit::append(&tx, system, "indicator.announce", period, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
