//! Opening a round of changes out of the yearly cycle (article 8.2), and the page of such changes.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::{Actor, Role};
use domain::campaign::{AmendmentDraft, AmendmentScope, AmendmentsPage, CampaignKey, NamedEntry, NewAmendment};
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use sea_orm::DatabaseTransaction;

use crate::campaign::{Opening, ask, in_scope, open, unfinished};
use crate::edition_write::amendments_taken;
use crate::entity::response;
use crate::moves::tell_of_opening;
use crate::reference::calendar;
use crate::review_rows::key_of;
use crate::search::RowParts;
use crate::{Error, Result, Store, audit};

/// The field at which a round that cannot be opened is told.
pub(crate) const ROUND: &str = "round";

/// What a round of changes is opened from, read before its transaction.
pub(crate) struct Ground {
    pub parts: RowParts,
    /// The codes in force by the agency that answers for them.
    pub by_agency: BTreeMap<AgencyId, Vec<String>>,
    /// The edition in force.
    pub base: i64,
}

impl Ground {
    /// The codes of an agency that a round asks of: those named, or all.
    pub(crate) fn codes(&self, agency: &AgencyId, named: &[EntryCode]) -> Vec<String> {
        let own = self.by_agency.get(agency).into_iter().flatten();
        let asked = own.filter(|code| named.is_empty() || named.iter().any(|one| one.as_str() == code.as_str()));
        asked.cloned().collect()
    }

    /// # Errors
    /// [`Error::Invalid`] with the codes that none of these agencies answers for.
    pub(crate) fn check_codes(&self, agencies: &[AgencyId], named: &[EntryCode]) -> Result<()> {
        let own: BTreeSet<&str> =
            agencies.iter().filter_map(|agency| self.by_agency.get(agency)).flatten().map(String::as_str).collect();
        let foreign: Vec<&str> = named.iter().map(EntryCode::as_str).filter(|code| !own.contains(code)).collect();
        if foreign.is_empty() {
            return Ok(());
        }
        Err(Error::Invalid(vec![FieldError::with("codes", FieldCode::NotTheirs, foreign.join(", "))]))
    }
}

impl Store {
    pub(crate) async fn ground(&self, actor: &Actor) -> Result<Ground> {
        let day = actor.today();
        let parts = RowParts::load(self, day).await?;
        let by_agency = self.entries_by_agency(&parts).await?;
        let Some(base) = self.current_edition(day).await? else {
            return Err(Error::Invalid(vec![FieldError::new(ROUND, FieldCode::OutOfRange)]));
        };
        Ok(Ground { parts, by_agency, base: base.id })
    }

    /// Opens a round of changes: the agencies named are asked of their entries, or of those named; what they do not
    /// answer stays as it is.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a form that lacks something; an agency that no review asks, or a code that
    /// none of them answers for; a campaign that has not ended; no edition in force.
    pub async fn open_amendment(&self, actor: &Actor, form: &AmendmentDraft) -> Result<CampaignKey> {
        authorize(actor, &Act::ManageCampaign)?;
        let new = form.check().map_err(Error::Invalid)?;
        let ground = self.ground(actor).await?;
        ground.check_codes(&new.agencies, &new.codes)?;
        let tx = self.begin().await?;
        let (key, _) = open_round(&tx, actor, &ground, &new).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// The changes out of the yearly cycle, as far as the actor may see them: requests, and for the coordinator what may
    /// be opened.
    ///
    /// # Errors
    /// Refused to nobody who is signed in.
    pub async fn amendments(&self, actor: &Actor) -> Result<AmendmentsPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let may_manage = authorize(actor, &Act::ManageCampaign).is_ok();
        let officer = actor.account.as_ref().filter(|account| account.role == Role::Officer);
        let own = officer.and_then(|account| account.agency.as_ref()).map(|agency| agency.id.clone());
        let own = own.filter(|agency| authorize(actor, &Act::RaiseChange(agency)).is_ok());
        let (mut scope, mut successions) = (Vec::new(), Vec::new());
        if may_manage {
            scope = self.scope(actor, actor.today()).await?;
            successions = self.successions(actor).await?.into_iter().map(|found| found.succession).collect();
        }
        let own = match own {
            Some(own) => self.amendment_scope(actor, &own).await?,
            None => None,
        };
        let unfinished = unfinished(self.read()).await?.map(|row| key_of(row.year)).transpose()?;
        Ok(AmendmentsPage {
            requests: self.change_requests(actor).await?,
            own,
            scope,
            may_manage,
            successions,
            unfinished,
        })
    }

