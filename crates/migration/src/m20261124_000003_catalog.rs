//! Entries, their versions, editions, and imports of annexes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["entry", "entry_owner", "entry_version", "edition", "edition_entry", "catalog_import"];

const UP: &str = "
create table entry (
    code text not null constraint pk_entry primary key,
    number integer,
    created_at {moment} not null
);;
create table entry_owner (
    entry_code text not null constraint fk_entry_owner_entry references entry (code),
    agency_id text not null,
    valid_from {date} not null,
    valid_to {date},
    basis text not null,
    constraint pk_entry_owner primary key (entry_code, valid_from)
);;
create table entry_version (
    id {serial},
    entry_code text not null constraint fk_entry_version_entry references entry (code),
    content text not null,
    content_sha256 text not null,
    name text not null,
    name_key text not null,
    owner_id text not null,
    sector text not null,
    update_frequency text not null,
    lower_name text not null,
    fold_name text not null,
    fold_items text not null,
    fold_text text not null,
    open_items integer not null,
    default_items integer not null,
    specific_items integer not null,
    none_items integer not null,
    constraint uq_entry_version_content unique (entry_code, content_sha256)
);;
create table edition (
    id {serial},
    year integer not null,
    stage text not null constraint ck_edition_stage check (stage in ('compiling', 'submitted', 'issued', 'superseded')),
    base_id bigint constraint fk_edition_base references edition (id),
    campaign_year integer,
    number text,
    decision_date {date},
    effective_from {date},
    effective_to {date},
    signer text,
    signer_title text,
    file_id text constraint fk_edition_file references stored_file (id),
    content_sha256 text not null,
    created_at {moment} not null,
    version bigint not null,
    constraint uq_edition_number unique (number, decision_date),
    constraint ck_edition_decision check (stage in ('compiling', 'submitted')
        or (number is not null and decision_date is not null and effective_from is not null and signer is not null))
);;
create table edition_entry (
    edition_id bigint not null constraint fk_edition_entry_edition references edition (id),
    entry_code text not null constraint fk_edition_entry_entry references entry (code),
    version_id bigint not null constraint fk_edition_entry_version references entry_version (id),
    group_position integer not null,
    position integer not null,
    constraint pk_edition_entry primary key (edition_id, entry_code)
);;
create index ix_edition_entry_version on edition_entry (version_id);;
create table catalog_import (
    id {serial},
    file_name text not null,
    file_sha256 text not null,
    annex text not null,
    header text not null,
    edition_id bigint constraint fk_catalog_import_edition references edition (id),
    created_by text,
    created_at {moment} not null
);;
create index ix_catalog_import_file on catalog_import (file_sha256)
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
