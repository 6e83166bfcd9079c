//! Whether editions still are what was issued: what is checked, and what the database refuses.

use crate::catalog::load_second_edition;
use crate::common::Bed;
use crate::common::data::{
    annex, anonymous, content, coordinator, first_annex, header, header_2023, import, load_first_edition,
    load_reference, system,
};
use crate::common::review;
use domain::annex::ImportHeader;
use domain::campaign::DecisionDraft;
use domain::catalog::SharingForm;
use domain::check::{FieldCode, FieldError};
use domain::edition::{Binding, BindingPart, EditionFault, EditionFilter};
use domain::id::{EditionId, EntryCode};
use migration::{Migrator, MigratorTrait};
use sea_orm::ConnectionTrait;
use store::{Error, SignedFile};
use time::macros::date;

/// The review of this year, up to its draft.
pub async fn compiled(bed: &Bed) -> EditionId {
    review::open(bed).await;
    review::answer(bed).await;
    review::appraise(bed).await;
    bed.store.close_campaign(&coordinator(), review::YEAR, true).await.expect("closed");
    bed.store.compile(&coordinator(), review::YEAR).await.expect("a draft")
}

/// The same, up to its decision.
async fn issued(bed: &Bed) -> EditionId {
    let draft = compiled(bed).await;
    review::lay_draft(&bed.store, &coordinator(), review::YEAR).await.expect("submitted");
    let form = DecisionDraft {
        number: "4567/QĐ-UBND".to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: "24/11/2026".to_owned(),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let signed = Some(SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() });
    let seen = bed.store.draft(&review::clerk(), review::YEAR).await.expect("a draft").version;
    assert_eq!(bed.store.issue(&review::clerk(), review::YEAR, seen, &form, signed).await.expect("issued"), draft);
    draft
}

/// Takes the database's own guards away: somebody with the database's tools can.
async fn disarm(bed: &Bed) -> sea_orm::DatabaseConnection {
    let raw = bed.raw().await;
    let statements: &[&str] = if bed.url.starts_with("sqlite") {
        &[
            "drop trigger tg_edition_entry_insert",
            "drop trigger tg_edition_entry_update",
            "drop trigger tg_edition_entry_delete",
            "drop trigger tg_entry_version_update",
            "drop trigger tg_entry_version_delete",
            "drop trigger tg_edition_update",
            "drop trigger tg_edition_signer",
            "drop trigger tg_edition_seal",
        ]
    } else {
        &[
            "drop trigger tg_edition_entry_issued on edition_entry",
            "drop trigger tg_entry_version_update on entry_version",
            "drop trigger tg_entry_version_delete on entry_version",
            "drop trigger tg_edition_update on edition",
            "drop trigger tg_edition_signer on edition",
            "drop trigger tg_edition_seal on edition",
        ]
    };
    for statement in statements {
        raw.execute_unprepared(statement).await.expect(statement);
    }
    raw
}

async fn faults(bed: &Bed, id: EditionId) -> Vec<EditionFault> {
    bed.store.verify_edition(&system(), id).await.expect("a check").faults
}

on_both!(an_untouched_edition_is_whole, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    let checks = bed.store.verify_editions(&anonymous()).await.expect("checks");
    let told: Vec<(EditionId, u32, usize)> =
        checks.iter().map(|check| (check.edition.id, check.entries, check.faults.len())).collect();
    assert_eq!(told, [(first, 5, 0), (second, 5, 0)]);
    for check in &checks {
        let (edition, stated, text) =
            bed.store.canonical_content(&anonymous(), check.edition.id).await.expect("the bytes");
        assert_eq!((edition.id, &stated), (check.edition.id, &check.stated));
        assert_eq!(check.stated, check.found);
        // The very bytes: an object of contents by code, in the order of the codes.
        let whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        assert!(text.starts_with("{\"DC-001\":{"), "{}", &text[..40]);
        assert_eq!(whole.len(), 5);
    }
    assert!(matches!(bed.store.verify_edition(&system(), EditionId(99)).await, Err(Error::NotFound)));
});

