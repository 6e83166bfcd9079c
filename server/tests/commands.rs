//! The program itself, as a script calls it: what its exit codes tell, and what it says.

mod common;
mod commands {
    mod left_out;
}

use std::path::Path;

use common::program::Program;
use documents::annex::AnnexBook;
use domain::account::Actor;
use domain::annex::{Annex, AnnexField, ImportHeader, Mapping};
use domain::catalog::SharingForm;
use domain::edition::{Decision, EditionFilter};
use domain::id::EditionId;
use rust_xlsxwriter::Workbook;
use server::seed::{Scenario, seed};
use strum::IntoEnumIterator;
use time::OffsetDateTime;

fn annex(title: &str, rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, title).expect("a cell");
    let header: &[&str] = &["STT", "Tên CSDL", "Cơ quan quản lý", "Mục đích", "Dữ liệu mở"];
    for (row, texts) in (1..).zip([header].iter().chain(rows)) {
        for (column, text) in (0..).zip(*texts) {
            sheet.write_string(row, column, *text).expect("a cell");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

/// A folder with a database that has the reference tables, and two annexes.
async fn site() -> common::Bed {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Empty, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the reference tables");
    let title = "DANH MỤC (Kèm theo Quyết định số 1234/QĐ-UBND ngày 15/7/2024 của Chủ tịch UBND tỉnh)";
    let good: &[&[&str]] = &[&["1", "CSDL bệnh viện", "Sở Y tế", "Quản lý", "- Danh sách"]];
    let bad: &[&[&str]] = &[good[0], &["2", "CSDL tôn giáo", "Sở Không Có", "Quản lý", "- Hồ sơ"]];
    std::fs::write(bed.folder.path().join("tot.xlsx"), annex(title, good)).expect("a file");
    std::fs::write(bed.folder.path().join("sai.xlsx"), annex(title, bad)).expect("a file");
    std::fs::write(bed.folder.path().join("khac.txt"), "không phải Excel").expect("a file");
    bed
}

const DECISION: [&str; 6] = ["--number", "1234/QĐ-UBND", "--date", "2024-07-15", "--signer", "Nguyễn Văn A"];

fn import<'a>(file: &'a str, rest: &[&'a str]) -> Vec<&'a str> {
    [&["import", "catalog", file][..], rest].concat()
}

#[tokio::test]
async fn an_annex_is_imported_or_refused() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    // Wrong usage: 2.
    for (wrong, about) in [
        (import("khong-co.xlsx", &["--dry-run"]), "khong-co.xlsx"),
        (import("tot.xlsx", &[]), "--number"),
        (import("tot.xlsx", &["--number", "1", "--date", "hôm qua", "--signer", "A"]), "--date"),
        (import("tot.xlsx", &["--khong-co"]), "--khong-co"),
        (import("tot.xlsx", &["--dry-run", "--year", "20240"]), "--year"),
    ] {
        let said = csdl.expect(2, &wrong);
        assert!(said.contains(about) && !said.contains("error:") && !said.contains("Usage"), "{said}");
    }
    // Refused input: 1, a line each; nothing is written.
    assert!(csdl.expect(1, &import("khac.txt", &["--dry-run"])).contains("không phải tệp Excel"));
    let said = csdl.expect(1, &import("sai.xlsx", &["--dry-run"]));
    assert!(said.contains("ô C4") && said.contains("Sở Không Có"), "{said}");
    let said = csdl.expect(1, &import("sai.xlsx", &DECISION));
    assert!(said.contains("Không ghi gì"), "{said}");
    // What is far too large is not even read: no machine has room for it.
    let huge = std::fs::File::create(bed.folder.path().join("to.xlsx")).expect("a file");
    huge.set_len(1 << 42).expect("a file with nothing in it");
    assert!(csdl.expect(1, &import("to.xlsx", &["--dry-run"])).contains("tệp quá lớn: tệp lớn hơn 20 MB"));
    csdl.expect(2, &import("tot.xlsx", &["--dry-run", "--mapping", "to.xlsx"]));
    // A look: 0, and nothing is written either.
    let said = csdl.expect(0, &import("tot.xlsx", &["--dry-run"]));
    assert!(said.contains("1234/QĐ-UBND") && said.contains("15/07/2024"), "the title tells the decision: {said}");
    assert!(csdl.expect(0, &["edition", "verify"]).contains("Chưa có lần ban hành nào"));
    assert!(csdl.expect(0, &["receipt", "verify"]).contains("0 biên nhận nguyên vẹn"));
    let output = csdl.run(&import("tot.xlsx", &["--dry-run", "--json"]));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!(told["decision"]["date"], "2024-07-15");
    assert_eq!((&told["decision"]["from_title"], &told["written"]), (&true.into(), &false.into()));
    // What was given goes before what the title tells.
    let output = csdl.run(&import("tot.xlsx", &["--dry-run", "--json", "--date", "2024-08-01"]));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!(told["decision"]["date"], "2024-08-01");
    // Written: 0; again: 0, and it says that nothing changed.
    assert!(csdl.expect(0, &import("tot.xlsx", &DECISION)).contains("Đã nhập 1 cơ sở dữ liệu"));
    assert!(csdl.expect(0, &import("tot.xlsx", &DECISION)).contains("Không thay đổi"));
    let output = csdl.run(&import("tot.xlsx", &[&DECISION[..], &["--json"]].concat()));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!((&told["written"], &told["already"], &told["edition"]), (&false.into(), &true.into(), &1.into()));
    // Another decision than the title names: written as given, and told.
    let other = ["--number", "9/QĐ-UBND", "--date", "2024-09-01", "--signer", "A", "--skip-failing"];
    let said = csdl.expect(0, &import("sai.xlsx", &other));
    assert!(said.contains("tiêu đề phụ lục ghi Quyết định số 1234/QĐ-UBND"), "{said}");
    let counts = "Đã nhập 1 cơ sở dữ liệu của 1 cơ quan, 1 hạng mục, lần ban hành số 2; bỏ qua 1 dòng lỗi.";
    assert!(said.contains(counts), "{said}");
    let skipped = "Bỏ qua: sai.xlsx: trang “Sheet1”, dòng 4, “CSDL tôn giáo”: không có cơ quan “Sở Không Có";
    assert!(said.contains(skipped), "{said}");
    assert_eq!(bed.store.editions(&Actor::anonymous(OffsetDateTime::now_utc())).await.expect("editions").len(), 2);
}

#[tokio::test]
async fn what_goes_wrong_is_told_in_json_too() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    for (wrong, code, about) in [
        (import("khong-co.xlsx", &["--dry-run", "--json"]), 2, "khong-co.xlsx"),
        (import("tot.xlsx", &["--json"]), 2, "--number"),
        (import("tot.xlsx", &["--json", "--khong-co"]), 2, "--khong-co"),
        (import("khac.txt", &["--dry-run", "--json"]), 1, "Excel"),
        (vec!["import", "usage", "khong-co.csv", "--json"], 2, "khong-co.csv"),
        (vec!["import", "sectors", "khong-co.csv", "--json"], 2, "khong-co.csv"),
        (vec!["edition", "verify", "1", "--all", "--json"], 2, "--all"),
        (vec!["edition", "verify", "7", "--json"], 1, "số 7"),
    ] {
        let output = csdl.run(&wrong);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone, once");
        assert_eq!((output.status.code(), &told["written"]), (Some(code), &false.into()), "{wrong:?}");
        assert!(told["errors"][0]["message"].as_str().is_some_and(|said| said.contains(about)), "{wrong:?}: {told}");
        assert!(!output.stderr.is_empty(), "{wrong:?}");
    }
}

#[tokio::test]
async fn an_annex_amends_an_edition() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    csdl.expect(0, &import("tot.xlsx", &DECISION));
    let rows: &[&[&str]] = &[
        &["A. BỔ SUNG"],
        &["1", "CSDL tiêm chủng", "Sở Y tế", "Quản lý", "- Danh sách"],
        &["B. BÃI BỎ"],
        &["1", "CSDL bệnh viện", "Sở Y tế"],
    ];
    std::fs::write(bed.folder.path().join("sua.xlsx"), annex("SỬA ĐỔI", rows)).expect("a file");
    let decision = ["--number", "9/QĐ-UBND", "--date", "2024-09-01", "--signer", "A"];
    let amends =
        |id, rest: &[&'static str]| [import("sua.xlsx", &decision), vec!["--amends", id], rest.to_vec()].concat();
    // A whole catalog withdraws nothing; no such base; a code that the base does not have.
    assert!(csdl.expect(1, &import("sua.xlsx", &decision)).contains("được ghi là bãi bỏ"));
    assert!(csdl.expect(1, &amends("7", &["--dry-run"])).contains("amends: "), "in words");
    csdl.expect(1, &amends("1", &["--withdraw", "DC-999"]));
    csdl.expect(2, &[&import("sua.xlsx", &decision)[..], &["--withdraw", "DC-001"]].concat());
    // Refused by the store: in JSON too, with the same code, before and while it is written.
    for (rest, field) in [
        (amends("7", &["--dry-run", "--json"]), "amends"),
        (amends("7", &["--json"]), "amends"),
        (amends("1", &["--withdraw", "DC-999", "--json"]), "withdraw"),
    ] {
        let output = csdl.run(&rest);
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
        assert_eq!((output.status.code(), &told["written"]), (Some(1), &false.into()), "{rest:?}");
        let error = &told["errors"][0];
        assert_eq!(error["field"], field, "{rest:?}: {told}");
        assert!(error["code"].is_string() && error["message"].as_str().is_some_and(|text| !text.is_empty()), "{told}");
    }
    let output = csdl.run(&amends("1", &["--dry-run", "--json"]));
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    let figures = serde_json::json!({ "base": 1, "added": 1, "changed": 0, "withdrawn": 1, "kept": 0 });
    assert_eq!(told["amending"], figures);
    let said = csdl.expect(0, &amends("1", &[]));
    assert!(said.contains("thêm 1, sửa đổi 0, rút khỏi danh mục 1, giữ nguyên 0"), "{said}");
    csdl.expect(0, &["edition", "verify", "--all"]);
}

#[tokio::test]
async fn columns_are_as_a_file_says_or_as_they_were_remembered() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    let file = |name: &str, mapping: &Mapping| {
        std::fs::write(bed.folder.path().join(name), serde_json::to_vec(mapping).expect("JSON")).expect("a file");
    };
    // What said which column is what, and how many items were found.
    let look = |rest: &[&str]| {
        let output = csdl.run(&import("tot.xlsx", &[&["--dry-run", "--json"][..], rest].concat()));
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
        (told["mapping"].as_str().expect("a word").to_owned(), told["entries"][0]["items"].as_u64())
    };
    let shown = |remembered: bool| {
        let output = csdl.run(&import("tot.xlsx", &["--show-mapping"]));
        assert_eq!(output.status.code(), Some(0));
        assert_eq!(String::from_utf8_lossy(&output.stderr).contains("đã ghi nhớ"), remembered);
        serde_json::from_slice::<Mapping>(&output.stdout).expect("JSON alone")
    };
    let by_header = shown(false);
    assert_eq!((by_header.header_row, by_header.columns[4].field), (2, AnnexField::Open));
    assert_eq!(look(&[]), ("header".to_owned(), Some(1)));
    let mut noted = by_header.clone();
    noted.columns[4].field = AnnexField::Note;
    file("tieu-de.json", &by_header);
    file("ghi-chu.json", &noted);
    assert_eq!(look(&["--mapping", "ghi-chu.json"]), ("file".to_owned(), Some(0)));
    let bogus = serde_json::to_string(&by_header).expect("JSON").replace("\"open\"", "\"bogus\"");
    std::fs::write(bed.folder.path().join("la.json"), bogus).expect("a file");
    let said = csdl.expect(2, &import("tot.xlsx", &["--dry-run", "--mapping", "la.json"]));
    assert!(said.contains("không có trường “bogus”") && !said.contains("unknown"), "{said}");
    for wrong in ["khac.txt", "khong-co.json"] {
        assert!(csdl.expect(2, &import("tot.xlsx", &["--dry-run", "--mapping", wrong])).contains(wrong));
    }
    // A person mends the mapping of such a header on the page, and forgets it again.
    let system = Actor::system(OffsetDateTime::now_utc());
    let day = time::macros::date!(2024 - 07 - 15);
    let text = |text: &str| text.to_owned();
    let (signer, signer_title) = (text("Nguyễn Văn A"), text("CHỦ TỊCH"));
    let decision = Decision { number: text("1/QĐ-UBND"), date: day, effective_from: day, signer, signer_title };
    let header = ImportHeader { year: 2024, decision, from_title: false, amends: None, withdraw: Vec::new() };
    let kept = bed.store.preview_import(&system, "a.xlsx", "a", Annex::default(), &header).await.expect("a preview");
    let id = kept.id.expect("it is kept");
    bed.store.reread_import(&system, id, Annex::default(), &noted, &[]).await.expect("remembered");
    assert_eq!(look(&[]), ("remembered".to_owned(), Some(0)));
    assert_eq!(shown(true).columns[4].field, AnnexField::Note);
    assert!(csdl.expect(0, &import("tot.xlsx", &["--dry-run"])).contains("đã ghi nhớ"));
    assert_eq!(look(&["--mapping", "tieu-de.json"]), ("file".to_owned(), Some(1)));
    let forgotten = std::slice::from_ref(&noted);
    bed.store.reread_import(&system, id, Annex::default(), &noted, forgotten).await.expect("forgotten");
    assert_eq!(look(&[]), ("header".to_owned(), Some(1)));
}

