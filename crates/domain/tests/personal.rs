//! Personal data is not opened: by an answer, by verdicts that may each be right, by anything but a law that is named.

mod common;

use common::whole;
use domain::catalog::{DataItem, EntryContent, SharingForm};
use domain::change::{Place, encode_item, points_of_new};
use domain::check::{FieldCode, check_answer, has_errors};
use domain::consolidate::{ConsolidationError, SettledAnswer, SettledPoint, consolidate, left_open};
use domain::id::{AgencyId, ClassId, EntryCode};
use domain::review::{AnswerDraft, AnswerKind, SecretDeclaration, Verdict};

const CLASS: &str = "ca_nhan";

fn item(name: &str, personal: bool, form: SharingForm) -> DataItem {
    let matrix = [(ClassId::from(CLASS), form)].into();
    DataItem { name: name.to_owned(), personal, matrix, ..DataItem::default() }
}

/// What keeps the change from one item to another from being sent, or is told of it, with this reason.
fn remark(before: DataItem, after: DataItem, reason: &str) -> Option<(FieldCode, bool)> {
    let base = EntryContent { purpose: "cũ".to_owned(), ..whole(vec![before]) };
    let draft = AnswerDraft {
        content: Some(whole(vec![after])),
        reason: reason.to_owned(),
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(AnswerKind::Modify)
    };
    let errors = check_answer(&draft, Some(&base), Some("DC-001"));
    errors.first().map(|error| (error.code, has_errors(&errors)))
}

#[test]
fn only_a_law_that_is_named_opens_personal_data() {
    let open = |name, personal| item(name, personal, SharingForm::Open);
    let (blocks, told) = (Some((FieldCode::PersonalOpen, true)), Some((FieldCode::PersonalOpenByLaw, false)));
    for (before, after, reason, expected) in [
        (open("một", false), open("một", false), "", None),
        (open("một", true), item("một", true, SharingForm::Default), "", None),
        // As the decision in force has it.
        (open("một", true), open("một", true), "", told),
        (open("một", false), open("một", true), "", blocks),
        (open("một", true), open("hai", true), "", blocks),
        (item("một", true, SharingForm::Default), open("một", true), "Cần cho người dân", blocks),
        (item("một", true, SharingForm::Default), open("một", true), "Theo luật chuyên ngành", blocks),
        (item("một", true, SharingForm::Default), open("một", true), "Công văn số 12/SYT ngày 02/3/2026", blocks),
        (item("một", true, SharingForm::Default), open("một", true), "Luật Khám bệnh, chữa bệnh năm 2023", told),
        (item("một", true, SharingForm::Default), open("một", true), "khoản 2 Điều 5 Nghị định 96/2023/NĐ-CP", told),
    ] {
        assert_eq!(remark(before.clone(), after.clone(), reason), expected, "{before:?} {after:?} {reason}");
    }
}

fn personal(name: &str, flag: bool) -> (Place, String) {
    (Place::ItemPersonal(name.to_owned()), flag.to_string())
}

fn form(name: &str, form: SharingForm) -> (Place, String) {
    (Place::ItemMatrix(name.to_owned(), ClassId::from(CLASS)), form.to_string())
}

fn settled(kind: AnswerKind, by_law: bool, points: Vec<SettledPoint>) -> SettledAnswer {
    let code = (kind != AnswerKind::Propose).then(|| EntryCode::from("DC-001"));
    SettledAnswer { kind, code, agency: AgencyId::from("so-yt"), target: String::new(), by_law, points }
}

/// A point with its verdict, `None` while nobody decided it.
fn point((place, proposed): (Place, String), verdict: Option<Verdict>) -> SettledPoint {
    match verdict {
        Some(verdict) => SettledPoint { place: Some(place), proposed, verdict, value: String::new() },
        None => SettledPoint::closing(Some(place), proposed),
    }
}

