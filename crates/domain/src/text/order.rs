//! The order of a Vietnamese dictionary, as a text that any database sorts alike.

use super::unicode::{is_combining_mark, nfd};

/// Between the letters and the tones: below everything, so that a text comes before a longer one that it begins.
const END: &str = "00";
/// Between two words.
const GAP: &str = "01";
/// The rank of a letter with marks that the Vietnamese alphabet does not know (č, ŏ): after all that it knows.
const FOREIGN: u8 = 9;

/// A key whose order is that of a Vietnamese dictionary: digits, then the letters (a ă â b c d đ e ê ...), then, among
/// texts of the same letters, the tones (none, huyền, hỏi, ngã, sắc, nặng). Case, punctuation and kinds of spaces
/// make no difference.
///
/// The key holds only `0-9` and `a-z`, and a digit follows each letter: SQLite's bytes, PostgreSQL's `C` and its
/// language collations (which pass over punctuation and join pairs such as «ch») all sort it alike.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() * 2);
    let mut tones = String::new();
    let mut gap = false;
    let decomposed = nfd(text);
    let mut chars = decomposed.chars().flat_map(char::to_lowercase).peekable();
    while let Some(base) = chars.next() {
        let mut marks = Marks::default();
        while let Some(mark) = chars.next_if(|c| is_combining_mark(*c)) {
            marks.add(mark);
        }
        if !base.is_alphanumeric() {
            gap = !key.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            key.push_str(GAP);
        }
        push_letter(&mut key, base, marks.shape);
        tones.push(char::from(b'0' + marks.tone));
    }
    key.push_str(END);
    key.push_str(tones.trim_end_matches('0'));
    key
}

/// What the combining marks after a letter say of it.
#[derive(Default)]
struct Marks {
    tone: u8,
    shape: Shape,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Shape {
    #[default]
    Plain,
    Breve,
    Circumflex,
    Horn,
    Other,
}

impl Marks {
    fn add(&mut self, mark: char) {
        let shape = match mark {
            '\u{300}' => return self.tone = 1,
            '\u{309}' => return self.tone = 2,
            '\u{303}' => return self.tone = 3,
            '\u{301}' => return self.tone = 4,
            '\u{323}' => return self.tone = 5,
            '\u{306}' => Shape::Breve,
            '\u{302}' => Shape::Circumflex,
            '\u{31b}' => Shape::Horn,
            _ => Shape::Other,
        };
        self.shape = if self.shape == Shape::Plain { shape } else { Shape::Other };
    }
}

fn push_letter(key: &mut String, letter: char, shape: Shape) {
    match letter {
        '0'..='9' => {
            key.push('1');
            key.push(letter);
        }
        'a'..='z' | 'đ' => {
            let (plain, rank) = match (letter, shape) {
                ('đ', Shape::Plain) => ('d', 1),
                ('đ', _) => ('d', FOREIGN),
                (plain, Shape::Plain) => (plain, 0),
                ('a', Shape::Breve) | ('e' | 'o', Shape::Circumflex) | ('u', Shape::Horn) => (letter, 1),
                ('a', Shape::Circumflex) | ('o', Shape::Horn) => (letter, 2),
                (plain, _) => (plain, FOREIGN),
            };
            key.push(plain);
            key.push(char::from(b'0' + rank));
        }
        // «zz»: after every letter of the alphabet, whose second character is a digit.
        other => key.push_str(&format!("zz{:06x}", u32::from(other))),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn letters_and_tones() {
        let ordered = [
            "10", "9", "a", "à", "ả", "ã", "á", "ạ", "ai", "an", "ăn", "ẳn", "ân", "ấn", "ba", "ca", "cha", "da", "đa",
            "e", "ê", "o", "ô", "ơ", "u", "ư", "y", "z", "я",
        ];
        let mut shuffled = ordered.to_vec();
        shuffled.reverse();
        shuffled.sort_by_key(|text| sort_key(text));
        assert_eq!(shuffled, ordered);
    }

    #[test]
    fn names() {
        for (before, after) in [
            ("Sở Nội vụ", "Sở Y tế"),
            ("Sở Tài chính", "Sở Tư pháp"),
            ("Sở Y", "Sở Y tế"),
            ("Ban Dân tộc", "Bàn Dân tộc"),
            ("Ea Kar", "Ea Păl"),
            ("Cư Êbur", "Cư M'gar"),
            ("Dang Kang", "Đắk Liêng"),
            ("Phú Hòa 1", "Phú Hòa 2"),
            ("Tuy An", "Tuy An Bắc"),
            ("Đăk", "Đắk"),
        ] {
            assert!(sort_key(before) < sort_key(after), "{before} < {after}");
        }
        assert_eq!(sort_key("SỞ  Y TẾ"), sort_key("Sở Y tế"));
        assert_eq!(sort_key("Thể thao, và"), sort_key("thể thao và"));
        assert_eq!(
            sort_key("C\u{30c}u\u{31b}\u{306}").matches(GAP).count(),
            0,
            "marks of other alphabets part no word"
        );
    }

    proptest! {
        #[test]
        fn a_key_is_plain_and_the_same_for_both_normal_forms(text in "(\\PC|[a-zàáảãạăâđêôơưĐẤ ]){0,30}") {
            let key = sort_key(&text);
            prop_assert!(key.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase()), "{key}");
            prop_assert_eq!(&key, &sort_key(&text.nfc().collect::<String>()));
            prop_assert_eq!(&key, &sort_key(&text.nfd().collect::<String>()));
        }
    }
}
