//! An edition that is exported as a workbook and imported into a catalog without entries is the same edition.

use crate::common::data::{annex, anonymous, content, first_annex, header, header_2023, import, lists, load_reference};
use crate::common::{Bed, on_sqlite};
use documents::annex::{read_annex, write_annex};
use domain::annex::ImportHeader;
use domain::catalog::{DataItem, DataKind, EntryContent, Existence, SECURITY_LEVELS, SharingForm, UpdateMethod};
use domain::id::EditionId;
use domain::text::{clean, clean_lines};
use fastrand::Rng;
use std::collections::BTreeSet;
use strum::IntoEnumIterator;
use time::macros::date;
use time::{Date, Duration};

/// Texts that the cells of the annex do not give back to the letter.
fn odd() -> EntryContent {
    let mut odd = content("CSDL nhà ở", "xay_dung", SharingForm::Default);
    odd.purpose = "Quản lý nhà ở:\n- tại đô thị;\n- tại nông thôn.".to_owned();
    odd.legal_basis = "Luật Nhà ở\nNghị định số 95; Thông tư số 05.".to_owned();
    odd.note = "Dòng một\n\nDòng ba".to_owned();
    odd.items[0].name = "Danh sách: trích lục".to_owned();
    odd.items[0].fields = "Mã; Tên: đầy đủ.".to_owned();
    let matrix = lists().classes.into_iter().map(|class| (class.id, SharingForm::Open)).collect();
    odd.items.push(DataItem { name: "Hồ sơ (Nhóm 9)".to_owned(), matrix, ..DataItem::default() });
    odd
}

fn header_2024() -> ImportHeader {
    header(2024, "2345/QĐ-UBND", date!(2024 - 08 - 01))
}

/// A second edition, whose codes do not follow the order of its annex.
async fn second_edition(bed: &Bed) -> EditionId {
    load_reference(bed).await;
    import(bed, "file-1", first_annex(), &header_2023()).await;
    let second = annex(vec![
        ("I. SỞ XÂY DỰNG", content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::Open)),
        ("I. SỞ XÂY DỰNG", content("CSDL cấp phép xây dựng", "xay_dung", SharingForm::Specific)),
        ("I. SỞ XÂY DỰNG", odd()),
        ("II. SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)),
    ]);
    import(bed, "file-2", second, &header_2024()).await.written.expect("an edition").id
}

/// An edition as it is compared: agencies with the codes of their entries, in order; the content's hash, and what it is
/// over.
#[derive(Debug, PartialEq)]
struct Seen {
    listed: Vec<(String, Vec<String>)>,
    content: String,
    sha256: String,
}

/// The edition, and its workbook.
async fn exported(bed: &Bed, id: EditionId) -> (Seen, Vec<u8>) {
    let whole = bed.store.edition_content(&anonymous(), id).await.expect("its content");
    let (_, sha256, content) = bed.store.canonical_content(&anonymous(), id).await.expect("the bytes");
    let listed = whole.groups.iter().map(|group| {
        let codes = group.entries.iter().map(|(code, _)| code.to_string());
        (group.agency.id.to_string(), codes.collect())
    });
    let listed = listed.collect();
    (Seen { listed, content, sha256 }, write_annex(&whole).expect("a workbook"))
}

