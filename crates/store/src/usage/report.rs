//! The pages of statistics. They read roll-ups, by period, and never an event.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::FacetValue;
use domain::id::EntryCode;
use domain::usage::{
    ASKED_BY_AT_LEAST, Grain, KindTotal, MissedQuery, Period, UsageAsked, UsageKind, UsageReport, UsageSlice, UsedEntry,
};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;

use crate::entity::{usage_hour, usage_missed, usage_period, usage_user, usage_visitors};
use crate::rows::{count, parse};
use crate::search::RowParts;
use crate::{Result, Store};

/// Entries, agencies and words that a report names.
pub(super) const LISTED_MAX: usize = 20;
/// Entries and agencies of a report that names every one, so that no page is without bound.
const WHOLE_MAX: usize = 5_000;

#[derive(FromQueryResult)]
struct OfPeriod {
    start: Date,
    kind: String,
    total: i64,
}

impl Store {
    /// The use of the portal in a period.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn usage_report(&self, actor: &Actor, asked: &UsageAsked) -> Result<UsageReport> {
        let today = actor.today();
        let period = Period::of(asked.grain, asked.at.unwrap_or(today));
        let before = period.before();
        let of_both = self.totals(period.grain, [Some(period), before].into_iter().flatten()).await?;
        let total = |period: Option<Period>, kind| {
            period.and_then(|period| of_both.get(&(period.start, kind)).copied()).unwrap_or(0)
        };
        let of = |kind| KindTotal { kind, count: total(Some(period), kind), before: total(before, kind) };
        let kind = if UsageKind::PUBLIC.contains(&asked.kind) { asked.kind } else { UsageKind::default() };
        let (public, staff, staff_agencies) = self.users(period, kind).await?;
        let parts = RowParts::load(self, today).await?;
        let (missed, missed_queries) = self.missed(period).await?;
        let mut report = UsageReport {
            period,
            kind,
            at: actor.at,
            since: self.usage_since().await?,
            totals: UsageKind::PUBLIC.map(of).to_vec(),
            sign_ins: of(UsageKind::SignIn),
            visitors: self.visitors(Some(period)).await?,
            visitors_before: self.visitors(before).await?,
            slices: self.slices(period, today).await?,
            entries: Vec::new(),
            used: 0,
            no_entry: total(Some(period), kind),
            sectors: Vec::new(),
            sectors_used: 0,
            owners: Vec::new(),
            owners_used: 0,
            public,
            staff,
            staff_agencies,
            missed,
            missed_queries,
        };
        self.rank(&mut report, &parts, asked.whole).await?;
        Ok(report)
    }

    /// The first day of which anything is known.
    async fn usage_since(&self) -> Result<Option<Date>> {
        Ok(usage_user::Entity::find()
            .filter(usage_user::Column::Grain.eq(Grain::Day.to_string()))
            .order_by_asc(usage_user::Column::Start)
            .one(self.read())
            .await?
            .map(|row| row.start))
    }

    /// How often each thing was done in some periods of one length.
    async fn totals(
        &self,
        grain: Grain,
        periods: impl Iterator<Item = Period>,
    ) -> Result<BTreeMap<(Date, UsageKind), u32>> {
        use usage_user::Column;
        let rows = usage_user::Entity::find()
            .select_only()
            .columns([Column::Start, Column::Kind])
            .column_as(Column::Count.sum().cast_as("bigint"), "total")
            .filter(Column::Grain.eq(grain.to_string()))
            .filter(Column::Start.is_in(periods.map(|period| period.start)))
            .group_by(Column::Start)
            .group_by(Column::Kind)
            .into_model::<OfPeriod>()
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| Ok(((row.start, parse("usage_user", row.start, &row.kind)?), count(row.total))))
            .collect()
    }

    async fn visitors(&self, period: Option<Period>) -> Result<u32> {
        let Some(period) = period else { return Ok(0) };
        let key = (period.grain.to_string(), period.start);
        Ok(usage_visitors::Entity::find_by_id(key).one(self.read()).await?.map_or(0, |row| count(row.count)))
    }

    /// The parts of a period that have begun, or the hours of a day.
    async fn slices(&self, period: Period, today: Date) -> Result<Vec<UsageSlice>> {
        if period.grain != Grain::Day {
            let mut parts = period.parts();
            parts.retain(|part| part.start <= today);
            let grain = parts.first().map_or(Grain::Day, |part| part.grain);
            let counts = self.totals(grain, parts.iter().copied()).await?;
            return Ok(sliced(parts, &counts));
        }
        let rows = usage_hour::Entity::find()
            .filter(usage_hour::Column::Grain.eq(Grain::Day.to_string()))
            .filter(usage_hour::Column::Start.eq(period.start))
            .all(self.read())
            .await?;
        let of = |hour: u8, kind: UsageKind| {
            let row = rows.iter().find(|row| row.hour == i32::from(hour) && row.kind == kind.to_string());
            row.map_or(0, |row| count(row.count))
        };
        let slice = |hour| UsageSlice { period: None, hour, counts: UsageKind::PUBLIC.map(|kind| of(hour, kind)) };
        Ok((0..24).map(slice).collect())
    }

    /// How often by the public, by the staff of agencies, and of how many.
    async fn users(&self, period: Period, kind: UsageKind) -> Result<(u32, u32, u32)> {
        use usage_user::Column;
        let rows = usage_user::Entity::find()
            .filter(Column::Grain.eq(period.grain.to_string()))
            .filter(Column::Start.eq(period.start))
            .filter(Column::Kind.eq(kind.to_string()))
            .all(self.read())
            .await?;
        let (staff, public): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !row.agency.is_empty());
        let sum = |rows: &[usage_user::Model]| count(rows.iter().map(|row| row.count).sum());
        Ok((sum(&public), sum(&staff), u32::try_from(staff.len()).unwrap_or(u32::MAX)))
    }

    /// Searches without result: how many, and the words that enough people asked.
    async fn missed(&self, period: Period) -> Result<(u32, Vec<MissedQuery>)> {
        use usage_missed::Column;
        let here = || {
            usage_missed::Entity::find()
                .filter(Column::Grain.eq(period.grain.to_string()))
                .filter(Column::Start.eq(period.start))
        };
        let all: Option<Option<i64>> = here()
            .select_only()
            .column_as(Column::Count.sum().cast_as("bigint"), "total")
            .into_tuple()
            .one(self.read())
            .await?;
        let rows = here()
            .filter(Column::Visitors.gte(i64::from(ASKED_BY_AT_LEAST)))
            .filter(Column::Query.ne(""))
            .order_by_desc(Column::Count)
            .order_by_asc(Column::Query)
            .limit(LISTED_MAX as u64)
            .all(self.read())
            .await?;
        let queries = rows.into_iter().map(|row| MissedQuery { query: row.query, count: count(row.count) });
        Ok((count(all.flatten().unwrap_or(0)), queries.collect()))
    }

    /// Fills in the entries that were used most, and sectors and agencies by the use of their entries.
    async fn rank(&self, report: &mut UsageReport, parts: &RowParts, whole: bool) -> Result<()> {
        let Some(edition) = self.current_edition(parts.day).await? else { return Ok(()) };
        let used: BTreeMap<String, u32> = usage_period::Entity::find()
            .filter(usage_period::Column::Grain.eq(report.period.grain.to_string()))
            .filter(usage_period::Column::Start.eq(report.period.start))
            .filter(usage_period::Column::Kind.eq(report.kind.to_string()))
            .filter(usage_period::Column::EntryCode.ne(""))
            .all(self.read())
            .await?
            .into_iter()
            .map(|row| (row.entry_code, count(row.count)))
            .collect();
        if used.is_empty() {
            return Ok(());
        }
        let (mut by_sector, mut by_owner) = (BTreeMap::new(), BTreeMap::new());
        let mut entries = Vec::new();
        for one in self.outlined(edition.id).await? {
            let Some(&count) = used.get(&one.entry_code) else { continue };
            let owner = parts.owner(&one.entry_code, &one.owner_id);
            let sector = parts.lists.sector(&one.sector);
            *by_sector.entry((one.sector, sector)).or_default() += count;
            *by_owner.entry((owner.id.to_string(), owner.name.clone())).or_default() += count;
            entries.push(UsedEntry { code: EntryCode(one.entry_code), name: one.name, owner, count });
        }
        entries.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.code.cmp(&b.code)));
        report.used = u32::try_from(entries.len()).unwrap_or(u32::MAX);
        let listed = entries.iter().fold(0_u32, |sum, one| sum.saturating_add(one.count));
        report.no_entry = report.no_entry.saturating_sub(listed);
        let most = if whole { WHOLE_MAX } else { LISTED_MAX };
        entries.truncate(most);
        report.entries = entries;
        let number = |groups: usize| u32::try_from(groups).unwrap_or(u32::MAX);
        (report.sectors_used, report.owners_used) = (number(by_sector.len()), number(by_owner.len()));
        report.sectors = ranked(by_sector, most);
        report.owners = ranked(by_owner, most);
        Ok(())
    }
}

pub(super) fn sliced(periods: Vec<Period>, counts: &BTreeMap<(Date, UsageKind), u32>) -> Vec<UsageSlice> {
    let of = |period: Period, kind| counts.get(&(period.start, kind)).copied().unwrap_or(0);
    let slice =
        |period| UsageSlice { period: Some(period), hour: 0, counts: UsageKind::PUBLIC.map(|kind| of(period, kind)) };
    periods.into_iter().map(slice).collect()
}

/// The most used of a group, so many at most.
pub(super) fn ranked(sums: BTreeMap<(String, String), u32>, most: usize) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> =
        sums.into_iter().map(|((id, name), count)| FacetValue { id, name, count }).collect();
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    values.truncate(most);
    values
}
