//! Which entries fit a query: those that have all its words, else those that have the best part of them.

use roaring::RoaringBitmap;

use crate::index::Index;
use crate::query::Plan;

/// With fewer entries that have every word in a name, an item or the owner's name, those that have most are looked at too.
const STRONG_MIN: u64 = 3;
/// The part of the query's weight that an entry must have.
const PART_MIN: f32 = 0.25;
/// Beside entries that have all of it where it counts.
const PART_BESIDE_ALL: f32 = 0.55;
/// What a word with other marks than were typed counts.
pub(crate) const OTHER_MARKS_PART: f32 = 0.55;
/// What a word that stands only in the texts counts.
pub(crate) const IN_TEXT_PART: f32 = 0.65;
/// And against the best that any has.
const PART_OF_BEST: f32 = 0.7;
const PART_OF_BEST_OF_FEW: f32 = 0.4;
/// Words that are counted for a part; the rarest.
const COUNTED_MAX: usize = 8;

/// Entries that have every word but those that mean little, and how many of them where it counts.
pub(crate) struct Every {
    pub any: RoaringBitmap,
    pub strong: u64,
}

pub(crate) fn every(index: &Index, plan: &Plan<'_>) -> Every {
    let wanted = plan.groups.iter().filter(|group| !group.stop && !group.scope);
    let in_all = |sets| in_all(sets).unwrap_or_else(|| index.all.clone());
    let any = in_all(wanted.clone().map(|group| group.any.as_ref()).collect());
    Every { any, strong: in_all(wanted.map(|group| group.strong.as_ref()).collect()).len() }
}

/// The entries that are in all of these, the fewest looked at first; `None` of no sets.
pub(crate) fn in_all(mut sets: Vec<&RoaringBitmap>) -> Option<RoaringBitmap> {
    sets.sort_by_cached_key(|set| set.len());
    let (fewest, others) = sets.split_first()?;
    let Some((second, others)) = others.split_first().filter(|_| !fewest.is_empty()) else {
        return Some((*fewest).clone());
    };
    Some(others.iter().fold(*fewest & *second, |all, set| all & *set))
}

/// Whether the query need not be stretched.
pub(crate) fn is_enough(plan: &Plan<'_>, every: &Every) -> bool {
    let several = plan.groups.iter().filter(|group| !group.stop && !group.scope).count() > 1;
    every.strong >= if several { STRONG_MIN } else { 1 }
}

/// The entries that fit.
pub(crate) fn fitting(index: &Index, plan: &Plan<'_>, every: Every) -> RoaringBitmap {
    if every.strong >= STRONG_MIN || plan.groups.len() < 2 {
        return every.any;
    }
    // A word that is nowhere tells no entry from another.
    let tells = |at: &usize| !plan.groups[*at].stop && !plan.groups[*at].any.is_empty();
    let mut order: Vec<usize> = (0..plan.groups.len()).filter(tells).collect();
    order.sort_by(|a, b| plan.groups[*b].weight.total_cmp(&plan.groups[*a].weight));
    let counted = &order[..order.len().min(COUNTED_MAX)];
    let total: f32 = counted.iter().map(|at| plan.groups[*at].weight).sum();
    let mut part = vec![0.0_f32; index.len()];
    for at in counted {
        let group = &plan.groups[*at];
        let weight = group.weight / total;
        let mut add = |entries: RoaringBitmap, worth: f32| {
            entries.iter().for_each(|entry| part[entry as usize] += weight * worth);
        };
        let (any, exact, strong) = (group.any.as_ref(), group.exact.as_ref(), group.strong.as_ref());
        add(exact & strong, 1.0);
        add(exact - strong, IN_TEXT_PART);
        add(any - exact, OTHER_MARKS_PART);
    }
    let best = part.iter().copied().fold(0.0, f32::max);
    let least = if every.strong > 0 { PART_BESIDE_ALL } else { (best * PART_OF_BEST).clamp(PART_MIN, PART_BESIDE_ALL) };
    // Of few, what comes near is shown too.
    let found = part.iter().filter(|part| **part >= least).count() as u64;
    let least = if found < STRONG_MIN { (best * PART_OF_BEST_OF_FEW).max(PART_MIN) } else { least };
    let most: RoaringBitmap = (0..).zip(&part).filter(|(_, part)| **part >= least).map(|(entry, _)| entry).collect();
    every.any | most
}
