//! Entries that leave the catalog, and mergers into them: told while an answer is written, refused when it is sent, and
//! once more before it is accepted, so that verdicts never contradict one another when the draft is compiled.

use std::collections::BTreeSet;

use time::Date;

use super::AnswerKind;
use crate::check::{FieldCode, FieldError};
use crate::format;
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

/// Whether there is what an answer names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetState {
    /// An entry under review, an agency that may take over.
    There,
    Unknown,
    /// An agency that begins on this day, after that of the transfer.
    Begins(Date),
    /// An agency whose last day this is, before that of the transfer or before today.
    Ends(Date),
}

impl TargetState {
    /// Of an agency that is to take an entry over on a day, by its first day and the last one where that is known. Without
    /// a day that can be read, which is a remark of its own, whoever is there today or later may.
    pub fn of_agency(life: Option<(Date, Option<Date>)>, day: Option<Date>, today: Date) -> Self {
        match life {
            None => Self::Unknown,
            Some((first, _)) if day.is_some_and(|day| day < first) => Self::Begins(first),
            Some((_, Some(last))) if last < day.unwrap_or(today).max(today) => Self::Ends(last),
            Some(_) => Self::There,
        }
    }
}

/// What is wrong with the target that an answer names. `leaving`: the entries that leave the catalog by other answers. A
/// missing target, and one that is the answer's own, are remarks of [`check_answer`](crate::check::check_answer).
pub fn check_target(
    kind: AnswerKind,
    target: &str,
    state: TargetState,
    leaving: &BTreeSet<EntryCode>,
) -> Option<FieldError> {
    let names_one = matches!(kind, AnswerKind::Merge | AnswerKind::Transfer) && !target.is_empty();
    let (code, detail) = match state {
        _ if !names_one => return None,
        TargetState::Unknown => (FieldCode::TargetUnknown, target.to_owned()),
        TargetState::Begins(first) => (FieldCode::TargetBegins, format::date(first)),
        TargetState::Ends(last) => (FieldCode::TargetEnds, format::date(last)),
        TargetState::There if kind == AnswerKind::Merge && leaving.contains(&EntryCode::from(target)) => {
            (FieldCode::TargetLeaves, target.to_owned())
        }
        TargetState::There => return None,
    };
    Some(FieldError::with("target", code, detail))
}

/// What keeps an answer from taking its entry away while it is written: a merger of the same agency goes into the entry.
/// `mergers`: what is merged, and into what. Of other agencies' mergers the appraiser is told, see [`check_acceptance`].
pub fn check_leaving(kind: AnswerKind, code: &EntryCode, mergers: &[(EntryCode, EntryCode)]) -> Option<FieldError> {
    let merged = mergers.iter().find(|(from, into)| kind.leaves() && into == code && from != code);
    let field = if kind == AnswerKind::Merge { "target" } else { "reason" };
    merged.map(|(from, _)| FieldError::with(field, FieldCode::MergedInto, from.to_string()))
}

/// Whether a merger may be offered an entry as its target: it stays in the catalog, or is `named` already, for what was saved
/// is shown as it is.
pub fn is_offered(code: &EntryCode, leaving: &BTreeSet<EntryCode>, named: Option<&str>) -> bool {
    !leaving.contains(code) || named == Some(code.as_str())
}

