//! The ledger of reminders and urging letters as a file: the page's own links give what its filter leaves.

mod common;

use common::site::Site;
use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use domain::reminder::{LedgerFilter, LedgerKind, LedgerRow, UrgingDraft};
use time::OffsetDateTime;

const NUMBER: &str = "1702/SKHCN-CĐS";

/// The address of a file of the ledger, as its page has it.
fn link(page: &str, file: &str) -> String {
    let mut links = page.split("href=\"").filter_map(|rest| rest.split('"').next());
    links.find(|link| link.starts_with(file)).expect("a link").replace("&amp;", "&")
}

#[tokio::test]
async fn the_files_of_the_ledger_obey_its_filter() {
    let site = Site::open().await;
    let store = &site.bed.store;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    store.remind(desk.at).await.expect("a tick");
    let letter = UrgingDraft {
        agency: AgencyId::from("so-yt"),
        letter_number: NUMBER.to_owned(),
        letter_date: "2026-11-24".to_owned(),
    };
    store.record_urging(&desk, CampaignKey::annual(2026), &letter).await.expect("recorded");
    let all = store.whole_ledger(&desk, &LedgerFilter::default()).await.expect("rows");
    let of = |agency: &str, kind| LedgerFilter { agency: agency.to_owned(), kind, ..LedgerFilter::default() };
    let of_agency = |row: &&LedgerRow| row.agency.id.as_str() == "so-yt";
    let reminders = all.iter().filter(of_agency).filter(|row| row.kind() == LedgerKind::Reminder).count();
    for (filter, left) in [
        (LedgerFilter::default(), all.len()),
        (of("so-yt", None), all.iter().filter(of_agency).count()),
        (of("so-yt", Some(LedgerKind::Reminder)), reminders),
        (of("so-yt", Some(LedgerKind::Letter)), 1),
    ] {
        let page = site.read(&cookie, &format!("/theo-doi/so-nhac?{}", filter.query())).await;
        let page = String::from_utf8_lossy(&page);
        for file in ["/theo-doi/so-nhac/xuat.csv", "/theo-doi/so-nhac/xuat.xlsx"] {
            assert_eq!(link(&page, file).split_once('?').map_or("", |(_, query)| query), filter.query(), "{file}");
        }
        let bytes = site.read(&cookie, &link(&page, "/theo-doi/so-nhac/xuat.csv")).await;
        let table = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        assert_eq!(csv::Reader::from_reader(table).records().count(), left, "{filter:?}");
        let workbook = site.read(&cookie, &link(&page, "/theo-doi/so-nhac/xuat.xlsx")).await;
        assert!(workbook.starts_with(b"PK"));
    }
    assert!(reminders > 0 && all.len() > reminders + 1, "the filter leaves some out");
    let bytes = site.read(&cookie, "/theo-doi/so-nhac/xuat.csv?kind=letter").await;
    let text = String::from_utf8_lossy(&bytes);
    for told in [NUMBER, "Sở Y tế", "24/11/2026", "Trần Quốc Bảo", "chưa cấu hình máy chủ thư"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    // An agency's people take along their own, whatever they ask for.
    let own = site.sign_in("canbo.yte").await;
    let bytes = site.read(&own, "/theo-doi/so-nhac/xuat.csv?agency=so-ct").await;
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(NUMBER) && !text.contains("Sở Công Thương"), "{text}");
}
