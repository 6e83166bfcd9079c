//! The terms of a review as dated rules; the day by which answers that came back are sent anew; and what an agency gave up
//! after it was sent, which stays in the minutes.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// `minuted` is JSON: a proposal that was taken out, as the minutes have it. Points that fell away before are marked without a
// moment: it is not known.
const UP: &str = "
create table term_rule (
    kind text not null constraint ck_term_rule_kind check (kind in ('answers', 'returned', 'opinion')),
    days integer constraint ck_term_rule_days check (days between 1 and 60),
    month integer constraint ck_term_rule_month check (month between 1 and 12),
    day integer constraint ck_term_rule_day check (day between 1 and 31),
    valid_from {date} not null,
    constraint pk_term_rule primary key (kind, valid_from),
    constraint ck_term_rule_term check ((kind = 'answers') = (days is null)
        and (days is null) = (month is not null) and (days is null) = (day is not null))
);;
insert into term_rule (kind, days, month, day, valid_from) values
    ('answers', null, 11, 15, '2023-01-22'),
    ('returned', 5, null, null, '2023-01-22'),
    ('opinion', 5, null, null, '2023-01-22');;
alter table response add column returned_round integer;;
alter table response add column returned_on {date};;
alter table response add column returned_due_on {date};;
alter table due_extension add column again boolean not null default false;;
alter table lateness add column again boolean not null default false;;
alter table point add column fell_at {moment};;
create table fallen_answer (
    id {serial},
    response_id bigint not null constraint fk_fallen_answer_response references response (id),
    answer_id bigint not null,
    minuted text not null,
    at {moment} not null
);;
create index ix_fallen_answer_response on fallen_answer (response_id)
";

const SQLITE: &str = "
create trigger tg_fallen_answer_delete before delete on fallen_answer
    begin select raise(abort, 'what was minuted is kept'); end;;
create trigger tg_fallen_answer_update before update on fallen_answer
    begin select raise(abort, 'what was minuted is kept'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_minutes() returns trigger language plpgsql as $$
begin
    raise exception 'what was minuted is kept';
end $$;;
create trigger tg_fallen_answer_kept before update or delete on fallen_answer
    for each row execute function refuse_change_of_minutes()
";

const DOWN: &str = "
alter table point drop column fell_at;;
alter table lateness drop column again;;
alter table due_extension drop column again;;
alter table response drop column returned_due_on;;
alter table response drop column returned_on;;
alter table response drop column returned_round
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["fallen_answer", "term_rule"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_minutes()").await?;
        }
        crate::run(manager, DOWN).await
    }
}
