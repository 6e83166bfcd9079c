//! Use of the portal: events, written in groups off the request's path ([`record`]), what is rolled up from them
//! ([`roll_up`]), and the pages that read the roll-ups alone ([`report`]).

mod forget;
mod known;
mod record;
mod report;
mod roll_up;

use std::collections::BTreeMap;

use domain::id::EntryCode;
use domain::usage::{Grain, Period, UsageKind, Viewed};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect,
};
use strum::IntoEnumIterator;
use time::{Date, Duration};

use crate::entity::{edition_entry, entry_version, usage_period, usage_user};
use crate::rows::count;
use crate::{Result, Store};

pub use known::KnownNames;
pub use record::{Recorded, RollUp, Visit};

/// So many uses of one kind on one day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsageCount {
    pub day: Date,
    pub kind: UsageKind,
    pub code: Option<EntryCode>,
    pub count: u32,
}

#[derive(FromQueryResult)]
struct Sum {
    entry_code: String,
    total: i64,
}

impl Store {
    /// Adds counts of which there are no events to the roll-ups, in one transaction.
    ///
    /// # Errors
    /// When the database fails; nothing is counted then.
    pub async fn record_usage(&self, counts: &[UsageCount]) -> Result<()> {
        let mut sums: BTreeMap<(Period, String, String), i64> = BTreeMap::new();
        for one in counts {
            let code = one.code.as_ref().map(ToString::to_string).unwrap_or_default();
            for grain in Grain::iter() {
                let key = (Period::of(grain, one.day), one.kind.to_string(), code.clone());
                *sums.entry(key).or_default() += i64::from(one.count);
            }
        }
        let tx = self.begin().await?;
        for ((period, kind, entry_code), total) in sums {
            add(&tx, period, kind, entry_code, total).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// The entries viewed most in the `days` before and including `until`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn most_viewed(&self, until: Date, days: i64, limit: u64) -> Result<Vec<Viewed>> {
        let sums = self.views(until, days, None, limit).await?;
        let codes: Vec<&str> = sums.iter().map(|sum| sum.entry_code.as_str()).collect();
        let Some(edition) = self.current_edition(until).await? else { return Ok(Vec::new()) };
        let names = edition_entry::Entity::find()
            .filter(edition_entry::Column::EditionId.eq(edition.id))
            .filter(edition_entry::Column::EntryCode.is_in(codes))
            .all(self.read())
            .await?;
        let ids: Vec<i64> = names.iter().map(|row| row.version_id).collect();
        let versions =
            entry_version::Entity::find().filter(entry_version::Column::Id.is_in(ids)).all(self.read()).await?;
        let named = sums.into_iter().filter_map(|sum| {
            let version = versions.iter().find(|version| version.entry_code == sum.entry_code)?;
            Some(Viewed { code: EntryCode(sum.entry_code), name: version.name.clone(), views: count(sum.total) })
        });
        Ok(named.collect())
    }

    /// How often an entry was viewed in the `days` before and including `until`.
    pub(crate) async fn views_of(&self, code: &EntryCode, until: Date, days: i64) -> Result<u32> {
        let sums = self.views(until, days, Some(code), 1).await?;
        Ok(sums.first().map_or(0, |sum| count(sum.total)))
    }

    async fn views(&self, until: Date, days: i64, code: Option<&EntryCode>, limit: u64) -> Result<Vec<Sum>> {
        let mut query = usage_period::Entity::find()
            .select_only()
            .column(usage_period::Column::EntryCode)
            .column_as(usage_period::Column::Count.sum().cast_as("bigint"), "total")
            .filter(usage_period::Column::Grain.eq(Grain::Day.to_string()))
            .filter(usage_period::Column::Kind.eq(UsageKind::View.to_string()))
            .filter(usage_period::Column::Start.gt(until - Duration::days(days)))
            .filter(usage_period::Column::Start.lte(until))
            .filter(usage_period::Column::EntryCode.ne(""));
        if let Some(code) = code {
            query = query.filter(usage_period::Column::EntryCode.eq(code.as_str()));
        }
        let query = query
            .group_by(usage_period::Column::EntryCode)
            .order_by_desc(usage_period::Column::Count.sum())
            .order_by_asc(usage_period::Column::EntryCode)
            .limit(limit);
        Ok(query.into_model::<Sum>().all(self.read()).await?)
    }
}

/// Adds to the roll-ups of a period: by entry, and by who used it (the public).
async fn add(tx: &DatabaseTransaction, period: Period, kind: String, entry_code: String, total: i64) -> Result<()> {
    use usage_period::Column as By;
    use usage_user::Column as Who;
    let added = Expr::col((usage_period::Entity, By::Count)).add(total);
    let (grain, start) = (period.grain.to_string(), period.start);
    let row = usage_period::ActiveModel {
        grain: Set(grain.clone()),
        start: Set(start),
        kind: Set(kind.clone()),
        entry_code: Set(entry_code),
        count: Set(total),
    };
    let key = [By::Grain, By::Start, By::Kind, By::EntryCode];
    let once = OnConflict::columns(key).value(By::Count, added).to_owned();
    usage_period::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    let added = Expr::col((usage_user::Entity, Who::Count)).add(total);
    let row = usage_user::ActiveModel {
        grain: Set(grain),
        start: Set(start),
        kind: Set(kind),
        agency: Set(String::new()),
        count: Set(total),
    };
    let once =
        OnConflict::columns([Who::Grain, Who::Start, Who::Kind, Who::Agency]).value(Who::Count, added).to_owned();
    usage_user::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}
