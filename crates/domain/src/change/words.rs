//! The words in which two texts differ.

use similar::{ChangeTag, TextDiff};

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
    let diff = TextDiff::from_words(old, new);
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
        assert_eq!(shown(old, new, Half::Old), "a [2003 (b c 2013);] d [91]");
        assert_eq!(shown(old, new, Half::New), "a [2022;] d [98]");
        assert_eq!(shown("a", "a b", Half::New), "a [b]");
        assert_eq!(shown("a", "a b", Half::Old), "a");
        assert_eq!(shown("same text", "same text", Half::New), "same text");
    }

    #[test]
    fn nothing_of_a_text_is_lost() {
        for (old, new) in [("", "a\n\nb"), ("a  b ", " b  a"), ("đất\nđai", "đất đai"), ("x", "")] {
            let whole = |half| word_runs(old, new, half).into_iter().map(|run| run.1).collect::<String>();
            assert_eq!(whole(Half::Old), old);
            assert_eq!(whole(Half::New), new);
        }
    }
}
