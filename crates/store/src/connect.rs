//! Opening the database and the folder of files.

use std::sync::atomic::{AtomicU32, AtomicU64};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use domain::account::ACCOUNTS_PER_ROLE;
use domain::indicator::CLOSE_AFTER_DAYS;
use log::LevelFilter;
use migration::{Migrator, MigratorTrait};
use object_store::local::LocalFileSystem;
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend,
    IsolationLevel, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

use crate::kept::Kept;
use crate::password::Passwords;
use crate::search_index::KeptSearch;
use crate::shown::KeptShown;
use crate::{Error, Inner, Result, Store};

/// Readers of a SQLite file at once.
const READERS_MAX: u32 = 8;
/// Connections to PostgreSQL at once. Writers have their own, few: they wait for one another (see [`begin`]), and the one
/// whose turn it is may read beside its transaction without waiting for those that queue.
const POSTGRES_READERS_MAX: u32 = 12;
const POSTGRES_WRITERS_MAX: u32 = 4;
/// A statement that takes longer is told of.
const SLOW: Duration = Duration::from_secs(1);
/// The lock that a writing transaction on PostgreSQL holds; the number only has to be ours.
const ONE_WRITER: &str = "select pg_advisory_xact_lock(4701112)";

impl Store {
    /// Opens the database (`sqlite://file` or `postgres://...`; a SQLite file is made when missing) and the folder in
    /// which files are kept.
    ///
    /// # Errors
    /// When the database is not reached or the folder cannot be made.
    pub async fn connect(database_url: &str, files_folder: &std::path::Path) -> Result<Self> {
        let (writer, reader) = if database_url.starts_with("sqlite:") {
            let url = with_mode(database_url);
            let writer = Database::connect(sqlite(&url, 1)).await?;
            (writer, Database::connect(sqlite(&url, READERS_MAX)).await?)
        } else {
            let pool = async |connections: u32| {
                let mut options = ConnectOptions::new(database_url);
                logged(options.max_connections(connections));
                Database::connect(options).await
            };
            (pool(POSTGRES_WRITERS_MAX).await?, pool(POSTGRES_READERS_MAX).await?)
        };
        std::fs::create_dir_all(files_folder).map_err(|error| Error::Corrupt(format!("files folder: {error}")))?;
        let files = LocalFileSystem::new_with_prefix(files_folder)?.with_fsync(true);
        Ok(Self {
            inner: Arc::new(Inner {
                writer,
                reader,
                files: Arc::new(files),
                passwords: Passwords::default(),
                data_version: AtomicU64::new(0),
                close_after: AtomicU32::new(CLOSE_AFTER_DAYS),
                accounts_per_role: AtomicU32::new(ACCOUNTS_PER_ROLE),
                book: Mutex::new(None),
                writings: Default::default(),
                watch: Mutex::new(None),
                stated: Kept::default(),
                reviewed: Mutex::new(None),
                indicators: Kept::default(),
                search: KeptSearch::default(),
                shown: KeptShown::default(),
                editions: Kept::default(),
                figures: Kept::default(),
                home: Kept::default(),
            }),
        })
    }

    /// Brings the schema up to date.
    ///
    /// # Errors
    /// When a migration fails; the schema then stands before it.
    pub async fn migrate(&self) -> Result<()> {
        Ok(Migrator::up(&self.inner.writer, None).await?)
    }

    /// Takes every migration back and brings all up again. For tests of the migrations.
    ///
    /// # Errors
    /// When a migration fails.
    pub async fn migrate_fresh(&self) -> Result<()> {
        Ok(Migrator::refresh(&self.inner.writer).await?)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        Ok(self.read().ping().await?)
    }
}

fn with_mode(url: &str) -> String {
    if url.contains('?') { url.to_owned() } else { format!("{url}?mode=rwc") }
}

fn sqlite(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    logged(options.max_connections(connections).min_connections(1));
    options.map_sqlx_sqlite_opts(|options| {
        options
            .pragma("journal_mode", "WAL")
            .pragma("synchronous", "FULL")
            .pragma("foreign_keys", "ON")
            .busy_timeout(Duration::from_secs(5))
    });
    options
}

/// Statements are told of to whoever asks for them (`RUST_LOG=sqlx=debug`), without their values; slow ones to everyone.
fn logged(options: &mut ConnectOptions) {
    options.sqlx_logging_level(LevelFilter::Debug);
    options.sqlx_slow_statements_logging_settings(LevelFilter::Warn, SLOW);
}

/// Only one writing transaction runs at a time, on either database: the audit chain, the running numbers and the checks
/// before a write rely on it. SQLite takes its lock at the start, so that a transaction never fails half way for another
/// writer; PostgreSQL takes a lock of ours, which ends with the transaction.
pub(crate) async fn begin(writer: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let sqlite = writer.get_database_backend() == DbBackend::Sqlite;
    let mode = sqlite.then_some(SqliteTransactionMode::Immediate);
    // Whoever waited for the lock sees what was written meanwhile, whatever the server's own setting.
    let isolation_level = (!sqlite).then_some(IsolationLevel::ReadCommitted);
    let options =
        TransactionOptions { sqlite_transaction_mode: mode, isolation_level, ..TransactionOptions::default() };
    let tx = writer.begin_with_options(options).await?;
    if !sqlite {
        tx.execute_unprepared(ONE_WRITER).await?;
    }
    Ok(tx)
}

/// Begins a transaction that only reads: all that it reads stands as it was at its first statement.
pub(crate) async fn snapshot(reader: &DatabaseConnection) -> Result<DatabaseTransaction> {
    let sqlite = reader.get_database_backend() == DbBackend::Sqlite;
    let options = if sqlite {
        // A deferred transaction of SQLite sees one moment by itself.
        TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            ..TransactionOptions::default()
        }
    } else {
        TransactionOptions {
            isolation_level: Some(IsolationLevel::RepeatableRead),
            access_mode: Some(AccessMode::ReadOnly),
            ..TransactionOptions::default()
        }
    };
    Ok(reader.begin_with_options(options).await?)
}
