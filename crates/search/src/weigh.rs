//! What entries weigh that a query finds: by the field that a word is in, with its marks, side by side with the next.

use roaring::RoaringBitmap;

use crate::bits::{Bits, Few};
use crate::document::{Class, LINEAGE_WEIGHT, OWNER_WEIGHT};
use crate::matching::{IN_TEXT_PART, OTHER_MARKS_PART};
use crate::overlay::OwnerHits;
use crate::query::{Alternative, Group};
use crate::rank::{PAIRED, Ranking, Side, pairs_of};
use crate::term::Term;

/// What a further field adds, against the best one.
const FURTHER_FIELD: f32 = 0.15;
/// The words of a phrase in one field, but scattered.
const SCATTERED: f32 = 0.55;
const SCATTERED_IN_TEXT: f32 = 0.25;
/// What a word is worth in an entry that has it only in other compounds than the query does.
const ISOLATED: f32 = 0.5;
/// The power to which the part of the query that an entry has counts.
const PART: f32 = 1.6;
/// What it adds that the query is the whole name.
const WHOLE_NAME: f32 = 0.6;
const IS_THE_NAME: f32 = 3.0;

/// A few entries, and what of the query they have.
pub(crate) struct Lot<'a> {
    ranking: &'a Ranking<'a>,
    few: Few,
    groups: Vec<InGroup<'a>>,
    sides: Vec<InSide<'a>>,
}

struct InGroup<'a> {
    of: &'a Group<'a>,
    alternatives: Vec<InAlternative<'a>>,
    exact: Bits,
    strong: Bits,
}

struct InAlternative<'a> {
    of: &'a Alternative<'a>,
    terms: Vec<InTerm>,
    owners: InOwners,
    /// Of a phrase, by class: where two words behind each other are side by side.
    beside: [Vec<Bits>; 4],
}

struct InTerm {
    classes: [Bits; 4],
    /// With the marks that were typed, and what other marks are worth.
    exact: Option<([Bits; 4], f32)>,
    owners: InOwners,
}

struct InOwners {
    owns: Bits,
    lineage: Bits,
}

struct InSide<'a> {
    of: &'a Side<'a>,
    classes: [Bits; 3],
    owners: InOwners,
}

impl<'a> Lot<'a> {
    pub(crate) fn new(ranking: &'a Ranking<'a>, entries: RoaringBitmap) -> Self {
        let few = Few::new(entries);
        let groups = ranking.plan.groups.iter();
        let groups = groups.map(|of| InGroup {
            of,
            alternatives: of.alternatives.iter().map(|one| InAlternative::new(ranking, &few, one)).collect(),
            exact: few.among(&of.exact),
            strong: few.among(&of.strong),
        });
        let sides = ranking.sides.iter().map(|of| InSide {
            of,
            classes: of.classes.each_ref().map(|pairs| few.among_pairs(pairs.iter().copied())),
            owners: InOwners::new(&few, &of.owners),
        });
        Self { ranking, groups: groups.collect(), sides: sides.collect(), few }
    }

    /// Whether all of these are among the entries.
    pub(crate) fn has_all(&self, entries: &[u32]) -> bool {
        entries.iter().all(|entry| self.few.place(*entry).is_some())
    }

    /// The entries, the weightiest first.
    pub(crate) fn weighed(&self) -> impl Iterator<Item = u32> + use<> {
        let mut sides = vec![0.0; self.sides.len()];
        let entries = self.few.entries().iter().enumerate();
        let mut weighed: Vec<(f32, u32)> =
            entries.map(|(at, entry)| (self.weight(at, *entry, &mut sides), *entry)).collect();
        weighed.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        weighed.into_iter().map(|(_, entry)| entry)
    }

