//! The sheet of what the officials' layout has no column for: a row of keys (`code`, `name`, then keys of [`Field`]), and
//! below it one row for each entry that has more, found by its code, else by its name where only one entry bears it.

use std::collections::BTreeMap;

use domain::annex::{Annex, AnnexCode, AnnexIssue};
use domain::catalog::{DataItem, EntryContent, Lists, SharingForm};
use domain::change::Field;
use domain::check::TEXT_CHARS_MAX;

use super::items::{bullets, parse};
use crate::sheet::Sheet;

/// Rows in which the keys are looked for.
const KEY_ROWS: u32 = 10;
/// Items that nobody gets, as lines; and the names of all items in their order.
pub(crate) const NOT_SHARED: &str = "items_not_shared";
pub(crate) const ITEM_ORDER: &str = "item_order";

/// Fields that the officials' layout has columns for: the second sheet does not change them.
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

/// Adds what the sheet knows of the entries.
pub(crate) fn add_more(annex: &mut Annex, sheet: &Sheet, lists: &Lists) {
    let Some(keys) = (0..KEY_ROWS).find(|row| sheet.row(*row).any(|(_, text)| text == "code")) else { return };
    let columns: Vec<(u32, String)> = sheet.row(keys).map(|(column, key)| (column, key.to_owned())).collect();
    let column_of = |key: &str| columns.iter().find(|(_, other)| other == key).map(|(column, _)| *column);
    let mut by_code: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_name: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (index, entry) in annex.entries.iter().enumerate() {
        if let Some(code) = &entry.code {
            by_code.insert(code.to_string(), index);
        }
        by_name.entry(entry.content.name.clone()).and_modify(|found| *found = None).or_insert(Some(index));
    }
    for row in keys + 1..sheet.rows() {
        let text = |key: &str| column_of(key).map_or("", |column| sheet.text(row, column));
        let found = by_code.get(text("code")).copied();
        let Some(index) = found.or_else(|| by_name.get(text("name")).copied().flatten()) else { continue };
        let content = &mut annex.entries[index].content;
        for (column, key) in &columns {
            let value = sheet.text(row, *column);
            let Some(field) = key.parse::<Field>().ok().filter(|field| !is_annexed(*field)) else { continue };
            if !value.is_empty() && !take(content, field, value, lists) {
                let detail = value.chars().take(120).collect();
                let place = sheet.place(row, *column);
                annex.warnings.push(AnnexIssue { place, code: AnnexCode::ValueUnknown, detail });
            }
        }
        items(content, text(NOT_SHARED), text(ITEM_ORDER), lists);
    }
}

/// Whether the field took the value: what a list does not have it does not.
fn take(content: &mut EntryContent, field: Field, value: &str, lists: &Lists) -> bool {
    let known = match field {
        Field::Sector => lists.sectors.iter().any(|one| one.id == value),
        Field::NationalDb => value.split("; ").all(|id| lists.national.iter().any(|one| one.id == id)),
        _ => value.chars().count() <= TEXT_CHARS_MAX,
    };
    known && content.set(field, value).is_ok()
}

/// Adds the items that nobody gets, and brings all into their order.
fn items(content: &mut EntryContent, not_shared: &str, order: &str, lists: &Lists) {
    for line in bullets(not_shared) {
        let Some(Ok(line)) = parse(&line) else { continue };
        if content.items.iter().all(|item| item.name != line.name) {
            content.items.push(DataItem {
                name: line.name,
                fields: line.fields,
                personal: line.personal,
                master: line.master,
                matrix: lists.classes.iter().map(|class| (class.id.clone(), SharingForm::None)).collect(),
            });
        }
    }
    let order: Vec<&str> = order.lines().collect();
    if !order.is_empty() {
        content.items.sort_by_key(|item| order.iter().position(|name| *name == item.name).unwrap_or(usize::MAX));
    }
}
