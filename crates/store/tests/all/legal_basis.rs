//! The register of legal documents, and what an agency is told of those that a legal basis cites.

use crate::common::data::{anonymous, content, coordinator, system};
use crate::common::review::{YEAR, officer, open, person, send};
use domain::account::Role;
use domain::answer_form::{AnswerForm, Opened, TypedForm};
use domain::catalog::{EntryContent, SharingForm};
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, EntryCode};
use domain::legal::{LegalForm, LegalState};
use domain::policy::Refusal;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration};
use store::{Error, Imported};

fn legal(id: &str, number: &str, from: &str, to: &str, by: &str) -> LegalForm {
    LegalForm {
        id: id.to_owned(),
        number: number.to_owned(),
        kind: "NĐ".to_owned(),
        title: format!("Nghị định {id}"),
        issuer: "Chính phủ".to_owned(),
        date_issued: from.to_owned(),
        effective_from: from.to_owned(),
        effective_to: to.to_owned(),
        replaced_by: by.to_owned(),
        version: 0,
    }
}

fn codes(remarks: &[FieldError]) -> Vec<FieldCode> {
    remarks.iter().map(|remark| remark.code).collect()
}

on_both!(the_register_of_legal_documents_warns, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let save = async |basis: &str| -> Vec<FieldCode> {
        let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
        let wanted = EntryContent {
            owner: agency.clone(),
            legal_basis: basis.to_owned(),
            ..content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)
        };
        let secret = SecretDeclaration::None;
        let draft = AnswerDraft { content: Some(wanted), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
        let version = page.answer.version;
        store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
        let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
        assert_eq!(page.legal, page.answer.errors, "the form tells it");
        let listed = store.response(&officer("so-yt"), YEAR, &agency).await.expect("a page").answers;
        let listed = listed.into_iter().find(|one| one.target() == target).expect("the answer");
        assert_eq!(listed.errors, page.answer.errors, "and the page that is read before it is sent");
        codes(&page.legal)
    };
    assert_eq!(save("Nghị định số 47/2020/NĐ-CP").await, vec![], "an empty register has nothing to say");
    let old = legal("nd-47-2020", "47/2020/NĐ-CP", "2020-05-25", "2025-10-21", "nd-278-2025");
    let unknown = store.save_legal(&coordinator(), &old).await;
    let Err(Error::Invalid(remarks)) = unknown else { panic!("{unknown:?}") };
    assert_eq!((remarks[0].field.as_str(), remarks[0].code), ("replaced_by", FieldCode::Unknown));
    let new = legal("nd-278-2025", "278/2025/NĐ-CP", "2025-10-22", "", "");
    store.save_legal(&coordinator(), &new).await.expect("added");
    store.save_legal(&person("qt", Role::Administrator, "so-nv-2025", &[]), &old).await.expect("added");
    assert!(matches!(store.save_legal(&officer("so-yt"), &new).await, Err(Error::Refused(Refusal::Forbidden))));
    assert!(store.save_legal(&coordinator(), &new).await.is_err(), "there is one of that identifier");
    assert_eq!(save("Nghị định số 278/2025/NĐ-CP").await, vec![]);
    assert_eq!(save("Nghị định số 47/2020/NĐ-CP").await, [FieldCode::LegalRepealed]);
    assert_eq!(save("Nghị định số 1/2030/NĐ-CP; Luật X năm 2001").await, [FieldCode::LegalUnknown]);
    assert_eq!(save("abc").await, [FieldCode::LegalNamesNone]);
    // Warnings keep nothing from being sent.
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("kept");
    send(&bed, "so-yt").await;
    let listed = store.legal_list(&anonymous(), "47/2020").await.expect("a list");
    assert!(matches!(&listed[0].state, LegalState::Ended { by: Some(by), .. } if by == "278/2025/NĐ-CP"));
    // By the day of issue, which the list shows, and not by the day of effect.
    let early =
        LegalForm { date_issued: "2019-01-01".to_owned(), ..legal("nd-1-2019", "1/2019/NĐ-CP", "2026-01-01", "", "") };
    store.save_legal(&coordinator(), &early).await.expect("added");
    let listed = store.legal_list(&anonymous(), "").await.expect("a list");
    let order: Vec<&str> = listed.iter().map(|row| row.document.id.as_str()).collect();
    assert_eq!(order, ["nd-278-2025", "nd-47-2020", "nd-1-2019"]);
    let documents = [old.document().expect("one"), new.document().expect("one")];
    let done = store.import_legal(&system(), &documents, false).await.expect("imported");
    assert_eq!(done, Imported { added: 0, changed: 0, same: 2 });
});

