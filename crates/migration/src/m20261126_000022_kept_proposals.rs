//! Drafts of proposals that an agency keeps for another year. One that a review took up stays, as history.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table kept_proposal (
    id {serial},
    agency_id text not null,
    said text not null,
    origin text not null constraint ck_kept_proposal_origin check (origin in ('unsent', 'refused', 'written')),
    campaign_year integer constraint fk_kept_proposal_campaign references campaign (year),
    answer_id bigint,
    version bigint not null,
    saved_at {moment} not null,
    saved_by text not null,
    taken_year integer constraint fk_kept_proposal_taken references campaign (year),
    taken_answer bigint
);;
create index ix_kept_proposal_agency on kept_proposal (agency_id)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["kept_proposal"]).await
    }
}
