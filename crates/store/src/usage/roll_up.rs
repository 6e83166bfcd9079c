//! Rolling up: what came since the last time is added to days, months, quarters and years, grouped by the database itself.
//!
//! Events are numbered as they are committed (one writer at a time), and `usage_state` says up to which number they are in
//! the roll-ups. So an event that comes late corrects its own day, and no event counts twice.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use crate::{Error, Result, Store};

/// Events that one transaction rolls up at most: whoever writes waits no longer than for these.
const EVENTS_MAX: i64 = 250_000;
/// Where the sums go: the table, and what it tells apart besides period and kind.
const SUMS: [(&str, &str); 3] = [("usage_period", "entry_code"), ("usage_user", "agency"), ("usage_hour", "hour")];

impl Store {
    /// Rolls up what was recorded and not rolled up yet; gives the number of rows that were.
    ///
    /// # Errors
    /// When the database fails; what was not rolled up waits for the next time.
    pub async fn roll_up_usage(&self) -> Result<u64> {
        let mut rolled = 0;
        loop {
            let tx = self.begin().await?;
            let now = roll_up(&tx).await?;
            tx.commit().await?;
            rolled += now;
            if now == 0 {
                return Ok(rolled);
            }
        }
    }
}

/// Rolls up the next events, within the transaction that may have written them.
pub(super) async fn roll_up(tx: &DatabaseTransaction) -> Result<u64> {
    let from = number(tx, "select rolled_to as n from usage_state where id = 1").await?;
    let newest = number(tx, "select coalesce(max(id), 0) as n from usage_event").await?;
    let to = newest.min(from.saturating_add(EVENTS_MAX));
    if to <= from {
        return Ok(0);
    }
    for (table, column) in SUMS {
        tx.execute_unprepared(&statement(table, column, from, to)).await?;
    }
    tx.execute_unprepared(&format!("update usage_state set rolled_to = {to} where id = 1")).await?;
    Ok(u64::try_from(to - from).unwrap_or_default())
}

/// Sums by day first, so that the four periods of a day are made of its sums and not of its events.
fn statement(table: &str, column: &str, from: i64, to: i64) -> String {
    format!(
        "insert into {table} (grain, start, kind, {column}, count) \
         select c.grain, c.start, e.kind, e.{column}, sum(e.total) \
         from (select day, kind, {column}, sum(count) as total from usage_event where id > {from} and id <= {to} \
               group by day, kind, {column}) e \
         join usage_calendar c on c.day = e.day \
         where true \
         group by c.grain, c.start, e.kind, e.{column} \
         on conflict (grain, start, kind, {column}) do update set count = {table}.count + excluded.count"
    )
}

async fn number(tx: &DatabaseTransaction, sql: &str) -> Result<i64> {
    let row = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    Ok(row.ok_or(Error::NotFound)?.try_get("", "n")?)
}
