//! Agencies are told of the duties that press, once a week: the officers, and the heads of what is late.

use crate::common::Bed;
use crate::common::data::{NOW, coordinator, system};
use crate::common::review::{account, open};
use domain::account::{Actor, Role};
use domain::calendar::{Holiday, HolidayKind};
use domain::duty::EvidenceDraft;
use domain::reminder::{Notice, NoticeKind};
use store::Store;
use time::Date;
use time::macros::{date, datetime};

/// What a person was told last of duties: of each line its number and first day; how often they were told.
async fn told(bed: &Bed, actor: &Actor) -> (Vec<(u32, Date)>, usize) {
    let notices = bed.store.notices(actor).await.expect("notices");
    let of_duties: Vec<Notice> = notices.into_iter().filter(|one| one.kind == NoticeKind::DutyRemind).collect();
    let last = of_duties.first().map(|one| one.about.iter().map(|about| (about.duties, about.due_on)).collect());
    (last.unwrap_or_default(), of_duties.len())
}

// DC-005 of the health department is to be refreshed by 24/12/2026, loaded and described by 05/01/2027.
on_both!(what_presses_is_told_once_a_week, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let officer = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    let head = account(&bed, "lanhdao.yte", Role::Head, "so-yt").await;
    store.follow_duties(NOW).await.expect("a round");
    assert_eq!(store.remind_duties(NOW).await.expect("a look"), 0, "nothing is due soon");
    let monday = datetime!(2026-12-14 03:00 UTC);
    assert_eq!(store.remind_duties(monday).await.expect("told"), 1);
    assert_eq!(store.remind_duties(datetime!(2026-12-18 03:00 UTC)).await.expect("a look"), 0, "once a week");
    assert_eq!(told(&bed, &officer).await, (vec![(1, date!(2026 - 12 - 24))], 1));
    assert_eq!(told(&bed, &head).await, (vec![], 0), "nothing is late");
    // A server that was down on Monday tells on the day after; on a Sunday nobody is told.
    assert_eq!(store.remind_duties(datetime!(2026-12-20 03:00 UTC)).await.expect("a look"), 0);
    assert_eq!(store.remind_duties(datetime!(2026-12-22 03:00 UTC)).await.expect("told"), 1);
    // The new year: one is late, two are due soon, and the head is told too.
    assert_eq!(store.remind_duties(datetime!(2027-01-04 03:00 UTC)).await.expect("told"), 2);
    let both = vec![(1, date!(2026 - 12 - 24)), (2, date!(2027 - 01 - 05))];
    assert_eq!(told(&bed, &officer).await, (both.clone(), 3));
    assert_eq!(told(&bed, &head).await, (both.clone(), 1));
    // What was done presses no more; the next period to refresh ends on Sunday 24/01.
    let later = datetime!(2027-01-05 03:00 UTC);
    let done = Actor { at: later, ..officer.clone() };
    let ids: Vec<_> = store.my_duties(&done).await.expect("duties").iter().map(|duty| duty.id).collect();
    let draft = EvidenceDraft { note: "Đã làm".to_owned(), ..EvidenceDraft::default() };
    store.complete_duties(&done, &ids, &draft, None).await.expect("done");
    assert_eq!(store.remind_duties(datetime!(2027-01-11 03:00 UTC)).await.expect("told"), 1);
    assert_eq!(told(&bed, &officer).await, (vec![(1, date!(2027 - 01 - 25))], 4));
    assert_eq!(told(&bed, &head).await, (both, 1));
    // A day off that is made known later moves what is due on it, once; what is late is told as late by its own day.
    let off = |date| Holiday { date, name: "Nghỉ".to_owned(), kind: HolidayKind::Holiday };
    store.import_holidays(&system(), &[off(date!(2027 - 01 - 25))], false).await.expect("a day off");
    store.follow_duties(datetime!(2027-01-12 03:00 UTC)).await.expect("a round");
    assert_eq!(store.remind_duties(datetime!(2027-01-26 03:00 UTC)).await.expect("told"), 1);
    assert_eq!(told(&bed, &officer).await, (vec![(1, date!(2027 - 01 - 26))], 5));
    store.import_holidays(&system(), &[off(date!(2027 - 01 - 26))], false).await.expect("too late");
    store.follow_duties(datetime!(2027-01-31 03:00 UTC)).await.expect("a round");
    assert_eq!(store.remind_duties(datetime!(2027-02-01 03:00 UTC)).await.expect("told"), 2);
    let last = store.notices(&head).await.expect("notices").remove(0);
    let late: Vec<_> =
        last.about.iter().filter(|one| one.days_left < 0).map(|one| (one.due_on, one.days_left)).collect();
    assert_eq!(late, [(date!(2027 - 01 - 26), -6)]);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(two_servers_tell_of_duties_once, async |bed| {
    open(&bed).await;
    let officer = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    bed.store.follow_duties(NOW).await.expect("a round");
    let files = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, files.path()).await.expect("a second server");
    let mut ticks = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        ticks.push(tokio::spawn(async move { store.remind_duties(datetime!(2026-12-14 03:00 UTC)).await }));
    }
    let mut notices = 0;
    for tick in ticks {
        notices += tick.await.expect("no panic").expect("a tick");
    }
    assert_eq!((notices, told(&bed, &officer).await.1), (1, 1));
    let mails = bed.store.ladder(&coordinator()).await.expect("a page").mails;
    assert_eq!(mails.iter().filter(|mail| mail.notice.kind == NoticeKind::DutyRemind).count(), 1);
});
