//! Comparisons as workbooks, selections as flat files, and what the annex has no column for: written, and read back.

use std::io::{Cursor, Read as _};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use documents::annex::{read_annex, write_annex, write_extract};
use documents::comparison::{Wording, write_comparison};
use documents::flat::{RowOf, Separator, write_csv, write_json};
use domain::agency::AgencyRef;
use domain::catalog::{ConsumerClass, DataItem, EntryContent, EntryStatus, Existence, Lists, SharingForm};
use domain::change::{Change, Field, Place};
use domain::edition::{
    AgencyBalance, Balance, Comparison, Decision, EditionRef, EntryDiff, Selected, Selection, outline, outline_of_gone,
};
use domain::format::parse_date;
use domain::id::{AgencyId, ClassId, EditionId, EntryCode};
use domain::page::Page;
use domain::workflow::EditionStage;

mod exports {
    mod paper;
}

fn agency(id: &str) -> AgencyRef {
    AgencyRef { id: AgencyId::from(id), name: format!("Sở {id}") }
}

fn edition(id: i64, year: i32) -> EditionRef {
    let day = parse_date(&format!("22/06/{year}")).expect("a date");
    let decision = Decision {
        number: format!("{id}/QĐ-UBND"),
        date: day,
        effective_from: day,
        signer: "Chủ tịch".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    EditionRef {
        id: EditionId(id),
        year,
        amendment: None,
        stage: EditionStage::Issued,
        decision: Some(decision),
        effective_to: None,
    }
}

fn lists() -> Lists {
    let class = |id: &str, group_no| ConsumerClass {
        id: ClassId::from(id),
        group_no,
        name: id.to_owned(),
        valid_from: parse_date("2023-01-22").expect("a date"),
        valid_to: None,
    };
    Lists { classes: vec![class("so_nganh", 2), class("to_chuc", 7)], ..Lists::default() }
}

fn entry(name: &str) -> EntryContent {
    EntryContent {
        name: name.to_owned(),
        owner: AgencyId::from("yt"),
        purpose: format!("=HYPERLINK(\"http://evil\";\"{name}\")"),
        scope: "-1+2".to_owned(),
        content: "Hồ sơ, \"số liệu\"\nhai dòng; ba".to_owned(),
        start_year: Some(2020),
        items: vec![DataItem {
            name: "@Danh sách".to_owned(),
            fields: "Mã, Tên".to_owned(),
            matrix: [(ClassId::from("so_nganh"), SharingForm::Default)].into(),
            ..DataItem::default()
        }],
        ..EntryContent::default()
    }
}

fn diff_of(code: &str, status: EntryStatus, changes: Vec<Change>) -> EntryDiff {
    EntryDiff {
        code: EntryCode::from(code),
        name: format!("CSDL {code}"),
        agency: agency("yt"),
        status,
        changes,
        merged_into: (status == EntryStatus::Removed).then(|| EntryCode::from("DC-003")),
    }
}

fn comparison() -> Comparison {
    let change =
        |field, old: &str, new: &str| Change { place: Place::Field(field), old: old.to_owned(), new: new.to_owned() };
    let content = EntryContent {
        legal_basis: "Luật Đất đai".to_owned(),
        collection_mechanism: "Nhập tay".to_owned(),
        update_frequency: "M1".to_owned(),
        source: "Cấp xã".to_owned(),
        ..entry("CSDL A")
    };
    let entries = vec![
        diff_of("DC-001", EntryStatus::New, outline(&content)),
        diff_of("DC-002", EntryStatus::Removed, outline_of_gone(&content)),
        diff_of(
            "DC-003",
            EntryStatus::Modified,
            vec![change(Field::Purpose, "cũ", "=1+1"), change(Field::Owner, "xd", "yt")],
        ),
        diff_of("DC-004", EntryStatus::Modified, Vec::new()),
    ];
    let balance = Balance { before: 5, added: 1, modified: 2, removed: 1, unchanged: 2, after: 5 };
    let moved = [("yt", 1, 0), ("xd", 0, 1), ("tc", 2, 1), ("nv", 0, 0)];
    let of = |(id, received, given)| AgencyBalance { agency: agency(id), balance, received, given };
    Comparison {
        old: edition(1, 2023),
        new: edition(2, 2024),
        balance,
        agencies: moved.map(of).into(),
        entries: Page { total: 4, number: 1, rows: 4, items: entries },
        lists: Lists::default(),
        mentioned: Vec::new(),
    }
}

fn sheets(bytes: &[u8]) -> Vec<(String, Vec<Vec<String>>)> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes.to_vec())).expect("a workbook");
    let names = book.sheet_names();
    let read = |name: String| {
        let formulas = book.worksheet_formula(&name).expect("its formulas");
        assert!(formulas.cells().all(|(_, _, formula)| formula.is_empty()), "{name}: nothing is a formula");
        let range = book.worksheet_range(&name).expect("a sheet");
        let text = |cell: &Data| match cell {
            Data::Float(number) => format!("{number}"),
            other => other.to_string(),
        };
        (name, range.rows().map(|row| row.iter().map(text).collect()).collect())
    };
    names.into_iter().map(read).collect()
}

