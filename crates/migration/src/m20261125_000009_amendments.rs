//! Changes of the catalog out of the yearly cycle: the reason of such a round, and the requests of agencies. A campaign's
//! key is its year, of a round of changes the year and two digits.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table campaign add column reason text not null default '';;
alter table campaign add column abandoned boolean not null default false;;
create table change_request (
    id {serial},
    agency_id text not null,
    stage text not null constraint ck_change_request_stage
        check (stage in ('raised', 'accepted', 'rejected', 'withdrawn')),
    version bigint not null,
    reason text not null,
    letter_number text not null,
    letter_date {date} not null,
    raised_by text not null,
    raised_at {moment} not null,
    decided_by text not null,
    decided_at {moment},
    answer text not null,
    campaign_year integer constraint fk_change_request_campaign references campaign (year),
    constraint ck_change_request_decided check ((stage = 'raised') = (decided_at is null)),
    constraint ck_change_request_campaign check ((stage = 'accepted') = (campaign_year is not null))
);;
create index ix_change_request_agency on change_request (agency_id);;
create table change_request_entry (
    request_id bigint not null constraint fk_change_request_entry_request references change_request (id),
    entry_code text not null constraint fk_change_request_entry_entry references entry (code),
    position integer not null,
    constraint pk_change_request_entry primary key (request_id, entry_code)
)
";

const DOWN: &str = "
drop table change_request_entry;;
drop table change_request;;
alter table campaign drop column abandoned;;
alter table campaign drop column reason
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
