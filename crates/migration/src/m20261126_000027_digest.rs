//! The weekly letter to the leaders: its rule, the weeks whose letter went, and what a notice of it told.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table digest_rule (
    id integer not null constraint pk_digest_rule primary key constraint ck_digest_rule_one check (id = 1),
    active boolean not null,
    weekday integer not null constraint ck_digest_rule_weekday check (weekday between 1 and 5),
    version bigint not null
);;
insert into digest_rule (id, active, weekday, version) values (1, true, 1, 1);;
create table digest_sent (
    week {date} not null constraint pk_digest_sent primary key,
    sent_at {moment} not null,
    recipients integer not null
);;
alter table notice add column digest text
";

const DOWN: &str = "
delete from outbox where notice_id in (select id from notice where kind = 'digest');;
delete from notice where kind = 'digest';;
alter table notice drop column digest
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await?;
        crate::drop_tables(manager, &["digest_sent", "digest_rule"]).await
    }
}
