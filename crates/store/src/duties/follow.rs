//! Duties follow the catalog: a decision begins and ends them, and time makes the next period of those that recur.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::duty::{DutyKind, Subject, documents_again, last_day, loads_again};
use domain::format::local_date;
use domain::id::EditionId;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use strum::IntoEnumIterator;
use time::{Date, OffsetDateTime};

use super::ends::{end, end_those_without, end_what_leaves, owed_no_more};
use super::{AT_ONCE, Planner, contents, kind_of, write, written};
use crate::edition_write::edition_before;
use crate::entity::{duty, edition, edition_entry};
use crate::reference::calendar;
use crate::{Error, Result, Store, audit};

/// The most periods that one round makes of a series that nobody looked at for long: four years of weeks.
const PERIODS_AT_ONCE: usize = 208;

/// Whether the entries that have no duties yet get theirs now.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Untracked {
    /// The decision is made here: they begin with it.
    Begin,
    /// The decision is only recorded here, perhaps years after: the next round begins them, from its own day
    /// ([`Store::follow_duties`]), since nobody can be late in a portal that did not ask.
    Leave,
}

/// What became of the duties.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Followed {
    /// Those that began: the entry, and when it is due.
    pub(crate) begun: Vec<(String, Date)>,
    ended: u64,
}

/// The entries of an edition with their versions.
pub(super) async fn listed(connection: &impl ConnectionTrait, edition: i64) -> Result<BTreeMap<String, i64>> {
    use edition_entry::Column as C;
    let rows = edition_entry::Entity::find().filter(C::EditionId.eq(edition)).select_only();
    let rows = rows.columns([C::EntryCode, C::VersionId]).into_tuple::<(String, i64)>().all(connection).await?;
    Ok(rows.into_iter().collect())
}

pub(super) async fn tracked(connection: &impl ConnectionTrait) -> Result<BTreeSet<String>> {
    let codes = duty::Entity::find().select_only().column(duty::Column::EntryCode).distinct();
    Ok(codes.into_tuple::<String>().all(connection).await?.into_iter().collect())
}

/// Brings the duties to what an edition says that comes into force on `from`: those of new entries begin, those of
/// entries that left end, as do those that a changed entry owes no more, and what the decision changed is loaded and
/// described again.
pub(crate) async fn follow_edition(
    tx: &DatabaseTransaction,
    id: EditionId,
    from: Date,
    untracked: Untracked,
    at: OffsetDateTime,
) -> Result<Followed> {
    let base = edition::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?.base_id;
    let now = listed(tx, id.0).await?;
    let before = match base {
        Some(base) => listed(tx, base).await?,
        None => BTreeMap::new(),
    };
    let known = tracked(tx).await?;
    let mut ended = end_those_without(tx, &now, &known, from, None).await?;
    let planner = Planner::load(tx).await?;
    let (mut rows, mut begun) = (Vec::new(), Vec::new());
    let mut unowed: BTreeMap<DutyKind, Vec<String>> = BTreeMap::new();
    let changed: Vec<(String, i64, Option<i64>)> = now
        .iter()
        .filter_map(|(code, version)| match before.get(code) {
            Some(old) if known.contains(code) => (old != version).then_some((code.clone(), *version, Some(*old))),
            // New, returned, or never looked after.
            _ if known.contains(code) || untracked == Untracked::Begin => Some((code.clone(), *version, None)),
            _ => None,
        })
        .collect();
    for chunk in changed.chunks(AT_ONCE) {
        let ids = chunk.iter().flat_map(|(_, new, old)| [Some(*new), *old]).flatten().collect();
        let contents = contents(tx, ids).await?;
        let running = running(tx, chunk.iter().map(|(code, ..)| code.clone()).collect(), from).await?;
        for (code, new, old) in chunk {
            let Some(after) = contents.get(new) else { continue };
            let old = old.and_then(|old| contents.get(&old));
            let subject = Subject::of(after);
            for kind in old.into_iter().flat_map(|old| owed_no_more(&planner, old, after, from)) {
                unowed.entry(kind).or_default().push(code.clone());
            }
            let begins = |kind: &DutyKind| match (kind, old) {
                (_, None) => true,
                (DutyKind::Load, Some(old)) => loads_again(old, after),
                (DutyKind::Documents, Some(old)) => documents_again(old, after),
                (kind, Some(_)) => !running.contains(&(code.clone(), *kind)),
            };
            let periods = DutyKind::iter().filter(begins).filter_map(|kind| planner.first(kind, &subject, from));
            for period in periods {
                begun.push((code.clone(), period.due_on));
                rows.push(written(code, period, at));
            }
        }
    }
    for (kind, codes) in unowed {
        ended += end(tx, &codes, Some(kind), from, None).await?;
    }
    write(tx, rows).await?;
    Ok(Followed { begun, ended })
}

