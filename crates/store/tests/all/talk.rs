//! Questions about points are answered where they stand; the answer stays with the coordinator.

use crate::common::data::coordinator;
use crate::common::review::{YEAR, answer, appraise, head, officer, open, points, send, verdict};
use domain::campaign::TaskKind;
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::policy::Refusal;
use domain::review::{
    AnswerKind, AnswerTarget, MESSAGES_MAX, MinutesFilter, PassedOver, QueueFilter, Side, Verdict, turn_of,
};
use domain::workflow::ResponseStage;
use store::Error;

on_both!(a_question_is_answered_in_place, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (_, asked) = points(&bed, Some("DC-005")).await;
    let id = asked[0].id;
    let refused = store.say_on_point(&officer, id, "Xin nói thêm").await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Forbidden))), "nothing was asked: {refused:?}");
    let other = crate::common::review::officer("so-tp");
    store.say_on_point(&coordinator(), id, "Căn cứ nào?\r\nNêu điều khoản.").await.expect("asked");
    let hidden = store.say_on_point(&other, id, "Của tôi").await;
    assert!(matches!(hidden, Err(Error::Refused(Refusal::Hidden))), "{hidden:?}");
    let not_the_head = store.say_on_point(&head("so-yt"), id, "Duyệt").await;
    assert!(matches!(not_the_head, Err(Error::Refused(Refusal::Forbidden))), "{not_the_head:?}");
    let filter = QueueFilter::default();
    let queue = async || store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue").queue;
    let turn = |queue: &[domain::review::QueueRow]| {
        let code = Some(EntryCode::from("DC-005"));
        queue.iter().find(|row| row.code == code).and_then(|row| row.waits_on)
    };
    let rows = queue().await;
    assert_eq!(turn(&rows), Some(Side::Agency));
    assert_eq!(rows.last().and_then(|row| row.waits_on), Some(Side::Agency), "who is waited for comes last");
    let owed = async || {
        let tasks = store.tasks(&officer).await.expect("tasks");
        tasks.iter().find(|task| task.kind == TaskKind::AnswerQuestions).map(|task| task.count)
    };
    assert_eq!(owed().await, Some(1));
    let empty = store.say_on_point(&officer, id, "  ").await;
    assert!(matches!(&empty, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::Required), "{empty:?}");
    store.say_on_point(&officer, id, "Điều 12 Luật Khám bệnh, chữa bệnh.").await.expect("answered");
    assert_eq!((owed().await, turn(&queue().await)), (None, Some(Side::Appraiser)));
    let page = store.response(&officer, YEAR, &agency).await.expect("a page");
    assert_eq!(page.stage, ResponseStage::Submitted, "it did not go back");
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let page = store.answer_page(&officer, YEAR, &agency, &target).await.expect("a page");
    let point = page.answer.points.iter().find(|point| point.id == id).expect("the point");
    let said: Vec<(Side, &str)> = point.talk.iter().map(|one| (one.side, one.text.as_str())).collect();
    let expected =
        [(Side::Appraiser, "Căn cứ nào?\nNêu điều khoản."), (Side::Agency, "Điều 12 Luật Khám bệnh, chữa bệnh.")];
    assert_eq!((said.as_slice(), page.may_reply), (expected.as_slice(), true));
    // A verdict ends it.
    store.decide(&coordinator(), id, None, &verdict(Verdict::Accept, "")).await.expect("decided");
    let late = store.say_on_point(&officer, id, "Thêm").await;
    assert!(matches!(late, Err(Error::Conflict { .. })), "{late:?}");
    let (_, decided) = points(&bed, Some("DC-005")).await;
    assert_eq!((decided[0].talk.len(), turn_of(&decided[..1])), (2, None), "nothing said is lost");
});

on_both!(what_was_said_stays_through_rounds_and_is_bounded, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (answered, asked) = points(&bed, Some("DC-005")).await;
    store.say_on_point(&coordinator(), asked[0].id, "Vì sao?").await.expect("asked");
    store.return_answer(&coordinator(), answered, 1, "Rà lại.").await.expect("returned");
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let mut draft = crate::common::review::modified();
    draft.content.as_mut().expect("a content").purpose = "Mục đích khác hẳn".to_owned();
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, again) = points(&bed, Some("DC-005")).await;
    let same = again.iter().find(|point| point.place == asked[0].place).expect("the place");
    assert_eq!(same.talk.len(), 1, "{same:?}");
    assert_eq!(same.waits_on(), None, "what was sent anew is the answer: {same:?}");
    let old = store.say_on_point(&officer("so-yt"), asked[0].id, "Trả lời").await;
    assert!(same.id == asked[0].id || matches!(old, Err(Error::Conflict { .. })), "a point of before: {old:?}");
    for number in same.talk.len()..MESSAGES_MAX {
        store.say_on_point(&coordinator(), same.id, &format!("Câu {number}")).await.expect("asked");
    }
    let many = store.say_on_point(&coordinator(), same.id, "Nữa").await;
    assert!(matches!(&many, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::TooMany), "{many:?}");
});

