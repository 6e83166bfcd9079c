//! Importing an annex whose columns a person maps: the kept workbook, the remembered mapping, rows left out, many rows.

use domain::account::Actor;
use domain::annex::{
    AgencyAt, Annex, AnnexCode, AnnexField, AnnexIssue, CellPlace, DRAFT_DAYS, ImportHeader, ImportPreview,
    MappedColumn, Mapping,
};
use domain::catalog::{EntryFilter, SharingForm};
use domain::check::FieldCode;
use domain::id::ImportId;
use sea_orm::ConnectionTrait;
use store::{Error, Progress, Workbook};
use time::Duration;
use time::macros::date;

use crate::common::Bed;
use crate::common::data::{
    NOW, annex, anonymous, content, coordinator, first_annex, header, header_2023, load_first_edition, load_reference,
    system,
};

fn mapping(fields: &[AnnexField]) -> Mapping {
    let columns = (1..).zip(fields).map(|(column, field)| MappedColumn {
        column,
        header: format!("Nhãn {column}"),
        sample: String::new(),
        field: *field,
    });
    Mapping {
        sheet: "Danh mục".to_owned(),
        header_row: 1,
        header_rows: 1,
        first_row: 2,
        columns: columns.collect(),
        ..Mapping::default()
    }
}

fn workbook(mapping: Mapping) -> Workbook {
    Workbook {
        name: "phu-luc.xlsx".to_owned(),
        bytes: b"PK a workbook".to_vec(),
        mapping,
        sheets: vec!["Danh mục".to_owned()],
        remembered: false,
    }
}

async fn keep(bed: &Bed, annex: Annex, mapping: Mapping) -> ImportPreview {
    let kept = bed.store.keep_import(&coordinator(), workbook(mapping), annex, &header_2023()).await;
    kept.expect("the workbook is kept")
}

