//! What no answer passes: a declaration that it holds state secrets (article 1.2), and a content that is not complete
//! (decree 47/2020, article 11(4)) on any step to the coordinator.

use crate::common::data::{content, coordinator};
use crate::common::review::{YEAR, answer, head, modified, officer, open, proposed};
use domain::catalog::{EntryContent, SharingForm};
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerTarget, QueueFilter, SecretDeclaration};
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
    assert!(matches!(store.lay_before_head(&officer, YEAR, &agency).await, Err(Error::Invalid(_))));
});

on_both!(what_is_complete_no_more_is_not_approved, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer, YEAR, &agency, &target).await.expect("a page").answer.version;
    store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await.expect("saved");
    store.lay_before_head(&officer, YEAR, &agency).await.expect("laid");
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
