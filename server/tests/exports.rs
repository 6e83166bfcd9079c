//! What is taken along: files of the catalog, the bytes of an edition, comparisons; and the commands that do the same.

mod common;

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use documents::annex::read_annex;
use domain::account::Actor;
use domain::catalog::EntryFilter;
use domain::edition::ComparisonFilter;
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::usage::{Grain, UsageAsked, UsageEvent, UsageKind};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use server::commands::sha256_hex;
use server::seed::{Scenario, seed};
use store::{RollUp, Visit};
use time::OffsetDateTime;
use time::macros::{date, datetime};
use tower::ServiceExt;

struct Site {
    app: Router,
    bed: common::Bed,
}

impl Site {
    async fn open() -> Self {
        let bed = common::sqlite().await;
        seed(&bed.store, Scenario::Demo, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the demonstration");
        Self { app: bed.service(), bed }
    }

    async fn get(&self, address: &str, etag: Option<&str>) -> (StatusCode, HeaderMap, Bytes) {
        let mut request = Request::get(address);
        if let Some(etag) = etag {
            request = request.header("if-none-match", etag);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, body.collect().await.expect("a body").to_bytes())
    }

    async fn text(&self, address: &str) -> (StatusCode, String) {
        let (status, _, body) = self.get(address, None).await;
        (status, String::from_utf8_lossy(&body).into_owned())
    }
}

fn anyone() -> Actor {
    Actor::anonymous(OffsetDateTime::now_utc())
}

#[tokio::test]
async fn the_bytes_of_an_edition_have_the_hash_on_its_page() {
    let site = Site::open().await;
    for id in [1, 2] {
        let (status, headers, bytes) = site.get(&format!("/ban-hanh/{id}/noi-dung.json"), None).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(headers["content-type"], "application/json");
        assert_eq!(headers["content-security-policy"], "default-src 'none'; sandbox");
        let hash = sha256_hex(&bytes);
        let (_, page) = site.text(&format!("/ban-hanh/{id}")).await;
        assert!(page.contains(&hash), "the page of edition {id} shows {hash}");
        let etag = headers["etag"].to_str().expect("an etag").to_owned();
        let again = site.get(&format!("/ban-hanh/{id}/noi-dung.json"), Some(&etag)).await;
        assert_eq!((again.0, again.2.len()), (StatusCode::NOT_MODIFIED, 0));
    }
    for odd in ["99", "x", "-1", "2%00"] {
        assert_eq!(site.get(&format!("/ban-hanh/{odd}/noi-dung.json"), None).await.0, StatusCode::NOT_FOUND, "{odd}");
    }
    let checks = site.bed.store.verify_editions(&anyone()).await.expect("checks");
    assert!(checks.len() >= 2 && checks.iter().all(|check| check.faults.is_empty()), "{checks:?}");
}

#[tokio::test]
async fn a_file_holds_what_the_page_shows() {
    let site = Site::open().await;
    let store = &site.bed.store;
    for query in ["", "?q=dat%20dai", "?form=open&sort=code", "?as_of=2024-01-01", "?edition=1&agency=so-yt"] {
        let filter = match query {
            "" => EntryFilter::default(),
            "?q=dat%20dai" => EntryFilter { query: "dat dai".to_owned(), ..EntryFilter::default() },
            "?form=open&sort=code" => EntryFilter {
                form: "open".parse().ok(),
                sort: "code".parse().expect("an order"),
                ..EntryFilter::default()
            },
            "?as_of=2024-01-01" => {
                EntryFilter { as_of: domain::format::parse_date("2024-01-01"), ..EntryFilter::default() }
            }
            _ => EntryFilter { edition: Some(EditionId(1)), agency: "so-yt".to_owned(), ..EntryFilter::default() },
        };
        let total = store.catalog(&anyone(), &filter).await.expect("a page").entries.total;
        assert!(total > 0, "{query}");
        let (status, headers, body) = site.get(&format!("/danh-muc/xuat.json{query}"), None).await;
        assert_eq!(status, StatusCode::OK, "{query}");
        let disposition = headers["content-disposition"].to_str().expect("a name");
        assert!(disposition.starts_with("attachment; filename=\"danh-muc-20"), "{disposition}");
        let records: Vec<Value> = serde_json::from_slice(&body).expect("records");
        assert_eq!(records.len() as u64, total, "{query}");
        let shown = store.catalog(&anyone(), &EntryFilter { rows: 200, ..filter }).await.expect("a page").entries.items;
        let shown: BTreeMap<&str, &str> = shown.iter().map(|row| (row.code.as_str(), row.owner.id.as_str())).collect();
        for one in &records {
            let code = one["code"].as_str().expect("a code");
            assert_eq!(one["agency"]["id"].as_str(), shown.get(code).copied(), "{query}: {code}");
        }
        let (_, headers, body) = site.get(&format!("/danh-muc/xuat.csv{query}"), None).await;
        assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
        let table = body.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        assert_eq!(csv::Reader::from_reader(table).records().count() as u64, total, "{query}");
        let (_, headers, body) = site.get(&format!("/danh-muc/xuat.xlsx{query}"), None).await;
        let lists = store.lists().await.expect("lists");
        let annex = read_annex(&body, &lists).expect("the annex reads back");
        assert_eq!((annex.entries.len() as u64, annex.errors), (total, vec![]), "{query}");
        let etag = headers["etag"].to_str().expect("an etag").to_owned();
        let again = site.get(&format!("/danh-muc/xuat.xlsx{query}"), Some(&etag)).await;
        assert_eq!(again.0, StatusCode::NOT_MODIFIED);
        let other = site.get("/danh-muc/xuat.xlsx?q=khac", Some(&etag)).await;
        assert_ne!(other.0, StatusCode::NOT_MODIFIED, "of another selection");
    }
    let (_, semicolons) = site.text("/danh-muc/xuat.csv?sep=%3B&per=item").await;
    assert!(semicolons.trim_start_matches('\u{feff}').starts_with("code;owner_id;owner;name;sector;item;"));
}

#[tokio::test]
async fn hostile_parameters_are_refused_in_words() {
    let site = Site::open().await;
    for (query, status, word) in [
        ("as_of=2024-02-30", StatusCode::BAD_REQUEST, "as_of"),
        ("as_of=%00", StatusCode::BAD_REQUEST, "as_of"),
        ("edition=x", StatusCode::BAD_REQUEST, "edition"),
        ("edition=99", StatusCode::NOT_FOUND, "lần ban hành"),
        ("edition=99999999999999999999", StatusCode::BAD_REQUEST, "edition"),
        ("form=%27", StatusCode::BAD_REQUEST, "form"),
        ("sort=1", StatusCode::BAD_REQUEST, "sort"),
        ("sep=%7C%7C", StatusCode::BAD_REQUEST, "sep"),
        ("per=all", StatusCode::BAD_REQUEST, "per"),
        ("as_of=1999-01-01", StatusCode::NOT_FOUND, "chưa có danh mục"),
    ] {
        let (found, text) = site.text(&format!("/danh-muc/xuat.csv?{query}")).await;
        assert_eq!(found, status, "{query}: {text}");
        assert!(text.contains(word), "{query}: {text}");
    }
    let long = "a".repeat(5_000);
    for query in ["q=%25%25", "q=%ff%fe", "q=%00", "agency=%00", "sector='--", "q=&q=&&=&x", &format!("q={long}")] {
        for kind in ["csv", "json", "xlsx"] {
            let (status, ..) = site.get(&format!("/danh-muc/xuat.{kind}?{query}"), None).await;
            assert!(!status.is_server_error(), "{kind}?{}: {status}", &query[..query.len().min(20)]);
        }
    }
    let (status, page) = site.text("/danh-muc?as_of=30/02/2024").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("“30/02/2024” không phải là ngày") && page.contains("aria-invalid=\"true\""), "at the field");
    for (query, typed) in [("edition=abc&q=dat", "abc"), ("edition=2024-1", "2024-1"), ("edition=99", "99")] {
        let (status, page) = site.text(&format!("/danh-muc?{query}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{query}");
        assert!(page.contains(&format!("Không có lần ban hành nào mang số “{typed}”")), "{query}");
        assert!(
            page.contains("href=\"/ban-hanh\"") && !page.contains("class=\"hit\""),
            "{query}: no other in its place"
        );
    }
}

#[tokio::test]
async fn a_comparison_tells_who_gets_the_items_of_a_new_entry() {
    let site = Site::open().await;
    let (status, page) = site.text("/ban-hanh/1/so-sanh/2?loai=new").await;
    assert!(status == StatusCode::OK && page.contains("Mặc định: "), "a row of the matrix in words");
}

#[tokio::test]
async fn two_editions_are_chosen_in_either_order() {
    let site = Site::open().await;
    for (query, place) in [
        ("tu=1&den=2", "/ban-hanh/1/so-sanh/2"),
        ("tu=2&den=1", "/ban-hanh/1/so-sanh/2"),
        ("tu=1&den=1", "/ban-hanh?tu=1&den=1#chon-so-sanh"),
        ("tu=1&den=99", "/ban-hanh?tu=1&den=99#chon-so-sanh"),
        ("tu=x&den=//evil.example", "/ban-hanh?tu=&den=#chon-so-sanh"),
        ("", "/ban-hanh?tu=&den=#chon-so-sanh"),
    ] {
        let (status, headers, _) = site.get(&format!("/ban-hanh/so-sanh?{query}"), None).await;
        assert_eq!((status, headers["location"].to_str().expect("a place")), (StatusCode::SEE_OTHER, place), "{query}");
    }
    let (_, page) = site.text("/ban-hanh?tu=1&den=1").await;
    assert!(page.contains("Chọn hai lần ban hành khác nhau"));
}

#[tokio::test]
async fn a_comparison_is_the_same_on_the_page_and_in_the_workbook() {
    let site = Site::open().await;
    let (one, two) = (EditionId(1), EditionId(2));
    let found = site.bed.store.comparison(&anyone(), one, two, &ComparisonFilter::default()).await.expect("figures");
    let (_, page) = site.text("/ban-hanh/1/so-sanh/2").await;
    for count in [found.balance.added, found.balance.modified, found.balance.removed] {
        assert!(page.contains(&format!(">{count}<")), "{count}");
    }
    let (status, headers, bytes) = site.get("/ban-hanh/1/so-sanh/2/so-sanh.xlsx", None).await;
    assert_eq!(status, StatusCode::OK);
    assert!(headers["content-disposition"].to_str().expect("a name").contains("so-sanh-2023-2024.xlsx"));
    let book = documents_sheets(&bytes);
    let balance = found.balance;
    let counts =
        [balance.before, balance.added, balance.modified, balance.removed, balance.unchanged].map(|n| n.to_string());
    assert_eq!(book[0][7][2..7], counts);
    assert_eq!(book[0].len() - 8, found.agencies.len(), "a row an agency");
    assert_eq!(book[1].len() - 3, balance.added as usize);
    assert_eq!(book[2].len() - 3, balance.removed as usize);
    let changed: std::collections::BTreeSet<&String> = book[3][3..].iter().map(|row| &row[1]).collect();
    assert_eq!(changed.len(), balance.modified as usize);
    for odd in ["/ban-hanh/1/so-sanh/99/so-sanh.xlsx", "/ban-hanh/x/so-sanh/2/so-sanh.xlsx"] {
        assert_eq!(site.get(odd, None).await.0, StatusCode::NOT_FOUND, "{odd}");
    }
    for query in ["?loai=zzz&co-quan=%27&trang=abc", "?trang=99999999999", "?loai=unchanged&trang=2"] {
        assert_eq!(site.get(&format!("/ban-hanh/1/so-sanh/2{query}"), None).await.0, StatusCode::OK, "{query}");
    }
}

/// The cells of a workbook as text, by sheet and row.
fn documents_sheets(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes.to_vec())).expect("a workbook");
    let text = |cell: &Data| match cell {
        Data::Float(number) => format!("{number}"),
        other => other.to_string(),
    };
    let names = book.sheet_names();
    names
        .iter()
        .map(|name| {
            let range = book.worksheet_range(name).expect("a sheet");
            range.rows().map(|row| row.iter().map(text).collect()).collect()
        })
        .collect()
}

