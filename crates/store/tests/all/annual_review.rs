//! One whole review, from the letter to the edition in force, by the people who do it.

use crate::common::Bed;
use crate::common::data::{MERGED_ON, NOW, anonymous, content, coordinator, load_first_edition, system};
use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::campaign::{CampaignDraft, DecisionDraft};
use domain::catalog::{EntryContent, EntryStatus, SharingForm};
use domain::change::{Field, Place};
use domain::id::{AccountId, AgencyId, EntryCode};
use domain::policy::Refusal;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, BuildPlan, Point, QueueFilter, Verdict, VerdictInput};
use domain::workflow::{CampaignStage, ResponseStage};
use store::{Error, SignedFile};
use time::macros::date;

const YEAR: i32 = 2026;

fn person(id: &str, role: Role, agency: &str, functions: &[Function]) -> Actor {
    let agency = AgencyRef { id: AgencyId::from(agency), name: agency.to_owned() };
    let account =
        Account { id: AccountId::from(id), username: id.to_owned(), name: id.to_owned(), role, agency: Some(agency) };
    Actor { account: Some(account), is_system: false, functions: functions.to_vec(), at: NOW }
}

fn officer(agency: &str) -> Actor {
    person(&format!("cb-{agency}"), Role::Officer, agency, &[])
}

fn head(agency: &str) -> Actor {
    person(&format!("ld-{agency}"), Role::Head, agency, &[])
}

fn clerk() -> Actor {
    person("van-thu", Role::Clerk, "so-nv-2025", &[Function::ExecutiveOffice])
}

fn verdict(verdict: Verdict, reason: &str) -> VerdictInput {
    VerdictInput { verdict, value: String::new(), reason: reason.to_owned() }
}

async fn open(bed: &Bed) {
    load_first_edition(bed).await;
    let (code, owner) = (EntryCode::from("DC-004"), AgencyId::from("so-nv-2025"));
    bed.store.set_owner(&system(), &code, &owner, MERGED_ON, "Nghị quyết").await.expect("an owner");
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "99/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    assert!(matches!(bed.store.open_campaign(&clerk(), &form).await, Err(Error::Refused(Refusal::Forbidden))));
    assert_eq!(bed.store.open_campaign(&coordinator(), &form).await.expect("opened"), YEAR);
}

fn modified() -> AnswerDraft {
    let mut wanted = content("CSDL khám chữa bệnh", "y_te", SharingForm::Default);
    wanted.owner = AgencyId::from("so-yt");
    wanted.purpose = "Quản lý khám, chữa bệnh toàn tỉnh".to_owned();
    wanted.legal_basis = "Luật không có thật".to_owned();
    AnswerDraft { content: Some(wanted), ..AnswerDraft::of_kind(AnswerKind::Modify) }
}

fn proposed() -> AnswerDraft {
    let plan = BuildPlan {
        need: "Quản lý dân số".to_owned(),
        method: "Thuê dịch vụ".to_owned(),
        time: "Quý II/2027".to_owned(),
        cost_million_vnd: "500".to_owned(),
        funding: "Ngân sách tỉnh".to_owned(),
    };
    let owner = AgencyId::from("so-yt");
    let content = EntryContent { owner, ..content("CSDL dân số", "y_te", SharingForm::Open) };
    AnswerDraft { content: Some(content), plan: Some(plan), ..AnswerDraft::of_kind(AnswerKind::Propose) }
}

/// The health department changes one entry and proposes another.
async fn answer(bed: &Bed) {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let saved = store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    let stale = store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await;
    assert!(matches!(stale, Err(Error::Conflict { version }) if version == saved.version), "{stale:?}");
    let new =
        store.save_answer(&officer, YEAR, &agency, &AnswerTarget::NewProposal, 0, &proposed()).await.expect("saved");
    assert_eq!(new.errors, vec![]);
    // Nobody else writes here, and other agencies do not see it.
    let stranger = self::officer("so-xd-2025");
    assert!(matches!(store.response(&stranger, YEAR, &agency).await, Err(Error::Refused(Refusal::Hidden))));
    let meddling = store.save_answer(&head("so-yt"), YEAR, &agency, &target, saved.version, &modified()).await;
    assert!(matches!(meddling, Err(Error::Refused(Refusal::Forbidden))));
    send(bed, "so-yt").await;
}

/// The officer lays the answers before the head, who approves them.
async fn send(bed: &Bed, agency: &str) {
    let (store, id) = (&bed.store, AgencyId::from(agency));
    store.lay_before_head(&officer(agency), YEAR, &id).await.expect("laid");
    assert!(matches!(store.approve(&officer(agency), YEAR, &id).await, Err(Error::Refused(Refusal::Forbidden))));
    let receipt = store.approve(&head(agency), YEAR, &id).await.expect("sent");
    assert!(receipt.number.contains(agency), "{}", receipt.number);
    let page = store.response(&officer(agency), YEAR, &id).await.expect("a page");
    assert_eq!((page.stage, page.receipt), (ResponseStage::Submitted, Some(receipt)));
}

async fn points(bed: &Bed, code: Option<&str>) -> (domain::id::AnswerId, Vec<Point>) {
    let filter = QueueFilter { agency: "so-yt".to_owned(), all: true };
    let page = bed.store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue");
    let row = page.queue.iter().find(|row| row.code.as_ref().map(EntryCode::as_str) == code).expect("in the queue");
    let page = bed.store.appraisal(&coordinator(), YEAR, &filter, Some(row.answer)).await.expect("an answer");
    (row.answer, page.chosen.expect("chosen").answer.points)
}

