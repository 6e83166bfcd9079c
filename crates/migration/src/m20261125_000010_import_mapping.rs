//! The workbook of an import is kept until it is confirmed, with how its columns were understood; mappings are
//! remembered by the header's words; the writing of an import can be seen and, when it was cut short, begun again.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table catalog_import add column file_id text;;
alter table catalog_import add column mapping text;;
alter table catalog_import add column sheets text;;
alter table catalog_import add column remembered boolean not null default false;;
alter table catalog_import add column writing_since {moment};;
create table import_mapping (
    header_sha256 text not null constraint pk_import_mapping primary key,
    mapping text not null,
    saved_by text,
    saved_at {moment} not null
)
";

const DOWN: &str = "
drop table import_mapping;;
alter table catalog_import drop column writing_since;;
alter table catalog_import drop column remembered;;
alter table catalog_import drop column sheets;;
alter table catalog_import drop column mapping;;
alter table catalog_import drop column file_id
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
