//! Vietnamese text: normal form, folding for search, order, and highlighting. One place for both databases, since
//! neither SQLite's tokenizers fold «đ» nor do the two sort alike.

mod highlight;
mod marks;
mod misread;
mod order;
mod unicode;

pub use highlight::{Marks, highlight, highlight_marks};
pub use marks::{exact, is_marked};
pub use misread::{Misread, misread};
pub use order::sort_key;
pub use unicode::nfc;
use unicode::{bare_letters, is_combining_mark, nfd};

/// One line of clean text: NFC, every kind of space a plain one, runs collapsed, ends trimmed; characters that show
/// nothing (zero-width ones, control characters) go.
pub fn clean(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    nfc(&seen).split(char::is_whitespace).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Like [`clean`], keeping line breaks; blank lines at the ends go, runs of them become one.
pub fn clean_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.replace("\r\n", "\n").split(is_line_break).map(clean) {
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

/// Word processors break lines with a vertical tab or with the separators of Unicode.
fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{2028}' | '\u{2029}')
}

/// Zero-width characters and the soft hyphen hide inside copied words and make equal names differ; the controls of writing
/// direction show a text in another order than it has; PostgreSQL refuses the null character.
fn is_invisible(c: char) -> bool {
    let hidden = matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}');
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    hidden || turns || (c.is_control() && !c.is_whitespace())
}

/// The letters of a text without marks, `đ` as `d`, lower case: what a search compares.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    fold_into(text, |letter| folded.push(letter));
    folded
}

/// Calls `each` with the letters of a text as [`fold`] gives them.
fn fold_into(text: &str, mut each: impl FnMut(char)) {
    if text.is_ascii() {
        return text.bytes().for_each(|byte| each(char::from(byte.to_ascii_lowercase())));
    }
    bare_letters(text, |letter| match letter {
        '\0'..='\u{7f}' => each(letter.to_ascii_lowercase()),
        other => fold_char(other).for_each(&mut each),
    });
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        'đ' | 'Đ' => 'd',
        other => other,
    };
    plain.to_lowercase()
}

/// A word in lower case with its marks, wherever in it they were typed: «hoá» and «hóa» are one, «bão» and «bảo» are not.
pub fn marked(word: &str) -> String {
    let mut marks: Vec<char> = nfd(word).chars().filter(|c| is_combining_mark(*c)).collect();
    marks.sort_unstable();
    let stroke = word.chars().any(|c| matches!(c, 'đ' | 'Đ'));
    fold(word).chars().chain(marks).chain(stroke.then_some('đ')).collect()
}

/// The words of a text as they are written, composed and in lower case.
pub fn raw_words(text: &str) -> Vec<String> {
    let text = nfc(text).to_lowercase();
    let between = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    text.split(between).filter(|word| word.chars().any(char::is_alphanumeric)).map(str::to_owned).collect()
}

/// The folded words of a text: runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn folding() {
        for (text, folded) in [
            ("Đắk Lắk", "dak lak"),
            ("dak lak", "dak lak"),
            ("Đăk Lăk", "dak lak"),
            ("ĐẤT ĐAI", "dat dai"),
            ("D\u{31b}o\u{31b}", "do"),
            ("ẫ ễ ặ Ữ ợ ỹ", "a e a u o y"),
            ("Y Ngông Niê Kdăm", "y ngong nie kdam"),
            ("M'Drắk", "m'drak"),
        ] {
            assert_eq!(fold(text), folded, "{text}");
            assert_eq!(fold(&text.nfd().collect::<String>()), folded, "{text} decomposed");
        }
    }

    #[test]
    fn folding_any_letter_twice_is_folding_it_once() {
        for c in '\0'..='\u{2ffff}' {
            let once = fold(c.encode_utf8(&mut [0; 4]));
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }

    #[test]
    fn splitting() {
        assert_eq!(words("Sở TT&TT, tỉnh Đắk Lắk (2023)"), ["so", "tt", "tt", "tinh", "dak", "lak", "2023"]);
        assert_eq!(words(" – "), Vec::<String>::new());
    }

    #[test]
    fn cleaning() {
        assert_eq!(clean("  a\u{a0}\u{a0}b\n c\u{2009}d\u{3000} "), "a b c d");
        assert_eq!(clean("\u{feff}Đắ\u{ad}k\u{200b} L\u{0}ắk"), "Đắk Lắk");
        assert_eq!(clean("xe \u{202e}cứu\u{202c} \u{2066}hộ\u{2069}"), "xe cứu hộ");
        assert_eq!(clean("e\u{302}\u{200d}\u{323}"), "ệ");
        assert_eq!(clean_lines("\n a \r\n\n\n b\u{a0}\n"), "a\n\nb");
        assert_eq!(clean_lines("a\u{b}b\rc\u{2028}d"), "a\nb\nc\nd");
    }

    proptest! {
        #[test]
        fn fold_is_idempotent(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn fold_knows_no_normal_form(text in "(\\PC|[a-zàáảãạăâđêôơưĐẤ \\u{301}\\u{31b}]){0,40}") {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(fold(&composed), fold(&decomposed));
            prop_assert_eq!(fold(&composed), fold(&text));
        }

        #[test]
        fn clean_text_stays_as_it_is(text in "(.|\\n|\\r){0,40}") {
            let line = clean(&text);
            prop_assert_eq!(clean(&line), line.clone());
            prop_assert_eq!(nfc(&line), line);
            let lines = clean_lines(&text);
            prop_assert_eq!(clean_lines(&lines), lines);
        }
    }
}
