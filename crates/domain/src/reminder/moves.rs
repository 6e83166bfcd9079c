//! Who is told of a move in a review: those whose turn it is now, and those whose matter it was.

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
/// appraises. Empty for what is no move: the ladder, letters, extensions and opinions name their people themselves.
pub fn told(kind: NoticeKind, coordinates: bool) -> (Side, &'static [Role]) {
    match kind {
        NoticeKind::Laid => (Side::Answering, &[Role::Head]),
        NoticeKind::SentBack => (Side::Answering, &[Role::Officer]),
        NoticeKind::Submitted if coordinates => (Side::ExecutiveOffice, &[Role::Clerk]),
        NoticeKind::Submitted | NoticeKind::DraftReturned => (Side::Coordinator, &[Role::Appraiser]),
        NoticeKind::Opened | NoticeKind::Returned | NoticeKind::Accepted | NoticeKind::Issued => {
            (Side::Answering, &[Role::Officer, Role::Head])
        }
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
                if !roles.is_empty() && (coordinates == (kind == NoticeKind::Submitted) || !coordinates) {
                    let whose = if coordinates { " of the coordinator" } else { "" };
                    table.push_str(&format!("{kind}{whose}: {side:?} {}\n", roles.join(", ")));
                }
            }
        }
        let expected = "\
opened: Answering officer, head
laid: Answering head
sent_back: Answering officer
submitted: Coordinator appraiser
submitted of the coordinator: ExecutiveOffice clerk
returned: Answering officer, head
accepted: Answering officer, head
draft_submitted: ExecutiveOffice clerk
draft_returned: Coordinator appraiser
issued: Answering officer, head
";
        assert_eq!(table, expected);
    }
}
