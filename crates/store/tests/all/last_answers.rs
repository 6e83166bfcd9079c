//! What was answered before, beside what is asked now.

use crate::amendment::{appraise_but, compile_and_issue, round, say, say_all};
use crate::common::data::{coordinator, load_first_edition};
use crate::common::review::{modified, officer, send_in};
use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::change::{Field, Place};
use domain::id::{AgencyId, EntryCode};
use domain::review::{AnswerKind, AnswerTarget, Verdict};
use time::Duration;

const HEALTH: &str = "so-yt";
const CODE: &str = "DC-005";

on_both!(the_round_that_answered_last_is_told, async |bed| {
    let (store, health) = (&bed.store, AgencyId::from(HEALTH));
    load_first_edition(&bed).await;
    let open = async |days: i64| {
        let actor = Actor { at: coordinator().at + Duration::days(days), ..coordinator() };
        store.open_amendment(&actor, &round(&[HEALTH], "")).await.expect("opened")
    };
    let told = async |key: CampaignKey| {
        let page = store.response(&officer(HEALTH), key, &health).await.expect("a page");
        let answer = page.answers.into_iter().find(|one| one.code == Some(EntryCode::from(CODE))).expect("asked");
        let last = answer.last_year?;
        let mut texts = last.points.iter().flat_map(|one| [&one.old, &one.new]);
        assert!(texts.all(String::is_empty), "the list tells it in short");
        let places: Vec<_> = last.points.iter().filter_map(|one| one.place.clone()).collect();
        assert!(places.contains(&Place::Field(Field::Purpose)), "{places:?}");
        Some((last.year.to_string(), last.kind, last.verdicts))
    };
    let first = open(0).await;
    assert_eq!(told(first).await, None, "nothing was asked before");
    say_all(&bed, first, HEALTH, CODE, &modified()).await;
    send_in(&bed, first, HEALTH).await;
    appraise_but(&bed, first, &[]).await;
    compile_and_issue(&bed, first, "4000/QĐ-UBND").await;
    let changed = Some(("2026-1".to_owned(), AnswerKind::Modify, vec![(Verdict::Accept, 2)]));
    let second = open(1).await;
    assert_eq!(told(second).await, changed);
    // At the entry itself: what was changed, and what became of it.
    let target = AnswerTarget::Entry(EntryCode::from(CODE));
    let page = store.answer_page(&officer(HEALTH), second, &health, &target).await.expect("a page");
    let points = page.answer.last_year.expect("told").points;
    assert_eq!(points.len(), 2, "{points:?}");
    let purpose = points.iter().find(|one| one.place == Some(Place::Field(Field::Purpose))).expect("changed");
    assert_eq!((purpose.new.as_str(), purpose.verdict), ("Quản lý khám, chữa bệnh toàn tỉnh", Some(Verdict::Accept)));
    assert_ne!(purpose.old, purpose.new);
    // What was begun and given up changed nothing.
    say(&bed, second, HEALTH, CODE, AnswerKind::Withdraw, "").await;
    store.abandon_campaign(&coordinator(), second, "Không cần nữa.").await.expect("ended");
    assert_eq!(told(open(2).await).await, changed);
});
