use time::macros::{date, datetime};

use super::*;
use crate::calendar::{Calendar, Holiday, HolidayKind};
use crate::check::TEXT_CHARS_MAX;
use crate::id::AgencyId;

const DUE: Date = date!(2026 - 12 - 01);

fn said(stand: Stand, at: OffsetDateTime, handled: usize) -> Statement {
    let one = Handled { handling: Handling::Explained, text: "a".to_owned(), who: String::new(), at };
    Statement { id: StatementId(1), stand, text: "b".to_owned(), who: String::new(), at, handled: vec![one; handled] }
}

fn opinion(silence_agrees: bool, statements: Vec<Statement>) -> Opinion {
    Opinion {
        id: OpinionId(1),
        asked: AgencyRef { id: AgencyId::from("so-tc"), name: "Sở Tài chính".to_owned() },
        question: "?".to_owned(),
        asked_by: String::new(),
        asked_at: datetime!(2026-11-24 03:00 UTC),
        round: 1,
        days: 5,
        due_on: DUE,
        silence_agrees,
        statements,
        withdrawal: None,
        ended_on: None,
        reminded: Vec::new(),
    }
}

#[test]
fn how_a_request_stands_day_by_day() {
    use OpinionState::{Agree, Disagree, Remarks, SilentAgreement, Waiting};
    let in_time = datetime!(2026-12-01 16:59 UTC);
    let late = datetime!(2026-12-01 17:01 UTC);
    let (before, on, after) = (date!(2026 - 11 - 30), DUE, date!(2026 - 12 - 02));
    for (silence, statements, states, lates, blocks_after) in [
        (false, vec![], [Waiting; 3], [false, false, true], Some(FieldCode::OpinionWaiting)),
        (true, vec![], [Waiting, Waiting, SilentAgreement], [false; 3], None),
        (false, vec![said(Stand::Agree, in_time, 0)], [Agree; 3], [false; 3], None),
        (true, vec![said(Stand::Agree, late, 0)], [Agree; 3], [true; 3], None),
        (true, vec![said(Stand::Remarks, in_time, 0)], [Remarks; 3], [false; 3], Some(FieldCode::OpinionUnhandled)),
        (true, vec![said(Stand::Disagree, in_time, 1)], [Disagree; 3], [false; 3], None),
        // A correction stands in the place of what was said before, and asks for an answer of its own.
        (
            false,
            vec![said(Stand::Agree, in_time, 0), said(Stand::Disagree, late, 0)],
            [Disagree; 3],
            [false; 3],
            Some(FieldCode::OpinionUnhandled),
        ),
        (
            false,
            vec![said(Stand::Remarks, in_time, 1), said(Stand::Remarks, in_time, 0)],
            [Remarks; 3],
            [false; 3],
            Some(FieldCode::OpinionUnhandled),
        ),
        (false, vec![said(Stand::Disagree, in_time, 0), said(Stand::Agree, in_time, 0)], [Agree; 3], [false; 3], None),
    ] {
        let one = opinion(silence, statements);
        let told = format!("{silence} {:?}", one.statements);
        assert_eq!([before, on, after].map(|day| one.state(day)), states, "{told}");
        assert_eq!([before, on, after].map(|day| one.is_late(day)), lates, "{told}");
        assert_eq!(one.blocks(after), blocks_after, "{told}");
        assert_eq!(one.may_withdraw(after), one.state(after) == Waiting, "{told}");
        let back = Withdrawal { reason: "c".to_owned(), who: String::new(), at: in_time };
        let back = Opinion { withdrawal: Some(back), ..one };
        assert_eq!((back.state(after), back.blocks(after)), (OpinionState::Withdrawn, None), "{told}");
        assert!(!back.may_state() && back.to_handle().is_none() && !back.may_withdraw(after), "{told}");
    }
}

