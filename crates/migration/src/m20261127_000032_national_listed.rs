//! What the last list said of each national database, so that a new one takes nothing from what the coordinator edited.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// What no form has touched is as the last list says. Of the others nobody knows it any more: whatever a list would change
// of them counts as edited.
const UP: &str = "
create table national_listed (
    id text not null constraint pk_national_listed primary key,
    name text not null,
    owner_ministry text not null,
    subject text not null,
    key_data_items text not null,
    legal_basis text not null
);;
insert into national_listed (id, name, owner_ministry, subject, key_data_items, legal_basis)
    select id, name, owner_ministry, subject, key_data_items, legal_basis
    from national_database
    where id not in (select object from audit where action in ('national.add', 'national.change'))
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["national_listed"]).await
    }
}
