//! The tick of the clocks, notices, and the outbox.

use crate::common::Bed;
use crate::common::data::{anonymous, coordinator, system};
use crate::common::review::{YEAR, clerk, head, officer, open, person, send};
use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::campaign::TaskKind;
use domain::id::AgencyId;
use domain::reminder::{
    ATTEMPTS_MAX, CLOSED, ExtensionDraft, MailState, NO_ADDRESS, Notice, NoticeKind, STALE, StepDraft,
};
use sea_orm::ConnectionTrait;
use store::{Error, NewAccount, Store};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

/// Ten in the morning in Vietnam; the answers are due on 30/11/2026, a Monday.
const T_MINUS_7: OffsetDateTime = datetime!(2026-11-23 03:00 UTC);
const T_PLUS_7: OffsetDateTime = datetime!(2026-12-07 03:00 UTC);
const T_PLUS_14: OffsetDateTime = datetime!(2026-12-14 03:00 UTC);

/// An account whose username is its address, where it has one.
async fn account(bed: &Bed, username: &str, role: Role, agency: &str, with_address: bool) -> Actor {
    let new = NewAccount {
        username: username.to_owned(),
        name: username.to_owned(),
        role,
        agency: Some(AgencyId::from(agency)),
        password: "mật khẩu thử".to_owned(),
        email: if with_address { format!("{username}@daklak.example") } else { String::new() },
    };
    let id = bed.store.create_account(&system(), &new).await.expect("an account");
    let actor = person(username, role, agency, &[]);
    let account = actor.account.map(|account| domain::account::Account { id, ..account });
    Actor { account, ..actor }
}

/// A review opened long before its day, with people: of the health department an officer and a head, of the construction
/// department an officer without an address.
async fn people(bed: &Bed) -> (Actor, Actor, Actor) {
    open(bed).await;
    let raw = bed.raw().await;
    raw.execute_unprepared("update campaign set opened_at = '2026-11-02 01:00:00+00:00'").await.expect("opened early");
    (
        account(bed, "canbo.yte", Role::Officer, "so-yt", true).await,
        account(bed, "lanhdao.yte", Role::Head, "so-yt", true).await,
        account(bed, "canbo.xd", Role::Officer, "so-xd-2025", false).await,
    )
}

fn told(notices: &[Notice]) -> Vec<(NoticeKind, Vec<i64>)> {
    let days = |one: &Notice| one.about.iter().map(|about| about.days_left).collect();
    notices.iter().map(|one| (one.kind, days(one))).collect()
}

async fn all_mails(store: &Store) -> Vec<String> {
    let page = store.ladder(&coordinator()).await.expect("a page");
    page.mails.iter().map(|mail| format!("{} {}", mail.to, mail.state)).collect()
}

on_both!(a_step_is_told_once, async |bed| {
    let (officer, head, without) = people(&bed).await;
    let store = &bed.store;
    assert_eq!(store.remind(datetime!(2026-11-15 03:00 UTC)).await.expect("a tick"), 0, "between two steps");
    assert_eq!(store.remind(T_MINUS_7).await.expect("a tick"), 2);
    assert_eq!(store.remind(T_MINUS_7 + Duration::hours(3)).await.expect("a tick"), 0);
    // The server was down since: one notice, not three.
    assert_eq!(store.remind(T_PLUS_7).await.expect("a tick"), 2);
    let own = store.notices(&officer).await.expect("notices");
    assert_eq!(told(&own), [(NoticeKind::Remind, vec![-5]), (NoticeKind::Remind, vec![5])]);
    assert_eq!(own[0].about[0].agency.name, "Sở Y tế");
    assert_eq!(store.notices(&head).await.expect("notices"), vec![]);
    assert_eq!(store.unread(&without).await.expect("a count"), 2);
    // Where there is no address there is no message; both of the others wait.
    assert_eq!(all_mails(store).await, ["canbo.yte@daklak.example waiting", "canbo.yte@daklak.example waiting"]);
    assert_eq!(store.ladder(&coordinator()).await.expect("a page").without_email, 1);
    assert!(matches!(store.notices(&anonymous()).await, Err(Error::Refused(_))));
});

