//! The order of what fits. An entry's rank is what its words are worth: by the field they are in, with their marks, side
//! by side. Only the likeliest entries are weighed one by one; the rest follow in tiers.

use std::borrow::Cow;

use roaring::RoaringBitmap;
use rustc_hash::FxHashSet;

use crate::document::Class;
use crate::index::{Index, hash};
use crate::overlay::{Overlay, OwnerHits};
use crate::pairs::{Beside, Pairs, any_of};
use crate::query::{Alternative, Group, Plan, rarity};
use crate::term::Term;
use crate::weigh::Lot;

/// The most entries that are weighed one by one: more than anybody reads, and few enough to cost the same in any catalog.
const WEIGHED_MAX: usize = 100;
/// Of equally likely entries, so many are looked at for those with the shortest names: the query says most of these.
const LOOKED_AT_MAX: usize = 4_000;
/// What two words side by side add.
const SIDE_BY_SIDE: f32 = 0.7;
/// The most words of one place of a query that are tried side by side with the next.
const SIDES_MAX: usize = 12;

/// The classes whose neighbours are kept: those of fields stand for all long texts.
pub(crate) const PAIRED: [Class; 3] = [Class::Name, Class::Item, Class::Field];

/// Entries with two neighbouring words of the query side by side, by class.
pub(crate) struct Side<'a> {
    pub weight: f32,
    /// Both are single words, and some entry has them side by side.
    pub is_compound: bool,
    pub classes: [Vec<&'a Beside>; 3],
    pub owners: Cow<'a, OwnerHits>,
}

pub(crate) struct Ranking<'a> {
    pub index: &'a Index,
    pub plan: &'a Plan<'a>,
    pub sides: Vec<Side<'a>>,
    /// Every word that the query may mean.
    pub folds: FxHashSet<u32>,
    /// What the query weighs.
    pub total: f32,
}

pub(crate) fn pairs_of(index: &Index, class: Class) -> &Pairs {
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
            let beside = |pairs: &'a Pairs| {
                let of =
                    |first: &u32| seconds.iter().filter_map(|second| pairs.get(*first, *second)).collect::<Vec<_>>();
                firsts.iter().flat_map(of).collect::<Vec<_>>()
            };
            let word = |at: usize, last: bool| {
                let terms = &pair[at].alternatives[0].terms;
                let term = if last { terms.last() } else { terms.first() };
                term.map_or("", |term| term.mark.as_str())
            };
            let classes = PAIRED.map(|class| beside(pairs_of(index, class)));
            // How many entries have the pair: it may be rare though its words are not.
            let count = |pairs: &Vec<&'a Beside>| pairs.iter().map(|pair| pair.len()).sum::<usize>();
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

    /// The entries from `offset` on, in order, and those that were weighed for it.
    pub(crate) fn page(&self, fitting: &RoaringBitmap, offset: usize, rows: usize) -> (Vec<u32>, Lot<'_>) {
        if fitting.len() <= WEIGHED_MAX as u64 {
            let lot = Lot::new(self, fitting.clone());
            return (lot.weighed().skip(offset).take(rows).collect(), lot);
        }
        let mut chosen = RoaringBitmap::new();
        let mut rest = fitting.clone();
        let tiers = self.tiers(fitting);
        for tier in &tiers {
            let tier = tier & &rest;
            let room = WEIGHED_MAX.saturating_sub(usize::try_from(chosen.len()).unwrap_or(usize::MAX));
            let taken = self.shortest(&tier, room);
            chosen |= &taken;
            rest -= taken;
        }
        let lot = Lot::new(self, chosen.clone());
        let mut page: Vec<u32> = lot.weighed().skip(offset).take(rows).collect();
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
        (page, lot)
    }

    /// So many of these entries, those with the shortest names.
    fn shortest(&self, entries: &RoaringBitmap, count: usize) -> RoaringBitmap {
        let names = &self.index.names;
        let mut named: Vec<(usize, u32)> =
            entries.iter().take(LOOKED_AT_MAX).map(|entry| (names[entry as usize].len(), entry)).collect();
        if count < named.len() {
            named.select_nth_unstable(count);
            named.truncate(count);
        }
        named.into_iter().map(|(_, entry)| entry).collect()
    }

    /// Likely entries first: those whose name the query is, those with the phrase in their name, with its words there,
    /// with its words where they count, and all.
    fn tiers(&self, fitting: &RoaringBitmap) -> Vec<RoaringBitmap> {
        let named = self.index.by_name.get(&hash(&self.plan.name)).into_iter().flatten();
        let (mut phrase, mut name, mut strong) = (fitting.clone(), fitting.clone(), fitting.clone());
        for group in self.plan.groups.iter().filter(|group| !group.stop && !group.scope) {
            name &= group.name.as_ref();
            strong &= group.strong.as_ref();
        }
        phrase &= &name;
        for side in &self.sides {
            if phrase.is_empty() {
                break;
            }
            phrase &= any_of(side.classes[Class::Name as usize].iter().copied()).as_ref();
        }
        let named: RoaringBitmap = named.copied().filter(|entry| fitting.contains(*entry)).collect();
        vec![named, phrase, name, strong, fitting.clone()]
    }
}
