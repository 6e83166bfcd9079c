//! The day from which a withdrawal, a merger or a transfer takes place, as the officer writes it. Answers of before have
//! none, and ask for one when they are sent again.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table answer add column effective text not null default ''
";

const DOWN: &str = "
alter table answer drop column effective
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
