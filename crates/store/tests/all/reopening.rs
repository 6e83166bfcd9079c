//! A review that was closed takes answers again: what counts as late, and the new day of all who owe answers.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{YEAR, answer, head, lay, officer, open, points};
use domain::account::Actor;
use domain::campaign::Happened;
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::reminder::{ExtensionDraft, LedgerFilter, ReopenDraft, Sent};
use domain::workflow::CampaignStage;
use store::Error;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

/// Mondays: five working days after 30/11/2026, and two weeks later.
const CLOSED: OffsetDateTime = datetime!(2026-12-07 03:00 UTC);
const OPENED: OffsetDateTime = datetime!(2026-12-21 03:00 UTC);

fn at(actor: Actor, at: OffsetDateTime) -> Actor {
    Actor { at, ..actor }
}

fn reopening(due_on: &str, reason: &str) -> ReopenDraft {
    ReopenDraft { reason: reason.to_owned(), due_on: due_on.to_owned() }
}

/// The agency's day as its own page has it, whether it is that of a return, and the working days left.
async fn due(bed: &Bed, day: OffsetDateTime, agency: &str) -> (Date, bool, i64) {
    let page = bed.store.response(&at(officer(agency), day), YEAR, &AgencyId::from(agency)).await.expect("a page");
    (page.campaign.due_on, page.due_again, page.days_left)
}

async fn late(bed: &Bed, day: OffsetDateTime, agency: &str) -> Vec<(Date, i64, bool)> {
    let page = bed.store.urging(&at(coordinator(), day), YEAR).await.expect("a page");
    let own = page.late.iter().filter(|one| one.agency.id.as_str() == agency);
    own.map(|one| (one.due_on, one.days_late, one.owes)).collect()
}

async fn on_board(bed: &Bed, day: OffsetDateTime, agency: &str) -> i64 {
    let board = bed.store.board(&at(coordinator(), day), YEAR).await.expect("a board");
    board.rows.iter().find(|row| row.agency.id.as_str() == agency).expect("on the board").days_late
}

fn code(error: Result<(), Error>) -> FieldCode {
    match error {
        Err(Error::Invalid(errors)) => errors[0].code,
        other => panic!("{other:?}"),
    }
}

on_both!(the_days_on_which_it_was_closed_make_nobody_later, async |bed| {
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let day = date!(2026 - 11 - 30);
    open(&bed).await;
    store.close_campaign(&at(coordinator(), CLOSED), YEAR, true).await.expect("closed");
    assert_eq!(on_board(&bed, datetime!(2026-12-18 03:00 UTC), "so-yt").await, 5);
    store.reopen_campaign(&at(coordinator(), OPENED), YEAR, &reopening("", "Bão lũ")).await.expect("open again");
    store.remind(OPENED).await.expect("a tick");
    assert_eq!(late(&bed, OPENED, "so-yt").await, [(day, 5, true)]);
    assert_eq!(due(&bed, OPENED, "so-yt").await, (day, false, -5));
    // From the next day on the clock runs again.
    let next = datetime!(2026-12-22 03:00 UTC);
    assert_eq!((late(&bed, next, "so-yt").await, on_board(&bed, next, "so-yt").await), (vec![(day, 6, true)], 6));
    let sent = datetime!(2026-12-23 03:00 UTC);
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("answered");
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    store.approve(&at(head("so-yt"), sent), YEAR, &agency, seen).await.expect("sent");
    store.remind(sent).await.expect("a tick");
    assert_eq!(late(&bed, sent, "so-yt").await, [(day, 7, false)]);
});

on_both!(what_fell_due_while_it_was_closed_is_due_when_the_clock_runs_again, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let before = datetime!(2026-11-26 03:00 UTC);
    store.close_campaign(&at(coordinator(), before), YEAR, true).await.expect("closed");
    store.reopen_campaign(&at(coordinator(), CLOSED), YEAR, &reopening("", "Bão lũ")).await.expect("open again");
    assert_eq!(due(&bed, CLOSED, "so-yt").await, (date!(2026 - 11 - 30), false, 1));
    for (moment, days) in [(CLOSED, 0), (datetime!(2026-12-08 03:00 UTC), 0), (datetime!(2026-12-09 03:00 UTC), 1)] {
        store.remind(moment).await.expect("a tick");
        assert_eq!(on_board(&bed, moment, "so-yt").await, days, "{moment}");
    }
});

