//! The lists behind numbers: the board of duties as a file, the agencies of the map's legend, the entries that were used.

mod common;

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use common::site::Site;
use domain::account::Actor;
use domain::duty::{DutyFilter, DutyRow, DutySort, DutyState};
use domain::id::{AgencyId, EntryCode};
use domain::indicator::{Indicator, Period, TileState};
use domain::usage::{Grain, UsageAsked, UsageEvent, UsageKind};
use store::RollUp;
use strum::IntoEnumIterator;
use time::OffsetDateTime;
use time::macros::datetime;
use tower::ServiceExt;

/// The address of a file of the board, as its page has it.
fn link(page: &str, file: &str) -> String {
    let mut links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
    links.find(|link| link.starts_with(file)).expect("a link").replace("&amp;", "&")
}

#[tokio::test]
async fn the_files_of_the_board_obey_its_filter() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = site.bed.store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    let all = site.bed.store.all_duties(&desk, &DutyFilter::default()).await.expect("duties");
    let one = all.first().expect("a duty");
    let (kind, state, year) = (one.kind, one.state, one.days.due_on.year());
    let of_kind = |row: &&DutyRow| row.kind == kind;
    let of_all_three = |row: &&DutyRow| (row.kind, row.state, row.days.due_on.year()) == (kind, state, year);
    for (filter, left) in [
        (DutyFilter::default(), all.len()),
        (DutyFilter { kind: Some(kind), ..DutyFilter::default() }, all.iter().filter(of_kind).count()),
        (
            DutyFilter { kind: Some(kind), state: Some(state), year: Some(year), ..DutyFilter::default() },
            all.iter().filter(of_all_three).count(),
        ),
    ] {
        let page = site.read(&cookie, &format!("/theo-doi?{}", filter.query())).await;
        let page = String::from_utf8_lossy(&page);
        for file in ["/theo-doi/xuat.csv", "/theo-doi/xuat.xlsx"] {
            assert_eq!(link(&page, file).split_once('?').map_or("", |(_, query)| query), filter.query(), "{file}");
        }
        let bytes = site.read(&cookie, &link(&page, "/theo-doi/xuat.csv")).await;
        let table = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        assert_eq!(csv::Reader::from_reader(table).records().count(), left, "{filter:?}");
    }
    assert!(all.iter().filter(of_all_three).count() < all.len(), "the filter leaves some out");
}

#[tokio::test]
async fn the_list_and_its_file_have_the_order_that_was_chosen() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = site.bed.store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    let mut orders = BTreeSet::new();
    for sort in DutySort::iter() {
        let filter = DutyFilter { sort, ..DutyFilter::default() };
        let rows = site.bed.store.all_duties(&desk, &filter).await.expect("duties");
        let page = site.read(&cookie, &format!("/theo-doi/danh-sach?{}", filter.query())).await;
        let page = String::from_utf8_lossy(&page);
        let links = page.split("href=\"/theo-doi/viec/").skip(1).filter_map(|rest| rest.split('"').next());
        let shown: Vec<String> = links.map(str::to_owned).collect();
        let first: Vec<String> = rows.iter().take(50).map(|row| row.id.to_string()).collect();
        assert_eq!(shown, first, "{sort}: a page of the list");
        let bytes = site.read(&cookie, &link(&page, "/theo-doi/xuat.csv")).await;
        let table = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        let lines = csv::Reader::from_reader(table).into_records().map(|line| line.expect("a row"));
        let written: Vec<(String, String)> = lines.map(|line| (line[0].to_owned(), line[6].to_owned())).collect();
        let whole: Vec<(String, String)> =
            rows.iter().map(|row| (row.code.to_string(), domain::format::date(row.days.due_on))).collect();
        assert_eq!(written, whole, "{sort}: the file");
        orders.insert(shown);
    }
    assert_eq!(orders.len(), DutySort::iter().count(), "each is another order");
}

