//! Nobody appraises the answers of their own agency: the coordinator's are for the executive office.

use crate::common::Bed;
use crate::common::data::{MERGED_ON, NOW, coordinator, load_first_edition, system};
use crate::common::review::{YEAR, clerk, officer, proposed, send, verdict};
use domain::account::Actor;
use domain::agency::{AgencyEvent, EventKind};
use domain::campaign::{CampaignDraft, TaskKind};
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::policy::Refusal;
use domain::review::opinion::AskDraft;
use domain::review::{AnswerTarget, QueueFilter, QueueRow, Verdict};
use domain::workflow::ResponseStage;
use store::{Error, Result};

const COORDINATOR: &str = "so-khcn-2025";
const BUILDERS: &str = "so-xd-2025";

/// A review in which the coordinating department keeps an entry and proposes another, and another department keeps two.
pub async fn coordinators_proposal(bed: &Bed) -> AnswerId {
    let store = &bed.store;
    load_first_edition(bed).await;
    let owner = AgencyId::from(COORDINATOR);
    store.set_owner(&system(), &EntryCode::from("DC-003"), &owner, MERGED_ON, "Nghị quyết").await.expect("an owner");
    let home = AgencyId::from("so-nv-2025");
    store.set_owner(&system(), &EntryCode::from("DC-004"), &home, MERGED_ON, "Nghị quyết").await.expect("an owner");
    let form = CampaignDraft {
        year: YEAR.to_string(),
        letter_number: "99/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    store.open_campaign(&coordinator(), &form).await.expect("opened");
    for agency in [COORDINATOR, BUILDERS] {
        let id = AgencyId::from(agency);
        if agency == COORDINATOR {
            let mut draft = proposed();
            draft.content.as_mut().expect("a content").owner = id.clone();
            let target = AnswerTarget::NewProposal(String::new());
            store.save_answer(&officer(agency), YEAR, &id, &target, 0, &draft).await.expect("saved");
        }
        store.keep_all(&officer(agency), YEAR, &id).await.expect("kept");
        send(bed, agency).await;
    }
    let all = QueueFilter { all: true, ..QueueFilter::default() };
    let queue = store.appraisal(&clerk(), YEAR, &all, None).await.expect("a queue").queue;
    queue.iter().find(|row| row.code.is_none()).expect("the proposal").answer
}

fn forbidden<T: std::fmt::Debug>(result: Result<T>) {
    assert!(matches!(result, Err(Error::Refused(Refusal::Forbidden))), "{result:?}");
}

on_both!(the_executive_office_appraises_the_coordinators_own, async |bed| {
    let store = &bed.store;
    let id = coordinators_proposal(&bed).await;
    let accept = verdict(Verdict::Accept, "");
    let all = QueueFilter { all: true, ..QueueFilter::default() };
    let queue = async |actor: &Actor| store.appraisal(actor, YEAR, &all, Some(id)).await.expect("a queue");
    // The coordinator reads its own, and is told who decides; the office has nothing else before it.
    let page = queue(&coordinator()).await;
    let own: Vec<bool> = page.queue.iter().map(|row| row.own).collect();
    assert_eq!((own.len(), own.iter().filter(|own| **own).count()), (4, 2), "{:?}", page.queue);
    let chosen = page.chosen.expect("chosen");
    assert!(chosen.own && !chosen.may_appraise && chosen.may_be_asked.is_empty(), "{chosen:?}");
    assert_eq!((page.keeps.waiting, page.keeps.own), (2, 1));
    let page = queue(&clerk()).await;
    assert!(
        page.queue.iter().all(|row: &QueueRow| row.agency.id.as_str() == COORDINATOR && !row.own),
        "{:?}",
        page.queue
    );
    assert_eq!((page.keeps.waiting, page.keeps.own, page.sees_overlaps), (1, 0, false));
    let chosen = page.chosen.expect("chosen");
    assert!(chosen.may_appraise && !chosen.own);
    let page = store.response(&officer(COORDINATOR), YEAR, &AgencyId::from(COORDINATOR)).await.expect("a page");
    let by = page.appraised_by;
    assert_eq!(by, chosen.appraised_by.clone().unwrap_or_default(), "who appraises it, on both pages");
    assert_ne!(by.id.as_str(), COORDINATOR, "nobody appraises their own");
    let point = chosen.answer.points[0].id;
    // Every way is closed to the coordinator, and the office has no say in the others'.
    let agency = AgencyId::from(COORDINATOR);
    forbidden(store.decide(&coordinator(), point, None, &accept).await);
    forbidden(store.decide_all(&coordinator(), id, 1, &accept).await);
    forbidden(store.return_answer(&coordinator(), id, 1, "Xem lại").await);
    forbidden(store.accept_response(&coordinator(), YEAR, &agency).await);
    forbidden(store.say_on_point(&coordinator(), point, "Vì sao?").await);
    forbidden(store.accept_keeps(&coordinator(), YEAR, Some(&agency)).await);
    forbidden(store.accept_keeps(&clerk(), YEAR, Some(&AgencyId::from(BUILDERS))).await);
    forbidden(store.appraisal(&officer(COORDINATOR), YEAR, &all, None).await);
    let waits = async |actor: &Actor| {
        let tasks = store.tasks(actor).await.expect("tasks");
        tasks.iter().find(|task| task.kind == TaskKind::Appraise).map(|task| task.count)
    };
    assert_eq!((waits(&coordinator()).await, waits(&clerk()).await), (Some(2), Some(2)));
    // All at once, each what is theirs.
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted"), 2);
    assert_eq!(store.accept_keeps(&clerk(), YEAR, None).await.expect("accepted"), 1);
    store.say_on_point(&clerk(), point, "Căn cứ nào?").await.expect("asked");
    store.say_on_point(&officer(COORDINATOR), point, "Luật Dữ liệu.").await.expect("answered");
    store.decide_all(&clerk(), id, 1, &accept).await.expect("accepted");
    let page = store.response(&clerk(), YEAR, &agency).await.expect("a page");
    assert_eq!((page.stage, page.may_appraise), (ResponseStage::Accepted, true));
    assert!(!store.response(&coordinator(), YEAR, &agency).await.expect("a page").may_appraise);
    assert_eq!((waits(&coordinator()).await, waits(&clerk()).await), (None, None));
    // So the review can end.
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    assert_eq!(store.draft(&coordinator(), YEAR).await.expect("a draft").diff.balance.added, 1);
});

on_both!(accepting_all_passes_over_what_waits_for_an_opinion, async |bed| {
    let store = &bed.store;
    coordinators_proposal(&bed).await;
    let all = QueueFilter { all: true, agency: BUILDERS.to_owned(), ..QueueFilter::default() };
    let queue = store.appraisal(&coordinator(), YEAR, &all, None).await.expect("a queue").queue;
    let draft = AskDraft {
        agencies: vec![AgencyId::from("so-yt")],
        question: "Có còn dùng không?".to_owned(),
        ..AskDraft::default()
    };
    store.ask_opinions(&coordinator(), queue[0].answer, 1, &draft).await.expect("asked");
    let page = store.appraisal(&coordinator(), YEAR, &QueueFilter::default(), None).await.expect("a queue");
    assert_eq!((page.keeps.waiting, page.keeps.asked), (1, 1));
    assert!(page.queue.iter().any(|row| row.answer == queue[0].answer), "it is no bulk any more");
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted"), 1);
});

on_both!(what_is_merged_into_the_coordinator_meanwhile_is_its_own, async |bed| {
    let store = &bed.store;
    coordinators_proposal(&bed).await;
    let (accept, builders, desk) =
        (verdict(Verdict::Accept, ""), AgencyId::from(BUILDERS), AgencyId::from(COORDINATOR));
    let all = QueueFilter { all: true, agency: BUILDERS.to_owned(), ..QueueFilter::default() };
    let queue = async |actor: &Actor| store.appraisal(actor, YEAR, &all, None).await.expect("a queue").queue;
    let before = queue(&coordinator()).await;
    assert_eq!((before.len(), before.iter().any(|row| row.own)), (2, false), "{before:?}");
    assert!(queue(&clerk()).await.is_empty());
    let merger = AgencyEvent {
        id: "EV-9".to_owned(),
        date: NOW.date(),
        kind: EventKind::Merge,
        legal_document: "Nghị quyết 24/11/2026".to_owned(),
        from: vec![builders.clone(), desk.clone()],
        to: vec![desk],
        note: String::new(),
    };
    store.import_agency_events(&system(), &[merger], false).await.expect("merged");
    assert!(queue(&coordinator()).await.iter().all(|row| row.own), "they stay in sight");
    let id = before[0].answer;
    forbidden(store.decide_all(&coordinator(), id, 1, &accept).await);
    forbidden(store.return_answer(&coordinator(), id, 1, "Xem lại").await);
    forbidden(store.accept_keeps(&coordinator(), YEAR, Some(&builders)).await);
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("nothing to accept"), 0);
    assert_eq!(queue(&clerk()).await.len(), 2);
    store.decide_all(&clerk(), id, 1, &accept).await.expect("accepted");
});
