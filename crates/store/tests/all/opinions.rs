//! Other agencies are asked for their opinion on an answer; it is not accepted before they spoke and were answered.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{
    YEAR, account, answer, clerk, head, modified, officer, open, points, send, verdict, withdrawn,
};
use domain::account::{Actor, Role};
use domain::campaign::TaskKind;
use domain::check::FieldCode;
use domain::id::{AgencyId, AnswerId, EntryCode, OpinionId};
use domain::policy::Refusal;
use domain::reminder::{Notice, NoticeKind};
use domain::review::opinion::{AskDraft, Opinion, OpinionLine, OpinionState};
use domain::review::{AnswerKind, AnswerTarget, MinutesFilter, QueueFilter, Verdict};
use sea_orm::ConnectionTrait;
use store::Error;
use time::Duration;
use time::macros::date;

const BUILDERS: &str = "so-xd-2025";
const HOME: &str = "so-nv-2025";

fn ask(agencies: &[&str], days: &str, silence: bool) -> AskDraft {
    AskDraft {
        agencies: agencies.iter().map(|id| AgencyId::from(*id)).collect(),
        question: "Có trùng với dữ liệu của quý cơ quan không?".to_owned(),
        days: days.to_owned(),
        silence,
    }
}

fn later(actor: Actor, days: i64) -> Actor {
    Actor { at: actor.at + Duration::days(days), ..actor }
}

fn codes<T>(result: Result<T, Error>) -> Vec<FieldCode> {
    match result {
        Err(Error::Invalid(remarks)) => remarks.into_iter().map(|one| one.code).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => Vec::new(),
    }
}

async fn table(bed: &Bed, days: i64) -> Vec<OpinionLine> {
    bed.store.opinions(&later(coordinator(), days), YEAR).await.expect("a table").lines
}

async fn line(bed: &Bed, agency: &str, days: i64) -> OpinionLine {
    let lines = table(bed, days).await;
    lines.into_iter().rfind(|line| line.asked.id.as_str() == agency).expect("a line")
}

async fn asked(bed: &Bed, id: OpinionId) -> Opinion {
    bed.store.asked(&coordinator(), id).await.expect("a page").opinion
}

/// The health department's answer on DC-005, asked of others.
async fn asking(bed: &Bed, draft: &AskDraft) -> AnswerId {
    open(bed).await;
    answer(bed).await;
    let (id, _) = points(bed, Some("DC-005")).await;
    bed.store.ask_opinions(&coordinator(), id, 1, draft).await.expect("asked");
    id
}

