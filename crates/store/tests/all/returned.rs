//! Answers that come back: what is said anew is decided anew, and what is never mended stands in nobody's way.

use crate::common::data::{annex, content, coordinator, header, import, system};
use crate::common::review::{
    YEAR, answer, appraise, clerk, head, lay, lay_draft, officer, open, person, points, proposed, send, verdict,
    withdrawn,
};
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::campaign::{CampaignDraft, CampaignEvent, Happened, standing_return};
use domain::catalog::SharingForm;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, EntryCode};
use domain::reminder::ExtensionDraft;
use domain::review::{AnswerKind, AnswerTarget, MinutesFilter, QueueFilter, ReturnNote, Verdict};
use store::{Error, Store};
use time::Duration;
use time::macros::date;

on_both!(what_is_said_anew_after_a_return_is_decided_anew, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), proposal, 1, "Nêu rõ nguồn kinh phí.").await.expect("returned");
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    store.send_back(&head("so-yt"), YEAR, &agency, "Bỏ hẳn CSDL này.").await.expect("sent back");
    // All answers are open again, those too that were decided.
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let withdraw = withdrawn("Không còn dùng");
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &withdraw).await.expect("saved");
    send(&bed, "so-yt").await;
    let (_, again) = points(&bed, Some("DC-005")).await;
    let open: Vec<bool> = again.iter().map(|point| point.place.is_none() && point.decision.is_none()).collect();
    assert_eq!(open, [true], "the withdrawal waits for a verdict: {again:?}");
    // What stands as it was keeps its verdict.
    let (_, kept) = points(&bed, None).await;
    assert!(kept.iter().all(|point| point.decision.is_some()), "{kept:?}");
});

on_both!(what_was_refused_is_told_at_its_field, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    // On the page of the answer, and in the list that the check page shows too.
    let told = async || {
        let page = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page");
        let list = store.response(&officer("so-yt"), YEAR, &agency).await.expect("a page");
        let row = list.answers.into_iter().find(|row| row.target() == target).expect("a row");
        [page.answer.errors, row.errors].map(|mut errors| {
            errors.retain(|one| one.code == FieldCode::PointRefused);
            errors
        })
    };
    assert_eq!(told().await, [vec![], vec![]], "a verdict may change until the answer comes back");
    let (change, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), change, 1, "Rà lại căn cứ.").await.expect("returned");
    let refused = vec![FieldError::with("legal_basis", FieldCode::PointRefused, "Không có luật này")];
    assert_eq!(told().await, [refused.clone(), refused]);
    // It keeps nothing from being sent, and is not held against what was sent anew.
    send(&bed, "so-yt").await;
    assert_eq!(told().await, [vec![], vec![]]);
});

on_both!(no_verdict_undoes_another_appraisers_return, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-xd-2025"));
    open(&bed).await;
    store.keep_all(&officer("so-xd-2025"), YEAR, &agency).await.expect("kept");
    send(&bed, "so-xd-2025").await;
    let all = QueueFilter { all: true, ..QueueFilter::default() };
    let row = store.appraisal(&coordinator(), YEAR, &all, None).await.expect("a queue").queue.remove(0);
    let chosen = store.appraisal(&coordinator(), YEAR, &all, Some(row.answer)).await.expect("a queue").chosen;
    let point = chosen.expect("chosen").answer.points.remove(0).id;
    let second = person("thamdinh.2", Role::Appraiser, "so-khcn-2025", &[Function::Coordinator]);
    store.return_answer(&second, row.answer, 1, "Còn dùng không?").await.expect("returned");
    // The first has a page of before open.
    let yes = verdict(Verdict::Accept, "");
    assert!(matches!(store.decide(&coordinator(), point, None, &yes).await, Err(Error::Conflict { .. })));
    assert!(matches!(store.decide_all(&coordinator(), row.answer, 1, &yes).await, Err(Error::Conflict { .. })));
    let waiting = store.appraisal(&coordinator(), YEAR, &all, None).await.expect("a queue").keeps.waiting;
    assert_eq!(store.accept_keeps(&coordinator(), YEAR, None).await.expect("the others"), waiting);
    // Kept once more, it is decided anew.
    send(&bed, "so-xd-2025").await;
    let page = store.appraisal(&coordinator(), YEAR, &all, None).await.expect("a queue");
    assert_eq!(page.keeps.waiting, 1, "{page:?}");
});