#[test]
fn a_comparison_reads_back_with_its_figures() {
    let found = comparison();
    let value = |place: &Place, value: &str| match place {
        Place::Field(Field::UpdateFrequency) => format!("<{place}> {value}"),
        _ => value.to_owned(),
    };
    let wording = Wording { place: &|place: &Place| format!("<{place}>"), value: &value };
    let bytes = write_comparison(&found, &wording).expect("written");
    assert_eq!(bytes, write_comparison(&found, &wording).expect("again"), "the same bytes each time");
    let sheets = sheets(&bytes);
    let names: Vec<&str> = sheets.iter().map(|sheet| sheet.0.as_str()).collect();
    assert_eq!(names, ["Tổng hợp", "Thêm mới", "Đưa ra", "Sửa đổi"]);
    let summary = &sheets[0].1;
    assert!(summary[2][0].contains("1/QĐ-UBND") && summary[3][0].contains("2/QĐ-UBND"), "{summary:?}");
    assert_eq!(summary[7], ["", "Toàn tỉnh", "5", "1", "2", "1", "2", "", "5"]);
    assert_eq!(summary[6][5..8], ["Đưa ra", "Giữ nguyên", "Nhận về / chuyển đi"], "as the page says");
    let moved: Vec<&str> = summary[8..].iter().map(|row| row[7].as_str()).collect();
    assert_eq!(moved, ["+1", "−1", "+2 / −1", ""], "what is none is not told");
    assert_eq!(summary[8], ["1", "Sở yt", "5", "1", "2", "1", "2", "+1", "5"]);
    let added = &sheets[1].1[3];
    assert_eq!((added[1].as_str(), added[4].starts_with("=HYPERLINK")), ("DC-001", true));
    assert_eq!(added[11], "- @Danh sách: Mã, Tên || so_nganh=default", "who gets which item, as on the page");
    // All that article 11(4) asks for, by its words.
    assert_eq!(added[7..11], ["Luật Đất đai", "Nhập tay", "<update_frequency> M1", "Cấp xã"]);
    let heads = &sheets[1].1[2];
    let told =
        ["Căn cứ pháp lý", "Cơ chế thu thập, cập nhật", "Tần suất cập nhật", "Nguồn dữ liệu", "Hạng mục dữ liệu"];
    assert_eq!(heads[7..], told);
    let removed = &sheets[2].1[3];
    assert_eq!((removed[1].as_str(), removed[12].as_str()), ("DC-002", "DC-003"));
    assert_eq!(removed[4..12], added[4..], "what the older edition said");
    assert_eq!((&sheets[2].1[2][..12], sheets[2].1[2][12].as_str()), (&heads[..], "Các hạng mục chuyển vào"));
    let changed = &sheets[3].1[3..];
    assert_eq!(changed[0][1..], ["DC-003", "CSDL DC-003", "Sở yt", "<purpose>", "cũ", "=1+1"]);
    assert_eq!(changed[1][4..], ["<owner_id>", "xd", "yt"]);
    assert_eq!((changed[2][1].as_str(), changed[2][4].as_str()), ("DC-004", "Thứ tự các hạng mục"));
    assert_eq!(changed.len(), 3);
}

