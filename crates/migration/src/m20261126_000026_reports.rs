//! The reports of a year: sections, figures with the numbers that were given instead, tables, and what happened to them.
//! The database itself refuses to change what a section or a figure says once the report lies before the head, and
//! anything of a report that was accepted or signed. The days on which reports are due follow dated rules.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLES: &[&str] = &["report_rule", "report", "report_section", "report_line", "report_table", "report_event"];

const UP: &str = "
create table report_rule (
    kind text not null constraint ck_report_rule_kind check (kind in ('agency', 'consolidated')),
    month integer not null constraint ck_report_rule_month check (month between 1 and 12),
    day integer not null constraint ck_report_rule_day check (day between 1 and 31),
    valid_from {date} not null,
    constraint pk_report_rule primary key (kind, valid_from)
);;
insert into report_rule (kind, month, day, valid_from) values
    ('agency', 12, 14, '2023-01-22'),
    ('consolidated', 12, 31, '2023-01-22');;
create table report (
    id text not null constraint pk_report primary key,
    kind text not null constraint ck_report_kind check (kind in ('agency', 'consolidated')),
    year integer not null,
    agency_id text not null,
    stage text not null constraint ck_report_stage check (stage in
        ('draft', 'awaiting_approval', 'sent', 'returned', 'accepted', 'signed', 'forwarded')),
    due_on {date} not null,
    figures_at {moment} not null,
    standings text not null,
    laid_by text,
    comment text not null,
    number text,
    number_date {date},
    first_sent_at {moment},
    version bigint not null,
    constraint ck_report_number check ((number is null) = (number_date is null))
);;
create index ix_report_year on report (year, kind);;
create table report_section (
    report_id text not null constraint fk_report_section_report references report (id),
    section text not null,
    text text not null,
    version bigint not null,
    saved_by text not null,
    saved_at {moment},
    constraint pk_report_section primary key (report_id, section)
);;
create table report_line (
    report_id text not null constraint fk_report_line_report references report (id),
    measure text not null,
    definition integer not null,
    part bigint,
    whole bigint,
    given bigint constraint ck_report_line_given check (given >= 0),
    reason text not null,
    given_by text not null,
    given_at {moment},
    constraint pk_report_line primary key (report_id, measure),
    constraint ck_report_line_amount check ((part is null) = (whole is null)),
    constraint ck_report_line_reason check
        ((given is null) = (given_at is null) and (given is null) = (reason = ''))
);;
create table report_table (
    report_id text not null constraint fk_report_table_report references report (id),
    section text not null,
    content text not null,
    constraint pk_report_table primary key (report_id, section)
);;
create table report_event (
    id {serial},
    report_id text not null constraint fk_report_event_report references report (id),
    attempted text not null,
    to_stage text not null,
    note text not null,
    who text not null,
    at {moment} not null
);;
create index ix_report_event_report on report_event (report_id, id)
";

/// The parts of a report that are written while it is a draft or was returned, and never else.
const PARTS: [&str; 3] = ["report_section", "report_line", "report_table"];

const SQLITE_PART: &str = "
create trigger tg_PART_insert before insert on PART
    when (select stage from report where id = new.report_id) not in ('draft', 'returned')
    begin select raise(abort, 'a report that was laid or accepted never changes'); end;;
create trigger tg_PART_update before update on PART
    when exists (select 1 from report where id in (old.report_id, new.report_id) and stage not in ('draft', 'returned'))
    begin select raise(abort, 'a report that was laid or accepted never changes'); end;;
create trigger tg_PART_delete before delete on PART
    when (select stage from report where id = old.report_id) not in ('draft', 'returned')
    begin select raise(abort, 'a report that was laid or accepted never changes'); end
";

const SQLITE: &str = "
create trigger tg_report_update before update on report
    when old.stage in ('accepted', 'forwarded')
        or old.stage = 'signed' and new.stage <> 'forwarded'
        or old.stage not in ('draft', 'returned') and
            (new.figures_at <> old.figures_at or new.standings <> old.standings)
        or new.id <> old.id or new.kind <> old.kind or new.year <> old.year or new.agency_id <> old.agency_id
        or new.due_on <> old.due_on
    begin select raise(abort, 'a report that was laid or accepted never changes'); end;;
create trigger tg_report_delete before delete on report
    begin select raise(abort, 'a report that was laid or accepted never changes'); end;;
create trigger tg_report_event_update before update on report_event
    begin select raise(abort, 'what happened to a report never changes'); end;;
create trigger tg_report_event_delete before delete on report_event
    begin select raise(abort, 'what happened to a report never changes'); end
";

const POSTGRES_PART: &str = "
create trigger tg_PART_kept before insert or update or delete on PART
    for each row execute function refuse_change_in_report()
";

const POSTGRES: &str = "
create or replace function refuse_change_in_report() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists
        (select 1 from report where id = old.report_id and stage not in ('draft', 'returned')) then
        raise exception 'a report that was laid or accepted never changes';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if exists (select 1 from report where id = new.report_id and stage not in ('draft', 'returned')) then
        raise exception 'a report that was laid or accepted never changes';
    end if;
    return new;
end $$;;
create or replace function refuse_change_of_report() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        raise exception 'a report that was laid or accepted never changes';
    end if;
    if old.stage in ('accepted', 'forwarded')
        or old.stage = 'signed' and new.stage <> 'forwarded'
        or old.stage not in ('draft', 'returned') and
            (new.figures_at <> old.figures_at or new.standings <> old.standings)
        or new.id <> old.id or new.kind <> old.kind or new.year <> old.year or new.agency_id <> old.agency_id
        or new.due_on <> old.due_on then
        raise exception 'a report that was laid or accepted never changes';
    end if;
    return new;
end $$;;
create or replace function refuse_change_of_report_event() returns trigger language plpgsql as $$
begin
    raise exception 'what happened to a report never changes';
end $$;;
create trigger tg_report_kept before update or delete on report
    for each row execute function refuse_change_of_report();;
create trigger tg_report_event_kept before update or delete on report_event
    for each row execute function refuse_change_of_report_event()
";

const POSTGRES_DOWN: &str = "
drop function refuse_change_in_report();;
drop function refuse_change_of_report();;
drop function refuse_change_of_report_event()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        let (whole, part) = if is_postgres(manager) { (POSTGRES, POSTGRES_PART) } else { (SQLITE, SQLITE_PART) };
        crate::run(manager, whole).await?;
        for name in PARTS {
            crate::run(manager, &part.replace("PART", name)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, TABLES).await?;
        if is_postgres(manager) { crate::run(manager, POSTGRES_DOWN).await } else { Ok(()) }
    }
}
