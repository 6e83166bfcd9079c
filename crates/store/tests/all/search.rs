//! The search over an edition, what the administrator's table does to it, and what is suggested.

use crate::catalog::load_second_edition;
use crate::common::Bed;
use crate::common::data::{annex, anonymous, content, header_2023, import, load_first_edition, load_reference, system};
use crate::common::review::{officer, person};
use domain::account::Role;
use domain::catalog::{EntryContent, EntryFilter, HitField, SharingForm, Suggestion};
use domain::check::FieldCode;
use domain::id::EditionId;
use domain::policy::Refusal;
use domain::synonym::SynonymDraft;
use domain::text::{highlight_marks, words};
use store::Error;
use strum::IntoEnumIterator;
use time::macros::date;

fn query(query: &str) -> EntryFilter {
    EntryFilter { query: query.to_owned(), ..EntryFilter::default() }
}

async fn codes(bed: &Bed, text: &str) -> Vec<String> {
    let page = bed.store.catalog(&anonymous(), &query(text)).await.expect("a page");
    page.entries.items.into_iter().map(|row| row.code.0).collect()
}

fn draft(phrases: &str) -> SynonymDraft {
    SynonymDraft { phrases: phrases.to_owned(), note: String::new() }
}

on_both!(old_names_of_agencies_and_slips_find_too, async |bed| {
    load_first_edition(&bed).await;
    for (text, first) in [
        ("sở gtvt", "DC-003"),
        ("Sở Giao thông vận tải", "DC-003"),
        ("sở lao động", "DC-004"),
        ("khams chuwax beenhj", "DC-005"),
        ("nguoicocong", "DC-004"),
        ("quy hoach xay dugn", "DC-001"),
        ("nhà ở của Sở Xây dựng", "DC-002"),
    ] {
        assert_eq!(codes(&bed, text).await.first().map(String::as_str), Some(first), "{text}");
    }
    let page = bed.store.catalog(&anonymous(), &query("nguoicocong")).await.expect("a page");
    assert_eq!(page.corrected.as_deref(), Some("người có công"));
    let hit = page.entries.items[0].hit.as_ref().expect("a hit");
    assert_eq!(
        (hit.field, hit.marks.as_slice()),
        (HitField::Name, ["nguoi", "co", "cong"].map(str::to_owned).as_slice())
    );
});

/// An entry with a pair of words of its own in each field.
fn telling() -> EntryContent {
    let mut entry = content("CSDL bến thuyền", "dat_dai", SharingForm::Open);
    let texts = [
        (&mut entry.other_names, "Sổ tàu bè"),
        (&mut entry.purpose, "Phân luồng lạch"),
        (&mut entry.content, "Vị trí phao nổi"),
        (&mut entry.scope, "Mọi khúc sông"),
        (&mut entry.scope_territory, "Vùng hạ lưu"),
        (&mut entry.scope_time, "Mùa nước cạn"),
        (&mut entry.source, "Biên bản đo sâu"),
        (&mut entry.collection_mechanism, "Thợ lặn báo"),
        (&mut entry.legal_basis, "Luật Đường thủy"),
        (&mut entry.procedures, "Cấp phép neo đậu"),
        (&mut entry.national_db, "QG-001"),
        (&mut entry.sync_mechanism, "Gửi gói đêm"),
        (&mut entry.hosting, "Máy trạm bờ"),
        (&mut entry.operator_unit, "Tổ canh đèn biển"),
        (&mut entry.items[0].fields, "Mã, Trọng tải"),
    ];
    texts.into_iter().for_each(|(field, text)| *field = text.to_owned());
    entry
}

on_both!(a_hit_says_in_which_field_it_is, async |bed| {
    load_reference(&bed).await;
    import(&bed, "f", annex(vec![("I. SỞ GIAO THÔNG VẬN TẢI", telling())]), &header_2023()).await;
    let cases = [
        ("bến thuyền", HitField::Name),
        ("tàu bè", HitField::OtherNames),
        ("DC-001", HitField::Code),
        ("trọng tải", HitField::Items),
        ("Sở Xây dựng", HitField::Owner),
        ("Sở Giao thông vận tải", HitField::OwnerOtherNames),
        ("luồng lạch", HitField::Purpose),
        ("phao nổi", HitField::Content),
        ("khúc sông", HitField::Scope),
        ("hạ lưu", HitField::ScopeTerritory),
        ("nước cạn", HitField::ScopeTime),
        ("đo sâu", HitField::Source),
        ("thợ lặn", HitField::CollectionMechanism),
        ("đường thủy", HitField::LegalBasis),
        ("neo đậu", HitField::Procedures),
        ("QG-001", HitField::NationalDb),
        ("gói đêm", HitField::SyncMechanism),
        ("trạm bờ", HitField::Hosting),
        ("canh đèn", HitField::OperatorUnit),
        ("đất đai", HitField::Sector),
    ];
    assert!(cases.iter().map(|case| case.1).eq(HitField::iter()), "each field has a case");
    for (text, field) in cases {
        let row = bed.store.catalog(&anonymous(), &query(text)).await.expect("a page").entries.items.remove(0);
        let hit = row.hit.unwrap_or_else(|| panic!("{text}: no hit"));
        assert_eq!(hit.field, field, "{text}: {hit:?}");
        // A hit in the name is marked in the heading.
        let shown = if field == HitField::Name { &row.name } else { &hit.excerpt };
        let marked: Vec<&str> = highlight_marks(shown, &hit.marks)
            .into_iter()
            .filter_map(|(is_hit, piece)| is_hit.then_some(piece))
            .collect();
        assert_eq!(words(&marked.join(" ")), words(text), "{text}: {hit:?}");
    }
});

