//! The reference tables, built into the program.

use domain::account::Actor;
use domain::catalog::Lists;
use store::Store;

use super::tables;
use crate::failure::Failure;

/// Loads agencies, their events, the calendar, the lists of the catalog, and the synonyms of the search.
///
/// # Errors
/// When the database fails.
pub async fn load(store: &Store, actor: &Actor) -> Result<(), Failure> {
    let agencies = tables::agencies("agencies.csv", include_bytes!("../../demo/agencies.csv"))?;
    store.import_agencies(actor, &agencies, false).await?;
    let events = tables::agency_events("agency_events.csv", include_bytes!("../../demo/agency_events.csv"))?;
    store.import_agency_events(actor, &events, false).await?;
    let days = tables::holidays("holidays.csv", include_bytes!("../../demo/holidays.csv"))?;
    store.import_holidays(actor, &days, false).await?;
    store.import_lists(actor, &lists()?, false).await?;
    // What the coordinator changed since stays changed.
    if !store.has_national().await? {
        let file = include_bytes!("../../demo/national_databases.csv");
        let national = tables::national_databases("national_databases.csv", file)?;
        store.import_national(actor, &national, false).await?;
    }
    if !store.has_legal().await? {
        let file = include_bytes!("../../demo/legal_documents.csv");
        store.import_legal(actor, &tables::legal_documents("legal_documents.csv", file)?, false).await?;
    }
    if !store.has_synonyms().await? {
        let synonyms = tables::synonyms("synonyms.csv", include_bytes!("../../demo/synonyms.csv"))?;
        store.import_synonyms(actor, &synonyms, false).await?;
    }
    Ok(())
}

fn lists() -> Result<Lists, Failure> {
    Ok(Lists {
        sectors: tables::named("sectors.csv", include_bytes!("../../demo/sectors.csv"))?,
        frequencies: tables::named("update_frequencies.csv", include_bytes!("../../demo/update_frequencies.csv"))?,
        classes: tables::classes("consumer_classes.csv", include_bytes!("../../demo/consumer_classes.csv"))?,
        national: Vec::new(),
        register: None,
    })
}
