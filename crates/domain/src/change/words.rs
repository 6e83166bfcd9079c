//! The words in which two texts differ.

use similar::{ChangeTag, TextDiff};

/// What stands at the ends of words and is none of them: what is written behind a list's last word changes that word as little
/// as a full stop.
const MARKS: [char; 15] = [';', ',', '.', ':', '(', ')', '[', ']', '«', '»', '“', '”', '"', '!', '?'];

/// One of the two texts of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Half {
    Old,
    New,
}

/// One text of a difference as runs of words, each with whether only this text has it. Neighbouring words are one run, so
/// that it is marked, and read out, once; the space after the last changed word is not marked.
pub fn word_runs(old: &str, new: &str, half: Half) -> Vec<(bool, String)> {
    let own = match half {
        Half::Old => ChangeTag::Delete,
        Half::New => ChangeTag::Insert,
    };
    let (old, new) = (pieces(old), pieces(new));
    let diff = TextDiff::from_slices(&old, &new);
    let mut runs: Vec<(bool, String)> = Vec::new();
    let mut push = |changed: bool, text: &str| match runs.last_mut() {
        Some((last, run)) if *last == changed => run.push_str(text),
        _ => runs.push((changed, text.to_owned())),
    };
    // White space goes with the words round it: it is known only at the next word whether they are of one run.
    let (mut space, mut before) = (String::new(), false);
    for change in diff.iter_all_changes() {
        let changed = change.tag() == own;
        if !changed && change.tag() != ChangeTag::Equal {
            continue;
        }
        if change.value().trim().is_empty() {
            space.push_str(change.value());
            continue;
        }
        if !space.is_empty() {
            push(before && changed, &space);
            space.clear();
        }
        push(changed, change.value());
        before = changed;
    }
    if !space.is_empty() {
        push(false, &space);
    }
    runs
}

/// Words, the marks at their ends one by one, and the white space between them.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (space, behind) = rest.split_at(rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()));
        let (word, behind) = behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len()));
        let (before, word) = word.split_at(word.len() - word.trim_start_matches(MARKS).len());
        let (word, after) = word.split_at(word.trim_end_matches(MARKS).len());
        let whole = |text| Some(text).filter(|text: &&str| !text.is_empty());
        pieces.extend(whole(space));
        pieces.extend(marks(before));
        pieces.extend(whole(word));
        pieces.extend(marks(after));
        rest = behind;
    }
    pieces
}

fn marks(text: &str) -> impl Iterator<Item = &str> {
    text.char_indices().map(|(at, mark)| &text[at..at + mark.len_utf8()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str, half: Half) -> String {
        word_runs(old, new, half)
            .iter()
            .map(|(on, text)| if *on { format!("[{text}]") } else { text.clone() })
            .collect()
    }

    #[test]
    fn changed_words_are_runs() {
        let (old, new) = ("a 2003 (b c 2013); d 91", "a 2022; d 98");
        assert_eq!(shown(old, new, Half::Old), "a [2003 (b c 2013)]; d [91]");
        assert_eq!(shown(old, new, Half::New), "a [2022]; d [98]");
        assert_eq!(shown("a", "a b", Half::New), "a [b]");
        assert_eq!(shown("a", "a b", Half::Old), "a");
        assert_eq!(shown("same text", "same text", Half::New), "same text");
    }

    #[test]
    fn what_is_written_behind_a_word_does_not_change_it() {
        let (old, new) = ("Nghị định số 83/2014/NĐ-CP", "Nghị định số 83/2014/NĐ-CP; Luật Giá (2023).");
        assert_eq!(shown(old, new, Half::Old), old);
        assert_eq!(shown(old, new, Half::New), "Nghị định số 83/2014/NĐ-CP[; Luật Giá (2023).]");
        assert_eq!(shown("năng lượng, điện", "năng lượng tái tạo, điện", Half::New), "năng lượng [tái tạo], điện");
        assert_eq!(shown("1.250 triệu", "1.350 triệu", Half::New), "[1.350] triệu");
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for (old, new) in
            [("", "a\n\nb"), ("a  b ", " b  a"), ("(a); «b»...", " ((b)) . a"), ("đất\nđai", "đất đai"), ("x", "")]
        {
            let whole = |half| word_runs(old, new, half).into_iter().map(|run| run.1).collect::<String>();
            assert_eq!(whole(Half::Old), old);
            assert_eq!(whole(Half::New), new);
        }
    }
}
