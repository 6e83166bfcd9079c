//! The figures are equal everywhere, and equal to a count by another path: the tables of the demonstration, which the
//! programme does not read for this, and the minutes of the appraisal.

use std::collections::{BTreeMap, BTreeSet};

use documents::annex::read_annex;
use domain::catalog::EntryStatus;
use domain::change::{Field, Place};
use domain::dossier::{Dossier, DossierFile};
use domain::format;
use domain::review::{AnswerKind, MinutesFilter, PlanField, QueueFilter, Verdict, VerdictInput};
use strum::IntoEnumIterator;

use crate::read::{Document, sheet};
use crate::recorded::compiled;
use crate::{ENDED, Site, UNDER_WAY, coordinator, file_of, page_of};

fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/demo/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a truth table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

fn number(text: &str) -> u32 {
    text.replace('.', "").parse().expect("a number")
}

/// The figures of a row from a column on.
fn figures(row: &[String], columns: &[usize]) -> Vec<u32> {
    columns.iter().map(|at| number(&row[*at])).collect()
}

/// The table that begins with these heads.
fn table_with<'a>(document: &'a Document, heads: &[&str]) -> &'a [Vec<String>] {
    let found = document.tables.iter().find(|table| heads.iter().all(|head| table[0].iter().any(|cell| cell == head)));
    found.unwrap_or_else(|| panic!("no table with {heads:?}"))
}

#[tokio::test]
async fn they_are_equal_in_every_document_and_on_the_page() {
    let site = Site::open().await;
    let cookie = site.sign_in("dieuphoi").await;
    let dossier = site.bed.store.dossier(&coordinator(), ENDED).await.expect("a dossier");
    counted_otherwise(&site, &dossier).await;
    let submission = Document::of(&file_of(&site, &cookie, ENDED, DossierFile::Submission).await);
    let comparison = Document::of(&file_of(&site, &cookie, ENDED, DossierFile::Comparison).await);
    let figures_book = file_of(&site, &cookie, ENDED, DossierFile::FiguresWorkbook).await;
    answers(&dossier, &submission, &figures_book);
    let comparison_book = file_of(&site, &cookie, ENDED, DossierFile::ComparisonWorkbook).await;
    balance(&dossier, [&submission, &comparison], &figures_book, &comparison_book);
    refusals(&dossier, &submission, &figures_book);
    plans(&submission, &figures_book);
    changes(&comparison, &comparison_book);
    let all = dossier.figures();
    let (sent, asked, after) = (all.sent, all.asked, dossier.comparison.balance.after);
    assert!(submission.says(&format!("{sent}/{asked} cơ quan, đơn vị đã gửi kết quả")), "{:?}", submission.paragraphs);
    assert!(submission.says(&format!(
        "tổng số {} nội dung: chấp nhận {}",
        all.verdicts.total(),
        all.verdicts.accepted
    )));
    let decision = Document::of(&file_of(&site, &cookie, ENDED, DossierFile::Decision).await);
    let agencies = dossier.content.groups.len();
    assert!(
        decision.says(&format!("gồm {after} cơ sở dữ liệu của {agencies} cơ quan, đơn vị")),
        "{:?}",
        decision.paragraphs
    );
    let annex = Document::of(&file_of(&site, &cookie, ENDED, DossierFile::Annex).await);
    let annex_book = file_of(&site, &cookie, ENDED, DossierFile::AnnexWorkbook).await;
    annexes(&dossier, &annex, &annex_book);
    let opinions = Document::of(&file_of(&site, &cookie, ENDED, DossierFile::Opinions).await);
    let opinions_book = file_of(&site, &cookie, ENDED, DossierFile::OpinionsWorkbook).await;
    let (rows, in_book) = (&opinions.tables[0][1..], &sheet(&opinions_book, "Ý kiến")[3..]);
    assert_eq!(rows.len(), dossier.opinions.len());
    assert_eq!(rows, in_book, "the document and the workbook say the same");
    // Without the marks by which the browser finds its places.
    let page = page_of(&site, &cookie, ENDED).await.replace("<!>", "");
    for (count, label) in app::text::dossier::figures(&all) {
        assert!(page.contains(&format!("<b>{count}</b><span>{label}</span>")), "the page shows {count} {label}");
    }
    outlined(&dossier, &page);
}

