//! The dated rules of duties: who adds one, what becomes of the one before, and of duties that were made.

use crate::common::Bed;
use crate::common::data::{NOW, anonymous, coordinator, load_first_edition, system};
use crate::common::review::{clerk, head, officer};
use domain::check::FieldCode;
use domain::duty::{DutyKind, DutyRow, DutyRule, RuleDraft};
use domain::id::EntryCode;
use domain::policy::Refusal;
use store::Error;
use time::Date;
use time::macros::{date, datetime};

fn draft(duty: &str, frequency: &str, amount: &str, unit: &str, from: &str) -> RuleDraft {
    RuleDraft {
        duty: duty.to_owned(),
        frequency: frequency.to_owned(),
        amount: amount.to_owned(),
        unit: unit.to_owned(),
        document: "qd-01-2023".to_owned(),
        article: "16".to_owned(),
        clause: "1".to_owned(),
        valid_from: from.to_owned(),
        is_target: true,
        ..RuleDraft::default()
    }
}

async fn rules(bed: &Bed, kind: DutyKind, frequency: Option<&str>) -> Vec<(u16, Date, Option<Date>)> {
    let page = bed.store.duty_rules(&officer("so-yt")).await.expect("the rules");
    let of_it = |rule: &DutyRule| rule.kind == kind && rule.frequency.as_deref() == frequency;
    let found = page.rules.into_iter().map(|row| row.rule).filter(of_it);
    found.map(|rule| (rule.amount, rule.valid_from, rule.valid_to)).collect()
}

async fn refused(bed: &Bed, draft: &RuleDraft) -> (String, FieldCode) {
    match bed.store.add_duty_rule(&coordinator(), draft).await {
        Err(Error::Invalid(remarks)) => (remarks[0].field.clone(), remarks[0].code),
        other => panic!("{draft:?}: {other:?}"),
    }
}

on_both!(a_rule_takes_over_and_the_one_before_ends_the_day_before, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    assert!(matches!(store.duty_rules(&anonymous()).await, Err(Error::Refused(Refusal::SignIn))));
    let good = draft("load", "", "20", "working_day", "01/01/2027");
    for stranger in [officer("so-yt"), head("so-yt"), clerk()] {
        assert!(!store.duty_rules(&stranger).await.expect("open to read").may_manage);
        let refused = store.add_duty_rule(&stranger, &good).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{refused:?}");
    }
    let page = store.duty_rules(&coordinator()).await.expect("the rules");
    assert!(page.may_manage && page.documents.iter().any(|one| one.id == "nd-47-2020"), "{page:?}");
    store.add_duty_rule(&coordinator(), &good).await.expect("added");
    let (from, before) = (date!(2027 - 01 - 01), date!(2026 - 12 - 31));
    let now = [(20, from, None), (30, date!(2023 - 01 - 22), Some(before))];
    assert_eq!(rules(&bed, DutyKind::Load, None).await, now);
    // What would overlap, is unknown, or leaves days without a rule changes nothing.
    assert_eq!(refused(&bed, &good).await, ("valid_from".to_owned(), FieldCode::RuleLater));
    let early = draft("load", "", "10", "working_day", "01/12/2026");
    assert_eq!(refused(&bed, &early).await, ("valid_from".to_owned(), FieldCode::RuleLater));
    let past = draft("documents", "", "10", "working_day", "23/11/2026");
    assert_eq!(refused(&bed, &past).await, ("valid_from".to_owned(), FieldCode::NotLater));
    let never = draft("refresh", "KHONG", "1", "month", "01/01/2027");
    assert_eq!(refused(&bed, &never).await, ("frequency".to_owned(), FieldCode::Unknown));
    let paper =
        RuleDraft { document: "nd-0-0".to_owned(), ..draft("documents", "", "10", "working_day", "01/01/2027") };
    assert_eq!(refused(&bed, &paper).await, ("document".to_owned(), FieldCode::Unknown));
    let open = draft("open_review", "", "3", "month", "01/01/2027");
    assert_eq!(refused(&bed, &open).await, ("gap".to_owned(), FieldCode::RuleGap));
    assert_eq!(rules(&bed, DutyKind::Load, None).await, now);
    assert_eq!(rules(&bed, DutyKind::OpenReview, None).await.len(), 1);
    store.add_duty_rule(&coordinator(), &RuleDraft { gap: true, ..open }).await.expect("the gap is said");
    let ended = (6, date!(2023 - 01 - 22), Some(date!(2025 - 08 - 18)));
    assert_eq!(rules(&bed, DutyKind::OpenReview, None).await, [(3, from, None), ended]);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

async fn refreshed(bed: &Bed) -> Vec<(Date, Date, bool)> {
    let duties = bed.store.entry_duties(&coordinator(), &EntryCode::from("DC-005")).await.expect("duties");
    let mut found: Vec<DutyRow> = duties.into_iter().filter(|row| row.kind == DutyKind::Refresh).collect();
    found.sort_by_key(|row| row.starts_on);
    found.iter().map(|row| (row.starts_on, row.days.due_on, row.is_target)).collect()
}

on_both!(duties_that_were_made_keep_their_days, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    store.follow_duties(NOW).await.expect("the round");
    let first = (date!(2026 - 11 - 24), date!(2026 - 12 - 24), false);
    assert_eq!(refreshed(&bed).await, [first]);
    let rule = draft("refresh", "M1", "2", "month", "10/12/2026");
    store.add_duty_rule(&coordinator(), &rule).await.expect("added");
    assert_eq!(refreshed(&bed).await, [first], "a period that began under the old rule");
    // The next period begins under the new one; on a Wednesday.
    store.follow_duties(datetime!(2026-12-28 03:00 UTC)).await.expect("the round");
    assert_eq!(refreshed(&bed).await, [first, (date!(2026 - 12 - 24), date!(2027 - 02 - 24), true)]);
});

on_both!(of_two_who_add_at_once_one_is_told, async |bed| {
    load_first_edition(&bed).await;
    let mut adding = Vec::new();
    for amount in ["15", "25"] {
        let store = bed.store.clone();
        let rule = draft("load", "", amount, "working_day", "01/01/2027");
        adding.push(tokio::spawn(async move { store.add_duty_rule(&coordinator(), &rule).await.is_ok() }));
    }
    let mut added = 0;
    for one in adding {
        added += usize::from(one.await.expect("no panic"));
    }
    assert_eq!(added, 1);
    let load = rules(&bed, DutyKind::Load, None).await;
    assert_eq!((load.len(), load[1].2), (2, Some(date!(2026 - 12 - 31))));
});
