//! The tick of the clocks: who is reminded now. One transaction; a step that was sent is a row that cannot be twice.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Actor, Role};
use domain::agency::Function;
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::format::local_date;
use domain::id::AgencyId;
use domain::policy::{Act, authorize};
use domain::reminder::{About, Audience, LadderPage, NoticeKind, Owed, STEPS_MAX, Step, StepDraft, StepRow, steps_now};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, ModelTrait,
    PaginatorTrait, QueryFilter, QueryOrder,
};
use time::{Date, OffsetDateTime};

use crate::campaign::newest;
use crate::dues::{Due, dues};
use crate::entity::{account, campaign, reminder, reminder_step, response};
use crate::notices::tell_people;
use crate::opinions::remind_opinions;
use crate::reference::{AgencyBook, calendar};
use crate::review_rows::{campaign_stage, key_of};
use crate::rows::parse;
use crate::terms::terms;
use crate::urging::{about, keep_lateness};
use crate::{Error, Result, Store, audit};

/// The ladder, in the order of its days.
async fn ladder(connection: &impl ConnectionTrait) -> Result<Vec<StepRow>> {
    let rows = reminder_step::Entity::find()
        .order_by_asc(reminder_step::Column::Days)
        .order_by_asc(reminder_step::Column::Id)
        .all(connection)
        .await?;
    let step = |row: reminder_step::Model| {
        let step = Step {
            days: row.days,
            unit: parse("reminder_step", row.id, &row.unit)?,
            audience: parse("reminder_step", row.id, &row.audience)?,
        };
        Ok(StepRow { id: row.id, step })
    };
    rows.into_iter().map(step).collect()
}

/// The steps that were taken in a campaign, by agency and by the day that was due.
async fn taken(tx: &DatabaseTransaction, key: CampaignKey) -> Result<BTreeMap<(String, Date), BTreeSet<Step>>> {
    let rows = reminder::Entity::find().filter(reminder::Column::CampaignYear.eq(key.number())).all(tx).await?;
    let mut taken: BTreeMap<(String, Date), BTreeSet<Step>> = BTreeMap::new();
    for row in rows {
        let step: Step = parse("reminder", &row.agency_id, &row.step)?;
        taken.entry((row.agency_id, row.due_on)).or_default().insert(step);
    }
    Ok(taken)
}

/// The open accounts of a role in an agency.
pub(crate) async fn people(tx: &DatabaseTransaction, role: Role, agency: &AgencyId) -> Result<Vec<account::Model>> {
    let found = account::Entity::find()
        .filter(account::Column::Role.eq(role.to_string()))
        .filter(account::Column::AgencyId.eq(agency.as_str()))
        .filter(account::Column::Active.eq(true));
    Ok(found.order_by_asc(account::Column::Username).all(tx).await?)
}

/// A reminder that is due: the agency's own, or its line in the office's list.
struct Reached {
    about: About,
    due_on: Date,
    step: Step,
}

impl Store {
    /// Takes the steps that are due at a moment and puts the lateness of that day on record. Gives the number of notices.
    ///
    /// Any number of servers may do it at once: writers take turns, and what one has sent is a row for the next.
    ///
    /// # Errors
    /// When the database fails; then nothing was sent.
    pub async fn remind(&self, at: OffsetDateTime) -> Result<u32> {
        // Most ticks have no campaign to look at: they do not take the writer's turn.
        match newest().one(self.read()).await? {
            Some(row) if campaign_stage(&row)?.takes_answers() => {}
            _ => return Ok(0),
        }
        let book = self.book().await?;
        let tx = self.begin().await?;
        let mut told = 0;
        if let Some(row) = newest().one(&tx).await?
            && campaign_stage(&row)?.takes_answers()
        {
            told = remind_of(&tx, &book, &row, at).await?;
        }
        tx.commit().await?;
        Ok(told)
    }

    /// The ladder and the newest messages of the outbox.
    ///
    /// # Errors
    /// Refused to all but the coordinator.
    pub async fn ladder(&self, actor: &Actor) -> Result<LadderPage> {
        authorize(actor, &Act::ManageCampaign)?;
        let without = account::Entity::find()
            .filter(account::Column::Active.eq(true))
            .filter(account::Column::Email.eq(""))
            .filter(account::Column::Role.is_in([Role::Officer, Role::Head].map(|role| role.to_string())));
        let (digest, digest_version) = self.digest_rule().await?;
        let (calendar, today) = (self.calendar().await?, actor.today());
        let last = today.year() + i32::from(u8::from(today.month()) >= 10);
        Ok(LadderPage {
            without_holidays: (today.year()..=last).filter(|year| !calendar.knows(*year)).collect(),
            digest,
            digest_version,
            terms: terms(self.read()).await?,
            steps: ladder(self.read()).await?,
            mails: self.newest_mails().await?,
            counts: self.mail_counts().await?,
            stale_mails: self.stale_mails().await?,
            without_email: u32::try_from(without.count(self.read()).await?).unwrap_or(u32::MAX),
        })
    }

