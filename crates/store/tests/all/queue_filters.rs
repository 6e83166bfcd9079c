//! The appraiser's queue is narrowed, and goes on from the chosen answer whatever became of that.

use std::collections::BTreeMap;

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{YEAR, answer, officer, open, send, verdict, withdrawn};
use crate::registers::listed;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::overlap::{Settlement, SettlementInput};
use domain::review::opinion::AskDraft;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, AppraisalPage, QueueFilter, QueueWait, Verdict};

const BUILDERS: &str = "so-xd-2025";

async fn save(bed: &Bed, code: &str, draft: &AnswerDraft) {
    let (who, agency) = (officer(BUILDERS), AgencyId::from(BUILDERS));
    let target = AnswerTarget::Entry(EntryCode::from(code));
    let version = bed.store.answer_page(&who, YEAR, &agency, &target).await.expect("a page").answer.version;
    let saved = bed.store.save_answer(&who, YEAR, &agency, &target, version, draft).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
}

fn moved(kind: AnswerKind, target: &str) -> AnswerDraft {
    AnswerDraft { kind, target: target.to_owned(), ..withdrawn("Theo đề án") }
}

/// Two departments have sent five answers, none of which keeps its entry. The proposal is like a national database.
async fn sent(bed: &Bed) {
    bed.store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(bed).await;
    answer(bed).await;
    save(bed, "DC-001", &withdrawn("Thôi dùng")).await;
    save(bed, "DC-002", &moved(AnswerKind::Transfer, "so-yt")).await;
    save(bed, "DC-003", &moved(AnswerKind::Merge, "DC-002")).await;
    send(bed, BUILDERS).await;
}

async fn page(bed: &Bed, filter: &QueueFilter, chosen: Option<AnswerId>) -> AppraisalPage {
    bed.store.appraisal(&coordinator(), YEAR, filter, chosen).await.expect("a queue")
}

/// The rows by their codes; the proposal has none.
fn by_code(page: &AppraisalPage) -> BTreeMap<String, AnswerId> {
    let code = |code: Option<&EntryCode>| code.map_or_else(|| "-".to_owned(), ToString::to_string);
    page.queue.iter().map(|row| (code(row.code.as_ref()), row.answer)).collect()
}

on_both!(the_next_answer_comes_in_the_order_of_the_queue, async |bed| {
    sent(&bed).await;
    let all = QueueFilter::default();
    let table = page(&bed, &all, None).await;
    let order: Vec<AnswerId> = table.queue.iter().map(|row| row.answer).collect();
    assert_eq!(order.len(), 5);
    // From the table to the first, on to each, and round the end.
    let (mut walked, mut next) = (Vec::new(), table.beside.after);
    while let Some(place) = next.filter(|place| !walked.contains(&place.answer)) {
        walked.push(place.answer);
        next = page(&bed, &all, Some(place.answer)).await.beside.after;
    }
    assert_eq!((&walked, next.map(|place| place.answer)), (&order, Some(order[0])));
    // What was decided leaves the queue, and keeps its place while it is chosen.
    let no = verdict(Verdict::Reject, "Chưa rõ");
    bed.store.decide_all(&coordinator(), order[1], 1, &no).await.expect("decided");
    let decided = page(&bed, &all, Some(order[1])).await;
    let beside = [decided.beside.before, decided.beside.after].map(|place| place.map(|place| place.answer));
    assert_eq!(beside, [Some(order[0]), Some(order[2])]);
    assert_eq!((decided.total, by_code(&decided).values().any(|id| *id == order[1])), (4, false));
    // Where it is shown it is passed over.
    let shown = page(&bed, &QueueFilter { all: true, ..all }, Some(order[0])).await;
    assert_eq!((shown.total, shown.beside.after.map(|place| place.answer)), (5, Some(order[2])));
});

on_both!(the_queue_is_narrowed, async |bed| {
    sent(&bed).await;
    let (store, all) = (&bed.store, QueueFilter::default());
    let ids = by_code(&page(&bed, &all, None).await);
    // One comes back and is sent anew, one is asked about, of one another agency is asked.
    store.return_answer(&coordinator(), ids["DC-003"], 1, "Gộp vào đâu?").await.expect("returned");
    save(&bed, "DC-003", &moved(AnswerKind::Merge, "DC-005")).await;
    send(&bed, BUILDERS).await;
    let chosen = page(&bed, &all, Some(ids["DC-005"])).await.chosen.expect("chosen");
    store.say_on_point(&coordinator(), chosen.answer.points[0].id, "Căn cứ nào?").await.expect("asked");
    let ask = AskDraft {
        agencies: vec![AgencyId::from("so-nv-2025")],
        question: "Có đồng ý không?".to_owned(),
        ..AskDraft::default()
    };
    store.ask_opinions(&coordinator(), ids["DC-002"], 2, &ask).await.expect("asked");
    let kind = |kind| QueueFilter { kind: Some(kind), ..QueueFilter::default() };
    let waits = |waits| QueueFilter { waits: Some(waits), ..QueueFilter::default() };
    let text = |text: &str| QueueFilter { text: text.to_owned(), ..QueueFilter::default() };
    for (filter, left) in [
        (all.clone(), "- DC-001 DC-002 DC-003 DC-005"),
        (kind(AnswerKind::Modify), "DC-005"),
        (kind(AnswerKind::Withdraw), "DC-001"),
        (kind(AnswerKind::Merge), "DC-003"),
        (kind(AnswerKind::Transfer), "DC-002"),
        (kind(AnswerKind::Propose), "-"),
        (waits(QueueWait::Appraiser), "- DC-001 DC-003"),
        (waits(QueueWait::Agency), "DC-005"),
        (waits(QueueWait::Opinion), "DC-002"),
        (waits(QueueWait::Overlap), "-"),
        (QueueFilter { second: true, ..QueueFilter::default() }, "DC-003"),
        (text("KHAM chữa"), "DC-005"),
        (text("dan so"), "-"),
        (text("dc-003"), "DC-003"),
        (QueueFilter { agency: "so-yt".to_owned(), ..kind(AnswerKind::Merge) }, ""),
        (QueueFilter { agency: "so-yt".to_owned(), ..waits(QueueWait::Appraiser) }, "-"),
    ] {
        let found = page(&bed, &filter, None).await;
        let codes: Vec<String> = by_code(&found).into_keys().collect();
        assert_eq!((codes.join(" ").as_str(), found.total), (left, codes.len() as u64), "{filter:?}");
    }
    // What is chosen and not in the narrowed queue has a way into it.
    let narrowed = page(&bed, &kind(AnswerKind::Withdraw), Some(ids["DC-005"])).await;
    assert_eq!((narrowed.total, narrowed.beside.after.map(|place| place.answer)), (1, Some(ids["DC-001"])));
    // Settled, the overlap is waited for no more.
    let reason = "Khác phạm vi".to_owned();
    let different = SettlementInput { settlement: Some(Settlement::Different), reason, seen: 0 };
    let (agency, target) = (AgencyId::from("so-yt"), AnswerTarget::Proposal(ids["-"]));
    store.settle_overlap(&coordinator(), YEAR, &agency, &target, "QG-001", &different).await.expect("settled");
    let open = page(&bed, &waits(QueueWait::Overlap), Some(ids["DC-001"])).await;
    assert_eq!((open.total, open.beside.after), (0, None));
});
