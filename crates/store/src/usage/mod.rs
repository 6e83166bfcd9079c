//! Use of the portal: events, written in groups off the request's path ([`record`]), what is rolled up from them
//! ([`roll_up`]), and the pages that read the roll-ups alone ([`report`], [`own`]).

mod forget;
mod known;
mod own;
mod record;
mod report;
mod roll_up;

use domain::id::EntryCode;
use domain::usage::{Grain, UsageKind, Viewed};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::{Date, Duration};

use crate::entity::{edition_entry, entry_version, usage_period};
use crate::rows::count;
use crate::{Result, Store};

pub use known::KnownNames;
pub use record::{Recorded, RollUp, Visit};

#[derive(FromQueryResult)]
struct Sum {
    entry_code: String,
    total: i64,
}

impl Store {
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
