//! The clocks of a review: the ladder of reminders, what was sent of it, notices, the outbox, extensions, lateness, and
//! the letters that urge. Lateness is never deleted and never grows less.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table account add column email text not null default '';;
create table reminder_step (
    id {serial},
    days integer not null,
    unit text not null constraint ck_reminder_step_unit check (unit in ('day', 'working_day')),
    audience text not null constraint ck_reminder_step_audience check (audience in ('officer', 'head', 'office')),
    constraint uq_reminder_step unique (days, unit, audience)
);;
insert into reminder_step (days, unit, audience) values (-14, 'day', 'officer'), (-7, 'day', 'officer'),
    (-1, 'working_day', 'officer'), (1, 'working_day', 'officer'), (7, 'day', 'officer'), (10, 'day', 'head'),
    (14, 'day', 'office');;
create table reminder (
    campaign_year integer not null constraint fk_reminder_campaign references campaign (year),
    agency_id text not null,
    due_on {date} not null,
    step text not null,
    sent_at {moment} not null,
    recipients integer not null,
    constraint pk_reminder primary key (campaign_year, agency_id, due_on, step)
);;
create table notice (
    id {serial},
    account_id text not null constraint fk_notice_account references account (id),
    kind text not null,
    campaign_year integer not null constraint fk_notice_campaign references campaign (year),
    about text not null,
    at {moment} not null,
    read_at {moment}
);;
create index ix_notice_account on notice (account_id, id);;
create table outbox (
    id {serial},
    notice_id bigint not null constraint fk_outbox_notice references notice (id)
        constraint uq_outbox_notice unique,
    recipient text not null,
    message_id text not null constraint uq_outbox_message unique,
    state text not null constraint ck_outbox_state check (state in ('waiting', 'sending', 'sent', 'failed')),
    attempts integer not null,
    next_attempt_at {moment} not null,
    lease_until {moment},
    last_error text not null,
    created_at {moment} not null,
    sent_at {moment},
    constraint ck_outbox_lease check ((state = 'sending') = (lease_until is not null)),
    constraint ck_outbox_sent check ((state = 'sent') = (sent_at is not null))
);;
create index ix_outbox_state on outbox (state, next_attempt_at);;
create table due_extension (
    id {serial},
    campaign_year integer not null constraint fk_due_extension_campaign references campaign (year),
    agency_id text not null,
    due_on {date} not null,
    reason text not null constraint ck_due_extension_reason check (reason <> ''),
    decided_by text not null,
    decided_at {moment} not null,
    constraint uq_due_extension unique (campaign_year, agency_id, due_on)
);;
create table lateness (
    campaign_year integer not null constraint fk_lateness_campaign references campaign (year),
    agency_id text not null,
    due_on {date} not null,
    days_late integer not null constraint ck_lateness_days check (days_late > 0),
    answered_on {date},
    constraint pk_lateness primary key (campaign_year, agency_id, due_on)
);;
create table urging_letter (
    id {serial},
    campaign_year integer not null constraint fk_urging_letter_campaign references campaign (year),
    agency_id text not null,
    number text not null,
    letter_date {date} not null,
    letter_year integer not null,
    due_on {date} not null,
    recorded_by text not null,
    recorded_at {moment} not null,
    constraint uq_urging_letter unique (number, letter_year)
);;
create index ix_urging_letter_agency on urging_letter (campaign_year, agency_id)
";

const KEPT_SQLITE: &str = "
create trigger tg_lateness_no_delete before delete on lateness
    begin select raise(abort, 'lateness is kept'); end;;
create trigger tg_lateness_no_less before update on lateness
    when new.campaign_year <> old.campaign_year or new.agency_id <> old.agency_id or new.due_on <> old.due_on
        or new.days_late < old.days_late or (old.answered_on is not null and new.answered_on is null)
    begin select raise(abort, 'lateness is kept'); end
";

const KEPT_POSTGRES: &str = "
create or replace function refuse_less_lateness() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or new.campaign_year <> old.campaign_year or new.agency_id <> old.agency_id
        or new.due_on <> old.due_on or new.days_late < old.days_late
        or (old.answered_on is not null and new.answered_on is null) then
        raise exception 'lateness is kept';
    end if;
    return new;
end $$;;
create trigger tg_lateness_kept before update or delete on lateness
    for each row execute function refuse_less_lateness()
";

const TABLES: &[&str] =
    &["reminder_step", "reminder", "notice", "outbox", "due_extension", "lateness", "urging_letter"];

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        crate::run(manager, if is_postgres(manager) { KEPT_POSTGRES } else { KEPT_SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, TABLES).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_less_lateness()").await?;
        }
        crate::run(manager, "alter table account drop column email").await
    }
}
