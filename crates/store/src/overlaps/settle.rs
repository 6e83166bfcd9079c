//! Settling overlaps: what a pair is, and why; kept with the entry that a proposal becomes.

use std::sync::Arc;

use domain::account::{Actor, Role};
use domain::campaign::CampaignKey;
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{Described, SettlementInput, check_settlement};
use domain::policy::{Act, Refusal, authorize};
use domain::review::{AnswerKind, AnswerTarget};
use domain::text::clean_lines;
use domain::workflow::{ResponseMove, next_response};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, Condition, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::{fingerprint, row_of, settlements_of, subject_of};
use crate::answers::find;
use crate::entity::overlap_settlement;
use crate::review_rows::{campaign_of, campaign_stage, draft, response_of, response_stage, same_version};
use crate::{Error, Result, Store, audit};

impl Store {
    /// Settles a pair of an answer in a review: what it is and why.
    ///
    /// # Errors
    /// Refused to all but the agency's officer, while the answer may be edited, and who appraises it; a pair that is
    /// unknown; a missing settlement or reason; [`Error::Conflict`] when somebody settled the pair in between.
    pub async fn settle_overlap(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        target: &AnswerTarget,
        other: &str,
        input: &SettlementInput,
    ) -> Result<()> {
        authorize(actor, &Act::SettleOverlap(self.book().await?.answers_by(agency, actor.today())))?;
        let campaign = campaign_of(self.read(), key).await?;
        let response = response_of(self.read(), key, agency).await?;
        let row = find(self.read(), &response, target).await?.ok_or(Error::NotFound)?;
        let stage = response_stage(&response)?;
        let of_officer = actor.account.as_ref().is_some_and(|account| account.role == Role::Officer);
        if of_officer {
            next_response(stage, ResponseMove::Edit)?;
            let only_returned = next_response(stage, ResponseMove::Return).is_ok();
            if !campaign_stage(&campaign)?.takes_answers() || (only_returned && !row.returned) {
                return Err(Refusal::Forbidden.into());
            }
        }
        let contents = self.reviewed(key).await?;
        let base = row.entry_code.as_deref().and_then(|code| contents.get(&EntryCode::from(code)).map(Arc::as_ref));
        let said = draft(&row)?;
        let edits = said.as_ref().filter(|said| matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose));
        let content = edits.and_then(|said| said.content.clone()).or_else(|| base.cloned()).ok_or(Error::NotFound)?;
        let described = self.described(actor.today(), &subject_of(&row), agency, &content).await?;
        let there = self.counterpart(actor, key, said.map(|said| said.kind), &described, other).await?;
        self.settle_pair(actor, &described, &there, input).await
    }

    /// What an answer is settled against: one of the radar, or of a proposal another proposal.
    async fn counterpart(
        &self,
        actor: &Actor,
        key: CampaignKey,
        kind: Option<AnswerKind>,
        described: &Described,
        other: &str,
    ) -> Result<Described> {
        let watch = self.watch(actor.today()).await?;
        let known = watch.radar.get(other).cloned();
        let there = match (known, kind) {
            (None, Some(AnswerKind::Propose)) => {
                let proposals = self.proposals(actor, key).await?.into_iter().map(|one| one.described);
                proposals.into_iter().find(|one| one.key == other)
            }
            (known, _) => known,
        };
        there.filter(|there| there.key != described.key).ok_or(Error::NotFound)
    }

    /// Settles a pair of an entry in force.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a pair that is unknown; a missing settlement or reason; [`Error::Conflict`] when
    /// somebody settled the pair in between.
    pub async fn settle_entry_overlap(
        &self,
        actor: &Actor,
        code: &EntryCode,
        other: &str,
        input: &SettlementInput,
    ) -> Result<()> {
        authorize(actor, &Act::WatchOverlaps)?;
        let watch = self.watch(actor.today()).await?;
        let own = watch.radar.own().iter().find(|one| one.key == code.as_str()).ok_or(Error::NotFound)?;
        let there = watch.radar.get(other).filter(|there| there.key != own.key).ok_or(Error::NotFound)?;
        self.settle_pair(actor, own, there, input).await
    }

    async fn settle_pair(
        &self,
        actor: &Actor,
        described: &Described,
        there: &Described,
        input: &SettlementInput,
    ) -> Result<()> {
        let remarks = check_settlement(input);
        let Some(settlement) = input.settlement.filter(|_| remarks.is_empty()) else {
            return Err(Error::Invalid(remarks));
        };
        let reason = clean_lines(&input.reason);
        let tx = self.begin().await?;
        let known = settlements_of(&tx, vec![described.key.clone()]).await?;
        let pair = (described.key.clone(), there.key.clone());
        let old = row_of(&known, &pair.0, &pair.1);
        let stands = old.map_or(0, |old| old.version);
        same_version(stands, input.seen)?;
        let row = overlap_settlement::ActiveModel {
            id: old.map_or(sea_orm::ActiveValue::NotSet, |old| Set(old.id)),
            subject: Set(old.map_or_else(|| pair.0.clone(), |old| old.subject.clone())),
            other: Set(old.map_or_else(|| pair.1.clone(), |old| old.other.clone())),
            settlement: Set(settlement.to_string()),
            reason: Set(reason.clone()),
            fingerprint: Set(fingerprint(described, there)),
            settled_by: Set(actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()),
            settled_at: Set(actor.at),
            version: Set(stands + 1),
        };
        match old {
            Some(_) => {
                row.update(&tx).await?;
            }
            None => {
                overlap_settlement::Entity::insert(row).exec_without_returning(&tx).await?;
            }
        }
        let detail = serde_json::json!({ "other": there.key, "settlement": settlement, "reason": reason });
        audit::append(&tx, actor, "overlap.settle", &described.key, detail).await?;
        self.commit_public(tx).await
    }
}

