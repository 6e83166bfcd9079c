use strum::IntoEnumIterator;
use time::macros::{date, datetime};

use super::*;
use crate::change::{Field, Place};
use crate::check::FieldCode;
use crate::id::{AgencyId, EntryCode, PointId};
use crate::review::{AnswerKind, BuildPlan, Message, PlanField, Point, PointDecision, Side, Verdict};

fn agency(id: &str) -> AgencyRef {
    AgencyRef { id: AgencyId::from(id), name: format!("Cơ quan {id}") }
}

/// A point with its verdict, and how often somebody spoke about it.
fn point(place: Option<Place>, verdict: Option<Verdict>, spoken: usize) -> Point {
    let at = datetime!(2026-11-20 02:00 UTC);
    let decision = verdict.map(|verdict| PointDecision {
        verdict,
        value: "giá trị khác".to_owned(),
        reason: "vì thế".to_owned(),
        decided_by: "A".to_owned(),
        decided_at: at,
        about: None,
    });
    let message = Message { side: Side::Appraiser, text: "hỏi".to_owned(), who: "A".to_owned(), at };
    let (old, new) = ("cũ".to_owned(), "mới".to_owned());
    Point { id: PointId(0), place, old, new, decision, earlier: vec![], talk: vec![message; spoken], said_before: 0 }
}

fn weighed(kind: AnswerKind, stands: bool, comment: &str, points: Vec<Point>) -> Weighed {
    let answer = MinutedAnswer {
        agency: agency("x"),
        code: (kind != AnswerKind::Propose).then(|| EntryCode::from("DC-001")),
        name: "CSDL".to_owned(),
        kind,
        reason: String::new(),
        effective: String::new(),
        plan: (kind == AnswerKind::Propose).then(BuildPlan::default),
        comment: comment.to_owned(),
        returns: vec![],
        points,
        fallen: vec![],
        removed: None,
        opinions: vec![],
    };
    Weighed { answer, stands }
}

#[test]
fn what_stands_in_the_table_of_opinions() {
    use AnswerKind as K;
    use Verdict::{Accept, AcceptModified, Reject};
    let field = |field| Some(Place::Field(field));
    let cases = [
        (weighed(K::Keep, true, "", vec![point(None, Some(Accept), 0)]), ""),
        (weighed(K::Keep, true, "", vec![point(None, Some(Reject), 0)]), "whole refused"),
        (
            weighed(
                K::Modify,
                true,
                "",
                vec![
                    point(field(Field::Purpose), Some(Accept), 0),
                    point(field(Field::Scope), Some(Accept), 2),
                    point(field(Field::Content), Some(AcceptModified), 0),
                    point(field(Field::Source), Some(Reject), 1),
                    point(field(Field::Note), None, 0),
                ],
            ),
            "scope accepted 2; content other; source refused 1; note open",
        ),
        (weighed(K::Transfer, true, "", vec![point(None, Some(AcceptModified), 0)]), "whole other"),
        // A proposal whose name is refused is one row; one that enters has a row for each of its points.
        (
            weighed(
                K::Propose,
                true,
                "",
                vec![point(field(Field::Name), Some(Reject), 0), point(field(Field::Scope), Some(Reject), 1)],
            ),
            "whole refused 1",
        ),
        (
            weighed(
                K::Propose,
                true,
                "",
                vec![point(field(Field::Name), Some(Accept), 0), point(field(Field::Scope), Some(Reject), 0)],
            ),
            "scope refused",
        ),
        (weighed(K::Modify, false, "Làm rõ", vec![point(field(Field::Scope), None, 1)]), "whole back 1"),
        (weighed(K::Modify, false, "", vec![point(field(Field::Scope), None, 1)]), ""),
    ];
    for (answer, expected) in cases {
        let rows = opinions(std::slice::from_ref(&answer), ToString::to_string);
        let told = rows.iter().map(|row| {
            let subject = match &row.subject {
                Subject::Answer(kind) => {
                    assert_eq!(*kind, answer.answer.kind);
                    "whole".to_owned()
                }
                Subject::Place(place) => place.to_string(),
                Subject::Question(text) => text.clone(),
            };
            let outcome = match &row.outcome {
                Outcome::Accepted => "accepted",
                Outcome::OtherValue(value) => {
                    assert_eq!(value, "giá trị khác");
                    "other"
                }
                Outcome::Refused => "refused",
                Outcome::GivenBack => "back",
                Outcome::Open => "open",
                Outcome::Opinion(..) => "asked",
            };
            let said = if row.said.is_empty() { String::new() } else { format!(" {}", row.said.len()) };
            format!("{subject} {outcome}{said}")
        });
        assert_eq!(told.collect::<Vec<_>>().join("; "), expected, "{answer:?}");
        let refused = rows.iter().filter(|row| row.outcome.is_refusal()).count();
        assert_eq!(
            refused,
            expected.matches("refused").count() + expected.matches("other").count() + expected.matches("back").count()
        );
    }
}

