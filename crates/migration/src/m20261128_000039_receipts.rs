//! A receipt for every sending, with what was sent as it was hashed: that of a further round stands beside those before.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

// What was sent before is told by its event and by the audit log, written together; its content was not kept.
const UP: &str = "
create table receipt (
    id {serial},
    response_id bigint not null constraint fk_receipt_response references response (id),
    round integer not null,
    number text not null,
    sha256 text not null,
    sent_at {moment} not null,
    drafted_by text not null,
    approved_by text not null,
    content text,
    constraint uq_receipt_round unique (response_id, round)
);;
with sent as (
    select response.id as response_id, event.at as sent_at, event.who as approved_by,
        row_number() over (partition by response.id order by event.id) as round,
        (select laid.who from review_event laid
            where laid.campaign_year = event.campaign_year and laid.agency_id = event.agency_id
                and laid.to_stage = 'awaiting_approval' and laid.id < event.id
            order by laid.id desc limit 1) as drafted_by
    from review_event event
        join response on response.campaign_year = event.campaign_year and response.agency_id = event.agency_id
    where event.from_stage = 'awaiting_approval' and event.to_stage = 'submitted'
), logged as (
    select object, {number} as number, {sha256} as sha256, row_number() over (partition by object order by seq) as round
    from audit
    where action = 'response.approve'
)
insert into receipt (response_id, round, number, sha256, sent_at, drafted_by, approved_by)
    select sent.response_id, sent.round, logged.number, logged.sha256, sent.sent_at, coalesce(sent.drafted_by, ''),
        sent.approved_by
    from sent
        join logged on logged.object = cast(sent.response_id as text) and logged.round = sent.round
    order by sent.sent_at, sent.response_id;;
alter table response drop column receipt_sha256;;
alter table response drop column receipt_number;;
alter table response drop column approved_by
";

const SQLITE: &str = "
create trigger tg_receipt_delete before delete on receipt
    begin select raise(abort, 'a receipt is kept as it was given'); end;;
create trigger tg_receipt_update before update on receipt
    begin select raise(abort, 'a receipt is kept as it was given'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_receipt() returns trigger language plpgsql as $$
begin
    raise exception 'a receipt is kept as it was given';
end $$;;
create trigger tg_receipt_kept before update or delete on receipt
    for each row execute function refuse_change_of_receipt()
";

const DOWN: &str = "
alter table response add column approved_by text;;
alter table response add column receipt_number text;;
alter table response add column receipt_sha256 text;;
update response set
    approved_by = (select approved_by from receipt where response_id = response.id and round = response.round),
    receipt_number = (select number from receipt where response_id = response.id and round = response.round),
    receipt_sha256 = (select sha256 from receipt where response_id = response.id and round = response.round)
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = is_postgres(manager);
        let told = |field: &str| {
            if postgres { format!("detail::json ->> '{field}'") } else { format!("json_extract(detail, '$.{field}')") }
        };
        crate::run(manager, &UP.replace("{number}", &told("receipt")).replace("{sha256}", &told("sha256"))).await?;
        crate::run(manager, if postgres { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await?;
        crate::drop_tables(manager, &["receipt"]).await?;
        if is_postgres(manager) {
            crate::run(manager, "drop function refuse_change_of_receipt()").await?;
        }
        Ok(())
    }
}
