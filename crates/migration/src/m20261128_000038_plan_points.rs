//! The fields of a build plan are points of the appraisal. Proposals that are before the appraiser get them undecided; one of
//! which everything was decided before stays so, and what came back gets them when it is sent anew.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// As `domain::review::PlanField` names them, in its order.
const FIELDS: [&str; 6] = ["need", "method", "time", "cost_million_vnd", "funding", "priority"];

// An answer that is before the appraiser cannot be edited: its plan is what was sent.
const UP: &str = "
insert into point (answer_id, position, place_key, old_value, new_value, round, superseded, verdict_value,
    verdict_reason, decided_by)
select a.id, (select max(p.position) from point p where p.answer_id = a.id) + 1, 'plan.{field}', '', {value}, r.round,
    false, '', '', ''
from answer a
    join response r on r.id = a.response_id
    join campaign c on c.year = r.campaign_year
where a.kind = 'propose' and a.plan is not null and not a.returned and r.stage = 'submitted' and c.stage = 'open'
    and exists (select 1 from point p where p.answer_id = a.id and not p.superseded and p.verdict is null)
    and {value} <> ''
";

const DOWN: &str = "
delete from point_message where point_id in (select id from point where place_key like 'plan.%');;
delete from point where place_key like 'plan.%'
";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres;
        for field in FIELDS {
            let value = if postgres {
                format!("(a.plan::json ->> '{field}')")
            } else {
                format!("json_extract(a.plan, '$.{field}')")
            };
            crate::run(manager, &UP.replace("{field}", field).replace("{value}", &value)).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, DOWN).await
    }
}
