//! Every comment with which an answer came back: a second return does not take the first one's place. And the version of a
//! settled overlap, so that nobody settles over what they have not read.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// What came back before is told by the event of its return.
const UP: &str = "
alter table overlap_settlement add column version bigint not null default 1;;
create table answer_return (
    id {serial},
    answer_id bigint not null constraint fk_answer_return_answer references answer (id),
    text text not null constraint ck_answer_return_text check (text <> ''),
    who text not null,
    at {moment} not null
);;
create index ix_answer_return_answer on answer_return (answer_id);;
insert into answer_return (answer_id, text, who, at)
    select answer.id, answer.comment, review_event.who, review_event.at
    from answer
    join response on response.id = answer.response_id
    join review_event on review_event.id = (
        select max(told.id) from review_event told
        where told.campaign_year = response.campaign_year and told.agency_id = response.agency_id
            and told.to_stage = 'returned' and told.note = answer.comment)
    where answer.comment <> ''
";

const SQLITE: &str = "
create trigger tg_answer_return_update before update on answer_return
    begin select raise(abort, 'what was said is not changed'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_return() returns trigger language plpgsql as $$
begin
    raise exception 'what was said is not changed';
end $$;;
create trigger tg_answer_return_update before update on answer_return
    for each row execute function refuse_change_of_return()
";

const DOWN: &str = "
alter table overlap_settlement drop column version
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
        crate::drop_tables(manager, &["answer_return"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_return()").await?;
        }
        crate::run(manager, DOWN).await
    }
}
