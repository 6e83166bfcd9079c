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
use tokio::sync::mpsc;

use super::{Seen, WAITING_MAX};

const GROUP_EVERY: Duration = Duration::from_millis(200);
/// Visitors of whom it is remembered that they are written.
const KNOWN_MAX: usize = 100_000;
/// Characters of a visitor's hash: enough to tell apart those of one day.
const HASH_CHARS: usize = 24;

/// Writes what arrives, in groups, until every sender is gone.
pub async fn write(store: Store, mut receiver: mpsc::Receiver<Seen>) {
    let mut group = Vec::new();
    let mut writer = Writer::new(store);
    while receiver.recv_many(&mut group, WAITING_MAX).await > 0 {
        tokio::time::sleep(GROUP_EVERY).await;
        while group.len() < WAITING_MAX
            && let Ok(one) = receiver.try_recv()
        {
            group.push(one);
        }
        writer.take(&mut group).await;
    }
    writer.flush().await;
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

    /// Takes a group and writes it.
    async fn take(&mut self, group: &mut Vec<Seen>) {
        let mut sums: BTreeMap<Alike, UsageEvent> = BTreeMap::new();
        for seen in group.drain(..) {
            let agent = seen.who.user_agent.as_ref().map(HeaderValue::as_bytes).unwrap_or_default();
            let agent = String::from_utf8_lossy(agent).into_owned();
            if robots::is_robot(seen.kind, &agent) {
                continue;
            }
            let query = seen.typed.as_deref().map(kept_query).unwrap_or_default();
            if !matches!(seen.kind, UsageKind::Api | UsageKind::SignIn) {
                self.visit(&seen, &agent, &query).await;
            }
            let sum = sums.entry(alike(&seen, &query)).or_insert_with(|| UsageEvent {
                key: uuid::Uuid::new_v4().simple().to_string(),
                at: seen.at,
                kind: seen.kind,
                code: seen.code,
                agency: seen.agency,
                query,
                results: seen.found,
                count: 0,
            });
            sum.count += 1;
        }
        self.events.extend(sums.into_values());
        self.flush().await;
    }

    /// Notes who was there, and what they did not find.
    async fn visit(&mut self, seen: &Seen, agent: &str, query: &str) {
        let day = local_date(seen.at);
        let Some(salt) = self.salt_of(day).await else { return };
        let parts = [salt.as_bytes(), seen.who.address.as_bytes(), agent.as_bytes()].join(&0);
        let mut visitor: String = Sha256::digest(parts).iter().map(|byte| format!("{byte:02x}")).collect();
        visitor.truncate(HASH_CHARS);
        let missed = (seen.found == Some(0) && !query.is_empty()).then(|| query.to_owned());
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
            Ok(_) => {
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
type Alike = (Date, u8, UsageKind, Option<String>, Option<String>, String, Option<u32>);

fn alike(seen: &Seen, query: &str) -> Alike {
    let local = seen.at.to_offset(time::UtcOffset::UTC) + time::Duration::hours(7);
    let text = |id: &dyn ToString| id.to_string();
    let code = seen.code.as_ref().map(|code| text(code));
    let agency = seen.agency.as_ref().map(|agency| text(agency));
    (local.date(), local.hour(), seen.kind, code, agency, query.to_owned(), seen.found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::usage::Who;
    use domain::id::EntryCode;

    fn seen(code: &str, hour: u8) -> Seen {
        let who = Who { address: String::new(), user_agent: None, is_test: false };
        let at = time::macros::datetime!(2026-11-24 00:00 UTC).replace_hour(hour).expect("an hour");
        let code = Some(EntryCode::from(code));
        Seen { at, kind: UsageKind::View, code, typed: None, found: None, agency: None, who }
    }

    #[test]
    fn what_is_alike() {
        let first = alike(&seen("DC-001", 16), "");
        assert_eq!(first, alike(&seen("DC-001", 16), ""));
        assert_ne!(first, alike(&seen("DC-002", 16), ""));
        // An hour later it is tomorrow in Vietnam.
        let later = alike(&seen("DC-001", 17), "");
        assert_eq!((first.0.next_day(), first.1, later.1), (Some(later.0), 23, 0));
    }
}
