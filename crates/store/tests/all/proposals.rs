//! Proposals of one review beside one another: two agencies that propose the same database are told of, and neither is
//! accepted before somebody said what the pair is (article 5.3).

use crate::common::Bed;
use crate::common::data::{NOW, content, coordinator};
use crate::common::review::{YEAR, lay, officer, open, proposed, send, verdict};
use domain::account::Actor;
use domain::catalog::{EntryContent, SharingForm};
use domain::change::{Field, Place};
use domain::check::FieldCode;
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::overlap::{Counterpart, OverlapFilter, Settlement, SettlementInput, Strength};
use domain::reminder::ReopenDraft;
use domain::review::{AnswerDraft, AnswerTarget, QueueFilter, Verdict};
use sea_orm::{FromQueryResult, Statement};
use store::Error;
use time::Duration;

/// An agency writes a proposal of a database of the population.
async fn write(bed: &Bed, agency: &str, name: &str) -> AnswerId {
    let id = AgencyId::from(agency);
    let wanted = EntryContent { owner: id.clone(), ..content(name, "y_te", SharingForm::Open) };
    let draft = AnswerDraft { content: Some(wanted), ..proposed() };
    let new = AnswerTarget::NewProposal(String::new());
    let saved = bed.store.save_answer(&officer(agency), YEAR, &id, &new, 0, &draft).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    saved.id
}

/// It proposes it, and keeps the others.
async fn propose(bed: &Bed, agency: &str, name: &str) -> AnswerId {
    let id = write(bed, agency, name).await;
    bed.store.keep_all(&officer(agency), YEAR, &AgencyId::from(agency)).await.expect("kept");
    id
}

async fn seen(bed: &Bed, agency: &str, id: AnswerId) -> Vec<(String, Counterpart, Strength)> {
    let page = bed.store.answer_page(&coordinator(), YEAR, &AgencyId::from(agency), &AnswerTarget::Proposal(id)).await;
    let overlaps = page.expect("a page").overlaps.into_iter();
    overlaps.map(|one| (one.other, one.with, one.likeness.strength)).collect()
}

async fn settle(bed: &Bed, id: AnswerId, other: AnswerId, settlement: Settlement, seen: i64) {
    let reason = "Theo phạm vi của hai sở".to_owned();
    let input = SettlementInput { settlement: Some(settlement), reason, seen };
    let (agency, target) = (AgencyId::from("so-yt"), AnswerTarget::Proposal(id));
    let other = format!("de-xuat-{other}");
    bed.store.settle_overlap(&coordinator(), YEAR, &agency, &target, &other, &input).await.expect("settled");
}

/// What keeps a proposal from being accepted; `None` when it was accepted.
async fn kept_back(bed: &Bed, id: AnswerId) -> Option<FieldCode> {
    match bed.store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Accept, "")).await {
        Ok(_) => None,
        Err(Error::Invalid(remarks)) => Some(remarks[0].code),
        Err(other) => panic!("{other:?}"),
    }
}

#[derive(FromQueryResult)]
struct Settled {
    subject: String,
    other: String,
    settlement: String,
    version: i64,
}

/// Every settlement that is stored.
async fn settlements(bed: &Bed) -> Vec<Settled> {
    let raw = bed.raw().await;
    let all = "select subject, other, settlement, version from overlap_settlement order by id";
    let all = Statement::from_string(raw.get_database_backend(), all);
    Settled::find_by_statement(all).all(&raw).await.expect("settlements")
}

/// What is settled of two entries.
async fn of_entries(bed: &Bed) -> Vec<(String, i64)> {
    let rows = settlements(bed).await.into_iter();
    let rows = rows.filter(|row| row.subject.starts_with("DC-") && row.other.starts_with("DC-"));
    rows.map(|row| (row.settlement, row.version)).collect()
}

/// What keeps the draft from being compiled: the proposal that is named, why, and beside what.
async fn contradiction(bed: &Bed) -> (String, FieldCode, String) {
    match bed.store.compile(&coordinator(), YEAR).await {
        Err(Error::Consolidation(ConsolidationError::Overlaps(proposal, remark))) => {
            (proposal, remark.code, remark.detail)
        }
        other => panic!("{other:?}"),
    }
}

/// The health and the building department propose what is settled to be two databases, and both are accepted.
async fn two_accepted(bed: &Bed) -> (AnswerId, AnswerId) {
    open(bed).await;
    let one = propose(bed, "so-yt", "CSDL dân số").await;
    let other = propose(bed, "so-xd-2025", "CSDL về dân số").await;
    send(bed, "so-yt").await;
    send(bed, "so-xd-2025").await;
    settle(bed, one, other, Settlement::Different, 0).await;
    assert_eq!((kept_back(bed, one).await, kept_back(bed, other).await), (None, None));
    bed.store.accept_keeps(&coordinator(), YEAR, None).await.expect("kept");
    (one, other)
}

