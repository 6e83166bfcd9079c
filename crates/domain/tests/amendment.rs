//! The forms of changes out of the yearly cycle: what each still lacks.

use domain::campaign::{AmendmentDraft, NAMED_ENTRIES_MAX, RequestDraft, SuccessionChoice, SuccessionDraft};
use domain::check::{FieldError, check_due};
use domain::id::{AgencyId, EntryCode};
use time::macros::date;

fn told<T>(found: Result<T, Vec<FieldError>>) -> String {
    let remarks = found.err().unwrap_or_default();
    let one = |remark: &FieldError| format!("{} {} {}", remark.field, remark.code, remark.detail).trim().to_owned();
    remarks.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn round() -> AmendmentDraft {
    AmendmentDraft {
        reason: "Luật mới".to_owned(),
        letter_number: "215/SYT".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "2026-11-30".to_owned(),
        agencies: vec![AgencyId::from("so-yt")],
        codes: "dc-001; DC-002".to_owned(),
    }
}

#[test]
fn a_round() {
    let new = round().check().expect("complete");
    assert_eq!((new.letter_date, new.due_on), (date!(2026 - 11 - 20), date!(2026 - 11 - 30)));
    assert_eq!(new.codes, [EntryCode::from("DC-001"), EntryCode::from("DC-002")]);
    let many: Vec<String> = (0..=NAMED_ENTRIES_MAX).map(|n| format!("DC-{n}")).collect();
    type Spoil = fn(&mut AmendmentDraft);
    let cases: [(Spoil, &str); 6] = [
        (|form| form.reason = " \n".to_owned(), "reason required"),
        (|form| form.letter_number.clear(), "letter_number required"),
        (|form| form.letter_date = "hôm nay".to_owned(), "letter_date not_a_date"),
        (|form| form.due_on = "20/11/2026".to_owned(), "due_on too_early"),
        (|form| form.due_on = "30/11/3026".to_owned(), "due_on out_of_range"),
        (|form| form.agencies.clear(), "agencies required"),
    ];
    for (spoil, expected) in cases {
        let mut form = round();
        spoil(&mut form);
        assert_eq!(told(form.check()), expected);
    }
    assert_eq!(told(AmendmentDraft { codes: many.join(","), ..round() }.check()), "codes too_many 200");
    let empty = told(AmendmentDraft::default().check());
    assert_eq!(
        empty,
        "reason required, letter_number required, letter_date required, due_on required, agencies required"
    );
}

#[test]
fn a_request() {
    let form = RequestDraft {
        reason: "Luật mới".to_owned(),
        letter_number: "215/SYT".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        codes: Vec::new(),
    };
    assert_eq!(form.check().expect("complete").reason, "Luật mới");
    let many = (0..=NAMED_ENTRIES_MAX).map(|n| EntryCode(format!("DC-{n}"))).collect();
    assert_eq!(told(RequestDraft { codes: many, ..form.clone() }.check()), "codes too_many 200");
    assert_eq!(told(RequestDraft { letter_date: "31/02/2026".to_owned(), ..form }.check()), "letter_date not_a_date");
    assert_eq!(told(RequestDraft::default().check()), "reason required, letter_number required, letter_date required");
}

#[test]
fn the_deadline_of_a_request() {
    let after = date!(2026 - 11 - 20);
    for (text, expected) in [
        ("30/11/2026", ""),
        ("", "due_on required"),
        ("mai", "due_on not_a_date"),
        ("20/11/2026", "due_on too_early"),
        ("30/11/2200", "due_on out_of_range"),
    ] {
        assert_eq!(told(check_due(text, after)), expected, "{text}");
    }
}

#[test]
fn a_bulk_transfer() {
    let choice = |code: &str, agency: &str| SuccessionChoice { code: code.into(), agency: agency.into() };
    let form = SuccessionDraft {
        reason: "Chuyển chủ quản".to_owned(),
        letter_number: "301/SKHCN".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
        to: vec![choice("DC-001", "so-xd-2025"), choice("DC-002", ""), choice("DC-003", "so-xd-2025")],
    };
    let new = form.check().expect("complete");
    assert_eq!(new.round.agencies, [AgencyId::from("so-xd-2025")], "each successor is asked once");
    assert_eq!(new.round.codes, [EntryCode::from("DC-001"), EntryCode::from("DC-003")]);
    assert_eq!(new.to.len(), 2);
    assert_eq!(told(SuccessionDraft { to: vec![choice("DC-002", "")], ..form }.check()), "to required");
    let empty = told(SuccessionDraft::default().check());
    assert_eq!(empty, "reason required, letter_number required, letter_date required, due_on required, to required");
}
