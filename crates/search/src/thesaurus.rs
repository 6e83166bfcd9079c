//! Phrases that mean the same: abbreviations, synonyms, the names of one agency. Applied to the query alone.

use domain::text::exact;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::slip::{cost, slips_max};
use crate::term::letters_and_tone;
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

#[derive(Clone, Copy)]
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
    /// Its last word is typed half.
    pub is_half: bool,
    /// It is typed with other marks, or a word of it is a slip.
    pub is_slip: bool,
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

/// Whether a word is the beginning of another; a tone may still be missing.
fn is_half(typed: &Word, whole: &Word) -> bool {
    let ((letters, tone), (others, other_tone)) = (letters_and_tone(&typed.exact), letters_and_tone(&whole.exact));
    let marks = others.starts_with(letters) && (tone.is_empty() || tone == other_tone);
    typed.fold != whole.fold
        && whole.fold.starts_with(&typed.fold)
        && (marks || !typed.is_marked() || !whole.is_marked())
}

/// How a phrase may be typed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Whole,
    /// Its last word is a beginning.
    Half,
    AnyMarks,
    /// A word of it is a slip.
    Slip,
}

/// How a phrase is looked for at a place of the query.
pub(crate) struct Sought<F> {
    /// The query ends with the words asked for.
    pub ends: bool,
    /// Other marks than were typed are let pass.
    pub any_marks: bool,
    /// Whether nothing is called so.
    pub is_strange: F,
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

    /// The longest known phrase at the beginning of these words. Where none of several words is: one whose last word is
    /// typed half at the end of the query; with `any_marks`, one that is typed with other marks; one that has another word
    /// near a strange one.
    pub(crate) fn find(&self, asked: &[Word], how: &Sought<impl Fn(&Word) -> bool>) -> Option<Known<'_>> {
        let whole = self.fitting(asked, Fit::Whole);
        if whole.as_ref().is_some_and(|known| known.length > 1) {
            return whole;
        }
        let fitting = |may: bool, fit| if may { self.fitting(asked, fit) } else { None };
        let half = || fitting(how.ends, Fit::Half);
        let other_marks = || fitting(how.any_marks, Fit::AnyMarks).filter(|known| known.length > 1);
        half().or_else(other_marks).or_else(|| self.slipped(asked, &how.is_strange)).or(whole)
    }

    fn fitting(&self, asked: &[Word], fit: Fit) -> Option<Known<'_>> {
        let forms = self.forms.get(&key(&asked.first()?.fold))?;
        let keys: Vec<String> = asked.iter().take(PHRASE_WORDS_MAX).map(|word| key(&word.fold)).collect();
        let fits = |form: &Form| {
            let (phrase, of_phrase) = self.phrase(*form);
            let any = fit == Fit::AnyMarks;
            let same = |count: usize| {
                let mut both = phrase.iter().zip(asked).take(count);
                keys.starts_with(&of_phrase[..count]) && both.all(|(known, asked)| any || is_same(asked, known))
            };
            match (fit, phrase, asked) {
                (Fit::Half, [before @ .., last], [.., typed]) => {
                    !before.is_empty() && phrase.len() == asked.len() && same(before.len()) && is_half(typed, last)
                }
                (Fit::Half, ..) => false,
                _ => same(phrase.len()),
            }
        };
        self.known(asked, forms.iter().copied().filter(fits).collect(), fit)
    }

    /// A phrase whose words stand here, but for the first strange one, which is a slip of its own.
    fn slipped(&self, asked: &[Word], is_strange: impl Fn(&Word) -> bool) -> Option<Known<'_>> {
        let asked = &asked[..asked.len().min(PHRASE_WORDS_MAX)];
        let strange = asked.iter().position(is_strange)?;
        let keys: Vec<String> = asked.iter().map(|word| key(&word.fold)).collect();
        let typed: Vec<char> = asked[strange].fold.chars().collect();
        let fits = |form: &Form| {
            let (phrase, of_phrase) = self.phrase(*form);
            let others = || of_phrase.iter().zip(&keys).enumerate().all(|(at, (of, key))| at == strange || of == key);
            let marks =
                || phrase.iter().zip(asked).enumerate().all(|(at, (of, one))| at == strange || is_same(one, of));
            (strange.max(1) + 1..=asked.len()).contains(&phrase.len()) && others() && marks() && {
                let meant: Vec<char> = phrase[strange].fold.chars().collect();
                cost(&typed, &meant, slips_max(meant.len())).is_some()
            }
        };
        let all = self.groups.iter().enumerate();
        let all = all.flat_map(|(group, of)| (0..of.phrases.len()).map(move |phrase| Form { group, phrase }));
        self.known(asked, all.filter(fits).collect(), Fit::Slip)
    }

    fn phrase(&self, form: Form) -> (&[Word], &[String]) {
        let group = &self.groups[form.group];
        (&group.phrases[form.phrase], &group.keys[form.phrase])
    }

    /// What the longest of the phrases that fit are called else.
    fn known(&self, asked: &[Word], fitting: Vec<Form>, fit: Fit) -> Option<Known<'_>> {
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
        let is_slip = matches!(fit, Fit::AnyMarks | Fit::Slip);
        Some(Known { length, is_name, is_place, is_half: fit == Fit::Half, is_slip, others })
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
        let is_strange = |word: &Word| ["cogn", "dta"].contains(&word.fold.as_str());
        let how = |ends, any_marks| Sought { ends, any_marks, is_strange };
        let others = |query: &str| {
            let asked = words(query);
            let found = thesaurus.find(&asked, &how(true, false))?;
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
        let half = vec!["bac si".to_owned(), "nguoi hanh nghe".to_owned()];
        assert_eq!(others("bác s"), Some((2, half)), "half a word at the end");
        assert_eq!(others("doanh nghiế"), None, "of another word");
        assert_eq!(others("doanh nghiệ").map(|found| found.0), Some(2));
        assert_eq!(others("bác s viện"), None, "not before others");
        assert!(thesaurus.find(&words("bác s"), &how(false, false)).is_none(), "not where the query goes on");
        let slip = thesaurus.find(&words("số đỏ"), &how(true, true)).map(|known| (known.length, known.is_slip));
        assert_eq!(slip, Some((2, true)), "other marks, where they are let pass");
        let firm = vec!["doanh nghiep".to_owned(), "cong ty".to_owned()];
        assert_eq!(others("côgn ty lớn"), Some((2, firm)), "a slip in the first word");
        let deed = |first: &str| others(&format!("{first} chứng nhận quyền sử dụng đtấ")).map(|found| found.0);
        assert_eq!((deed("giấy"), deed("giầy")), (Some(7), None), "in the last, beside words that are right");
        assert_eq!(others("đtấ"), None, "a word alone is not mended here");
        let neighbours = |first, second| thesaurus.are_neighbours(first, second);
        assert!(neighbours("su", "dung") && !neighbours("dung", "su") && !neighbours("do", "giay"));
    }
}
