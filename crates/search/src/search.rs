//! Searching: a query and filters in, one page of entries and the facets' counts out.

use std::borrow::Cow;

use roaring::RoaringBitmap;

use crate::correct::Vocabulary;
use crate::index::Index;
use crate::matching::{every, fitting, is_enough};
use crate::overlay::Overlay;
use crate::query::{Plan, Stretch, plan};
use crate::rank::Ranking;
use crate::weigh::Lot;
use crate::word::{letters, query_words, words};

/// The order of what is found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By rank where there is a query, else by name.
    #[default]
    Relevance,
    Name,
    Place,
    Code,
}

/// What is looked for. Empty parts do not narrow.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    pub query: String,
    pub agency: String,
    pub sector: String,
    pub form: String,
    pub order: Order,
    pub offset: usize,
    pub rows: usize,
}

/// An entry found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its number in the index.
    pub entry: u32,
    pub id: i64,
    /// The words it was found by: see `domain::text::Marks`.
    pub marks: Vec<String>,
    /// Some name of its owner, or of an agency before or after it, has one of the words.
    pub by_owner: bool,
}

/// How many entries each value of a filter would leave, under the other filters. Agencies come by name, the others by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    pub agencies: Vec<(String, u64)>,
    pub sectors: Vec<(String, u64)>,
    pub forms: Vec<(String, u64)>,
}

/// What a search found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Results {
    pub found: Vec<Found>,
    pub total: u64,
    pub facets: Facets,
    /// The query that was looked for, where words of it were mended.
    pub corrected: Option<String>,
}

/// The letters and the number of a code: `dc016` is `dc` and 16.
fn parts_of_code(code: &str) -> Option<(&str, u64)> {
    let number = code.trim_start_matches(|c: char| !c.is_ascii_digit());
    Some((&code[..code.len() - number.len()], number.parse().ok()?))
}

impl Index {
    /// Finds the entries that a query and filters leave.
    pub fn search(&self, overlay: &Overlay, filter: &Filter) -> Results {
        let words = query_words(&filter.query);
        if words.is_empty() {
            return self.results(overlay, filter, &self.all, None);
        }
        if let Some(code) = self.with_code(&filter.query) {
            let mut results = self.results(overlay, filter, &code, None);
            results.found.iter_mut().for_each(|found| found.marks = self.words_of_code(found.entry));
            return results;
        }
        if let Some((entries, marks)) = self.with_national(&filter.query) {
            let mut results = self.results(overlay, filter, &entries, None);
            results.found.iter_mut().for_each(|found| found.marks.clone_from(&marks));
            return results;
        }
        let vocabulary = Vocabulary { index: self, overlay };
        let mut plan = plan(vocabulary, &words, Stretch::None);
        let mut all = every(self, &plan);
        for stretch in [Stretch::Beginnings, Stretch::Slips] {
            let next = stretch == Stretch::Beginnings || all.strong == 0;
            if next && !is_enough(&plan, &all) {
                plan = crate::query::plan(vocabulary, &words, stretch);
                all = every(self, &plan);
            }
        }
        let fitting = fitting(self, &plan, all);
        let ranking = Ranking::new(self, overlay, &plan);
        self.results(overlay, filter, &fitting, Some((&plan, &ranking)))
    }

    fn results(
        &self,
        overlay: &Overlay,
        filter: &Filter,
        fitting: &RoaringBitmap,
        ranked: Option<(&Plan<'_>, &Ranking<'_>)>,
    ) -> Results {
        let of = |entries: Option<&RoaringBitmap>| entries.cloned().unwrap_or_default();
        let narrowing: [Option<RoaringBitmap>; 3] = [
            (!filter.agency.is_empty()).then(|| of(overlay.today.entries(&filter.agency))),
            (!filter.sector.is_empty()).then(|| of(self.sectors.entries(&filter.sector))),
            (!filter.form.is_empty()).then(|| of(self.forms.get(filter.form.as_str()))),
        ];
        let leave = |which: &dyn Fn(usize) -> bool| {
            let chosen = narrowing.iter().enumerate().filter(|(at, _)| which(*at));
            chosen
                .filter_map(|(_, entries)| entries.as_ref())
                .fold(Cow::Borrowed(fitting), |left, entries| Cow::Owned(left.as_ref() & entries))
        };
        // What the filters leave, and for a facet what the others leave.
        let left = leave(&|_| true);
        let beside = |at: usize| if narrowing[at].is_none() { left.clone() } else { leave(&|one| one != at) };
        let others = beside(2);
        let forms = self.forms.iter().map(|(form, entries)| (form.clone(), entries.intersection_len(&others)));
        let mut forms: Vec<(String, u64)> = forms.filter(|(_, count)| *count > 0).collect();
        forms.sort();
        let facets =
            Facets { agencies: overlay.today.count(&beside(0)), sectors: self.sectors.count(&beside(1)), forms };
        let take = |entries: &mut dyn Iterator<Item = u32>| {
            entries.skip(filter.offset).take(filter.rows).collect::<Vec<u32>>()
        };
        let mut weighed = None;
        let page = match (filter.order, ranked) {
            (Order::Relevance, Some((_, ranking))) => {
                let (page, lot) = ranking.page(&left, filter.offset, filter.rows);
                weighed = Some(lot);
                page
            }
            (Order::Place, _) => take(&mut self.by_place.iter().copied().filter(|entry| left.contains(*entry))),
            (Order::Code, _) => take(&mut self.by_code.iter().copied().filter(|entry| left.contains(*entry))),
            (Order::Relevance | Order::Name, _) => take(&mut left.iter()),
        };
        // Nearly always those that were weighed are all that is shown, and more.
        let weighed = weighed.filter(|lot| lot.has_all(&page));
        let looked_up = |ranking| Lot::new(ranking, page.iter().copied().collect());
        let shown = ranked.map(|(_, ranking)| weighed.unwrap_or_else(|| looked_up(ranking)));
        let found = |entry: &u32| Found {
            entry: *entry,
            id: self.ids[*entry as usize],
            marks: shown.as_ref().map(|shown| shown.marks(*entry)).unwrap_or_default(),
            by_owner: shown.as_ref().is_some_and(|shown| shown.is_by_owner(*entry)),
        };
        Results {
            found: page.iter().map(found).collect(),
            total: left.len(),
            facets,
            corrected: ranked
                .zip(shown.as_ref())
                .zip(page.first())
                .and_then(|(((plan, _), shown), first)| self.corrected(plan, shown, *first)),
        }
    }

