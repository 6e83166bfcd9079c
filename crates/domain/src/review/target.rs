//! Which answer is meant, as addresses and forms name it.

use serde::{Deserialize, Serialize};

use super::AnswerView;
use crate::id::{AnswerId, EntryCode};

/// Which answer of a response is meant, as its address names it: `DC-016`, `de-xuat-12`, `de-xuat-moi`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum AnswerTarget {
    Entry(EntryCode),
    Proposal(AnswerId),
    /// With the key of the form that it is typed in, by which a form sent twice is known; empty in addresses.
    NewProposal(String),
}

/// The longest key of a form.
const FORM_KEY_MAX: usize = 40;

/// A text that names no answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no answer is named by this text")]
pub struct NoAnswerTarget;

impl std::fmt::Display for AnswerTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Entry(code) => write!(f, "{code}"),
            Self::Proposal(id) => write!(f, "de-xuat-{id}"),
            Self::NewProposal(key) if key.is_empty() => f.write_str("de-xuat-moi"),
            Self::NewProposal(key) => write!(f, "de-xuat-moi-{key}"),
        }
    }
}

impl std::str::FromStr for AnswerTarget {
    type Err = NoAnswerTarget;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.strip_prefix("de-xuat-") {
            Some("moi") => Ok(Self::NewProposal(String::new())),
            Some(new) if new.starts_with("moi-") => match &new[4..] {
                key if key.is_empty() || key.len() > FORM_KEY_MAX => Err(NoAnswerTarget),
                key if key.bytes().all(|byte| byte.is_ascii_alphanumeric()) => Ok(Self::NewProposal(key.to_owned())),
                _ => Err(NoAnswerTarget),
            },
            Some(id) => id.parse().map(Self::Proposal).map_err(|_| NoAnswerTarget),
            None if text.is_empty() => Err(NoAnswerTarget),
            None => Ok(Self::Entry(EntryCode::from(text))),
        }
    }
}

impl AnswerView {
    /// What a form on this answer sends as its target.
    pub fn target(&self) -> AnswerTarget {
        match (&self.code, self.id) {
            (Some(code), _) => AnswerTarget::Entry(code.clone()),
            (None, Some(id)) => AnswerTarget::Proposal(id),
            (None, None) => AnswerTarget::NewProposal(self.form_key.clone()),
        }
    }
}

impl TryFrom<String> for AnswerTarget {
    type Error = NoAnswerTarget;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<AnswerTarget> for String {
    fn from(target: AnswerTarget) -> Self {
        target.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_an_answer() {
        for (text, target) in [
            ("DC-016", Some(AnswerTarget::Entry(EntryCode::from("DC-016")))),
            ("de-xuat-12", Some(AnswerTarget::Proposal(AnswerId(12)))),
            ("de-xuat-moi", Some(AnswerTarget::NewProposal(String::new()))),
            ("de-xuat-moi-7f3A", Some(AnswerTarget::NewProposal("7f3A".to_owned()))),
            ("de-xuat-moi-", None),
            ("de-xuat-moi-a b", None),
            (&format!("de-xuat-moi-{}", "a".repeat(41)), None),
            ("", None),
            ("de-xuat-", None),
            ("de-xuat-mới", None),
            ("de-xuat-12a", None),
            ("de-xuat-99999999999999999999", None),
        ] {
            assert_eq!(text.parse().ok(), target, "{text}");
            // What is read is written the same.
            assert!(target.map(String::from).is_none_or(|written| written == text), "{text}");
        }
    }
}
