//! What is exported reads back as the same catalog, whatever its texts look like.

mod common;

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use calamine::{Reader, Xlsx, open_workbook_from_rs};
use common::lists;
use documents::annex::{AnnexBook, read_annex, write_annex};
use domain::agency::AgencyRef;
use domain::annex::AnnexCode;
use domain::catalog::{DataItem, DataKind, EntryContent, Existence, SECURITY_LEVELS, SharingForm, UpdateMethod};
use domain::check::{ITEMS_MAX, TEXT_CHARS_MAX};
use domain::edition::{ContentGroup, EditionContent, EditionRef};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::text::{clean, clean_lines};
use domain::workflow::EditionStage;
use proptest::collection::vec;
use proptest::prelude::*;
use strum::IntoEnumIterator;

/// Anything that one line of a form holds, with the marks that the annex's cells are made of.
fn line() -> impl Strategy<Value = String> {
    "[aAâđĐễữ0-9x =+@'\"&<>,/()%.;:*_|\\\\-]{0,40}".prop_map(|text| clean(&text))
}

fn filled() -> impl Strategy<Value = String> {
    line().prop_map(|text| if text.is_empty() { "x".to_owned() } else { text })
}

/// A text of several lines, as the editor keeps them.
fn lines() -> impl Strategy<Value = String> {
    prop_oneof![2 => line(), 1 => vec(line(), 0..4).prop_map(|lines| clean_lines(&lines.join("\n")))]
}

fn list() -> impl Strategy<Value = String> {
    prop_oneof![2 => vec(filled(), 0..4).prop_map(|parts| parts.join("; ")), 1 => lines()]
}

/// Whom an entry is for: also in words that the annex is read by.
fn consumers() -> impl Strategy<Value = String> {
    let known = ["Sở, ban, ngành", "UBND cấp xã; Tổ chức", "Mọi đối tượng", "Nhóm 2, 4", "Theo phân quyền"];
    prop_oneof![1 => list(), 1 => proptest::sample::select(known.to_vec()).prop_map(str::to_owned)]
}

/// What somebody calls an item: also what reads like a form's mark, groups or another item.
fn item_name() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => filled(),
        1 => filled().prop_map(|text| format!("{text} (Nhóm 9)")),
        1 => proptest::sample::select(vec!["x", "X", "a: b", "a: c", "Bão", "Bảo", "- a", "a.", "a(*)", "(Nhóm 2)", ": a"])
            .prop_map(str::to_owned),
    ]
}

fn form() -> impl Strategy<Value = SharingForm> {
    prop_oneof![
        Just(SharingForm::Open),
        Just(SharingForm::Default),
        Just(SharingForm::Specific),
        Just(SharingForm::None)
    ]
}

fn item() -> impl Strategy<Value = DataItem> {
    let shape = (item_name(), line(), any::<bool>(), any::<bool>(), vec(form(), 3..=3));
    shape.prop_map(|(name, fields, personal, master, forms)| {
        let matrix = lists().classes.into_iter().map(|class| class.id).zip(forms).collect();
        DataItem { name, fields, matrix, personal, master }
    })
}

/// The fields that the annex has columns for.
fn entry() -> impl Strategy<Value = EntryContent> {
    let texts = vec(lines(), 6..=6);
    let lists = (consumers(), list());
    let codes = (prop_oneof![Just(""), Just("M1"), Just("M2")], proptest::option::of(1900..=2100_i32));
    let name = (prop_oneof![4 => Just("CSDL "), 1 => Just("Cơ sở dữ liệu "), 1 => Just("")], filled());
    (name, texts, lists, codes, vec(item(), 0..5), more()).prop_map(|(name, texts, lists, codes, mut items, more)| {
        // An entry has an item once.
        let mut names = BTreeSet::new();
        items.retain(|item| names.insert(item.name.clone()));
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_default();
        EntryContent {
            name: name.0.to_owned() + &name.1,
            purpose: text(),
            scope: text(),
            content: text(),
            collection_mechanism: text(),
            source: text(),
            note: text(),
            consumers: lists.0,
            legal_basis: lists.1,
            update_frequency: codes.0.to_owned(),
            start_year: codes.1,
            items,
            // Each by its name: a field that is added does not compile before it is read back here too. The owner is
            // the heading's.
            owner: more.owner,
            sector: more.sector,
            data_kinds: more.data_kinds,
            other_names: more.other_names,
            scope_territory: more.scope_territory,
            scope_time: more.scope_time,
            update_method: more.update_method,
            national_db: more.national_db,
            sync_mechanism: more.sync_mechanism,
            security_level: more.security_level,
            url: more.url,
            hosting: more.hosting,
            procedures: more.procedures,
            funding: more.funding,
            existence: more.existence,
            operator_unit: more.operator_unit,
        }
    })
}

