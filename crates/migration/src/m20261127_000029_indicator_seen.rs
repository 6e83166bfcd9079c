//! The figures of a running period that only the present tells, as they were noted last, with their lists.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["indicator_seen"];

const UP: &str = "
create table indicator_seen (
    year integer not null,
    indicator text not null,
    definition integer not null,
    part bigint not null,
    whole bigint not null,
    cases text not null,
    seen_at {moment} not null,
    constraint pk_indicator_seen primary key (year, indicator)
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
