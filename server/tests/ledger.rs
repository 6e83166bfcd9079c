//! The ledger of reminders and urging letters as a file: the page's own links give what its filter leaves.

mod common;

use std::io::{Cursor, Read};

use axum::http::StatusCode;
use common::site::Site;
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::duty::{DutyFilter, DutyRow, DutyState};
use domain::format;
use domain::id::AgencyId;
use domain::reminder::{LedgerFilter, LedgerKind, LedgerRow, UrgingDraft};
use domain::review::{AnswerKind, QueueFilter};
use time::OffsetDateTime;
use time::macros::datetime;

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

/// The text of a document.
fn text(bytes: &[u8]) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    let mut xml = String::new();
    archive.by_name("word/document.xml").expect("a document").read_to_string(&mut xml).expect("its text");
    xml.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect()
}

#[tokio::test]
async fn a_letter_about_what_came_back_has_its_own_words() {
    let (site, key) = (Site::open().await, CampaignKey::annual(2026));
    let store = &site.bed.store;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    // Sent on 12/11/2026 and returned the day after, a Friday: due again on the 20th.
    let queue = QueueFilter { agency: "so-gddt".to_owned(), all: true, ..QueueFilter::default() };
    let queue = store.appraisal(&desk, key, &queue, None).await.expect("a queue").queue;
    let changed = queue.iter().find(|row| row.kind == AnswerKind::Modify).expect("a change");
    let back = Actor { at: datetime!(2026-11-13 03:00 UTC), ..desk.clone() };
    store.return_answer(&back, changed.answer, changed.round, "Nêu rõ căn cứ.").await.expect("returned");
    let again = text(&site.read(&cookie, "/ra-soat/2026/so-gddt/don-doc.docx").await);
    let open = changed.points - changed.decided;
    for told in [
        "V/v đôn đốc bổ sung, gửi lại kết quả rà soát năm 2026".to_owned(),
        format!(
            "Ngày 13/11/2026, 1 mục của Sở Giáo dục và Đào tạo được trả lại để bổ sung, còn {open} điểm chưa có kết luận."
        ),
        "Hạn gửi lại là ngày 20/11/2026, theo quy định thời hạn của đợt là 5 ngày làm việc kể từ ngày 13/11/2026."
            .to_owned(),
        "Sở Giáo dục và Đào tạo chưa gửi lại, quá hạn".to_owned(),
    ] {
        assert!(again.contains(&told), "{told}: {again}");
    }
    assert!(open > 0 && !again.contains("chưa gửi kết quả") && !again.contains("mới trả lời về"), "{again}");
    let first = text(&site.read(&cookie, "/ra-soat/2026/so-yt/don-doc.docx").await);
    assert!(first.contains("hạn gửi kết quả là ngày 20/11/2026") && !first.contains("gửi lại"), "{first}");
    // Signed as every document of the department is.
    for letter in [&again, &first] {
        assert!(letter.contains("GIÁM ĐỐC") && !letter.contains("THỦ TRƯỞNG"), "{letter}");
    }
    // The ledger tells which of the two a letter was.
    for (agency, number) in [("so-gddt", "1703/SKHCN-CĐS"), ("so-yt", NUMBER)] {
        let letter = UrgingDraft {
            agency: AgencyId::from(agency),
            letter_number: number.to_owned(),
            letter_date: "2026-11-24".to_owned(),
        };
        store.record_urging(&desk, key, &letter).await.expect("recorded");
    }
    let ledger = site.read(&cookie, "/theo-doi/so-nhac/xuat.csv?kind=letter").await;
    let ledger = String::from_utf8_lossy(&ledger);
    for (number, due) in [("1703/SKHCN-CĐS", "hạn gửi lại 20/11/2026"), (NUMBER, "hạn 20/11/2026")] {
        let line = ledger.lines().find(|line| line.contains(number)).expect("a line");
        assert!(line.contains(&format!("Rà soát năm 2026, {due}")), "{line}");
    }
}

#[tokio::test]
async fn a_letter_about_late_duties_lists_each_and_is_kept() {
    let site = Site::open().await;
    let store = &site.bed.store;
    let cookie = site.sign_in("dieuphoi").await;
    let desk = store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator");
    let late = DutyFilter { state: Some(DutyState::Late), ..DutyFilter::default() };
    let late = store.all_duties(&desk, &late).await.expect("duties");
    let agency = late.first().expect("a late duty").agency.clone();
    let own: Vec<&DutyRow> = late.iter().filter(|row| row.agency == agency).collect();
    let list = site.read(&cookie, &format!("/theo-doi/danh-sach?agency={}", agency.id)).await;
    let page = link(&String::from_utf8_lossy(&list), "/theo-doi/don-doc/");
    let page = site.read(&cookie, &page).await;
    let draft = link(&String::from_utf8_lossy(&page), "/theo-doi/don-doc/");
    let said = text(&site.read(&cookie, &draft).await);
    let each = |said: &str| {
        for row in &own {
            let (due, days) = (format::date(row.days.due_on), format::number(row.days_late));
            let told = format!("({}); hạn {due}, quá hạn {days} ngày", row.code);
            assert!(said.contains(&told), "{told}: {said}");
        }
    };
    each(&said);
    assert!(said.contains(&format!("{} còn {} việc quá hạn", agency.name, own.len())), "{said}");
    let letter = UrgingDraft {
        agency: agency.id.clone(),
        letter_number: NUMBER.to_owned(),
        letter_date: format::iso_date(desk.today()),
    };
    assert!(!said.contains(NUMBER));
    store.record_duty_urging(&desk, &letter).await.expect("recorded");
    let ledger = site.read(&cookie, &format!("/theo-doi/so-nhac?kind=letter&agency={}", agency.id)).await;
    let kept = link(&String::from_utf8_lossy(&ledger), "/theo-doi/cong-van/");
    let said = text(&site.read(&cookie, &kept).await);
    each(&said);
    assert!(said.contains(&format!("Số: {NUMBER}")), "{said}");
    let csv = site.read(&cookie, "/theo-doi/so-nhac/xuat.csv?kind=letter").await;
    let csv = String::from_utf8_lossy(&csv);
    let line = csv.lines().find(|line| line.contains(NUMBER)).expect("a line");
    // What was settled this very day stood late on it all the same.
    let listed = said.matches(", quá hạn ").count();
    assert!(listed >= own.len() && line.contains(&format!("Nghĩa vụ dữ liệu: {listed} việc quá hạn")), "{line}");
    let other = site.sign_in("canbo.yte").await;
    for path in [draft, kept] {
        assert_eq!(site.get(&other, &path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
