//! From answers and verdicts to the next edition: every kind of answer with every verdict.

mod common;

use common::whole;
use domain::catalog::{DataItem, EntryContent, EntryStatus, SharingForm};
use domain::change::{Change, Field, Place, encode_item, points_of_new};
use domain::consolidate::{ConsolidationError, NextEdition, SettledAnswer, SettledPoint, consolidate};
use domain::id::{AgencyId, ClassId, EntryCode};
use domain::review::{AnswerKind, PlanField, Verdict};

fn item(name: &str) -> DataItem {
    DataItem { name: name.to_owned(), fields: format!("{name} của mục"), ..DataItem::default() }
}

fn entry(number: u32, items: &[&str]) -> (EntryCode, EntryContent) {
    let content = EntryContent {
        name: format!("CSDL {number}"),
        owner: AgencyId::from("so-cu"),
        purpose: "cũ".to_owned(),
        items: items.iter().map(|name| item(name)).collect(),
        ..EntryContent::default()
    };
    (EntryCode::numbered(number), content)
}

fn base() -> Vec<(EntryCode, EntryContent)> {
    vec![entry(1, &["một", "chung"]), entry(2, &["hai", "chung"]), entry(3, &[])]
}

fn point(place: Option<Place>, proposed: &str, verdict: Verdict, value: &str) -> SettledPoint {
    SettledPoint { place, proposed: proposed.to_owned(), verdict, value: value.to_owned() }
}

fn answer(kind: AnswerKind, number: u32, target: &str, points: Vec<SettledPoint>) -> SettledAnswer {
    SettledAnswer {
        kind,
        code: Some(EntryCode::numbered(number)),
        agency: AgencyId::from("so-cu"),
        target: target.to_owned(),
        by_law: false,
        points,
    }
}

/// The edition in short: codes with their status, owner, purpose and items; then what left, and to where.
fn told(next: &NextEdition) -> String {
    let entries = next.entries.iter().map(|entry| {
        let items: Vec<&str> = entry.content.items.iter().map(|item| item.name.as_str()).collect();
        let EntryContent { owner, purpose, .. } = &entry.content;
        format!("{} {} {owner} {purpose} [{}]", entry.code, entry.status, items.join(" "))
    });
    let removed = next.removed.iter().map(|(code, target)| match target {
        Some(target) => format!("{code} -> {target}"),
        None => format!("{code} -> nothing"),
    });
    entries.chain(removed).collect::<Vec<_>>().join("\n")
}

fn made(answers: &[SettledAnswer]) -> String {
    told(&consolidate(&base(), answers, 10).expect("adds up"))
}

const KEPT: &str = "\
DC-001 unchanged so-cu cũ [một chung]
DC-002 unchanged so-cu cũ [hai chung]
DC-003 unchanged so-cu cũ []";

#[test]
fn no_answers_keep_everything() {
    assert_eq!(made(&[]), KEPT);
    assert_eq!(made(&[answer(AnswerKind::Keep, 1, "", vec![point(None, "", Verdict::Accept, "")])]), KEPT);
}

#[test]
fn a_changed_field_by_verdict() {
    let purpose = || Some(Place::Field(Field::Purpose));
    for (verdict, value, status, purpose_then) in [
        (Verdict::Accept, "", "modified", "mới"),
        (Verdict::AcceptModified, "khác", "modified", "khác"),
        (Verdict::Reject, "", "unchanged", "cũ"),
        // What is accepted may be what it was: then nothing changed.
        (Verdict::AcceptModified, "cũ", "unchanged", "cũ"),
    ] {
        let next = made(&[answer(AnswerKind::Modify, 3, "", vec![point(purpose(), "mới", verdict, value)])]);
        assert!(next.ends_with(&format!("DC-003 {status} so-cu {purpose_then} []")), "{verdict} {value}: {next}");
    }
}

#[test]
fn what_makes_no_difference_leaves_the_entry_as_it_was() {
    let form = Place::ItemMatrix("chung".into(), ClassId::from("ca_nhan"));
    let point = point(Some(form), "open", Verdict::AcceptModified, "none");
    let next = consolidate(&base(), &[answer(AnswerKind::Modify, 1, "", vec![point])], 10).expect("adds up");
    assert_eq!((&next.entries[0].content, next.entries[0].status), (&base()[0].1, EntryStatus::Unchanged));
}