/// What keeps the answer on an entry from being accepted with this target: the target is not there, or may leave itself;
/// or a merger that was accepted goes into the entry that this answer takes away.
pub fn check_acceptance(
    kind: AnswerKind,
    code: &EntryCode,
    target: &str,
    state: TargetState,
    endings: &[Ending],
) -> Option<FieldError> {
    if kind == AnswerKind::Merge && code.as_str() == target {
        return Some(FieldError::new("target", FieldCode::Itself));
    }
    let others = || endings.iter().filter(|other| other.code != *code);
    let leaving: BTreeSet<EntryCode> = others().map(|other| other.code.clone()).collect();
    let taken = || others().find(|other| kind.leaves() && other.accepted && other.into.as_ref() == Some(code));
    check_target(kind, target, state, &leaving)
        .or_else(|| taken().map(|other| FieldError::with("entries", FieldCode::TakesOver, other.code.to_string())))
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn told(error: Option<FieldError>) -> String {
        error.map_or_else(String::new, |error| format!("{}: {} ({})", error.field, error.code, error.detail))
    }

    #[test]
    fn targets_of_what_is_sent() {
        use AnswerKind as K;
        let leaving = BTreeSet::from([EntryCode::from("DC-003")]);
        for (kind, target, state, expected) in [
            (K::Merge, "DC-002", TargetState::There, ""),
            (K::Merge, "DC-009", TargetState::Unknown, "target: target_unknown (DC-009)"),
            (K::Merge, "DC-003", TargetState::There, "target: target_leaves (DC-003)"),
            (K::Merge, "", TargetState::Unknown, ""),
            (K::Transfer, "so-tp", TargetState::There, ""),
            (K::Transfer, "so-la", TargetState::Unknown, "target: target_unknown (so-la)"),
            (K::Transfer, "so-tp", TargetState::Begins(date!(2027 - 07 - 01)), "target: target_begins (01/07/2027)"),
            (K::Transfer, "so-tp", TargetState::Ends(date!(2027 - 06 - 30)), "target: target_ends (30/06/2027)"),
            (K::Transfer, "DC-003", TargetState::There, ""),
            // What is kept of another choice counts for nothing.
            (K::Withdraw, "DC-003", TargetState::Unknown, ""),
            (K::Keep, "DC-003", TargetState::Unknown, ""),
        ] {
            assert_eq!(told(check_target(kind, target, state, &leaving)), expected, "{kind} {target}");
        }
    }

    #[test]
    fn what_another_is_merged_into_does_not_leave() {
        use AnswerKind as K;
        let pair = |(from, into): (&str, &str)| (EntryCode::from(from), EntryCode::from(into));
        let mergers = [("DC-001", "DC-002"), ("DC-002", "DC-001"), ("DC-005", "DC-005")].map(pair);
        for (kind, code, expected) in [
            (K::Withdraw, "DC-002", "reason: merged_into (DC-001)"),
            (K::Merge, "DC-002", "target: merged_into (DC-001)"),
            (K::Merge, "DC-001", "target: merged_into (DC-002)"),
            (K::Withdraw, "DC-003", ""),
            // Into itself is a remark of its own.
            (K::Merge, "DC-005", ""),
            (K::Keep, "DC-002", ""),
            (K::Transfer, "DC-002", ""),
        ] {
            assert_eq!(told(check_leaving(kind, &EntryCode::from(code), &mergers)), expected, "{kind} {code}");
        }
    }

    #[test]
    fn what_leaves_is_not_offered() {
        let leaving = BTreeSet::from([EntryCode::from("DC-003")]);
        for (code, named, offered) in [
            ("DC-002", None, true),
            ("DC-003", None, false),
            ("DC-003", Some("DC-002"), false),
            ("DC-003", Some("DC-003"), true),
        ] {
            assert_eq!(is_offered(&EntryCode::from(code), &leaving, named), offered, "{code} {named:?}");
        }
    }

    #[test]
    fn an_entry_goes_to_who_is_there_on_the_day() {
        use TargetState::{Begins, Ends, There, Unknown};
        let today = date!(2026 - 11 - 24);
        let (begins, ends) = (date!(2027 - 07 - 01), date!(2027 - 06 - 30));
        let (now, later) = ((date!(2025 - 02 - 19), None), (begins, None));
        let (closing, gone) = ((now.0, Some(ends)), (date!(2015 - 01 - 01), Some(date!(2025 - 02 - 18))));
        for (life, day, state) in [
            (None, Some(today), Unknown),
            (Some(now), Some(date!(2027 - 01 - 01)), There),
            (Some(now), Some(date!(2025 - 02 - 19)), There),
            (Some(now), Some(date!(2025 - 02 - 18)), Begins(now.0)),
            (Some(now), None, There),
            (Some(later), Some(ends), Begins(begins)),
            (Some(later), Some(begins), There),
            (Some(later), None, There),
            (Some(closing), Some(ends), There),
            (Some(closing), Some(begins), Ends(ends)),
            (Some(closing), None, There),
            // Who ended takes nothing over any more, not for days of before either.
            (Some(gone), Some(date!(2024 - 01 - 01)), Ends(date!(2025 - 02 - 18))),
            (Some(gone), None, Ends(date!(2025 - 02 - 18))),
        ] {
            assert_eq!(TargetState::of_agency(life, day, today), state, "{life:?} {day:?}");
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
            let found = check_acceptance(kind, &EntryCode::from(code), target, TargetState::There, &endings);
            assert_eq!(told(found), expected, "{kind} {code} {target}");
        }
        let gone = check_acceptance(K::Transfer, &EntryCode::from("DC-002"), "so-la", TargetState::Unknown, &[]);
        assert_eq!(told(gone), "target: target_unknown (so-la)");
    }
}
