//! Entries that leave the catalog, and mergers into them: told while an answer is written, refused when it is sent, and
//! once more before it is accepted, so that verdicts never contradict one another when the draft is compiled.

use std::collections::BTreeSet;

use super::AnswerKind;
use crate::check::{FieldCode, FieldError};
use crate::id::EntryCode;

/// A withdrawal or a merger that was sent and is not refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    /// The entry that leaves.
    pub code: EntryCode,
    /// Of a merger, the entry that takes its items.
    pub into: Option<EntryCode>,
    pub accepted: bool,
}

/// What is wrong with the target that an answer names. `known`: it is an entry under review, or an agency of the day;
/// `leaving`: the entries that leave the catalog by other answers. A missing target, and one that is the answer's own, are
/// remarks of [`check_answer`](crate::check::check_answer).
pub fn check_target(kind: AnswerKind, target: &str, known: bool, leaving: &BTreeSet<EntryCode>) -> Option<FieldError> {
    let names_one = matches!(kind, AnswerKind::Merge | AnswerKind::Transfer) && !target.is_empty();
    let code = match (known, kind) {
        _ if !names_one => return None,
        (false, _) => FieldCode::TargetUnknown,
        (true, AnswerKind::Merge) if leaving.contains(&EntryCode::from(target)) => FieldCode::TargetLeaves,
        _ => return None,
    };
    Some(FieldError::with("target", code, target))
}

/// What keeps the answer on an entry from being accepted with this target: the target is not there, or may leave itself;
/// or a merger that was accepted goes into the entry that this answer takes away.
pub fn check_acceptance(
    kind: AnswerKind,
    code: &EntryCode,
    target: &str,
    known: bool,
    endings: &[Ending],
) -> Option<FieldError> {
    if kind == AnswerKind::Merge && code.as_str() == target {
        return Some(FieldError::new("target", FieldCode::Itself));
    }
    let others = || endings.iter().filter(|other| other.code != *code);
    let leaving: BTreeSet<EntryCode> = others().map(|other| other.code.clone()).collect();
    let taken = || others().find(|other| kind.leaves() && other.accepted && other.into.as_ref() == Some(code));
    check_target(kind, target, known, &leaving)
        .or_else(|| taken().map(|other| FieldError::with("entries", FieldCode::TakesOver, other.code.to_string())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(error: Option<FieldError>) -> String {
        error.map_or_else(String::new, |error| format!("{}: {} ({})", error.field, error.code, error.detail))
    }

    #[test]
    fn targets_of_what_is_sent() {
        use AnswerKind as K;
        let leaving = BTreeSet::from([EntryCode::from("DC-003")]);
        for (kind, target, known, expected) in [
            (K::Merge, "DC-002", true, ""),
            (K::Merge, "DC-009", false, "target: target_unknown (DC-009)"),
            (K::Merge, "DC-003", true, "target: target_leaves (DC-003)"),
            (K::Merge, "", false, ""),
            (K::Transfer, "so-tp", true, ""),
            (K::Transfer, "so-la", false, "target: target_unknown (so-la)"),
            (K::Transfer, "DC-003", true, ""),
            // What is kept of another choice counts for nothing.
            (K::Withdraw, "DC-003", false, ""),
            (K::Keep, "DC-003", false, ""),
        ] {
            assert_eq!(told(check_target(kind, target, known, &leaving)), expected, "{kind} {target}");
        }
    }

    #[test]
    fn what_is_accepted_adds_up() {
        use AnswerKind as K;
        let ending = |code: &str, into: Option<&str>, accepted| Ending {
            code: EntryCode::from(code),
            into: into.map(EntryCode::from),
            accepted,
        };
        let endings = [
            ending("DC-001", Some("DC-002"), true),
            ending("DC-003", None, false),
            ending("DC-004", Some("DC-005"), false),
        ];
        for (kind, code, target, expected) in [
            (K::Merge, "DC-006", "DC-002", ""),
            (K::Merge, "DC-006", "DC-006", "target: itself ()"),
            // Decided or not: the target may leave.
            (K::Merge, "DC-006", "DC-003", "target: target_leaves (DC-003)"),
            (K::Merge, "DC-006", "DC-001", "target: target_leaves (DC-001)"),
            // An accepted merger goes into it; one that waits is told of its target in its turn.
            (K::Withdraw, "DC-002", "hết dùng", "entries: takes_over (DC-001)"),
            (K::Merge, "DC-002", "DC-005", "entries: takes_over (DC-001)"),
            (K::Withdraw, "DC-005", "hết dùng", ""),
            // It stands in nobody's way but its own.
            (K::Merge, "DC-004", "DC-005", ""),
            (K::Transfer, "DC-002", "so-tp", ""),
            (K::Keep, "DC-002", "", ""),
        ] {
            let found = check_acceptance(kind, &EntryCode::from(code), target, true, &endings);
            assert_eq!(told(found), expected, "{kind} {code} {target}");
        }
        let gone = check_acceptance(K::Transfer, &EntryCode::from("DC-002"), "so-la", false, &[]);
        assert_eq!(told(gone), "target: target_unknown (so-la)");
    }
}