    /// What an agency may ask to change, where a round opened today may ask it.
    async fn amendment_scope(&self, actor: &Actor, agency: &AgencyId) -> Result<Option<AmendmentScope>> {
        let parts = RowParts::load(self, actor.today()).await?;
        if in_scope(&parts.book, parts.day).iter().all(|one| one.id != *agency) {
            return Ok(None);
        }
        let codes = self.entries_by_agency(&parts).await?.remove(agency).unwrap_or_default();
        let names = self.names_in_force(actor).await?;
        let entries = codes.iter().map(|code| named(&names, code)).collect();
        Ok(Some(AmendmentScope { agency: parts.book.refer(agency, parts.day), entries }))
    }

    /// The names of the entries in force by code.
    pub(crate) async fn names_in_force(&self, actor: &Actor) -> Result<BTreeMap<String, String>> {
        let Some(edition) = self.current_edition(actor.today()).await? else { return Ok(BTreeMap::new()) };
        Ok(self.outlined(edition.id).await?.into_iter().map(|one| (one.entry_code, one.name)).collect())
    }
}

pub(crate) fn named(names: &BTreeMap<String, String>, code: &str) -> NamedEntry {
    NamedEntry { code: EntryCode::from(code), name: names.get(code).cloned().unwrap_or_default() }
}

/// Opens a round, and gives the responses of the agencies in the order of the list of agencies.
pub(crate) async fn open_round(
    tx: &DatabaseTransaction,
    actor: &Actor,
    ground: &Ground,
    new: &NewAmendment,
) -> Result<(CampaignKey, Vec<response::Model>)> {
    let day = actor.today();
    let scope = in_scope(&ground.parts.book, day);
    let unknown = new.agencies.iter().find(|id| scope.iter().all(|agency| agency.id != **id));
    if let Some(unknown) = unknown {
        return Err(Error::Invalid(vec![FieldError::with("agencies", FieldCode::Unknown, unknown.to_string())]));
    }
    let taken = amendments_taken(tx).await?;
    let Some(key) = CampaignKey::next_amending(day.year(), taken) else {
        return Err(Error::Invalid(vec![FieldError::new(ROUND, FieldCode::TooMany)]));
    };
    let due_on = calendar(tx).await?.on_or_after(new.due_on);
    let opening = Opening {
        key,
        reason: &new.reason,
        letter_number: &new.letter_number,
        letter_date: new.letter_date,
        due_on,
        base: ground.base,
    };
    open(tx, actor, &opening, ROUND).await?;
    let mut responses = Vec::new();
    let asked = scope.into_iter().filter(|agency| new.agencies.contains(&agency.id));
    for (position, agency) in (0..).zip(asked) {
        responses.push(ask(tx, key, position, &agency.id, &ground.codes(&agency.id, &new.codes)).await?);
    }
    let detail = serde_json::json!({
        "letter": new.letter_number,
        "due_on": due_on,
        "reason": new.reason,
        "agencies": new.agencies,
        "entries": new.codes,
    });
    audit::append(tx, actor, "amendment.open", key, detail).await?;
    let asked: Vec<AgencyId> = responses.iter().map(|row| AgencyId::from(row.agency_id.as_str())).collect();
    tell_of_opening(tx, actor, &ground.parts.book, key, &asked).await?;
    Ok((key, responses))
}
