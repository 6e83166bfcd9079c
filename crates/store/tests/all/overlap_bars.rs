//! What an overlap keeps from being accepted: a likely one as a strong one, and what was settled to be a duplicate, be it
//! proposed, changed or kept (article 5.3).

use std::collections::BTreeMap;

use crate::common::Bed;
use crate::common::data::{annex, content, coordinator, system};
use crate::common::review::{YEAR, modified, officer, open, open_with, points, proposed, send, verdict, withdrawn};
use crate::registers::listed;
use domain::catalog::SharingForm;
use domain::check::FieldCode;
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::overlap::{NationalDb, Settlement, SettlementInput, Strength};
use domain::review::{AnswerDraft, AnswerTarget, AppraisalPage, QueueFilter, Verdict};
use store::{Error, Result};

const BUILDERS: &str = "so-xd-2025";

fn settlement(settlement: Settlement, seen: i64) -> SettlementInput {
    SettlementInput { settlement: Some(settlement), reason: "Đã đối chiếu hai bên".to_owned(), seen }
}

/// What the refusal says, and of what.
fn refusal<T>(result: Result<T>) -> Option<(FieldCode, String)> {
    match result {
        Ok(_) => None,
        Err(Error::Invalid(remarks)) => Some((remarks[0].code, remarks[0].detail.clone())),
        Err(other) => panic!("{other:?}"),
    }
}

async fn accept(bed: &Bed, id: AnswerId) -> Option<(FieldCode, String)> {
    refusal(bed.store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Accept, "")).await)
}

async fn settle(bed: &Bed, code: &str, other: &str, input: &SettlementInput) {
    bed.store.settle_entry_overlap(&coordinator(), &EntryCode::from(code), other, input).await.expect("settled");
}

async fn save(bed: &Bed, agency: &str, code: &str, draft: &AnswerDraft) {
    let (id, target) = (AgencyId::from(agency), AnswerTarget::Entry(EntryCode::from(code)));
    let page = bed.store.answer_page(&officer(agency), YEAR, &id, &target).await.expect("a page");
    let saved = bed.store.save_answer(&officer(agency), YEAR, &id, &target, page.answer.version, draft).await;
    assert_eq!(saved.expect("saved").errors, vec![]);
}

async fn keep_and_send(bed: &Bed, agency: &str) {
    bed.store.keep_all(&officer(agency), YEAR, &AgencyId::from(agency)).await.expect("kept");
    send(bed, agency).await;
}

async fn queue(bed: &Bed, all: bool) -> AppraisalPage {
    let filter = QueueFilter { all, ..QueueFilter::default() };
    bed.store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue")
}

async fn by_code(bed: &Bed) -> BTreeMap<String, AnswerId> {
    let rows = queue(bed, true).await.queue.into_iter();
    rows.filter_map(|row| Some((row.code?.to_string(), row.answer))).collect()
}

on_both!(a_likely_overlap_keeps_a_proposal_back_as_a_strong_one_does, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let wider = NationalDb {
        id: "QG-001".to_owned(),
        name: "CSDL quốc gia về dân số, kế hoạch hóa gia đình, trẻ em".to_owned(),
        owner_ministry: "Bộ Y tế".to_owned(),
        key_data_items: "hộ; nhân khẩu".to_owned(),
        active: true,
        ..NationalDb::default()
    };
    store.import_national(&system(), &[wider], false).await.expect("national databases");
    open(&bed).await;
    let new = AnswerTarget::NewProposal(String::new());
    let saved = store.save_answer(&officer("so-yt"), YEAR, &agency, &new, 0, &proposed()).await.expect("saved");
    keep_and_send(&bed, "so-yt").await;
    let target = AnswerTarget::Proposal(saved.id);
    let page = store.answer_page(&coordinator(), YEAR, &agency, &target).await.expect("a page");
    let found: Vec<(&str, Strength)> = page.overlaps.iter().map(|one| (&*one.other, one.likeness.strength)).collect();
    assert_eq!(found, [("QG-001", Strength::Likely)]);
    let named = "QG-001 CSDL quốc gia về dân số, kế hoạch hóa gia đình, trẻ em".to_owned();
    assert_eq!(accept(&bed, saved.id).await, Some((FieldCode::OverlapUnsettled, named)));
    let different = settlement(Settlement::Different, 0);
    store.settle_overlap(&coordinator(), YEAR, &agency, &target, "QG-001", &different).await.expect("settled");
    assert_eq!(accept(&bed, saved.id).await, None);
});

