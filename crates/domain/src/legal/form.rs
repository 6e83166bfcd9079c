//! A document of the register as a form or a file gives it.

use serde::{Deserialize, Serialize};

use super::LegalDocument;
use crate::check::{FieldCode, FieldError, NAME_CHARS_MAX};
use crate::format::parse_date;
use crate::text::clean;

/// The kinds of documents: the code, and the word that stands before the number.
pub const LEGAL_KINDS: [(&str, &str); 10] = [
    ("Luật", "Luật"),
    ("PL", "Pháp lệnh"),
    ("NQ", "Nghị quyết"),
    ("NĐ", "Nghị định"),
    ("QĐ", "Quyết định"),
    ("TT", "Thông tư"),
    ("CT", "Chỉ thị"),
    ("TTr", "Tờ trình"),
    ("CV", "Công văn"),
    ("KH", "Kế hoạch"),
];

/// The most characters of an identifier and of a number.
const ID_CHARS_MAX: usize = 80;
const TITLE_CHARS_MAX: usize = 1_000;

/// A document as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalForm {
    #[serde(default)]
    pub id: String,
    #[serde(default)]
    pub number: String,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub issuer: String,
    #[serde(default)]
    pub date_issued: String,
    #[serde(default)]
    pub effective_from: String,
    #[serde(default)]
    pub effective_to: String,
    #[serde(default)]
    pub replaced_by: String,
    /// The version that the form was made from; 0 for a new one.
    #[serde(default)]
    pub version: i64,
}

impl LegalForm {
    pub fn of(document: &LegalDocument) -> Self {
        let date = |date: Option<time::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        Self {
            id: document.id.clone(),
            number: document.number.clone(),
            kind: document.kind.clone(),
            title: document.title.clone(),
            issuer: document.issuer.clone(),
            date_issued: date(document.date_issued),
            effective_from: date(document.effective_from),
            effective_to: date(document.effective_to),
            replaced_by: document.replaced_by.clone().unwrap_or_default(),
            version: document.version,
        }
    }

    /// The document.
    ///
    /// # Errors
    /// What is wrong with it, by field.
    pub fn document(&self) -> Result<LegalDocument, Vec<FieldError>> {
        let mut errors = Vec::new();
        let mut date = |field: &str, text: &str| match (text.trim(), parse_date(text.trim())) {
            ("", _) => None,
            (_, Some(date)) => Some(date),
            (_, None) => {
                errors.push(FieldError::new(field, FieldCode::NotADate));
                None
            }
        };
        let document = LegalDocument {
            date_issued: date("date_issued", &self.date_issued),
            effective_from: date("effective_from", &self.effective_from),
            effective_to: date("effective_to", &self.effective_to),
            id: clean(&self.id),
            number: clean(&self.number),
            kind: clean(&self.kind),
            title: clean(&self.title),
            issuer: clean(&self.issuer),
            replaced_by: Some(clean(&self.replaced_by)).filter(|id| !id.is_empty()),
            version: self.version,
        };
        errors.extend(check_legal(&document));
        if errors.is_empty() { Ok(document) } else { Err(errors) }
    }
}

/// What is wrong with a document.
pub fn check_legal(document: &LegalDocument) -> Vec<FieldError> {
    let mut errors = Vec::new();
    let word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    for (field, text, max) in [
        ("id", &document.id, ID_CHARS_MAX),
        ("number", &document.number, ID_CHARS_MAX),
        ("kind", &document.kind, ID_CHARS_MAX),
        ("title", &document.title, TITLE_CHARS_MAX),
    ] {
        if text.is_empty() {
            errors.push(FieldError::new(field, FieldCode::Required));
        } else if text.chars().count() > max {
            errors.push(FieldError::with(field, FieldCode::TooLong, max.to_string()));
        }
    }
    if !document.id.chars().all(word) {
        errors.push(FieldError::new("id", FieldCode::NotACode));
    }
    if !document.kind.is_empty() && !LEGAL_KINDS.iter().any(|(code, _)| *code == document.kind) {
        errors.push(FieldError::new("kind", FieldCode::Unknown));
    }
    if document.issuer.chars().count() > NAME_CHARS_MAX {
        errors.push(FieldError::with("issuer", FieldCode::TooLong, NAME_CHARS_MAX.to_string()));
    }
    if document.effective_from.zip(document.effective_to).is_some_and(|(from, to)| to < from) {
        errors.push(FieldError::new("effective_to", FieldCode::TooEarly));
    }
    if document.replaced_by.as_deref() == Some(document.id.as_str()) {
        errors.push(FieldError::new("replaced_by", FieldCode::Itself));
    }
    errors
}