on_both!(content_of_before_a_field_was_added_keeps_its_hash, async |bed| {
    load_reference(&bed).await;
    let first = import(&bed, "file-1", first_annex(), &header_2023()).await.written.expect("an edition").id;
    let raw = disarm(&bed).await;
    // An old row: a key that today's type writes is absent, one it does not know is there.
    let old = r#"{"name":"CSDL nhà ở","owner":"so-xd","sector":"xay_dung","purpose":"a","scope":"b","content":"c","collection_mechanism":"d","source":"e","consumers":"f","update_frequency":"M1","legal_basis":"g","start_year":2020,"note":"","of_old":1,"items":[]}"#;
    let hash = |text: &str| sha256(text);
    raw.execute_unprepared(&format!(
        "update entry_version set content = '{old}', content_sha256 = '{}' where entry_code = 'DC-002'",
        hash(old)
    ))
    .await
    .expect("an old row");
    let (.., text) = bed.store.canonical_content(&system(), first).await.expect("the bytes");
    assert!(text.contains(old));
    let page = bed.store.edition(&system(), first, &EditionFilter::default()).await.expect("the edition");
    let seal = page.binding.replace(&page.content_sha256, &hash(&text));
    raw.execute_unprepared(&format!(
        "update edition set content_sha256 = '{}', binding = '{seal}', binding_sha256 = '{}' where id = {first}",
        hash(&text),
        hash(&seal)
    ))
    .await
    .expect("its hash and its seal");
    assert_eq!(faults(&bed, first).await, []);
});

pub fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

on_both!(every_forgery_is_found_and_named, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    let raw = disarm(&bed).await;
    let run = async |statement: String| raw.execute_unprepared(&statement).await.expect("a forgery");
    // Any byte: the first, one inside, the last.
    let (.., text) = bed.store.canonical_content(&system(), first).await.expect("the bytes");
    let whole: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    assert!(whole.contains_key("DC-002"));
    let code = EntryCode::from("DC-002");
    for (from, to) in [("{\"name", "[\"name"), ("Toàn tỉnh", "Toàn tỉnH"), ("}]}", "}]]")] {
        let change = |a: &str, b: &str| {
            format!("update entry_version set content = replace(content, '{a}', '{b}') where entry_code = 'DC-002'")
        };
        run(change(from, to)).await;
        let found = faults(&bed, first).await;
        assert!(
            found.iter().any(|fault| matches!(fault, EditionFault::Entry { code: at, .. } if *at == code)),
            "{from}"
        );
        assert!(found.iter().any(|fault| matches!(fault, EditionFault::Content { .. })), "{from}: {found:?}");
        assert_eq!(faults(&bed, second).await, [], "the other edition does not list it");
        run(change(to, from)).await;
        assert_eq!(faults(&bed, first).await, [], "{from}: put back");
    }
    // With the entry's own hash made to fit, the edition's does not.
    run("update entry_version set content = replace(content, 'Toàn tỉnh', 'Cả tỉnh') where entry_code = 'DC-002'"
        .into())
    .await;
    let (.., forged) = bed.store.canonical_content(&system(), first).await.expect("the bytes");
    let at = forged.find("\"DC-002\":").expect("the entry") + 9;
    let end = forged.find(",\"DC-003\":").expect("the next");
    let fits = sha256(&forged[at..end]);
    run(format!("update entry_version set content_sha256 = '{fits}' where entry_code = 'DC-002'")).await;
    assert!(matches!(faults(&bed, first).await[..], [EditionFault::Content { .. }]));
    let back =
        "update entry_version set content = replace(content, 'Cả tỉnh', 'Toàn tỉnh') where entry_code = 'DC-002'";
    run(back.into()).await;
    let was = sha256(&text[text.find("\"DC-002\":").expect("it") + 9..text.find(",\"DC-003\":").expect("next")]);
    run(format!("update entry_version set content_sha256 = '{was}' where entry_code = 'DC-002'")).await;
    assert_eq!(faults(&bed, first).await, []);
    // What lists show.
    run("update entry_version set owner_id = 'so-yt' where entry_code = 'DC-003'".into()).await;
    assert_eq!(faults(&bed, second).await, [EditionFault::Columns { code: EntryCode::from("DC-003") }]);
    run("update entry_version set owner_id = 'so-gtvt' where entry_code = 'DC-003'".into()).await;
    // Two exchanged.
    run(format!(
        "update edition_entry set version_id = case entry_code when 'DC-004' then (select id from entry_version where entry_code = 'DC-005') else (select id from entry_version where entry_code = 'DC-004') end where edition_id = {first} and entry_code in ('DC-004', 'DC-005')"
    ))
    .await;
    let found = faults(&bed, first).await;
    let others = found.iter().filter(|fault| matches!(fault, EditionFault::OtherEntry { .. })).count();
    assert_eq!((others, found.len()), (2, 3), "{found:?}");
    // One left out, one added; nothing of the second edition was touched.
    run(format!("delete from edition_entry where edition_id = {first} and entry_code = 'DC-001'")).await;
    assert!(faults(&bed, first).await.iter().any(|fault| matches!(fault, EditionFault::Content { .. })));
    assert_eq!(faults(&bed, second).await, []);
    run(format!(
        "insert into edition_entry (edition_id, entry_code, version_id, group_position, position) select {second}, 'DC-002', id, 9, 9 from entry_version where entry_code = 'DC-002'"
    ))
    .await;
    assert!(matches!(faults(&bed, second).await[..], [EditionFault::Content { .. }]));
});

