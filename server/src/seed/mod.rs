//! Demonstration data: the reference tables, accounts, the edition of 2023 from its annex, the review of 2024 replayed,
//! what became of the duties that it began, the reports of 2025, a review of the present year under way, and the use of the
//! last weeks. Everything goes through the same calls of the store that the pages use.

pub mod accounts;
pub mod catalog;
pub mod contacts;
pub mod current;
pub mod duties;
pub mod generated;
pub mod generated_review;
pub mod reference;
pub mod replay;
pub mod reports;
pub mod tables;
pub mod targets;
pub mod usage;

use domain::account::Actor;
use store::Store;
use time::OffsetDateTime;

use crate::failure::Failure;

pub use accounts::DEMO_ACCOUNTS;

/// How much is loaded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scenario {
    /// Reference tables and accounts, no catalog yet.
    Empty,
    /// All of it.
    Demo,
}

/// Loads a scenario into an empty database. Loading it again changes nothing.
///
/// # Errors
/// When the database fails, or the built-in tables do not fit the rules.
pub async fn seed(store: &Store, scenario: Scenario, password: &str, now: OffsetDateTime) -> Result<(), Failure> {
    let system = Actor::system(now);
    reference::load(store, &system).await?;
    if scenario == Scenario::Empty || store.edition_in_force(system.today()).await?.is_some() {
        return accounts::create(store, &system, password).await;
    }
    catalog::import_2023(store).await?;
    replay::replay_2024(store).await?;
    catalog::follow_reorganisation(store, &system).await?;
    duties::replay(store, now).await?;
    reports::last_year(store).await?;
    reports::sent(store, now).await?;
    contacts::set(store).await?;
    // The people of today come after what was before them: of that nobody tells them anything.
    accounts::create(store, &system, password).await?;
    current::open(store).await?;
    usage::of_last_weeks(store, now).await?;
    reports::begun(store, now).await?;
    targets::set(store, now).await?;
    Ok(())
}
