//! Phrases that mean the same: abbreviations, synonyms, the names of one agency. Applied to the query alone.

use domain::text::exact;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::word::{Word, words};

/// The most words of a phrase.
const PHRASE_WORDS_MAX: usize = 12;

/// Groups of phrases that mean the same.
#[derive(Default)]
pub(crate) struct Thesaurus {
    groups: Vec<Group>,
    /// By the first word of a phrase.
    forms: FxHashMap<String, Vec<Form>>,
    words: FxHashSet<String>,
    /// The words that stand behind a word in some phrase.
    followers: FxHashMap<String, FxHashSet<String>>,
}

struct Group {
    phrases: Vec<Vec<Word>>,
    /// The keys of their words.
    keys: Vec<Vec<String>>,
    /// What a phrase is worth in place of another, of 1.
    worth: f32,
    kind: Kind,
}

/// What the phrases of a group are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Words,
    /// Names of an agency.
    Agency,
    /// Names of a place, and of the agency that governs it.
    Place,
}

struct Form {
    group: usize,
    phrase: usize,
}

/// A phrase of the query that the thesaurus knows.
pub(crate) struct Known<'a> {
    /// How many words it has.
    pub length: usize,
    /// It is called so as an agency or a place only.
    pub is_name: bool,
    pub is_place: bool,
    /// What else it may be called, each with its worth.
    pub others: Vec<(&'a [Word], f32)>,
}

/// The key under which words are the same but for marks.
fn key(fold: &str) -> String {
    exact(fold)
}

/// Whether words of one key may be the same: marks that were typed must be right.
fn is_same(asked: &Word, known: &Word) -> bool {
    !(asked.is_marked() && known.is_marked() && asked.exact != known.exact)
}

impl Thesaurus {
    pub(crate) fn add(&mut self, phrases: impl IntoIterator<Item = impl AsRef<str>>, worth: f32, kind: Kind) {
        let mut group = Group { phrases: Vec::new(), keys: Vec::new(), worth, kind };
        for phrase in phrases {
            let phrase = words(phrase.as_ref());
            if phrase.is_empty() || phrase.len() > PHRASE_WORDS_MAX || group.phrases.contains(&phrase) {
                continue;
            }
            let keys: Vec<String> = phrase.iter().map(|word| key(&word.fold)).collect();
            let form = Form { group: self.groups.len(), phrase: group.phrases.len() };
            self.forms.entry(keys[0].clone()).or_default().push(form);
            self.words.extend(keys.iter().cloned());
            for pair in keys.windows(2) {
                self.followers.entry(pair[0].clone()).or_default().insert(pair[1].clone());
            }
            group.phrases.push(phrase);
            group.keys.push(keys);
        }
        self.groups.push(group);
    }

    pub(crate) fn knows(&self, fold: &str) -> bool {
        self.words.contains(&key(fold))
    }

    /// Whether two folded words stand side by side in a phrase.
    pub(crate) fn are_neighbours(&self, first: &str, second: &str) -> bool {
        self.followers.get(&key(first)).is_some_and(|after| after.contains(&key(second)))
    }

    /// The longest known phrase at the beginning of these words.
    pub(crate) fn find(&self, asked: &[Word]) -> Option<Known<'_>> {
        let forms = self.forms.get(&key(&asked.first()?.fold))?;
        let keys: Vec<String> = asked.iter().take(PHRASE_WORDS_MAX).map(|word| key(&word.fold)).collect();
        let fits = |form: &&Form| {
            let group = &self.groups[form.group];
            keys.starts_with(&group.keys[form.phrase])
                && group.phrases[form.phrase].iter().zip(asked).all(|(known, asked)| is_same(asked, known))
        };
        let fitting: Vec<&Form> = forms.iter().filter(fits).collect();
        let length = fitting.iter().map(|form| self.groups[form.group].phrases[form.phrase].len()).max()?;
        let mut others: Vec<(&[Word], f32)> = Vec::new();
        let (mut is_name, mut is_place) = (true, false);
        for form in fitting {
            let group = &self.groups[form.group];
            if group.phrases[form.phrase].len() < length {
                continue;
            }
            is_name &= group.kind != Kind::Words;
            is_place |= group.kind == Kind::Place;
            // The phrase itself too where it was typed in other letters, «mdrak», or with marks that it does not have:
            // «đoanh nghiệp».
            let is_typed = |known: &Word, asked: &Word| {
                known.fold == asked.fold && (!asked.is_marked() || known.exact == asked.exact)
            };
            let as_typed = |phrase: &[Word]| phrase.iter().zip(asked).all(|(known, asked)| is_typed(known, asked));
            let phrases = group.phrases.iter().enumerate();
            for (_, other) in phrases.filter(|(at, other)| *at != form.phrase || !as_typed(other)) {
                if !others.iter().any(|(known, _)| *known == other.as_slice()) {
                    others.push((other, group.worth));
                }
            }
        }
        Some(Known { length, is_name, is_place, others })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_phrase_counts_and_wrong_marks_do_not() {
        let mut thesaurus = Thesaurus::default();
        thesaurus.add(["sổ đỏ", "giấy chứng nhận quyền sử dụng đất"], 0.9, Kind::Words);
        thesaurus.add(["sổ", "quyển"], 0.9, Kind::Words);
        thesaurus.add(["bác sĩ", "người hành nghề"], 0.9, Kind::Words);
        thesaurus.add(["doanh nghiệp", "công ty"], 0.9, Kind::Words);
        let others = |query: &str| {
            let asked = words(query);
            let found = thesaurus.find(&asked)?;
            let told = |phrase: &[Word]| phrase.iter().map(|word| word.fold.clone()).collect::<Vec<_>>().join(" ");
            Some((found.length, found.others.iter().map(|(phrase, _)| told(phrase)).collect::<Vec<_>>()))
        };
        let deed = "giay chung nhan quyen su dung dat".to_owned();
        assert_eq!(others("sổ đỏ nhà đất"), Some((2, vec![deed.clone()])));
        assert_eq!(others("SO DO"), Some((2, vec![deed])));
        assert_eq!(others("sổ do"), Some((2, vec!["giay chung nhan quyen su dung dat".to_owned()])), "half the marks");
        assert_eq!(others("số đỏ"), None, "other marks are another word");
        let both = vec!["bac si".to_owned(), "nguoi hanh nghe".to_owned()];
        assert_eq!(others("bác sỹ"), Some((2, both)), "as the table writes it, too");
        assert_eq!(others("khác"), None);
        assert_eq!(others("doanh nghiệp"), Some((2, vec!["cong ty".to_owned()])));
        let firm = vec!["doanh nghiep".to_owned(), "cong ty".to_owned()];
        assert_eq!(others("đoanh nghiệp"), Some((2, firm)), "a mark too many");
        let neighbours = |first, second| thesaurus.are_neighbours(first, second);
        assert!(neighbours("su", "dung") && !neighbours("dung", "su") && !neighbours("do", "giay"));
    }
}
