//! The folded texts of an entry go: searches use an index in memory, and nothing reads these columns.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table entry_version drop column lower_name;;
alter table entry_version drop column fold_name;;
alter table entry_version drop column fold_items;;
alter table entry_version drop column fold_text
";

const DOWN: &str = "
alter table entry_version add column lower_name text not null default '';;
alter table entry_version add column fold_name text not null default '';;
alter table entry_version add column fold_items text not null default '';;
alter table entry_version add column fold_text text not null default ''
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
