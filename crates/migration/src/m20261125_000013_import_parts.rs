//! What an import understood of its entries is kept in parts, beside the row that says whose they are, so that it is
//! never held whole; and when somebody last worked on the import, so that an abandoned one can be forgotten. The column
//! `annex` keeps the rest; imports from before have their entries in it.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table catalog_import_part (
    import_id bigint not null constraint fk_catalog_import_part_import references catalog_import (id),
    position integer not null,
    size integer not null,
    entries text not null,
    constraint pk_catalog_import_part primary key (import_id, position)
);;
alter table catalog_import add column touched_at {moment}
";

const DOWN: &str = "
alter table catalog_import drop column touched_at;;
drop table catalog_import_part
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
