//! The forms of the coordinator and the executive office: what opens a campaign, records a decision, or tells of an annex.

use time::Date;

use super::{FieldCode, FieldError, NAME_CHARS_MAX};
use crate::annex::{ImportDraft, ImportHeader};
use crate::campaign::{CampaignDraft, DecisionDraft, NewCampaign};
use crate::edition::Decision;
use crate::format::parse_date;
use crate::text::clean;

/// A date as typed. Far years are slips of the finger, and counting working days up to them would take long.
fn date(field: &str, text: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
    if text.trim().is_empty() {
        errors.push(FieldError::new(field, FieldCode::Required));
        return None;
    }
    let parsed = parse_date(text.trim());
    match parsed {
        None => errors.push(FieldError::new(field, FieldCode::NotADate)),
        Some(day) if !(2000..=2100).contains(&day.year()) => {
            errors.push(FieldError::new(field, FieldCode::OutOfRange));
        }
        Some(_) => {}
    }
    parsed
}

fn line(field: &str, text: &str, errors: &mut Vec<FieldError>) -> String {
    let text = clean(text);
    if text.is_empty() {
        errors.push(FieldError::new(field, FieldCode::Required));
    } else if text.chars().count() > NAME_CHARS_MAX {
        errors.push(FieldError::with(field, FieldCode::TooLong, NAME_CHARS_MAX.to_string()));
    }
    text
}

impl CampaignDraft {
    /// # Errors
    /// Every field that is missing or no date, a year out of range, a deadline before the letter.
    pub fn check(&self) -> Result<NewCampaign, Vec<FieldError>> {
        let mut errors = Vec::new();
        let year = self.year.trim().parse().ok().filter(|year| (2023..=2100).contains(year));
        if self.year.trim().is_empty() {
            errors.push(FieldError::new("year", FieldCode::Required));
        } else if year.is_none() {
            errors.push(FieldError::new("year", FieldCode::OutOfRange));
        }
        let letter_number = line("letter_number", &self.letter_number, &mut errors);
        let letter_date = date("letter_date", &self.letter_date, &mut errors);
        let due_on = date("due_on", &self.due_on, &mut errors);
        if let (Some(letter), Some(due)) = (letter_date, due_on)
            && due <= letter
        {
            errors.push(FieldError::new("due_on", FieldCode::TooEarly));
        }
        match (year, letter_date, due_on) {
            (Some(year), Some(letter_date), Some(due_on)) if errors.is_empty() => {
                Ok(NewCampaign { year, letter_number, letter_date, due_on })
            }
            _ => Err(errors),
        }
    }
}

impl DecisionDraft {
    /// # Errors
    /// Every field that is missing or no date, and a decision that takes effect before its own date.
    pub fn check(&self) -> Result<Decision, Vec<FieldError>> {
        let mut errors = Vec::new();
        let number = line("number", &self.number, &mut errors);
        let day = date("date", &self.date, &mut errors);
        let effective = date("effective_from", &self.effective_from, &mut errors);
        let signer = line("signer", &self.signer, &mut errors);
        let signer_title = line("signer_title", &self.signer_title, &mut errors);
        if let (Some(day), Some(effective)) = (day, effective)
            && effective < day
        {
            errors.push(FieldError::new("effective_from", FieldCode::TooEarly));
        }
        match (day, effective) {
            (Some(date), Some(effective_from)) if errors.is_empty() => {
                Ok(Decision { number, date, effective_from, signer, signer_title })
            }
            _ => Err(errors),
        }
    }
}

impl ImportDraft {
    /// # Errors
    /// As [`DecisionDraft::check`], and a year that is none of a catalog.
    pub fn check(&self) -> Result<ImportHeader, Vec<FieldError>> {
        let year = self.year.trim().parse().ok().filter(|year| (2000..=2100).contains(year));
        let mut errors = Vec::new();
        if self.year.trim().is_empty() {
            errors.push(FieldError::new("year", FieldCode::Required));
        } else if year.is_none() {
            errors.push(FieldError::new("year", FieldCode::OutOfRange));
        }
        match (year, self.decision.check()) {
            (Some(year), Ok(decision)) => Ok(ImportHeader { year, decision }),
            (_, decision) => {
                errors.extend(decision.err().unwrap_or_default());
                Err(errors)
            }
        }
    }
}
