//! What keeps an answer from being accepted: what was settled to be a duplicate, and what nobody settled (article 5.3).

use super::{Overlap, Settlement};
use crate::change::{Field, Place};
use crate::check::{FieldCode, FieldError};
use crate::review::AnswerKind;

/// Whether a point may make a duplicate: a new database, or one whose name, content, items or tie to a national database
/// change. What else changes makes none.
pub fn blocks_places(kind: AnswerKind, place: Option<&Place>) -> bool {
    match (kind, place) {
        (AnswerKind::Propose, _) => true,
        (AnswerKind::Modify, Some(place)) => match place {
            Place::Field(field) => {
                matches!(field, Field::Name | Field::OtherNames | Field::Content | Field::NationalDb)
            }
            Place::ItemAdd(_) | Place::ItemName(_) | Place::ItemFields(_) => true,
            Place::ItemRemove(_)
            | Place::ItemMatrix(..)
            | Place::ItemPersonal(_)
            | Place::ItemMaster(_)
            | Place::Plan(_) => false,
        },
        (AnswerKind::Modify, None)
        | (AnswerKind::Keep | AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer, _) => false,
    }
}

/// Why an overlap keeps a point from being accepted; `None` where it does not. What was settled to be a duplicate is
/// neither taken up, nor changed, nor kept by an answer that is accepted; what nobody settled keeps back what may make one.
pub fn bar(kind: AnswerKind, place: Option<&Place>, overlap: &Overlap) -> Option<FieldCode> {
    match (kind, overlap.stands()) {
        (AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer, _)
        | (_, Some(Settlement::Synchronised | Settlement::Different)) => None,
        (_, Some(Settlement::Duplicate)) => Some(FieldCode::OverlapDuplicate),
        (_, None) => blocks_places(kind, place).then_some(FieldCode::OverlapUnsettled),
    }
}

/// Whether points of an answer wait for somebody to settle a pair: what it keeps back is accepted once that is done.
pub fn waits_for(kind: AnswerKind, places: &[Option<Place>], overlap: &Overlap) -> bool {
    places.iter().any(|place| bar(kind, place.as_ref(), overlap) == Some(FieldCode::OverlapUnsettled))
}

/// What keeps points of an answer from being accepted together, with the databases named: duplicates before what is open.
pub fn barred(kind: AnswerKind, places: &[Option<Place>], overlaps: &[Overlap]) -> Option<FieldError> {
    [FieldCode::OverlapDuplicate, FieldCode::OverlapUnsettled].into_iter().find_map(|code| {
        let bars = |overlap: &&Overlap| places.iter().any(|place| bar(kind, place.as_ref(), overlap) == Some(code));
        let named = names(overlaps.iter().filter(bars));
        (!named.is_empty()).then(|| FieldError::with("overlap", code, named))
    })
}

/// What contradicts points that were accepted and may make a duplicate, as [`barred`] tells it: a pair may be settled, or
/// come to be, after the verdict. What else was changed is contradicted by nothing: the entry is in the catalog already.
pub fn contradicted(kind: AnswerKind, accepted: &[Option<Place>], overlaps: &[Overlap]) -> Option<FieldError> {
    let made: Vec<Option<Place>> =
        accepted.iter().filter(|place| blocks_places(kind, place.as_ref())).cloned().collect();
    barred(kind, &made, overlaps)
}

/// What the officer is warned of: what is open will keep the answer from being accepted.
pub fn warning(overlaps: &[Overlap]) -> Option<FieldError> {
    let open = names(overlaps.iter().filter(|overlap| overlap.is_open()));
    (!open.is_empty()).then(|| FieldError::with("overlap", FieldCode::OverlapOpen, open))
}

