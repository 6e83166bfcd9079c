//! The dated duties that follow when the catalog is issued: they come with the decision ([`follow`]), are done, excused
//! and opened again ([`acts`]), and are counted ([`board`]) and listed ([`list`]) under who answers for the entry today, who
//! is told weekly of what presses ([`remind`]) and urged by letter for what is late ([`urge`]).

mod acts;
mod board;
mod ends;
pub(crate) mod follow;
mod freshness;
mod list;
mod remind;
mod rules;
mod urge;

use std::collections::BTreeMap;

use domain::calendar::Calendar;
use domain::catalog::EntryContent;
use domain::duty::{Days, DutyKind, DutyPeriod, DutyRule, DutyState, Subject, first, next};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
};
use strum::IntoEnumIterator;
use time::{Date, OffsetDateTime};

use crate::Result;
use crate::entity::{duty, entry_version};
use crate::reference::calendar;
use crate::rows::{content, parse};

pub use list::Evidence;
pub(crate) use list::{Scope, scope};
pub(crate) use urge::{free_number, said};

/// Rows written in one statement, and codes or ids asked for in one.
const AT_ONCE: usize = 500;

fn small(value: i32) -> u16 {
    u16::try_from(value).unwrap_or(0)
}

pub(crate) fn days_of(row: &duty::Model) -> Days {
    Days { due_on: row.due_on, done_on: row.done_on, excused_on: row.excused_on, ended_on: row.ended_on }
}

pub(crate) fn kind_of(row: &duty::Model) -> Result<DutyKind> {
    parse("duty", row.id, &row.kind)
}

/// The condition that a duty stands so; it says in SQL what [`domain::duty::state`] says, and a test holds them together.
fn stands(state: DutyState, today: Date, soon_until: Date) -> Condition {
    use duty::Column as C;
    let open = || {
        let not_ended = Condition::any().add(C::EndedOn.is_null()).add(C::EndedOn.gt(today));
        Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null()).add(not_ended)
    };
    let done = || Condition::all().add(C::DoneOn.is_not_null());
    let in_time = || Expr::col(C::DoneOn).lte(Expr::col(C::DueOn));
    match state {
        DutyState::Done => done().add(in_time()),
        DutyState::DoneLate => done().add(in_time().not()),
        DutyState::Excused => Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_not_null()),
        DutyState::Ended => {
            Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null()).add(C::EndedOn.lte(today))
        }
        DutyState::Late => open().add(C::DueOn.lt(today)),
        DutyState::DueSoon => open().add(C::DueOn.gte(today)).add(C::DueOn.lte(soon_until)),
        DutyState::Upcoming => open().add(C::DueOn.gte(today)).add(C::DueOn.gt(soon_until)),
    }
}

/// The state of each row, as a value to group by.
fn state_value(today: Date, soon_until: Date) -> SimpleExpr {
    let mut cases = sea_orm::sea_query::CaseStatement::new();
    for state in DutyState::iter() {
        cases = cases.case(stands(state, today, soon_until), Expr::val(state.to_string()));
    }
    cases.into()
}

/// What duties are made of: the rules with their days, and the calendar.
struct Planner {
    rules: Vec<DutyRule>,
    calendar: Calendar,
}

impl Planner {
    async fn load(connection: &impl ConnectionTrait) -> Result<Self> {
        let rules = rules::all(connection).await?.into_iter().map(|row| row.rule).collect();
        Ok(Self { rules, calendar: calendar(connection).await? })
    }

    fn first(&self, kind: DutyKind, subject: &Subject, from: Date) -> Option<DutyPeriod> {
        first(kind, subject, from, &self.rules, &self.calendar)
    }

    fn after(&self, row: &duty::Model, kind: DutyKind, subject: &Subject) -> Option<DutyPeriod> {
        let anchor = u8::try_from(row.anchor_day).unwrap_or(1);
        next(kind, subject, row.ends_on, anchor, &self.rules, &self.calendar)
    }
}

/// A duty as it is written; one of that entry, kind and first day that is there already stays as it is.
fn written(code: &str, period: DutyPeriod, at: OffsetDateTime) -> duty::ActiveModel {
    duty::ActiveModel {
        id: NotSet,
        entry_code: Set(code.to_owned()),
        kind: Set(period.kind.to_string()),
        starts_on: Set(period.starts_on),
        ends_on: Set(period.ends_on),
        due_on: Set(period.due_on),
        anchor_day: Set(period.anchor_day.into()),
        document: Set(period.document),
        article: Set(period.article.into()),
        clause: Set(period.clause.into()),
        is_target: Set(period.is_target),
        done_on: Set(None),
        excused_on: Set(None),
        ended_on: Set(None),
        created_at: Set(at),
        version: Set(1),
    }
}

/// Writes duties, many in one statement.
async fn write(tx: &DatabaseTransaction, rows: Vec<duty::ActiveModel>) -> Result<()> {
    use duty::Column as C;
    for chunk in rows.chunks(AT_ONCE) {
        let there = OnConflict::columns([C::EntryCode, C::Kind, C::StartsOn]).do_nothing().to_owned();
        duty::Entity::insert_many(chunk.to_vec()).on_conflict(there).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The contents of versions, by id.
async fn contents(connection: &impl ConnectionTrait, ids: Vec<i64>) -> Result<BTreeMap<i64, EntryContent>> {
    let mut found = BTreeMap::new();
    for chunk in ids.chunks(AT_ONCE) {
        let of_them = entry_version::Column::Id.is_in(chunk.to_vec());
        for row in entry_version::Entity::find().filter(of_them).all(connection).await? {
            found.insert(row.id, content(&row)?);
        }
    }
    Ok(found)
}
