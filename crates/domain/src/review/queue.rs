//! The appraiser's queue: its rows, how it is narrowed, in what order it stands, and which row comes after which.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use super::opinion::OpinionCounts;
use super::{AnswerKind, Side};
use crate::agency::AgencyRef;
use crate::id::{AnswerId, EntryCode};
use crate::text::{fold, sort_key};

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

    /// Something of it is open, and for the person who looks to decide.
    pub fn is_to_do(&self) -> bool {
        self.open() > 0 && !self.own
    }
}

/// What a row waits on before it can be decided.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum QueueWait {
    /// Nobody but who appraises it.
    Appraiser,
    /// The agency, which was asked about a point.
    Agency,
    /// An agency that was asked for its opinion.
    Opinion,
    /// A likely duplicate that nobody settled (article 5.3).
    Overlap,
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
    pub kind: Option<AnswerKind>,
    #[serde(default)]
    pub waits: Option<QueueWait>,
    /// Only what was said anew in a later round.
    #[serde(default)]
    pub second: bool,
    /// Words of the name or the code, with or without marks.
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub sort: QueueSort,
    /// Which page, from 1 on; 0 is the first too.
    #[serde(default)]
    pub page: u32,
}

impl QueueFilter {
    /// Whether it narrows by more than the agency.
    pub fn narrows(&self) -> bool {
        self.kind.is_some() || self.waits.is_some() || self.second || !self.text.trim().is_empty()
    }

    /// Whether it leaves a row of its agency in the queue. An open overlap no row tells of: the radar is asked for it.
    pub fn leaves(&self, row: &QueueRow) -> bool {
        let waits = self.waits.is_none_or(|waits| match waits {
            QueueWait::Appraiser => !row.rests(),
            QueueWait::Agency => row.waits_on == Some(Side::Agency),
            QueueWait::Opinion => row.opinions.waiting > 0,
            QueueWait::Overlap => true,
        });
        let code = row.code.as_ref().map(EntryCode::as_str).unwrap_or_default();
        let called = fold(&format!("{code} {}", row.name));
        waits
            && self.kind.is_none_or(|kind| kind == row.kind)
            && (!self.second || row.is_renewed)
            && fold(&self.text).split_whitespace().all(|word| called.contains(word))
    }
}

/// Rows on a page of the queue.
pub const QUEUE_ROWS: u32 = 100;

/// A row of the queue, and the page on which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QueuePlace {
    pub answer: AnswerId,
    pub page: u32,
}

/// Where one goes from the chosen answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beside {
    pub before: Option<QueuePlace>,
    pub after: Option<QueuePlace>,
}

