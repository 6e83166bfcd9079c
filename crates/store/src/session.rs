//! Sessions in the database, for tower-sessions.

use async_trait::async_trait;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error as SessionError, Result as SessionResult};

use crate::entity::session;
use crate::{Result, Store};

/// The key under which a session keeps its account.
pub(crate) const ACCOUNT_KEY: &str = "account";

/// The session table as tower-sessions wants it.
#[derive(Clone)]
pub struct SessionRows(pub Store);

impl std::fmt::Debug for SessionRows {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionRows")
    }
}

fn backend(error: impl std::fmt::Display) -> SessionError {
    SessionError::Backend(error.to_string())
}

fn row(record: &Record) -> SessionResult<session::ActiveModel> {
    let data = serde_json::to_string(&record.data).map_err(|error| SessionError::Encode(error.to_string()))?;
    let account = record.data.get(ACCOUNT_KEY).and_then(|value| value.as_str()).map(str::to_owned);
    Ok(session::ActiveModel {
        id: Set(record.id.to_string()),
        account_id: Set(account),
        data: Set(data),
        expires_at: Set(record.expiry_date),
    })
}

#[async_trait]
impl SessionStore for SessionRows {
    /// Draws a new id until one is free: an id that exists is never taken over.
    async fn create(&self, record: &mut Record) -> SessionResult<()> {
        loop {
            let insert = session::Entity::insert(row(record)?)
                .on_conflict(OnConflict::column(session::Column::Id).do_nothing().to_owned())
                .exec_without_returning(&self.0.inner.writer)
                .await;
            match insert {
                Ok(1..) => return Ok(()),
                Ok(_) | Err(sea_orm::DbErr::RecordNotInserted) => record.id = Id::default(),
                Err(error) => return Err(backend(error)),
            }
        }
    }

    /// A session that ended meanwhile stays ended.
    async fn save(&self, record: &Record) -> SessionResult<()> {
        session::Entity::update_many()
            .set(row(record)?)
            .filter(session::Column::Id.eq(record.id.to_string()))
            .exec(&self.0.inner.writer)
            .await
            .map_err(backend)?;
        Ok(())
    }

    async fn load(&self, id: &Id) -> SessionResult<Option<Record>> {
        let row = session::Entity::find_by_id(id.to_string())
            .filter(session::Column::ExpiresAt.gt(OffsetDateTime::now_utc()))
            .one(self.0.read())
            .await
            .map_err(backend)?;
        row.map(|row| {
            let data = serde_json::from_str(&row.data).map_err(|error| SessionError::Decode(error.to_string()))?;
            Ok(Record { id: *id, data, expiry_date: row.expires_at })
        })
        .transpose()
    }

    async fn delete(&self, id: &Id) -> SessionResult<()> {
        session::Entity::delete_by_id(id.to_string()).exec(&self.0.inner.writer).await.map_err(backend)?;
        Ok(())
    }
}

impl Store {
    /// Forgets sessions that ended before `now`, and sign-in attempts of more than a day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_expired(&self, now: OffsetDateTime) -> Result<u64> {
        use crate::entity::sign_in_attempt;
        let gone = session::Entity::delete_many().filter(session::Column::ExpiresAt.lt(now));
        let gone = gone.exec(&self.inner.writer).await?.rows_affected;
        sign_in_attempt::Entity::delete_many()
            .filter(sign_in_attempt::Column::At.lt(now - std::time::Duration::from_secs(86_400)))
            .exec(&self.inner.writer)
            .await?;
        Ok(gone)
    }
}
