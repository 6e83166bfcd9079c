//! Events of use and what is rolled up from them. `usage_event` holds the raw events for a time; the pages read the tables
//! after it alone. `usage_day` becomes a view of the days among the roll-ups.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &[
    "usage_event",
    "usage_calendar",
    "usage_period",
    "usage_user",
    "usage_hour",
    "usage_visit",
    "usage_visitors",
    "usage_missed",
    "usage_salt",
    "usage_closed",
    "usage_state",
];

const UP: &str = "
create table usage_event (
    id {serial},
    event_key text not null constraint uq_usage_event_key unique,
    happened_at {moment} not null,
    day {date} not null,
    hour integer not null,
    kind text not null
        constraint ck_usage_event_kind check (kind in ('view', 'search', 'download', 'api', 'export', 'sign_in')),
    entry_code text not null,
    agency text not null,
    query text not null,
    results integer,
    count bigint not null constraint ck_usage_event_count check (count > 0),
    recorded {date} not null
)
;;
create index ix_usage_event_recorded on usage_event (recorded)
;;
create table usage_calendar (
    day {date} not null,
    grain text not null constraint ck_usage_calendar_grain check (grain in ('day', 'month', 'quarter', 'year')),
    start {date} not null,
    constraint pk_usage_calendar primary key (day, grain)
)
;;
create table usage_period (
    grain text not null,
    start {date} not null,
    kind text not null,
    entry_code text not null,
    count bigint not null,
    constraint pk_usage_period primary key (grain, start, kind, entry_code)
)
;;
create index ix_usage_period_entry on usage_period (entry_code, grain, kind, start)
;;
create table usage_user (
    grain text not null,
    start {date} not null,
    kind text not null,
    agency text not null,
    count bigint not null,
    constraint pk_usage_user primary key (grain, start, kind, agency)
)
;;
create table usage_hour (
    grain text not null,
    start {date} not null,
    kind text not null,
    hour integer not null,
    count bigint not null,
    constraint pk_usage_hour primary key (grain, start, kind, hour)
)
;;
create table usage_visit (
    day {date} not null,
    query text not null,
    visitor text not null,
    constraint pk_usage_visit primary key (day, query, visitor)
)
;;
create table usage_visitors (
    grain text not null,
    start {date} not null,
    count bigint not null,
    constraint pk_usage_visitors primary key (grain, start)
)
;;
create table usage_missed (
    grain text not null,
    start {date} not null,
    query text not null,
    count bigint not null,
    visitors bigint not null,
    constraint pk_usage_missed primary key (grain, start, query)
)
;;
create table usage_salt (
    day {date} not null constraint pk_usage_salt primary key,
    salt text not null
)
;;
create table usage_closed (
    day {date} not null constraint pk_usage_closed primary key
)
;;
create table usage_state (
    id integer not null constraint pk_usage_state primary key,
    rolled_to bigint not null
)
;;
insert into usage_state (id, rolled_to) values (1, 0)
;;
insert into usage_calendar (day, grain, start) select distinct day, 'day', day from usage_day
;;
insert into usage_calendar (day, grain, start) select distinct day, 'month', {month} from usage_day
;;
insert into usage_calendar (day, grain, start) select distinct day, 'quarter', {quarter} from usage_day
;;
insert into usage_calendar (day, grain, start) select distinct day, 'year', {year} from usage_day
;;
insert into usage_period (grain, start, kind, entry_code, count)
select c.grain, c.start, d.kind, d.entry_code, sum(d.count)
from usage_day d join usage_calendar c on c.day = d.day
group by c.grain, c.start, d.kind, d.entry_code
;;
insert into usage_user (grain, start, kind, agency, count)
select c.grain, c.start, d.kind, '', sum(d.count)
from usage_day d join usage_calendar c on c.day = d.day
group by c.grain, c.start, d.kind
;;
drop table usage_day
;;
create view usage_day as
select start as day, kind, entry_code, count from usage_period where grain = 'day'
";

/// Back to what was: days, and of the kinds those that there were.
const DOWN: &str = "
drop view usage_day
;;
create table usage_day (
    day {date} not null,
    kind text not null constraint ck_usage_day_kind check (kind in ('view', 'search', 'download', 'api')),
    entry_code text not null,
    count bigint not null,
    constraint pk_usage_day primary key (day, kind, entry_code)
)
;;
insert into usage_day (day, kind, entry_code, count)
select start, kind, entry_code, count from usage_period
where grain = 'day' and kind in ('view', 'search', 'download', 'api')
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let (month, quarter, year) = if manager.get_database_backend() == DatabaseBackend::Postgres {
            ("date_trunc('month', day)::date", "date_trunc('quarter', day)::date", "date_trunc('year', day)::date")
        } else {
            (
                "substr(day, 1, 7) || '-01'",
                "substr(day, 1, 5) || case when substr(day, 6, 2) <= '03' then '01-01' \
                 when substr(day, 6, 2) <= '06' then '04-01' when substr(day, 6, 2) <= '09' then '07-01' \
                 else '10-01' end",
                "substr(day, 1, 4) || '-01-01'",
            )
        };
        let script = UP.replace("{month}", month).replace("{quarter}", quarter).replace("{year}", year);
        crate::run(manager, &script).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await?;
        crate::drop_tables(manager, TABLES).await
    }
}
