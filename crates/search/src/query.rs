//! What a query asks for: its words in groups, each with what may stand in its place.

use std::borrow::Cow;

use roaring::RoaringBitmap;

use crate::correct::Vocabulary;
use crate::index::{Index, rarity_among};
use crate::overlay::OwnerHits;
use crate::sets::Sets;
use crate::stop::{is_stop, phrase_at};
use crate::syllable::is_syllable;
use crate::term::{Marks, OTHER_MARKS, Term, of_folds, term};
use crate::thesaurus::Sought;
use crate::word::Word;

/// The beginning of a word, where the whole may be asked for.
const BEGINS: f32 = 0.6;
/// The beginning of a word where no word is written so.
const HALF_TYPED: f32 = 0.85;
/// A word that may have been meant.
const SLIP: f32 = 0.7;
const SLIP_OF_KNOWN: f32 = 0.5;
/// Words of questions and of every entry weigh little.
const STOP: f32 = 0.12;
/// What an entry that has a word only in its texts counts for how rare it is.
const IN_TEXT: f32 = 0.5;
/// Whose something is, beside what it is; where it is, since nearly every entry is of the whole province; and a number.
const AGENCY: f32 = 0.6;
const PLACE: f32 = 0.25;
const NUMBER: f32 = 0.5;
/// How far a query is stretched when it finds too little.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stretch {
    /// Words as they were typed, unknown ones mended.
    None,
    /// Beginnings of words too.
    Beginnings,
    /// Known words may be slips as well.
    Slips,
}

/// Words that may stand for a group: all of them must be there.
pub(crate) struct Alternative<'a> {
    pub terms: Vec<Term<'a>>,
    pub worth: f32,
    /// It is what was typed.
    pub own: bool,
    /// Where the whole phrase is in an owner's name.
    pub owners: Cow<'a, OwnerHits>,
}

/// A word of the query, or a phrase that the thesaurus knows.
pub(crate) struct Group<'a> {
    pub alternatives: Vec<Alternative<'a>>,
    /// What was typed, for the line that tells of a correction.
    pub typed: Vec<Word>,
    pub corrected: bool,
    pub stop: bool,
    /// It says where, beside words that say what: no entry need have it.
    pub scope: bool,
    /// How rare it is as it was typed.
    rarity: f32,
    /// What it weighs beside others as what it is.
    part: f32,
    pub weight: f32,
    pub any: Cow<'a, RoaringBitmap>,
    /// Where it stands with the marks that were typed.
    pub exact: Cow<'a, RoaringBitmap>,
    pub strong: Cow<'a, RoaringBitmap>,
    pub name: Cow<'a, RoaringBitmap>,
}

/// A query as it is looked for.
pub(crate) struct Plan<'a> {
    pub groups: Vec<Group<'a>>,
    /// The query as a whole name, where all its words are known.
    pub name: Vec<u32>,
}

/// A word of the query after mending.
struct Asked {
    word: Word,
    /// As it was typed, on the first word that came of it.
    typed: Option<Word>,
    corrected: bool,
    stop: bool,
}

