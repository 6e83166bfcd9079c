//! The points of an answer with their past: what was decided and said of each place in the rounds before, and on what.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::PointId;
use domain::review::{FallenPoint, Message, Point, PointDecision, ProposedThen};

use crate::Result;
use crate::entity::point;
use crate::review_rows::{PointRows, decision, place};
use crate::talk::{Talk, in_order};

/// Where in its answer a point stands: what several rounds say of one place belongs together.
type At<'a> = (Option<&'a str>, Option<&'a str>);

fn at(row: &point::Model) -> At<'_> {
    (row.place_key.as_deref(), row.place_item.as_deref())
}

/// A verdict, the point that it was given on, and whether it is that point's last.
type Given<'a> = (&'a point::Model, bool, PointDecision);

/// A verdict as it is told with the point that has its place now: with what it was given on, where that is something else.
fn on(of: &point::Model, given: &PointDecision, now: &point::Model) -> PointDecision {
    // Of a point that is about no field the old value is the kind of the answer.
    let same = of.new_value == now.new_value && (of.place_key.is_some() || of.old_value == now.old_value);
    let about = (!same).then(|| ProposedThen { old: of.old_value.clone(), new: of.new_value.clone() });
    PointDecision { about, ..given.clone() }
}

/// Points of an answer, each with the other verdicts given on its place before and all that was said.
fn with_past<'a>(
    rows: &'a PointRows,
    answer: i64,
    talk: &Talk,
    wanted: impl Iterator<Item = &'a point::Model>,
) -> Result<Vec<Point>> {
    let mut earlier: BTreeMap<At<'_>, Vec<Given<'_>>> = BTreeMap::new();
    let mut said: BTreeMap<At<'_>, Vec<Message>> = BTreeMap::new();
    for row in rows.of(answer) {
        said.entry(at(row)).or_default().extend(talk.get(&row.id).into_iter().flatten().cloned());
        let given = earlier.entry(at(row)).or_default();
        given.extend(rows.changed(row.id).iter().map(|changed| (row, false, changed.clone())));
        let last = decision(row)?.filter(|_| row.superseded);
        given.extend(last.map(|last| (row, true, last)));
    }
    wanted
        .map(|row| {
            let before =
                earlier.get(&at(row)).into_iter().flatten().filter(|(of, last, _)| !(*last && of.id == row.id));
            let said = in_order(said.get(&at(row)).cloned().unwrap_or_default());
            let own = talk.get(&row.id).map_or(0, Vec::len);
            Ok(Point {
                id: PointId(row.id),
                place: place(row)?,
                old: row.old_value.clone(),
                new: row.new_value.clone(),
                decision: decision(row)?,
                earlier: before.map(|(of, _, given)| on(of, given, row)).collect(),
                said_before: said.len().saturating_sub(own),
                talk: said,
            })
        })
        .collect()
}

/// The points of an answer that stand, each with the verdicts given on its place before and all that was said.
pub(crate) fn points(rows: &PointRows, talk: &Talk, answer: i64) -> Result<Vec<Point>> {
    with_past(rows, answer, talk, rows.standing(answer))
}

/// The points of an answer whose place no point has any more: the agency gave them up. Of a place that came and went
/// several times, the last.
pub(crate) fn fallen_rows(rows: &PointRows, answer: i64) -> Vec<&point::Model> {
    let standing: BTreeSet<At<'_>> = rows.standing(answer).map(at).collect();
    let mut last: BTreeMap<At<'_>, &point::Model> = BTreeMap::new();
    for row in rows.of(answer).iter().filter(|row| row.superseded && !standing.contains(&at(row))) {
        let known = last.entry(at(row)).or_insert(row);
        if known.id < row.id {
            *known = row;
        }
    }
    let mut found: Vec<&point::Model> = last.into_values().collect();
    found.sort_by_key(|row| (row.position, row.id));
    found
}

/// The same with all that was decided and said of them.
pub(crate) fn fallen(rows: &PointRows, talk: &Talk, answer: i64) -> Result<Vec<FallenPoint>> {
    let found = fallen_rows(rows, answer);
    let points = with_past(rows, answer, talk, found.iter().copied())?;
    Ok(points.into_iter().zip(found).map(|(point, row)| FallenPoint { point, at: row.fell_at }).collect())
}