#[test]
fn silence_counts_for_nothing_once_the_answer_is_decided() {
    let (before, after) = (date!(2026 - 11 - 30), date!(2026 - 12 - 02));
    for (ended_on, silence, state, late) in [
        (None, true, OpinionState::SilentAgreement, false),
        (Some(before), true, OpinionState::Waiting, false),
        (Some(DUE), true, OpinionState::Waiting, false),
        (Some(after), true, OpinionState::SilentAgreement, false),
        (None, false, OpinionState::Waiting, true),
        (Some(before), false, OpinionState::Waiting, false),
        (Some(after), false, OpinionState::Waiting, true),
    ] {
        let one = Opinion { ended_on, ..opinion(silence, vec![]) };
        assert_eq!((one.state(after), one.is_late(after)), (state, late), "{ended_on:?} {silence}");
        assert_eq!(one.blocks(after).is_none(), silence, "{ended_on:?}");
    }
}

#[test]
fn silence_counts_from_the_working_days_that_were_given() {
    // Tết Giáp Thìn: off from Thursday 08/02/2024 to Wednesday 14/02/2024.
    let off = (8..=14).map(|day| Holiday {
        date: date!(2024 - 02 - 01).replace_day(day).expect("a day of February"),
        name: String::new(),
        kind: HolidayKind::Holiday,
    });
    let calendar = Calendar::new(off);
    let due_on = calendar.add_working_days(date!(2024 - 02 - 06), 2);
    assert_eq!(due_on, date!(2024 - 02 - 15));
    let one = Opinion { due_on, ..opinion(true, vec![]) };
    assert_eq!(one.state(date!(2024 - 02 - 15)), OpinionState::Waiting);
    assert_eq!(one.state(date!(2024 - 02 - 16)), OpinionState::SilentAgreement);
}

#[test]
fn which_verdicts_wait() {
    use Verdict::{Accept, AcceptModified, Reject};
    for (verdict, others, waits) in [
        (Accept, &[][..], true),
        (AcceptModified, &[Some(Reject)], true),
        (Reject, &[], false),
        (Reject, &[Some(Reject), Some(Reject)], false),
        // It would end an answer of which something was accepted.
        (Reject, &[Some(Reject), Some(Accept)], true),
        (Reject, &[Some(AcceptModified)], true),
        (Reject, &[None, Some(Accept)], false),
    ] {
        assert_eq!(needs_opinions(verdict, others), waits, "{verdict} {others:?}");
    }
}

#[test]
fn what_is_open_names_its_agency() {
    let at = datetime!(2026-11-25 03:00 UTC);
    let all = [
        opinion(false, vec![]),
        opinion(true, vec![said(Stand::Remarks, at, 0)]),
        opinion(true, vec![said(Stand::Agree, at, 0)]),
    ];
    let open: Vec<FieldCode> = open_opinions(&all, DUE).into_iter().map(|one| one.code).collect();
    assert_eq!(open, [FieldCode::OpinionWaiting, FieldCode::OpinionUnhandled]);
    assert_eq!(OpinionCounts::of(&all, DUE), OpinionCounts { waiting: 1, unhandled: 1, settled: 1 });
}

