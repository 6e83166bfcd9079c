//! The order of what fits. An entry's rank is what its words are worth: by the field they are in, with their marks, side
//! by side. Only the likeliest entries are weighed one by one; the rest follow in tiers.

use std::borrow::Cow;

use roaring::{MultiOps, RoaringBitmap};
use rustc_hash::FxHashSet;

use crate::document::{Class, LINEAGE_WEIGHT, OWNER_WEIGHT};
use crate::index::{Index, hash};
use crate::matching::{IN_TEXT_PART, OTHER_MARKS_PART};
use crate::overlay::{Overlay, OwnerHits};
use crate::pairs::{Pairs, as_set};
use crate::query::{Alternative, Group, Plan, rarity};
use crate::term::Term;

/// The most entries that are weighed one by one.
const WEIGHED_MAX: usize = 600;
/// What a further field adds, against the best one.
const FURTHER_FIELD: f32 = 0.15;
/// The words of a phrase in one field, but scattered.
const SCATTERED: f32 = 0.55;
const SCATTERED_IN_TEXT: f32 = 0.25;
/// What two words side by side add.
const SIDE_BY_SIDE: f32 = 0.7;
/// What a word is worth in an entry that has it only in other compounds than the query does.
const ISOLATED: f32 = 0.5;
/// The most words of one place of a query that are tried side by side with the next.
const SIDES_MAX: usize = 12;
/// The power to which the part of the query that an entry has counts.
const PART: f32 = 1.6;
/// What it adds that the query is the whole name.
const WHOLE_NAME: f32 = 0.6;
const IS_THE_NAME: f32 = 3.0;

/// Entries with two neighbouring words of the query side by side, by class.
struct Side<'a> {
    weight: f32,
    /// Both are single words, and some entry has them side by side.
    is_compound: bool,
    classes: [Vec<&'a [u32]>; 4],
    owners: Cow<'a, OwnerHits>,
}

pub(crate) struct Ranking<'a> {
    index: &'a Index,
    plan: &'a Plan<'a>,
    sides: Vec<Side<'a>>,
    folds: FxHashSet<u32>,
    total: f32,
}

fn pairs_of(index: &Index, class: Class) -> &Pairs {
    match class {
        Class::Name => &index.name_pairs,
        Class::Item => &index.item_pairs,
        Class::Field | Class::Text => &index.text_pairs,
    }
}

