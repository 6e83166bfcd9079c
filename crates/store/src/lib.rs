//! The only crate that speaks SQL. Every public method takes the [`Actor`](domain::account::Actor) who asks, authorizes
//! beside the data, does one thing in one transaction, and writes its audit row in it.
//!
//! SQLite has one writer (`BEGIN IMMEDIATE`) and many readers; PostgreSQL a pool for
//! each. The queries are the same.

mod account;
mod agency;
mod amendment;
mod answers;
mod appraisal;
mod asides;
mod audit;
mod board;
mod campaign;
mod catalog;
mod change_request;
mod compile;
mod connect;
mod contacts;
mod course;
mod digest;
mod dossier;
mod dues;
mod duties;
mod earlier;
mod edition;
mod edition_list;
mod edition_seal;
mod edition_write;
mod entity;
mod error;
mod file;
mod home;
mod import;
mod indicators;
mod issue;
mod kept;
mod kept_beside;
mod last_answers;
mod laying;
mod ledger;
mod legal;
mod minuted_pairs;
mod minutes;
mod moves;
mod national;
mod next_year;
mod notices;
mod opinions;
mod overlaps;
mod owners;
mod password;
mod point_past;
mod queue;
mod receipts;
mod reference;
mod reminders;
mod reports;
mod response;
mod returns;
mod review_rows;
mod reviewed;
mod rows;
mod search;
mod search_index;
mod session;
mod several;
mod shown;
mod stale_mails;
mod states;
mod succession;
mod synonyms;
mod talk;
mod targets;
mod tasks;
mod terms;
mod together;
mod urging;
mod usage;

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, DatabaseConnection, DatabaseTransaction, EntityTrait, IntoActiveModel,
};

use domain::edition::{EditionRow, HomePage};
use time::Date;

pub use account::NewAccount;
pub use asides::AnswerAt;
pub use audit::AuditReport;
pub use duties::Evidence;
pub use error::{Error, Result};
pub use import::{ImportSource, Progress, Workbook};
pub use issue::SignedFile;
pub use national::NationalImported;
pub use receipts::{ReceiptFault, ReceiptReport};
pub use reference::Imported;
pub use session::SessionRows;
pub use usage::{KnownNames, Recorded, RollUp, Visit};

use entity::public_version;
use home::Figures;
use kept::Kept;
use password::Passwords;
use reference::AgencyBook;
use search_index::KeptSearch;
use shown::KeptShown;

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
    /// So many days after its end the clock closes a period; 0: never.
    close_after: AtomicU32,
    /// So many open accounts of its officer, and of its head, an agency has at most; 0: any number.
    accounts_per_role: AtomicU32,
    /// The agencies, as of a version of the data: nearly every request names some.
    book: Mutex<Option<(u64, Arc<AgencyBook>)>>,
    /// The imports that are being written.
    writings: import::Writings,
    /// The duplicate radar, as of what it was made of.
    watch: Mutex<Option<overlaps::KeptWatch>>,
    /// What editions state, by their number.
    stated: Kept<i64, edition::Stated>,
    /// The contents that a campaign reviews, by edition.
    reviewed: Mutex<Option<(i64, Arc<reviewed::Contents>)>>,
    /// The figures of periods that are not closed.
    indicators: Kept<indicators::WholeKey, indicators::Whole>,
    search: KeptSearch,
    shown: KeptShown,
    /// The issued editions, as of a version of the data.
    editions: Kept<u64, Vec<EditionRow>>,
    /// What the edition in force holds, and the home page but for what changes without a change of the data.
    figures: Kept<(i64, u64, Date), Figures>,
    home: Kept<(u64, Date), HomePage>,
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
    /// stale. Of another process's changes it knows once [`Store::look_for_changes`] has seen them.
    pub fn data_version(&self) -> u64 {
        self.inner.data_version.load(Ordering::Acquire)
    }

    /// Looks whether another process (an import by command, a second server) changed what the public sees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn look_for_changes(&self) -> Result<()> {
        let row = public_version::Entity::find().one(self.read()).await?.ok_or(Error::NotFound)?;
        self.seen(row.number);
        Ok(())
    }

    /// Commits a change that the public sees: whoever asks from now on gets it.
    pub(crate) async fn commit_public(&self, tx: DatabaseTransaction) -> Result<()> {
        let row = public_version::Entity::find().one(&tx).await?.ok_or(Error::NotFound)?;
        let number = row.number + 1;
        let mut row = row.into_active_model();
        row.number = Set(number);
        row.update(&tx).await?;
        tx.commit().await?;
        self.seen(number);
        Ok(())
    }

    fn seen(&self, number: i64) {
        self.inner.data_version.fetch_max(u64::try_from(number).unwrap_or_default(), Ordering::AcqRel);
    }
}
