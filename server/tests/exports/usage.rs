//! The same figures of use on the page, by the API and in the file.

use axum::http::StatusCode;
use domain::catalog::EntryFilter;
use domain::id::{AgencyId, EntryCode};
use domain::usage::{Grain, UsageAsked, UsageEvent, UsageKind};
use serde_json::{Value, json};
use store::{RollUp, Visit};
use time::OffsetDateTime;
use time::macros::{date, datetime};

use crate::{Site, anyone};

/// Uses of March and February 2022, one search without result among them, and of now.
async fn use_the_portal(store: &store::Store) {
    let (march, february) = (datetime!(2022-03-10 03:00 UTC), datetime!(2022-02-10 03:00 UTC));
    let now = OffsetDateTime::now_utc();
    let events: Vec<UsageEvent> = [
        (march, UsageKind::View, "DC-016", "", 5),
        (march, UsageKind::View, "DC-003", "so-yt", 2),
        (march, UsageKind::View, "DC-016", "so-tp", 1),
        (march, UsageKind::Search, "", "", 4),
        (march, UsageKind::Download, "", "", 6),
        (march, UsageKind::Export, "", "", 7),
        (march, UsageKind::Api, "DC-016", "", 8),
        (march, UsageKind::SignIn, "", "so-yt", 9),
        (february, UsageKind::View, "DC-016", "", 10),
        (february, UsageKind::SignIn, "", "so-tp", 11),
        (now, UsageKind::View, "DC-016", "", 12),
    ]
    .into_iter()
    .map(|(at, kind, code, agency, count)| UsageEvent {
        key: format!("{at} {kind} {code} {agency}"),
        at,
        kind,
        code: (!code.is_empty()).then(|| EntryCode::from(code)),
        agency: (!agency.is_empty()).then(|| AgencyId::from(agency)),
        query: if kind == UsageKind::Search { "bien dao".to_owned() } else { String::new() },
        results: (kind == UsageKind::Search).then_some(0),
        count,
    })
    .collect();
    let visit = |day, query: &str, visitor: &str| Visit { day, query: query.to_owned(), visitor: visitor.to_owned() };
    let (day, before) = (date!(2022 - 03 - 10), date!(2022 - 02 - 10));
    let there = ["a", "b", "c"].into_iter().flat_map(|one| [visit(day, "", one), visit(day, "bien dao", one)]);
    let visits: Vec<Visit> = there.chain([visit(before, "", "a"), visit(before, "", "b")]).collect();
    store.record_events(&events, &visits, now, RollUp::Now).await.expect("recorded");
}

/// Code and figure of each row of a section, of one kind.
fn rows(table: &str, section: &str, kind: &str) -> Vec<(String, u32)> {
    let rows = csv::Reader::from_reader(table.as_bytes()).into_records().map(|row| row.expect("a row"));
    let rows = rows.filter(|row| &row[0] == section && &row[3] == kind);
    rows.map(|row| (row[1].to_owned(), row[4].parse().expect("a figure"))).collect()
}

/// The same of a list of the API.
fn items(list: &Value, name: &str, figure: &str) -> Vec<(String, u32)> {
    let text = |item: &Value| item[name].as_str().expect("a text").to_owned();
    let count = |item: &Value| item.pointer(figure).and_then(Value::as_u64).expect("a figure");
    let list = list.as_array().expect("a list").iter();
    list.map(|item| (text(item), u32::try_from(count(item)).expect("small"))).collect()
}

