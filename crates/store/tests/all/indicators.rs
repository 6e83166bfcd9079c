//! Targets, and periods that are closed: what was kept never changes, whatever becomes of the rows.

use crate::common::Bed;
use crate::common::data::{
    NOW, anonymous, coordinator, first_annex, header_2023, import, load_first_edition, load_reference, system, used,
};
use crate::common::review::{clerk, officer};
use domain::account::{Actor, Role};
use domain::check::FieldCode;
use domain::duty::{DutyFilter, DutyState, EvidenceDraft};
use domain::id::{AgencyId, EntryCode};
use domain::indicator::{Amount, FIRST_YEAR, Indicator, Period, Standing, Subject, TargetDraft, TileState};
use domain::policy::Refusal;
use domain::usage::{UsageEvent, UsageKind};
use sea_orm::ConnectionTrait;
use store::{Error, NewAccount, RollUp, Visit};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

/// The year after: 2026 is over.
const AFTER: OffsetDateTime = datetime!(2027-02-01 03:00 UTC);
const PERIOD: Period = Period(2026);

fn at(actor: Actor, moment: OffsetDateTime) -> Actor {
    Actor { at: moment, ..actor }
}

fn target(text: &str) -> TargetDraft {
    TargetDraft { target: text.to_owned() }
}

async fn amount(bed: &Bed, actor: &Actor, indicator: Indicator, agency: Option<&str>) -> Option<Amount> {
    let agency = agency.map(AgencyId::from);
    let page = bed.store.dashboard(actor, PERIOD, agency.as_ref()).await.expect("the screen");
    page.figure(indicator).expect("every indicator is told").amount
}

on_both!(what_lacks_a_part_that_the_decree_demands_is_listed, async |bed| {
    load_reference(&bed).await;
    let mut annex = first_annex();
    annex.entries[1].content.source.clear();
    annex.entries[4].content.collection_mechanism = " ".to_owned();
    import(&bed, "a", annex, &header_2023()).await;
    let page =
        bed.store.indicator(&coordinator(), Indicator::EntriesIncomplete, PERIOD, None, 1).await.expect("a page");
    let told: Vec<_> = page.cases.items.into_iter().map(|case| case.subject).collect();
    let lacking = [("DC-002", "CSDL nhà ở"), ("DC-005", "CSDL khám chữa bệnh")];
    let lacking = lacking.map(|(code, name)| Subject::Entry { code: EntryCode::from(code), name: name.to_owned() });
    assert_eq!(told, lacking);
    let of_health = amount(&bed, &coordinator(), Indicator::EntriesIncomplete, Some("so-yt")).await;
    assert_eq!(of_health, Some(Amount { part: 1, whole: 1 }));
});

