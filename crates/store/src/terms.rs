//! The dated rules of a review's terms: the coordinator adds to them, and none is ever rewritten. A review goes by those of
//! the day on which it was opened.

use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::format::{date, local_date};
use domain::policy::{Act, authorize};
use domain::reminder::{TERM_RULES_MAX, Term, TermForm, TermKind, TermRule, answers_due, term_days};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use time::Date;

use crate::entity::{campaign, term_rule};
use crate::reference::calendar;
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

/// Every rule, by what it is about, the newest of each first.
pub(crate) async fn terms(connection: &impl ConnectionTrait) -> Result<Vec<TermRule>> {
    let rule = |row: term_rule::Model| {
        let term = match (row.days, row.month, row.day) {
            (Some(days), ..) => Term::WorkingDays(u32::try_from(days).unwrap_or(0)),
            (None, month, day) => {
                let number = |value: Option<i32>| value.and_then(|value| u8::try_from(value).ok()).unwrap_or(0);
                Term::DayOfYear { month: number(month), day: number(day) }
            }
        };
        Ok(TermRule { kind: parse("term_rule", row.valid_from, &row.kind)?, term, valid_from: row.valid_from })
    };
    let rows = term_rule::Entity::find().all(connection).await?;
    let mut rules = rows.into_iter().map(rule).collect::<Result<Vec<_>>>()?;
    rules.sort_by_key(|rule| (rule.kind, std::cmp::Reverse(rule.valid_from)));
    Ok(rules)
}

/// The working days of a term in a campaign.
pub(crate) async fn days_of(
    connection: &impl ConnectionTrait,
    kind: TermKind,
    campaign: &campaign::Model,
) -> Result<u32> {
    Ok(term_days(&terms(connection).await?, kind, local_date(campaign.opened_at)))
}

/// The day by which the answers of a year are due, where its review is opened on a day and its letter names none.
pub(crate) async fn due_by_rule(connection: &impl ConnectionTrait, year: i32, on: Date) -> Result<Option<Date>> {
    Ok(answers_due(&terms(connection).await?, year, on, &calendar(connection).await?))
}

impl Store {
    /// The day by which the answers of this year would be due, were its review opened today and its letter named none.
    ///
    /// # Errors
    /// Refused to all but the coordinator.
    pub async fn due_by_rule(&self, actor: &Actor) -> Result<Option<Date>> {
        authorize(actor, &Act::ManageCampaign)?;
        due_by_rule(self.read(), actor.today().year(), actor.today()).await
    }

    /// Adds a rule: it takes over from its day on, for the reviews that are opened from then on.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; a rule of the same term from that day or later on;
    /// too many rules.
    pub async fn add_term_rule(&self, actor: &Actor, form: &TermForm) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let new = form.check(Some(actor.today())).map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let stand = terms(&tx).await?;
        if stand.len() >= TERM_RULES_MAX {
            return Err(Error::Invalid(vec![FieldError::with("term", FieldCode::TooMany, TERM_RULES_MAX.to_string())]));
        }
        let last = stand.iter().filter(|rule| rule.kind == new.kind).map(|rule| rule.valid_from).max();
        if let Some(last) = last.filter(|last| *last >= new.valid_from) {
            return Err(Error::Invalid(vec![FieldError::with("valid_from", FieldCode::RuleLater, date(last))]));
        }
        let (days, month, day) = match new.term {
            Term::WorkingDays(days) => (Some(i32::try_from(days).unwrap_or(i32::MAX)), None, None),
            Term::DayOfYear { month, day } => (None, Some(i32::from(month)), Some(i32::from(day))),
        };
        let row = term_rule::ActiveModel {
            kind: Set(new.kind.to_string()),
            days: Set(days),
            month: Set(month),
            day: Set(day),
            valid_from: Set(new.valid_from),
        };
        term_rule::Entity::insert(row).exec_without_returning(&tx).await?;
        audit::append(&tx, actor, "term_rule.add", new.kind, serde_json::json!({ "rule": new })).await?;
        tx.commit().await?;
        Ok(())
    }
}
