//! Replaying the review of 2024 over the annex of 2023 gives the edition that the truth tables say, through the same
//! calls of the store as the pages use, on SQLite and on PostgreSQL.

mod common;

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::catalog::EntryStatus;
use domain::edition::{EditionDiff, EditionFilter};
use domain::id::EditionId;
use server::seed::{catalog, reference, replay};
use store::Store;
use time::macros::datetime;

fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/demo/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut reader = csv::Reader::from_path(path).expect("a truth table");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

async fn replayed(store: &Store) -> EditionId {
    let system = Actor::system(datetime!(2024-01-01 00:00 UTC));
    reference::load(store, &system).await.expect("reference tables");
    catalog::import_2023(store).await.expect("the annex of 2023");
    replay::replay_2024(store).await.expect("the review of 2024")
}

/// The changed fields as the truth table writes them: places in the order of their names; a merge told as such.
fn changed_fields(diff: &EditionDiff, code: &str) -> String {
    let taken: Vec<&str> = diff
        .entries
        .iter()
        .filter(|entry| entry.merged_into.as_ref().is_some_and(|into| into.as_str() == code))
        .map(|entry| entry.code.as_str())
        .collect();
    if !taken.is_empty() {
        return format!("items(merged from {})", taken.join(", "));
    }
    let entry = diff.entries.iter().find(|entry| entry.code.as_str() == code).expect("a changed entry");
    let mut places: Vec<String> = entry.changes.iter().map(|change| change.place.to_string()).collect();
    places.sort();
    places.join("; ")
}

async fn replaying_gives_the_expected_edition(store: Store) {
    let edition = replayed(&store).await;
    let anyone = Actor::anonymous(datetime!(2025-01-02 00:00 UTC));
    let base = store
        .edition(&anyone, edition, &EditionFilter::default())
        .await
        .expect("the edition")
        .base
        .expect("the edition of 2023")
        .id;
    let diff = store.edition_diff(&anyone, base, edition).await.expect("the comparison");
    let content = store.edition_content(&anyone, edition).await.expect("the contents");
    let mut got: BTreeMap<String, String> = BTreeMap::new();
    for (code, entry) in content.groups.iter().flat_map(|group| &group.entries) {
        let status = diff.entries.iter().find(|one| one.code == *code).map(|one| one.status);
        let (status, fields) = match status {
            None => ("unchanged", String::new()),
            Some(EntryStatus::New) => ("new", String::new()),
            Some(_) => ("modified", changed_fields(&diff, code.as_str())),
        };
        let line = format!("{}|{}|{status}|{fields}|{}", entry.name, entry.owner, entry.items.len());
        got.insert(code.to_string(), line);
    }
    let expected: BTreeMap<String, String> = table("expected_edition_2024.csv")
        .into_iter()
        .map(|row| {
            let line = format!(
                "{}|{}|{}|{}|{}",
                row["name"], row["owner_id"], row["status"], row["changed_fields"], row["item_count"]
            );
            (row["entry_code"].clone(), line)
        })
        .collect();
    assert_eq!(got, expected);
    figures_are_as_expected(&diff, got.len());
    let in_force = store.edition_in_force(anyone.today()).await.expect("asked").expect("an edition in force");
    assert_eq!(in_force.id, edition);
    let before =
        store.edition_in_force(datetime!(2024-12-31 00:00 UTC).date()).await.expect("asked").expect("one before");
    assert_eq!(before.id, base);
}

fn figures_are_as_expected(diff: &EditionDiff, entries: usize) {
    let expected: BTreeMap<String, u32> = table("expected_diff_2024.csv")
        .into_iter()
        .map(|row| (row["metric"].clone(), row["value"].parse().expect("a number")))
        .collect();
    let merged = diff.entries.iter().filter(|entry| entry.merged_into.is_some()).count();
    let size = |count: usize| u32::try_from(count).expect("small");
    for (metric, value) in [
        ("entries_2023", diff.balance.before),
        ("entries_2024", size(entries)),
        ("added", diff.balance.added),
        ("removed_total", diff.balance.removed),
        ("removed_merged", size(merged)),
        ("removed_withdrawn", diff.balance.removed - size(merged)),
        ("modified", diff.balance.modified),
        ("unchanged", diff.balance.unchanged),
    ] {
        assert_eq!(value, expected[metric], "{metric}");
    }
}

#[tokio::test]
async fn on_sqlite() {
    let bed = common::sqlite().await;
    replaying_gives_the_expected_edition(bed.store.clone()).await;
}

#[tokio::test]
async fn on_postgres() {
    let Some(bed) = common::postgres().await else { return };
    replaying_gives_the_expected_edition(bed.store.clone()).await;
    bed.drop_database().await;
}

#[tokio::test]
async fn the_demonstration_loads_twice_without_a_change() {
    use server::seed::{Scenario, seed};
    let bed = common::sqlite().await;
    let now = datetime!(2026-11-24 03:00 UTC);
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", now).await.expect("the demonstration");
    let system = Actor::system(now);
    let before = bed.store.verify_audit(&system).await.expect("the chain");
    seed(&bed.store, Scenario::Demo, "mat-khau-thu", now).await.expect("again");
    let after = bed.store.verify_audit(&system).await.expect("the chain");
    assert_eq!((before.first_bad, before.rows), (None, after.rows));
    let home = bed.store.home(&Actor::anonymous(now)).await.expect("the home page");
    assert_eq!(home.edition.map(|row| row.entries), Some(68));
}
