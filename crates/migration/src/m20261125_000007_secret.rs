//! What an officer declares of state secrets in an answer. Answers of before have no declaration, and ask for one when
//! they are sent again.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table answer add column secret text not null default 'undeclared'
    constraint ck_answer_secret check (secret in ('undeclared', 'none'))
";

const DOWN: &str = "
alter table answer drop column secret
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
