//! A small review for the tests: its people, and the steps that each of them takes.

use super::Bed;
use super::data::{MERGED_ON, NOW, content, coordinator, first_annex, header_2023, import, load_reference, system};
use domain::account::{Account, Actor, Role};
use domain::agency::{AgencyRef, Function};
use domain::annex::Annex;
use domain::campaign::{CampaignDraft, CampaignKey, DecisionDraft};
use domain::catalog::{EntryContent, SharingForm};
use domain::change::{Field, Place};
use domain::id::{AccountId, AgencyId, EntryCode};
use domain::policy::Refusal;
use domain::review::{
    AnswerDraft, AnswerKind, AnswerTarget, BuildPlan, Point, QueueFilter, SecretDeclaration, Verdict, VerdictInput,
};
use domain::workflow::ResponseStage;
use sea_orm::ConnectionTrait;
use store::{Error, NewAccount, Store};

pub const YEAR: CampaignKey = CampaignKey::annual(2026);

pub fn person(id: &str, role: Role, agency: &str, functions: &[Function]) -> Actor {
    let agency = AgencyRef { id: AgencyId::from(agency), name: agency.to_owned() };
    let account =
        Account { id: AccountId::from(id), username: id.to_owned(), name: id.to_owned(), role, agency: Some(agency) };
    Actor { account: Some(account), is_system: false, functions: functions.to_vec(), at: NOW }
}

/// Somebody with an account of the database's own, so that notices reach them; the address is `username@vi-du.vn`.
pub async fn account(bed: &Bed, username: &str, role: Role, agency: &str) -> Actor {
    let new = NewAccount {
        username: username.to_owned(),
        name: username.to_owned(),
        role,
        agency: Some(AgencyId::from(agency)),
        password: "mat-khau-thu-nghiem".to_owned(),
        email: format!("{username}@vi-du.vn"),
    };
    let id = bed.store.create_account(&system(), &new).await.expect("an account");
    let actor = person(username, role, agency, &[]);
    let account = actor.account.map(|account| Account { id, ..account });
    Actor { account, ..actor }
}

pub fn officer(agency: &str) -> Actor {
    person(&format!("cb-{agency}"), Role::Officer, agency, &[])
}

pub fn head(agency: &str) -> Actor {
    person(&format!("ld-{agency}"), Role::Head, agency, &[])
}

pub fn clerk() -> Actor {
    person("van-thu", Role::Clerk, "so-nv-2025", &[Function::ExecutiveOffice])
}

pub fn verdict(verdict: Verdict, reason: &str) -> VerdictInput {
    VerdictInput { verdict, value: String::new(), reason: reason.to_owned() }
}

pub async fn open(bed: &Bed) {
    open_with(bed, first_annex()).await;
}

/// The same over a catalog that has these entries.
pub async fn open_with(bed: &Bed, annex: Annex) {
    load_reference(bed).await;
    import(bed, "file-1", annex, &header_2023()).await;
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

pub fn modified() -> AnswerDraft {
    let mut wanted = content("CSDL khám chữa bệnh", "y_te", SharingForm::Default);
    wanted.owner = AgencyId::from("so-yt");
    wanted.purpose = "Quản lý khám, chữa bệnh toàn tỉnh".to_owned();
    wanted.legal_basis = "Luật không có thật".to_owned();
    let secret = SecretDeclaration::None;
    AnswerDraft { content: Some(wanted), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) }
}

/// The day that withdrawals, mergers and transfers of the tests name.
pub const DAY: &str = "2027-01-01";

pub fn withdrawn(reason: &str) -> AnswerDraft {
    let (reason, effective) = (reason.to_owned(), DAY.to_owned());
    AnswerDraft { reason, effective, ..AnswerDraft::of_kind(AnswerKind::Withdraw) }
}

pub fn proposed() -> AnswerDraft {
    let plan = BuildPlan {
        need: "Quản lý dân số".to_owned(),
        method: "Thuê dịch vụ".to_owned(),
        time: "Quý II/2027".to_owned(),
        cost_million_vnd: "500".to_owned(),
        funding: "Ngân sách tỉnh".to_owned(),
        priority: "high".to_owned(),
    };
    let owner = AgencyId::from("so-yt");
    let content = EntryContent { owner, ..content("CSDL dân số", "y_te", SharingForm::Open) };
    let secret = SecretDeclaration::None;
    AnswerDraft { content: Some(content), plan: Some(plan), secret, ..AnswerDraft::of_kind(AnswerKind::Propose) }
}

/// The health department changes one entry and proposes another.
pub async fn answer(bed: &Bed) {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let saved = store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    let stale = store.save_answer(&officer, YEAR, &agency, &target, version, &modified()).await;
    assert!(matches!(stale, Err(Error::Conflict { version }) if version == saved.version), "{stale:?}");
    let new = store
        .save_answer(&officer, YEAR, &agency, &AnswerTarget::NewProposal(String::new()), 0, &proposed())
        .await
        .expect("saved");
    assert_eq!(new.errors, vec![]);
    // Nobody else writes here, and other agencies do not see it.
    let stranger = self::officer("so-xd-2025");
    assert!(matches!(store.response(&stranger, YEAR, &agency).await, Err(Error::Refused(Refusal::Hidden))));
    let meddling = store.save_answer(&head("so-yt"), YEAR, &agency, &target, saved.version, &modified()).await;
    assert!(matches!(meddling, Err(Error::Refused(Refusal::Forbidden))));
    send(bed, "so-yt").await;
}