on_both!(a_mapping_is_remembered_for_the_same_header, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let wrong = mapping(&[AnnexField::Name, AnnexField::Extra]);
    let preview = keep(&bed, first_annex(), wrong.clone()).await;
    let id = preview.id.expect("kept");
    assert_eq!((preview.mapping.as_ref(), preview.sheets.len(), preview.remembered), (Some(&wrong), 1, false));
    let source = store.import_source(&coordinator(), id).await.expect("the workbook");
    assert_eq!(source.bytes, b"PK a workbook");
    assert_eq!(source.mapping, wrong);

    let mut mended = mapping(&[AnnexField::Name, AnnexField::Agency]);
    mended.agency = AgencyAt::Column;
    let fewer = annex(vec![("SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Open))]);
    store.reread_import(&coordinator(), id, fewer.clone(), &mended, &[]).await.expect("read again");
    let preview = store.import_preview(&coordinator(), id).await.expect("kept");
    assert_eq!((preview.entries, preview.mapping.as_ref(), preview.remembered), (1, Some(&mended), true));
    let known = store.remembered_mapping(&coordinator(), std::slice::from_ref(&wrong)).await.expect("asked");
    assert_eq!(known.as_ref(), Some(&mended), "by the header's words, whatever was understood of them");

    let forgotten = std::slice::from_ref(&wrong);
    store.reread_import(&coordinator(), id, fewer.clone(), &wrong, forgotten).await.expect("forgotten");
    assert_eq!(store.remembered_mapping(&coordinator(), std::slice::from_ref(&wrong)).await.expect("asked"), None);

    for refused in [
        store.remembered_mapping(&anonymous(), &[]).await.map(|_| ()),
        store.import_source(&anonymous(), id).await.map(|_| ()),
        store.reread_import(&anonymous(), id, fewer.clone(), &wrong, &[]).await,
        store.keep_import(&anonymous(), workbook(wrong.clone()), fewer.clone(), &header_2023()).await.map(|_| ()),
        store.start_import(&anonymous(), id, 0, false).await,
    ] {
        assert!(matches!(refused, Err(Error::Refused(_))), "{refused:?}");
    }
    store.confirm_import(&coordinator(), id, &[]).await.expect("written");
    let late = store.reread_import(&coordinator(), id, fewer, &wrong, &[]).await;
    assert!(matches!(late, Err(Error::Invalid(_))), "what is written is not read again");
});

/// Reads an import again some minutes later; whether it is then read by a mapping that is remembered.
async fn reread(bed: &Bed, id: ImportId, minute: i64, annex: Annex, mapping: &Mapping, forgotten: &[Mapping]) -> bool {
    let actor = Actor { at: NOW + Duration::minutes(minute), ..coordinator() };
    bed.store.reread_import(&actor, id, annex, mapping, forgotten).await.expect("read again");
    bed.store.import_preview(&actor, id).await.expect("kept").remembered
}

/// Which of some headers is known, by the number of its columns.
async fn known(bed: &Bed, headers: &[Mapping]) -> Option<usize> {
    let known = bed.store.remembered_mapping(&coordinator(), headers).await.expect("asked");
    known.map(|mapping| mapping.columns.len())
}

on_both!(what_reads_last_is_remembered_and_no_attempt_that_failed, async |bed| {
    load_reference(&bed).await;
    // The header of one sheet in two places: other columns, other words.
    let upper = mapping(&[AnnexField::Name]);
    let lower = mapping(&[AnnexField::Number, AnnexField::Name, AnnexField::Agency]);
    let both = [upper.clone(), lower.clone()];
    let mut whole = first_annex();
    let place = CellPlace::default();
    whole.errors = vec![AnnexIssue { place, code: AnnexCode::MissingColumn, detail: String::new() }];
    let id = keep(&bed, first_annex(), lower.clone()).await.id.expect("kept");
    assert!(!reread(&bed, id, 1, whole.clone(), &upper, &[]).await, "it reads nothing");
    assert_eq!(known(&bed, &both).await, None);
    // Some rows read by it: what corrects it takes its place.
    assert!(reread(&bed, id, 2, with_errors(), &upper, &[]).await);
    assert_eq!(known(&bed, &both).await, Some(1));
    assert!(reread(&bed, id, 3, first_annex(), &lower, &[]).await);
    assert_eq!(known(&bed, &both).await, Some(3));
    assert_eq!(known(&bed, &both[..1]).await, None);
    assert!(!reread(&bed, id, 4, whole, &lower, &[]).await);
    assert_eq!(known(&bed, &both).await, Some(3), "an attempt that fails takes nothing from what reads");
    // Of two that fit, said of two workbooks, the last counts, wherever it stands.
    let other = keep(&bed, first_annex(), upper.clone()).await.id.expect("kept");
    assert!(reread(&bed, other, 5, first_annex(), &upper, &[]).await);
    assert_eq!(known(&bed, &both).await, Some(1));
    assert!(reread(&bed, id, 6, first_annex(), &lower, &[]).await);
    assert_eq!(known(&bed, &both).await, Some(3));
    // Whoever forgets what this workbook is read by does not find the other in its place.
    assert!(!reread(&bed, id, 7, first_annex(), &lower, &both).await);
    assert_eq!(known(&bed, &both).await, None);
});

fn with_errors() -> Annex {
    let mut annex = first_annex();
    annex.entries[1].agency_written = "SỞ KHÔNG CÓ".to_owned();
    let place = CellPlace { sheet: "Phụ lục".to_owned(), row: annex.entries[2].place.row, column: 3 };
    let issue = |code| AnnexIssue { place: place.clone(), code, detail: String::new() };
    annex.errors = vec![issue(AnnexCode::GroupUnknown), issue(AnnexCode::ItemUnreadable)];
    annex
}

on_both!(rows_that_fail_are_left_out_only_when_the_person_says_how_many, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let mut whole = first_annex();
    let place = CellPlace::default();
    whole.errors = vec![AnnexIssue { place, code: AnnexCode::MissingColumn, detail: String::new() }];
    let preview = keep(&bed, whole, mapping(&[AnnexField::Extra])).await;
    let refused = store.start_import(&coordinator(), preview.id.expect("kept"), 0, false).await;
    assert!(preview.fails_whole && matches!(refused, Err(Error::Invalid(_))));

    let preview = keep(&bed, with_errors(), mapping(&[AnnexField::Name])).await;
    let id = preview.id.expect("kept");
    assert_eq!((preview.failing, preview.error_count, preview.fails_whole), (2, 3, false));
    for skip in [0, 1, 3] {
        let refused = store.start_import(&coordinator(), id, skip, false).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{skip}: {refused:?}");
        let stands = store.import_preview(&coordinator(), id).await.expect("kept");
        assert!(!stands.interrupted && stands.written.is_none(), "a refusal is no interruption");
    }
    store.start_import(&coordinator(), id, 2, false).await.expect("written");
    let done = store.import_preview(&coordinator(), id).await.expect("kept");
    assert!(done.written.is_some() && done.progress.is_none() && !done.interrupted);
    assert_eq!((preview.taken(), preview.agencies, preview.items), (5, 4, 5), "what the annex has");
    assert_eq!((done.taken(), done.agencies, done.items), (3, 3, 3), "what was written of it");
    assert_eq!((done.entries, done.failing, done.rows.len()), (5, 2, 5), "the others are still told of");
    let coded: Vec<bool> = done.rows.iter().map(|row| row.code.is_some()).collect();
    assert_eq!(coded, [true, false, false, true, true]);
    let page = store.catalog(&anonymous(), &EntryFilter::default()).await.expect("a page");
    assert_eq!(page.entries.total, 3);
    store.start_import(&coordinator(), id, 2, false).await.expect("again changes nothing");
    assert_eq!(store.editions(&anonymous()).await.expect("editions").len(), 1);
});

on_both!(what_is_not_known_is_no_duplicate, async |bed| {
    load_reference(&bed).await;
    let named = |name: &str| content(name, "y_te", SharingForm::Open);
    let unknown = annex(vec![
        ("SỞ KHÔNG CÓ", named("CSDL nhân lực")),
        ("SỞ CŨNG KHÔNG", named("CSDL nhân lực")),
        ("SỞ CŨNG KHÔNG", named("CSDL nhân lực")),
        ("SỞ Y TẾ", named("")),
        ("SỞ Y TẾ", named("")),
    ]);
    let told = keep(&bed, unknown, mapping(&[AnnexField::Name])).await.errors;
    let twice = told.iter().filter(|issue| issue.code == AnnexCode::DuplicateName);
    assert_eq!(twice.map(|issue| issue.place.row).collect::<Vec<_>>(), [8], "the same twice under one heading");
    let lost = told.iter().filter(|issue| issue.code == AnnexCode::AgencyUnknown);
    assert_eq!(lost.count(), 3);
});

on_both!(a_decision_that_was_read_is_confirmed_by_a_person, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let mut annex = first_annex();
    annex.title = "(Kèm theo Quyết định số 1234/QĐ-UBND ngày 22/6/2023)".to_owned();
    let read = ImportHeader { from_title: true, ..header_2023() };
    let kept = store.keep_import(&coordinator(), workbook(mapping(&[AnnexField::Name])), annex.clone(), &read).await;
    let preview = kept.expect("kept");
    assert_eq!((preview.header.from_title, preview.other_decision), (true, None));
    let id = preview.id.expect("its number");
    let refused = store.start_import(&coordinator(), id, 0, false).await.expect_err("nobody said so");
    assert!(matches!(&refused, Error::Invalid(remarks) if remarks[0].field == "decision"), "{refused:?}");
    store.start_import(&coordinator(), id, 0, true).await.expect("written");
    assert!(store.import_preview(&coordinator(), id).await.expect("kept").written.is_some());
    // What was typed is taken; that the annex says otherwise is told.
    let typed = header(2024, "9/QĐ-UBND", date!(2024 - 06 - 22));
    let preview = store.look_at_import(&coordinator(), "a.xlsx", "other", annex, &typed).await.expect("looked at");
    let other = preview.other_decision.expect("another decision");
    assert_eq!((other.number.as_deref(), other.date), (Some("1234/QĐ-UBND"), Some(date!(2023 - 06 - 22))));
    assert_eq!(preview.header, typed);
});