on_both!(an_answer_waits_for_the_opinions_that_were_asked, async |bed| {
    let store = &bed.store;
    let builder = account(&bed, "canbo.xd", Role::Officer, BUILDERS).await;
    open(&bed).await;
    answer(&bed).await;
    let (id, found) = points(&bed, Some("DC-005")).await;
    // Who may not, and what is no request.
    let forbidden = store.ask_opinions(&officer("so-yt"), id, 1, &ask(&[BUILDERS], "3", false)).await;
    assert!(matches!(forbidden, Err(Error::Refused(Refusal::Forbidden))), "{forbidden:?}");
    let stale = store.ask_opinions(&coordinator(), id, 0, &ask(&[BUILDERS], "3", false)).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 1 })), "{stale:?}");
    let own = store.ask_opinions(&coordinator(), id, 1, &ask(&["so-yt"], "3", false)).await;
    assert_eq!(codes(own), [FieldCode::Itself]);
    for ended in ["so-xd", "khong-co"] {
        let gone = store.ask_opinions(&coordinator(), id, 1, &ask(&[ended], "3", false)).await;
        assert_eq!(codes(gone), [FieldCode::Unknown], "{ended}");
    }
    assert_eq!(table(&bed, 0).await, [], "nobody was asked");
    store.ask_opinions(&coordinator(), id, 1, &ask(&[BUILDERS, HOME], "3", false)).await.expect("asked");
    let twice = store.ask_opinions(&coordinator(), id, 1, &ask(&[BUILDERS], "3", false)).await;
    assert_eq!(codes(twice), [FieldCode::Taken]);
    // The asked agency is told, by mail too, has it among its tasks, and reads what is proposed.
    let told = store.notices(&builder).await.expect("notices");
    let about = |notice: &Notice| notice.about[0].opinion.as_ref().map(|opinion| opinion.name.clone());
    assert_eq!(told.iter().map(|one| one.kind).collect::<Vec<_>>(), [NoticeKind::OpinionAsked, NoticeKind::Opened]);
    assert_eq!(about(&told[0]).as_deref(), Some("CSDL khám chữa bệnh"));
    assert_eq!(
        store.claim_mail(coordinator().at).await.expect("the outbox").map(|mail| mail.to).as_deref(),
        Some("canbo.xd@vi-du.vn")
    );
    let owed = async |actor: &Actor| {
        let tasks = store.tasks(actor).await.expect("tasks");
        tasks.iter().find(|task| task.kind == TaskKind::GiveOpinions).map(|task| (task.count, task.due_on))
    };
    // Asked on a Tuesday, three working days.
    assert_eq!(owed(&builder).await, Some((1, Some(date!(2026 - 11 - 27)))));
    let request = line(&bed, BUILDERS, 0).await.id;
    let page = store.asked(&builder, request).await.expect("a page");
    assert_eq!((page.proposed.len(), page.may_state, page.state), (2, true, OpinionState::Waiting));
    assert!(page.proposed.iter().any(|one| one.new == "Quản lý khám, chữa bệnh toàn tỉnh"), "{page:?}");
    let stranger = store.asked(&officer("so-khcn-2025"), request).await;
    assert!(matches!(stranger, Err(Error::Refused(Refusal::Hidden))), "{stranger:?}");
    assert!(!store.asked(&head("so-yt"), request).await.expect("of their own answer").may_state);
    // Nothing is accepted meanwhile; a refusal passes.
    let accept = verdict(Verdict::Accept, "");
    let waiting = [FieldCode::OpinionWaiting, FieldCode::OpinionWaiting];
    assert_eq!(codes(store.decide(&coordinator(), found[0].id, None, &accept).await), waiting);
    assert_eq!(codes(store.decide_all(&coordinator(), id, 1, &accept).await), waiting);
    let filter = QueueFilter::default();
    let queue = store.appraisal(&coordinator(), YEAR, &filter, Some(id)).await.expect("a queue");
    let row = queue.queue.iter().find(|row| row.answer == id).expect("in the queue");
    assert_eq!((row.opinions.waiting, row.opinions.unhandled), (2, 0));
    assert_eq!(queue.queue.last().map(|row| row.answer), Some(id), "what is waited for comes last");
    assert_eq!(queue.chosen.expect("chosen").opinions.len(), 2);
    // Given: words are needed with all but agreement, and only the asked agency speaks.
    assert_eq!(codes(store.give_opinion(&builder, request, "remarks", " ").await), [FieldCode::Required]);
    let hidden = store.give_opinion(&officer("so-yt"), request, "agree", "").await;
    assert!(matches!(hidden, Err(Error::Refused(Refusal::Hidden))), "{hidden:?}");
    store.give_opinion(&builder, request, "remarks", "Thêm phạm vi.").await.expect("given");
    let other = line(&bed, HOME, 0).await.id;
    store.give_opinion(&head(HOME), other, "agree", "").await.expect("given");
    assert_eq!(owed(&builder).await, None);
    // The remark wants an answer.
    assert_eq!(codes(store.decide(&coordinator(), found[0].id, None, &accept).await), [FieldCode::OpinionUnhandled]);
    let tasks = store.tasks(&coordinator()).await.expect("tasks");
    assert!(tasks.iter().any(|task| task.kind == TaskKind::HandleOpinions && task.count == 1), "{tasks:?}");
    let said = asked(&bed, request).await.statements[0].id;
    assert_eq!(codes(store.handle_opinion(&coordinator(), request, said, "taken_up", "").await), [FieldCode::Required]);
    let meddling = store.handle_opinion(&builder, request, said, "taken_up", "Đã").await;
    assert!(matches!(meddling, Err(Error::Refused(Refusal::Forbidden))), "{meddling:?}");
    let late = store.withdraw_opinion(&coordinator(), request, "Không cần").await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "no remark is got rid of so: {late:?}");
    store.handle_opinion(&coordinator(), request, said, "taken_up", "Đã bổ sung phạm vi.").await.expect("written");
    // A correction asks for an answer of its own, and one that was read before it does not count.
    store.give_opinion(&builder, request, "disagree", "Xem lại: trùng.").await.expect("given");
    let old = store.handle_opinion(&coordinator(), request, said, "explained", "Không").await;
    assert!(matches!(old, Err(Error::Conflict { version: 2 })), "{old:?}");
    assert_eq!(codes(store.decide(&coordinator(), found[0].id, None, &accept).await), [FieldCode::OpinionUnhandled]);
    let second = asked(&bed, request).await.statements[1].id;
    store.handle_opinion(&coordinator(), request, second, "explained", "Không trùng, vì…").await.expect("written");
    store.decide_all(&coordinator(), id, 1, &accept).await.expect("accepted");
    // Afterwards nobody speaks any more; everything is on record, in the minutes too.
    let after = store.give_opinion(&builder, request, "agree", "").await;
    assert!(matches!(after, Err(Error::IllegalMove(_))), "{after:?}");
    let last = line(&bed, BUILDERS, 0).await;
    assert_eq!((last.state, last.handling_text.as_str()), (OpinionState::Disagree, "Không trùng, vì…"));
    let minutes = store.minutes(&officer("so-yt"), YEAR, &MinutesFilter::default()).await.expect("minutes");
    let minuted =
        minutes.answers.items.iter().find(|one| one.code == Some(EntryCode::from("DC-005"))).expect("minuted");
    let told: Vec<usize> = minuted.opinions.iter().map(|one| one.statements.len()).collect();
    assert_eq!(told, [1, 2], "of the agencies in the order of their names: {minuted:?}");
    assert!(matches!(store.opinions(&officer("so-yt"), YEAR).await, Err(Error::Refused(Refusal::Hidden))));
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(silence_counts_only_where_it_was_said, async |bed| {
    let store = &bed.store;
    let id = asking(&bed, &ask(&[BUILDERS], "3", true)).await;
    store.ask_opinions(&coordinator(), id, 1, &ask(&[HOME], "3", false)).await.expect("asked");
    // Asked on Tuesday 24/11: due on Friday 27/11, the night of which is still in time.
    let stands = async |days: i64| {
        let lines = table(&bed, days).await;
        lines.iter().map(|line| (line.state, line.is_late)).collect::<Vec<_>>()
    };
    assert_eq!(stands(3).await, [(OpinionState::Waiting, false); 2]);
    assert_eq!(stands(4).await, [(OpinionState::SilentAgreement, false), (OpinionState::Waiting, true)]);
    let after = later(coordinator(), 4);
    let accept = verdict(Verdict::Accept, "");
    assert_eq!(codes(store.decide_all(&after, id, 1, &accept).await), [FieldCode::OpinionWaiting]);
    let lapsed = line(&bed, BUILDERS, 4).await.id;
    let gone = store.withdraw_opinion(&after, lapsed, "Thôi").await;
    assert!(matches!(gone, Err(Error::IllegalMove(_))), "its silence counts already: {gone:?}");
    let open = line(&bed, HOME, 4).await.id;
    assert_eq!(codes(store.withdraw_opinion(&after, open, " ").await), [FieldCode::Required]);
    store.withdraw_opinion(&after, open, "Không thuộc phạm vi.").await.expect("taken back");
    let spoken = store.give_opinion(&later(officer(HOME), 4), open, "disagree", "Không").await;
    assert!(matches!(spoken, Err(Error::IllegalMove(_))), "{spoken:?}");
    // Who was silent may still speak while nothing is decided, and then it counts.
    store.give_opinion(&later(officer(BUILDERS), 4), lapsed, "remarks", "Chậm, nhưng có ý kiến.").await.expect("given");
    assert_eq!(codes(store.decide_all(&after, id, 1, &accept).await), [FieldCode::OpinionUnhandled]);
    let said = asked(&bed, lapsed).await.statements[0].id;
    store.handle_opinion(&after, lapsed, said, "explained", "Đã xem.").await.expect("written");
    store.decide_all(&after, id, 1, &accept).await.expect("accepted");
    assert_eq!(stands(9).await, [(OpinionState::Remarks, true), (OpinionState::Withdrawn, false)]);
    assert_eq!(line(&bed, HOME, 9).await.text, "Không thuộc phạm vi.");
});

