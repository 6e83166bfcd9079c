//! A word as it is looked for: the entries that have it, with its marks or without.

use std::borrow::Cow;

use roaring::{MultiOps, RoaringBitmap};

use crate::correct::{Vocabulary, other_ending};
use crate::document::Class;
use crate::index::{Index, Postings};
use crate::overlay::OwnerHits;
use crate::word::Word;

/// The most words that a beginning stands for.
const BEGINNINGS_MAX: usize = 64;
/// A word typed with marks and found with others, or none; and one typed without in a query with marks.
pub(crate) const OTHER_MARKS: f32 = 0.4;
const PLAIN_OTHER_MARKS: f32 = 0.7;

/// One word, or words with one beginning, and where they are.
pub(crate) struct Term<'a> {
    pub folds: Vec<u32>,
    pub postings: Cow<'a, Postings>,
    pub owners: Cow<'a, OwnerHits>,
    /// Where it stands with the marks that were typed, and what other marks are worth.
    pub exact: Option<(&'a Postings, f32)>,
    /// Typed with marks: where it stands in texts that have none.
    pub bare: Option<&'a Postings>,
    /// What is marked in the texts: see `domain::text::Marks`.
    pub mark: String,
    pub exact_mark: String,
}

/// With which marks a word is looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marks {
    /// With those that were typed, where they are known.
    AsTyped,
    /// With them, and in texts that have none.
    AsTypedOrBare,
    Any,
}

impl<'a> Term<'a> {
    /// A set of its postings, with these marks.
    pub(crate) fn set(&self, marks: Marks, which: impl Fn(&Postings) -> &RoaringBitmap) -> Cow<'a, RoaringBitmap> {
        match (self.exact, self.bare, &self.postings) {
            (Some((written, _)), Some(bare), _) if marks == Marks::AsTypedOrBare => {
                Cow::Owned(which(written) | which(bare))
            }
            (Some((written, _)), ..) if marks != Marks::Any => Cow::Borrowed(which(written)),
            (.., Cow::Borrowed(postings)) => Cow::Borrowed(which(postings)),
            (.., Cow::Owned(postings)) => Cow::Owned(which(postings).clone()),
        }
    }
}

/// A word of the query, or the words that begin so.
///
/// `begins` asks for the words that begin so: all, or those that stand behind the word before.
pub(crate) fn term<'a>(
    vocabulary: Vocabulary<'a>,
    word: &Word,
    begins: Option<Option<&Word>>,
    marked: bool,
) -> Term<'a> {
    let index = vocabulary.index;
    let folds = if let Some(before) = begins {
        let range = index.beginning(&word.fold);
        let follows = |at: &u32| before.is_none_or(|before| vocabulary.follows(before, *at));
        let mut folds: Vec<u32> = range.filter_map(|at| u32::try_from(at).ok()).filter(follows).collect();
        folds.sort_by_key(|fold| std::cmp::Reverse(index.terms[*fold as usize].entries));
        folds.truncate(BEGINNINGS_MAX);
        folds
    } else {
        let other = other_ending(&word.fold).and_then(|other| index.term(&other));
        index.term(&word.fold).into_iter().chain(other).collect()
    };
    let begins = begins.is_some();
    let with_marks = (begins && marked).then(|| beginnings_with_marks(index, &folds, word)).flatten();
    // With other marks it is the beginning of another word, unless no word is written so at all.
    let other = begins && word.is_marked() && with_marks.is_none() && vocabulary.knows(&word.fold);
    let mut term = with_marks.unwrap_or_else(|| of_folds(index, if other { Vec::new() } else { folds }));
    term.owners = vocabulary.overlay.owners(&[&word.fold], begins);
    let written = index.written_by_key.get(word.exact.as_str()).filter(|_| marked && !begins);
    if let Some(written) = written {
        let other = if word.is_marked() { OTHER_MARKS } else { PLAIN_OTHER_MARKS };
        term.exact = Some((&index.written[*written as usize].postings, other));
        term.bare = word.is_marked().then(|| index.bare.get(term.folds.first()?)).flatten();
    }
    term.mark = if begins { format!("{}*", word.fold) } else { word.fold.clone() };
    term.exact_mark = word.exact.clone();
    term
}

/// Of words that begin so, those that do with the marks that were typed; a tone may still be missing.
fn beginnings_with_marks<'a>(index: &'a Index, folds: &[u32], word: &Word) -> Option<Term<'a>> {
    let (letters, tone) = letters_and_tone(&word.exact);
    let fits = |written: &&u32| {
        let (others, other_tone) = letters_and_tone(&index.written[**written as usize].key);
        others.starts_with(letters) && (tone.is_empty() || tone == other_tone)
    };
    let mut classes = Class::ALL.map(|_| RoaringBitmap::new());
    let mut fitting = Vec::new();
    for fold in folds {
        let mut written = index.terms[*fold as usize].written.iter().filter(fits).peekable();
        if written.peek().is_some() {
            fitting.push(*fold);
        }
        for one in written {
            let postings = &index.written[*one as usize].postings;
            Class::ALL.iter().zip(&mut classes).for_each(|(class, all)| *all |= postings.of(*class));
        }
    }
    let mut term = of_folds(index, fitting);
    term.postings = Cow::Owned(Postings::new(classes));
    (!term.folds.is_empty()).then_some(term)
}

/// The letters of a key of `domain::text::exact`, and the tone behind them.
pub(crate) fn letters_and_tone(key: &str) -> (&str, &str) {
    const TONES: [char; 5] = ['\u{300}', '\u{303}', '\u{309}', '\u{301}', '\u{323}'];
    let letters = key.trim_end_matches(TONES);
    (letters, &key[letters.len()..])
}

pub(crate) fn of_folds(index: &Index, folds: Vec<u32>) -> Term<'_> {
    let of = |fold: &u32| &index.terms[*fold as usize].postings;
    let postings = match &folds[..] {
        [one] => Cow::Borrowed(of(one)),
        several => {
            Cow::Owned(Postings::new(Class::ALL.map(|class| several.iter().map(|one| of(one).of(class)).union())))
        }
    };
    let mark = folds.first().map_or_else(String::new, |fold| index.terms[*fold as usize].fold.to_string());
    Term { folds, postings, owners: Cow::default(), exact: None, bare: None, exact_mark: String::new(), mark }
}