on_both!(a_writing_that_was_cut_short_is_confirmed_again, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let id = keep(&bed, first_annex(), mapping(&[AnnexField::Name])).await.id.expect("kept");
    // The process that wrote is gone: its mark stands, its transaction does not.
    let mark = "update catalog_import set writing_since = created_at";
    bed.raw().await.execute_unprepared(mark).await.expect("marked");
    let preview = store.import_preview(&coordinator(), id).await.expect("kept");
    assert!(preview.interrupted && preview.written.is_none() && preview.progress.is_none());
    store.start_import(&coordinator(), id, 0, false).await.expect("written");
    let done = store.import_preview(&coordinator(), id).await.expect("kept");
    assert!(done.written.is_some() && !done.interrupted);
});

on_both!(an_import_from_before_there_were_parts_is_shown_and_written, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let id = keep(&bed, first_annex(), mapping(&[AnnexField::Name])).await.id.expect("kept");
    let mut whole = annex(vec![
        ("SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Open)),
        ("SỞ Y TẾ", content("CSDL tiêm chủng", "y_te", SharingForm::Open)),
    ]);
    whole.entries.iter_mut().for_each(|entry| entry.content.owner = "so-yt".into());
    let text = serde_json::to_string(&whole).expect("a text");
    let raw = bed.raw().await;
    raw.execute_unprepared("delete from catalog_import_part").await.expect("no parts");
    raw.execute_unprepared(&format!("update catalog_import set annex = '{text}'")).await.expect("as before");
    let preview = store.import_preview(&coordinator(), id).await.expect("kept");
    assert_eq!((preview.entries, preview.agencies, preview.rows[1].name.as_str()), (2, 1, "CSDL tiêm chủng"));
    let done = store.confirm_import(&coordinator(), id, &[]).await.expect("written").written.expect("an edition");
    let written = store.edition_content(&anonymous(), done.id).await.expect("its content");
    assert_eq!(written.groups[0].entries.len(), 2);
    assert!(store.verify_edition(&system(), done.id).await.expect("checked").faults.is_empty());
});

