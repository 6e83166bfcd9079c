//! Lateness on the record, extensions, and the letters that urge.

use crate::common::Bed;
use crate::common::data::{coordinator, system};
use crate::common::review::{YEAR, account, clerk, head, lay, officer, open, points, send};
use domain::account::{Actor, Role};
use domain::campaign::Progress;
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::reminder::{
    DueAgainBy, ExtensionDraft, LedgerFilter, NoticeKind, ReopenDraft, Sent, UrgedReturn, UrgingDraft,
};
use sea_orm::ConnectionTrait;
use store::Error;
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

/// Five working days after 30/11/2026.
const LATE: OffsetDateTime = datetime!(2026-12-07 03:00 UTC);

fn coordinator_at(at: OffsetDateTime) -> Actor {
    Actor { at, ..coordinator() }
}

fn more_time(agency: &str, due_on: &str, reason: &str) -> ExtensionDraft {
    ExtensionDraft { agency: AgencyId::from(agency), due_on: due_on.to_owned(), reason: reason.to_owned() }
}

fn letter(agency: &str, number: &str, day: &str) -> UrgingDraft {
    UrgingDraft { agency: AgencyId::from(agency), letter_number: number.to_owned(), letter_date: day.to_owned() }
}

async fn days_late(bed: &Bed, at: OffsetDateTime, agency: &str) -> i64 {
    let board = bed.store.board(&coordinator_at(at), YEAR).await.expect("a board");
    let row = board.rows.iter().find(|row| row.agency.id.as_str() == agency).expect("on the board");
    assert_eq!(row.days_late > 0, row.counts_as(Progress::Late));
    row.days_late
}

fn code(error: Result<(), Error>) -> FieldCode {
    match error {
        Err(Error::Invalid(errors)) => errors[0].code,
        other => panic!("{other:?}"),
    }
}

on_both!(lateness_is_kept_for_ever, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    store.remind(LATE).await.expect("a tick");
    assert_eq!(days_late(&bed, LATE, "so-yt").await, 5);
    // It answers two working days later, and stays seven days late when the review is over.
    let agency = AgencyId::from("so-yt");
    let at = datetime!(2026-12-09 03:00 UTC);
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("answered");
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    store.approve(&Actor { at, ..head("so-yt") }, YEAR, &agency, seen).await.expect("sent");
    store.close_campaign(&coordinator_at(datetime!(2026-12-21 03:00 UTC)), YEAR, true).await.expect("closed");
    let later = datetime!(2027-06-01 03:00 UTC);
    assert_eq!(days_late(&bed, later, "so-yt").await, 7);
    assert_eq!(days_late(&bed, later, "so-xd-2025").await, 15, "who never answered was late until the end");
    let page = store.urging(&coordinator_at(later), YEAR).await.expect("a page");
    let of = |id: &str| page.late.iter().find(|one| one.agency.id.as_str() == id).expect("on record").clone();
    assert_eq!((of("so-yt").days_late, of("so-yt").answered_on), (7, Some(date!(2026 - 12 - 09))));
    assert_eq!((of("so-xd-2025").answered_on, of("so-xd-2025").owes), (None, false));
    // Nobody makes it less, not even past the store.
    let raw = bed.raw().await;
    for change in [
        "delete from lateness",
        "update lateness set days_late = 1",
        "update lateness set agency_id = 'khac'",
        "update lateness set answered_on = null where answered_on is not null",
    ] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("lateness is kept"), "{change}: {refused}");
    }
});

on_both!(an_answer_in_time_is_not_late, async |bed| {
    open(&bed).await;
    bed.store.keep_all(&officer("so-yt"), YEAR, &AgencyId::from("so-yt")).await.expect("answered");
    send(&bed, "so-yt").await;
    bed.store.remind(LATE).await.expect("a tick");
    assert_eq!(days_late(&bed, LATE, "so-yt").await, 0);
    let page = bed.store.urging(&coordinator_at(LATE), YEAR).await.expect("a page");
    assert!(page.late.iter().all(|one| one.agency.id.as_str() != "so-yt"), "{:?}", page.late);
    assert!(page.unanswered.iter().all(|(agency, _)| agency.id.as_str() != "so-yt"));
});

