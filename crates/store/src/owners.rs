//! Who answers for an entry on a day. Editions keep the owner in the decision's words; when agencies are merged or
//! dissolved the entry follows the successor, and a decision may name another owner.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::EventKind;
use domain::edition::Decision;
use domain::id::{AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use sea_orm::sea_query::Condition;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, ModelTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Date;

use crate::edition_write::in_force_once;
use crate::entity::{agency_event, agency_event_side, agency_period, entry, entry_owner};
use crate::rows::parse;
use crate::{Error, Result, Store, audit};

/// Ownership rows that hold on a day.
pub(crate) fn valid_on(day: Date) -> Condition {
    Condition::all()
        .add(entry_owner::Column::ValidFrom.lte(day))
        .add(Condition::any().add(entry_owner::Column::ValidTo.is_null()).add(entry_owner::Column::ValidTo.gte(day)))
}

/// The owner of every entry on a day.
pub(crate) async fn owners_on(connection: &impl ConnectionTrait, day: Date) -> Result<BTreeMap<String, AgencyId>> {
    let rows = entry_owner::Entity::find().filter(valid_on(day)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.entry_code, AgencyId(row.agency_id))).collect())
}

/// Who answers for an entry on other days than one, of those of whom somebody does.
pub(crate) async fn owners_but_on(
    connection: &impl ConnectionTrait,
    day: Date,
) -> Result<BTreeMap<String, Vec<String>>> {
    let other = Condition::any().add(entry_owner::Column::ValidFrom.gt(day)).add(entry_owner::Column::ValidTo.lt(day));
    let rows = entry_owner::Entity::find().filter(other).order_by_asc(entry_owner::Column::ValidFrom);
    let mut owners: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in rows.all(connection).await? {
        owners.entry(row.entry_code).or_default().push(row.agency_id);
    }
    Ok(owners)
}

/// Which entries are known to go to whom after a day.
pub(crate) async fn coming_owners(
    connection: &impl ConnectionTrait,
    day: Date,
) -> Result<BTreeSet<(String, AgencyId)>> {
    let rows = entry_owner::Entity::find().filter(entry_owner::Column::ValidFrom.gt(day)).all(connection).await?;
    Ok(rows.into_iter().map(|row| (row.entry_code, AgencyId(row.agency_id))).collect())
}

