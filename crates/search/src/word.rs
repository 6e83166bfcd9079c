//! Words of texts and queries: folded, and with their marks.

pub(crate) use domain::text::raw_words;
use domain::text::{exact, fold, is_marked, nfc};

/// The most characters of a query that are looked at.
pub(crate) const QUERY_CHARS_MAX: usize = domain::catalog::QUERY_CHARS_MAX;
/// The most words of a query that are looked at.
pub(crate) const WORDS_MAX: usize = 40;
/// The longest word that is looked for, in characters: what is longer is no word.
const WORD_CHARS_MAX: usize = 40;

/// A word: its letters without marks, and the key of its letters with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// As it was typed, in lower case.
    pub raw: String,
    pub fold: String,
    pub exact: String,
}

impl Word {
    pub(crate) fn new(text: &str) -> Self {
        Self { raw: nfc(text), fold: fold(text), exact: exact(text) }
    }

    /// Whether it was typed with marks.
    pub(crate) fn is_marked(&self) -> bool {
        is_marked(&self.exact)
    }
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    raw_words(text).iter().map(|raw| Word::new(raw)).filter(|word| !word.fold.is_empty()).collect()
}

/// The words of a query, bounded.
pub(crate) fn query_words(query: &str) -> Vec<Word> {
    let query: String = domain::text::clean(query).chars().take(QUERY_CHARS_MAX).collect();
    let mut words = words(&query);
    words.retain(|word| word.fold.chars().count() <= WORD_CHARS_MAX);
    words.truncate(WORDS_MAX);
    words
}

/// The letters and digits of a text alone, folded: how a code or an abbreviation is compared.
pub(crate) fn letters(text: &str) -> String {
    fold(text).chars().filter(|c| c.is_alphanumeric()).collect()
}