on_both!(what_stays_as_it_is_is_not_accepted_with_the_others_while_it_is_talked_about, async |bed| {
    let (store, id, writer) = (&bed.store, "so-xd-2025", officer("so-xd-2025"));
    let agency = AgencyId::from(id);
    open(&bed).await;
    store.keep_all(&writer, YEAR, &agency).await.expect("kept");
    send(&bed, id).await;
    let all = QueueFilter { all: true, ..QueueFilter::default() };
    let rows = store.appraisal(&coordinator(), YEAR, &all, None).await.expect("a queue").queue;
    let (kept, count) = (rows[0].answer, u32::try_from(rows.len()).expect("few"));
    let chosen = store.appraisal(&coordinator(), YEAR, &all, Some(kept)).await.expect("a queue").chosen;
    let point = chosen.expect("chosen").answer.points[0].id;
    store.say_on_point(&coordinator(), point, "Còn dùng không?").await.expect("asked");
    // It stands in the queue until it is decided, whose turn it ever is.
    let seen = async || {
        let page = store.appraisal(&coordinator(), YEAR, &QueueFilter::default(), None).await.expect("a queue");
        let turns: Vec<_> = page.queue.iter().map(|row| (row.answer, row.waits_on)).collect();
        (turns, page.keeps.waiting, page.keeps.asked)
    };
    assert_eq!(seen().await, (vec![(kept, Some(Side::Agency))], count - 1, 1));
    // Before they are accepted one sees which; by its kind each is found in the queue.
    let of_kind = QueueFilter { kind: Some(AnswerKind::Keep), ..QueueFilter::default() };
    let found = store.appraisal(&coordinator(), YEAR, &of_kind, None).await.expect("a queue");
    assert_eq!((found.total, found.keeps.accepted.len() + 1), (u64::from(count), rows.len()));
    assert!(found.keeps.accepted.iter().all(|row| row.answer != kept && !row.name.is_empty()), "{:?}", found.keeps);
    let passed: Vec<_> = found.keeps.passed.iter().map(|row| (row.answer, row.passed)).collect();
    assert_eq!(passed, [(kept, Some(PassedOver::Asked))]);
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("the others"), count - 1);
    store.say_on_point(&writer, point, "Còn.").await.expect("answered");
    assert_eq!(seen().await, (vec![(kept, Some(Side::Appraiser))], 0, 1));
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, Some(&agency)).await.expect("passed over"), 0);
    store.decide(&coordinator(), point, None, &verdict(Verdict::Accept, "")).await.expect("accepted");
    let page = store.response(&writer, YEAR, &agency).await.expect("a page");
    assert_eq!((page.stage, seen().await), (ResponseStage::Accepted, (vec![], 0, 0)));
});

on_both!(what_waits_for_an_answer_stays_open_when_the_rest_is_accepted, async |bed| {
    let (store, writer) = (&bed.store, officer("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (id, found) = points(&bed, Some("DC-005")).await;
    let asked = found[0].id;
    store.say_on_point(&coordinator(), asked, "Căn cứ nào?").await.expect("asked");
    let yes = verdict(Verdict::Accept, "");
    let open = async || {
        let (_, found) = points(&bed, Some("DC-005")).await;
        found.iter().filter(|point| point.decision.is_none()).map(|point| point.id).collect::<Vec<_>>()
    };
    assert_eq!(store.decide_all(&coordinator(), id, 1, &yes).await.expect("the rest"), 1);
    assert_eq!((found.len(), open().await), (2, vec![asked]));
    // Answered, it is one of the rest.
    store.say_on_point(&writer, asked, "Luật số 15.").await.expect("answered");
    store.decide_all(&coordinator(), id, 1, &yes).await.expect("the rest");
    assert_eq!(open().await, vec![]);
});

on_both!(the_minutes_list_every_point, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let all = MinutesFilter::default();
    let before = store.minutes(&coordinator(), YEAR, &all).await.expect("minutes");
    assert_eq!(before.decided, 0);
    assert!(before.open > 0 && before.answers.total > 0, "{before:?}");
    let (_, asked) = points(&bed, Some("DC-005")).await;
    store.say_on_point(&coordinator(), asked[0].id, "Vì sao?").await.expect("asked");
    appraise(&bed).await;
    let after = store.minutes(&coordinator(), YEAR, &all).await.expect("minutes");
    assert_eq!(after.decided + after.open, before.open, "no point is lost");
    let of_entry = after.answers.items.iter().find(|one| one.code == Some(EntryCode::from("DC-005"))).expect("minuted");
    let decisions: Vec<Verdict> =
        of_entry.points.iter().filter_map(|point| Some(point.decision.as_ref()?.verdict)).collect();
    assert_eq!(decisions.len(), of_entry.points.len(), "{of_entry:?}");
    assert!(decisions.contains(&Verdict::Accept) && decisions.contains(&Verdict::Reject));
    let told = |point: &domain::review::Point| {
        let decision = point.decision.as_ref().expect("decided");
        !decision.decided_by.is_empty() && (decision.verdict == Verdict::Accept || !decision.reason.is_empty())
    };
    assert!(of_entry.points.iter().all(told), "who and why: {of_entry:?}");
    assert_eq!(of_entry.points.iter().map(|point| point.talk.len()).sum::<usize>(), 1);
    // An agency sees its own; another sees none of it.
    let own = store.minutes(&officer("so-yt"), YEAR, &all).await.expect("minutes");
    assert_eq!(own.answers.items, after.answers.items);
    let other = store.minutes(&officer("so-xd-2025"), YEAR, &all).await.expect("minutes");
    assert_eq!((other.answers.total, other.agencies.len()), (0, 0));
    let filter = MinutesFilter { agency: agency.to_string(), part: 1 };
    assert!(matches!(store.minutes(&officer("so-xd-2025"), YEAR, &filter).await, Err(Error::NotFound)));
    let beyond = store.minutes(&coordinator(), YEAR, &MinutesFilter { part: u32::MAX, ..all }).await.expect("a part");
    assert_eq!((beyond.answers.items.len(), beyond.answers.total), (0, after.answers.total));
});
