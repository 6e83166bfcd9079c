use time::macros::date;

use super::*;

const TODAY: Date = date!(2026 - 11 - 26);

fn draft() -> RuleDraft {
    RuleDraft {
        duty: "load".to_owned(),
        frequency: String::new(),
        amount: "20".to_owned(),
        unit: "working_day".to_owned(),
        document: "qd-01-2023".to_owned(),
        article: "16".to_owned(),
        clause: "1".to_owned(),
        valid_from: "01/01/2027".to_owned(),
        valid_to: String::new(),
        is_target: true,
        gap: false,
    }
}

fn codes(draft: &RuleDraft) -> Vec<String> {
    let errors = draft.check(Some(TODAY)).err().unwrap_or_default();
    errors.into_iter().map(|error| format!("{} {}", error.field, error.code)).collect()
}

#[test]
fn what_is_typed_becomes_a_rule_or_is_told_field_by_field() {
    let rule = draft().check(Some(TODAY)).expect("a rule");
    assert_eq!((rule.kind, rule.amount, rule.unit, rule.clause), (DutyKind::Load, 20, RuleUnit::WorkingDay, 1));
    assert_eq!((rule.valid_from, rule.valid_to, rule.frequency), (date!(2027 - 01 - 01), None, None));
    let whole = RuleDraft { clause: String::new(), ..draft() };
    assert_eq!(whole.check(Some(TODAY)).expect("the article whole").clause, 0);
    type Edit = fn(&mut RuleDraft);
    let table: [(Edit, &str); 17] = [
        (|one| one.duty = "nap".into(), "duty unknown"),
        (|one| one.frequency = "M1".into(), "frequency unknown"),
        (|one| one.duty = "refresh".into(), "frequency required"),
        (|one| one.amount = String::new(), "amount required"),
        (|one| one.amount = "0".into(), "amount out_of_range"),
        (|one| one.amount = "401".into(), "amount out_of_range"),
        (|one| one.amount = "99999999999".into(), "amount out_of_range"),
        (|one| one.amount = "hai".into(), "amount not_a_number"),
        (|one| one.unit = "year".into(), "unit unknown"),
        (|one| one.document = " ".into(), "document required"),
        (|one| one.article = String::new(), "article required"),
        (|one| one.clause = "x".into(), "clause not_a_number"),
        (|one| one.valid_from = String::new(), "valid_from required"),
        (|one| one.valid_from = "31/02/2027".into(), "valid_from not_a_date"),
        (|one| one.valid_from = "25/11/2026".into(), "valid_from not_later"),
        (|one| one.valid_from = "01/01/2047".into(), "valid_from out_of_range"),
        (|one| one.valid_to = "31/12/2026".into(), "valid_to out_of_range"),
    ];
    for (edit, expected) in table {
        let mut one = draft();
        edit(&mut one);
        assert_eq!(codes(&one), [expected], "{one:?}");
    }
    let today = RuleDraft { valid_from: "26/11/2026".to_owned(), ..draft() };
    assert_eq!(codes(&today), [""; 0], "from today on");
}

fn rule(from: Date, to: Option<Date>, amount: u16) -> DutyRule {
    let rule = draft().check(None).expect("a rule");
    DutyRule { valid_from: from, valid_to: to, amount, ..rule }
}

fn told(rules: &[DutyRule], new: &DutyRule, said: bool) -> String {
    let rows: Vec<RuleRow> = (1..).zip(rules).map(|(id, rule)| RuleRow { id, rule: rule.clone() }).collect();
    match take_over(&rows, new, said) {
        Ok(TakeOver { closes: None, gap: None }) => "nothing before".to_owned(),
        Ok(TakeOver { closes: Some((id, day)), .. }) => format!("{id} ends {day}"),
        Ok(TakeOver { gap: Some((from, to)), .. }) => format!("none {from} to {to}"),
        Err(error) => format!("{} {} {}", error.field, error.code, error.detail).trim_end().to_owned(),
    }
}