on_both!(more_time_needs_a_reason, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    let actor = coordinator_at(LATE);
    for stranger in [officer("so-yt"), head("so-yt"), clerk()] {
        let asked = store.extend(&stranger, YEAR, &more_time("so-yt", "2026-12-15", "Bão")).await;
        assert!(matches!(asked, Err(Error::Refused(_))), "{asked:?}");
        assert!(matches!(store.urging(&stranger, YEAR).await, Err(Error::Refused(_))));
    }
    assert_eq!(code(store.extend(&actor, YEAR, &more_time("so-yt", "2026-12-15", " ")).await), FieldCode::Required);
    assert_eq!(code(store.extend(&actor, YEAR, &more_time("so-yt", "2026-12-01", "Bão")).await), FieldCode::NotLater);
    assert_eq!(code(store.extend(&actor, YEAR, &more_time("so-yt", "", "Bão")).await), FieldCode::Required);
    let unknown = store.extend(&actor, YEAR, &more_time("khong-co", "2026-12-15", "Bão")).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    store.extend(&actor, YEAR, &more_time("so-yt", "2026-12-15", "Bão số 15")).await.expect("given");
    // The agency sees its own day, others theirs; what was late before stays.
    let page =
        store.response(&Actor { at: LATE, ..officer("so-yt") }, YEAR, &AgencyId::from("so-yt")).await.expect("a page");
    assert_eq!((page.campaign.due_on, page.days_left), (date!(2026 - 12 - 15), 6));
    assert!(page.events.iter().any(|event| event.note == "Bão số 15"), "{:?}", page.events);
    let tasks = store.tasks(&Actor { at: LATE, ..officer("so-yt") }).await.expect("tasks");
    assert_eq!(tasks[0].due_on, Some(date!(2026 - 12 - 15)));
    assert_eq!(days_late(&bed, LATE, "so-yt").await, 5);
    assert_eq!(days_late(&bed, LATE, "so-xd-2025").await, 5);
    let listed = store.urging(&actor, YEAR).await.expect("a page");
    let mine = listed.late.iter().find(|one| one.agency.id.as_str() == "so-yt").expect("on record");
    assert_eq!((mine.due_on, mine.owes), (date!(2026 - 11 - 30), false));
    assert_eq!((listed.extensions.len(), listed.extensions[0].reason.as_str()), (1, "Bão số 15"));
    // Of a day off it is the next working day, wherever it is told.
    store.extend(&actor, YEAR, &more_time("so-xd-2025", "2026-12-12", "Bão số 15")).await.expect("given");
    let listed = store.urging(&actor, YEAR).await.expect("a page");
    let monday = date!(2026 - 12 - 14);
    assert_eq!(listed.extensions[0].due_on, monday);
    // Who is not due is told apart from who is late.
    let waiting: std::collections::BTreeSet<_> =
        listed.unanswered.iter().map(|(agency, due_on)| (agency.id.as_str(), *due_on)).collect();
    assert_eq!(waiting, [("so-xd-2025", monday), ("so-yt", date!(2026 - 12 - 15))].into());
    // Late again by the new day: a second row.
    let again = coordinator_at(datetime!(2026-12-17 03:00 UTC));
    store.remind(again.at).await.expect("a tick");
    let rows = store.urging(&again, YEAR).await.expect("a page").late;
    let mine: Vec<_> =
        rows.iter().filter(|one| one.agency.id.as_str() == "so-yt").map(|one| (one.due_on, one.days_late)).collect();
    assert_eq!(mine, [(date!(2026 - 12 - 15), 2), (date!(2026 - 11 - 30), 5)]);
    store.close_campaign(&again, YEAR, true).await.expect("closed");
    let closed = store.extend(&again, YEAR, &more_time("so-xd-2025", "2026-12-30", "Bão")).await;
    assert!(matches!(closed, Err(Error::IllegalMove(_))), "{closed:?}");
    let unreasoned = store.reopen_campaign(&again, YEAR, &ReopenDraft::default()).await;
    assert_eq!(code(unreasoned), FieldCode::Required, "reopening needs a reason");
});

