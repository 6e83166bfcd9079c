//! The day on which the opinion was due when a step reminded of it: days off that are made known later move it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table opinion_reminder add column due_on {date};;
update opinion_reminder set due_on = (select due_on from opinion_request where id = request_id)
";

const DOWN: &str = "alter table opinion_reminder drop column due_on";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await
    }
}
