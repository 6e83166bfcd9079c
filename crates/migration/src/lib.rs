//! The schema's history. Each migration is SQL written against table names alone, with the few words that SQLite and
//! PostgreSQL spell differently as placeholders (see `run`). Constraints have names, so that a violation can be told.
//! A migration that has landed is never edited; the next one mends it.

use sea_orm_migration::prelude::*;

pub use sea_orm_migration::MigratorTrait;

mod m20261124_000001_reference;
mod m20261124_000002_account;
mod m20261124_000003_catalog;
mod m20261124_000004_usage;
mod m20261124_000005_review;
mod m20261124_000006_versions;
mod m20261125_000007_secret;
mod m20261125_000008_synonyms;
mod m20261125_000009_amendments;
mod m20261125_000010_import_mapping;
mod m20261125_000011_registers;
mod m20261125_000012_immutable;
mod m20261125_000013_import_parts;
mod m20261125_000014_amending_imports;
mod m20261125_000015_search_columns;
mod m20261126_000016_clocks;
mod m20261126_000017_duties;
mod m20261126_000018_point_messages;
mod m20261126_000019_opinions;
mod m20261126_000020_dossier;
mod m20261126_000021_asides;
mod m20261126_000022_kept_proposals;
mod m20261126_000023_opinion_reminders;
mod m20261126_000024_usage_events;
mod m20261126_000025_indicators;
mod m20261126_000026_reports;
mod m20261126_000027_digest;
mod m20261126_000028_answer_dates;
mod m20261127_000029_indicator_seen;
mod m20261127_000030_kept_beside;
mod m20261127_000031_returns;
mod m20261127_000032_national_listed;
mod m20261127_000033_seals;
mod m20261127_000034_terms;
mod m20261127_000035_decision_numbers;
mod m20261127_000036_closing;
mod m20261127_000037_usage_consumers;
mod m20261128_000038_plan_points;
mod m20261128_000039_receipts;
mod m20261128_000040_contacts;
mod m20261128_000041_duty_letters;
mod m20261128_000042_notices_beside_reviews;
mod m20261128_000043_first_verdicts;
mod m20261128_000044_opinion_days;

pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261124_000001_reference::Migration),
            Box::new(m20261124_000002_account::Migration),
            Box::new(m20261124_000003_catalog::Migration),
            Box::new(m20261124_000004_usage::Migration),
            Box::new(m20261124_000005_review::Migration),
            Box::new(m20261124_000006_versions::Migration),
            Box::new(m20261125_000007_secret::Migration),
            Box::new(m20261125_000008_synonyms::Migration),
            Box::new(m20261125_000009_amendments::Migration),
            Box::new(m20261125_000010_import_mapping::Migration),
            Box::new(m20261125_000011_registers::Migration),
            Box::new(m20261125_000012_immutable::Migration),
            Box::new(m20261125_000013_import_parts::Migration),
            Box::new(m20261125_000014_amending_imports::Migration),
            Box::new(m20261125_000015_search_columns::Migration),
            Box::new(m20261126_000016_clocks::Migration),
            Box::new(m20261126_000017_duties::Migration),
            Box::new(m20261126_000018_point_messages::Migration),
            Box::new(m20261126_000019_opinions::Migration),
            Box::new(m20261126_000020_dossier::Migration),
            Box::new(m20261126_000021_asides::Migration),
            Box::new(m20261126_000022_kept_proposals::Migration),
            Box::new(m20261126_000023_opinion_reminders::Migration),
            Box::new(m20261126_000024_usage_events::Migration),
            Box::new(m20261126_000025_indicators::Migration),
            Box::new(m20261126_000026_reports::Migration),
            Box::new(m20261126_000027_digest::Migration),
            Box::new(m20261126_000028_answer_dates::Migration),
            Box::new(m20261127_000029_indicator_seen::Migration),
            Box::new(m20261127_000030_kept_beside::Migration),
            Box::new(m20261127_000031_returns::Migration),
            Box::new(m20261127_000032_national_listed::Migration),
            Box::new(m20261127_000033_seals::Migration),
            Box::new(m20261127_000034_terms::Migration),
            Box::new(m20261127_000035_decision_numbers::Migration),
            Box::new(m20261127_000036_closing::Migration),
            Box::new(m20261127_000037_usage_consumers::Migration),
            Box::new(m20261128_000038_plan_points::Migration),
            Box::new(m20261128_000039_receipts::Migration),
            Box::new(m20261128_000040_contacts::Migration),
            Box::new(m20261128_000041_duty_letters::Migration),
            Box::new(m20261128_000042_notices_beside_reviews::Migration),
            Box::new(m20261128_000043_first_verdicts::Migration),
            Box::new(m20261128_000044_opinion_days::Migration),
        ]
    }
}

/// Runs statements separated by `;;`, with `{serial}`, `{date}` and `{moment}` in the database's own words.
pub(crate) async fn run(manager: &SchemaManager<'_>, script: &str) -> Result<(), DbErr> {
    let postgres = manager.get_database_backend() == sea_orm_migration::sea_orm::DatabaseBackend::Postgres;
    let (serial, date, moment) = if postgres {
        ("bigint generated by default as identity primary key", "date", "timestamp with time zone")
    } else {
        ("integer primary key autoincrement", "date_text", "timestamp_with_timezone_text")
    };
    let script = script.replace("{serial}", serial).replace("{date}", date).replace("{moment}", moment);
    for statement in script.split(";;").map(str::trim).filter(|statement| !statement.is_empty()) {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// Drops tables, the last made first.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&str]) -> Result<(), DbErr> {
    for table in tables.iter().rev() {
        manager.get_connection().execute_unprepared(&format!("drop table if exists {table}")).await?;
    }
    Ok(())
}