#[tokio::test]
async fn who_has_duties_is_told_only_that_no_review_waits() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao.yte").await;
    let page = site.read(&cookie, "/viec-cua-toi").await;
    let page = String::from_utf8_lossy(&page);
    assert!(page.contains("Quá hạn"), "duties are late");
    assert!(page.contains("không có việc rà soát nào chờ bạn"), "no answer waits for the head");
    assert!(!page.contains("không có việc nào chờ bạn"), "but something waits");
}

#[tokio::test]
async fn a_note_that_is_too_long_is_named_with_its_limit() {
    let site = Site::open().await;
    let note = "a".repeat(10_001);
    let form = format!("--x\r\ncontent-disposition: form-data; name=\"note\"\r\n\r\n{note}\r\n--x--\r\n");
    let request = Request::post("/viec-cua-toi/xong")
        .header("sec-fetch-site", "same-origin")
        .header(CONTENT_TYPE, "multipart/form-data; boundary=x")
        .header(COOKIE, site.sign_in("canbo.yte").await)
        .body(Body::from(form))
        .expect("a request");
    let response = site.app.clone().oneshot(request).await.expect("an answer");
    let address = response.headers()[LOCATION].to_str().expect("an address");
    for said in ["%22note%22", "too_long", "2000", note.as_str()] {
        assert!(address.contains(said), "{said}: {address}");
    }
    assert!(!address.contains("file_too_large"), "{address}");
}

#[tokio::test]
async fn the_board_leads_to_the_overlaps_whom_they_open_to() {
    let site = Site::open().await;
    for (username, opens) in [("dieuphoi", true), ("vanphong", false), ("lanhdao", false), ("quantri", false)] {
        let cookie = site.sign_in(username).await;
        let page = site.read(&cookie, "/theo-doi").await;
        let page = String::from_utf8_lossy(&page);
        assert!(page.contains("href=\"/chi-so-don-vi\""), "{username} has the desk");
        let (status, ..) = site.get(&cookie, "/tham-dinh/trung-lap").await;
        let shown = page.contains("href=\"/tham-dinh/trung-lap\"");
        assert_eq!((status == StatusCode::OK, shown), (opens, opens), "{username}: {status}");
    }
}