pub(crate) fn plan<'a>(vocabulary: Vocabulary<'a>, typed: &[Word], stretch: Stretch) -> Plan<'a> {
    let marked = typed.iter().any(Word::is_marked);
    let asked = mended(vocabulary, typed, marked);
    let words: Vec<Word> = asked.iter().map(|one| one.word.clone()).collect();
    let name: Option<Vec<u32>> = words.iter().map(|word| vocabulary.index.term(&word.fold)).collect();
    let mut groups = Vec::new();
    let mut at = 0;
    // The most words of the next phrase: where a long one is nowhere, under no name, a shorter one is looked for, at last its
    // words («an toàn giao thông» in a catalog that has roads). Two syllables are one word, or two others.
    let mut within = usize::MAX;
    while at < asked.len() {
        let ahead = &words[at..words.len().min(at.saturating_add(within))];
        let ends = at + ahead.len() == words.len();
        let is_strange = |word: &Word| !vocabulary.knows(&word.fold) && !is_stop(word);
        let how = Sought { ends, any_marks: stretch >= Stretch::Beginnings, is_strange };
        let known = vocabulary.overlay.thesaurus.find(ahead, &how);
        let length = known.as_ref().map_or(1, |known| known.length);
        let (is_name, is_place) = known.as_ref().map_or((false, false), |known| (known.is_name, known.is_place));
        let (is_half, is_slip) = known.as_ref().map_or((false, false), |known| (known.is_half, known.is_slip));
        let of_group = &asked[at..at + length];
        let is_number = of_group.iter().all(|one| one.word.fold.chars().all(char::is_numeric));
        let last = at + length == asked.len();
        let own: Vec<Term<'_>> = of_group.iter().map(|one| term(vocabulary, &one.word, None, marked)).collect();
        // With these marks it is nowhere, and the thesaurus knows what it is called: other marks are another word.
        let elsewhere = known.is_some()
            && of_group.iter().zip(&own).any(|(one, term)| one.word.is_marked() && term.exact.is_none());
        let worth = if elsewhere { OTHER_MARKS } else { 1.0 };
        let mut alternatives = vec![alternative(vocabulary, own, &words[at..at + length], worth)];
        alternatives[0].own = true;
        for (phrase, worth) in known.into_iter().flat_map(|known| known.others) {
            // Synonyms are looked for as they are written.
            let written = &vocabulary.index.written_by_key;
            if phrase.iter().any(|word| !written.contains_key(word.exact.as_str()) && word.is_marked()) {
                continue;
            }
            let terms: Vec<Term<'_>> = phrase.iter().map(|word| term(vocabulary, word, None, true)).collect();
            alternatives.push(alternative(vocabulary, terms, phrase, worth));
        }
        if let ([.., before, last], true) = (&words[at..at + length], is_half) {
            let mut terms: Vec<Term<'_>> =
                words[at..at + length - 1].iter().map(|word| term(vocabulary, word, None, marked)).collect();
            terms.push(term(vocabulary, last, Some(Some(before)), marked));
            alternatives.push(Alternative { terms, worth: HALF_TYPED, own: false, owners: Cow::default() });
        }
        let mut corrected = is_slip || of_group.iter().any(|one| one.corrected);
        if length == 1 && !of_group[0].stop {
            let word = &words[at];
            let unknown = !vocabulary.knows(&word.fold);
            let neighbours = (at.checked_sub(1).map(|at| &words[at]), words.get(at + 1));
            corrected |= stretched(vocabulary, word, neighbours, (last, unknown, marked), stretch, &mut alternatives);
        }
        let Sets { any: exact, strong: exact_strong, name: exact_name } =
            Sets::of(vocabulary.index, &alternatives, Marks::AsTyped);
        let as_typed = exact.len() as f32;
        let as_typed_strong = exact_strong.len() as f32;
        // Other marks than were typed are looked at only where these are not to be found.
        let Sets { any, strong, name } = match stretch {
            Stretch::Beginnings | Stretch::Slips if exact_strong.is_empty() && !elsewhere => {
                Sets::of(vocabulary.index, &alternatives, Marks::Any)
            }
            // A text that has no marks at all may mean it.
            _ if alternatives[0].terms.iter().any(|term| term.bare.is_some()) => {
                Sets::of(vocabulary.index, &alternatives, Marks::AsTypedOrBare)
            }
            _ => Sets { any: exact.clone(), strong: exact_strong, name: exact_name },
        };
        // What was only taken for a phrase is its words where that finds nothing.
        if any.is_empty() && (is_half || is_slip || (length > 2 && !is_name)) {
            within = length - 1;
            continue;
        }
        within = usize::MAX;
        groups.push(Group {
            typed: of_group.iter().filter_map(|one| one.typed.clone()).collect(),
            corrected,
            stop: of_group.iter().all(|one| one.stop),
            scope: is_place,
            weight: 0.0,
            exact,
            part: if is_place {
                PLACE
            } else if is_name {
                AGENCY
            } else if is_number {
                NUMBER
            } else {
                1.0
            },
            rarity: rarity(vocabulary.index, as_typed_strong + IN_TEXT * (as_typed - as_typed_strong).max(0.0)),
            any,
            strong,
            name,
            alternatives,
        });
        at += length;
    }
    if groups.iter().all(|group| group.stop || group.scope) {
        groups.iter_mut().for_each(|group| group.scope = false);
    }
    weigh(&mut groups);
    Plan { groups, name: name.unwrap_or_default() }
}