#[tokio::test]
async fn rows_that_fail_come_back_as_a_workbook() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    let path = bed.folder.path().join("loi.xlsx");
    csdl.expect(0, &import("tot.xlsx", &["--dry-run", "--failing", "loi.xlsx"]));
    assert!(!path.exists(), "nothing fails");
    csdl.expect(1, &import("sai.xlsx", &["--dry-run", "--failing", "loi.xlsx"]));
    let book = AnnexBook::open(&std::fs::read(&path).expect("the file")).expect("a workbook");
    let mapping = book.detect().expect("its header");
    let reason = mapping.columns.last().expect("the reason's column");
    assert_eq!(reason.field, AnnexField::Ignore);
    assert!(reason.sample.starts_with("Cơ quan quản lý: "), "{reason:?}");
    let annex = book.read(&mapping, &bed.store.lists().await.expect("the lists")).expect("its rows");
    let names: Vec<&str> = annex.entries.iter().map(|entry| entry.content.name.as_str()).collect();
    assert_eq!(names, ["CSDL tôn giáo"]);
}

#[test]
fn the_help_of_an_export_names_every_form_of_sharing() {
    let help = Program(Path::new(".")).expect(0, &["export", "catalog", "--help"]);
    assert!(SharingForm::iter().all(|form| help.contains(&form.to_string())), "{help}");
}