on_both!(targets_are_the_coordinators_and_are_written_down, async |bed| {
    let (store, desk) = (&bed.store, coordinator());
    load_first_edition(&bed).await;
    let (indicator, draft) = (Indicator::EntriesInForce, target("6"));
    for (actor, refusal) in
        [(officer("so-yt"), Refusal::Hidden), (clerk(), Refusal::Forbidden), (anonymous(), Refusal::SignIn)]
    {
        let refused = store.set_target(&actor, indicator, PERIOD, 0, &draft).await;
        assert!(matches!(refused, Err(Error::Refused(found)) if found == refusal), "{refused:?}");
    }
    let page = store.indicator(&clerk(), indicator, PERIOD, None, 1).await.expect("a page");
    assert_eq!((page.sets_target, page.figure.standing), (None, Standing::NoTarget));
    store.set_target(&desk, indicator, PERIOD, 0, &draft).await.expect("set");
    let page = store.indicator(&desk, indicator, PERIOD, None, 1).await.expect("a page");
    // Five of six: more than a tenth is missing.
    assert_eq!((page.figure.target, page.figure.standing, page.sets_target), (Some(6), Standing::Missed, Some(1)));
    assert_eq!(page.cases.total, 5);
    let stale = store.set_target(&desk, indicator, PERIOD, 0, &target("4")).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 1 })), "{stale:?}");
    let wrong = store.set_target(&desk, indicator, PERIOD, 1, &target("vài")).await;
    assert!(matches!(&wrong, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::NotANumber), "{wrong:?}");
    store.set_target(&desk, indicator, PERIOD, 1, &target("")).await.expect("taken away");
    let page = store.indicator(&desk, indicator, PERIOD, None, 1).await.expect("a page");
    assert_eq!((page.figure.target, page.sets_target), (None, Some(2)));
    // Periods that are none, agencies that are none.
    for period in [Period(FIRST_YEAR - 1), Period(2027)] {
        assert!(matches!(store.dashboard(&desk, period, None).await, Err(Error::NotFound)));
        assert!(matches!(store.set_target(&desk, indicator, period, 0, &draft).await, Err(Error::NotFound)));
    }
    let nobody = AgencyId::from("khong-co");
    assert!(matches!(store.dashboard(&desk, PERIOD, Some(&nobody)).await, Err(Error::NotFound)));
    // Of an agency only years are offered in which it was one.
    for (agency, since) in [(None, FIRST_YEAR), (Some("so-yt"), FIRST_YEAR), (Some("so-xd-2025"), 2025)] {
        let agency = agency.map(AgencyId::from);
        let offered = store.dashboard(&desk, PERIOD, agency.as_ref()).await.expect("the screen").periods;
        assert_eq!(offered.last(), Some(&Period(since)), "{agency:?}");
        for period in offered {
            store.dashboard(&desk, period, agency.as_ref()).await.expect("a year that was offered");
        }
    }
    let audit = store.verify_audit(&system()).await.expect("a report");
    assert_eq!(audit.first_bad, None);
});

on_both!(a_portal_without_anything_has_its_screens_in_the_first_minute_of_a_year_too, async |bed| {
    load_reference(&bed).await;
    let (store, health) = (&bed.store, AgencyId::from("so-yt"));
    // Half a minute into 2027 in Vietnam: in UTC it is the year before.
    for (moment, year) in [(NOW, 2026), (datetime!(2026-12-31 17:00:30 UTC), 2027)] {
        let desk = at(coordinator(), moment);
        let periods = store.dashboard(&desk, Period(year), None).await.expect("the screen").periods;
        assert_eq!(periods.first(), Some(&Period(year)), "the year that runs");
        for period in periods {
            for agency in [None, Some(&health)] {
                let page = store.dashboard(&desk, period, agency).await.expect("the screen");
                let amount = |indicator| page.figure(indicator).and_then(|figure| figure.amount);
                assert_eq!(amount(Indicator::EntriesInForce), Some(Amount { part: 0, whole: 1 }), "{period}");
                assert_eq!(amount(Indicator::DutiesOnTime), None, "{period}: a share of nothing");
                assert!(page.late.is_empty() && page.months.iter().all(Option::is_none), "{period}");
                for figure in &page.figures {
                    let list = store.indicator(&desk, figure.indicator, period, agency, 1).await.expect("a list");
                    assert_eq!(list.figure.amount, figure.amount, "{} in {period}", figure.indicator);
                }
            }
            store.agency_board(&desk, period, Some(&health)).await.expect("the board");
        }
        store.digest(&desk, None).await.expect("the week");
        store.duty_board(&desk, None).await.expect("the board of duties");
    }
});

/// Duties of the first edition, one of them done, and some uses.
async fn a_year(bed: &Bed) {
    let store = &bed.store;
    load_first_edition(bed).await;
    store.follow_duties(NOW).await.expect("a round");
    let health = officer("so-yt");
    let filter = DutyFilter { entry: "DC-005".to_owned(), ..DutyFilter::default() };
    let mine = store.all_duties(&health, &filter).await.expect("duties");
    let refresh = mine.iter().find(|row| row.days.due_on == date!(2026 - 12 - 24)).expect("due in the year");
    let note = EvidenceDraft { note: "Đã cập nhật".to_owned(), ..EvidenceDraft::default() };
    store.complete_duties(&health, &[refresh.id], &note, None).await.expect("done");
    used(bed, date!(2026 - 11 - 24), UsageKind::View, Some("DC-005"), 7).await;
}

