//! What people write into a report: the words of a section, other numbers with their reasons, and what a move needs.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Measure, ReportKind, ReportPage, ReportSection, lines, section};
use crate::check::{FieldCode, FieldError, check_remark, typed_date, typed_line};
use crate::indicator::TargetDraft;
use crate::text::clean_lines;
use crate::workflow::ReportMove;

/// The most characters of a section's words, and of the reason of another number.
pub const REPORT_TEXT_CHARS_MAX: usize = 8_000;
pub const REASON_CHARS_MAX: usize = 500;

/// A section as it is typed. Numbers and reasons are named by what is measured; empty where the system's number stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionForm {
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub given: BTreeMap<String, String>,
    #[serde(default)]
    pub reason: BTreeMap<String, String>,
}

/// Another number than the system's, as [`Amount::scaled`](crate::indicator::Amount::scaled) writes figures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenInput {
    pub measure: Measure,
    pub scaled: u64,
    pub reason: String,
}

/// A section that may be kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SectionInput {
    pub text: String,
    pub given: Vec<GivenInput>,
}

impl SectionForm {
    /// What is typed, for a section of a report; a draft need not be complete.
    ///
    /// # Errors
    /// Too long a text; a number that is none, or out of its range; a number without a reason, a reason without a number; a
    /// line that the section does not have.
    pub fn check(&self, kind: ReportKind, of: ReportSection) -> Result<SectionInput, Vec<FieldError>> {
        let mut errors = Vec::new();
        if section(kind, of).is_none() {
            return Err(vec![FieldError::new("section", FieldCode::Unknown)]);
        }
        let text = clean_lines(&self.text);
        if text.chars().count() > REPORT_TEXT_CHARS_MAX {
            errors.push(FieldError::with("text", FieldCode::TooLong, REPORT_TEXT_CHARS_MAX.to_string()));
        }
        let known: Vec<Measure> = lines(kind, of).map(|line| line.measure).collect();
        let typed = self.given.iter().chain(&self.reason).filter(|(_, text)| !text.trim().is_empty());
        for (name, _) in typed {
            if !known.iter().any(|measure| measure.to_string() == *name) {
                errors.push(FieldError::new(format!("given.{name}"), FieldCode::Unknown));
            }
        }
        let mut given = Vec::new();
        for measure in known {
            let (name, empty) = (measure.to_string(), String::new());
            let reason = clean_lines(self.reason.get(&name).unwrap_or(&empty));
            let draft = TargetDraft { target: self.given.get(&name).unwrap_or(&empty).clone() };
            let (number_field, reason_field) = (format!("given.{name}"), format!("reason.{name}"));
            match draft.check(measure.unit(0)) {
                Ok(Some(_)) if reason.is_empty() => errors.push(FieldError::new(reason_field, FieldCode::Required)),
                Ok(Some(_)) if reason.chars().count() > REASON_CHARS_MAX => {
                    errors.push(FieldError::with(reason_field, FieldCode::TooLong, REASON_CHARS_MAX.to_string()));
                }
                Ok(Some(scaled)) => given.push(GivenInput { measure, scaled, reason }),
                Ok(None) if reason.is_empty() => {}
                Ok(None) => errors.push(FieldError::new(number_field, FieldCode::Required)),
                Err(wrong) => {
                    errors.extend(wrong.into_iter().map(|one| FieldError { field: number_field.clone(), ..one }));
                }
            }
        }
        if errors.is_empty() { Ok(SectionInput { text, given }) } else { Err(errors) }
    }
}

/// What a report lacks before it goes to the head: the words of its sections.
pub fn lacking(report: &ReportPage) -> Vec<FieldError> {
    let empty = report.parts.iter().filter(|part| {
        let needs = section(report.key.kind(), part.section).is_some_and(|section| section.needs_text);
        needs && part.text.is_empty()
    });
    empty.map(|part| FieldError::new(format!("text-{}", part.section), FieldCode::Required)).collect()
}

/// What a move is made with, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MoveForm {
    /// The version that the person saw.
    #[serde(default)]
    pub version: i64,
    /// Why it goes back.
    #[serde(default)]
    pub comment: String,
    /// Number and date of the paper with which the consolidated report went to the committee.
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub date: String,
}

/// A move that may be tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MoveInput {
    pub comment: String,
    pub paper: Option<(String, Date)>,
}

impl MoveForm {
    /// `today`: where it is known.
    ///
    /// # Errors
    /// A comment that is missing or too long where something goes back; number and date where it went to the committee, or
    /// a date in the future.
    pub fn check(&self, attempted: ReportMove, today: Option<Date>) -> Result<MoveInput, Vec<FieldError>> {
        match attempted {
            ReportMove::Begin | ReportMove::Edit | ReportMove::Propose | ReportMove::Approve | ReportMove::Accept => {
                Ok(MoveInput::default())
            }
            ReportMove::SendBack | ReportMove::Return => match check_remark("comment", &self.comment) {
                errors if errors.is_empty() => {
                    Ok(MoveInput { comment: clean_lines(&self.comment), ..MoveInput::default() })
                }
                errors => Err(errors),
            },
            ReportMove::Forward => {
                let mut errors = Vec::new();
                let number = typed_line("letter_number", &self.number, &mut errors);
                let date = typed_date("letter_date", &self.date, &mut errors);
                if date.zip(today).is_some_and(|(date, today)| date > today) {
                    errors.push(FieldError::new("letter_date", FieldCode::OutOfRange));
                }
                match date {
                    Some(date) if errors.is_empty() => {
                        Ok(MoveInput { paper: Some((number, date)), ..MoveInput::default() })
                    }
                    _ => Err(errors),
                }
            }
        }
    }
}
