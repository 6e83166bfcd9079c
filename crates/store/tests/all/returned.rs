//! Answers that come back: what is said anew is decided anew, and what is never mended stands in nobody's way.

use crate::common::data::{annex, content, coordinator, header, import, system};
use crate::common::review::{YEAR, answer, appraise, head, officer, open, points, proposed, send, withdrawn};
use domain::campaign::CampaignDraft;
use domain::catalog::SharingForm;
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::review::AnswerTarget;
use store::{Error, Store};
use time::macros::date;

on_both!(what_is_said_anew_after_a_return_is_decided_anew, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    open(&bed).await;
    answer(&bed).await;
    appraise(&bed).await;
    let (proposal, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), proposal, 1, "Nêu rõ nguồn kinh phí.").await.expect("returned");
    store.lay_before_head(&officer("so-yt"), YEAR, &agency).await.expect("laid");
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
    store.lay_before_head(&officer, YEAR, &agency).await.expect("laid");
    store.send_back(&head("so-yt"), YEAR, &agency, "Bỏ đề xuất này.").await.expect("sent back");
    store.remove_proposal(&officer, proposal, third.version).await.expect("taken out");
    let page = store.response(&officer, YEAR, &agency).await.expect("a page");
    assert!(page.proposals.is_empty(), "{:?}", page.proposals);
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
    assert!(unfinished(store.confirm_import(&system(), id, &[]).await.err()), "it would be undone by the review");
    // An edition of before the one in force undoes nothing.
    let older_header = header_of("8/QĐ-UBND", date!(2023 - 03 - 01));
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