on_both!(the_board_of_the_running_year_is_the_indicator_and_each_number_its_list, async |bed| {
    let store = &bed.store;
    a_year(&bed).await;
    for (moment, period) in [(datetime!(2026-12-28 03:00 UTC), PERIOD), (AFTER, Period(2027))] {
        store.follow_duties(moment).await.expect("a round");
        let (desk, year) = (at(coordinator(), moment), Some(period.0));
        let board = store.duty_board(&desk, year).await.expect("a board");
        let screen = store.dashboard(&desk, period, None).await.expect("the screen");
        let figure = screen.figure(Indicator::DutiesOnTime).and_then(|figure| figure.amount).expect("a figure");
        let of_board = |(met, due): (u32, u32)| (due > 0).then(|| Amount { part: met.into(), whole: due.into() });
        assert_eq!(of_board(board.counts.on_time()), Some(figure), "{period}");
        for row in &board.rows {
            let own = store.dashboard(&desk, period, Some(&row.agency.id)).await.expect("the screen");
            let own = own.figure(Indicator::DutiesOnTime).and_then(|figure| figure.amount);
            assert_eq!(of_board(row.counts.on_time()), own, "{period} {}", row.agency.name);
        }
        let counted = DutyFilter { counted: true, year, ..DutyFilter::default() };
        let rows = store.all_duties(&desk, &counted).await.expect("duties");
        assert_eq!(u64::try_from(rows.len()), Ok(figure.whole), "{period}");
        assert!(rows.iter().all(|row| period.has(row.days.due_on) && row.state.is_counted()), "{rows:?}");
        let mut months = Vec::new();
        for month in 1..=12 {
            let of_month = DutyFilter { month: Some(month), ..counted.clone() };
            let total = store.duties(&desk, &of_month).await.expect("a list").duties.total;
            months.push((total > 0).then_some(total));
        }
        let told: Vec<_> = screen.months.iter().map(|month| month.map(|amount| amount.whole)).collect();
        assert_eq!(months, told, "{period}");
        assert!(!screen.late.is_empty());
        for case in &screen.late {
            let Subject::Owing { duties, .. } = case.subject else { panic!("{case:?}") };
            let (agency, state) = (case.agency.id.to_string(), Some(DutyState::Late));
            // Who owes of an earlier year is late still on the first day of the next.
            let late = DutyFilter { agency, state, ..DutyFilter::default() };
            let total = store.duties(&desk, &late).await.expect("a list").duties.total;
            assert_eq!(total, u64::from(duties), "{period} {}", case.agency.name);
        }
    }
    // What is due in both years is another number.
    let desk = at(coordinator(), AFTER);
    let all = store.duty_board(&desk, None).await.expect("a board");
    let of_year = store.duty_board(&desk, Some(2027)).await.expect("a board");
    assert_ne!(all.counts.on_time(), of_year.counts.on_time());
});

