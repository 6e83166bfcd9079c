//! The writer: turns what was seen into events and visitors, a group at a time. Robots go here, words are reduced to what
//! may be kept, and addresses end here: a visitor is a hash with the day's salt.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use axum::http::HeaderValue;
use domain::format::local_date;
use domain::usage::{UsageEvent, UsageKind, kept_query, robots};
use sha2::{Digest, Sha256};
use store::{RollUp, Store, Visit};
use time::{Date, OffsetDateTime};

use super::What;
use super::tally::{Group, Times, UsageReceiver, WAITING_MAX, hour};
use crate::fences::client;

const GROUP_EVERY: Duration = Duration::from_millis(200);
/// What could not be written is tried again so soon, also where nobody comes meanwhile.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Visitors of whom it is remembered that they are written.
const KNOWN_MAX: usize = 100_000;
/// Characters of a visitor's hash: enough to tell apart those of one day.
const HASH_CHARS: usize = 24;

/// Writes what arrives, in groups, until every sender is gone.
pub async fn write(store: Store, mut receiver: UsageReceiver) {
    let mut writer = Writer::new(store);
    while writer.woken(&mut receiver).await {
        tokio::time::sleep(GROUP_EVERY).await;
        writer.take(receiver.take()).await;
    }
    writer.take(receiver.take()).await;
}

struct Writer {
    store: Store,
    salt: Option<(Date, String)>,
    /// Visitors that are written.
    known: BTreeSet<Visit>,
    /// What is not written yet: a group, and after a failure what it could not write.
    events: Vec<UsageEvent>,
    visits: BTreeSet<Visit>,
}

impl Writer {
    fn new(store: Store) -> Self {
        Self { store, salt: None, known: BTreeSet::new(), events: Vec::new(), visits: BTreeSet::new() }
    }

    /// Waits until something was seen, or may be tried again; `false` once every sender is gone.
    async fn woken(&self, receiver: &mut UsageReceiver) -> bool {
        if self.events.is_empty() && self.visits.is_empty() {
            return receiver.woken().await;
        }
        tokio::time::timeout(RETRY_AFTER, receiver.woken()).await.unwrap_or(true)
    }

    /// Takes a group and writes it.
    async fn take(&mut self, group: Group) {
        let mut sums: BTreeMap<Alike, UsageEvent> = BTreeMap::new();
        for ((_, what), Times { first: at, count }) in group {
            let agent = what.who.user_agent.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
            let agent = String::from_utf8_lossy(agent).into_owned();
            if robots::is_robot(what.kind, &agent) {
                continue;
            }
            let query = what.typed.as_deref().map(kept_query).unwrap_or_default();
            if !matches!(what.kind, UsageKind::Api | UsageKind::SignIn) {
                self.visit(&what, at, &agent, &query).await;
            }
            let sum = sums.entry(alike(&what, at, &query)).or_insert_with(|| UsageEvent {
                key: uuid::Uuid::new_v4().simple().to_string(),
                at,
                kind: what.kind,
                code: what.code,
                agency: what.agency,
                query,
                results: what.found,
                count: 0,
            });
            sum.at = sum.at.min(at);
            sum.count += count;
        }
        self.events.extend(sums.into_values());
        self.flush().await;
    }

    /// Notes who was there, and what they did not find.
    async fn visit(&mut self, what: &What, at: OffsetDateTime, agent: &str, query: &str) {
        let day = local_date(at);
        let Some(salt) = self.salt_of(day).await else { return };
        let network = client::told(what.who.network);
        let parts = [salt.as_bytes(), network.as_bytes(), agent.as_bytes()].join(&0);
        let mut visitor: String = Sha256::digest(parts).iter().map(|byte| format!("{byte:02x}")).collect();
        visitor.truncate(HASH_CHARS);
        let missed = (what.found == Some(0) && !query.is_empty()).then(|| query.to_owned());
        for query in std::iter::once(String::new()).chain(missed) {
            let visit = Visit { day, query, visitor: visitor.clone() };
            if !self.known.contains(&visit) {
                self.visits.insert(visit);
            }
        }
    }

