//! Comparing one database with many: words are numbered, their rarity known, and the province's own entries found by an
//! inverted index, so that looking for one does not read all.

mod near;

use std::collections::{HashMap, HashSet};

use near::likeliest;

use super::line::{has_line, same_line};
use super::shares::hundredths_of_sum;
use super::words::{Word, compared, subjects};
use super::{Counterpart, Described, Found, Likeness, Reason, ReasonKind, Strength};

/// What a shared word is worth that does not stand beside the same neighbour.
const ALONE: f64 = 0.3;
/// The same, where on one side the word is all that a piece says: «OCOP» and «sản phẩm OCOP».
const ALL_OF_ONE: f64 = 0.7;
/// How much of an item's words the other must have side by side for the two to be one item.
const SAME_ITEM: f64 = 0.75;
/// From here on a pair is shown and has to be settled, and from here on it is strong.
const LIKELY: f64 = 0.45;
const STRONG: f64 = 0.63;
/// The same for a national database, of which most words are the words of a whole field.
const LIKELY_NATIONAL: f64 = 0.51;
/// What a national database loses that belongs to another ministry than the owner's own.
const OTHER_LINE: f64 = 0.10;
/// What a match with a national database's subject is worth beside one with its name.
const SUBJECT: f64 = 0.9;
/// The same with one of the subjects that a name joins: «khám chữa bệnh» in «khám chữa bệnh và hồ sơ sức khỏe điện tử».
const ONE_OF_SEVERAL: f64 = 0.9;
/// From here on the items that two share are most of what the other holds.
const MOST_ITEMS: f64 = 0.6;
/// Names that have less in common say nothing.
const NAMES_SPEAK: f64 = 0.30;
/// A word pair of so many entries tells nothing: it is not looked up.
const POSTINGS_MAX: usize = 400;
/// The most words that a reason names.
const WORDS_MAX: usize = 6;

/// Texts as numbered words, in pieces.
#[derive(Clone, Debug, Default)]
struct Text {
    pieces: Vec<Vec<u32>>,
}

/// What a text is looked up in.
#[derive(Clone, Debug, Default)]
struct Bag {
    words: HashSet<u32>,
    pairs: HashSet<(u32, u32)>,
    /// Words that are a piece of their own: «giá».
    whole: HashSet<u32>,
}

impl Bag {
    fn add(&mut self, text: &Text) {
        for piece in &text.pieces {
            self.words.extend(piece);
            self.pairs.extend(piece.windows(2).map(|pair| (pair[0], pair[1])));
            if let [one] = piece[..] {
                self.whole.insert(one);
            }
        }
    }

    fn of(text: &Text) -> Self {
        let mut bag = Self::default();
        bag.add(text);
        bag
    }
}

#[derive(Clone, Debug)]
struct Item {
    name: Text,
    /// The name and the fields.
    all: Bag,
    shown: String,
}

/// A database made ready to be compared.
#[derive(Clone, Debug)]
struct Doc {
    key: String,
    owner: String,
    /// The name and other names, and of a national one its subject, of another those that its name joins: any may be the
    /// one that matches, for so much.
    names: Vec<(Text, Bag, f64)>,
    items: Vec<Item>,
}

/// The databases that others are compared with, in numbers.
pub(super) struct Index {
    plain: bool,
    numbers: HashMap<String, u32>,
    /// How rare each word is: few have it, it weighs much.
    rarity: Vec<f64>,
    most: f64,
    national: Vec<Doc>,
    own: Vec<Doc>,
    /// Which own entries have a pair of words, or a word that is a piece of its own, in a name.
    postings: HashMap<(u32, u32), Vec<usize>>,
}

/// Numbers for the words of one comparison: known ones, and new ones after them.
struct Numbering<'a> {
    plain: bool,
    known: &'a HashMap<String, u32>,
    new: HashMap<String, u32>,
    shown: HashMap<u32, String>,
}

