//! What an agency gives up after it was sent stays in the minutes, with all that was said of it; so does what was decided
//! before it was decided otherwise, of a point and of an overlap.

use std::collections::BTreeSet;

use crate::common::Bed;
use crate::common::data::{NOW, coordinator, system};
use crate::common::review::{
    YEAR, account, answer, appraise, head, lay, modified, officer, open, points, proposed, send, verdict, withdrawn,
};
use crate::registers::listed;
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::change::{Field, Place};
use domain::id::{AgencyId, EntryCode, PointId};
use domain::overlap::{Counterpart, Settlement, SettlementInput};
use domain::review::{
    AnswerDraft, AnswerKind, AnswerTarget, MinutedAnswer, MinutedPair, MinutesFilter, Point, Verdict, VerdictInput,
    target_name,
};
use sea_orm::ConnectionTrait;
use time::{Duration, OffsetDateTime};

async fn minuted(bed: &Bed, actor: &Actor) -> Vec<MinutedAnswer> {
    bed.store.minutes(actor, YEAR, &MinutesFilter::default()).await.expect("minutes").answers.items
}

/// Every comment: questions, answers to them, reasons of verdicts, why answers came back.
fn said(items: &[MinutedAnswer]) -> BTreeSet<String> {
    let of_point = |point: &Point| {
        let reasons = point.earlier.iter().chain(&point.decision).map(|given| given.reason.clone());
        point.talk.iter().map(|one| one.text.clone()).chain(reasons).collect::<Vec<_>>()
    };
    let points = items.iter().flat_map(|one| one.points.iter().chain(one.fallen.iter().map(|fallen| &fallen.point)));
    let returns = items.iter().flat_map(|one| &one.returns).map(|note| note.text.clone());
    points.flat_map(of_point).chain(returns).filter(|text| !text.is_empty()).collect()
}

on_both!(nothing_that_was_said_is_lost_whatever_the_agency_removes, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (entry, asked) = points(&bed, Some("DC-005")).await;
    let (proposal, new) = points(&bed, None).await;
    store.say_on_point(&coordinator(), asked[0].id, "Vì sao sửa?").await.expect("asked");
    store.say_on_point(&writer, asked[0].id, "Theo luật mới.").await.expect("answered");
    store.say_on_point(&coordinator(), new[0].id, "Cả dân số tạm trú?").await.expect("asked");
    store.say_on_point(&writer, new[0].id, "Cả tạm trú.").await.expect("answered");
    appraise(&bed).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    store.return_answer(&coordinator(), proposal, 1, "Nêu rõ kinh phí.").await.expect("returned");
    let all: BTreeSet<String> = [
        "Vì sao sửa?",
        "Theo luật mới.",
        "Cả dân số tạm trú?",
        "Cả tạm trú.",
        "Không có luật này",
        "Nêu rõ căn cứ.",
        "Nêu rõ kinh phí.",
    ]
    .map(str::to_owned)
    .into();
    assert_eq!(said(&minuted(&bed, &coordinator()).await), all);
    // The head gives them back to the officer: nothing is before the appraiser, and the minutes have it all the same.
    lay(store, &writer, YEAR, &agency).await.expect("laid");
    store.send_back(&head("so-yt"), YEAR, &agency, "Bỏ cả hai.").await.expect("sent back");
    assert_eq!(said(&minuted(&bed, &coordinator()).await), all);
    let version = store.response(&writer, YEAR, &agency).await.expect("a page").proposals[0].version;
    store.remove_proposal(&writer, proposal, version).await.expect("taken out");
    assert_eq!(said(&minuted(&bed, &coordinator()).await), all);
    // The changed fields are given up for a withdrawal of the whole.
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    store.save_answer(&writer, YEAR, &agency, &target, version, &withdrawn("Không dùng")).await.expect("saved");
    send(&bed, "so-yt").await;
    let items = minuted(&bed, &coordinator()).await;
    assert_eq!(said(&items), all);
    assert_eq!(said(&minuted(&bed, &writer).await), all, "nor from the agency's own");
    let of_entry = items.iter().find(|one| one.code.is_some()).expect("the entry");
    assert_eq!((of_entry.points.len(), of_entry.fallen.len(), &of_entry.removed), (1, 2, &None));
    assert!(of_entry.fallen.iter().all(|fallen| fallen.at == Some(writer.at) && fallen.point.decision.is_some()));
    let gone = items.iter().find(|one| one.code.is_none()).expect("the proposal");
    let removal = gone.removed.as_ref().expect("it was taken out");
    assert_eq!((removal.who.as_str(), removal.at, gone.name.as_str()), ("cb-so-yt", writer.at, "CSDL dân số"));
    assert_eq!((gone.points.len(), gone.fallen.len()), (0, new.len()));
    assert!(gone.fallen.iter().all(|fallen| fallen.point.decision.is_some()), "with its verdicts: {gone:?}");
    // One count for the page and the file.
    let whole = store.whole_minutes(&coordinator(), YEAR, "").await.expect("minutes");
    let counted: usize = whole.answers.items.iter().map(|one| one.fallen.len()).sum();
    assert_eq!((whole.answers.items, whole.fallen as usize), (items, counted));
    let raw = bed.raw().await;
    for change in ["delete from fallen_answer", "update fallen_answer set minuted = '{}'"] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("what was minuted is kept"), "{change}: {refused}");
    }
});

