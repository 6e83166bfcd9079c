//! The words of an edition's entries, by field.

use std::hash::BuildHasher;

use roaring::{MultiOps, RoaringBitmap};
use rustc_hash::FxHashMap;

use crate::column::Column;
use crate::document::{Class, Document};
use crate::pairs::{Pairs, PairsBuilder};
use crate::slip::letters_of;
use crate::word::{Word, letters, raw_words};

/// With more entries than this, neighbours in the long texts are not kept: they would outweigh all else.
const TEXT_PAIRS_ENTRIES_MAX: u32 = 20_000;

/// The entries that have a word, by class of field; and added up, which every search asks for, once the index is whole.
#[derive(Clone, Default)]
pub(crate) struct Postings {
    classes: [RoaringBitmap; 4],
    /// All entries that have it anywhere.
    pub any: RoaringBitmap,
    /// Those that have it in a name or an item.
    pub strong: RoaringBitmap,
}

impl Postings {
    pub(crate) fn new(classes: [RoaringBitmap; 4]) -> Self {
        let strong = &classes[Class::Name as usize] | &classes[Class::Item as usize];
        Self { any: classes.iter().union(), strong, classes }
    }

    pub(crate) fn of(&self, class: Class) -> &RoaringBitmap {
        &self.classes[class as usize]
    }

    fn add(&mut self, class: Class, entry: u32) {
        self.classes[class as usize].insert(entry);
    }
}

/// A folded word of the vocabulary.
pub(crate) struct Term {
    pub fold: Box<str>,
    /// Which letters it has: see [`crate::slip::letters_of`].
    pub letters: u64,
    pub postings: Postings,
    /// In how many entries it is.
    pub entries: u64,
    /// The ways it is written with marks.
    pub written: Vec<u32>,
}

/// A word as written, with its marks.
pub(crate) struct Written {
    /// Its letters with their marks, see [`domain::text::exact`].
    pub key: Box<str>,
    pub shown: Box<str>,
    pub postings: Postings,
}

/// The index of one edition. Entries are numbered as they were added.
pub struct Index {
    pub(crate) ids: Vec<i64>,
    pub(crate) codes: Vec<Box<str>>,
    /// In the order of their letters, so that beginnings stand together.
    pub(crate) terms: Vec<Term>,
    /// How rare each of them is in names.
    pub(crate) rarity_in_names: Vec<f32>,
    pub(crate) written: Vec<Written>,
    pub(crate) written_by_key: FxHashMap<Box<str>, u32>,
    /// By a folded word: where it stands in a text that has no marks at all, and so may be any word of these letters.
    pub(crate) bare: FxHashMap<u32, Postings>,
    pub(crate) names: Vec<Box<[u32]>>,
    /// Entries by the hash of their whole name.
    pub(crate) by_name: FxHashMap<u64, Vec<u32>>,
    pub(crate) shown_names: Vec<Box<str>>,
    pub(crate) shown_codes: Vec<Box<str>>,
    pub(crate) name_pairs: Pairs,
    pub(crate) item_pairs: Pairs,
    pub(crate) text_pairs: Pairs,
    /// By the letters of the code of a national database: the code as written, and who is kept in step with it.
    pub(crate) national: FxHashMap<String, (String, RoaringBitmap)>,
    pub(crate) sectors: Column,
    pub(crate) forms: FxHashMap<String, RoaringBitmap>,
    pub(crate) by_code: Vec<u32>,
    pub(crate) by_place: Vec<u32>,
    pub(crate) all: RoaringBitmap,
}

/// Makes an [`Index`], entry by entry.
#[derive(Default)]
pub struct Builder {
    ids: Vec<i64>,
    codes: Vec<Box<str>>,
    places: Vec<(i32, i32)>,
    /// By a word as it stands in a text: its folded and its written number.
    seen: FxHashMap<Box<str>, (u32, u32)>,
    folds: FxHashMap<Box<str>, u32>,
    terms: Vec<Postings>,
    fold_texts: Vec<Box<str>>,
    written_of: Vec<Vec<u32>>,
    written_by_key: FxHashMap<Box<str>, u32>,
    written: Vec<Written>,
    bare: FxHashMap<u32, Postings>,
    names: Vec<Box<[u32]>>,
    shown_names: Vec<Box<str>>,
    shown_codes: Vec<Box<str>>,
    name_pairs: PairsBuilder,
    item_pairs: PairsBuilder,
    text_pairs: PairsBuilder,
    national: FxHashMap<String, (String, RoaringBitmap)>,
    sectors: FxHashMap<String, RoaringBitmap>,
    forms: FxHashMap<String, RoaringBitmap>,
}