/// The settlements of a proposal go along to the entry that it becomes, whichever side of the pair it was. Compiling again
/// finds them there: one that was given anew since takes the place of what went along before, unless the entry's own is the
/// later.
pub(crate) async fn follow(tx: &DatabaseTransaction, proposal: i64, code: &EntryCode) -> Result<()> {
    let from = format!("de-xuat-{proposal}");
    let there = settlements_of(tx, vec![code.to_string()]).await?;
    for ((subject, other), row) in settlements_of(tx, vec![from.clone()]).await? {
        let counterpart = if subject == from { other } else { subject };
        let Some(own) = row_of(&there, code.as_str(), &counterpart) else {
            let mut row = row.into_active_model();
            row.id = sea_orm::ActiveValue::NotSet;
            row.subject = Set(code.to_string());
            row.other = Set(counterpart);
            overlap_settlement::Entity::insert(row).exec_without_returning(tx).await?;
            continue;
        };
        if own.settled_at >= row.settled_at {
            continue;
        }
        let renewed = overlap_settlement::ActiveModel {
            id: Unchanged(own.id),
            settlement: Set(row.settlement),
            reason: Set(row.reason),
            fingerprint: Set(row.fingerprint),
            settled_by: Set(row.settled_by),
            settled_at: Set(row.settled_at),
            version: Set(own.version + 1),
            ..Default::default()
        };
        renewed.update(tx).await?;
    }
    Ok(())
}

/// A proposal that is taken out takes its settlements along; the audit log keeps them.
pub(crate) async fn forget(tx: &DatabaseTransaction, proposal: i64) -> Result<()> {
    let key = format!("de-xuat-{proposal}");
    let of_it = Condition::any()
        .add(overlap_settlement::Column::Subject.eq(key.clone()))
        .add(overlap_settlement::Column::Other.eq(key));
    overlap_settlement::Entity::delete_many().filter(of_it).exec(tx).await?;
    Ok(())
}