#[tokio::test]
async fn the_list_behind_a_figure_is_taken_along_whole() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao").await;
    let leader = site.bed.store.actor_named("lanhdao", OffsetDateTime::now_utc()).await.expect("a leader");
    let (agency, on_time) = (AgencyId::from("so-yt"), Indicator::DutiesOnTime);
    for (of, asked) in [(None, ""), (Some(&agency), "&co-quan=so-yt")] {
        let page = site.read(&cookie, &format!("/lanh-dao/chi-so/{on_time}?ky=2025{asked}")).await;
        let page = String::from_utf8_lossy(&page);
        let address = link(&page, "/lanh-dao/chi-so/duties_on_time/xuat.csv");
        assert!(address.ends_with(&format!("?ky=2025{asked}")), "{address}");
        let bytes = site.read(&cookie, &address).await;
        let table = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        let rows: Vec<_> = csv::Reader::from_reader(table).into_records().map(|row| row.expect("a row")).collect();
        let sum = |column: usize| rows.iter().map(|row| row[column].parse::<u64>().expect("a number")).sum::<u64>();
        let told = site.bed.store.indicator(&leader, on_time, Period(2025), of, 1).await.expect("a list");
        let amount = told.figure.amount.expect("a figure");
        assert_eq!((sum(5), sum(6)), (amount.part, amount.whole), "{asked}");
        assert!(of.is_some() || rows.len() > told.cases.items.len(), "more than a page");
        let workbook = site.read(&cookie, &link(&page, "/lanh-dao/chi-so/duties_on_time/xuat.xlsx")).await;
        assert!(workbook.starts_with(b"PK"));
    }
    // An agency's people take along their own alone; what is none is not there.
    let own = site.sign_in("canbo.yte").await;
    let list = "/lanh-dao/chi-so/duties_never/xuat.csv?ky=2025";
    site.read(&own, &format!("{list}&co-quan=so-yt")).await;
    for (who, address) in [
        (&own, list.to_owned()),
        (&own, format!("{list}&co-quan=so-ct")),
        (&cookie, format!("{list}&co-quan=%00")),
        (&cookie, list.replace("2025", "1999")),
        (&cookie, list.replace("duties_never", "khong-co")),
    ] {
        assert_eq!(site.get(who, &address).await.0, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn every_number_of_the_legend_opens_the_agencies_that_it_counts() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao").await;
    let leader = site.bed.store.actor_named("lanhdao", OffsetDateTime::now_utc()).await.expect("a leader");
    let running = Period::of(leader.today());
    for period in [running, running.before(), Period(2024)] {
        let tiles = site.bed.store.dashboard(&leader, period, None).await.expect("the screen").tiles;
        assert!(!tiles.is_empty(), "{period}");
        let screen = site.read(&cookie, &format!("/lanh-dao?ky={period}")).await;
        let screen = String::from_utf8_lossy(&screen);
        for state in TileState::iter() {
            let counted: Vec<_> = tiles.iter().filter(|tile| tile.state == state).collect();
            let address = format!("/lanh-dao/ban-do?ky={period}&tinh-trang={state}");
            let shown = screen.contains(&format!("href=\"{}\"", address.replace('&', "&amp;")));
            assert_eq!(shown, !counted.is_empty(), "{address}");
            let list = site.read(&cookie, &address).await;
            let list = String::from_utf8_lossy(&list);
            assert_eq!(list.matches("<th scope=\"row\">").count(), counted.len(), "{address}");
            assert!(list.contains(&format!(">{} cơ quan<", counted.len())), "{address}");
            for tile in counted {
                let row = format!("<th scope=\"row\"><a href=\"/lanh-dao?ky={period}&amp;co-quan={}\"", tile.agency.id);
                assert!(list.contains(&row), "{row} in {address}");
            }
        }
    }
    // Whoever is due soon has what is due soon in the list that its row leads to, and nobody else has.
    let soon = DutyFilter { state: Some(DutyState::DueSoon), year: Some(running.0), ..DutyFilter::default() };
    let soon = site.bed.store.all_duties(&leader, &soon).await.expect("duties");
    let soon: BTreeSet<AgencyId> = soon.into_iter().map(|duty| duty.agency.id).collect();
    let tiles = site.bed.store.dashboard(&leader, running, None).await.expect("the screen").tiles;
    for tile in tiles.iter().filter(|tile| tile.state != TileState::Late) {
        assert_eq!(soon.contains(&tile.agency.id), tile.state == TileState::DueSoon, "{}", tile.agency.name);
    }
}

#[tokio::test]
async fn a_year_in_which_an_agency_was_none_leads_to_who_was_there() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao").await;
    for page in ["/lanh-dao", "/lanh-dao/hop", "/lanh-dao/chi-so", "/lanh-dao/chi-so/duties_never", "/chi-so-don-vi"] {
        for (agency, year, title, others) in [
            ("so-xd-2025", 2023, "Năm 2023 chưa có Sở Xây dựng", &["so-xd", "so-gtvt"][..]),
            ("so-gtvt", 2026, "Năm 2026 không còn Sở Giao thông vận tải", &["so-xd-2025"]),
        ] {
            let address = format!("{page}?ky={year}&co-quan={agency}");
            let (status, _, told) = site.get(&cookie, &address).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{address}");
            let told = String::from_utf8_lossy(&told);
            assert!(told.contains(&format!("<h1>{title}<")), "{address}: {told}");
            assert!(told.contains("19/02/2025") || told.contains("18/02/2025"), "{address}: since when or until when");
            let to = if page == "/lanh-dao/hop" { "/lanh-dao" } else { page };
            assert!(told.contains(&format!("action=\"{to}\"")), "{address}: another choice");
            for other in others {
                let list = format!("{to}?ky={year}&co-quan={other}");
                assert!(told.contains(&list.replace('&', "&amp;")), "{list} in {address}");
                site.read(&cookie, &list).await;
            }
        }
    }
    // An agency that never was one is not there.
    let (status, _, told) = site.get(&cookie, "/lanh-dao?ky=2026&co-quan=khong-co").await;
    assert_eq!((status, String::from_utf8_lossy(&told).contains("Năm 2026")), (StatusCode::NOT_FOUND, false));
}

