//! What was seen and is not written yet. Uses that are the same within an hour are one, counted: a request that is like one
//! before it adds one to a number, keeps nothing and wakes nobody.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::HeaderValue;
use foldhash::fast::RandomState;
use time::OffsetDateTime;
use tokio::sync::mpsc;

use super::What;

/// Uses that differ and may wait; more are dropped rather than held up.
pub(super) const WAITING_MAX: usize = 20_000;

/// A use and the hour in which it was.
pub(super) type Same = (i64, What);

/// When it was first, and how often.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Times {
    pub first: OffsetDateTime,
    pub count: u32,
}

pub(super) type Group = HashMap<Same, Times, RandomState>;

#[derive(Default)]
struct Tally {
    group: Mutex<Group>,
    dropped: AtomicU64,
}

/// Where what was seen is told.
#[derive(Clone)]
pub struct UsageSender {
    tally: Arc<Tally>,
    wake: mpsc::Sender<()>,
}

/// Where it is taken from.
pub struct UsageReceiver {
    tally: Arc<Tally>,
    woken: mpsc::Receiver<()>,
}

/// The two ends of one tally.
pub fn channel() -> (UsageSender, UsageReceiver) {
    let tally = Arc::<Tally>::default();
    let (wake, woken) = mpsc::channel(1);
    (UsageSender { tally: Arc::clone(&tally), wake }, UsageReceiver { tally, woken })
}

impl UsageSender {
    pub(super) fn send(&self, what: What, at: OffsetDateTime) {
        let same = (hour(at), what);
        let mut group = self.tally.group.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = group.get_mut(&same) {
            times.first = times.first.min(at);
            times.count += 1;
            return;
        }
        let (waiting, right) = (group.len(), group.len() < WAITING_MAX);
        if right {
            group.insert(kept(same), Times { first: at, count: 1 });
        }
        drop(group);
        if waiting == 0 {
            // Whoever is woken already will see it; and when nobody writes any more, nobody need wake.
            let _woken = self.wake.try_send(());
        }
        if !right {
            self.tell_dropped();
        }
    }

    /// A full tally loses a count, never a request; it is told of at the 1st, 2nd, 4th, 8th... time.
    fn tell_dropped(&self) {
        let dropped = self.tally.dropped.fetch_add(1, Ordering::Relaxed) + 1;
        if dropped.is_power_of_two() {
            tracing::warn!(dropped, "use is counted too slowly");
        }
    }
}

impl UsageReceiver {
    /// Waits until something was seen; `false` once every sender is gone and everything was told of.
    pub(super) async fn woken(&mut self) -> bool {
        self.woken.recv().await.is_some()
    }

    /// Takes what was seen until now.
    pub(super) fn take(&self) -> Group {
        std::mem::take(&mut *self.tally.group.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What waits has a copy of the browser's name: the name itself is part of all that its connection has read, and would
/// keep it.
fn kept((hour, mut what): Same) -> Same {
    let copy = |agent: HeaderValue| HeaderValue::from_bytes(agent.as_bytes()).ok();
    what.who.user_agent = what.who.user_agent.and_then(copy);
    (hour, what)
}

/// The hour of a moment, counted: the hours of Vietnam begin with those of the world.
pub(super) fn hour(at: OffsetDateTime) -> i64 {
    at.unix_timestamp().div_euclid(3_600)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::usage::viewed;

    #[test]
    fn what_is_the_same_within_an_hour_is_one() {
        let (sender, receiver) = channel();
        let last = datetime!(2026-11-24 16:59:59 UTC);
        let (before, after) = (last - time::Duration::MINUTE, last + time::Duration::SECOND);
        for (code, at) in [("A", last), ("B", last), ("A", before), ("A", after)] {
            sender.send(viewed(code, 1), at);
        }
        let group = receiver.take();
        for (code, first, count) in [("A", before, 2), ("B", last, 1), ("A", after, 1)] {
            assert_eq!(group[&(hour(first), viewed(code, 1))], Times { first, count }, "{code}");
        }
        assert_eq!(group.len(), 3);
        assert!(receiver.take().is_empty(), "taken once");
    }

    #[tokio::test]
    async fn a_full_tally_still_counts_what_it_has() {
        let (sender, mut receiver) = channel();
        let at = datetime!(2026-11-24 16:00 UTC);
        for number in 0..WAITING_MAX + 5 {
            sender.send(viewed(&number.to_string(), 1), at);
        }
        sender.send(viewed("0", 1), at);
        assert_eq!(sender.tally.dropped.load(Ordering::Relaxed), 5);
        assert!(receiver.woken().await);
        let group = receiver.take();
        assert_eq!((group.len(), group[&(hour(at), viewed("0", 1))].count), (WAITING_MAX, 2));
        sender.send(viewed("0", 1), at);
        drop(sender);
        assert!(receiver.woken().await, "what came after the taking wakes again");
        assert!(!receiver.woken().await, "and nobody is left");
    }
}
