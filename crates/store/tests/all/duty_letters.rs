//! An agency is urged by letter for duties that are late; what the letter listed is kept.

use crate::common::data::{NOW, coordinator, load_first_edition, system};
use crate::common::review::{YEAR, account, officer, open};
use domain::account::{Actor, Role};
use domain::check::FieldCode;
use domain::duty::{DutyKind, EvidenceDraft};
use domain::id::AgencyId;
use domain::reminder::{DutyUrging, LedgerFilter, LedgerRow, MailState, NoticeKind, Sent, UrgingDraft};
use sea_orm::ConnectionTrait;
use store::{Error, Store};
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};

const NUMBER: &str = "1801/SKHCN-CĐS";
/// DC-005 of the health department is to be refreshed by 24/12/2026, loaded and described by 05/01/2027.
const LATE: OffsetDateTime = datetime!(2027-01-11 03:00 UTC);

fn desk() -> Actor {
    Actor { at: LATE, ..coordinator() }
}

fn letter(agency: &str, number: &str, day: &str) -> UrgingDraft {
    UrgingDraft { agency: AgencyId::from(agency), letter_number: number.to_owned(), letter_date: day.to_owned() }
}

fn listed(letter: &DutyUrging) -> Vec<(DutyKind, Date, i64)> {
    let mut rows: Vec<_> = letter.duties.iter().map(|one| (one.kind, one.due_on, one.days_late)).collect();
    rows.sort();
    rows
}

fn refused(result: Result<(), Error>) -> (String, FieldCode) {
    match result {
        Err(Error::Invalid(errors)) => (errors[0].field.clone(), errors[0].code),
        other => panic!("{other:?}"),
    }
}

/// What a row of the ledger says of duties, and how many were told.
fn line(row: &LedgerRow) -> Option<(String, Date, u32, u32)> {
    let said = match &row.sent {
        Sent::DutyReminder { late, soon } => format!("{late} late, {soon} soon"),
        Sent::DutyLetter { number, duties, .. } => format!("{number}: {duties}"),
        _ => return None,
    };
    assert_eq!(row.campaign, None);
    Some((said, row.due_on, row.people, row.mailed(MailState::Waiting)))
}

