//! What is typed to choose a document: a number or words of a title, found among those that are offered.

use crate::catalog::Named;
use crate::text::words;

/// What a typed text finds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice<'a> {
    /// One document, as it is cited.
    One(&'a str),
    /// So many: it takes more words to tell them apart.
    Several(usize),
    Unknown,
}

/// Finds what was typed among documents as they are cited, with their titles. A whole citation is that document, though the
/// title of another may name it. The words stand as typed, the last one perhaps not to its end: «94/2025» is not in
/// «194/2025».
pub fn choose<'a>(typed: &str, offered: &'a [Named]) -> Choice<'a> {
    let typed = compared(typed);
    if let Some(whole) = offered.iter().find(|one| compared(&one.id) == typed) {
        return Choice::One(whole.id.as_str());
    }
    let found: Vec<&Named> = offered.iter().filter(|one| has(&one.id, &typed) || has(&one.name, &typed)).collect();
    match found.as_slice() {
        [] => Choice::Unknown,
        [one] => Choice::One(one.id.as_str()),
        several => Choice::Several(several.len()),
    }
}

fn has(text: &str, typed: &[String]) -> bool {
    let Some((last, before)) = typed.split_last() else { return false };
    let all = compared(text);
    all.windows(typed.len())
        .any(|part| part.split_last().is_some_and(|(end, begin)| begin == before && end.starts_with(last.as_str())))
}

/// The words of a text without «số» before a number and without leading zeros.
fn compared(text: &str) -> Vec<String> {
    let all = words(text);
    let is_number = |at: usize| all.get(at).is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let kept = all.iter().enumerate().filter(|(at, word)| *word != "so" || !is_number(at + 1));
    kept.map(|(_, word)| match word.trim_start_matches('0') {
        "" => word.clone(),
        bare => bare.to_owned(),
    })
    .collect()
}