on_both!(a_second_round_and_a_database_tool_change_nothing_of_it, async |bed| {
    let store = &bed.store;
    let id = asking(&bed, &ask(&[BUILDERS], "", false)).await;
    let request = line(&bed, BUILDERS, 0).await.id;
    store.give_opinion(&officer(BUILDERS), request, "remarks", "Thêm phạm vi.").await.expect("given");
    let said = asked(&bed, request).await.statements[0].id;
    store.handle_opinion(&coordinator(), request, said, "taken_up", "Yêu cầu đơn vị bổ sung.").await.expect("written");
    let before = asked(&bed, request).await;
    store.return_answer(&coordinator(), id, 1, "Bổ sung phạm vi.").await.expect("returned");
    let (agency, target) = (AgencyId::from("so-yt"), AnswerTarget::Entry(EntryCode::from("DC-005")));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let mut draft = modified();
    draft.content.as_mut().expect("a content").purpose = "Mục đích khác hẳn".to_owned();
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
    send(&bed, "so-yt").await;
    assert_eq!(asked(&bed, request).await, before);
    let filter = QueueFilter::default();
    let queue = store.appraisal(&coordinator(), YEAR, &filter, None).await.expect("a queue").queue;
    assert!(queue.iter().any(|row| row.answer == id && row.is_renewed && row.opinions.settled == 1), "{queue:?}");
    // Asked again in the second round, the first opinion stays beside the new one.
    store.ask_opinions(&coordinator(), id, 2, &ask(&[BUILDERS], "2", false)).await.expect("asked");
    let rounds: Vec<u32> = store
        .appraisal(&coordinator(), YEAR, &filter, Some(id))
        .await
        .expect("a queue")
        .chosen
        .expect("chosen")
        .opinions
        .iter()
        .map(|one| one.round)
        .collect();
    assert_eq!(rounds, [1, 2]);
    let raw = bed.raw().await;
    for statement in [
        "update opinion_request set question = 'khác'",
        "delete from opinion_request",
        "update opinion_statement set stand = 'agree'",
        "delete from opinion_handling",
        "update opinion_handling set text = 'khác'",
        "delete from opinion_statement",
    ] {
        assert!(raw.execute_unprepared(statement).await.is_err(), "{statement}");
    }
});