#[test]
fn every_kind_of_answer_is_counted_once() {
    let of = |kind, verdict| {
        let place = (kind == AnswerKind::Propose).then_some(Place::Field(Field::Name));
        point(place, Some(verdict), 0)
    };
    let point = |verdict| point(None, Some(verdict), 0);
    let mut answers: Vec<Weighed> =
        AnswerKind::iter().map(|kind| weighed(kind, true, "", vec![of(kind, Verdict::Accept)])).collect();
    answers.push(weighed(AnswerKind::Modify, true, "", vec![point(Verdict::Reject), point(Verdict::AcceptModified)]));
    let open = self::point(None, None, 0);
    answers.push(weighed(AnswerKind::Modify, false, "Làm rõ", vec![point(Verdict::Reject), open]));
    // Written since the answers were sent: nobody has it before them.
    answers.push(weighed(AnswerKind::Propose, false, "", vec![]));
    let (kinds, verdicts, unsent) = answer_figures(9, &answers);
    let expected = AnswerFigures { entries: 9, keep: 1, modify: 2, withdraw: 1, merge: 1, transfer: 1, propose: 1 };
    assert_eq!((kinds, kinds.unanswered()), (expected, 3));
    assert_eq!(verdicts, VerdictFigures { accepted: 6, other_value: 1, refused: 1 });
    assert_eq!(unsent, UnsentFigures { answers: 1, decided: 1, open: 1 });
    let one = |id: &str, sent_on, days_late| AgencyAnswers {
        agency: agency(id),
        sent_on,
        days_late,
        answers: kinds,
        verdicts,
        unsent,
    };
    let sent = Some(date!(2026 - 11 - 20));
    let asked = [one("a", sent, 0), one("b", sent, 2), one("c", None, 4)];
    let rows = opinions(&answers, ToString::to_string);
    let all = figures(&asked, &rows);
    assert_eq!((all.asked, all.sent, all.late, all.silent), (3, 2, 1, vec![agency("c")]));
    assert_eq!((all.answers.entries, all.answers.modify, all.answers.unanswered()), (27, 6, 9));
    assert_eq!((all.verdicts.total(), all.verdicts.not_as_proposed(), all.unsent.points()), (24, 6, 6));
    assert_eq!((all.opinions, all.refused, all.returned), (3, 2, 1));
}

#[test]
fn plans_of_what_enters() {
    let name = || Some(Place::Field(Field::Name));
    let of = |verdict, stands| weighed(AnswerKind::Propose, stands, "", vec![point(name(), Some(verdict), 0)]);
    let answers = [
        of(Verdict::Accept, true),
        of(Verdict::AcceptModified, true),
        of(Verdict::Reject, true),
        of(Verdict::Accept, false),
        weighed(AnswerKind::Modify, true, "", vec![point(name(), Some(Verdict::Accept), 0)]),
    ];
    let names: Vec<String> = plans(&answers).into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["CSDL", "giá trị khác"]);
    let need = point(Some(Place::Plan(PlanField::Need)), Some(Verdict::AcceptModified), 0);
    let needs = weighed(AnswerKind::Propose, true, "", vec![point(name(), Some(Verdict::Accept), 0), need]);
    let plans = plans(&[needs]);
    assert_eq!(plans.iter().map(|row| row.plan.need.as_str()).collect::<Vec<_>>(), ["giá trị khác"]);
}

fn document(id: &str, number: &str, kind: &str, life: (Option<Date>, Option<Date>), by: Option<&str>) -> LegalDocument {
    LegalDocument {
        id: id.to_owned(),
        number: number.to_owned(),
        kind: kind.to_owned(),
        title: format!("Về {id}"),
        issuer: "Chính phủ".to_owned(),
        date_issued: life.0,
        effective_from: life.0,
        effective_to: life.1,
        replaced_by: by.map(str::to_owned),
        version: 1,
    }
}

