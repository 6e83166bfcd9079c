//! The only crate that speaks SQL. Every public method takes the [`Actor`](domain::account::Actor) who asks, authorizes
//! beside the data, does one thing in one transaction, and writes its audit row in it.
//!
//! SQLite has one writer (`BEGIN IMMEDIATE`) and many readers; PostgreSQL one pool. The queries are the same.

mod account;
mod agency;
mod answers;
mod appraisal;
mod audit;
mod board;
mod campaign;
mod catalog;
mod compile;
mod connect;
mod edition;
mod edition_write;
mod entity;
mod error;
mod file;
mod home;
mod import;
mod issue;
mod laying;
mod leaders;
mod owners;
mod password;
mod reference;
mod response;
mod review_rows;
mod rows;
mod search;
mod session;
mod tasks;
mod usage;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use sea_orm::{DatabaseConnection, DatabaseTransaction};

pub use account::NewAccount;
pub use audit::AuditReport;
pub use error::{Error, Result};
pub use issue::SignedFile;
pub use reference::Imported;
pub use session::SessionRows;
pub use usage::UsageCount;

use password::Passwords;
use reference::AgencyBook;

/// The database and the kept files. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    files: Arc<dyn object_store::ObjectStore>,
    passwords: Passwords,
    data_version: AtomicU64,
    /// The agencies, as of a version of the data: nearly every request names some.
    book: Mutex<Option<(u64, Arc<AgencyBook>)>>,
}

impl Store {
    pub(crate) fn read(&self) -> &DatabaseConnection {
        &self.inner.reader
    }

    /// Begins the one writing transaction. Nothing but the database may be awaited until it ends.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction> {
        connect::begin(&self.inner.writer).await
    }

    /// A number that grows with every committed change that the public can see: a cached page of an older number is
    /// stale.
    pub fn data_version(&self) -> u64 {
        self.inner.data_version.load(Ordering::Acquire)
    }

    pub(crate) fn public_changed(&self) {
        self.inner.data_version.fetch_add(1, Ordering::AcqRel);
    }
}
