//! What only the present tells: how accounts and loads stand is not kept for the past. While a period runs, these figures
//! are noted with their lists; when it is over, what was noted last is what it ended with.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::format::local_date;
use domain::indicator::{Amount, Case, Indicator, Period, Reach, definition};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use time::{Date, OffsetDateTime};

use crate::entity::indicator_seen;
use crate::{Error, Result, Store};

/// A figure as it was noted, by which version of its definition.
pub(super) struct Seen {
    pub version: u16,
    pub amount: Amount,
    pub cases: Vec<Case>,
}

impl Store {
    /// Notes the figures of the running period that only the present tells.
    ///
    /// # Errors
    /// When the database fails; what was noted before stands then.
    pub async fn note_present(&self, now: OffsetDateTime) -> Result<()> {
        let actor = Actor::system(now);
        let period = Period::of(actor.today());
        let whole = self.whole(&actor, period).await?;
        let mut rows = Vec::new();
        for (&indicator, &(version, amount)) in &whole.amounts {
            let is_of_present = definition(indicator, version).is_some_and(|one| one.reach == Reach::Present);
            let Some(amount) = amount.filter(|_| is_of_present) else { continue };
            let listed = serde_json::to_string(&whole.cases(indicator, None));
            rows.push(indicator_seen::ActiveModel {
                year: Set(period.0),
                indicator: Set(indicator.to_string()),
                definition: Set(i32::from(version)),
                part: Set(i64::try_from(amount.part).unwrap_or(i64::MAX)),
                whole: Set(i64::try_from(amount.whole).unwrap_or(i64::MAX)),
                cases: Set(listed.map_err(|error| Error::Corrupt(error.to_string()))?),
                seen_at: Set(now),
                first_on: Set(local_date(now)),
            });
        }
        if rows.is_empty() {
            return Ok(());
        }
        use indicator_seen::Column as C;
        let newest = OnConflict::columns([C::Year, C::Indicator])
            .update_columns([C::Definition, C::Part, C::Whole, C::Cases, C::SeenAt])
            .to_owned();
        let tx = self.begin().await?;
        indicator_seen::Entity::insert_many(rows).on_conflict(newest).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Whether the portal ran in a period, and noted how it stood.
    pub(super) async fn has_noted(&self, period: Period) -> Result<bool> {
        let rows = indicator_seen::Entity::find().filter(indicator_seen::Column::Year.eq(period.0));
        Ok(rows.count(self.read()).await? > 0)
    }

    /// The first day on which each figure of the present was noted.
    pub(super) async fn noted_from(&self) -> Result<BTreeMap<Indicator, Date>> {
        use indicator_seen::Column as C;
        let rows = indicator_seen::Entity::find().select_only().columns([C::Indicator, C::FirstOn]);
        let rows: Vec<(String, Date)> = rows.order_by_desc(C::Year).into_tuple().all(self.read()).await?;
        // Of several years the earliest comes last, and stays.
        Ok(rows.into_iter().filter_map(|(code, day)| Some((code.parse().ok()?, day))).collect())
    }

    /// What was noted of a period last.
    pub(super) async fn seen_present(&self, period: Period) -> Result<BTreeMap<Indicator, Seen>> {
        let rows = indicator_seen::Entity::find().filter(indicator_seen::Column::Year.eq(period.0));
        let mut seen = BTreeMap::new();
        for row in rows.all(self.read()).await? {
            // An indicator that is told no more has no place on the page.
            let Ok(indicator) = row.indicator.parse::<Indicator>() else { continue };
            let cases = serde_json::from_str(&row.cases)
                .map_err(|error| Error::Corrupt(format!("indicator_seen {period} {indicator}: {error}")))?;
            let number = |value: i64| u64::try_from(value).unwrap_or(0);
            let amount = Amount { part: number(row.part), whole: number(row.whole) };
            seen.insert(indicator, Seen { version: u16::try_from(row.definition).unwrap_or(0), amount, cases });
        }
        Ok(seen)
    }
}
