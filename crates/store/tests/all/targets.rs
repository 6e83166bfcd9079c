//! What a merger names must be there and stay: refused when it is sent, and once more before it is accepted, so that
//! compiling never finds a target gone.

use crate::common::Bed;
use crate::common::data::{agencies, anonymous, coordinator, system};
use crate::common::review::{DAY, YEAR, clerk, decision, lay_draft, officer, open, send, verdict, withdrawn};
use domain::check::FieldError;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::review::opinion::AskDraft;
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, Point, QueueFilter, SeveralForm, Verdict, VerdictInput};
use store::{Error, SignedFile};
use time::macros::date;

const BUILDERS: &str = "so-xd-2025";

/// `field code detail` of each remark.
fn lines(remarks: &[FieldError]) -> Vec<String> {
    remarks.iter().map(|one| format!("{} {} {}", one.field, one.code, one.detail).trim_end().to_owned()).collect()
}

fn told<T: std::fmt::Debug>(found: Result<T, Error>) -> Vec<String> {
    match found {
        Err(Error::Invalid(remarks)) => lines(&remarks),
        other => panic!("no remarks: {other:?}"),
    }
}

fn merged(into: &str) -> AnswerDraft {
    AnswerDraft { kind: AnswerKind::Merge, target: into.to_owned(), ..withdrawn("Cùng một nghiệp vụ") }
}

/// What is wrong with an answer once it is saved, and how its own page says it.
async fn say(bed: &Bed, agency: &str, code: &str, said: &AnswerDraft) -> Vec<String> {
    let (id, target) = (AgencyId::from(agency), AnswerTarget::Entry(EntryCode::from(code)));
    let version = bed.store.answer_page(&officer(agency), YEAR, &id, &target).await.expect("a page").answer.version;
    let saved = bed.store.save_answer(&officer(agency), YEAR, &id, &target, version, said).await.expect("saved");
    let page = bed.store.answer_page(&officer(agency), YEAR, &id, &target).await.expect("a page");
    assert_eq!(page.answer.errors, saved.errors, "{code}");
    lines(&saved.errors)
}

async fn lay(bed: &Bed, agency: &str) -> Vec<String> {
    told(crate::common::review::lay(&bed.store, &officer(agency), YEAR, &AgencyId::from(agency)).await)
}

async fn keep_all(bed: &Bed, agency: &str) {
    bed.store.keep_all(&officer(agency), YEAR, &AgencyId::from(agency)).await.expect("kept");
}

on_both!(a_target_that_is_none_or_leaves_is_not_sent, async |bed| {
    open(&bed).await;
    keep_all(&bed, BUILDERS).await;
    for (draft, of_answer, of_sending) in [
        (merged("DC-099"), "target target_unknown DC-099", "DC-001 target_unknown DC-099"),
        (merged("DC-001"), "target itself", "DC-001 itself"),
        (AnswerDraft { reason: " ".into(), ..merged("DC-005") }, "reason required", "DC-001 incomplete"),
        (
            AnswerDraft { kind: AnswerKind::Transfer, ..merged("so-xd") },
            "target target_ends 18/02/2025",
            "DC-001 target_ends 18/02/2025",
        ),
    ] {
        assert_eq!(say(&bed, BUILDERS, "DC-001", &draft).await, [of_answer], "{draft:?}");
        assert_eq!(lay(&bed, BUILDERS).await, [of_sending], "{draft:?}");
    }
    // Into an entry of one's own that leaves, by whichever answer came first.
    assert_eq!(say(&bed, BUILDERS, "DC-001", &merged("DC-002")).await, Vec::<String>::new());
    let merged_into = ["reason merged_into DC-001"];
    assert_eq!(say(&bed, BUILDERS, "DC-002", &withdrawn("Thôi dùng")).await, merged_into, "told at once");
    assert_eq!(lay(&bed, BUILDERS).await, ["DC-001 target_leaves DC-002", "DC-002 merged_into DC-001"]);
    // What the agency gives up is offered to no merger, but shown where it is named already.
    let offered = async |code: &str| {
        let (id, target) = (AgencyId::from(BUILDERS), AnswerTarget::Entry(EntryCode::from(code)));
        let page = bed.store.answer_page(&officer(BUILDERS), YEAR, &id, &target).await.expect("a page");
        page.merge_targets.iter().any(|(code, _)| code.as_str() == "DC-002")
    };
    assert_eq!((offered("DC-001").await, offered("DC-003").await), (true, false));
    let form = SeveralForm {
        entries: [("DC-003".to_owned(), "1".to_owned())].into(),
        kind: "merge".into(),
        reason: "Gộp".into(),
        merge_into: "DC-002".into(),
        effective: DAY.into(),
        ..SeveralForm::default()
    };
    let left = bed.store.answer_several(&officer(BUILDERS), YEAR, &AgencyId::from(BUILDERS), &form).await;
    assert_eq!(lines(&left.expect("told").unsaved[0].errors), ["target target_leaves DC-002"]);
    let keep = AnswerDraft::of_kind(AnswerKind::Keep);
    assert_eq!(say(&bed, BUILDERS, "DC-002", &keep).await, Vec::<String>::new());
    let page = bed.store.response(&officer(BUILDERS), YEAR, &AgencyId::from(BUILDERS)).await.expect("a page");
    assert_eq!((page.errors(), page.entries), (0, vec![("DC-002".into(), "CSDL nhà ở".to_owned())]));
    send(&bed, BUILDERS).await;
});