    /// `sides` is room for what the entry has of each.
    fn weight(&self, at: usize, entry: u32, sides: &mut [f32]) -> f32 {
        let (mut sum, mut part) = (0.0, 0.0);
        self.sides.iter().zip(sides.iter_mut()).for_each(|(side, found)| *found = side.worth(at));
        for (place, group) in self.groups.iter().enumerate() {
            let beside = [place.checked_sub(1), Some(place)].into_iter().flatten();
            let mut compounds =
                beside.filter(|side| self.sides.get(*side).is_some_and(|side| side.of.is_compound)).peekable();
            let isolated = compounds.peek().is_some() && compounds.all(|side| sides[side] <= 0.0);
            let own = if isolated { ISOLATED } else { 1.0 };
            let worth = |one: &InAlternative<'_>| self.alternative(one, at) * if one.of.own { own } else { 1.0 };
            let best = group.alternatives.iter().map(worth).fold(0.0, f32::max);
            if best > 0.0 {
                sum += group.of.weight * best;
                part += group.of.weight
                    * own
                    * match (group.exact.has(at), group.strong.has(at)) {
                        (true, true) => 1.0,
                        (true, false) => IN_TEXT_PART,
                        (false, _) => OTHER_MARKS_PART,
                    };
            }
        }
        sum += self.sides.iter().zip(sides).map(|(side, found)| side.of.weight * *found).sum::<f32>();
        let part = part / self.ranking.total;
        let mut weight = sum * part.powf(PART) * (1.0 + WHOLE_NAME * self.part_of_name(entry));
        let name = &self.ranking.plan.name;
        if !name.is_empty() && *self.ranking.index.names[entry as usize] == **name {
            weight *= IS_THE_NAME;
        }
        weight
    }

    fn alternative(&self, one: &InAlternative<'_>, at: usize) -> f32 {
        let in_texts = match &one.terms[..] {
            [term] => term.worth(at),
            _ => one.phrase(self.ranking.index.keeps_text_pairs(), at),
        };
        in_texts.max(one.owners.worth(at)) * one.of.worth
    }

    /// How much of the entry's name the query says, of 1.
    fn part_of_name(&self, entry: u32) -> f32 {
        let index = self.ranking.index;
        let (mut said, mut all) = (0.0, 0.0);
        for fold in &index.names[entry as usize] {
            let rarity = index.rarity_in_names[*fold as usize];
            all += rarity;
            said += if self.ranking.folds.contains(fold) { rarity } else { 0.0 };
        }
        if all > 0.0 { said / all } else { 0.0 }
    }

    /// The words that an entry was found by, as [`domain::text::Marks`] takes them.
    pub(crate) fn marks(&self, entry: u32) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for group in &self.groups {
            let Some((best, _)) = self.best(group, entry).filter(|(_, worth)| *worth > 0.0) else { continue };
            let of_term = |term: &'a Term<'_>| {
                let exact = term.exact.filter(|(written, _)| Class::ALL.iter().any(|c| written.of(*c).contains(entry)));
                if exact.is_some() { term.exact_mark.as_str() } else { term.mark.as_str() }
            };
            let marks: Vec<&str> = best.terms.iter().map(of_term).collect();
            // What stands for the words that were typed is found by its words in a row, and a single one is no hit.
            let in_a_row = !best.own && self.ranking.index.keeps_text_pairs();
            let phrase = (in_a_row && marks.iter().all(|mark| !mark.is_empty())).then(|| marks.join(" "));
            for mark in phrase.as_deref().map_or(marks, |phrase| vec![phrase]) {
                if !mark.is_empty() && !found.iter().any(|one| one == mark) {
                    found.push(mark.to_owned());
                }
            }
        }
        found
    }

    /// Whether some name of its owner, or of an agency before or after it, has one of the words.
    pub(crate) fn is_by_owner(&self, entry: u32) -> bool {
        let named = |at: usize| {
            let mut alternatives = self.groups.iter().flat_map(|group| &group.alternatives);
            alternatives.any(|one| one.owners.has(at) || one.terms.iter().any(|term| term.owners.has(at)))
        };
        self.few.place(entry).is_some_and(named)
    }

    /// The fold of the word that an entry was found by in place of a corrected one.
    pub(crate) fn meant(&self, group: usize, entry: u32) -> Vec<u32> {
        let best = self.groups.get(group).and_then(|group| self.best(group, entry));
        best.into_iter().flat_map(|(one, _)| &one.terms).filter_map(|term| term.folds.first().copied()).collect()
    }

    /// The alternative that is worth most in an entry, and what it is worth. Of equal ones the first: they stand by how
    /// near they are to what was typed.
    fn best(&self, group: &InGroup<'a>, entry: u32) -> Option<(&'a Alternative<'a>, f32)> {
        let at = self.few.place(entry)?;
        let worth = group.alternatives.iter().map(|one| (one.of, self.alternative(one, at)));
        worth.rev().max_by(|a, b| a.1.total_cmp(&b.1))
    }
}

