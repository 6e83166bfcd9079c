//! An edition that is made: as a draft, and the moment it comes into force. Its list is written by `edition_list`.

use std::collections::BTreeSet;

use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::edition::Decision;
use domain::format;
use domain::id::{AgencyId, EditionId};
use domain::indicator::Period;
use domain::legal::number_key;
use domain::workflow::{EditionMove, EditionStage, next_edition};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};
use time::{Date, OffsetDateTime};

use crate::edition_seal::seal_of;
use crate::entity::{campaign, edition, edition_entry, entry_version};
use crate::owners::{self, Plans, Successions};
use crate::rows::{edition_ref, parse};
use crate::{Error, Result};

pub(crate) fn canonical(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::Corrupt(format!("not canonical: {error}")))
}

/// The numbers of changes that are taken: by rounds, and by editions that came as annexes.
pub(crate) async fn amendments_taken(connection: &impl ConnectionTrait) -> Result<Vec<CampaignKey>> {
    let rounds = campaign::Entity::find().all(connection).await?;
    let mut taken = rounds.iter().map(|row| crate::review_rows::key_of(row.year)).collect::<Result<Vec<_>>>()?;
    let columns = [edition::Column::Year, edition::Column::Amendment];
    let editions = edition::Entity::find().filter(edition::Column::Amendment.is_not_null()).select_only();
    let editions = editions.columns(columns).into_tuple::<(i32, i32)>().all(connection).await?;
    let key = |(year, number): (i32, i32)| CampaignKey::amending(year, u8::try_from(number).ok()?);
    taken.extend(editions.into_iter().filter_map(key));
    Ok(taken)
}

/// A new draft edition; `amendment` is its number within the year, of one that amends and that no campaign made. Its hash
/// comes with its list ([`crate::edition_list::ListWriter`]).
pub(crate) async fn new_draft(
    tx: &DatabaseTransaction,
    year: i32,
    base: Option<EditionId>,
    campaign: Option<CampaignKey>,
    amendment: Option<u8>,
    at: OffsetDateTime,
) -> Result<EditionId> {
    let row = edition::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        year: Set(year),
        stage: Set(EditionStage::Compiling.to_string()),
        base_id: Set(base.map(|id| id.0)),
        campaign_year: Set(campaign.map(CampaignKey::number)),
        amendment: Set(amendment.map(i32::from)),
        content_sha256: Set(String::new()),
        created_at: Set(at),
        version: Set(1),
        ..Default::default()
    };
    Ok(EditionId(row.insert(tx).await?.id))
}

/// A number is given once a year: the people's committee and its Chairman, who issue the catalog, number in one row. The
/// database refuses the same number again, this also what differs in its writing alone.
///
/// # Errors
/// [`FieldCode::NumberTaken`] with the decision that has it.
pub(crate) async fn free_number(connection: &impl ConnectionTrait, number: &str, date: Date) -> Result<()> {
    let (first, last) = (Period(date.year()).first(), Period(date.year()).last());
    let of_year = in_force_once().filter(edition::Column::DecisionDate.between(first, last));
    let key = number_key(number);
    for row in of_year.all(connection).await? {
        let decision = edition_ref(&row)?.decision.filter(|decision| number_key(&decision.number) == key);
        if let Some(decision) = decision {
            let detail = format!("{};{}", decision.number, format::date(decision.date));
            return Err(Error::Invalid(vec![FieldError::with("number", FieldCode::NumberTaken, detail)]));
        }
    }
    Ok(())
}

