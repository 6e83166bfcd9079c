//! A draft that is older than what was decided since: nobody lays it by a page that shows it, and no dossier is made of it.

use crate::common::Bed;
use crate::common::data::coordinator;
use crate::common::review::{YEAR, points, verdict};
use crate::editions::compiled;
use domain::account::Actor;
use domain::change::{Field, Place};
use domain::reminder::ReopenDraft;
use domain::review::Verdict;
use domain::workflow::CampaignStage;
use store::Error;
use time::Duration;

/// The coordinator, so many hours after the draft was compiled.
fn later(hours: i64) -> Actor {
    Actor { at: coordinator().at + Duration::hours(hours), ..coordinator() }
}

/// Answers are taken again, and what was refused is accepted.
async fn decided_otherwise(bed: &Bed) {
    let again = ReopenDraft { reason: "Kết luận lại".to_owned(), due_on: String::new() };
    bed.store.reopen_campaign(&later(2), YEAR, &again).await.expect("open again");
    let (_, found) = points(bed, Some("DC-005")).await;
    let law = found.iter().find(|point| point.place == Some(Place::Field(Field::LegalBasis))).expect("a point");
    let seen = law.decision.as_ref().map(|given| given.decided_at);
    bed.store.decide(&later(3), law.id, seen, &verdict(Verdict::Accept, "")).await.expect("accepted");
}

on_both!(a_draft_that_was_not_read_is_not_laid, async |bed| {
    let store = &bed.store;
    compiled(&bed).await;
    let seen = store.draft(&coordinator(), YEAR).await.expect("a draft").version;
    decided_otherwise(&bed).await;
    store.close_campaign(&later(4), YEAR, true).await.expect("closed");
    let overtaken = store.submit_draft(&later(5), YEAR, seen).await;
    assert!(matches!(overtaken, Err(Error::IllegalMove(_))), "{overtaken:?}");
    store.compile(&later(5), YEAR).await.expect("compiled");
    let unread = store.submit_draft(&later(6), YEAR, seen).await;
    assert!(matches!(unread, Err(Error::Conflict { version }) if version > seen), "{unread:?}");
    let page = store.draft(&coordinator(), YEAR).await.expect("a draft");
    assert_eq!(page.campaign.stage, CampaignStage::Consolidated);
    store.submit_draft(&later(6), YEAR, page.version).await.expect("laid");
});

on_both!(no_dossier_mixes_a_draft_with_what_was_decided_since, async |bed| {
    let store = &bed.store;
    compiled(&bed).await;
    let before = store.draft(&coordinator(), YEAR).await.expect("a draft").dossier;
    let refused = before.figures.as_ref().map(|figures| figures.verdicts.refused);
    assert_eq!((before.overtaken, refused), (None, Some(1)));
    decided_otherwise(&bed).await;
    for closed in [false, true] {
        if closed {
            store.close_campaign(&later(4), YEAR, true).await.expect("closed");
        }
        let dossier = store.dossier(&coordinator(), YEAR).await;
        assert!(matches!(dossier, Err(Error::IllegalMove(_))), "closed: {closed}");
        let page = store.draft(&coordinator(), YEAR).await.expect("the draft stays to be read");
        let overtaken = page.dossier.overtaken.expect("older");
        assert_eq!((overtaken.compiled_at, overtaken.reopened_at), (coordinator().at, later(2).at));
        assert_eq!((page.dossier.figures, page.may_submit), (None, false), "closed: {closed}");
    }
    store.compile(&later(5), YEAR).await.expect("compiled");
    let all = store.dossier(&coordinator(), YEAR).await.expect("a dossier").figures();
    assert_eq!(all.verdicts.refused, 0);
    let page = store.draft(&coordinator(), YEAR).await.expect("a draft").dossier;
    assert_eq!((page.overtaken, page.figures), (None, Some(all)));
});