/// The rows to do before and after the chosen one in the order of the queue, over the ends of its pages and round its own
/// end; where nothing is chosen the first for both. `rows`: the queue in its order, the chosen one in its place also where it
/// `left` the queue, as what was just decided does.
pub fn beside(rows: &[QueueRow], chosen: Option<AnswerId>, left: bool) -> Beside {
    let at = rows.iter().position(|row| Some(row.answer) == chosen);
    let place = |(index, row): (usize, &QueueRow)| {
        // What left the queue takes no place on its pages.
        let gone = left && at.is_some_and(|at| at < index);
        let index = u32::try_from(index - usize::from(gone)).unwrap_or(u32::MAX);
        QueuePlace { answer: row.answer, page: index / QUEUE_ROWS + 1 }
    };
    let is_next = |(_, row): &(usize, &QueueRow)| Some(row.answer) != chosen && row.is_to_do();
    let on = rows.iter().enumerate().cycle().skip(at.map_or(0, |at| at + 1));
    let after = on.take(rows.len()).find(is_next).map(place);
    let Some(at) = at else { return Beside { before: after, after } };
    let back = rows.iter().enumerate().rev().cycle().skip(rows.len() - at);
    Beside { before: back.take(rows.len()).find(is_next).map(place), after }
}

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

    fn open_rows(open: &[u32]) -> Vec<QueueRow> {
        let day = date!(2026 - 11 - 02);
        (1..).zip(open).map(|(id, open)| row(id, "Sở Y tế", "DC-001", AnswerKind::Modify, *open, day)).collect()
    }

    #[test]
    fn the_row_after_the_chosen_one() {
        // By the open points of rows 1, 2, 3...: what is chosen, whether it left the queue, what comes before and after.
        for (open, chosen, left, before, after) in [
            (&[1, 1, 1][..], Some(1), false, Some(3), Some(2)),
            (&[1, 1, 1], Some(2), false, Some(1), Some(3)),
            (&[1, 1, 1], Some(3), false, Some(2), Some(1)),
            // What is decided is passed over, and what was just decided keeps its place.
            (&[1, 0, 0, 1], Some(1), false, Some(4), Some(4)),
            (&[1, 0, 1], Some(2), true, Some(1), Some(3)),
            (&[1, 1, 0], Some(3), true, Some(2), Some(1)),
            // Nothing else to do.
            (&[1], Some(1), false, None, None),
            (&[0, 1, 0], Some(2), false, None, None),
            (&[0, 0], None, false, None, None),
            (&[], Some(1), true, None, None),
            // Nothing is chosen, or something that is nowhere.
            (&[0, 1, 1], None, false, Some(2), Some(2)),
            (&[1, 1], Some(9), true, Some(1), Some(1)),
        ] {
            let found = beside(&open_rows(open), chosen.map(AnswerId), left);
            let ids = [found.before, found.after].map(|place| place.map(|place| place.answer.0));
            assert_eq!(ids, [before, after], "{open:?} {chosen:?}");
        }
        let mut own = open_rows(&[1, 1, 1]);
        own[1].own = true;
        let found = beside(&own, Some(AnswerId(1)), false).after.map(|place| place.answer.0);
        assert_eq!(found, Some(3), "their own answer is for others");
    }

    #[test]
    fn the_row_after_stands_on_its_page() {
        let rows = open_rows(&[1; 201]);
        for (chosen, left, before, after) in [
            (1, false, (201, 3), (2, 1)),
            (100, false, (99, 1), (101, 2)),
            (101, false, (100, 1), (102, 2)),
            (201, false, (200, 2), (1, 1)),
            // Without it those that follow move up.
            (100, true, (99, 1), (101, 1)),
            (1, true, (201, 2), (2, 1)),
        ] {
            let place = |(id, page): (i64, u32)| Some(QueuePlace { answer: AnswerId(id), page });
            let found = beside(&rows, Some(AnswerId(chosen)), left);
            assert_eq!((found.before, found.after), (place(before), place(after)), "{chosen} {left}");
        }
    }

    #[test]
    fn what_a_filter_leaves() {
        let day = date!(2026 - 11 - 02);
        let named = |id, code, name: &str, kind| QueueRow { name: name.to_owned(), ..row(id, "x", code, kind, 1, day) };
        let waiting = OpinionCounts { waiting: 1, ..OpinionCounts::default() };
        let unhandled = OpinionCounts { unhandled: 1, ..OpinionCounts::default() };
        let rows = [
            named(1, "DC-016", "CSDL đất đai", AnswerKind::Modify),
            QueueRow { is_renewed: true, ..named(2, "DC-116", "CSDL hộ tịch", AnswerKind::Withdraw) },
            QueueRow { waits_on: Some(Side::Agency), ..named(3, "DC-007", "Đấu giá đất", AnswerKind::Modify) },
            QueueRow { opinions: waiting, ..named(4, "", "CSDL dân số", AnswerKind::Propose) },
            QueueRow { opinions: unhandled, ..named(5, "DC-020", "CSDL cầu đường", AnswerKind::Merge) },
            QueueRow { own: true, ..named(6, "DC-021", "CSDL viễn thông", AnswerKind::Transfer) },
        ];
        let text = |text: &str| QueueFilter { text: text.to_owned(), ..QueueFilter::default() };
        let waits = |waits| QueueFilter { waits: Some(waits), ..QueueFilter::default() };
        let kind = |kind| QueueFilter { kind: Some(kind), ..QueueFilter::default() };
        for (filter, left) in [
            (QueueFilter::default(), &[1, 2, 3, 4, 5, 6][..]),
            (kind(AnswerKind::Modify), &[1, 3]),
            (kind(AnswerKind::Propose), &[4]),
            (QueueFilter { second: true, ..QueueFilter::default() }, &[2]),
            (waits(QueueWait::Appraiser), &[1, 2, 5]),
            (waits(QueueWait::Agency), &[3]),
            (waits(QueueWait::Opinion), &[4]),
            (waits(QueueWait::Overlap), &[1, 2, 3, 4, 5, 6]),
            // With marks, without, half a word, by the code; every word counts.
            (text("đất"), &[1, 3]),
            (text("  DAT dai "), &[1]),
            (text("dc-0"), &[1, 3, 5, 6]),
            (text("16"), &[1, 2]),
            (text("dân tộc"), &[]),
            (QueueFilter { kind: Some(AnswerKind::Modify), ..text("gia") }, &[3]),
        ] {
            let found: Vec<i64> = rows.iter().filter(|row| filter.leaves(row)).map(|row| row.answer.0).collect();
            assert_eq!(found, left, "{filter:?}");
            assert_eq!(filter.narrows(), filter != QueueFilter::default(), "{filter:?}");
        }
    }
}