#[test]
fn a_rule_takes_over_without_overlap_and_without_a_gap_unsaid() {
    let (y23, y25) = (date!(2023 - 01 - 22), date!(2025 - 01 - 01));
    let new = rule(date!(2027 - 01 - 01), None, 20);
    let old = rule(y23, None, 30);
    assert_eq!(told(&[], &new, false), "nothing before");
    assert_eq!(told(std::slice::from_ref(&old), &new, false), "1 ends 2026-12-31");
    // Of several the last one.
    let first = rule(y23, Some(date!(2024 - 12 - 31)), 30);
    assert_eq!(told(&[rule(y25, None, 25), first.clone()], &new, false), "1 ends 2026-12-31");
    // One that would have ended later ends earlier; one that ends the day before is left as it is.
    assert_eq!(told(&[rule(y23, Some(date!(2028 - 06 - 30)), 30)], &new, false), "1 ends 2026-12-31");
    assert_eq!(told(&[rule(y23, Some(date!(2026 - 12 - 31)), 30)], &new, false), "nothing before");
    // Days without a rule have to be said.
    let ended = rule(y23, Some(date!(2025 - 08 - 18)), 30);
    assert_eq!(told(std::slice::from_ref(&ended), &new, false), "gap rule_gap 19/08/2025 – 31/12/2026");
    assert_eq!(told(&[ended], &new, true), "none 2025-08-19 to 2026-12-31");
    // Nothing before a rule that stands already, also one that lies ahead.
    let ahead = rule(date!(2027 - 06 - 01), None, 10);
    assert_eq!(told(&[old.clone(), ahead], &new, true), "valid_from rule_later 01/06/2027");
    assert_eq!(
        told(std::slice::from_ref(&new), &rule(date!(2027 - 01 - 01), None, 5), true),
        "valid_from rule_later 01/01/2027"
    );
    // The same again.
    assert_eq!(told(std::slice::from_ref(&old), &rule(date!(2027 - 01 - 01), None, 30), false), "amount same_rule");
    // Other duties and frequencies are none of its business.
    let refresh = DutyRule { kind: DutyKind::Refresh, frequency: Some("M1".to_owned()), ..old.clone() };
    assert_eq!(told(std::slice::from_ref(&refresh), &new, false), "nothing before");
    let weekly = DutyRule { frequency: Some("W1".to_owned()), ..refresh.clone() };
    assert_eq!(told(&[weekly], &DutyRule { valid_from: new.valid_from, ..refresh }, false), "nothing before");
}

#[test]
fn rules_stand_by_their_days() {
    let one = rule(date!(2026 - 11 - 26), Some(date!(2026 - 11 - 30)), 5);
    let days = [date!(2026 - 11 - 25), date!(2026 - 11 - 26), date!(2026 - 11 - 30), date!(2026 - 12 - 01)];
    assert_eq!(
        days.map(|day| one.state(day)),
        [RuleState::Ahead, RuleState::InForce, RuleState::InForce, RuleState::Past]
    );
}

#[test]
fn a_rule_tells_what_ended_the_clause_that_it_stands_on() {
    let of = |document: &str, article, to| {
        let rule = rule(date!(2023 - 01 - 22), to, 6);
        DutyRule { document: document.to_owned(), article, ..rule }.ended_by().map(|(document, ..)| document)
    };
    let (august, october) = (Some(date!(2025 - 08 - 18)), Some(date!(2025 - 10 - 21)));
    for (document, article, to, expected) in [
        ("nd-47-2020", 20, august, Some("nd-194-2025")),
        ("nd-47-2020", 34, october, Some("nd-278-2025")),
        // It ends otherwise, or not at all.
        ("nd-47-2020", 34, august, None),
        ("nd-47-2020", 20, Some(date!(2025 - 12 - 31)), None),
        ("nd-47-2020", 20, None, None),
        ("qd-01-2023", 20, august, None),
    ] {
        assert_eq!(of(document, article, to), expected, "{document} {article} {to:?}");
    }
}
