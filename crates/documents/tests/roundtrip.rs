//! What is exported reads back as the same catalog, whatever its texts look like.

mod common;

use std::io::{Cursor, Read};

use common::lists;
use documents::annex::{read_annex, write_annex};
use domain::agency::AgencyRef;
use domain::catalog::{DataItem, EntryContent, SharingForm};
use domain::edition::{ContentGroup, EditionContent, EditionRef};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::text::clean;
use domain::workflow::EditionStage;
use proptest::collection::vec;
use proptest::prelude::*;

/// A line as the annex can hold it: clean, and without the marks that close a line of a list.
fn line() -> impl Strategy<Value = String> {
    "[aAâđĐễữ0-9 =+@'\"&<>,/()%-]{0,40}".prop_map(|text| clean(&text).trim_end_matches([' ', '.', ';']).to_owned())
}

fn filled() -> impl Strategy<Value = String> {
    line().prop_map(|text| format!("{text}x"))
}

fn list() -> impl Strategy<Value = String> {
    vec(filled(), 0..4).prop_map(|parts| parts.join("; "))
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
    let shape = (filled(), line(), any::<bool>(), any::<bool>(), vec(form(), 3..=3));
    shape.prop_map(|(name, fields, personal, master, mut forms)| {
        if forms.iter().all(|form| *form == SharingForm::None) {
            forms[0] = SharingForm::Specific;
        }
        let matrix = lists().classes.into_iter().map(|class| class.id).zip(forms).collect();
        DataItem { name, fields, matrix, personal, master }
    })
}

fn entry() -> impl Strategy<Value = EntryContent> {
    let texts = vec(line(), 7..=7);
    let lists = (list(), list());
    let codes = (prop_oneof![Just(""), Just("M1"), Just("M2")], proptest::option::of(1900..=2100_i32));
    (filled(), texts, lists, codes, vec(item(), 0..5)).prop_map(|(name, texts, lists, codes, mut items)| {
        // Names that differ: an entry has an item once.
        for (number, item) in items.iter_mut().enumerate() {
            item.name = format!("{} {number}", item.name);
        }
        let mut texts = texts.into_iter();
        let mut text = || texts.next().unwrap_or_default();
        EntryContent {
            name: format!("CSDL {name}"),
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
                (EntryCode::numbered(number), entry)
            })
            .collect(),
    });
    EditionContent { edition, groups: groups.collect(), lists: lists() }
}

/// Items in the order of their names: the annex lists them by form.
fn ordered(mut content: EntryContent) -> EntryContent {
    content.items.sort();
    content
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
        .map(|(agency, code, entry)| (agency, code.clone(), ordered(entry.clone())))
        .collect();
    prop_assert_eq!(annex.entries.len(), written.len());
    for (read, (agency, code, entry)) in annex.entries.into_iter().zip(written) {
        prop_assert!(read.agency_written.ends_with(&agency), "{} of {}", agency, read.agency_written);
        prop_assert_eq!(read.code, Some(code));
        prop_assert_eq!(ordered(read.content), entry);
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
    let odd = ["=1+1", "+84", "-5", "@SUM(A1)", "=HYPERLINK(\"http://127.0.0.1\")", "=cmd|' /C calc'!A0"];
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