fn facet(values: &mut FxHashMap<String, RoaringBitmap>, value: &str, entry: u32) {
    if !value.is_empty() {
        values.entry(value.to_owned()).or_default().insert(entry);
    }
}

/// Whether a text is written without marks, as names of fields and old lists are. Of a single word that is not to be told.
fn is_bare(text: &str) -> bool {
    let is_mark = |c: char| !c.is_ascii() && (c.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&c));
    !text.contains(is_mark) && raw_words(text).len() > 1
}

impl Builder {
    /// Adds the next entry, by name.
    pub fn add(&mut self, document: &Document) {
        let entry = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        self.ids.push(document.id);
        self.codes.push(letters(&document.code).into_boxed_str());
        self.places.push(document.place);
        let name = self.words(&document.name, Class::Name, entry);
        self.name_pairs.add(&name, entry);
        self.names.push(name.into_boxed_slice());
        self.shown_names.push(document.name.as_str().into());
        self.shown_codes.push(document.code.as_str().into());
        for other in document.other_names.split(';') {
            let other = self.words(other, Class::Name, entry);
            self.name_pairs.add(&other, entry);
        }
        self.words(&document.code, Class::Name, entry);
        for (name, fields) in &document.items {
            let name = self.words(name, Class::Item, entry);
            self.item_pairs.add(&name, entry);
            self.long_text(fields, Class::Field, entry);
        }
        for text in document.texts.iter().chain([&document.sector_name]) {
            self.long_text(text, Class::Text, entry);
        }
        for code in document.national.iter().filter(|code| !code.is_empty()) {
            let of_code = self.national.entry(letters(code)).or_insert_with(|| (code.clone(), RoaringBitmap::new()));
            of_code.1.insert(entry);
        }
        facet(&mut self.sectors, &document.sector, entry);
        document.forms.iter().for_each(|form| facet(&mut self.forms, form, entry));
    }

    fn long_text(&mut self, text: &str, class: Class, entry: u32) {
        let bare = is_bare(text);
        // Neighbours across a comma or a full stop are none.
        for part in text.split([',', '.', ';', ':', '(', ')']) {
            let words = self.words_of(part, class, entry, bare);
            if entry < TEXT_PAIRS_ENTRIES_MAX {
                self.text_pairs.add(&words, entry);
            }
        }
    }

    fn words(&mut self, text: &str, class: Class, entry: u32) -> Vec<u32> {
        self.words_of(text, class, entry, is_bare(text))
    }

    /// `bare`: the whole that the text is part of has no marks.
    fn words_of(&mut self, text: &str, class: Class, entry: u32, bare: bool) -> Vec<u32> {
        let mut words = Vec::new();
        for raw in raw_words(text) {
            let Some((fold, written)) = self.number(&raw) else { continue };
            self.terms[fold as usize].add(class, entry);
            self.written[written as usize].postings.add(class, entry);
            if bare {
                self.bare.entry(fold).or_default().add(class, entry);
            }
            words.push(fold);
        }
        words
    }

    fn number(&mut self, raw: &str) -> Option<(u32, u32)> {
        if let Some(numbers) = self.seen.get(raw) {
            return Some(*numbers);
        }
        let word = Word::new(raw);
        if word.fold.is_empty() {
            return None;
        }
        let fold = *self.folds.entry(word.fold.as_str().into()).or_insert_with(|| {
            self.terms.push(Postings::default());
            self.fold_texts.push(word.fold.as_str().into());
            self.written_of.push(Vec::new());
            u32::try_from(self.terms.len() - 1).unwrap_or(u32::MAX)
        });
        let written = *self.written_by_key.entry(word.exact.as_str().into()).or_insert_with(|| {
            self.written.push(Written {
                key: word.exact.as_str().into(),
                shown: raw.into(),
                postings: Postings::default(),
            });
            u32::try_from(self.written.len() - 1).unwrap_or(u32::MAX)
        });
        let of_fold = &mut self.written_of[fold as usize];
        if !of_fold.contains(&written) {
            of_fold.push(written);
        }
        self.seen.insert(raw.into(), (fold, written));
        Some((fold, written))
    }

