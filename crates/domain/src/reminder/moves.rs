//! Who is told of a move in a review, of a report or of a request for a change: those whose turn it is now, and those whose
//! matter it was.

use super::NoticeKind;
use crate::account::Role;

/// In which agency the people are who are told of a move.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The agency whose answers moved; of an opening each that is asked, of an edition each agency.
    Answering,
    Coordinator,
    ExecutiveOffice,
}

/// Who is told of a move. `coordinates`: the answers are those of the coordinator itself, which the executive office
/// appraises. Empty for what is no move: the ladder, letters, extensions, opinions and duties name their people themselves.
pub fn told(kind: NoticeKind, coordinates: bool) -> (Side, &'static [Role]) {
    match kind {
        NoticeKind::Laid | NoticeKind::ReportLaid => (Side::Answering, &[Role::Head]),
        NoticeKind::SentBack | NoticeKind::Asked | NoticeKind::ReportSentBack => (Side::Answering, &[Role::Officer]),
        NoticeKind::Submitted | NoticeKind::Replied | NoticeKind::ReportSent if coordinates => {
            (Side::ExecutiveOffice, &[Role::Clerk])
        }
        NoticeKind::Submitted
        | NoticeKind::Replied
        | NoticeKind::RequestRaised
        | NoticeKind::DraftReturned
        | NoticeKind::ReportSent
        | NoticeKind::ConsolidatedSentBack
        | NoticeKind::ConsolidatedSigned
        | NoticeKind::PeriodClosing
        | NoticeKind::PeriodClosed => (Side::Coordinator, &[Role::Appraiser]),
        NoticeKind::Opened
        | NoticeKind::Reopened
        | NoticeKind::Returned
        | NoticeKind::Accepted
        | NoticeKind::RequestRejected
        | NoticeKind::Issued
        | NoticeKind::ReportReturned
        | NoticeKind::ReportAccepted => (Side::Answering, &[Role::Officer, Role::Head]),
        NoticeKind::ConsolidatedLaid => (Side::Coordinator, &[Role::Head]),
        NoticeKind::DraftSubmitted => (Side::ExecutiveOffice, &[Role::Clerk]),
        NoticeKind::Remind
        | NoticeKind::Escalate
        | NoticeKind::LateList
        | NoticeKind::Urged
        | NoticeKind::Extended
        | NoticeKind::OpinionAsked
        | NoticeKind::OpinionWithdrawn
        | NoticeKind::OpinionGiven
        | NoticeKind::OpinionRemind
        | NoticeKind::DutyRemind
        | NoticeKind::DutyUrged
        | NoticeKind::Digest => (Side::Answering, &[]),
    }
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn each_move_tells_whose_turn_it_is() {
        let mut table = String::new();
        for kind in NoticeKind::iter() {
            for coordinates in [false, true] {
                let (side, roles) = told(kind, coordinates);
                let roles: Vec<String> = roles.iter().map(ToString::to_string).collect();
                let differs = matches!(kind, NoticeKind::Submitted | NoticeKind::Replied | NoticeKind::ReportSent);
                if !roles.is_empty() && (differs || !coordinates) {
                    let whose = if coordinates { " of the coordinator" } else { "" };
                    table.push_str(&format!("{kind}{whose}: {side:?} {}\n", roles.join(", ")));
                }
            }
        }
        let expected = "\
opened: Answering officer, head
reopened: Answering officer, head
laid: Answering head
sent_back: Answering officer
submitted: Coordinator appraiser
submitted of the coordinator: ExecutiveOffice clerk
returned: Answering officer, head
asked: Answering officer
replied: Coordinator appraiser
replied of the coordinator: ExecutiveOffice clerk
accepted: Answering officer, head
request_raised: Coordinator appraiser
request_rejected: Answering officer, head
draft_submitted: ExecutiveOffice clerk
draft_returned: Coordinator appraiser
issued: Answering officer, head
report_laid: Answering head
report_sent_back: Answering officer
report_sent: Coordinator appraiser
report_sent of the coordinator: ExecutiveOffice clerk
report_returned: Answering officer, head
report_accepted: Answering officer, head
consolidated_laid: Coordinator head
consolidated_sent_back: Coordinator appraiser
consolidated_signed: Coordinator appraiser
period_closing: Coordinator appraiser
period_closed: Coordinator appraiser
";
        assert_eq!(table, expected);
    }
}