/// The words that differ, in the file that holds the workbook's texts.
#[test]
fn the_words_that_differ_are_marked_in_both_texts() {
    let change =
        |old: &str, new: &str| Change { place: Place::Field(Field::Purpose), old: old.to_owned(), new: new.to_owned() };
    let long = |word: &str| format!("{word} {}", "a ".repeat(16_370).trim());
    let changes = vec![
        change("Quản lý nhà ở", "Quản lý nhà ở và <đất>"),
        change("Luật 2013", "Luật 2024"),
        change("cũ", "mới"),
        change("", "thêm"),
        change("_x0041_ a", "_x0041_ b"),
        // Marked it would be longer than a cell takes.
        change(&long("một"), &long("hai")),
    ];
    let entries = vec![diff_of("DC-003", EntryStatus::Modified, changes)];
    let found = Comparison { entries: Page { total: 1, number: 1, rows: 1, items: entries }, ..comparison() };
    let wording = Wording { place: &|_: &Place| String::new(), value: &|_: &Place, value: &str| value.to_owned() };
    let bytes = write_comparison(&found, &wording).expect("written");
    let read = sheets(&bytes);
    for (row, change) in read[3].1[3..].iter().zip(&found.entries.items[0].changes) {
        assert_eq!(row[5..], [change.old.as_str(), change.new.as_str()], "marked or not, the texts are whole");
    }
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("a zip");
    let mut texts = String::new();
    zip.by_name("xl/sharedStrings.xml").expect("the texts").read_to_string(&mut texts).expect("a text");
    let runs: Vec<&str> = texts.split("<si>").filter(|text| text.starts_with("<r>")).collect();
    let run = |of: usize, word: &str| {
        let found = runs[of].split("<r>").find(|run| run.contains(&format!(">{word}</t>")));
        found.unwrap_or_else(|| panic!("{word} in {}", runs[of]))
    };
    let is_struck = |run: &str| run.contains("<strike/>") && run.contains("FFFF0000");
    let is_bold = |run: &str| run.contains("<b/>") && run.contains("<u/>") && run.contains("FF008000");
    assert_eq!(runs.len(), 3, "{runs:?}");
    assert!(is_bold(run(0, "và &lt;đất&gt;")));
    assert!(is_struck(run(1, "2013")) && is_bold(run(2, "2024")));
    for of in [1, 2] {
        let same = run(of, "Luật ");
        assert!(!same.contains("<strike/>") && !same.contains("<b/>"));
    }
}

fn selection(whole: bool) -> Selection {
    let mut second = entry("CSDL B");
    second.url = "https://b.example".to_owned();
    second.existence = Some(Existence::Planned);
    second.note = "-5".to_owned();
    let one = |code: &str, content, place| Selected {
        code: EntryCode::from(code),
        agency: agency("yt-moi"),
        decided: agency("yt"),
        content,
        place,
    };
    let entries = vec![one("DC-002", second, (0, 1)), one("DC-001", entry("CSDL A"), (0, 0))];
    Selection { edition: edition(1, 2023), whole, entries, lists: lists() }
}

fn table(bytes: &[u8], separator: u8) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).expect("a byte order mark");
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).has_headers(false).from_reader(text);
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

#[test]
fn a_flat_table_of_entries_and_of_items() {
    for (separator, byte) in [(Separator::Comma, b','), (Separator::Semicolon, b';'), (Separator::Tab, b'\t')] {
        let rows = table(&write_csv(&selection(true), RowOf::Entry, separator).expect("written"), byte);
        let cell = |row: usize, name: &str| {
            let at = rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("{name}"));
            rows[row][at].clone()
        };
        assert_eq!(rows.len(), 3);
        // In the order of the selection.
        assert_eq!((cell(1, "code"), cell(2, "code")), ("DC-002".to_owned(), "DC-001".to_owned()));
        assert_eq!((cell(1, "owner"), cell(1, "decided_owner")), ("Sở yt-moi".to_owned(), "Sở yt".to_owned()));
        assert_eq!(cell(1, "purpose"), "'=HYPERLINK(\"http://evil\";\"CSDL B\")");
        assert_eq!((cell(1, "scope"), cell(1, "note")), ("'-1+2".to_owned(), "-5".to_owned()));
        assert_eq!(cell(1, "content"), "Hồ sơ, \"số liệu\"\nhai dòng; ba");
        assert_eq!((cell(1, "url"), cell(1, "existence")), ("https://b.example".to_owned(), "planned".to_owned()));
        assert_eq!((cell(1, "items"), cell(1, "item_names")), ("1".to_owned(), "'@Danh sách".to_owned()));
    }
    let rows = table(&write_csv(&selection(true), RowOf::Item, Separator::Comma).expect("written"), b',');
    assert_eq!(rows[0][5..], ["item", "fields", "personal", "master", "so_nganh", "to_chuc"]);
    assert_eq!(rows[2][0], "DC-001");
    assert_eq!(rows[2][5..], ["'@Danh sách", "Mã, Tên", "false", "false", "default", "none"]);
    // One without items is not lost.
    let mut bare = selection(true);
    bare.entries[0].content.items.clear();
    let rows = table(&write_csv(&bare, RowOf::Item, Separator::Comma).expect("written"), b',');
    assert_eq!((rows.len(), rows[1][0].as_str(), rows[2][0].as_str()), (3, "DC-002", "DC-001"));
    assert_eq!(rows[1][5..], [""; 6]);
}

