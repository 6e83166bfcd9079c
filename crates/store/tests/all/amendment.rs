//! Changes out of the yearly cycle: asked for, taken up, appraised as everything is, and in force.

use crate::common::Bed;
use crate::common::data::{anonymous, coordinator, load_first_edition, system};
use crate::common::review::{clerk, head, lay, lay_draft, modified, officer, proposed, send_in, verdict, withdrawn};
use domain::account::Actor;
use domain::campaign::{
    AmendmentDraft, CampaignDraft, CampaignKey, DecisionDraft, RequestDraft, SuccessionChoice, SuccessionDraft,
    TaskKind,
};
use domain::catalog::EntryStatus;
use domain::check::{FieldCode, FieldError};
use domain::edition::EditionFilter;
use domain::id::{AgencyId, ChangeRequestId, EditionId, EntryCode};
use domain::policy::Refusal;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, QueueFilter, Verdict};
use domain::workflow::{CampaignStage, EditionStage, RequestStage, ResponseStage};
use store::{Error, SignedFile};
use time::macros::date;

const HEALTH: &str = "so-yt";
const BUILDERS: &str = "so-xd-2025";

fn key(text: &str) -> CampaignKey {
    text.parse().expect("a key")
}

fn code(text: &str) -> EntryCode {
    EntryCode::from(text)
}

fn request(codes: &[&str]) -> RequestDraft {
    RequestDraft {
        reason: "Luật mới có hiệu lực".to_owned(),
        letter_number: "215/SYT".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        codes: codes.iter().map(|one| code(one)).collect(),
    }
}

pub fn round(agencies: &[&str], codes: &str) -> AmendmentDraft {
    AmendmentDraft {
        reason: "Đính chính".to_owned(),
        letter_number: "300/SKHCN".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
        agencies: agencies.iter().map(|one| AgencyId::from(*one)).collect(),
        codes: codes.to_owned(),
    }
}

fn remarks<T: std::fmt::Debug>(found: Result<T, Error>) -> Vec<FieldError> {
    match found {
        Err(Error::Invalid(remarks)) => remarks,
        other => panic!("no remarks: {other:?}"),
    }
}

/// What was told: the field's code and its detail.
fn told<T: std::fmt::Debug>(found: Result<T, Error>) -> Vec<(FieldCode, String)> {
    remarks(found).into_iter().map(|one| (one.code, one.detail)).collect()
}

async fn raise(bed: &Bed, agency: &str, codes: &[&str]) -> ChangeRequestId {
    bed.store.raise_change(&officer(agency), &AgencyId::from(agency), &request(codes)).await.expect("raised")
}

pub async fn say(bed: &Bed, round: CampaignKey, agency: &str, entry: &str, kind: AnswerKind, target: &str) {
    let said = AnswerDraft { target: target.to_owned(), ..AnswerDraft { kind, ..withdrawn("Theo đề nghị") } };
    say_all(bed, round, agency, entry, &said).await;
}

pub async fn say_all(bed: &Bed, round: CampaignKey, agency: &str, entry: &str, said: &AnswerDraft) {
    let (id, target) = (AgencyId::from(agency), AnswerTarget::Entry(code(entry)));
    let page = bed.store.answer_page(&officer(agency), round, &id, &target).await.expect("a page");
    let saved = bed.store.save_answer(&officer(agency), round, &id, &target, page.answer.version, said).await;
    assert_eq!(saved.expect("saved").errors, vec![], "{entry}");
}

/// Accepts every answer but those on the entries named, which are rejected.
pub async fn appraise_but(bed: &Bed, round: CampaignKey, rejected: &[&str]) {
    let filter = QueueFilter { agency: String::new(), all: true, ..QueueFilter::default() };
    let queue = bed.store.appraisal(&coordinator(), round, &filter, None).await.expect("a queue").queue;
    for row in queue.iter().filter(|row| row.points > 0) {
        let no = row.code.as_ref().is_some_and(|code| rejected.contains(&code.as_str()));
        let input = if no { verdict(Verdict::Reject, "Chưa đủ căn cứ") } else { verdict(Verdict::Accept, "") };
        bed.store.decide_all(&coordinator(), row.answer, row.round, &input).await.expect("decided");
    }
}

