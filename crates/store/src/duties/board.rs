//! The board: how many duties of each kind every agency has, and how they stand.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::duty::{AgencyDuties, DutyBoard, DutyCell, DutyCounts, DutyFilter, DutyKind, due_years};
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::text::sort_key;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, Query};
use sea_orm::{ColumnTrait, FromQueryResult, StatementBuilder};
use time::Date;

use super::list::{Scope, Window, scope};
use super::state_value;
use crate::entity::{duty, entry_owner};
use crate::owners::valid_on;
use crate::rows::parse;
use crate::{Result, Store};

#[derive(FromQueryResult)]
struct Counted {
    agency_id: String,
    kind: String,
    state: Option<String>,
    duties: i64,
}

impl Store {
    /// The board: how many duties of each kind every agency has, and how they stand; of those due in a year, or of all. An
    /// agency's people see their own.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn duty_board(&self, actor: &Actor, year: Option<i32>) -> Result<DutyBoard> {
        let scope = scope(actor)?;
        let window = self.window(actor).await?;
        let due = DutyFilter { year, ..DutyFilter::default() }.due();
        let mut rows: BTreeMap<String, BTreeMap<DutyKind, DutyCounts>> = BTreeMap::new();
        let mut counts = DutyCounts::default();
        for one in self.counted_duties(&scope, window, due).await? {
            let kind = parse("duty", &one.agency_id, &one.kind)?;
            let state = parse("duty", &one.agency_id, &one.state.unwrap_or_default())?;
            let many = crate::rows::count(one.duties);
            rows.entry(one.agency_id).or_default().entry(kind).or_default().add(state, many);
            counts.add(state, many);
        }
        let book = self.book().await?;
        let mut rows: Vec<AgencyDuties> = rows
            .into_iter()
            .map(|(agency, cells)| {
                let mut counts = DutyCounts::default();
                cells.values().flat_map(|cell| &cell.0).for_each(|(state, many)| counts.add(*state, *many));
                let cells = cells.into_iter().map(|(kind, counts)| DutyCell { kind, counts }).collect();
                AgencyDuties { agency: book.refer(&AgencyId(agency), window.today), cells, counts }
            })
            .collect();
        rows.sort_by_cached_key(|row| sort_key(&row.agency.name));
        let figures = self.desk_figures(actor).await?;
        Ok(DutyBoard {
            at: actor.at,
            rows,
            counts,
            watches: matches!(scope, Scope::All),
            figures,
            sees_overlaps: authorize(actor, &Act::WatchOverlaps).is_ok(),
            year: due.and(year),
            years: due_years(window.today),
        })
    }

    async fn counted_duties(&self, scope: &Scope, window: Window, due: Option<(Date, Date)>) -> Result<Vec<Counted>> {
        use duty::Column as D;
        use entry_owner::Column as O;
        let state = Alias::new("state");
        let mut select = Query::select();
        select
            .column((entry_owner::Entity, O::AgencyId))
            .column((duty::Entity, D::Kind))
            .expr_as(state_value(window.today, window.soon_until), state.clone())
            .expr_as(Expr::col((duty::Entity, D::Id)).count(), Alias::new("duties"))
            .from(duty::Entity)
            .join(
                JoinType::InnerJoin,
                entry_owner::Entity,
                Expr::col((entry_owner::Entity, O::EntryCode)).equals((duty::Entity, D::EntryCode)),
            )
            .cond_where(valid_on(window.today))
            .and_where_option(due.map(|(first, last)| D::DueOn.between(first, last)))
            .group_by_columns([(entry_owner::Entity, O::AgencyId)])
            .group_by_columns([(duty::Entity, D::Kind)])
            .group_by_col(state);
        if let Scope::Own(own) = scope {
            select.and_where(O::AgencyId.eq(own.as_str()));
        }
        let statement = StatementBuilder::build(&select, &self.read().get_database_backend());
        Ok(Counted::find_by_statement(statement).all(self.read()).await?)
    }
}
