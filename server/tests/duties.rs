//! The board of duties as a file: the page's own links give what its filter leaves.

mod common;

use axum::http::StatusCode;
use common::site::Site;
use domain::duty::{DutyFilter, DutyRow};
use domain::id::AgencyId;
use domain::indicator::{Indicator, Period};
use time::OffsetDateTime;

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
