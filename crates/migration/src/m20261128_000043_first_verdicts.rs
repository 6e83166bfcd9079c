//! When a point got its first verdict: one that is changed later does not move the day on which its answer was decided.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table point add column first_decided_at {moment};;
update point set first_decided_at = decided_at
";

const DOWN: &str = "alter table point drop column first_decided_at";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await
    }
}
