//! The register that entries are checked against: overlaps with national databases and with other entries, settled before
//! anything is accepted.

use crate::common::Bed;
use crate::common::data::{MERGED_ON, anonymous, content, coordinator, system};
use crate::common::review::{
    YEAR, clerk, head, lay, lay_draft, officer, open, person, points, proposed, send, verdict,
};
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::catalog::{EntryContent, SharingForm};
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{
    Counterpart, NationalDb, NationalForm, Overlap, OverlapFilter, Settlement, SettlementInput, Strength,
};
use domain::policy::Refusal;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration, Verdict};
use store::{Error, Imported};

fn national(id: &str, name: &str, ministry: &str, items: &str) -> NationalDb {
    NationalDb {
        id: id.to_owned(),
        name: name.to_owned(),
        owner_ministry: ministry.to_owned(),
        key_data_items: items.to_owned(),
        active: true,
        ..NationalDb::default()
    }
}

pub fn listed() -> Vec<NationalDb> {
    vec![
        national("QG-001", "CSDL quốc gia về dân số", "Bộ Y tế", "hộ; nhân khẩu"),
        national("QG-002", "CSDL quốc gia về khám chữa bệnh", "Bộ Y tế", "cơ sở; giấy phép"),
        national("QG-003", "CSDL quốc gia về hải quan", "Bộ Tài chính", "tờ khai"),
    ]
}

fn settlement(settlement: Settlement, reason: &str) -> SettlementInput {
    SettlementInput { settlement: Some(settlement), reason: reason.to_owned(), seen: 0 }
}

async fn overlaps(bed: &Bed, target: &AnswerTarget) -> Vec<Overlap> {
    let agency = AgencyId::from("so-yt");
    bed.store.answer_page(&officer("so-yt"), YEAR, &agency, target).await.expect("a page").overlaps
}

/// The health department proposes a database of the population, as the national one.
async fn propose(bed: &Bed) -> AnswerTarget {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(bed).await;
    let new = AnswerTarget::NewProposal(String::new());
    let saved = store.save_answer(&officer("so-yt"), YEAR, &agency, &new, 0, &proposed()).await.expect("saved");
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("kept");
    AnswerTarget::Proposal(saved.id)
}

on_both!(the_list_of_national_databases_is_imported_and_kept, async |bed| {
    let store = &bed.store;
    let done = store.import_national(&system(), &listed(), false).await.expect("imported");
    assert_eq!((done.done, done.kept), (Imported { added: 3, changed: 0, same: 0 }, vec![]));
    let again = store.import_national(&system(), &listed(), false).await.expect("imported");
    assert_eq!(again.done, Imported { added: 0, changed: 0, same: 3 });
    let refused = store.national_list(&officer("so-yt"), "").await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "{refused:?}");
    assert!(matches!(store.national_list(&anonymous(), "").await, Err(Error::Refused(Refusal::SignIn))));
    let found = store.national_list(&coordinator(), "hai quan").await.expect("a list");
    assert_eq!(found.iter().map(|row| row.db.id.as_str()).collect::<Vec<_>>(), ["QG-003"]);
    // Changed by a form; from an old form, or without a name, it is not.
    let form = NationalForm { active: String::new(), ..NationalForm::of(&found[0].db) };
    store.save_national(&coordinator(), &form).await.expect("retired");
    let late = store.save_national(&coordinator(), &form).await;
    assert!(matches!(late, Err(Error::Conflict { version: 2 })), "{late:?}");
    let taken = NationalForm { version: 0, ..form.clone() };
    for (form, field, code) in [
        (taken, "id", FieldCode::Taken),
        (NationalForm { name: " ".to_owned(), version: 2, ..form.clone() }, "name", FieldCode::Required),
        (NationalForm { id: "QG 9".to_owned(), version: 0, ..form.clone() }, "id", FieldCode::NotACode),
    ] {
        let refused = store.save_national(&coordinator(), &form).await;
        let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
        assert_eq!((remarks[0].field.as_str(), remarks[0].code), (field, code));
    }
    // A file does not bring back what the coordinator retired.
    store.import_national(&system(), &listed(), false).await.expect("imported");
    let found = store.national_list(&coordinator(), "QG-003").await.expect("a list");
    assert!(!found[0].db.active);
    let report = store.verify_audit(&system()).await.expect("a report");
    assert_eq!((report.rows, report.first_bad), (2, None), "what changes nothing is not told");
});