on_both!(a_period_that_was_closed_is_never_computed_again, async |bed| {
    let store = &bed.store;
    a_year(&bed).await;
    let desk = at(coordinator(), AFTER);
    store.set_target(&desk, Indicator::DutiesOnTime, PERIOD, 0, &target("90")).await.expect("a target");
    let early = store.close_period(&coordinator(), PERIOD).await;
    assert!(matches!(early, Err(Error::IllegalMove(_))), "the year is not over: {early:?}");
    assert!(matches!(store.close_period(&at(clerk(), AFTER), PERIOD).await, Err(Error::Refused(Refusal::Forbidden))));
    let live = store.dashboard(&desk, PERIOD, None).await.expect("the screen");
    assert!(live.may_close && live.closed.is_none());
    store.close_period(&desk, PERIOD).await.expect("closed");
    let again = store.close_period(&desk, PERIOD).await;
    assert!(matches!(again, Err(Error::IllegalMove(_))), "{again:?}");

    // What was computed is what was kept, of the province and of an agency.
    let kept = store.dashboard(&desk, PERIOD, None).await.expect("the screen");
    assert_eq!(kept.figures, live.figures);
    assert_eq!((&kept.months, &kept.late, &kept.tiles), (&live.months, &live.late, &live.tiles));
    assert!(live.tiles.iter().any(|tile| tile.state == TileState::Late), "the map of the year");
    assert!(kept.closed.is_some() && !kept.may_close);
    assert_eq!(amount(&bed, &desk, Indicator::DutiesOnTime, Some("so-yt")).await, Some(Amount { part: 1, whole: 1 }));
    assert_eq!(amount(&bed, &desk, Indicator::Views, Some("so-yt")).await, Some(Amount { part: 7, whole: 1 }));

    // The rows change: what was late is done, what was done is opened again, more is viewed. The figures stay.
    let late = DutyFilter { state: Some(DutyState::Late), ..DutyFilter::default() };
    let rows = store.all_duties(&desk, &late).await.expect("duties");
    assert!(!rows.is_empty());
    for row in rows {
        store.excuse_duty(&desk, row.id, row.version, "Hệ thống ngừng").await.expect("excused");
    }
    used(&bed, date!(2026 - 12 - 01), UsageKind::View, None, 100).await;
    let later = at(coordinator(), AFTER + Duration::hours(1));
    let after = store.dashboard(&later, PERIOD, None).await.expect("the screen");
    assert_eq!((&after.figures, &after.late, &after.tiles), (&live.figures, &live.late, &live.tiles));
    let list = store.indicator(&later, Indicator::DutiesNever, PERIOD, None, 1).await.expect("the list");
    let never = live.figure(Indicator::DutiesNever).and_then(|figure| figure.amount).expect("a figure");
    assert_eq!(list.cases.total, never.part);
    // Each month of the trend has the list that was kept with it.
    for (month, told) in (1..).zip(&live.months) {
        let list = store.indicator_by_month(&later, Indicator::DutiesOnTime, PERIOD, None, Some(month), 1).await;
        let list = list.expect("the list");
        assert_eq!(list.month, Some((month, *told)), "{month}");
        assert_eq!(list.cases.total, told.map_or(0, |amount| amount.whole), "{month}");
    }
    for (indicator, month) in [(Indicator::Views, 3), (Indicator::DutiesOnTime, 13)] {
        let whole = store.indicator_by_month(&later, indicator, PERIOD, None, Some(month), 1).await.expect("a list");
        assert_eq!(whole.month, None, "{indicator}: no such month, the whole year");
    }
    let refused = store.set_target(&later, Indicator::DutiesOnTime, PERIOD, 1, &target("50")).await;
    assert!(matches!(refused, Err(Error::IllegalMove(_))), "{refused:?}");
    // The next year has last year's kept figures beside its own.
    let next = store.dashboard(&later, Period(2027), None).await.expect("the screen");
    let before = next.figure(Indicator::Views).expect("views").before;
    assert_eq!(before, Some(Amount { part: 7, whole: 1 }));
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(an_agencys_figures_are_the_same_once_its_year_is_closed, async |bed| {
    let (store, desk, health) = (&bed.store, at(coordinator(), AFTER), AgencyId::from("so-yt"));
    a_year(&bed).await;
    let visit = Visit { day: date!(2026 - 11 - 24), query: String::new(), visitor: "a".to_owned() };
    store.record_events(&[], &[visit], NOW, RollUp::Now).await.expect("recorded");
    let figures = async || store.dashboard(&desk, PERIOD, Some(&health)).await.expect("the screen").figures;
    let live = figures().await;
    store.close_period(&desk, PERIOD).await.expect("closed");
    assert_eq!(figures().await, live);
    // Visitors are the province's: of an agency there are not none, nothing is told.
    let one = Some(Amount { part: 1, whole: 1 });
    assert_eq!(amount(&bed, &desk, Indicator::Consumers, None).await, one);
    assert_eq!(amount(&bed, &desk, Indicator::Consumers, Some("so-yt")).await, None);
});

on_both!(what_only_the_present_tells_is_kept_as_the_year_ended_with_it, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let account = |username: &str, agency: &str| NewAccount {
        username: username.to_owned(),
        name: username.to_owned(),
        role: Role::Officer,
        agency: Some(AgencyId::from(agency)),
        password: "mật khẩu thử".to_owned(),
        email: String::new(),
    };
    store.create_account(&system(), &account("cb-yt", "so-yt")).await.expect("an account");
    store.create_account(&system(), &account("cb-xd", "so-xd-2025")).await.expect("an account");
    let desk = at(coordinator(), AFTER);
    let lapsed = Indicator::AgenciesLapsed;
    assert_eq!(amount(&bed, &desk, lapsed, None).await, None, "nobody looked while the year ran");
    store.note_present(NOW).await.expect("noted");
    store.set_account_active(&system(), "cb-yt", false).await.expect("locked");
    // What is noted last is what the year ended with.
    store.note_present(datetime!(2026-12-31 16:00 UTC)).await.expect("noted");
    store.note_present(datetime!(2026-12-31 18:00 UTC)).await.expect("of the year after");
    store.set_account_active(&system(), "cb-yt", true).await.expect("unlocked");
    store.set_account_active(&system(), "cb-xd", false).await.expect("locked");

    let one = Some(Amount { part: 1, whole: 1 });
    let later = at(coordinator(), AFTER + Duration::hours(1));
    for closes in [true, false] {
        assert_eq!(amount(&bed, &later, lapsed, None).await, one);
        assert_eq!(amount(&bed, &later, lapsed, Some("so-yt")).await, one);
        assert_eq!(amount(&bed, &later, lapsed, Some("so-xd-2025")).await, Some(Amount { part: 0, whole: 1 }));
        let list = store.indicator(&later, lapsed, PERIOD, None, 1).await.expect("the list").cases;
        assert_eq!(list.items.iter().map(|case| case.agency.id.as_str()).collect::<Vec<_>>(), ["so-yt"]);
        let next = store.dashboard(&later, Period(2027), None).await.expect("the screen");
        let figure = next.figure(lapsed).expect("a figure");
        assert_eq!((figure.amount, figure.before), (one, one), "of this year another agency's");
        if closes {
            store.close_period(&later, PERIOD).await.expect("closed");
        }
    }
});

on_both!(the_database_refuses_to_change_a_closed_period, async |bed| {
    a_year(&bed).await;
    let desk = at(coordinator(), AFTER);
    bed.store.set_target(&desk, Indicator::Views, PERIOD, 0, &target("5")).await.expect("a target");
    bed.store.close_period(&desk, PERIOD).await.expect("closed");
    let raw = bed.raw().await;
    for change in [
        "update indicator_value set part = 0",
        "update indicator_value set year = 2025 where indicator = 'views'",
        "delete from indicator_value",
        "insert into indicator_value (year, indicator, definition, cases) values (2026, 'other', 1, '[]')",
        "update indicator_target set amount = 1",
        "delete from indicator_target",
        "insert into indicator_target (year, indicator, version) values (2026, 'other', 1)",
        "update indicator_period set closed_by = 'x'",
        "delete from indicator_period",
    ] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("never changes"), "{change}: {refused}");
    }
    // Another year takes its own.
    let free = "insert into indicator_target (year, indicator, amount, version) values (2025, 'views', 1, 1)";
    raw.execute_unprepared(free).await.expect("an open year");
});

