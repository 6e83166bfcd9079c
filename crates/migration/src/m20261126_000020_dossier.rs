//! What people record of a campaign's dossier: in whose name the decision is signed, the documents of its preamble, the
//! number and date of the submission. The document system gives the number; it is taken once a year by one submission.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "
create table dossier (
    campaign_year integer not null constraint pk_dossier primary key
        constraint fk_dossier_campaign references campaign (year),
    capacity text not null
        constraint ck_dossier_capacity check (capacity in ('chairman', 'deputy', 'committee', 'committee_deputy')),
    basis text not null,
    submission_number text,
    submission_date {date},
    submission_year integer,
    version bigint not null,
    recorded_by text not null,
    recorded_at {moment} not null,
    constraint ck_dossier_submission
        check ((submission_number is null) = (submission_date is null)
            and (submission_number is null) = (submission_year is null)),
    constraint uq_dossier_submission unique (submission_number, submission_year)
)
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLE).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["dossier"]).await
    }
}