/// The names of overlaps, one a line: a name may hold any other sign.
fn names<'a>(overlaps: impl Iterator<Item = &'a Overlap>) -> String {
    overlaps.map(|overlap| format!("{} {}", overlap.other, overlap.name)).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;
    use time::macros::datetime;

    use super::*;
    use crate::overlap::{Counterpart, Likeness, Settled, Strength};

    fn overlap(other: &str, strength: Strength, settlement: Option<Settlement>, stale: bool) -> Overlap {
        let settled = settlement.map(|settlement| Settled {
            settlement,
            reason: "Đã xem".to_owned(),
            by: "Tổ thẩm định".to_owned(),
            at: datetime!(2026-11-24 03:00 UTC),
            version: 1,
            stale,
        });
        Overlap {
            other: other.to_owned(),
            with: Counterpart::National,
            proposed_by: None,
            name: format!("CSDL {other}"),
            owner: String::new(),
            holds: String::new(),
            likeness: Likeness { strength, score: 50, reasons: Vec::new() },
            settled,
            declared: None,
        }
    }

    #[test]
    fn what_bars_what() {
        use FieldCode::{OverlapDuplicate as Duplicate, OverlapUnsettled as Unsettled};
        let [name, content, purpose] = [Field::Name, Field::Content, Field::Purpose].map(Place::Field);
        let [added, removed] = [Place::ItemAdd("Hộ".to_owned()), Place::ItemRemove("Hộ".to_owned())];
        // A duplicate, what is open, and what is settled otherwise.
        for (kind, place, duplicate, open) in [
            (AnswerKind::Propose, None, Some(Duplicate), Some(Unsettled)),
            (AnswerKind::Propose, Some(&purpose), Some(Duplicate), Some(Unsettled)),
            (AnswerKind::Modify, Some(&name), Some(Duplicate), Some(Unsettled)),
            (AnswerKind::Modify, Some(&content), Some(Duplicate), Some(Unsettled)),
            (AnswerKind::Modify, Some(&added), Some(Duplicate), Some(Unsettled)),
            (AnswerKind::Modify, Some(&purpose), Some(Duplicate), None),
            (AnswerKind::Modify, Some(&removed), Some(Duplicate), None),
            (AnswerKind::Keep, None, Some(Duplicate), None),
            (AnswerKind::Withdraw, None, None, None),
            (AnswerKind::Merge, None, None, None),
            (AnswerKind::Transfer, None, None, None),
        ] {
            for strength in Strength::iter() {
                let found = |settlement, stale| bar(kind, place, &overlap("QG-001", strength, settlement, stale));
                assert_eq!(found(Some(Settlement::Duplicate), false), duplicate, "{kind} {place:?} {strength}");
                assert_eq!(found(None, false), open, "{kind} {place:?} {strength}");
                // Said of another content it is a suggestion.
                assert_eq!(found(Some(Settlement::Duplicate), true), open, "{kind} {place:?} {strength}");
                for other in [Settlement::Synchronised, Settlement::Different] {
                    assert_eq!(found(Some(other), false), None, "{kind} {place:?} {strength} {other}");
                }
            }
        }
    }

    #[test]
    fn a_refusal_names_what_bars_and_duplicates_first() {
        let duplicate = overlap("QG-001", Strength::Likely, Some(Settlement::Duplicate), false);
        let open = overlap("QG-002", Strength::Likely, None, false);
        let other = overlap("QG-003", Strength::Strong, None, false);
        let told = |places: &[Option<Place>], overlaps: &[&Overlap]| {
            let overlaps: Vec<Overlap> = overlaps.iter().copied().cloned().collect();
            barred(AnswerKind::Modify, places, &overlaps).map(|error| (error.code, error.detail))
        };
        let [name, purpose] = [Field::Name, Field::Purpose].map(|field| Some(Place::Field(field)));
        let both = [purpose.clone(), name];
        let unsettled = (FieldCode::OverlapUnsettled, "QG-002 CSDL QG-002\nQG-003 CSDL QG-003".to_owned());
        assert_eq!(told(&both, &[&open, &other]), Some(unsettled));
        let twice = (FieldCode::OverlapDuplicate, "QG-001 CSDL QG-001".to_owned());
        assert_eq!(told(&both, &[&open, &duplicate]), Some(twice.clone()));
        // What was accepted before: a proposal, or a change that may make a duplicate.
        let (pair, settled) = (
            [open.clone(), duplicate.clone()],
            [overlap("QG-001", Strength::Strong, Some(Settlement::Different), false)],
        );
        for (kind, accepted, expected) in [
            (AnswerKind::Propose, &both[1..], Some(twice.0)),
            (AnswerKind::Modify, &both[..], Some(twice.0)),
            (AnswerKind::Modify, &both[..1], None),
            (AnswerKind::Modify, &both[..0], None),
            (AnswerKind::Keep, &[None][..], None),
        ] {
            assert_eq!(contradicted(kind, accepted, &pair).map(|error| error.code), expected, "{kind} {accepted:?}");
            assert_eq!(contradicted(kind, accepted, &settled), None, "{kind} {accepted:?}");
        }
        let unsettled = contradicted(AnswerKind::Modify, &both, std::slice::from_ref(&open)).map(|error| error.code);
        assert_eq!(unsettled, Some(FieldCode::OverlapUnsettled));
        assert_eq!(told(&[purpose], &[&open, &other]), None);
        assert_eq!(told(&[], &[&duplicate]), None);
        // What is a duplicate waits for nobody; nor does a change that makes none, nor an answer without open points.
        for (kind, places, overlap, waits) in [
            (AnswerKind::Modify, &both[..], &open, true),
            (AnswerKind::Modify, &both[..], &duplicate, false),
            (AnswerKind::Modify, &both[..1], &open, false),
            (AnswerKind::Propose, &both[..1], &open, true),
            (AnswerKind::Keep, &both[..], &open, false),
            (AnswerKind::Modify, &both[..0], &open, false),
        ] {
            assert_eq!(waits_for(kind, places, overlap), waits, "{kind} {places:?} {}", overlap.other);
        }
    }
}
