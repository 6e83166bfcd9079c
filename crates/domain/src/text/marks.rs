//! The letters of a word with their marks, however it was typed: what «exact marks» compares.

use super::unicode::{is_combining_mark, nfd};

/// The tones of Vietnamese as combining marks: huyền, ngã, hỏi, sắc, nặng.
const TONES: [char; 5] = ['\u{300}', '\u{303}', '\u{309}', '\u{301}', '\u{323}'];

/// The key of a word with its marks: two words have the same key exactly when a reader takes them for the same word.
/// The old and the new place of a tone («hoà», «hòa») and a last «i» or «y» after a consonant («kĩ», «kỹ») make no
/// difference, nor does case or normal form.
pub fn exact(word: &str) -> String {
    let lower = word.to_lowercase();
    if lower.is_ascii() {
        return same_ending(lower);
    }
    let (mut letters, mut tones) = (String::with_capacity(lower.len()), String::new());
    for c in nfd(&lower).chars() {
        if TONES.contains(&c) {
            tones.push(c);
        } else {
            letters.push(c);
        }
    }
    let mut key = same_ending(letters);
    key.push_str(&tones);
    key
}

/// Whether a word's key bears marks: it was typed with them.
pub fn is_marked(key: &str) -> bool {
    key.contains('đ') || key.chars().any(is_combining_mark)
}

/// A last «y» after a consonant is an «i», and «quy» is «qui».
fn same_ending(mut letters: String) -> String {
    let mut last = letters.chars().rev();
    let ends_in_y = last.next() == Some('y');
    let before = last.next();
    let after_consonant = before.is_some_and(|c| c.is_alphabetic() && !"aeiouy".contains(c) && !is_combining_mark(c));
    if ends_in_y && (after_consonant || letters.ends_with("quy")) {
        letters.pop();
        letters.push('i');
    }
    letters
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn keys() {
        for (one, other, same) in [
            ("hoà", "hòa", true),
            ("Thuỷ", "THỦY", true),
            ("khoẻ", "khỏe", true),
            ("kĩ", "kỹ", true),
            ("qui", "quy", true),
            ("tai", "tay", false),
            ("chợ", "cho", false),
            ("chợ", "chờ", false),
            ("đá", "dá", false),
            ("giá", "gia", false),
        ] {
            assert_eq!(exact(one) == exact(other), same, "{one} {other}");
            assert_eq!(exact(one), exact(&one.nfd().collect::<String>()));
        }
        assert!(is_marked(&exact("đo")) && is_marked(&exact("chợ")) && !is_marked(&exact("cho")));
    }
}
