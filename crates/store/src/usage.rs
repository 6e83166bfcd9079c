//! Use of the portal by day: written in groups, off the request's path.

use std::collections::BTreeMap;

use domain::id::EntryCode;
use domain::usage::{UsageKind, Viewed};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::{Date, Duration};

use crate::entity::{edition_entry, entry_version, usage_day};
use crate::rows::count;
use crate::{Result, Store};

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
    /// Adds a group of counts in one transaction.
    ///
    /// # Errors
    /// When the database fails; nothing is counted then.
    pub async fn record_usage(&self, counts: &[UsageCount]) -> Result<()> {
        let mut sums: BTreeMap<(Date, String, String), i64> = BTreeMap::new();
        for one in counts {
            let code = one.code.as_ref().map(ToString::to_string).unwrap_or_default();
            *sums.entry((one.day, one.kind.to_string(), code)).or_default() += i64::from(one.count);
        }
        let tx = self.begin().await?;
        for ((day, kind, entry_code), total) in sums {
            let added = Expr::col((usage_day::Entity, usage_day::Column::Count)).add(total);
            usage_day::Entity::insert(usage_day::ActiveModel {
                day: Set(day),
                kind: Set(kind),
                entry_code: Set(entry_code),
                count: Set(total),
            })
            .on_conflict(
                OnConflict::columns([usage_day::Column::Day, usage_day::Column::Kind, usage_day::Column::EntryCode])
                    .value(usage_day::Column::Count, added)
                    .to_owned(),
            )
            .exec_without_returning(&tx)
            .await?;
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
        let mut query = usage_day::Entity::find()
            .select_only()
            .column(usage_day::Column::EntryCode)
            .column_as(usage_day::Column::Count.sum().cast_as("bigint"), "total")
            .filter(usage_day::Column::Kind.eq(UsageKind::View.to_string()))
            .filter(usage_day::Column::Day.gt(until - Duration::days(days)))
            .filter(usage_day::Column::Day.lte(until))
            .filter(usage_day::Column::EntryCode.ne(""));
        if let Some(code) = code {
            query = query.filter(usage_day::Column::EntryCode.eq(code.as_str()));
        }
        let query = query
            .group_by(usage_day::Column::EntryCode)
            .order_by_desc(usage_day::Column::Count.sum())
            .order_by_asc(usage_day::Column::EntryCode)
            .limit(limit);
        Ok(query.into_model::<Sum>().all(self.read()).await?)
    }
}