#[tokio::test]
async fn a_meeting_goes_on_with_the_next_year_unless_a_past_one_was_chosen() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao").await;
    let running = Period::of(Actor::anonymous(OffsetDateTime::now_utc()).today());
    for page in ["/lanh-dao", "/lanh-dao/hop"] {
        for (asked, kept) in [
            (String::new(), String::new()),
            (format!("?ky={running}"), String::new()),
            (format!("?ky={running}&co-quan=so-yt"), "?co-quan=so-yt".to_owned()),
            (format!("?ky={}", running.before()), format!("?ky={}", running.before())),
        ] {
            let told = site.read(&cookie, &format!("{page}{asked}")).await;
            let told = String::from_utf8_lossy(&told);
            assert!(told.contains(&format!("href=\"/lanh-dao/hop{kept}\"")), "{page}{asked}");
        }
    }
}

#[tokio::test]
async fn every_use_of_a_figure_stands_in_the_list_behind_it() {
    let site = Site::open().await;
    let at = datetime!(2022-05-10 03:00 UTC);
    let codes = (1..=40).map(|number| Some(EntryCode(format!("DC-{number:03}")))).chain([None]);
    let event = |(key, code): (usize, Option<EntryCode>)| UsageEvent {
        key: format!("list {key}"),
        at,
        kind: UsageKind::View,
        code,
        agency: None,
        query: String::new(),
        results: None,
        count: 2,
    };
    let events: Vec<UsageEvent> = codes.enumerate().map(event).collect();
    let now = OffsetDateTime::now_utc();
    site.bed.store.record_events(&events, &[], now, RollUp::Now).await.expect("recorded");
    let asked = UsageAsked { grain: Grain::Year, at: Some(at.date()), kind: UsageKind::View, whole: true };
    let report = site.bed.store.usage_report(&Actor::anonymous(now), &asked).await.expect("a report");
    let listed: u32 = report.entries.iter().map(|one| one.count).sum();
    assert_eq!((report.totals[0].count, listed + report.no_entry), (82, 82));
    assert!(report.no_entry >= 2 && report.entries.len() > 20, "more than the ranking shows: {report:?}");
    let short = site.read("", "/thong-ke?grain=year&at=2022-05-10&kind=view").await;
    let address =
        link(&String::from_utf8_lossy(&short), "/thong-ke?grain=year&amp;at=2022-01-01&amp;kind=view&amp;all=1");
    let (address, _) = address.split_once('#').expect("the place of the list");
    let page = site.read("", address).await;
    let page = String::from_utf8_lossy(&page);
    assert_eq!(page.matches("/su-dung\"").count(), report.entries.len());
    assert!(page.contains("Không gắn với một CSDL"));
}

#[tokio::test]
async fn a_reason_that_is_missing_is_told_at_its_field_without_a_script() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = site.bed.store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    let all = site.bed.store.all_duties(&desk, &DutyFilter::default()).await.expect("duties");
    let one = all.iter().find(|row| row.may_excuse).expect("a duty that is open");
    let (page, fields) =
        (format!("/theo-doi/viec/{}", one.id), format!("id={}&version={}&reason=", one.id, one.version));
    site.lacks_reason(&cookie, &page, "/api/duty-excuse", &fields).await;
}