on_both!(a_proposal_alone_names_the_agency_that_would_own_it, async |bed| {
    open(&bed).await;
    write(&bed, "so-yt", "CSDL dân số").await;
    let page = bed.store.response(&officer("so-yt"), YEAR, &AgencyId::from("so-yt")).await.expect("a page");
    assert_eq!(page.agencies.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["so-yt"]);
});

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
    settle(&bed, one, other, Settlement::Different, 0).await;
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
    let rows = settlements(&bed).await;
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
    settle(&bed, one, other, Settlement::Duplicate, 0).await;
    assert_eq!(kept_back(&bed, one).await, Some(FieldCode::OverlapDuplicate));
    assert_eq!(kept_back(&bed, other).await, Some(FieldCode::OverlapDuplicate));
    let no = verdict(Verdict::Reject, "Sở Y tế quản lý dân số");
    bed.store.decide_all(&coordinator(), other, 1, &no).await.expect("refused");
    assert_eq!(seen(&bed, "so-yt", one).await, vec![], "what was refused is compared with no more");
    assert_eq!(kept_back(&bed, one).await, None);
});

on_both!(what_was_accepted_and_is_settled_since_to_be_a_duplicate_makes_no_draft, async |bed| {
    let (one, other) = two_accepted(&bed).await;
    let store = &bed.store;
    settle(&bed, one, other, Settlement::Duplicate, 1).await;
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    let (proposal, code, beside) = contradiction(&bed).await;
    assert!(proposal.contains("“CSDL dân số”"), "{proposal}");
    assert_eq!((code, beside), (FieldCode::OverlapDuplicate, format!("de-xuat-{other} CSDL về dân số")));
    // The verdict on one of them is changed: the other is in nobody's way.
    let again = ReopenDraft { reason: "Hai đề xuất là một".to_owned(), ..ReopenDraft::default() };
    store.reopen_campaign(&coordinator(), YEAR, &again).await.expect("reopened");
    let filter = QueueFilter { all: true, ..QueueFilter::default() };
    let page = store.appraisal(&coordinator(), YEAR, &filter, Some(other)).await.expect("a queue");
    let points = page.chosen.expect("chosen").answer.points;
    let name = points.iter().find(|point| point.place == Some(Place::Field(Field::Name))).expect("a name");
    let seen = name.decision.as_ref().map(|decision| decision.decided_at);
    let no = verdict(Verdict::Reject, "Sở Y tế quản lý dân số");
    store.decide(&coordinator(), name.id, seen, &no).await.expect("refused");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
});

on_both!(what_was_accepted_out_of_sight_of_one_another_makes_no_draft_before_it_is_settled, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    let one = propose(&bed, "so-yt", "CSDL dân số").await;
    send(&bed, "so-yt").await;
    assert_eq!(kept_back(&bed, one).await, None);
    // Another answer of the agency comes back and is laid again: its proposal is not before the appraiser meanwhile.
    let filter = QueueFilter { all: true, agency: agency.to_string(), ..QueueFilter::default() };
    let queue = store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue").queue;
    let kept = queue.iter().find(|row| row.code.is_some()).expect("an entry").answer;
    store.return_answer(&coordinator(), kept, 1, "Còn dùng không?").await.expect("returned");
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    let other = propose(&bed, "so-xd-2025", "CSDL về dân số").await;
    send(&bed, "so-xd-2025").await;
    assert_eq!(kept_back(&bed, other).await, None, "nothing is seen that it is like");
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("kept");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    let (_, code, beside) = contradiction(&bed).await;
    assert_eq!((code, beside), (FieldCode::OverlapUnsettled, format!("de-xuat-{other} CSDL về dân số")));
    settle(&bed, one, other, Settlement::Different, 0).await;
    store.compile(&coordinator(), YEAR).await.expect("compiled");
});

on_both!(what_is_settled_anew_goes_along_to_the_entries_when_the_draft_is_compiled_again, async |bed| {
    let (one, other) = two_accepted(&bed).await;
    let store = &bed.store;
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    assert_eq!(of_entries(&bed).await, [("different".to_owned(), 1)]);
    let later = Actor { at: NOW + Duration::HOUR, ..coordinator() };
    let anew = SettlementInput {
        settlement: Some(Settlement::Synchronised),
        reason: "Sở Xây dựng lấy dữ liệu của Sở Y tế".to_owned(),
        seen: 1,
    };
    let (agency, target, there) = (AgencyId::from("so-yt"), AnswerTarget::Proposal(one), format!("de-xuat-{other}"));
    store.settle_overlap(&later, YEAR, &agency, &target, &there, &anew).await.expect("settled anew");
    store.compile(&later, YEAR).await.expect("compiled again");
    assert_eq!(of_entries(&bed).await, [("synchronised".to_owned(), 2)]);
    store.compile(&later, YEAR).await.expect("compiled once more");
    assert_eq!(of_entries(&bed).await, [("synchronised".to_owned(), 2)], "it went along already");
});
