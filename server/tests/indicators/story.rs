//! What the demonstration does not have, on top of it and through the calls that the pages use: more time for some
//! agencies, answers that are returned, an officer who cannot sign in, and use that shows how it is counted.

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::format::local_date;
use domain::id::{AgencyId, EntryCode};
use domain::reminder::ExtensionDraft;
use domain::usage::{UsageEvent, UsageKind};
use store::{RollUp, Store, Visit};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const YEAR: CampaignKey = CampaignKey::annual(2026);
/// Before and after the last day for the answers of that year, 20/11.
const BEFORE: OffsetDateTime = datetime!(2026-11-18 03:00 UTC);
const AFTER: OffsetDateTime = datetime!(2026-11-25 03:00 UTC);

/// Goes on where the demonstration ends.
pub async fn goes_on(store: &Store, now: OffsetDateTime) {
    agencies_get_more_time(store).await;
    answers_are_returned(store).await;
    visitors_come(store, now).await;
    store.set_account_active(&Actor::system(now), "canbo.congthuong", false).await.expect("locked");
}

async fn person(store: &Store, username: &str, at: OffsetDateTime) -> Actor {
    store.actor_named(username, at).await.expect(username)
}

/// One answers within it, of one it is over without an answer, one has some left.
async fn agencies_get_more_time(store: &Store) {
    let desk = person(store, "dieuphoi", BEFORE).await;
    for (agency, due_on) in [("so-yt", "30/11/2026"), ("so-xd-2025", "23/11/2026"), ("so-ct", "29/10/2027")] {
        let reason = "Đang thay cán bộ đầu mối".to_owned();
        let draft = ExtensionDraft { agency: AgencyId::from(agency), due_on: due_on.to_owned(), reason };
        store.extend(&desk, YEAR, &draft).await.expect("more time");
    }
    let (officer, head) = (person(store, "canbo.yte", AFTER).await, person(store, "lanhdao.yte", AFTER).await);
    let agency = AgencyId::from("so-yt");
    store.keep_all(&officer, YEAR, &agency).await.expect("kept");
    let version = store.response(&officer, YEAR, &agency).await.expect("a response").version;
    store.lay_before_head(&officer, YEAR, &agency, version).await.expect("laid");
    let version = store.response(&officer, YEAR, &agency).await.expect("a response").version;
    store.approve(&head, YEAR, &agency, version).await.expect("sent");
}

async fn answers_are_returned(store: &Store) {
    let desk = person(store, "dieuphoi", AFTER).await;
    let page = store.response(&desk, YEAR, &AgencyId::from("so-gddt")).await.expect("a response");
    let answer = page.answers.iter().find_map(|answer| answer.id).expect("an answer");
    store.return_answer(&desk, answer, 1, "Ghi rõ nguồn thu thập").await.expect("returned");
}

/// Searches of some days, of which some find nothing: by words of three people, and of one. Of a year ago, and of a time
/// before the first visitor of the demonstration, nobody is known. A file and a call of an entry, as a log brings them in.
async fn visitors_come(store: &Store, now: OffsetDateTime) {
    let event = |key: &str, at: OffsetDateTime, kind, code: Option<&str>, count| UsageEvent {
        key: format!("test:{key}"),
        at,
        kind,
        code: code.map(EntryCode::from),
        agency: code.map(|_| AgencyId::from("so-yt")),
        query: String::new(),
        results: None,
        count,
    };
    let search = |key: &str, at, query: &str, results, count| UsageEvent {
        query: query.to_owned(),
        results,
        ..event(key, at, UsageKind::Search, None, count)
    };
    let ago = |days| now - Duration::days(days);
    let events = [
        search("a", now, "giá hồ tiêu", Some(0), 4),
        search("b", ago(1), "chỉ một người hỏi", Some(0), 1),
        search("c", ago(1), "trường học", Some(9), 5),
        search("d", now, "bệnh viện", None, 2),
        search("e", ago(400), "đã lâu", None, 30),
        search("f", ago(60), "chưa đếm khách", Some(3), 7),
        search("g", ago(60), "chưa đếm khách", Some(0), 6),
        event("h", now, UsageKind::Download, Some("DC-016"), 3),
        event("i", now, UsageKind::Api, Some("DC-001"), 2),
    ];
    let visit = |at, query: &str, visitor: &str| Visit {
        day: local_date(at),
        query: query.to_owned(),
        visitor: visitor.to_owned(),
    };
    let mut visits = Vec::new();
    for visitor in ["x", "y", "z"] {
        visits.extend([visit(now, "", visitor), visit(now, "giá hồ tiêu", visitor)]);
    }
    for visitor in ["x", "w"] {
        visits.push(visit(ago(1), "", visitor));
    }
    visits.push(visit(ago(1), "chỉ một người hỏi", "w"));
    let recorded = store.record_events(&events, &visits, now, RollUp::Now).await.expect("recorded");
    assert_eq!(recorded.added, events.len() as u64);
}
