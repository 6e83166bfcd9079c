//! An entry's own use: by month, by day, and by who used it. Hours are rolled up of the portal as a whole alone.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::id::{AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use domain::usage::{ClassUse, EntryUsage, EntryYear, Grain, Period, UsageKind, UserClass};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use strum::IntoEnumIterator;
use time::Date;

use super::report::{LISTED_MAX, ranked, sliced};
use crate::entity::{usage_consumer, usage_period};
use crate::rows::{count, parse};
use crate::{Result, Store};

/// Months that are told: two years.
const MONTHS: usize = 24;
/// Days that are told where no month is asked for.
const DAYS: usize = 30;
/// Years of which is told who used the entry.
const YEARS: usize = 2;

impl Store {
    /// The use of an entry by month, by day of the month in which `at` lies (else of the last thirty days), and by who used
    /// it. Which agencies did is told to the leaders and those who watch.
    ///
    /// # Errors
    /// [`Error::NotFound`](crate::Error::NotFound) for a code that no edition has.
    pub async fn entry_usage(&self, actor: &Actor, code: &EntryCode, at: Option<Date>) -> Result<EntryUsage> {
        let page = self.entry(actor, code, None).await?;
        let months = back(Period::of(Grain::Month, actor.today()), MONTHS);
        let month = at.map(|day| Period::of(Grain::Month, day));
        let days = month.map_or_else(
            || back(Period::of(Grain::Day, actor.today()), DAYS).into_iter().rev().collect(),
            Period::parts,
        );
        let (by_month, by_day) = (self.own_totals(code, &months).await?, self.own_totals(code, &days).await?);
        Ok(EntryUsage {
            code: code.clone(),
            name: page.content.name,
            months: sliced(months, &by_month),
            month,
            days: sliced(days, &by_day),
            years: self.own_years(actor, code).await?,
        })
    }

    /// How often an entry was used in each way in some periods of one length.
    async fn own_totals(&self, code: &EntryCode, periods: &[Period]) -> Result<BTreeMap<(Date, UsageKind), u32>> {
        use usage_period::Column as C;
        let Some(grain) = periods.first().map(|period| period.grain) else { return Ok(BTreeMap::new()) };
        let rows = usage_period::Entity::find()
            .filter(C::EntryCode.eq(code.as_str()))
            .filter(C::Grain.eq(grain.to_string()))
            .filter(C::Start.is_in(periods.iter().map(|period| period.start)))
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| Ok(((row.start, parse("usage_period", row.start, &row.kind)?), count(row.count))))
            .collect()
    }

    /// Who used an entry, by year.
    async fn own_years(&self, actor: &Actor, code: &EntryCode) -> Result<Vec<EntryYear>> {
        use usage_consumer::Column as C;
        let years = back(Period::of(Grain::Year, actor.today()), YEARS);
        let totals = self.own_totals(code, &years).await?;
        // Whoever calls the API is a program, also where an event that was brought in names an agency.
        let kinds = UsageKind::PUBLIC.iter().filter(|kind| **kind != UsageKind::Api);
        let rows = usage_consumer::Entity::find()
            .filter(C::Grain.eq(Grain::Year.to_string()))
            .filter(C::Start.is_in(years.iter().map(|year| year.start)))
            .filter(C::Kind.is_in(kinds.map(ToString::to_string)))
            .filter(C::EntryCode.eq(code.as_str()))
            .all(self.read())
            .await?;
        let book = self.book().await?;
        let tells = authorize(actor, &Act::SeeLeaders).is_ok();
        let year = |period: Period| {
            let mut staff: BTreeMap<&str, i64> = BTreeMap::new();
            let mut agencies: BTreeMap<&str, i64> = BTreeMap::new();
            for row in rows.iter().filter(|row| row.start == period.start) {
                *staff.entry(&row.kind).or_default() += row.count;
                *agencies.entry(&row.agency).or_default() += row.count;
            }
            let all = |kind: UsageKind| totals.get(&(period.start, kind)).copied().unwrap_or(0);
            let of_staff = |kind: UsageKind| staff.get(kind.to_string().as_str()).map_or(0, |sum| count(*sum));
            let of = |class: UserClass| {
                UsageKind::PUBLIC.map(|kind| match (class, kind) {
                    (UserClass::Program, UsageKind::Api) => all(kind),
                    (UserClass::Program, _) | (_, UsageKind::Api) => 0,
                    (UserClass::Staff, _) => of_staff(kind),
                    (UserClass::Public, _) => all(kind).saturating_sub(of_staff(kind)),
                })
            };
            let named = |(id, sum): (&&str, &i64)| {
                let agency = book.refer(&AgencyId::from(*id), actor.today());
                ((agency.id.0, agency.name), count(*sum))
            };
            EntryYear {
                period,
                classes: UserClass::iter().map(|class| ClassUse { class, counts: of(class) }).collect(),
                agencies: u32::try_from(agencies.len()).unwrap_or(u32::MAX),
                named: if tells { ranked(agencies.iter().map(named).collect(), LISTED_MAX) } else { Vec::new() },
            }
        };
        Ok(years.into_iter().map(year).collect())
    }
}

/// A period and those before it, so many in all.
fn back(from: Period, count: usize) -> Vec<Period> {
    std::iter::successors(Some(from), |period| period.before()).take(count).collect()
}