on_both!(what_is_written_and_not_sent_is_not_before_who_is_asked, async |bed| {
    let store = &bed.store;
    let id = asking(&bed, &ask(&[BUILDERS], "3", false)).await;
    let request = line(&bed, BUILDERS, 0).await.id;
    let read = async || store.asked(&officer(BUILDERS), request).await.expect("a page");
    let before = read().await;
    assert_eq!(before.proposed.len(), 2);
    store.return_answer(&coordinator(), id, 1, "Bổ sung phạm vi.").await.expect("returned");
    let (writer, agency) = (later(officer("so-yt"), 1), AgencyId::from("so-yt"));
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&writer, YEAR, &agency, &target).await.expect("a page").answer.version;
    let draft = withdrawn("Lãnh đạo chưa duyệt");
    store.save_answer(&writer, YEAR, &agency, &target, version, &draft).await.expect("saved");
    assert_eq!(read().await, before, "neither the reason nor the day");
    // Whoever is asked now is asked about what was sent.
    store.ask_opinions(&later(coordinator(), 1), id, 1, &ask(&[HOME], "3", false)).await.expect("asked");
    let subject = line(&bed, HOME, 1).await.subject;
    assert_eq!((subject.kind, subject.name.as_str()), (AnswerKind::Modify, "CSDL khám chữa bệnh"));
});

