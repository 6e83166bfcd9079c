//! An answer as an HTML form carries it: text only, so that a page without JavaScript and one with it send the same.

mod compare;

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::catalog::{DataItem, EntryContent, Matrix, SharingForm};
use crate::change::Field;
use crate::check::{FieldCode, FieldError};
use crate::id::{AgencyId, AsideId, ClassId};
use crate::review::{AnswerDraft, AnswerKind, BuildPlan, SecretDeclaration};
use crate::text::{clean, clean_lines};

pub use compare::{Difference, Pick, Piece, Prints, WhoChanged, differences, goes_with_kind, merged};

/// One item of data in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemForm {
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub fields: String,
    #[serde(default)]
    pub matrix: BTreeMap<String, String>,
    /// `on` when ticked; absent otherwise.
    #[serde(default)]
    pub personal: String,
    #[serde(default)]
    pub master: String,
}

/// The editor of an entry or a proposal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerForm {
    #[serde(default)]
    pub kind: String,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub effective: String,
    /// The code of a [`SecretDeclaration`].
    #[serde(default)]
    pub secret: String,
    #[serde(default)]
    pub name: String,
    #[serde(default)]
    pub sector: String,
    #[serde(default)]
    pub purpose: String,
    #[serde(default)]
    pub scope: String,
    #[serde(default)]
    pub content: String,
    #[serde(default)]
    pub collection_mechanism: String,
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub consumers: String,
    #[serde(default)]
    pub update_frequency: String,
    #[serde(default)]
    pub legal_basis: String,
    #[serde(default)]
    pub start_year: String,
    /// Kinds of data, each `on` when ticked.
    #[serde(default)]
    pub data_kind: BTreeMap<String, String>,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub other_names: String,
    #[serde(default)]
    pub scope_territory: String,
    #[serde(default)]
    pub scope_time: String,
    #[serde(default)]
    pub update_method: String,
    #[serde(default)]
    pub national_db: String,
    #[serde(default)]
    pub sync_mechanism: String,
    #[serde(default)]
    pub security_level: String,
    #[serde(default)]
    pub url: String,
    #[serde(default)]
    pub hosting: String,
    #[serde(default)]
    pub procedures: String,
    #[serde(default)]
    pub funding: String,
    #[serde(default)]
    pub existence: String,
    #[serde(default)]
    pub operator_unit: String,
    #[serde(default)]
    pub items: Vec<ItemForm>,
    #[serde(default)]
    pub plan: BuildPlan,
}

/// An answer that needs no editor: keep, withdraw, merge, transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShortForm {
    pub kind: AnswerKind,
    #[serde(default)]
    pub reason: String,
    #[serde(default)]
    pub target: String,
    #[serde(default)]
    pub effective: String,
}

impl ShortForm {
    /// The draft that it says.
    pub fn draft(self) -> AnswerDraft {
        let Self { kind, reason, target, effective } = self;
        AnswerDraft { reason, target, effective, ..AnswerDraft::of_kind(kind) }
    }
}

impl From<ShortForm> for AnswerForm {
    fn from(short: ShortForm) -> Self {
        let ShortForm { kind, reason, target, effective } = short;
        Self { kind: kind.to_string(), reason, target, effective, ..Self::default() }
    }
}

/// What a form was made from, as it carries it itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    /// The version of the answer; 0 for one never saved.
    #[serde(default)]
    pub version: i64,
    /// The [`Prints`] of what was saved then; empty where nobody knows.
    #[serde(default)]
    pub prints: String,
    /// What is kept of the same form beside another's save; 0 for nothing.
    #[serde(default)]
    pub aside: AsideId,
}

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedForm {
    pub opened: Opened,
    pub form: AnswerForm,
}

impl AnswerForm {
    /// The form that shows an answer as it is saved, on top of the content in force.
    pub fn saved(draft: Option<&AnswerDraft>, base: Option<&EntryContent>) -> Self {
        let content = draft.and_then(|draft| draft.content.as_ref()).or(base).cloned().unwrap_or_default();
        let kind = draft.map(|draft| draft.kind.to_string()).unwrap_or_default();
        Self { kind, ..Self::of(AnswerKind::Keep, &content, draft) }
    }

