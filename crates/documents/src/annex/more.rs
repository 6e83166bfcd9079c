//! The sheet of what the officials' layout has no column for: a row of keys (`code`, `name`, then keys of [`Field`]), and
//! below it one row for each entry that has more, found by its code, else by its name where only one entry bears it. What
//! a cell does not take goes on in the rows that the cell of the code is merged over. Of the annex's own fields it has the
//! exact forms ([`super::exact`]).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use domain::annex::{Annex, AnnexCode, AnnexField as F, AnnexIssue};
use domain::catalog::{DataItem, EntryContent, Lists, SharingForm};
use domain::change::Field;
use domain::check::{NAME_CHARS_MAX, TEXT_CHARS_MAX};
use domain::id::EntryCode;

use super::exact::{EXACT, ITEM_COLUMNS, ITEMS, exact_items, read_back};
use super::items::{bullets, parse};
use super::layout::Layout;
use super::other::items_beside;
use super::write::cells;
use crate::sheet::Sheet;

/// Rows in which the keys are looked for.
const KEY_ROWS: u32 = 10;
/// Items that nobody gets, as lines; and the names of all items in their order.
pub(crate) const NOT_SHARED: &str = "items_not_shared";
pub(crate) const ITEM_ORDER: &str = "item_order";

/// Fields that the officials' layout has columns for: of them the second sheet has no more than the exact form.
fn is_annexed(field: Field) -> bool {
    matches!(
        field,
        Field::Name
            | Field::Owner
            | Field::Purpose
            | Field::Scope
            | Field::Content
            | Field::CollectionMechanism
            | Field::Source
            | Field::Consumers
            | Field::UpdateFrequency
            | Field::LegalBasis
            | Field::StartYear
            | Field::Note
    )
}

/// The sheet, and where its keys are.
pub(super) struct Further<'a> {
    pub sheet: &'a Sheet,
    pub key_row: u32,
    pub columns: Vec<(u32, &'a str)>,
}

impl<'a> Further<'a> {
    /// `None` of a sheet without keys: nothing is read there.
    pub(super) fn of(sheet: &'a Sheet) -> Option<Self> {
        let key_row = (0..KEY_ROWS).find(|row| sheet.row(*row).any(|(_, text)| text == "code"))?;
        Some(Self { sheet, key_row, columns: sheet.row(key_row).collect() })
    }

    fn column(&self, key: &str) -> Option<u32> {
        self.columns.iter().find(|(_, other)| *other == key).map(|(column, _)| *column)
    }

    fn text(&self, rows: &RangeInclusive<u32>, key: &str) -> String {
        self.column(key).map(|column| lines(self.sheet, rows.clone(), column)).unwrap_or_default()
    }

    /// Of the entries of an annex, each with its code (or none) and name, those that the sheet tells of, with their rows.
    pub(super) fn rows_of<'b>(
        &self,
        entries: impl Iterator<Item = (&'b str, &'b str)>,
    ) -> Vec<(usize, RangeInclusive<u32>)> {
        let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
        let mut by_name: BTreeMap<&str, Option<usize>> = BTreeMap::new();
        for (index, (code, name)) in entries.enumerate() {
            if !code.is_empty() {
                by_code.insert(code, index);
            }
            by_name.entry(name).and_modify(|found| *found = None).or_insert(Some(index));
        }
        let mut told = BTreeSet::new();
        let mut found = Vec::new();
        let mut next = self.key_row + 1;
        while next < self.sheet.rows() {
            let rows = next..=last_row(self.sheet, next, self.column("code"));
            next = *rows.end() + 1;
            let of_code = by_code.get(self.text(&rows, "code").as_str()).copied();
            let of = of_code.or_else(|| by_name.get(self.text(&rows, "name").as_str()).copied().flatten());
            // An entry is told of once.
            if let Some(index) = of.filter(|index| told.insert(*index)) {
                found.push((index, rows));
            }
        }
        found
    }
}

/// Adds what the sheet knows of the entries.
pub(crate) fn add_more(annex: &mut Annex, sheet: &Sheet, layout: &Layout, lists: &Lists) {
    let Some(further) = Further::of(sheet) else { return };
    let entries = annex.entries.iter();
    let entries = entries.map(|one| (one.code.as_ref().map_or("", EntryCode::as_str), one.content.name.as_str()));
    let mut settled = BTreeSet::new();
    for (index, rows) in further.rows_of(entries) {
        let text = |key: &str| further.text(&rows, key);
        let entry = &mut annex.entries[index];
        let content = &mut entry.content;
        for (column, key) in &further.columns {
            let Some(field) = key.parse::<Field>().ok().filter(|field| !is_annexed(*field)) else { continue };
            let value = lines(sheet, rows.clone(), *column);
            if !value.is_empty() && !take(content, field, &value, lists) {
                let detail = value.chars().take(120).collect();
                let place = sheet.place(*rows.start(), *column);
                annex.warnings.push(AnnexIssue { place, code: AnnexCode::ValueUnknown, detail });
            }
        }
        items(content, &text(NOT_SHARED), &text(ITEM_ORDER), lists);
        let columns = take_exact(content, text, lists).into_iter().filter_map(|field| layout.column(field));
        settled.extend(columns.map(|column| (entry.place.row, column + 1)));
    }
    let name = layout.column(F::Name).map(|column| column + 1);
    let is_settled = |issue: &AnnexIssue| {
        let of_name = Some(issue.place.column) == name;
        settled.contains(&(issue.place.row, issue.place.column)) && is_told_by_exact(issue.code, of_name)
    };
    annex.errors.retain(|issue| !is_settled(issue));
    annex.warnings.retain(|issue| !is_settled(issue));
}

