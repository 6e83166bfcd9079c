//! Suggestions while somebody types: names of entries, agencies, and words that go on.

use crate::document::Class;
use crate::index::Index;
use crate::overlay::{Overlay, folds, has_phrase};
use crate::pairs::Beside;
use crate::search::Filter;
use crate::word::query_words;

/// The most suggestions, and of each kind beside entries.
const SUGGESTIONS_MAX: usize = 8;
const AGENCIES_MAX: usize = 2;
const WORDS_MAX: usize = 3;
/// The most entries whose codes begin with what was typed: a whole ten.
const CODES_MAX: usize = 10;

/// One suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    /// The query with its last word whole, or with a word more.
    Words(String),
    Entry {
        code: String,
        name: String,
    },
    Agency {
        id: String,
        name: String,
    },
}

impl Index {
    /// What somebody who typed so far may be looking for: how the words go on, then what bears them in a row in its name,
    /// entries and agencies, before what is found elsewhere.
    pub fn suggest(&self, overlay: &Overlay, typed: &str) -> Vec<Suggestion> {
        let words = query_words(typed);
        if words.is_empty() {
            return Vec::new();
        }
        let mut coded = self.beginning_of_code(typed);
        if !coded.is_empty() {
            let filter = Filter { query: typed.to_owned(), rows: 1, ..Filter::default() };
            let whole = self.search(overlay, &filter).found.first().map(|one| one.entry);
            let whole = whole.filter(|one| !coded.contains(one));
            coded.extend(whole);
            return coded.into_iter().take(CODES_MAX).map(|entry| self.suggested(entry)).collect();
        }
        let mut out: Vec<Suggestion> = self.going_on(typed).into_iter().map(Suggestion::Words).collect();
        let begins: Vec<String> = words.iter().map(|word| word.fold.clone()).collect();
        let phrase: Vec<&str> = begins.iter().map(String::as_str).collect();
        let mut agencies = overlay.suggested(&begins);
        agencies.sort_by_cached_key(|(id, name)| (!overlay.is_named(id, &phrase), domain::text::sort_key(name)));
        agencies.truncate(AGENCIES_MAX);
        let left = SUGGESTIONS_MAX - out.len() - agencies.len();
        let filter = Filter { query: typed.to_owned(), rows: left, ..Filter::default() };
        let found = self.search(overlay, &filter).found;
        let entries = found.into_iter().map(|one| {
            let name = &self.shown_names[one.entry as usize];
            (has_phrase(&folds(name), &phrase, true), self.suggested(one.entry))
        });
        let agencies =
            agencies.into_iter().map(|(id, name)| (overlay.is_named(&id, &phrase), Suggestion::Agency { id, name }));
        let (named, others): (Vec<_>, Vec<_>) = entries.chain(agencies).partition(|(is_named, _)| *is_named);
        out.extend(named.into_iter().chain(others).map(|(_, one)| one));
        out
    }

    fn suggested(&self, entry: u32) -> Suggestion {
        let code = self.shown_codes[entry as usize].to_string();
        Suggestion::Entry { code, name: self.shown_names[entry as usize].to_string() }
    }

    /// The query with its last word whole: words that begin so and stand behind the word before, in names and items.
    fn going_on(&self, typed: &str) -> Vec<String> {
        let typed = domain::text::clean(typed).to_lowercase();
        let words = query_words(&typed);
        let Some((last, before)) = words.split_last() else { return Vec::new() };
        let before = before.last().and_then(|word| self.term(&word.fold));
        let mut ends: Vec<(usize, u32)> = Vec::new();
        for at in self.beginning(&last.fold) {
            let term = &self.terms[at];
            let Ok(number) = u32::try_from(at) else { continue };
            let beside = match before {
                Some(before) => [&self.name_pairs, &self.item_pairs]
                    .iter()
                    .filter_map(|pairs| pairs.get(before, number))
                    .map(Beside::len)
                    .sum(),
                None if words.len() == 1 => usize::try_from(term.postings.of(Class::Name).len()).unwrap_or(usize::MAX),
                None => 0,
            };
            if beside > 0 && *term.fold != last.fold {
                ends.push((beside, number));
            }
        }
        ends.sort_by_key(|(count, number)| (std::cmp::Reverse(*count), *number));
        ends.truncate(WORDS_MAX);
        let begin = typed.rsplit_once(' ').map_or("", |(begin, _)| begin);
        let whole = |number: u32| {
            let term = &self.terms[number as usize];
            let best = term.written.iter().max_by_key(|one| {
                let written = &self.written[**one as usize].postings;
                written.of(Class::Name).len() * 4 + written.of(Class::Item).len()
            });
            best.map_or_else(|| term.fold.to_string(), |one| self.written[*one as usize].shown.to_string())
        };
        ends.into_iter().map(|(_, number)| format!("{begin} {}", whole(number)).trim().to_owned()).collect()
    }
}