on_both!(a_verdict_that_is_sent_twice_is_given_once, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    let (_, found) = points(&bed, Some("DC-005")).await;
    let (id, no) = (found[0].id, verdict(Verdict::Reject, "Chưa rõ"));
    let later = Actor { at: coordinator().at + Duration::MINUTE, ..coordinator() };
    store.decide(&coordinator(), id, None, &no).await.expect("refused");
    store.decide(&later, id, None, &no).await.expect("the same, pressed again");
    let (_, decided) = points(&bed, Some("DC-005")).await;
    assert_eq!(decided[0].decision.as_ref().map(|one| one.decided_at), Some(coordinator().at), "{decided:?}");
    let given = decided[0].decision.as_ref();
    let stands =
        (given.map(|one| one.decided_by.clone()), given.map(|one| one.verdict), given.map(|one| one.decided_at));
    // Another verdict, or another person's, was given without having seen it.
    let second = person("thamdinh.2", Role::Appraiser, "so-khcn-2025", &[Function::Coordinator]);
    for (who, input) in
        [(&second, &no), (&later, &verdict(Verdict::Reject, "Sai")), (&later, &verdict(Verdict::Accept, ""))]
    {
        let unseen = store.decide(who, id, None, input).await;
        // Whose verdict stands is told, with what it says and when it was given.
        let Err(Error::Decided { by, verdict, at }) = unseen else { panic!("{unseen:?}") };
        assert_eq!((Some(by), Some(verdict), Some(at)), stands);
    }
});

on_both!(what_is_typed_after_a_return_is_not_before_the_appraiser, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (change, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), change, 1, "Rà lại.").await.expect("returned");
    let (who, target) = (officer("so-yt"), AnswerTarget::Entry(EntryCode::from("DC-005")));
    let version = store.answer_page(&who, YEAR, &agency, &target).await.expect("a page").answer.version;
    let later = Actor { at: who.at + Duration::HOUR, ..who };
    store.save_answer(&later, YEAR, &agency, &target, version, &withdrawn("Chưa ai duyệt")).await.expect("saved");
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), proposal, 1, "Đặt lại tên.").await.expect("returned");
    let named = AnswerTarget::Proposal(proposal);
    let version = store.answer_page(&later, YEAR, &agency, &named).await.expect("a page").answer.version;
    let mut renamed = proposed();
    renamed.content.as_mut().expect("a content").name = "CSDL dân cư".to_owned();
    store.save_answer(&later, YEAR, &agency, &named, version, &renamed).await.expect("saved");
    let all = QueueFilter { all: true, ..QueueFilter::default() };
    let page = store.appraisal(&coordinator(), YEAR, &all, Some(proposal)).await.expect("a queue");
    let called = page.queue.iter().find(|row| row.answer == proposal).map(|row| row.name.as_str());
    assert_eq!((called, page.chosen.expect("chosen").answer.name.as_str()), (Some("CSDL dân số"), "CSDL dân số"));
    let page = store.appraisal(&coordinator(), YEAR, &all, Some(change)).await.expect("a queue");
    let kind = page.queue.iter().find(|row| row.answer == change).map(|row| row.kind);
    let said = page.chosen.expect("chosen").answer.draft.expect("what was sent");
    let purpose = said.content.map(|content| content.purpose);
    assert_eq!((kind, said.kind, said.reason.as_str()), (Some(AnswerKind::Modify), AnswerKind::Modify, ""));
    assert_eq!(purpose.as_deref(), Some("Quản lý khám, chữa bệnh toàn tỉnh"));
    // The officer goes on from what was typed.
    let own = store.answer_page(&later, YEAR, &agency, &target).await.expect("a page").answer.draft;
    assert_eq!(own.map(|draft| draft.kind), Some(AnswerKind::Withdraw));
});

