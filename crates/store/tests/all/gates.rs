//! What no answer passes: a declaration that it holds state secrets (article 1.2), and a content that is not complete
//! (decree 47/2020, article 11(4)) on any step to the coordinator, be it changed or kept.

use crate::common::data::{content, coordinator, first_annex};
use crate::common::review::{YEAR, answer, head, lay, modified, officer, open, open_with, person, proposed};
use domain::account::Role;
use domain::catalog::{EntryContent, SharingForm};
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerTarget, QueueFilter, SecretDeclaration};
use domain::workflow::ResponseStage;
use sea_orm::ConnectionTrait;
use store::Error;

on_both!(what_holds_state_secrets_is_not_stored, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let audited = store.verify_audit(&crate::common::data::system()).await.expect("a report").rows;
    let entry = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let before = store.answer_page(&officer, YEAR, &agency, &entry).await.expect("a page").answer;
    let marked = EntryContent {
        purpose: "KẾ HOẠCH MẬT".to_owned(),
        ..content("CSDL mật", "y_te", SharingForm::Default)
    };
    for (target, version, draft) in
        [(entry.clone(), before.version, modified()), (AnswerTarget::NewProposal("khoa".to_owned()), 0, proposed())]
    {
        let draft = AnswerDraft { content: Some(marked.clone()), secret: SecretDeclaration::Holds, ..draft };
        let refused = store.save_answer(&officer, YEAR, &agency, &target, version, &draft).await;
        let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
        assert_eq!((remarks[0].field.as_str(), remarks[0].code), ("secret", FieldCode::StateSecret));
    }
    // Nothing of it is anywhere: no answer, no proposal, no row of the audit log.
    let after = store.answer_page(&officer, YEAR, &agency, &entry).await.expect("a page").answer;
    assert_eq!((after.version, after.draft), (before.version, before.draft));
    let page = store.response(&officer, YEAR, &agency).await.expect("a page");
    assert_eq!(page.proposals.len(), 0);
    assert_eq!(store.verify_audit(&crate::common::data::system()).await.expect("a report").rows, audited);
    // A declaration that is owed keeps an answer from the head.
    let undeclared = AnswerDraft { secret: SecretDeclaration::Undeclared, ..modified() };
    let saved = store.save_answer(&officer, YEAR, &agency, &entry, before.version, &undeclared).await.expect("saved");
    assert!(saved.errors.iter().any(|error| error.field == "secret"), "{:?}", saved.errors);
    assert!(matches!(lay(store, &officer, YEAR, &agency).await, Err(Error::Invalid(_))));
});

on_both!(what_is_complete_no_more_is_not_approved, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer, YEAR, &agency, &target).await.expect("a page").answer.version;
    store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await.expect("saved");
    lay(store, &officer, YEAR, &agency).await.expect("laid");
    // The answer loses its scope between the two: by another program, or by a rule that came since.
    let raw = bed.raw().await;
    let lost = r#"update answer set content = replace(content, '"scope":"Toàn tỉnh"', '"scope":""') where entry_code = 'DC-005'"#;
    raw.execute_unprepared(lost).await.expect("changed");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    let refused = store.approve(&head("so-yt"), YEAR, &agency, seen).await;
    let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
    let told: Vec<(&str, FieldCode)> = remarks.iter().map(|one| (one.field.as_str(), one.code)).collect();
    assert_eq!(told, [("DC-005", FieldCode::Incomplete)]);
    // Nothing moved: nobody appraises it, and the head gives it back.
    let filter = QueueFilter { agency: "so-yt".to_owned(), all: true, ..QueueFilter::default() };
    let queue = store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue").queue;
    assert_eq!(queue.len(), 0);
    store.send_back(&head("so-yt"), YEAR, &agency, "Thiếu phạm vi").await.expect("given back");
    answer(&bed).await;
});

on_both!(what_lacks_a_part_in_force_is_not_kept, async |bed| {
    let store = &bed.store;
    let mut annex = first_annex();
    annex.entries[0].content = content("CSDL quy hoạch xây dựng", "xay_dung", SharingForm::None);
    annex.entries[4].content.purpose.clear();
    open_with(&bed, annex).await;
    for (agency, code, lacks) in [("so-xd-2025", "DC-001", "items"), ("so-yt", "DC-005", "purpose")] {
        let (id, officer) = (AgencyId::from(agency), officer(agency));
        store.keep_all(&officer, YEAR, &id).await.expect("kept");
        let page = store.response(&officer, YEAR, &id).await.expect("a page");
        let faults = page.answers.iter().flat_map(|answer| answer.errors.iter().map(move |error| (answer, error)));
        let told: Vec<_> = faults
            .map(|(answer, error)| (answer.code.as_ref().expect("a code").as_str(), error.code, error.detail.as_str()))
            .collect();
        assert_eq!(told, [(code, FieldCode::KeepsIncomplete, lacks)]);
        let laid = lay(store, &officer, YEAR, &id).await;
        let Err(Error::Invalid(remarks)) = laid else { panic!("{laid:?}") };
        let told: Vec<(&str, FieldCode)> = remarks.iter().map(|one| (one.field.as_str(), one.code)).collect();
        assert_eq!(told, [(code, FieldCode::Incomplete)]);
    }
    // A change that gives the part is laid.
    let (id, target) = (AgencyId::from("so-yt"), AnswerTarget::Entry(EntryCode::from("DC-005")));
    let officer = officer("so-yt");
    let version = store.answer_page(&officer, YEAR, &id, &target).await.expect("a page").answer.version;
    store.save_answer(&officer, YEAR, &id, &target, version, &modified()).await.expect("saved");
    lay(store, &officer, YEAR, &id).await.expect("laid");
});

on_both!(what_changed_since_the_officer_read_it_is_not_laid, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    store.keep_all(&officer, YEAR, &agency).await.expect("kept");
    let read = store.response(&officer, YEAR, &agency).await.expect("a page").version;
    let (colleague, target) =
        (person("cb-2", Role::Officer, "so-yt", &[]), AnswerTarget::Entry(EntryCode::from("DC-005")));
    let version = store.answer_page(&colleague, YEAR, &agency, &target).await.expect("a page").answer.version;
    store.save_answer(&colleague, YEAR, &agency, &target, version, &modified()).await.expect("saved");
    let unread = store.lay_before_head(&officer, YEAR, &agency, read).await;
    let page = store.response(&officer, YEAR, &agency).await.expect("a page");
    assert!(matches!(unread, Err(Error::Conflict { version }) if version == page.version), "{unread:?}");
    assert_eq!(page.stage, ResponseStage::InProgress);
    store.lay_before_head(&officer, YEAR, &agency, page.version).await.expect("laid");
    let twice = store.lay_before_head(&officer, YEAR, &agency, page.version).await;
    assert!(matches!(twice, Err(Error::IllegalMove(_))), "pressed twice: {twice:?}");
});