    /// The entry whose code the query is, however it is written: «DC-016», «dc16».
    fn with_code(&self, query: &str) -> Option<RoaringBitmap> {
        let asked = letters(query);
        let (prefix, number) = parts_of_code(&asked)?;
        let is_it = |code: &str| code == asked || parts_of_code(code) == Some((prefix, number));
        let found: RoaringBitmap =
            (0..).zip(&self.codes).filter(|(_, code)| is_it(code)).map(|(entry, _)| entry).collect();
        (!prefix.is_empty() && !found.is_empty()).then_some(found)
    }

    /// The entries kept in step with the national database whose code the query is, and the words of that code. A code of
    /// that kind which nobody names finds nothing: its number is none of an entry's code.
    fn with_national(&self, query: &str) -> Option<(RoaringBitmap, Vec<String>)> {
        let asked = letters(query);
        let (prefix, number) = parts_of_code(&asked).filter(|(prefix, _)| !prefix.is_empty())?;
        let of_kind = self.national.iter().filter_map(|(key, named)| {
            let (own, its) = parts_of_code(key)?;
            (own == prefix).then_some((its, named))
        });
        let mut found: Option<(RoaringBitmap, Vec<String>)> = None;
        for (its, (code, entries)) in of_kind {
            let found = found.get_or_insert_default();
            if its == number {
                found.0 |= entries;
                found.1.extend(words(code).into_iter().map(|word| word.fold));
            }
        }
        found
    }

    /// The entries whose codes begin so, by code: «DC-01» is of DC-010 and of all others of that ten.
    pub(crate) fn beginning_of_code(&self, typed: &str) -> Vec<u32> {
        let asked = letters(typed);
        let Some((prefix, _)) = parts_of_code(&asked) else { return Vec::new() };
        if prefix.is_empty() {
            return Vec::new();
        }
        let from = self.by_code.partition_point(|entry| *self.codes[*entry as usize] < *asked);
        let begins = |entry: &&u32| self.codes[**entry as usize].starts_with(&asked);
        self.by_code[from..].iter().take_while(begins).copied().collect()
    }

    fn words_of_code(&self, entry: u32) -> Vec<String> {
        words(&self.shown_codes[entry as usize]).into_iter().map(|word| word.fold).collect()
    }

    /// The query as it was looked for, where words were mended: each as the first entry writes it.
    fn corrected(&self, plan: &Plan<'_>, shown: &Lot<'_>, first: u32) -> Option<String> {
        let mut changed = false;
        let mut told: Vec<String> = Vec::new();
        for (at, group) in plan.groups.iter().enumerate() {
            let typed = group.typed.iter().map(|word| word.raw.clone());
            if !group.corrected {
                told.extend(typed);
                continue;
            }
            let meant = shown.meant(at, first);
            changed |= !meant.is_empty();
            if meant.is_empty() {
                told.extend(typed)
            } else {
                told.extend(meant.iter().map(|one| self.shown(*one, first)))
            }
        }
        changed.then(|| told.join(" "))
    }

    /// A folded word as an entry writes it, or as most do.
    fn shown(&self, fold: u32, entry: u32) -> String {
        let term = &self.terms[fold as usize];
        let count = |written: &&u32| {
            let any = &self.written[**written as usize].postings.any;
            (any.contains(entry), any.len())
        };
        let written = term.written.iter().max_by_key(count);
        written.map_or_else(|| term.fold.to_string(), |one| self.written[*one as usize].shown.to_string())
    }
}
