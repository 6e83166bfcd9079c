//! The appraiser's queue: its rows, how it is narrowed, and in what order it stands.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use super::opinion::OpinionCounts;
use super::{AnswerKind, Side};
use crate::agency::AgencyRef;
use crate::id::{AnswerId, EntryCode};
use crate::text::sort_key;

/// A row of the appraiser's queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueRow {
    pub answer: AnswerId,
    pub agency: AgencyRef,
    pub code: Option<EntryCode>,
    pub name: String,
    pub kind: AnswerKind,
    pub points: u32,
    pub decided: u32,
    pub submitted_on: Option<Date>,
    pub round: u32,
    /// Something of it was said anew in a later round and is not decided.
    pub is_renewed: bool,
    /// Whose turn it is about what was asked: the agency's while it owes any answer.
    pub waits_on: Option<Side>,
    /// What other agencies were asked.
    pub opinions: OpinionCounts,
    /// The person who looks belongs to this agency, and appraises none of its answers.
    pub own: bool,
}

impl QueueRow {
    /// Points without a verdict.
    pub fn open(&self) -> u32 {
        self.points.saturating_sub(self.decided)
    }

    /// Nobody here can go on with it now: an agency owes an answer or an opinion, or another one appraises it.
    pub fn rests(&self) -> bool {
        self.own || self.waits_on == Some(Side::Agency) || self.opinions.waiting > 0
    }
}

/// In what order the queue stands.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    EnumIter,
    EnumString,
    Display,
    Serialize,
    Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum QueueSort {
    /// What has waited longest first; what nobody here can go on with last.
    #[default]
    Waiting,
    Agency,
    Code,
    /// Most open points first.
    Open,
    /// What came anew in a later round first, then other changes, then what stays as it is.
    Changed,
}

impl QueueSort {
    /// Whether the column that it sorts by runs downwards.
    pub fn is_descending(self) -> bool {
        matches!(self, Self::Open | Self::Changed)
    }

    /// Puts the rows in order; what is equal keeps the order of the annex.
    pub fn sort(self, rows: &mut [QueueRow]) {
        match self {
            Self::Waiting => {
                rows.sort_by_key(|row| (row.rests(), row.submitted_on.is_none(), row.submitted_on));
            }
            Self::Agency => rows.sort_by_cached_key(|row| (sort_key(&row.agency.name), row.agency.id.clone())),
            // Proposals, which have no code yet, come after entries.
            Self::Code => rows.sort_by_cached_key(|row| {
                let code = row.code.clone().unwrap_or_default();
                (row.code.is_none(), code.number().unwrap_or(u32::MAX), code)
            }),
            Self::Open => rows.sort_by_key(|row| Reverse(row.open())),
            Self::Changed => rows.sort_by_key(|row| (!row.is_renewed, row.kind == AnswerKind::Keep)),
        }
    }
}

/// Narrowing of the appraiser's queue, and its order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueueFilter {
    #[serde(default)]
    pub agency: String,
    /// Show answers with every point decided, too.
    #[serde(default)]
    pub all: bool,
    #[serde(default)]
    pub sort: QueueSort,
    /// Which page, from 1 on; 0 is the first too.
    #[serde(default)]
    pub page: u32,
}

/// Rows on a page of the queue.
pub const QUEUE_ROWS: u32 = 100;

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;
    use crate::id::AgencyId;

    fn row(id: i64, agency: &str, code: &str, kind: AnswerKind, open: u32, day: Date) -> QueueRow {
        QueueRow {
            answer: AnswerId(id),
            agency: AgencyRef { id: AgencyId::from(agency), name: agency.to_owned() },
            code: (!code.is_empty()).then(|| EntryCode::from(code)),
            name: String::new(),
            kind,
            points: open + 1,
            decided: 1,
            submitted_on: Some(day),
            round: 1,
            is_renewed: false,
            waits_on: None,
            opinions: OpinionCounts::default(),
            own: false,
        }
    }

    #[test]
    fn every_order() {
        let (early, late) = (date!(2026 - 11 - 02), date!(2026 - 11 - 20));
        let rows = vec![
            QueueRow { own: true, ..row(1, "Sở Y tế", "DC-1000", AnswerKind::Modify, 2, early) },
            row(2, "Ban Dân tộc", "", AnswerKind::Propose, 9, late),
            QueueRow { is_renewed: true, ..row(3, "Sở Y tế", "DC-002", AnswerKind::Withdraw, 1, late) },
            row(4, "Sở Đất đai", "DC-017", AnswerKind::Keep, 1, early),
            QueueRow { waits_on: Some(Side::Agency), ..row(5, "Sở Y tế", "DC-016", AnswerKind::Modify, 5, early) },
            QueueRow {
                opinions: OpinionCounts { waiting: 1, ..OpinionCounts::default() },
                ..row(6, "Sở Dược", "DC-999", AnswerKind::Modify, 4, late)
            },
        ];
        for (sort, order) in [
            (QueueSort::Waiting, [4, 2, 3, 1, 5, 6]),
            (QueueSort::Agency, [2, 6, 4, 1, 3, 5]),
            (QueueSort::Code, [3, 5, 4, 6, 1, 2]),
            (QueueSort::Open, [2, 5, 6, 1, 3, 4]),
            (QueueSort::Changed, [3, 1, 2, 5, 6, 4]),
        ] {
            let mut sorted = rows.clone();
            sort.sort(&mut sorted);
            assert_eq!(sorted.iter().map(|row| row.answer.0).collect::<Vec<_>>(), order, "{sort}");
        }
    }
}