on_both!(an_answer_that_came_back_and_was_not_mended_leaves_its_entry_as_it_is, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let (change, _) = points(&bed, Some("DC-005")).await;
    let unread = store.return_answer(&coordinator(), change, 0, "Rà lại.").await;
    assert!(matches!(unread, Err(Error::Conflict { version: 1 })), "{unread:?}");
    store.return_answer(&coordinator(), change, 1, "Rà lại căn cứ pháp lý.").await.expect("returned");
    // What the officer types now reaches nobody: it is never laid before the head.
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let withdraw = withdrawn("Không còn dùng");
    store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &withdraw).await.expect("saved");
    store.close_campaign(&coordinator(), YEAR, true).await.expect("closed");
    store.compile(&coordinator(), YEAR).await.expect("compiled");
    let diff = store.draft(&coordinator(), YEAR).await.expect("a draft").diff;
    let differing: Vec<&str> = diff.entries.iter().map(|entry| entry.code.as_str()).collect();
    // The proposal was accepted and stands; DC-004 went to another agency by a decision of its own.
    assert!(differing.contains(&"DC-006") && !differing.contains(&"DC-005"), "{differing:?}");
});

on_both!(every_comment_of_a_return_is_kept, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    let (change, _) = points(&bed, Some("DC-005")).await;
    let second = person("thamdinh.2", Role::Appraiser, "so-khcn-2025", &[Function::Coordinator]);
    let before = store.return_answer(&coordinator(), change, 1, "Nêu rõ căn cứ.").await.expect("returned");
    assert_eq!(before, None);
    let before = store.return_answer(&second, change, 1, "Và phạm vi.").await.expect("returned once more");
    let by = before.map(|note| (note.who, note.text));
    assert_eq!(by, Some(("Người thẩm định".to_owned(), "Nêu rõ căn cứ.".to_owned())), "they are told of it");
    let told = |returns: &[ReturnNote]| -> Vec<String> {
        returns.iter().map(|note| format!("{}: {}", note.who, note.text)).collect()
    };
    let both = ["Người thẩm định: Nêu rõ căn cứ.", "thamdinh.2: Và phạm vi."];
    let (who, target) = (officer("so-yt"), AnswerTarget::Entry(EntryCode::from("DC-005")));
    let page = store.answer_page(&who, YEAR, &agency, &target).await.expect("a page");
    assert_eq!(told(&page.answer.returns), both);
    let list = store.response(&who, YEAR, &agency).await.expect("a page").answers;
    let returned = list.iter().filter(|answer| answer.returned).map(|answer| told(&answer.returns));
    assert_eq!(returned.collect::<Vec<_>>(), [both]);
    // They stay when it is sent anew, for the appraiser and in the minutes.
    send(&bed, "so-yt").await;
    let queue = store.appraisal(&second, YEAR, &QueueFilter::default(), Some(change)).await.expect("a queue");
    assert_eq!(told(&queue.chosen.expect("chosen").answer.returns), both);
    let minutes = store.minutes(&who, YEAR, &MinutesFilter::default()).await.expect("minutes").answers.items;
    let minuted = minutes.iter().find(|answer| answer.code.is_some()).expect("the entry");
    assert_eq!(
        (told(&minuted.returns).as_slice(), minuted.comment.as_str()),
        (&both.map(String::from)[..], "Và phạm vi.")
    );
});

/// What happened, a word or two each.
fn course(events: &[CampaignEvent]) -> Vec<String> {
    let told = |event: &CampaignEvent| match &event.what {
        Happened::Moved(made) => format!("{made} {}", event.note).trim_end().to_owned(),
        Happened::Extended { agency, due_on } => format!("{} {due_on} {}", agency.id, event.note),
        Happened::ExtendedAll { agencies, due_on } => format!("{agencies} {due_on} {}", event.note),
    };
    events.iter().map(told).collect()
}