impl<'a> InAlternative<'a> {
    fn new(ranking: &Ranking<'_>, few: &Few, of: &'a Alternative<'a>) -> Self {
        let terms: Vec<InTerm> = of.terms.iter().map(|term| InTerm::new(few, term)).collect();
        let beside = Class::ALL.map(|class| {
            let mut bits = terms.iter().map(|term| &term.classes[class as usize]);
            let first = bits.next().cloned().unwrap_or_default();
            if terms.len() < 2 || bits.fold(first, |all, one| all.both(one)).is_empty() {
                return Vec::new();
            }
            let pairs = pairs_of(ranking.index, class);
            let of_pair = |pair: &[Term<'_>]| {
                let both = pair[0].folds.iter().flat_map(|first| pair[1].folds.iter().map(move |one| (*first, *one)));
                few.among_pairs(both.filter_map(|(first, second)| pairs.get(first, second)))
            };
            of.terms.windows(2).map(of_pair).collect()
        });
        Self { of, terms, owners: InOwners::new(few, &of.owners), beside }
    }

    fn phrase(&self, keeps_text_pairs: bool, at: usize) -> f32 {
        let (own, terms) = (self.of.own, &self.terms);
        let mut best = 0.0_f32;
        for class in Class::ALL {
            if !terms.iter().all(|term| term.classes[class as usize].has(at)) {
                continue;
            }
            let count = self.beside[class as usize].iter().filter(|beside| beside.has(at)).count();
            if !own && terms.iter().any(|term| term.marks(class, at) < 1.0) {
                continue;
            }
            let long = matches!(class, Class::Field | Class::Text) && keeps_text_pairs;
            let short = matches!(class, Class::Name | Class::Item);
            if (long || (short && !own)) && count + 1 < terms.len() {
                continue;
            }
            let together = count as f32 / (terms.len() - 1).max(1) as f32;
            let marks = terms.iter().map(|term| term.marks(class, at)).sum::<f32>() / terms.len() as f32;
            // Two syllables are one word, or two others.
            let counts = own && terms.len() > 2 && short;
            let scattered = if counts { SCATTERED } else { SCATTERED_IN_TEXT };
            best = best.max(class.weight() * marks * (scattered + (1.0 - scattered) * together));
        }
        best
    }
}

impl InTerm {
    fn new(few: &Few, term: &Term<'_>) -> Self {
        // Of most alternatives hardly any of the few has the word, and marks are looked at only where its letters are.
        let any = few.among(&term.postings.any);
        let classes = Class::ALL.map(|class| few.those_in(&any, term.postings.of(class)));
        let exact = term.exact.map(|(written, other)| {
            let marked = Class::ALL.map(|class| {
                let (letters, written) = (&classes[class as usize], written.of(class));
                // Most words are written in one way.
                let all = written.len() == term.postings.of(class).len();
                if all { letters.clone() } else { few.those_in(letters, written) }
            });
            (marked, other)
        });
        Self { classes, exact, owners: InOwners::new(few, &term.owners) }
    }

    fn worth(&self, at: usize) -> f32 {
        let mut best = self.owners.worth(at);
        let mut sum = best;
        for class in Class::ALL {
            if self.classes[class as usize].has(at) {
                let weight = class.weight() * self.marks(class, at);
                sum += weight;
                best = best.max(weight);
            }
        }
        best + FURTHER_FIELD * (sum - best)
    }

    /// What the marks of the word are worth in a field that has its letters.
    fn marks(&self, class: Class, at: usize) -> f32 {
        match &self.exact {
            Some((written, other)) if !written[class as usize].has(at) => *other,
            _ => 1.0,
        }
    }
}

impl InOwners {
    fn new(few: &Few, hits: &OwnerHits) -> Self {
        Self { owns: few.among(&hits.owns), lineage: few.among(&hits.lineage) }
    }

    fn has(&self, at: usize) -> bool {
        self.owns.has(at) || self.lineage.has(at)
    }

    fn worth(&self, at: usize) -> f32 {
        if self.owns.has(at) {
            OWNER_WEIGHT
        } else if self.lineage.has(at) {
            LINEAGE_WEIGHT
        } else {
            0.0
        }
    }
}

impl InSide<'_> {
    fn worth(&self, at: usize) -> f32 {
        let found = self.classes.iter().position(|class| class.has(at));
        let text = found.map_or(0.0, |found| PAIRED[found].weight());
        text.max(self.owners.worth(at))
    }
}
