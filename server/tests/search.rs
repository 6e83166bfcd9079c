//! The search over the demonstration's catalog against a file of judgements: realistic queries, each with the entry that
//! whoever asks so wants to see among the first three.

mod common;

use domain::account::Actor;
use domain::catalog::EntryFilter;
use server::seed::{Scenario, seed};
use store::Store;
use time::macros::datetime;

const JUDGEMENTS: &str = include_str!("search/judgements.tsv");
/// Of a hundred queries, so many must have what is wanted among the first three.
const PERCENT_MIN: usize = 95;
const QUERIES_MIN: usize = 100;

async fn judged(store: &Store) {
    let now = datetime!(2026-11-24 03:00 UTC);
    seed(store, Scenario::Demo, "thu-nghiem-2026", now).await.expect("the demonstration");
    let anyone = Actor::anonymous(now);
    let (mut asked, mut misses) = (0, Vec::new());
    for line in JUDGEMENTS.lines() {
        let [query, wanted, kind] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("not a judgement: {line}") };
        let filter = EntryFilter { query: query.to_owned(), rows: 3, ..EntryFilter::default() };
        let page = store.catalog(&anyone, &filter).await.expect("a page");
        let found: Vec<&str> = page.entries.items.iter().map(|row| row.code.as_str()).collect();
        asked += 1;
        if !wanted.split(';').any(|code| found.contains(&code)) {
            misses.push(format!("{query} ({kind}): wanted {wanted}, found {found:?}"));
        }
    }
    println!("{} of {asked} queries; misses:\n{}", asked - misses.len(), misses.join("\n"));
    assert!(asked >= QUERIES_MIN);
    assert!((asked - misses.len()) * 100 >= asked * PERCENT_MIN, "{misses:#?}");
}

#[tokio::test]
async fn wanted_entries_are_among_the_first_three_on_sqlite() {
    let bed = common::sqlite().await;
    judged(&bed.store).await;
}

#[tokio::test]
async fn wanted_entries_are_among_the_first_three_on_postgres() {
    let Some(bed) = common::postgres().await else { return };
    judged(&bed.store).await;
    bed.drop_database().await;
}