on_both!(why_the_office_gave_the_draft_back_stands_until_it_is_laid_again, async |bed| {
    let store = &bed.store;
    let later = |actor: Actor, hours: i64| Actor { at: actor.at + Duration::hours(hours), ..actor };
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let more_time = ExtensionDraft {
        agency: AgencyId::from("so-nv-2025"),
        due_on: "10/12/2026".to_owned(),
        reason: "Bão lũ".to_owned(),
    };
    store.extend(&later(coordinator(), 1), YEAR, &more_time).await.expect("extended");
    store.close_campaign(&later(coordinator(), 2), YEAR, true).await.expect("closed");
    store.compile(&later(coordinator(), 3), YEAR).await.expect("compiled");
    lay_draft(store, &later(coordinator(), 4), YEAR).await.expect("submitted");
    let standing = async || {
        let draft = store.draft(&coordinator(), YEAR).await.expect("a draft").returned.map(|event| event.note);
        let board = store.board(&clerk(), YEAR).await.expect("a board").events;
        assert_eq!(draft, standing_return(&board).map(|event| event.note.clone()));
        draft
    };
    assert_eq!(standing().await, None);
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    store.return_draft(&later(clerk(), 5), YEAR, seen, "Thiếu căn cứ.").await.expect("returned");
    assert_eq!(standing().await.as_deref(), Some("Thiếu căn cứ."));
    // It is mended and compiled anew: it stands until the draft is laid before the office.
    store.compile(&later(coordinator(), 6), YEAR).await.expect("compiled");
    assert_eq!(standing().await.as_deref(), Some("Thiếu căn cứ."));
    lay_draft(store, &later(coordinator(), 7), YEAR).await.expect("submitted");
    assert_eq!(standing().await, None);
    // Another clerk, with a page of the draft before: its reason is not one of the draft that lies there now.
    let stale = store.return_draft(&later(clerk(), 8), YEAR, seen, "Thiếu căn cứ.").await;
    assert!(matches!(stale, Err(Error::Conflict { .. })), "{stale:?}");
    assert_eq!(standing().await, None);
    let events = async |who: &Actor| course(&store.board(who, YEAR).await.expect("a board").events);
    let all = [
        "open 99/SKHCN",
        "so-nv-2025 2026-12-10 Bão lũ",
        "close",
        "compile",
        "submit",
        "return Thiếu căn cứ.",
        "compile",
        "submit",
    ];
    assert_eq!(events(&coordinator()).await, all);
    // Whoever may not see the draft reads nothing of what the office said of it.
    let told = ["open 99/SKHCN", "close", "compile", "submit", "return", "compile", "submit"];
    assert_eq!(events(&officer("so-yt")).await, told);
});

