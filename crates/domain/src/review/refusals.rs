//! What the appraiser refused of an answer that came back, told at the fields that the officer mends.

use super::{Point, Verdict};
use crate::catalog::EntryContent;
use crate::change::Place;
use crate::check::{FieldCode, FieldError};

/// A remark for each point that was refused, with the reason, on the field of the form that the point is about. `content`:
/// what the form opens with; an item that it has no more is told at the list of items.
pub fn refusals(points: &[Point], content: Option<&EntryContent>) -> Vec<FieldError> {
    let refused = points.iter().filter_map(|point| {
        let decision = point.decision.as_ref().filter(|decision| decision.verdict == Verdict::Reject)?;
        let field = point.place.as_ref().map_or_else(|| "reason".to_owned(), |place| field_of(place, content));
        Some(FieldError::with(field, FieldCode::PointRefused, decision.reason.clone()))
    });
    refused.collect()
}

/// How many points of an answer were refused.
pub fn refused(points: &[Point]) -> usize {
    let verdicts = points.iter().filter_map(|point| point.decision.as_ref());
    verdicts.filter(|decision| decision.verdict == Verdict::Reject).count()
}

/// The form's field of a place.
fn field_of(place: &Place, content: Option<&EntryContent>) -> String {
    let part = match place {
        Place::Field(_) | Place::Plan(_) => return place.key(),
        Place::ItemRemove(_) => return "items".to_owned(),
        Place::ItemAdd(_) | Place::ItemName(_) => "name".to_owned(),
        Place::ItemFields(_) => "fields".to_owned(),
        Place::ItemMatrix(_, class) => format!("matrix.{class}"),
        Place::ItemPersonal(_) => "personal".to_owned(),
        Place::ItemMaster(_) => "master".to_owned(),
    };
    let named = |item: &&str| content.and_then(|content| content.items.iter().position(|one| one.name == **item));
    match place.item().as_ref().and_then(named) {
        Some(number) => format!("items.{number}.{part}"),
        None => "items".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::catalog::DataItem;
    use crate::change::Field;
    use crate::id::{ClassId, PointId};
    use crate::review::{PlanField, PointDecision};

    fn point(place: Option<Place>, verdict: Option<Verdict>) -> Point {
        let decision = verdict.map(|verdict| PointDecision {
            verdict,
            value: String::new(),
            reason: "Chưa rõ".to_owned(),
            decided_by: "Trần B".to_owned(),
            decided_at: datetime!(2026-11-24 03:00 UTC),
            about: None,
        });
        Point {
            id: PointId(1),
            place,
            old: String::new(),
            new: String::new(),
            decision,
            earlier: Vec::new(),
            talk: Vec::new(),
            said_before: 0,
        }
    }

    #[test]
    fn each_refused_point_is_told_at_its_field() {
        let item = |name: &str| DataItem { name: name.to_owned(), ..DataItem::default() };
        let content = EntryContent { items: vec![item("Một"), item("Hai")], ..EntryContent::default() };
        let two = || "Hai".to_owned();
        for (place, field) in [
            (None, "reason"),
            (Some(Place::Field(Field::LegalBasis)), "legal_basis"),
            (Some(Place::Plan(PlanField::Need)), "plan.need"),
            (Some(Place::ItemRemove(two())), "items"),
            (Some(Place::ItemAdd(two())), "items.1.name"),
            (Some(Place::ItemName(two())), "items.1.name"),
            (Some(Place::ItemFields(two())), "items.1.fields"),
            (Some(Place::ItemMatrix(two(), ClassId::from("to_chuc"))), "items.1.matrix.to_chuc"),
            (Some(Place::ItemPersonal(two())), "items.1.personal"),
            (Some(Place::ItemMaster(two())), "items.1.master"),
            (Some(Place::ItemFields("Ba".to_owned())), "items"),
        ] {
            let told = refusals(&[point(place.clone(), Some(Verdict::Reject))], Some(&content));
            assert_eq!(told, [FieldError::with(field, FieldCode::PointRefused, "Chưa rõ")], "{place:?}");
            let others = [Some(Verdict::Accept), Some(Verdict::AcceptModified), None];
            let others = others.map(|verdict| point(place.clone(), verdict));
            assert_eq!((refusals(&others, Some(&content)), refused(&others)), (Vec::new(), 0));
        }
        assert!(FieldCode::PointRefused.is_warning(), "what was refused may be sent again with its reasons");
    }
}
