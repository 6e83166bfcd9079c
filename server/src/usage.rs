//! Counting views, searches and downloads, off the request's path: events go through a bounded channel and are written
//! in groups.

use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use domain::format::local_date;
use domain::id::EntryCode;
use domain::usage::UsageKind;
use store::{Store, UsageCount};
use time::OffsetDateTime;
use tokio::sync::mpsc;

/// Events that may wait; more are dropped rather than held up.
const WAITING_MAX: usize = 10_000;
const GROUP_MAX: usize = 500;
const GROUP_EVERY: Duration = Duration::from_millis(200);

#[derive(Clone)]
pub struct UsageSender(mpsc::Sender<UsageCount>);

/// The channel's two ends.
pub fn channel() -> (UsageSender, mpsc::Receiver<UsageCount>) {
    let (sender, receiver) = mpsc::channel(WAITING_MAX);
    (UsageSender(sender), receiver)
}

/// Writes what arrives, in groups, until every sender is gone.
pub async fn write(store: Store, mut receiver: mpsc::Receiver<UsageCount>) {
    let mut group = Vec::with_capacity(GROUP_MAX);
    while receiver.recv_many(&mut group, GROUP_MAX).await > 0 {
        if group.len() < GROUP_MAX {
            tokio::time::sleep(GROUP_EVERY).await;
            while group.len() < GROUP_MAX {
                let Ok(one) = receiver.try_recv() else { break };
                group.push(one);
            }
        }
        if let Err(error) = store.record_usage(&group).await {
            tracing::error!(%error, lost = group.len(), "use was not recorded");
        }
        group.clear();
    }
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
        ["danh-muc", entry] => Some((UsageKind::View, Some(code(entry)))),
        ["danh-muc"] => argument("q").map(|_| (UsageKind::Search, None)),
        ["api", "entry"] => argument("code").map(|entry| (UsageKind::View, Some(code(entry)))),
        ["api", "catalog"] => {
            argument("filter[query]").or(argument("filter%5Bquery%5D")).map(|_| (UsageKind::Search, None))
        }
        ["ban-hanh", _, "phu-luc.xlsx"] => Some((UsageKind::Download, None)),
        _ => None,
    }
}

/// Counts a request that was answered.
pub async fn count(State(usage): State<UsageSender>, request: Request, next: Next) -> Response {
    let what = counted(request.method(), request.uri().path(), request.uri().query().unwrap_or_default());
    let response = next.run(request).await;
    let answered = response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED;
    if let (Some((kind, code)), true) = (what, answered) {
        let day = local_date(OffsetDateTime::now_utc());
        // A full channel loses a count, never a request.
        if usage.0.try_send(UsageCount { day, kind, code, count: 1 }).is_err() {
            tracing::warn!("use is counted too slowly: one was dropped");
        }
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_counts() {
        let get = |path, query| counted(&Method::GET, path, query);
        assert_eq!(get("/danh-muc/DC-016", ""), Some((UsageKind::View, Some(EntryCode::from("DC-016")))));
        assert_eq!(get("/api/entry", "code=DC-016"), Some((UsageKind::View, Some(EntryCode::from("DC-016")))));
        assert_eq!(get("/danh-muc", "q=dat"), Some((UsageKind::Search, None)));
        assert_eq!(get("/danh-muc", "q="), None);
        assert_eq!(get("/danh-muc", "agency=so-yt"), None);
        assert_eq!(get("/", ""), None);
        assert_eq!(counted(&Method::POST, "/danh-muc/DC-016", ""), None);
    }
}