on_both!(the_table_of_synonyms_takes_effect_at_once, async |bed| {
    load_first_edition(&bed).await;
    let (store, admin) = (&bed.store, person("qt", Role::Administrator, "so-yt", &[]));
    assert!(codes(&bed, "vnpt").await.is_empty());
    let by_officer = store.save_synonyms(&officer("so-yt"), None, &draft("a; b")).await;
    assert!(matches!(by_officer, Err(Error::Refused(Refusal::Hidden))), "{by_officer:?}");
    store.save_synonyms(&admin, None, &draft("VNPT; người có công")).await.expect("added");
    assert_eq!(codes(&bed, "vnpt").await, ["DC-004"]);
    let doubled = store.save_synonyms(&admin, None, &draft("Vnpt; khác")).await;
    assert!(matches!(doubled, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::Taken));
    let group = store.synonyms(&admin).await.expect("the table").remove(0);
    let known = Some((group.id, group.version));
    store.save_synonyms(&admin, known, &draft("VNPT; nhà ở")).await.expect("changed");
    assert_eq!(codes(&bed, "vnpt").await, ["DC-002"]);
    let late = store.save_synonyms(&admin, known, &draft("VNPT; khác")).await;
    assert!(matches!(late, Err(Error::Conflict { version: 2 })), "{late:?}");
    assert!(matches!(store.delete_synonyms(&admin, group.id, 1).await, Err(Error::Conflict { .. })));
    store.delete_synonyms(&admin, group.id, 2).await.expect("gone");
    assert!(codes(&bed, "vnpt").await.is_empty());
    let groups = [draft("nhà; nhà ở; căn hộ"), draft("NCC; người có công")];
    let done = store.import_synonyms(&system(), &groups, false).await.expect("imported");
    assert_eq!((done.added, done.same), (2, 0));
    let done = store.import_synonyms(&system(), &groups, false).await.expect("imported again");
    assert_eq!((done.added, done.changed, done.same), (0, 0, 2));
    assert_eq!(codes(&bed, "ncc").await, ["DC-004"]);
    assert!(store.verify_audit(&admin).await.is_ok());
});

on_both!(what_finds_no_entry_names_the_agencies_that_are_called_so, async |bed| {
    load_first_edition(&bed).await;
    let named = async |text: &str| {
        let page = bed.store.catalog(&anonymous(), &query(text)).await.expect("a page");
        (page.entries.total, page.named.into_iter().map(|one| one.id.0).collect::<Vec<_>>())
    };
    // Once, though two of old were called so too.
    assert_eq!(named("Sở Khoa học và Công nghệ").await, (0, vec!["so-khcn-2025".to_owned()]));
    assert_eq!(named("Sở Khoa học và Bánh kẹo").await.1, Vec::<String>::new());
    assert_eq!(named("Sở Y tế").await.1, Vec::<String>::new(), "it has entries");
});

on_both!(suggestions_are_few_and_of_each_kind, async |bed| {
    load_first_edition(&bed).await;
    let told = bed.store.suggest(&anonymous(), &query("xay d")).await.expect("suggestions");
    assert!(told.len() <= 8 && told.iter().any(|one| matches!(one, Suggestion::Entry(..))), "{told:?}");
    assert!(told.contains(&Suggestion::Words("xay dựng".to_owned())), "{told:?}");
    let told = bed.store.suggest(&anonymous(), &query("sở y")).await.expect("suggestions");
    assert!(
        told.iter().any(|one| matches!(one, Suggestion::Agency(agency) if agency.id.as_str() == "so-yt")),
        "{told:?}"
    );
    assert!(bed.store.suggest(&anonymous(), &query("")).await.expect("none").is_empty());
});

on_both!(what_is_suggested_stands_in_the_catalog_that_is_looked_at, async |bed| {
    let first = load_first_edition(&bed).await;
    load_second_edition(&bed).await;
    let suggested = async |filter: EntryFilter| {
        let told = bed.store.suggest(&anonymous(), &filter).await.expect("suggestions");
        let entry = |one| if let Suggestion::Entry(code, _) = one { Some(code.0) } else { None };
        told.into_iter().filter_map(entry).collect::<Vec<_>>()
    };
    // It left with the second edition.
    let gone = query("nhà ở");
    let of_day = EntryFilter { as_of: Some(date!(2024 - 07 - 31)), ..gone.clone() };
    for filter in [EntryFilter { edition: Some(first), ..gone.clone() }, of_day] {
        assert_eq!(suggested(filter).await.first().map(String::as_str), Some("DC-002"));
    }
    assert!(!suggested(gone.clone()).await.contains(&"DC-002".to_owned()));
    assert!(suggested(EntryFilter { as_of: Some(date!(2020 - 01 - 01)), ..gone.clone() }).await.is_empty());
    let unknown = EntryFilter { edition: Some(EditionId(99)), ..gone };
    assert!(matches!(bed.store.suggest(&anonymous(), &unknown).await, Err(Error::NotFound)));
});