/// Who decides on a draft reads on its page what is new and what leaves, not the name alone.
fn outlined(dossier: &Dossier, page: &str) {
    let differ = &dossier.comparison.entries.items;
    for status in [EntryStatus::New, EntryStatus::Removed] {
        let of_it: Vec<_> = differ.iter().filter(|entry| entry.status == status).collect();
        assert!(!of_it.is_empty(), "{status}");
        for entry in of_it {
            let purpose = entry.changes.iter().find(|change| change.place == Place::Field(Field::Purpose));
            let said = purpose.map(|change| [change.old.as_str(), change.new.as_str()].concat()).unwrap_or_default();
            let plain = said.split(['&', '<', '>', '\n']).next().unwrap_or_default();
            assert!(!plain.is_empty() && page.contains(plain), "{}: {said}", entry.code);
        }
    }
}

#[tokio::test]
async fn an_answer_that_came_back_is_counted_by_itself() {
    let site = Site::open().await;
    let (store, actor, none) = (&site.bed.store, coordinator(), QueueFilter::default());
    let queue = store.appraisal(&actor, UNDER_WAY, &none, None).await.expect("a queue").queue;
    let back = queue.iter().rfind(|row| !row.own && row.points > 1).expect("an answer with two points");
    let page = store.appraisal(&actor, UNDER_WAY, &none, Some(back.answer)).await.expect("one");
    let point = page.chosen.expect("chosen").answer.points[0].id;
    let accept = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
    store.decide(&actor, point, None, &accept).await.expect("accepted");
    store.return_answer(&actor, back.answer, back.round, "Nêu rõ căn cứ.").await.expect("returned");
    compiled(&site).await;
    let all = store.dossier(&actor, UNDER_WAY).await.expect("a dossier").figures();
    let (unsent, refused) = (all.unsent, all.verdicts.not_as_proposed());
    assert_eq!((unsent.answers, unsent.decided, unsent.points(), all.returned), (1, 1, back.points, 1));
    let minutes = store.whole_minutes(&actor, UNDER_WAY, "").await.expect("minutes");
    assert_eq!((minutes.decided, minutes.open), (all.verdicts.total() + unsent.decided, unsent.open));
    let cookie = site.sign_in("dieuphoi").await;
    let submission = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Submission).await);
    for told in [
        format!("Không tính {} nội dung (đã kết luận 1, chưa kết luận {})", unsent.points(), unsent.open),
        format!("Có {refused} nội dung không chấp nhận hoặc chấp nhận khác đề nghị và 1 câu trả lời đã trả lại"),
    ] {
        assert!(submission.says(&told), "{told}: {:?}", submission.paragraphs);
    }
    let told = table_with(&submission, &["Kết luận", "Lý do"]);
    assert_eq!(told.len() - 1, (all.refused + all.returned) as usize);
    let page = page_of(&site, &cookie, UNDER_WAY).await.replace("<!>", "");
    for (count, label) in app::text::dossier::figures(&all) {
        assert!(page.contains(&format!("<b>{count}</b><span>{label}</span>")), "the page shows {count} {label}");
    }
}

#[tokio::test]
async fn agencies_of_one_name_are_told_apart() {
    let site = Site::open().await;
    compiled(&site).await;
    let cookie = site.sign_in("dieuphoi").await;
    let (old, new) = ("Sở Nội vụ (đến 18/02/2025)", "Sở Nội vụ (từ 19/02/2025)");
    let submission = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Submission).await);
    let comparison = Document::of(&file_of(&site, &cookie, UNDER_WAY, DossierFile::Comparison).await);
    for document in [&submission, &comparison] {
        let told = &table_with(document, &["Trước", "Sau", "Giữ nguyên"])[1..];
        let names: BTreeSet<&str> = told.iter().map(|row| row[1].as_str()).collect();
        assert_eq!(names.len(), told.len(), "each agency has a name of its own: {names:?}");
        assert!(names.contains(old) && names.contains(new), "{names:?}");
    }
    let book = file_of(&site, &cookie, UNDER_WAY, DossierFile::ComparisonWorkbook).await;
    for row in &sheet(&book, "Sửa đổi")[3..] {
        assert!(row[5] != row[6] || row[5].is_empty(), "before and after are the same: {row:?}");
    }
    assert!(submission.says("CSDL chỉ thay đổi cơ quan chủ quản"), "{:?}", submission.paragraphs);
    let page = page_of(&site, &cookie, UNDER_WAY).await;
    assert!(page.contains(&format!("Chuyển từ {old} sang {new}")), "on the page, too");
}

