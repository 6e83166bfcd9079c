//! Use: views, events and their roll-ups.

use std::collections::BTreeMap;

use crate::common::Bed;
use crate::common::data::{NOW, anonymous, coordinator, load_first_edition, system, used};
use crate::common::review::officer;
use domain::id::{AgencyId, EntryCode};
use domain::usage::{Grain, Period, UsageAsked, UsageEvent, UsageKind};
use sea_orm::{ConnectionTrait, Statement};
use store::{Recorded, RollUp, Visit};
use strum::IntoEnumIterator;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

on_both!(views_are_added_and_ranked, async |bed| {
    load_first_edition(&bed).await;
    let (today, yesterday, long_ago) = (date!(2026 - 11 - 24), date!(2026 - 11 - 23), date!(2026 - 01 - 01));
    used(&bed, today, UsageKind::Search, None, 9).await;
    for (day, code, count) in [
        (today, "DC-001", 4),
        (today, "DC-002", 3),
        (yesterday, "DC-001", 1),
        (long_ago, "DC-002", 100),
        (today, "DC-001", 1),
    ] {
        used(&bed, day, UsageKind::View, Some(code), count).await;
    }
    let most = bed.store.most_viewed(today, 30, 5).await.expect("a list");
    let most: Vec<(&str, u32)> = most.iter().map(|one| (one.code.as_str(), one.views)).collect();
    assert_eq!(most, [("DC-001", 6), ("DC-002", 3)]);
    assert_eq!(domain::format::local_date(NOW), today);
    let page = bed.store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("a page");
    assert_eq!(page.views_30_days, 6);
});

fn event(key: usize, at: OffsetDateTime, kind: UsageKind, code: &str) -> UsageEvent {
    UsageEvent {
        key: format!("k{key}"),
        at,
        kind,
        code: Some(EntryCode::from(code)).filter(|code| !code.as_str().is_empty()),
        agency: None,
        query: String::new(),
        results: None,
        count: 1,
    }
}

/// Events of three years, at hours on both sides of midnight in Vietnam.
fn events() -> Vec<UsageEvent> {
    let codes = ["DC-001", "DC-002", "DC-003", ""];
    let kinds: Vec<UsageKind> = UsageKind::iter().collect();
    (0..3_000)
        .map(|at| {
            let when = datetime!(2024-01-01 16:30 UTC) + Duration::minutes(517 * at as i64);
            let mut event = event(at, when, kinds[at % 5], codes[at % 4]);
            event.agency = (at % 3 == 0).then(|| AgencyId::from("so-yt"));
            event.count = 1 + u32::try_from(at % 2).expect("small");
            event
        })
        .collect()
}

async fn read(bed: &Bed, sql: &str) -> BTreeMap<String, i64> {
    let raw = bed.raw().await;
    let rows = raw.query_all_raw(Statement::from_string(raw.get_database_backend(), sql)).await.expect("rows");
    rows.iter().map(|row| (row.try_get("", "k").expect("a key"), row.try_get("", "n").expect("a number"))).collect()
}

/// Every roll-up by entry, by user, by hour and, of a year, by entry and agency, beside what the events themselves add up to.
async fn holds(bed: &Bed, events: &[UsageEvent]) {
    let mut wanted = [const { BTreeMap::<String, i64>::new() }; 4];
    for event in events {
        let local = event.at.to_offset(time::macros::offset!(+7));
        for grain in Grain::iter() {
            let kind = event.kind;
            let start = match grain {
                Grain::Day => local.date(),
                Grain::Month => local.date().replace_day(1).expect("a first"),
                Grain::Quarter | Grain::Year => Period::of(grain, local.date()).start,
            };
            let code = event.code.as_ref().map(ToString::to_string).unwrap_or_default();
            let agency = event.agency.as_ref().map(ToString::to_string).unwrap_or_default();
            let both =
                (grain == Grain::Year && !code.is_empty() && !agency.is_empty()).then(|| format!("{code} {agency}"));
            let told = [Some(code), Some(agency), Some(local.hour().to_string()), both];
            for (at, of) in told.into_iter().enumerate().filter_map(|(at, of)| Some((at, of?))) {
                *wanted[at].entry(format!("{grain} {start} {kind} {of}")).or_default() += i64::from(event.count);
            }
        }
    }
    let tables = [
        ("usage_period", "entry_code"),
        ("usage_user", "agency"),
        ("usage_hour", "cast(hour as text)"),
        ("usage_consumer", "entry_code || ' ' || agency"),
    ];
    for ((table, column), wanted) in tables.into_iter().zip(wanted) {
        let sql = format!(
            "select grain || ' ' || cast(start as text) || ' ' || kind || ' ' || {column} as k, count as n from {table}"
        );
        assert_eq!(read(bed, &sql).await, wanted, "{table}");
    }
}

