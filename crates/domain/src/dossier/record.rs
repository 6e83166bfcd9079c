//! What people record of a dossier: who signs and how, the documents of the preamble, the submission's number and date.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::Date;

use super::basis::basis_of;
use crate::check::{FieldCode, FieldError, typed_date, typed_line};
use crate::legal::LegalDocument;
use crate::text::clean_lines;

/// In whose name the decision is signed (decree 30/2020, article 13). The Chairman issues the catalog (article 3.3); many
/// provinces sign for the people's committee.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SigningCapacity {
    /// The Chairman.
    #[default]
    Chairman,
    /// A deputy for the Chairman.
    Deputy,
    /// The Chairman on behalf of the people's committee.
    Committee,
    /// A deputy for the Chairman on behalf of the people's committee.
    CommitteeDeputy,
}

impl SigningCapacity {
    /// Whether the people's committee decides, not its Chairman.
    pub fn is_committee(self) -> bool {
        matches!(self, Self::Committee | Self::CommitteeDeputy)
    }
}

/// What stands recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierRecord {
    pub capacity: SigningCapacity,
    /// The documents of the preamble, one a line, as typed; empty: those of [`super::default_basis`].
    pub basis: String,
    /// Number and date of the submission, from the document system.
    pub submission: Option<(String, Date)>,
    /// Grows with each recording.
    pub version: i64,
}

/// The same as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierForm {
    #[serde(default)]
    pub capacity: String,
    /// The documents of the preamble, one a line.
    #[serde(default)]
    pub preamble: String,
    #[serde(default)]
    pub submission_number: String,
    #[serde(default)]
    pub submission_date: String,
    /// The version that the form was made from.
    #[serde(default)]
    pub version: i64,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    pub capacity: SigningCapacity,
    pub basis: String,
    pub submission: Option<(String, Date)>,
}

impl DossierForm {
    pub fn of(record: &DossierRecord) -> Self {
        let (submission_number, submission_date) = record
            .submission
            .clone()
            .map_or_else(Default::default, |(number, date)| (number, crate::format::iso_date(date)));
        let (capacity, preamble) = (record.capacity.to_string(), record.basis.clone());
        Self { capacity, preamble, submission_number, submission_date, version: record.version }
    }

    /// What is to be recorded. `register` and `today` only where they are known; the browser looks without them.
    ///
    /// # Errors
    /// An unknown capacity; a number without a date or the other way round, a date in the future; a line that cites no
    /// document of the register.
    pub fn check(&self, register: Option<&[LegalDocument]>, today: Option<Date>) -> Result<NewRecord, Vec<FieldError>> {
        let mut errors = Vec::new();
        let capacity = self.capacity.parse::<SigningCapacity>();
        if capacity.is_err() {
            errors.push(FieldError::new("capacity", FieldCode::Unknown));
        }
        let basis = clean_lines(&self.preamble);
        if let Some(register) = register {
            let day = today.or_else(|| register.iter().filter_map(|one| one.effective_from).max());
            errors.extend(day.and_then(|day| basis_of(&basis, register, day).err()).unwrap_or_default());
        }
        let named = !self.submission_number.trim().is_empty() || !self.submission_date.trim().is_empty();
        let submission = named.then(|| {
            let number = typed_line("submission_number", &self.submission_number, &mut errors);
            let date = typed_date("submission_date", &self.submission_date, &mut errors);
            if date.zip(today).is_some_and(|(date, today)| date > today) {
                errors.push(FieldError::new("submission_date", FieldCode::OutOfRange));
            }
            date.map(|date| (number, date))
        });
        match capacity {
            Ok(capacity) if errors.is_empty() => Ok(NewRecord { capacity, basis, submission: submission.flatten() }),
            _ => Err(errors),
        }
    }
}
