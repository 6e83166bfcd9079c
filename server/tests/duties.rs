//! The board of duties as a file: the page's own links give what its filter leaves.

mod common;

use common::site::Site;
use domain::duty::{DutyFilter, DutyRow};
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