#[tokio::test]
async fn statistics_are_the_same_on_the_page_by_the_api_and_in_the_file() {
    let site = Site::open().await;
    let store = &site.bed.store;
    use_the_portal(store).await;
    let asked =
        UsageAsked { grain: Grain::Month, at: Some(date!(2022 - 03 - 10)), kind: UsageKind::View, whole: false };
    let report = store.usage_report(&anyone(), &asked).await.expect("a report");
    let query = "grain=month&at=2022-03-10&kind=view";
    let (_, api) = site.text(&format!("/api/v1/statistics/usage?{query}")).await;
    let api: Value = serde_json::from_str(&api).expect("a record");
    let (_, table) = site.text(&format!("/thong-ke/so-lieu.csv?{query}")).await;
    let mut figures = vec![
        ("/visitors".to_owned(), "visitors", String::new(), report.visitors, 3),
        ("/visitors_before".to_owned(), "visitors_before", String::new(), report.visitors_before, 2),
        ("/sign_ins".to_owned(), "total", "sign_in".to_owned(), report.sign_ins.count, 9),
        ("/sign_ins_before".to_owned(), "total_before", "sign_in".to_owned(), report.sign_ins.before, 11),
        ("/public".to_owned(), "public", "view".to_owned(), report.public, 5),
        ("/staff".to_owned(), "staff", "view".to_owned(), report.staff, 3),
        ("/staff_agencies".to_owned(), "staff_agencies", "view".to_owned(), report.staff_agencies, 2),
        ("/missed".to_owned(), "missed_total", "search".to_owned(), report.missed, 4),
        ("/entries_used".to_owned(), "entries_used", "view".to_owned(), report.used, 2),
        ("/no_entry".to_owned(), "no_entry", "view".to_owned(), report.no_entry, 0),
    ];
    for (total, (count, before)) in report.totals.iter().zip([(8, 10), (4, 0), (6, 0), (7, 0), (8, 0)]) {
        let kind = total.kind.to_string();
        figures.push((format!("/totals/{kind}"), "total", kind.clone(), total.count, count));
        figures.push((format!("/before/{kind}"), "total_before", kind, total.before, before));
    }
    for (pointer, section, kind, told, wanted) in figures {
        assert_eq!(told, wanted, "{pointer}");
        assert_eq!(api.pointer(&pointer), Some(&json!(wanted)), "{pointer}");
        let in_file: Vec<u32> = rows(&table, section, &kind).into_iter().map(|(_, count)| count).collect();
        assert_eq!(in_file, [wanted], "{section} {kind}");
    }
    let part = |slice: &domain::usage::UsageSlice| {
        (slice.period.map(|part| domain::format::iso_date(part.start)).unwrap_or_default(), slice.counts[0])
    };
    let of = |values: &[domain::catalog::FacetValue]| -> Vec<(String, u32)> {
        values.iter().map(|one| (one.id.clone(), one.count)).collect()
    };
    let entries = report.entries.iter().map(|one| (one.code.to_string(), one.count));
    for (section, told, by_api) in [
        ("part", report.slices.iter().map(part).collect(), items(&api["parts"], "start", "/counts/view")),
        ("entry", entries.collect(), items(&api["entries"], "code", "/count")),
        ("sector", of(&report.sectors), items(&api["sectors"], "id", "/count")),
        ("agency", of(&report.owners), items(&api["agencies"], "id", "/count")),
    ] {
        assert_eq!(told.iter().map(|(_, count)| count).sum::<u32>(), 8, "{section}");
        assert_eq!((&by_api, &rows(&table, section, "view")), (&told, &told), "{section}");
    }
    assert_eq!(items(&api["missed_queries"], "query", "/count"), [("bien dao".to_owned(), 4)]);
    assert!(table.contains("missed,,bien dao,search,4"), "{table}");
}