on_both!(nothing_is_accepted_before_its_overlaps_are_settled, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let target = propose(&bed).await;
    let found = overlaps(&bed, &target).await;
    let names: Vec<(&str, Strength)> = found.iter().map(|one| (&*one.other, one.likeness.strength)).collect();
    assert_eq!(names, [("QG-001", Strength::Strong)]);
    // The officer is warned, and may send it all the same.
    let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
    let warned: Vec<FieldCode> = page.answer.errors.iter().map(|error| error.code).collect();
    assert_eq!(warned, [FieldCode::OverlapOpen]);
    send(&bed, "so-yt").await;
    let (answer, found) = points(&bed, None).await;
    let accept = verdict(Verdict::Accept, "");
    for refused in [
        store.decide(&coordinator(), found[0].id, None, &accept).await,
        store.decide_all(&coordinator(), answer, 1, &accept).await.map(drop),
    ] {
        let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
        assert_eq!((remarks[0].field.as_str(), remarks[0].code), ("overlap", FieldCode::OverlapUnsettled));
        assert!(remarks[0].detail.contains("CSDL quốc gia về dân số"), "{remarks:?}");
    }
    // Settled as a duplicate it cannot be accepted, but refused; kept in step with the other, it can.
    let settle = |what, reason: &str| settlement(what, reason);
    let (who, other) = (coordinator(), "QG-001");
    let duplicate = settle(Settlement::Duplicate, "Cùng một dữ liệu");
    store.settle_overlap(&who, YEAR, &agency, &target, other, &duplicate).await.expect("settled");
    let refused = store.decide(&who, found[0].id, None, &accept).await;
    let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
    assert_eq!(remarks[0].code, FieldCode::OverlapDuplicate);
    let step =
        SettlementInput { seen: 1, ..settle(Settlement::Synchronised, "Lấy từ CSDL của Bộ hằng tháng") };
    store.settle_overlap(&who, YEAR, &agency, &target, other, &step).await.expect("settled");
    store.decide_all(&who, answer, 1, &accept).await.expect("accepted");
    // What was settled goes along to the entry that it becomes, compiled once or twice.
    store.accept_keeps(&who, YEAR, None).await.expect("kept");
    store.close_campaign(&who, YEAR, true).await.expect("closed");
    store.compile(&who, YEAR).await.expect("compiled");
    let draft = store.compile(&who, YEAR).await.expect("compiled");
    let content = store.edition_content(&who, draft).await.expect("a draft");
    let new = content.groups.iter().flat_map(|group| &group.entries).find(|(_, entry)| entry.name == "CSDL dân số");
    let code = new.expect("the new entry").0.clone();
    lay_draft(store, &who, YEAR).await.expect("submitted");
    let form = domain::campaign::DecisionDraft {
        number: "77/QĐ-UBND".to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: "24/11/2026".to_owned(),
        signer: "Chủ tịch".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let version = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    let file = store::SignedFile { name: "77.pdf".to_owned(), bytes: b"%PDF-1.4".to_vec() };
    store.issue(&clerk(), YEAR, version, &form, Some(file)).await.expect("issued");
    let page = store.entry(&anonymous(), &code, None).await.expect("an entry");
    let told: Vec<(&str, Settlement, &str)> =
        page.relations.iter().map(|one| (&*one.other, one.settlement, &*one.reason)).collect();
    assert_eq!(told, [("QG-001", Settlement::Synchronised, "Lấy từ CSDL của Bộ hằng tháng")]);
    assert_eq!(page.overlaps, vec![], "what is open is for the coordinator");
});

on_both!(who_may_settle_and_what_it_needs, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let target = propose(&bed).await;
    let good = settlement(Settlement::Different, "Khác phạm vi");
    let settle = async |who: &domain::account::Actor, other: &str, input: &SettlementInput| {
        store.settle_overlap(who, YEAR, &agency, &target, other, input).await
    };
    for (who, refusal) in [
        (anonymous(), Refusal::SignIn),
        (officer("so-xd-2025"), Refusal::Hidden),
        (head("so-yt"), Refusal::Forbidden),
        (clerk(), Refusal::Forbidden),
        (person("qt", Role::Administrator, "so-nv-2025", &[]), Refusal::Forbidden),
    ] {
        let refused = settle(&who, "QG-001", &good).await;
        assert!(matches!(refused, Err(Error::Refused(got)) if got == refusal), "{refused:?}");
    }
    for (input, field, code) in [
        (SettlementInput::default(), "settlement", FieldCode::Required),
        (settlement(Settlement::Different, " "), "reason", FieldCode::Required),
        (settlement(Settlement::Different, &"a".repeat(2_001)), "reason", FieldCode::TooLong),
    ] {
        let refused = settle(&officer("so-yt"), "QG-001", &input).await;
        let Err(Error::Invalid(remarks)) = refused else { panic!("{refused:?}") };
        assert_eq!((remarks[0].field.as_str(), remarks[0].code), (field, code));
    }
    assert!(matches!(settle(&officer("so-yt"), "QG-999", &good).await, Err(Error::NotFound)));
    settle(&officer("so-yt"), "QG-001", &good).await.expect("the officer settles");
    assert_eq!(overlaps(&bed, &target).await[0].stands(), Some(Settlement::Different));
    // A new name asks again, and shows what was settled before; a comma more does not.
    let save = async |name: &str| {
        let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
        let mut draft = proposed();
        draft.content = draft.content.map(|content| EntryContent { name: name.to_owned(), ..content });
        store.save_answer(&officer("so-yt"), YEAR, &agency, &target, page.answer.version, &draft).await.expect("saved");
    };
    save("Cơ sở dữ liệu dân số.").await;
    assert_eq!(overlaps(&bed, &target).await[0].stands(), Some(Settlement::Different));
    save("CSDL dân số và phát triển").await;
    let stale = overlaps(&bed, &target).await.into_iter().find(|one| one.other == "QG-001").expect("found");
    assert!(stale.is_open() && stale.settled.is_some_and(|settled| settled.stale));
    // Once it is with the head, the officer settles nothing more.
    send(&bed, "so-yt").await;
    let late = settle(&officer("so-yt"), "QG-001", &good).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "{late:?}");
    settle(&coordinator(), "QG-001", &SettlementInput { seen: 1, ..good }).await.expect("the appraiser does");
});

