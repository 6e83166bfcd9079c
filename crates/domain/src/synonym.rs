//! Phrases that mean the same: the administrator's table behind the search.

use serde::{Deserialize, Serialize};

use crate::check::{FieldCode, FieldError};
use crate::text::{clean, words};

/// The most phrases of a group, groups, characters of a phrase and of a note.
pub const PHRASES_MAX: usize = 20;
pub const GROUPS_MAX: usize = 2_000;
pub const PHRASE_CHARS_MAX: usize = 100;
pub const NOTE_CHARS_MAX: usize = 200;

/// A group of phrases that mean the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymGroup {
    pub id: i64,
    pub phrases: Vec<String>,
    pub note: String,
    pub version: i64,
}

/// A group as it is typed: phrases separated by `;`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SynonymDraft {
    #[serde(default)]
    pub phrases: String,
    #[serde(default)]
    pub note: String,
}

/// The phrases of a text that separates them by `;`, each once.
pub fn split(text: &str) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    for phrase in text.split([';', '\n']).map(clean).filter(|phrase| !words(phrase).is_empty()) {
        if !phrases.iter().any(|known| known.to_lowercase() == phrase.to_lowercase()) {
            phrases.push(phrase);
        }
    }
    phrases
}

impl SynonymDraft {
    /// The group that was typed.
    ///
    /// # Errors
    /// What is to be mended.
    pub fn check(&self) -> Result<(Vec<String>, String), Vec<FieldError>> {
        let (phrases, note) = (split(&self.phrases), clean(&self.note));
        let long = phrases.iter().any(|one| one.chars().count() > PHRASE_CHARS_MAX);
        let mut remarks = Vec::new();
        if phrases.is_empty() {
            remarks.push(FieldError::new("phrases", FieldCode::Required));
        } else if phrases.len() == 1 {
            remarks.push(FieldError::with("phrases", FieldCode::Required, "2"));
        } else if phrases.len() > PHRASES_MAX {
            remarks.push(FieldError::with("phrases", FieldCode::TooMany, PHRASES_MAX.to_string()));
        } else if long {
            remarks.push(FieldError::with("phrases", FieldCode::TooLong, PHRASE_CHARS_MAX.to_string()));
        }
        if note.chars().count() > NOTE_CHARS_MAX {
            remarks.push(FieldError::with("note", FieldCode::TooLong, NOTE_CHARS_MAX.to_string()));
        }
        if remarks.is_empty() { Ok((phrases, note)) } else { Err(remarks) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_as_it_is_typed() {
        let draft = |phrases: &str, note: &str| SynonymDraft { phrases: phrases.to_owned(), note: note.to_owned() };
        let (phrases, _) = draft(" sổ đỏ ;; Sổ Đỏ; bìa  đỏ ; . ", "").check().expect("a group");
        assert_eq!(phrases, ["sổ đỏ", "bìa đỏ"]);
        for (bad, field) in [
            (draft("", ""), "phrases"),
            (draft("một mình", ""), "phrases"),
            (draft(&"a b;".repeat(3), ""), "phrases"),
            (draft(&format!("a; {}", "b".repeat(101)), ""), "phrases"),
            (draft(&(0..21).map(|n| format!("từ {n};")).collect::<String>(), ""), "phrases"),
            (draft("a; b", &"x".repeat(201)), "note"),
        ] {
            assert_eq!(bad.check().expect_err("refused")[0].field, field, "{bad:?}");
        }
        let alone = draft("một mình", "").check().expect_err("refused");
        assert_eq!(alone[0].detail, "2", "the second is missing");
    }
}