on_both!(the_agencies_of_a_transfer_are_named, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let to = "so-xd-2025".to_owned();
    let transfer = AnswerDraft { kind: AnswerKind::Transfer, target: to, ..withdrawn("Sắp xếp tổ chức") };
    store.save_answer(&writer, YEAR, &agency, &target, version, &transfer).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, found) = points(&bed, Some("DC-005")).await;
    let other =
        VerdictInput { value: "so-nv-2025".to_owned(), ..verdict(Verdict::AcceptModified, "Đúng chức năng") };
    store.decide(&coordinator(), found[0].id, None, &other).await.expect("decided");
    let page = store.minutes(&coordinator(), YEAR, &MinutesFilter::default()).await.expect("minutes");
    let point = &page.answers.items[0].points[0];
    let (kind, to) = point.whole(&page.named, false).expect("of the whole");
    let instead = point.decision.as_ref().expect("decided").value.as_str();
    assert_eq!((kind, instead), (AnswerKind::Transfer, "so-nv-2025"));
    assert!(to != "so-xd-2025" && target_name(instead, &page.named) != instead, "by their names: {:?}", page.named);
});

on_both!(a_verdict_of_a_round_before_stands_with_the_text_it_was_given_on, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let (entry, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let mut anew = modified();
    anew.content.as_mut().expect("a content").legal_basis = "Luật Khám bệnh, chữa bệnh".to_owned();
    store.save_answer(&writer, YEAR, &agency, &target, version, &anew).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, queued) = points(&bed, Some("DC-005")).await;
    let items = minuted(&bed, &coordinator()).await;
    let minutes = items.iter().find(|one| one.code.is_some()).expect("the entry").points.clone();
    for found in [queued, minutes] {
        let law = found.iter().find(|point| point.place == Some(Place::Field(Field::LegalBasis))).expect("the law");
        let refused = law.earlier.iter().find(|given| given.verdict == Verdict::Reject).expect("the refusal");
        let then = law.as_decided(refused).expect("on another text");
        assert_eq!((then.new.as_str(), law.new.as_str()), ("Luật không có thật", "Luật Khám bệnh, chữa bệnh"));
        // What the agency left as it was says nothing twice.
        let others = found.iter().filter(|point| point.place != law.place);
        assert!(others.flat_map(|point| &point.earlier).all(|given| given.about.is_none()), "{found:?}");
    }
});

/// So many minutes after the tests' moment.
fn after(minutes: i64) -> OffsetDateTime {
    NOW + Duration::minutes(minutes)
}

/// An appraiser with an account of the database's own, at such a moment.
async fn appraiser(bed: &Bed) -> impl Fn(i64) -> Actor {
    let desk = account(bed, "tham-dinh", Role::Appraiser, "so-khcn-2025").await;
    move |minutes| Actor { functions: vec![Function::Coordinator], at: after(minutes), ..desk.clone() }
}