/// The fields of the second sheet.
fn more() -> impl Strategy<Value = EntryContent> {
    let codes = (prop_oneof![Just(""), Just("y_te")], prop_oneof![Just(""), Just("QG-01"), Just("QG-01; QG-02")]);
    let kinds = proptest::sample::subsequence(DataKind::iter().collect::<Vec<_>>(), 0..=2);
    let choices = (
        proptest::option::of(proptest::sample::select(UpdateMethod::iter().collect::<Vec<_>>())),
        proptest::option::of(proptest::sample::select(Existence::iter().collect::<Vec<_>>())),
        proptest::option::of(SECURITY_LEVELS),
    );
    (codes, kinds, choices, vec(lines(), 7..=7), (list(), list())).prop_map(|(codes, kinds, choices, texts, lists)| {
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_default();
        EntryContent {
            sector: codes.0.to_owned(),
            national_db: codes.1.to_owned(),
            data_kinds: kinds,
            update_method: choices.0,
            existence: choices.1,
            security_level: choices.2,
            scope_territory: text(),
            scope_time: text(),
            sync_mechanism: text(),
            url: text(),
            hosting: text(),
            funding: text(),
            operator_unit: text(),
            other_names: lists.0,
            procedures: lists.1,
            ..EntryContent::default()
        }
    })
}

fn edition(groups: Vec<Vec<EntryContent>>) -> EditionContent {
    let edition = EditionRef {
        id: EditionId(1),
        year: 2026,
        amendment: None,
        stage: EditionStage::Compiling,
        decision: None,
        effective_to: None,
    };
    let mut number = 0;
    let groups = groups.into_iter().enumerate().map(|(index, entries)| ContentGroup {
        agency: AgencyRef { id: AgencyId::from("a"), name: format!("Cơ quan {index}") },
        entries: entries
            .into_iter()
            .map(|entry| {
                number += 1;
                (EntryCode::numbered(number), Arc::new(entry))
            })
            .collect(),
    });
    EditionContent { edition, groups: groups.collect(), lists: lists() }
}

