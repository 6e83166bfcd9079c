//! The weekly letter to the leaders: one a week, whoever's clock ticks first (articles 13.1, 14.2).

use domain::account::{Actor, Role};
use domain::format::local_date;
use domain::indicator::{FIRST_FIGURES, Period};
use domain::policy::{Act, authorize};
use domain::reminder::{DIGEST_DAYS_MAX, DIGEST_LATE_MAX, Digest, DigestDraft, DigestRule, WeekPage};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect,
};
use time::{Date, OffsetDateTime};

use crate::entity::{account, digest_rule, digest_sent};
use crate::notices::{tell_digest, told_digest};
use crate::{Error, Result, Store, audit};

async fn rule(connection: &impl ConnectionTrait) -> Result<digest_rule::Model> {
    digest_rule::Entity::find_by_id(1).one(connection).await?.ok_or(Error::NotFound)
}

fn to_rule(row: &digest_rule::Model) -> DigestRule {
    DigestRule { active: row.active, weekday: u8::try_from(row.weekday).unwrap_or(1) }
}

impl Store {
    /// The rule of the weekly letter, and its version.
    pub(crate) async fn digest_rule(&self) -> Result<(DigestRule, i64)> {
        let row = rule(self.read()).await?;
        Ok((to_rule(&row), row.version))
    }

    /// The page of the letter: what it would tell now, the figures of the running year; or what it told on a day, as it is
    /// kept.
    ///
    /// # Errors
    /// Hidden from all but those who watch.
    pub async fn digest(&self, actor: &Actor, day: Option<Date>) -> Result<WeekPage> {
        authorize(actor, &Act::SeeLeaders)?;
        let digest = match day {
            None => Some(self.digest_now(actor).await?),
            Some(day) => self.digest_of(day).await?,
        };
        // What went to nobody is not kept.
        let sent = digest_sent::Entity::find()
            .filter(digest_sent::Column::Recipients.gt(0))
            .order_by_desc(digest_sent::Column::Week)
            .limit(DIGEST_DAYS_MAX)
            .all(self.read())
            .await?;
        Ok(WeekPage { day, digest, sent: sent.iter().map(|row| local_date(row.sent_at)).collect() })
    }

    /// What the letter of a day told.
    async fn digest_of(&self, day: Date) -> Result<Option<Digest>> {
        // A letter goes within its week: that of the day, where there is one, is the last that began by then.
        let newest = digest_sent::Entity::find()
            .filter(digest_sent::Column::Week.lte(day))
            .order_by_desc(digest_sent::Column::Week)
            .one(self.read())
            .await?;
        match newest.filter(|row| local_date(row.sent_at) == day) {
            Some(row) => told_digest(self.read(), row.sent_at).await,
            None => Ok(None),
        }
    }

    async fn digest_now(&self, actor: &Actor) -> Result<Digest> {
        let (period, today) = (Period::of(actor.today()), actor.today());
        let (page, late) = self.screen_with_late(actor, period, DIGEST_LATE_MAX).await?;
        Ok(Digest {
            week: today - time::Duration::days(i64::from(today.weekday().number_days_from_monday())),
            period,
            at: page.at,
            figures: FIRST_FIGURES.into_iter().filter_map(|one| page.figure(one).cloned()).collect(),
            late,
            late_total: page.late_total,
        })
    }

    /// Sends the letter of the week, where its day has come and nobody sent it yet; gives the number of people.
    ///
    /// Any number of servers may do it at once: what was sent is a row, written with the letters.
    ///
    /// # Errors
    /// When the database fails; then nothing was sent.
    pub async fn send_digest(&self, at: OffsetDateTime) -> Result<u32> {
        let (rule_now, _) = self.digest_rule().await?;
        let Some(week) = rule_now.week_due(local_date(at), &self.calendar().await?) else { return Ok(0) };
        // Most ticks find it sent: they do not take the writer's turn.
        if digest_sent::Entity::find_by_id(week).one(self.read()).await?.is_some() {
            return Ok(0);
        }
        let system = Actor::system(at);
        let digest = self.digest_now(&system).await?;
        let tx = self.begin().await?;
        if !to_rule(&rule(&tx).await?).active {
            return Ok(0);
        }
        let leaders = account::Entity::find()
            .filter(account::Column::Role.eq(Role::Leader.to_string()))
            .filter(account::Column::Active.eq(true))
            .order_by_asc(account::Column::Username)
            .all(&tx)
            .await?;
        if !note(&tx, week, leaders.len(), at).await? {
            return Ok(0);
        }
        let told = tell_digest(&tx, &leaders, &digest, at).await?;
        let detail = serde_json::json!({ "recipients": told });
        audit::append(&tx, &system, "digest.send", week, detail).await?;
        tx.commit().await?;
        Ok(told)
    }

    /// Sets whether the letter goes, and on which day. `seen`: the version that the person saw.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::Invalid`] of a day that is none; [`Error::Conflict`] when somebody
    /// changed it meanwhile.
    pub async fn set_digest(&self, actor: &Actor, seen: i64, draft: &DigestDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let wanted = draft.check().map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let row = rule(&tx).await?;
        if row.version != seen {
            return Err(Error::Conflict { version: row.version });
        }
        let before = to_rule(&row);
        let mut row = row.into_active_model();
        (row.active, row.weekday, row.version) = (Set(wanted.active), Set(wanted.weekday.into()), Set(seen + 1));
        row.update(&tx).await?;
        let detail = serde_json::json!({ "before": before, "rule": wanted });
        audit::append(&tx, actor, "digest.rule", 1, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Puts the week down as told; `false` when another server did it before.
async fn note(tx: &DatabaseTransaction, week: Date, recipients: usize, at: OffsetDateTime) -> Result<bool> {
    let row = digest_sent::ActiveModel {
        week: Set(week),
        sent_at: Set(at),
        recipients: Set(i32::try_from(recipients).unwrap_or(i32::MAX)),
    };
    let twice = OnConflict::column(digest_sent::Column::Week).do_nothing().to_owned();
    match digest_sent::Entity::insert(row).on_conflict(twice).exec_without_returning(tx).await {
        Ok(rows) => Ok(rows > 0),
        Err(sea_orm::DbErr::RecordNotInserted) => Ok(false),
        Err(error) => Err(error.into()),
    }
}