impl Numbering<'_> {
    fn text(&mut self, text: &str) -> Text {
        self.numbered(&compared(text, self.plain))
    }

    fn numbered(&mut self, pieces: &[Vec<Word>]) -> Text {
        let pieces = pieces.iter().map(|piece| piece.iter().map(|word| self.number(word)).collect()).collect();
        Text { pieces }
    }

    fn number(&mut self, word: &Word) -> u32 {
        let next = u32::try_from(self.known.len() + self.new.len()).unwrap_or(u32::MAX);
        let number = match self.known.get(&word.key) {
            Some(number) => *number,
            None => *self.new.entry(word.key.clone()).or_insert(next),
        };
        self.shown.entry(number).or_insert_with(|| word.shown.clone());
        number
    }

    fn doc(&mut self, described: &Described, national: bool) -> Doc {
        let mut names = vec![(self.text(&described.name), 1.0)];
        names.extend(described.other_names.split(';').map(|name| (self.text(name), 1.0)));
        if national {
            names.push((self.text(&described.subject), SUBJECT));
        } else {
            let joined = subjects(&described.name, self.plain);
            names.extend(joined.iter().map(|subject| (self.numbered(subject), ONE_OF_SEVERAL)));
        }
        names.retain(|(name, _)| !name.pieces.is_empty());
        let items = described.items.iter().map(|(name, fields)| {
            let shown = name.clone();
            let name = self.text(name);
            let mut all = Bag::of(&name);
            for field in fields.split([',', ';', '\n']) {
                all.add(&self.text(field));
            }
            Item { name, all, shown }
        });
        let items = items.filter(|item| !item.name.pieces.is_empty()).collect();
        let names = names.into_iter().map(|(name, worth)| (Bag::of(&name), name, worth));
        let names = names.map(|(bag, name, worth)| (name, bag, worth)).collect();
        Doc { key: described.key.clone(), owner: described.owner.clone(), names, items }
    }
}

/// What a name covers of another, and the runs of words that both have.
#[derive(Default)]
struct Cover {
    share: f64,
    runs: Vec<Vec<u32>>,
}

impl Index {
    pub fn new(national: &[Described], own: &[Described], plain: bool) -> Self {
        let nothing = HashMap::new();
        let mut numbering = Numbering { plain, known: &nothing, new: HashMap::new(), shown: HashMap::new() };
        let national: Vec<Doc> = national.iter().map(|one| numbering.doc(one, true)).collect();
        let mut own: Vec<Doc> = own.iter().map(|one| numbering.doc(one, false)).collect();
        let numbers = numbering.new;
        let mut having = vec![0_u32; numbers.len()];
        for doc in national.iter().chain(&own) {
            let names = doc.names.iter().map(|(_, bag, _)| bag);
            let words: HashSet<u32> =
                names.chain(doc.items.iter().map(|item| &item.all)).flat_map(|bag| bag.words.iter().copied()).collect();
            words.into_iter().for_each(|word| having[word as usize] += 1);
        }
        // What an own entry is compared by is its items' names; their fields were counted, and need not be kept.
        for item in own.iter_mut().flat_map(|doc| &mut doc.items) {
            item.all = Bag::default();
        }
        let all = f64::from(u32::try_from(national.len() + own.len()).unwrap_or(u32::MAX));
        let rarity = having.iter().map(|count| (1.0 + all / f64::from(*count).max(1.0)).ln()).collect();
        let mut postings: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
        for (at, doc) in own.iter().enumerate() {
            for key in doc.keys() {
                postings.entry(key).or_default().push(at);
            }
        }
        postings.retain(|_, list| list.len() <= POSTINGS_MAX);
        Self { plain, numbers, rarity, most: (1.0 + all).ln().max(1.0), national, own, postings }
    }

    /// What one may duplicate, the likeliest first; itself (by key) left out.
    pub fn find(&self, described: &Described) -> Vec<Found> {
        let mut numbering =
            Numbering { plain: self.plain, known: &self.numbers, new: HashMap::new(), shown: HashMap::new() };
        let doc = numbering.doc(described, false);
        let shown = numbering.shown;
        let mut found = Vec::new();
        for other in &self.national {
            if let Some(likeness) = self.like_national(&doc, other, &shown) {
                found.push(Found { key: other.key.clone(), with: Counterpart::National, likeness });
            }
        }
        for other in self.near(&doc).into_iter().map(|at| &self.own[at]).filter(|other| other.key != doc.key) {
            if let Some(likeness) = self.like_own(&doc, other, &shown) {
                found.push(Found { key: other.key.clone(), with: Counterpart::Own, likeness });
            }
        }
        likeliest(found)
    }