on_both!(the_head_then_the_office_get_what_is_late, async |bed| {
    let (_, head, _) = people(&bed).await;
    let store = &bed.store;
    // An office of the test's own: whoever holds the function on the day.
    let mut agencies = crate::common::data::agencies();
    agencies.retain(|agency| agency.id.as_str() == "so-nv-2025");
    agencies[0].functions = vec![Function::ExecutiveOffice];
    store.import_agencies(&system(), &agencies, false).await.expect("an office");
    let office = account(&bed, "vanphong", Role::Clerk, "so-nv-2025", true).await;
    store.remind(T_PLUS_14).await.expect("a tick");
    assert_eq!(told(&store.notices(&head).await.expect("notices")), [(NoticeKind::Escalate, vec![-10])]);
    let list = store.notices(&office).await.expect("notices");
    assert_eq!(list.len(), 1, "one list, not a notice for each agency");
    assert_eq!(list[0].kind, NoticeKind::LateList);
    assert!(list[0].about.len() > 2 && list[0].about.iter().all(|about| about.days_left == -10), "{list:?}");
    store.remind(T_PLUS_14 + Duration::days(3)).await.expect("a tick");
    assert_eq!(store.notices(&office).await.expect("notices").len(), 1);
});

on_both!(who_has_answered_is_left_alone, async |bed| {
    let (own, ..) = people(&bed).await;
    let store = &bed.store;
    let agency = AgencyId::from("so-yt");
    store.keep_all(&officer("so-yt"), YEAR, &agency).await.expect("answered");
    send(&bed, "so-yt").await;
    store.remind(T_PLUS_7).await.expect("a tick");
    assert_eq!(store.notices(&own).await.expect("notices"), vec![]);
});

on_both!(notices_are_read_by_whom_they_are_for, async |bed| {
    let (officer, head, _) = people(&bed).await;
    let store = &bed.store;
    store.remind(T_MINUS_7).await.expect("a tick");
    store.remind(T_PLUS_7).await.expect("a tick");
    let id = store.notices(&officer).await.expect("notices")[0].id;
    assert!(matches!(store.mark_read(&head, Some(id)).await, Err(Error::NotFound)));
    store.mark_read(&officer, Some(id)).await.expect("read");
    assert_eq!(store.unread(&officer).await.expect("a count"), 1);
    store.mark_read(&officer, None).await.expect("all read");
    store.mark_read(&officer, None).await.expect("again");
    assert_eq!(store.unread(&officer).await.expect("a count"), 0);
});

on_both!(the_coordinator_edits_the_ladder, async |bed| {
    let (officer, ..) = people(&bed).await;
    let store = &bed.store;
    let draft = |days: &str, side: &str| StepDraft {
        days: days.to_owned(),
        side: side.to_owned(),
        unit: "day".to_owned(),
        audience: "officer".to_owned(),
    };
    for stranger in [&officer, &clerk(), &head("so-yt")] {
        assert!(matches!(store.add_step(stranger, &draft("3", "before")).await, Err(Error::Refused(_))));
        assert!(matches!(store.remove_step(stranger, 1).await, Err(Error::Refused(_))));
        assert!(matches!(store.ladder(stranger).await, Err(Error::Refused(_))));
    }
    store.add_step(&coordinator(), &draft("3", "before")).await.expect("added");
    let twice = store.add_step(&coordinator(), &draft("3", "before")).await;
    assert!(matches!(twice, Err(Error::Invalid(_))), "{twice:?}");
    let bad = store.add_step(&coordinator(), &draft("bảy", "before")).await;
    assert!(matches!(bad, Err(Error::Invalid(_))), "{bad:?}");
    let steps = store.ladder(&coordinator()).await.expect("a page").steps;
    let days: Vec<i32> = steps.iter().map(|row| row.step.days).collect();
    assert_eq!(days, [-14, -7, -3, -1, 1, 7, 10, 14]);
    let t_minus_3 = datetime!(2026-11-27 03:00 UTC);
    store.remind(t_minus_3).await.expect("a tick");
    assert_eq!(told(&store.notices(&officer).await.expect("notices")), [(NoticeKind::Remind, vec![1])]);
    // Taken off and put back, it is the same step: sent already.
    store.remove_step(&coordinator(), steps[2].id).await.expect("removed");
    assert!(matches!(store.remove_step(&coordinator(), steps[2].id).await, Err(Error::NotFound)));
    store.add_step(&coordinator(), &draft("3", "before")).await.expect("put back");
    assert_eq!(store.remind(t_minus_3).await.expect("a tick"), 0);
    for day in 20..50 {
        let _full = store.add_step(&coordinator(), &draft(&day.to_string(), "after")).await;
    }
    assert_eq!(store.ladder(&coordinator()).await.expect("a page").steps.len(), 30);
    assert_eq!(store.verify_audit(&system()).await.expect("a report").first_bad, None);
});