#[test]
fn records_hold_the_whole_content() {
    let bytes = write_json(&selection(true)).expect("written");
    let records: Vec<serde_json::Value> = serde_json::from_slice(&bytes).expect("JSON");
    assert_eq!((records[0]["code"].as_str(), records[0]["agency"]["id"].as_str()), (Some("DC-002"), Some("yt-moi")));
    assert_eq!((&records[0]["owner"], &records[0]["edition"]), (&serde_json::json!("yt"), &serde_json::json!(1)));
    let content: EntryContent = serde_json::from_value(records[0].clone()).expect("a content");
    assert_eq!(content, selection(true).entries[0].content);
}

/// The selection, with nothing that the annex cannot say.
fn ordinary() -> Selection {
    let mut selection = selection(true);
    for one in &mut selection.entries {
        one.content.content = "Hồ sơ".to_owned();
        one.content.items[0].matrix.insert(ClassId::from("to_chuc"), SharingForm::None);
    }
    selection
}

#[test]
fn what_the_annex_has_no_column_for_stands_on_a_sheet_of_its_own() {
    let bytes = write_annex(&ordinary().by_agency()).expect("written");
    let found = sheets(&bytes);
    let (name, rows) = found.last().expect("a sheet");
    assert_eq!(name, "Thông tin khác");
    assert_eq!(rows.len(), 4, "only the entry that has more: {rows:?}");
    let mut again = EntryContent::default();
    for (key, value) in rows[2].iter().zip(&rows[3]).skip(2) {
        again.set(key.parse::<Field>().expect("a field"), value).expect("its value");
    }
    assert_eq!((rows[2][0].as_str(), rows[3][0].as_str()), ("code", "DC-002"));
    assert_eq!((again.url.as_str(), again.existence), ("https://b.example", Some(Existence::Planned)));
    let mut plain = ordinary();
    plain.entries.remove(0);
    let bytes = write_annex(&plain.by_agency()).expect("written");
    assert_eq!(sheets(&bytes).len(), 2, "nothing more to say");
    // Whatever the other sheets are, the annex is found.
    let annex = read_annex(&write_annex(&ordinary().by_agency()).expect("written"), &lists()).expect("readable");
    assert_eq!(annex.entries.iter().map(|entry| entry.content.name.as_str()).collect::<Vec<_>>(), ["CSDL A", "CSDL B"]);
}

#[test]
fn what_its_cells_would_not_give_back_stands_there_in_its_exact_form() {
    let bytes = write_annex(&selection(true).by_agency()).expect("written");
    let found = sheets(&bytes);
    let rows = &found.last().expect("a sheet").1;
    assert_eq!((rows.len(), rows[3][0].as_str()), (5, "DC-001"));
    assert_eq!(rows[1][17..], ["Các hạng mục (nguyên văn)"], "a text of several lines its cell gives back");
    assert_eq!(rows[2][17..], ["items"]);
    let item = "@Danh sách | Mã, Tên | so_nganh=default |";
    assert_eq!(rows[3][17..], [item]);
}

#[test]
fn an_extract_says_so() {
    let rows = &sheets(&write_extract(&selection(false).by_agency()).expect("written"))[0].1;
    assert!(rows.iter().flatten().any(|cell| cell == "TRÍCH PHỤ LỤC"));
    assert!(rows.iter().flatten().any(|cell| cell.contains("1/QĐ-UBND")));
}