fn check(groups: Vec<Vec<EntryContent>>) -> Result<(), TestCaseError> {
    let before = edition(groups);
    let bytes = write_annex(&before).expect("written");
    let annex = read_annex(&bytes, &lists()).expect("readable");
    prop_assert_eq!(&annex.errors, &vec![]);
    let written: Vec<(String, EntryCode, EntryContent)> = before
        .groups
        .iter()
        .flat_map(|group| group.entries.iter().map(|(code, entry)| (group.agency.name.to_uppercase(), code, entry)))
        .map(|(agency, code, entry)| (agency, code.clone(), EntryContent::clone(entry)))
        .collect();
    prop_assert_eq!(annex.entries.len(), written.len());
    for (read, (agency, code, entry)) in annex.entries.into_iter().zip(written) {
        prop_assert!(read.agency_written.ends_with(&agency), "{} of {}", agency, read.agency_written);
        prop_assert_eq!(read.code, Some(code));
        prop_assert_eq!(read.content, entry);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_exported_edition_reads_back(groups in vec(vec(entry(), 1..4), 1..4)) {
        check(groups)?;
    }
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let odd = [
        "=1+1",
        "+84",
        "-5",
        "@SUM(A1)",
        "=HYPERLINK(\"http://127.0.0.1\")",
        "=cmd|' /C calc'!A0",
        // What the files of a workbook write such texts with.
        "<r><t>a</x></r>",
        "_x0041_",
    ];
    let entries = odd.map(|text| EntryContent {
        name: format!("CSDL {text}"),
        purpose: text.to_owned(),
        scope: text.to_owned(),
        note: text.to_owned(),
        source: text.to_owned(),
        consumers: format!("{text}; {text}"),
        legal_basis: text.to_owned(),
        items: vec![DataItem {
            name: text.to_owned(),
            fields: text.to_owned(),
            matrix: lists().classes.into_iter().map(|class| (class.id, SharingForm::Open)).collect(),
            ..DataItem::default()
        }],
        ..EntryContent::default()
    });
    check(vec![entries.to_vec()]).expect("the same");
    let bytes = write_annex(&edition(vec![entries.to_vec()])).expect("written");
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    for index in 0..zip.len() {
        let mut part = zip.by_index(index).expect("a part");
        let mut text = String::new();
        if part.read_to_string(&mut text).is_ok() {
            assert!(!text.contains("<f>") && !text.contains("<f "), "no cell is a formula");
        }
    }
}

/// The cells of each sheet.
fn cells(bytes: &[u8]) -> Vec<Vec<Vec<String>>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let names = book.sheet_names();
    let rows = |name: String| {
        let range = book.worksheet_range(&name).expect("a sheet");
        range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
    };
    names.into_iter().map(rows).collect()
}

/// As many items as an entry may have, each as long as it may be: some for each form, some for nobody.
fn largest() -> EntryContent {
    let forms = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None];
    let item = |number: usize| {
        let letter = if number.is_multiple_of(10) { "😀" } else { "ễ" };
        DataItem {
            name: format!("Hạng mục {number:03}"),
            fields: letter.repeat(TEXT_CHARS_MAX),
            matrix: lists().classes.into_iter().map(|class| (class.id, forms[number % 4])).collect(),
            ..DataItem::default()
        }
    };
    EntryContent {
        name: "CSDL rất lớn".to_owned(),
        purpose: "Mục đích\ncủa nó".to_owned(),
        items: (0..ITEMS_MAX).map(item).collect(),
        ..EntryContent::default()
    }
}

#[test]
fn what_no_cell_takes_stands_in_rows_beneath() {
    let small = EntryContent { name: "CSDL nhỏ".to_owned(), ..EntryContent::default() };
    let mut marked = largest();
    // Not as the annex would read it: these items stand in their exact form too.
    marked.items[0].name = "Hạng mục: không".to_owned();
    let groups = vec![vec![largest(), small.clone(), marked], vec![small]];
    check(groups.clone()).expect("the same");
    let sheets = cells(&write_annex(&edition(groups)).expect("written"));
    assert_eq!(sheets.len(), 3);
    for text in sheets.iter().flatten().flatten() {
        assert!(text.encode_utf16().count() <= 32_767, "{} characters", text.chars().count());
    }
    let rows = sheets[0].iter().filter(|row| row.iter().any(|text| text.starts_with("- Hạng mục 0"))).count();
    assert!(rows > 10, "{rows} rows");
}

#[test]
fn an_item_for_all_stays_so_beside_a_cell_that_names_some_consumers() {
    for consumers in ["Sở, ban, ngành", "Theo phân quyền", "Mọi đối tượng", ""] {
        let matrix = lists().classes.into_iter().map(|class| (class.id, SharingForm::Default)).collect();
        let entry = EntryContent {
            name: "CSDL a".to_owned(),
            consumers: consumers.to_owned(),
            items: vec![DataItem { name: "Hồ sơ".to_owned(), matrix, ..DataItem::default() }],
            ..EntryContent::default()
        };
        check(vec![vec![entry.clone()]]).expect("the same");
        let bytes = write_annex(&edition(vec![vec![entry]])).expect("written");
        assert_eq!(cells(&bytes).len(), 2, "{consumers}: the annex's cells say it");
        let annex = read_annex(&bytes, &lists()).expect("readable");
        assert!(annex.warnings.iter().all(|issue| issue.code != AnnexCode::ConsumersUnclear), "{consumers}");
    }
}