/// Unknown words decoded or taken apart, and which words mean nothing to look for.
fn mended(vocabulary: Vocabulary<'_>, typed: &[Word], marked: bool) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for word in typed {
        let unknown = !vocabulary.knows(&word.fold) && !is_stop(word);
        match unknown.then(|| vocabulary.decode(word)).flatten() {
            None => asked.push(Asked { word: word.clone(), typed: Some(word.clone()), corrected: false, stop: false }),
            Some(meant) => {
                let whole = std::iter::once(Some(word.clone())).chain(std::iter::repeat(None));
                asked.extend(meant.into_iter().zip(whole).map(|(word, typed)| Asked {
                    word,
                    typed,
                    corrected: true,
                    stop: false,
                }));
            }
        }
    }
    for at in 0..asked.len() {
        let rest: Vec<&str> = asked[at..].iter().map(|one| one.word.fold.as_str()).collect();
        let length = phrase_at(&rest).max(vocabulary.overlay.home_at(&rest));
        asked[at..at + length].iter_mut().for_each(|one| one.stop = true);
        let is_word = marked && is_stop(&asked[at].word);
        let beside = [at.checked_sub(1), Some(at + 1)].into_iter().flatten().filter_map(|other| asked.get(other));
        // «không» says little, but in «không khí».
        let belongs = is_word && beside.into_iter().any(|other| vocabulary.belongs(&asked[at].word, &other.word));
        asked[at].stop |= is_word && !belongs;
    }
    if asked.iter().all(|one| one.stop) {
        asked.iter_mut().for_each(|one| one.stop = false);
    }
    asked
}

fn alternative<'a>(vocabulary: Vocabulary<'a>, terms: Vec<Term<'a>>, words: &[Word], worth: f32) -> Alternative<'a> {
    let phrase: Vec<&str> = words.iter().map(|word| word.fold.as_str()).collect();
    let owners = if phrase.len() > 1 { vocabulary.overlay.owners(&phrase, false) } else { Cow::default() };
    Alternative { terms, worth, own: worth >= 1.0, owners }
}

/// Beginnings and slips as further alternatives of a word; whether slips alone stand for it.
fn stretched<'a>(
    vocabulary: Vocabulary<'a>,
    word: &Word,
    (before, after): (Option<&Word>, Option<&Word>),
    (last, unknown, marked): (bool, bool, bool),
    stretch: Stretch,
    alternatives: &mut Vec<Alternative<'a>>,
) -> bool {
    let letters = word.fold.chars().count();
    let mut begins = false;
    // A known word is half typed only at the end, where words that begin so follow the word before.
    let half = if unknown { letters > usize::from(!last) } else { last && stretch >= Stretch::Beginnings };
    if half {
        let worth = if unknown && last { HALF_TYPED } else { BEGINS };
        let after = before.filter(|_| !unknown);
        let beginning = term(vocabulary, word, Some(after), marked);
        begins = !beginning.folds.is_empty() || !beginning.owners.owns.is_empty();
        alternatives.push(Alternative { terms: vec![beginning], worth, own: false, owners: Cow::default() });
    }
    let as_written = marked && vocabulary.index.written_by_key.contains_key(word.exact.as_str());
    let is_beside = before.is_some_and(|before| vocabulary.are_neighbours(&before.fold, &word.fold))
        || after.is_some_and(|after| vocabulary.are_neighbours(&word.fold, &after.fold));
    if !unknown && (stretch < Stretch::Slips || as_written || is_beside) {
        return false;
    }
    let meant = vocabulary.meant(word, before, after, !unknown || begins || is_syllable(&word.fold));
    let slips = !meant.is_empty();
    for fold in meant {
        let term = of_folds(vocabulary.index, vec![fold]);
        let worth = if unknown { SLIP } else { SLIP_OF_KNOWN };
        alternatives.push(Alternative { terms: vec![term], worth, own: false, owners: Cow::default() });
    }
    slips && !begins
}

/// Rare words weigh most. A word that is nowhere weighs as the others do on average.
fn weigh(groups: &mut [Group<'_>]) {
    for group in groups.iter_mut().filter(|group| !group.any.is_empty()) {
        let words = group.alternatives[0].terms.len().max(1) as f32;
        let words = if group.scope { 1.0 } else { words.sqrt() };
        group.weight = group.rarity * group.part * words * if group.stop { STOP } else { 1.0 };
    }
    let found: Vec<f32> = groups.iter().filter(|group| !group.any.is_empty()).map(|group| group.weight).collect();
    let mean = if found.is_empty() { 1.0 } else { found.iter().sum::<f32>() / found.len() as f32 };
    for group in groups.iter_mut().filter(|group| group.any.is_empty()) {
        group.weight = mean * if group.stop { STOP } else { 1.0 };
    }
}

/// How much a word tells that so many entries have.
pub(crate) fn rarity(index: &Index, entries: f32) -> f32 {
    rarity_among(index.len(), entries)
}