on_both!(of_two_who_settle_a_pair_the_second_is_told_of_the_first, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let target = propose(&bed).await;
    send(&bed, "so-yt").await;
    let second = person("thamdinh.2", Role::Appraiser, "so-khcn-2025", &[Function::Coordinator]);
    let settle = async |who: &domain::account::Actor, input: &SettlementInput| {
        store.settle_overlap(who, YEAR, &agency, &target, "QG-001", input).await
    };
    // Both have the page before them on which nobody has settled anything.
    let seen = overlaps(&bed, &target).await[0].seen();
    let theirs = SettlementInput { seen, ..settlement(Settlement::Duplicate, "Cùng một dữ liệu") };
    let mine = SettlementInput { seen, ..settlement(Settlement::Different, "Khác phạm vi") };
    settle(&coordinator(), &theirs).await.expect("settled");
    let late = settle(&second, &mine).await;
    assert!(matches!(late, Err(Error::Conflict { version: 1 })), "{late:?}");
    let stands = overlaps(&bed, &target).await.remove(0);
    let said =
        stands.settled.as_ref().map(|settled| (settled.settlement, settled.reason.as_str(), settled.by.as_str()));
    assert_eq!(said, Some((Settlement::Duplicate, "Cùng một dữ liệu", "Người thẩm định")));
    // Having read it, the second may say otherwise; the first's page is old then.
    settle(&second, &SettlementInput { seen: stands.seen(), ..mine }).await.expect("settled");
    let old = settle(&coordinator(), &SettlementInput { seen: 1, ..theirs }).await;
    assert!(matches!(old, Err(Error::Conflict { version: 2 })), "{old:?}");
    assert_eq!(overlaps(&bed, &target).await[0].stands(), Some(Settlement::Different));
});

on_both!(only_what_makes_a_duplicate_is_kept_from_acceptance, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    // The entry in force is like QG-002. Another purpose makes no duplicate; another name would.
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let wanted = EntryContent {
        owner: agency.clone(),
        purpose: "Mục đích mới".to_owned(),
        name: "CSDL khám chữa bệnh, hành nghề".to_owned(),
        ..content("CSDL khám chữa bệnh", "y_te", SharingForm::Default)
    };
    let secret = SecretDeclaration::None;
    let draft = AnswerDraft { content: Some(wanted), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, found) = points(&bed, Some("DC-005")).await;
    let accept = verdict(Verdict::Accept, "");
    for point in &found {
        let done = store.decide(&coordinator(), point.id, None, &accept).await;
        let is_name = point.place.as_ref().is_some_and(|place| place.key() == "name");
        assert_eq!(done.is_err(), is_name, "{:?}: {done:?}", point.place);
    }
    // A refusal needs nothing settled.
    let name = found.iter().find(|point| point.place.as_ref().is_some_and(|place| place.key() == "name"));
    let no = verdict(Verdict::Reject, "Giữ tên cũ");
    store.decide(&coordinator(), name.expect("the name").id, None, &no).await.expect("refused");
});

