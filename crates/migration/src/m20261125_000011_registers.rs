//! The registers that entries are checked against: national and ministerial databases with what was settled of overlaps
//! (article 5.3), and legal documents.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["national_database", "overlap_settlement", "legal_document"];

const UP: &str = "
create table national_database (
    id text not null constraint pk_national_database primary key,
    name text not null,
    name_key text not null,
    owner_ministry text not null,
    subject text not null,
    key_data_items text not null,
    legal_basis text not null,
    active boolean not null,
    version bigint not null
);;
create table overlap_settlement (
    id {serial},
    subject text not null,
    other text not null,
    settlement text not null constraint ck_overlap_settlement check (settlement in
        ('duplicate', 'synchronised', 'different')),
    reason text not null,
    fingerprint text not null,
    settled_by text not null,
    settled_at {moment} not null,
    constraint uq_overlap_settlement unique (subject, other)
);;
create index ix_overlap_settlement_other on overlap_settlement (other);;
create table legal_document (
    id text not null constraint pk_legal_document primary key,
    number text not null,
    number_key text not null,
    kind text not null,
    title text not null,
    issuer text not null,
    date_issued {date},
    effective_from {date},
    effective_to {date},
    replaced_by text,
    version bigint not null,
    constraint ck_legal_document_order check (effective_to is null or effective_from is null
        or effective_to >= effective_from)
);;
create index ix_legal_document_number on legal_document (number_key)
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