on_both!(a_change_shows_at_once_and_a_use_within_a_minute, async |bed| {
    a_year(&bed).await;
    let desk = coordinator();
    assert_eq!(amount(&bed, &desk, Indicator::Views, None).await, Some(Amount { part: 7, whole: 1 }));
    used(&bed, date!(2026 - 11 - 24), UsageKind::View, None, 1).await;
    assert_eq!(amount(&bed, &desk, Indicator::Views, None).await, Some(Amount { part: 7, whole: 1 }));
    let soon = at(coordinator(), NOW + Duration::minutes(1));
    assert_eq!(amount(&bed, &soon, Indicator::Views, None).await, Some(Amount { part: 8, whole: 1 }));
    // An audited change is seen in the same minute.
    let due = DutyFilter { entry: "DC-001".to_owned(), ..DutyFilter::default() };
    let before = amount(&bed, &desk, Indicator::DutiesOnTime, None).await;
    let row =
        bed.store.all_duties(&desk, &due).await.expect("duties").into_iter().find(|row| PERIOD.has(row.days.due_on));
    let row = row.expect("due in the year");
    let note = EvidenceDraft { note: "Đã xong".to_owned(), ..EvidenceDraft::default() };
    bed.store.complete_duties(&officer("so-xd-2025"), &[row.id], &note, None).await.expect("done");
    let after = amount(&bed, &desk, Indicator::DutiesOnTime, None).await;
    assert_eq!(after.map(|amount| amount.part), before.map(|amount| amount.part + 1));
});