#[tokio::test]
async fn whether_an_edition_is_as_it_was_issued() {
    let bed = site().await;
    let csdl = Program(bed.folder.path());
    csdl.expect(0, &import("tot.xlsx", &DECISION));
    for whole in [vec!["edition", "verify"], vec!["edition", "verify", "1"], vec!["edition", "verify", "--all"]] {
        assert!(csdl.expect(0, &whole).contains("nguyên vẹn"), "{whole:?}");
    }
    let (code, said) = csdl.code(&["edition", "verify", "7"]);
    assert_eq!((code, said.contains("Không có lần ban hành số 7")), (1, true), "{said}");
    csdl.expect(2, &["edition", "verify", "1", "--all"]);
    // Somebody with the database's own tools names another signer.
    let database = format!("sqlite://{}", bed.folder.path().join("csdl.db").display());
    let raw = sqlx::SqlitePool::connect(&database).await.expect("a second way in");
    for statement in ["drop trigger tg_edition_signer", "update edition set signer = 'Người khác'"] {
        sqlx::query(statement).execute(&raw).await.expect(statement);
    }
    let said = csdl.expect(1, &["edition", "verify"]);
    assert!(said.contains("(số 1, Quyết định 1234/QĐ-UBND)"), "{said}");
    assert!(said.contains("người ký là “Người khác”, không phải “Nguyễn Văn A”"), "{said}");
    let output = csdl.run(&["edition", "verify", "1", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    let fault = &told["editions"][0]["faults"][0];
    assert_eq!((&fault["fault"], &fault["part"]), (&"binding".into(), &"signer".into()));
}

/// Somebody writes over a signed decision in the folder of files; then it is gone.
#[tokio::test]
async fn a_decision_that_was_altered_is_told() {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the demonstration");
    let csdl = Program(bed.folder.path());
    let folders = std::fs::read_dir(bed.folder.path().join("files")).expect("the folder of files");
    let below = |folder: std::io::Result<std::fs::DirEntry>| std::fs::read_dir(folder.expect("a folder").path());
    let files = folders.flat_map(|folder| below(folder).expect("its files")).map(|file| file.expect("a file").path());
    let files: Vec<_> = files.collect();
    let signed = bed
        .store
        .edition(&Actor::anonymous(OffsetDateTime::now_utc()), EditionId(2), &EditionFilter::default())
        .await
        .expect("2024");
    let sha256 = signed.signed_file.expect("the signed decision").sha256;
    let file = files.iter().find(|path| path.ends_with(&sha256)).expect("the file lies there");
    let before = std::fs::read(file).expect("its bytes");

    csdl.expect(0, &["edition", "verify", "--all"]);
    std::fs::write(file, [before.as_slice(), b"x"].concat()).expect("altered");
    let said = csdl.expect(1, &["edition", "verify"]);
    assert!(said.contains("có mã băm") && said.contains(&sha256), "{said}");
    csdl.expect(0, &["edition", "verify", "1"]);
    let output = csdl.run(&["edition", "verify", "2", "--json"]);
    let told: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON alone");
    assert_eq!((output.status.code(), &told["whole"]), (Some(1), &false.into()));
    std::fs::remove_file(file).expect("gone");
    assert!(csdl.expect(1, &["edition", "verify", "2"]).contains("không còn trong kho"));
    std::fs::write(file, before).expect("put back");
    csdl.expect(0, &["edition", "verify", "--all"]);
}

/// The lines of the sample, with hostile and broken ones among them: what is good is loaded, once.
#[tokio::test]
async fn events_of_use_are_imported_line_by_line() {
    let bed = common::sqlite().await;
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the demonstration");
    let csdl = Program(bed.folder.path());
    let sample = include_str!("data/usage_events.csv");
    let good = sample.lines().count() - 1;
    std::fs::write(bed.folder.path().join("mau.csv"), sample).expect("a file");
    let json = |code, arguments: &[&str]| -> serde_json::Value {
        serde_json::from_str(&csdl.expect(code, arguments)).expect("JSON and nothing else")
    };
    let told = json(0, &["import", "usage", "mau.csv", "--dry-run", "--json"]);
    assert_eq!((&told["added"], &told["written"]), (&good.into(), &false.into()));
    let told = json(0, &["import", "usage", "mau.csv", "--json"]);
    assert_eq!((&told["added"], &told["same"], &told["refused"]), (&good.into(), &0.into(), &0.into()));
    let hostile = "\
        2024-01-01T08:00:00+07:00,search,,\"<img src=x onerror=alert(1)>'; drop table usage_event; --\",anonymous,1\r\n\
        hôm qua,view,DC-001,,anonymous,1\r\n\
        2024-01-01T08:00:00+07:00,view,../../etc/passwd,,anonymous,1\r\n\
        2024-01-01T08:00:00+07:00,view,DC-001\r\n\
        2024-01-01T08:00:01+07:00,view,DC-001,,anonymous,1\r\n";
    std::fs::write(bed.folder.path().join("mau.csv"), format!("{sample}{hostile}")).expect("a file");
    let told = json(1, &["import", "usage", "mau.csv", "--json"]);
    assert_eq!((&told["added"], &told["same"], &told["refused"]), (&2.into(), &good.into(), &3.into()));
    let wrong: Vec<(u64, &str)> = told["errors"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|error| (error["row"].as_u64().expect("a row"), error["column"].as_str().expect("a column")))
        .collect();
    let first = good as u64 + 2;
    assert_eq!(wrong, [(first + 1, "time"), (first + 2, "entry_code"), (first + 3, "")]);
    let said = csdl.expect(1, &["import", "usage", "mau.csv"]);
    assert!(said.contains(&format!("mau.csv: dòng {}, cột time", first + 1)), "{said}");
    csdl.expect(2, &["import", "usage", "khong-co.csv"]);
    std::fs::write(bed.folder.path().join("khac.csv"), "a,b\r\n1,2\r\n").expect("a file");
    assert!(csdl.expect(1, &["import", "usage", "khac.csv"]).contains("thiếu cột time"));
    // The roll-ups hold what the file says, counted another way.
    let views = |text: &str| text.lines().filter(|line| line.starts_with("2023") && line.contains(",view,")).count();
    let asked = domain::usage::UsageAsked {
        grain: domain::usage::Grain::Year,
        at: Some(time::macros::date!(2023 - 07 - 01)),
        kind: domain::usage::UsageKind::View,
        whole: false,
    };
    let report = bed.store.usage_report(&Actor::anonymous(OffsetDateTime::now_utc()), &asked).await.expect("a report");
    assert_eq!(report.totals[0].count as usize, views(sample));
    assert!(!report.entries.is_empty() && report.staff > 0 && report.public > report.staff);
    // A look tells what a writing would: what is known, what stands twice in the file, days that are closed.
    let news = "2024-01-02T08:00:00+07:00,view,DC-001,,anonymous,1\r\n".repeat(2);
    std::fs::write(bed.folder.path().join("lai.csv"), format!("{sample}{hostile}{news}")).expect("a file");
    let told = |dry: &[&str]| {
        let told = json(1, &[&["import", "usage", "lai.csv", "--json"][..], dry].concat());
        ["added", "same", "refused"].map(|figure| told[figure].as_u64().expect("a figure"))
    };
    for dry in [&["--dry-run"][..], &[]] {
        assert_eq!(told(dry), [1, good as u64 + 3, 3], "{dry:?}");
    }
    assert_eq!(told(&["--dry-run"]), [0, good as u64 + 4, 3], "all of it is there");
    // Whose use is not counted on the pages is not counted from a file.
    let settings = bed.folder.path().join("csdl.toml");
    std::fs::write(&settings, "usage_left_out = [\"so-ct\"]\n").expect("a file");
    let header = sample.lines().next().expect("a header");
    let line = |agency: &str| format!("2024-01-03T08:00:00+07:00,view,DC-001,,{agency},1\r\n");
    let file = [header, "\r\n", &line("so-ct"), &line("so-yt")].concat();
    std::fs::write(bed.folder.path().join("ngoai.csv"), file).expect("a file");
    let outcome = json(0, &["import", "usage", "ngoai.csv", "--json"]);
    assert_eq!(["added", "refused", "left_out"].map(|figure| outcome[figure].as_u64()), [Some(1), Some(0), Some(1)]);
    std::fs::remove_file(settings).expect("gone");
    let later = OffsetDateTime::now_utc() + time::Duration::days(2);
    bed.store.forget_usage(later, 0).await.expect("forgotten");
    for dry in [&["--dry-run"][..], &[]] {
        assert_eq!(told(dry), [0, 0, good as u64 + 7], "{dry:?}");
    }
    let broken = "hôm qua,view,DC-001,,anonymous,1\r\n";
    std::fs::write(bed.folder.path().join("lai.csv"), format!("{header}\r\n{news}{broken}")).expect("a file");
    let told = json(1, &["import", "usage", "lai.csv", "--json"]);
    let wrong = told["errors"].as_array().expect("a list").iter();
    let wrong: Vec<_> = wrong.map(|error| (error["row"].as_u64(), error["code"].as_str())).collect();
    let expected = [(2, "closed"), (3, "closed"), (4, "time")];
    assert_eq!(wrong, expected.map(|(row, code)| (Some(row), Some(code))), "in the order of the lines");
}
