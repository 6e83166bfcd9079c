//! Rolling up: what came since the last time is added to days, months, quarters and years, grouped by the database itself.
//!
//! Events are numbered as they are committed (one writer at a time), and `usage_state` says up to which number they are in
//! the roll-ups. So an event that comes late corrects its own day, and no event counts twice.

use sea_orm::{ConnectionTrait, DatabaseTransaction, Statement};

use crate::{Error, Result, Store};

/// Events that one transaction rolls up at most: whoever writes waits no longer than for these.
const EVENTS_MAX: i64 = 250_000;
/// Where the sums go: the table, what it tells apart besides period and kind, and which sums it takes. Which agency used
/// which entry is kept by year alone: an agency may have one official here, whose days are nobody's business.
const SUMS: [(&str, &str, &str); 4] = [
    ("usage_period", "entry_code", "true"),
    ("usage_user", "agency", "true"),
    ("usage_hour", "hour", "true"),
    ("usage_consumer", "entry_code, agency", "c.grain = 'year' and e.entry_code <> '' and e.agency <> ''"),
];

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
    for (table, columns, which) in SUMS {
        tx.execute_unprepared(&statement(table, columns, which, from, to)).await?;
    }
    tx.execute_unprepared(&format!("update usage_state set rolled_to = {to} where id = 1")).await?;
    Ok(u64::try_from(to - from).unwrap_or_default())
}

/// Sums by day first, so that the four periods of a day are made of its sums and not of its events.
fn statement(table: &str, columns: &str, which: &str, from: i64, to: i64) -> String {
    format!(
        "insert into {table} (grain, start, kind, {columns}, count) \
         select c.grain, c.start, e.kind, {columns}, sum(e.total) \
         from (select day, kind, {columns}, sum(count) as total from usage_event where id > {from} and id <= {to} \
               group by day, kind, {columns}) e \
         join usage_calendar c on c.day = e.day \
         where {which} \
         group by c.grain, c.start, e.kind, {columns} \
         on conflict (grain, start, kind, {columns}) do update set count = {table}.count + excluded.count"
    )
}

async fn number(tx: &DatabaseTransaction, sql: &str) -> Result<i64> {
    let row = tx.query_one_raw(Statement::from_string(tx.get_database_backend(), sql)).await?;
    Ok(row.ok_or(Error::NotFound)?.try_get("", "n")?)
}
