//! What was typed over another's save of a kept draft is a draft of its own, beside it, until the two are put together.
//! `opened` tells what its form was made from.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table kept_proposal add column beside bigint;;
alter table kept_proposal add column opened text not null default ''
";

const DOWN: &str = "
alter table kept_proposal drop column opened;;
alter table kept_proposal drop column beside
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