    /// The form that shows a content, for an answer of the given kind.
    pub fn of(kind: AnswerKind, content: &EntryContent, draft: Option<&AnswerDraft>) -> Self {
        let item = |item: &DataItem| ItemForm {
            name: item.name.clone(),
            fields: item.fields.clone(),
            matrix: item.matrix.iter().map(|(class, form)| (class.to_string(), form.to_string())).collect(),
            personal: tick(item.personal),
            master: tick(item.master),
        };
        Self {
            kind: kind.to_string(),
            reason: draft.map(|draft| draft.reason.clone()).unwrap_or_default(),
            target: draft.map(|draft| draft.target.clone()).unwrap_or_default(),
            effective: draft.map(|draft| draft.effective.clone()).unwrap_or_default(),
            secret: draft.map(|draft| draft.secret.to_string()).unwrap_or_default(),
            name: content.name.clone(),
            sector: content.sector.clone(),
            purpose: content.purpose.clone(),
            scope: content.scope.clone(),
            content: content.content.clone(),
            collection_mechanism: content.collection_mechanism.clone(),
            source: content.source.clone(),
            consumers: content.consumers.clone(),
            update_frequency: content.update_frequency.clone(),
            legal_basis: content.legal_basis.clone(),
            start_year: content.get(Field::StartYear),
            data_kind: content.data_kinds.iter().map(|kind| (kind.to_string(), tick(true))).collect(),
            note: content.note.clone(),
            other_names: content.other_names.clone(),
            scope_territory: content.scope_territory.clone(),
            scope_time: content.scope_time.clone(),
            update_method: content.get(Field::UpdateMethod),
            national_db: content.national_db.clone(),
            sync_mechanism: content.sync_mechanism.clone(),
            security_level: content.get(Field::SecurityLevel),
            url: content.url.clone(),
            hosting: content.hosting.clone(),
            procedures: content.procedures.clone(),
            funding: content.funding.clone(),
            existence: content.get(Field::Existence),
            operator_unit: content.operator_unit.clone(),
            items: content.items.iter().map(item).collect(),
            plan: draft.and_then(|draft| draft.plan.clone()).unwrap_or_default(),
        }
    }

    /// The draft that the form says, on top of the content in force (or of a new entry of `owner`), with remarks on
    /// values that no field can hold: they are dropped, the rest is kept.
    pub fn draft(&self, base: Option<&EntryContent>, owner: &AgencyId) -> (AnswerDraft, Vec<FieldError>) {
        let mut errors = Vec::new();
        let kind = AnswerKind::from_str(&self.kind).unwrap_or(if base.is_some() {
            AnswerKind::Modify
        } else {
            AnswerKind::Propose
        });
        let content = matches!(kind, AnswerKind::Modify | AnswerKind::Propose).then(|| {
            let owner = base.map_or_else(|| owner.clone(), |base| base.owner.clone());
            self.content(owner, &mut errors)
        });
        let plan = (kind == AnswerKind::Propose).then(|| self.plan());
        let secret = match content {
            Some(_) => SecretDeclaration::from_str(self.secret.trim()).unwrap_or_default(),
            None => SecretDeclaration::Undeclared,
        };
        let (reason, target, effective) = (clean_lines(&self.reason), clean(&self.target), clean(&self.effective));
        (AnswerDraft { kind, reason, target, effective, content, plan, secret }, errors)
    }

    /// Remarks on the draft that the form says, at the items of the form: the draft has none of the blank ones.
    pub fn placed(&self, remarks: Vec<FieldError>) -> Vec<FieldError> {
        let items = self.items.iter().enumerate().filter(|(_, item)| !item.is_blank());
        let places: Vec<usize> = items.map(|(place, _)| place).collect();
        let placed = |field: &str| {
            let (number, part) = field.strip_prefix("items.")?.split_once('.')?;
            Some(format!("items.{}.{part}", places.get(number.parse::<usize>().ok()?)?))
        };
        let placed = |one: FieldError| FieldError { field: placed(&one.field).unwrap_or(one.field), ..one };
        remarks.into_iter().map(placed).collect()
    }

