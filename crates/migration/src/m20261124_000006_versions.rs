//! The number that every public change raises, a key for each new proposal, and indexes for ways of looking that came
//! later.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table public_version (
    id integer not null constraint pk_public_version primary key constraint ck_public_version_one check (id = 1),
    number bigint not null
);;
insert into public_version (id, number) values (1, 1);;
alter table answer add column form_key text;;
create unique index uq_answer_form_key on answer (response_id, form_key);;
create index ix_edition_entry_entry on edition_entry (entry_code);;
create index ix_session_account on session (account_id)
";

const DOWN: &str = "
drop index ix_session_account;;
drop index ix_edition_entry_entry;;
drop index uq_answer_form_key;;
alter table answer drop column form_key;;
drop table public_version
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await
    }
}
