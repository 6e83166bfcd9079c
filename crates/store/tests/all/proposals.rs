//! Proposals of one review beside one another: two agencies that propose the same database are told of, and neither is
//! accepted before somebody said what the pair is (article 5.3).

use crate::common::Bed;
use crate::common::data::{content, coordinator};
use crate::common::review::{YEAR, officer, open, proposed, send, verdict};
use domain::catalog::{EntryContent, SharingForm};
use domain::check::FieldCode;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::overlap::{Counterpart, OverlapFilter, Settlement, SettlementInput, Strength};
use domain::review::{AnswerDraft, AnswerTarget, Verdict};
use sea_orm::{FromQueryResult, Statement};
use store::Error;

/// An agency proposes a database of the population, and sends it.
async fn propose(bed: &Bed, agency: &str, name: &str) -> AnswerId {
    let id = AgencyId::from(agency);
    let wanted = EntryContent { owner: id.clone(), ..content(name, "y_te", SharingForm::Open) };
    let draft = AnswerDraft { content: Some(wanted), ..proposed() };
    let new = AnswerTarget::NewProposal(String::new());
    let saved = bed.store.save_answer(&officer(agency), YEAR, &id, &new, 0, &draft).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    bed.store.keep_all(&officer(agency), YEAR, &id).await.expect("kept");
    saved.id
}

async fn seen(bed: &Bed, agency: &str, id: AnswerId) -> Vec<(String, Counterpart, Strength)> {
    let page = bed.store.answer_page(&coordinator(), YEAR, &AgencyId::from(agency), &AnswerTarget::Proposal(id)).await;
    let overlaps = page.expect("a page").overlaps.into_iter();
    overlaps.map(|one| (one.other, one.with, one.likeness.strength)).collect()
}

async fn settle(bed: &Bed, id: AnswerId, other: AnswerId, settlement: Settlement) {
    let reason = "Theo phạm vi của hai sở".to_owned();
    let input = SettlementInput { settlement: Some(settlement), reason, seen: 0 };
    let (agency, target) = (AgencyId::from("so-yt"), AnswerTarget::Proposal(id));
    let other = format!("de-xuat-{other}");
    bed.store.settle_overlap(&coordinator(), YEAR, &agency, &target, &other, &input).await.expect("settled");
}

/// What keeps a proposal from being accepted; `None` when it was accepted.
async fn kept_back(bed: &Bed, id: AnswerId) -> Option<FieldCode> {
    match bed.store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Accept, "")).await {
        Ok(()) => None,
        Err(Error::Invalid(remarks)) => Some(remarks[0].code),
        Err(other) => panic!("{other:?}"),
    }
}

#[derive(FromQueryResult)]
struct Settled {
    subject: String,
    other: String,
}

on_both!(proposals_of_two_agencies_are_compared_once_both_are_sent, async |bed| {
    open(&bed).await;
    let one = propose(&bed, "so-yt", "CSDL dân số").await;
    let other = propose(&bed, "so-xd-2025", "CSDL về dân số").await;
    // A draft is nobody else's business.
    assert_eq!(seen(&bed, "so-yt", one).await, vec![]);
    send(&bed, "so-yt").await;
    assert_eq!(seen(&bed, "so-yt", one).await, vec![], "the other is still being written");
    send(&bed, "so-xd-2025").await;
    let expected = |id: AnswerId| vec![(format!("de-xuat-{id}"), Counterpart::Proposal, Strength::Strong)];
    assert_eq!(seen(&bed, "so-yt", one).await, expected(other));
    assert_eq!(seen(&bed, "so-xd-2025", other).await, expected(one));
    // An officer does not see another agency's proposal, and cannot settle it.
    let (store, agency, target) = (&bed.store, AgencyId::from("so-yt"), AnswerTarget::Proposal(one));
    let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
    assert_eq!(page.overlaps, vec![]);
    // The coordinator's list has the pair once.
    let filter = OverlapFilter { with: Some(Counterpart::Proposal), ..OverlapFilter::default() };
    let list = store.overlaps_page(&coordinator(), &filter).await.expect("a list");
    let pairs: Vec<(String, String, Option<AgencyId>)> = list
        .pairs
        .items
        .into_iter()
        .map(|one| (one.target.to_string(), one.overlap.other, one.overlap.proposed_by))
        .collect();
    let there = Some(AgencyId::from("so-xd-2025"));
    assert_eq!(pairs, [(format!("de-xuat-{one}"), format!("de-xuat-{other}"), there)]);
    // Neither is accepted before the pair is settled; settled from one side, it is for both.
    assert_eq!(kept_back(&bed, one).await, Some(FieldCode::OverlapUnsettled));
    assert_eq!(kept_back(&bed, other).await, Some(FieldCode::OverlapUnsettled));
    settle(&bed, one, other, Settlement::Different).await;
    assert_eq!(kept_back(&bed, other).await, None);
    assert_eq!(kept_back(&bed, one).await, None);
    // Both enter, and what was settled is told of the entries that they became.
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("kept");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    let draft = store.compile(&coordinator(), YEAR).await.expect("compiled again");
    let content = store.edition_content(&coordinator(), draft).await.expect("a draft");
    let entries = content.groups.iter().flat_map(|group| &group.entries);
    let mut codes: Vec<EntryCode> =
        entries.filter(|(_, entry)| entry.name.contains("dân số")).map(|(code, _)| code.clone()).collect();
    codes.sort();
    let raw = bed.raw().await;
    let all = Statement::from_string(raw.get_database_backend(), "select subject, other from overlap_settlement");
    let rows = Settled::find_by_statement(all).all(&raw).await.expect("settlements");
    let both = rows.iter().filter(|row| {
        let mut pair = [EntryCode::from(row.subject.as_str()), EntryCode::from(row.other.as_str())];
        pair.sort();
        pair.as_slice() == codes
    });
    assert_eq!((codes.len(), both.count()), (2, 1));
});

on_both!(of_two_proposals_that_are_one_the_other_is_accepted_after_the_first_is_refused, async |bed| {
    open(&bed).await;
    let one = propose(&bed, "so-yt", "CSDL dân số").await;
    let other = propose(&bed, "so-xd-2025", "CSDL dân số").await;
    send(&bed, "so-yt").await;
    send(&bed, "so-xd-2025").await;
    settle(&bed, one, other, Settlement::Duplicate).await;
    assert_eq!(kept_back(&bed, one).await, Some(FieldCode::OverlapDuplicate));
    assert_eq!(kept_back(&bed, other).await, Some(FieldCode::OverlapDuplicate));
    let no = verdict(Verdict::Reject, "Sở Y tế quản lý dân số");
    bed.store.decide_all(&coordinator(), other, 1, &no).await.expect("refused");
    assert_eq!(seen(&bed, "so-yt", one).await, vec![], "what was refused is compared with no more");
    assert_eq!(kept_back(&bed, one).await, None);
});
