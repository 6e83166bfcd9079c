//! Which entries have two words side by side: what makes syllables words, and words phrases.

use std::borrow::Cow;

use roaring::{MultiOps, RoaringBitmap};
use rustc_hash::FxHashMap;

/// With more entries than this a pair has a set: of many, a set is smaller than a list, and sooner asked.
const LISTED_MAX: usize = 64;

/// The entries that have two words side by side.
pub(crate) enum Beside {
    /// In order. Nearly every pair is of few.
    List(Box<[u32]>),
    Set(RoaringBitmap),
}

impl Beside {
    fn new(entries: Vec<u32>) -> Self {
        if entries.len() <= LISTED_MAX {
            return Self::List(entries.into_boxed_slice());
        }
        Self::Set(set(&entries))
    }

    pub(crate) fn len(&self) -> usize {
        match self {
            Self::List(entries) => entries.len(),
            Self::Set(entries) => usize::try_from(entries.len()).unwrap_or(usize::MAX),
        }
    }

    pub(crate) fn as_set(&self) -> Cow<'_, RoaringBitmap> {
        match self {
            Self::List(entries) => Cow::Owned(set(entries)),
            Self::Set(entries) => Cow::Borrowed(entries),
        }
    }
}

/// A set of entries that stand in order.
fn set(entries: &[u32]) -> RoaringBitmap {
    RoaringBitmap::from_sorted_iter(entries.iter().copied()).unwrap_or_else(|_| entries.iter().copied().collect())
}

/// Entries by pairs of neighbouring words.
#[derive(Default)]
pub(crate) struct Pairs {
    entries: FxHashMap<u64, Beside>,
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
        let entries = self.entries.into_iter().map(|(old, entries)| (renamed(old), Beside::new(entries)));
        Pairs { entries: entries.collect() }
    }
}

impl Pairs {
    /// The entries that have the two words side by side.
    pub(crate) fn get(&self, first: u32, second: u32) -> Option<&Beside> {
        self.entries.get(&key(first, second))
    }
}

/// The entries that any of these has.
pub(crate) fn any_of<'a>(pairs: impl Iterator<Item = &'a Beside>) -> Cow<'a, RoaringBitmap> {
    let mut sets: Vec<Cow<'a, RoaringBitmap>> = pairs.map(Beside::as_set).collect();
    match sets.len() {
        0 | 1 => sets.pop().unwrap_or_default(),
        _ => Cow::Owned(sets.iter().map(AsRef::as_ref).union()),
    }
}