    fn weight(&self, word: u32) -> f64 {
        self.rarity.get(word as usize).copied().unwrap_or(self.most)
    }

    /// How much of a text another has: words beside the same neighbour in full, others for little.
    fn cover(&self, text: &Text, other: &Bag) -> Cover {
        let (mut all, mut shared, mut runs) = (0.0, 0.0, Vec::new());
        for piece in &text.pieces {
            let mut run: Vec<u32> = Vec::new();
            for (at, word) in piece.iter().enumerate() {
                let weight = self.weight(*word);
                let before = at > 0 && other.pairs.contains(&(piece[at - 1], *word));
                let after = at + 1 < piece.len() && other.pairs.contains(&(*word, piece[at + 1]));
                let whole = piece.len() == 1 && other.whole.contains(word);
                all += weight;
                let all_of_one = other.whole.contains(word) || (piece.len() == 1 && other.words.contains(word));
                if before || after || whole {
                    shared += weight;
                } else if all_of_one {
                    shared += weight * ALL_OF_ONE;
                } else if other.words.contains(word) {
                    shared += weight * ALONE;
                }
                if !(before || run.is_empty()) {
                    runs.push(std::mem::take(&mut run));
                }
                if before || after || all_of_one {
                    run.push(*word);
                }
            }
            runs.push(run);
        }
        runs.retain(|run| !run.is_empty());
        Cover { share: if all > 0.0 { shared / all } else { 0.0 }, runs }
    }

    /// How alike two are by name: what the shorter has of the longer counts more than the other way round.
    fn names(&self, doc: &Doc, other: &Doc) -> Cover {
        let mut best = Cover::default();
        for (name, bag, own_worth) in &doc.names {
            for (of_other, bag_of_other, worth) in &other.names {
                let (here, there) = (self.cover(name, bag_of_other), self.cover(of_other, bag));
                let (more, less) = (here.share.max(there.share), here.share.min(there.share));
                let share = own_worth * worth * (0.65 * more + 0.35 * less);
                if share > best.share && !here.runs.is_empty() {
                    best = Cover { share, runs: here.runs };
                }
            }
        }
        best
    }

    /// How much of a national database's items is in a database's own, which, and whether the name says one of them.
    fn items_of_national(&self, doc: &Doc, other: &Doc) -> (f64, Vec<String>, bool) {
        let (mut all, mut shared, mut shown, mut named) = (0.0, 0.0, Vec::new(), false);
        for item in &other.items {
            let weight: f64 = item.name.pieces.iter().flatten().map(|word| self.weight(*word)).sum();
            all += weight;
            let has = |bag: &Bag| self.cover(&item.name, bag).share >= SAME_ITEM;
            let in_name = doc.names.iter().any(|(_, bag, _)| has(bag));
            named |= in_name;
            if in_name || doc.items.iter().any(|own| has(&own.all)) {
                shared += weight;
                shown.push(item.shown.clone());
            }
        }
        (if all > 0.0 { shared / all } else { 0.0 }, shown, named)
    }

    /// How many items two entries have in common by name, of the one that has fewer.
    fn items_of_own(&self, doc: &Doc, other: &Doc) -> (f64, Vec<String>) {
        let there: Vec<(&Text, Bag)> = other.items.iter().map(|item| (&item.name, Bag::of(&item.name))).collect();
        let same = |item: &&Item| {
            let bag = Bag::of(&item.name);
            there.iter().any(|(name, of_name)| {
                self.cover(&item.name, of_name).share >= SAME_ITEM && self.cover(name, &bag).share >= SAME_ITEM
            })
        };
        let names: Vec<String> = doc.items.iter().filter(same).map(|item| item.shown.clone()).collect();
        let fewer = doc.items.len().min(other.items.len()).max(1);
        (ratio(names.len(), fewer).min(1.0), names)
    }

