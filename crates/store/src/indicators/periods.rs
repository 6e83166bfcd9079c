//! Targets, and the closing of a period.

use domain::account::Actor;
use domain::indicator::{Indicator, Period, TargetDraft, definition_on};
use domain::policy::{Act, authorize};
use domain::reminder::NoticeKind;
use domain::workflow::IllegalMove;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel};
use strum::IntoEnumIterator;

use super::Whole;
use crate::entity::{audit as audit_row, indicator_period, indicator_target, indicator_value};
use crate::moves::tell_of_period;
use crate::reference::AgencyBook;
use crate::{Error, Result, Store, audit};

/// How often a closing begins anew when somebody changes what it adds up.
const CLOSING_TRIES: u8 = 3;

/// A period that was closed takes nothing more.
pub(super) async fn open(connection: &impl ConnectionTrait, period: Period, attempted: &str) -> Result<()> {
    match indicator_period::Entity::find_by_id(period.0).one(connection).await? {
        None => Ok(()),
        Some(_) => Err(IllegalMove { stage: "closed".to_owned(), attempted: attempted.to_owned() }.into()),
    }
}

impl Store {
    pub(super) async fn target_version(&self, period: Period, indicator: Indicator) -> Result<i64> {
        let row = indicator_target::Entity::find_by_id((period.0, indicator.to_string())).one(self.read()).await?;
        Ok(row.map_or(0, |row| row.version))
    }

    /// Sets the target of an indicator in a period, or takes it away. `seen`: the version that the person saw, 0 where
    /// there was none.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::Invalid`] for what is no target; [`Error::Conflict`] when somebody
    /// changed it meanwhile; [`Error::IllegalMove`] of a period that was closed, [`Error::NotFound`] of one to come.
    pub async fn set_target(
        &self,
        actor: &Actor,
        indicator: Indicator,
        period: Period,
        seen: i64,
        draft: &TargetDraft,
    ) -> Result<()> {
        authorize(actor, &Act::ManageIndicators)?;
        if !Period::all(actor.today()).contains(&period) {
            return Err(Error::NotFound);
        }
        let unit = definition_on(indicator, period.until(actor.today())).unit;
        let target = draft.check(unit).map_err(Error::Invalid)?;
        let amount = target.map(|target| i64::try_from(target).unwrap_or(i64::MAX));
        let tx = self.begin().await?;
        open(&tx, period, "set_target").await?;
        let row = indicator_target::Entity::find_by_id((period.0, indicator.to_string())).one(&tx).await?;
        let version = row.as_ref().map_or(0, |row| row.version);
        if version != seen {
            return Err(Error::Conflict { version });
        }
        let before = row.as_ref().and_then(|row| row.amount);
        match row {
            Some(row) => {
                let mut row = row.into_active_model();
                (row.amount, row.version) = (Set(amount), Set(version + 1));
                row.update(&tx).await?;
            }
            None => {
                let row = indicator_target::ActiveModel {
                    year: Set(period.0),
                    indicator: Set(indicator.to_string()),
                    amount: Set(amount),
                    version: Set(1),
                };
                indicator_target::Entity::insert(row).exec_without_returning(&tx).await?;
            }
        }
        let detail = serde_json::json!({ "before": before, "target": amount });
        audit::append(&tx, actor, "indicator.target", format!("{period} {indicator}"), detail).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Closes a period: its figures and lists are kept as they are now, and never computed again.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::IllegalMove`] of a period that is not over, or was closed;
    /// [`Error::Conflict`] when others keep changing what it adds up.
    pub async fn close_period(&self, actor: &Actor, period: Period) -> Result<()> {
        authorize(actor, &Act::ManageIndicators)?;
        self.close(actor, period).await
    }

    /// The same by whoever may: a person who was asked for, or the clock.
    pub(super) async fn close(&self, actor: &Actor, period: Period) -> Result<()> {
        if !Period::all(actor.today()).contains(&period) {
            return Err(Error::NotFound);
        }
        if !period.is_over(actor.today()) {
            return Err(IllegalMove { stage: "running".to_owned(), attempted: "close".to_owned() }.into());
        }
        let (book, mut seen) = (self.book().await?, 0);
        for _ in 0..CLOSING_TRIES {
            seen = self.last_change().await?;
            let whole = self.computed(actor, period).await?;
            let tx = self.begin().await?;
            open(&tx, period, "close").await?;
            // What was read stands only if nobody wrote since.
            let since = audit_row::Entity::find_by_id(seen + 1).one(&tx).await?;
            if since.is_none() {
                return keep(tx, actor, &book, &whole).await;
            }
            tx.rollback().await?;
        }
        Err(Error::Conflict { version: seen })
    }
}

async fn keep(tx: DatabaseTransaction, actor: &Actor, book: &AgencyBook, whole: &Whole) -> Result<()> {
    let period = whole.facts.period;
    for indicator in Indicator::iter() {
        let Some((version, amount)) = whole.amounts.get(&indicator).copied() else { continue };
        let listed = if amount.is_some() { whole.cases(indicator, None) } else { Vec::new() };
        let number = |value: u64| i64::try_from(value).unwrap_or(i64::MAX);
        let row = indicator_value::ActiveModel {
            year: Set(period.0),
            indicator: Set(indicator.to_string()),
            definition: Set(i32::from(version)),
            part: Set(amount.map(|amount| number(amount.part))),
            whole: Set(amount.map(|amount| number(amount.whole))),
            cases: Set(serde_json::to_string(&listed).map_err(|error| Error::Corrupt(error.to_string()))?),
        };
        indicator_value::Entity::insert(row).exec_without_returning(&tx).await?;
    }
    let who = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let row = indicator_period::ActiveModel { year: Set(period.0), closed_at: Set(actor.at), closed_by: Set(who) };
    indicator_period::Entity::insert(row).exec_without_returning(&tx).await?;
    // Who closes it by hand knows.
    if actor.is_system {
        tell_of_period(&tx, actor, book, period, NoticeKind::PeriodClosed, actor.today()).await?;
    }
    audit::append(&tx, actor, "indicator.close", period, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}