#[test]
fn the_preamble_follows_what_replaced_what() {
    let (start, end) = (Some(date!(2020 - 05 - 25)), Some(date!(2025 - 10 - 21)));
    let register = [
        document("47", "47/2020/NĐ-CP", "NĐ", (start, end), Some("278")),
        document("278", "278/2025/NĐ-CP", "NĐ", (Some(date!(2025 - 10 - 22)), None), None),
        document("194", "194/2025/NĐ-CP", "NĐ", (Some(date!(2025 - 08 - 19)), end), Some("278")),
        document("01", "01/2023/QĐ-UBND", "QĐ", (Some(date!(2023 - 01 - 22)), None), None),
        // A ring of replacements, and one that ended without a successor.
        document("77", "77/2015/QH13", "Luật", (start, end), Some("77")),
        document("51", "51/2005/QH11", "Luật", (start, end), None),
        document("30", "30/2020/NĐ-CP", "NĐ", (start, None), None),
    ];
    let ids = |found: &[LegalDocument]| found.iter().map(|one| one.id.clone()).collect::<Vec<_>>();
    for (day, expected) in [
        (date!(2024 - 12 - 20), &["77", "51", "47", "01"][..]),
        (date!(2026 - 11 - 26), &["278", "01"]),
        (date!(2020 - 01 - 01), &[]),
    ] {
        assert_eq!(ids(&default_basis(&register, day)), expected, "{day}");
        assert_eq!(ids(&basis_of(" \n", &register, day).expect("the default")), expected);
    }
    let day = date!(2026 - 11 - 26);
    let typed = "Quyết định số 01/2023/QĐ-UBND\n\nNghị định 30/2020/NĐ-CP; Quyết định số 01/2023/QĐ-UBND";
    assert_eq!(ids(&basis_of(typed, &register, day).expect("cited")), ["01", "30"]);
    let errors = basis_of("Nghị định số 30/2020/NĐ-CP\nNghị định số 99/2099/NĐ-CP\nlời nói", &register, day);
    let errors = errors.expect_err("two lines cite nothing known");
    assert!(errors.iter().all(|one| one.field == "preamble" && one.code == FieldCode::LegalUnknown), "{errors:?}");
    assert_eq!(errors.len(), 2);
    let long = vec!["Nghị định số 30/2020/NĐ-CP"; BASIS_LINES_MAX + 1].join("\n");
    assert_eq!(basis_of(&long, &register, day).expect_err("too many")[0].code, FieldCode::TooMany);
}

#[test]
fn what_is_recorded_is_checked() {
    let today = date!(2026 - 11 - 26);
    let form = |capacity: &str, number: &str, date: &str| DossierForm {
        capacity: capacity.to_owned(),
        submission_number: number.to_owned(),
        submission_date: date.to_owned(),
        ..DossierForm::default()
    };
    let good = form("committee_deputy", " 1520/TTr-SKHCN ", "25/11/2026").check(Some(&[]), Some(today)).expect("good");
    assert_eq!(good.submission, Some(("1520/TTr-SKHCN".to_owned(), date!(2026 - 11 - 25))));
    assert!(good.capacity.is_committee());
    assert_eq!(form("chairman", "", " ").check(None, Some(today)).expect("nothing yet").submission, None);
    for (capacity, number, date, field, code) in [
        ("", "", "", "capacity", FieldCode::Unknown),
        ("chairman", "1/TTr", "", "submission_date", FieldCode::Required),
        ("chairman", "", "25/11/2026", "submission_number", FieldCode::Required),
        ("chairman", "1/TTr", "27/11/2026", "submission_date", FieldCode::OutOfRange),
        ("chairman", "1/TTr", "hôm nay", "submission_date", FieldCode::NotADate),
    ] {
        let errors = form(capacity, number, date).check(None, Some(today)).expect_err("refused");
        assert_eq!((errors[0].field.as_str(), errors[0].code, errors.len()), (field, code, 1), "{errors:?}");
    }
    for capacity in SigningCapacity::iter() {
        let record = DossierRecord { capacity, submission: good.submission.clone(), ..DossierRecord::default() };
        let again = DossierForm::of(&record).check(None, Some(today)).expect("what was recorded is good");
        assert_eq!((again.capacity, again.submission), (record.capacity, record.submission));
    }
}

#[test]
fn a_file_is_known_by_its_name() {
    for file in DossierFile::iter() {
        let name = file.to_string();
        assert_eq!(name.parse::<DossierFile>().ok(), Some(file));
        assert_eq!(file.is_workbook(), name.ends_with(".xlsx"), "{name}");
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte)));
    }
}