#[test]
fn what_a_person_changes_in_the_annex_counts() {
    let entry = EntryContent {
        name: "CSDL a".to_owned(),
        purpose: "Một\nhai".to_owned(),
        consumers: "Một\nhai".to_owned(),
        legal_basis: "Một\nhai".to_owned(),
        ..EntryContent::default()
    };
    let bytes = write_annex(&edition(vec![vec![entry]])).expect("written");
    assert_eq!(cells(&bytes).len(), 3, "lists of several lines stand in their exact form too");
    let mut book = rust_xlsxwriter::Workbook::new();
    for (sheet, name) in cells(&bytes).iter().zip(["Phụ lục", "Ghi chú", "Thông tin khác"]) {
        let copy = book.add_worksheet().set_name(name).expect("a name");
        for (row, texts) in (0..).zip(sheet) {
            for (column, text) in (0..).zip(texts) {
                let is_changed = name == "Phụ lục" && [3, 13].contains(&column);
                let changed = if is_changed { text.replace("hai", "ba") } else { text.clone() };
                copy.write_string(row, column, changed).expect("a cell");
            }
        }
    }
    let annex = read_annex(&book.save_to_buffer().expect("a workbook"), &lists()).expect("readable");
    let content = &annex.entries[0].content;
    assert_eq!([&content.purpose, &content.legal_basis, &content.consumers], ["Một\nba", "Một; ba", "Một\nhai"]);
}

#[test]
fn lines_of_a_text_are_the_cell_s_own() {
    let lines = || "- Quản lý hồ sơ;\n- Theo dõi\n\nBa".to_owned();
    let entry = EntryContent {
        name: "CSDL a".to_owned(),
        purpose: lines(),
        scope: lines(),
        content: lines(),
        collection_mechanism: lines(),
        source: lines(),
        note: lines(),
        ..EntryContent::default()
    };
    check(vec![vec![entry.clone()]]).expect("the same");
    let bytes = write_annex(&edition(vec![vec![entry]])).expect("written");
    assert_eq!(cells(&bytes).len(), 2, "the annex's cells say it");
}

#[test]
fn rows_that_fail_come_back_with_all_that_the_export_said_of_them() {
    let entry = |name: &str, hosting: &str| EntryContent {
        name: name.to_owned(),
        purpose: "Một\nhai".to_owned(),
        hosting: hosting.to_owned(),
        ..EntryContent::default()
    };
    let plain = EntryContent { name: "CSDL c".to_owned(), ..EntryContent::default() };
    let large = EntryContent { hosting: "+84".to_owned(), ..largest() };
    let entries = vec![entry("CSDL a", "Nơi khác"), entry("CSDL b", "=HYPERLINK(\"http://127.0.0.1\")"), plain, large];
    let bytes = write_annex(&edition(vec![entries])).expect("written");
    let whole = read_annex(&bytes, &lists()).expect("readable").entries;
    let book = AnnexBook::open(&bytes).expect("a workbook");
    let reasons = whole[1..].iter().map(|entry| (entry.place.row, "=1+1".to_owned())).collect();
    let returned = book.failing_rows(&book.detect().expect("a header"), &reasons).expect("a workbook");
    let again = read_annex(&returned, &lists()).expect("readable").entries;
    assert_eq!(again.len(), 3);
    for (again, before) in again.iter().zip(&whole[1..]) {
        assert_eq!((&again.code, &again.content), (&before.code, &before.content));
    }
    let sheets = cells(&returned);
    assert_eq!(sheets.len(), 2, "what nobody reads stays behind");
    assert!(sheets[1].iter().flatten().all(|text| text != "CSDL a" && text != "Nơi khác"), "nothing of what was taken");
}