on_both!(a_proposal_sent_twice_is_one_and_may_be_taken_out_after_it_came_back, async |bed| {
    let (store, agency, officer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let form = store.answer_page(&officer, YEAR, &agency, &AnswerTarget::NewProposal(String::new())).await;
    let target = form.expect("a form").answer.target();
    let first = store.save_answer(&officer, YEAR, &agency, &target, 0, &proposed()).await.expect("saved");
    let second = store.save_answer(&officer, YEAR, &agency, &target, 0, &proposed()).await;
    assert!(matches!(second, Err(Error::Conflict { version }) if version == first.version), "{second:?}");
    // The form, still open, goes on saving what it made.
    let third = store.save_answer(&officer, YEAR, &agency, &target, first.version, &proposed()).await.expect("saved");
    assert_eq!((third.id, third.version), (first.id, first.version + 1));
    store.keep_all(&officer, YEAR, &agency).await.expect("kept");
    send(&bed, "so-yt").await;
    let (proposal, _) = points(&bed, None).await;
    assert_eq!(proposal, first.id);
    store.return_answer(&coordinator(), proposal, 1, "Trùng với CSDL dân cư.").await.expect("returned");
    lay(store, &officer, YEAR, &agency).await.expect("laid");
    store.send_back(&head("so-yt"), YEAR, &agency, "Bỏ đề xuất này.").await.expect("sent back");
    store.remove_proposal(&officer, proposal, third.version).await.expect("taken out");
    let page = store.response(&officer, YEAR, &agency).await.expect("a page");
    assert!(page.proposals.is_empty(), "{:?}", page.proposals);
});

on_both!(in_a_second_round_only_what_came_back_is_changed_or_taken_out, async |bed| {
    let (store, agency, writer) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    open(&bed).await;
    let first = store.response(&writer, YEAR, &agency).await.expect("a page");
    assert!(first.may_add && first.answers.iter().all(|one| first.may_change(one)));
    answer(&bed).await;
    let (entry, _) = points(&bed, Some("DC-005")).await;
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    let page = async || store.response(&writer, YEAR, &agency).await.expect("a page");
    let second = page().await;
    assert_eq!((second.may_edit, second.may_add), (true, false));
    let all = second.answers.iter().chain(&second.proposals);
    let may: Vec<_> = all.filter(|one| second.may_change(one)).map(|one| one.id).collect();
    assert_eq!(may, [Some(entry)]);
    let version = second.proposals[0].version;
    let sent = store.remove_proposal(&writer, proposal, version).await;
    assert!(matches!(sent, Err(Error::IllegalMove(_))), "it lies before the appraiser: {sent:?}");
    // One that came back need not go to the head and back first.
    store.return_answer(&coordinator(), proposal, 1, "Trùng, đề nghị rút.").await.expect("returned");
    store.remove_proposal(&writer, proposal, version).await.expect("taken out");
    send(&bed, "so-yt").await;
    assert!(page().await.proposals.is_empty());
    let minutes = store.minutes(&coordinator(), YEAR, &MinutesFilter::default()).await.expect("minutes");
    let gone = minutes.answers.items.iter().find(|one| one.removed.is_some()).expect("minuted");
    assert_eq!(gone.returns.iter().map(|note| note.text.as_str()).collect::<Vec<_>>(), ["Trùng, đề nghị rút."]);
});

on_both!(the_edition_under_review_stays_the_newest, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let next = CampaignDraft {
        year: "2027".to_owned(),
        letter_number: "1/SKHCN".to_owned(),
        letter_date: "02/11/2026".to_owned(),
        due_on: "30/11/2026".to_owned(),
    };
    let unfinished = |error: Option<Error>| match error {
        Some(Error::Invalid(remarks)) => remarks.iter().any(|one| one.code == FieldCode::Unfinished),
        _ => false,
    };
    assert!(unfinished(store.open_campaign(&coordinator(), &next).await.err()), "one review at a time");
    let newer = annex(vec![("SỞ Y TẾ", content("CSDL khám chữa bệnh", "y_te", SharingForm::Open))]);
    let header_of = |number, day| header(2026, number, day);
    let newer_header = header_of("9/QĐ-UBND", date!(2026 - 11 - 20));
    let preview = store.preview_import(&system(), "a.xlsx", "newer", newer.clone(), &newer_header).await.expect("read");
    let id = preview.id.expect("kept");
    assert_eq!(preview.waits_for, Some(YEAR), "told before anybody confirms");
    assert!(unfinished(store.confirm_import(&system(), id, &[]).await.err()), "it would be undone by the review");
    // An edition of before the one in force undoes nothing.
    let older_header = header_of("8/QĐ-UBND", date!(2023 - 03 - 01));
    let older = store.preview_import(&system(), "b.xlsx", "older", newer.clone(), &older_header).await.expect("read");
    assert_eq!(older.waits_for, None);
    assert!(import(&bed, "older", newer, &older_header).await.written.is_some());
});

on_both!(a_change_by_another_process_is_seen, async |bed| {
    let folder = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, folder.path()).await.expect("a second store");
    other.look_for_changes().await.expect("looked");
    let version = other.data_version();
    open(&bed).await;
    assert_eq!(other.data_version(), version, "not looked yet");
    other.look_for_changes().await.expect("looked");
    assert_eq!(other.data_version(), bed.store.data_version());
    assert!(other.data_version() > version);
});
