//! Accounts, signing in and its limits.

use std::collections::HashMap;

use crate::common::Bed;
use crate::common::data::{NOW, anonymous, load_reference, system};
use domain::account::Role;
use domain::agency::Function;
use domain::check::FieldCode;
use domain::id::{AccountId, AgencyId};
use store::{Error, NewAccount, SessionRows};
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

const PASSWORD: &str = "đúng mật khẩu";

fn new(username: &str, role: Role, agency: &str) -> NewAccount {
    NewAccount {
        username: username.to_owned(),
        name: "Nguyễn Văn A".to_owned(),
        role,
        agency: Some(AgencyId::from(agency)),
        password: PASSWORD.to_owned(),
        email: String::new(),
    }
}

async fn try_in(
    bed: &Bed,
    at: OffsetDateTime,
    username: &str,
    password: &str,
    address: &str,
) -> Result<AccountId, FieldCode> {
    match bed.store.sign_in(at, username, password, address).await {
        Ok(id) => Ok(id),
        Err(Error::Invalid(errors)) => Err(errors[0].code),
        Err(other) => panic!("{other}"),
    }
}

on_both!(the_person_signs_in_with_the_functions_of_the_day, async |bed| {
    load_reference(&bed).await;
    let id =
        bed.store.create_account(&system(), &new("ThamDinh", Role::Appraiser, "so-khcn-2025")).await.expect("made");
    assert_eq!(try_in(&bed, NOW, " thamdinh ", PASSWORD, "a").await, Ok(id.clone()));
    assert_eq!(try_in(&bed, NOW, "thamdinh", "sai", "a").await, Err(FieldCode::WrongCredentials));
    assert_eq!(try_in(&bed, NOW, "nobody", PASSWORD, "a").await, Err(FieldCode::WrongCredentials));
    let actor = bed.store.actor(&id, NOW).await.expect("a person");
    assert!(actor.holds(Function::Coordinator));
    assert_eq!(actor.account.expect("an account").agency.expect("an agency").name, "Sở Khoa học và Công nghệ");
    let sessions = SessionRows(bed.store.clone());
    let data = HashMap::from([("account".to_owned(), serde_json::json!(id.as_str()))]);
    let mut session = Record { id: Id(1), data, expiry_date: OffsetDateTime::now_utc() + Duration::hours(1) };
    sessions.create(&mut session).await.expect("created");
    bed.store.reset_password(&system(), "thamdinh", "mật khẩu mới").await.expect("reset");
    assert!(sessions.load(&session.id).await.expect("looked up").is_none(), "a new password ends old sessions");
    assert_eq!(try_in(&bed, NOW, "thamdinh", PASSWORD, "a").await, Err(FieldCode::WrongCredentials));
    sessions.create(&mut session).await.expect("created");
    for changed in [true, false] {
        let done = bed.store.set_account_active(&system(), "thamdinh", false).await;
        assert_eq!(done.expect("closed"), changed, "what is closed is not closed again");
    }
    assert!(sessions.load(&session.id).await.expect("looked up").is_none(), "closing ends sessions");
    assert_eq!(try_in(&bed, NOW, "thamdinh", "mật khẩu mới", "a").await, Err(FieldCode::WrongCredentials));
    assert!(matches!(bed.store.actor(&id, NOW).await, Err(Error::NotFound)));
    assert!(bed.store.set_account_active(&system(), "thamdinh", true).await.expect("opened again"));
    assert_eq!(try_in(&bed, NOW, "thamdinh", "mật khẩu mới", "a").await.as_ref(), Ok(&id));
    assert!(matches!(
        bed.store.create_account(&anonymous(), &new("x", Role::Head, "so-yt")).await,
        Err(Error::Refused(_))
    ));
});

/// Where, and by which accounts, an account of its role was found to be open.
fn taken<T: std::fmt::Debug>(done: store::Result<T>) -> (String, String) {
    match done {
        Err(Error::Invalid(told)) if told[0].code == FieldCode::Taken => {
            (told[0].field.clone(), told[0].detail.clone())
        }
        other => panic!("{other:?}"),
    }
}

