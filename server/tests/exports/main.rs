//! What is taken along: files of the catalog, the bytes of an edition, comparisons; and the commands that do the same.

mod command;
#[path = "../common/mod.rs"]
mod common;
mod usage;

use std::collections::BTreeMap;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use documents::annex::read_annex;
use domain::account::Actor;
use domain::catalog::EntryFilter;
use domain::edition::{ComparisonFilter, EditionFilter};
use domain::format::iso_date;
use domain::id::EditionId;
use http_body_util::BodyExt;
use serde_json::Value;
use server::commands::sha256_hex;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;
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
        ("edition=1&as_of=2024-06-15", StatusCode::BAD_REQUEST, "một trong hai"),
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
async fn an_entry_as_of_a_day_without_it_says_when_it_is_there() {
    let site = Site::open().await;
    let first = site.bed.store.edition(&anyone(), EditionId(1), &EditionFilter::default()).await.expect("the first");
    let first = first.edition.decision.expect("a decision").effective_from;
    let (page, before) = ("/danh-muc/DC-016", iso_date(first.previous_day().expect("a day")));
    let (status, told) = site.text(&format!("{page}?as_of={before}")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    for said in [
        "không có trong danh mục".to_owned(),
        format!("có trong danh mục từ {}", domain::format::date(first)),
        format!("href=\"{page}?as_of={}\"", iso_date(first)),
        format!("href=\"{page}\""),
    ] {
        assert!(told.contains(&said), "{said}: {told}");
    }
    // What the API says stays, as does what is said of an entry that nobody knows.
    assert_eq!(site.get(&format!("/api/v1/entries/DC-016?as_of={before}"), None).await.0, StatusCode::NOT_FOUND);
    let (status, told) = site.text(&format!("/danh-muc/DC-99999?as_of={before}")).await;
    assert!(status == StatusCode::NOT_FOUND && !told.contains("không có trong danh mục"), "{told}");
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