/// The rows of an entry, from its first: those that the cell of its code is merged over.
fn last_row(sheet: &Sheet, row: u32, code: Option<u32>) -> u32 {
    let merge = code.and_then(|column| sheet.merge(row, column));
    merge.map_or(row, |(_, bottom, _)| bottom.min(sheet.rows().saturating_sub(1)).max(row))
}

/// The lines of a column in some rows.
fn lines(sheet: &Sheet, rows: RangeInclusive<u32>, column: u32) -> String {
    let texts = rows.map(|row| sheet.text(row, column)).filter(|text| !text.is_empty());
    texts.collect::<Vec<_>>().join("\n")
}

/// Whether the field took the value: what a list does not have it does not.
fn take(content: &mut EntryContent, field: Field, value: &str, lists: &Lists) -> bool {
    let known = match field {
        Field::Sector => lists.sectors.iter().any(|one| one.id == value),
        Field::NationalDb => value.split("; ").all(|id| lists.national.iter().any(|one| one.id == id)),
        Field::Name => value.chars().count() <= NAME_CHARS_MAX,
        _ => value.chars().count() <= TEXT_CHARS_MAX,
    };
    known && content.set(field, value).is_ok()
}

/// Adds the items that nobody gets, and brings all into their order.
pub(super) fn items(content: &mut EntryContent, not_shared: &str, order: &str, lists: &Lists) {
    let mut names: BTreeSet<String> = content.items.iter().map(|item| item.name.clone()).collect();
    for line in bullets(not_shared) {
        let Some(Ok(line)) = parse(&line) else { continue };
        if names.insert(line.name.clone()) {
            content.items.push(DataItem {
                name: line.name,
                fields: line.fields,
                personal: line.personal,
                master: line.master,
                matrix: lists.classes.iter().map(|class| (class.id.clone(), SharingForm::None)).collect(),
            });
        }
    }
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, name) in order.lines().enumerate() {
        places.entry(name).or_insert(at);
    }
    if !places.is_empty() {
        content.items.sort_by_key(|item| places.get(item.name.as_str()).copied().unwrap_or(usize::MAX));
    }
}

/// Takes the exact forms of what the annex's cells say, as long as they say the same: what a person changed there counts.
/// The columns of the annex that are settled so.
fn take_exact(content: &mut EntryContent, text: impl Fn(&str) -> String, lists: &Lists) -> Vec<F> {
    let annexed = EXACT.map(|(field, column, _)| (field, column));
    let given = [(Field::Name, F::Name)].into_iter().chain(annexed);
    let given = given.map(|(field, column)| (field, column, text(&field.to_string())));
    let differs = |(field, _, value): &(Field, F, String)| !value.is_empty() && *value != content.get(*field);
    let mut given: Vec<(Field, F, String)> = given.filter(differs).collect();
    let items = exact_items(&text(ITEMS), lists);
    let has_items = items.is_some();
    if given.is_empty() && !has_items {
        return Vec::new();
    }
    let mut wanted = content.clone();
    given.retain(|(field, _, value)| take(&mut wanted, *field, value, lists));
    if let Some(items) = items {
        wanted.items = items;
    }
    let read = read_back(&cells(&wanted, lists), &items_beside(&wanted, &lists.classes), lists);
    let mut settled = Vec::new();
    for (field, column, value) in given {
        if read.get(field) == content.get(field) && content.set(field, &value).is_ok() {
            settled.push(column);
        }
    }
    if has_items && read.items == content.items {
        content.items = wanted.items;
        settled.extend(ITEM_COLUMNS);
    }
    settled
}

/// Whether a remark on a cell is about what its exact form tells.
fn is_told_by_exact(code: AnnexCode, of_name: bool) -> bool {
    match code {
        AnnexCode::NameNormalised => of_name,
        AnnexCode::TextTooLong
        | AnnexCode::ItemUnreadable
        | AnnexCode::GroupUnknown
        | AnnexCode::ItemFormConflict
        | AnnexCode::NoItems => !of_name,
        _ => false,
    }
}