on_both!(the_database_refuses_to_change_what_is_issued, async |bed| {
    let first = load_first_edition(&bed).await;
    let raw = bed.raw().await;
    for change in [
        "update entry_version set content = '{}' where entry_code = 'DC-001'",
        "update entry_version set name = 'a'",
        "delete from entry_version",
        "delete from edition_entry",
        "update edition_entry set version_id = 1 where entry_code = 'DC-002'",
        "insert into edition_entry (edition_id, entry_code, version_id, group_position, position) values (1, 'DC-009', 1, 0, 9)",
        "update edition set content_sha256 = 'a'",
        "update edition set number = '1/QĐ'",
        "update edition set signer = 'Người khác'",
        "update edition set signer_title = 'PHÓ CHỦ TỊCH'",
        "update edition set year = 2025",
        "update edition set base_id = 1",
        "update edition set binding = ''",
        "update edition set binding_sha256 = 'a'",
        "delete from edition",
    ] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("never changes"), "{change}: {refused}");
    }
    // What only sorts may be written anew.
    raw.execute_unprepared("update entry_version set name_key = name_key").await.expect("no part of the content");
    assert_eq!(faults(&bed, first).await, []);
});

on_both!(what_binds_an_edition_to_its_decision_is_sealed, async |bed| {
    let id = issued(&bed).await;
    let page = bed.store.edition(&anonymous(), id, &EditionFilter::default()).await.expect("the edition");
    assert_eq!(page.binding_sha256, sha256(&page.binding));
    let base = page.base.expect("the edition before").id;
    let file = page.signed_file.expect("the signed decision");
    assert!(page.binding.contains(&file.sha256) && page.binding.contains(&page.content_sha256), "{}", page.binding);
    let raw = disarm(&bed).await;
    let set = async |column: &str, value: &str| {
        raw.execute_unprepared(&format!("update edition set {column} = {value} where id = {id}")).await.expect(column);
    };
    for (part, column, forged, stood) in [
        (BindingPart::Number, "number", "'4568/QĐ-UBND'", "'4567/QĐ-UBND'"),
        (BindingPart::Date, "decision_date", "'2026-11-23'", "'2026-11-24'"),
        (BindingPart::EffectiveFrom, "effective_from", "'2026-11-23'", "'2026-11-24'"),
        (BindingPart::Signer, "signer", "'Nguyễn Văn C'", "'Nguyễn Văn B'"),
        (BindingPart::SignerTitle, "signer_title", "'PHÓ CHỦ TỊCH'", "'CHỦ TỊCH'"),
        (BindingPart::Year, "year", "2025", "2026"),
        (BindingPart::Round, "amendment", "1", "null"),
        (BindingPart::Round, "campaign_year", "null", "2026"),
        (BindingPart::Base, "base_id", "null", &base.to_string()),
        (BindingPart::File, "file_id", "null", &format!("'{}'", file.id)),
    ] {
        set(column, forged).await;
        let found = faults(&bed, id).await;
        assert!(
            matches!(&found[..], [EditionFault::Binding { part: named, .. }] if *named == part),
            "{column}: {found:?}"
        );
        set(column, stood).await;
        assert_eq!(faults(&bed, id).await, [], "{column}: put back");
    }
    // The hash of the contents, as it stands in the edition and as it was sealed.
    set("content_sha256", "'a'").await;
    let found = faults(&bed, id).await;
    let binding = |fault: &EditionFault| matches!(fault, EditionFault::Binding { part: BindingPart::Content, .. });
    assert!(found.iter().any(binding) && found.len() == 2, "{found:?}");
    set("content_sha256", &format!("'{}'", page.content_sha256)).await;
    // The seal itself: altered to fit, its hash left; another hash; none.
    let fits = page.binding.replace("4567/QĐ-UBND", "4568/QĐ-UBND");
    set("number", "'4568/QĐ-UBND'").await;
    set("binding", &format!("'{fits}'")).await;
    assert!(matches!(faults(&bed, id).await[..], [EditionFault::Seal { .. }]));
    set("number", "'4567/QĐ-UBND'").await;
    set("binding", &format!("'{}'", page.binding)).await;
    set("binding_sha256", "'a'").await;
    assert!(matches!(faults(&bed, id).await[..], [EditionFault::Seal { .. }]));
    set("binding", "''").await;
    assert_eq!(faults(&bed, id).await, [EditionFault::NoSeal]);
    assert_eq!(faults(&bed, base).await, [], "the edition before is as it was");
});