    /// A whole database that is an item of another: «cơ sở giáo dục nghề nghiệp».
    fn name_among_items(&self, doc: &Doc, other: &Doc) -> Option<String> {
        let (name, ..) = doc.names.first().filter(|(name, ..)| name.pieces.iter().map(Vec::len).sum::<usize>() >= 3)?;
        let holds = |item: &&Item| self.cover(name, &Bag::of(&item.name)).share >= 0.95;
        other.items.iter().find(holds).map(|item| item.shown.clone())
    }

    fn like_national(&self, doc: &Doc, other: &Doc, shown: &HashMap<u32, String>) -> Option<Likeness> {
        let names = self.names(doc, other);
        let (items, item_names, named) = self.items_of_national(doc, other);
        let line = same_line(&doc.owner, &other.owner);
        // Where the owner's line is the same, items may speak for themselves: «trường, lớp, học sinh» is «giáo dục».
        let by_items = line && named && items >= MOST_ITEMS;
        let parts = [
            (ReasonKind::Name, 0.70 * names.share, told(&names.runs, shown)),
            (ReasonKind::Items, if by_items { 0.42 } else { 0.20 } * items, item_names),
            (ReasonKind::Owner, if line { 0.10 } else { 0.0 }, vec![other.owner.clone()]),
        ];
        let lost = if !line && has_line(&doc.owner) { OTHER_LINE } else { 0.0 };
        likeness(parts, lost, LIKELY_NATIONAL).filter(|_| names.share >= NAMES_SPEAK || by_items)
    }

    fn like_own(&self, doc: &Doc, other: &Doc, shown: &HashMap<u32, String>) -> Option<Likeness> {
        let names = self.names(doc, other);
        let (items, mut item_names) = self.items_of_own(doc, other);
        let mut items = 0.33 * items;
        if let Some(item) = self.name_among_items(doc, other).or_else(|| self.name_among_items(other, doc)) {
            items = 0.45;
            if !item_names.contains(&item) {
                item_names.insert(0, item);
            }
        }
        let same_owner = !doc.owner.is_empty() && doc.owner == other.owner;
        let parts = [
            (ReasonKind::Name, 0.62 * names.share, told(&names.runs, shown)),
            (ReasonKind::Items, items, item_names),
            (ReasonKind::Owner, if same_owner { 0.05 } else { 0.0 }, vec![other.owner.clone()]),
        ];
        likeness(parts, 0.0, LIKELY).filter(|_| names.share >= NAMES_SPEAK || items > 0.0)
    }
}

fn ratio(part: usize, whole: usize) -> f64 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    number(part) / number(whole)
}

fn told(runs: &[Vec<u32>], shown: &HashMap<u32, String>) -> Vec<String> {
    let word = |number: &u32| shown.get(number).cloned().unwrap_or_default();
    runs.iter().map(|run| run.iter().map(word).collect::<Vec<_>>().join(" ")).collect()
}

/// The likeness that parts add up to, less what is lost; `None` below a threshold.
fn likeness(parts: [(ReasonKind, f64, Vec<String>); 3], lost: f64, least: f64) -> Option<Likeness> {
    let whole: f64 = parts.iter().map(|(_, part, _)| part).sum();
    let score = whole - lost;
    if score < least {
        return None;
    }
    let mut parts = Vec::from(parts);
    parts.retain(|(_, part, words)| *part > 0.0 && !words.is_empty());
    let shares = hundredths_of_sum(&parts.iter().map(|(_, part, _)| *part).collect::<Vec<_>>());
    let mut reasons: Vec<Reason> = parts
        .into_iter()
        .zip(shares)
        .map(|((kind, _, mut words), share)| {
            // What a name says twice is told once.
            let mut told = HashSet::new();
            words.retain(|one| told.insert(one.clone()));
            words.truncate(WORDS_MAX);
            Reason { kind, words, share }
        })
        .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.share));
    let strength = if score >= STRONG { Strength::Strong } else { Strength::Likely };
    Some(Likeness { strength, score: hundredths(score), reasons })
}

/// A share as a whole number of hundredths.
fn hundredths(share: f64) -> u8 {
    let rounded = (share.clamp(0.0, 1.0) * 100.0).round();
    (0..=100_u8).find(|number| f64::from(*number) >= rounded).unwrap_or(100)
}