    /// The finished index: words in the order of their letters.
    pub fn finish(self) -> Index {
        let mut order: Vec<u32> = (0..u32::try_from(self.fold_texts.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| self.fold_texts[*a as usize].cmp(&self.fold_texts[*b as usize]));
        let mut moved = vec![0_u32; order.len()];
        for (new, old) in (0..).zip(&order) {
            moved[*old as usize] = new;
        }
        let (mut postings, mut texts, mut written_of) = (self.terms, self.fold_texts, self.written_of);
        let terms: Vec<Term> = order
            .iter()
            .map(|old| {
                let old = *old as usize;
                let postings = Postings::new(std::mem::take(&mut postings[old].classes));
                Term {
                    entries: postings.any.len(),
                    postings,
                    letters: letters_of(&texts[old]),
                    fold: std::mem::take(&mut texts[old]),
                    written: std::mem::take(&mut written_of[old]),
                }
            })
            .collect();
        let in_names = |term: &Term| term.postings.of(Class::Name).len() as f32;
        let rarity_in_names = terms.iter().map(|term| rarity_among(self.ids.len(), in_names(term))).collect();
        let mut written = self.written;
        for one in &mut written {
            one.postings = Postings::new(std::mem::take(&mut one.postings.classes));
        }
        let renamed = |name: &[u32]| name.iter().map(|old| moved[*old as usize]).collect::<Box<[u32]>>();
        let names: Vec<Box<[u32]>> = self.names.iter().map(|name| renamed(name)).collect();
        let mut by_name: FxHashMap<u64, Vec<u32>> = FxHashMap::default();
        for (entry, name) in (0..).zip(&names) {
            by_name.entry(hash(name)).or_default().push(entry);
        }
        let entries = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
        let mut by_code: Vec<u32> = (0..entries).collect();
        by_code.sort_by(|a, b| self.codes[*a as usize].cmp(&self.codes[*b as usize]));
        let mut by_place: Vec<u32> = (0..entries).collect();
        by_place.sort_by_key(|entry| self.places[*entry as usize]);
        Index {
            ids: self.ids,
            codes: self.codes,
            terms,
            rarity_in_names,
            written,
            written_by_key: self.written_by_key,
            bare: self.bare.into_iter().map(|(fold, of)| (moved[fold as usize], Postings::new(of.classes))).collect(),
            names,
            by_name,
            shown_names: self.shown_names,
            shown_codes: self.shown_codes,
            name_pairs: self.name_pairs.finish(&moved),
            item_pairs: self.item_pairs.finish(&moved),
            text_pairs: self.text_pairs.finish(&moved),
            national: self.national,
            sectors: Column::new(self.sectors, str::to_owned),
            forms: self.forms,
            by_code,
            by_place,
            all: (0..entries).collect(),
        }
    }
}

/// How much a word tells that so many of all entries have.
pub(crate) fn rarity_among(all: usize, entries: f32) -> f32 {
    ((all as f32 + 1.0) / (entries + 0.5)).ln().max(0.05)
}

/// A number that stands for a whole name.
pub(crate) fn hash(name: &[u32]) -> u64 {
    rustc_hash::FxBuildHasher.hash_one(name)
}

impl Index {
    /// How many entries it has.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it knows which words stand side by side in the long texts too.
    pub(crate) fn keeps_text_pairs(&self) -> bool {
        self.len() <= TEXT_PAIRS_ENTRIES_MAX as usize
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The number of a folded word.
    pub(crate) fn term(&self, fold: &str) -> Option<u32> {
        let at = self.terms.binary_search_by(|term| (*term.fold).cmp(fold)).ok()?;
        u32::try_from(at).ok()
    }

    /// The numbers of the words that begin so.
    pub(crate) fn beginning(&self, begin: &str) -> std::ops::Range<usize> {
        let from = self.terms.partition_point(|term| &*term.fold < begin);
        let count = self.terms[from..].iter().take_while(|term| term.fold.starts_with(begin)).count();
        from..from + count
    }

    /// Whether two words stand side by side in some entry.
    pub(crate) fn are_neighbours(&self, first: u32, second: u32) -> bool {
        [&self.name_pairs, &self.item_pairs, &self.text_pairs].iter().any(|pairs| pairs.get(first, second).is_some())
    }
}
