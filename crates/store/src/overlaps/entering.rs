//! The proposals that enter the draft, beside what they are like: a pair may be settled to be a duplicate, or come to be,
//! after they were accepted (article 5.3).

use std::sync::Arc;

use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{Counterpart, Described, contradicted};
use sea_orm::{ColumnTrait, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use time::Date;

use super::watch::Watch;
use super::{overlap_of, settlements_of, subject_of};
use crate::compile::Given;
use crate::entity::{answer, response};
use crate::reference::AgencyBook;
use crate::review_rows::draft;
use crate::{Result, Store};

/// A proposal that was accepted.
pub(crate) struct Entering {
    described: Described,
    content: EntryContent,
}

impl Store {
    /// What the proposals of a review are compared with. Nothing where it has none: to make it is dear, and none comes while
    /// the review is closed.
    pub(crate) async fn watch_of_proposals(&self, key: CampaignKey, day: Date) -> Result<Option<Arc<Watch>>> {
        let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).select_only();
        let responses = responses.column(response::Column::Id).into_query();
        let proposal = answer::Entity::find()
            .filter(answer::Column::ResponseId.in_subquery(responses))
            .filter(answer::Column::EntryCode.is_null());
        match proposal.one(self.read()).await? {
            Some(_) => Ok(Some(self.watch(day).await?)),
            None => Ok(None),
        }
    }
}

/// Those of the answers given that enter, as they were sent, the earliest first.
pub(crate) fn entering(given: &Given, adopted: &[i64], book: &AgencyBook, day: Date) -> Result<Vec<Entering>> {
    let mut rows: Vec<&answer::Model> = given.answers.iter().filter(|row| adopted.contains(&row.id)).collect();
    rows.sort_by_key(|row| row.id);
    let mut entering = Vec::new();
    for row in rows {
        let (Some(said), Some(response)) = (draft(row)?, given.responses.get(&row.response_id)) else { continue };
        let Some(content) = said.content else { continue };
        let owner = book.refer(&AgencyId::from(response.agency_id.as_str()), day).name;
        let described = Described::of_entry(&subject_of(row), &content, "", &owner);
        entering.push(Entering { described, content });
    }
    Ok(entering)
}

/// Nothing enters beside what it duplicates, or may duplicate: what is listed, an entry that was not `removed`, another
/// proposal that enters. One that does not enter is in nobody's way.
///
/// # Errors
/// [`ConsolidationError::Overlaps`] with the first that does.
pub(crate) async fn check_entering(
    tx: &DatabaseTransaction,
    watch: Option<&Watch>,
    entering: &[Entering],
    removed: &[(EntryCode, Option<EntryCode>)],
) -> Result<()> {
    let Some(watch) = watch.filter(|_| !entering.is_empty()) else { return Ok(()) };
    let all: Vec<&Described> = entering.iter().map(|one| &one.described).collect();
    let settlements = settlements_of(tx, all.iter().map(|one| one.key.clone()).collect()).await?;
    let beside = watch.radar.among(&all, &all);
    for (one, beside) in entering.iter().zip(beside) {
        let declared = (one.content.national_db.as_str(), one.content.sync_mechanism.as_str());
        let mut overlaps = Vec::new();
        for found in watch.radar.find(&one.described).into_iter().chain(beside) {
            let leaves = removed.iter().any(|(code, _)| code.as_str() == found.key);
            let proposal = || all.iter().copied().find(|other| other.key == found.key);
            let other = watch.radar.get(&found.key).or_else(proposal);
            let Some(other) = other.filter(|_| found.with != Counterpart::Own || !leaves) else { continue };
            overlaps.push(overlap_of(&one.described, &found, other, &settlements, declared)?);
        }
        if let Some(remark) = contradicted(&overlaps) {
            let proposal = format!("“{}” ({})", one.described.name, one.described.owner);
            return Err(ConsolidationError::Overlaps(proposal, remark).into());
        }
    }
    Ok(())
}