on_both!(a_letter_about_late_duties_is_kept_with_what_it_listed, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let people = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    account(&bed, "lanhdao.yte", Role::Head, "so-yt").await;
    store.follow_duties(NOW).await.expect("a round");
    store.remind_duties(datetime!(2027-01-04 03:00 UTC)).await.expect("told");
    let health = AgencyId::from("so-yt");
    assert_eq!(store.duty_urging(&coordinator(), &health).await.expect("a page").duties, vec![]);
    let refresh = |days| (DutyKind::Refresh, date!(2026 - 12 - 24), days);
    let other = |kind| (kind, date!(2027 - 01 - 05), 6);
    let late = store.duty_urging(&desk(), &health).await.expect("a letter");
    assert_eq!(listed(&late), [other(DutyKind::Load), other(DutyKind::Documents), refresh(18)]);
    assert_eq!((late.duties[0].kind, late.number.as_str(), late.letters.len()), (DutyKind::Refresh, "", 0));

    for (draft, field, code) in [
        (letter("so-yt", "", "2027-01-04"), "letter_number", FieldCode::Required),
        (letter("so-yt", NUMBER, "2027-01-12"), "letter_date", FieldCode::OutOfRange),
        // Nothing is late on the last day itself.
        (letter("so-yt", NUMBER, "2026-12-24"), "letter_date", FieldCode::NotLater),
    ] {
        let found = refused(store.record_duty_urging(&desk(), &draft).await);
        assert_eq!(found, (field.to_owned(), code), "{draft:?}");
    }
    let sent = letter("so-yt", NUMBER, "2027-01-04");
    let unknown = store.record_duty_urging(&desk(), &letter("", NUMBER, "2027-01-04")).await;
    assert!(matches!(unknown, Err(Error::NotFound)), "{unknown:?}");
    let own = store.record_duty_urging(&officer("so-yt"), &sent).await;
    assert!(matches!(own, Err(Error::Refused(_))), "{own:?}");
    store.record_duty_urging(&desk(), &sent).await.expect("recorded");
    // One row of numbers: neither kind of letter takes it again.
    let taken = ("letter_number".to_owned(), FieldCode::Taken);
    assert_eq!(refused(store.record_duty_urging(&desk(), &sent).await), taken);
    for same in [NUMBER, "01801 / skhcn–CĐS"] {
        let again = letter("so-yt", same, "2027-01-05");
        assert_eq!(refused(store.record_urging(&desk(), YEAR, &again).await), taken, "{same}");
    }

    let told = store.notices(&people).await.expect("notices").remove(0);
    let about = &told.about[0];
    assert_eq!((told.kind, about.duties, about.letter.as_str()), (NoticeKind::DutyUrged, 1, NUMBER));
    let filter = LedgerFilter { agency: "so-yt".to_owned(), ..LedgerFilter::default() };
    let rows = store.ledger(&desk(), &filter).await.expect("the ledger").rows.items;
    // The letter bears the day of the week's word and was recorded later.
    let expected = [
        (format!("{NUMBER}: 1"), date!(2026 - 12 - 24), 2, 2),
        ("1 late, 2 soon".to_owned(), date!(2026 - 12 - 24), 2, 2),
    ];
    assert_eq!(rows.iter().filter_map(line).collect::<Vec<_>>(), expected);
    let seen = async |actor: Actor| {
        let rows = store.ledger(&actor, &LedgerFilter::default()).await.expect("the ledger").rows.items;
        rows.iter().filter_map(line).count()
    };
    assert_eq!((seen(officer("so-yt")).await, seen(officer("so-xd-2025")).await), (2, 0));

    // What was late on its day stays in it, whatever is done since.
    let done = Actor { at: LATE, ..people };
    let ids: Vec<_> = store.my_duties(&done).await.expect("duties").iter().map(|duty| duty.id).collect();
    let note = EvidenceDraft { note: "Đã làm".to_owned(), ..EvidenceDraft::default() };
    let again = store.duty_urging(&desk(), &health).await.expect("a letter");
    assert_eq!(again.letters.iter().map(|one| one.number.as_str()).collect::<Vec<_>>(), [NUMBER]);
    store.complete_duties(&done, &ids, &note, None).await.expect("done");
    assert_eq!(store.duty_urging(&desk(), &health).await.expect("a page").duties, vec![]);
    let id = rows.iter().find_map(|row| if let Sent::DutyLetter { id, .. } = row.sent { Some(id) } else { None });
    let id = id.expect("the letter");
    let kept = store.duty_letter(&desk(), id).await.expect("the letter");
    assert_eq!((listed(&kept), kept.day, kept.number.as_str()), (vec![refresh(11)], date!(2027 - 01 - 04), NUMBER));
    assert!(matches!(store.duty_letter(&officer("so-yt"), id).await, Err(Error::Refused(_))));
    let raw = bed.raw().await;
    for change in ["update duty_letter set number = '1'", "delete from duty_letter"] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("kept"), "{change}: {refused}");
    }
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(duties_are_told_of_before_the_first_review, async |bed| {
    let store = &bed.store;
    load_first_edition(&bed).await;
    let people = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    store.follow_duties(NOW).await.expect("a round");
    assert_eq!(store.remind_duties(datetime!(2027-01-05 03:00 UTC)).await.expect("told"), 1);
    store.record_duty_urging(&desk(), &letter("so-yt", NUMBER, "2027-01-11")).await.expect("recorded");
    let told = store.notices(&people).await.expect("notices");
    let told: Vec<_> = told.iter().map(|one| (one.kind, one.campaign)).collect();
    assert_eq!(told, [(NoticeKind::DutyUrged, None), (NoticeKind::DutyRemind, None)]);
    // What is sent by mail is read again from what was written.
    let mail = store.claim_mail(LATE).await.expect("looked").expect("a message");
    assert_eq!((mail.notice.kind, mail.notice.campaign), (NoticeKind::DutyRemind, None));
});

on_both!(two_servers_give_a_number_once, async |bed| {
    load_first_edition(&bed).await;
    bed.store.follow_duties(NOW).await.expect("a round");
    let files = tempfile::tempdir().expect("a folder");
    // A PostgreSQL server may be set to transactions that see nothing newer than their first statement.
    let strict = "?options[default_transaction_isolation]=repeatable%20read";
    let url = if bed.url.starts_with("sqlite") { bed.url.clone() } else { format!("{}{strict}", bed.url) };
    let mut letters = Vec::new();
    for _ in 0..2 {
        let server = Store::connect(&url, files.path()).await.expect("a server");
        for number in [NUMBER, NUMBER, "01801 / skhcn–CĐS", "01801 / skhcn–CĐS"] {
            let (store, draft) = (server.clone(), letter("so-yt", number, "2027-01-11"));
            letters.push(tokio::spawn(async move { store.record_duty_urging(&desk(), &draft).await }));
        }
    }
    let mut recorded = 0;
    for one in letters {
        match one.await.expect("no panic") {
            Ok(()) => recorded += 1,
            taken => assert_eq!(refused(taken), ("letter_number".to_owned(), FieldCode::Taken)),
        }
    }
    assert_eq!(recorded, 1);
    assert_eq!(bed.store.verify_audit(&system()).await.expect("a report").first_bad, None);
});