on_both!(what_nobody_confirmed_is_forgotten_and_what_became_an_edition_stays, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let of = async |bytes: &str, annex: Annex| {
        let mapped = mapping(&[AnnexField::Name]);
        let workbook = Workbook { bytes: bytes.as_bytes().to_vec(), ..workbook(mapped) };
        let kept = store.keep_import(&coordinator(), workbook, annex, &header_2023()).await.expect("kept");
        kept.id.expect("its number")
    };
    let evidence = of("PK one", first_annex()).await;
    store.confirm_import(&coordinator(), evidence, &[]).await.expect("written");
    let (again, other, mended) =
        (of("PK one", first_annex()).await, of("PK two", first_annex()).await, of("PK three", first_annex()).await);
    let days = |days: i64| NOW + Duration::days(days);
    let later = Actor { at: days(DRAFT_DAYS - 1), ..coordinator() };
    let mapped = mapping(&[AnnexField::Name]);
    store.reread_import(&later, mended, first_annex(), &mapped, &[]).await.expect("read again");
    // The bytes follow a day later, unless another row names them; a file that is not ours stays.
    std::fs::create_dir_all(bed.files().join("zz")).expect("a folder");
    std::fs::write(bed.files().join("zz/ghi-chu.txt"), "a note").expect("a file");
    let files = || {
        let below = |path: std::path::PathBuf| std::fs::read_dir(path).expect("a folder").map(|one| one.expect("one"));
        below(bed.files()).flat_map(move |folder| below(folder.path())).map(|file| file.path()).collect::<Vec<_>>()
    };
    for file in files() {
        let file = std::fs::File::options().write(true).open(file).expect("a file");
        file.set_modified(days(DRAFT_DAYS).into()).expect("its time");
    }
    assert_eq!(store.forget_imports(days(DRAFT_DAYS) - Duration::SECOND).await.expect("looked"), 0);
    assert_eq!(store.forget_imports(days(DRAFT_DAYS)).await.expect("looked"), 2, "the mended one waits anew");
    assert_eq!(files().len(), 4, "three workbooks and a note");
    for id in [again, other] {
        let gone = store.import_preview(&coordinator(), id).await;
        assert!(matches!(gone, Err(Error::NotFound)), "{gone:?}");
    }
    for (id, bytes) in [(evidence, "PK one"), (mended, "PK three")] {
        assert_eq!(store.import_source(&coordinator(), id).await.expect("the workbook").bytes, bytes.as_bytes());
    }
    let lost = "delete from catalog_import_part where import_id not in (select id from catalog_import)";
    let lost = bed.raw().await.execute_unprepared(lost).await.expect("asked").rows_affected();
    assert_eq!(lost, 0, "what was understood went with it");

    store.forget_imports(days(DRAFT_DAYS + 1)).await.expect("swept");
    assert_eq!(files().len(), 3, "nothing names the second workbook");
    assert_eq!(store.forget_imports(days(10 * DRAFT_DAYS)).await.expect("swept"), 1);
    assert_eq!(files().len(), 2);
    assert_eq!(store.import_source(&coordinator(), evidence).await.expect("the workbook").bytes, b"PK one");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

/// Entries of two agencies, turn about, as a column of agencies has them.
fn many(count: usize, changed: usize) -> Annex {
    let agencies = ["SỞ XÂY DỰNG", "SỞ GIAO THÔNG VẬN TẢI"];
    let entry = |index: usize| {
        let mut content = content(&format!("CSDL thứ {index}"), "dat_dai", SharingForm::Default);
        if index < changed {
            content.purpose = "Mục đích mới".to_owned();
        }
        (agencies[index % 2], content)
    };
    annex((0..count).map(entry).collect())
}

on_both!(very_many_rows_are_written_in_groups, async |bed| {
    load_reference(&bed).await;
    let store = &bed.store;
    let actor = system();
    const COUNT: u32 = 2_600;
    let preview = store.preview_import(&actor, "a.xlsx", "f-1", many(2_600, 0), &header_2023()).await.expect("kept");
    assert_eq!((preview.entries, preview.agencies), (COUNT, 2));
    assert_eq!(preview.clone().shortened().rows.len(), 200);
    let progress = Progress::default();
    let id = preview.id.expect("kept");
    let first = store.confirm_import_told(&actor, id, &[], 0, &progress).await.expect("written");
    assert_eq!((progress.now().done, progress.now().total), (COUNT, COUNT));
    let first = first.written.expect("an edition").id;
    let again = header(2024, "2/QĐ-UBND", date!(2024 - 06 - 22));
    let preview = store.preview_import(&actor, "b.xlsx", "f-2", many(2_600, 10), &again).await.expect("kept");
    let second = store.confirm_import(&actor, preview.id.expect("kept"), &[]).await.expect("written");
    let second = second.written.expect("an edition").id;
    let diff = store.edition_diff(&anonymous(), first, second).await.expect("a comparison");
    let balance = diff.balance;
    assert_eq!((balance.added, balance.removed, balance.modified), (0, 0, 10), "the others are the same rows");
    let content = store.edition_content(&anonymous(), second).await.expect("its content");
    assert_eq!(content.groups.iter().map(|group| group.entries.len()).collect::<Vec<_>>(), [1_300, 1_300]);
    let page =
        store.catalog(&anonymous(), &EntryFilter { query: "thứ 2599".to_owned(), ..EntryFilter::default() }).await;
    assert!(page.expect("a page").entries.total >= 1);
});

on_both!(no_decision_of_a_later_day_is_brought_in, async |bed| {
    load_reference(&bed).await;
    let (today, tomorrow) = (date!(2026 - 11 - 24), date!(2026 - 11 - 25));
    let far = date!(2027 - 11 - 26);
    for (day, effective_from, wrong) in [
        (date!(2022 - 01 - 01), date!(2022 - 01 - 01), None),
        (today, date!(2027 - 01 - 01), None),
        (tomorrow, tomorrow, Some("date")),
        (today, far, Some("effective_from")),
    ] {
        let mut decided = header(2026, "9/QĐ-UBND", day);
        (decided.decision.date, decided.decision.effective_from) = (day, effective_from);
        let looked = bed.store.look_at_import(&system(), "b.xlsx", "f-2", first_annex(), &decided).await;
        let kept = bed.store.preview_import(&system(), "b.xlsx", "f-2", first_annex(), &decided).await;
        for found in [looked, kept] {
            let told = match found {
                Ok(_) => None,
                Err(Error::Invalid(remarks)) => Some((remarks[0].field.clone(), remarks[0].code)),
                Err(other) => panic!("{day} {effective_from}: {other:?}"),
            };
            assert_eq!(told, wrong.map(|field| (field.to_owned(), FieldCode::OutOfRange)), "{day} {effective_from}");
        }
    }
});

on_both!(a_number_is_given_once_a_year, async |bed| {
    let first = load_first_edition(&bed).await;
    let look = async |number: &str, day: time::Date| {
        let annex = annex(vec![("II. SỞ Y TẾ", content("CSDL tiêm chủng", "y_te", SharingForm::Default))]);
        bed.store.look_at_import(&system(), "b.xlsx", "f-2", annex, &header(day.year(), number, day)).await
    };
    for number in ["1234/QĐ-UBND", "số 01234 /qđ–ubnd"] {
        let refused = look(number, date!(2023 - 12 - 30)).await;
        let Err(Error::Invalid(remarks)) = &refused else { panic!("{number} is taken: {refused:?}") };
        let told: Vec<_> = remarks.iter().map(|one| (one.field.as_str(), one.code, one.detail.as_str())).collect();
        assert_eq!(told, [("number", FieldCode::NumberTaken, "1234/QĐ-UBND;22/06/2023")]);
    }
    // The same decision again is no other; another number and another year are free.
    let again = look("1234/QĐ-UBND", date!(2023 - 06 - 22)).await.expect("the same decision");
    assert_eq!(again.already.expect("it was brought in before").id, first);
    for (number, day) in [("1235/QĐ-UBND", date!(2023 - 12 - 30)), ("1234/QĐ-UBND", date!(2024 - 01 - 05))] {
        assert!(look(number, day).await.expect("free").already.is_none(), "{number} {day}");
    }
});
