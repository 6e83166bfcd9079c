//! The reports of a year: an agency's section (article 18.3) and the consolidated one (article 14.4).

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};

use super::{IllegalMove, illegal};
use crate::report::ReportKind;

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReportStage {
    NotStarted,
    Draft,
    /// Complete, waits for the head of the agency (article 18.1).
    AwaitingApproval,
    /// An agency's: approved, with the coordinator.
    Sent,
    Returned,
    /// It never changes any more.
    Accepted,
    /// The consolidated one: approved by the coordinator's head. It never changes any more.
    Signed,
    /// It went to the provincial committee.
    Forwarded,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ReportMove {
    /// It is filled in from the data.
    Begin,
    /// A section is written, another number is given, the figures are taken anew.
    Edit,
    /// It is laid before the head.
    Propose,
    /// The head gives it back.
    SendBack,
    /// The head approves: an agency's goes to the coordinator.
    Approve,
    /// The coordinator returns it with a reason.
    Return,
    Accept,
    /// The number and the date with which it went to the committee are recorded.
    Forward,
}

/// The stage after a move of a report.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_report(kind: ReportKind, stage: ReportStage, attempted: ReportMove) -> Result<ReportStage, IllegalMove> {
    use ReportKind as K;
    use ReportMove as M;
    use ReportStage as S;
    Ok(match (kind, stage, attempted) {
        (_, S::NotStarted, M::Begin) | (_, S::Draft, M::Edit) => S::Draft,
        (K::Agency, S::Returned, M::Edit) => S::Returned,
        (_, S::Draft, M::Propose) | (K::Agency, S::Returned, M::Propose) => S::AwaitingApproval,
        (_, S::AwaitingApproval, M::SendBack) => S::Draft,
        (K::Agency, S::AwaitingApproval, M::Approve) => S::Sent,
        (K::Agency, S::Sent, M::Return) => S::Returned,
        (K::Agency, S::Sent, M::Accept) => S::Accepted,
        (K::Consolidated, S::AwaitingApproval, M::Approve) => S::Signed,
        (K::Consolidated, S::Signed, M::Forward) => S::Forwarded,
        (
            K::Agency | K::Consolidated,
            S::NotStarted
            | S::Draft
            | S::AwaitingApproval
            | S::Sent
            | S::Returned
            | S::Accepted
            | S::Signed
            | S::Forwarded,
            _,
        ) => return illegal(stage, attempted),
    })
}

/// The moves that a report's stage allows.
pub fn report_moves(kind: ReportKind, stage: ReportStage) -> Vec<ReportMove> {
    ReportMove::iter().filter(|attempted| next_report(kind, stage, *attempted).is_ok()).collect()
}

impl ReportStage {
    /// Whether it has left the hands of those who write it.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Sent | Self::Accepted | Self::Signed | Self::Forwarded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_stage_and_move() {
        let mut table = String::new();
        for kind in ReportKind::iter() {
            for stage in ReportStage::iter() {
                let moves = report_moves(kind, stage).into_iter().map(|attempted| {
                    let then = next_report(kind, stage, attempted).expect("legal");
                    format!("{attempted}: {then}")
                });
                let moves: Vec<String> = moves.collect();
                table.push_str(&format!("{kind} {stage}: {}\n", moves.join(", ")).replace(": \n", ":\n"));
            }
        }
        let expected = "\
agency not_started: begin: draft
agency draft: edit: draft, propose: awaiting_approval
agency awaiting_approval: send_back: draft, approve: sent
agency sent: return: returned, accept: accepted
agency returned: edit: returned, propose: awaiting_approval
agency accepted:
agency signed:
agency forwarded:
consolidated not_started: begin: draft
consolidated draft: edit: draft, propose: awaiting_approval
consolidated awaiting_approval: send_back: draft, approve: signed
consolidated sent:
consolidated returned:
consolidated accepted:
consolidated signed: forward: forwarded
consolidated forwarded:
";
        assert_eq!(table, expected);
    }
}