/// Makes `agency` the owner of an entry from a day on, until the next change that is known already.
pub(crate) async fn set_owner(
    tx: &DatabaseTransaction,
    code: &str,
    agency: &AgencyId,
    from: Date,
    basis: &str,
) -> Result<()> {
    let periods = periods_of(tx, code).await?;
    let next = periods.iter().find(|period| period.valid_from > from).cloned();
    let before_next = next.as_ref().and_then(|next| next.valid_from.previous_day());
    let mut until = match periods.into_iter().rfind(|period| period.valid_from <= from) {
        Some(now) if now.agency_id == agency.as_str() && now.valid_to.is_none_or(|end| end >= from) => return Ok(()),
        Some(now) if now.valid_from == from => {
            let mut row = now.into_active_model();
            row.agency_id = Set(agency.to_string());
            row.basis = Set(basis.to_owned());
            row.update(tx).await?;
            return Ok(());
        }
        Some(now) => {
            let until = now.valid_to.filter(|end| *end >= from).or(before_next);
            let mut row = now.into_active_model();
            row.valid_to = Set(from.previous_day());
            row.update(tx).await?;
            until
        }
        None => before_next,
    };
    // A period of the same agency that follows at once is the same period.
    if let Some(next) = next.filter(|next| next.agency_id == agency.as_str() && until == before_next) {
        until = next.valid_to;
        next.delete(tx).await?;
    }
    entry_owner::Entity::insert(entry_owner::ActiveModel {
        entry_code: Set(code.to_owned()),
        agency_id: Set(agency.to_string()),
        valid_from: Set(from),
        valid_to: Set(until),
        basis: Set(basis.to_owned()),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// Entries that never had an owner get the one that the decision names, many at once; the others come back, for
/// [`decide_owner`].
pub(crate) async fn first_owners(
    tx: &DatabaseTransaction,
    successions: &Successions,
    named: Vec<(String, AgencyId)>,
    decision: &Decision,
) -> Result<Vec<(String, AgencyId)>> {
    let codes = entry_owner::Entity::find().select_only().column(entry_owner::Column::EntryCode).distinct();
    let owned: BTreeSet<String> = codes.into_tuple::<String>().all(tx).await?.into_iter().collect();
    let (rest, new): (Vec<_>, Vec<_>) = named.into_iter().partition(|(code, _)| owned.contains(code));
    let from = decision.effective_from;
    let row = |(code, agency): (String, AgencyId)| entry_owner::ActiveModel {
        entry_code: Set(code),
        agency_id: Set(successions.last(agency.as_str(), from).to_owned()),
        valid_from: Set(from),
        valid_to: Set(None),
        basis: Set(decision.number.clone()),
    };
    let rows: Vec<entry_owner::ActiveModel> = new.into_iter().map(row).collect();
    for chunk in rows.chunks(500) {
        entry_owner::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(rest)
}

async fn periods_of(tx: &DatabaseTransaction, code: &str) -> Result<Vec<entry_owner::Model>> {
    Ok(entry_owner::Entity::find()
        .filter(entry_owner::Column::EntryCode.eq(code))
        .order_by_asc(entry_owner::Column::ValidFrom)
        .all(tx)
        .await?)
}

/// The owner that a decision names. Where the entry's owner is that agency, or ended and left its work to it, nothing
/// changes; a decision that names an agency which had ended by then means its successor. Who begins later answers from then
/// on; until that day it is who did before. What an earlier decision planned for a later day gives way.
pub(crate) async fn decide_owner(
    tx: &DatabaseTransaction,
    successions: &Successions,
    plans: &Plans,
    (code, named): (&str, &AgencyId),
    decision: &Decision,
) -> Result<()> {
    let first = plans.begins.get(named.as_str()).copied().unwrap_or(decision.effective_from);
    let (from, basis) = (first.max(decision.effective_from), decision.number.as_str());
    let periods = periods_of(tx, code).await?;
    let periods = take_back(tx, successions, plans, periods, (named, decision.effective_from)).await?;
    let now = periods.iter().rfind(|period| period.valid_from <= from);
    if now.is_some_and(|now| successions.one_line(&now.agency_id, named.as_str())) {
        return Ok(());
    }
    // What followed the owner before no longer follows.
    let (now, mut later): (Vec<_>, Vec<_>) = periods.into_iter().partition(|period| period.valid_from <= from);
    let following = |period: &&entry_owner::Model| successions.is_succession(&period.agency_id, period.valid_from);
    let following = if now.is_empty() { 0 } else { later.iter().take_while(following).count() };
    for gone in later.drain(..following) {
        gone.delete(tx).await?;
    }
    if let Some(now) = now.into_iter().next_back() {
        let mut now = now.into_active_model();
        now.valid_to = Set(later.first().and_then(|next| next.valid_from.previous_day()));
        now.update(tx).await?;
    }
    set_owner(tx, code, &AgencyId::from(successions.last(named.as_str(), from)), from, basis).await
}

/// Deletes what earlier decisions planned for after a day and another agency than is named now, with what was to follow it;
/// whoever answered before goes on. What is left.
async fn take_back(
    tx: &DatabaseTransaction,
    successions: &Successions,
    plans: &Plans,
    periods: Vec<entry_owner::Model>,
    (named, day): (&AgencyId, Date),
) -> Result<Vec<entry_owner::Model>> {
    let (mut left, mut longer): (Vec<entry_owner::Model>, BTreeSet<usize>) = (Vec::new(), BTreeSet::new());
    let mut goes = false;
    for period in periods {
        let other = || !successions.one_line(&period.agency_id, named.as_str());
        let follows = || goes && successions.is_succession(&period.agency_id, period.valid_from);
        goes = period.valid_from > day && ((plans.made_by(&period, day) && other()) || follows());
        if goes {
            longer.extend(left.len().checked_sub(1));
            period.delete(tx).await?;
        } else {
            left.push(period);
        }
    }
    for at in longer {
        let until = left.get(at + 1).and_then(|next| next.valid_from.previous_day());
        let mut row = left[at].clone().into_active_model();
        row.valid_to = Set(until);
        left[at] = row.update(tx).await?;
    }
    Ok(left)
}

/// What decisions said ahead of their agencies' first days.
pub(crate) struct Plans {
    /// The first day of every agency.
    begins: BTreeMap<String, Date>,
    /// The days on which decisions took effect, by number: each year numbers anew.
    decided: BTreeMap<String, Vec<Date>>,
}

impl Plans {
    pub(crate) async fn load(tx: &DatabaseTransaction) -> Result<Self> {
        let begins = agency_period::Entity::find().order_by_desc(agency_period::Column::ValidFrom).all(tx).await?;
        let mut decided: BTreeMap<String, Vec<Date>> = BTreeMap::new();
        for row in in_force_once().all(tx).await? {
            let (Some(number), Some(day)) = (row.number, row.effective_from) else { continue };
            decided.entry(number).or_default().push(day);
        }
        Ok(Self { begins: begins.into_iter().map(|row| (row.id, row.valid_from)).collect(), decided })
    }

    /// Whether a decision that was in effect on a day made a period.
    fn made_by(&self, period: &entry_owner::Model, day: Date) -> bool {
        let days = self.decided.get(&period.basis).into_iter().flatten();
        days.filter(|decided| **decided <= period.valid_from).max().is_some_and(|decided| *decided <= day)
    }
}

/// Which agency took over all of another's work, and when: the events that leave no choice.
pub(crate) struct Successions {
    /// Day, the agency that ended, its one successor, the document; by day.
    steps: Vec<(Date, String, String, String)>,
}

impl Successions {
    pub(crate) async fn load(connection: &impl ConnectionTrait) -> Result<Self> {
        let events = agency_event::Entity::find().order_by_asc(agency_event::Column::Date).all(connection).await?;
        let sides = agency_event_side::Entity::find().all(connection).await?;
        let mut steps = Vec::new();
        for event in events {
            let ends = match parse("agency_event", &event.id, &event.kind)? {
                EventKind::Merge | EventKind::Rename | EventKind::Dissolve => true,
                EventKind::Split | EventKind::Create | EventKind::TransferFunction => false,
            };
            let id = &event.id;
            let of = |side: &'static str| {
                let rows = sides.iter().filter(move |row| row.event_id == *id && row.side == side);
                rows.map(|row| row.agency_id.clone())
            };
            let to: Vec<String> = of("to").collect();
            let ([successor], true) = (&to[..], ends) else { continue };
            let basis = if event.legal_document.is_empty() { &event.note } else { &event.legal_document };
            let ended = of("from").filter(|ended| ended != successor);
            steps.extend(ended.map(|ended| (event.date, ended, successor.clone(), basis.clone())));
        }
        Ok(Self { steps })
    }

    /// Who does on a day what was an agency's work: itself, or the last of its successors.
    pub(crate) fn last<'a>(&'a self, agency: &'a str, day: Date) -> &'a str {
        let steps = self.steps.iter().filter(|step| step.0 <= day);
        steps.fold(agency, |agency, (_, ended, successor, _)| if ended == agency { successor } else { agency })
    }

    /// The agencies whose work one does on a day: itself, and those that ended into it.
    pub(crate) fn line_of(&self, agency: &AgencyId, day: Date) -> BTreeSet<String> {
        let ended = self.steps.iter().map(|(_, ended, ..)| ended.as_str());
        let came = ended.filter(|ended| self.last(ended, day) == agency.as_str());
        came.chain([agency.as_str()]).map(str::to_owned).collect()
    }

    /// Whether the work of one agency came, or is to come, to another; of each to itself.
    fn leads(&self, from: &str, to: &str) -> bool {
        let mut at = from;
        let mut steps = self.steps.iter();
        at == to
            || steps.any(|(_, ended, successor, _)| {
                let follows = ended == at;
                if follows {
                    at = successor;
                }
                follows && at == to
            })
    }

    /// Two that are one later are two until then: a decision may move an entry from one to the other.
    fn one_line(&self, one: &str, other: &str) -> bool {
        self.leads(one, other) || self.leads(other, one)
    }

    fn is_succession(&self, agency: &str, from: Date) -> bool {
        self.steps.iter().any(|(day, _, successor, _)| *day == from && successor == agency)
    }
}

/// Moves open ownership to the successor, where an agency ended with exactly one. With several successors somebody has
/// to choose ([`Store::set_owner`]).
pub(crate) async fn follow_successors(tx: &DatabaseTransaction, successions: &Successions) -> Result<()> {
    for (day, ended, successor, basis) in &successions.steps {
        let owned = entry_owner::Entity::find()
            .filter(entry_owner::Column::AgencyId.eq(ended))
            .filter(entry_owner::Column::ValidTo.is_null())
            .filter(entry_owner::Column::ValidFrom.lt(*day))
            .all(tx)
            .await?;
        for row in owned {
            set_owner(tx, &row.entry_code, &AgencyId::from(successor.as_str()), *day, basis).await?;
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
        self.commit_public(tx).await?;
        Ok(())
    }
}