/// Records the decision: the edition is issued, the one in force before it is superseded, and its owners answer for its
/// entries from that day. A decision of the past takes its place among the others: it ends where the next one begins, and
/// nothing of that one changes, its seal least of all. Of one whose effect begins on the same day nothing is left
/// ([`domain::edition::EditionRef::is_ever_in_force`]). The hash of the edition's seal.
pub(crate) async fn put_in_force(
    tx: &DatabaseTransaction,
    id: EditionId,
    decision: &Decision,
    file: Option<String>,
) -> Result<String> {
    let row = edition::Entity::find_by_id(id.0).one(tx).await?.ok_or(Error::NotFound)?;
    let mut stage = next_edition(parse("edition", id, &row.stage)?, EditionMove::Issue)?;
    if let Some(before) = edition_before(tx, decision.effective_from).await? {
        let was: EditionStage = parse("edition", before.id, &before.stage)?;
        let mut before = before.into_active_model();
        before.stage = Set(next_edition(was, EditionMove::Supersede).unwrap_or(was).to_string());
        before.effective_to = Set(decision.effective_from.previous_day());
        before.update(tx).await?;
    }
    let after = edition_after(tx, decision.effective_from).await?;
    if after.is_some() {
        stage = next_edition(stage, EditionMove::Supersede)?;
    }
    let effective_to = after.and_then(|after| after.effective_from?.previous_day());
    let version = row.version;
    let mut row = row.into_active_model();
    row.stage = Set(stage.to_string());
    row.number = Set(Some(decision.number.clone()));
    row.decision_date = Set(Some(decision.date));
    row.effective_from = Set(Some(decision.effective_from));
    row.effective_to = Set(effective_to);
    row.signer = Set(Some(decision.signer.clone()));
    row.signer_title = Set(Some(decision.signer_title.clone()));
    row.file_id = Set(file);
    row.version = Set(version + 1);
    let issued = row.update(tx).await?;
    let (binding, sha256) = seal_of(tx, &issued).await?;
    let amends = edition_ref(&issued)?.amendment.and(issued.base_id);
    let mut issued = issued.into_active_model();
    issued.binding = Set(binding);
    issued.binding_sha256 = Set(sha256.clone());
    issued.update(tx).await?;
    let successions = Successions::load(tx).await?;
    let mut named = owners_of(tx, id).await?;
    // What an edition that amends leaves under its owner names nobody anew: who took it over since keeps it.
    if let Some(base) = amends {
        let before: BTreeSet<(String, AgencyId)> = owners_of(tx, EditionId(base)).await?.into_iter().collect();
        named.retain(|one| !before.contains(one));
    }
    let plans = Plans::load(tx).await?;
    for (code, owner) in owners::first_owners(tx, &successions, named, decision).await? {
        owners::decide_owner(tx, &successions, &plans, (code.as_str(), &owner), decision).await?;
    }
    owners::follow_successors(tx, &successions).await?;
    Ok(sha256)
}

/// What a campaign makes follows the edition that it reviews: nothing may have come into force in between, or its
/// contents would be undone.
///
/// # Errors
/// [`Error::Outdated`] with the number of the newer decision.
pub(crate) async fn stands_on_the_newest(tx: &DatabaseTransaction, campaign: &campaign::Model) -> Result<()> {
    match newest_edition(tx).await? {
        Some(row) if row.id != campaign.base_edition_id => Err(Error::Outdated(row.number.unwrap_or_default())),
        _ => Ok(()),
    }
}

/// The edition that came into force last, or is to.
pub(crate) async fn newest_edition(connection: &impl ConnectionTrait) -> Result<Option<edition::Model>> {
    let newest = in_force_once().order_by_desc(edition::Column::EffectiveFrom).order_by_desc(edition::Column::Id);
    Ok(newest.one(connection).await?)
}

/// Editions that a decision issued, superseded or not.
pub(crate) fn in_force_once() -> Select<edition::Entity> {
    let stages = [EditionStage::Issued, EditionStage::Superseded].map(|stage| stage.to_string());
    edition::Entity::find().filter(edition::Column::Stage.is_in(stages))
}

/// The last edition that came into force on a day or before.
pub(crate) async fn edition_before(connection: &impl ConnectionTrait, day: Date) -> Result<Option<edition::Model>> {
    let found = in_force_once().filter(edition::Column::EffectiveFrom.lte(day));
    let last = found.order_by_desc(edition::Column::EffectiveFrom).order_by_desc(edition::Column::Id);
    Ok(last.one(connection).await?)
}

pub(crate) async fn edition_after(connection: &impl ConnectionTrait, day: Date) -> Result<Option<edition::Model>> {
    let found = in_force_once().filter(edition::Column::EffectiveFrom.gt(day));
    let first = found.order_by_asc(edition::Column::EffectiveFrom).order_by_asc(edition::Column::Id);
    Ok(first.one(connection).await?)
}

async fn owners_of(tx: &DatabaseTransaction, id: EditionId) -> Result<Vec<(String, AgencyId)>> {
    let listed = edition_entry::Entity::find().filter(edition_entry::Column::EditionId.eq(id.0)).select_only();
    let listed = listed.column(edition_entry::Column::VersionId).into_query();
    let columns = [entry_version::Column::EntryCode, entry_version::Column::OwnerId];
    let versions = entry_version::Entity::find().filter(entry_version::Column::Id.in_subquery(listed));
    let rows = versions.select_only().columns(columns).into_tuple::<(String, String)>().all(tx).await?;
    Ok(rows.into_iter().map(|(code, owner)| (code, AgencyId(owner))).collect())
}
