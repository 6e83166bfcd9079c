//! The proposals and changes that enter the draft, beside what they are like: a pair may be settled to be a duplicate, or
//! come to be, after they were accepted (article 5.3).

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::change::Place;
use domain::consolidate::{ConsolidationError, SettledAnswer, is_adopted};
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{Counterpart, Described, blocks_places, contradicted};
use domain::review::{AnswerKind, Verdict};
use sea_orm::{ColumnTrait, Condition, DatabaseTransaction, EntityTrait, QueryFilter, QuerySelect, QueryTrait};
use time::Date;

use super::watch::Watch;
use super::{overlap_of, settlements_of, subject_of};
use crate::compile::Given;
use crate::entity::{answer, response};
use crate::reference::AgencyBook;
use crate::review_rows::draft;
use crate::{Result, Store};

/// A proposal that was accepted, or an entry of which a change was that may make a duplicate.
pub(crate) struct Entering {
    kind: AnswerKind,
    /// What was accepted of it.
    accepted: Vec<Option<Place>>,
    described: Described,
    content: EntryContent,
}

impl Entering {
    fn is_proposal(&self) -> bool {
        self.kind == AnswerKind::Propose
    }
}

impl Store {
    /// What the proposals and changes of a review are compared with. Nothing where it has none: to make it is dear, and none
    /// comes while the review is closed.
    pub(crate) async fn watch_of_review(&self, key: CampaignKey, day: Date) -> Result<Option<Arc<Watch>>> {
        let responses = response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).select_only();
        let responses = responses.column(response::Column::Id).into_query();
        let modifies = answer::Column::Kind.eq(AnswerKind::Modify.to_string());
        let enters = answer::Entity::find()
            .filter(answer::Column::ResponseId.in_subquery(responses))
            .filter(Condition::any().add(answer::Column::EntryCode.is_null()).add(modifies));
        match enters.one(self.read()).await? {
            Some(_) => Ok(Some(self.watch(day).await?)),
            None => Ok(None),
        }
    }
}

/// Those of the answers given that enter, as they were sent, in the order of the settled ones.
pub(crate) fn entering(
    given: &Given,
    settled: &[(i64, SettledAnswer)],
    book: &AgencyBook,
    day: Date,
) -> Result<Vec<Entering>> {
    let rows: BTreeMap<i64, &answer::Model> = given.answers.iter().map(|row| (row.id, row)).collect();
    let mut entering = Vec::new();
    for (id, answer) in settled {
        let accepted = answer.points.iter().filter(|point| point.verdict != Verdict::Reject);
        let accepted: Vec<Option<Place>> = accepted.map(|point| point.place.clone()).collect();
        let makes = |place: &Option<Place>| blocks_places(answer.kind, place.as_ref());
        let enters = is_adopted(answer) || (answer.kind == AnswerKind::Modify && accepted.iter().any(makes));
        let Some(row) = rows.get(id).filter(|_| enters) else { continue };
        let (Some(said), Some(response)) = (draft(row)?, given.responses.get(&row.response_id)) else { continue };
        let Some(content) = said.content else { continue };
        let owner = book.refer(&AgencyId::from(response.agency_id.as_str()), day).name;
        let described = Described::of_entry(&subject_of(row), &content, "", &owner);
        entering.push(Entering { kind: answer.kind, accepted, described, content });
    }
    Ok(entering)
}

/// Nothing enters beside what it duplicates, or may duplicate: what is listed, an entry that was not `removed`; a proposal
/// beside another one that enters. One that does not enter is in nobody's way.
///
/// # Errors
/// [`ConsolidationError::Overlaps`] with the first proposal that does, [`ConsolidationError::ChangeOverlaps`] with the
/// first change.
pub(crate) async fn check_entering(
    tx: &DatabaseTransaction,
    watch: Option<&Watch>,
    entering: &[Entering],
    removed: &[(EntryCode, Option<EntryCode>)],
) -> Result<()> {
    let Some(watch) = watch.filter(|_| !entering.is_empty()) else { return Ok(()) };
    let settlements = settlements_of(tx, entering.iter().map(|one| one.described.key.clone()).collect()).await?;
    let proposals: Vec<&Described> =
        entering.iter().filter(|one| one.is_proposal()).map(|one| &one.described).collect();
    let mut among = watch.radar.among(&proposals, &proposals).into_iter();
    for one in entering {
        let beside = if one.is_proposal() { among.next().unwrap_or_default() } else { Vec::new() };
        let declared = (one.content.national_db.as_str(), one.content.sync_mechanism.as_str());
        let mut overlaps = Vec::new();
        for found in watch.radar.find(&one.described).into_iter().chain(beside) {
            let leaves = removed.iter().any(|(code, _)| code.as_str() == found.key);
            let proposal = || proposals.iter().copied().find(|other| other.key == found.key);
            let other = watch.radar.get(&found.key).or_else(proposal);
            let Some(other) = other.filter(|_| found.with != Counterpart::Own || !leaves) else { continue };
            overlaps.push(overlap_of(&one.described, &found, other, &settlements, declared)?);
        }
        let Some(remark) = contradicted(one.kind, &one.accepted, &overlaps) else { continue };
        let Described { key, name, owner, .. } = &one.described;
        let error = if one.is_proposal() {
            ConsolidationError::Overlaps(format!("“{name}” ({owner})"), remark)
        } else {
            ConsolidationError::ChangeOverlaps(format!("{key} “{name}”"), remark)
        };
        return Err(error.into());
    }
    Ok(())
}