on_both!(what_was_settled_to_be_a_duplicate_is_neither_kept_nor_changed, async |bed| {
    let store = &bed.store;
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    keep_and_send(&bed, "so-yt").await;
    let kept = by_code(&bed).await["DC-005"];
    // Open, the pair is no business of what stays as it is.
    let page = queue(&bed, false).await;
    assert_eq!((page.total, page.keeps.waiting, page.keeps.duplicate), (0, 1, 0));
    let named = "QG-002 CSDL quốc gia về khám chữa bệnh".to_owned();
    assert!(page.keeps.accepted[0].open_pairs.contains(&named), "but it is named: {:?}", page.keeps);
    settle(&bed, "DC-005", "QG-002", &settlement(Settlement::Duplicate, 0)).await;
    let named = (FieldCode::OverlapDuplicate, "QG-002 CSDL quốc gia về khám chữa bệnh".to_owned());
    let page = queue(&bed, false).await;
    assert_eq!((page.total, page.keeps.waiting, page.keeps.duplicate), (1, 0, 1), "it is no bulk any more");
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("passed over"), 0);
    assert_eq!(accept(&bed, kept).await, Some(named.clone()));
    // Given back, the entry is changed in what makes no duplicate: it is one all the same.
    store.return_answer(&coordinator(), kept, 1, "Trùng với CSDL của Bộ").await.expect("returned");
    save(&bed, "so-yt", "DC-005", &modified()).await;
    send(&bed, "so-yt").await;
    let (answer, found) = points(&bed, Some("DC-005")).await;
    let open: Vec<_> = found.iter().filter(|point| point.place.is_some()).collect();
    assert_eq!(open.len(), 2, "the purpose and the law");
    let yes = verdict(Verdict::Accept, "");
    assert_eq!(refusal(store.decide(&coordinator(), open[0].id, None, &yes).await), Some(named.clone()));
    assert_eq!(refusal(store.decide_all(&coordinator(), answer, 2, &yes).await), Some(named));
    let no = verdict(Verdict::Reject, "Dùng CSDL của Bộ");
    store.decide(&coordinator(), open[0].id, None, &no).await.expect("a refusal needs nothing settled");
    // Settled otherwise, it is accepted.
    settle(&bed, "DC-005", "QG-002", &settlement(Settlement::Synchronised, 1)).await;
    store.decide(&coordinator(), open[1].id, None, &yes).await.expect("accepted");
});

on_both!(a_change_of_name_that_is_settled_since_to_be_a_duplicate_makes_no_draft, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    let mut renamed = modified();
    renamed.content.as_mut().expect("a content").name = "CSDL quản lý khám chữa bệnh".to_owned();
    save(&bed, "so-yt", "DC-005", &renamed).await;
    send(&bed, "so-yt").await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let settle = async |input: SettlementInput| {
        store.settle_overlap(&coordinator(), YEAR, &agency, &target, "QG-002", &input).await.expect("settled");
    };
    settle(settlement(Settlement::Synchronised, 0)).await;
    let changed = by_code(&bed).await["DC-005"];
    assert_eq!(accept(&bed, changed).await, None);
    settle(settlement(Settlement::Duplicate, 1)).await;
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    match store.compile(&coordinator(), YEAR).await {
        Err(Error::Consolidation(ConsolidationError::ChangeOverlaps(entry, remark))) => {
            assert_eq!(entry, "DC-005 “CSDL quản lý khám chữa bệnh”");
            assert_eq!(remark.code, FieldCode::OverlapDuplicate);
            assert_eq!(remark.detail, "QG-002 CSDL quốc gia về khám chữa bệnh");
        }
        other => panic!("{other:?}"),
    }
    settle(settlement(Settlement::Different, 2)).await;
    store.compile(&coordinator(), YEAR).await.expect("a draft");
});

on_both!(what_the_officer_writes_meanwhile_does_not_lift_the_bar, async |bed| {
    let store = &bed.store;
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    keep_and_send(&bed, "so-yt").await;
    let kept = by_code(&bed).await["DC-005"];
    settle(&bed, "DC-005", "QG-002", &settlement(Settlement::Duplicate, 0)).await;
    store.return_answer(&coordinator(), kept, 1, "Trùng với CSDL của Bộ").await.expect("returned");
    save(&bed, "so-yt", "DC-005", &withdrawn("Trùng với CSDL của Bộ")).await;
    // What was sent is to keep it still.
    let named = (FieldCode::OverlapDuplicate, "QG-002 CSDL quốc gia về khám chữa bệnh".to_owned());
    assert_eq!(accept(&bed, kept).await, Some(named));
});

on_both!(of_two_entries_that_are_one_the_other_stays_once_the_first_leaves, async |bed| {
    let home = |name, form| content(name, "xay_dung", form);
    let entries = vec![
        ("I. SỞ XÂY DỰNG", home("CSDL quy hoạch xây dựng", SharingForm::Open)),
        ("I. SỞ XÂY DỰNG", home("CSDL nhà ở", SharingForm::Default)),
        ("I. SỞ XÂY DỰNG", home("CSDL nhà ở xã hội", SharingForm::Default)),
        ("III. SỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", content("CSDL người có công", "", SharingForm::Specific)),
    ];
    open_with(&bed, annex(entries)).await;
    save(&bed, BUILDERS, "DC-002", &withdrawn("Trùng với CSDL nhà ở xã hội")).await;
    keep_and_send(&bed, BUILDERS).await;
    settle(&bed, "DC-003", "DC-002", &settlement(Settlement::Duplicate, 0)).await;
    let ids = by_code(&bed).await;
    let named = (FieldCode::OverlapDuplicate, "DC-002 CSDL nhà ở".to_owned());
    assert_eq!(accept(&bed, ids["DC-003"]).await, Some(named));
    assert_eq!(accept(&bed, ids["DC-002"]).await, None);
    let page = queue(&bed, false).await;
    assert_eq!((page.keeps.waiting, page.keeps.duplicate), (2, 0));
    assert_eq!(bed.store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted"), 2);
});
