//! The demonstration annex reads as its truth tables say; what is written reads back.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use documents::annex::{read_annex, write_annex};
use domain::agency::AgencyRef;
use domain::annex::{AnnexCode, AnnexEntry};
use domain::catalog::{ConsumerClass, Lists, Named};
use domain::edition::{ContentGroup, EditionContent, EditionRef};
use domain::format::parse_date;
use domain::id::{AgencyId, ClassId, EditionId, EntryCode};
use domain::workflow::EditionStage;

type Row = BTreeMap<String, String>;

fn demo(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../server/demo").join(name)
}

fn table(name: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_path(demo(name)).expect("a demonstration table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn lists() -> Lists {
    let named = |name| {
        let rows = table(name).into_iter();
        rows.map(|row| Named { id: row["id"].clone(), name: row["name"].clone() }).collect()
    };
    let class = |row: Row| ConsumerClass {
        id: ClassId(row["id"].clone()),
        group_no: row["group_no"].parse().expect("a number"),
        name: row["name"].clone(),
        valid_from: parse_date(&row["valid_from"]).expect("a date"),
        valid_to: parse_date(&row["valid_to"]),
    };
    Lists {
        sectors: named("sectors.csv"),
        frequencies: named("update_frequencies.csv"),
        classes: table("consumer_classes.csv").into_iter().map(class).collect(),
        national: Vec::new(),
        register: None,
    }
}

fn workbook() -> Vec<u8> {
    std::fs::read(demo("catalog_2023.xlsx")).expect("the demonstration annex")
}

#[test]
fn the_demonstration_annex_reads_as_its_truth_says() {
    let annex = read_annex(&workbook(), &lists()).expect("readable");
    assert_eq!(annex.errors, []);
    let by_row: BTreeMap<u32, &AnnexEntry> = annex.entries.iter().map(|entry| (entry.place.row, entry)).collect();
    let truth = table("catalog_2023.csv");
    assert_eq!(annex.entries.len(), truth.len());
    for row in &truth {
        let entry = by_row[&row["xlsx_row"].parse::<u32>().expect("a row number")];
        let content = &entry.content;
        let year = content.start_year.map(|year| year.to_string()).unwrap_or_default();
        for (column, value) in [
            ("stt", entry.number.to_string()),
            ("name", content.name.clone()),
            ("purpose", content.purpose.clone()),
            ("scope", content.scope.clone()),
            ("content", content.content.clone()),
            ("collection_mechanism", content.collection_mechanism.clone()),
            ("source", content.source.clone()),
            ("consumers", content.consumers.clone()),
            ("update_frequency", content.update_frequency.clone()),
            ("legal_basis", content.legal_basis.clone()),
            ("start_year", year),
            ("note", content.note.clone()),
        ] {
            assert_eq!(value, row[column], "{column} of {}", row["code"]);
        }
    }
    items_are_as_the_truth_says(&truth, &by_row);
}

fn items_are_as_the_truth_says(truth: &[Row], by_row: &BTreeMap<u32, &AnnexEntry>) {
    let codes: BTreeMap<&str, u32> =
        truth.iter().map(|row| (row["code"].as_str(), row["xlsx_row"].parse().expect("a number"))).collect();
    let classes: Vec<ClassId> = lists().classes.into_iter().map(|class| class.id).collect();
    let describe = |name: &str, fields: &str, personal: bool, master: bool, form: &dyn Fn(&ClassId) -> String| {
        let forms: Vec<String> = classes.iter().map(form).collect();
        format!("{name}|{fields}|{personal}|{master}|{}", forms.join(","))
    };
    let mut expected: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
    for row in table("catalog_items.csv") {
        let form = |class: &ClassId| row[class.as_str()].clone();
        let item =
            describe(&row["item_name"], &row["fields"], row["personal"] == "true", row["master"] == "true", &form);
        expected.entry(codes[row["entry_code"].as_str()]).or_default().insert(item);
    }
    for (row, entry) in by_row {
        let read = entry.content.items.iter().map(|item| {
            describe(&item.name, &item.fields, item.personal, item.master, &|class| item.form(class).to_string())
        });
        assert_eq!(read.collect::<BTreeSet<_>>(), expected[row], "items of {}", entry.content.name);
    }
}

#[test]
fn its_oddities_are_told_with_their_places() {
    let annex = read_annex(&workbook(), &lists()).expect("readable");
    let codes: Vec<(AnnexCode, u32)> = annex.warnings.iter().map(|issue| (issue.code, issue.place.row)).collect();
    assert!(codes.contains(&(AnnexCode::NumberMissing, 74)), "{codes:?}");
    assert!(codes.contains(&(AnnexCode::NameNormalised, 78)), "{codes:?}");
    assert!(annex.title.contains("DANH MỤC CƠ SỞ DỮ LIỆU DÙNG CHUNG"));
}

#[test]
fn personal_data_that_the_decision_opens_is_told_of_by_row_and_item() {
    let annex = read_annex(&workbook(), &lists()).expect("readable");
    let of_it = annex.warnings.iter().filter(|issue| issue.code == AnnexCode::PersonalOpen);
    let told: BTreeSet<(u32, &str)> = of_it.map(|issue| (issue.place.row, issue.detail.as_str())).collect();
    let rows: BTreeMap<String, u32> = table("catalog_2023.csv")
        .into_iter()
        .map(|row| (row["code"].clone(), row["xlsx_row"].parse().expect("a row number")))
        .collect();
    let items = table("catalog_items.csv");
    let open = items.iter().filter(|row| row["personal"] == "true" && row.values().any(|cell| cell == "open"));
    let expected: BTreeSet<(u32, &str)> =
        open.map(|row| (rows[&row["entry_code"]], row["item_name"].as_str())).collect();
    assert_eq!((told.len(), &told), (6, &expected));
}

#[test]
fn what_is_written_reads_back() {
    let lists = lists();
    let annex = read_annex(&workbook(), &lists).expect("readable");
    let mut groups: Vec<ContentGroup> = Vec::new();
    for (number, entry) in (1..).zip(&annex.entries) {
        let heading = &entry.agency_written;
        let name = heading.split_once(". ").map_or(heading.as_str(), |(_, name)| name).to_owned();
        let pair = (EntryCode::numbered(number), Arc::new(entry.content.clone()));
        match groups.last_mut() {
            Some(group) if group.agency.name == name => group.entries.push(pair),
            _ => {
                let agency = AgencyRef { id: AgencyId::from(name.as_str()), name };
                groups.push(ContentGroup { agency, entries: vec![pair] });
            }
        }
    }
    let edition = EditionRef {
        id: EditionId(1),
        year: 2023,
        amendment: None,
        stage: EditionStage::Compiling,
        decision: None,
        effective_to: None,
    };
    let content = EditionContent { edition, groups, lists: lists.clone() };
    let again = read_annex(&write_annex(&content).expect("written"), &lists).expect("readable");
    assert_eq!(again.errors, []);
    let codes: Vec<AnnexCode> = again.warnings.iter().map(|issue| issue.code).collect();
    assert_eq!(codes, [AnnexCode::PersonalOpen; 6], "as in the annex that was read");
    assert_eq!(again.entries.len(), annex.entries.len());
    for (before, after) in annex.entries.iter().zip(&again.entries) {
        assert_eq!(domain::change::diff(&before.content, &after.content), [], "{}", before.content.name);
        assert_eq!(before.agency_written, after.agency_written);
        assert!(after.code.is_some());
    }
}