on_both!(what_was_issued_before_there_were_seals_is_sealed_as_it_stood, async |bed| {
    let id = issued(&bed).await;
    let page = async || bed.store.edition(&anonymous(), id, &EditionFilter::default()).await.expect("the edition");
    let sealed: Binding = serde_json::from_str(&page().await.binding).expect("a seal");
    let raw = bed.raw().await;
    let migrations = Migrator::migrations();
    let later = migrations.iter().rev().take_while(|one| !one.name().ends_with("_000033_seals")).count();
    Migrator::down(&raw, Some(u32::try_from(later).expect("few") + 1)).await.expect("before there were seals");
    Migrator::up(&raw, None).await.expect("with seals");
    let page = page().await;
    assert_eq!(page.binding_sha256, sha256(&page.binding));
    assert_eq!(serde_json::from_str::<Binding>(&page.binding).expect("a seal"), sealed);
    let checks = bed.store.verify_editions(&anonymous()).await.expect("checks");
    assert!(checks.len() == 2 && checks.iter().all(|check| check.faults.is_empty()), "{checks:?}");
});

/// The edition before one, and the seal.
async fn seal(bed: &Bed, id: EditionId) -> (Option<EditionId>, String) {
    let page = bed.store.edition(&anonymous(), id, &EditionFilter::default()).await.expect("the edition");
    (page.base.map(|base| base.id), page.binding_sha256)
}

async fn all_are_intact(bed: &Bed) {
    let checks = bed.store.verify_editions(&anonymous()).await.expect("checks");
    assert!(checks.iter().all(|check| check.faults.is_empty()), "{checks:?}");
}

on_both!(a_decision_of_the_past_takes_its_place_and_no_seal_changes, async |bed| {
    let first = load_first_edition(&bed).await;
    let second = load_second_edition(&bed).await;
    let before = [seal(&bed, first).await, seal(&bed, second).await];
    let between = header(2024, "99/QĐ-UBND", date!(2024 - 02 - 01));
    let between = import(&bed, "file-3", first_annex(), &between).await.written.expect("an edition").id;
    let after = [seal(&bed, first).await, seal(&bed, second).await];
    assert_eq!((&before[0], before[1].0, after[1].0), (&after[0], Some(first), Some(between)));
    assert_eq!(before[1].1, after[1].1);
    let listed = bed.store.editions(&anonymous()).await.expect("a list");
    let listed: Vec<_> = listed.iter().map(|row| (row.edition.id, row.base, row.edition.effective_to)).collect();
    let [to_first, to_between] = [date!(2024 - 01 - 31), date!(2024 - 07 - 31)].map(Some);
    let told = [(second, Some(between), None), (between, Some(first), to_between), (first, None, to_first)];
    assert_eq!(listed, told);
    all_are_intact(&bed).await;
});

