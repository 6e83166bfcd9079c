//! Messages that waited too long to be sent, and how many messages of the outbox stand how.

use domain::reminder::{MailState, STALE, stale_before};
use sea_orm::sea_query::{Cond, Expr, ExprTrait};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use strum::IntoEnumIterator;
use time::OffsetDateTime;

use crate::entity::outbox;
use crate::rows::count;
use crate::{Result, Store};

/// What waits at a moment and is too old to be sent.
fn too_old(at: OffsetDateTime) -> Cond {
    Cond::all()
        .add(outbox::Column::State.eq(MailState::Waiting.to_string()))
        .add(outbox::Column::CreatedAt.lt(stale_before(at)))
}

/// Gives up what has waited too long; gives the number of messages.
pub(crate) async fn give_up_old(tx: &DatabaseTransaction, at: OffsetDateTime) -> Result<u64> {
    let given_up = outbox::Entity::update_many()
        .col_expr(outbox::Column::State, Expr::value(MailState::Failed.to_string()))
        .col_expr(outbox::Column::LastError, Expr::value(STALE))
        .filter(too_old(at))
        .exec(tx)
        .await?;
    Ok(given_up.rows_affected)
}

impl Store {
    /// Gives up the messages that have waited too long, also where no mail server ever asks for them: nobody is told that
    /// they are still to be sent. Gives their number.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn give_up_stale_mails(&self, at: OffsetDateTime) -> Result<u64> {
        // Most ticks find none, and do not take the writer's turn.
        if outbox::Entity::find().filter(too_old(at)).one(self.read()).await?.is_none() {
            return Ok(0);
        }
        let tx = self.begin().await?;
        let given_up = give_up_old(&tx, at).await?;
        tx.commit().await?;
        Ok(given_up)
    }

    pub(crate) async fn mail_counts(&self) -> Result<Vec<(MailState, u32)>> {
        let rows: Vec<(String, i64)> = outbox::Entity::find()
            .select_only()
            .column(outbox::Column::State)
            .expr(Expr::col(outbox::Column::Id).count())
            .group_by(outbox::Column::State)
            .into_tuple()
            .all(self.read())
            .await?;
        let of = |state: MailState| rows.iter().find(|(name, _)| *name == state.to_string());
        Ok(MailState::iter().map(|state| (state, of(state).map_or(0, |(_, number)| count(*number)))).collect())
    }

    /// How many messages were given up for having waited too long.
    pub(crate) async fn stale_mails(&self) -> Result<u32> {
        let found = outbox::Entity::find()
            .filter(outbox::Column::State.eq(MailState::Failed.to_string()))
            .filter(outbox::Column::LastError.eq(STALE));
        Ok(u32::try_from(found.count(self.read()).await?).unwrap_or(u32::MAX))
    }
}
