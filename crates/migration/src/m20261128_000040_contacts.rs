//! The focal points of agencies: how each office is reached. One is current; those before it stay as they were.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table agency_contact (
    agency_id text not null,
    version bigint not null,
    unit text not null,
    name text not null,
    position text not null,
    phone text not null,
    email text not null,
    document text not null,
    document_date {date},
    valid_from {date} not null,
    valid_to {date},
    constraint pk_agency_contact primary key (agency_id, version),
    constraint ck_agency_contact_order check (valid_to is null or valid_to >= valid_from),
    constraint ck_agency_contact_document check ((document = '') = (document_date is null))
);;
create unique index uq_agency_contact_current on agency_contact (agency_id) where valid_to is null
";

// What may change of a row is that it ends, once.
const SQLITE: &str = "
create trigger tg_agency_contact_delete before delete on agency_contact
    begin select raise(abort, 'focal points of before are kept'); end;;
create trigger tg_agency_contact_ended before update on agency_contact when old.valid_to is not null
    begin select raise(abort, 'focal points of before are kept'); end;;
create trigger tg_agency_contact_update before update of agency_id, version, unit, name, position, phone, email, document,
    document_date, valid_from on agency_contact
    begin select raise(abort, 'focal points of before are kept'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_contact() returns trigger language plpgsql as $$
begin
    raise exception 'focal points of before are kept';
end $$;;
create trigger tg_agency_contact_delete before delete on agency_contact
    for each row execute function refuse_change_of_contact();;
create trigger tg_agency_contact_ended before update on agency_contact
    for each row when (old.valid_to is not null) execute function refuse_change_of_contact();;
create trigger tg_agency_contact_update before update of agency_id, version, unit, name, position, phone, email, document,
    document_date, valid_from on agency_contact
    for each row execute function refuse_change_of_contact()
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
        crate::drop_tables(manager, &["agency_contact"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_contact()").await?;
        }
        Ok(())
    }
}