on_both!(an_agency_has_one_open_officer_and_one_open_head, async |bed| {
    let (store, role) = (&bed.store, |by: &str| ("role".to_owned(), by.to_owned()));
    let make = async |username: &str, role: Role, agency: &str| {
        store.create_account(&system(), &new(username, role, agency)).await
    };
    for (username, role) in [("cb.1", Role::Officer), ("ld.1", Role::Head), ("td.1", Role::Appraiser)] {
        make(username, role, "so-yt").await.expect("the first of its role");
    }
    assert_eq!(taken(make("cb.2", Role::Officer, "so-yt").await), role("cb.1"));
    assert_eq!(taken(make("ld.2", Role::Head, "so-yt").await), role("ld.1"));
    assert!(matches!(store.actor_named("cb.2", NOW).await, Err(Error::NotFound)), "nothing was made");
    make("td.2", Role::Appraiser, "so-yt").await.expect("appraisers are several");
    make("cb.ct", Role::Officer, "so-ct").await.expect("of another agency");
    // One closes, another opens; then the first stays closed.
    store.set_account_active(&system(), "cb.1", false).await.expect("closed");
    make("cb.2", Role::Officer, "so-yt").await.expect("the only open one");
    assert_eq!(taken(store.set_account_active(&system(), "cb.1", true).await), role("cb.2"));
    assert!(!store.set_account_active(&system(), "cb.2", true).await.expect("open as it is"));
    store.allow_accounts_per_role(2);
    assert!(store.set_account_active(&system(), "cb.1", true).await.expect("two are allowed"));
    assert_eq!(taken(make("cb.3", Role::Officer, "so-yt").await), role("cb.1, cb.2"));
    store.allow_accounts_per_role(0);
    make("cb.3", Role::Officer, "so-yt").await.expect("any number is allowed");
});

on_both!(an_agency_that_ended_lends_no_functions, async |bed| {
    load_reference(&bed).await;
    let id = bed.store.create_account(&system(), &new("cu", Role::Appraiser, "so-tttt")).await.expect("made");
    assert_eq!(bed.store.actor(&id, NOW).await.expect("a person").functions, vec![]);
});

on_both!(failures_lock_the_account_for_a_while, async |bed| {
    bed.store.create_account(&system(), &new("canbo", Role::Officer, "so-yt")).await.expect("made");
    let mut tries = 0;
    while try_in(&bed, NOW, "canbo", "sai", "a").await == Err(FieldCode::WrongCredentials) {
        tries += 1;
        assert!(tries < 20, "an account takes any number of guesses");
    }
    assert!(tries >= 5, "{tries} slips of the hand already lock an account");
    // The right password does not help now, from elsewhere neither; others are not concerned.
    assert_eq!(try_in(&bed, NOW, "canbo", PASSWORD, "b").await, Err(FieldCode::TooManyAttempts));
    assert_eq!(try_in(&bed, NOW, "nobody", "sai", "a").await, Err(FieldCode::WrongCredentials));
    assert!(try_in(&bed, NOW + Duration::minutes(16), "canbo", PASSWORD, "a").await.is_ok());
});

on_both!(many_guesses_at_once_do_not_slip_past_the_limit, async |bed| {
    bed.store.create_account(&system(), &new("canbo", Role::Officer, "so-yt")).await.expect("made");
    let mut guesses = Vec::new();
    for number in 0..20_u8 {
        let store = bed.store.clone();
        guesses.push(tokio::spawn(async move { store.sign_in(NOW, "canbo", "sai", &format!("a{number}")).await }));
    }
    let mut looked_at = 0;
    for guess in guesses {
        match guess.await.expect("no panic") {
            Err(Error::Invalid(errors)) if errors[0].code == FieldCode::WrongCredentials => looked_at += 1,
            Err(Error::Invalid(errors)) => assert_eq!(errors[0].code, FieldCode::TooManyAttempts),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(looked_at, 8);
});
