//! A notice need not belong to a review: duties begin with a decision, and one that was imported had none.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// SQLite has no words to let a column be empty that was not.
const SQLITE: &str = "
alter table notice rename column campaign_year to campaign_was;;
alter table notice add column campaign_year integer constraint fk_notice_campaign references campaign (year);;
update notice set campaign_year = campaign_was;;
alter table notice drop column campaign_was
";

const POSTGRES: &str = "alter table notice alter column campaign_year drop not null";

const DOWN: &str = "
delete from outbox where notice_id in (select id from notice where campaign_year is null);;
delete from notice where campaign_year is null
";

// On SQLite the column stays as it is: nobody writes an empty one any more.
const DOWN_POSTGRES: &str = "alter table notice alter column campaign_year set not null";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await?;
        if is_postgres(manager) {
            crate::run(manager, DOWN_POSTGRES).await?;
        }
        Ok(())
    }
}
