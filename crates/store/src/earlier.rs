//! What was decided before what stands. The tables keep the last verdict on a point and the last settlement of a pair, the
//! audit log keeps each.

use std::collections::{BTreeMap, BTreeSet};

use domain::campaign::CampaignKey;
use domain::review::{Conclusion, PointDecision, Verdict};
use domain::text::clean_lines;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use time::OffsetDateTime;

use crate::entity::{account, audit, point};
use crate::rows::parse;
use crate::{Error, Result};

/// Objects that one statement asks for.
const AT_ONCE: usize = 1_000;

/// The acts that give verdicts: on a point, on the rest of an answer, on unchanged entries together.
const ON_POINT: &str = "point.decide";
const ON_ANSWER: &str = "answer.decide_all";
const ON_KEEPS: &str = "campaign.accept_keeps";

/// A moment as the log has it: PostgreSQL keeps microseconds.
pub(crate) fn micros(at: OffsetDateTime) -> i128 {
    at.unix_timestamp_nanos() / 1_000
}

/// An act of the log, and who did it.
struct Act {
    row: audit::Model,
    detail: Value,
    who: String,
}

impl Act {
    fn text(&self, field: &str) -> &str {
        self.detail[field].as_str().unwrap_or_default()
    }

    /// Entries that were accepted together have no verdict of their own in the log.
    fn verdict(&self) -> Result<PointDecision> {
        let verdict = match self.text("verdict") {
            "" => Verdict::Accept,
            code => parse("audit", self.row.seq, code)?,
        };
        Ok(PointDecision {
            verdict,
            value: self.text("value").trim().to_owned(),
            reason: clean_lines(self.text("reason")),
            decided_by: self.who.clone(),
            decided_at: self.row.at,
            about: None,
        })
    }
}

/// The verdicts on points that others took the place of, by point, the oldest first. `review`: the one whose unchanged
/// entries may have been accepted together.
pub(crate) async fn earlier_verdicts(
    connection: &impl ConnectionTrait,
    review: Option<CampaignKey>,
    points: &[point::Model],
) -> Result<BTreeMap<i64, Vec<PointDecision>>> {
    let mut earlier = BTreeMap::new();
    let changed = points.iter().filter_map(|row| {
        let (first, last) = (micros(row.first_decided_at?), micros(row.decided_at?));
        (first < last).then_some((row, first, last))
    });
    let changed: Vec<(&point::Model, i128, i128)> = changed.collect();
    // Few points are decided anew, and the log is long.
    if changed.is_empty() {
        return Ok(earlier);
    }
    let review = review.map(|key| key.to_string());
    let mut objects: BTreeSet<String> = review.iter().cloned().collect();
    for (row, ..) in &changed {
        objects.extend([row.id.to_string(), row.answer_id.to_string()]);
    }
    let acts = acts(connection, &[ON_POINT, ON_ANSWER, ON_KEEPS], objects).await?;
    for (row, first, last) in changed {
        let (point, answer) = (row.id.to_string(), row.answer_id.to_string());
        let is_of = |act: &&Act| {
            let (at, object) = (micros(act.row.at), act.row.object.as_str());
            let is_about = match act.row.action.as_str() {
                ON_POINT => object == point,
                ON_ANSWER => object == answer && at == first,
                _ => Some(object) == review.as_deref() && at == first,
            };
            is_about && at < last
        };
        let given = acts.iter().filter(is_of).map(Act::verdict).collect::<Result<Vec<_>>>()?;
        earlier.insert(row.id, given);
    }
    Ok(earlier)
}

/// Every settlement that was made from some databases' side, with its pair, the oldest first.
pub(crate) async fn settled_from(
    connection: &impl ConnectionTrait,
    keys: BTreeSet<String>,
) -> Result<Vec<((String, String), Conclusion)>> {
    let acts = acts(connection, &["overlap.settle"], keys).await?;
    let told = acts.into_iter().map(|act| {
        let conclusion = Conclusion {
            settlement: parse("audit", act.row.seq, act.text("settlement"))?,
            reason: clean_lines(act.text("reason")),
            who: act.who.clone(),
            at: act.row.at,
        };
        Ok(((act.row.object.clone(), act.text("other").to_owned()), conclusion))
    });
    told.collect()
}

/// Acts on some objects, the oldest first.
async fn acts(connection: &impl ConnectionTrait, actions: &[&str], objects: BTreeSet<String>) -> Result<Vec<Act>> {
    let objects: Vec<String> = objects.into_iter().collect();
    let mut rows: Vec<audit::Model> = Vec::new();
    for part in objects.chunks(AT_ONCE) {
        let found = audit::Entity::find()
            .filter(audit::Column::Action.is_in(actions.iter().copied()))
            .filter(audit::Column::Object.is_in(part.iter().cloned()));
        rows.extend(found.all(connection).await?);
    }
    rows.sort_by_key(|row| row.seq);
    let names = names(connection, &rows).await?;
    let told = rows.into_iter().map(|row| {
        let corrupt = |error: serde_json::Error| Error::Corrupt(format!("audit {}: {error}", row.seq));
        let detail = serde_json::from_str(&row.detail).map_err(corrupt)?;
        // Of an account that is not kept its id is all that is known.
        let who = row.account_id.as_ref().map(|id| names.get(id).unwrap_or(id).clone()).unwrap_or_default();
        Ok(Act { row, detail, who })
    });
    told.collect()
}

/// What the accounts of some acts are called.
async fn names(connection: &impl ConnectionTrait, rows: &[audit::Model]) -> Result<BTreeMap<String, String>> {
    let ids: BTreeSet<String> = rows.iter().filter_map(|row| row.account_id.clone()).collect();
    let ids: Vec<String> = ids.into_iter().collect();
    let mut names = BTreeMap::new();
    for part in ids.chunks(AT_ONCE) {
        let found = account::Entity::find().filter(account::Column::Id.is_in(part.iter().cloned()));
        names.extend(found.all(connection).await?.into_iter().map(|row| (row.id, row.name)));
    }
    Ok(names)
}
