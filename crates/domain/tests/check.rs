//! What forms and answers lack, at the border of each rule.

mod common;

use domain::campaign::{CampaignDraft, DecisionDraft};
use domain::catalog::{ConsumerClass, DataItem, EntryContent, Lists, Named, SharingForm};
use domain::change::{Field, Place};
use domain::check::{
    FieldCode, FieldError, ITEMS_MAX, NAME_CHARS_MAX, TEXT_CHARS_MAX, check_answer, check_content, check_lists,
    check_own_value, check_remark, check_verdict, has_errors, parse_million,
};
use domain::id::ClassId;
use domain::review::{AnswerDraft, AnswerKind, BuildPlan, PlanField, SecretDeclaration, Verdict, VerdictInput};
use strum::IntoEnumIterator;

/// `field: code (detail)`, joined.
fn told(errors: &[FieldError]) -> String {
    let one = |error: &FieldError| match error.detail.as_str() {
        "" => format!("{}: {}", error.field, error.code),
        detail => format!("{}: {} ({detail})", error.field, error.code),
    };
    errors.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn item(name: &str) -> DataItem {
    let matrix = [(ClassId::from("to_chuc"), SharingForm::Default)].into();
    DataItem { name: name.to_owned(), fields: "mã, tên".to_owned(), matrix, ..DataItem::default() }
}

fn whole() -> EntryContent {
    common::whole(vec![item("một")])
}

#[test]
fn contents() {
    let long = |chars: usize| "đ".repeat(chars);
    type Case = (&'static str, Box<dyn Fn(&mut EntryContent)>, String);
    let cases: Vec<Case> = vec![
        ("whole", Box::new(|_| ()), String::new()),
        ("blank purpose", Box::new(|one| one.purpose = " \n".into()), "purpose: required".into()),
        ("name at the limit", Box::new(move |one| one.name = long(NAME_CHARS_MAX)), String::new()),
        ("name beyond it", Box::new(move |one| one.name = long(NAME_CHARS_MAX + 1)), "name: too_long (300)".into()),
        ("text beyond it", Box::new(move |one| one.note = long(TEXT_CHARS_MAX + 1)), "note: too_long (8000)".into()),
        ("code beyond it", Box::new(move |one| one.sector = long(NAME_CHARS_MAX + 1)), "sector: too_long (300)".into()),
        ("year 1899", Box::new(|one| one.start_year = Some(1899)), "start_year: out_of_range".into()),
        ("year 1900", Box::new(|one| one.start_year = Some(1900)), String::new()),
        ("year 2100", Box::new(|one| one.start_year = Some(2100)), String::new()),
        ("year 2101", Box::new(|one| one.start_year = Some(2101)), "start_year: out_of_range".into()),
        ("no items", Box::new(|one| one.items.clear()), "items: required".into()),
        (
            "as many items as may be",
            Box::new(|one| one.items = (0..ITEMS_MAX).map(|n| item(&n.to_string())).collect()),
            String::new(),
        ),
        (
            "too many items",
            Box::new(|one| one.items = (0..=ITEMS_MAX).map(|n| item(&n.to_string())).collect()),
            "items: too_many (100)".into(),
        ),
        (
            "a long item",
            Box::new(move |one| {
                one.items[0].name = long(NAME_CHARS_MAX + 1);
                one.items[0].fields = long(TEXT_CHARS_MAX + 1);
            }),
            "items.0.name: too_long (300); items.0.fields: too_long (8000)".into(),
        ),
        ("an address", Box::new(|one| one.url = "https://dat.example.vn/a?b=1".into()), String::new()),
        ("a script", Box::new(|one| one.url = "javascript:alert(1)".into()), "url: not_an_address".into()),
        ("no host", Box::new(|one| one.url = "https:///a".into()), "url: not_an_address".into()),
        ("level 5", Box::new(|one| one.security_level = Some(5)), String::new()),
        ("level 6", Box::new(|one| one.security_level = Some(6)), "security_level: out_of_range".into()),
        ("in step, how?", Box::new(|one| one.national_db = "QG-001".into()), "sync_mechanism: required".into()),
        ("nameless item", Box::new(|one| one.items.push(item(" "))), "items.1.name: required (2)".into()),
        ("two of a name", Box::new(|one| one.items.push(item("một"))), "items.1.name: taken (một)".into()),
        (
            "for nobody",
            Box::new(|one| one.items[0].matrix.clear()),
            "items.0.matrix: shared_with_nobody (một); items: nothing_shared".into(),
        ),
        (
            "one of two for nobody",
            Box::new(|one| one.items.push(DataItem { matrix: [].into(), ..item("hai") })),
            "items.1.matrix: shared_with_nobody (hai)".into(),
        ),
        (
            "personal and open",
            Box::new(|one| {
                one.items[0].personal = true;
                one.items[0].matrix.insert(ClassId::from("ca_nhan"), SharingForm::Open);
            }),
            "items.0.matrix.ca_nhan: personal_open (một)".into(),
        ),
    ];
    for (name, change, expected) in cases {
        let mut content = whole();
        change(&mut content);
        assert_eq!(told(&check_content(&content)), expected, "{name}");
    }
    let required = "name: required; purpose: required; scope: required; content: required; legal_basis: required; \
                    collection_mechanism: required; update_frequency: required; source: required; items: required";
    assert_eq!(told(&check_content(&EntryContent::default())), required);
}

#[test]
fn warnings_do_not_block() {
    let mut content = whole();
    content.items.push(DataItem { matrix: [].into(), ..item("hai") });
    assert!(!has_errors(&check_content(&content)));
    assert!(has_errors(&check_content(&EntryContent::default())));
}

#[test]
fn answers() {
    let draft = |kind, reason: &str, target: &str, content| AnswerDraft {
        reason: reason.to_owned(),
        target: target.to_owned(),
        effective: "01/01/2027".to_owned(),
        content,
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(kind)
    };
    let changed = EntryContent { purpose: "khác".to_owned(), ..whole() };
    let long = "đ".repeat(TEXT_CHARS_MAX + 1);
    let emptied = EntryContent { purpose: String::new(), ..whole() };
    for (draft, expected) in [
        (draft(AnswerKind::Keep, "", "", None), ""),
        (draft(AnswerKind::Keep, &long, "", None), "reason: too_long (8000)"),
        (draft(AnswerKind::Withdraw, &long, "", None), "reason: too_long (8000)"),
        (draft(AnswerKind::Merge, &long, &long, None), "target: too_long (8000); reason: too_long (8000)"),
        (draft(AnswerKind::Withdraw, "", "", None), "reason: required"),
        (draft(AnswerKind::Withdraw, "trùng", "", None), ""),
        (draft(AnswerKind::Merge, "", "", None), "target: required; reason: required"),
        (draft(AnswerKind::Merge, " ", "DC-002", None), "reason: required"),
        (draft(AnswerKind::Merge, "trùng", "DC-002", None), ""),
        (draft(AnswerKind::Merge, "trùng", "DC-001", None), "target: itself"),
        (draft(AnswerKind::Transfer, "", "so-nv", None), "reason: required"),
        (draft(AnswerKind::Transfer, "sắp xếp", "so-nv", None), ""),
        (draft(AnswerKind::Transfer, "sắp xếp", "so-yt", None), "target: itself"),
        (draft(AnswerKind::Modify, "", "", None), "content: no_change"),
        (draft(AnswerKind::Modify, "", "", Some(whole())), "content: no_change"),
        (draft(AnswerKind::Modify, "", "", Some(changed)), ""),
        (draft(AnswerKind::Modify, "", "", Some(emptied)), "purpose: required"),
    ] {
        assert_eq!(told(&check_answer(&draft, Some(&whole()), Some("DC-001"))), expected, "{draft:?}");
    }
}

#[test]
fn what_lacks_a_part_is_not_kept() {
    let lacking = EntryContent { purpose: " ".to_owned(), legal_basis: String::new(), ..whole() };
    for (base, expected) in [(whole(), ""), (lacking, "keep: keeps_incomplete (purpose;legal_basis)")] {
        let kept = check_answer(&AnswerDraft::of_kind(AnswerKind::Keep), Some(&base), Some("DC-001"));
        assert_eq!((told(&kept).as_str(), has_errors(&kept)), (expected, !expected.is_empty()));
        // It may be taken out, or go to another agency, as it is.
        let gone = AnswerDraft {
            reason: "trùng".to_owned(),
            effective: "2027-01-01".to_owned(),
            ..AnswerDraft::of_kind(AnswerKind::Withdraw)
        };
        assert_eq!(told(&check_answer(&gone, Some(&base), Some("DC-001"))), "");
    }
}

#[test]
fn what_ends_or_moves_names_its_day() {
    for kind in AnswerKind::iter() {
        for (effective, expected) in [
            ("", "effective: required"),
            ("mai", "effective: not_a_date"),
            ("31/02/2027", "effective: not_a_date"),
            ("01/01/1999", "effective: out_of_range"),
            ("21/01/2023", "effective: too_early (22/01/2023)"),
            ("22/01/2023", ""),
            ("2027-01-01", ""),
        ] {
            let (reason, target) = ("trùng".to_owned(), "DC-002".to_owned());
            let draft = AnswerDraft { reason, target, effective: effective.to_owned(), ..AnswerDraft::of_kind(kind) };
            let told: Vec<String> = told(&check_answer(&draft, Some(&whole()), Some("DC-001")))
                .split("; ")
                .filter(|one| one.starts_with("effective"))
                .map(str::to_owned)
                .collect();
            let named = matches!(kind, AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer);
            assert_eq!(told.join("; "), if named { expected } else { "" }, "{kind} {effective}");
        }
    }
}

#[test]
fn state_secrets_are_declared_and_block() {
    for kind in AnswerKind::iter() {
        for secret in SecretDeclaration::iter() {
            let changed = EntryContent { purpose: "khác".to_owned(), ..whole() };
            let edits = matches!(kind, AnswerKind::Modify | AnswerKind::Propose);
            let content = edits.then_some(changed);
            let draft = AnswerDraft { content, secret, ..AnswerDraft::of_kind(kind) };
            let errors = check_answer(&draft, Some(&whole()), Some("DC-001"));
            let found = errors.iter().find(|error| error.field == "secret").map(|error| error.code);
            let expected = match (edits, secret) {
                (true, SecretDeclaration::Undeclared) => Some(FieldCode::SecretUndeclared),
                (true, SecretDeclaration::Holds) => Some(FieldCode::StateSecret),
                (true, SecretDeclaration::None) | (false, _) => None,
            };
            assert_eq!(found, expected, "{kind} {secret}");
        }
    }
}

#[test]
fn proposals_need_a_plan_to_build_by() {
    let of_priority = |cost: &str, priority: &str| BuildPlan {
        need: "cần".to_owned(),
        method: "xây mới".to_owned(),
        time: "2027".to_owned(),
        cost_million_vnd: cost.to_owned(),
        funding: "ngân sách".to_owned(),
        priority: priority.to_owned(),
    };
    let plan = |cost: &str| of_priority(cost, "high");
    let proposal = |plan| AnswerDraft {
        plan,
        content: Some(whole()),
        secret: SecretDeclaration::None,
        ..AnswerDraft::of_kind(AnswerKind::Propose)
    };
    let none = "plan.need: required; plan.method: required; plan.time: required; plan.cost_million_vnd: required; \
                plan.funding: required; plan.priority: required";
    for (plan, expected) in [
        (None, none),
        (Some(plan("1.800,5")), ""),
        (Some(of_priority("500", "")), "plan.priority: required"),
        (Some(of_priority("500", "gấp")), "plan.priority: unknown"),
        (Some(plan("nhiều")), "plan.cost_million_vnd: not_a_number"),
        (Some(plan("-1")), "plan.cost_million_vnd: not_a_number"),
    ] {
        assert_eq!(told(&check_answer(&proposal(plan.clone()), None, None)), expected, "{plan:?}");
    }
    for (typed, value) in [
        ("1800", Some(1_800.0)),
        ("1.800", Some(1_800.0)),
        ("1 800,25", Some(1_800.25)),
        ("1\u{a0}234.567", Some(1_234_567.0)),
        ("0,5", Some(0.5)),
        ("1.000.000.000", Some(1e9)),
        ("1.000.000.001", None),
        // One and a half, or fifteen?
        ("1.5", None),
        ("1800.000", None),
        ("1,800.5", None),
        ("1,", None),
        (",5", None),
        ("+1", None),
        ("inf", None),
        ("1e3", None),
        ("", None),
    ] {
        assert_eq!(parse_million(typed), value, "{typed}");
    }
}

#[test]
fn verdicts() {
    let long = "đ".repeat(TEXT_CHARS_MAX + 1);
    for (verdict, value, reason, expected) in [
        (Verdict::Accept, "", "", ""),
        (Verdict::Reject, "", " ", "reason: required"),
        (Verdict::Reject, "", "trùng", ""),
        (Verdict::AcceptModified, "", "", "value: required; reason: required"),
        (Verdict::AcceptModified, "khác", " ", "reason: required"),
        (Verdict::AcceptModified, "khác", "rõ hơn", ""),
        (Verdict::AcceptModified, &long, &long, "reason: too_long (8000); value: too_long (8000)"),
    ] {
        let input = VerdictInput { verdict, value: value.to_owned(), reason: reason.to_owned() };
        assert_eq!(told(&check_verdict(&input)), expected, "{verdict} {value:?} {reason:?}");
    }
}

#[test]
fn campaigns() {
    for (year, letter, day, due, expected) in [
        ("2026", "1450/SKHCN", "2026-10-01", "2026-11-20", ""),
        ("", "", "", "", "year: required; letter_number: required; letter_date: required"),
        // By the rule of terms.
        ("2026", "1450/SKHCN", "2026-10-01", "", ""),
        ("2022", "1", "2026-10-01", "2026-10-02", "year: out_of_range"),
        ("99999999999", "1", "2026-10-01", "2026-10-02", "year: out_of_range"),
        ("2023", "1", "2023-10-01", "2023-10-02", ""),
        ("2101", "1", "2026-10-01", "2026-10-02", "year: out_of_range"),
        ("2026", "1", "2026-02-30", "2026-10-02", "letter_date: not_a_date"),
        ("2026", "1", "2026-10-01", "2206-10-02", "due_on: out_of_range"),
        ("2026", "1", "1999-12-31", "2100-12-31", "letter_date: out_of_range"),
        ("2026", "1", "2026-10-01", "2026-10-01", "due_on: too_early"),
    ] {
        let draft = CampaignDraft {
            year: year.to_owned(),
            letter_number: letter.to_owned(),
            letter_date: day.to_owned(),
            due_on: due.to_owned(),
        };
        assert_eq!(told(&draft.check().err().unwrap_or_default()), expected, "{draft:?}");
    }
}

#[test]
fn decisions() {
    let draft = |number: &str, day: &str, effective: &str| DecisionDraft {
        number: number.to_owned(),
        date: day.to_owned(),
        effective_from: effective.to_owned(),
        signer: "A".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    for (number, day, effective, expected) in [
        ("1168/QĐ-UBND", "2023-06-22", "2023-06-22", ""),
        ("1168/QĐ-UBND", "2023-06-22", "2023-06-21", "effective_from: too_early"),
        (" ", "22 tháng 6", "2023-06-22", "number: required; date: not_a_date"),
    ] {
        let found = draft(number, day, effective).check();
        assert_eq!(told(&found.err().unwrap_or_default()), expected, "{number} {day} {effective}");
    }
    // Recorded on 22/06/2023.
    for (day, effective, expected) in [
        ("2023-06-22", "2024-06-22", ""),
        ("2023-06-22", "2024-06-23", "effective_from: out_of_range"),
        ("2023-06-23", "2023-06-23", "date: out_of_range"),
        ("2063-06-22", "2065-06-22", "date: out_of_range; effective_from: out_of_range"),
        ("2023-06-23", "2023-06-22", "effective_from: too_early"),
    ] {
        let found = draft("1168/QĐ-UBND", day, effective).check_on(time::macros::date!(2023 - 06 - 22));
        assert_eq!(told(&found.err().unwrap_or_default()), expected, "{day} {effective}");
    }
}

#[test]
fn remarks() {
    for (text, expected) in [
        ("Ghi rõ phạm vi.".to_owned(), ""),
        (" \n\u{200b}".to_owned(), "reason: required"),
        ("a".repeat(TEXT_CHARS_MAX), ""),
        ("a".repeat(TEXT_CHARS_MAX + 1), "reason: too_long (8000)"),
    ] {
        assert_eq!(told(&check_remark("reason", &text)), expected, "{} characters", text.len());
    }
}

/// Lists with one entry each.
fn lists() -> Lists {
    let named = |id: &str| vec![Named { id: id.to_owned(), name: id.to_owned() }];
    let class = ConsumerClass {
        id: ClassId::from("to_chuc"),
        group_no: 1,
        name: "Tổ chức".to_owned(),
        valid_from: time::macros::date!(2023 - 01 - 01),
        valid_to: None,
    };
    Lists { sectors: named("y_te"), frequencies: named("M1"), classes: vec![class], ..Lists::default() }
}

#[test]
fn codes_of_the_lists() {
    let stranger = DataItem { matrix: [(ClassId::from("ai"), SharingForm::Open)].into(), ..item("hai") };
    for (change, expected) in [
        (EntryContent { sector: "y_te".to_owned(), ..whole() }, ""),
        (EntryContent { sector: String::new(), ..whole() }, ""),
        (EntryContent { sector: "yte".to_owned(), ..whole() }, "sector: unknown"),
        (EntryContent { update_frequency: "M9".to_owned(), ..whole() }, "update_frequency: unknown"),
        (EntryContent { items: vec![item("một"), stranger], ..whole() }, "items.1.matrix: unknown"),
    ] {
        assert_eq!(told(&check_lists(&change, &lists())), expected);
    }
}

#[test]
fn an_appraisers_own_value() {
    // What is wrong with the entry already is not a value's fault.
    let old = EntryContent { legal_basis: String::new(), ..whole() };
    for (place, value, expected) in [
        (Place::Field(Field::Name), "khác", ""),
        (Place::Field(Field::Purpose), " ", "value: required"),
        (Place::Field(Field::Sector), "y_te", ""),
        (Place::Field(Field::Sector), "yte", "value: unknown"),
        (Place::Field(Field::StartYear), "1899", "value: unknown"),
        (Place::Field(Field::StartYear), "năm nay", "value: unknown"),
        (Place::ItemMatrix("một".to_owned(), ClassId::from("to_chuc")), "open", ""),
        (Place::ItemMatrix("một".to_owned(), ClassId::from("to_chuc")), "mở", "value: unknown"),
        (Place::ItemMatrix("hai".to_owned(), ClassId::from("to_chuc")), "open", "value: unknown"),
        (Place::Plan(PlanField::Need), "khác", ""),
        (Place::Plan(PlanField::CostMillionVnd), "1.800", ""),
        (Place::Plan(PlanField::CostMillionVnd), "nhiều", "value: not_a_number"),
        (Place::Plan(PlanField::Priority), "low", ""),
        (Place::Plan(PlanField::Priority), "gấp", "value: unknown"),
    ] {
        let wrong: Vec<FieldError> = check_own_value(&old, &place, "", value, &lists()).into_iter().collect();
        assert_eq!(told(&wrong), expected, "{place}: {value}");
    }
}