#[test]
fn what_is_typed() {
    let draft = |agencies: &[&str], question: &str, days: &str| AskDraft {
        agencies: agencies.iter().map(|id| AgencyId::from(*id)).collect(),
        question: question.to_owned(),
        days: days.to_owned(),
        silence: true,
    };
    let fields = |draft: AskDraft| {
        draft.check().err().unwrap_or_default().into_iter().map(|one| (one.field, one.code)).collect::<Vec<_>>()
    };
    let wrong = |field: &str, code| vec![(field.to_owned(), code)];
    assert_eq!(draft(&["b", "a", "b"], " x ", "").check().map(|ask| (ask.agencies.len(), ask.days)), Ok((2, None)));
    assert_eq!(fields(draft(&[], "x", "3")), wrong("agencies", FieldCode::Required));
    assert_eq!(fields(draft(&["a"], "  ", "3")), wrong("question", FieldCode::Required));
    assert_eq!(fields(draft(&["a"], "x", "0")), wrong("days", FieldCode::OutOfRange));
    assert_eq!(fields(draft(&["a"], "x", "61")), wrong("days", FieldCode::OutOfRange));
    assert_eq!(fields(draft(&["a"], "x", "ba")), wrong("days", FieldCode::NotANumber));
    let many: Vec<String> = (0..=ASKED_MAX).map(|number| number.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(fields(draft(&many, "x", "3")), wrong("agencies", FieldCode::TooMany));
    let codes = |found: Vec<FieldError>| found.into_iter().map(|one| one.code).collect::<Vec<_>>();
    assert_eq!(check_statement("agree", " "), Ok((Stand::Agree, String::new())));
    assert_eq!(check_statement("remarks", " ").map_err(codes), Err(vec![FieldCode::Required]));
    assert_eq!(check_statement("", "x").map_err(codes), Err(vec![FieldCode::Required]));
    assert_eq!(check_statement("maybe", "x").map_err(codes), Err(vec![FieldCode::Unknown]));
    assert_eq!(check_handling("taken_up", "").map_err(codes), Err(vec![FieldCode::Required]));
    let long = "x".repeat(TEXT_CHARS_MAX + 1);
    assert_eq!(check_handling("explained", &long).map_err(codes), Err(vec![FieldCode::TooLong]));
}

/// Ticks twice a day from the day of asking on; gives what was sent, a line each.
fn reminded(mut one: Opinion, calendar: &Calendar) -> Vec<String> {
    let mut diary = Vec::new();
    let mut day = date!(2026 - 11 - 24);
    while day <= date!(2026 - 12 - 31) {
        for _ in 0..2 {
            if let Some(step) = reminder_now(&one, day, calendar) {
                diary.push(format!("{day} {step}"));
                one.reminded.push(Reminded { step, at: one.asked_at, recipients: 1 });
            }
        }
        day = day.next_day().expect("a day");
    }
    diary
}

#[test]
fn an_asked_agency_is_reminded_before_its_day_and_after_it() {
    let none = Calendar::default();
    let both = ["2026-11-30 -1 working_day officer", "2026-12-02 1 day officer"];
    assert_eq!(reminded(opinion(false, vec![]), &none), both);
    // Silence that counts as agreement may still be broken: the same days.
    assert_eq!(reminded(opinion(true, vec![]), &none), both);
    let spoke = said(Stand::Agree, datetime!(2026-11-25 03:00 UTC), 0);
    assert_eq!(reminded(opinion(false, vec![spoke]), &none), [""; 0]);
    let back = Withdrawal { reason: "a".to_owned(), who: String::new(), at: datetime!(2026-11-25 03:00 UTC) };
    assert_eq!(reminded(Opinion { withdrawal: Some(back), ..opinion(false, vec![]) }, &none), [""; 0]);
    // Asked for the next day: the request itself was the reminder.
    let next = Opinion { due_on: date!(2026 - 11 - 25), ..opinion(false, vec![]) };
    assert_eq!(reminded(next, &none), ["2026-11-26 1 day officer"]);
    // The working day before lies before a day off; the day after a Friday is a Saturday.
    let holiday = Holiday { date: date!(2026 - 11 - 30), name: String::new(), kind: HolidayKind::Holiday };
    assert_eq!(reminded(opinion(false, vec![]), &Calendar::new([holiday]))[0], "2026-11-27 -1 working_day officer");
    let friday = Opinion { due_on: date!(2026 - 12 - 04), ..opinion(false, vec![]) };
    assert_eq!(reminded(friday, &none), ["2026-12-03 -1 working_day officer", "2026-12-05 1 day officer"]);
}

#[test]
fn who_was_down_over_the_day_reminds_once() {
    let one = opinion(false, vec![]);
    let late = reminder_now(&one, date!(2026 - 12 - 20), &Calendar::default());
    assert_eq!(late.map(|step| step.to_string()).as_deref(), Some("1 day officer"));
}