    /// The salt of a day; without one, visitors are not counted for the moment.
    async fn salt_of(&mut self, day: Date) -> Option<String> {
        if let Some((of, salt)) = &self.salt
            && *of == day
        {
            return Some(salt.clone());
        }
        match self.store.usage_salt(day).await {
            Ok(salt) => {
                self.known.clear();
                self.salt = Some((day, salt.clone()));
                Some(salt)
            }
            Err(error) => {
                tracing::error!(%error, "visitors are not counted");
                None
            }
        }
    }

    /// Writes what waits. What fails waits for the next group; it has its keys, so that it counts once.
    async fn flush(&mut self) {
        if self.events.is_empty() && self.visits.is_empty() {
            return;
        }
        let visits: Vec<Visit> = self.visits.iter().cloned().collect();
        let now = OffsetDateTime::now_utc();
        match self.store.record_events(&self.events, &visits, now, RollUp::Now).await {
            Ok(recorded) => {
                if recorded.closed > 0 {
                    tracing::warn!(closed = recorded.closed, "use of days that are closed was not counted");
                }
                self.events.clear();
                if self.known.len() > KNOWN_MAX {
                    self.known.clear();
                }
                self.known.append(&mut self.visits);
            }
            Err(error) => {
                tracing::error!(%error, waiting = self.events.len(), "use was not recorded");
                self.events.truncate(WAITING_MAX);
                if self.visits.len() > KNOWN_MAX {
                    self.visits.clear();
                }
            }
        }
    }
}

/// What makes uses of one group alike: they are one event, counted.
type Alike = (i64, UsageKind, Option<String>, Option<String>, String, Option<u32>);

fn alike(what: &What, at: OffsetDateTime, query: &str) -> Alike {
    let code = what.code.as_ref().map(ToString::to_string);
    let agency = what.agency.as_ref().map(ToString::to_string);
    (hour(at), what.kind, code, agency, query.to_owned(), what.found)
}

#[cfg(test)]
mod tests {
    use domain::account::Actor;
    use domain::usage::UsageAsked;

    use super::*;
    use crate::usage::{Who, channel, viewed};

    #[test]
    fn what_is_alike() {
        let at = |hour| time::macros::datetime!(2026-11-24 00:00 UTC).replace_hour(hour).expect("an hour");
        let first = alike(&viewed("DC-001", 1), at(16), "");
        let later = at(16) + Duration::from_secs(59 * 60);
        assert_eq!(first, alike(&viewed("DC-001", 2), later, ""), "whoever it was, within the hour");
        assert_ne!(first, alike(&viewed("DC-002", 1), at(16), ""));
        // An hour later it is tomorrow in Vietnam.
        assert_ne!(first, alike(&viewed("DC-001", 1), at(17), ""));
    }

    /// A group of uses, most of them the same: each counts, each visitor once, robots not at all.
    #[tokio::test]
    async fn what_is_the_same_is_looked_at_once_and_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = format!("sqlite://{}/csdl.db", folder.path().display());
        let store = Store::connect(&url, &folder.path().join("files")).await.expect("a database");
        store.migrate().await.expect("its schema");
        let (sender, receiver) = channel();
        let at = OffsetDateTime::now_utc();
        let robot = Who { user_agent: Some(HeaderValue::from_static("Googlebot/2.1")), ..viewed("", 1).who };
        for _ in 0..500 {
            sender.send(viewed("DC-001", 1), at);
            sender.send(viewed("DC-001", 2), at);
            sender.send(viewed("DC-002", 2), at);
            sender.send(What { who: robot.clone(), ..viewed("DC-001", 1) }, at);
        }
        drop(sender);
        write(store.clone(), receiver).await;
        let report = store.usage_report(&Actor::anonymous(at), &UsageAsked::default()).await.expect("a report");
        let views = report.totals.iter().find(|total| total.kind == UsageKind::View).map(|total| total.count);
        assert_eq!((views, report.visitors), (Some(1_500), 2));
    }
}