on_both!(a_refusal_does_not_end_what_was_accepted_in_part, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    let (id, found) = points(&bed, Some("DC-005")).await;
    let (accept, reject) = (verdict(Verdict::Accept, ""), verdict(Verdict::Reject, "Không có căn cứ"));
    store.decide(&coordinator(), found[0].id, None, &accept).await.expect("accepted");
    store.ask_opinions(&coordinator(), id, 1, &ask(&[BUILDERS], "3", false)).await.expect("asked");
    assert_eq!(codes(store.decide(&coordinator(), found[1].id, None, &reject).await), [FieldCode::OpinionWaiting]);
    assert_eq!(codes(store.decide_all(&coordinator(), id, 1, &reject).await), [FieldCode::OpinionWaiting]);
    let request = line(&bed, BUILDERS, 0).await.id;
    store.give_opinion(&head(BUILDERS), request, "agree", "").await.expect("given");
    store.decide(&coordinator(), found[1].id, None, &reject).await.expect("refused");
    let over = store.ask_opinions(&coordinator(), id, 1, &ask(&[HOME], "3", false)).await;
    assert!(matches!(over, Err(Error::IllegalMove(_))), "every point is decided: {over:?}");
});

on_both!(the_executive_office_asks_about_the_coordinators_answers, async |bed| {
    let store = &bed.store;
    let id = crate::own_answers::coordinators_proposal(&bed).await;
    let own = store.ask_opinions(&coordinator(), id, 1, &ask(&[BUILDERS], "3", false)).await;
    assert!(matches!(own, Err(Error::Refused(Refusal::Forbidden))), "{own:?}");
    store.ask_opinions(&clerk(), id, 1, &ask(&[BUILDERS], "3", false)).await.expect("asked");
    let request = line(&bed, BUILDERS, 0).await.id;
    store.give_opinion(&officer(BUILDERS), request, "disagree", "Trùng.").await.expect("given");
    let said = asked(&bed, request).await.statements[0].id;
    let own = store.handle_opinion(&coordinator(), request, said, "explained", "Không trùng.").await;
    assert!(matches!(own, Err(Error::Refused(Refusal::Forbidden))), "{own:?}");
    store.handle_opinion(&clerk(), request, said, "explained", "Không trùng.").await.expect("written");
});

on_both!(silence_is_no_agreement_once_the_answer_is_refused, async |bed| {
    let store = &bed.store;
    let id = asking(&bed, &ask(&[BUILDERS], "3", true)).await;
    let reject = verdict(Verdict::Reject, "Không có căn cứ");
    store.decide_all(&coordinator(), id, 1, &reject).await.expect("refused");
    let told = line(&bed, BUILDERS, 9).await;
    assert_eq!((told.state, told.is_late), (OpinionState::Waiting, false), "it could not speak any more");
    let spoken = store.give_opinion(&later(officer(BUILDERS), 1), told.id, "disagree", "Không").await;
    assert!(matches!(spoken, Err(Error::IllegalMove(_))), "{spoken:?}");
    // A verdict that is changed after the day that was due gives it no time to speak either.
    let desk = later(coordinator(), 9);
    let (_, found) = points(&bed, Some("DC-005")).await;
    let seen = found[0].decision.as_ref().map(|given| given.decided_at);
    assert!(seen.is_some(), "{found:?}");
    let other = verdict(Verdict::Reject, "Trái quy định");
    store.decide(&desk, found[0].id, seen, &other).await.expect("changed");
    let told = line(&bed, BUILDERS, 12).await;
    assert_eq!((told.state, told.is_late), (OpinionState::Waiting, false), "it was over before");
    let minutes = store.minutes(&desk, YEAR, &MinutesFilter::default()).await.expect("minutes");
    let minuted = minutes.answers.items.iter().flat_map(|one| &one.opinions).map(|one| one.state(minutes.today));
    assert_eq!(minuted.collect::<Vec<_>>(), [OpinionState::Waiting]);
});
