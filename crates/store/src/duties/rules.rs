//! The dated rules of duties: read by everyone who is signed in, added to by the coordinator. None is ever rewritten but for
//! its last day, and no duty that was made follows a later one.

use domain::account::Actor;
use domain::catalog::Named;
use domain::check::{FieldCode, FieldError};
use domain::duty::{DutyRule, RULES_MAX, RuleDraft, RuleRow, RulesPage, take_over};
use domain::policy::{Act, authorize};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ConnectionTrait, EntityTrait, IntoActiveModel,
};

use super::small;
use crate::entity::duty_rule;
use crate::legal::register;
use crate::reference::lists;
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

/// The regulation and the decree that the built-in rules name; they are in every register.
const OWN: [(&str, &str); 2] = [("qd-01-2023", "01/2023/QĐ-UBND"), ("nd-47-2020", "47/2020/NĐ-CP")];

/// Every rule, by duty and frequency, the newest of each first.
pub(super) async fn all(connection: &impl ConnectionTrait) -> Result<Vec<RuleRow>> {
    let rows = duty_rule::Entity::find().all(connection).await?;
    let mut rules = rows.into_iter().map(rule).collect::<Result<Vec<_>>>()?;
    rules.sort_by(|a, b| {
        let place = |row: &RuleRow| (row.rule.kind, row.rule.frequency.clone());
        place(a).cmp(&place(b)).then(b.rule.valid_from.cmp(&a.rule.valid_from))
    });
    Ok(rules)
}

fn rule(row: duty_rule::Model) -> Result<RuleRow> {
    let rule = DutyRule {
        kind: parse("duty_rule", row.id, &row.kind)?,
        frequency: row.frequency,
        amount: small(row.amount),
        unit: parse("duty_rule", row.id, &row.unit)?,
        document: row.document,
        article: small(row.article),
        clause: small(row.clause),
        valid_from: row.valid_from,
        valid_to: row.valid_to,
        is_target: row.is_target,
    };
    Ok(RuleRow { id: row.id, rule })
}

/// The documents that a rule may name: the register, and those of the built-in rules.
async fn documents(connection: &impl ConnectionTrait) -> Result<Vec<Named>> {
    let mut found: Vec<Named> =
        OWN.iter().map(|(id, number)| Named { id: (*id).to_owned(), name: (*number).to_owned() }).collect();
    for document in register(connection).await? {
        if OWN.iter().all(|(id, _)| *id != document.id) {
            let name = if document.number.is_empty() { document.title } else { document.number };
            found.push(Named { id: document.id, name });
        }
    }
    Ok(found)
}

impl Store {
    /// Every rule, and what a new one may name.
    ///
    /// # Errors
    /// Refused to anonymous visitors.
    pub async fn duty_rules(&self, actor: &Actor) -> Result<RulesPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let may_manage = authorize(actor, &Act::ManageCampaign).is_ok();
        Ok(RulesPage {
            rules: all(self.read()).await?,
            frequencies: lists(self.read()).await?.frequencies,
            // Only the form names them.
            documents: if may_manage { documents(self.read()).await? } else { Vec::new() },
            today: actor.today(),
            may_manage,
        })
    }

    /// Adds a rule, which takes over from its day on: the one before ends the day before.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; a frequency or a document that is unknown; a rule of
    /// the same duty from the same day or later on; days without a rule that the form does not say; too many rules.
    pub async fn add_duty_rule(&self, actor: &Actor, draft: &RuleDraft) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let new = draft.check(Some(actor.today())).map_err(Error::Invalid)?;
        let tx = self.begin().await?;
        let unknown = |field| Err(Error::Invalid(vec![FieldError::new(field, FieldCode::Unknown)]));
        let frequencies = lists(&tx).await?.frequencies;
        if new.frequency.as_ref().is_some_and(|wanted| frequencies.iter().all(|one| one.id != *wanted)) {
            return unknown("frequency");
        }
        if documents(&tx).await?.iter().all(|one| one.id != new.document) {
            return unknown("document");
        }
        let rules = all(&tx).await?;
        if rules.len() >= RULES_MAX {
            return Err(Error::Invalid(vec![FieldError::with("duty", FieldCode::TooMany, RULES_MAX.to_string())]));
        }
        let over = take_over(&rules, &new, draft.gap).map_err(|error| Error::Invalid(vec![error]))?;
        let mut detail = serde_json::json!({ "rule": new, "gap": over.gap });
        if let Some((id, last)) = over.closes {
            let row = duty_rule::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
            detail["closes"] = serde_json::json!({ "id": id, "valid_to": { "old": row.valid_to, "new": last } });
            let mut row = row.into_active_model();
            row.valid_to = Set(Some(last));
            row.update(&tx).await?;
        }
        let row = duty_rule::ActiveModel {
            id: NotSet,
            kind: Set(new.kind.to_string()),
            frequency: Set(new.frequency),
            amount: Set(new.amount.into()),
            unit: Set(new.unit.to_string()),
            document: Set(new.document),
            article: Set(new.article.into()),
            clause: Set(new.clause.into()),
            valid_from: Set(new.valid_from),
            valid_to: Set(new.valid_to),
            is_target: Set(new.is_target),
        };
        let id = row.insert(&tx).await?.id;
        audit::append(&tx, actor, "duty_rule.add", id, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}
