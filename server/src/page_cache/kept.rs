//! The pages kept, by address, of one version of the data and one day.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use time::Date;

use super::page::Page;

/// The most that is kept, packed forms included.
const KEPT_BYTES_MAX: usize = 128 * 1024 * 1024;

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

#[derive(Default)]
struct Kept {
    of: Option<Of>,
    slots: HashMap<String, Arc<Slot>>,
    order: VecDeque<String>,
    bytes: usize,
}

impl Kept {
    /// Whether there was one.
    fn drop_oldest(&mut self) -> bool {
        let Some(oldest) = self.order.pop_front() else { return false };
        let slot = self.slots.remove(&oldest);
        let freed = slot.and_then(|slot| slot.page.get().map(|page| page.bytes()));
        self.bytes = self.bytes.saturating_sub(freed.unwrap_or(0));
        true
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
        if let Some(slot) = kept.slots.get(address) {
            return Arc::clone(slot);
        }
        let slot = Arc::<Slot>::default();
        kept.slots.insert(address.to_owned(), Arc::clone(&slot));
        kept.order.push_back(address.to_owned());
        if kept.order.len() > SLOTS_MAX {
            kept.drop_oldest();
        }
        slot
    }

    /// Fills a slot and counts its bytes, unless its version or place is gone; drops the oldest while there is too much.
    pub(super) fn fill(&self, address: &str, slot: &Arc<Slot>, page: Page) -> Arc<Page> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let page = Arc::clone(slot.page.get_or_init(|| Arc::new(page)));
        if kept.slots.get(address).is_some_and(|there| Arc::ptr_eq(there, slot)) {
            kept.bytes += page.bytes();
        }
        while kept.bytes > KEPT_BYTES_MAX && kept.drop_oldest() {}
        page
    }

    /// Forgets an address that turned out not to be kept.
    pub(super) fn forget(&self, address: &str) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.slots.remove(address);
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