#[test]
fn an_entry_of_an_agency_that_ended_stays_with_its_successor() {
    // The base names who answers today; the answer may still come from the agency before.
    let mut base = base();
    base[0].1.owner = AgencyId::from("so-ke-tuc");
    let purpose = point(Some(Place::Field(Field::Purpose)), "mới", Verdict::Accept, "");
    let back = point(None, "so-ke-tuc", Verdict::Accept, "");
    let answers =
        [answer(AnswerKind::Modify, 1, "", vec![purpose]), answer(AnswerKind::Transfer, 2, "so-ke-tuc", vec![back])];
    let expected = "\
DC-001 modified so-ke-tuc mới [một chung]
DC-002 modified so-ke-tuc cũ [hai chung]
DC-003 unchanged so-cu cũ []";
    assert_eq!(told(&consolidate(&base, &answers, 10).expect("adds up")), expected);
}

#[test]
fn points_are_settled_one_by_one() {
    let points = vec![
        point(Some(Place::Field(Field::Purpose)), "mới", Verdict::Reject, ""),
        point(Some(Place::ItemRemove("chung".into())), "", Verdict::Accept, ""),
        point(Some(Place::ItemAdd("ba".into())), &encode_item(&item("ba")), Verdict::Accept, ""),
        point(Some(Place::ItemAdd("bốn".into())), &encode_item(&item("bốn")), Verdict::Reject, ""),
    ];
    let next = made(&[answer(AnswerKind::Modify, 1, "", points)]);
    assert!(next.starts_with("DC-001 modified so-cu cũ [một ba]\n"), "{next}");
}

#[test]
fn answers_as_a_whole_by_verdict() {
    let whole =
        |kind, target, verdict, value| made(&[answer(kind, 2, target, vec![point(None, target, verdict, value)])]);
    let without_2 = |first: &str, left: &str| format!("{first}\nDC-003 unchanged so-cu cũ []\nDC-002 -> {left}");
    let kept_1 = "DC-001 unchanged so-cu cũ [một chung]";
    let merged_1 = "DC-001 modified so-cu cũ [một chung hai]";
    let moved = |to: &str| KEPT.replace("DC-002 unchanged so-cu", &format!("DC-002 modified {to}"));
    for (kind, target, verdict, value, expected) in [
        (AnswerKind::Withdraw, "", Verdict::Accept, "", without_2(kept_1, "nothing")),
        (AnswerKind::Withdraw, "", Verdict::Reject, "", KEPT.to_owned()),
        (AnswerKind::Merge, "DC-001", Verdict::Accept, "", without_2(merged_1, "DC-001")),
        (AnswerKind::Merge, "DC-003", Verdict::AcceptModified, "DC-001", without_2(merged_1, "DC-001")),
        (AnswerKind::Merge, "DC-001", Verdict::Reject, "", KEPT.to_owned()),
        (AnswerKind::Transfer, "so-moi", Verdict::Accept, "", moved("so-moi")),
        (AnswerKind::Transfer, "so-moi", Verdict::AcceptModified, "so-ba", moved("so-ba")),
        (AnswerKind::Transfer, "so-moi", Verdict::Reject, "", KEPT.to_owned()),
    ] {
        assert_eq!(whole(kind, target, verdict, value), expected, "{kind} {target} {verdict} {value}");
    }
}

#[test]
fn merging_comes_after_the_targets_own_changes() {
    let drop = point(Some(Place::ItemRemove("chung".into())), "", Verdict::Accept, "");
    let merge = answer(AnswerKind::Merge, 2, "DC-001", vec![point(None, "DC-001", Verdict::Accept, "")]);
    let next = made(&[merge, answer(AnswerKind::Modify, 1, "", vec![drop])]);
    assert!(next.starts_with("DC-001 modified so-cu cũ [một hai chung]\n"), "{next}");
}