/// What is due from today on, on a day that was made known as a day off since, is due on the next working day.
async fn move_from_days_off(tx: &DatabaseTransaction, today: Date) -> Result<u64> {
    use duty::Column as C;
    let open = || Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null()).add(C::DueOn.gte(today));
    let days = duty::Entity::find().select_only().column(C::DueOn).distinct().filter(open());
    let days: Vec<Date> = days.into_tuple().all(tx).await?;
    let calendar = calendar(tx).await?;
    let mut moved = 0;
    for day in days.into_iter().filter(|day| !calendar.is_working_day(*day)) {
        let later = duty::ActiveModel { due_on: Set(last_day(day, &calendar)), ..Default::default() };
        let those = duty::Entity::update_many().set(later).filter(C::DueOn.eq(day));
        moved += those.filter(open()).exec(tx).await?.rows_affected;
    }
    Ok(moved)
}

/// The recurring duties of entries that have a period which goes on after a day: they need no first one.
async fn running(tx: &DatabaseTransaction, codes: Vec<String>, day: Date) -> Result<BTreeSet<(String, DutyKind)>> {
    use duty::Column as C;
    let of_them = Condition::all().add(C::EntryCode.is_in(codes)).add(C::EndsOn.gt(day)).add(C::EndedOn.is_null());
    let rows = duty::Entity::find().filter(of_them).all(tx).await?;
    rows.iter().map(|row| Ok((row.entry_code.clone(), kind_of(row)?))).collect()
}

/// What entries were on a day, by the edition then in force; each edition and content is read once.
#[derive(Default)]
pub(super) struct Then {
    editions: BTreeMap<Date, Option<i64>>,
    lists: BTreeMap<i64, BTreeMap<String, i64>>,
    subjects: BTreeMap<i64, Subject>,
}

impl Then {
    /// `None`: the entry was not in the catalog.
    pub(super) async fn subject(&mut self, tx: &DatabaseTransaction, code: &str, day: Date) -> Result<Option<Subject>> {
        let edition = match self.editions.get(&day) {
            Some(found) => *found,
            None => {
                let found = edition_before(tx, day).await?.map(|row| row.id);
                self.editions.insert(day, found);
                found
            }
        };
        let Some(edition) = edition else { return Ok(None) };
        let version = match self.lists.get(&edition) {
            Some(list) => list.get(code).copied(),
            None => {
                let list = listed(tx, edition).await?;
                let version = list.get(code).copied();
                self.lists.insert(edition, list);
                version
            }
        };
        let Some(version) = version else { return Ok(None) };
        if !self.subjects.contains_key(&version) {
            let found = contents(tx, vec![version]).await?;
            self.subjects.extend(found.iter().map(|(id, content)| (*id, Subject::of(content))));
        }
        Ok(self.subjects.get(&version).cloned())
    }
}

/// The period that follows another, if it is not there and the entry still owes it on that day.
pub(super) async fn period_after(
    tx: &DatabaseTransaction,
    planner: &Planner,
    then: &mut Then,
    row: &duty::Model,
) -> Result<Option<domain::duty::DutyPeriod>> {
    let Some(subject) = then.subject(tx, &row.entry_code, row.ends_on).await? else { return Ok(None) };
    Ok(planner.after(row, kind_of(row)?, &subject))
}