/// The purpose is accepted, the law refused, the proposal accepted as a whole.
async fn appraise(bed: &Bed) {
    let store = &bed.store;
    let (_, found) = points(bed, Some("DC-005")).await;
    assert_eq!(found.len(), 2);
    let at = |field| found.iter().find(|point| point.place == Some(Place::Field(field))).expect("a point").id;
    let accept = verdict(Verdict::Accept, "");
    store.decide(&coordinator(), at(Field::Purpose), None, &accept).await.expect("accepted");
    let late = store.decide(&coordinator(), at(Field::Purpose), None, &verdict(Verdict::Reject, "muộn")).await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "another verdict stands already: {late:?}");
    let bare = store.decide(&coordinator(), at(Field::LegalBasis), None, &verdict(Verdict::Reject, "")).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "a refusal needs a reason: {bare:?}");
    assert!(store.decide(&clerk(), at(Field::LegalBasis), None, &accept).await.is_err());
    let no = verdict(Verdict::Reject, "Không có luật này");
    store.decide(&coordinator(), at(Field::LegalBasis), None, &no).await.expect("refused");
    let (proposal, _) = points(bed, None).await;
    store.decide_all(&coordinator(), proposal, &accept).await.expect("accepted");
}

on_both!(from_the_letter_to_the_edition_in_force, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let board = store.board(&coordinator(), YEAR).await.expect("a board");
    let asked: Vec<&str> = board.rows.iter().map(|row| row.agency.id.as_str()).collect();
    assert_eq!(asked.len(), 4, "{asked:?}");
    answer(&bed).await;
    let builders = AgencyId::from("so-xd-2025");
    assert_eq!(store.keep_all(&officer("so-xd-2025"), YEAR, &builders).await.expect("kept"), 3);
    send(&bed, "so-xd-2025").await;
    appraise(&bed).await;
    assert!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted") >= 3);
    let early = store.close_campaign(&coordinator(), YEAR, false).await;
    assert!(matches!(early, Err(Error::Undecided(2))), "two agencies did not answer: {early:?}");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");

    let draft = store.compile(&coordinator(), YEAR).await.expect("compiled");
    assert_eq!(store.compile(&coordinator(), YEAR).await.expect("compiled again"), draft);
    assert!(matches!(store.edition(&anonymous(), draft).await, Err(Error::NotFound)), "a draft is not public");
    let page = store.draft(&coordinator(), YEAR).await.expect("a draft");
    assert_eq!((page.diff.balance.before, page.diff.balance.after, page.diff.balance.removed), (5, 6, 0));
    let new: Vec<&str> = page
        .diff
        .entries
        .iter()
        .filter(|entry| entry.status == EntryStatus::New)
        .map(|entry| entry.code.as_str())
        .collect();
    assert_eq!(new, ["DC-006"]);
    store.submit_draft(&coordinator(), YEAR).await.expect("submitted");

    let form = DecisionDraft {
        number: "4567/QĐ-UBND".to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: "24/11/2026".to_owned(),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let signed = |bytes: &[u8]| Some(SignedFile { name: "../qd.pdf".to_owned(), bytes: bytes.to_vec() });
    assert!(store.issue(&coordinator(), YEAR, &form, signed(b"%PDF-1.7")).await.is_err(), "the office records it");
    assert!(matches!(store.issue(&clerk(), YEAR, &form, signed(b"MZ")).await, Err(Error::Invalid(_))));
    let version = store.data_version();
    assert_eq!(store.issue(&clerk(), YEAR, &form, signed(b"%PDF-1.7")).await.expect("issued"), draft);
    assert!(store.data_version() > version);

    let today = date!(2026 - 11 - 24);
    assert_eq!(store.edition_in_force(today).await.expect("an answer").expect("an edition").id, draft);
    assert_eq!(store.campaigns(&coordinator()).await.expect("a list")[0].stage, CampaignStage::Concluded);
    let (file, bytes) = store.signed_file(&anonymous(), draft).await.expect("the decision");
    assert_eq!((bytes.as_slice(), file.bytes), (b"%PDF-1.7".as_slice(), 8));
    let entry = store.entry(&anonymous(), &EntryCode::from("DC-005"), None).await.expect("a page");
    assert_eq!(entry.content.purpose, "Quản lý khám, chữa bệnh toàn tỉnh");
    assert_eq!(entry.content.legal_basis, "Luật chuyên ngành", "the refused point stays as it was");
    assert!(entry.in_force);
    for (code, owner) in
        [("DC-001", "so-xd-2025"), ("DC-003", "so-xd-2025"), ("DC-004", "so-nv-2025"), ("DC-006", "so-yt")]
    {
        let page = store.entry(&anonymous(), &EntryCode::from(code), None).await.expect("a page");
        assert_eq!(page.owner.id.as_str(), owner, "{code}");
    }
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(what_is_said_anew_after_a_return_is_decided_anew, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), proposal, "Nêu rõ nguồn kinh phí.").await.expect("returned");
    store.lay_before_head(&officer("so-yt"), YEAR, &agency).await.expect("laid");
    store.send_back(&head("so-yt"), YEAR, &agency, "Bỏ hẳn CSDL này.").await.expect("sent back");
    // All answers are open again, those too that were decided.
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let withdraw = AnswerDraft { reason: "Không còn dùng".to_owned(), ..AnswerDraft::of_kind(AnswerKind::Withdraw) };
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &withdraw).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, again) = points(&bed, Some("DC-005")).await;
    let open: Vec<bool> = again.iter().map(|point| point.place.is_none() && point.decision.is_none()).collect();
    assert_eq!(open, [true], "the withdrawal waits for a verdict: {again:?}");
    // What stands as it was keeps its verdict.
    let (_, kept) = points(&bed, None).await;
    assert!(kept.iter().all(|point| point.decision.is_some()), "{kept:?}");
});
