//! Which parts of a text a search found.

use super::unicode::is_combining_mark;
use super::{fold, words};

/// The pieces of a text, in order, each with whether it matches a word of the query. A query word matches at the start
/// of a word of the text, with or without marks.
pub fn highlight<'a>(text: &'a str, query: &str) -> Vec<(bool, &'a str)> {
    let wanted = words(query);
    let mut pieces: Vec<(bool, &str)> = Vec::new();
    let mut plain_from = 0;
    for (start, end) in word_spans(text) {
        let folded = fold(&text[start..end]);
        let Some(word) = wanted.iter().filter(|word| folded.starts_with(word.as_str())).max_by_key(|word| word.len())
        else {
            continue;
        };
        let hit_end = start + prefix_bytes(&text[start..end], word.chars().count());
        if plain_from < start {
            pieces.push((false, &text[plain_from..start]));
        }
        pieces.push((true, &text[start..hit_end]));
        plain_from = hit_end;
    }
    if plain_from < text.len() {
        pieces.push((false, &text[plain_from..]));
    }
    pieces
}

/// Byte ranges of the words of a text; combining marks belong to their word.
fn word_spans(text: &str) -> Vec<(usize, usize)> {
    let mut spans = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        // A mark on a space or a sign begins no word: it stays with what it stands on.
        let inside = c.is_alphanumeric() || (start.is_some() && is_combining_mark(c));
        match (inside, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                spans.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    spans.extend(start.map(|from| (from, text.len())));
    spans
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