on_both!(a_letter_is_recorded_once_and_never_invented, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    let (actor, agency) = (coordinator_at(LATE), AgencyId::from("so-yt"));
    let content = store.urging_content(&actor, YEAR, &agency).await.expect("a letter");
    assert_eq!((content.days_late, content.entries, content.answered), (5, 1, 0));
    assert_eq!(
        (content.agency.name.as_str(), content.coordinator.name.as_str()),
        ("Sở Y tế", "Sở Khoa học và Công nghệ")
    );
    assert!(content.letters.is_empty());
    assert_eq!(content.returned, None);
    let early = store.urging_content(&coordinator(), YEAR, &agency).await;
    assert!(matches!(early, Err(Error::NotFound)), "nobody is urged before the day: {early:?}");
    assert!(matches!(store.urging_content(&officer("so-yt"), YEAR, &agency).await, Err(Error::Refused(_))));
    assert_eq!(code(store.record_urging(&actor, YEAR, &letter("so-yt", " ", "2026-12-07")).await), FieldCode::Required);
    assert_eq!(
        code(store.record_urging(&actor, YEAR, &letter("so-yt", "9/A", "2026-12-08")).await),
        FieldCode::OutOfRange
    );
    assert_eq!(
        code(store.record_urging(&actor, YEAR, &letter("so-yt", "9/A", "2026-11-30")).await),
        FieldCode::NotLater
    );
    store.record_urging(&actor, YEAR, &letter("so-yt", "1702/SKHCN-CĐS", "2026-12-07")).await.expect("recorded");
    let twice = store.record_urging(&actor, YEAR, &letter("so-xd-2025", "1702/SKHCN-CĐS", "2026-12-04")).await;
    assert_eq!(code(twice), FieldCode::Taken);
    let content = store.urging_content(&actor, YEAR, &agency).await.expect("a letter");
    assert_eq!(content.letters[0].number, "1702/SKHCN-CĐS");
    let nobody = store.record_urging(&coordinator(), YEAR, &letter("so-yt", "1/A", "2026-11-24")).await;
    assert!(matches!(nobody, Err(Error::Invalid(_))), "{nobody:?}");
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_letter_that_left_before_more_time_was_given_is_recorded_afterwards, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    store.extend(&coordinator_at(LATE), YEAR, &more_time("so-yt", "2026-12-15", "Bão")).await.expect("given");
    let nextday = coordinator_at(LATE + Duration::DAY);
    store.record_urging(&nextday, YEAR, &letter("so-yt", "1702/SKHCN-CĐS", "2026-12-04")).await.expect("recorded");
    // Late again by the new day, each letter goes with what was late when it was written.
    let again = coordinator_at(datetime!(2026-12-17 03:00 UTC));
    store.record_urging(&again, YEAR, &letter("so-yt", "1800/SKHCN-CĐS", "2026-12-16")).await.expect("recorded");
    store.record_urging(&again, YEAR, &letter("so-yt", "1703/SKHCN-CĐS", "2026-12-15")).await.expect("recorded");
    let page = store.urging(&again, YEAR).await.expect("a page");
    let own = page.late.iter().filter(|one| one.agency.id.as_str() == "so-yt");
    let numbers = own
        .map(|one| (one.due_on, one.letters.iter().map(|letter| letter.number.as_str()).collect::<Vec<_>>().join(" ")));
    let expected = [
        (date!(2026 - 12 - 15), "1800/SKHCN-CĐS".to_owned()),
        (date!(2026 - 11 - 30), "1702/SKHCN-CĐS 1703/SKHCN-CĐS".to_owned()),
    ];
    assert_eq!(numbers.collect::<Vec<_>>(), expected);
});

