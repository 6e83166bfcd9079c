//! Verdicts that may each be right do not open personal data between them: not in the appraisal, not in the draft.

use std::fmt::Debug;

use crate::common::data::{content, coordinator, first_annex};
use crate::common::review::{YEAR, decide_as_before, officer, open_with, points, send, verdict};
use domain::catalog::{EntryContent, SharingForm};
use domain::change::Place;
use domain::check::FieldCode;
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget, SecretDeclaration, Verdict};
use store::{Error, Result};

const NAME: &str = "CSDL khám chữa bệnh";
const ITEM: &str = "Danh sách của CSDL khám chữa bệnh";

fn refused<T: Debug>(result: Result<T>) {
    let Err(Error::Invalid(remarks)) = result else { panic!("{result:?}") };
    let told: Vec<_> = remarks.iter().map(|one| (one.field.as_str(), one.code, one.detail.as_str())).collect();
    assert_eq!(told, [("verdict", FieldCode::PersonalLeftOpen, ITEM)]);
}

on_both!(an_item_that_is_called_personal_is_not_left_open, async |bed| {
    let (store, agency, desk) = (&bed.store, AgencyId::from("so-yt"), coordinator());
    let mut annex = first_annex();
    annex.entries[4].content = content(NAME, "y_te", SharingForm::Open);
    open_with(&bed, annex).await;
    // The officer says that the item holds personal data, and closes it to both classes.
    let mut wanted = EntryContent { owner: agency.clone(), ..content(NAME, "y_te", SharingForm::Default) };
    wanted.items[0].personal = true;
    let secret = SecretDeclaration::None;
    let draft = AnswerDraft { content: Some(wanted), secret, ..AnswerDraft::of_kind(AnswerKind::Modify) };
    let target = AnswerTarget::Entry(EntryCode::from("DC-005"));
    let version = store.answer_page(&officer("so-yt"), YEAR, &agency, &target).await.expect("a page").answer.version;
    let saved = store.save_answer(&officer("so-yt"), YEAR, &agency, &target, version, &draft).await.expect("saved");
    assert_eq!(saved.errors, vec![]);
    send(&bed, "so-yt").await;
    let (answer, found) = points(&bed, Some("DC-005")).await;
    let is_personal = |place: &Option<Place>| matches!(place, Some(Place::ItemPersonal(_)));
    let (flag, forms): (Vec<_>, Vec<_>) = found.iter().partition(|point| is_personal(&point.place));
    assert_eq!((flag.len(), forms.len()), (1, 2));
    let (accept, reject) = (verdict(Verdict::Accept, ""), verdict(Verdict::Reject, "Vẫn cần mở"));
    // Whichever comes second is refused, alone or with the rest; what was given before may be changed.
    store.decide(&desk, forms[0].id, None, &reject).await.expect("left open");
    refused(store.decide(&desk, flag[0].id, None, &accept).await);
    refused(store.decide_all(&desk, answer, 1, &accept).await);
    let seen = points(&bed, Some("DC-005")).await.1.into_iter().find(|point| point.id == forms[0].id);
    let seen = seen.and_then(|point| point.decision).map(|decision| decision.decided_at);
    store.decide(&desk, forms[0].id, seen, &accept).await.expect("closed");
    store.decide(&desk, flag[0].id, None, &accept).await.expect("personal");
    refused(store.decide(&desk, forms[1].id, None, &reject).await);
    store.decide_all(&desk, answer, 1, &accept).await.expect("closed");
    store.close_campaign(&desk, YEAR, true).await.expect("closed");
    // Verdicts of before the rule: the draft does not take them, and says of what.
    decide_as_before(&bed, "item.matrix.to_chuc", "reject").await;
    let failed = store.compile(&desk, YEAR).await;
    let Err(Error::Consolidation(ConsolidationError::PersonalOpen(entry, item))) = failed else { panic!("{failed:?}") };
    assert_eq!((entry, item), (format!("DC-005 {NAME}"), ITEM.to_owned()));
    decide_as_before(&bed, "item.matrix.to_chuc", "accept").await;
    let edition = store.compile(&desk, YEAR).await.expect("compiled");
    let whole = store.edition_content(&desk, edition).await.expect("a draft");
    let made = whole.groups.iter().flat_map(|group| &group.entries).find(|(code, _)| code.as_str() == "DC-005");
    let item = &made.expect("the entry").1.items[0];
    assert_eq!((item.personal, item.widest()), (true, SharingForm::Default));
});