/// What was answered and decided, from the script of the review and from the minutes.
async fn counted_otherwise(site: &Site, dossier: &Dossier) {
    let script = table("review_2024.csv");
    let verdicts = |verdict: &str| script.iter().filter(|row| row["verdict"] == verdict).count();
    let answered = |kind: &str| {
        let codes: BTreeSet<&str> = script
            .iter()
            .filter(|row| row["row_kind"] == "entry" && row["answer"] == kind)
            .map(|row| row["entry_code"].as_str())
            .collect();
        u32::try_from(codes.len()).expect("small")
    };
    let proposals: BTreeSet<&str> =
        script.iter().map(|row| row["proposal_id"].as_str()).filter(|id| !id.is_empty()).collect();
    let all = dossier.figures();
    let said = all.answers;
    assert_eq!(
        [said.modify, said.withdraw, said.merge, said.transfer],
        ["modify", "withdraw", "merge", "transfer"].map(answered)
    );
    assert_eq!(said.propose as usize, proposals.len());
    // The plan of a proposal goes as its name does.
    let named = |row: &&BTreeMap<String, String>| row["field"] == "name" && !row["proposal_id"].is_empty();
    let refused = script.iter().filter(named).filter(|row| row["verdict"] == "reject").count();
    assert_eq!(all.verdicts.refused as usize, verdicts("reject") + refused * PlanField::iter().count());
    assert_eq!(all.verdicts.other_value as usize, verdicts("accept_modified"));
    let (mut kinds, mut decided): (BTreeMap<AnswerKind, u32>, BTreeMap<Verdict, u32>) = Default::default();
    let minutes = site.bed.store.minutes(&coordinator(), ENDED, &MinutesFilter::default()).await.expect("minutes");
    assert_eq!(minutes.answers.pages(), 1);
    for answer in minutes.answers.items {
        *kinds.entry(answer.kind).or_default() += 1;
        for decision in answer.points.into_iter().filter_map(|point| point.decision) {
            *decided.entry(decision.verdict).or_default() += 1;
        }
    }
    assert_eq!(kinds.get(&AnswerKind::Keep), Some(&said.keep));
    assert_eq!(decided.get(&Verdict::Accept), Some(&all.verdicts.accepted));
    assert_eq!(said.keep + said.modify + said.withdraw + said.merge + said.transfer + said.unanswered(), said.entries);
    assert_eq!(said.entries, dossier.comparison.balance.before, "a yearly review asks of every entry");
}

/// The table of answers, row by row; its sums are the sums of its rows.
fn answers(dossier: &Dossier, submission: &Document, book: &[u8]) {
    let told = table_with(submission, &["CSDL rà soát", "Đề xuất mới"]);
    let in_book = sheet(book, "Kết quả trả lời");
    assert_eq!(told[1..], in_book[3..], "the document and the workbook say the same");
    let listed: Vec<_> = dossier.agencies.iter().filter(|one| one.has_rows()).collect();
    assert_eq!(told.len(), listed.len() + 2);
    let columns = [2, 3, 4, 5, 6, 7, 8, 9];
    let mut sums = vec![0; columns.len()];
    for (row, one) in told[2..].iter().zip(listed) {
        let said = one.answers;
        let expected = vec![
            said.entries,
            said.keep,
            said.modify,
            said.withdraw,
            said.merge,
            said.transfer,
            said.unanswered(),
            said.propose,
        ];
        assert_eq!((row[1].as_str(), figures(row, &columns)), (one.agency.name.as_str(), expected.clone()));
        sums.iter_mut().zip(expected).for_each(|(sum, value)| *sum += value);
    }
    assert_eq!(figures(&told[1], &columns), sums);
}

/// What became of the catalog, in two documents and two workbooks.
fn balance(dossier: &Dossier, documents: [&Document; 2], figures_book: &[u8], comparison_book: &[u8]) {
    let columns = [2, 3, 4, 5, 6, 8];
    let told: Vec<Vec<u32>> =
        table_with(documents[0], &["Trước", "Sau"])[1..].iter().map(|row| figures(row, &columns)).collect();
    let again = table_with(documents[1], &["Cơ quan", "Giữ nguyên", "Sau"])[1..].iter();
    assert_eq!(told, again.map(|row| figures(row, &columns)).collect::<Vec<_>>());
    let in_book = |book: &[u8], name: &str, from: usize| {
        sheet(book, name)[from..].iter().map(|row| figures(row, &columns)).collect::<Vec<_>>()
    };
    assert_eq!(told, in_book(figures_book, "Biến động", 3));
    assert_eq!(told, in_book(comparison_book, "Tổng hợp", 7));
    let expected: BTreeMap<String, u32> =
        table("expected_diff_2024.csv").into_iter().map(|row| (row["metric"].clone(), number(&row["value"]))).collect();
    let names = ["entries_2023", "added", "modified", "removed_total", "unchanged", "entries_2024"];
    assert_eq!(told[0], names.map(|name| expected[name]));
    let sum = |at: usize| told[1..].iter().map(|row| row[at]).sum::<u32>();
    assert_eq!(told[0], (0..columns.len()).map(sum).collect::<Vec<_>>(), "the sums are those of the rows");
    assert_eq!(told.len(), dossier.comparison.agencies.len() + 1);
}

