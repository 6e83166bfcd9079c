//! Words that nobody wrote: keys typed without an input method, words typed without spaces, slips.

use domain::text::fold;

use crate::index::Index;
use crate::overlay::Overlay;
use crate::pairs::{Beside, Pairs};
use crate::slip::{cost, letters_of, may_be_near, slips_max};
use crate::typing::{telex, vni};
use crate::word::Word;

/// The shortest word that is taken apart.
const JOINED_CHARS_MIN: usize = 4;
/// Ways kept to each place of a word that is taken apart.
const WAYS_MAX: usize = 4;
/// The most letters of a syllable, or of a name's word.
const PIECE_CHARS_MAX: usize = 10;
/// Words taken for what was meant.
const MEANT_MAX: usize = 5;
/// How much a neighbour of the query that stands beside the word in some entry speaks for it.
const NEIGHBOUR: f32 = 1.0;
/// Candidates this much worse than the best are none.
const WORSE_MAX: f32 = 0.4;

/// What the search knows of words.
#[derive(Clone, Copy)]
pub(crate) struct Vocabulary<'a> {
    pub index: &'a Index,
    pub overlay: &'a Overlay,
}

/// The other way to write a last «i» or «y»: «ly» and «li».
pub(crate) fn other_ending(word: &str) -> Option<String> {
    let mut chars: Vec<char> = word.chars().collect();
    let last = chars.pop()?;
    let swapped = match last {
        'i' => 'y',
        'y' => 'i',
        _ => return None,
    };
    let before = *chars.last()?;
    let fits =
        !matches!(before, 'a' | 'e' | 'i' | 'o' | 'u' | 'y') || (before == 'u' && chars.len() == 2 && chars[0] == 'q');
    fits.then(|| chars.into_iter().chain([swapped]).collect())
}

impl Vocabulary<'_> {
    pub(crate) fn knows(self, word: &str) -> bool {
        let known = |word: &str| self.index.term(word).is_some() || self.overlay.knows(word);
        known(word) || other_ending(word).is_some_and(|other| known(&other))
    }

    pub(crate) fn are_neighbours(self, first: &str, second: &str) -> bool {
        let in_index = match (self.index.term(first), self.index.term(second)) {
            (Some(first), Some(second)) => self.index.are_neighbours(first, second),
            _ => false,
        };
        in_index || self.overlay.are_neighbours(first, second) || self.overlay.thesaurus.are_neighbours(first, second)
    }

    /// Whether a word stands behind another in some entry.
    pub(crate) fn follows(self, before: &Word, word: u32) -> bool {
        self.are_neighbours(&before.fold, &self.index.terms[word as usize].fold)
    }

    /// Whether a word stands beside another in most entries that have the other: the two are one word.
    pub(crate) fn belongs(self, word: &Word, other: &Word) -> bool {
        let (Some(word), Some(other)) = (self.index.term(&word.fold), self.index.term(&other.fold)) else {
            return false;
        };
        let pairs = [&self.index.name_pairs, &self.index.item_pairs, &self.index.text_pairs];
        let beside = |pairs: &&Pairs| {
            let both = [pairs.get(word, other), pairs.get(other, word)];
            both.into_iter().flatten().map(Beside::len).max().unwrap_or(0)
        };
        let together = pairs.iter().map(beside).max().unwrap_or(0) as u64;
        together * 2 >= self.index.terms[other as usize].entries.max(1)
    }

    /// The words that an unknown one stands for for certain: decoded, or taken apart.
    pub(crate) fn decode(self, word: &Word) -> Option<Vec<Word>> {
        let typed = fold(&word.fold);
        let decoded = [telex(&typed), vni(&typed)].into_iter().flatten().find(|plain| self.knows(plain));
        if let Some(plain) = decoded {
            return Some(vec![Word::new(&plain)]);
        }
        let pieces = self.take_apart(&typed)?;
        Some(pieces.iter().map(|piece| Word::new(piece)).collect())
    }

    /// Words that stand side by side somewhere and make up this one.
    fn take_apart(self, joined: &str) -> Option<Vec<String>> {
        let chars: Vec<char> = joined.chars().collect();
        if chars.len() < JOINED_CHARS_MIN {
            return None;
        }
        // Ways to each place: how many neighbours are strangers, and the pieces.
        let mut ways: Vec<Vec<(usize, Vec<String>)>> = vec![Vec::new(); chars.len() + 1];
        ways[0].push((0, Vec::new()));
        for end in 1..=chars.len() {
            let mut here: Vec<(usize, Vec<String>)> = Vec::new();
            for start in end.saturating_sub(PIECE_CHARS_MAX)..end {
                let piece: String = chars[start..end].iter().collect();
                if ways[start].is_empty() || !self.knows(&piece) {
                    continue;
                }
                for (strangers, before) in &ways[start] {
                    let near = before.last().is_none_or(|last| self.are_neighbours(last, &piece));
                    if near || piece.len() > 1 {
                        let mut pieces = before.clone();
                        pieces.push(piece.clone());
                        here.push((strangers + usize::from(!near), pieces));
                    }
                }
            }
            here.sort_by_key(|(strangers, pieces)| (*strangers * 3 + pieces.len(), pieces.len()));
            here.truncate(WAYS_MAX);
            ways[end] = here;
        }
        let (strangers, pieces) = ways.pop()?.into_iter().next()?;
        (pieces.len() > 1 && strangers * 3 < pieces.len()).then_some(pieces)
    }

    /// Known words that a typist may have meant, the likeliest first. `before` and `after` are the neighbours in the
    /// query; with `only_neighbours`, words that stand beside one of them in some entry.
    pub(crate) fn meant(
        self,
        word: &Word,
        before: Option<&Word>,
        after: Option<&Word>,
        only_neighbours: bool,
    ) -> Vec<u32> {
        let typed: Vec<char> = word.fold.chars().collect();
        let slips = slips_max(typed.len());
        if slips == 0 || typed.iter().any(|c| c.is_numeric()) {
            return Vec::new();
        }
        let index = self.index;
        let letters = letters_of(&word.fold);
        let mut found: Vec<(f32, u32)> = Vec::new();
        let mut meant: Vec<char> = Vec::new();
        for (at, term) in (0..).zip(&index.terms) {
            let near = may_be_near(letters, term.letters, slips);
            if !near || term.fold.len().abs_diff(word.fold.len()) > slips * 2 || *term.fold == *word.fold {
                continue;
            }
            meant.clear();
            meant.extend(term.fold.chars());
            let Some(cost) = cost(&typed, &meant, slips) else { continue };
            let after_known = before.is_some_and(|before| self.are_neighbours(&before.fold, &term.fold));
            let before_known = after.is_some_and(|after| self.are_neighbours(&term.fold, &after.fold));
            if only_neighbours && !after_known && !before_known {
                continue;
            }
            let neighbours = NEIGHBOUR * f32::from(u8::from(after_known) + u8::from(before_known));
            found.push((cost - neighbours - 0.05 * (term.entries as f32).ln_1p(), at));
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let best = found.first().map_or(0.0, |first| first.0);
        found.retain(|(cost, _)| *cost <= best + WORSE_MAX);
        found.into_iter().take(MEANT_MAX).map(|(_, term)| term).collect()
    }
}
