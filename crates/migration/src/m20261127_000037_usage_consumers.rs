//! Which agency used which entry, by year: rolled up from now on, and once from the raw events that are still kept. What was
//! not rolled up yet is added with the others.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const UP: &str = "
create table usage_consumer (
    grain text not null,
    start {date} not null,
    kind text not null,
    entry_code text not null,
    agency text not null,
    count bigint not null,
    constraint pk_usage_consumer primary key (grain, start, kind, entry_code, agency)
)
;;
insert into usage_consumer (grain, start, kind, entry_code, agency, count)
select c.grain, c.start, e.kind, e.entry_code, e.agency, sum(e.count)
from usage_event e join usage_calendar c on c.day = e.day
where c.grain = 'year' and e.entry_code <> '' and e.agency <> ''
    and e.id <= (select rolled_to from usage_state where id = 1)
group by c.grain, c.start, e.kind, e.entry_code, e.agency
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, UP).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::drop_tables(manager, &["usage_consumer"]).await
    }
}
