//! The seal of an edition: what binds it to its decision, as text, and the hash over that text. Editions of before are
//! sealed as they stand now. The database refuses another seal, but with another edition before it: a decision of the past
//! that comes in takes its place among the others.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{QueryResult, Statement};
use sha2::{Digest, Sha256};

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
alter table edition add column binding text not null default '';;
alter table edition add column binding_sha256 text not null default ''
";

const ISSUED: &str = "
select e.id, e.content_sha256, e.number, cast(e.decision_date as text) as decision_date,
    cast(e.effective_from as text) as effective_from, e.signer, coalesce(e.signer_title, '') as signer_title, e.year,
    e.amendment, e.campaign_year, e.base_id, f.sha256
from edition e left join stored_file f on f.id = e.file_id
where e.stage in ('issued', 'superseded')
";

const SQLITE: &str = "
create trigger tg_edition_signer before update of signer, signer_title, year, amendment, campaign_year on edition
    when old.stage in ('issued', 'superseded')
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_edition_seal before update of base_id, binding, binding_sha256 on edition
    when old.stage in ('issued', 'superseded') and old.binding <> ''
        and (old.base_id is new.base_id or old.binding_sha256 = new.binding_sha256)
    begin select raise(abort, 'an issued edition never changes'); end
";

const POSTGRES: &str = "
create trigger tg_edition_signer before update of signer, signer_title, year, amendment, campaign_year on edition
    for each row execute function refuse_change_of_edition();;
create or replace function refuse_change_of_seal() returns trigger language plpgsql as $$
begin
    if old.stage in ('issued', 'superseded') and old.binding <> ''
        and (old.base_id is not distinct from new.base_id or old.binding_sha256 = new.binding_sha256) then
        raise exception 'an issued edition never changes';
    end if;
    return new;
end $$;;
create trigger tg_edition_seal before update of base_id, binding, binding_sha256 on edition
    for each row execute function refuse_change_of_seal()
";

const SQLITE_DOWN: &str = "
drop trigger tg_edition_signer;;
drop trigger tg_edition_seal
";

const POSTGRES_DOWN: &str = "
drop trigger tg_edition_signer on edition;;
drop trigger tg_edition_seal on edition;;
drop function refuse_change_of_seal()
";

const DOWN: &str = "
alter table edition drop column binding_sha256;;
alter table edition drop column binding
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

/// The number of an edition and what binds it. The text is written here once and for all: it does not follow the types.
fn binding(row: &QueryResult) -> Result<(i64, String), DbErr> {
    let text = |column: &str| row.try_get::<String>("", column);
    let number = |column: &str| row.try_get::<Option<i32>>("", column);
    let binding = serde_json::json!({
        "content_sha256": text("content_sha256")?,
        "number": text("number")?,
        "date": text("decision_date")?,
        "effective_from": text("effective_from")?,
        "signer": text("signer")?,
        "signer_title": text("signer_title")?,
        "year": row.try_get::<i32>("", "year")?,
        "amendment": number("amendment")?,
        "campaign": number("campaign_year")?,
        "base": row.try_get::<Option<i64>>("", "base_id")?,
        "file_sha256": row.try_get::<Option<String>>("", "sha256")?,
    });
    Ok((row.try_get("", "id")?, binding.to_string()))
}

/// Seals what was issued before there were seals.
async fn seal(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let connection = manager.get_connection();
    let backend = manager.get_database_backend();
    let rows = connection.query_all_raw(Statement::from_string(backend, ISSUED)).await?;
    let bindings: Vec<(i64, String)> = rows.iter().map(binding).collect::<Result<_, _>>()?;
    drop(rows);
    for (id, binding) in bindings {
        let sha256: String = Sha256::digest(binding.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let sql = "update edition set binding = $1, binding_sha256 = $2 where id = $3";
        let values: [Value; 3] = [binding.into(), sha256.into(), id.into()];
        connection.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
    }
    Ok(())
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await?;
        seal(manager).await?;
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES_DOWN } else { SQLITE_DOWN }).await?;
        crate::run(manager, DOWN).await
    }

    /// All are sealed or none.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}
