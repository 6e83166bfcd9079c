//! Phrases that mean the same, for the search. A group is known by the folded letters of its first phrase.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table synonym_group (
    id {serial},
    key text not null constraint uq_synonym_group_key unique,
    phrases text not null,
    note text not null,
    version bigint not null
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["synonym_group"]).await
    }
}
