//! One value of each entry, as facets count and filters narrow it.

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

/// Of an entry that has none.
const NO_VALUE: u32 = u32::MAX;

/// The entries of each value, and the value of each entry: counting looks at what was found alone, however many values
/// there are.
#[derive(Default)]
pub(crate) struct Column {
    /// In the order in which they are told.
    values: Vec<String>,
    entries: FxHashMap<String, RoaringBitmap>,
    /// The number of its value, by entry.
    of: Vec<u32>,
}

impl Column {
    /// Values in the order of `key`.
    pub(crate) fn new<K: Ord>(entries: FxHashMap<String, RoaringBitmap>, key: impl Fn(&str) -> K) -> Self {
        let mut values: Vec<String> = entries.keys().cloned().collect();
        values.sort_by_cached_key(|value| key(value));
        let len = entries.values().filter_map(RoaringBitmap::max).max().map_or(0, |last| last as usize + 1);
        let mut of = vec![NO_VALUE; len];
        for (value, number) in values.iter().zip(0..) {
            entries[value].iter().for_each(|entry| of[entry as usize] = number);
        }
        Self { values, entries, of }
    }

    /// The entries that have a value.
    pub(crate) fn entries(&self, value: &str) -> Option<&RoaringBitmap> {
        self.entries.get(value)
    }

    /// How many of these entries have each value, of those that any has.
    pub(crate) fn count(&self, among: &RoaringBitmap) -> Vec<(String, u64)> {
        let mut counts = vec![0_u64; self.values.len()];
        for entry in among {
            let value = self.of.get(entry as usize).copied().unwrap_or(NO_VALUE);
            if let Some(count) = counts.get_mut(value as usize) {
                *count += 1;
            }
        }
        let counted = self.values.iter().zip(counts).filter(|(_, count)| *count > 0);
        counted.map(|(value, count)| (value.clone(), count)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_among() {
        let entries = [("b", vec![0, 3]), ("a", vec![1]), ("c", vec![4])];
        let entries = entries.map(|(value, entries)| (value.to_owned(), entries.into_iter().collect()));
        let column = Column::new(entries.into_iter().collect(), str::to_owned);
        // The third entry has no value, and the tenth is none of the index.
        let counts = column.count(&[0, 1, 2, 3, 10].into_iter().collect());
        assert_eq!(counts, [("a".to_owned(), 1), ("b".to_owned(), 2)]);
        assert_eq!(column.entries("c").map(RoaringBitmap::len), Some(1));
        assert!(column.entries("d").is_none());
    }
}
