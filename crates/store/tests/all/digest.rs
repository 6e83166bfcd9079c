//! The weekly letter to the leaders: whom it reaches, once a week whoever's clock ticks, by a rule that is the coordinator's.

use crate::common::Bed;
use crate::common::data::{anonymous, coordinator, load_first_edition, system};
use crate::common::review::{clerk, officer, open};
use domain::account::{Account, Actor, Role};
use domain::check::FieldCode;
use domain::id::AgencyId;
use domain::indicator::FIRST_FIGURES;
use domain::policy::Refusal;
use domain::reminder::{Digest, DigestDraft, NoticeKind};
use store::{Error, NewAccount, Store};
use time::macros::{date, datetime};
use time::{Duration, OffsetDateTime};

/// Monday morning in Vietnam; the Friday before.
const MONDAY: OffsetDateTime = datetime!(2026-12-07 01:00 UTC);
const FRIDAY: OffsetDateTime = datetime!(2026-12-04 01:00 UTC);

async fn account(bed: &Bed, username: &str, role: Role, agency: Option<&str>, email: &str) -> Actor {
    let new = NewAccount {
        username: username.to_owned(),
        name: username.to_owned(),
        role,
        agency: agency.map(AgencyId::from),
        password: "mật khẩu thử".to_owned(),
        email: email.to_owned(),
    };
    let id = bed.store.create_account(&system(), &new).await.expect("an account");
    let account = Account { id, username: username.to_owned(), name: username.to_owned(), role, agency: None };
    Actor { account: Some(account), is_system: false, functions: Vec::new(), at: MONDAY }
}

fn draft(active: &str, weekday: &str) -> DigestDraft {
    DigestDraft { active: active.to_owned(), weekday: weekday.to_owned() }
}

/// A review whose day was Monday a week ago, and two leaders, of whom one has an address.
async fn a_week(bed: &Bed) -> (Actor, Actor) {
    open(bed).await;
    (
        account(bed, "lanhdao.mot", Role::Leader, None, "lanhdao.mot@daklak.example").await,
        account(bed, "lanhdao.hai", Role::Leader, None, "").await,
    )
}

on_both!(leaders_get_one_letter_a_week, async |bed| {
    let (one, two) = a_week(&bed).await;
    account(&bed, "canbo.yte", Role::Officer, Some("so-yt"), "canbo.yte@daklak.example").await;
    let store = &bed.store;
    assert_eq!(store.send_digest(MONDAY).await.expect("a tick"), 2);
    for later in [Duration::minutes(1), Duration::days(3), Duration::days(6)] {
        assert_eq!(store.send_digest(MONDAY + later).await.expect("a tick"), 0, "{later}");
    }
    let told = store.notices(&one).await.expect("notices");
    let digest = told[0].digest.as_ref().expect("what it tells");
    assert_eq!((told.len(), told[0].kind, digest.week), (1, NoticeKind::Digest, date!(2026 - 12 - 07)));
    assert_eq!(digest.figures.len(), FIRST_FIGURES.len());
    // What it told is what the page told then, and stays so.
    let reader = Actor { at: MONDAY, ..coordinator() };
    let page = store.digest(&reader, None).await.expect("the page").digest.expect("what it tells");
    assert_eq!((&page.figures, &page.late, page.late_total), (&digest.figures, &digest.late, digest.late_total));
    assert!(digest.late_total > 0, "nobody answered in time");
    assert_eq!(store.notices(&two).await.expect("notices").len(), 1);
    let mails = store.ladder(&coordinator()).await.expect("a page").mails;
    let letters: Vec<_> = mails.iter().filter(|mail| mail.notice.kind == NoticeKind::Digest).collect();
    assert_eq!(letters.len(), 1, "who has no address reads it here");
    assert_eq!(letters[0].to, "lanhdao.mot@daklak.example");
    // The next week has its own.
    assert_eq!(store.send_digest(MONDAY + Duration::days(7)).await.expect("a tick"), 2);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_letter_is_opened_again_as_it_was_sent, async |bed| {
    open(&bed).await;
    let store = &bed.store;
    assert_eq!(store.send_digest(MONDAY).await.expect("a tick"), 0, "there is no leader to tell");
    let one = account(&bed, "lanhdao.mot", Role::Leader, None, "").await;
    // Half past midnight of Monday and of Tuesday in Vietnam, where it is the day before in UTC.
    let (first, second) = (datetime!(2026-12-13 17:30:00.123456 UTC), datetime!(2026-12-21 17:30 UTC));
    for at in [first, second] {
        assert_eq!(store.send_digest(at).await.expect("a tick"), 1, "{at}");
    }
    let told: Vec<_> = store.notices(&one).await.expect("notices").into_iter().map(|notice| notice.digest).collect();
    let days = [date!(2026 - 12 - 22), date!(2026 - 12 - 14)];
    let reader = Actor { at: second + Duration::days(9), ..one };
    let page = async |day| store.digest(&reader, day).await.expect("the page");
    let now = page(None).await;
    assert_eq!((now.day, &now.sent[..]), (None, &days[..]), "what went to nobody is not kept");
    for (day, told) in days.into_iter().zip(&told) {
        let kept = page(Some(day)).await;
        assert_eq!((&kept.digest, &kept.sent), (told, &now.sent), "{day}");
        let late = |digest: &Option<Digest>| digest.as_ref().map(|digest| digest.late.clone());
        assert_ne!(late(&kept.digest), late(&now.digest), "who is late now is later than on {day}");
    }
    for day in [date!(2020 - 01 - 01), date!(2026 - 12 - 07), date!(2026 - 12 - 13), date!(2026 - 12 - 15)] {
        let none = page(Some(day)).await;
        assert_eq!((none.digest, &none.sent), (None, &now.sent), "{day}: the very day or none");
    }
});

on_both!(two_servers_send_one_letter, async |bed| {
    let (one, _) = a_week(&bed).await;
    let files = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, files.path()).await.expect("a second server");
    let mut ticks = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        ticks.push(tokio::spawn(async move { store.send_digest(MONDAY).await }));
    }
    let mut told = 0;
    for tick in ticks {
        told += tick.await.expect("no panic").expect("a tick");
    }
    assert_eq!(told, 2, "one to each of the two leaders");
    assert_eq!(bed.store.notices(&one).await.expect("notices").len(), 1);
});

