//! Verdicts that may each be right do not leave an entry less complete between them: not in the appraisal, not in the draft.

use std::fmt::Debug;

use crate::common::data::{coordinator, first_annex};
use crate::common::review::{
    YEAR, answer, decide_as_before, modified, officer, open, open_with, points, send, verdict,
};
use domain::change::{Field, Place};
use domain::check::FieldCode;
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerTarget, Verdict};
use store::{Error, Result};

const ENTRY: &str = "DC-005 CSDL khám chữa bệnh";

fn refused<T: Debug>(result: Result<T>, lacks: &str) {
    let Err(Error::Invalid(remarks)) = result else { panic!("{result:?}") };
    let told: Vec<_> = remarks.iter().map(|one| (one.field.as_str(), one.code, one.detail.as_str())).collect();
    assert_eq!(told, [("verdict", FieldCode::LeftIncomplete, lacks)]);
}

on_both!(an_item_does_not_go_without_the_one_that_stands_in_for_it, async |bed| {
    let (store, agency, desk) = (&bed.store, AgencyId::from("so-yt"), coordinator());
    // Another entry lacks a part already, and nobody answers on it: it is not held up.
    let mut annex = first_annex();
    annex.entries[0].content.purpose.clear();
    open_with(&bed, annex).await;
    let mut draft = modified();
    let wanted = draft.content.as_mut().expect("a content");
    wanted.items[0].name = "Sổ khám bệnh".to_owned();
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let saved = store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    send(&bed, "so-yt").await;
    let (answer, found) = points(&bed, Some("DC-005")).await;
    let at = |wanted: fn(&Place) -> bool| {
        found.iter().find(|point| point.place.as_ref().is_some_and(wanted)).expect("a point").id
    };
    let (gone, new) =
        (at(|place| matches!(place, Place::ItemRemove(_))), at(|place| matches!(place, Place::ItemAdd(_))));
    let (accept, reject) = (verdict(Verdict::Accept, ""), verdict(Verdict::Reject, "Giữ tên cũ"));
    let lacks = format!("items|{ENTRY}");
    // Whichever comes second is refused, alone or with the rest; what was given before may be changed.
    store.decide(&desk, new, None, &reject).await.expect("refused");
    refused(store.decide(&desk, gone, None, &accept).await, &lacks);
    refused(store.decide_all(&desk, answer, 1, &accept).await, &lacks);
    let seen = points(&bed, Some("DC-005")).await.1.into_iter().find(|point| point.id == new);
    let seen = seen.and_then(|point| point.decision).map(|decision| decision.decided_at);
    store.decide(&desk, new, seen, &accept).await.expect("accepted");
    store.decide_all(&desk, answer, 1, &accept).await.expect("accepted");
    store.close_campaign(&desk, YEAR, true).await.expect("closed");
    // Verdicts of before the rule: the draft does not take them, and says of what.
    decide_as_before(&bed, "item.add", "reject").await;
    let failed = store.compile(&desk, YEAR).await;
    let Err(Error::Consolidation(ConsolidationError::Incomplete(entry, fields))) = failed else { panic!("{failed:?}") };
    assert_eq!((entry.as_str(), fields.as_str()), (ENTRY, "items"));
    decide_as_before(&bed, "item.add", "accept").await;
    store.compile(&desk, YEAR).await.expect("compiled");
});

on_both!(a_proposal_does_not_enter_in_part, async |bed| {
    let (store, desk) = (&bed.store, coordinator());
    open(&bed).await;
    answer(&bed).await;
    let (proposal, found) = points(&bed, None).await;
    let at = |field| found.iter().find(|point| point.place == Some(Place::Field(field))).expect("a point").id;
    let (accept, reject) = (verdict(Verdict::Accept, ""), verdict(Verdict::Reject, "Không có căn cứ"));
    // As long as its name is open, it may still be refused whole.
    store.decide(&desk, at(Field::LegalBasis), None, &reject).await.expect("refused");
    let lacks = "legal_basis|CSDL dân số";
    refused(store.decide(&desk, at(Field::Name), None, &accept).await, lacks);
    refused(store.decide_all(&desk, proposal, 1, &accept).await, lacks);
    store.decide_all(&desk, proposal, 1, &reject).await.expect("refused whole");
});