on_both!(roll_ups_equal_the_events, async |bed| {
    let events = events();
    let (early, late) = events.split_at(2_000);
    let store = &bed.store;
    // Whatever the groups, together or later: the same.
    for group in early.chunks(700) {
        store.record_events(group, &[], NOW, RollUp::Now).await.expect("recorded");
    }
    holds(&bed, early).await;
    let done = store.record_events(late, &[], NOW, RollUp::Later).await.expect("recorded");
    assert_eq!(done, Recorded { added: 1_000, same: 0, closed: 0 });
    holds(&bed, early).await;
    assert!(store.roll_up_usage().await.expect("rolled up") >= 1_000);
    holds(&bed, &events).await;
    // A second time, in one group with news, and with the clock set back: nothing counts twice.
    let news = event(99_999, datetime!(2024-02-29 17:00 UTC), UsageKind::View, "DC-001");
    let again: Vec<UsageEvent> = events[500..1_500].iter().cloned().chain([news.clone(), news.clone()]).collect();
    let done = store.record_events(&again, &[], NOW - Duration::days(1), RollUp::Now).await.expect("recorded");
    assert_eq!(done, Recorded { added: 1, same: 1_001, closed: 0 });
    let all: Vec<UsageEvent> = events.into_iter().chain([news]).collect();
    holds(&bed, &all).await;
    assert_eq!(store.roll_up_usage().await.expect("nothing waits"), 0);
});

on_both!(raw_events_are_forgotten_and_the_roll_ups_stay, async |bed| {
    let store = &bed.store;
    let old = event(1, datetime!(2024-05-01 03:00 UTC), UsageKind::View, "DC-001");
    let long_ago = datetime!(2024-05-01 04:00 UTC);
    store.record_events(std::slice::from_ref(&old), &[], long_ago, RollUp::Later).await.expect("recorded");
    let fresh = event(2, NOW, UsageKind::View, "DC-001");
    store.record_events(std::slice::from_ref(&fresh), &[], NOW, RollUp::Now).await.expect("recorded");
    assert_eq!(store.forget_usage(NOW, 400).await.expect("forgotten"), 1);
    assert_eq!(read(&bed, "select event_key as k, count as n from usage_event").await.len(), 1);
    holds(&bed, &[old.clone(), fresh.clone()]).await;
    // The forgotten one cannot be told from a new one of that day: neither counts.
    let late = event(3, datetime!(2024-05-01 05:00 UTC), UsageKind::View, "DC-001");
    let done = store.record_events(&[old.clone(), late], &[], NOW, RollUp::Now).await.expect("recorded");
    assert_eq!(done, Recorded { added: 0, same: 0, closed: 2 });
    holds(&bed, &[old, fresh]).await;
});

on_both!(more_is_forgotten_than_one_transaction_takes, async |bed| {
    let store = &bed.store;
    let (first, second) = (datetime!(2024-05-01 03:00 UTC), datetime!(2024-05-02 03:00 UTC));
    let old = |key: usize| event(key, if key < 6_000 { first } else { second }, UsageKind::View, "DC-001");
    let mut events: Vec<UsageEvent> = (0..12_345).map(old).collect();
    store.record_events(&events, &[], second, RollUp::Later).await.expect("recorded");
    let fresh = event(99_999, NOW, UsageKind::View, "DC-001");
    store.record_events(std::slice::from_ref(&fresh), &[], NOW, RollUp::Later).await.expect("recorded");
    assert_eq!(store.forget_usage(NOW, 400).await.expect("forgotten"), 12_345);
    assert_eq!(read(&bed, "select event_key as k, count as n from usage_event").await.len(), 1);
    let closed = store.closed_usage_days().await.expect("days");
    assert_eq!(closed.into_iter().collect::<Vec<_>>(), [date!(2024 - 05 - 01), date!(2024 - 05 - 02)]);
    events.push(fresh);
    holds(&bed, &events).await;
});