on_both!(the_coordinator_sets_the_day_or_turns_it_off, async |bed| {
    a_week(&bed).await;
    let (store, desk) = (&bed.store, coordinator());
    let rule = async || {
        let page = store.ladder(&desk).await.expect("a page");
        (page.digest.active, page.digest.weekday, page.digest_version)
    };
    assert_eq!(rule().await, (true, 1, 1));
    for (actor, refusal) in [(clerk(), Refusal::Forbidden), (anonymous(), Refusal::SignIn)] {
        let refused = store.set_digest(&actor, 1, &draft("1", "5")).await;
        assert!(matches!(refused, Err(Error::Refused(found)) if found == refusal), "{refused:?}");
    }
    let wrong = store.set_digest(&desk, 1, &draft("1", "6")).await;
    assert!(matches!(&wrong, Err(Error::Invalid(fields)) if fields[0].code == FieldCode::Unknown), "{wrong:?}");
    store.set_digest(&desk, 1, &draft("1", "5")).await.expect("set");
    assert!(matches!(store.set_digest(&desk, 1, &draft("0", "5")).await, Err(Error::Conflict { version: 2 })));
    assert_eq!(store.send_digest(FRIDAY - Duration::days(1)).await.expect("a tick"), 0, "its day has not come");
    assert_eq!(store.send_digest(FRIDAY).await.expect("a tick"), 2);
    store.set_digest(&desk, 2, &draft("0", "5")).await.expect("off");
    assert_eq!(rule().await, (false, 5, 3));
    assert_eq!(store.send_digest(FRIDAY + Duration::days(7)).await.expect("a tick"), 0);
    // What it tells is for who watches.
    for day in [None, Some(date!(2026 - 12 - 04))] {
        assert!(matches!(store.digest(&officer("so-yt"), day).await, Err(Error::Refused(Refusal::Hidden))), "{day:?}");
    }
});

on_both!(a_letter_goes_before_the_first_review, async |bed| {
    load_first_edition(&bed).await;
    let one = account(&bed, "lanhdao.mot", Role::Leader, None, "").await;
    assert_eq!(bed.store.send_digest(MONDAY).await.expect("a tick"), 1);
    assert_eq!(bed.store.send_digest(MONDAY + Duration::minutes(1)).await.expect("a tick"), 0);
    let told = bed.store.notices(&one).await.expect("notices").remove(0);
    assert_eq!((told.kind, told.campaign), (NoticeKind::Digest, None));
    let kept = bed.store.digest(&one, Some(date!(2026 - 12 - 07))).await.expect("the page");
    assert!(kept.digest.is_some());
    assert_eq!(kept.digest, told.digest);
});
