//! A decision's number is given once a year: the people's committee and its Chairman, who issue the catalog, number their
//! decisions in one row that begins anew each year (decree 30/2020, article 15). Refused is what is written from now on; what
//! an older database holds twice stays, for what is issued never changes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: &str = "
create trigger tg_edition_number_insert before insert on edition
    when exists (select 1 from edition where number = new.number
        and substr(decision_date, 1, 4) = substr(new.decision_date, 1, 4))
    begin select raise(abort, 'a number is given once a year'); end;;
create trigger tg_edition_number_update before update of number, decision_date on edition
    when exists (select 1 from edition where id <> new.id and number = new.number
        and substr(decision_date, 1, 4) = substr(new.decision_date, 1, 4))
    begin select raise(abort, 'a number is given once a year'); end
";

const POSTGRES: &str = "
create or replace function refuse_number_again() returns trigger language plpgsql as $$
begin
    if exists (select 1 from edition where id <> new.id and number = new.number
        and extract(year from decision_date) = extract(year from new.decision_date)) then
        raise exception 'a number is given once a year';
    end if;
    return new;
end $$;;
create trigger tg_edition_number before insert or update of number, decision_date on edition
    for each row execute function refuse_number_again()
";

const SQLITE_DOWN: &str = "
drop trigger tg_edition_number_insert;;
drop trigger tg_edition_number_update
";

const POSTGRES_DOWN: &str = "
drop trigger tg_edition_number on edition;;
drop function refuse_number_again()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES_DOWN } else { SQLITE_DOWN }).await
    }
}