on_both!(visitors_are_counted_by_day_and_forgotten, async |bed| {
    let store = &bed.store;
    let (today, yesterday) = (date!(2026 - 11 - 24), date!(2026 - 11 - 23));
    let visit = |day, query: &str, visitor: &str| Visit { day, query: query.to_owned(), visitor: visitor.to_owned() };
    let of = [visit(today, "", "a"), visit(today, "", "b"), visit(today, "", "a"), visit(yesterday, "", "a")];
    store.record_events(&[], &of, NOW, RollUp::Now).await.expect("recorded");
    store.record_events(&[], &of[..1], NOW, RollUp::Now).await.expect("recorded");
    let asked = |grain| UsageAsked { grain, at: Some(today), kind: UsageKind::View, whole: false };
    let report = store.usage_report(&anonymous(), &asked(Grain::Day)).await.expect("a report");
    assert_eq!((report.visitors, report.visitors_before), (2, 1));
    let report = store.usage_report(&anonymous(), &asked(Grain::Month)).await.expect("a report");
    assert_eq!(report.visitors, 3);
    let salt = store.usage_salt(today).await.expect("a salt");
    assert_eq!(store.usage_salt(today).await.expect("the same"), salt);
    assert_ne!(store.usage_salt(yesterday).await.expect("another"), salt);
    store.forget_usage(NOW, 400).await.expect("forgotten");
    let days = read(&bed, "select cast(day as text) as k, cast(1 as bigint) as n from usage_visit").await;
    assert_eq!(days.into_keys().collect::<Vec<_>>(), ["2026-11-24"]);
    assert_eq!(store.usage_salt(today).await.expect("kept"), salt);
    store.forget_usage(NOW + Duration::days(1), 400).await.expect("forgotten");
    assert_ne!(store.usage_salt(today).await.expect("drawn anew"), salt, "the salt of a day that is over is destroyed");
    assert!(read(&bed, "select visitor as k, cast(1 as bigint) as n from usage_visit").await.is_empty());
});

on_both!(what_found_nothing_is_shown_when_enough_asked, async |bed| {
    let store = &bed.store;
    let search = |key, query: &str, results| {
        let mut event = event(key, NOW, UsageKind::Search, "");
        (event.query, event.results) = (query.to_owned(), Some(results));
        event
    };
    let today = date!(2026 - 11 - 24);
    let ask = |query: &str, visitor: &str, days: i64| Visit {
        day: today - Duration::days(days),
        query: query.to_owned(),
        visitor: visitor.to_owned(),
    };
    let events = [search(1, "ca phe", 12), search(2, "bien dao", 0), search(3, "nguyen van a", 0), search(4, "", 0)];
    // Three people ask for one thing on one day; one person asks for another on three days.
    let visits = [
        ask("bien dao", "a", 0),
        ask("bien dao", "b", 0),
        ask("bien dao", "c", 0),
        ask("nguyen van a", "a", 0),
        ask("nguyen van a", "b", 1),
        ask("nguyen van a", "c", 2),
    ];
    store.record_events(&events, &visits, NOW, RollUp::Now).await.expect("recorded");
    for grain in Grain::iter() {
        let asked = UsageAsked { grain, at: Some(today), kind: UsageKind::Search, whole: false };
        let report = store.usage_report(&anonymous(), &asked).await.expect("a report");
        assert_eq!(report.missed, 3, "{grain}");
        let shown: Vec<&str> = report.missed_queries.iter().map(|one| one.query.as_str()).collect();
        assert_eq!(shown, ["bien dao"], "{grain}");
    }
});