// Late with its answers, and late again with what came back on 09/12/2026, a Wednesday, due anew on 16/12.
on_both!(what_came_back_is_urged_for_itself, async |bed| {
    open(&bed).await;
    let (store, agency) = (&bed.store, AgencyId::from("so-yt"));
    let own = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    let first = letter("so-yt", "1702/SKHCN-CĐS", "2026-12-07");
    store.record_urging(&coordinator_at(LATE), YEAR, &first).await.expect("recorded");
    let sent = datetime!(2026-12-09 03:00 UTC);
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("answered");
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    store.approve(&Actor { at: sent, ..head("so-yt") }, YEAR, &agency, seen).await.expect("sent");
    let (entry, _) = points(&bed, Some("DC-005")).await;
    let back = sent + Duration::hours(2);
    store.return_answer(&coordinator_at(back), entry, 1, "Nêu rõ căn cứ.").await.expect("returned");
    let now = coordinator_at(datetime!(2026-12-18 03:00 UTC));
    let content = store.urging_content(&now, YEAR, &agency).await.expect("a letter");
    let day = date!(2026 - 12 - 09);
    let told = UrgedReturn { first: day, last: day, days: 5, by: DueAgainBy::Rule, answers: 1, points: 1 };
    assert_eq!((content.due_on, content.days_late, content.returned), (date!(2026 - 12 - 16), 2, Some(told)));
    assert!(content.letters.is_empty(), "the letter of before was about the answers: {:?}", content.letters);

    store.record_urging(&now, YEAR, &letter("so-yt", "1800/SKHCN-CĐS", "2026-12-17")).await.expect("recorded");
    let content = store.urging_content(&now, YEAR, &agency).await.expect("a letter");
    assert_eq!((content.letters.len(), content.letters[0].number.as_str()), (1, "1800/SKHCN-CĐS"));
    let urged = store.notices(&own).await.expect("notices").into_iter().filter(|one| one.kind == NoticeKind::Urged);
    let mut urged: Vec<(String, bool)> =
        urged.flat_map(|one| one.about).map(|about| (about.letter, about.again)).collect();
    urged.sort();
    assert_eq!(urged, [("1702/SKHCN-CĐS".to_owned(), false), ("1800/SKHCN-CĐS".to_owned(), true)]);
    // The ledger tells them apart; the letter that is written now goes with the one about the same.
    let rows = store.ledger(&now, &LedgerFilter::default()).await.expect("the ledger").rows.items;
    let letters = rows.iter().filter_map(|row| match &row.sent {
        Sent::Letter { number, again, file, .. } => Some((number.as_str(), row.due_on, *again, *file)),
        _ => None,
    });
    let expected = [
        ("1800/SKHCN-CĐS", date!(2026 - 12 - 16), true, true),
        ("1702/SKHCN-CĐS", date!(2026 - 11 - 30), false, false),
    ];
    assert_eq!(letters.collect::<Vec<_>>(), expected);

    // More time moves the day and not that of the return.
    store.extend(&now, YEAR, &more_time("so-yt", "2026-12-21", "Bão số 16")).await.expect("given");
    let later = coordinator_at(datetime!(2026-12-22 03:00 UTC));
    let content = store.urging_content(&later, YEAR, &agency).await.expect("a letter");
    assert_eq!((content.due_on, content.days_late), (date!(2026 - 12 - 21), 1));
    assert_eq!(content.returned, Some(UrgedReturn { by: DueAgainBy::Extension, ..told }));
    // Sent anew, nobody owes anything.
    lay(store, &officer("so-yt"), YEAR, &agency).await.expect("laid");
    let seen = store.response(&head("so-yt"), YEAR, &agency).await.expect("a page").version;
    store.approve(&Actor { at: later.at, ..head("so-yt") }, YEAR, &agency, seen).await.expect("sent");
    assert!(matches!(store.urging_content(&later, YEAR, &agency).await, Err(Error::NotFound)));
});
