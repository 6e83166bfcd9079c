//! The form beside an annex: what is wrong with it, and what the annex's own title tells.

use domain::annex::{ImportDraft, NamedDecision};
use domain::campaign::DecisionDraft;
use domain::check::FieldError;

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
        let draft =
            ImportDraft { year: year.to_owned(), decision: DecisionDraft { signer: signer.to_owned(), ..decision() } };
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
        let draft =
            ImportDraft { year, decision: DecisionDraft { number, date, effective_from, signer, signer_title } };
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
