//! The form beside an annex: what is wrong with it, and what the annex's own title tells.

use domain::annex::{ImportDraft, NamedDecision, WITHDRAWN_CODES_MAX};
use domain::campaign::DecisionDraft;
use domain::check::FieldError;
use domain::id::{EditionId, EntryCode};

/// `field: code (detail)`, joined.
fn told(errors: &[FieldError]) -> String {
    let one = |error: &FieldError| match error.detail.as_str() {
        "" => format!("{}: {}", error.field, error.code),
        detail => format!("{}: {} ({detail})", error.field, error.code),
    };
    errors.iter().map(one).collect::<Vec<_>>().join("; ")
}

#[test]
fn imports() {
    let decision = || DecisionDraft {
        number: "1168/QĐ-UBND".to_owned(),
        date: "2023-06-22".to_owned(),
        effective_from: "2023-06-22".to_owned(),
        signer: "A".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    for (year, signer, expected) in [
        ("2023", "A", ""),
        ("", "A", "year: required"),
        ("1999", "A", "year: out_of_range"),
        ("hai nghìn", " ", "year: out_of_range; signer: required"),
    ] {
        let draft = ImportDraft {
            year: year.to_owned(),
            decision: DecisionDraft { signer: signer.to_owned(), ..decision() },
            ..ImportDraft::default()
        };
        assert_eq!(told(&draft.check().err().unwrap_or_default()), expected, "{year} {signer}");
    }
}

/// What is left empty of the decision is taken from the annex's title; what was typed stays.
#[test]
fn imports_whose_title_tells() {
    let day = time::macros::date!(2024 - 07 - 15);
    let named = NamedDecision { number: Some("9/QĐ-UBND".to_owned()), date: Some(day) };
    let silent = NamedDecision::default();
    let all = "2023 1/QĐ-UBND 2023-06-22 2023-07-01";
    let told_day = "number: required; date: required; effective_from: required";
    // The year, the number, the day and the first day in force as typed; what the form lacks; the title; the outcome.
    for (typed, form, title, expected, from_title) in [
        (["2023", "1/QĐ-UBND", "2023-06-22", "2023-07-01"], "", &named, all, false),
        (["2023", "1/QĐ-UBND", "2023-06-22", "2023-07-01"], "", &silent, all, false),
        (["", "", "", ""], "", &named, "2024 9/QĐ-UBND 2024-07-15 2024-07-15", true),
        (["", " ", "2023-06-22", ""], "", &named, "2023 9/QĐ-UBND 2023-06-22 2023-06-22", true),
        (["", "1/QĐ-UBND", "2023-06-22", ""], "", &named, "2023 1/QĐ-UBND 2023-06-22 2023-06-22", false),
        (["2023", "1/QĐ-UBND", "", "2024-08-01"], "", &named, "2023 1/QĐ-UBND 2024-07-15 2024-08-01", true),
        (["2023", "", "", ""], "", &silent, told_day, false),
        (["1999", "1/QĐ-UBND", "hôm qua", ""], "year: out_of_range; date: not_a_date", &named, "", false),
    ] {
        let [year, number, date, effective_from] = typed.map(str::to_owned);
        let (signer, signer_title) = ("A".to_owned(), "CHỦ TỊCH".to_owned());
        let decision = DecisionDraft { number, date, effective_from, signer, signer_title };
        let draft = ImportDraft { year, decision, ..ImportDraft::default() };
        assert_eq!(told(&draft.check_form()), form, "{typed:?}");
        if !form.is_empty() {
            continue;
        }
        match draft.with_title(title) {
            Ok(header) => {
                let decision = &header.decision;
                let text = format!("{} {} {} {}", header.year, decision.number, decision.date, decision.effective_from);
                assert_eq!((text.as_str(), header.from_title), (expected, from_title), "{typed:?}");
            }
            Err(errors) => assert_eq!(told(&errors), expected, "{typed:?}"),
        }
    }
}

#[test]
fn imports_that_amend() {
    let decision = || DecisionDraft {
        number: "1/QĐ-UBND".to_owned(),
        date: "2024-06-22".to_owned(),
        effective_from: "2024-06-22".to_owned(),
        signer: "A".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let many: String = (0..=WITHDRAWN_CODES_MAX).map(|number| format!("DC-{number} ")).collect();
    for (amends, withdraw, expected) in [
        ("", "", Ok((None, vec![]))),
        ("3", "", Ok((Some(3), vec![]))),
        (" 3 ", "dc-001, DC-002;DC-001", Ok((Some(3), vec!["DC-001", "DC-002"]))),
        ("", "DC-001", Err("amends: required")),
        ("hai", "", Err("amends: unknown")),
        ("3", many.as_str(), Err("withdraw: too_many (1000)")),
    ] {
        let (amends, withdraw) = (amends.to_owned(), withdraw.to_owned());
        let draft = ImportDraft { year: "2024".to_owned(), amends, withdraw, decision: decision() };
        let expected = expected
            .map(|(id, codes)| (id.map(EditionId), codes.into_iter().map(EntryCode::from).collect::<Vec<_>>()))
            .map_err(str::to_owned);
        let found = draft.check().map(|header| (header.amends, header.withdraw)).map_err(|errors| told(&errors));
        assert_eq!(found, expected, "{draft:?}");
    }
}
