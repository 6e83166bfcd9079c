//! What somebody typed into an answer that another had saved meanwhile. It is kept until its writer settles it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table answer_aside (
    id {serial},
    answer_id bigint not null constraint fk_answer_aside_answer references answer (id),
    account_id text not null,
    version bigint not null,
    opened text not null,
    typed text not null,
    at {moment} not null
);;
create index ix_answer_aside_answer on answer_aside (answer_id, account_id)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["answer_aside"]).await
    }
}
