//! Notices to a person, and the outbox that sends them by e-mail.

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::policy::{Act, authorize};
use domain::reminder::{
    About, CLOSED, Claimed, Digest, LEASE, MailRow, MailState, NO_ADDRESS, Notice, NoticeKind, back_off,
};
use sea_orm::sea_query::{Cond, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;

use crate::account::to_account;
use crate::entity::{account, notice, outbox};
use crate::review_rows::key_of;
use crate::rows::{count, parse};
use crate::stale_mails::give_up_old;
use crate::{Error, Result, Store, audit};

/// Notices and messages shown, the newest.
const NOTICES_MAX: u64 = 200;
const MAILS_MAX: u64 = 100;
/// Characters that are kept of what a mail server says.
const ERROR_CHARS_MAX: usize = 300;

/// Tells people something, of a campaign or of none: a notice each, and a message where there is an address. Gives the
/// number of notices.
pub(crate) async fn tell_people(
    tx: &DatabaseTransaction,
    people: &[account::Model],
    kind: NoticeKind,
    key: impl Into<Option<CampaignKey>>,
    about: &[About],
    at: OffsetDateTime,
) -> Result<u32> {
    let campaign: Option<CampaignKey> = key.into();
    let template = notice::ActiveModel {
        kind: Set(kind.to_string()),
        campaign_year: Set(campaign.map(CampaignKey::number)),
        about: Set(json(&about)?),
        digest: Set(None),
        at: Set(at),
        read_at: Set(None),
        ..Default::default()
    };
    tell_each(tx, people, &template, at).await
}

/// Sends people the weekly letter, which belongs to no campaign.
pub(crate) async fn tell_digest(
    tx: &DatabaseTransaction,
    people: &[account::Model],
    digest: &Digest,
    at: OffsetDateTime,
) -> Result<u32> {
    let template = notice::ActiveModel {
        kind: Set(NoticeKind::Digest.to_string()),
        campaign_year: Set(None),
        about: Set("[]".to_owned()),
        digest: Set(Some(json(digest)?)),
        at: Set(at),
        read_at: Set(None),
        ..Default::default()
    };
    tell_each(tx, people, &template, at).await
}

/// What the weekly letter of a moment told: each of its notices keeps it.
pub(crate) async fn told_digest(connection: &impl ConnectionTrait, at: OffsetDateTime) -> Result<Option<Digest>> {
    let row = notice::Entity::find()
        .filter(notice::Column::Kind.eq(NoticeKind::Digest.to_string()))
        .filter(notice::Column::At.eq(at))
        .one(connection)
        .await?;
    Ok(row.map(notice_of).transpose()?.and_then(|notice| notice.digest))
}

fn json(what: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(what).map_err(|error| Error::Corrupt(format!("notice: {error}")))
}

/// Writes a notice to each, and a message where there is an address.
async fn tell_each(
    tx: &DatabaseTransaction,
    people: &[account::Model],
    template: &notice::ActiveModel,
    at: OffsetDateTime,
) -> Result<u32> {
    for person in people {
        let row = notice::ActiveModel { account_id: Set(person.id.clone()), ..template.clone() };
        let row = row.insert(tx).await?;
        if person.email.is_empty() {
            continue;
        }
        outbox::Entity::insert(outbox::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            notice_id: Set(row.id),
            recipient: Set(person.email.clone()),
            message_id: Set(uuid::Uuid::new_v4().to_string()),
            state: Set(MailState::Waiting.to_string()),
            attempts: Set(0),
            next_attempt_at: Set(at),
            lease_until: Set(None),
            last_error: Set(String::new()),
            created_at: Set(at),
            sent_at: Set(None),
        })
        .exec_without_returning(tx)
        .await?;
    }
    Ok(u32::try_from(people.len()).unwrap_or(u32::MAX))
}

/// Lets what was not sent to a person yet go to their address of today; what was given up, once it is tried again. Where
/// they have none any more, what waits is given up: it never goes to the one that was taken away.
pub(crate) async fn readdress(tx: &DatabaseTransaction, person: &account::Model) -> Result<()> {
    use outbox::Column as C;
    if person.email.is_empty() {
        return give_up(tx, &person.id, NO_ADDRESS).await;
    }
    outbox::Entity::update_many()
        .col_expr(C::Recipient, Expr::value(person.email.clone()))
        .filter(C::NoticeId.in_subquery(notices_to(&person.id)))
        .filter(C::State.is_in([MailState::Waiting, MailState::Failed].map(|state| state.to_string())))
        .exec(tx)
        .await?;
    Ok(())
}

