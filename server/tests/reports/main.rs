//! The reports of a year: the figures of the model, of the page, of the document and of the workbook are the same; an office
//! programme opens both files and finds the text whole.

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/office.rs"]
mod printed;
#[path = "../dossier/read.rs"]
mod read;

use app::text::report as words;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use common::site::Site;
use domain::account::Actor;
use domain::duty::{DutyFilter, DutyKind, DutyState};
use domain::indicator::{Amount, Period};
use domain::report::{ReportKey, ReportKind, ReportLine, ReportPage};
use printed::{convert, is_there, output, syllables};
use read::{Document, sheet, sheets};
use time::OffsetDateTime;

/// One with another number than the system's, one that is being written, and the consolidated one.
const KEYS: [&str; 3] = ["2025-so-yt", "2026-so-nnmt", "2025-tong-hop"];

async fn desk(site: &Site) -> Actor {
    site.bed.store.actor_named("dieuphoi", OffsetDateTime::now_utc()).await.expect("the coordinator")
}

fn key(text: &str) -> ReportKey {
    text.parse().expect("a key")
}

/// What a page says, without its tags.
fn said(html: &[u8]) -> String {
    let mut text = String::new();
    let mut tags = std::str::from_utf8(html).expect("UTF-8");
    while let Some((before, rest)) = tags.split_once('<') {
        text.push_str(before);
        text.push(' ');
        let end = if rest.starts_with("!--") { "-->" } else { ">" };
        tags = rest.split_once(end).map_or("", |(_, rest)| rest);
    }
    let plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A cell of a workbook as people write it: numbers are kept as numbers there.
fn written(cell: &str, model: &str) -> String {
    let Ok(value) = cell.parse::<f64>() else { return cell.to_owned() };
    let share = model.ends_with('%');
    let tenths = (if share { value * 1_000.0 } else { value * 10.0 }).round() as i64;
    let whole = domain::format::number(tenths / 10);
    let rest = if tenths % 10 == 0 { String::new() } else { format!(",{}", tenths % 10) };
    format!("{whole}{rest}{}", if share { " %" } else { "" })
}

fn reason(line: &ReportLine) -> String {
    line.given.as_ref().map(|given| given.reason.clone()).unwrap_or_default()
}

/// The tables of a document in their order: the lines of each section, then its table by agency.
fn tables_of(report: &ReportPage) -> Vec<Vec<Vec<String>>> {
    let mut tables = Vec::new();
    for part in &report.parts {
        let line = |(at, line): (usize, &ReportLine)| {
            vec![at.to_string(), line.name().to_owned(), line.told(), line.reported(), reason(line)]
        };
        tables.push((1..).zip(&part.lines).map(line).collect::<Vec<_>>());
        if let Some(table) = part.table.as_ref().filter(|_| report.key.kind() == ReportKind::Consolidated) {
            let rows = table.texts(words::PROVINCE).into_iter().enumerate();
            let number = |at: usize| if at == 0 { String::new() } else { at.to_string() };
            tables.push(rows.map(|(at, cells)| std::iter::once(number(at)).chain(cells).collect()).collect());
        }
    }
    tables
}

#[tokio::test]
async fn the_figures_of_screen_document_and_workbook_are_those_of_the_model() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    for name in KEYS {
        let report = site.bed.store.report(&desk(&site).await, &key(name)).await.expect("a report");
        let base = format!("/bao-cao/{name}");
        let page = said(&site.read(&cookie, &base).await);
        let document = Document::of(&site.read(&cookie, &format!("{base}/bao-cao.docx")).await);
        let workbook = site.read(&cookie, &format!("{base}/so-lieu.xlsx")).await;

        // The page: name, clause, both numbers.
        let mut lines = 0;
        for (_, line) in report.lines() {
            let clause = app::text::indicator::basis(line.clause());
            let (told, reported) = (line.told(), line.reported());
            let row = format!("{} {clause} {} {told} {} {reported}", line.name(), words::SYSTEM, words::REPORTED);
            assert!(page.contains(&row), "{name}: the page lacks «{row}»");
            lines += 1;
        }
        assert!(lines > 15, "{name} has lines");
        for line in report.lines().map(|(_, line)| line).filter(|line| line.given.is_some()) {
            assert!(
                page.contains(&reason(line)) && line.told() != line.reported(),
                "{name}: both numbers and the reason"
            );
        }
        for table in report.parts.iter().filter_map(|part| part.table.as_ref()) {
            for cells in table.texts(words::PROVINCE) {
                let told = table.heads().into_iter().zip(&cells[1..]).map(|(head, cell)| format!("{head} {cell}"));
                let row = format!("{} {}", cells[0], told.collect::<Vec<_>>().join(" "));
                assert!(page.contains(&row), "{name}: the page lacks «{row}»");
            }
        }

        // The document: every table, cell for cell; the words of every section.
        let expected = tables_of(&report);
        for (found, expected) in document.tables.iter().zip(&expected) {
            assert_eq!(&found[1..], &expected[..], "{name}: a table of the document");
        }
        assert!(document.tables.len() >= expected.len(), "{name}: every table is there");
        for line in report.parts.iter().flat_map(|part| part.text.lines()) {
            assert!(document.says(line), "{name}: the document lacks «{line}»");
        }

        // The workbook: the lines on one sheet, then a sheet a table.
        let rows = sheet(&workbook, "Số liệu");
        let of_lines: Vec<&ReportLine> = report.lines().map(|(_, line)| line).collect();
        assert_eq!(rows.len(), of_lines.len() + 3, "{name}: a row a line");
        for (row, line) in rows[3..].iter().zip(of_lines) {
            let found = [&row[2], &written(&row[3], &line.told()), &written(&row[4], &line.reported()), &row[5]];
            assert_eq!(
                found.map(String::as_str),
                [line.name(), &line.told(), &line.reported(), &reason(line)],
                "{name}"
            );
        }
        for part in report.parts.iter().filter(|part| part.table.is_some()) {
            let (table, of) =
                (part.table.as_ref().expect("a table"), domain::report::table(part.section).expect("of it"));
            let rows = sheet(&workbook, of.sheet);
            for (row, cells) in rows[3..].iter().zip(table.texts(words::PROVINCE)) {
                let found: Vec<String> =
                    row[1..].iter().zip(&cells).map(|(cell, model)| written(cell, model)).collect();
                assert_eq!(found, cells, "{name}: {}", of.sheet);
            }
            assert_eq!(rows.len(), table.rows.len() + 4, "{name}: {}", of.sheet);
        }
    }
}