// One agency has sent its answers and owes what came back; one was given more time than all get.
on_both!(a_reopening_may_give_all_who_owe_answers_a_new_day, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    answer(&bed).await;
    let (entry, _) = points(&bed, Some("DC-005")).await;
    store.return_answer(&coordinator(), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    let more = ExtensionDraft {
        agency: AgencyId::from("so-nv-2025"),
        due_on: "2026-12-31".to_owned(),
        reason: "Hợp nhất".to_owned(),
    };
    store.extend(&coordinator(), YEAR, &more).await.expect("given");
    store.close_campaign(&at(coordinator(), CLOSED), YEAR, true).await.expect("closed");
    let desk = at(coordinator(), OPENED);
    for (bad, expected) in
        [(reopening("2026-12-28", " "), FieldCode::Required), (reopening("2026-12-20", "Bão lũ"), FieldCode::NotLater)]
    {
        assert_eq!(code(store.reopen_campaign(&desk, YEAR, &bad).await), expected, "{bad:?}");
    }
    assert_eq!(store.board(&desk, YEAR).await.expect("a board").campaign.stage, CampaignStage::Closed);
    store.reopen_campaign(&desk, YEAR, &reopening("2026-12-28", "Bão lũ")).await.expect("open again");

    let day = date!(2026 - 12 - 28);
    let page = store.urging(&desk, YEAR).await.expect("a page");
    let mut given: Vec<_> =
        page.extensions.iter().map(|one| (one.agency.id.as_str(), one.due_on, one.reason.as_str())).collect();
    given.sort_unstable();
    let expected = [
        ("so-khcn-2025", day, "Bão lũ"),
        ("so-nv-2025", date!(2026 - 12 - 31), "Hợp nhất"),
        ("so-xd-2025", day, "Bão lũ"),
        ("so-yt", day, "Bão lũ"),
    ];
    assert_eq!(given, expected);
    for (agency, again) in [("so-xd-2025", false), ("so-yt", true)] {
        assert_eq!(due(&bed, OPENED, agency).await, (day, again, 5), "{agency}");
    }
    // The agency reads why on its page, who sees the draft in the course, told once for all.
    let (own, agency) = (at(officer("so-xd-2025"), OPENED), AgencyId::from("so-xd-2025"));
    let events = store.response(&own, YEAR, &agency).await.expect("a page").events;
    assert!(events.iter().any(|event| event.note == "Bão lũ"), "{events:?}");
    let course = store.board(&desk, YEAR).await.expect("a board").events;
    let last = course.last().expect("a course");
    assert_eq!((&last.what, last.note.as_str()), (&Happened::ExtendedAll { agencies: 3, due_on: day }, "Bão lũ"));

    // The ladder stands round the new day, and what was late when it closed stays on record.
    store.remind(OPENED).await.expect("a tick");
    let rows = store.ledger(&desk, &LedgerFilter::default()).await.expect("the ledger").rows.items;
    let steps = rows.iter().filter(|row| row.agency.id == agency && row.due_on == day);
    let steps = steps.filter_map(|row| if let Sent::Step(step) = row.sent { Some(step.to_string()) } else { None });
    assert_eq!(steps.collect::<Vec<_>>(), ["-7 day officer"]);
    let first = (date!(2026 - 11 - 30), 5, false);
    assert_eq!(late(&bed, OPENED, "so-xd-2025").await, [first]);
    let after = datetime!(2026-12-29 03:00 UTC);
    store.remind(after).await.expect("a tick");
    assert_eq!(late(&bed, after, "so-xd-2025").await, [(day, 1, true), first]);
    assert_eq!(late(&bed, after, "so-yt").await, [(day, 1, true), (date!(2026 - 12 - 01), 4, false)]);

    // A day that moves nobody's is refused, and nothing is opened.
    let last = at(coordinator(), after);
    store.close_campaign(&last, YEAR, true).await.expect("closed");
    let again = store.reopen_campaign(&last, YEAR, &reopening("2026-12-29", "Bão lũ")).await;
    assert!(again.is_ok(), "one day more: {again:?}");
    store.close_campaign(&last, YEAR, true).await.expect("closed");
    let nobody = store.reopen_campaign(&last, YEAR, &reopening("2026-12-29", "Bão lũ")).await;
    assert_eq!(code(nobody), FieldCode::NotLater);
    assert_eq!(store.board(&last, YEAR).await.expect("a board").campaign.stage, CampaignStage::Closed);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});
