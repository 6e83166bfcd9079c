//! Counting views, searches and downloads, off the request's path: events go through a bounded channel and are written
//! in groups.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use domain::format::local_date;
use domain::id::EntryCode;
use domain::usage::UsageKind;
use store::{Store, UsageCount};
use time::{Date, OffsetDateTime};
use tokio::sync::mpsc;

/// Events that may wait; more are dropped rather than held up.
const WAITING_MAX: usize = 10_000;
const GROUP_EVERY: Duration = Duration::from_millis(200);

#[derive(Clone)]
pub struct UsageSender {
    sender: mpsc::Sender<UsageCount>,
    dropped: Arc<AtomicU64>,
}

/// The channel's two ends.
pub fn channel() -> (UsageSender, mpsc::Receiver<UsageCount>) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    (UsageSender { sender, dropped: Arc::default() }, receiver)
}

/// Writes what arrives, in groups, until every sender is gone.
pub async fn write(store: Store, mut receiver: mpsc::Receiver<UsageCount>) {
    let mut group = Vec::with_capacity(WAITING_MAX);
    while receiver.recv_many(&mut group, WAITING_MAX).await > 0 {
        tokio::time::sleep(GROUP_EVERY).await;
        while let Ok(one) = receiver.try_recv() {
            group.push(one);
        }
        let lost = group.len();
        if let Err(error) = store.record_usage(&summed(group.drain(..))).await {
            tracing::error!(%error, lost, "use was not recorded");
        }
    }
}

/// One count for each thing used on a day, however often.
fn summed(events: impl Iterator<Item = UsageCount>) -> Vec<UsageCount> {
    let mut sums: BTreeMap<(Date, String, Option<EntryCode>), UsageCount> = BTreeMap::new();
    for event in events {
        let key = (event.day, event.kind.to_string(), event.code.clone());
        match sums.entry(key) {
            Entry::Occupied(mut sum) => sum.get_mut().count += event.count,
            Entry::Vacant(place) => {
                place.insert(event);
            }
        }
    }
    sums.into_values().collect()
}

/// What a request is the use of.
fn counted(method: &Method, path: &str, query: &str) -> Option<(UsageKind, Option<EntryCode>)> {
    if *method != Method::GET {
        return None;
    }
    let code = |text: &str| EntryCode::from(text);
    let argument = |name: &str| {
        let mut pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| *key == name).map(|(_, value)| value).filter(|value| !value.is_empty())
    };
    match path.trim_end_matches('/').strip_prefix('/')?.split('/').collect::<Vec<_>>()[..] {
        ["danh-muc", "xuat.xlsx" | "xuat.csv" | "xuat.json"] => Some((UsageKind::Download, None)),
        ["danh-muc", entry] => Some((UsageKind::View, Some(code(entry)))),
        ["danh-muc"] => argument("q").map(|_| (UsageKind::Search, None)),
        ["api", "entry"] => argument("code").map(|entry| (UsageKind::View, Some(code(entry)))),
        ["api", "catalog"] => {
            argument("filter[query]").or(argument("filter%5Bquery%5D")).map(|_| (UsageKind::Search, None))
        }
        ["api", "v1", "openapi.json"] => None,
        ["api", "v1", "entries", entry] => Some((UsageKind::Api, Some(code(entry)))),
        ["api", "v1", ..] => Some((UsageKind::Api, None)),
        ["ban-hanh", _, "phu-luc.xlsx" | "noi-dung.json"] | ["ban-hanh", _, "so-sanh", _, "so-sanh.xlsx"] => {
            Some((UsageKind::Download, None))
        }
        _ => None,
    }
}

/// Counts a request that was answered.
pub async fn count(State(usage): State<UsageSender>, request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        note(&usage, &method, &uri);
    }
    response
}

/// Notes what a request that was answered is the use of.
pub fn note(usage: &UsageSender, method: &Method, uri: &Uri) {
    let Some((kind, code)) = counted(method, uri.path(), uri.query().unwrap_or_default()) else { return };
    let day = local_date(OffsetDateTime::now_utc());
    // A full channel loses a count, never a request; it is told of at the 1st, 2nd, 4th, 8th... time.
    if usage.sender.try_send(UsageCount { day, kind, code, count: 1 }).is_err() {
        let dropped = usage.dropped.fetch_add(1, Ordering::Relaxed) + 1;
        if dropped.is_power_of_two() {
            tracing::warn!(dropped, "use is counted too slowly");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums() {
        let day = time::macros::date!(2026 - 11 - 24);
        let view = |code: &str| UsageCount { day, kind: UsageKind::View, code: Some(EntryCode::from(code)), count: 1 };
        let sums = summed([view("DC-001"), view("DC-002"), view("DC-001")].into_iter());
        let counts: Vec<(Option<EntryCode>, _)> = sums.into_iter().map(|sum| (sum.code, sum.count)).collect();
        assert_eq!(counts, [(Some(EntryCode::from("DC-001")), 2), (Some(EntryCode::from("DC-002")), 1)]);
    }

    #[test]
    fn what_counts() {
        let get = |path, query| counted(&Method::GET, path, query);
        assert_eq!(get("/danh-muc/DC-016", ""), Some((UsageKind::View, Some(EntryCode::from("DC-016")))));
        assert_eq!(get("/api/entry", "code=DC-016"), Some((UsageKind::View, Some(EntryCode::from("DC-016")))));
        assert_eq!(get("/api/v1/entries/DC-016", ""), Some((UsageKind::Api, Some(EntryCode::from("DC-016")))));
        assert_eq!(get("/api/v1/entries", "q=dat"), Some((UsageKind::Api, None)));
        assert_eq!(get("/api/v1/openapi.json", ""), None);
        for file in [
            "/danh-muc/xuat.xlsx",
            "/danh-muc/xuat.csv",
            "/ban-hanh/2/noi-dung.json",
            "/ban-hanh/1/so-sanh/2/so-sanh.xlsx",
        ] {
            assert_eq!(get(file, "q=a"), Some((UsageKind::Download, None)), "{file}");
        }
        assert_eq!(get("/danh-muc", "q=dat"), Some((UsageKind::Search, None)));
        assert_eq!(get("/danh-muc", "q="), None);
        assert_eq!(get("/danh-muc", "agency=so-yt"), None);
        assert_eq!(get("/", ""), None);
        assert_eq!(counted(&Method::POST, "/danh-muc/DC-016", ""), None);
    }
}
