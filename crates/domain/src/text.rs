//! Vietnamese text: normal form, folding for search, order, and highlighting. One place for both databases, since
//! neither SQLite's tokenizers fold «đ» nor do the two sort alike.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// NFC, which everything is brought into at the edge.
pub fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// One line of clean text: NFC, every kind of space a plain one, runs collapsed, ends trimmed.
pub fn clean(text: &str) -> String {
    nfc(text).split(is_space).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Like [`clean`], keeping line breaks; blank lines at the ends go, runs of them become one.
pub fn clean_lines(text: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in text.replace("\r\n", "\n").replace('\r', "\n").split('\n').map(clean) {
        if !(line.is_empty() && lines.last().is_none_or(String::is_empty)) {
            lines.push(line);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines.join("\n")
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}' | '\u{2060}')
}

/// The letters of a text without marks, `đ` as `d`, lower case: what a search compares.
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(fold_char).collect()
}

fn fold_char(c: char) -> impl Iterator<Item = char> {
    let plain = match c {
        'đ' | 'Đ' => 'd',
        other => other,
    };
    plain.to_lowercase()
}

/// The folded words of a text: runs of letters and digits.
pub fn words(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A key of ASCII characters whose byte order is the order of a Vietnamese dictionary, on any database: first the
/// letters (a ă â b c d đ e ê ...), then the tones (none, huyền, hỏi, ngã, sắc, nặng); digits come before letters.
pub fn sort_key(text: &str) -> String {
    let mut letters = String::new();
    let mut tones = String::new();
    let mut gap = false;
    for c in nfc(text).to_lowercase().chars() {
        let (letter, tone) = letter_and_tone(c);
        if !letter.is_alphanumeric() {
            gap = !letters.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            letters.push(' ');
            tones.push('0');
        }
        push_letter(&mut letters, letter);
        tones.push(tone);
    }
    format!("{letters}!{tones}")
}

/// A letter without its tone (ấ -> â), and the tone as a digit in dictionary order.
fn letter_and_tone(c: char) -> (char, char) {
    let mut tone = '0';
    let rest: String = c
        .nfd()
        .filter(|part| {
            let digit = match part {
                '\u{300}' => '1',
                '\u{309}' => '2',
                '\u{303}' => '3',
                '\u{301}' => '4',
                '\u{323}' => '5',
                _ => return true,
            };
            tone = digit;
            false
        })
        .nfc()
        .collect();
    (rest.chars().next().unwrap_or(c), tone)
}

/// Letters with a hook, breve, circumflex or bar follow their plain letter: `a`, `a~`, `a~~`.
fn push_letter(key: &mut String, letter: char) {
    let (plain, rank) = match letter {
        'ă' => ('a', 1),
        'â' => ('a', 2),
        'đ' => ('d', 1),
        'ê' => ('e', 1),
        'ô' => ('o', 1),
        'ơ' => ('o', 2),
        'ư' => ('u', 1),
        other => (other, 0),
    };
    if plain.is_ascii() {
        key.push(plain);
    } else {
        key.push_str(&format!("~{:06x}", u32::from(plain)));
    }
    (0..rank).for_each(|_| key.push('~'));
}

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
        let inside = c.is_alphanumeric() || is_combining_mark(c);
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

    use super::*;

    #[test]
    fn folding() {
        for (text, folded) in [
            ("Đắk Lắk", "dak lak"),
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
    fn cleaning() {
        assert_eq!(clean("  a\u{a0}\u{a0}b\n c "), "a b c");
        assert_eq!(clean_lines("\n a \r\n\n\n b\u{a0}\n"), "a\n\nb");
    }

    #[test]
    fn dictionary_order() {
        let ordered =
            ["10", "a", "à", "ả", "ã", "á", "ạ", "an", "ăn", "ân", "ba", "ca", "da", "đa", "e", "ê", "o", "ô", "ơ", "u", "ư", "y"];
        let mut shuffled = ordered.to_vec();
        shuffled.reverse();
        shuffled.sort_by_key(|text| sort_key(text));
        assert_eq!(shuffled, ordered);
        assert!(sort_key("Sở Nội vụ") < sort_key("Sở Y tế"));
        assert!(sort_key("Sở Tài chính") < sort_key("Sở Tư pháp"));
    }

    #[test]
    fn highlighting() {
        let hit = |text, query| {
            let pieces = highlight(text, query);
            pieces.iter().map(|(hit, piece)| if *hit { format!("[{piece}]") } else { (*piece).to_owned() }).collect::<String>()
        };
        assert_eq!(hit("CSDL đất đai", "dat"), "CSDL [đất] đai");
        assert_eq!(hit("CSDL đất đai", "ĐẤT ĐAI"), "CSDL [đất] [đai]");
        assert_eq!(hit("doanh nghiệp", "nghi"), "doanh [nghi]ệp");
        assert_eq!(hit("không có", "xyz"), "không có");
    }

    proptest! {
        #[test]
        fn fold_is_idempotent(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }

        #[test]
        fn pieces_are_the_text(text in "[a-zA-ZàáảãạăâđêôơưĐẤ \\-\\u{301}]{0,40}", query in "[a-zđấ ]{0,8}") {
            let joined: String = highlight(&text, &query).iter().map(|piece| piece.1).collect();
            prop_assert_eq!(joined, text);
        }
    }
}
