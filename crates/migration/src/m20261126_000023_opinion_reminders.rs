//! What was sent to remind an asked agency of its opinion: each step once, with how many people it reached.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table opinion_reminder (
    request_id bigint not null constraint fk_opinion_reminder_request references opinion_request (id),
    step text not null,
    sent_at {moment} not null,
    recipients integer not null,
    constraint pk_opinion_reminder primary key (request_id, step)
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["opinion_reminder"]).await
    }
}