on_both!(a_message_is_tried_again_and_given_up_at_last, async |bed| {
    people(&bed).await;
    let store = &bed.store;
    store.remind(T_MINUS_7).await.expect("a tick");
    let mut at = T_MINUS_7;
    let claimed = store.claim_mail(at).await.expect("looked").expect("a message");
    assert_eq!((claimed.to.as_str(), claimed.attempts), ("canbo.yte@daklak.example", 1));
    assert_eq!(claimed.account.username, "canbo.yte");
    assert_eq!(store.claim_mail(at).await.expect("looked"), None, "it is in hand");
    // Its server died: after the lease another takes it, as the same message; the first one's word counts no more.
    at += Duration::minutes(6);
    let second = store.claim_mail(at).await.expect("looked").expect("the same");
    assert_eq!((second.id, &second.message_id, second.attempts), (claimed.id, &claimed.message_id, 2));
    store.mail_done(&claimed, Ok(()), at).await.expect("nothing");
    assert_eq!(all_mails(store).await, ["canbo.yte@daklak.example sending"]);
    store.mail_done(&second, Err(("450 thử\nlại sau".to_owned(), false)), at).await.expect("noted");
    assert_eq!(store.claim_mail(at).await.expect("looked"), None, "not at once");
    for attempt in 3..=ATTEMPTS_MAX {
        at += Duration::hours(7);
        let next = store.claim_mail(at).await.expect("looked").expect("tried again");
        assert_eq!(next.attempts, attempt);
        store.mail_done(&next, Err(("450 bận".to_owned(), false)), at).await.expect("noted");
    }
    let page = store.ladder(&coordinator()).await.expect("a page");
    assert_eq!((page.mails[0].state, page.mails[0].last_error.as_str()), (MailState::Failed, "450 bận"));
    at += Duration::hours(7);
    assert_eq!(store.claim_mail(at).await.expect("looked"), None);
    // The coordinator lets it be tried again; this time it is sent.
    let again = Actor { at, ..coordinator() };
    assert!(matches!(store.retry_mail(&officer("so-yt"), page.mails[0].id).await, Err(Error::Refused(_))));
    store.retry_mail(&again, page.mails[0].id).await.expect("again");
    let last = store.claim_mail(at).await.expect("looked").expect("a message");
    store.mail_done(&last, Ok(()), at).await.expect("sent");
    assert_eq!(all_mails(store).await, ["canbo.yte@daklak.example sent"]);
    assert!(matches!(store.retry_mail(&again, last.id).await, Err(Error::NotFound)), "what was sent is sent");
});

on_both!(what_the_mail_server_refuses_for_good_or_what_is_old_is_given_up, async |bed| {
    people(&bed).await;
    let store = &bed.store;
    store.remind(T_MINUS_7).await.expect("a tick");
    let claimed = store.claim_mail(T_MINUS_7).await.expect("looked").expect("a message");
    store.mail_done(&claimed, Err(("550 không có hộp thư".to_owned(), true)), T_MINUS_7).await.expect("noted");
    assert_eq!(all_mails(store).await, ["canbo.yte@daklak.example failed"]);
    // The address is mended: what was given up goes there once it is tried again.
    let (right, desk) = ("van.thu@daklak.example", Actor { at: T_MINUS_7, ..coordinator() });
    store.set_email(&system(), "canbo.yte", right).await.expect("an address");
    store.retry_mail(&desk, claimed.id).await.expect("again");
    let again = store.claim_mail(T_MINUS_7).await.expect("looked").expect("a message");
    assert_eq!((again.id, again.to.as_str()), (claimed.id, right));
    store.mail_done(&again, Ok(()), T_MINUS_7).await.expect("sent");
    // What was sent went where it went.
    store.set_email(&system(), "canbo.yte", "canbo.yte@daklak.example").await.expect("an address");
    assert_eq!(all_mails(store).await, ["van.thu@daklak.example sent"]);
    // Nobody set a mail server up for a month: the reminder says what is no longer so.
    store.remind(T_PLUS_7).await.expect("a tick");
    assert_eq!(store.claim_mail(T_PLUS_7 + Duration::days(30)).await.expect("looked"), None);
    let page = store.ladder(&coordinator()).await.expect("a page");
    assert_eq!((page.mails[0].state, page.mails[0].last_error.as_str()), (MailState::Failed, STALE));
});

