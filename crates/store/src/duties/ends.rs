//! How duties end: with the entry that a decision leaves out, or with what a changed entry owes no more.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::EntryContent;
use domain::duty::{DutyKind, Subject};
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use strum::IntoEnumIterator;
use time::Date;

use super::follow::{listed, tracked};
use super::{AT_ONCE, Planner, contents};
use crate::Result;
use crate::edition_write::{edition_before, in_force_once};
use crate::entity::{duty, edition};

/// What an entry owes no more once a decision changed it. The frequency says whether it is refreshed by dated periods at
/// all: one without a rule has none.
pub(super) fn owed_no_more(planner: &Planner, old: &EntryContent, after: &EntryContent, from: Date) -> Vec<DutyKind> {
    let subject = Subject::of(after);
    let is_undated =
        old.update_frequency != after.update_frequency && planner.first(DutyKind::Refresh, &subject, from).is_none();
    let unowed = |kind: &DutyKind| !subject.owes(*kind) || (*kind == DutyKind::Refresh && is_undated);
    DutyKind::iter().filter(unowed).collect()
}

/// Ends what began before a decision's first day of what the entries that it changed owe no more: of one that was made ahead,
/// since then too.
async fn end_unowed(tx: &DatabaseTransaction, edition: &edition::Model, from: Date) -> Result<u64> {
    use duty::Column as C;
    let Some(base) = edition.base_id else { return Ok(0) };
    let begun = || {
        let open = Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null()).add(C::EndedOn.is_null());
        open.add(C::StartsOn.lt(from))
    };
    let open = duty::Entity::find().select_only().column(C::EntryCode).distinct().filter(begun());
    let open: Vec<String> = open.into_tuple().all(tx).await?;
    if open.is_empty() {
        return Ok(0);
    }
    let (planner, before, now) = (Planner::load(tx).await?, listed(tx, base).await?, listed(tx, edition.id).await?);
    let versions = |code: String| {
        let (old, new) = (*before.get(&code)?, *now.get(&code)?);
        (old != new).then_some((code, old, new))
    };
    let changed: Vec<(String, i64, i64)> = open.into_iter().filter_map(versions).collect();
    let mut ended = 0;
    for chunk in changed.chunks(AT_ONCE) {
        let contents = contents(tx, chunk.iter().flat_map(|(_, old, new)| [*old, *new]).collect()).await?;
        let mut unowed: BTreeMap<DutyKind, Vec<String>> = BTreeMap::new();
        for (code, old, new) in chunk {
            let (Some(old), Some(new)) = (contents.get(old), contents.get(new)) else { continue };
            for kind in owed_no_more(&planner, old, new, from) {
                unowed.entry(kind).or_default().push(code.clone());
            }
        }
        for (kind, codes) in unowed {
            let end = duty::ActiveModel { ended_on: Set(Some(from)), ..Default::default() };
            let those = duty::Entity::update_many().set(end).filter(C::EntryCode.is_in(codes));
            let those = those.filter(C::Kind.eq(kind.to_string())).filter(begun());
            ended += those.exec(tx).await?.rows_affected;
        }
    }
    Ok(ended)
}

/// Ends what is open of entries that an edition has not.
pub(super) async fn end_those_without(
    tx: &DatabaseTransaction,
    now: &BTreeMap<String, i64>,
    known: &BTreeSet<String>,
    from: Date,
    next: Option<Date>,
) -> Result<u64> {
    let gone: Vec<String> = known.iter().filter(|code| !now.contains_key(*code)).cloned().collect();
    end(tx, &gone, None, from, next).await
}

/// Ends on a day what is open of entries, of one kind or of all; what begins from `next` on is of a later decision. What
/// began after that day ends too: a decision may be recorded later than its first day.
pub(super) async fn end(
    tx: &DatabaseTransaction,
    codes: &[String],
    kind: Option<DutyKind>,
    from: Date,
    next: Option<Date>,
) -> Result<u64> {
    use duty::Column as C;
    let mut ended = 0;
    for chunk in codes.chunks(AT_ONCE) {
        let mut open = Condition::all().add(C::DoneOn.is_null()).add(C::ExcusedOn.is_null()).add(C::EndedOn.is_null());
        if let Some(kind) = kind {
            open = open.add(C::Kind.eq(kind.to_string()));
        }
        if let Some(next) = next {
            open = open.add(C::StartsOn.lt(next));
        }
        let end = duty::ActiveModel { ended_on: Set(Some(from)), ..Default::default() };
        let those = duty::Entity::update_many().set(end).filter(C::EntryCode.is_in(chunk.to_vec()));
        ended += those.filter(open).exec(tx).await?.rows_affected;
    }
    Ok(ended)
}

/// Ends what began since of what a decision leaves out, entries or what they owed: the one in force, and those that wait for
/// their first day.
pub(super) async fn end_what_leaves(tx: &DatabaseTransaction, today: Date) -> Result<u64> {
    use edition::Column as C;
    let ahead = in_force_once().filter(C::EffectiveFrom.gt(today)).order_by_asc(C::EffectiveFrom).order_by_asc(C::Id);
    let all = edition_before(tx, today).await?.into_iter().chain(ahead.all(tx).await?);
    // Of one day the last counts.
    let editions: BTreeMap<Date, edition::Model> = all.filter_map(|row| Some((row.effective_from?, row))).collect();
    let known = tracked(tx).await?;
    let mut ended = 0;
    let nexts = editions.keys().skip(1).copied().map(Some).chain([None]);
    for ((from, row), next) in editions.iter().zip(nexts) {
        ended += end_those_without(tx, &listed(tx, row.id).await?, &known, *from, next).await?;
        ended += end_unowed(tx, row, *from).await?;
    }
    Ok(ended)
}
