//! Targets of indicators, and the figures and lists of periods that were closed: the database itself refuses to change
//! those, as it does what an issued edition holds.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["indicator_period", "indicator_value", "indicator_target"];

const UP: &str = "
create table indicator_period (
    year integer not null constraint pk_indicator_period primary key,
    closed_at {moment} not null,
    closed_by text not null
);;
create table indicator_value (
    year integer not null,
    indicator text not null,
    definition integer not null,
    part bigint,
    whole bigint,
    cases text not null,
    constraint pk_indicator_value primary key (year, indicator),
    constraint ck_indicator_value_amount check ((part is null) = (whole is null))
);;
create table indicator_target (
    year integer not null,
    indicator text not null,
    amount bigint constraint ck_indicator_target_amount check (amount >= 0),
    version bigint not null,
    constraint pk_indicator_target primary key (year, indicator)
)
";

const KEPT_SQLITE: &str = "
create trigger tg_indicator_period_update before update on indicator_period
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_period_delete before delete on indicator_period
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_value_insert before insert on indicator_value
    when exists (select 1 from indicator_period where year = new.year)
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_value_update before update on indicator_value
    when exists (select 1 from indicator_period where year in (old.year, new.year))
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_value_delete before delete on indicator_value
    when exists (select 1 from indicator_period where year = old.year)
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_target_insert before insert on indicator_target
    when exists (select 1 from indicator_period where year = new.year)
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_target_update before update on indicator_target
    when exists (select 1 from indicator_period where year in (old.year, new.year))
    begin select raise(abort, 'a closed period never changes'); end;;
create trigger tg_indicator_target_delete before delete on indicator_target
    when exists (select 1 from indicator_period where year = old.year)
    begin select raise(abort, 'a closed period never changes'); end
";

const KEPT_POSTGRES: &str = "
create or replace function refuse_change_of_period() returns trigger language plpgsql as $$
begin
    raise exception 'a closed period never changes';
end $$;;
create or replace function refuse_change_in_period() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists (select 1 from indicator_period where year = old.year) then
        raise exception 'a closed period never changes';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if exists (select 1 from indicator_period where year = new.year) then
        raise exception 'a closed period never changes';
    end if;
    return new;
end $$;;
create trigger tg_indicator_period_kept before update or delete on indicator_period
    for each row execute function refuse_change_of_period();;
create trigger tg_indicator_value_kept before insert or update or delete on indicator_value
    for each row execute function refuse_change_in_period();;
create trigger tg_indicator_target_kept before insert or update or delete on indicator_target
    for each row execute function refuse_change_in_period()
";

const POSTGRES_DOWN: &str = "
drop function refuse_change_of_period();;
drop function refuse_change_in_period()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        crate::run(manager, if is_postgres(manager) { KEPT_POSTGRES } else { KEPT_SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, TABLES).await?;
        if is_postgres(manager) { crate::run(manager, POSTGRES_DOWN).await } else { Ok(()) }
    }
}
