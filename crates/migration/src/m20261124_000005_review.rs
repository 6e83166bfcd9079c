//! Campaigns, the agencies' responses, answers, points with verdicts, and what happened when.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["campaign", "response", "answer", "point", "review_event"];

const UP: &str = "
create table campaign (
    year integer not null constraint pk_campaign primary key,
    stage text not null constraint ck_campaign_stage
        check (stage in ('planned', 'open', 'closed', 'consolidated', 'submitted', 'concluded')),
    letter_number text not null,
    letter_date {date} not null,
    due_on {date} not null,
    opened_at {moment} not null,
    opened_by text,
    base_edition_id bigint not null constraint fk_campaign_base references edition (id),
    draft_edition_id bigint constraint fk_campaign_draft references edition (id),
    version bigint not null
);;
create table response (
    id {serial},
    campaign_year integer not null constraint fk_response_campaign references campaign (year),
    agency_id text not null,
    position integer not null,
    stage text not null constraint ck_response_stage check (stage in
        ('not_started', 'in_progress', 'awaiting_approval', 'submitted', 'returned', 'accepted')),
    version bigint not null,
    nothing_to_change boolean not null,
    laid_by text,
    comment text not null,
    round integer not null,
    submitted_at {moment},
    first_submitted_at {moment},
    approved_by text,
    receipt_number text,
    receipt_sha256 text,
    constraint uq_response_agency unique (campaign_year, agency_id)
);;
create table answer (
    id {serial},
    response_id bigint not null constraint fk_answer_response references response (id),
    entry_code text,
    position integer not null,
    kind text constraint ck_answer_kind check (kind in ('keep', 'modify', 'withdraw', 'merge', 'transfer', 'propose')),
    reason text not null,
    target text not null,
    content text,
    plan text,
    version bigint not null,
    saved_at {moment},
    saved_by text not null,
    returned boolean not null,
    comment text not null,
    given_code text,
    constraint uq_answer_entry unique (response_id, entry_code)
);;
create index ix_answer_response on answer (response_id);;
create table point (
    id {serial},
    answer_id bigint not null constraint fk_point_answer references answer (id),
    position integer not null,
    place_key text,
    place_item text,
    old_value text not null,
    new_value text not null,
    round integer not null,
    superseded boolean not null,
    verdict text constraint ck_point_verdict check (verdict in ('accept', 'accept_modified', 'reject')),
    verdict_value text not null,
    verdict_reason text not null,
    decided_by text not null,
    decided_at {moment}
);;
create index ix_point_answer on point (answer_id);;
create table review_event (
    id {serial},
    campaign_year integer not null constraint fk_review_event_campaign references campaign (year),
    agency_id text,
    at {moment} not null,
    who text not null,
    from_stage text not null,
    to_stage text not null,
    note text not null
);;
create index ix_review_event_agency on review_event (campaign_year, agency_id)
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