pub async fn compile_and_issue(bed: &Bed, round: CampaignKey, number: &str) -> EditionId {
    let store = &bed.store;
    store.close_campaign(&coordinator(), round, false).await.expect("nothing is open: it closes without force");
    let draft = store.compile(&coordinator(), round).await.expect("compiled");
    let seen = store.edition(&anonymous(), draft, &EditionFilter::default()).await;
    assert!(matches!(seen, Err(Error::NotFound)), "a draft is not public");
    lay_draft(store, &coordinator(), round).await.expect("submitted");
    let form = DecisionDraft {
        number: number.to_owned(),
        date: "24/11/2026".to_owned(),
        effective_from: "24/11/2026".to_owned(),
        signer: "Nguyễn Văn B".to_owned(),
        signer_title: "CHỦ TỊCH".to_owned(),
    };
    let file = Some(SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() });
    let seen = store.draft(&clerk(), round).await.expect("a draft").version;
    assert_eq!(store.issue(&clerk(), round, seen, &form, file).await.expect("issued"), draft);
    draft
}

on_both!(asked_for_by_agencies_and_in_force_after_the_same_appraisal, async |bed| {
    let (store, health) = (&bed.store, AgencyId::from(HEALTH));
    let first = load_first_edition(&bed).await;
    // Only the officer of the agency asks, and only of what is the agency's own.
    let foreign = store.raise_change(&officer(BUILDERS), &health, &request(&[])).await;
    assert!(matches!(foreign, Err(Error::Refused(Refusal::Hidden))), "{foreign:?}");
    for other in [head(HEALTH), coordinator(), clerk()] {
        let refused = store.raise_change(&other, &health, &request(&[])).await;
        assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden | Refusal::Hidden))), "{refused:?}");
    }
    let not_theirs = told(store.raise_change(&officer(HEALTH), &health, &request(&["DC-005", "DC-001"])).await);
    assert_eq!(not_theirs, [(FieldCode::NotTheirs, "DC-001".to_owned())]);
    assert_eq!(remarks(store.raise_change(&officer(HEALTH), &health, &RequestDraft::default()).await).len(), 3);
    let asked = raise(&bed, HEALTH, &["DC-005"]).await;
    let waiting = |tasks: Vec<domain::campaign::Task>| {
        tasks.into_iter().find(|task| task.kind == TaskKind::DecideRequests).map(|task| task.count)
    };
    assert_eq!(waiting(store.tasks(&coordinator()).await.expect("tasks")), Some(1));
    let seen_by = async |actor: &Actor| store.amendments(actor).await.expect("a page").requests.len();
    assert_eq!(seen_by(&officer(BUILDERS)).await, 0, "another agency's request is its own");
    assert_eq!((seen_by(&head(HEALTH)).await, seen_by(&coordinator()).await), (1, 1));

    let due = "30/11/2026";
    let officers = store.accept_change(&officer(HEALTH), asked, 1, due).await;
    assert!(matches!(officers, Err(Error::Refused(Refusal::Forbidden))), "{officers:?}");
    assert_eq!(told(store.accept_change(&coordinator(), asked, 1, "").await), [(FieldCode::Required, String::new())]);
    let early = told(store.accept_change(&coordinator(), asked, 1, "20/11/2026").await);
    assert_eq!(early, [(FieldCode::TooEarly, String::new())]);
    let unread = store.accept_change(&coordinator(), asked, 0, due).await;
    assert!(matches!(unread, Err(Error::Conflict { version: 1 })), "{unread:?}");
    let round = store.accept_change(&coordinator(), asked, 1, due).await.expect("accepted");
    assert_eq!(round.to_string(), "2026-1");
    assert!(matches!(store.accept_change(&coordinator(), asked, 2, due).await, Err(Error::IllegalMove(_))));
    assert_eq!(waiting(store.tasks(&coordinator()).await.expect("tasks")), None);
    let task = &store.tasks(&officer(HEALTH)).await.expect("tasks")[0];
    assert_eq!((task.kind, task.campaign, task.days_left), (TaskKind::AnswerReview, Some(round), Some(4)));
    let board = store.board(&coordinator(), round).await.expect("a board");
    let rows: Vec<(&str, u32)> = board.rows.iter().map(|row| (row.agency.id.as_str(), row.entries)).collect();
    assert_eq!((rows, board.campaign.reason.as_str()), (vec![(HEALTH, 1)], "Luật mới có hiệu lực"));
    assert!(board.campaign.requested_by.is_some_and(|agency| agency.id.as_str() == HEALTH), "its own letter");

    // One campaign at a time; a further request joins the round that takes answers.
    let year = CampaignDraft {
        year: "2026".to_owned(),
        letter_number: "1/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    let standing = [(FieldCode::Unfinished, "2026-1".to_owned())];
    assert_eq!(told(store.open_campaign(&coordinator(), &year).await), standing);
    assert_eq!(told(store.open_amendment(&coordinator(), &self::round(&[BUILDERS], "")).await), standing);
    let second = raise(&bed, BUILDERS, &[]).await;
    assert_eq!(store.accept_change(&coordinator(), second, 1, "").await.expect("joined"), round);
    let third = raise(&bed, BUILDERS, &[]).await;
    assert_eq!(told(store.accept_change(&coordinator(), third, 1, due).await), standing, "asked there already");

    // Nothing has to be answered, and nothing but changes is laid before the head.
    assert_eq!(remarks(lay(store, &officer(HEALTH), round, &health).await)[0].field, "changes");
    assert!(matches!(store.keep_all(&officer(HEALTH), round, &health).await, Err(Error::Invalid(_))));
    let nothing = store.set_nothing_to_change(&officer(HEALTH), round, &health, true).await;
    assert!(matches!(nothing, Err(Error::Invalid(_))), "{nothing:?}");
    say(&bed, round, HEALTH, "DC-005", AnswerKind::Keep, "").await;
    assert_eq!(remarks(lay(store, &officer(HEALTH), round, &health).await)[0].field, "changes");
    // A new name; another database.
    let mut renamed = modified();
    renamed.content.as_mut().expect("a content").name = "CSDL khám bệnh, chữa bệnh".to_owned();
    say_all(&bed, round, HEALTH, "DC-005", &renamed).await;
    let new = AnswerTarget::NewProposal(String::new());
    store.save_answer(&officer(HEALTH), round, &health, &new, 0, &proposed()).await.expect("saved");
    send_in(&bed, round, HEALTH).await;
    let receipts = store.response(&head(HEALTH), round, &health).await.expect("a page").receipts;
    assert_eq!(receipts[0].number, "RS-2026-1-so-yt-1");
    // The other kinds of change.
    say(&bed, round, BUILDERS, "DC-001", AnswerKind::Transfer, HEALTH).await;
    say(&bed, round, BUILDERS, "DC-002", AnswerKind::Merge, "DC-001").await;
    say(&bed, round, BUILDERS, "DC-003", AnswerKind::Withdraw, "").await;
    send_in(&bed, round, BUILDERS).await;
    let early = store.close_campaign(&coordinator(), round, false).await;
    assert!(matches!(early, Err(Error::Unfinished(2))), "{early:?}");
    appraise_but(&bed, round, &[]).await;
    let edition = compile_and_issue(&bed, round, "4000/QĐ-UBND").await;

    let diff = store.edition_diff(&anonymous(), first, edition).await.expect("a comparison");
    let changed: Vec<(&str, EntryStatus)> =
        diff.entries.iter().map(|entry| (entry.code.as_str(), entry.status)).collect();
    for expected in [
        ("DC-001", EntryStatus::Modified),
        ("DC-002", EntryStatus::Removed),
        ("DC-003", EntryStatus::Removed),
        ("DC-005", EntryStatus::Modified),
        ("DC-006", EntryStatus::New),
    ] {
        assert!(changed.contains(&expected), "{expected:?} in {changed:?}");
    }
    // What nobody touched shares its version, though its agency has ended since.
    assert_eq!((changed.len(), diff.balance.unchanged), (5, 1));
    let page = store.edition(&anonymous(), edition, &EditionFilter::default()).await.expect("a page");
    assert_eq!((page.edition.amendment, page.edition.stage), (Some(1), EditionStage::Issued));
    assert_eq!(page.base.expect("a base").id, first);
    let amends = page.amends.expect("what it amends");
    let heads: Vec<_> = amends.entries.iter().flat_map(|one| &one.changes).map(|change| change.place.key()).collect();
    assert_eq!((amends.whole.id, amends.entries.len(), amends.agencies.len(), heads.len()), (first, 5, 2, 2));
    assert!(["owner_id", "name"].iter().all(|head| heads.iter().any(|one| one == head)), "{heads:?}");
    assert!(page.groups.iter().any(|group| group.agency.id.as_str() == "so-ldtbxh"));
    let before = store.edition(&anonymous(), first, &EditionFilter::default()).await.expect("a page");
    assert_eq!(before.next.expect("amended").amendment, Some(1));
    assert_eq!(store.editions(&anonymous()).await.expect("a list")[0].amends.as_ref().expect("a whole").id, first);
    // As of a day: the catalog before and after.
    for (day, id, name) in [
        (date!(2026 - 11 - 23), first, "CSDL khám chữa bệnh"),
        (date!(2026 - 11 - 24), edition, "CSDL khám bệnh, chữa bệnh"),
    ] {
        assert_eq!(store.edition_in_force(day).await.expect("an answer").expect("an edition").id, id, "{day}");
        let content = store.edition_content(&anonymous(), id).await.expect("contents");
        let names: Vec<&str> =
            content.groups.iter().flat_map(|group| &group.entries).map(|(_, one)| one.name.as_str()).collect();
        assert!(names.contains(&name), "{names:?}");
    }
    let moved = store.entry(&anonymous(), &code("DC-001"), None).await.expect("a page");
    assert_eq!((moved.owner.id.as_str(), moved.content.items.len()), (HEALTH, 2), "transferred, with the other's item");
    let concluded = store.campaigns(&coordinator()).await.expect("a list").remove(0);
    assert_eq!((concluded.key, concluded.stage, concluded.abandoned), (round, CampaignStage::Concluded, false));
    // Codes are never used again, and the next campaign may be opened.
    assert_eq!(store.open_campaign(&coordinator(), &year).await.expect("opened"), key("2026"));
    assert_eq!(
        told(store.accept_change(&coordinator(), third, 1, due).await),
        [(FieldCode::Unfinished, "2026".to_owned())]
    );
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_rejection_is_kept_with_its_reason_and_a_request_may_be_taken_back, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let asked = raise(&bed, HEALTH, &["DC-005"]).await;
    assert!(matches!(store.reject_change(&coordinator(), asked, 1, " ").await, Err(Error::Invalid(_))));
    assert!(store.reject_change(&officer(HEALTH), asked, 1, "không").await.is_err());
    store.reject_change(&coordinator(), asked, 1, "Chờ đợt rà soát năm.").await.expect("rejected");
    let seen = store.amendments(&officer(HEALTH)).await.expect("a page").requests.remove(0);
    assert_eq!((seen.stage, seen.answer.as_str()), (RequestStage::Rejected, "Chờ đợt rà soát năm."));
    assert_eq!((seen.decided_by.as_str(), seen.entries[0].code.as_str()), ("Người thẩm định", "DC-005"));
    assert!(matches!(store.withdraw_change(&officer(HEALTH), asked, 2).await, Err(Error::IllegalMove(_))));
    let other = raise(&bed, HEALTH, &[]).await;
    let stranger = store.withdraw_change(&officer(BUILDERS), other, 1).await;
    assert!(matches!(stranger, Err(Error::Refused(Refusal::Hidden))), "{stranger:?}");
    store.withdraw_change(&officer(HEALTH), other, 1).await.expect("taken back");
    assert!(matches!(store.accept_change(&coordinator(), other, 2, "30/11/2026").await, Err(Error::IllegalMove(_))));
    assert_eq!(store.campaigns(&coordinator()).await.expect("a list"), vec![], "nothing was opened");
    for _ in 0..20 {
        raise(&bed, HEALTH, &[]).await;
    }
    let more = store.raise_change(&officer(HEALTH), &AgencyId::from(HEALTH), &request(&[])).await;
    assert_eq!(told(more), [(FieldCode::TooMany, "20".to_owned())]);
});

