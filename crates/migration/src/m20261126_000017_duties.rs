//! The dated duties that follow when the catalog is issued, the rules that they come from, and what was done of them.
//!
//! The rules are those of the regulation and of decree 47/2020 with the days of its validity. Articles 9 and 16.1 give a
//! duty and no number of days: the thirty working days are the coordinator's target.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["duty_rule", "duty", "duty_event"];

const UP: &str = "
create table duty_rule (
    id {serial},
    kind text not null constraint ck_duty_rule_kind
        check (kind in ('load', 'documents', 'refresh', 'open_review', 'sharing_review')),
    frequency text,
    amount integer not null constraint ck_duty_rule_amount check (amount between 1 and 400),
    unit text not null constraint ck_duty_rule_unit check (unit in ('working_day', 'week', 'month')),
    document text not null,
    article integer not null,
    clause integer not null,
    valid_from {date} not null,
    valid_to {date},
    is_target boolean not null,
    constraint ck_duty_rule_order check (valid_to is null or valid_to >= valid_from)
);;
insert into duty_rule (kind, frequency, amount, unit, document, article, clause, valid_from, valid_to, is_target) values
    ('load', null, 30, 'working_day', 'qd-01-2023', 16, 1, '2023-01-22', null, true),
    ('documents', null, 30, 'working_day', 'qd-01-2023', 9, 0, '2023-01-22', null, true),
    ('refresh', 'W1', 1, 'week', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'M1', 1, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'Q1', 3, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'HK', 6, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'MV', 6, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'H6', 6, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('refresh', 'Y1', 12, 'month', 'qd-01-2023', 5, 1, '2023-01-22', null, false),
    ('open_review', null, 6, 'month', 'nd-47-2020', 20, 3, '2023-01-22', '2025-08-18', false),
    ('sharing_review', null, 6, 'month', 'nd-47-2020', 34, 2, '2023-01-22', '2025-10-21', false);;
create table duty (
    id {serial},
    entry_code text not null constraint fk_duty_entry references entry (code),
    kind text not null constraint ck_duty_kind
        check (kind in ('load', 'documents', 'refresh', 'open_review', 'sharing_review')),
    starts_on {date} not null,
    ends_on {date} not null,
    due_on {date} not null,
    anchor_day integer not null,
    document text not null,
    article integer not null,
    clause integer not null,
    is_target boolean not null,
    done_on {date},
    excused_on {date},
    ended_on {date},
    created_at {moment} not null,
    version bigint not null,
    constraint uq_duty_period unique (entry_code, kind, starts_on),
    constraint ck_duty_closed_once check (done_on is null or excused_on is null)
);;
create index ix_duty_due on duty (due_on);;
create table duty_event (
    id {serial},
    duty_id bigint not null constraint fk_duty_event_duty references duty (id),
    action text not null constraint ck_duty_event_action check (action in ('done', 'excused', 'reopened')),
    note text not null,
    link text not null,
    file_id text constraint fk_duty_event_file references stored_file (id),
    account_id text,
    account_name text not null,
    at {moment} not null
);;
create index ix_duty_event_duty on duty_event (duty_id)
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