on_both!(what_amends_keeps_what_it_amends, async |bed| {
    let first = load_first_edition(&bed).await;
    let changes = annex(vec![("IV. SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open))]);
    let amends = ImportHeader { amends: Some(first), ..header(2024, "9/QĐ-UBND", date!(2024 - 03 - 01)) };
    let amending = import(&bed, "sua", changes, &amends).await.written.expect("an edition").id;
    let before = [seal(&bed, first).await, seal(&bed, amending).await];
    let whole = |day| header(2024, "99/QĐ-UBND", day);
    let between = whole(date!(2024 - 02 - 01));
    let refused = bed.store.look_at_import(&system(), "a.xlsx", "giua", first_annex(), &between).await;
    let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
    let told = FieldError::with("effective_from", FieldCode::WithinAmended, "9/QĐ-UBND;01/03/2024".to_owned());
    assert_eq!(remarks, [told]);
    // After both it has its place.
    let newest = import(&bed, "moi", first_annex(), &whole(date!(2024 - 04 - 01))).await;
    let newest = newest.written.expect("an edition").id;
    let after = [seal(&bed, first).await, seal(&bed, amending).await];
    assert_eq!((&after, seal(&bed, newest).await.0), (&before, Some(amending)));
    assert_eq!(after[1].0, Some(first));
    all_are_intact(&bed).await;
});

on_both!(of_decisions_that_take_effect_on_one_day_the_last_is_in_force, async |bed| {
    let store = &bed.store;
    let day = date!(2023 - 06 - 22);
    let in_force = async |day| store.edition_in_force(day).await.expect("an answer").map(|edition| edition.id);
    let first = load_first_edition(&bed).await;
    let changes = || annex(vec![("IV. SỞ Y TẾ", content("CSDL dược", "y_te", SharingForm::Open))]);
    let withdraw = vec![EntryCode::from("DC-002")];
    let amends = ImportHeader { amends: Some(first), withdraw, ..header(2023, "1235/QĐ-UBND", day) };
    let second = import(&bed, "sua", changes(), &amends).await.written.expect("an edition").id;
    assert_eq!([in_force(date!(2023 - 06 - 21)).await, in_force(day).await], [None, Some(second)]);
    let listed = store.editions(&anonymous()).await.expect("a list");
    let row = listed.into_iter().find(|row| row.edition.id == first).expect("a row");
    assert!(!row.edition.is_ever_in_force());
    let page = store.entry(&anonymous(), &EntryCode::from("DC-002"), None).await.expect("its page stays");
    assert_eq!((page.in_force, page.upcoming, page.told_on, page.edition.id), (false, false, Some(day), first));
    // Two whole catalogs never begin on one day, also where another followed meanwhile.
    let third = load_second_edition(&bed).await;
    let late = header(2023, "1236/QĐ-UBND", day);
    let refused = store.look_at_import(&system(), "a.xlsx", "hai", changes(), &late).await;
    let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
    let told = FieldError::with("effective_from", FieldCode::DayTaken, "1235/QĐ-UBND;22/06/2023".to_owned());
    assert_eq!(remarks, [told]);
    let days = [day, date!(2024 - 07 - 31), date!(2024 - 08 - 01)];
    for (day, id) in days.into_iter().zip([second, second, third]) {
        assert_eq!(in_force(day).await, Some(id), "{day}");
    }
    all_are_intact(&bed).await;
});

on_both!(the_database_refuses_a_number_that_the_year_has, async |bed| {
    load_first_edition(&bed).await;
    let raw = bed.raw().await;
    let decided = |day: &str| {
        format!(
            "insert into edition (year, stage, number, decision_date, effective_from, signer, content_sha256, created_at, version)
             values (2023, 'issued', '1234/QĐ-UBND', '{day}', '{day}', 'a', '', '2026-11-24 03:00:00+00:00', 1)"
        )
    };
    let refused = raw.execute_unprepared(&decided("2023-12-31")).await.expect_err("the first edition has it");
    assert!(refused.to_string().contains("once a year"), "{refused}");
    raw.execute_unprepared(&decided("2024-01-01")).await.expect("the next year begins anew");
});

on_both!(a_signed_decision_is_checked_too, async |bed| {
    let issued = issued(&bed).await;
    assert_eq!(faults(&bed, issued).await, []);
    let (file, _) = bed.store.signed_file(&anonymous(), issued).await.expect("the decision");
    let path = bed.files().join(&file.sha256[..2]).join(&file.sha256);
    std::fs::write(&path, b"%PDF-1.4 forged").expect("a forgery");
    assert!(matches!(faults(&bed, issued).await[..], [EditionFault::File { .. }]));
    std::fs::remove_file(&path).expect("a loss");
    assert_eq!(faults(&bed, issued).await, [EditionFault::NoFile { name: file.name }]);
});
