//! An answer as an HTML form carries it: text only, so that a page without JavaScript and one with it send the same.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::catalog::{DataItem, DataKind, EntryContent, SharingForm};
use crate::change::Field;
use crate::check::{FieldCode, FieldError};
use crate::id::{AgencyId, ClassId};
use crate::review::{AnswerDraft, AnswerKind, BuildPlan};
use crate::text::clean_lines;

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
    #[serde(default)]
    pub data_kind: String,
    #[serde(default)]
    pub note: String,
    #[serde(default)]
    pub items: Vec<ItemForm>,
    #[serde(default)]
    pub plan: BuildPlan,
}

impl AnswerForm {
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
            data_kind: content.get(Field::DataKind),
            note: content.note.clone(),
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
        let plan = (kind == AnswerKind::Propose).then(|| self.plan.clone());
        let draft = AnswerDraft {
            kind,
            reason: clean_lines(&self.reason),
            target: self.target.trim().to_owned(),
            content,
            plan,
        };
        (draft, errors)
    }

    fn content(&self, owner: AgencyId, errors: &mut Vec<FieldError>) -> EntryContent {
        let start_year = self.start_year.trim();
        let year = start_year.parse().ok();
        if year.is_none() && !start_year.is_empty() {
            errors.push(FieldError::new(Field::StartYear.to_string(), FieldCode::NotANumber));
        }
        EntryContent {
            name: line(&self.name),
            owner,
            sector: self.sector.clone(),
            purpose: clean_lines(&self.purpose),
            scope: clean_lines(&self.scope),
            content: clean_lines(&self.content),
            collection_mechanism: clean_lines(&self.collection_mechanism),
            source: clean_lines(&self.source),
            consumers: clean_lines(&self.consumers),
            update_frequency: self.update_frequency.clone(),
            legal_basis: clean_lines(&self.legal_basis),
            start_year: year,
            note: clean_lines(&self.note),
            data_kind: DataKind::from_str(&self.data_kind).ok(),
            items: self.items.iter().filter(|item| !item.is_blank()).map(ItemForm::item).collect(),
        }
    }
}

impl ItemForm {
    /// An empty row of the form is no item.
    pub fn is_blank(&self) -> bool {
        self.name.trim().is_empty() && self.fields.trim().is_empty()
    }

    fn item(&self) -> DataItem {
        let cell = |(class, form): (&String, &String)| {
            SharingForm::from_str(form).ok().map(|form| (ClassId(class.clone()), form))
        };
        DataItem {
            name: line(&self.name),
            fields: line(&self.fields),
            matrix: self.matrix.iter().filter_map(cell).collect(),
            personal: !self.personal.is_empty(),
            master: !self.master.is_empty(),
        }
    }
}

fn tick(flag: bool) -> String {
    if flag { "on".to_owned() } else { String::new() }
}

fn line(text: &str) -> String {
    clean_lines(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content() -> EntryContent {
        EntryContent {
            name: "CSDL giá".into(),
            owner: AgencyId::from("so-tc"),
            purpose: "Dòng một\nDòng hai".into(),
            start_year: Some(2019),
            data_kind: Some(DataKind::Sectoral),
            items: vec![DataItem {
                name: "Giá đất".into(),
                fields: "mã, giá".into(),
                matrix: [(ClassId::from("ca_nhan"), SharingForm::Open)].into(),
                personal: false,
                master: true,
            }],
            ..EntryContent::default()
        }
    }

    #[test]
    fn a_form_untouched_changes_nothing() {
        let base = content();
        let form = AnswerForm::of(AnswerKind::Modify, &base, None);
        let (draft, errors) = form.draft(Some(&base), &base.owner);
        assert_eq!(draft.content, Some(base));
        assert!(errors.is_empty());
    }

    #[test]
    fn a_year_that_is_none_is_named_and_the_rest_kept() {
        let base = content();
        let form = AnswerForm { start_year: "hai nghìn".into(), ..AnswerForm::of(AnswerKind::Modify, &base, None) };
        let (draft, errors) = form.draft(Some(&base), &base.owner);
        assert_eq!(errors, [FieldError::new("start_year", FieldCode::NotANumber)]);
        assert_eq!(draft.content.map(|content| content.name), Some(base.name));
    }

    #[test]
    fn blank_rows_are_no_items() {
        let form = AnswerForm { items: vec![ItemForm::default()], ..AnswerForm::default() };
        let (draft, _) = form.draft(None, &AgencyId::from("so-tc"));
        assert_eq!(draft.kind, AnswerKind::Propose);
        assert_eq!(draft.content.map(|content| content.items.len()), Some(0));
    }
}
