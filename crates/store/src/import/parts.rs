//! The entries that an import understood, in parts: written as they come, read one part at a time. Ten thousand entries
//! are some fifty megabytes of text, and more as values.

use domain::annex::AnnexEntry;
use domain::id::ImportId;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect,
};

use super::{json, parsed};
use crate::edition_list::ROWS_AT_ONCE;
use crate::entity::catalog_import_part as part;
use crate::{Result, rows};

/// Writes the entries in place of what was there, each as `each` leaves it. How many there are.
pub(super) async fn write(
    tx: &DatabaseTransaction,
    import: ImportId,
    mut entries: impl Iterator<Item = AnnexEntry>,
    mut each: impl FnMut(&mut AnnexEntry),
) -> Result<usize> {
    forget(tx, import).await?;
    let mut count = 0;
    for position in 0.. {
        let mut some: Vec<AnnexEntry> = entries.by_ref().take(ROWS_AT_ONCE).collect();
        if some.is_empty() {
            break;
        }
        some.iter_mut().for_each(&mut each);
        count += some.len();
        let row = part::ActiveModel {
            import_id: Set(import.0),
            position: Set(position),
            size: Set(i32::try_from(some.len()).unwrap_or(i32::MAX)),
            entries: Set(json(&some)?),
        };
        part::Entity::insert(row).exec_without_returning(tx).await?;
    }
    Ok(count)
}

/// One part; nothing behind the last.
pub(super) async fn read(
    connection: &impl ConnectionTrait,
    import: ImportId,
    position: i32,
) -> Result<Option<Vec<AnnexEntry>>> {
    let row = part::Entity::find_by_id((import.0, position)).one(connection).await?;
    row.map(|row| parsed(&row.entries)).transpose()
}

/// How many entries all parts have.
pub(super) async fn count(connection: &impl ConnectionTrait, import: ImportId) -> Result<u32> {
    let sizes = part::Entity::find().filter(part::Column::ImportId.eq(import.0)).select_only();
    let sizes: Vec<i32> = sizes.column(part::Column::Size).into_tuple().all(connection).await?;
    Ok(sizes.into_iter().map(|size| rows::count(size.into())).sum())
}

pub(super) async fn forget(tx: &DatabaseTransaction, import: ImportId) -> Result<()> {
    part::Entity::delete_many().filter(part::Column::ImportId.eq(import.0)).exec(tx).await?;
    Ok(())
}
