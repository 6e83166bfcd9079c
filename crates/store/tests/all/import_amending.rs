//! An annex that amends the edition in force: what it gives is added or changed, what it names as withdrawn leaves, all
//! else stays to the letter.

use domain::annex::{Amending, Annex, AnnexCode, ImportHeader, ImportPreview, RowEffect};
use domain::catalog::SharingForm;
use domain::check::FieldCode;
use domain::edition::{EditionContent, EditionFilter};
use domain::id::{EditionId, EntryCode};
use store::{Error, Progress};
use time::macros::date;

use crate::common::Bed;
use crate::common::data::{
    annex, anonymous, content, header, header_2023, import, load_first_edition, load_reference, system,
};

fn amending(base: EditionId, number: &str, day: time::Date) -> ImportHeader {
    ImportHeader { amends: Some(base), ..header(2024, number, day) }
}

/// One entry is changed and given without most of its fields, one is new, one leaves by its name.
fn changes() -> Annex {
    let mut changed = content("CSDL nhà ở", "", SharingForm::Open);
    changed.purpose = "Mục đích mới".to_owned();
    changed.sector = String::new();
    changed.start_year = None;
    changed.legal_basis = String::new();
    let new = content("CSDL tiêm chủng", "y_te", SharingForm::Default);
    let gone = domain::catalog::EntryContent { name: "CSDL người có công".to_owned(), ..Default::default() };
    let mut annex = annex(vec![
        ("I. SỞ XÂY DỰNG", changed),
        ("II. SỞ Y TẾ", new),
        ("I. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", gone),
    ]);
    annex.entries[2].withdrawn = true;
    annex
}

async fn whole(bed: &Bed, id: EditionId) -> EditionContent {
    bed.store.edition_content(&anonymous(), id).await.expect("its content")
}

fn names(content: &EditionContent) -> Vec<(String, String)> {
    let entries = content.groups.iter().flat_map(|group| &group.entries);
    entries.map(|(code, content)| (code.to_string(), content.name.clone())).collect()
}

