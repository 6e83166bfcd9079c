//! What people do with duties: record that one is done, excuse it, open it again. Each with its evidence or reason, kept
//! for ever.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::check::{FieldCode, FieldError};
use domain::duty::{DUTIES_AT_ONCE, DutyAction, EvidenceDraft, check_evidence_file, state};
use domain::id::{AgencyId, DutyId};
use domain::policy::{Act, authorize};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set},
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use super::follow::{Then, period_after};
use super::list::{codes_of, owners_of};
use super::{AT_ONCE, Planner, days_of, kind_of, write, written};
use crate::entity::{duty, duty_event};
use crate::file::keep_row;
use crate::rows::remark;
use crate::{Error, Result, SignedFile, Store, audit};

/// What an act leaves behind.
#[derive(Clone, Default)]
struct Trace {
    note: String,
    link: String,
    file: Option<String>,
}

fn refused<T>(field: &str, code: FieldCode) -> Result<T> {
    Err(Error::Invalid(vec![FieldError::new(field, code)]))
}

impl Store {
    /// Records that duties are done, all by the same evidence. Of one that recurs the earlier periods that are still open
    /// are done with it, each as late as it is: what is refreshed today is refreshed. The next period begins where this
    /// one ends.
    ///
    /// # Errors
    /// Refused to all but the officers of the agency that answers for the entries today; evidence that lacks something;
    /// [`FieldCode::Changed`] for duties that are open no more, [`FieldCode::OutOfRange`] for periods yet to begin.
    pub async fn complete_duties(
        &self,
        actor: &Actor,
        ids: &[DutyId],
        draft: &EvidenceDraft,
        file: Option<SignedFile>,
    ) -> Result<()> {
        let ids: BTreeSet<DutyId> = ids.iter().copied().collect();
        self.own_duties(actor, &ids).await?;
        let mut remarks = Vec::new();
        if ids.is_empty() {
            remarks.push(FieldError::new("duty", FieldCode::Required));
        } else if ids.len() > DUTIES_AT_ONCE {
            remarks.push(FieldError::with("duty", FieldCode::TooMany, DUTIES_AT_ONCE.to_string()));
        }
        let draft = draft.check(file.is_some()).map_err(|errors| remarks.extend(errors));
        let kind = file.as_ref().map(|file| check_evidence_file(&file.bytes)).transpose();
        let kind = kind.map_err(|remark| remarks.push(remark));
        let (Ok(draft), Ok(kind), true) = (draft, kind, remarks.is_empty()) else {
            return Err(Error::Invalid(remarks));
        };
        let kept = match file {
            Some(file) => {
                let size = file.bytes.len();
                Some((self.put_bytes(file.bytes).await?, file.name, size))
            }
            None => None,
        };
        let today = actor.today();
        let tx = self.begin().await?;
        let rows = asked(&tx, &ids).await?;
        authorize_each(&tx, actor, &rows).await?;
        for row in &rows {
            // The window is nothing here: open is open.
            if !state(&days_of(row), today, today).allows(DutyAction::Done) {
                return refused("duty", FieldCode::Changed);
            }
            if row.starts_on > today {
                return refused("duty", FieldCode::OutOfRange);
            }
        }
        let file = match kept {
            Some((sha256, name, size)) => {
                Some(keep_row(&tx, &sha256, &name, kind.unwrap_or_default(), size, actor.at).await?.0)
            }
            None => None,
        };
        let trace = Trace { note: draft.note, link: draft.link, file };
        let (planner, mut then, mut next) = (Planner::load(&tx).await?, Then::default(), Vec::new());
        let mut done: BTreeMap<i64, duty::Model> = BTreeMap::new();
        for row in rows {
            if kind_of(&row)?.recurs() {
                next.extend(period_after(&tx, &planner, &mut then, &row).await?.map(|p| (row.entry_code.clone(), p)));
                done.extend(earlier(&tx, &row).await?.into_iter().map(|row| (row.id, row)));
            }
            done.insert(row.id, row);
        }
        done.retain(|_, row| state(&days_of(row), today, today).is_open());
        let ids: Vec<i64> = done.keys().copied().collect();
        for row in done.into_values() {
            let version = row.version + 1;
            let mut row = row.into_active_model();
            row.done_on = Set(Some(today));
            row.version = Set(version);
            row.update(&tx).await?;
        }
        leave(&tx, actor, &ids, DutyAction::Done, &trace).await?;
        write(&tx, next.into_iter().map(|(code, period)| written(&code, period, actor.at)).collect()).await?;
        audit_of(&tx, actor, "duty.done", &ids, &trace).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Excuses a duty: it is not to be done, for a reason.
    ///
    /// # Errors
    /// Refused to all but the coordinator; without a reason; a duty that is open no more; [`Error::Conflict`] when it is
    /// not the `version` that the person saw.
    pub async fn excuse_duty(&self, actor: &Actor, id: DutyId, version: i64, reason: &str) -> Result<()> {
        authorize(actor, &Act::ExcuseDuty)?;
        let trace = Trace { note: remark("reason", reason)?, ..Trace::default() };
        let tx = self.begin().await?;
        let row = duty_seen(&tx, id, version).await?;
        if !state(&days_of(&row), actor.today(), actor.today()).allows(DutyAction::Excused) {
            return Err(Error::Conflict { version: row.version });
        }
        let mut row = row.into_active_model();
        row.excused_on = Set(Some(actor.today()));
        row.version = Set(version + 1);
        row.update(&tx).await?;
        leave(&tx, actor, &[id.0], DutyAction::Excused, &trace).await?;
        audit_of(&tx, actor, "duty.excuse", &[id.0], &trace).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Opens a duty again that was done or excused: it is to be done as if nothing had been, and what was done stays told.
    ///
    /// # Errors
    /// As [`Store::excuse_duty`], of a duty that is open.
    pub async fn reopen_duty(&self, actor: &Actor, id: DutyId, version: i64, reason: &str) -> Result<()> {
        authorize(actor, &Act::ExcuseDuty)?;
        let trace = Trace { note: remark("reason", reason)?, ..Trace::default() };
        let tx = self.begin().await?;
        let row = duty_seen(&tx, id, version).await?;
        if !state(&days_of(&row), actor.today(), actor.today()).allows(DutyAction::Reopened) {
            return Err(Error::Conflict { version: row.version });
        }
        let mut row = row.into_active_model();
        row.done_on = Set(None);
        row.excused_on = Set(None);
        row.version = Set(version + 1);
        row.update(&tx).await?;
        leave(&tx, actor, &[id.0], DutyAction::Reopened, &trace).await?;
        audit_of(&tx, actor, "duty.reopen", &[id.0], &trace).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Refuses before anything is read closely or kept: who owns none of them learns nothing.
    async fn own_duties(&self, actor: &Actor, ids: &BTreeSet<DutyId>) -> Result<()> {
        let own = actor.account.as_ref().and_then(|account| account.agency.as_ref());
        let nobody = AgencyId::default();
        authorize(actor, &Act::FulfilDuty(own.map_or(&nobody, |agency| &agency.id)))?;
        let ids: BTreeSet<DutyId> = ids.iter().copied().take(DUTIES_AT_ONCE).collect();
        let tx = self.read();
        let rows = duty::Entity::find().filter(duty::Column::Id.is_in(ids.iter().map(|id| id.0))).all(tx).await?;
        if rows.len() < ids.len() {
            return Err(Error::NotFound);
        }
        let owners = owners_of(tx, codes_of(&rows), actor.today()).await?;
        for owner in owners.values().collect::<BTreeSet<_>>() {
            authorize(actor, &Act::FulfilDuty(owner))?;
        }
        Ok(())
    }
}

/// A duty as the person saw it.
async fn duty_seen(tx: &DatabaseTransaction, id: DutyId, version: i64) -> Result<duty::Model> {
    let row = duty::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?;
    if row.version == version { Ok(row) } else { Err(Error::Conflict { version: row.version }) }
}

async fn asked(tx: &DatabaseTransaction, ids: &BTreeSet<DutyId>) -> Result<Vec<duty::Model>> {
    let rows = duty::Entity::find().filter(duty::Column::Id.is_in(ids.iter().map(|id| id.0))).all(tx).await?;
    if rows.len() == ids.len() { Ok(rows) } else { Err(Error::NotFound) }
}

/// The owners of the moment of writing: an entry may have gone to another agency since the page was shown.
async fn authorize_each(tx: &DatabaseTransaction, actor: &Actor, rows: &[duty::Model]) -> Result<()> {
    let owners = owners_of(tx, codes_of(rows), actor.today()).await?;
    for row in rows {
        let owner = owners.get(&row.entry_code).ok_or(Error::NotFound)?;
        authorize(actor, &Act::FulfilDuty(owner))?;
    }
    Ok(())
}

/// The periods before one that are open yet.
async fn earlier(tx: &DatabaseTransaction, row: &duty::Model) -> Result<Vec<duty::Model>> {
    use duty::Column as C;
    let before = duty::Entity::find()
        .filter(C::EntryCode.eq(&row.entry_code))
        .filter(C::Kind.eq(&row.kind))
        .filter(C::StartsOn.lt(row.starts_on))
        .filter(C::DoneOn.is_null())
        .filter(C::ExcusedOn.is_null());
    Ok(before.all(tx).await?)
}

async fn leave(tx: &DatabaseTransaction, actor: &Actor, ids: &[i64], action: DutyAction, trace: &Trace) -> Result<()> {
    let account = actor.account.as_ref();
    let row = |id: &i64| duty_event::ActiveModel {
        id: NotSet,
        duty_id: Set(*id),
        action: Set(action.to_string()),
        note: Set(trace.note.clone()),
        link: Set(trace.link.clone()),
        file_id: Set(trace.file.clone()),
        account_id: Set(account.map(|account| account.id.to_string())),
        account_name: Set(account.map(|account| account.name.clone()).unwrap_or_default()),
        at: Set(actor.at),
    };
    for chunk in ids.chunks(AT_ONCE) {
        duty_event::Entity::insert_many(chunk.iter().map(row)).exec_without_returning(tx).await?;
    }
    Ok(())
}

async fn audit_of(tx: &DatabaseTransaction, actor: &Actor, action: &str, ids: &[i64], trace: &Trace) -> Result<()> {
    let listed: Vec<String> = ids.iter().map(ToString::to_string).collect();
    let detail = serde_json::json!({ "note": trace.note, "link": trace.link, "file": trace.file });
    audit::append(tx, actor, action, listed.join(","), detail).await
}