#[tokio::test]
async fn the_history_of_an_entry_is_a_page_and_an_old_day_leads_to_old_entries() {
    let site = Site::open().await;
    let (status, page) = site.text("/danh-muc/DC-016/lich-su").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Lịch sử qua các lần ban hành") && page.contains("/danh-muc/DC-016?lan=1"), "each edition");
    assert_eq!(site.text("/danh-muc/DC-999/lich-su").await.0, StatusCode::NOT_FOUND);
    let (_, page) = site.text("/danh-muc?as_of=2024-01-01").await;
    assert!(page.contains("Đang xem danh mục có hiệu lực ngày 01/01/2024"));
    assert!(page.contains("?as_of=2024-01-01") && page.contains("Về danh mục hiện hành"));
    assert!(page.contains("/danh-muc/xuat.csv?as%5Fof=2024"));
    assert!(page.contains("cơ quan chịu trách nhiệm trong ngày 01/01/2024") && page.contains("value=\"so-tnmt\""));
    let (_, page) = site.text("/danh-muc/DC-016?as_of=2024-01-01").await;
    assert!(page.contains("Sở Tài nguyên và Môi trường") && page.contains("(ngày 01/01/2024)"));
    let (_, page) = site.text("/danh-muc/DC-016").await;
    assert!(page.contains("Sở Nông nghiệp và Môi trường") && !page.contains("(ngày 01/01/2024)"));
    for odd in ["2024-02-30", "2020-01-01", "x"] {
        let (status, _) = site.text(&format!("/danh-muc/DC-016?as_of={odd}")).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{odd}");
    }
    let (_, page) = site.text("/danh-muc?as_of=2020-01-01").await;
    assert!(page.contains("Ngày 01/01/2020 chưa có danh mục nào"));
}

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
