//! The coordinator's list of overlaps: of the entries in force, and of the proposals that were sent in the newest review.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::id::{AgencyId, AnswerId, EntryCode};
use domain::overlap::{Described, OpenPair, OverlapFilter, OverlapsPage};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::review::{AnswerKind, AnswerTarget};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::appraisal::appraised;
use crate::campaign::newest;
use crate::entity::{overlap_settlement, response};
use crate::overlaps::{Settlements, Watch, overlaps_of, subject_of};
use crate::review_rows::{answers_of, campaign_stage, draft, key_of, response_stage};
use crate::{Result, Store};

/// Rows on a page: each is tall.
const ROWS: u32 = 20;

impl Store {
    /// What may be duplicated, the likeliest first; open ones, or all.
    ///
    /// # Errors
    /// Refused to all but the coordinator.
    pub async fn overlaps_page(&self, actor: &Actor, filter: &OverlapFilter) -> Result<OverlapsPage> {
        authorize(actor, &Act::Appraise)?;
        let watch = self.watch(actor.today()).await?;
        let rows = overlap_settlement::Entity::find().all(self.read()).await?;
        let settlements: Settlements =
            rows.into_iter().map(|row| ((row.subject.clone(), row.other.clone()), row)).collect();
        let mut pairs = of_entries(&watch, &settlements)?;
        pairs.extend(self.of_proposals(actor, &watch, &settlements).await?);
        let mut agencies: BTreeMap<String, AgencyRef> = BTreeMap::new();
        for pair in pairs.iter().filter(|pair| filter.all || pair.overlap.is_open()) {
            agencies.entry(pair.agency.name.clone()).or_insert_with(|| pair.agency.clone());
        }
        pairs.retain(|pair| filter.leaves(pair));
        pairs.sort_by(|a, b| {
            let order = b.overlap.likeness.score.cmp(&a.overlap.likeness.score);
            order.then_with(|| (a.target.to_string(), &a.overlap.other).cmp(&(b.target.to_string(), &b.overlap.other)))
        });
        let request = PageRequest::new(filter.page.max(1), ROWS);
        let total = pairs.len() as u64;
        let skipped = usize::try_from(request.offset()).unwrap_or(usize::MAX);
        let items = pairs.into_iter().skip(skipped).take(ROWS as usize).collect();
        Ok(OverlapsPage {
            pairs: Page { items, total, number: request.number(), rows: request.rows() },
            agencies: agencies.into_values().collect(),
        })
    }

    async fn of_proposals(&self, actor: &Actor, watch: &Watch, settlements: &Settlements) -> Result<Vec<OpenPair>> {
        let newest = newest().one(self.read()).await?;
        let Some(newest) = newest.filter(|row| campaign_stage(row).is_ok_and(|stage| stage.takes_answers())) else {
            return Ok(Vec::new());
        };
        let of_it = response::Entity::find().filter(response::Column::CampaignYear.eq(newest.year));
        let mut sent: BTreeMap<i64, AgencyId> = BTreeMap::new();
        for row in of_it.all(self.read()).await? {
            if appraised(response_stage(&row)?) {
                sent.insert(row.id, AgencyId(row.agency_id));
            }
        }
        let book = self.book().await?;
        let mut pairs = Vec::new();
        for row in answers_of(self.read(), sent.keys().copied().collect()).await? {
            let (Some(said), Some(agency)) = (draft(&row)?, sent.get(&row.response_id)) else { continue };
            let Some(content) = said.content.filter(|_| said.kind == AnswerKind::Propose) else { continue };
            let agency = book.refer(agency, actor.today());
            let described = Described::of_entry(&subject_of(&row), &content, "", &agency.name);
            let found = watch.radar.find(&described);
            let declared = (content.national_db.as_str(), content.sync_mechanism.as_str());
            for overlap in overlaps_of(watch, &described, &found, settlements, declared)? {
                pairs.push(OpenPair {
                    name: described.name.clone(),
                    agency: agency.clone(),
                    target: AnswerTarget::Proposal(AnswerId(row.id)),
                    year: Some(key_of(newest.year)?),
                    overlap,
                });
            }
        }
        Ok(pairs)
    }
}

/// Each pair of own entries once.
fn of_entries(watch: &Watch, settlements: &Settlements) -> Result<Vec<OpenPair>> {
    let mut pairs = Vec::new();
    for (described, found) in watch.radar.own().iter().zip(watch.found()) {
        let nothing = (String::new(), String::new());
        let (named, mechanism) = watch.declared.get(&described.key).unwrap_or(&nothing);
        for overlap in overlaps_of(watch, described, found, settlements, (named, mechanism))? {
            if overlap.national || described.key < overlap.other {
                pairs.push(OpenPair {
                    name: described.name.clone(),
                    agency: watch.owners.get(&described.key).cloned().unwrap_or_default(),
                    target: AnswerTarget::Entry(EntryCode::from(described.key.as_str())),
                    year: None,
                    overlap,
                });
            }
        }
    }
    Ok(pairs)
}
