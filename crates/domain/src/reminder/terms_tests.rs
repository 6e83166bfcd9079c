use time::macros::date;

use super::*;
use crate::calendar::{Holiday, HolidayKind};

fn rule(kind: TermKind, term: Term, valid_from: Date) -> TermRule {
    TermRule { kind, term, valid_from }
}

#[test]
fn a_review_keeps_the_rules_of_the_day_on_which_it_was_opened() {
    let mut rules = DEFAULT_TERMS.to_vec();
    rules.push(rule(TermKind::Returned, Term::WorkingDays(3), date!(2026 - 11 - 02)));
    rules.push(rule(TermKind::Opinion, Term::WorkingDays(7), date!(2027 - 01 - 01)));
    let mut table = String::new();
    for opened in [date!(2022 - 01 - 01), date!(2026 - 11 - 01), date!(2026 - 11 - 02), date!(2027 - 01 - 01)] {
        let [returned, opinion] =
            [TermKind::Returned, TermKind::Opinion].map(|kind| term_days(&rules, kind, opened).to_string());
        table.push_str(&format!("{opened}: {returned} {opinion}\n"));
    }
    let expected = "\
2022-01-01: 5 5
2026-11-01: 5 5
2026-11-02: 3 5
2027-01-01: 3 7
";
    assert_eq!(table, expected);
}

#[test]
fn answers_are_due_on_the_rules_day_of_the_year() {
    let mut rules = DEFAULT_TERMS.to_vec();
    rules.push(rule(TermKind::Answers, Term::DayOfYear { month: 2, day: 29 }, date!(2027 - 01 - 01)));
    let due = |year, on| answers_due(&rules, year, on, &Calendar::default());
    for (year, on, expected) in [
        (2024, date!(2024 - 10 - 01), Some(date!(2024 - 11 - 15))),
        // A Sunday.
        (2026, date!(2026 - 10 - 01), Some(date!(2026 - 11 - 16))),
        (2026, date!(2026 - 11 - 15), Some(date!(2026 - 11 - 16))),
        // It has come: the letter has to name another.
        (2026, date!(2026 - 11 - 16), None),
        // Before the regulation there is no rule.
        (2022, date!(2022 - 10 - 01), None),
        (2027, date!(2027 - 01 - 04), Some(date!(2027 - 03 - 01))),
        (2028, date!(2028 - 01 - 03), Some(date!(2028 - 02 - 29))),
    ] {
        assert_eq!(due(year, on), expected, "{year}, opened on {on}");
    }
}

/// Returned on Friday before Tết: three working days later is the Monday of the week after; the ladder stands round that day alone.
#[test]
fn what_came_back_is_reminded_of_from_its_own_day() {
    let off = |date| Holiday { date, name: String::new(), kind: HolidayKind::Holiday };
    let calendar = Calendar::new([date!(2026 - 02 - 16), date!(2026 - 02 - 17), date!(2026 - 02 - 18)].map(off));
    let since = date!(2026 - 02 - 13);
    let due_on = calendar.add_working_days(since, 3);
    assert_eq!(due_on, date!(2026 - 02 - 23));
    let step = |days, unit| Step { days, unit, audience: Audience::Officer };
    let ladder = [step(-7, DayUnit::Day), step(-1, DayUnit::WorkingDay), step(1, DayUnit::WorkingDay)];
    let owed = Owed { due_on, since, answered: false };
    let (mut sent, mut diary) = (BTreeSet::new(), String::new());
    let mut day = since;
    while day <= date!(2026 - 03 - 02) {
        for step in steps_now(&ladder, &owed, day, &calendar, &sent) {
            diary.push_str(&format!("{day} {step}\n"));
            sent.insert(step);
        }
        day = day.next_day().expect("a day");
    }
    assert_eq!(
        diary,
        "2026-02-16 -7 day officer\n2026-02-20 -1 working_day officer\n2026-02-24 1 working_day officer\n"
    );
    assert_eq!(days_late(due_on, date!(2026 - 02 - 25), &calendar), 2);
}

#[test]
fn what_is_typed_is_checked() {
    let form = |kind: &str, term: &str, from: &str| {
        let form = TermForm { kind: kind.to_owned(), term: term.to_owned(), valid_from: from.to_owned() };
        let told = |errors: Vec<FieldError>| errors.into_iter().map(|one| (one.field, one.code)).collect::<Vec<_>>();
        form.check(Some(date!(2026 - 11 - 20))).map(|rule| rule.term).map_err(told)
    };
    let wrong = |field: &str, code| Err(vec![(field.to_owned(), code)]);
    assert_eq!(form("answers", " 15/11 ", "01/01/2027"), Ok(Term::DayOfYear { month: 11, day: 15 }));
    assert_eq!(form("returned", "7", "20/11/2026"), Ok(Term::WorkingDays(7)));
    assert_eq!(form("answers", "31/4", "01/01/2027"), wrong("term", FieldCode::OutOfRange));
    assert_eq!(form("answers", "5", "01/01/2027"), wrong("term", FieldCode::OutOfRange));
    assert_eq!(form("opinion", "15/11", "01/01/2027"), wrong("term", FieldCode::NotANumber));
    assert_eq!(form("opinion", "0", "01/01/2027"), wrong("term", FieldCode::OutOfRange));
    assert_eq!(form("opinion", "61", "01/01/2027"), wrong("term", FieldCode::OutOfRange));
    assert_eq!(form("opinion", "", "01/01/2027"), wrong("term", FieldCode::Required));
    assert_eq!(form("opinion", "5", "19/11/2026"), wrong("valid_from", FieldCode::NotLater));
    assert_eq!(form("khac", "5", "01/01/2027"), wrong("term_kind", FieldCode::Unknown));
}