#[test]
fn of_several_items_of_a_name_the_targets_own_stays_then_that_of_the_lower_code() {
    let sized = |number, name: &str, fields: &str| {
        let (code, mut content) = entry(number, &[name]);
        content.items[0].fields = fields.to_owned();
        (code, content)
    };
    let base = [sized(1, "a", "của 1"), sized(2, "b", "của 2"), sized(3, "b", "của 3"), sized(4, "a", "của 4")];
    let into_1 = |number| answer(AnswerKind::Merge, number, "DC-001", vec![point(None, "DC-001", Verdict::Accept, "")]);
    let next = consolidate(&base, &[into_1(4), into_1(3), into_1(2)], 10).expect("adds up");
    let fields: Vec<&str> = next.entries[0].content.items.iter().map(|item| item.fields.as_str()).collect();
    assert_eq!(fields, ["của 1", "của 2"]);
    // A target that has all the names already does not change.
    let next = consolidate(&base, &[into_1(4)], 10).expect("adds up");
    assert_eq!(next.entries[0].status, EntryStatus::Unchanged);
}

#[test]
fn proposals_enter_unless_their_name_is_refused() {
    let shared = DataItem { matrix: [(ClassId::from("ca_nhan"), SharingForm::Default)].into(), ..item("một") };
    let proposal = |name: &str, verdict, code: Option<u32>| {
        let content = EntryContent { name: name.to_owned(), ..whole(vec![shared.clone()]) };
        let points = points_of_new(&content).into_iter().map(|Change { place, new, .. }| {
            let given = if place == Place::Field(Field::Name) { verdict } else { Verdict::Accept };
            point(Some(place), &new, given, "tên khác")
        });
        // What is decided of the plan changes nothing of the entry.
        let of_plan = [
            point(Some(Place::Plan(PlanField::Need)), "cần", Verdict::Reject, ""),
            point(Some(Place::Plan(PlanField::Funding)), "tỉnh", Verdict::AcceptModified, "khác"),
        ];
        SettledAnswer {
            kind: AnswerKind::Propose,
            code: code.map(EntryCode::numbered),
            agency: AgencyId::from("so-moi"),
            target: String::new(),
            by_law: false,
            points: points.chain(of_plan).collect(),
        }
    };
    let answers = [
        proposal("a", Verdict::Accept, None),
        proposal("b", Verdict::Reject, None),
        proposal("c", Verdict::AcceptModified, None),
        // Compiled before: it keeps the code that it was given.
        proposal("d", Verdict::Accept, Some(7)),
    ];
    let next = consolidate(&base(), &answers, 10).expect("adds up");
    let new: Vec<(String, &str)> = next.entries[3..]
        .iter()
        .map(|entry| {
            assert_eq!((entry.status, entry.content.owner.as_str()), (EntryStatus::New, "so-moi"));
            (entry.code.to_string(), entry.content.name.as_str())
        })
        .collect();
    let expected =
        [("DC-010", "a"), ("DC-011", "tên khác"), ("DC-007", "d")].map(|(code, name)| (code.to_owned(), name));
    assert_eq!(new, expected);
}

#[test]
fn what_does_not_add_up() {
    let merge = |number, target: &str| {
        answer(AnswerKind::Merge, number, target, vec![point(None, target, Verdict::Accept, "")])
    };
    let gone = |code: &str, target: &str| ConsolidationError::TargetGone(code.to_owned(), target.to_owned());
    let withdraw = answer(AnswerKind::Withdraw, 1, "", vec![point(None, "", Verdict::Accept, "")]);
    for (answers, error) in [
        (vec![merge(2, "DC-009")], gone("DC-002", "DC-009")),
        (vec![merge(2, "DC-001"), withdraw], gone("DC-002", "DC-001")),
        (vec![merge(1, "DC-002"), merge(2, "DC-001")], gone("DC-001", "DC-002")),
        (vec![answer(AnswerKind::Keep, 99, "", Vec::new())], ConsolidationError::UnknownEntry("DC-099".to_owned())),
    ] {
        assert_eq!(consolidate(&base(), &answers, 10), Err(error));
    }
    let bad = point(Some(Place::Field(Field::StartYear)), "xưa", Verdict::Accept, "");
    let refused = consolidate(&base(), &[answer(AnswerKind::Modify, 1, "", vec![bad])], 10);
    assert!(matches!(refused, Err(ConsolidationError::Change(code, _)) if code == "DC-001"));
}
