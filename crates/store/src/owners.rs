//! Who answers for an entry on a day. Editions keep the owner in the decision's words; when agencies are merged or
//! dissolved the entry follows the successor, and a decision may name another owner.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::EventKind;
use domain::id::{AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, IntoActiveModel,
    QueryFilter, QueryOrder,
};
use time::Date;

use crate::entity::{agency_event, agency_event_side, entry, entry_owner};
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

/// Ownership rows that hold on a day.
pub(crate) fn valid_on(day: Date) -> Condition {
    Condition::all().add(entry_owner::Column::ValidFrom.lte(day)).add(
        Condition::any().add(entry_owner::Column::ValidTo.is_null()).add(entry_owner::Column::ValidTo.gte(day)),
    )
}

/// The owner of every entry on a day.
pub(crate) async fn owners_on(connection: &impl ConnectionTrait, day: Date) -> Result<BTreeMap<String, AgencyId>> {
    let rows = entry_owner::Entity::find().filter(valid_on(day)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.entry_code, AgencyId(row.agency_id))).collect())
}

/// Makes `agency` the owner of an entry from a day on; the period before ends the day before.
pub(crate) async fn set_owner(
    tx: &DatabaseTransaction,
    code: &str,
    agency: &AgencyId,
    from: Date,
    basis: &str,
) -> Result<()> {
    let periods = entry_owner::Entity::find()
        .filter(entry_owner::Column::EntryCode.eq(code))
        .order_by_asc(entry_owner::Column::ValidFrom)
        .all(tx)
        .await?;
    let last = periods.into_iter().next_back();
    match last {
        Some(last) if last.agency_id == agency.as_str() => return Ok(()),
        Some(last) if last.valid_from >= from => {
            let mut row = last.into_active_model();
            row.agency_id = Set(agency.to_string());
            row.basis = Set(basis.to_owned());
            row.update(tx).await?;
            return Ok(());
        }
        Some(last) => {
            let mut row = last.into_active_model();
            row.valid_to = Set(from.previous_day());
            row.update(tx).await?;
        }
        None => {}
    }
    entry_owner::Entity::insert(entry_owner::ActiveModel {
        entry_code: Set(code.to_owned()),
        agency_id: Set(agency.to_string()),
        valid_from: Set(from),
        valid_to: Set(None),
        basis: Set(basis.to_owned()),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Moves open ownership to the successor, where an agency ended with exactly one. With several successors somebody has
/// to choose ([`Store::set_owner`]).
pub(crate) async fn follow_successors(tx: &DatabaseTransaction) -> Result<()> {
    let events = agency_event::Entity::find().order_by_asc(agency_event::Column::Date).all(tx).await?;
    let sides = agency_event_side::Entity::find().all(tx).await?;
    for event in events {
        let kind: EventKind = parse("agency_event", &event.id, &event.kind)?;
        let ends = match kind {
            EventKind::Merge | EventKind::Rename | EventKind::Dissolve => true,
            EventKind::Split | EventKind::Create | EventKind::TransferFunction => false,
        };
        let of = |side: &str| -> Vec<&str> {
            let rows = sides.iter().filter(|row| row.event_id == event.id && row.side == side);
            rows.map(|row| row.agency_id.as_str()).collect()
        };
        let (from, to) = (of("from"), of("to"));
        let ([successor], true) = (&to[..], ends) else { continue };
        let owned = entry_owner::Entity::find()
            .filter(entry_owner::Column::AgencyId.is_in(from))
            .filter(entry_owner::Column::ValidTo.is_null())
            .filter(entry_owner::Column::ValidFrom.lt(event.date))
            .all(tx)
            .await?;
        for row in owned {
            let basis = if event.legal_document.is_empty() { &event.note } else { &event.legal_document };
            set_owner(tx, &row.entry_code, &AgencyId::from(*successor), event.date, basis).await?;
        }
    }
    Ok(())
}

impl Store {
    /// Names the agency that answers for an entry from a day on, where the reorganisation left a choice.
    ///
    /// # Errors
    /// Refused to all but the administrator and the system; unknown entry.
    pub async fn set_owner(
        &self,
        actor: &Actor,
        code: &EntryCode,
        agency: &AgencyId,
        from: Date,
        basis: &str,
    ) -> Result<()> {
        authorize(actor, &Act::ManageReference)?;
        let tx = self.begin().await?;
        entry::Entity::find_by_id(code.as_str()).one(&tx).await?.ok_or(Error::NotFound)?;
        set_owner(&tx, code.as_str(), agency, from, basis).await?;
        let detail = serde_json::json!({ "owner": agency, "from": from });
        audit::append(&tx, actor, "entry.set_owner", code, detail).await?;
        tx.commit().await?;
        self.public_changed();
        Ok(())
    }
}
