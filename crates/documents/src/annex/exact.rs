//! Texts that the officials' layout cannot say to the letter: it has a line for each part of a list, ends lines with marks of
//! its own, and tells an item from its fields by a colon. Their exact form stands on the sheet «Thông tin khác»,
//! only where reading the annex's cells gives something else, and counts as long as those cells say the same.

use std::collections::BTreeSet;

use domain::annex::{AnnexField as F, MappedColumn, Mapping};
use domain::catalog::{DataItem, EntryContent, Lists};
use domain::change::{Field, decode_matrix, encode_matrix};
use domain::id::ClassId;

use super::entry::RowCells;
use super::layout::Layout;
use super::more::items;
use crate::sheet::{Sheet, seen};
use crate::style::pieces;

/// The fields of which an exact form may stand there, their columns in the annex, and the labels of theirs. That of the
/// name is the name's own column.
pub(super) const EXACT: [(Field, F, &str); 8] = [
    (Field::Purpose, F::Purpose, "Mục đích (nguyên văn)"),
    (Field::Scope, F::Scope, "Phạm vi (nguyên văn)"),
    (Field::Content, F::Content, "Nội dung (nguyên văn)"),
    (Field::CollectionMechanism, F::Mechanism, "Cơ chế thu thập, cập nhật (nguyên văn)"),
    (Field::Source, F::Source, "Nguồn dữ liệu (nguyên văn)"),
    (Field::Consumers, F::Consumers, "Đối tượng khai thác (nguyên văn)"),
    (Field::LegalBasis, F::LegalBasis, "Căn cứ pháp lý (nguyên văn)"),
    (Field::Note, F::Note, "Ghi chú (nguyên văn)"),
];
/// The columns of the annex that say the items.
pub(super) const ITEM_COLUMNS: [F; 3] = [F::Open, F::Default, F::Specific];
/// The key of the column with the exact items.
pub(super) const ITEMS: &str = "items";

/// What the annex's columns are, from the name on.
const COLUMNS: [F; 14] = [
    F::Name,
    F::Purpose,
    F::Scope,
    F::Content,
    F::Mechanism,
    F::Source,
    F::Open,
    F::Default,
    F::Specific,
    F::Consumers,
    F::Frequency,
    F::LegalBasis,
    F::StartYear,
    F::Note,
];

/// What the annex's cells of an entry, and its items beside them, are when they are read.
pub(super) fn read_back(cells: &[String; 14], [not_shared, order]: &[String; 2], lists: &Lists) -> EntryContent {
    let column = |(column, field)| MappedColumn { column, header: String::new(), sample: String::new(), field };
    let columns = (1..).zip(COLUMNS).map(column).collect();
    let mapping = Mapping { header_row: 1, header_rows: 1, first_row: 2, columns, ..Mapping::default() };
    let layout = Layout::of(&mapping);
    let placed = (0..).zip(cells).flat_map(|(column, text)| {
        let rows = (1..).zip(pieces(text));
        rows.map(move |(row, piece)| ((row, column), piece))
    });
    let sheet = Sheet::of(placed);
    let mut row = RowCells::new(&sheet, &layout, lists, 1..=sheet.rows().max(2) - 1);
    let name = row.name();
    let mut content = row.content(name);
    items(&mut content, &joined(not_shared), &joined(order), lists);
    content
}

/// A text that stands in several cells, read.
fn joined(text: &str) -> String {
    let parts = pieces(text).into_iter().map(seen).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("\n")
}

/// The exact forms that an entry needs, in the order of [`EXACT`], then that of its items; empty where reading gives the
/// same.
pub(super) fn exact_texts(entry: &EntryContent, read: &EntryContent) -> impl Iterator<Item = String> {
    let field = |field| if read.get(field) == entry.get(field) { String::new() } else { entry.get(field) };
    let items = if read.items == entry.items { String::new() } else { item_lines(&entry.items) };
    EXACT.map(|(one, ..)| field(one)).into_iter().chain([items])
}

/// A line an item: name, fields, forms and flags, with `|` between.
fn item_lines(items: &[DataItem]) -> String {
    let line = |item: &DataItem| {
        let flags = [(item.personal, "personal"), (item.master, "master")].into_iter().filter(|flag| flag.0);
        let flags: Vec<&str> = flags.map(|flag| flag.1).collect();
        let parts = [item.name.as_str(), &item.fields, &encode_matrix(&item.matrix), &flags.join(",")];
        parts.map(escaped).join(" | ").trim_end().to_owned()
    };
    items.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('|', r"\|").replace('\n', r"\n")
}

/// What [`item_lines`] wrote; nothing of what it did not, and of items that no entry can have.
pub(super) fn exact_items(text: &str, lists: &Lists) -> Option<Vec<DataItem>> {
    let items: Vec<DataItem> = text.lines().map(item).collect::<Option<_>>()?;
    let names: BTreeSet<&str> = items.iter().map(|item| item.name.as_str()).collect();
    let known = |class: &ClassId| lists.classes.iter().any(|one| one.id == *class);
    let listed = items.iter().all(|item| item.matrix.keys().all(known));
    let sound = listed && !items.is_empty() && names.len() == items.len() && !names.contains("");
    sound.then_some(items)
}

fn item(line: &str) -> Option<DataItem> {
    let parts: [String; 4] = parts(line).try_into().ok()?;
    let [name, fields, matrix, flags] = parts;
    let has = |flag: &str| flags.split(',').any(|one| one == flag);
    let (personal, master) = (has("personal"), has("master"));
    Some(DataItem { name, fields, matrix: decode_matrix(&matrix).ok()?, personal, master })
}

fn parts(line: &str) -> Vec<String> {
    let (mut parts, mut part, mut letters) = (Vec::new(), String::new(), line.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => part.extend(letters.next().map(|letter| if letter == 'n' { '\n' } else { letter })),
            '|' => parts.push(std::mem::take(&mut part).trim().to_owned()),
            _ => part.push(letter),
        }
    }
    parts.push(part.trim().to_owned());
    parts
}

#[cfg(test)]
mod tests {
    use domain::catalog::SharingForm;

    use super::*;

    #[test]
    fn items_to_the_letter() {
        let matrix = [(ClassId::from("so_nganh"), SharingForm::Open)];
        let items = vec![
            DataItem {
                name: r"Danh sách: a|b\".to_owned(),
                fields: "mã;\ntên.".to_owned(),
                matrix: matrix.into(),
                personal: true,
                master: true,
            },
            DataItem { name: "- (*)".to_owned(), ..DataItem::default() },
        ];
        let text = item_lines(&items);
        assert_eq!(text, "Danh sách: a\\|b\\\\ | mã;\\ntên. | so_nganh=open | personal,master\n- (*) |  |  |");
        let class = |id: &str| domain::catalog::ConsumerClass {
            id: ClassId::from(id),
            group_no: 2,
            name: id.to_owned(),
            valid_from: time::Date::MIN,
            valid_to: None,
        };
        let lists = Lists { classes: vec![class("so_nganh")], ..Lists::default() };
        assert_eq!(exact_items(&text, &lists), Some(items.clone()));
        assert_eq!(exact_items(&seen(&text), &lists), Some(items), "as a cell gives it");
        for odd in ["", "a", "a | b | c=open | ", "a | b | so_nganh=x | ", "a | | | \na | | | ", " | b | | "] {
            assert_eq!(exact_items(odd, &lists), None, "{odd:?}");
        }
    }
}