/// An answer in the queue: its number, its round, and its one point.
async fn queued(bed: &Bed, code: &str) -> (AnswerId, u32, Point) {
    let filter = QueueFilter { all: true, ..QueueFilter::default() };
    let queue = bed.store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue").queue;
    let is_it = |one: &EntryCode| one.as_str() == code;
    let row = queue.iter().find(|row| row.code.as_ref().is_some_and(is_it)).expect("in the queue");
    let page = bed.store.appraisal(&coordinator(), YEAR, &filter, Some(row.answer)).await.expect("an answer");
    (row.answer, row.round, page.chosen.expect("chosen").answer.points.remove(0))
}

async fn decide(bed: &Bed, code: &str, input: &VerdictInput) -> Result<(), Error> {
    let (_, _, point) = queued(bed, code).await;
    bed.store.decide(&coordinator(), point.id, point.decision.map(|given| given.decided_at), input).await
}

on_both!(what_goes_is_read_beside_where_it_goes, async |bed| {
    open(&bed).await;
    keep_all(&bed, BUILDERS).await;
    let transferred = AnswerDraft { kind: AnswerKind::Transfer, ..merged("so-nv-2025") };
    for (code, said) in [("DC-001", merged("DC-005")), ("DC-002", transferred), ("DC-003", withdrawn("Thôi dùng"))] {
        assert_eq!(say(&bed, BUILDERS, code, &said).await, Vec::<String>::new(), "{code}");
    }
    send(&bed, BUILDERS).await;
    let filter = QueueFilter { all: true, ..QueueFilter::default() };
    for (code, into, receiver) in [("DC-001", "DC-005", ""), ("DC-002", "", "so-nv-2025"), ("DC-003", "", "")] {
        let (id, round, _) = queued(&bed, code).await;
        let page = bed.store.appraisal(&coordinator(), YEAR, &filter, Some(id)).await.expect("an answer");
        let chosen = page.chosen.expect("chosen");
        let going = chosen.going.expect("an entry that goes");
        assert_eq!((going.entry.code.as_str(), going.entry.owner.id.as_str()), (code, BUILDERS));
        assert_eq!(Some(&going.entry.content), chosen.answer.base.as_ref(), "{code}");
        let target = going.into.as_ref().map(|into| (into.code.as_str(), into.owner.id.as_str()));
        assert_eq!(target, (!into.is_empty()).then_some((into, "so-yt")), "{code}");
        let takes = going.receiver.as_ref().map(|agency| agency.id.as_str());
        assert_eq!(takes, (!receiver.is_empty()).then_some(receiver), "{code}");
        // Who is asked for an opinion reads the same.
        let draft = AskDraft {
            agencies: vec![AgencyId::from("so-yt")],
            question: "Có vướng gì không?".to_owned(),
            days: "5".to_owned(),
            silence: false,
        };
        bed.store.ask_opinions(&coordinator(), id, round, &draft).await.expect("asked");
        let lines = bed.store.my_opinions(&officer("so-yt")).await.expect("a list");
        let line = lines.iter().find(|line| line.subject.answer == id).expect("a line");
        let asked = bed.store.asked(&officer("so-yt"), line.id).await.expect("a page");
        assert_eq!(asked.going, Some(going), "{code}");
    }
});

