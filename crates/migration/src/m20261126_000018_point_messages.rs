//! Questions about points and the answers to them. What was said is never changed; it goes only with a
//! proposal that its agency takes out.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const TABLE: &str = "
create table point_message (
    id {serial},
    point_id bigint not null constraint fk_point_message_point references point (id),
    side text not null constraint ck_point_message_side check (side in ('appraiser', 'agency')),
    text text not null,
    who text not null,
    at {moment} not null
);;
create index ix_point_message_point on point_message (point_id)
";

const SQLITE: &str = "
create trigger tg_point_message_update before update on point_message
    begin select raise(abort, 'what was said is not changed'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_message() returns trigger language plpgsql as $$
begin
    raise exception 'what was said is not changed';
end $$;;
create trigger tg_point_message_update before update on point_message
    for each row execute function refuse_change_of_message()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, TABLE).await?;
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["point_message"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_message()").await
        } else {
            Ok(())
        }
    }
}