/// The words at an end of what was asked itself: not of its synonyms.
fn ends<'a>(alternatives: &'a [Alternative<'_>], end: fn(&'a [Term<'_>]) -> Option<&'a Term<'a>>) -> Vec<u32> {
    let long = alternatives.first().is_some_and(|own| own.terms.len() > 1);
    let own = alternatives.iter().take(if long { 1 } else { usize::MAX }).filter(|one| long || one.terms.len() == 1);
    own.filter_map(|one| end(&one.terms)).flat_map(|term| term.folds.iter().copied()).take(SIDES_MAX).collect()
}

impl<'a> Ranking<'a> {
    pub(crate) fn new(index: &'a Index, overlay: &'a Overlay, plan: &'a Plan<'a>) -> Self {
        let mut sides = Vec::new();
        for pair in plan.groups.windows(2) {
            let firsts = ends(&pair[0].alternatives, |terms| terms.last());
            let seconds = ends(&pair[1].alternatives, |terms| terms.first());
            let slices = |pairs: &'a Pairs| {
                let of =
                    |first: &u32| seconds.iter().filter_map(|second| pairs.get(*first, *second)).collect::<Vec<_>>();
                firsts.iter().flat_map(of).collect::<Vec<_>>()
            };
            let word = |at: usize, last: bool| {
                let terms = &pair[at].alternatives[0].terms;
                let term = if last { terms.last() } else { terms.first() };
                term.map_or("", |term| term.mark.as_str())
            };
            let classes = Class::ALL.map(|class| slices(pairs_of(index, class)));
            // How many entries have the pair: it may be rare though its words are not.
            let count = |entries: &Vec<&'a [u32]>| entries.iter().map(|entries| entries.len()).sum::<usize>();
            let entries = classes.iter().map(count).max().unwrap_or(0);
            let single = |group: &Group<'_>| !group.stop && !group.scope && group.alternatives[0].terms.len() == 1;
            let full = index.keeps_text_pairs() && pair.iter().all(single);
            let words = pair[0].weight + pair[1].weight;
            let rare = if full && entries > 0 { 2.0 * rarity(index, entries as f32) } else { 0.0 };
            sides.push(Side {
                weight: SIDE_BY_SIDE * words.max(rare),
                is_compound: full && entries > 0,
                classes,
                owners: overlay.owners(&[word(0, true), word(1, false)], false),
            });
        }
        let terms = plan.groups.iter().flat_map(|group| &group.alternatives).flat_map(|one| &one.terms);
        Self {
            index,
            plan,
            sides,
            folds: terms.flat_map(|term| term.folds.iter().copied()).collect(),
            total: plan.groups.iter().map(|group| group.weight).sum::<f32>().max(f32::MIN_POSITIVE),
        }
    }

    /// The entries from `offset` on, in order.
    pub(crate) fn page(&self, fitting: &RoaringBitmap, offset: usize, rows: usize) -> Vec<u32> {
        if fitting.len() <= WEIGHED_MAX as u64 {
            return self.weighed(fitting).skip(offset).take(rows).collect();
        }
        let mut chosen = RoaringBitmap::new();
        let mut rest = fitting.clone();
        let tiers = self.tiers(fitting);
        for tier in &tiers {
            let tier = tier & &rest;
            let room = WEIGHED_MAX.saturating_sub(usize::try_from(chosen.len()).unwrap_or(usize::MAX));
            let taken: RoaringBitmap = tier.iter().take(room).collect();
            chosen |= &taken;
            rest -= taken;
        }
        let mut page: Vec<u32> = self.weighed(&chosen).skip(offset).take(rows).collect();
        let mut skip = offset.saturating_sub(usize::try_from(chosen.len()).unwrap_or(usize::MAX));
        for tier in &tiers {
            if page.len() >= rows || rest.is_empty() {
                break;
            }
            let tier = tier & &rest;
            page.extend(tier.iter().skip(skip).take(rows - page.len()));
            skip = skip.saturating_sub(usize::try_from(tier.len()).unwrap_or(usize::MAX));
            rest -= tier;
        }
        page
    }

    /// These entries, the weightiest first.
    fn weighed(&self, entries: &RoaringBitmap) -> impl Iterator<Item = u32> {
        let mut sides = vec![0.0; self.sides.len()];
        let mut weighed: Vec<(f32, u32)> =
            entries.iter().map(|entry| (self.weight(entry, &mut sides), entry)).collect();
        weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weighed.into_iter().map(|(_, entry)| entry)
    }

    /// Likely entries first: those whose name the query is, those with the phrase in their name, with its words there,
    /// with its words where they count, and all.
    fn tiers(&self, fitting: &RoaringBitmap) -> Vec<RoaringBitmap> {
        let named = self.index.by_name.get(&hash(&self.plan.name)).into_iter().flatten();
        let (mut phrase, mut name, mut strong) = (fitting.clone(), fitting.clone(), fitting.clone());
        for group in self.plan.groups.iter().filter(|group| !group.stop && !group.scope) {
            name &= &group.name;
            strong &= &group.strong;
        }
        phrase &= &name;
        for side in &self.sides {
            phrase &= side.classes[Class::Name as usize].iter().map(|entries| as_set(entries)).union();
        }
        let named: RoaringBitmap = named.copied().filter(|entry| fitting.contains(*entry)).collect();
        vec![named, phrase, name, strong, fitting.clone()]
    }

    /// `sides` is room for what the entry has of each.
    fn weight(&self, entry: u32, sides: &mut [f32]) -> f32 {
        let (mut sum, mut part) = (0.0, 0.0);
        self.sides.iter().zip(sides.iter_mut()).for_each(|(side, found)| *found = self.side(side, entry));
        for (at, group) in self.plan.groups.iter().enumerate() {
            let beside = [at.checked_sub(1), Some(at)].into_iter().flatten();
            let mut compounds =
                beside.filter(|side| self.sides.get(*side).is_some_and(|side| side.is_compound)).peekable();
            let isolated = compounds.peek().is_some() && compounds.all(|side| sides[side] <= 0.0);
            let own = if isolated { ISOLATED } else { 1.0 };
            let worth = |one: &Alternative<'_>| self.alternative(one, entry) * if one.own { own } else { 1.0 };
            let best = group.alternatives.iter().map(worth).fold(0.0, f32::max);
            if best > 0.0 {
                sum += group.weight * best;
                part += group.weight
                    * own
                    * match (group.exact.contains(entry), group.strong.contains(entry)) {
                        (true, true) => 1.0,
                        (true, false) => IN_TEXT_PART,
                        (false, _) => OTHER_MARKS_PART,
                    };
            }
        }
        sum += self.sides.iter().zip(sides).map(|(side, found)| side.weight * *found).sum::<f32>();
        let part = part / self.total;
        let mut weight = sum * part.powf(PART) * (1.0 + WHOLE_NAME * self.part_of_name(entry));
        if !self.plan.name.is_empty() && *self.index.names[entry as usize] == *self.plan.name {
            weight *= IS_THE_NAME;
        }
        weight
    }

    fn alternative(&self, one: &Alternative<'_>, entry: u32) -> f32 {
        let owner = owner_weight(&one.owners, entry);
        let in_texts = match &one.terms[..] {
            [term] => term_weight(term, entry),
            terms => self.phrase(terms, one.own, entry),
        };
        in_texts.max(owner) * one.worth
    }

    fn phrase(&self, terms: &[Term<'_>], own: bool, entry: u32) -> f32 {
        let mut best = 0.0_f32;
        for class in Class::ALL {
            if !terms.iter().all(|term| term.classes[class as usize].contains(entry)) {
                continue;
            }
            let pairs = pairs_of(self.index, class);
            let beside = |pair: &[Term<'_>]| {
                let of = |first: &u32| pair[1].folds.iter().any(|second| has(pairs.get(*first, *second), entry));
                pair[0].folds.iter().any(of)
            };
            let count = terms.windows(2).filter(|pair| beside(pair)).count();
            if !own && terms.iter().any(|term| term.exact.is_some() && marks(term, class, entry) < 1.0) {
                continue;
            }
            let long = matches!(class, Class::Field | Class::Text) && self.index.keeps_text_pairs();
            if long && count + 1 < terms.len() {
                continue;
            }
            let together = count as f32 / (terms.len() - 1).max(1) as f32;
            let marks = terms.iter().map(|term| marks(term, class, entry)).sum::<f32>() / terms.len() as f32;
            // Two syllables are one word, or two others.
            let counts = own && terms.len() > 2 && matches!(class, Class::Name | Class::Item);
            let scattered = if counts { SCATTERED } else { SCATTERED_IN_TEXT };
            best = best.max(class.weight() * marks * (scattered + (1.0 - scattered) * together));
        }
        best
    }

    fn side(&self, side: &Side<'_>, entry: u32) -> f32 {
        let found = |class: &Class| side.classes[*class as usize].iter().any(|entries| has(Some(entries), entry));
        let text = Class::ALL.iter().find(|class| found(class)).map_or(0.0, |class| class.weight());
        text.max(owner_weight(&side.owners, entry))
    }

    /// How much of the entry's name the query says, of 1.
    fn part_of_name(&self, entry: u32) -> f32 {
        let (mut said, mut all) = (0.0, 0.0);
        for fold in &self.index.names[entry as usize] {
            let rarity = self.index.terms[*fold as usize].rarity_in_names;
            all += rarity;
            said += if self.folds.contains(fold) { rarity } else { 0.0 };
        }
        if all > 0.0 { said / all } else { 0.0 }
    }

    /// The words that an entry was found by, as [`domain::text::Marks`] takes them.
    pub(crate) fn marks(&self, entry: u32) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for group in &self.plan.groups {
            let worth = |one: &Alternative<'_>| self.alternative(one, entry);
            let best = group.alternatives.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)));
            for term in best.into_iter().filter(|one| worth(one) > 0.0).flat_map(|one| &one.terms) {
                let exact = term.exact.filter(|(written, _)| Class::ALL.iter().any(|c| written.of(*c).contains(entry)));
                let mark = if exact.is_some() { &term.exact_mark } else { &term.mark };
                if !mark.is_empty() && !found.contains(mark) {
                    found.push(mark.clone());
                }
            }
        }
        found
    }

    /// The fold of the word that an entry was found by in place of a corrected one.
    pub(crate) fn meant(&self, group: usize, entry: u32) -> Vec<u32> {
        let worth = |one: &&Alternative<'_>| self.alternative(one, entry);
        let best = self.plan.groups[group].alternatives.iter().max_by(|a, b| worth(a).total_cmp(&worth(b)));
        best.into_iter().flat_map(|one| &one.terms).filter_map(|term| term.folds.first().copied()).collect()
    }
}

fn has(entries: Option<&[u32]>, entry: u32) -> bool {
    entries.is_some_and(|entries| entries.binary_search(&entry).is_ok())
}

fn owner_weight(owners: &OwnerHits, entry: u32) -> f32 {
    if owners.owns.contains(entry) {
        OWNER_WEIGHT
    } else if owners.lineage.contains(entry) {
        LINEAGE_WEIGHT
    } else {
        0.0
    }
}

/// What the marks of a word are worth in a field that has its letters.
fn marks(term: &Term<'_>, class: Class, entry: u32) -> f32 {
    match term.exact {
        Some((written, other)) if !written.of(class).contains(entry) => other,
        _ => 1.0,
    }
}

fn term_weight(term: &Term<'_>, entry: u32) -> f32 {
    let mut best = owner_weight(&term.owners, entry);
    let mut sum = best;
    for class in Class::ALL {
        if term.classes[class as usize].contains(entry) {
            let weight = class.weight() * marks(term, class, entry);
            sum += weight;
            best = best.max(weight);
        }
    }
    best + FURTHER_FIELD * (sum - best)
}