    /// Adds a step to the ladder.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a step that is none, that stands already, or one too many.
    pub async fn add_step(&self, actor: &Actor, draft: &StepDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let step = draft.check().map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let steps = ladder(&tx).await?;
        if steps.iter().any(|row| row.step == step) {
            return Err(Error::Invalid(vec![FieldError::new("days", FieldCode::Taken)]));
        }
        if steps.len() >= STEPS_MAX {
            return Err(Error::Invalid(vec![FieldError::with("days", FieldCode::TooMany, STEPS_MAX.to_string())]));
        }
        let row = reminder_step::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            days: Set(step.days),
            unit: Set(step.unit.to_string()),
            audience: Set(step.audience.to_string()),
        };
        row.insert(&tx).await?;
        audit::append(&tx, actor, "reminder.add_step", step, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Takes a step off the ladder. What it sent stays sent.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::NotFound`] when it is gone.
    pub async fn remove_step(&self, actor: &Actor, id: i64) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let tx = self.begin().await?;
        let row = reminder_step::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
        let name = format!("{} {} {}", row.days, row.unit, row.audience);
        row.delete(&tx).await?;
        audit::append(&tx, actor, "reminder.remove_step", name, serde_json::json!({})).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// One campaign's reminders and lateness.
async fn remind_of(
    tx: &DatabaseTransaction,
    book: &AgencyBook,
    campaign: &campaign::Model,
    at: OffsetDateTime,
) -> Result<u32> {
    let (key, today) = (key_of(campaign.year)?, local_date(at));
    let calendar = calendar(tx).await?;
    keep_lateness(tx, campaign, today, &calendar).await?;
    let steps: Vec<Step> = ladder(tx).await?.into_iter().map(|row| row.step).collect();
    let (dues, taken) = (dues(tx, campaign).await?, taken(tx, key).await?);
    let clock = dues.clock(&calendar);
    let none = BTreeSet::new();
    let mut due: Vec<Reached> = Vec::new();
    for row in response::Entity::find()
        .filter(response::Column::CampaignYear.eq(campaign.year))
        .order_by_asc(response::Column::Position)
        .all(tx)
        .await?
    {
        let Due { due_on, since, answered_on, again } = dues.now(&row);
        let owed = Owed { due_on, since, answered: answered_on.is_some() };
        let sent = taken.get(&(row.agency_id.clone(), due_on)).unwrap_or(&none);
        let about = About { again, ..about(book, &AgencyId(row.agency_id), due_on, today, &clock, "") };
        due.extend(steps_now(&steps, &owed, today, &clock, sent).into_iter().map(|step| Reached {
            about: about.clone(),
            due_on,
            step,
        }));
    }
    let office = book.holder(Function::ExecutiveOffice, today).map(|agency| agency.id);
    let (listed, own): (Vec<Reached>, Vec<Reached>) =
        due.into_iter().partition(|one| one.step.audience == Audience::Office);
    let mut told = 0;
    for one in own {
        let role = if one.step.audience == Audience::Head { Role::Head } else { Role::Officer };
        let people = people(tx, role, &one.about.agency.id).await?;
        if note(tx, key, &one, people.len(), at).await? {
            told += tell_people(tx, &people, one.step.audience.into(), key, &[one.about], at).await?;
        }
    }
    let people = match &office {
        Some(office) => people(tx, Role::Clerk, office).await?,
        None => Vec::new(),
    };
    let mut list = Vec::new();
    for one in listed {
        if note(tx, key, &one, people.len(), at).await? {
            list.push(one.about);
        }
    }
    if !list.is_empty() {
        told += tell_people(tx, &people, NoticeKind::LateList, key, &list, at).await?;
    }
    told += remind_opinions(tx, book, key, &calendar, at).await?;
    if told > 0 {
        let detail = serde_json::json!({ "notices": told });
        audit::append(tx, &Actor::system(at), "reminder.send", key, detail).await?;
    }
    Ok(told)
}

/// Puts a step down as taken; `false` when another server did it before.
async fn note(
    tx: &DatabaseTransaction,
    key: CampaignKey,
    one: &Reached,
    recipients: usize,
    at: OffsetDateTime,
) -> Result<bool> {
    use reminder::Column as C;
    let row = reminder::ActiveModel {
        campaign_year: Set(key.number()),
        agency_id: Set(one.about.agency.id.to_string()),
        due_on: Set(one.due_on),
        step: Set(one.step.to_string()),
        sent_at: Set(at),
        recipients: Set(i32::try_from(recipients).unwrap_or(i32::MAX)),
    };
    let twice = OnConflict::columns([C::CampaignYear, C::AgencyId, C::DueOn, C::Step]).do_nothing().to_owned();
    match reminder::Entity::insert(row).on_conflict(twice).exec_without_returning(tx).await {
        Ok(rows) => Ok(rows > 0),
        Err(sea_orm::DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The people of an agency who are told of what the coordinator does: its officers and heads.
pub(crate) async fn agency_people(tx: &DatabaseTransaction, agency: &AgencyId) -> Result<Vec<account::Model>> {
    let mut found = people(tx, Role::Officer, agency).await?;
    found.extend(people(tx, Role::Head, agency).await?);
    Ok(found)
}
