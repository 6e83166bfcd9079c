//! The focal points of agencies: who may name one, what is kept of those before, whose is shown after a merger, whose
//! sessions end with one.

use std::collections::HashMap;

use crate::common::data::{NOW, anonymous, coordinator, load_first_edition};
use crate::common::review::{account, clerk, head, officer};
use domain::account::{Actor, Role};
use domain::agency::ContactForm;
use domain::check::FieldCode;
use domain::id::{AgencyId, EntryCode};
use domain::policy::Refusal;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use store::{Error, SessionRows};
use time::macros::date;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

fn form(name: &str) -> ContactForm {
    ContactForm {
        unit: "Văn phòng Sở".to_owned(),
        name: name.to_owned(),
        position: "Chuyên viên".to_owned(),
        phone: "0262 000 0001".to_owned(),
        email: "vanphong@so.example".to_owned(),
        document: "12/QĐ-SYT".to_owned(),
        document_date: "2026-01-15".to_owned(),
    }
}

/// The same person, some days later.
fn later(actor: Actor, days: i64) -> Actor {
    Actor { at: NOW + Duration::days(days), ..actor }
}

on_both!(a_focal_point_takes_over_and_those_before_are_kept, async |bed| {
    load_first_edition(&bed).await;
    let (store, health) = (&bed.store, AgencyId::from("so-yt"));
    let none = store.agency_page(&officer("so-yt"), &health).await.expect("a page");
    assert_eq!((none.contact, none.earlier), (None, vec![]));
    for (actor, refusal) in
        [(anonymous(), Refusal::SignIn), (officer("so-nv-2025"), Refusal::Forbidden), (clerk(), Refusal::Forbidden)]
    {
        let refused = store.save_contact(&actor, &health, 0, &form("A")).await;
        assert!(matches!(&refused, Err(Error::Refused(told)) if *told == refusal), "{refused:?}");
    }
    let mobile = ContactForm { phone: "0905 123 456".to_owned(), ..form("A") };
    let refused = store.save_contact(&officer("so-yt"), &health, 0, &mobile).await;
    assert!(
        matches!(&refused, Err(Error::Invalid(told)) if told[0].code == FieldCode::NotAnOfficePhone),
        "{refused:?}"
    );

    let version = store.data_version();
    store.save_contact(&officer("so-yt"), &health, 0, &form("A")).await.expect("named");
    assert!(store.data_version() > version, "pages of before are stale");
    let stale = store.save_contact(&head("so-yt"), &health, 0, &form("B")).await;
    assert!(matches!(stale, Err(Error::Conflict { version: 1 })), "{stale:?}");
    // The same again is no other one; two of one day both count that day; the coordinator may name one as well.
    store.save_contact(&officer("so-yt"), &health, 1, &form("A")).await.expect("nothing new");
    store.save_contact(&head("so-yt"), &health, 1, &form("B")).await.expect("named");
    store.save_contact(&later(coordinator(), 10), &health, 2, &form("C")).await.expect("named");

    let page = store.agency_page(&later(officer("so-yt"), 10), &health).await.expect("a page");
    let current = page.contact.expect("one is current").period;
    assert_eq!((current.contact.name.as_str(), current.version, current.valid_to), ("C", 3, None));
    assert_eq!(current.valid_from, date!(2026 - 12 - 04));
    let told: Vec<_> =
        page.earlier.iter().map(|one| (one.contact.name.as_str(), one.valid_from, one.valid_to)).collect();
    let day = date!(2026 - 11 - 24);
    assert_eq!(told, [("B", day, Some(date!(2026 - 12 - 03))), ("A", day, Some(day))]);
    let public = store.agency_page(&later(anonymous(), 10), &health).await.expect("a page");
    assert_eq!(public.contact.map(|view| view.period.contact.name), Some("C".to_owned()));
    assert_eq!(public.earlier, vec![], "who it was before is not published");

    // What is asked of a day tells that day's.
    for (asked, name) in [(date!(2026 - 11 - 23), None), (day, Some("B")), (date!(2026 - 12 - 04), Some("C"))] {
        let rows = store.agencies(&anonymous(), asked).await.expect("a list");
        let row = rows.iter().find(|row| row.agency.id == health).expect("the health department");
        assert_eq!(row.contact.as_ref().map(|one| one.contact.name.as_str()), name, "{asked}");
    }

    let raw = bed.raw().await;
    for change in [
        "update agency_contact set name = 'X' where version = 3",
        "update agency_contact set valid_to = null where version = 1",
        "delete from agency_contact",
    ] {
        let refused = raw.execute_unprepared(change).await.expect_err(change);
        assert!(refused.to_string().contains("are kept"), "{change}: {refused}");
    }
});