on_both!(the_coordinator_lists_what_is_open, async |bed| {
    let store = &bed.store;
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    let list = async |filter: &OverlapFilter| -> Vec<String> {
        let page = store.overlaps_page(&coordinator(), filter).await.expect("a list");
        page.pairs.items.iter().map(|pair| format!("{} {}", pair.target, pair.overlap.other)).collect()
    };
    let all = OverlapFilter::default();
    assert_eq!(list(&all).await, ["DC-005 QG-002"]);
    assert!(matches!(store.overlaps_page(&officer("so-yt"), &all).await, Err(Error::Refused(Refusal::Forbidden))));
    let code = EntryCode::from("DC-005");
    let page = store.entry(&coordinator(), &code, None).await.expect("an entry");
    assert_eq!(page.overlaps.len(), 1);
    for filter in [
        OverlapFilter { agency: "so-xd-2025".to_owned(), ..all.clone() },
        OverlapFilter { with: Some(Counterpart::Own), ..all.clone() },
        OverlapFilter { page: 9, ..all.clone() },
    ] {
        assert_eq!(list(&filter).await, Vec::<String>::new(), "{filter:?}");
    }
    let good = settlement(Settlement::Different, "Của tỉnh chỉ có cơ sở công lập");
    assert!(store.settle_entry_overlap(&officer("so-yt"), &code, "QG-002", &good).await.is_err());
    store.settle_entry_overlap(&coordinator(), &code, "QG-002", &good).await.expect("settled");
    assert_eq!(list(&all).await, Vec::<String>::new());
    assert_eq!(list(&OverlapFilter { all: true, ..all.clone() }).await, ["DC-005 QG-002"]);
    let page = store.entry(&anonymous(), &code, None).await.expect("an entry");
    assert_eq!(page.relations.len(), 1, "everyone sees what was settled");
    // A national database that is used no more is neither found nor told of.
    let row = store.national_list(&coordinator(), "QG-002").await.expect("a list").remove(0).db;
    let retired = NationalForm { active: String::new(), ..NationalForm::of(&row) };
    store.save_national(&coordinator(), &retired).await.expect("retired");
    assert_eq!(list(&OverlapFilter { all: true, ..all }).await, Vec::<String>::new());
});

on_both!(an_entry_shows_what_it_is_like_to_who_answers_for_it, async |bed| {
    let (store, code) = (&bed.store, EntryCode::from("DC-005"));
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    let seen = async |actor: &Actor| store.entry(actor, &code, None).await.expect("an entry").overlaps;
    let of_owner = [officer("so-yt"), head("so-yt"), coordinator()];
    for who in &of_owner {
        let seen = seen(who).await;
        let pairs: Vec<(&str, bool)> = seen.iter().map(|one| (&*one.other, one.is_open())).collect();
        assert_eq!(pairs, [("QG-002", true)], "{who:?}");
        assert!(seen[0].likeness.reasons.iter().any(|reason| !reason.words.is_empty()), "{who:?}: {seen:?}");
    }
    let different = settlement(Settlement::Different, "Của tỉnh chỉ có cơ sở công lập");
    store.settle_entry_overlap(&coordinator(), &code, "QG-002", &different).await.expect("settled");
    // What was settled stays in sight, with who settled it and why.
    for who in &of_owner {
        let settled = seen(who).await.remove(0).settled.expect("settled");
        let told = (settled.settlement, settled.reason.as_str(), settled.by.as_str());
        assert_eq!(told, (Settlement::Different, "Của tỉnh chỉ có cơ sở công lập", "Người thẩm định"), "{who:?}");
    }
    let leader = person("lanh-dao", Role::Leader, "so-yt", &[]);
    let lapsed = person("tham-dinh", Role::Appraiser, "so-yt", &[]);
    for who in [anonymous(), officer("so-xd-2025"), head("so-xd-2025"), clerk(), leader, lapsed] {
        assert_eq!(seen(&who).await, vec![], "{who:?}");
    }
    let before = store.entry_on(&officer("so-yt"), &code, MERGED_ON).await.expect("an entry");
    assert_eq!(before.overlaps, vec![], "told of today alone");
});

on_both!(an_incomplete_answer_is_not_laid_before_the_head, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let whole =
        EntryContent { owner: agency.clone(), ..content("CSDL khám chữa bệnh", "y_te", SharingForm::Default) };
    // Each thing that decree 47/2020, article 11(4) asks, lacking alone, keeps it from being laid.
    let mut version = version;
    let lacking = domain::check::REQUIRED.iter().map(|(field, _)| *field).filter(|field| field.to_string() != "name");
    for field in lacking {
        let mut wanted = EntryContent { note: "đổi".to_owned(), ..whole.clone() };
        let place = domain::change::Place::Field(field);
        domain::change::apply(&mut wanted, &place, "").expect("emptied");
        let secret = SecretDeclaration::None;
        let draft = AnswerDraft { content: Some(wanted), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
        let saved = store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
        version = saved.version;
        let laid = lay(store, &officer("so-yt"), YEAR, &agency).await;
        assert!(matches!(laid, Err(Error::Invalid(_))), "{field}: {laid:?}");
    }
});
