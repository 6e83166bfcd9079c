//! The forms of the coordinator and the executive office: what opens a campaign, records a decision, or tells of an annex.

use time::Date;

use super::{FieldCode, FieldError, NAME_CHARS_MAX, TEXT_CHARS_MAX};
use crate::annex::{ImportDraft, ImportHeader, NamedDecision, WITHDRAWN_CODES_MAX};
use crate::campaign::{
    AmendmentDraft, CampaignDraft, DecisionDraft, NAMED_ENTRIES_MAX, NewAmendment, NewCampaign, NewRequest,
    NewSuccession, RequestDraft, SuccessionDraft, codes_of,
};
use crate::edition::Decision;
use crate::format::parse_date;
use crate::id::{AgencyId, EditionId, EntryCode};
use crate::text::{clean, clean_lines};

/// The most by which a decision takes effect after its own date.
const EFFECT_DAYS_MAX: i64 = 366;

/// What is missing from a remark that has to be made: the reason of a return, a comment.
pub fn check_remark(field: &str, text: &str) -> Vec<FieldError> {
    let text = clean_lines(text);
    if text.is_empty() {
        vec![FieldError::new(field, FieldCode::Required)]
    } else if text.chars().count() > TEXT_CHARS_MAX {
        vec![FieldError::with(field, FieldCode::TooLong, TEXT_CHARS_MAX.to_string())]
    } else {
        Vec::new()
    }
}

