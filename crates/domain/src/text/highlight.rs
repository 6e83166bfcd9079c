//! Which parts of a text a search found.

use super::unicode::is_combining_mark;
use super::{exact, fold, fold_into, is_marked, words};

/// The pieces of a text, in order, each with whether it matches a word of the query. A query word matches at the start
/// of a word of the text, with or without marks.
pub fn highlight<'a>(text: &'a str, query: &str) -> Vec<(bool, &'a str)> {
    let wanted = words(query);
    let hits = word_spans(text).filter_map(|(start, end)| {
        let word = &text[start..end];
        let folded = fold(word);
        let hit = wanted.iter().filter(|one| folded.starts_with(one.as_str())).max_by_key(|one| one.len())?;
        Some((start, start + prefix_bytes(word, hit.chars().count())))
    });
    pieces(text, hits)
}

/// The pieces of a text, in order, each with whether it is among the marks of a search (see [`Marks`]).
pub fn highlight_marks<'a>(text: &'a str, marks: &[String]) -> Vec<(bool, &'a str)> {
    pieces(text, Marks::new(marks).hits(text))
}

/// The marks of a search, made ready for many texts. A mark is a folded word; with `*` behind it, the beginning of one;
/// written with marks (the key of [`exact`]), that word with its marks only. Several with spaces between are a phrase:
/// its words are marked where they follow one another.
pub struct Marks {
    words: Vec<Mark>,
    phrases: Vec<Vec<Mark>>,
}

struct Mark {
    /// Its first letter, folded: most words of a text are told from it by theirs.
    first: Option<char>,
    text: String,
    /// Its letters, folded; of one written with marks all but the last, which may be «i» or «y».
    letters: String,
    kind: Kind,
}

enum Kind {
    Word,
    Beginning,
    Written,
}

impl Mark {
    fn new(text: &str) -> Self {
        let (text, kind) = match text.strip_suffix('*') {
            Some(begin) => (begin, Kind::Beginning),
            None if is_marked(text) => (text, Kind::Written),
            None => (text, Kind::Word),
        };
        let mut letters = fold(text);
        let first = letters.chars().next();
        if matches!(kind, Kind::Written) {
            letters.pop();
        }
        Self { first, text: text.to_owned(), letters, kind }
    }

    /// [`Mark::covers`], told of most words by the first letter.
    fn is(&self, word: &str) -> Option<usize> {
        let first = word.chars().next().and_then(first_letter);
        if self.first == first { self.covers(word) } else { None }
    }

    /// How many bytes of a word it covers; nothing where it is another.
    fn covers(&self, word: &str) -> Option<usize> {
        let begins = beginning(word, &self.letters)?;
        match self.kind {
            Kind::Word => (begins == Begins::Whole).then_some(word.len()),
            Kind::Beginning => Some(prefix_bytes(word, self.letters.chars().count())),
            Kind::Written => (exact(word) == self.text).then_some(word.len()),
        }
    }
}

impl Marks {
    pub fn new(marks: &[String]) -> Self {
        let (phrases, words): (Vec<&String>, Vec<&String>) = marks.iter().partition(|mark| mark.contains(' '));
        let phrase = |mark: &String| mark.split(' ').map(Mark::new).collect();
        Self {
            words: words.into_iter().map(|mark| Mark::new(mark)).collect(),
            phrases: phrases.into_iter().map(phrase).collect(),
        }
    }

