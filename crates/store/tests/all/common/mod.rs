//! What the tests of the store share: a fresh database a test, on SQLite and, where `CSDL_TEST_POSTGRES_URL` names a
//! server and a user that may create databases, on PostgreSQL.

pub mod data;
pub mod review;

use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use store::Store;

/// A migrated, empty store of a test's own.
pub struct Bed {
    pub store: Store,
    /// Where the database is, for tests that look past the store.
    pub url: String,
    folder: tempfile::TempDir,
}

impl Bed {
    async fn open(url: String, folder: tempfile::TempDir) -> Self {
        let store = Store::connect(&url, &folder.path().join("files")).await.expect("the store opens");
        store.migrate().await.expect("the schema comes up");
        Self { store, url, folder }
    }

    /// The folder of the kept files.
    pub fn files(&self) -> std::path::PathBuf {
        self.folder.path().join("files")
    }

    /// A connection past the store: what somebody with the database's own tools could do.
    pub async fn raw(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.expect("a second connection")
    }
}

/// Runs a test on SQLite.
pub async fn on_sqlite(test: impl AsyncFnOnce(Bed)) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("csdl.db").display());
    test(Bed::open(url, folder).await).await;
}

/// Runs a test on a PostgreSQL database made for it; does nothing, and says so, where no server is named.
pub async fn on_postgres(test: impl AsyncFnOnce(Bed) + 'static) {
    static COUNTER: AtomicU32 = AtomicU32::new(0);
    let Ok(base) = std::env::var("CSDL_TEST_POSTGRES_URL") else {
        println!("CSDL_TEST_POSTGRES_URL is not set: on SQLite only");
        return;
    };
    let name = format!("csdl_test_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let (server, _) = base.rsplit_once('/').expect("a URL that ends with a database");
    let url = format!("{server}/{name}");
    let admin = Database::connect(&base).await.expect("the PostgreSQL server");
    admin.execute_unprepared(&format!("create database {name}")).await.expect("a database");
    let folder = tempfile::tempdir().expect("a folder");
    // On a task of its own, so that the database goes even when the test fails.
    let local = tokio::task::LocalSet::new();
    let run = async move { test(Bed::open(url, folder).await).await };
    let outcome = local.run_until(async { tokio::task::spawn_local(run).await }).await;
    admin.execute_unprepared(&format!("drop database {name} with (force)")).await.expect("the database goes");
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

/// One test, run on both databases: `on_both!(name, async |bed| { ... });`
macro_rules! on_both {
    ($(#[doc = $doc:literal])* $name:ident, $test:expr) => {
        mod $name {
            use super::*;

            #[tokio::test]
            async fn sqlite() {
                crate::common::on_sqlite($test).await;
            }

            #[tokio::test]
            async fn postgres() {
                crate::common::on_postgres($test).await;
            }
        }
    };
}