on_both!(what_waits_too_long_is_given_up_where_no_mail_server_ever_asks, async |bed| {
    people(&bed).await;
    let store = &bed.store;
    let waiting = async || {
        let page = store.ladder(&coordinator()).await.expect("a page");
        let count = page.counts.iter().find(|(state, _)| *state == MailState::Waiting).map_or(0, |(_, count)| *count);
        (count, page.stale_mails, page.mails.iter().filter(|mail| mail.is_stale()).count())
    };
    store.remind(T_MINUS_7).await.expect("a tick");
    let seventh = T_MINUS_7 + Duration::days(7);
    assert_eq!(store.give_up_stale_mails(seventh).await.expect("looked"), 0);
    assert_eq!(waiting().await, (1, 0, 0), "on the seventh day it may still be sent");
    let later = seventh + Duration::seconds(1);
    assert_eq!(store.give_up_stale_mails(later).await.expect("given up"), 1);
    assert_eq!(waiting().await, (0, 1, 1), "told as what it is, and no more as what waits");
    assert_eq!(store.give_up_stale_mails(later).await.expect("looked"), 0);
    // Tried again it is new, and still says when it was written.
    let desk = Actor { at: later, ..coordinator() };
    let mail = store.ladder(&desk).await.expect("a page").mails.remove(0);
    store.retry_mail(&desk, mail.id).await.expect("again");
    assert_eq!(store.give_up_stale_mails(later).await.expect("looked"), 0);
    assert_eq!((waiting().await, mail.notice.at), ((1, 0, 0), T_MINUS_7));
});

on_both!(nothing_goes_to_an_account_that_is_closed, async |bed| {
    people(&bed).await;
    let (store, later) = (&bed.store, T_MINUS_7 + Duration::hours(1));
    let newest = async || {
        let mail = store.ladder(&coordinator()).await.expect("a page").mails.remove(0);
        (mail.state, mail.last_error, mail.again)
    };
    let given_up = |again| (MailState::Failed, CLOSED.to_owned(), again);
    let active = async |yes| store.set_account_active(&system(), "canbo.yte", yes).await.expect("an account");
    // In hand when it is closed: it is not tried again.
    store.remind(T_MINUS_7).await.expect("a tick");
    let claimed = store.claim_mail(T_MINUS_7).await.expect("looked").expect("a message");
    active(false).await;
    store.mail_done(&claimed, Err(("450 bận".to_owned(), false)), T_MINUS_7).await.expect("noted");
    assert_eq!(store.claim_mail(later).await.expect("looked"), None);
    assert_eq!(newest().await, given_up(false));
    let desk = Actor { at: later, ..coordinator() };
    assert!(matches!(store.retry_mail(&desk, claimed.id).await, Err(Error::NotFound)), "nobody is there");
    // What waits is given up at once, and stays so after the account is opened.
    active(true).await;
    store.remind(T_PLUS_7).await.expect("a tick");
    active(false).await;
    active(true).await;
    assert_eq!(newest().await, given_up(true));
    assert_eq!(store.claim_mail(T_PLUS_7).await.expect("looked"), None);
});