    /// How many words are marked.
    pub fn len(&self) -> usize {
        self.words.len() + self.phrases.iter().map(Vec::len).sum::<usize>()
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of the marked words are in a text; those of a phrase, where all of it is.
    pub fn count_in(&self, text: &str) -> usize {
        // What was found once is not looked for again.
        let mut left: Vec<&Mark> = self.words.iter().collect();
        for (start, end) in word_spans(text) {
            if left.is_empty() {
                break;
            }
            let word = &text[start..end];
            let first = word.chars().next().and_then(first_letter);
            left.retain(|mark| mark.first != first || mark.covers(word).is_none());
        }
        self.words.len() - left.len() + self.phrases_in(text)
    }

    /// How many words the phrases have that are in a text.
    fn phrases_in(&self, text: &str) -> usize {
        if self.phrases.is_empty() {
            return 0;
        }
        let spans: Vec<(usize, usize)> = word_spans(text).collect();
        let is_there = |phrase: &&Vec<Mark>| (0..spans.len()).any(|at| begins(text, &spans[at..], phrase));
        self.phrases.iter().filter(is_there).map(Vec::len).sum()
    }

    /// The first byte of a text that is marked.
    pub fn first_in(&self, text: &str) -> Option<usize> {
        self.hits(text).next().map(|(start, _)| start)
    }

    /// What of a text is marked, as byte ranges, each within a word.
    fn hits<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, usize)> + 'a {
        let spans: Vec<(usize, usize)> = word_spans(text).collect();
        let mut phrase_ends = 0;
        (0..spans.len()).filter_map(move |at| {
            let (start, end) = spans[at];
            let begun = self.phrases.iter().filter(|phrase| begins(text, &spans[at..], phrase));
            phrase_ends = begun.map(|phrase| at + phrase.len()).fold(phrase_ends, usize::max);
            let whole = (at < phrase_ends).then_some(end - start);
            let covered = whole.or_else(|| self.words.iter().filter_map(|mark| mark.is(&text[start..end])).max())?;
            Some((start, start + covered))
        })
    }
}

/// Whether the words of a text begin with those of a phrase.
fn begins(text: &str, spans: &[(usize, usize)], phrase: &[Mark]) -> bool {
    let mut both = spans.iter().zip(phrase);
    spans.len() >= phrase.len() && both.all(|((start, end), mark)| mark.is(&text[*start..*end]).is_some())
}

/// The first letter that a character folds to.
fn first_letter(c: char) -> Option<char> {
    let mut first = None;
    fold_into(c.encode_utf8(&mut [0; 4]), |letter| first = first.or(Some(letter)));
    first
}

#[derive(PartialEq)]
enum Begins {
    Whole,
    Part,
}

/// Whether a word, folded, begins with these letters.
fn beginning(word: &str, letters: &str) -> Option<Begins> {
    let (mut wanted, mut same, mut longer) = (letters.chars(), true, false);
    fold_into(word, |letter| match wanted.next() {
        Some(other) => same &= letter == other,
        None => longer = true,
    });
    let begins = same && wanted.next().is_none();
    begins.then_some(if longer { Begins::Part } else { Begins::Whole })
}

/// A text cut at what is marked of it.
fn pieces(text: &str, hits: impl Iterator<Item = (usize, usize)>) -> Vec<(bool, &str)> {
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let mut plain_from = 0;
    for (start, end) in hits {
        if plain_from < start {
            pieces.push((false, &text[plain_from..start]));
        }
        pieces.push((true, &text[start..end]));
        plain_from = end;
    }
    if plain_from < text.len() {
        pieces.push((false, &text[plain_from..]));
    }
    pieces
}

/// Byte ranges of the words of a text; combining marks belong to their word.
fn word_spans(text: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut chars = text.char_indices();
    std::iter::from_fn(move || {
        // A mark on a space or a sign begins no word: it stays with what it stands on.
        let (start, _) = chars.find(|(_, c)| is_letter(*c))?;
        let end = chars.find(|(_, c)| !is_letter(*c) && (c.is_ascii() || !is_combining_mark(*c)));
        Some((start, end.map_or(text.len(), |(end, _)| end)))
    })
}

/// Whether a character is a letter or a digit. Those of Vietnamese are told without looking into the tables.
fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '×' | '÷' => false,
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => true,
        other => other.is_alphanumeric(),
    }
}

