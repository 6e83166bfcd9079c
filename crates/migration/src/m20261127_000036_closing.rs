//! Periods that the clock closes: when the coordinator was told that it will. And since when the figures of the present are
//! noted: what was noted before this has the day on which it was noted last.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table indicator_notice (
    year integer not null constraint pk_indicator_notice primary key,
    told_on {date} not null
);;
alter table indicator_seen add column first_on {date}
";

const SINCE_SQLITE: &str = "update indicator_seen set first_on = date(seen_at, '+7 hours')";

const SINCE_POSTGRES: &str = "update indicator_seen set first_on = (seen_at at time zone 'Asia/Ho_Chi_Minh')::date";

const DOWN: &str = "
delete from outbox where notice_id in (select id from notice where kind in ('period_closing', 'period_closed'));;
delete from notice where kind in ('period_closing', 'period_closed');;
alter table indicator_seen drop column first_on
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        let is_postgres = manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres;
        crate::run(manager, if is_postgres { SINCE_POSTGRES } else { SINCE_SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await?;
        crate::drop_tables(manager, &["indicator_notice"]).await
    }
}