/// Gives up what waits to be sent to a person, for a reason.
pub(crate) async fn give_up(tx: &DatabaseTransaction, person: &str, why: &str) -> Result<()> {
    use outbox::Column as C;
    outbox::Entity::update_many()
        .col_expr(C::State, Expr::value(MailState::Failed.to_string()))
        .col_expr(C::LastError, Expr::value(why))
        .filter(C::NoticeId.in_subquery(notices_to(person)))
        .filter(C::State.eq(MailState::Waiting.to_string()))
        .exec(tx)
        .await?;
    Ok(())
}

/// The notices to a person, for a condition.
fn notices_to(person: &str) -> SelectStatement {
    let mut own = Query::select();
    own.column(notice::Column::Id).from(notice::Entity).and_where(notice::Column::AccountId.eq(person));
    own
}

/// Why nothing is sent to a person, if so.
fn why_unsent(person: &account::Model) -> Option<&'static str> {
    if person.active { person.email.is_empty().then_some(NO_ADDRESS) } else { Some(CLOSED) }
}

/// Whom a notice is to.
async fn person_of(tx: &DatabaseTransaction, told: &notice::Model) -> Result<account::Model> {
    account::Entity::find_by_id(&told.account_id).one(tx).await?.ok_or(Error::NotFound)
}

pub(crate) fn notice_of(row: notice::Model) -> Result<Notice> {
    let corrupt = |error: serde_json::Error| Error::Corrupt(format!("notice {}: {error}", row.id));
    let digest = row.digest.as_deref().map(serde_json::from_str).transpose().map_err(corrupt)?;
    Ok(Notice {
        digest,
        id: row.id,
        kind: parse("notice", row.id, &row.kind)?,
        campaign: row.campaign_year.map(key_of).transpose()?,
        about: serde_json::from_str(&row.about).map_err(corrupt)?,
        at: row.at,
        read_at: row.read_at,
    })
}

fn mine(actor: &Actor) -> Result<String> {
    authorize(actor, &Act::SeeCampaign)?;
    Ok(actor.account.as_ref().map(|account| account.id.to_string()).unwrap_or_default())
}