on_both!(a_report_ranks_and_compares, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    let at = datetime!(2026-11-10 03:00 UTC);
    let mut events: Vec<UsageEvent> =
        (0..5).map(|key| event(key, at, UsageKind::View, if key < 3 { "DC-001" } else { "DC-002" })).collect();
    events[0].agency = Some(AgencyId::from("so-yt"));
    events.push(event(7, at - Duration::days(30), UsageKind::View, "DC-002"));
    events.push(event(8, at, UsageKind::Api, "DC-001"));
    for (key, at) in [(9, at), (10, at), (11, at - Duration::days(30))] {
        events.push(UsageEvent { agency: Some(AgencyId::from("so-yt")), ..event(key, at, UsageKind::SignIn, "") });
    }
    store.record_events(&events, &[], NOW, RollUp::Now).await.expect("recorded");
    let asked = UsageAsked { grain: Grain::Month, at: None, kind: UsageKind::View, whole: false };
    let report = store.usage_report(&anonymous(), &asked).await.expect("a report");
    let view = &report.totals[0];
    assert_eq!((view.kind, view.count, view.before), (UsageKind::View, 5, 1));
    assert_eq!((report.sign_ins.count, report.sign_ins.before), (2, 1));
    // Days to come are none.
    assert_eq!(report.slices.len(), usize::from(anonymous().today().day()));
    assert_eq!(report.slices[9].counts, [5, 0, 0, 0, 1]);
    assert_eq!(report.since, Some(date!(2026 - 10 - 11)));
    let entries: Vec<(&str, u32)> = report.entries.iter().map(|one| (one.code.as_str(), one.count)).collect();
    assert_eq!(entries, [("DC-001", 3), ("DC-002", 2)]);
    assert_eq!((report.used, report.no_entry), (2, 0));
    for ranked in [&report.sectors, &report.owners] {
        assert_eq!(ranked.iter().map(|one| one.count).sum::<u32>(), 5);
    }
    assert_eq!((report.public, report.staff, report.staff_agencies), (4, 1, 1));
    let day = UsageAsked { grain: Grain::Day, at: Some(date!(2026 - 11 - 10)), kind: UsageKind::Api, whole: false };
    let report = store.usage_report(&anonymous(), &day).await.expect("a report");
    assert_eq!((report.slices.len(), report.slices[10].counts), (24, [5, 0, 0, 0, 1]));
    let own = store.entry_usage(&anonymous(), &EntryCode::from("DC-002"), None).await.expect("its own");
    assert_eq!((own.months.len(), own.months[0].counts[0], own.months[1].counts[0]), (24, 2, 1));
    assert!(store.entry_usage(&anonymous(), &EntryCode::from("DC-999"), None).await.is_err());
});

