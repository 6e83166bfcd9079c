//! Accounts and signing in.

use std::sync::atomic::Ordering;
use std::time::Duration;

use domain::account::{Account, Actor, Role};
use domain::check::{FieldCode, FieldError};
use domain::format::local_date;
use domain::id::{AccountId, AgencyId};
use domain::policy::{Act, authorize};
use domain::reminder::{CLOSED, is_email};
use domain::text::clean;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect, Select,
};
use time::OffsetDateTime;

use crate::entity::{account, session, sign_in_attempt};
use crate::notices::{give_up, readdress};
use crate::password::PASSWORD_BYTES_MAX;
use crate::reference::AgencyBook;
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

/// The time over which failed attempts are counted.
const ATTEMPT_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Failed attempts on one account within the window.
const FAILURES_PER_ACCOUNT_MAX: u64 = 8;
/// Failed attempts from one address within the window: an office behind one address has many people.
const FAILURES_PER_ADDRESS_MAX: u64 = 40;
/// Characters of a username that are kept of an attempt.
const USERNAME_CHARS_MAX: usize = 100;
/// Accounts listed at once.
const ACCOUNTS_MAX: u64 = 2_000;

/// An account to be made.
#[derive(Clone)]
pub struct NewAccount {
    pub username: String,
    pub name: String,
    pub role: Role,
    pub agency: Option<AgencyId>,
    pub password: String,
    /// Where reminders are sent; empty for nowhere.
    pub email: String,
}

fn checked_email(email: &str) -> Result<String> {
    let email = email.trim();
    if email.is_empty() || is_email(email) {
        return Ok(email.to_owned());
    }
    Err(Error::Invalid(vec![FieldError::new("email", FieldCode::NotAnAddress)]))
}

fn refused(code: FieldCode) -> Error {
    Error::Invalid(vec![FieldError::new("password", code)])
}

impl Store {
    /// Sets how many open accounts of its officer, and of its head, an agency has at most; 0: any number.
    pub fn allow_accounts_per_role(&self, most: u32) {
        self.inner.accounts_per_role.store(most, Ordering::Release);
    }

    /// Refuses another open account of a role where the agency has no room for it, and names those that are open.
    async fn check_room(&self, tx: &DatabaseTransaction, role: Role, agency: Option<&str>) -> Result<()> {
        let Some(agency) = agency else { return Ok(()) };
        let open = of_role(role, agency).filter(account::Column::Active.eq(true)).all(tx).await?;
        if role.has_room(open.len(), self.inner.accounts_per_role.load(Ordering::Acquire)) {
            return Ok(());
        }
        let open: Vec<String> = open.into_iter().map(|row| row.username).collect();
        Err(Error::Invalid(vec![FieldError::with("role", FieldCode::Taken, open.join(", "))]))
    }

    /// Makes an account.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; a username that is taken, a password out of range; at `role`,
    /// [`FieldCode::Taken`] by the open accounts of that role, where the agency may have no more.
    pub async fn create_account(&self, actor: &Actor, new: &NewAccount) -> Result<AccountId> {
        authorize(actor, &Act::ManageAccounts)?;
        let username = clean(&new.username).to_lowercase();
        if username.is_empty() {
            return Err(Error::Invalid(vec![FieldError::new("username", FieldCode::Required)]));
        }
        let email = checked_email(&new.email)?;
        let password_hash = self.hash_new(&new.password).await?;
        let tx = self.begin().await?;
        if account::Entity::find().filter(account::Column::Username.eq(&username)).one(&tx).await?.is_some() {
            return Err(Error::Invalid(vec![FieldError::with("username", FieldCode::Taken, username)]));
        }
        self.check_room(&tx, new.role, new.agency.as_ref().map(AgencyId::as_str)).await?;
        let id = uuid::Uuid::new_v4().to_string();
        account::Entity::insert(account::ActiveModel {
            id: Set(id.clone()),
            username: Set(username.clone()),
            name: Set(clean(&new.name)),
            role: Set(new.role.to_string()),
            agency_id: Set(new.agency.as_ref().map(ToString::to_string)),
            password_hash: Set(password_hash),
            active: Set(true),
            created_at: Set(actor.at),
            email: Set(email),
        })
        .exec_without_returning(&tx)
        .await?;
        let detail = serde_json::json!({ "username": username, "role": new.role, "agency": new.agency });
        audit::append(&tx, actor, "account.create", &id, detail).await?;
        tx.commit().await?;
        Ok(AccountId(id))
    }