    fn plan(&self) -> BuildPlan {
        BuildPlan {
            need: clean_lines(&self.plan.need),
            method: clean_lines(&self.plan.method),
            time: clean(&self.plan.time),
            cost_million_vnd: clean(&self.plan.cost_million_vnd),
            funding: clean_lines(&self.plan.funding),
            priority: clean(&self.plan.priority),
        }
    }

    fn content(&self, owner: AgencyId, errors: &mut Vec<FieldError>) -> EntryContent {
        let start_year = self.start_year.trim();
        let year = start_year.parse().ok();
        if year.is_none() && !start_year.is_empty() {
            errors.push(FieldError::new(Field::StartYear.to_string(), FieldCode::NotANumber));
        }
        let items = self.items.iter().filter(|item| !item.is_blank()).enumerate();
        let ticked: Vec<&str> =
            self.data_kind.iter().filter(|(_, tick)| !tick.is_empty()).map(|(kind, _)| kind.as_str()).collect();
        let mut content = EntryContent {
            name: clean(&self.name),
            owner,
            sector: clean(&self.sector),
            purpose: clean_lines(&self.purpose),
            scope: clean_lines(&self.scope),
            content: clean_lines(&self.content),
            collection_mechanism: clean_lines(&self.collection_mechanism),
            source: clean_lines(&self.source),
            consumers: clean_lines(&self.consumers),
            update_frequency: clean(&self.update_frequency),
            legal_basis: clean_lines(&self.legal_basis),
            start_year: year,
            note: clean_lines(&self.note),
            other_names: clean(&self.other_names),
            scope_territory: clean_lines(&self.scope_territory),
            scope_time: clean_lines(&self.scope_time),
            national_db: clean(&self.national_db),
            sync_mechanism: clean_lines(&self.sync_mechanism),
            url: clean(&self.url),
            hosting: clean_lines(&self.hosting),
            procedures: clean_lines(&self.procedures),
            funding: clean_lines(&self.funding),
            operator_unit: clean_lines(&self.operator_unit),
            items: items.map(|(n, item)| item.item(n, errors)).collect(),
            ..EntryContent::default()
        };
        for (field, value) in [
            (Field::DataKind, ticked.join(";").as_str()),
            (Field::UpdateMethod, self.update_method.trim()),
            (Field::SecurityLevel, self.security_level.trim()),
            (Field::Existence, self.existence.trim()),
        ] {
            if content.set(field, value).is_err() {
                errors.push(FieldError::new(field.to_string(), FieldCode::Unknown));
            }
        }
        content
    }
}

impl ItemForm {
    /// An empty row of the form is no item.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.fields.trim().is_empty()
    }

    /// The item at place `n` of the entry.
    fn item(&self, n: usize, errors: &mut Vec<FieldError>) -> DataItem {
        let mut matrix = Matrix::new();
        for (class, form) in self.matrix.iter().filter(|(_, form)| !form.is_empty()) {
            match SharingForm::from_str(form) {
                Ok(form) if is_code(class) => {
                    matrix.insert(ClassId(class.clone()), form);
                }
                _ => errors.push(FieldError::new(format!("items.{n}.matrix"), FieldCode::Unknown)),
            }
        }
        DataItem {
            name: clean(&self.name),
            fields: clean(&self.fields),
            matrix,
            personal: !self.personal.is_empty(),
            master: !self.master.is_empty(),
        }
    }
}

/// Whether a text can be an identifier of a reference list: a row of the matrix is written with `=` and `;` between.
fn is_code(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn tick(flag: bool) -> String {
    if flag { "on".to_owned() } else { String::new() }
}

#[cfg(test)]
mod tests;