fn refusals(dossier: &Dossier, submission: &Document, book: &[u8]) {
    let told = table_with(submission, &["Kết luận", "Lý do"]);
    assert_eq!(told[1..], sheet(book, "Không chấp nhận")[3..]);
    assert_eq!(told.len() - 1, dossier.refused().count());
    let all = dossier.figures();
    assert_eq!(told.len() - 1, (all.refused + all.returned) as usize);
    let points = format!("Có {} nội dung không chấp nhận hoặc chấp nhận khác", all.verdicts.not_as_proposed());
    assert!(submission.says(&points), "as many as the verdicts: {points}");
    // Each refusal of the script is told with its reason; proposals that were refused as a whole once each.
    for row in table("review_2024.csv") {
        if matches!(row["verdict"].as_str(), "reject" | "accept_modified") && !row["verdict_reason"].is_empty() {
            assert!(told.iter().any(|cells| cells[5] == row["verdict_reason"]), "{}", row["row_id"]);
        }
    }
}

/// How each database that entered by a proposal is to be built, by the script of the review.
fn plans(submission: &Document, book: &[u8]) {
    let told = table_with(submission, &["Phương án", "Mức độ ưu tiên"]);
    assert_eq!(told[1..], sheet(book, "Phương án xây dựng")[3..], "the document and the workbook say the same");
    let edition = table("expected_edition_2024.csv");
    let new = edition.iter().filter(|row| row["status"] == "new").map(|row| row["entry_code"].as_str());
    let codes = told[1..].iter().map(|cells| cells[2].split('.').next().unwrap_or_default());
    assert_eq!(codes.collect::<BTreeSet<_>>(), new.collect::<BTreeSet<_>>());
    for row in table("review_2024.csv") {
        if row["field"] == "name" && !row["proposal_id"].is_empty() && row["verdict"] == "accept" {
            let cells = told.iter().find(|cells| cells[3].contains(&row["plan_need"])).expect("its row");
            let cost: i64 = row["plan_cost_million_vnd"].parse().expect("a number");
            assert!(cells[4].starts_with(&format::number(cost)), "{}: {}", row["row_id"], cells[4]);
        }
    }
}

/// The entries of the comparison by kind of change, in the document and in the workbook.
fn changes(document: &Document, book: &[u8]) {
    let edition = table("expected_edition_2024.csv");
    let codes = |status: &str| -> BTreeSet<String> {
        edition.iter().filter(|row| row["status"] == status).map(|row| row["entry_code"].clone()).collect()
    };
    let told = |rows: &[Vec<String>]| rows.iter().map(|row| row[1].clone()).collect::<BTreeSet<String>>();
    let [_, added, changed, removed] = &document.tables[..] else { panic!("four tables") };
    assert_eq!(told(&added[1..]), codes("new"));
    assert_eq!(told(&changed[1..]), codes("modified"));
    for (table, name) in [(added, "Thêm mới"), (changed, "Sửa đổi"), (removed, "Đưa ra")] {
        assert_eq!(table[1..], sheet(book, name)[3..], "{name}");
    }
    let text = document.text();
    for code in ["open", "default", "specific", "true", "false"] {
        assert!(!text.split(['\n', ' ', ':', ';', '.']).any(|word| word == code), "{code} is a code, no word");
    }
}

fn annexes(dossier: &Dossier, annex: &Document, book: &[u8]) {
    let expected: BTreeSet<String> =
        table("expected_edition_2024.csv").into_iter().map(|row| row["entry_code"].clone()).collect();
    let rows: Vec<&Vec<String>> =
        annex.tables[0].iter().filter(|row| row.len() == 16 && row[1].contains('-')).collect();
    assert_eq!(rows.iter().map(|row| row[1].clone()).collect::<BTreeSet<_>>(), expected);
    assert_eq!(rows.len(), expected.len(), "each entry once");
    let headings = annex.tables[0].iter().filter(|row| row.len() == 1).count();
    assert_eq!(headings, dossier.content.groups.len(), "a heading for each agency");
    let read = read_annex(book, dossier.lists()).expect("the workbook reads back");
    assert_eq!(read.errors, vec![]);
    let names: BTreeSet<String> = read.entries.iter().map(|entry| entry.content.name.clone()).collect();
    assert_eq!(names, rows.iter().map(|row| row[2].clone()).collect::<BTreeSet<_>>());
    let count =
        format!("Danh mục gồm {} cơ sở dữ liệu của {headings} cơ quan, đơn vị./.", format::number(rows.len() as i64));
    assert!(annex.says(&count));
}