#[tokio::test]
async fn a_consolidated_report_tells_who_is_missing_what_they_propose_and_other_numbers() {
    let site = Site::open().await;
    let cookie = site.sign_in("lanhdao").await;
    let base = "/bao-cao/2025-tong-hop";
    let document = Document::of(&site.read(&cookie, &format!("{base}/bao-cao.docx")).await);
    assert!(document.says("Số: 158/BC-SKHCN") && document.says("Đắk Lắk, ngày 29 tháng 12 năm 2025"));
    assert!(document.says("Kính gửi: Ủy ban nhân dân tỉnh Đắk Lắk") && document.says("GIÁM ĐỐC"));
    assert!(document.says("Tại thời điểm lấy số liệu, 5/"), "{:?}", document.paragraphs);
    assert_eq!(document.paragraphs.iter().filter(|line| line.contains("Đề nghị tập huấn")).count(), 5);
    let text = document.text();
    assert!(text.contains("Tính cả lượt tải trên trang của sở") && text.contains("Chưa lập"));
    let workbook = site.read(&cookie, &format!("{base}/so-lieu.xlsx")).await;
    let names = sheets(&workbook);
    assert_eq!(
        names,
        ["Số liệu", "Cập nhật", "Rà soát", "Nghĩa vụ", "Chia sẻ", "Khai thác", "Chậm", "Báo cáo cơ quan", "Số khác"]
    );
    assert_eq!(sheet(&workbook, "Số khác").len(), 4);
    // An agency's own goes through the coordinator, its number open.
    let own = Document::of(&site.read(&cookie, "/bao-cao/2025-so-yt/bao-cao.docx").await);
    assert!(own.says("(qua Sở Khoa học và Công nghệ)") && own.says("Số:          /BC-"));
    let (_, headers, _) = site.get(&cookie, "/bao-cao/2025-so-yt/so-lieu.xlsx").await;
    assert_eq!(headers[CONTENT_DISPOSITION], "attachment; filename=\"bao-cao-2025-so-yt.xlsx\"");
    for path in ["/bao-cao/2025-so-yt/khac.docx", "/bao-cao/x/bao-cao.docx", "/bao-cao/2025-khong-co/so-lieu.xlsx"] {
        assert_eq!(site.get(&cookie, path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

/// Duties by kind are counted by the list of duties, which knows nothing of indicators.
#[tokio::test]
async fn duties_by_kind_are_those_of_the_list() {
    let site = Site::open().await;
    let (desk, year) = (desk(&site).await, Period(2026));
    let all = ReportKey::consolidated(year);
    site.bed.store.begin_report(&desk, &all).await.expect("begun");
    let report = site.bed.store.report(&desk, &all).await.expect("a report");
    for kind in [DutyKind::Load, DutyKind::Documents, DutyKind::Refresh, DutyKind::OpenReview, DutyKind::SharingReview]
    {
        let filter = DutyFilter { kind: Some(kind), ..DutyFilter::default() };
        let rows = site.bed.store.all_duties(&desk, &filter).await.expect("duties");
        let counted = rows.iter().filter(|row| {
            year.has(row.days.due_on) && matches!(row.state, DutyState::Done | DutyState::DoneLate | DutyState::Late)
        });
        let whole = counted.clone().count() as u64;
        let part = counted.filter(|row| row.state == DutyState::Done).count() as u64;
        let line = report.lines().find(|(_, line)| line.measure.to_string() == format!("of_{kind}")).expect("a line").1;
        assert_eq!(line.amount, (whole > 0).then_some(Amount { part, whole }), "{kind}");
    }
}

#[tokio::test]
async fn an_office_programme_opens_both_files_and_prints_their_text_whole() {
    if !is_there() {
        return;
    }
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let folder = tempfile::tempdir().expect("a folder");
    let (mut names, mut texts) = (Vec::new(), Vec::new());
    for name in KEYS {
        for (file, is_workbook) in [("bao-cao.docx", false), ("so-lieu.xlsx", true)] {
            let bytes = site.read(&cookie, &format!("/bao-cao/{name}/{file}")).await;
            let path = format!("{name}-{file}");
            std::fs::write(folder.path().join(&path), &bytes).expect("written");
            let text = if is_workbook {
                let all = sheets(&bytes).into_iter().flat_map(|name| sheet(&bytes, &name)).flatten();
                all.collect::<Vec<_>>().join("\n")
            } else {
                Document::of(&bytes).text()
            };
            names.push(path.clone());
            texts.push((path, is_workbook, text));
        }
    }
    convert(folder.path(), &names);
    for (path, is_workbook, text) in texts {
        let pdf = folder.path().join(&path).with_extension("pdf");
        if is_workbook && !pdf.exists() {
            assert!(std::env::var_os("CSDL_TEST_OFFICE").is_none(), "{path} was not opened");
            continue;
        }
        let pdf = pdf.to_str().expect("a plain path");
        let size = output("pdfinfo", &[pdf]);
        assert!(size.lines().any(|line| line.starts_with("Page size") && line.contains("A4")), "{path}: {size}");
        let found = [&output("pdftotext", &["-layout", pdf, "-"]), &output("pdftotext", &[pdf, "-"])]
            .map(|text| syllables(text));
        let expected = syllables(&text);
        assert!(expected.len() > 40, "{path} has text");
        for (syllable, count) in expected {
            let there = found.iter().filter_map(|one| one.get(&syllable)).max().copied().unwrap_or(0);
            let enough = if is_workbook { there > 0 } else { there >= count };
            assert!(enough, "{path}: «{syllable}» stands {count} times, printed {there} times");
        }
    }
}
