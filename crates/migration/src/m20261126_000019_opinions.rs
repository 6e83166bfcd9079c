//! Opinions that other agencies are asked for: requests, what was said, how it was taken up, requests taken back. Nothing
//! of it is ever changed or deleted. A request names its answer without a foreign key: it stays when an agency takes a
//! proposal out, and says by itself what it was about.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES_UP: &str = "
create table opinion_request (
    id {serial},
    campaign_year integer not null constraint fk_opinion_request_campaign references campaign (year),
    answer_id bigint not null,
    owner_id text not null,
    entry_code text,
    name text not null,
    kind text not null,
    round integer not null,
    agency_id text not null,
    question text not null constraint ck_opinion_request_question check (question <> ''),
    asked_by text not null,
    asked_by_id text not null,
    asked_at {moment} not null,
    days integer not null constraint ck_opinion_request_days check (days > 0),
    due_on {date} not null,
    silence_agrees boolean not null
);;
create index ix_opinion_request_answer on opinion_request (answer_id);;
create index ix_opinion_request_campaign on opinion_request (campaign_year, agency_id);;
create table opinion_statement (
    id {serial},
    request_id bigint not null constraint fk_opinion_statement_request references opinion_request (id),
    stand text not null constraint ck_opinion_statement_stand check (stand in ('agree', 'remarks', 'disagree')),
    text text not null,
    who text not null,
    at {moment} not null,
    constraint ck_opinion_statement_text check (stand = 'agree' or text <> '')
);;
create index ix_opinion_statement_request on opinion_statement (request_id);;
create table opinion_handling (
    id {serial},
    statement_id bigint not null constraint fk_opinion_handling_statement references opinion_statement (id),
    handling text not null constraint ck_opinion_handling_handling check (handling in ('taken_up', 'explained')),
    text text not null constraint ck_opinion_handling_text check (text <> ''),
    who text not null,
    at {moment} not null
);;
create index ix_opinion_handling_statement on opinion_handling (statement_id);;
create table opinion_withdrawal (
    request_id bigint primary key constraint fk_opinion_withdrawal_request references opinion_request (id),
    reason text not null constraint ck_opinion_withdrawal_reason check (reason <> ''),
    who text not null,
    at {moment} not null
)
";

const TABLES: [&str; 4] = ["opinion_request", "opinion_statement", "opinion_handling", "opinion_withdrawal"];

fn kept_sqlite(table: &str) -> String {
    format!(
        "create trigger tg_{table}_update before update on {table}
            begin select raise(abort, 'an opinion is not changed'); end;;
        create trigger tg_{table}_delete before delete on {table}
            begin select raise(abort, 'an opinion is not changed'); end"
    )
}

const REFUSE_POSTGRES: &str = "
create or replace function refuse_change_of_opinion() returns trigger language plpgsql as $$
begin
    raise exception 'an opinion is not changed';
end $$
";

fn kept_postgres(table: &str) -> String {
    format!(
        "create trigger tg_{table}_kept before update or delete on {table}
            for each row execute function refuse_change_of_opinion()"
    )
}

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLES_UP).await?;
        let postgres = is_postgres(manager);
        if postgres {
            crate::run(manager, REFUSE_POSTGRES).await?;
        }
        for table in TABLES {
            let script = if postgres { kept_postgres(table) } else { kept_sqlite(table) };
            crate::run(manager, &script).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &TABLES).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_opinion()").await
        } else {
            Ok(())
        }
    }
}
