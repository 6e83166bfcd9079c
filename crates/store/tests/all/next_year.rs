//! Proposals kept for another year: not sent, refused, or written outside of any review; taken up once, by a copy.

use crate::common::data::coordinator;
use crate::common::review::{YEAR, answer, head, officer, open, points, proposed, verdict};
use domain::answer_form::AnswerForm;
use domain::check::FieldCode;
use domain::id::{AgencyId, KeptId};
use domain::policy::Refusal;
use domain::review::{AnswerKind, AnswerTarget, KeptFrom, SavedKept, Verdict};
use domain::workflow::ResponseStage;
use store::Error;

on_both!(what_is_not_sent_waits_for_the_next_review, async |bed| {
    open(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let new = AnswerTarget::NewProposal(String::new());
    let saved = store.save_answer(&mine, YEAR, &agency, &new, 0, &proposed()).await.expect("saved");
    let unread = store.keep_proposal(&mine, saved.id, saved.version + 1).await;
    assert!(matches!(unread, Err(Error::Conflict { .. })), "{unread:?}");
    let other = store.keep_proposal(&officer("so-tp"), saved.id, saved.version).await;
    assert!(matches!(other, Err(Error::Refused(Refusal::Hidden))), "{other:?}");
    let kept = store.keep_proposal(&mine, saved.id, saved.version).await.expect("kept");
    let page = store.response(&mine, YEAR, &agency).await.expect("a page");
    assert_eq!((page.proposals.len(), page.kept.len()), (0, 1), "it left the review");
    let one = &page.kept[0];
    assert_eq!((one.id, one.from, one.year, &one.draft), (kept, KeptFrom::Unsent, Some(YEAR), &proposed()));
    assert_eq!(store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").kept, []);
    // It is taken up by a copy, once, and stays as history.
    let refused = store.take_up(&officer("so-tp"), YEAR, &agency, kept).await;
    assert!(matches!(refused, Err(Error::Refused(Refusal::Hidden))), "{refused:?}");
    let id = store.take_up(&mine, YEAR, &agency, kept).await.expect("taken up");
    let copy = store.answer_page(&mine, YEAR, &agency, &AnswerTarget::Proposal(id)).await.expect("a page").answer;
    assert_eq!((copy.draft, copy.version), (Some(proposed()), 1));
    let list = store.kept_proposals(&mine, &agency).await.expect("a list");
    assert_eq!((list.open.len(), list.taken.len(), list.taken[0].taken), (0, 1, Some(YEAR)));
    for done in
        [store.take_up(&mine, YEAR, &agency, kept).await.err(), store.drop_kept(&mine, &agency, kept, 1).await.err()]
    {
        assert!(matches!(done, Some(Error::NotFound)), "{done:?}");
    }
    assert!(matches!(store.kept_proposals(&officer("so-tp"), &agency).await, Err(Error::Refused(Refusal::Hidden))));
    assert_eq!(list.campaign, Some(YEAR));
});

on_both!(a_refused_proposal_is_kept_and_its_verdict_stands, async |bed| {
    open(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    answer(&bed).await;
    let (id, _) = points(&bed, None).await;
    let page = store.answer_page(&mine, YEAR, &agency, &AnswerTarget::Proposal(id)).await.expect("a page");
    assert!(!page.answer.is_refused() && page.may_keep);
    let sent = store.keep_proposal(&mine, id, page.answer.version).await;
    assert!(matches!(sent, Err(Error::IllegalMove(_))), "it is being appraised: {sent:?}");
    store.decide_all(&coordinator(), id, 1, &verdict(Verdict::Reject, "Trùng CSDL quốc gia")).await.expect("refused");
    let page = store.answer_page(&mine, YEAR, &agency, &AnswerTarget::Proposal(id)).await.expect("a page");
    assert!(page.answer.is_refused());
    let kept = store.keep_proposal(&mine, id, page.answer.version).await.expect("kept");
    assert_eq!(store.keep_proposal(&mine, id, page.answer.version).await.expect("kept"), kept, "once");
    let list = store.kept_proposals(&mine, &agency).await.expect("a list");
    assert_eq!((list.open.len(), list.open[0].from, list.campaign), (1, KeptFrom::Refused, None));
    let after = store.response(&mine, YEAR, &agency).await.expect("a page");
    assert_eq!((after.stage, after.proposals.len()), (ResponseStage::Submitted, 1), "the review is as it was");
    let late = store.take_up(&mine, YEAR, &agency, kept).await;
    assert!(matches!(late, Err(Error::IllegalMove(_))), "nothing is added to what was sent: {late:?}");
});

on_both!(a_draft_is_written_outside_of_any_review, async |bed| {
    crate::common::data::load_first_edition(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let form = AnswerForm { name: "CSDL bệnh viện".into(), secret: "none".into(), ..AnswerForm::default() };
    let SavedKept { id, version, .. } = store.save_kept(&mine, &agency, None, 0, &form).await.expect("saved");
    assert_eq!(version, 1);
    let editor = store.kept_proposal(&mine, &agency, Some(id)).await.expect("an editor").kept.expect("a draft");
    assert_eq!(
        (editor.name(), editor.from, editor.year, editor.version),
        ("CSDL bệnh viện", KeptFrom::Written, None, 1)
    );
    assert_eq!(editor.draft.kind, AnswerKind::Propose);
    assert!(!editor.errors.is_empty(), "it says what it lacks");
    let better = AnswerForm { purpose: "Quản lý bệnh viện".into(), ..form.clone() };
    let saved = store.save_kept(&mine, &agency, Some(id), 1, &better).await.expect("saved");
    assert_eq!((saved.id, saved.version), (id, 2));
    let stale = store.save_kept(&mine, &agency, Some(id), 1, &form).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 2 })), "{stale:?}");
    let secret = AnswerForm { secret: "holds".into(), ..form.clone() };
    let secret = store.save_kept(&mine, &agency, Some(id), 2, &secret).await;
    assert!(matches!(&secret, Err(Error::Invalid(told)) if told[0].code == FieldCode::StateSecret), "{secret:?}");
    let meddling = store.save_kept(&head("so-yt"), &agency, Some(id), 2, &form).await;
    assert!(matches!(meddling, Err(Error::Refused(Refusal::Forbidden))), "{meddling:?}");
    let another = store.kept_proposal(&officer("so-tp"), &AgencyId::from("so-tp"), Some(id)).await;
    assert!(matches!(another, Err(Error::NotFound)), "{another:?}");
    let none = store.save_kept(&mine, &agency, Some(KeptId(999)), 1, &form).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    assert_eq!(store.kept_proposals(&mine, &agency).await.expect("a list").campaign, None, "no review is open");
    store.drop_kept(&mine, &agency, id, 2).await.expect("dropped");
    assert_eq!(store.kept_proposals(&mine, &agency).await.expect("a list").open, []);
});
