//! An edition that is exported as a workbook and imported into a catalog without entries is the same edition.

use crate::common::data::{annex, anonymous, content, first_annex, header, header_2023, import, lists, load_reference};
use crate::common::{Bed, on_sqlite};
use documents::annex::{read_annex, write_annex};
use domain::annex::ImportHeader;
use domain::catalog::{DataItem, EntryContent, SharingForm};
use domain::id::EditionId;
use time::macros::date;

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