impl Store {
    /// The newest notices to the person who asks.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn notices(&self, actor: &Actor) -> Result<Vec<Notice>> {
        let rows = notice::Entity::find()
            .filter(notice::Column::AccountId.eq(mine(actor)?))
            .order_by_desc(notice::Column::Id)
            .limit(NOTICES_MAX)
            .all(self.read())
            .await?;
        rows.into_iter().map(notice_of).collect()
    }

    /// How many of them are not read.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn unread(&self, actor: &Actor) -> Result<u32> {
        let unread = notice::Entity::find()
            .filter(notice::Column::AccountId.eq(mine(actor)?))
            .filter(notice::Column::ReadAt.is_null());
        Ok(u32::try_from(unread.count(self.read()).await?).unwrap_or(u32::MAX))
    }

    /// Marks a notice as read, or all of one's own.
    ///
    /// # Errors
    /// Refused to anonymous visitors; [`Error::NotFound`] for a notice to somebody else.
    pub async fn mark_read(&self, actor: &Actor, id: Option<i64>) -> Result<()> {
        let account = mine(actor)?;
        let tx = self.begin().await?;
        let own = notice::Entity::find().filter(notice::Column::AccountId.eq(&account));
        if let Some(id) = id
            && own.filter(notice::Column::Id.eq(id)).one(&tx).await?.is_none()
        {
            return Err(Error::NotFound);
        }
        let mut unread = notice::Entity::update_many()
            .col_expr(notice::Column::ReadAt, Expr::value(actor.at))
            .filter(notice::Column::AccountId.eq(&account))
            .filter(notice::Column::ReadAt.is_null());
        if let Some(id) = id {
            unread = unread.filter(notice::Column::Id.eq(id));
        }
        unread.exec(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    pub(crate) async fn newest_mails(&self) -> Result<Vec<MailRow>> {
        let rows = outbox::Entity::find().order_by_desc(outbox::Column::Id).limit(MAILS_MAX).all(self.read()).await?;
        let notices = notice::Entity::find().filter(notice::Column::Id.is_in(rows.iter().map(|row| row.notice_id)));
        let notices = notices.all(self.read()).await?;
        let accounts = account::Entity::find()
            .filter(account::Column::Id.is_in(notices.iter().map(|row| row.account_id.clone())))
            .all(self.read())
            .await?;
        let mut mails = Vec::new();
        for row in rows {
            let notice = notices.iter().find(|notice| notice.id == row.notice_id).cloned().ok_or(Error::NotFound)?;
            let person = accounts.iter().find(|account| account.id == notice.account_id);
            let state: MailState = parse("outbox", row.id, &row.state)?;
            mails.push(MailRow {
                id: row.id,
                recipient: person.map(|person| person.name.clone()).unwrap_or_default(),
                to: row.recipient,
                notice: notice_of(notice)?,
                state,
                attempts: count(row.attempts.into()),
                next_attempt_at: row.next_attempt_at,
                last_error: row.last_error,
                sent_at: row.sent_at,
                again: state == MailState::Failed && person.is_some_and(|person| why_unsent(person).is_none()),
            });
        }
        Ok(mails)
    }

    /// Takes the next message in hand, for as long as [`LEASE`]; of several servers only one gets it. Messages that have
    /// waited too long are given up. `None` when nothing is to be sent now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_mail(&self, at: OffsetDateTime) -> Result<Option<Claimed>> {
        use outbox::Column as C;
        let ready = Cond::any()
            .add(C::State.eq(MailState::Waiting.to_string()).and(C::NextAttemptAt.lte(at)))
            .add(C::State.eq(MailState::Sending.to_string()).and(C::LeaseUntil.lt(at)));
        // Most looks find nothing, and do not take the writer's turn.
        if outbox::Entity::find().filter(ready.clone()).one(self.read()).await?.is_none() {
            return Ok(None);
        }
        let book = self.book().await?;
        let tx = self.begin().await?;
        give_up_old(&tx, at).await?;
        let next = outbox::Entity::find().filter(ready).order_by_asc(C::NextAttemptAt).order_by_asc(C::Id);
        let (row, told, person) = loop {
            let Some(row) = next.clone().one(&tx).await? else {
                tx.commit().await?;
                return Ok(None);
            };
            let told = notice::Entity::find_by_id(row.notice_id).one(&tx).await?.ok_or(Error::NotFound)?;
            let person = person_of(&tx, &told).await?;
            let Some(why) = why_unsent(&person) else { break (row, told, person) };
            // It was in hand when the address was taken away, or the account closed.
            let mut row = row.into_active_model();
            row.state = Set(MailState::Failed.to_string());
            row.lease_until = Set(None);
            row.last_error = Set(why.to_owned());
            row.update(&tx).await?;
        };
        let (to, attempts) = (person.email.clone(), row.attempts + 1);
        let claimed = Claimed {
            id: row.id,
            to: to.clone(),
            message_id: row.message_id.clone(),
            attempts: count(attempts.into()),
            account: to_account(person, &book, at)?,
            notice: notice_of(told)?,
        };
        let mut row = row.into_active_model();
        row.state = Set(MailState::Sending.to_string());
        row.recipient = Set(to);
        row.attempts = Set(attempts);
        row.lease_until = Set(Some(at + LEASE));
        row.update(&tx).await?;
        tx.commit().await?;
        Ok(Some(claimed))
    }

    /// Tells what became of a message in hand: sent, refused (`permanent`: no use in trying again), or failed for now. Nothing
    /// happens when the lease ran out and another server has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn mail_done(
        &self,
        claimed: &Claimed,
        outcome: std::result::Result<(), (String, bool)>,
        at: OffsetDateTime,
    ) -> Result<()> {
        let tx = self.begin().await?;
        let row = outbox::Entity::find_by_id(claimed.id).one(&tx).await?.ok_or(Error::NotFound)?;
        let ours = row.state == MailState::Sending.to_string() && count(row.attempts.into()) == claimed.attempts;
        if !ours {
            return Ok(());
        }
        let mut row = row.into_active_model();
        row.lease_until = Set(None);
        match outcome {
            Ok(()) => {
                row.state = Set(MailState::Sent.to_string());
                row.sent_at = Set(Some(at));
                row.last_error = Set(String::new());
            }
            Err((said, permanent)) => {
                row.last_error = Set(said.chars().filter(|c| !c.is_control()).take(ERROR_CHARS_MAX).collect());
                match back_off(claimed.attempts).filter(|_| !permanent) {
                    Some(pause) => {
                        row.state = Set(MailState::Waiting.to_string());
                        row.next_attempt_at = Set(at + pause);
                    }
                    None => row.state = Set(MailState::Failed.to_string()),
                }
            }
        }
        row.update(&tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a message that was given up be tried again.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] for one that was not given up, or whose person has no address
    /// or no account any more.
    pub async fn retry_mail(&self, actor: &Actor, id: i64) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let tx = self.begin().await?;
        let row = outbox::Entity::find_by_id(id).one(&tx).await?;
        let row = row.filter(|row| row.state == MailState::Failed.to_string()).ok_or(Error::NotFound)?;
        let told = notice::Entity::find_by_id(row.notice_id).one(&tx).await?.ok_or(Error::NotFound)?;
        if why_unsent(&person_of(&tx, &told).await?).is_some() {
            return Err(Error::NotFound);
        }
        let mut row = row.into_active_model();
        row.state = Set(MailState::Waiting.to_string());
        row.attempts = Set(0);
        row.next_attempt_at = Set(actor.at);
        row.created_at = Set(actor.at);
        row.update(&tx).await?;
        audit::append(&tx, actor, "mail.retry", id, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}