on_both!(a_round_asks_whom_it_names_and_may_end_without_a_decision, async |bed| {
    let store = &bed.store;
    let base = load_first_edition(&bed).await;
    for (agencies, codes, expected) in [
        (vec![], "", (FieldCode::Required, String::new())),
        (vec!["so-xd"], "", (FieldCode::Unknown, "so-xd".to_owned())),
        (vec![HEALTH], "DC-001, DC-005", (FieldCode::NotTheirs, "DC-001".to_owned())),
    ] {
        assert_eq!(told(store.open_amendment(&coordinator(), &round(&agencies, codes)).await), [expected]);
    }
    assert!(store.open_amendment(&clerk(), &round(&[HEALTH], "")).await.is_err());
    let opened = store.open_amendment(&coordinator(), &round(&[BUILDERS, HEALTH], "dc-002 DC-005")).await;
    let opened = opened.expect("opened");
    let rows = store.board(&coordinator(), opened).await.expect("a board").rows;
    let mut asked: Vec<(&str, u32)> = rows.iter().map(|row| (row.agency.id.as_str(), row.entries)).collect();
    asked.sort_unstable();
    assert_eq!(asked, [(BUILDERS, 1), (HEALTH, 1)]);
    // What a round modifies stands under the agency that answers for it from then on.
    let page = store
        .answer_page(&officer(BUILDERS), opened, &AgencyId::from(BUILDERS), &AnswerTarget::Entry(code("DC-002")))
        .await
        .expect("a page");
    let base_content = page.answer.base.expect("a base");
    assert_eq!(base_content.owner.as_str(), "so-xd", "as the decision in force has it");
    let content = domain::catalog::EntryContent { purpose: "Quản lý nhà ở xã hội".to_owned(), ..base_content };
    let secret = domain::review::SecretDeclaration::None;
    let said = AnswerDraft { content: Some(content), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
    say_all(&bed, opened, BUILDERS, "DC-002", &said).await;
    send_in(&bed, opened, BUILDERS).await;
    appraise_but(&bed, opened, &[]).await;
    store.close_campaign(&coordinator(), opened, true).await.expect("one agency changes nothing");
    let draft = store.compile(&coordinator(), opened).await.expect("compiled");
    let diff = store.edition_diff(&coordinator(), base, draft).await.expect("a comparison");
    let fields: Vec<String> = diff.entries[0].changes.iter().map(|change| change.place.key()).collect();
    assert_eq!((diff.entries.len(), fields), (1, vec!["owner_id".to_owned(), "purpose".to_owned()]));
    // It ends without a decision, with a reason; the catalog stays.
    assert!(matches!(store.abandon_campaign(&coordinator(), opened, "").await, Err(Error::Invalid(_))));
    assert!(store.abandon_campaign(&clerk(), opened, "Thôi").await.is_err());
    store.abandon_campaign(&coordinator(), opened, "Chuyển sang đợt rà soát năm.").await.expect("ended");
    let ended = store.campaigns(&coordinator()).await.expect("a list").remove(0);
    assert_eq!((ended.stage, ended.abandoned), (CampaignStage::Concluded, true));
    assert_eq!(store.edition_in_force(date!(2026 - 12 - 31)).await.expect("an answer").expect("one").id, base);
    // The next takes the next number; a yearly review ends with a decision and no other way.
    let next = store.open_amendment(&coordinator(), &round(&[HEALTH], "")).await.expect("opened");
    assert_eq!(next.to_string(), "2026-2");
    store.abandon_campaign(&coordinator(), next, "Không cần nữa.").await.expect("ended while it takes answers");
    let year = CampaignDraft {
        year: "2026".to_owned(),
        letter_number: "1/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    let annual = store.open_campaign(&coordinator(), &year).await.expect("opened");
    assert!(matches!(store.abandon_campaign(&coordinator(), annual, "Thôi").await, Err(Error::IllegalMove(_))));
});

fn takers(codes: &[(&str, &str)]) -> SuccessionDraft {
    SuccessionDraft {
        reason: "Chuyển chủ quản theo Nghị quyết".to_owned(),
        letter_number: "301/SKHCN".to_owned(),
        letter_date: "20/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
        to: codes
            .iter()
            .map(|(entry, agency)| SuccessionChoice { code: code(entry), agency: AgencyId::from(*agency) })
            .collect(),
    }
}

on_both!(after_a_reorganisation_entries_are_transferred_in_bulk, async |bed| {
    let store = &bed.store;
    let base = load_first_edition(&bed).await;
    let left = async || {
        let page = store.amendments(&coordinator()).await.expect("a page");
        page.successions.into_iter().map(|one| (one.event, one.entries)).collect::<Vec<_>>()
    };
    let mut found = left().await;
    found.sort();
    assert_eq!(found, [("EV-1".to_owned(), 3), ("EV-3".to_owned(), 1)]);
    assert_eq!(store.amendments(&officer(HEALTH)).await.expect("a page").successions, vec![]);
    assert!(store.succession(&officer(HEALTH), "EV-1").await.is_err());
    assert!(matches!(store.succession(&coordinator(), "EV-2").await, Err(Error::NotFound)), "it left nothing");
    let page = store.succession(&coordinator(), "EV-1").await.expect("a page");
    assert!(page.entries.iter().all(|one| one.suggested == Some(AgencyId::from(BUILDERS))), "{:?}", page.entries);
    // Of two successors somebody has to choose.
    let split = store.succession(&coordinator(), "EV-3").await.expect("a page");
    assert_eq!((split.entries[0].suggested.clone(), split.succession.to.len()), (None, 2));

    for (form, expected) in [
        (takers(&[]), (FieldCode::Required, String::new())),
        (takers(&[("DC-001", "")]), (FieldCode::Required, String::new())),
        (takers(&[("DC-001", HEALTH)]), (FieldCode::Unknown, "DC-001".to_owned())),
        (takers(&[("DC-005", BUILDERS)]), (FieldCode::Unknown, "DC-005".to_owned())),
    ] {
        assert_eq!(told(store.open_succession(&coordinator(), "EV-1", &form).await), [expected]);
    }
    let all = takers(&[("DC-001", BUILDERS), ("DC-002", BUILDERS), ("DC-003", BUILDERS)]);
    assert!(store.open_succession(&clerk(), "EV-1", &all).await.is_err());
    let opened = store.open_succession(&coordinator(), "EV-1", &all).await.expect("opened");
    let agency = AgencyId::from(BUILDERS);
    let page = store.response(&officer(BUILDERS), opened, &agency).await.expect("a page");
    assert_eq!((page.stage, page.changes()), (ResponseStage::InProgress, 3));
    for answer in &page.answers {
        let said = answer.draft.as_ref().expect("filled in");
        assert_eq!((said.kind, said.target.as_str(), answer.errors.len()), (AnswerKind::Transfer, BUILDERS, 0));
    }
    // The successor inherits the duty, not the sign-off: its own officer and head send it.
    send_in(&bed, opened, BUILDERS).await;
    appraise_but(&bed, opened, &["DC-003"]).await;
    let edition = compile_and_issue(&bed, opened, "4001/QĐ-UBND").await;
    let diff = store.edition_diff(&anonymous(), base, edition).await.expect("a comparison");
    let moved: Vec<(&str, &str)> = diff
        .entries
        .iter()
        .flat_map(|entry| entry.changes.iter().map(|change| (entry.code.as_str(), change.new.as_str())))
        .collect();
    assert_eq!(moved, [("DC-001", BUILDERS), ("DC-002", BUILDERS)], "what was rejected stays as it was");
    let mut found = left().await;
    found.sort();
    assert_eq!(found, [("EV-1".to_owned(), 1), ("EV-3".to_owned(), 1)]);

    // A split: the chosen successor answers for what nobody answered for.
    let opened = store.open_succession(&coordinator(), "EV-3", &takers(&[("DC-004", "so-nv-2025")])).await;
    let opened = opened.expect("opened");
    assert_eq!(opened.to_string(), "2026-2");
    send_in(&bed, opened, "so-nv-2025").await;
    appraise_but(&bed, opened, &[]).await;
    let last = compile_and_issue(&bed, opened, "4002/QĐ-UBND").await;
    let owner = store.entry(&anonymous(), &code("DC-004"), None).await.expect("a page").owner;
    assert_eq!(owner.id.as_str(), "so-nv-2025");
    // It amends a catalog that was amended before.
    let page = store.edition(&anonymous(), last, &EditionFilter::default()).await.expect("a page");
    assert_eq!((page.base.expect("a base").id, page.amends.expect("amends").whole.id), (edition, base));
    assert_eq!(left().await, [("EV-1".to_owned(), 1)]);
});