/// People of an agency use an entry, or something that belongs to none.
async fn consumed(bed: &Bed, at: OffsetDateTime, kind: UsageKind, agency: &str, code: &str, count: u32) {
    let event = UsageEvent {
        key: format!("{at} {kind} {agency} {code}"),
        at,
        kind,
        code: (!code.is_empty()).then(|| EntryCode::from(code)),
        agency: Some(AgencyId::from(agency)),
        query: String::new(),
        results: None,
        count,
    };
    bed.store.record_events(&[event], &[], NOW, RollUp::Now).await.expect("recorded");
}

on_both!(agencies_that_use_what_others_answer_for_are_told_once_and_listed, async |bed| {
    use UsageKind as K;
    load_first_edition(&bed).await;
    let (told, desk) = (Indicator::ConsumerAgencies, coordinator());
    used(&bed, date!(2026 - 11 - 24), K::View, Some("DC-001"), 5).await;
    assert_eq!(amount(&bed, &desk, told, None).await, None, "the public is no agency: nothing is known");
    // DC-001 is of building, DC-005 of health.
    consumed(&bed, NOW, K::View, "so-yt", "DC-001", 3).await;
    consumed(&bed, NOW, K::Download, "so-yt", "DC-001", 1).await;
    consumed(&bed, NOW, K::Export, "so-nv-2025", "DC-001", 2).await;
    consumed(&bed, NOW, K::Api, "so-nv-2025", "DC-005", 6).await;
    // One's own, what is no use of data, and what belongs to no entry.
    consumed(&bed, NOW, K::View, "so-xd-2025", "DC-001", 9).await;
    consumed(&bed, NOW, K::Search, "so-xd-2025", "DC-005", 1).await;
    consumed(&bed, NOW, K::Download, "so-xd-2025", "", 1).await;
    let count = |part| Some(Amount { part, whole: 1 });
    let soon = at(coordinator(), NOW + Duration::minutes(1));
    for (agency, expected) in [(None, 2), (Some("so-xd-2025"), 2), (Some("so-yt"), 1), (Some("so-khcn-2025"), 0)] {
        assert_eq!(amount(&bed, &soon, told, agency).await, count(expected), "{agency:?}");
    }
    let building = AgencyId::from("so-xd-2025");
    let mine = at(officer("so-xd-2025"), soon.at);
    let list = bed.store.indicator(&mine, told, PERIOD, Some(&building), 1).await.expect("its own list").cases.items;
    let listed = list.into_iter().map(|case| match case.subject {
        Subject::Consumer(agency) => (agency.id.0, case.part),
        other => panic!("{other:?}"),
    });
    assert_eq!(listed.collect::<Vec<_>>(), [("so-yt".to_owned(), 4), ("so-nv-2025".to_owned(), 2)]);
    // What comes late mends its own year, and of the year before nothing is known yet.
    consumed(&bed, datetime!(2026-03-02 03:00 UTC), K::View, "so-xd-2025", "DC-005", 1).await;
    let later = at(coordinator(), NOW + Duration::minutes(2));
    assert_eq!(amount(&bed, &later, told, None).await, count(3));
    let page = bed.store.dashboard(&later, PERIOD, None).await.expect("the screen");
    assert_eq!(page.figure(told).and_then(|figure| figure.before), None);
    // A closed year tells the same, of an agency too, though an agency stands in several rows.
    bed.store.close_period(&at(coordinator(), AFTER), PERIOD).await.expect("closed");
    for (agency, expected) in [(None, 3), (Some("so-xd-2025"), 2), (Some("so-yt"), 2)] {
        assert_eq!(amount(&bed, &at(coordinator(), AFTER), told, agency).await, count(expected), "{agency:?}");
    }
});
