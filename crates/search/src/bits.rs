//! Which of a few entries are in a set: the set is looked through once, not for each entry and word anew.

use roaring::RoaringBitmap;

use crate::pairs::Beside;

/// A set with so many times the entries is asked for each of them; a smaller one is gone through.
const ASKED_FROM: u64 = 8;

/// A few entries, in order.
pub(crate) struct Few {
    set: RoaringBitmap,
    entries: Vec<u32>,
}

/// Those of a [`Few`] that are in a set, by their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Few {
    pub(crate) fn new(set: RoaringBitmap) -> Self {
        Self { entries: set.iter().collect(), set }
    }

    pub(crate) fn entries(&self) -> &[u32] {
        &self.entries
    }

    /// The place of an entry.
    pub(crate) fn place(&self, entry: u32) -> Option<usize> {
        self.entries.binary_search(&entry).ok()
    }

    pub(crate) fn among(&self, set: &RoaringBitmap) -> Bits {
        let mut bits = Bits::default();
        if set.len() > ASKED_FROM * self.set.len() {
            let among = self.entries.iter().enumerate().filter(|(_, entry)| set.contains(**entry));
            among.for_each(|(at, _)| bits.put(at));
        } else if !set.is_empty() {
            let mut at = 0;
            for entry in &self.set & set {
                at += self.entries[at..].iter().take_while(|one| **one < entry).count();
                bits.put(at);
            }
        }
        bits
    }

    /// Those of some of them that are in a set.
    pub(crate) fn those_in(&self, some: &Bits, set: &RoaringBitmap) -> Bits {
        if set.len() <= ASKED_FROM * some.count() {
            return self.among(set).both(some);
        }
        let mut bits = Bits::default();
        some.places().filter(|at| set.contains(self.entries[*at])).for_each(|at| bits.put(at));
        bits
    }

    /// Those that have one of these pairs of words.
    pub(crate) fn among_pairs<'a>(&self, pairs: impl Iterator<Item = &'a Beside>) -> Bits {
        let mut bits = Bits::default();
        for pair in pairs {
            match pair {
                Beside::Set(entries) => bits.add(self.among(entries)),
                Beside::List(entries) => self.among_list(entries, &mut bits),
            }
        }
        bits
    }

    fn among_list(&self, mut rest: &[u32], bits: &mut Bits) {
        for (at, entry) in self.entries.iter().enumerate() {
            rest = &rest[rest.partition_point(|one| one < entry)..];
            match rest.first() {
                None => break,
                Some(one) if one == entry => bits.put(at),
                Some(_) => {}
            }
        }
    }
}

impl Bits {
    fn put(&mut self, at: usize) {
        let word = at / 64;
        if word >= self.0.len() {
            self.0.resize(word + 1, 0);
        }
        self.0[word] |= 1 << (at % 64);
    }

    pub(crate) fn has(&self, at: usize) -> bool {
        self.0.get(at / 64).is_some_and(|word| word >> (at % 64) & 1 == 1)
    }

    fn places(&self) -> impl Iterator<Item = usize> {
        let of_word = |(at, word): (usize, &u64)| {
            let rest = std::iter::successors((*word != 0).then_some(*word), |left| {
                let left = left & (left - 1);
                (left != 0).then_some(left)
            });
            rest.map(move |left| at * 64 + left.trailing_zeros() as usize)
        };
        self.0.iter().enumerate().flat_map(of_word)
    }

    fn add(&mut self, other: Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        self.0.iter_mut().zip(other.0).for_each(|(word, more)| *word |= more);
    }

    fn count(&self) -> u64 {
        self.0.iter().map(|word| u64::from(word.count_ones())).sum()
    }

    /// Whether it has none.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn both(&self, other: &Self) -> Self {
        let mut words: Vec<u64> = self.0.iter().zip(&other.0).map(|(one, other)| one & other).collect();
        words.truncate(words.iter().rposition(|word| *word != 0).map_or(0, |last| last + 1));
        Self(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_sets_say() {
        // Every third, every fifth: with more than one word of bits, and beginnings and ends where others go on.
        let few = Few::new((30..3_000).step_by(3).collect());
        let cases: [(&str, Vec<u32>); 5] = [
            ("none", Vec::new()),
            ("others", vec![1, 31, 4_000]),
            ("fifths", (0..4_000).step_by(5).collect()),
            ("all", (0..4_000).collect()),
            ("the ends", vec![30, 2_997]),
        ];
        for (name, entries) in &cases {
            let set: RoaringBitmap = entries.iter().copied().collect();
            let as_set = few.among(&set);
            let half = Beside::List(entries[..entries.len() / 2].into());
            let kept = [Beside::List(entries.as_slice().into()), Beside::Set(set.clone())];
            for (at, entry) in few.entries().iter().enumerate() {
                assert_eq!(as_set.has(at), set.contains(*entry), "{name}: {entry}");
            }
            for whole in &kept {
                assert_eq!(as_set, few.among_pairs([&half, whole].into_iter()), "{name}");
            }
            assert_eq!(as_set.is_empty(), set.is_disjoint(&few.set), "{name}");
            assert_eq!(few.those_in(&few.among(&set), &set), as_set, "{name}: of themselves");
            assert!(few.those_in(&Bits::default(), &set).is_empty(), "{name}: of none");
            let ends = few.among(&cases[4].1.iter().copied().collect());
            assert_eq!(few.those_in(&ends, &set), ends.both(&as_set), "{name}: of the ends");
            let fifteenths = as_set.both(&few.among(&cases[2].1.iter().copied().collect()));
            for (at, entry) in few.entries().iter().enumerate() {
                assert_eq!(fifteenths.has(at), set.contains(*entry) && entry % 5 == 0, "{name}: {entry}");
            }
        }
        assert_eq!((few.place(33), few.place(34)), (Some(1), None));
    }
}
