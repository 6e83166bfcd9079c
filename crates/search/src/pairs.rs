//! Which entries have two words side by side: what makes syllables words, and words phrases.

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

/// Entries by pairs of neighbouring words.
#[derive(Default)]
pub(crate) struct Pairs {
    entries: FxHashMap<u64, Box<[u32]>>,
}

#[derive(Default)]
pub(crate) struct PairsBuilder {
    entries: FxHashMap<u64, Vec<u32>>,
}

fn key(first: u32, second: u32) -> u64 {
    (u64::from(first) << 32) | u64::from(second)
}

impl PairsBuilder {
    pub(crate) fn add(&mut self, words: &[u32], entry: u32) {
        for pair in words.windows(2) {
            let of_pair = self.entries.entry(key(pair[0], pair[1])).or_default();
            if of_pair.last() != Some(&entry) {
                of_pair.push(entry);
            }
        }
    }

    /// The pairs, with the numbers that the words have in the end.
    pub(crate) fn finish(self, moved: &[u32]) -> Pairs {
        let renamed = |old: u64| {
            let (first, second) = ((old >> 32) as usize, (old & u64::from(u32::MAX)) as usize);
            key(moved[first], moved[second])
        };
        let boxed = self.entries.into_iter().map(|(old, entries)| (renamed(old), entries.into_boxed_slice()));
        Pairs { entries: boxed.collect() }
    }
}

impl Pairs {
    /// The entries that have the two words side by side, in order.
    pub(crate) fn get(&self, first: u32, second: u32) -> Option<&[u32]> {
        self.entries.get(&key(first, second)).map(AsRef::as_ref)
    }
}

/// Entries in order, as a set.
pub(crate) fn as_set(entries: &[u32]) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(entries.iter().copied()).unwrap_or_else(|_| entries.iter().copied().collect())
}
