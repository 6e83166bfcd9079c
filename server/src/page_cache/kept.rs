//! The pages kept, by address, of one version of the data and one day.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use time::Date;

use super::page::Page;

/// The most that is kept, headers and every form included: some thousand pages, for they are kept packed.
const KEPT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// The most addresses; a slot that nothing came to fill counts too.
const SLOTS_MAX: usize = 20_000;

/// What a page is a function of, beside its address: the data's version, and the day that it shows.
pub type Of = (u64, Date);

/// The place of one address.
#[derive(Default)]
pub struct Slot {
    pub page: OnceLock<Arc<Page>>,
    /// One render at a time: who comes second waits for the first.
    pub filling: tokio::sync::Mutex<()>,
}

/// A slot, and what is counted for it.
struct Place {
    slot: Arc<Slot>,
    bytes: usize,
}

#[derive(Default)]
struct Kept {
    of: Option<Of>,
    slots: HashMap<String, Place>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Kept {
    /// Whether there was one.
    fn drop_oldest(&mut self) -> bool {
        let Some(oldest) = self.order.pop_front() else { return false };
        self.bytes -= self.slots.remove(&oldest).map_or(0, |place| place.bytes);
        true
    }

    /// Counts what a slot came to hold, unless its version or place is gone; drops the oldest while there is too much.
    fn grow(&mut self, address: &str, slot: &Arc<Slot>, bytes: usize) {
        if let Some(place) = self.slots.get_mut(address).filter(|place| Arc::ptr_eq(&place.slot, slot)) {
            place.bytes += bytes;
            self.bytes += bytes;
        }
        while self.bytes > KEPT_BYTES_MAX && self.drop_oldest() {}
    }
}

/// The pages kept.
#[derive(Default)]
pub struct PageCache(Mutex<Kept>);

impl PageCache {
    /// The slot of an address; everything of an older version or day is dropped first.
    pub(super) fn slot(&self, address: &str, of: Of) -> Arc<Slot> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.of != Some(of) {
            *kept = Kept { of: Some(of), ..Kept::default() };
        }
        if let Some(place) = kept.slots.get(address) {
            return Arc::clone(&place.slot);
        }
        let slot = Arc::<Slot>::default();
        kept.slots.insert(address.to_owned(), Place { slot: Arc::clone(&slot), bytes: 0 });
        kept.order.push_back(address.to_owned());
        if kept.order.len() > SLOTS_MAX {
            kept.drop_oldest();
        }
        slot
    }

    /// Fills a slot.
    pub(super) fn fill(&self, address: &str, slot: &Arc<Slot>, page: Page) -> Arc<Page> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bytes = page.bytes();
        let page = Arc::clone(slot.page.get_or_init(|| Arc::new(page)));
        kept.grow(address, slot, bytes);
        page
    }

    /// Counts a further form of the page in a slot.
    pub(super) fn grew(&self, address: &str, slot: &Arc<Slot>, bytes: usize) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).grow(address, slot, bytes);
    }

    /// Forgets an address that turned out not to be kept.
    pub(super) fn forget(&self, address: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.bytes -= kept.slots.remove(address).map_or(0, |place| place.bytes);
        kept.order.retain(|one| one != address);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newer_version_drops_everything() {
        let cache = PageCache::default();
        let day = time::macros::date!(2026 - 11 - 24);
        let first = cache.slot("/", (1, day));
        assert!(Arc::ptr_eq(&first, &cache.slot("/", (1, day))));
        assert!(!Arc::ptr_eq(&first, &cache.slot("/", (2, day))));
    }

    #[test]
    fn what_is_kept_is_counted_and_bounded() {
        let cache = PageCache::default();
        let of = (1, time::macros::date!(2026 - 11 - 24));
        let part = KEPT_BYTES_MAX / 4;
        let slots: Vec<_> =
            (0..4).map(|number| (format!("/{number}"), cache.slot(&format!("/{number}"), of))).collect();
        slots.iter().for_each(|(address, slot)| cache.grew(address, slot, part));
        let held = || {
            let kept = cache.0.lock().unwrap_or_else(PoisonError::into_inner);
            (kept.bytes, kept.slots.len())
        };
        assert_eq!(held(), (part * 4, 4), "all that may be kept");
        cache.grew(&slots[3].0, &slots[3].1, part + 1);
        assert_eq!(held(), (part * 3 + 1, 2), "the oldest two make room for a further form");
        cache.grew(&slots[0].0, &slots[0].1, part);
        assert_eq!(held(), (part * 3 + 1, 2), "what is gone is not counted");
        cache.forget(&slots[3].0);
        assert_eq!(held(), (part, 1));
    }

    #[test]
    fn slots_that_nothing_fills_are_bounded() {
        let cache = PageCache::default();
        let of = (1, time::macros::date!(2026 - 11 - 24));
        for number in 0..=SLOTS_MAX + 5 {
            cache.slot(&format!("/danh-muc?q={number}"), of);
        }
        let kept = cache.0.lock().unwrap_or_else(PoisonError::into_inner);
        assert_eq!((kept.slots.len(), kept.order.len()), (SLOTS_MAX, SLOTS_MAX));
    }
}
