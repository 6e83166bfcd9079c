//! Writing the sheet «Thông tin khác»: what the annex has no column for, and the exact form of what its cells would not
//! give back ([`super::exact`]).
//!
//! Row 1 is a title, row 2 has labels, row 3 the keys of the columns (`code`, `name`, then keys of [`Field`], such as
//! `sector`), and from row 4 there is one row for each such entry, by code. A cell holds what [`EntryContent::get`] gives,
//! a code where the field has codes, and [`EntryContent::set`] takes it back; an empty cell is an empty field. Further
//! columns stand there where some entry needs them: the items that nobody gets, the order of the items, and exact forms,
//! of which an empty cell says that the annex tells it.
//!
//! Who reads the sheet or prints it sees neither the keys, which are for the portal alone, nor fields that are empty of
//! all: they are hidden, and read back all the same.

use std::collections::{BTreeMap, BTreeSet};

use domain::catalog::{ConsumerClass, DataItem, EntryContent, Lists, SharingForm};
use domain::change::Field;
use rust_xlsxwriter::{Worksheet, XlsxError};

use super::exact::{EXACT, ITEMS, exact_texts, read_back};
use super::more::{ITEM_ORDER, NOT_SHARED};
use super::write::write_entry;
use crate::style::{Formats, fit, on_pages_beside};

/// The fields that an annex has no column for, with their labels and widths on the sheet «Thông tin khác».
const OTHER: [(Field, &str, f64); 15] = [
    (Field::Sector, "Lĩnh vực", 14.0),
    (Field::DataKind, "Loại dữ liệu", 16.0),
    (Field::Existence, "Hiện trạng", 12.0),
    (Field::OtherNames, "Tên gọi khác", 24.0),
    (Field::ScopeTerritory, "Phạm vi lãnh thổ", 24.0),
    (Field::ScopeTime, "Phạm vi thời gian", 24.0),
    (Field::UpdateMethod, "Phương thức cập nhật", 12.0),
    (Field::NationalDb, "CSDL quốc gia, CSDL của bộ có liên quan", 24.0),
    (Field::SyncMechanism, "Cơ chế đồng bộ, căn cứ không trùng lặp", 32.0),
    (Field::SecurityLevel, "Cấp độ an toàn", 10.0),
    (Field::Url, "Địa chỉ truy cập", 28.0),
    (Field::Hosting, "Hạ tầng, nền tảng vận hành", 28.0),
    (Field::OperatorUnit, "Đơn vị vận hành", 24.0),
    (Field::Procedures, "Thủ tục hành chính sử dụng", 32.0),
    (Field::Funding, "Nguồn kinh phí", 20.0),
];

const NAME_WIDTH: f64 = 28.0;
const ITEMS_WIDTH: f64 = 36.0;
/// The last column of the title: on paper the others stand on further pages.
const TITLE_LAST: u16 = 5;

/// What is told of an entry beside the annex.
pub(super) struct Beside<'a> {
    entry: &'a EntryContent,
    /// Its name is read as another.
    renamed: bool,
    /// In the order of [`beside_columns`].
    texts: Vec<String>,
}

impl<'a> Beside<'a> {
    /// Of an entry whose cells in the annex, from the name on, are these.
    pub(super) fn of(entry: &'a EntryContent, cells: &[String; 14], lists: &Lists) -> Self {
        let items = items_beside(entry, &lists.classes);
        let read = read_back(cells, &items, lists);
        let texts = items.into_iter().chain(exact_texts(entry, &read)).collect();
        Self { entry, renamed: read.name != entry.name, texts }
    }

    pub(super) fn says_more(&self) -> bool {
        let other = OTHER.iter().any(|(field, ..)| !self.entry.get(*field).is_empty());
        other || self.renamed || self.texts.iter().any(|text| !text.is_empty())
    }
}

/// The keys and labels of the columns that stand there only where some entry needs them.
fn beside_columns() -> Vec<(String, &'static str)> {
    let items = [(NOT_SHARED, "Hạng mục không chia sẻ"), (ITEM_ORDER, "Thứ tự các hạng mục")];
    let items = items.map(|(key, label)| (key.to_owned(), label)).into_iter();
    let exact = EXACT.iter().map(|(field, _, label)| (field.to_string(), *label));
    items.chain(exact).chain([(ITEMS.to_owned(), "Các hạng mục (nguyên văn)")]).collect()
}

