//! The figures of a review: what was asked, answered, and decided, by agency and in all.

use serde::{Deserialize, Serialize};
use time::Date;

use super::{OpinionRow, Outcome, Weighed};
use crate::agency::AgencyRef;
use crate::review::{AnswerKind, MinutedAnswer, Verdict};

/// Answers by kind. `entries` are those asked of; the entries left over have no answer that counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerFigures {
    pub entries: u32,
    pub keep: u32,
    pub modify: u32,
    pub withdraw: u32,
    pub merge: u32,
    pub transfer: u32,
    pub propose: u32,
}

impl AnswerFigures {
    /// Entries of which no answer was sent, or none that stands.
    pub fn unanswered(self) -> u32 {
        self.entries.saturating_sub(self.keep + self.modify + self.withdraw + self.merge + self.transfer)
    }

    fn of(&mut self, kind: AnswerKind) -> &mut u32 {
        match kind {
            AnswerKind::Keep => &mut self.keep,
            AnswerKind::Modify => &mut self.modify,
            AnswerKind::Withdraw => &mut self.withdraw,
            AnswerKind::Merge => &mut self.merge,
            AnswerKind::Transfer => &mut self.transfer,
            AnswerKind::Propose => &mut self.propose,
        }
    }

    fn add(&mut self, other: Self) {
        self.entries += other.entries;
        self.keep += other.keep;
        self.modify += other.modify;
        self.withdraw += other.withdraw;
        self.merge += other.merge;
        self.transfer += other.transfer;
        self.propose += other.propose;
    }
}

/// Points of the answers that stand, by their verdicts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictFigures {
    pub accepted: u32,
    /// With another value than the proposed one.
    pub other_value: u32,
    pub refused: u32,
}

impl VerdictFigures {
    pub fn total(self) -> u32 {
        self.accepted + self.other_value + self.refused
    }

    /// Those not accepted as they were proposed.
    pub fn not_as_proposed(self) -> u32 {
        self.other_value + self.refused
    }

    fn add(&mut self, other: Self) {
        self.accepted += other.accepted;
        self.other_value += other.other_value;
        self.refused += other.refused;
    }
}

/// Answers that came back to their agency and were not sent again, with their points. Their entries stay as they are, and
/// no other figure counts them; the minutes have them all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsentFigures {
    pub answers: u32,
    pub decided: u32,
    pub open: u32,
}

impl UnsentFigures {
    pub fn points(self) -> u32 {
        self.decided + self.open
    }

    fn count(&mut self, answer: &MinutedAnswer) {
        self.answers += u32::from(!answer.points.is_empty() || !answer.comment.is_empty());
        for point in &answer.points {
            let count = if point.decision.is_some() { &mut self.decided } else { &mut self.open };
            *count += 1;
        }
    }

    fn add(&mut self, other: Self) {
        self.answers += other.answers;
        self.decided += other.decided;
        self.open += other.open;
    }
}

/// One agency in the review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgencyAnswers {
    pub agency: AgencyRef,
    /// The day on which its answers came first; `None`: never.
    pub sent_on: Option<Date>,
    /// Working days.
    pub days_late: i64,
    pub answers: AnswerFigures,
    pub verdicts: VerdictFigures,
    pub unsent: UnsentFigures,
}

impl AgencyAnswers {
    /// Whether the agency has anything that a table by agency would tell: entries, or proposals.
    pub fn has_rows(&self) -> bool {
        self.answers.entries + self.answers.propose > 0
    }
}

/// The figures in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    pub asked: u32,
    pub sent: u32,
    /// Of those sent, after the day on which they were due.
    pub late: u32,
    /// Who sent nothing.
    pub silent: Vec<AgencyRef>,
    pub answers: AnswerFigures,
    pub verdicts: VerdictFigures,
    pub unsent: UnsentFigures,
    /// Rows of the table of opinions; those of them that were not accepted as proposed, of which a proposal that does not
    /// enter is one; those of answers that were given back and not sent again.
    pub opinions: u32,
    pub refused: u32,
    pub returned: u32,
}

/// The answers of one agency, counted: those that stand, and beside them those that do not. `entries`: of how many it was
/// asked.
pub fn answer_figures<'a>(
    entries: u32,
    answers: impl IntoIterator<Item = &'a Weighed>,
) -> (AnswerFigures, VerdictFigures, UnsentFigures) {
    let (mut by_kind, mut verdicts) = (AnswerFigures { entries, ..Default::default() }, VerdictFigures::default());
    let mut unsent = UnsentFigures::default();
    for Weighed { answer, stands } in answers {
        if !stands {
            unsent.count(answer);
            continue;
        }
        *by_kind.of(answer.kind) += 1;
        for decision in answer.points.iter().filter_map(|point| point.decision.as_ref()) {
            match decision.verdict {
                Verdict::Accept => verdicts.accepted += 1,
                Verdict::AcceptModified => verdicts.other_value += 1,
                Verdict::Reject => verdicts.refused += 1,
            }
        }
    }
    (by_kind, verdicts, unsent)
}

/// The figures in all from those by agency and the table of opinions.
pub fn figures(agencies: &[AgencyAnswers], opinions: &[OpinionRow]) -> Figures {
    let size = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let (returned, others): (Vec<&OpinionRow>, Vec<&OpinionRow>) =
        opinions.iter().partition(|row| row.outcome == Outcome::GivenBack);
    let mut figures = Figures {
        asked: size(agencies.len()),
        opinions: size(opinions.len()),
        refused: size(others.iter().filter(|row| row.outcome.is_refusal()).count()),
        returned: size(returned.len()),
        ..Figures::default()
    };
    for one in agencies {
        figures.answers.add(one.answers);
        figures.verdicts.add(one.verdicts);
        figures.unsent.add(one.unsent);
        match one.sent_on {
            None => figures.silent.push(one.agency.clone()),
            Some(_) => {
                figures.sent += 1;
                figures.late += u32::from(one.days_late > 0);
            }
        }
    }
    figures
}