on_both!(who_uses_an_entry_adds_up_to_all_its_uses, async |bed| {
    use UsageKind as K;
    load_first_edition(&bed).await;
    let by = |key, at, kind, agency: &str, count| {
        let agency = (!agency.is_empty()).then(|| AgencyId::from(agency));
        UsageEvent { agency, count, ..event(key, at, kind, "DC-001") }
    };
    let before = datetime!(2025-03-10 03:00 UTC);
    // A quarter past midnight in Vietnam: of the day after. Another entry's uses are not among them.
    let events = [
        by(1, NOW, K::View, "", 7),
        by(2, NOW, K::View, "so-yt", 3),
        by(3, datetime!(2026-10-25 17:15 UTC), K::Download, "so-nv-2025", 2),
        by(4, datetime!(2026-10-25 16:45 UTC), K::Download, "so-yt", 1),
        by(5, NOW, K::Api, "", 5),
        by(6, NOW, K::Api, "so-yt", 4),
        by(7, before, K::View, "", 6),
        UsageEvent { agency: Some(AgencyId::from("so-yt")), ..event(8, NOW, K::View, "DC-002") },
    ];
    bed.store.record_events(&events, &[], NOW, RollUp::Now).await.expect("recorded");
    let code = EntryCode::from("DC-001");
    let own = bed.store.entry_usage(&anonymous(), &code, None).await.expect("its own");
    let told = own.years.iter().map(|year| (year.period.start, year.agencies, year.named.len()));
    assert_eq!(told.collect::<Vec<_>>(), [(date!(2026 - 01 - 01), 2, 0), (date!(2025 - 01 - 01), 0, 0)]);
    let counts = |at: usize| own.years[at].classes.iter().map(|one| one.counts).collect::<Vec<_>>();
    assert_eq!(counts(0), [[7, 0, 0, 0, 0], [3, 0, 3, 0, 0], [0, 0, 0, 0, 9]]);
    assert_eq!(counts(1), [[6, 0, 0, 0, 0], [0; 5], [0; 5]]);
    let asked = "select kind as k, cast(sum(count) as bigint) as n from usage_event \
        where entry_code = 'DC-001' and day >= '2026-01-01' group by kind";
    let raw = read(&bed, asked).await;
    for (place, kind) in K::PUBLIC.iter().enumerate() {
        let all: u32 = counts(0).iter().map(|counts| counts[place]).sum();
        assert_eq!(i64::from(all), raw.get(&kind.to_string()).copied().unwrap_or(0), "{kind}");
    }
    // Thirty days, today the last: what was before midnight is of the day before them.
    assert_eq!((own.month, own.days.len(), own.days[29].counts), (None, 30, [10, 0, 0, 0, 9]));
    assert_eq!(own.days[0].period, Some(Period { grain: Grain::Day, start: date!(2026 - 10 - 26) }));
    assert_eq!(own.days[0].counts[2], 2);
    let october = bed.store.entry_usage(&anonymous(), &code, Some(date!(2026 - 10 - 07))).await.expect("a month");
    let of_month: u32 = october.days.iter().map(|day| day.counts[2]).sum();
    assert_eq!((october.days.len(), of_month, october.months[1].counts[2]), (31, 3, 3));
    // Who watches sees which agencies; the officer of one of them does not.
    let seen = bed.store.entry_usage(&coordinator(), &code, None).await.expect("its own");
    let named: Vec<(&str, u32)> = seen.years[0].named.iter().map(|one| (one.id.as_str(), one.count)).collect();
    assert_eq!(named, [("so-yt", 4), ("so-nv-2025", 2)]);
    let hidden = bed.store.entry_usage(&officer("so-yt"), &code, None).await.expect("its own");
    assert!(hidden.years.iter().all(|year| year.named.is_empty()));
});

on_both!(a_flood_of_words_that_find_nothing_is_counted_once_and_not_kept, async |bed| {
    let events: Vec<UsageEvent> = (0..250)
        .map(|at| UsageEvent {
            query: format!("từ {at:03}"),
            results: Some(0),
            ..event(at, NOW, UsageKind::Search, "")
        })
        .collect();
    // Sent again, as after a failure of which nobody knows how far it got, it counts no more.
    for added in [250, 0] {
        let recorded = bed.store.record_events(&events, &[], NOW, RollUp::Now).await.expect("recorded");
        assert_eq!(recorded.added, added);
    }
    let words = "select 'words' as k, count(*) as n from usage_missed where grain = 'year' and query <> ''";
    assert_eq!(read(&bed, words).await["words"], 100);
    let all = "select 'all' as k, cast(sum(count) as bigint) as n from usage_missed where grain = 'year'";
    assert_eq!(read(&bed, all).await["all"], 250);
});

on_both!(who_brought_events_in_stands_in_the_audit_log, async |bed| {
    let some = [event(1, NOW, UsageKind::View, "DC-001"), event(2, NOW, UsageKind::Api, "")];
    let refused = bed.store.import_events(&anonymous(), "mau.csv", &some).await;
    assert!(matches!(refused, Err(store::Error::Refused(_))), "{refused:?}");
    let done = bed.store.import_events(&system(), "mau.csv", &some).await.expect("recorded");
    assert_eq!(done, Recorded { added: 2, same: 0, closed: 0 });
    // The same file again adds nothing, and says nothing.
    let again = bed.store.import_events(&system(), "mau.csv", &some).await.expect("recorded");
    assert_eq!(again, Recorded { added: 0, same: 2, closed: 0 });
    let rows = "select object as k, count(*) as n from audit where action = 'usage.import' group by object";
    assert_eq!(read(&bed, rows).await, BTreeMap::from([("mau.csv".to_owned(), 1)]));
});
