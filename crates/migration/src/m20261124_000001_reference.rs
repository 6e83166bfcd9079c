//! Agencies by date, the calendar, and the reference lists of the catalog.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] =
    &["agency_period", "agency_event", "agency_event_side", "holiday", "sector", "update_frequency", "consumer_class"];

const UP: &str = "
create table agency_period (
    id text not null,
    valid_from {date} not null,
    valid_to {date},
    code text not null,
    name text not null,
    name_key text not null,
    short_name text not null,
    tier text not null constraint ck_agency_period_tier
        check (tier in ('province', 'district', 'commune', 'central', 'other')),
    kind text not null,
    parent_id text,
    functions text not null,
    constraint pk_agency_period primary key (id, valid_from),
    constraint ck_agency_period_order check (valid_to is null or valid_to >= valid_from)
);;
create table agency_event (
    id text not null constraint pk_agency_event primary key,
    date {date} not null,
    kind text not null constraint ck_agency_event_kind
        check (kind in ('merge', 'split', 'rename', 'dissolve', 'create', 'transfer_function')),
    legal_document text not null,
    note text not null
);;
create table agency_event_side (
    event_id text not null constraint fk_agency_event_side_event references agency_event (id),
    side text not null constraint ck_agency_event_side_side check (side in ('from', 'to')),
    agency_id text not null,
    position integer not null,
    constraint pk_agency_event_side primary key (event_id, side, agency_id)
);;
create index ix_agency_event_side_agency on agency_event_side (agency_id);;
create table holiday (
    date {date} not null constraint pk_holiday primary key,
    name text not null,
    kind text not null constraint ck_holiday_kind check (kind in ('holiday', 'swap_off', 'swap_work'))
);;
create table sector (id text not null constraint pk_sector primary key, name text not null, position integer not null);;
create table update_frequency (
    id text not null constraint pk_update_frequency primary key,
    name text not null,
    position integer not null
);;
create table consumer_class (
    id text not null constraint pk_consumer_class primary key,
    group_no integer not null constraint uq_consumer_class_group unique,
    name text not null,
    valid_from {date} not null,
    valid_to {date}
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
