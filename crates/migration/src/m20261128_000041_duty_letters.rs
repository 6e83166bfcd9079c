//! The letters that urge an agency for late duties, each with what it listed: kept as they were recorded.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table duty_letter (
    id {serial},
    agency_id text not null,
    number text not null,
    letter_date {date} not null,
    letter_year integer not null,
    content text not null,
    recorded_by text not null,
    recorded_at {moment} not null,
    constraint uq_duty_letter unique (number, letter_year)
);;
create index ix_duty_letter_agency on duty_letter (agency_id)
";

const SQLITE: &str = "
create trigger tg_duty_letter_delete before delete on duty_letter
    begin select raise(abort, 'a letter is kept as it was recorded'); end;;
create trigger tg_duty_letter_update before update on duty_letter
    begin select raise(abort, 'a letter is kept as it was recorded'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_duty_letter() returns trigger language plpgsql as $$
begin
    raise exception 'a letter is kept as it was recorded';
end $$;;
create trigger tg_duty_letter_kept before update or delete on duty_letter
    for each row execute function refuse_change_of_duty_letter()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["duty_letter"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_duty_letter()").await?;
        }
        Ok(())
    }
}
