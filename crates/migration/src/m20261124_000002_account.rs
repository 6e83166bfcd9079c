//! Accounts, sessions, sign-in attempts, kept files, and the audit chain.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["account", "session", "sign_in_attempt", "stored_file", "audit"];

const UP: &str = "
create table account (
    id text not null constraint pk_account primary key,
    username text not null constraint uq_account_username unique,
    name text not null,
    role text not null constraint ck_account_role
        check (role in ('officer', 'head', 'appraiser', 'clerk', 'leader', 'administrator')),
    agency_id text,
    password_hash text not null,
    active boolean not null,
    created_at {moment} not null
);;
create table session (
    id text not null constraint pk_session primary key,
    account_id text,
    data text not null,
    expires_at {moment} not null
);;
create index ix_session_expires on session (expires_at);;
create table sign_in_attempt (
    id {serial},
    username text not null,
    address text not null,
    at {moment} not null,
    ok boolean not null
);;
create index ix_sign_in_attempt_username on sign_in_attempt (username, at);;
create index ix_sign_in_attempt_address on sign_in_attempt (address, at);;
create table stored_file (
    id text not null constraint pk_stored_file primary key,
    sha256 text not null,
    name text not null,
    media_type text not null,
    bytes bigint not null,
    created_at {moment} not null
);;
create table audit (
    seq bigint not null constraint pk_audit primary key,
    at {moment} not null,
    account_id text,
    agency_id text,
    action text not null,
    object text not null,
    detail text not null,
    prev_hash text not null,
    hash text not null constraint uq_audit_hash unique
)
";

const APPEND_ONLY_SQLITE: &str = "
create trigger tg_audit_no_update before update on audit begin select raise(abort, 'audit is append-only'); end;;
create trigger tg_audit_no_delete before delete on audit begin select raise(abort, 'audit is append-only'); end
";

const APPEND_ONLY_POSTGRES: &str = "
create or replace function refuse_audit_change() returns trigger language plpgsql as
$$ begin raise exception 'audit is append-only'; end $$;;
create trigger tg_audit_append_only before update or delete on audit
    for each row execute function refuse_audit_change()
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        let postgres = manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres;
        crate::run(manager, if postgres { APPEND_ONLY_POSTGRES } else { APPEND_ONLY_SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, TABLES).await
    }
}
