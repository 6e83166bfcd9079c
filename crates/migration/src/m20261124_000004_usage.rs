//! Views, searches and downloads, by day.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["usage_day"];

const UP: &str = "
create table usage_day (
    day {date} not null,
    kind text not null constraint ck_usage_day_kind check (kind in ('view', 'search', 'download', 'api')),
    entry_code text not null,
    count bigint not null,
    constraint pk_usage_day primary key (day, kind, entry_code)
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, TABLES).await
    }
}
