//! Forgetting what the rule of [`domain::annex::retention`] says: imports that nobody confirmed, and their workbooks.

use domain::account::Actor;
use domain::annex::{ImportState, Retention, retention};
use domain::id::ImportId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use time::OffsetDateTime;

use super::parts;
use crate::entity::{catalog_import, stored_file};
use crate::{Result, Store, audit};

/// One that waits: number, file, its hash, and the moments that the rule asks for.
type Waiting = (i64, Option<String>, String, OffsetDateTime, Option<OffsetDateTime>, Option<OffsetDateTime>);

impl Store {
    /// Forgets imports whose time is over, and files that nothing names. How many imports.
    ///
    /// # Errors
    /// When the database or the folder of files fails.
    pub async fn forget_imports(&self, now: OffsetDateTime) -> Result<usize> {
        use catalog_import::Column;
        let tx = self.begin().await?;
        let columns = [Column::Id, Column::FileId, Column::FileSha256];
        let moments = [Column::CreatedAt, Column::TouchedAt, Column::WritingSince];
        let drafts = catalog_import::Entity::find().filter(Column::EditionId.is_null()).select_only();
        let drafts = drafts.columns(columns).columns(moments).into_tuple::<Waiting>().all(&tx).await?;
        let mut forgotten = 0;
        for (id, file, sha256, created_at, touched_at, writing_since) in drafts {
            let touched_at = touched_at.unwrap_or(created_at);
            let state = ImportState { is_written: false, writing_since, touched_at };
            if retention(&state, now) != Retention::Forgotten || self.inner.writings.progress(id).is_some() {
                continue;
            }
            parts::forget(&tx, ImportId(id)).await?;
            catalog_import::Entity::delete_by_id(id).exec(&tx).await?;
            if let Some(file) = file {
                stored_file::Entity::delete_by_id(file).exec(&tx).await?;
            }
            audit::append(&tx, &Actor::system(now), "import.forget", id, serde_json::json!({ "file": sha256 })).await?;
            forgotten += 1;
        }
        tx.commit().await?;
        self.forget_lost_files(now).await?;
        Ok(forgotten)
    }
}