impl Store {
    /// The round: entries in force that nobody looked after yet get their duties from today on, and a period that passed
    /// is followed by the next; what a decision leaves out ends with it, and what is due on a day that became one off is
    /// due later. Gives how many duties began. Doing it again changes nothing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn follow_duties(&self, now: OffsetDateTime) -> Result<usize> {
        let today = local_date(now);
        let tx = self.begin().await?;
        let mut rows = Vec::new();
        if let Some(edition) = edition_before(&tx, today).await? {
            rows = untracked_of(&tx, edition.id, today, now).await?;
        }
        rows.extend(passed(&tx, today, now).await?);
        let begun = rows.len();
        write(&tx, rows).await?;
        let (ended, moved) = (end_what_leaves(&tx, today).await?, move_from_days_off(&tx, today).await?);
        if begun == 0 && ended == 0 && moved == 0 {
            tx.rollback().await?;
            return Ok(0);
        }
        let detail = serde_json::json!({ "begun": begun, "ended": ended, "moved": moved });
        audit::append(&tx, &Actor::system(now), "duty.follow", today, detail).await?;
        tx.commit().await?;
        Ok(begun)
    }
}

async fn untracked_of(
    tx: &DatabaseTransaction,
    edition: i64,
    today: Date,
    at: OffsetDateTime,
) -> Result<Vec<duty::ActiveModel>> {
    let known = tracked(tx).await?;
    let new: Vec<(String, i64)> =
        listed(tx, edition).await?.into_iter().filter(|(code, _)| !known.contains(code)).collect();
    let mut rows = Vec::new();
    if new.is_empty() {
        return Ok(rows);
    }
    let planner = Planner::load(tx).await?;
    for chunk in new.chunks(AT_ONCE) {
        let contents = contents(tx, chunk.iter().map(|(_, version)| *version).collect()).await?;
        for (code, version) in chunk {
            let Some(subject) = contents.get(version).map(Subject::of) else { continue };
            let periods = DutyKind::iter().filter_map(|kind| planner.first(kind, &subject, today));
            rows.extend(periods.map(|period| written(code, period, at)));
        }
    }
    Ok(rows)
}

/// The periods that follow those which passed, until one goes on after today.
async fn passed(tx: &DatabaseTransaction, today: Date, at: OffsetDateTime) -> Result<Vec<duty::ActiveModel>> {
    use duty::Column as C;
    let recurring = DutyKind::iter().filter(|kind| kind.recurs()).map(|kind| kind.to_string());
    let last = duty::Entity::find()
        .select_only()
        .columns([C::EntryCode, C::Kind])
        .column_as(C::StartsOn.max(), "starts_on")
        .filter(C::Kind.is_in(recurring))
        .group_by(C::EntryCode)
        .group_by(C::Kind)
        .having(C::EndsOn.max().lte(Expr::val(today)));
    let last: Vec<(String, String, Date)> = last.into_tuple().all(tx).await?;
    let mut rows = Vec::new();
    if last.is_empty() {
        return Ok(rows);
    }
    let (planner, mut then) = (Planner::load(tx).await?, Then::default());
    for chunk in last.chunks(AT_ONCE) {
        let codes: BTreeSet<String> = chunk.iter().map(|(code, ..)| code.clone()).collect();
        let newest: BTreeSet<(String, String, Date)> = chunk.iter().cloned().collect();
        let oldest = chunk.iter().map(|(.., day)| *day).min().unwrap_or(today);
        let found = duty::Entity::find().filter(C::EntryCode.is_in(codes)).filter(C::StartsOn.gte(oldest));
        for row in found.order_by_asc(C::Id).all(tx).await? {
            if !newest.contains(&(row.entry_code.clone(), row.kind.clone(), row.starts_on)) {
                continue;
            }
            let mut row = row;
            for _ in 0..PERIODS_AT_ONCE {
                let Some(period) = period_after(tx, &planner, &mut then, &row).await? else { break };
                (row.starts_on, row.ends_on) = (period.starts_on, period.ends_on);
                rows.push(written(&row.entry_code, period, at));
                if row.ends_on > today {
                    break;
                }
            }
        }
    }
    Ok(rows)
}

impl Followed {
    /// Adds what became of the duties to the audit's detail.
    pub(crate) fn tell(self, detail: &mut serde_json::Value) {
        detail["duties_begun"] = self.begun.len().into();
        detail["duties_ended"] = self.ended.into();
    }
}