pub(super) fn other_sheet(
    sheet: &mut Worksheet,
    formats: &Formats,
    entries: &BTreeMap<&str, Beside<'_>>,
) -> Result<(), XlsxError> {
    let needed = |at: usize| entries.values().any(|one| !one.texts[at].is_empty());
    let beside: Vec<(usize, (String, &str))> =
        beside_columns().into_iter().enumerate().filter(|(at, _)| needed(*at)).collect();
    let is_told = |field: Field| entries.values().any(|one| !one.entry.get(field).is_empty());
    on_pages_beside(sheet, (1, 1), &[])?;
    sheet.merge_range(0, 0, 0, TITLE_LAST, "THÔNG TIN KHÁC CỦA CƠ SỞ DỮ LIỆU", &formats.title)?;
    // Of the columns under it some may be hidden: then it takes two lines.
    sheet.set_row_height(0, 36)?;
    let fields = OTHER.iter().map(|(field, label, width)| (field.to_string(), *label, *width, is_told(*field)));
    let keys = [("code".to_owned(), "Mã CSDL", 9.0, true), ("name".to_owned(), "Tên CSDL", NAME_WIDTH, true)];
    let beside_told = beside.iter().map(|(_, (key, label))| (key.clone(), *label, ITEMS_WIDTH, true));
    for (column, (key, label, width, is_shown)) in (0..).zip(keys.into_iter().chain(fields).chain(beside_told)) {
        sheet.set_column_width(column, width)?;
        if !is_shown {
            sheet.set_column_hidden(column)?;
        }
        sheet.write_string_with_format(1, column, label, &formats.header)?;
        sheet.write_string_with_format(2, column, key, &formats.middle)?;
    }
    let shown = OTHER.iter().filter(|(field, ..)| is_told(*field));
    fit(sheet, 1, shown.map(|(_, label, width)| (*label, *width)))?;
    sheet.set_row_hidden(2)?;
    let mut row = 3;
    for (code, one) in entries {
        let fields: Vec<(String, f64)> =
            OTHER.iter().map(|(field, _, width)| (one.entry.get(*field), *width)).collect();
        let mut texts = vec![(one.entry.name.as_str(), NAME_WIDTH)];
        texts.extend(fields.iter().map(|(text, width)| (text.as_str(), *width)));
        texts.extend(beside.iter().map(|(at, _)| (one.texts[*at].as_str(), ITEMS_WIDTH)));
        row = write_entry(sheet, formats, (row, 0), code, &texts)? + 1;
    }
    Ok(())
}

/// The items that no class gets, and the names of all where the annex, which lists them by form, brings another order.
pub(super) fn items_beside(entry: &EntryContent, classes: &[ConsumerClass]) -> [String; 2] {
    let has = |item: &&DataItem, form| classes.iter().any(|class| item.form(&class.id) == form);
    let shared = [SharingForm::Open, SharingForm::Default, SharingForm::Specific];
    let (listed, hidden): (Vec<&DataItem>, Vec<&DataItem>) =
        entry.items.iter().partition(|item| shared.iter().any(|form| has(item, *form)));
    let mut order: Vec<&str> = Vec::new();
    let mut placed = BTreeSet::new();
    for form in shared {
        let names = listed.iter().filter(|item| has(item, form)).map(|item| item.name.as_str());
        order.extend(names.filter(|name| placed.insert(*name)));
    }
    order.extend(hidden.iter().map(|item| item.name.as_str()));
    let stands: Vec<&str> = entry.items.iter().map(|item| item.name.as_str()).collect();
    let lines = hidden.into_iter().map(|item| {
        let marks = format!("{}{}", if item.personal { "(*)" } else { "" }, if item.master { "(**)" } else { "" });
        let fields = if item.fields.is_empty() { String::new() } else { format!(": {}", item.fields) };
        format!("- {}{marks}{fields}", item.name)
    });
    let order = if order == stands { String::new() } else { stands.join("\n") };
    [lines.collect::<Vec<_>>().join(";\n"), order]
}
