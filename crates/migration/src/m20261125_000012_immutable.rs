//! An issued edition never changes: the database itself refuses to alter its list, the contents that the list names,
//! its hash and its decision. What searches use of a content may be written anew.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const SQLITE: &str = "
create trigger tg_edition_entry_insert before insert on edition_entry
    when exists (select 1 from edition where id = new.edition_id and stage in ('issued', 'superseded'))
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_edition_entry_update before update on edition_entry
    when exists (select 1 from edition where id in (old.edition_id, new.edition_id) and stage in ('issued', 'superseded'))
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_edition_entry_delete before delete on edition_entry
    when exists (select 1 from edition where id = old.edition_id and stage in ('issued', 'superseded'))
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_entry_version_update
    before update of id, entry_code, content, content_sha256, name, owner_id on entry_version
    when exists (select 1 from edition_entry join edition on edition.id = edition_entry.edition_id
        where edition_entry.version_id = old.id and edition.stage in ('issued', 'superseded'))
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_entry_version_delete before delete on entry_version
    when exists (select 1 from edition_entry join edition on edition.id = edition_entry.edition_id
        where edition_entry.version_id = old.id and edition.stage in ('issued', 'superseded'))
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_edition_update
    before update of id, content_sha256, number, decision_date, effective_from, file_id on edition
    when old.stage in ('issued', 'superseded')
    begin select raise(abort, 'an issued edition never changes'); end;;
create trigger tg_edition_delete before delete on edition when old.stage in ('issued', 'superseded')
    begin select raise(abort, 'an issued edition never changes'); end
";

const POSTGRES: &str = "
create or replace function refuse_change_of_list() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' and exists
        (select 1 from edition where id = old.edition_id and stage in ('issued', 'superseded')) then
        raise exception 'an issued edition never changes';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    if exists (select 1 from edition where id = new.edition_id and stage in ('issued', 'superseded')) then
        raise exception 'an issued edition never changes';
    end if;
    return new;
end $$;;
create trigger tg_edition_entry_issued before insert or update or delete on edition_entry
    for each row execute function refuse_change_of_list();;
create or replace function refuse_change_of_content() returns trigger language plpgsql as $$
begin
    if exists (select 1 from edition_entry join edition on edition.id = edition_entry.edition_id
        where edition_entry.version_id = old.id and edition.stage in ('issued', 'superseded')) then
        raise exception 'an issued edition never changes';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;;
create trigger tg_entry_version_update
    before update of id, entry_code, content, content_sha256, name, owner_id on entry_version
    for each row execute function refuse_change_of_content();;
create trigger tg_entry_version_delete before delete on entry_version
    for each row execute function refuse_change_of_content();;
create or replace function refuse_change_of_edition() returns trigger language plpgsql as $$
begin
    if old.stage in ('issued', 'superseded') then
        raise exception 'an issued edition never changes';
    end if;
    if tg_op = 'DELETE' then return old; end if;
    return new;
end $$;;
create trigger tg_edition_update
    before update of id, content_sha256, number, decision_date, effective_from, file_id on edition
    for each row execute function refuse_change_of_edition();;
create trigger tg_edition_delete before delete on edition
    for each row execute function refuse_change_of_edition()
";

const SQLITE_DOWN: &str = "
drop trigger tg_edition_entry_insert;;
drop trigger tg_edition_entry_update;;
drop trigger tg_edition_entry_delete;;
drop trigger tg_entry_version_update;;
drop trigger tg_entry_version_delete;;
drop trigger tg_edition_update;;
drop trigger tg_edition_delete
";

const POSTGRES_DOWN: &str = "
drop trigger tg_edition_entry_issued on edition_entry;;
drop trigger tg_entry_version_update on entry_version;;
drop trigger tg_entry_version_delete on entry_version;;
drop trigger tg_edition_update on edition;;
drop trigger tg_edition_delete on edition;;
drop function refuse_change_of_list();;
drop function refuse_change_of_content();;
drop function refuse_change_of_edition()
";

fn is_postgres(manager: &SchemaManager) -> bool {
    manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES } else { SQLITE }).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, if is_postgres(manager) { POSTGRES_DOWN } else { SQLITE_DOWN }).await
    }
}