on_both!(an_annex_amends_the_edition_in_force, async |bed| {
    let base = load_first_edition(&bed).await;
    let store = &bed.store;
    let before = whole(&bed, base).await;
    let codes = |name: &str| names(&before).into_iter().find(|(_, of)| of == name).expect("an entry").0;
    let (housing, veterans, roads) =
        (codes("CSDL nhà ở"), codes("CSDL người có công"), codes("CSDL đất đai hành lang đường bộ"));
    let day = date!(2024 - 03 - 01);
    let decided = ImportHeader { withdraw: vec![EntryCode::from(roads.as_str())], ..amending(base, "9/QĐ-UBND", day) };
    let preview = store.preview_import(&system(), "a.xlsx", "sua-doi", changes(), &decided).await.expect("kept");
    assert_eq!(preview.errors, vec![]);
    let figures = preview.amending.as_ref().expect("it amends");
    assert_eq!((figures.base.id, figures.added, figures.changed, figures.withdrawn, figures.kept), (base, 1, 1, 2, 2));
    let effects: Vec<Option<RowEffect>> = preview.rows.iter().map(|row| row.effect).collect();
    assert_eq!(effects, [RowEffect::Changed, RowEffect::Added, RowEffect::Withdrawn].map(Some));
    let id = preview.id.expect("its number");
    let done = store.confirm_import(&system(), id, &[]).await.expect("written");
    let edition = done.written.clone().expect("an edition");
    assert_eq!((edition.amendment, edition.label().as_str()), (Some(1), "2024-1"));
    let done = done.amending.as_ref().expect("what it did is told afterwards too");
    assert_eq!((done.base.id, done.added, done.changed, done.withdrawn, done.kept), (base, 1, 1, 2, 2));

    let after = whole(&bed, edition.id).await;
    let new = after.groups.iter().flat_map(|group| &group.entries).find(|(_, one)| one.name == "CSDL tiêm chủng");
    let new = new.expect("the new entry").0.to_string();
    let expected = [
        (codes("CSDL quy hoạch xây dựng"), "CSDL quy hoạch xây dựng"),
        (housing.clone(), "CSDL nhà ở"),
        (codes("CSDL khám chữa bệnh"), "CSDL khám chữa bệnh"),
        (new.clone(), "CSDL tiêm chủng"),
    ];
    assert_eq!(names(&after), expected.map(|(code, name)| (code, name.to_owned())), "in the order of the base");
    assert!(names(&before).iter().all(|(code, _)| *code != new), "a code of its own");
    let housing = &after.groups[0].entries[1].1;
    assert_eq!((housing.purpose.as_str(), housing.sector.as_str()), ("Mục đích mới", "xay_dung"));
    assert_eq!((housing.start_year, housing.legal_basis.as_str()), (Some(2020), "Luật chuyên ngành"));
    let diff = store.edition_diff(&anonymous(), base, edition.id).await.expect("a comparison").balance;
    assert_eq!((diff.added, diff.modified, diff.removed, diff.unchanged), (1, 1, 2, 2));
    assert!(diff.removed == 2 && names(&after).iter().all(|(code, _)| *code != veterans));
    assert!(store.verify_edition(&system(), edition.id).await.expect("checked").faults.is_empty());

    let rows = store.editions(&anonymous()).await.expect("editions");
    assert_eq!((rows[0].edition.amendment, rows[0].base), (Some(1), Some(base)));
    assert_eq!(rows[0].amends.as_ref().map(|whole| whole.id), Some(base));
    let page = store.edition(&anonymous(), base, &EditionFilter::default()).await.expect("its page");
    assert_eq!(page.next.and_then(|next| next.amendment), Some(1));
    // The next one takes the next number, and stands on this one.
    let again = amending(edition.id, "10/QĐ-UBND", date!(2024 - 04 - 01));
    let one = annex(vec![("SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open))]);
    let second = import(&bed, "sua-doi-2", one, &again).await.written.expect("an edition");
    assert_eq!(second.label(), "2024-2");
    assert_eq!(names(&whole(&bed, second.id).await).len(), 5);
});

on_both!(what_does_not_fit_the_base_is_refused, async |bed| {
    let base = load_first_edition(&bed).await;
    let store = &bed.store;
    let day = date!(2024 - 03 - 01);
    let look = async |annex: Annex, header: &ImportHeader| {
        store.look_at_import(&system(), "a.xlsx", "khac", annex, header).await
    };
    let refused = async |header: ImportHeader| match look(changes(), &header).await {
        Err(Error::Invalid(remarks)) => (remarks[0].field.clone(), remarks[0].code, remarks[0].detail.clone()),
        other => panic!("{other:?}"),
    };
    let at = |field: &str, code: FieldCode, detail: &str| (field.to_owned(), code, detail.to_owned());
    let good = amending(base, "9/QĐ-UBND", day);
    let newest = at("amends", FieldCode::NotNewest, "1234/QĐ-UBND");
    assert_eq!(refused(amending(EditionId(77), "9/QĐ-UBND", day)).await, newest);
    let unknown = ImportHeader { withdraw: vec![EntryCode::from("DC-999")], ..good.clone() };
    assert_eq!(refused(unknown).await, at("withdraw", FieldCode::Unknown, "DC-999"));
    let before = at("amends", FieldCode::BeforeAmended, "1234/QĐ-UBND;22/06/2023");
    assert_eq!(refused(amending(base, "9/QĐ-UBND", date!(2023 - 06 - 21))).await, before);

    // Rows: withdrawn of nothing, named twice, withdrawn by an annex that is a whole catalog.
    let mut odd = changes();
    odd.entries[2].content.name = "CSDL không có".to_owned();
    odd.entries[1] = odd.entries[0].clone();
    odd.entries[1].place.row += 1;
    let found = look(odd, &good).await.expect("looked at");
    let codes: Vec<AnnexCode> = found.errors.iter().map(|issue| issue.code).collect();
    assert!(codes.contains(&AnnexCode::NotInBase) && codes.contains(&AnnexCode::DuplicateName), "{codes:?}");
    let found = look(changes(), &header(2024, "9/QĐ-UBND", day)).await.expect("looked at");
    assert_eq!(found.errors.iter().map(|issue| issue.code).collect::<Vec<_>>(), [AnnexCode::WithdrawnOfWhole]);
    assert_eq!(found.amending, None);

    // A newer edition came while the import waited.
    let waiting = store.preview_import(&system(), "a.xlsx", "cho", changes(), &good).await.expect("kept");
    let one = annex(vec![("SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open))]);
    import(&bed, "moi-hon", one, &header(2024, "8/QĐ-UBND", date!(2024 - 02 - 01))).await;
    let late = store.confirm_import(&system(), waiting.id.expect("its number"), &[]).await;
    assert!(matches!(&late, Err(Error::Invalid(remarks)) if remarks[0].detail == "8/QĐ-UBND"), "{late:?}");
    // On the day of the older one too, the newest alone is amended.
    let newest = at("amends", FieldCode::NotNewest, "8/QĐ-UBND");
    assert_eq!(refused(amending(base, "9/QĐ-UBND", date!(2024 - 01 - 15))).await, newest);
});

on_both!(an_entry_follows_its_owner, async |bed| {
    let base = load_first_edition(&bed).await;
    // The agency that took the work over names the entry as its own.
    let moved = annex(vec![("SỞ XÂY DỰNG", content("CSDL đất đai hành lang đường bộ", "dat_dai", SharingForm::Open))]);
    let day = date!(2025 - 03 - 01);
    let done = import(&bed, "chuyen", moved, &amending(base, "9/QĐ-UBND", day)).await;
    let figures = done.amending.expect("it amends");
    assert_eq!((figures.added, figures.changed, figures.kept), (0, 1, 4), "found by its name alone");
    let after = whole(&bed, done.written.expect("an edition").id).await;
    let last = after.groups.last().expect("a group");
    assert_eq!((last.agency.id.as_str(), last.entries.len()), ("so-xd-2025", 1));
});

on_both!(what_goes_over_from_another_agency_says_so_before_it_is_confirmed, async |bed| {
    let base = load_first_edition(&bed).await;
    let day = date!(2025 - 03 - 01);
    let look = async |annex: Annex, header: &ImportHeader| {
        let found = bed.store.look_at_import(&system(), "a.xlsx", "chuyen", annex, header).await.expect("looked at");
        let told: Vec<Option<String>> = found.rows.into_iter().map(|row| row.moved_from).collect();
        assert_eq!(found.moved as usize, told.iter().flatten().count());
        told
    };
    let health = |name| ("SỞ Y TẾ", content(name, "y_te", SharingForm::Open));
    let given = annex(vec![
        // One entry of the base alone bears this name, under another agency.
        health("CSDL nhà ở"),
        health("CSDL khám chữa bệnh"),
        health("CSDL dược"),
        // Who answers for it took the work over before.
        ("SỞ XÂY DỰNG", content("CSDL đất đai hành lang đường bộ", "dat_dai", SharingForm::Open)),
    ]);
    let from = Some("Sở Xây dựng".to_owned());
    assert_eq!(look(given, &amending(base, "9/QĐ-UBND", day)).await, [from.clone(), None, None, None]);
    // So it is of a whole catalog, which names the entry by its code.
    let mut coded = annex(vec![health("CSDL nhà ở xã hội")]);
    coded.entries[0].code = Some(EntryCode::from("DC-002"));
    assert_eq!(look(coded, &header(2025, "10/QĐ-UBND", day)).await, [from]);
});

on_both!(an_entry_is_known_by_a_name_that_it_had, async |bed| {
    let base = load_first_edition(&bed).await;
    let named = |name| annex(vec![("I. SỞ XÂY DỰNG", content(name, "xay_dung", SharingForm::Open))]);
    let mut renamed = named("CSDL nhà ở và thị trường bất động sản");
    renamed.entries[0].code = Some(EntryCode::from("DC-002"));
    let second = import(&bed, "doi-ten", renamed, &amending(base, "9/QĐ-UBND", date!(2024 - 03 - 01))).await;
    let second = second.written.expect("an edition").id;
    assert_eq!(names(&whole(&bed, second).await)[1].1, "CSDL nhà ở và thị trường bất động sản");
    // By the name of before, which nothing bears now: it is the same one, and does not stand twice.
    let again = amending(second, "10/QĐ-UBND", date!(2024 - 04 - 01));
    let done = import(&bed, "ten-cu", named("CSDL nhà ở"), &again).await;
    let figures = done.amending.as_ref().expect("it amends");
    assert_eq!((figures.added, figures.changed, figures.kept), (0, 1, 4));
    let third = names(&whole(&bed, done.written.expect("an edition").id).await);
    assert_eq!((third.len(), third[1].clone()), (5, ("DC-002".to_owned(), "CSDL nhà ở".to_owned())));
});

on_both!(of_several_of_one_name_the_one_that_went_over_is_known_by_who_answers_for_it, async |bed| {
    load_reference(&bed).await;
    let named = |heading| (heading, content("CSDL hồ sơ", "xay_dung", SharingForm::Open));
    let first = annex(vec![named("I. SỞ XÂY DỰNG"), named("II. SỞ Y TẾ")]);
    let base = import(&bed, "file-1", first, &header_2023()).await.written.expect("an edition").id;
    let mut given = annex(vec![named("SỞ XÂY DỰNG")]);
    given.entries[0].content.purpose = "Mục đích mới".to_owned();
    let done = import(&bed, "sua-doi", given, &amending(base, "9/QĐ-UBND", date!(2025 - 03 - 01))).await;
    let figures = done.amending.as_ref().expect("it amends");
    assert_eq!((figures.added, figures.changed, figures.kept), (0, 1, 1));
    let after = whole(&bed, done.written.expect("an edition").id).await;
    let told: Vec<(&str, &str)> = after
        .groups
        .iter()
        .flat_map(|group| group.entries.iter().map(move |(code, _)| (group.agency.id.as_str(), code.as_str())))
        .collect();
    assert_eq!(told, [("so-yt", "DC-002"), ("so-xd-2025", "DC-001")]);
});

on_both!(what_was_left_out_amends_nothing, async |bed| {
    let base = load_first_edition(&bed).await;
    let store = &bed.store;
    let mut given = changes();
    given.entries[1].agency_written = "SỞ KHÔNG CÓ".to_owned();
    let decided = amending(base, "9/QĐ-UBND", date!(2024 - 03 - 01));
    let preview = store.preview_import(&system(), "a.xlsx", "bo-qua", given, &decided).await.expect("kept");
    let figures = |preview: &ImportPreview| {
        let Amending { added, changed, withdrawn, kept, .. } = preview.amending.clone().expect("it amends");
        (added, changed, withdrawn, kept)
    };
    assert_eq!((preview.failing, figures(&preview)), (1, (1, 1, 1, 3)));
    let id = preview.id.expect("its number");
    let done = store.confirm_import_told(&system(), id, &[], 1, &Progress::default()).await.expect("written");
    assert_eq!((done.taken(), figures(&done)), (2, (0, 1, 1, 3)));
    assert_eq!(names(&whole(&bed, done.written.expect("an edition").id).await).len(), 4);
});

on_both!(a_code_that_comes_to_nothing_is_told, async |bed| {
    let base = load_first_edition(&bed).await;
    let health = |name| ("SỞ Y TẾ", content(name, "y_te", SharingForm::Open));
    let names = ["CSDL khám chữa bệnh", "CSDL dược", "CSDL tiêm chủng", "CSDL giám định"];
    let mut given = annex(names.map(health).to_vec());
    // The entry's own, the same once more, one that nobody has, and one that stands in the note.
    for (entry, code) in given.entries.iter_mut().zip(["DC-005", "DC-005", "DC-050", "DD-01"]) {
        entry.code = Some(EntryCode::from(code));
    }
    let day = date!(2024 - 03 - 01);
    let twice = (7, "DC-005".to_owned());
    let unknown = (8, "DC-050".to_owned());
    for (decided, expected) in [
        (header(2024, "9/QĐ-UBND", day), vec![twice, unknown.clone()]),
        // Of an annex that amends it is an error to name one twice.
        (amending(base, "9/QĐ-UBND", day), vec![unknown]),
    ] {
        let found = bed.store.look_at_import(&system(), "a.xlsx", "ma", given.clone(), &decided).await;
        let warnings = found.expect("looked at").warnings;
        assert!(warnings.iter().all(|issue| issue.code != AnnexCode::Renamed), "the name is its own: {warnings:?}");
        let told = warnings.into_iter().filter(|issue| issue.code == AnnexCode::CodeUnknown);
        assert_eq!(told.map(|issue| (issue.place.row, issue.detail)).collect::<Vec<_>>(), expected);
    }
});

on_both!(a_code_under_another_name_is_told_as_a_rename, async |bed| {
    let base = load_first_edition(&bed).await;
    let mut given = annex(vec![("SỞ Y TẾ", content("CSDL bệnh viện", "y_te", SharingForm::Open))]);
    given.entries[0].code = Some(EntryCode::from("DC-005"));
    let day = date!(2024 - 03 - 01);
    for decided in [header(2024, "9/QĐ-UBND", day), amending(base, "9/QĐ-UBND", day)] {
        let found = bed.store.look_at_import(&system(), "a.xlsx", "ten", given.clone(), &decided).await;
        let found = found.expect("looked at");
        assert_eq!(found.rows[0].code, Some(EntryCode::from("DC-005")));
        let told = found.warnings.into_iter().filter(|issue| issue.code == AnnexCode::Renamed);
        let told: Vec<(u32, String)> = told.map(|issue| (issue.place.row, issue.detail)).collect();
        assert_eq!(told, [(found.rows[0].place.row, "DC-005 CSDL khám chữa bệnh".to_owned())]);
    }
});
