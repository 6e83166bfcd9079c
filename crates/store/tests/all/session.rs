//! Sessions as tower-sessions keeps them.

use std::collections::HashMap;

use serde_json::json;
use store::SessionRows;
use time::{Duration, OffsetDateTime};
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};

fn record(id: i128, account: &str, ends_in: Duration) -> Record {
    let data = HashMap::from([("account".to_owned(), json!(account))]);
    Record { id: Id(id), data, expiry_date: OffsetDateTime::now_utc() + ends_in }
}

on_both!(an_id_that_exists_is_never_taken_over, async |bed| {
    let sessions = SessionRows(bed.store.clone());
    let mut first = record(7, "first", Duration::hours(1));
    let mut second = record(7, "second", Duration::hours(1));
    sessions.create(&mut first).await.expect("created");
    sessions.create(&mut second).await.expect("created under another id");
    assert_eq!(first.id, Id(7));
    assert_ne!(second.id, first.id);
    let loaded = sessions.load(&first.id).await.expect("loaded").expect("there");
    assert_eq!(loaded.data, first.data);
    let loaded = sessions.load(&second.id).await.expect("loaded").expect("there");
    assert_eq!(loaded.data, second.data);
});

on_both!(a_session_is_saved_ends_and_is_forgotten, async |bed| {
    let sessions = SessionRows(bed.store.clone());
    let mut live = record(1, "live", Duration::hours(1));
    let mut over = record(2, "over", Duration::hours(-1));
    sessions.create(&mut live).await.expect("created");
    sessions.create(&mut over).await.expect("created");
    live.data.insert("seen".to_owned(), json!(3));
    sessions.save(&live).await.expect("saved");
    assert_eq!(sessions.load(&live.id).await.expect("loaded").expect("there").data["seen"], json!(3));
    assert!(sessions.load(&over.id).await.expect("loaded").is_none());
    assert_eq!(bed.store.forget_expired(OffsetDateTime::now_utc()).await.expect("forgotten"), 1);
    sessions.delete(&live.id).await.expect("deleted");
    sessions.save(&live).await.expect("nothing to save");
    assert!(sessions.load(&live.id).await.expect("loaded").is_none());
});
