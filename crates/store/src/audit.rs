//! The audit log: append-only, each row chained to the one before by its hash, written in the change's own transaction.

use domain::account::Actor;
use domain::policy::{Act, authorize};
use sea_orm::{ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::entity::audit;
use crate::{Result, Store};

/// Rows read at a time when the chain is checked.
const ROWS_AT_ONCE: u64 = 5_000;
/// What the first row is chained to.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What checking the chain found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditReport {
    pub rows: u64,
    /// The first row that does not follow from the one before.
    pub first_bad: Option<i64>,
}

pub(crate) fn sha256_hex(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes.as_ref()).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// SHA-256 of a text that comes in pieces and is never whole.
#[derive(Default)]
pub(crate) struct Hashing(Sha256);

impl Hashing {
    pub(crate) fn add(&mut self, text: &str) {
        self.0.update(text);
    }

    pub(crate) fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Adds one row. `object` names what was changed, `detail` what of it; neither holds passwords or personal data.
pub(crate) async fn append(
    tx: &DatabaseTransaction,
    actor: &Actor,
    action: &str,
    object: impl ToString,
    detail: Value,
) -> Result<()> {
    let last = audit::Entity::find().order_by_desc(audit::Column::Seq).limit(1).one(tx).await?;
    let account = actor.account.as_ref();
    let mut row = audit::Model {
        seq: last.as_ref().map_or(1, |row| row.seq + 1),
        // PostgreSQL keeps microseconds: what is hashed must be what is read back.
        at: actor.at.replace_nanosecond(actor.at.microsecond() * 1_000).unwrap_or(actor.at),
        account_id: account.map(|account| account.id.to_string()),
        agency_id: account.and_then(|account| account.agency.as_ref()).map(|agency| agency.id.to_string()),
        action: action.to_owned(),
        object: object.to_string(),
        detail: detail.to_string(),
        prev_hash: last.map_or_else(|| GENESIS.to_owned(), |row| row.hash),
        hash: String::new(),
    };
    row.hash = hash_of(&row);
    audit::Entity::insert(audit::ActiveModel {
        seq: Set(row.seq),
        at: Set(row.at),
        account_id: Set(row.account_id),
        agency_id: Set(row.agency_id),
        action: Set(row.action),
        object: Set(row.object),
        detail: Set(row.detail),
        prev_hash: Set(row.prev_hash),
        hash: Set(row.hash),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// SHA-256 over the hash before and the row's own fields, as a JSON list so that no two rows read alike.
fn hash_of(row: &audit::Model) -> String {
    let fields = serde_json::json!([
        row.prev_hash,
        row.seq,
        row.at.unix_timestamp_nanos().to_string(),
        row.account_id,
        row.agency_id,
        row.action,
        row.object,
        row.detail,
    ]);
    sha256_hex(fields.to_string())
}

impl Store {
    /// Walks the whole chain.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn verify_audit(&self, actor: &Actor) -> Result<AuditReport> {
        authorize(actor, &Act::SeeAudit)?;
        let mut report = AuditReport { rows: 0, first_bad: None };
        let (mut next_seq, mut previous) = (1, GENESIS.to_owned());
        loop {
            let rows = audit::Entity::find()
                .filter(audit::Column::Seq.gte(next_seq))
                .order_by_asc(audit::Column::Seq)
                .limit(ROWS_AT_ONCE)
                .all(self.read())
                .await?;
            if rows.is_empty() {
                return Ok(report);
            }
            for row in rows {
                report.rows += 1;
                let whole = row.seq == next_seq && row.prev_hash == previous && row.hash == hash_of(&row);
                if !whole && report.first_bad.is_none() {
                    report.first_bad = Some(row.seq);
                }
                (next_seq, previous) = (row.seq + 1, row.hash);
            }
        }
    }
}