#[test]
fn verdicts_do_not_open_it_between_them() {
    use SharingForm::{Default as ByDefault, Open};
    let (yes, no) = (Some(Verdict::Accept), Some(Verdict::Reject));
    let plain = || item("một", false, Open);
    let closed = || item("một", true, ByDefault);
    for (before, points, by_law, opens) in [
        // The officer says that it is personal, and closes it.
        (plain(), vec![(personal("một", true), yes), (form("một", ByDefault), yes)], false, false),
        (plain(), vec![(personal("một", true), yes), (form("một", ByDefault), no)], false, true),
        (plain(), vec![(personal("một", true), no), (form("một", ByDefault), no)], false, false),
        // While the one or the other is open, it may still come out well.
        (plain(), vec![(personal("một", true), yes), (form("một", ByDefault), None)], false, false),
        (plain(), vec![(personal("một", true), None), (form("một", ByDefault), no)], false, false),
        // The reverse: it is said to be none, and opened.
        (closed(), vec![(personal("một", false), yes), (form("một", Open), yes)], false, false),
        (closed(), vec![(personal("một", false), no), (form("một", Open), yes)], false, true),
        (closed(), vec![(personal("một", false), no), (form("một", Open), no)], false, false),
        (closed(), vec![(personal("một", false), None), (form("một", Open), yes)], false, false),
        // The answer names the law.
        (closed(), vec![(form("một", Open), yes)], true, false),
        // The decision in force has it so.
        (item("một", true, Open), vec![(form("hai", Open), no)], false, false),
        (item("một", true, Open), vec![((Place::ItemFields("một".into()), "mã".into()), yes)], false, false),
    ] {
        let told = format!("{before:?} {points:?}");
        let decided = points.iter().all(|(_, verdict)| verdict.is_some());
        let base = whole(vec![before]);
        let points = points.into_iter().map(|(change, verdict)| point(change, verdict)).collect();
        let answer = settled(AnswerKind::Modify, by_law, points);
        assert_eq!(left_open(&answer, Some(&base)), opens.then(|| "một".to_owned()), "{told}");
        if decided {
            let next = consolidate(&[(EntryCode::from("DC-001"), base)], &[answer], 2);
            let refused = ConsolidationError::PersonalOpen("DC-001 có".to_owned(), "một".to_owned());
            assert_eq!(next.err(), opens.then_some(refused), "{told}");
        }
    }
}

#[test]
fn a_proposal_does_not_open_it_either() {
    let proposed = whole(vec![item("một", true, SharingForm::Default)]);
    let opened = encode_item(&item("một", true, SharingForm::Open));
    for (own_value, name, opens) in [
        (None, Verdict::Accept, false),
        (Some(opened.as_str()), Verdict::Accept, true),
        // What does not enter opens nothing.
        (Some(opened.as_str()), Verdict::Reject, false),
    ] {
        let points = points_of_new(&proposed).into_iter().map(|change| {
            let verdict = match (&change.place, own_value) {
                (Place::ItemAdd(_), Some(_)) => Verdict::AcceptModified,
                (Place::Field(domain::change::Field::Name), _) => name,
                _ => Verdict::Accept,
            };
            let value = own_value.unwrap_or_default().to_owned();
            SettledPoint { place: Some(change.place), proposed: change.new, verdict, value }
        });
        let answer = settled(AnswerKind::Propose, false, points.collect());
        assert_eq!(left_open(&answer, None), opens.then(|| "một".to_owned()));
        let refused = ConsolidationError::PersonalOpen("có".to_owned(), "một".to_owned());
        assert_eq!(consolidate(&[], &[answer], 1).err(), opens.then_some(refused));
    }
}

#[test]
fn what_a_merger_brings_along_was_open_before() {
    let (one, two) = (EntryCode::from("DC-001"), EntryCode::from("DC-002"));
    let of_two = EntryContent { name: "hai".to_owned(), ..whole(vec![item("mở", true, SharingForm::Open)]) };
    let base = [(one.clone(), whole(vec![item("một", false, SharingForm::Default)])), (two.clone(), of_two)];
    let whole = SettledPoint { place: None, proposed: one.to_string(), verdict: Verdict::Accept, value: String::new() };
    let merge =
        SettledAnswer { code: Some(two), target: one.to_string(), ..settled(AnswerKind::Merge, false, vec![whole]) };
    let next = consolidate(&base, &[merge], 3).expect("adds up");
    assert_eq!(next.entries[0].content.items.len(), 2);
}
