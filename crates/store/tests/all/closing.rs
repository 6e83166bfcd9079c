//! The clock closes a year that is over: told before, once whoever's clock ticks, and never what a hand closed or what nobody
//! watched.

use crate::common::Bed;
use crate::common::data::{NOW, coordinator, load_first_edition, system, used};
use crate::common::review::{account, open};
use domain::account::{Actor, Role};
use domain::indicator::{Indicator, Period};
use domain::reminder::NoticeKind;
use domain::usage::UsageKind;
use store::Store;
use time::macros::{date, datetime};
use time::{Date, Duration, OffsetDateTime};

const PERIOD: Period = Period(2026);
/// Midnight in Vietnam of the days on which it is told, and closed.
const TOLD: OffsetDateTime = datetime!(2027-02-14 17:00 UTC);
const CLOSED: OffsetDateTime = datetime!(2027-02-28 17:00 UTC);
const MINUTE: Duration = Duration::minutes(1);

fn at(actor: Actor, moment: OffsetDateTime) -> Actor {
    Actor { at: moment, ..actor }
}

async fn close(store: &Store, moment: OffsetDateTime) -> Vec<Period> {
    store.close_due(moment).await.expect("a tick")
}

/// What somebody was told of closing, the newest first.
async fn told(bed: &Bed, person: &Actor) -> Vec<(NoticeKind, Date, Option<Period>)> {
    let notices = bed.store.notices(person).await.expect("notices");
    let of_closing = |kind: NoticeKind| matches!(kind, NoticeKind::PeriodClosing | NoticeKind::PeriodClosed);
    let of_closing = notices.into_iter().filter(|one| of_closing(one.kind));
    of_closing.map(|one| (one.kind, one.about[0].due_on, one.about[0].period)).collect()
}

on_both!(a_year_is_closed_by_the_clock_when_its_day_has_come, async |bed| {
    open(&bed).await;
    let (store, person) = (&bed.store, account(&bed, "dieu-phoi", Role::Appraiser, "so-khcn-2025").await);
    store.note_present(NOW).await.expect("noted");
    let day = date!(2027 - 03 - 01);
    let desk = at(coordinator(), CLOSED);
    for moment in [NOW, TOLD - MINUTE] {
        assert!(close(store, moment).await.is_empty(), "{moment}");
        assert!(told(&bed, &person).await.is_empty(), "{moment}");
        let page = store.dashboard(&at(coordinator(), moment), PERIOD, None).await.expect("the screen");
        assert_eq!(page.closes_on, Some(day), "{moment}");
    }
    let soon = (NoticeKind::PeriodClosing, day, Some(PERIOD));
    for moment in [TOLD, TOLD + MINUTE, CLOSED - MINUTE] {
        assert!(close(store, moment).await.is_empty(), "{moment}");
        assert_eq!(told(&bed, &person).await, [soon], "{moment}");
    }
    let live = store.dashboard(&desk, PERIOD, None).await.expect("the screen");
    assert!(live.closed.is_none() && live.may_close, "a hand may be sooner");

    // Two servers at once.
    let files = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, files.path()).await.expect("a second server");
    let mut ticks = Vec::new();
    for number in 0..8 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        ticks.push(tokio::spawn(async move { store.close_due(CLOSED).await }));
    }
    let mut closed = Vec::new();
    for tick in ticks {
        closed.extend(tick.await.expect("no panic").expect("a tick"));
    }
    assert_eq!(closed, [PERIOD]);
    assert_eq!(told(&bed, &person).await, [(NoticeKind::PeriodClosed, day, Some(PERIOD)), soon]);

    // As it stood at that moment, and so it stays.
    used(&bed, date!(2026 - 12 - 01), UsageKind::View, None, 100).await;
    for later in [CLOSED + MINUTE, CLOSED + Duration::days(40)] {
        assert!(close(store, later).await.is_empty(), "{later}");
        let kept = store.dashboard(&at(coordinator(), later), PERIOD, None).await.expect("the screen");
        assert_eq!((&kept.figures, &kept.late, &kept.tiles), (&live.figures, &live.late, &live.tiles), "{later}");
        assert_eq!((kept.closed.map(|one| one.by), kept.closes_on), (Some(String::new()), None), "nobody's hand");
    }
    assert_eq!(told(&bed, &person).await.len(), 2);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(the_coordinator_is_told_before_the_first_review, async |bed| {
    load_first_edition(&bed).await;
    let (store, person) = (&bed.store, account(&bed, "dieu-phoi", Role::Appraiser, "so-khcn-2025").await);
    store.note_present(NOW).await.expect("noted");
    assert!(close(store, TOLD).await.is_empty());
    assert_eq!(close(store, CLOSED).await, [PERIOD]);
    let day = date!(2027 - 03 - 01);
    let expected = [NoticeKind::PeriodClosed, NoticeKind::PeriodClosing].map(|kind| (kind, day, Some(PERIOD)));
    assert_eq!(told(&bed, &person).await, expected);
});

on_both!(the_clock_leaves_alone_what_a_hand_closed_and_what_nobody_watched, async |bed| {
    open(&bed).await;
    let (store, person) = (&bed.store, account(&bed, "dieu-phoi", Role::Appraiser, "so-khcn-2025").await);
    let page = async |period| store.dashboard(&at(coordinator(), TOLD), period, None).await.expect("the screen");
    assert!(close(store, CLOSED).await.is_empty());
    assert_eq!(page(PERIOD).await.closes_on, None, "the portal did not run in that year");
    store.note_present(NOW).await.expect("noted");
    store.close_periods_after(0);
    assert!(close(store, CLOSED).await.is_empty());
    assert_eq!(page(PERIOD).await.closes_on, None, "it was turned off");
    store.close_periods_after(60);
    assert_eq!(page(Period(2025)).await.closes_on, None);
    store.close_period(&at(coordinator(), TOLD), PERIOD).await.expect("closed");
    for moment in [TOLD, CLOSED, CLOSED + Duration::days(40)] {
        assert!(close(store, moment).await.is_empty(), "{moment}");
    }
    assert!(told(&bed, &person).await.is_empty());
    assert_eq!(page(PERIOD).await.closed.map(|one| one.by), Some("Người thẩm định".to_owned()));
});

on_both!(a_figure_of_the_present_tells_since_when_it_is_noted, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    let desk = at(coordinator(), datetime!(2027-01-05 03:00 UTC));
    for moment in [NOW, NOW + Duration::days(3), desk.at] {
        store.note_present(moment).await.expect("noted");
    }
    let since = domain::format::local_date(NOW);
    for (period, missing) in [(Period(2025), true), (PERIOD, false), (Period(2027), false)] {
        let page = store.dashboard(&desk, period, None).await.expect("the screen");
        let figure = page.figure(Indicator::AgenciesLapsed).expect("a figure");
        assert_eq!(figure.not_noted(period, figure.amount), missing.then_some(since), "{period}");
        let of_before = (period <= PERIOD).then_some(since);
        assert_eq!(figure.not_noted(period.before(), figure.before), of_before, "before {period}");
    }
});