/// Lays before the head what stands, as an officer who has just read it.
pub async fn lay(store: &Store, actor: &Actor, key: CampaignKey, agency: &AgencyId) -> store::Result<()> {
    let seen = store.response(actor, key, agency).await?.version;
    store.lay_before_head(actor, key, agency, seen).await
}

/// Lays the draft before the executive office, as one who has just read it.
pub async fn lay_draft(store: &Store, actor: &Actor, key: CampaignKey) -> store::Result<()> {
    let seen = store.draft(actor, key).await?.version;
    store.submit_draft(actor, key, seen).await
}

/// The officer lays the answers before the head, who approves them.
pub async fn send(bed: &Bed, agency: &str) {
    send_in(bed, YEAR, agency).await;
}

/// The same in another campaign.
pub async fn send_in(bed: &Bed, key: CampaignKey, agency: &str) {
    let (store, id) = (&bed.store, AgencyId::from(agency));
    lay(store, &officer(agency), key, &id).await.expect("laid");
    let seen = store.response(&head(agency), key, &id).await.expect("a page").version;
    let own = store.approve(&officer(agency), key, &id, seen).await;
    assert!(matches!(own, Err(Error::Refused(Refusal::Forbidden))), "nobody approves what is their own: {own:?}");
    let unread = store.approve(&head(agency), key, &id, seen - 1).await;
    assert!(matches!(unread, Err(Error::Conflict { version }) if version == seen), "{unread:?}");
    let receipt = store.approve(&head(agency), key, &id, seen).await.expect("sent");
    assert!(receipt.number.contains(agency), "{}", receipt.number);
    let page = store.response(&officer(agency), key, &id).await.expect("a page");
    assert_eq!((page.stage, page.receipts.first()), (ResponseStage::Submitted, Some(&receipt)));
}

pub async fn points(bed: &Bed, code: Option<&str>) -> (domain::id::AnswerId, Vec<Point>) {
    let filter = QueueFilter { agency: "so-yt".to_owned(), all: true, ..QueueFilter::default() };
    let page = bed.store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue");
    let row = page.queue.iter().find(|row| row.code.as_ref().map(EntryCode::as_str) == code).expect("in the queue");
    let page = bed.store.appraisal(&coordinator(), YEAR, &filter, Some(row.answer)).await.expect("an answer");
    (row.answer, page.chosen.expect("chosen").answer.points)
}

/// The purpose is accepted, the law refused, the proposal accepted as a whole.
pub async fn appraise(bed: &Bed) {
    let store = &bed.store;
    let (_, found) = points(bed, Some("DC-005")).await;
    assert_eq!(found.len(), 2);
    let at = |field| found.iter().find(|point| point.place == Some(Place::Field(field))).expect("a point").id;
    let accept = verdict(Verdict::Accept, "");
    store.decide(&coordinator(), at(Field::Purpose), None, &accept).await.expect("accepted");
    let late = store.decide(&coordinator(), at(Field::Purpose), None, &verdict(Verdict::Reject, "muộn")).await;
    assert!(matches!(late, Err(Error::Decided { .. })), "another verdict stands already: {late:?}");
    let bare = store.decide(&coordinator(), at(Field::LegalBasis), None, &verdict(Verdict::Reject, "")).await;
    assert!(matches!(bare, Err(Error::Invalid(_))), "a refusal needs a reason: {bare:?}");
    assert!(store.decide(&clerk(), at(Field::LegalBasis), None, &accept).await.is_err());
    let no = verdict(Verdict::Reject, "Không có luật này");
    store.decide(&coordinator(), at(Field::LegalBasis), None, &no).await.expect("refused");
    let (proposal, _) = points(bed, None).await;
    let unread = store.decide_all(&coordinator(), proposal, 0, &accept).await;
    assert!(matches!(unread, Err(Error::Conflict { version: 1 })), "{unread:?}");
    store.decide_all(&coordinator(), proposal, 1, &accept).await.expect("accepted");
}

/// The decision of the Chairman as the office records it.
pub fn decision(effective_from: &str) -> DecisionDraft {
    DecisionDraft {
        number: "4567/QĐ-UBND".to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: effective_from.to_owned(),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    }
}

/// The verdicts on every point of one kind as they would stand had an earlier program taken them.
pub async fn decide_as_before(bed: &Bed, place_key: &str, verdict: &str) {
    let change = format!("update point set verdict = '{verdict}' where place_key = '{place_key}'");
    bed.raw().await.execute_unprepared(&change).await.expect("changed");
}
