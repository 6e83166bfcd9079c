//! Kept files, under their own hash: the same bytes are stored once, and a name from outside is never a path.

use domain::edition::FileRef;
use domain::id::FileId;
use object_store::path::Path;
use object_store::{ObjectStoreExt, PutPayload};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter};
use time::OffsetDateTime;

use crate::audit::sha256_hex;
use crate::entity::stored_file;
use crate::rows::bytes_of;
use crate::{Error, Result, Store};

impl Store {
    /// Puts the bytes into the files' folder. The row follows in the caller's transaction ([`keep_row`]).
    pub(crate) async fn put_bytes(&self, bytes: Vec<u8>) -> Result<String> {
        let sha256 = sha256_hex(&bytes);
        self.inner.files.put(&place(&sha256), PutPayload::from(bytes)).await?;
        Ok(sha256)
    }

    pub(crate) async fn file(&self, id: &str) -> Result<(FileRef, Vec<u8>)> {
        let row = stored_file::Entity::find_by_id(id).one(self.read()).await?.ok_or(Error::NotFound)?;
        let bytes = self.inner.files.get(&place(&row.sha256)).await?.bytes().await?.to_vec();
        Ok((file_ref(row), bytes))
    }

    /// Deletes files that no row names, once they are older than [`UNNAMED_FOR`]: the row of one that is being put
    /// follows, and putting it again makes it new. Nothing else that lies in the folder is touched.
    pub(crate) async fn forget_lost_files(&self, now: OffsetDateTime) -> Result<()> {
        let files = &self.inner.files;
        for folder in files.list_with_delimiter(None).await?.common_prefixes {
            for found in files.list_with_delimiter(Some(&folder)).await?.objects {
                let sha256 = found.location.filename().unwrap_or_default();
                let is_ours = is_sha256(sha256) && found.location == place(sha256);
                let age = now.unix_timestamp() - found.last_modified.timestamp();
                if !is_ours || age < UNNAMED_FOR.whole_seconds() {
                    continue;
                }
                let named = stored_file::Entity::find().filter(stored_file::Column::Sha256.eq(sha256));
                if named.one(self.read()).await?.is_none() {
                    files.delete(&found.location).await?;
                }
            }
        }
        Ok(())
    }
}

/// How long a file lies before one that nothing names is taken for lost.
const UNNAMED_FOR: time::Duration = time::Duration::DAY;

fn is_sha256(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn place(sha256: &str) -> Path {
    Path::from(format!("{}/{sha256}", &sha256[..2]))
}

/// Records a file that [`Store::put_bytes`] stored.
pub(crate) async fn keep_row(
    tx: &DatabaseTransaction,
    sha256: &str,
    name: &str,
    media_type: &str,
    bytes: usize,
    at: OffsetDateTime,
) -> Result<FileId> {
    let id = uuid::Uuid::new_v4().to_string();
    stored_file::Entity::insert(stored_file::ActiveModel {
        id: Set(id.clone()),
        sha256: Set(sha256.to_owned()),
        name: Set(name.to_owned()),
        media_type: Set(media_type.to_owned()),
        bytes: Set(i64::try_from(bytes).unwrap_or(i64::MAX)),
        created_at: Set(at),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(FileId(id))
}

pub(crate) fn file_ref(row: stored_file::Model) -> FileRef {
    FileRef { id: FileId(row.id), name: row.name, bytes: bytes_of(row.bytes), sha256: row.sha256 }
}