on_both!(what_changes_afterwards_is_told_before_acceptance, async |bed| {
    open(&bed).await;
    let (store, accept, no) = (&bed.store, verdict(Verdict::Accept, ""), verdict(Verdict::Reject, "Còn dùng"));
    keep_all(&bed, BUILDERS).await;
    assert_eq!(say(&bed, BUILDERS, "DC-001", &merged("DC-005")).await, Vec::<String>::new());
    send(&bed, BUILDERS).await;
    // The target's own agency withdraws it later; whoever merges into it from now on is told when they send.
    assert_eq!(say(&bed, "so-yt", "DC-005", &withdrawn("Thôi dùng")).await, Vec::<String>::new());
    send(&bed, "so-yt").await;
    assert_eq!(say(&bed, "so-nv-2025", "DC-004", &merged("DC-005")).await, ["target target_leaves DC-005"]);
    assert_eq!(lay(&bed, "so-nv-2025").await, ["DC-004 target_leaves DC-005"]);
    let leaves = ["target target_leaves DC-005"];
    assert_eq!(told(decide(&bed, "DC-001", &accept).await), leaves);
    let (id, round, _) = queued(&bed, "DC-001").await;
    assert_eq!(told(store.decide_all(&coordinator(), id, round, &accept).await), leaves);
    let other = |value: &str| VerdictInput {
        verdict: Verdict::AcceptModified,
        value: value.to_owned(),
        reason: "Gần hơn".to_owned(),
    };
    assert_eq!(told(decide(&bed, "DC-001", &other("DC-005")).await), ["value target_leaves DC-005"]);
    assert_eq!(told(decide(&bed, "DC-001", &other("DC-099")).await), ["value target_unknown DC-099"]);
    assert_eq!(told(decide(&bed, "DC-001", &other("DC-001")).await), ["value itself"]);
    // Once the withdrawal is refused, the target stays; and then it cannot be accepted any more.
    decide(&bed, "DC-005", &no).await.expect("refused");
    decide(&bed, "DC-001", &accept).await.expect("accepted");
    assert_eq!(told(decide(&bed, "DC-005", &accept).await), ["entries takes_over DC-001"]);
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("the verdicts add up");
});

on_both!(an_entry_goes_to_who_is_there_on_the_day, async |bed| {
    open(&bed).await;
    let (store, id) = (&bed.store, AgencyId::from(BUILDERS));
    // Known ahead: one ends with June, another begins with July.
    let mut known = agencies();
    known.retain(|agency| agency.id.as_str() == "so-nv-2025");
    let mut heir = known[0].clone();
    (heir.id, heir.name, heir.valid_from) =
        (AgencyId::from("so-nv-2027"), "Sở Nội vụ và Lao động".to_owned(), date!(2027 - 07 - 01));
    known[0].valid_to = Some(date!(2027 - 06 - 30));
    known.push(heir);
    store.import_agencies(&system(), &known, false).await.expect("known ahead");
    let page = store.response(&officer(BUILDERS), YEAR, &id).await.expect("a page");
    assert!(page.transfer_targets.iter().any(|one| one.id.as_str() == "so-nv-2027"), "{:?}", page.transfer_targets);
    keep_all(&bed, BUILDERS).await;
    let (begins, ends) = ("target target_begins 01/07/2027", "target target_ends 30/06/2027");
    for (to, day, told) in [
        ("so-nv-2027", "30/06/2027", vec![begins]),
        ("so-nv-2025", "01/07/2027", vec![ends]),
        ("so-nv-2025", "30/06/2027", vec![]),
        ("so-nv-2027", "01/07/2027", vec![]),
    ] {
        let moved = AnswerDraft { kind: AnswerKind::Transfer, effective: day.to_owned(), ..merged(to) };
        assert_eq!(say(&bed, BUILDERS, "DC-001", &moved).await, told, "{to} {day}");
    }
    let form = SeveralForm {
        entries: [("DC-003".to_owned(), "1".to_owned())].into(),
        kind: "transfer".into(),
        reason: "Sắp xếp".into(),
        transfer_to: "so-nv-2027".into(),
        effective: "30/06/2027".into(),
        ..SeveralForm::default()
    };
    let left = store.answer_several(&officer(BUILDERS), YEAR, &id, &form).await.expect("told");
    assert_eq!(lines(&left.unsaved[0].errors), [begins]);
    send(&bed, BUILDERS).await;
    // The appraiser's own value is held to the same day.
    let other =
        VerdictInput { verdict: Verdict::AcceptModified, value: "so-nv-2025".into(), reason: "Gần hơn".into() };
    assert_eq!(told(decide(&bed, "DC-001", &other).await), ["value target_ends 30/06/2027"]);
    decide(&bed, "DC-001", &verdict(Verdict::Accept, "")).await.expect("accepted");
    // Issued before that day, it leaves the entry until then to who has it.
    store.accept_keeps(&coordinator(), YEAR, None).await.expect("accepted");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    let signed = SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() };
    store.issue(&clerk(), YEAR, seen, &decision("01/12/2026"), Some(signed)).await.expect("issued");
    for (day, owner) in [(date!(2027 - 06 - 30), BUILDERS), (date!(2027 - 07 - 01), "so-nv-2027")] {
        let page = store.entry_on(&anonymous(), &EntryCode::from("DC-001"), day).await.expect("a page");
        assert_eq!(page.owner.id.as_str(), owner, "{day}");
    }
});