on_both!(an_exported_edition_is_imported_as_it_was, async |bed| {
    let mut source = None;
    on_sqlite(async |other| {
        let id = second_edition(&other).await;
        source = Some(exported(&other, id).await);
    })
    .await;
    let (before, bytes) = source.expect("an export");
    assert_eq!(before.listed[0].1, ["DC-001", "DC-006", "DC-002"]);
    load_reference(&bed).await;
    let read = read_annex(&bytes, &bed.store.lists().await.expect("lists")).expect("readable");
    assert_eq!(read.errors, []);
    let id = import(&bed, "file-1", read, &header_2024()).await.written.expect("an edition").id;
    let (after, _) = exported(&bed, id).await;
    assert_eq!(after, before);
    // What comes next is new: no code of before is given again.
    let new = annex(vec![("SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open))]);
    let day = date!(2025 - 01 - 02);
    let next = import(&bed, "file-2", new, &header(2025, "1/QĐ-UBND", day)).await;
    let (next, _) = exported(&bed, next.written.expect("an edition").id).await;
    assert_eq!(next.listed, [("so-yt".to_owned(), vec!["DC-007".to_owned()])]);
});

/// Catalogs that are generated: each goes through two stores.
const CATALOGS: u64 = 8;
/// Agencies of the small province on the day of the generated decisions.
const HEADINGS: [&str; 4] = ["SỞ XÂY DỰNG", "SỞ GIAO THÔNG VẬN TẢI", "SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", "SỞ Y TẾ"];
/// What texts are made of: words, and the marks that the annex's cells are made of.
const PIECES: [&str; 20] = [
    "Quản lý",
    "ễ",
    "Đất",
    "x",
    "9",
    "=1+1",
    "+84",
    "-",
    "@",
    "'",
    "\"a\"",
    "&<b>",
    ":",
    ";",
    ".",
    "(*)",
    "(Nhóm 9)",
    "|",
    "\\",
    "*",
];

fn line(rng: &mut Rng) -> String {
    let pieces: Vec<&str> = (0..rng.usize(0..5)).map(|_| PIECES[rng.usize(0..PIECES.len())]).collect();
    clean(&pieces.join(" "))
}

/// One line mostly, else several, as the editor keeps them.
fn lines(rng: &mut Rng) -> String {
    let count = if rng.bool() { 1 } else { rng.usize(0..4) };
    clean_lines(&(0..count).map(|_| line(rng)).collect::<Vec<_>>().join("\n"))
}

fn one_of<T: Copy>(rng: &mut Rng, all: &[T]) -> T {
    all[rng.usize(0..all.len())]
}

fn maybe<T: IntoEnumIterator>(rng: &mut Rng) -> Option<T> {
    T::iter().find(|_| rng.bool())
}

fn generated_item(rng: &mut Rng, number: usize) -> DataItem {
    let forms: Vec<SharingForm> = SharingForm::iter().collect();
    let classes = lists().classes.into_iter();
    DataItem {
        name: clean(&format!("Hạng mục {number} {}", line(rng))),
        fields: line(rng),
        matrix: classes.map(|class| (class.id, one_of(rng, &forms))).collect(),
        personal: rng.bool(),
        master: rng.bool(),
    }
}

/// Every field but the owner, which is the heading's, and the national databases, of which this province has no list.
fn generated_content(rng: &mut Rng, name: String) -> EntryContent {
    let items = rng.usize(0..4);
    EntryContent {
        name,
        sector: one_of(rng, &["", "xay_dung", "dat_dai", "y_te"]).to_owned(),
        purpose: lines(rng),
        scope: lines(rng),
        content: lines(rng),
        collection_mechanism: lines(rng),
        source: lines(rng),
        consumers: lines(rng),
        update_frequency: one_of(rng, &["", "M1", "M2"]).to_owned(),
        legal_basis: lines(rng),
        start_year: rng.bool().then(|| rng.i32(1900..=2100)),
        note: lines(rng),
        data_kinds: DataKind::iter().filter(|_| rng.bool()).take(2).collect(),
        other_names: lines(rng),
        scope_territory: lines(rng),
        scope_time: lines(rng),
        update_method: maybe::<UpdateMethod>(rng),
        sync_mechanism: lines(rng),
        security_level: rng.bool().then(|| rng.u8(SECURITY_LEVELS)),
        url: lines(rng),
        hosting: lines(rng),
        procedures: lines(rng),
        funding: lines(rng),
        existence: maybe::<Existence>(rng),
        operator_unit: lines(rng),
        items: (0..items).map(|number| generated_item(rng, number)).collect(),
        ..EntryContent::default()
    }
}

/// The decisions one after the other, each with the annex of a whole catalog: entries leave, change and come back, so
/// that their codes follow no order.
fn generated(seed: u64) -> (ImportHeader, domain::annex::Annex) {
    let mut rng = Rng::with_seed(seed);
    let mut entries = Vec::new();
    for heading in HEADINGS {
        let mut numbers: Vec<u32> = (0..6).filter(|_| rng.bool()).collect();
        rng.shuffle(&mut numbers);
        entries.extend(numbers.into_iter().map(|number| {
            let name = clean(&format!("CSDL {number} {}", PIECES[number as usize * 3]));
            (heading, generated_content(&mut rng, name))
        }));
    }
    entries.push(("SỞ Y TẾ", generated_content(&mut rng, "CSDL luôn có".to_owned())));
    let day: Date = date!(2023 - 06 - 22) + Duration::days(i64::try_from(seed).expect("small"));
    (header(2023, &format!("{}/QĐ-UBND", 100 + seed), day), annex(entries))
}

/// What is exported of the generated editions of one store.
async fn generated_exports() -> Vec<(ImportHeader, Seen, Vec<u8>)> {
    let mut exports = Vec::new();
    on_sqlite(async |source| {
        load_reference(&source).await;
        for seed in 0..CATALOGS {
            let (header, annex) = generated(seed);
            let id = import(&source, &seed.to_string(), annex, &header).await.written.expect("an edition").id;
            let (seen, bytes) = exported(&source, id).await;
            exports.push((header, seen, bytes));
        }
    })
    .await;
    let codes = exports.iter().flat_map(|(_, seen, _)| &seen.listed).flat_map(|(_, codes)| codes);
    assert!(codes.collect::<BTreeSet<_>>().len() > 12, "they are catalogs");
    exports
}

async fn comes_back(bed: Bed, (header, before, bytes): (ImportHeader, Seen, Vec<u8>)) {
    load_reference(&bed).await;
    let read = read_annex(&bytes, &bed.store.lists().await.expect("lists")).expect("readable");
    assert_eq!(read.errors, [], "{}", header.decision.number);
    let id = import(&bed, "file-1", read, &header).await.written.expect("an edition").id;
    assert_eq!(exported(&bed, id).await.0, before, "{}", header.decision.number);
}

/// The property of `documents` (`roundtrip`) through the stores: whatever the catalog, what is exported and imported is it.
mod generated_editions_are_imported_as_they_were {
    use super::*;
    use crate::common::on_postgres;

    #[tokio::test]
    async fn sqlite() {
        for export in generated_exports().await {
            on_sqlite(async move |bed| comes_back(bed, export).await).await;
        }
    }

    #[tokio::test]
    async fn postgres() {
        for export in generated_exports().await {
            on_postgres(async move |bed| comes_back(bed, export).await).await;
        }
    }
}
