//! Duties end with the decision that leaves out what they are about, those too that began after it was made.

use crate::common::data::{NOW, coordinator, header, import, load_first_edition};
use crate::duties::{at, of_entry, remaining};
use domain::catalog::SharingForm;
use domain::duty::{DutyKind, DutyState, RuleDraft};
use time::macros::{date, datetime};

on_both!(what_begins_before_a_decision_made_ahead_ends_with_it, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let mut annex = remaining();
    annex.entries.retain(|entry| entry.content.name != "CSDL nhà ở");
    import(&bed, "file-2", annex, &header(2027, "9/QĐ-UBND", date!(2027 - 02 - 10))).await;
    // Until that day two more periods of a month begin, the second of which goes beyond it; one of a quarter elsewhere.
    store.follow_duties(datetime!(2027-01-25 03:00 UTC)).await.expect("a round");
    let last = at(coordinator(), datetime!(2027-02-09 03:00 UTC));
    let open = of_entry(&bed, &last, "DC-002").await;
    assert!(open.len() == 5 && open.iter().all(|(.., state)| state.is_open()), "{open:?}");
    let first = at(coordinator(), datetime!(2027-02-10 03:00 UTC));
    let left = of_entry(&bed, &first, "DC-002").await;
    assert!(left.len() == 5 && left.iter().all(|(.., state)| *state == DutyState::Ended), "{left:?}");
    let stays = of_entry(&bed, &first, "DC-001").await;
    assert!(stays.iter().all(|(.., state)| state.is_open()), "{stays:?}");
});

on_both!(a_decision_recorded_late_ends_what_began_meanwhile, async |bed| {
    load_first_edition(&bed).await;
    bed.store.follow_duties(NOW).await.expect("a round");
    let mut annex = remaining();
    annex.entries.retain(|entry| entry.content.name != "CSDL nhà ở");
    import(&bed, "file-2", annex, &header(2026, "9/QĐ-UBND", date!(2026 - 11 - 20))).await;
    let left = of_entry(&bed, &coordinator(), "DC-002").await;
    assert!(left.len() == 3 && left.iter().all(|(.., state)| *state == DutyState::Ended), "{left:?}");
});

on_both!(what_a_decision_took_away_is_owed_no_more, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let rule = RuleDraft {
        duty: DutyKind::OpenReview.to_string(),
        amount: "6".to_owned(),
        unit: "month".to_owned(),
        document: "qd-01-2023".to_owned(),
        article: "11".to_owned(),
        valid_from: "24/11/2026".to_owned(),
        gap: true,
        ..RuleDraft::default()
    };
    store.add_duty_rule(&coordinator(), &rule).await.expect("a rule");
    assert_eq!(store.follow_duties(NOW).await.expect("a round"), 16, "one entry is open");
    // It is open no more.
    let mut annex = remaining();
    let opened = annex.entries.first_mut().expect("an entry");
    opened.content.items[0].matrix.values_mut().for_each(|form| *form = SharingForm::Default);
    import(&bed, "file-2", annex, &header(2026, "99/QĐ-UBND", date!(2026 - 12 - 10))).await;
    let review = async |moment| {
        let all = of_entry(&bed, &at(coordinator(), moment), "DC-001").await;
        let (review, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.0 == DutyKind::OpenReview);
        assert!(others.iter().all(|(.., state)| state.is_open()), "{others:?}");
        review.into_iter().map(|(.., state)| state).collect::<Vec<_>>()
    };
    assert_eq!(review(datetime!(2026-12-09 03:00 UTC)).await, [DutyState::Upcoming]);
    assert_eq!(review(datetime!(2026-12-10 03:00 UTC)).await, [DutyState::Ended]);
    let later = datetime!(2026-12-11 03:00 UTC);
    assert_eq!(store.follow_duties(later).await.expect("a round"), 0, "nor does it begin again");
});

on_both!(what_is_refreshed_on_change_has_no_dated_period_any_more, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let mut annex = remaining();
    annex.entries.last_mut().expect("an entry").content.update_frequency = "ONC".to_owned();
    import(&bed, "file-2", annex, &header(2027, "9/QĐ-UBND", date!(2027 - 02 - 10))).await;
    // Until that day further periods begin, the last of which goes beyond it.
    store.follow_duties(datetime!(2027-01-25 03:00 UTC)).await.expect("a round");
    let refresh = async |code: &str, moment| {
        let all = of_entry(&bed, &at(coordinator(), moment), code).await;
        let states = all.into_iter().filter(|one| one.0 == DutyKind::Refresh).map(|(.., state)| state);
        states.collect::<Vec<_>>()
    };
    let (last, first) = (datetime!(2027-02-09 03:00 UTC), datetime!(2027-02-10 03:00 UTC));
    let before = refresh("DC-005", last).await;
    assert!(before.len() == 3 && before.iter().all(|state| state.is_open()), "{before:?}");
    assert_eq!(refresh("DC-005", first).await, [DutyState::Ended; 3]);
    let stays = refresh("DC-001", first).await;
    assert!(!stays.is_empty() && stays.iter().all(|state| state.is_open()), "{stays:?}");
});