#[tokio::test]
async fn every_entry_that_was_used_is_taken_along_and_adds_up() {
    let site = Site::open().await;
    let store = &site.bed.store;
    let filter = EntryFilter { rows: 200, ..EntryFilter::default() };
    let listed = store.catalog(&anyone(), &filter).await.expect("a page").entries.items;
    let event = |code: Option<EntryCode>, count| UsageEvent {
        key: format!("{code:?}"),
        at: datetime!(2022-03-10 03:00 UTC),
        kind: UsageKind::Download,
        code,
        agency: None,
        query: String::new(),
        results: None,
        count,
    };
    let mut events: Vec<UsageEvent> = listed.into_iter().map(|row| event(Some(row.code), 1)).collect();
    let used = u32::try_from(events.len()).expect("small");
    assert!(used > 20, "more than are told unasked");
    events.push(event(None, 7));
    store.record_events(&events, &[], OffsetDateTime::now_utc(), RollUp::Now).await.expect("recorded");
    let query = "grain=month&at=2022-03-01&kind=download";
    let mut long = false;
    for (all, told) in [("", 20), ("&all=1", used)] {
        let (csv, api) =
            (format!("/thong-ke/so-lieu.csv?{query}{all}"), format!("/api/v1/statistics/usage?{query}{all}"));
        let (_, page) = site.text(&format!("/thong-ke?{query}{all}")).await;
        let page = page.replace("&amp;", "&");
        for address in [&csv, &api] {
            assert!(page.contains(&format!("href=\"{address}\"")), "the page leads to what it tells: {address}");
        }
        let (_, api) = site.text(&api).await;
        let api: Value = serde_json::from_str(&api).expect("a record");
        let (_, table) = site.text(&csv).await;
        let listed = rows(&table, "entry", "download");
        assert_eq!((u32::try_from(listed.len()), &items(&api["entries"], "code", "/count")), (Ok(told), &listed));
        assert_eq!((&api["entries_used"], &api["no_entry"]), (&json!(used), &json!(7)));
        let figure = |section: &str| rows(&table, section, "download")[0].1;
        assert_eq!((figure("entries_used"), figure("no_entry"), figure("total")), (used, 7, used + 7));
        for (section, list, counted, id) in
            [("sector", "sectors", "sectors_used", "linh-vuc"), ("agency", "agencies", "agencies_used", "don-vi")]
        {
            let groups = rows(&table, section, "download");
            let shown = u32::try_from(groups.len()).expect("small");
            assert_eq!((&api[counted], &items(&api[list], "id", "/count")), (&json!(figure(counted)), &groups));
            assert_eq!(shown, if all.is_empty() { figure(counted).min(20) } else { figure(counted) }, "{section}");
            let leads_on = page.contains(&format!("href=\"/thong-ke?{query}&all=1#{id}\""));
            assert_eq!(leads_on, shown < figure(counted), "{section}: more than is shown is said");
            long |= leads_on;
        }
    }
    assert!(long, "some ranking is longer than is told unasked");
    // Signing in is of no entry: what is not ranked is refused, not taken for something else.
    let (status, told) = site.text("/thong-ke/so-lieu.csv?kind=sign_in").await;
    assert_eq!((status, told.starts_with("kind: ")), (StatusCode::BAD_REQUEST, true), "{told}");
}

#[tokio::test]
async fn the_use_of_an_entry_is_the_same_on_its_page_by_the_api_and_in_the_file() {
    let site = Site::open().await;
    use_the_portal(&site.bed.store).await;
    let told = site.bed.store.entry_usage(&anyone(), &EntryCode::from("DC-016"), None).await.expect("its use");
    let (_, page) = site.text("/danh-muc/DC-016/su-dung").await;
    for link in ["/danh-muc/DC-016/su-dung.csv", "/api/v1/statistics/entries/DC-016"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}");
    }
    let (_, api) = site.text("/api/v1/statistics/entries/DC-016").await;
    let api: Value = serde_json::from_str(&api).expect("a record");
    let (status, headers, table) = site.get("/danh-muc/DC-016/su-dung.csv", None).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
    assert!(headers["content-disposition"].to_str().expect("a name").contains("su-dung-DC-016.csv"));
    let table = String::from_utf8(table.to_vec()).expect("text");
    for (place, kind) in UsageKind::PUBLIC.iter().enumerate() {
        let kind = kind.to_string();
        let months = told.months.iter().filter_map(|month| Some((month.period?.start, month.counts[place])));
        let months: Vec<(String, u32)> =
            months.map(|(start, count)| (domain::format::iso_date(start), count)).collect();
        let by_api = items(&api["months"], "start", &format!("/counts/{kind}"));
        assert_eq!((&by_api, &rows(&table, "part", &kind)), (&months, &months), "{kind}");
        let sum = months.iter().map(|(_, count)| count).sum::<u32>();
        assert_eq!(rows(&table, "entry", &kind), [("DC-016".to_owned(), sum)], "{kind}");
        let days = items(&api["days"], "start", &format!("/counts/{kind}"));
        assert_eq!((days.len(), &days), (30, &rows(&table, "day", &kind)), "{kind}");
        for class in ["public", "staff", "program"] {
            let by_api = items(&api["years"], "start", &format!("/{class}/{kind}"));
            assert_eq!((by_api.len(), &by_api), (2, &rows(&table, class, &kind)), "{class} {kind}");
        }
    }
    assert!(told.months[0].counts[0] >= 12, "{:?}", told.months[0]);
    assert_eq!(site.text("/danh-muc/DC-999/su-dung.csv").await.0, StatusCode::NOT_FOUND);
}