    /// Sets a new password. Sessions that began with the old one end.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; unknown account, password out of range.
    pub async fn reset_password(&self, actor: &Actor, username: &str, password: &str) -> Result<()> {
        authorize(actor, &Act::ManageAccounts)?;
        let password_hash = self.hash_new(password).await?;
        let tx = self.begin().await?;
        let found = account::Entity::find().filter(account::Column::Username.eq(clean(username).to_lowercase()));
        let mut row = found.one(&tx).await?.ok_or(Error::NotFound)?.into_active_model();
        row.password_hash = Set(password_hash);
        let row = row.update(&tx).await?;
        end_sessions(&tx, &row.id).await?;
        audit::append(&tx, actor, "account.reset", &row.id, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Closes an account or opens it again; whether that changed anything. What was not sent yet to one that is closed is
    /// given up.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; unknown account; one that is opened beside others of its role
    /// as [`Store::create_account`] refuses it.
    pub async fn set_account_active(&self, actor: &Actor, username: &str, active: bool) -> Result<bool> {
        authorize(actor, &Act::ManageAccounts)?;
        let tx = self.begin().await?;
        let found = account::Entity::find().filter(account::Column::Username.eq(clean(username).to_lowercase()));
        let row = found.one(&tx).await?.ok_or(Error::NotFound)?;
        if row.active == active {
            return Ok(false);
        }
        if active {
            self.check_room(&tx, parse("account", &row.id, &row.role)?, row.agency_id.as_deref()).await?;
        }
        let mut row = row.into_active_model();
        row.active = Set(active);
        let row = row.update(&tx).await?;
        if !active {
            end_sessions(&tx, &row.id).await?;
            give_up(&tx, &row.id, CLOSED).await?;
        }
        audit::append(&tx, actor, "account.active", &row.id, serde_json::json!({ "active": active })).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sets the address to which an account's reminders are sent; empty for none. What was not sent yet goes there too, or
    /// nowhere.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; unknown account, what can be no address.
    pub async fn set_email(&self, actor: &Actor, username: &str, email: &str) -> Result<()> {
        authorize(actor, &Act::ManageAccounts)?;
        let email = checked_email(email)?;
        let tx = self.begin().await?;
        let found = account::Entity::find().filter(account::Column::Username.eq(clean(username).to_lowercase()));
        let mut row = found.one(&tx).await?.ok_or(Error::NotFound)?.into_active_model();
        row.email = Set(email);
        let row = row.update(&tx).await?;
        readdress(&tx, &row).await?;
        audit::append(&tx, actor, "account.email", &row.id, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    async fn hash_new(&self, password: &str) -> Result<String> {
        if password.chars().count() < 8 || password.len() > PASSWORD_BYTES_MAX {
            return Err(refused(FieldCode::OutOfRange));
        }
        self.inner.passwords.hash(password).await
    }

    /// Every account, by username.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system.
    pub async fn accounts(&self, actor: &Actor) -> Result<Vec<Account>> {
        authorize(actor, &Act::ManageAccounts)?;
        let book = self.book().await?;
        let rows = account::Entity::find().order_by_asc(account::Column::Username).limit(ACCOUNTS_MAX);
        let rows = rows.all(self.read()).await?;
        rows.into_iter().map(|row| to_account(row, &book, actor.at)).collect()
    }

    /// Checks a name and a password. Failures are counted by account and by address.
    ///
    /// # Errors
    /// [`Error::Invalid`] at `password`: wrong, or too many attempts; which of name and password is wrong is not told.
    pub async fn sign_in(
        &self,
        at: OffsetDateTime,
        username: &str,
        password: &str,
        address: &str,
    ) -> Result<AccountId> {
        let username = clean(username).to_lowercase();
        let attempt = self.note_attempt(at, &username, address).await?;
        let found = account::Entity::find().filter(account::Column::Username.eq(&username)).one(self.read()).await?;
        let known = found.filter(|row| row.active);
        let hash = known.as_ref().map(|row| row.password_hash.as_str());
        let fits = password.len() <= PASSWORD_BYTES_MAX;
        let ok = self.inner.passwords.verify(if fits { password } else { "" }, hash).await? && fits;
        let row = known.filter(|_| ok);
        let actor = Actor::anonymous(at);
        let object = row.as_ref().map_or("unknown", |row| row.id.as_str());
        let action = if ok { "session.sign_in" } else { "session.refused" };
        let tx = self.begin().await?;
        if ok {
            let mut attempt = attempt.into_active_model();
            attempt.ok = Set(true);
            attempt.update(&tx).await?;
        }
        audit::append(&tx, &actor, action, object, serde_json::json!({ "address": address })).await?;
        tx.commit().await?;
        row.map(|row| AccountId(row.id)).ok_or_else(|| refused(FieldCode::WrongCredentials))
    }

    /// Counts an attempt as failed before the password is looked at, so that many at once do not slip past the limit.
    async fn note_attempt(&self, at: OffsetDateTime, username: &str, address: &str) -> Result<sign_in_attempt::Model> {
        let username: String = username.chars().take(USERNAME_CHARS_MAX).collect();
        let tx = self.begin().await?;
        if too_many_failures(&tx, &username, address, at).await? {
            return Err(refused(FieldCode::TooManyAttempts));
        }
        let attempt = sign_in_attempt::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            username: Set(username),
            address: Set(address.to_owned()),
            at: Set(at),
            ok: Set(false),
        };
        let attempt = attempt.insert(&tx).await?;
        tx.commit().await?;
        Ok(attempt)
    }

    /// The person of an account, with the functions that the agency holds that day.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is unknown or closed.
    pub async fn actor(&self, id: &AccountId, at: OffsetDateTime) -> Result<Actor> {
        let row = account::Entity::find_by_id(id.as_str()).one(self.read()).await?;
        let row = row.filter(|row| row.active).ok_or(Error::NotFound)?;
        let book = self.book().await?;
        let agency = row.agency_id.as_deref().map(AgencyId::from);
        let held =
            agency.and_then(|id| book.on(&id, local_date(at)).filter(|agency| agency.is_valid_on(local_date(at))));
        let functions = held.map(|agency| agency.functions.clone()).unwrap_or_default();
        Ok(Actor { account: Some(to_account(row, &book, at)?), is_system: false, functions, at })
    }

    /// The person of a username, for commands and tests.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an account that is unknown or closed.
    pub async fn actor_named(&self, username: &str, at: OffsetDateTime) -> Result<Actor> {
        let found = account::Entity::find().filter(account::Column::Username.eq(username)).one(self.read()).await?;
        self.actor(&AccountId(found.ok_or(Error::NotFound)?.id), at).await
    }
}

/// Whether the account or the address has failed too often of late. A success clears the account's count.
async fn too_many_failures(
    tx: &DatabaseTransaction,
    username: &str,
    address: &str,
    at: OffsetDateTime,
) -> Result<bool> {
    let since = at - ATTEMPT_WINDOW;
    let of_account = sign_in_attempt::Entity::find()
        .filter(sign_in_attempt::Column::Username.eq(username))
        .filter(sign_in_attempt::Column::At.gt(since));
    let last_ok = of_account.clone().filter(sign_in_attempt::Column::Ok.eq(true));
    let last_ok = last_ok.order_by_desc(sign_in_attempt::Column::At).limit(1).one(tx).await?;
    let since_ok = last_ok.map_or(since, |row| row.at);
    let failed = of_account
        .filter(sign_in_attempt::Column::Ok.eq(false))
        .filter(sign_in_attempt::Column::At.gt(since_ok))
        .count(tx)
        .await?;
    let from_address = sign_in_attempt::Entity::find()
        .filter(sign_in_attempt::Column::Address.eq(address))
        .filter(sign_in_attempt::Column::At.gt(since))
        .filter(sign_in_attempt::Column::Ok.eq(false))
        .count(tx)
        .await?;
    Ok(failed >= FAILURES_PER_ACCOUNT_MAX || from_address >= FAILURES_PER_ADDRESS_MAX)
}

/// The accounts of a role that an agency has, open or closed.
fn of_role(role: Role, agency: &str) -> Select<account::Entity> {
    account::Entity::find()
        .filter(account::Column::AgencyId.eq(agency))
        .filter(account::Column::Role.eq(role.to_string()))
        .order_by_asc(account::Column::Username)
}

/// Ends the sessions of an account; how many there were.
async fn end_sessions(tx: &DatabaseTransaction, account: &str) -> Result<u64> {
    let gone = session::Entity::delete_many().filter(session::Column::AccountId.eq(account)).exec(tx).await?;
    Ok(gone.rows_affected)
}

/// Ends the sessions of an agency's officers, of whom another person is the focal point now, with a row of the audit log for
/// each account; whether the actor's own were among them.
pub(crate) async fn sign_officers_out(tx: &DatabaseTransaction, actor: &Actor, agency: &AgencyId) -> Result<bool> {
    let own = actor.account.as_ref().map(|account| account.id.as_str());
    let mut is_own = false;
    for row in of_role(Role::Officer, agency.as_str()).all(tx).await? {
        let ended = end_sessions(tx, &row.id).await?;
        if ended > 0 {
            is_own |= own == Some(row.id.as_str());
            let detail = serde_json::json!({ "agency": agency, "sessions": ended });
            audit::append(tx, actor, "account.signed_out", &row.id, detail).await?;
        }
    }
    Ok(is_own)
}

pub(crate) fn to_account(row: account::Model, book: &AgencyBook, at: OffsetDateTime) -> Result<Account> {
    Ok(Account {
        role: parse("account", &row.id, &row.role)?,
        agency: row.agency_id.map(|id| book.refer(&AgencyId(id), local_date(at))),
        id: AccountId(row.id),
        username: row.username,
        name: row.name,
    })
}
