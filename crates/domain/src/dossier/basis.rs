//! The documents that a decision on the catalog is based on: each as it stands in the register on the day.

use time::Date;

use crate::check::{FieldCode, FieldError};
use crate::legal::{LegalDocument, LegalState, cites, number_key};

/// The most lines of a preamble.
pub const BASIS_LINES_MAX: usize = 20;

/// Where a preamble begins when nobody has typed another: what the regulation was made under, the decree that says what a
/// catalog is, what was enacted on data since, and the regulation. What has ended stands for what replaced it.
const ROOTS: [&str; 7] = [
    "77/2015/QH13",
    "51/2005/QH11",
    "60/2024/QH15",
    "148/2025/QH15",
    "47/2020/NĐ-CP",
    "194/2025/NĐ-CP",
    "01/2023/QĐ-UBND",
];

/// The preamble that the register gives on a day. Of what the register does not know, or has no successor in force of,
/// nothing stands.
pub fn default_basis(register: &[LegalDocument], day: Date) -> Vec<LegalDocument> {
    let mut basis: Vec<LegalDocument> = Vec::new();
    for root in ROOTS {
        let key = number_key(root);
        let found = register.iter().find(|one| number_key(&one.number) == key);
        if let Some(document) = found.and_then(|found| in_force(found, register, day))
            && !basis.contains(document)
        {
            basis.push(document.clone());
        }
    }
    basis
}

/// The document, or what replaced it, that is in force on a day.
fn in_force<'a>(document: &'a LegalDocument, register: &'a [LegalDocument], day: Date) -> Option<&'a LegalDocument> {
    let mut at = document;
    // Each step goes on to another document: a ring of replacements ends with the register.
    for _ in 0..=register.len() {
        match at.state(register, day) {
            LegalState::InForce => return Some(at),
            LegalState::Ended { .. } => {
                let next = at.replaced_by.as_deref()?;
                at = register.iter().find(|one| one.id == next)?;
            }
            LegalState::NotYet(_) | LegalState::Unknown => return None,
        }
    }
    None
}

/// The documents that the lines of a preamble cite, in their order; of no lines, [`default_basis`].
///
/// # Errors
/// Too many lines; the lines that cite no document of the register.
pub fn basis_of(lines: &str, register: &[LegalDocument], day: Date) -> Result<Vec<LegalDocument>, Vec<FieldError>> {
    if lines.trim().is_empty() {
        return Ok(default_basis(register, day));
    }
    if lines.lines().count() > BASIS_LINES_MAX {
        return Err(vec![FieldError::with("preamble", FieldCode::TooMany, BASIS_LINES_MAX.to_string())]);
    }
    let (mut basis, mut errors): (Vec<LegalDocument>, Vec<FieldError>) = Default::default();
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let ids = cites(line, register, day);
        if ids.is_empty() {
            errors.push(FieldError::with("preamble", FieldCode::LegalUnknown, line.trim()));
        }
        let found = ids.iter().filter_map(|id| register.iter().find(|one| one.id == *id));
        for document in found {
            if !basis.contains(document) {
                basis.push(document.clone());
            }
        }
    }
    if errors.is_empty() { Ok(basis) } else { Err(errors) }
}
