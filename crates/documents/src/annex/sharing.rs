//! How the items of an entry are shared, in the layouts that are met: a column for each form with its items, a column of
//! items beside one of forms, or a column of items beside columns with marks.

use domain::annex::{AnnexCode, AnnexField as F};
use domain::catalog::{DataItem, SharingForm};
use domain::text::clean;

use super::consumers::named;
use super::entry::RowCells;
use super::items::{ItemLine, ItemRemark, assemble, bullets, listed, parse};
use super::values::{forms, is_mark, parts};
use super::wording::wording;

const FORM_COLUMNS: [(F, SharingForm); 4] = [
    (F::Open, SharingForm::Open),
    (F::Default, SharingForm::Default),
    (F::Specific, SharingForm::Specific),
    (F::NotShared, SharingForm::None),
];

/// Lines with the form that they stand under.
type Lines = Vec<(SharingForm, Vec<ItemLine>)>;

impl RowCells<'_> {
    /// The items of the entry. Where only forms are told and no items, all of the database is one item.
    pub(crate) fn items(&mut self, entry: &str) -> Vec<DataItem> {
        let mut lines: Lines = Vec::new();
        let (whole, consumers) = (self.rows.clone(), self.text(F::Consumers));
        if self.is_row_by_row() {
            for row in whole.clone() {
                self.rows = row..=row;
                if self.has_items() {
                    let (from, own) = (lines.len(), self.text(F::Consumers));
                    self.columns_of_forms(entry, &mut lines);
                    let of_row = if parts(&own).is_empty() { &consumers } else { &own };
                    self.name_consumers(of_row, &mut lines[from..]);
                }
            }
            self.rows = whole;
        } else {
            self.columns_of_forms(entry, &mut lines);
            self.name_consumers(&consumers, &mut lines);
        }
        let mut remarks = Vec::new();
        let mut items = assemble(&lines, &self.lists.classes, &mut remarks);
        self.add_fields(entry, &mut items);
        for remark in remarks {
            self.remark(F::Open, &remark);
        }
        for item in items.iter().filter(|item| item.personal && item.widest() == SharingForm::Open) {
            self.warn(F::Open, AnnexCode::PersonalOpen, &item.name);
        }
        let columns = [F::Open, F::Default, F::Specific, F::Items, F::ItemFields, F::Form];
        if items.is_empty() && columns.into_iter().any(|field| self.has(field)) {
            self.warn(F::Open, AnnexCode::NoItems, entry);
        }
        items
    }

    /// The fields that stand in a column of their own: those of the only item, of the items line by line, or, where there is
    /// no item, of the database as one. What cannot be told apart goes into the note.
    fn add_fields(&mut self, entry: &str, items: &mut Vec<DataItem>) {
        let lines = bullets(&self.text(F::ItemFields));
        if lines.is_empty() {
            return;
        }
        let bare = items.iter().all(|item| item.fields.is_empty());
        if items.is_empty() {
            let matrix = self.lists.classes.iter().map(|class| (class.id.clone(), SharingForm::None)).collect();
            let (name, fields) = (clean(entry), lines.join("; "));
            items.push(DataItem { name, fields, matrix, ..DataItem::default() });
            self.warn(F::ItemFields, AnnexCode::FormMissing, entry);
        } else if bare && items.len() == 1 {
            items[0].fields = lines.join("; ");
        } else if bare && self.has(F::Items) && items.len() == lines.len() {
            items.iter_mut().zip(lines).for_each(|(item, line)| item.fields = line);
        } else {
            let told = lines.join("; ");
            self.warn(F::ItemFields, AnnexCode::FieldsUnclear, &told);
            self.keep(F::ItemFields, &told);
        }
    }

    fn columns_of_forms(&mut self, entry: &str, lines: &mut Lines) {
        let mut marks = Vec::new();
        for (field, form) in FORM_COLUMNS {
            let text = self.text(field);
            if is_mark(&text) {
                marks.push(form);
            } else {
                let read = self.lines(field, bullets(&text));
                lines.push((form, read));
            }
        }
        self.listed(entry, &marks, lines);
    }

    /// Items without groups of their own are for those whom the column of consumers names; open data stays for all.
    fn name_consumers(&mut self, told: &str, lines: &mut [(SharingForm, Vec<ItemLine>)]) {
        let narrows = |form: SharingForm| matches!(form, SharingForm::Default | SharingForm::Specific);
        let shared = lines.iter_mut().filter(|(form, _)| narrows(*form)).flat_map(|(_, items)| items);
        let of_all: Vec<&mut ItemLine> = shared.filter(|item| item.groups.is_none()).collect();
        if of_all.is_empty() || parts(told).is_empty() {
            return;
        }
        match named(told, &self.lists.classes) {
            Some(groups) => of_all.into_iter().for_each(|item| item.groups = Some(groups.iter().copied().collect())),
            None => self.warn_once(F::Consumers, AnnexCode::ConsumersUnclear, &clean(told)),
        }
    }

    fn has_items(&self) -> bool {
        !bullets(&self.text(F::Items)).is_empty()
    }

    /// Whether each row of an entry that has several tells an item and its form: then a form is of its own row's items.
    fn is_row_by_row(&mut self) -> bool {
        let whole = self.rows.clone();
        let (sheet, layout) = (self.sheet, self.layout);
        let items = layout.columns(F::Items);
        let covered = |row: u32| items.iter().any(|at| sheet.merge(row, *at).is_some_and(|(top, ..)| top < row));
        let found = whole.start() < whole.end()
            && self.has_items()
            && whole.clone().all(|row| {
                self.rows = row..=row;
                let columns: Vec<String> = FORM_COLUMNS.iter().map(|(field, _)| self.text(*field)).collect();
                let only_marks = columns.iter().all(|text| is_mark(text) || bullets(text).is_empty());
                let told = columns.iter().any(|text| is_mark(text)) || !forms(&self.text(F::Form)).is_empty();
                only_marks && !covered(row) && told == self.has_items()
            });
        self.rows = whole;
        found
    }

    fn lines(&mut self, field: F, texts: Vec<String>) -> Vec<ItemLine> {
        let mut read = Vec::new();
        for line in texts {
            match parse(&line) {
                Some(Ok(item)) => read.push(item),
                Some(Err(remark)) => self.remark(field, &remark),
                None => {}
            }
        }
        read
    }

    /// The items of the column that names no form.
    fn listed(&mut self, entry: &str, marks: &[SharingForm], lines: &mut Lines) {
        let written = bullets(&self.text(F::Form));
        let told: Vec<Vec<SharingForm>> = written.iter().map(|line| forms(line)).collect();
        for line in written.iter().zip(&told).filter(|(_, forms)| forms.is_empty()).map(|(line, _)| line) {
            self.unknown(F::Form, line);
        }
        let (under, listed) = grouped(&self.text(F::Items));
        for (form, texts) in under {
            let read = self.lines(F::Items, texts);
            lines.push((form, read));
        }
        let mut read = self.lines(F::Items, listed);
        let mut all: Vec<SharingForm> = marks.iter().copied().chain(told.iter().flatten().copied()).collect();
        all.sort_unstable();
        all.dedup();
        if read.is_empty() {
            let alone = lines.iter().all(|(_, lines)| lines.is_empty());
            if !alone || all.is_empty() {
                return;
            }
            let whole =
                ItemLine { name: clean(entry), fields: String::new(), personal: false, master: false, groups: None };
            read.push(whole);
        } else if marks.is_empty() && read.len() > 1 && told.len() == read.len() {
            // As many forms as items: one for each.
            for (item, forms) in read.into_iter().zip(&told) {
                lines.push((forms.iter().copied().max().unwrap_or(SharingForm::None), vec![item]));
            }
            return;
        }
        if all.is_empty() {
            self.warn(F::Items, AnnexCode::FormMissing, entry);
        } else if all.len() > 1 {
            self.warn(F::Form, AnnexCode::FormUnclear, entry);
        }
        lines.push((all.into_iter().max().unwrap_or(SharingForm::None), read));
    }

    fn remark(&mut self, field: F, remark: &ItemRemark) {
        match remark {
            ItemRemark::Unreadable(line) => self.error(field, AnnexCode::ItemUnreadable, line),
            ItemRemark::UnknownGroup(text) => self.error(field, AnnexCode::GroupUnknown, text),
            ItemRemark::TwoForms(name) => self.warn(field, AnnexCode::ItemFormConflict, name),
        }
    }
}

/// The items that stand behind «Dữ liệu mở: …» or below it, by form, and those that stand alone.
fn grouped(cell: &str) -> (Vec<(SharingForm, Vec<String>)>, Vec<String>) {
    let mut under: Vec<(SharingForm, Vec<String>)> = Vec::new();
    let mut alone = Vec::new();
    for line in bullets(cell) {
        let head = line.split_once(':').map_or(line.as_str(), |(head, _)| head);
        let form = match wording(head) {
            Some(F::Open) => Some(SharingForm::Open),
            Some(F::Default) => Some(SharingForm::Default),
            Some(F::Specific) => Some(SharingForm::Specific),
            _ => None,
        };
        let rest = match form {
            Some(form) => {
                under.push((form, Vec::new()));
                line.split_once(':').map_or("", |(_, rest)| rest)
            }
            None => line.as_str(),
        };
        match under.last_mut() {
            Some((_, texts)) => texts.extend(listed(rest)),
            None => alone.extend(listed(rest)),
        }
    }
    (under, alone)
}