on_both!(nothing_goes_to_an_address_that_was_taken_away, async |bed| {
    people(&bed).await;
    let (store, later) = (&bed.store, T_MINUS_7 + Duration::hours(1));
    let newest = async || {
        let mail = store.ladder(&coordinator()).await.expect("a page").mails.remove(0);
        (mail.state, mail.last_error, mail.again)
    };
    let given_up = |again| (MailState::Failed, NO_ADDRESS.to_owned(), again);
    // In hand when it is taken away: it is not tried there again.
    store.remind(T_MINUS_7).await.expect("a tick");
    let claimed = store.claim_mail(T_MINUS_7).await.expect("looked").expect("a message");
    store.set_email(&system(), "canbo.yte", "").await.expect("none");
    store.mail_done(&claimed, Err(("450 bận".to_owned(), false)), T_MINUS_7).await.expect("noted");
    assert_eq!(store.claim_mail(later).await.expect("looked"), None);
    assert_eq!(newest().await, given_up(false));
    let desk = Actor { at: later, ..coordinator() };
    assert!(matches!(store.retry_mail(&desk, claimed.id).await, Err(Error::NotFound)), "there is nowhere to send it");
    // With another one it is tried there, when the coordinator says so.
    let right = "van.thu@daklak.example";
    store.set_email(&system(), "canbo.yte", right).await.expect("an address");
    assert_eq!(newest().await, given_up(true));
    assert_eq!(store.claim_mail(later).await.expect("looked"), None, "not by itself");
    store.retry_mail(&desk, claimed.id).await.expect("again");
    let again = store.claim_mail(later).await.expect("looked").expect("a message");
    assert_eq!((again.id, again.to.as_str()), (claimed.id, right));
    store.mail_done(&again, Ok(()), later).await.expect("sent");
    // What waits is given up at once; what was sent stays so.
    store.remind(T_PLUS_7).await.expect("a tick");
    store.set_email(&system(), "canbo.yte", "").await.expect("none");
    assert_eq!(newest().await, given_up(false));
    assert_eq!(store.claim_mail(T_PLUS_7).await.expect("looked"), None);
    assert_eq!(all_mails(store).await, [format!("{right} failed"), format!("{right} sent")]);
});

on_both!(closing_presses_nobody_while_an_agency_has_time, async |bed| {
    let store = &bed.store;
    open(&bed).await;
    let pressing = async |at: OffsetDateTime| {
        let tasks = store.tasks(&Actor { at, ..coordinator() }).await.expect("tasks");
        tasks.iter().any(|task| task.kind == TaskKind::CloseCampaign)
    };
    assert!(!pressing(datetime!(2026-11-30 03:00 UTC)).await, "its last day");
    assert!(pressing(datetime!(2026-12-01 03:00 UTC)).await);
    let more = ExtensionDraft {
        agency: AgencyId::from("so-yt"),
        due_on: "18/12/2026".to_owned(),
        reason: "Bão lũ".to_owned(),
    };
    store.extend(&coordinator(), YEAR, &more).await.expect("extended");
    assert!(!pressing(datetime!(2026-12-18 03:00 UTC)).await, "a Friday");
    assert!(pressing(datetime!(2026-12-21 03:00 UTC)).await);
});

/// Two servers on one database, each with connections of its own: each tick is told once, each message sent once.
async fn two_servers(bed: Bed) {
    let (officer, ..) = people(&bed).await;
    let files = tempfile::tempdir().expect("a folder");
    let other = Store::connect(&bed.url, files.path()).await.expect("a second server");
    let mut ticks = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        ticks.push(tokio::spawn(async move { store.remind(T_MINUS_7).await }));
    }
    let mut told = 0;
    for tick in ticks {
        told += tick.await.expect("no panic").expect("a tick");
    }
    assert_eq!(told, 2, "one notice to each of the two officers");
    assert_eq!(bed.store.notices(&officer).await.expect("notices").len(), 1);
    let mut claims = Vec::new();
    for number in 0..16 {
        let store = if number % 2 == 0 { bed.store.clone() } else { other.clone() };
        claims.push(tokio::spawn(async move { store.claim_mail(T_MINUS_7).await }));
    }
    let mut sent = 0;
    for claim in claims {
        if let Some(claimed) = claim.await.expect("no panic").expect("looked") {
            bed.store.mail_done(&claimed, Ok(()), T_MINUS_7).await.expect("sent");
            sent += 1;
        }
    }
    assert_eq!(sent, 1, "one mail");
    assert_eq!(all_mails(&bed.store).await, ["canbo.yte@daklak.example sent"]);
}

on_both!(two_servers_send_one_mail, async |bed| {
    two_servers(bed).await;
});
