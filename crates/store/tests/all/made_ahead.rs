//! A decision that is made ahead: until its first day everything is as before, and nothing may be begun on what ends then.

use crate::common::data::{anonymous, coordinator};
use crate::common::review::{YEAR, clerk, decision, lay_draft};
use crate::editions::compiled;
use domain::account::Actor;
use domain::campaign::{AmendmentDraft, CampaignDraft};
use domain::catalog::EntryFilter;
use domain::check::{FieldCode, FieldError};
use domain::edition::{EditionFilter, EditionState};
use domain::id::{AgencyId, EntryCode};
use store::{Error, SignedFile};
use time::Duration;
use time::macros::date;

/// Days from that of the tests to the last before the decision's first day, and to that one.
const BEFORE: i64 = 6;
const FIRST: i64 = 7;

fn later(actor: Actor, days: i64) -> Actor {
    Actor { at: actor.at + Duration::days(days), ..actor }
}

on_both!(until_its_first_day_everything_is_as_before, async |bed| {
    let store = &bed.store;
    compiled(&bed).await;
    lay_draft(store, &coordinator(), YEAR).await.expect("submitted");
    let form = decision("01/12/2026");
    let signed = Some(SignedFile { name: "qd.pdf".to_owned(), bytes: b"%PDF-1.7".to_vec() });
    let seen = store.draft(&clerk(), YEAR).await.expect("a draft").version;
    store.issue(&clerk(), YEAR, seen, &form, signed).await.expect("issued");

    let stands = async |days: i64| {
        let actor = later(anonymous(), days);
        let listed = store.editions(&actor).await.expect("a list");
        for row in &listed {
            let page = store.edition(&actor, row.edition.id, &EditionFilter::default()).await.expect("a page");
            assert_eq!(page.state, row.state, "{}", row.edition.label());
        }
        listed.into_iter().map(|row| row.state).collect::<Vec<_>>()
    };
    assert_eq!(stands(BEFORE).await, [EditionState::Upcoming, EditionState::Issued]);
    assert_eq!(stands(FIRST).await, [EditionState::Issued, EditionState::Superseded]);

    let entry = async |code: &str, days: i64| {
        store.entry(&later(anonymous(), days), &EntryCode::from(code), None).await.expect("a page")
    };
    let (waits, there) = (entry("DC-006", BEFORE).await, entry("DC-006", FIRST).await);
    assert_eq!((waits.in_force, waits.upcoming), (false, true), "a new entry");
    assert_eq!((there.in_force, there.upcoming), (true, false));
    let (before, after) = (entry("DC-005", BEFORE).await, entry("DC-005", FIRST).await);
    assert_eq!((before.in_force, before.upcoming, before.history.len()), (true, false, 2), "one that changes");
    assert_ne!(before.content.purpose, after.content.purpose);
    let found = async |days: i64, filter: EntryFilter| {
        store.catalog(&later(anonymous(), days), &filter).await.expect("a list").entries.total
    };
    assert_eq!((found(BEFORE, EntryFilter::default()).await, found(FIRST, EntryFilter::default()).await), (5, 6));
    let asked = EntryFilter { as_of: Some(date!(2026 - 12 - 01)), ..EntryFilter::default() };
    assert_eq!(found(0, asked).await, 6, "that day may be asked for already");

    let year = CampaignDraft {
        year: "2027".to_owned(),
        letter_number: "1/SKHCN".to_owned(),
        letter_date: "25/11/2026".to_owned(),
        due_on: "25/12/2026".to_owned(),
    };
    let round = AmendmentDraft {
        reason: "Đính chính".to_owned(),
        letter_number: "2/SKHCN".to_owned(),
        letter_date: "25/11/2026".to_owned(),
        due_on: "25/12/2026".to_owned(),
        agencies: vec![AgencyId::from("so-yt")],
        codes: String::new(),
    };
    let refused = store.open_campaign(&later(coordinator(), BEFORE), &year).await;
    let wanted = [FieldError::with("year", FieldCode::NotYetInForce, "4567/QĐ-UBND;01/12/2026")];
    assert!(matches!(&refused, Err(Error::Invalid(remarks)) if *remarks == wanted), "{refused:?}");
    let refused = store.open_amendment(&later(coordinator(), BEFORE), &round).await;
    assert!(
        matches!(&refused, Err(Error::Invalid(remarks)) if remarks[0].code == FieldCode::NotYetInForce),
        "{refused:?}"
    );
    store.open_amendment(&later(coordinator(), FIRST), &round).await.expect("opened");
});