/// How many bytes of a word its first `letters` folded letters take, with the marks that follow them.
fn prefix_bytes(word: &str, letters: usize) -> usize {
    let mut seen = 0;
    for (at, c) in word.char_indices() {
        if !is_combining_mark(c) {
            if seen >= letters {
                return at;
            }
            seen += fold(c.encode_utf8(&mut [0; 4])).chars().count();
        }
    }
    word.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    fn marked(text: &str, query: &str) -> String {
        let pieces = highlight(text, query);
        pieces.iter().map(|(hit, piece)| if *hit { format!("[{piece}]") } else { (*piece).to_owned() }).collect()
    }

    #[test]
    fn highlighting() {
        for (text, query, shown) in [
            ("CSDL đất đai", "dat", "CSDL [đất] đai"),
            ("CSDL đất đai", "ĐẤT ĐAI", "CSDL [đất] [đai]"),
            ("doanh nghiệp", "nghi", "doanh [nghi]ệp"),
            ("doanh nghiệp", "nghie", "doanh [nghiệ]p"),
            ("tỉnh Đắk Lắk", "dak lak", "tỉnh [Đắk] [Lắk]"),
            ("xã M'Drắk", "m'drak", "xã [M]'[Drắk]"),
            ("không có", "xyz", "không có"),
            ("không có", "", "không có"),
            ("", "a", ""),
            (" \u{323}Đ", "đ", " \u{323}[Đ]"),
        ] {
            assert_eq!(marked(text, query), shown, "{text} / {query}");
            let decomposed: String = shown.nfd().collect();
            assert_eq!(marked(&text.nfd().collect::<String>(), query), decomposed, "{text} / {query}, decomposed");
        }
    }

    #[test]
    fn marks_of_a_search() {
        let shown = |text: &str, marks: &[&str]| -> String {
            let marks: Vec<String> = marks.iter().map(|mark| (*mark).to_owned()).collect();
            let pieces = highlight_marks(text, &marks);
            pieces.iter().map(|(hit, piece)| if *hit { format!("[{piece}]") } else { (*piece).to_owned() }).collect()
        };
        assert_eq!(shown("Giá đất, giám sát", &["gia"]), "[Giá] đất, giám sát");
        assert_eq!(shown("Giá đất, giám sát", &["gia*"]), "[Giá] đất, [giá]m sát");
        assert_eq!(shown("cho thuê chợ", &[&exact("chợ")]), "cho thuê [chợ]");
        assert_eq!(shown("hoà, hòa", &[&exact("hòa")]), "[hoà], [hòa]");
        assert_eq!(shown("không", &[]), "không");
        assert_eq!(shown("Lý, lí", &[&exact("lý")]), "[Lý], [lí]");
        assert_eq!(shown("Y tế, ỷ lại", &["y", "te"]), "[Y] [tế], [ỷ] lại");
        let marks = Marks::new(&["gia*".to_owned(), exact("đất"), "dat".to_owned()]);
        let counts = ["Giám sát đất", "dat", "đạt giá", "sát", "giá, giám"].map(|text| marks.count_in(text));
        assert_eq!(counts, [3, 1, 2, 0, 1]);
        assert_eq!(["sát ĐẤT", "sát, at"].map(|text| marks.first_in(text)), [Some(5), None]);
        let phrase = format!("thu tuc {} chinh", exact("hành"));
        let text = "Thủ tục hành chính, thu tuc hanh chinh, thi hành thủ tục, chính, thủ tục hành chính";
        let marked =
            "[Thủ] [tục] [hành] [chính], thu tuc hanh chinh, thi hành thủ tục, chính, [thủ] [tục] [hành] [chính]";
        assert_eq!(shown(text, &[&phrase]), marked);
        assert_eq!(shown("thi hành án", &[&phrase, "an"]), "thi hành [án]");
        assert_eq!(shown("bản đồ bản đồ số", &["ban do so", "so"]), "bản đồ [bản] [đồ] [số]");
        assert_eq!(shown("đất đai", &["dat dai so"]), "đất đai");
        let marks = Marks::new(&["ban do".to_owned(), "so".to_owned()]);
        assert_eq!(["bản đồ số", "số bản, đồ", "bản số đồ"].map(|text| marks.count_in(text)), [3, 3, 1]);
        assert_eq!((marks.len(), marks.first_in("số hoá bản đồ")), (3, Some(0)));
    }

    #[test]
    fn letters_are_what_unicode_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphanumeric(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_are_the_text(text in "(\\PC|[a-eàáâăđĐẤ ]|\u{301}|\u{323}){0,40}", query in "(\\PC|[a-eđấ ]){0,8}") {
            let pieces = highlight(&text, &query);
            prop_assert_eq!(pieces.iter().map(|piece| piece.1).collect::<String>(), text.clone());
            prop_assert!(pieces.iter().all(|piece| !piece.1.is_empty()));
        }

        #[test]
        fn no_mark_is_cut_from_its_letter(text in "([a-eđĐ ][\u{301}\u{302}\u{323}]{0,2}){0,20}", query in "[a-eđấ ]{0,8}") {
            for (_, piece) in highlight(&text, &query) {
                prop_assert!(!piece.starts_with(is_combining_mark), "{:?} in {:?}", piece, text);
            }
        }
    }
}
