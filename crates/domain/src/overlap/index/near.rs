//! Which databases one is weighed against: weighing is dear, and most have nothing in common with it.

use std::collections::{BTreeSet, HashMap};

use super::{Doc, Index, Numbering};
use crate::overlap::{Counterpart, Described, Found};

/// The most own entries that one is weighed against: those that share the rarest word pairs with it.
const NEAR_MAX: usize = 80;
/// The most that is found for one database.
const FOUND_MAX: usize = 12;
impl Index {
    /// The own entries that share word pairs with one, the rarest shared first.
    pub(super) fn near(&self, doc: &Doc) -> Vec<usize> {
        let mut shared = vec![0.0_f64; self.own.len()];
        let mut near: Vec<usize> = Vec::new();
        for key in doc.keys() {
            let weight = self.weight(key.0) + if key.1 == u32::MAX { 0.0 } else { self.weight(key.1) };
            for at in self.postings.get(&key).into_iter().flatten() {
                if shared[*at] == 0.0 {
                    near.push(*at);
                }
                shared[*at] += weight;
            }
        }
        near.sort_by(|a, b| shared[*b].total_cmp(&shared[*a]).then_with(|| a.cmp(b)));
        // Itself may be among them.
        near.truncate(NEAR_MAX + 1);
        near
    }

    /// What each of some may duplicate among others that are not in the index.
    pub fn among(&self, subjects: &[&Described], others: &[&Described]) -> Vec<Vec<Found>> {
        let mut numbering =
            Numbering { plain: self.plain, known: &self.numbers, new: HashMap::new(), shown: HashMap::new() };
        let keyed = |doc: Doc| (doc.keys(), doc);
        let others: Vec<(BTreeSet<(u32, u32)>, Doc)> =
            others.iter().map(|other| keyed(numbering.doc(other, false))).collect();
        let mut all = Vec::new();
        for subject in subjects {
            // Words are told as the subject writes them.
            numbering.shown.clear();
            let (keys, doc) = keyed(numbering.doc(subject, false));
            let alike = others.iter().filter(|(of_other, other)| other.key != doc.key && !keys.is_disjoint(of_other));
            let found = alike.filter_map(|(_, other)| {
                let likeness = self.like_own(&doc, other, &numbering.shown)?;
                Some(Found { key: other.key.clone(), with: Counterpart::Proposal, likeness })
            });
            all.push(likeliest(found.collect()));
        }
        all
    }
}

impl Doc {
    /// What an own entry is found by: pairs of words in its names and items' names, and words that are a piece of their own.
    pub(super) fn keys(&self) -> BTreeSet<(u32, u32)> {
        let texts = self.names.iter().map(|(name, ..)| name).chain(self.items.iter().map(|item| &item.name));
        let pieces = texts.flat_map(|text| &text.pieces);
        pieces
            .flat_map(|piece| match piece[..] {
                [one] => vec![(one, u32::MAX)],
                _ => piece.windows(2).map(|pair| (pair[0], pair[1])).collect(),
            })
            .collect()
    }
}

/// The likeliest first, and no more than a person would look at.
pub(super) fn likeliest(mut found: Vec<Found>) -> Vec<Found> {
    found.sort_by(|a, b| b.likeness.score.cmp(&a.likeness.score).then_with(|| a.key.cmp(&b.key)));
    found.truncate(FOUND_MAX);
    found
}