/// A date as typed. Far years are slips of the finger, and counting working days up to them would take long.
pub(crate) fn typed_date(field: &str, text: &str, errors: &mut Vec<FieldError>) -> Option<Date> {
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

/// A line of text that must be there.
pub(crate) fn typed_line(field: &str, text: &str, errors: &mut Vec<FieldError>) -> String {
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
    /// Every field but the deadline that is missing, what is no date, a year out of range, a deadline before the letter.
    pub fn check(&self) -> Result<NewCampaign, Vec<FieldError>> {
        let mut errors = Vec::new();
        let year = self.year.trim().parse().ok().filter(|year| (2023..=2100).contains(year));
        if self.year.trim().is_empty() {
            errors.push(FieldError::new("year", FieldCode::Required));
        } else if year.is_none() {
            errors.push(FieldError::new("year", FieldCode::OutOfRange));
        }
        let letter = if self.due_on.trim().is_empty() {
            let document = document(&self.letter_number, &self.letter_date, &mut errors);
            document.map(|(number, day)| (number, day, None))
        } else {
            let letter = letter(&self.letter_number, &self.letter_date, &self.due_on, &mut errors);
            letter.map(|(number, day, due_on)| (number, day, Some(due_on)))
        };
        match (year, letter) {
            (Some(year), Some((letter_number, letter_date, due_on))) if errors.is_empty() => {
                Ok(NewCampaign { year, letter_number, letter_date, due_on })
            }
            _ => Err(errors),
        }
    }
}

/// A document's number and date.
fn document(number: &str, day: &str, errors: &mut Vec<FieldError>) -> Option<(String, Date)> {
    let number = typed_line("letter_number", number, errors);
    typed_date("letter_date", day, errors).map(|day| (number, day))
}

/// The letter that opens a campaign, and its deadline.
fn letter(number: &str, day: &str, due_on: &str, errors: &mut Vec<FieldError>) -> Option<(String, Date, Date)> {
    let document = document(number, day, errors);
    let due_on = typed_date("due_on", due_on, errors);
    if let (Some((_, letter)), Some(due)) = (&document, due_on)
        && due <= *letter
    {
        errors.push(FieldError::new("due_on", FieldCode::TooEarly));
    }
    let (number, day) = document?;
    Some((number, day, due_on?))
}

fn bounded(codes: &[EntryCode], errors: &mut Vec<FieldError>) {
    if codes.len() > NAMED_ENTRIES_MAX {
        errors.push(FieldError::with("codes", FieldCode::TooMany, NAMED_ENTRIES_MAX.to_string()));
    }
}

impl AmendmentDraft {
    /// # Errors
    /// Every field that is missing or no date, a deadline before the letter, nobody to ask.
    pub fn check(&self) -> Result<NewAmendment, Vec<FieldError>> {
        let mut errors = check_remark("reason", &self.reason);
        let letter = letter(&self.letter_number, &self.letter_date, &self.due_on, &mut errors);
        let codes = codes_of(&self.codes);
        bounded(&codes, &mut errors);
        if self.agencies.is_empty() {
            errors.push(FieldError::new("agencies", FieldCode::Required));
        }
        match letter {
            Some((letter_number, letter_date, due_on)) if errors.is_empty() => Ok(NewAmendment {
                reason: clean_lines(&self.reason),
                letter_number,
                letter_date,
                due_on,
                agencies: self.agencies.clone(),
                codes,
            }),
            _ => Err(errors),
        }
    }
}

impl RequestDraft {
    /// # Errors
    /// Every field that is missing or no date, too many entries.
    pub fn check(&self) -> Result<NewRequest, Vec<FieldError>> {
        let mut errors = check_remark("reason", &self.reason);
        let document = document(&self.letter_number, &self.letter_date, &mut errors);
        bounded(&self.codes, &mut errors);
        match document {
            Some((letter_number, letter_date)) if errors.is_empty() => Ok(NewRequest {
                reason: clean_lines(&self.reason),
                letter_number,
                letter_date,
                codes: self.codes.clone(),
            }),
            _ => Err(errors),
        }
    }
}

/// The day until which agencies answer in a round that takes up a request of the day named.
///
/// # Errors
/// A day that is missing, none, or not after the request.
pub fn check_due(due_on: &str, after: Date) -> Result<Date, Vec<FieldError>> {
    let mut errors = Vec::new();
    match typed_date("due_on", due_on, &mut errors) {
        Some(due) if errors.is_empty() && due > after => Ok(due),
        Some(_) if errors.is_empty() => Err(vec![FieldError::new("due_on", FieldCode::TooEarly)]),
        _ => Err(errors),
    }
}

impl SuccessionDraft {
    /// # Errors
    /// As [`AmendmentDraft::check`]; no entry that goes to a successor.
    pub fn check(&self) -> Result<NewSuccession, Vec<FieldError>> {
        let mut errors = check_remark("reason", &self.reason);
        let letter = letter(&self.letter_number, &self.letter_date, &self.due_on, &mut errors);
        let chosen = self.to.iter().filter(|choice| !choice.agency.as_str().is_empty());
        let chosen: Vec<(EntryCode, AgencyId)> =
            chosen.map(|choice| (choice.code.clone(), choice.agency.clone())).collect();
        let codes: Vec<EntryCode> = chosen.iter().map(|(code, _)| code.clone()).collect();
        bounded(&codes, &mut errors);
        if chosen.is_empty() {
            errors.push(FieldError::new("to", FieldCode::Required));
        }
        let mut agencies: Vec<AgencyId> = Vec::new();
        for (_, agency) in &chosen {
            if !agencies.contains(agency) {
                agencies.push(agency.clone());
            }
        }
        match letter {
            Some((letter_number, letter_date, due_on)) if errors.is_empty() => {
                let reason = clean_lines(&self.reason);
                let round = NewAmendment { reason, letter_number, letter_date, due_on, agencies, codes };
                Ok(NewSuccession { round, to: chosen })
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
        let number = typed_line("number", &self.number, &mut errors);
        let day = typed_date("date", &self.date, &mut errors);
        let effective = typed_date("effective_from", &self.effective_from, &mut errors);
        let signer = typed_line("signer", &self.signer, &mut errors);
        let signer_title = typed_line("signer_title", &self.signer_title, &mut errors);
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

    /// As [`Self::check`], of a decision that is recorded on a day. What is issued never changes, and nothing new is begun
    /// before its first day: a slip in a year would stand in the way of every review until then.
    ///
    /// # Errors
    /// As [`Self::check`]; a decision of a later day, one that takes effect over a year after its own date.
    pub fn check_on(&self, today: Date) -> Result<Decision, Vec<FieldError>> {
        let decision = self.check()?;
        decision.check_on(today)?;
        Ok(decision)
    }
}

impl Decision {
    /// That it may be recorded on a day, typed or read from the title of an annex.
    ///
    /// # Errors
    /// A decision of a later day, one that takes effect over a year after its own date.
    pub fn check_on(&self, today: Date) -> Result<(), Vec<FieldError>> {
        let wrong = [
            ("date", self.date > today),
            ("effective_from", (self.effective_from - self.date).whole_days() > EFFECT_DAYS_MAX),
        ];
        let errors: Vec<FieldError> = wrong
            .iter()
            .filter(|(_, wrong)| *wrong)
            .map(|(field, _)| FieldError::new(*field, FieldCode::OutOfRange))
            .collect();
        if errors.is_empty() { Ok(()) } else { Err(errors) }
    }
}

impl ImportDraft {
    /// What is wrong with the form before the annex is read: what the annex's title may tell is not missed yet.
    pub fn check_form(&self) -> Vec<FieldError> {
        let told = |error: &FieldError| {
            error.code == FieldCode::Required
                && ["year", "number", "date", "effective_from"].contains(&error.field.as_str())
        };
        self.check().err().unwrap_or_default().into_iter().filter(|error| !told(error)).collect()
    }

    /// The decision, with what was left empty as the annex's title tells it. It is in force from the day of signing, and
    /// of that year, where nothing else was typed.
    ///
    /// # Errors
    /// As [`ImportDraft::check`].
    pub fn with_title(mut self, named: &NamedDecision) -> Result<ImportHeader, Vec<FieldError>> {
        let mut from_title = false;
        let mut fill = |typed: &mut String, told: Option<String>| {
            if let (true, Some(told)) = (typed.trim().is_empty(), told) {
                *typed = told;
                from_title = true;
            }
        };
        fill(&mut self.decision.number, named.number.clone());
        fill(&mut self.decision.date, named.date.map(|date| date.to_string()));
        let day = parse_date(self.decision.date.trim());
        if let (true, Some(day)) = (self.decision.effective_from.trim().is_empty(), day) {
            self.decision.effective_from = day.to_string();
        }
        if let (true, Some(day)) = (self.year.trim().is_empty(), day) {
            self.year = day.year().to_string();
        }
        Ok(ImportHeader { from_title, ..self.check()? })
    }

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
        let amends = Some(self.amends.trim()).filter(|text| !text.is_empty()).map(str::parse::<EditionId>);
        let withdraw = codes_of(&self.withdraw);
        match &amends {
            Some(Err(_)) => errors.push(FieldError::new("amends", FieldCode::Unknown)),
            None if !withdraw.is_empty() => errors.push(FieldError::new("amends", FieldCode::Required)),
            _ => {}
        }
        if withdraw.len() > WITHDRAWN_CODES_MAX {
            errors.push(FieldError::with("withdraw", FieldCode::TooMany, WITHDRAWN_CODES_MAX.to_string()));
        }
        match (year, self.decision.check()) {
            (Some(year), Ok(decision)) if errors.is_empty() => {
                let amends = amends.and_then(Result::ok);
                Ok(ImportHeader { year, decision, from_title: false, amends, withdraw })
            }
            (_, decision) => {
                errors.extend(decision.err().unwrap_or_default());
                Err(errors)
            }
        }
    }
}
