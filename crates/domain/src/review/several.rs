//! One answer given on several entries at once.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{AnswerDraft, AnswerKind};
use crate::check::{FieldCode, FieldError};
use crate::id::EntryCode;

/// The most entries that are answered at once.
pub const SEVERAL_MAX: usize = 500;

/// The form: which entries, as they were shown, and the answer on all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeveralForm {
    /// The entries that are ticked, each with the version of its answer that was shown.
    #[serde(default)]
    pub entries: BTreeMap<String, String>,
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub merge_into: String,
    #[serde(default)]
    pub transfer_to: String,
    #[serde(default)]
    pub effective: String,
}

/// An entry on which the answer could not be saved, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsaved {
    pub code: EntryCode,
    pub errors: Vec<FieldError>,
}

/// What is left to do: the form, to be shown again with the entries that were not saved ticked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    pub form: SeveralForm,
    pub saved: usize,
    pub unsaved: Vec<Unsaved>,
}

/// Entries with the versions of their answers that were shown, and the answer on all of them.
pub type OneOnAll = (Vec<(EntryCode, i64)>, AnswerDraft);

impl SeveralForm {
    /// What the form says.
    ///
    /// # Errors
    /// Nothing ticked, or too much; a kind that cannot be given at once: a change is written entry by entry.
    pub fn read(&self) -> Result<OneOnAll, Vec<FieldError>> {
        let mut errors = Vec::new();
        let kind = match self.kind.parse() {
            Ok(kind @ (AnswerKind::Keep | AnswerKind::Withdraw | AnswerKind::Merge | AnswerKind::Transfer)) => kind,
            _ => {
                let code = if self.kind.is_empty() { FieldCode::Required } else { FieldCode::Unknown };
                errors.push(FieldError::new("answer", code));
                AnswerKind::Keep
            }
        };
        if self.entries.is_empty() {
            errors.push(FieldError::new("entries", FieldCode::Required));
        }
        if self.entries.len() > SEVERAL_MAX {
            errors.push(FieldError::with("entries", FieldCode::TooMany, SEVERAL_MAX.to_string()));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let target = match kind {
            AnswerKind::Merge => self.merge_into.clone(),
            AnswerKind::Transfer => self.transfer_to.clone(),
            _ => String::new(),
        };
        // A version that is none was never shown: nothing stands at it.
        let entries = self.entries.iter().map(|(code, version)| (code.as_str().into(), version.parse().unwrap_or(-1)));
        let effective = if kind.has_day() { self.effective.clone() } else { String::new() };
        let reason = self.reason.clone();
        Ok((entries.collect(), AnswerDraft { reason, target, effective, ..AnswerDraft::of_kind(kind) }))
    }

    /// The form with only the entries that are left.
    pub fn only(&self, unsaved: &[Unsaved]) -> Self {
        let left = |code: &String| unsaved.iter().any(|one| one.code.as_str() == code);
        let entries = self.entries.iter().filter(|(code, _)| left(code));
        Self { entries: entries.map(|(code, version)| (code.clone(), version.clone())).collect(), ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(kind: &str, entries: &[(&str, &str)]) -> SeveralForm {
        SeveralForm {
            kind: kind.to_owned(),
            reason: "Thôi dùng".to_owned(),
            merge_into: "DC-009".to_owned(),
            transfer_to: "so-tp".to_owned(),
            effective: "2027-01-01".to_owned(),
            entries: entries.iter().map(|(code, version)| ((*code).to_owned(), (*version).to_owned())).collect(),
        }
    }

    #[test]
    fn one_answer_on_all() {
        for (kind, target) in [("keep", ""), ("withdraw", ""), ("merge", "DC-009"), ("transfer", "so-tp")] {
            let (entries, draft) = form(kind, &[("DC-001", "3"), ("DC-002", "ba")]).read().expect("a form");
            assert_eq!(entries, [(EntryCode::from("DC-001"), 3), (EntryCode::from("DC-002"), -1)]);
            assert_eq!(draft.effective, if kind == "keep" { "" } else { "2027-01-01" });
            assert_eq!(
                (draft.kind.to_string().as_str(), draft.target.as_str(), &*draft.reason),
                (kind, target, "Thôi dùng")
            );
        }
    }

    #[test]
    fn what_cannot_be_given_at_once() {
        let many: Vec<String> = (0..=SEVERAL_MAX).map(|number| format!("DC-{number}")).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|code| (code.as_str(), "0")).collect();
        for (form, expected) in [
            (form("keep", &[]), vec![("entries", FieldCode::Required)]),
            (form("", &[]), vec![("answer", FieldCode::Required), ("entries", FieldCode::Required)]),
            (form("modify", &[("DC-001", "0")]), vec![("answer", FieldCode::Unknown)]),
            (form("propose", &[("DC-001", "0")]), vec![("answer", FieldCode::Unknown)]),
            (form("keep", &many), vec![("entries", FieldCode::TooMany)]),
        ] {
            let told = form.read().expect_err("refused");
            assert_eq!(told.iter().map(|one| (one.field.as_str(), one.code)).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn what_is_left_stays_ticked() {
        let form = form("keep", &[("DC-001", "3"), ("DC-002", "0")]);
        let unsaved = [Unsaved { code: "DC-002".into(), errors: Vec::new() }];
        assert_eq!(
            form.only(&unsaved).entries.into_iter().collect::<Vec<_>>(),
            [("DC-002".to_owned(), "0".to_owned())]
        );
    }
}
