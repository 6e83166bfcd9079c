//! The forms of opinions: what is asked, what is said, how it was taken up.

use serde::{Deserialize, Serialize};

use super::{ASKED_MAX, Handling, OPINION_DAYS_MAX, Stand};
use crate::check::{FieldCode, FieldError, TEXT_CHARS_MAX, check_remark};
use crate::id::AgencyId;
use crate::text::clean_lines;

/// A request as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDraft {
    #[serde(default)]
    pub agencies: Vec<AgencyId>,
    #[serde(default)]
    pub question: String,
    /// Working days; empty: those of the review's rule.
    #[serde(default)]
    pub days: String,
    /// Silence counts as agreement.
    #[serde(default)]
    pub silence: bool,
}

/// A request that can be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    pub agencies: Vec<AgencyId>,
    pub question: String,
    /// `None`: those of the review's rule.
    pub days: Option<u32>,
    pub silence_agrees: bool,
}

impl AskDraft {
    /// # Errors
    /// Nobody is asked, or too many; no question; days that are no number or out of range.
    pub fn check(&self) -> Result<Ask, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut agencies = self.agencies.clone();
        agencies.sort();
        agencies.dedup();
        if agencies.is_empty() {
            errors.push(FieldError::new("agencies", FieldCode::Required));
        } else if agencies.len() > ASKED_MAX {
            errors.push(FieldError::with("agencies", FieldCode::TooMany, ASKED_MAX.to_string()));
        }
        errors.extend(check_remark("question", &self.question));
        let days = match self.days.trim() {
            "" => Ok(None),
            typed => match typed.parse::<u32>() {
                Ok(days) if (1..=OPINION_DAYS_MAX).contains(&days) => Ok(Some(days)),
                Ok(_) => Err(FieldCode::OutOfRange),
                Err(_) => Err(FieldCode::NotANumber),
            },
        };
        match days {
            Ok(days) if errors.is_empty() => {
                Ok(Ask { agencies, question: clean_lines(&self.question), days, silence_agrees: self.silence })
            }
            Ok(_) => Err(errors),
            Err(code) => {
                errors.push(FieldError::new("days", code));
                Err(errors)
            }
        }
    }
}

/// A stand, or how it was taken up, with its words: the code of one of the two lists, as it is typed.
fn chosen<T: std::str::FromStr>(
    field: &str,
    code: &str,
    text: &str,
    needs_text: impl Fn(&T) -> bool,
) -> Result<(T, String), Vec<FieldError>> {
    let mut errors = Vec::new();
    let value = code.trim().parse::<T>().ok();
    if value.is_none() {
        let code = if code.trim().is_empty() { FieldCode::Required } else { FieldCode::Unknown };
        errors.push(FieldError::new(field, code));
    }
    let text = clean_lines(text);
    if text.is_empty() && value.as_ref().is_some_and(needs_text) {
        errors.push(FieldError::new("text", FieldCode::Required));
    } else if text.chars().count() > TEXT_CHARS_MAX {
        errors.push(FieldError::with("text", FieldCode::TooLong, TEXT_CHARS_MAX.to_string()));
    }
    match value {
        Some(value) if errors.is_empty() => Ok((value, text)),
        _ => Err(errors),
    }
}

/// What an agency says, as it is typed: words are needed with all but plain agreement.
///
/// # Errors
/// No stand, one that is none; words that are missing or too long.
pub fn check_statement(stand: &str, text: &str) -> Result<(Stand, String), Vec<FieldError>> {
    chosen("stand", stand, text, |stand| *stand != Stand::Agree)
}

/// How a statement was taken up, as it is typed: always with words.
///
/// # Errors
/// Neither taken up nor explained; words that are missing or too long.
pub fn check_handling(handling: &str, text: &str) -> Result<(Handling, String), Vec<FieldError>> {
    chosen("handling", handling, text, |_| true)
}