on_both!(what_an_agency_left_is_reached_at_its_successor, async |bed| {
    load_first_edition(&bed).await;
    let store = &bed.store;
    let (merged, heir, divided) = (AgencyId::from("so-xd"), AgencyId::from("so-xd-2025"), AgencyId::from("so-ldtbxh"));
    store.save_contact(&coordinator(), &heir, 0, &form("A")).await.expect("named");
    store.save_contact(&coordinator(), &AgencyId::from("so-nv-2025"), 0, &form("B")).await.expect("named");
    let contact = async |id: &AgencyId| store.agency_page(&anonymous(), id).await.expect("a page").contact;
    let shown = contact(&merged).await.expect("the successor's");
    assert_eq!((shown.agency.id, shown.period.contact.name.as_str()), (heir.clone(), "A"));
    assert_eq!(contact(&divided).await, None, "its work went to two");
    for gone in [merged, AgencyId::from("khong-co")] {
        let refused = store.save_contact(&coordinator(), &gone, 0, &form("A")).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{gone}: {refused:?}");
    }
    let entry = store.entry(&anonymous(), &EntryCode::from("DC-001"), None).await.expect("an entry");
    assert_eq!((entry.owner.id, entry.contact.map(|one| one.name)), (heir, Some("A".to_owned())));
});

/// A session of a person.
async fn enter(sessions: &SessionRows, actor: &Actor, number: i128) -> Id {
    let account = actor.account.as_ref().expect("an account").id.to_string();
    let data = HashMap::from([("account".to_owned(), serde_json::json!(account))]);
    let mut session = Record { id: Id(number), data, expiry_date: OffsetDateTime::now_utc() + Duration::hours(1) };
    sessions.create(&mut session).await.expect("created");
    session.id
}

#[derive(Debug, PartialEq, Eq, FromQueryResult)]
struct SignedOut {
    object: String,
    detail: String,
}

on_both!(another_person_signs_the_officers_out, async |bed| {
    load_first_edition(&bed).await;
    let (store, health, sessions) = (&bed.store, AgencyId::from("so-yt"), SessionRows(bed.store.clone()));
    let own = account(&bed, "canbo.yte", Role::Officer, "so-yt").await;
    let boss = account(&bed, "lanhdao.yte", Role::Head, "so-yt").await;
    let stranger = account(&bed, "canbo.xd", Role::Officer, "so-xd-2025").await;
    let mut ids = Vec::new();
    for (actor, number) in [&own, &own, &boss, &stranger].into_iter().zip(1..) {
        ids.push(enter(&sessions, actor, number).await);
    }
    let there = async || {
        let mut there = Vec::new();
        for id in &ids {
            there.push(sessions.load(id).await.expect("looked up").is_some());
        }
        there
    };
    // The first one takes over from nobody, and who is reached elsewhere is no other person.
    let moved = ContactForm { phone: "0262 000 0002".to_owned(), ..form("a") };
    for (version, form) in [(0, &form("A")), (1, &moved)] {
        assert!(!store.save_contact(&own, &health, version, form).await.expect("named"));
    }
    assert_eq!(there().await, [true; 4]);
    assert!(store.save_contact(&own, &health, 2, &form("B")).await.expect("named"), "who names another is out as well");
    assert_eq!(there().await, [false, false, true, true]);
    let back = enter(&sessions, &own, 5).await;
    assert!(!store.save_contact(&boss, &health, 3, &form("C")).await.expect("named"), "the head stays");
    assert!(sessions.load(&back).await.expect("looked up").is_none());

    let raw = bed.raw().await;
    let text = "select object, detail from audit where action = 'account.signed_out' order by seq";
    let rows = SignedOut::find_by_statement(Statement::from_string(raw.get_database_backend(), text));
    let object = own.account.expect("an account").id.to_string();
    let told = |sessions: u64| SignedOut {
        object: object.clone(),
        detail: serde_json::json!({ "agency": "so-yt", "sessions": sessions }).to_string(),
    };
    assert_eq!(rows.all(&raw).await.expect("the audit log"), [told(2), told(1)]);
});