on_both!(personal_data_is_opened_by_a_law_of_the_register_that_is_in_force, async |bed| {
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let save = async |reason: &str| -> Vec<FieldCode> {
        let mut wanted =
            EntryContent { owner: agency.clone(), ..content("CSDL khám chữa bệnh", "y_te", SharingForm::Open) };
        wanted.items[0].personal = true;
        let (secret, reason) = (SecretDeclaration::None, reason.to_owned());
        let draft = AnswerDraft { content: Some(wanted), secret, reason, ..AnswerDraft::of_kind(AnswerKind::Modify) };
        let version = store.answer_page(&mine, YEAR, &agency, &target).await.expect("a page").answer.version;
        let saved = store.save_answer(&mine, YEAR, &agency, &target, version, &draft).await.expect("saved");
        let of_it = |code: &FieldCode| matches!(code, FieldCode::PersonalOpen | FieldCode::PersonalOpenByLaw);
        let mut told: Vec<FieldCode> = codes(&saved.errors).into_iter().filter(of_it).collect();
        told.dedup();
        told
    };
    let by_law = "Nghị định số 96/2023/NĐ-CP";
    assert_eq!(save(by_law).await, [FieldCode::PersonalOpenByLaw], "an empty register cannot tell");
    let old = legal("nd-109-2016", "109/2016/NĐ-CP", "2016-07-01", "2023-12-31", "");
    store.save_legal(&coordinator(), &old).await.expect("added");
    assert_eq!(save(by_law).await, [FieldCode::PersonalOpen], "the register does not have it");
    assert_eq!(save("Nghị định số 109/2016/NĐ-CP").await, [FieldCode::PersonalOpen], "it ended");
    store.keep_all(&mine, YEAR, &agency).await.expect("kept");
    let version = store.response(&mine, YEAR, &agency).await.expect("a page").version;
    let laid = store.lay_before_head(&mine, YEAR, &agency, version).await;
    assert!(laid.is_err(), "it keeps the answers from being laid before the head");
    let new = legal("nd-96-2023", "96/2023/NĐ-CP", "2024-01-01", "", "");
    store.save_legal(&coordinator(), &new).await.expect("added");
    assert_eq!(save(by_law).await, [FieldCode::PersonalOpenByLaw]);
});

on_both!(a_form_tells_of_its_legal_basis_as_it_opens, async |bed| {
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let old = legal("nd-47-2020", "47/2020/NĐ-CP", "2020-05-25", "2025-10-21", "");
    store.save_legal(&coordinator(), &old).await.expect("added");
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let page = store.answer_page(&mine, YEAR, &agency, &target).await.expect("a page");
    assert_eq!((page.answer.draft, page.answer.errors), (None, vec![]), "nothing is answered yet");
    assert_eq!(codes(&page.legal), [FieldCode::LegalUnknown], "the content in force cites a law");
    let new = AnswerTarget::NewProposal(String::new());
    let blank = store.answer_page(&mine, YEAR, &agency, &new).await.expect("a page");
    assert_eq!(blank.legal, vec![]);
    // What is kept for another year is told of too.
    let legal_basis = "Nghị định số 47/2020/NĐ-CP".to_owned();
    let form = AnswerForm { legal_basis, secret: "none".to_owned(), ..AnswerForm::default() };
    let sent = TypedForm { opened: Opened::default(), form };
    let id = store.save_kept(&mine, &agency, None, &sent).await.expect("saved").id;
    let kept = store.kept_proposal(&mine, &agency, Some(id)).await.expect("an editor").kept.expect("a draft");
    assert!(codes(&kept.errors).contains(&FieldCode::LegalRepealed), "{:?}", kept.errors);
});
