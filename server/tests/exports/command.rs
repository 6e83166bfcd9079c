//! The command that writes the catalog to a file: what is in it, and what is refused.

use documents::annex::read_annex;
use domain::catalog::EntryFilter;
use domain::edition::EditionFilter;
use domain::format::{iso_date, parse_date};
use domain::id::{EditionId, EntryCode};
use serde_json::Value;

use crate::common::program::Program;
use crate::{Site, anyone};

const CODE: &str = "DC-016";
const NAME: &str = "CSDL đất đai";

#[tokio::test]
async fn an_edition_or_the_catalog_of_a_day_is_written_in_each_format() {
    let site = Site::open().await;
    let (store, folder) = (&site.bed.store, site.bed.folder.path());
    let csdl = Program(folder);
    let lists = store.lists().await.expect("lists");
    let first = EntryFilter { edition: Some(EditionId(1)), ..EntryFilter::default() };
    let of_day = EntryFilter { as_of: parse_date("2024-01-01"), ..EntryFilter::default() };
    for (asked, filter, query, edition, number, owner) in [
        (&["--edition", "1"][..], first, "?edition=1", 1, "1168/QĐ-UBND", "so-tnmt"),
        (&["--as-of", "2024-01-01"], of_day, "?as_of=2024-01-01", 1, "1168/QĐ-UBND", "so-tnmt"),
        (&[], EntryFilter::default(), "", 2, "3124/QĐ-UBND", "so-nnmt"),
    ] {
        let total = store.catalog(&anyone(), &filter).await.expect("a page").entries.total;
        let write = |kind: &str| {
            let file = format!("danh-muc.{kind}");
            let arguments = [&["export", "catalog", "--format", kind, "-o", &file][..], asked].concat();
            let said = csdl.expect(0, &arguments);
            assert!(said.contains(&format!("Đã ghi {total} CSDL vào {file}.")), "{arguments:?}: {said}");
            std::fs::read(folder.join(&file)).expect("the file")
        };
        let files = ["xlsx", "csv", "json"].map(|kind| (kind, write(kind)));
        for (kind, bytes) in &files {
            let (_, _, given) = site.get(&format!("/danh-muc/xuat.{kind}{query}"), None).await;
            assert!(*bytes == given, "{asked:?}: not the {kind} that the page gives");
        }
        let [(_, workbook), (_, table), (_, records)] = files;

        let annex = read_annex(&workbook, &lists).expect("the annex reads back");
        assert!(annex.title.contains(number), "{asked:?}: {}", annex.title);
        assert_eq!((annex.entries.len() as u64, annex.errors), (total, vec![]), "{asked:?}");
        let known = annex.entries.iter().find(|one| one.code == Some(EntryCode::from(CODE))).expect("a known entry");
        assert_eq!(known.content.name, NAME);

        let table = table.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
        let rows: Result<Vec<csv::StringRecord>, _> = csv::Reader::from_reader(table).into_records().collect();
        let rows = rows.expect("rows");
        assert_eq!(rows.len() as u64, total, "{asked:?}");
        let known = rows.iter().find(|row| &row[0] == CODE).expect("a known entry");
        assert_eq!((&known[1], &known[3]), (owner, NAME), "{asked:?}");

        let records: Vec<Value> = serde_json::from_slice(&records).expect("records");
        assert_eq!(records.len() as u64, total, "{asked:?}");
        assert!(records.iter().all(|one| one["edition"] == edition), "{asked:?}");
        let known = records.iter().find(|one| one["code"] == CODE).expect("a known entry");
        let told = (known["name"].as_str(), known["agency"]["id"].as_str());
        assert_eq!(told, (Some(NAME), Some(owner)), "{asked:?}");
    }
}

#[tokio::test]
async fn without_a_file_the_bytes_alone_are_printed() {
    let site = Site::open().await;
    let folder = site.bed.folder.path();
    let csdl = Program(folder);
    for kind in ["xlsx", "csv", "json"] {
        let (_, _, given) = site.get(&format!("/danh-muc/xuat.{kind}?edition=1"), None).await;
        for output in [&["-o", "-"][..], &["--output", "-"], &[]] {
            let arguments = [&["export", "catalog", "--edition", "1", "--format", kind][..], output].concat();
            let told = csdl.run(&arguments);
            assert_eq!(told.status.code(), Some(0), "{arguments:?}");
            assert!(told.stdout == given, "{arguments:?}: the {kind} that the page gives, and nothing else");
            assert!(String::from_utf8_lossy(&told.stderr).contains("Đã ghi"), "{arguments:?}");
        }
    }
    assert!(!folder.join("-").exists(), "it is no file's name");
    // A refusal prints nothing there.
    assert!(csdl.run(&["export", "catalog", "--edition", "99"]).stdout.is_empty());
}

#[tokio::test]
async fn who_stops_reading_has_enough() {
    let site = Site::open().await;
    let csdl = Program(site.bed.folder.path());
    for (code, arguments) in [
        (0, &["edition", "verify", "--all", "--json"][..]),
        (0, &["edition", "verify", "--all"]),
        (0, &["receipt", "verify"]),
        (0, &["export", "catalog", "--format", "json"]),
        (0, &["export", "catalog", "-o", "danh-muc.xlsx"]),
        (2, &["import", "catalog", "khong-co.xlsx", "--dry-run", "--json"]),
    ] {
        let (ended, said) = csdl.unread(arguments);
        assert_eq!(ended, Some(code), "{arguments:?}: {said}");
        assert!(!said.contains("panicked"), "{arguments:?}: {said}");
    }
}

#[tokio::test]
async fn what_cannot_be_written_is_refused_in_words() {
    let site = Site::open().await;
    let folder = site.bed.folder.path();
    let csdl = Program(folder);
    let first = site.bed.store.edition(&anyone(), EditionId(1), &EditionFilter::default()).await.expect("the first");
    let first = first.edition.decision.expect("a decision").effective_from;
    let before = iso_date(first.previous_day().expect("a day"));
    let file = folder.join("danh-muc.xlsx");
    let export = |asked: &[&str], code| {
        csdl.expect(code, &[&["export", "catalog", "--output", "danh-muc.xlsx"][..], asked].concat())
    };
    for (code, asked, words) in [
        (1, &["--edition", "99"][..], "Không có lần ban hành này"),
        (1, &["--as-of", &before], "Ngày đó chưa có danh mục nào có hiệu lực"),
        (2, &["--edition", "hai"], "của edition không đúng"),
        (2, &["--as-of", "2024-02-30"], "của as-of không đúng"),
        (2, &["--edition", "1", "--as-of", "2024-01-01"], "--as-of"),
        (2, &["--format", "pdf"], "xlsx, csv hoặc json"),
    ] {
        let said = export(asked, code);
        assert!(said.contains(words), "{asked:?}: {said}");
        assert!(!file.exists(), "{asked:?}: nothing is written");
    }
    let said = csdl.expect(2, &["export", "catalog", "-o", "khong-co/danh-muc.xlsx"]);
    assert!(said.contains("Không ghi được khong-co/danh-muc.xlsx: không có tệp hoặc thư mục này"), "{said}");
    export(&["--as-of", &iso_date(first)], 0);
    assert!(file.exists(), "from the first day on");
}
