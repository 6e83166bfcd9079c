//! Proposals kept for another year: not sent, refused, or written outside of any review; taken up once, by a copy.

use crate::common::data::coordinator;
use crate::common::review::{YEAR, answer, head, officer, open, person, points, proposed, verdict};
use domain::account::Role;
use domain::answer_form::{AnswerForm, Opened, Pick, Prints, TypedForm, WhoChanged};
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, AsideId, KeptId};
use domain::policy::Refusal;
use domain::review::{AnswerKind, AnswerTarget, KeptFrom, KeptProposal, SavedKept, Verdict};
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

on_both!(a_proposal_that_was_given_back_is_kept_as_one, async |bed| {
    open(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    answer(&bed).await;
    let (id, _) = points(&bed, None).await;
    store.return_answer(&coordinator(), id, 1, "Nêu rõ nguồn kinh phí.").await.expect("returned");
    let version =
        store.answer_page(&mine, YEAR, &agency, &AnswerTarget::Proposal(id)).await.expect("a page").answer.version;
    let kept = store.keep_proposal(&mine, id, version).await.expect("kept");
    let list = store.kept_proposals(&mine, &agency).await.expect("a list");
    assert_eq!((list.open.len(), list.open[0].from, list.open[0].year), (1, KeptFrom::Returned, Some(YEAR)));
    let editor = store.kept_proposal(&mine, &agency, Some(kept)).await.expect("an editor").kept.expect("a draft");
    assert_eq!(editor.from, KeptFrom::Returned);
});

/// A form that was made from a version.
fn sent(version: i64, form: &AnswerForm) -> TypedForm {
    TypedForm { opened: Opened { version, ..Opened::default() }, form: form.clone() }
}

on_both!(a_draft_is_written_outside_of_any_review, async |bed| {
    crate::common::data::load_first_edition(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let form = AnswerForm { name: "CSDL bệnh viện".into(), secret: "none".into(), ..AnswerForm::default() };
    let SavedKept { id, version, .. } = store.save_kept(&mine, &agency, None, &sent(0, &form)).await.expect("saved");
    assert_eq!(version, 1);
    let editor = store.kept_proposal(&mine, &agency, Some(id)).await.expect("an editor").kept.expect("a draft");
    assert_eq!(
        (editor.name(), editor.from, editor.year, editor.version),
        ("CSDL bệnh viện", KeptFrom::Written, None, 1)
    );
    assert_eq!(editor.draft.kind, AnswerKind::Propose);
    assert!(!editor.errors.is_empty(), "it says what it lacks");
    let better = AnswerForm { purpose: "Quản lý bệnh viện".into(), ..form.clone() };
    let saved = store.save_kept(&mine, &agency, Some(id), &sent(1, &better)).await.expect("saved");
    assert_eq!((saved.id, saved.version, saved.beside), (id, 2, None));
    let lacks = |errors: &[FieldError], field: &str| errors.iter().any(|one| one.field == field);
    assert!(lacks(&editor.errors, "purpose") && !lacks(&saved.errors, "purpose") && lacks(&saved.errors, "scope"));
    let secret = AnswerForm { secret: "holds".into(), ..form.clone() };
    let secret = store.save_kept(&mine, &agency, Some(id), &sent(2, &secret)).await;
    assert!(matches!(&secret, Err(Error::Invalid(told)) if told[0].code == FieldCode::StateSecret), "{secret:?}");
    let meddling = store.save_kept(&head("so-yt"), &agency, Some(id), &sent(2, &form)).await;
    assert!(matches!(meddling, Err(Error::Refused(Refusal::Forbidden))), "{meddling:?}");
    let another = store.kept_proposal(&officer("so-tp"), &AgencyId::from("so-tp"), Some(id)).await;
    assert!(matches!(another, Err(Error::NotFound)), "{another:?}");
    let none = store.save_kept(&mine, &agency, Some(KeptId(999)), &sent(1, &form)).await;
    assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
    assert_eq!(store.kept_proposals(&mine, &agency).await.expect("a list").campaign, None, "no review is open");
    store.drop_kept(&mine, &agency, id, 2).await.expect("dropped");
    assert_eq!(store.kept_proposals(&mine, &agency).await.expect("a list").open, []);
});

on_both!(two_writers_of_one_draft_lose_nothing, async |bed| {
    crate::common::data::load_first_edition(&bed).await;
    let (store, agency, mine) = (&bed.store, AgencyId::from("so-yt"), officer("so-yt"));
    let theirs = person("cb-2", Role::Officer, "so-yt", &[]);
    let form = AnswerForm {
        kind: "propose".into(),
        name: "CSDL bệnh viện".into(),
        source: "Hồ sơ".into(),
        secret: "none".into(),
        ..AnswerForm::default()
    };
    let id = store.save_kept(&mine, &agency, None, &sent(0, &form)).await.expect("saved").id;
    // Both open its first version.
    let prints = Prints::of(&form).to_string();
    let opened = |form: &AnswerForm| TypedForm {
        opened: Opened { version: 1, prints: prints.clone(), aside: AsideId(0) },
        form: form.clone(),
    };
    let desk = AnswerForm { purpose: "Của người kia".into(), source: "Nguồn khác".into(), ..form.clone() };
    let phone = AnswerForm { purpose: "Của tôi".into(), note: "Ghi chú".into(), ..form.clone() };
    let saved = store.save_kept(&theirs, &agency, Some(id), &opened(&desk)).await.expect("saved");
    assert_eq!((saved.id, saved.version, saved.beside), (id, 2, None));
    let own = store.save_kept(&mine, &agency, Some(id), &opened(&phone)).await.expect("kept");
    assert_eq!((own.version, own.beside), (1, Some(id)));
    assert_eq!(store.save_kept(&mine, &agency, Some(id), &opened(&phone)).await.expect("kept").id, own.id, "once");
    // What is typed on goes to the same place.
    let longer = AnswerForm { note: "Ghi chú dài hơn".into(), ..phone.clone() };
    let on = store.save_kept(&mine, &agency, Some(own.id), &sent(1, &longer)).await.expect("saved");
    assert_eq!((on.id, on.version, on.beside), (own.id, 2, Some(id)));
    let other = store.kept_clash(&officer("so-tp"), &agency, own.id).await;
    assert!(matches!(other, Err(Error::Refused(Refusal::Hidden))), "{other:?}");
    let clash = store.kept_clash(&mine, &agency, own.id).await.expect("read").expect("both texts");
    assert_eq!((clash.version, clash.beside, clash.both.version, clash.both.made_from), (2, id, 2, 1));
    let found: Vec<_> = clash.both.differences.iter().map(|one| (one.part.as_str(), one.by)).collect();
    let expected = [("purpose", WhoChanged::Both), ("source", WhoChanged::Other), ("note", WhoChanged::Me)];
    assert_eq!(found, expected);
    let picks = [Pick { part: "purpose".into(), choice: "theirs".into(), text: String::new() }];
    let late = store.settle_kept(&mine, &agency, own.id, 1, &picks).await;
    assert!(matches!(late, Err(Error::Conflict { version: 2 })), "{late:?}");
    assert_eq!(store.settle_kept(&mine, &agency, own.id, 2, &picks).await.expect("settled"), id);
    let list = store.kept_proposals(&mine, &agency).await.expect("a list").open;
    assert_eq!((list.len(), list[0].id, list[0].version), (1, id, 3));
    let content = list[0].draft.content.as_ref().expect("a content");
    assert_eq!([&*content.purpose, &content.source, &content.note], ["Của người kia", "Nguồn khác", "Ghi chú dài hơn"]);
    assert_eq!(store.kept_clash(&mine, &agency, own.id).await.expect("read"), None, "it is settled");
    // Beside a draft that is gone it is one like any other.
    let own = store.save_kept(&mine, &agency, Some(id), &opened(&phone)).await.expect("kept");
    store.drop_kept(&theirs, &agency, id, 3).await.expect("dropped");
    let list = store.kept_proposals(&mine, &agency).await.expect("a list").open;
    assert_eq!((list.len(), list[0].id, list[0].beside), (1, own.id, None));
});

on_both!(whoever_does_an_agencys_work_has_its_drafts, async |bed| {
    open(&bed).await;
    let (store, old, heir, mine) =
        (&bed.store, AgencyId::from("so-xd"), AgencyId::from("so-xd-2025"), officer("so-xd-2025"));
    let form = AnswerForm { name: "CSDL cấp phép".into(), secret: "none".into(), ..AnswerForm::default() };
    let kept = async |form: &AnswerForm| {
        store.save_kept(&officer("so-xd"), &old, None, &sent(0, form)).await.expect("saved").id
    };
    let (id, dropped) = (kept(&form).await, kept(&form).await);
    let list = store.kept_proposals(&mine, &heir).await.expect("a list");
    let by = |one: &KeptProposal| one.kept_by.as_ref().map(|by| by.id.to_string());
    assert_eq!(list.open.iter().map(by).collect::<Vec<_>>(), [Some("so-xd".to_owned()), Some("so-xd".to_owned())]);
    assert_eq!(store.kept_proposals(&officer("so-yt"), &AgencyId::from("so-yt")).await.expect("a list").open, []);
    let strange = store.kept_proposal(&officer("so-yt"), &AgencyId::from("so-yt"), Some(id)).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    store.drop_kept(&mine, &heir, dropped, 1).await.expect("dropped");
    let better = AnswerForm { purpose: "Quản lý cấp phép".into(), ..form.clone() };
    store.save_kept(&mine, &heir, Some(id), &sent(1, &better)).await.expect("saved");
    // Over a newer version nothing is overwritten here either.
    let beside = store.save_kept(&mine, &heir, Some(id), &sent(1, &form)).await.expect("kept");
    assert_eq!(beside.beside, Some(id));
    let clash = store.kept_clash(&mine, &heir, beside.id).await.expect("read");
    assert_eq!(clash.map(|both| both.beside), Some(id));
    let page = store.kept_proposal(&mine, &heir, Some(id)).await.expect("an editor").kept.expect("a draft");
    assert_eq!((by(&page), page.version), (Some("so-xd".to_owned()), 2), "who kept it stays told");
    // What nobody wrote on since has the agency that ended as its owner: who takes it up answers for it.
    let other = kept(&better).await;
    for id in [id, other] {
        let taken = store.take_up(&mine, YEAR, &heir, id).await.expect("taken up");
        let copy = store.answer_page(&mine, YEAR, &heir, &AnswerTarget::Proposal(taken)).await.expect("a page").answer;
        let content = copy.draft.and_then(|draft| draft.content).expect("a content");
        assert_eq!((content.owner, &*content.purpose), (heir.clone(), "Quản lý cấp phép"));
    }
    let list = store.kept_proposals(&mine, &heir).await.expect("a list");
    assert_eq!(list.taken.iter().map(by).collect::<Vec<_>>(), [Some("so-xd".to_owned()), Some("so-xd".to_owned())]);
});
