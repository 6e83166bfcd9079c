//! What shows that a duty was done: a note, a link or a file, one of them at least.

use serde::{Deserialize, Serialize};

use crate::check::{FieldCode, FieldError, is_web_address};
use crate::text::{clean, clean_lines};

/// The longest note and link, and the largest file.
const NOTE_CHARS_MAX: usize = 2_000;
const LINK_CHARS_MAX: usize = 500;
pub const EVIDENCE_FILE_BYTES_MAX: usize = 20 * 1024 * 1024;

/// Evidence as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceDraft {
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub link: String,
}

impl EvidenceDraft {
    /// The evidence, cleaned; `has_file` says whether a file comes with it.
    ///
    /// # Errors
    /// What is to be mended, by field.
    pub fn check(&self, has_file: bool) -> Result<Self, Vec<FieldError>> {
        let cleaned = Self { note: clean_lines(&self.note), link: clean(&self.link) };
        let mut remarks = Vec::new();
        if cleaned.note.is_empty() && cleaned.link.is_empty() && !has_file {
            remarks.push(FieldError::new("note", FieldCode::Required));
        }
        if cleaned.note.chars().count() > NOTE_CHARS_MAX {
            remarks.push(FieldError::with("note", FieldCode::TooLong, NOTE_CHARS_MAX.to_string()));
        }
        if cleaned.link.chars().count() > LINK_CHARS_MAX {
            remarks.push(FieldError::with("link", FieldCode::TooLong, LINK_CHARS_MAX.to_string()));
        } else if !cleaned.link.is_empty() && !is_web_address(&cleaned.link) {
            remarks.push(FieldError::new("link", FieldCode::NotAnAddress));
        }
        if remarks.is_empty() { Ok(cleaned) } else { Err(remarks) }
    }
}

/// The media type of a file of evidence, told from its first bytes: PDF, a picture, or an office document.
///
/// # Errors
/// A remark on the field `evidence`: too large, or of another kind.
pub fn check_evidence_file(bytes: &[u8]) -> Result<&'static str, FieldError> {
    const KINDS: [(&[u8], &str); 4] = [
        (b"%PDF-", "application/pdf"),
        (b"\x89PNG\r\n", "image/png"),
        (b"\xFF\xD8\xFF", "image/jpeg"),
        (b"PK\x03\x04", "application/zip"),
    ];
    if bytes.len() > EVIDENCE_FILE_BYTES_MAX {
        let most = crate::format::bytes(EVIDENCE_FILE_BYTES_MAX as u64);
        return Err(FieldError::with("evidence", FieldCode::FileTooLarge, most));
    }
    let found = KINDS.iter().find(|(begins, _)| bytes.starts_with(begins));
    found.map(|(_, kind)| *kind).ok_or_else(|| FieldError::new("evidence", FieldCode::WrongFileKind))
}