on_both!(a_verdict_that_another_took_the_place_of_stays, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    let desk = appraiser(&bed).await;
    let (entry, found) = points(&bed, Some("DC-005")).await;
    let at = |field| found.iter().find(|point| point.place == Some(Place::Field(field))).expect("a point").id;
    let (purpose, law) = (at(Field::Purpose), at(Field::LegalBasis));
    let (no, yes) = (verdict(Verdict::Reject, "Chưa rõ"), verdict(Verdict::Accept, ""));
    store.decide(&desk(1), purpose, None, &no).await.expect("refused");
    store.decide(&desk(2), purpose, Some(after(1)), &yes).await.expect("accepted");
    store.decide(&desk(3), purpose, Some(after(2)), &verdict(Verdict::Reject, "Trái luật")).await.expect("refused");
    // What was decided with the rest of the answer is decided by itself.
    store.decide_all(&desk(4), entry, 1, &verdict(Verdict::Reject, "Chưa có căn cứ")).await.expect("refused");
    store
        .decide(&desk(5), law, Some(after(4)), &verdict(Verdict::Reject, "Luật đã hết hiệu lực"))
        .await
        .expect("refused");
    let items = minuted(&bed, &officer("so-yt")).await;
    let points = &items.iter().find(|one| one.code.is_some()).expect("the entry").points;
    let given = |id: PointId| {
        let point = points.iter().find(|point| point.id == id).expect("a point");
        let all = point.earlier.iter().chain(&point.decision);
        all.map(|one| (one.verdict, one.reason.as_str(), one.decided_at)).collect::<Vec<_>>()
    };
    let expected = [
        (Verdict::Reject, "Chưa rõ", after(1)),
        (Verdict::Accept, "", after(2)),
        (Verdict::Reject, "Trái luật", after(3)),
    ];
    assert_eq!(given(purpose), expected);
    let expected = [(Verdict::Reject, "Chưa có căn cứ", after(4)), (Verdict::Reject, "Luật đã hết hiệu lực", after(5))];
    assert_eq!(given(law), expected);
    let mut all = points.iter().flat_map(|point| point.earlier.iter().chain(&point.decision));
    assert!(all.all(|one| one.decided_by == "tham-dinh"), "{points:?}");
});

/// A pair: the two, what the other is, and each conclusion on it with why and by whom.
type Told<'a> = (String, String, Counterpart, Vec<(Settlement, &'a str, &'a str)>);

fn told(pair: &MinutedPair) -> Told<'_> {
    let given = pair.concluded.iter().map(|one| (one.settlement, one.reason.as_str(), one.who.as_str()));
    (pair.one.called(), pair.other.called(), pair.with, given.collect())
}

on_both!(the_conclusions_on_overlaps_are_told_with_those_before, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    store.import_national(&system(), &listed(), false).await.expect("national databases");
    open(&bed).await;
    let new = AnswerTarget::NewProposal(String::new());
    let proposal = store.save_answer(&writer, YEAR, &agency, &new, 0, &proposed()).await.expect("saved");
    store.keep_all(&writer, YEAR, &agency).await.expect("kept");
    send(&bed, "so-yt").await;
    let desk = appraiser(&bed).await;
    let input = |settlement, reason: &str, seen| SettlementInput {
        settlement: Some(settlement),
        reason: reason.to_owned(),
        seen,
    };
    let (code, health) = (EntryCode::from("DC-005"), "QG-002");
    let first = input(Settlement::Different, "Khác phạm vi", 0);
    store.settle_entry_overlap(&desk(1), &code, health, &first).await.expect("settled");
    let second = input(Settlement::Synchronised, "Lấy từ kho của Bộ", 1);
    store.settle_entry_overlap(&desk(2), &code, health, &second).await.expect("settled anew");
    let target = AnswerTarget::Proposal(proposal.id);
    let third = input(Settlement::Different, "Chỉ của tỉnh", 0);
    store.settle_overlap(&desk(3), YEAR, &agency, &target, "QG-001", &third).await.expect("settled");
    let page = store.minutes(&coordinator(), YEAR, &MinutesFilter::default()).await.expect("minutes");
    let pair = |one: &str, other: &str, given| (one.to_owned(), other.to_owned(), Counterpart::National, given);
    let twice = vec![
        (Settlement::Different, "Khác phạm vi", "tham-dinh"),
        (Settlement::Synchronised, "Lấy từ kho của Bộ", "tham-dinh"),
    ];
    let once = vec![(Settlement::Different, "Chỉ của tỉnh", "tham-dinh")];
    let expected = [
        pair("DC-005 CSDL khám chữa bệnh", "QG-002 CSDL quốc gia về khám chữa bệnh", twice),
        pair("CSDL dân số", "QG-001 CSDL quốc gia về dân số", once),
    ];
    assert_eq!(page.pairs.iter().map(told).collect::<Vec<_>>(), expected);
    // The agency reads them in its own part.
    let own = store.whole_minutes(&writer, YEAR, "so-yt").await.expect("minutes");
    assert_eq!(own.pairs, page.pairs);
});
