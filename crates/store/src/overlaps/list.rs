//! The coordinator's list of overlaps: of the entries in force, and of the proposals that were sent in the newest review.
//! It may be long, so that pairs are told apart by what is known of them at once, and only those shown are made whole.

use std::collections::{BTreeMap, HashSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::id::EntryCode;
use domain::overlap::{Counterpart, Described, Found, OpenPair, Overlap, OverlapFilter, OverlapsPage};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, authorize};
use domain::review::AnswerTarget;
use sea_orm::EntityTrait;

use super::proposals::Proposed;
use super::{Settlements, is_declared, is_stale, overlap_of, row_of};
use crate::campaign::newest;
use crate::entity::overlap_settlement;
use crate::review_rows::{campaign_stage, key_of};
use crate::{Result, Store};

/// Rows on a page: each is tall.
const ROWS: u32 = 20;

/// One pair: who, what it may duplicate, and what its content declares.
struct Pair<'a> {
    described: &'a Described,
    agency: AgencyRef,
    target: AnswerTarget,
    year: Option<CampaignKey>,
    found: &'a Found,
    other: &'a Described,
    /// Whose the other is, of the province's own.
    beside: Option<&'a AgencyRef>,
    declared: (&'a str, &'a str),
}

impl Pair<'_> {
    /// Whose it is: either side's.
    fn agencies(&self) -> impl Iterator<Item = &AgencyRef> {
        std::iter::once(&self.agency).chain(self.beside)
    }

    fn is_open(&self, settlements: &Settlements) -> bool {
        let row = row_of(settlements, &self.described.key, &self.found.key);
        let stands = row.is_some_and(|row| !is_stale(row, self.described, self.other));
        !stands && !is_declared(self.found, self.declared)
    }

    fn whole(&self, settlements: &Settlements) -> Result<OpenPair> {
        let overlap = overlap_of(self.described, self.found, self.other, settlements, self.declared)?;
        let proposed_by = self.beside.filter(|_| self.found.with == Counterpart::Proposal);
        Ok(OpenPair {
            name: self.described.name.clone(),
            agency: self.agency.clone(),
            target: self.target.clone(),
            year: self.year,
            overlap: Overlap { proposed_by: proposed_by.map(|agency| agency.id.clone()), ..overlap },
        })
    }
}

impl Store {
    /// What may be duplicated, the likeliest first; open ones, or all.
    ///
    /// # Errors
    /// Refused to all but the coordinator.
    pub async fn overlaps_page(&self, actor: &Actor, filter: &OverlapFilter) -> Result<OverlapsPage> {
        authorize(actor, &Act::WatchOverlaps)?;
        let watch = self.watch(actor.today()).await?;
        let rows = overlap_settlement::Entity::find().all(self.read()).await?;
        let settlements: Settlements =
            rows.into_iter().map(|row| ((row.subject.clone(), row.other.clone()), row)).collect();
        let newest = newest().one(self.read()).await?;
        let newest = newest.filter(|row| campaign_stage(row).is_ok_and(|stage| stage.takes_answers()));
        let (mut proposals, mut year) = (Vec::new(), None);
        if let Some(newest) = newest {
            let key = key_of(newest.year)?;
            proposals = self.proposals(actor, key).await?;
            proposals.retain(|one| one.is_sent);
            year = Some(key);
        }
        let described: Vec<&Described> = proposals.iter().map(|one| &one.described).collect();
        let of_radar: Vec<Vec<Found>> = described.iter().map(|one| watch.radar.find(one)).collect();
        let of_one_another = watch.radar.among(&described, &described);
        let mut pairs: Vec<Pair<'_>> = Vec::new();
        // Each pair once, from the first side that finds it. Not each finds the other: what was typed without marks finds what
        // has them, and of many that are alike each finds its likeliest.
        let mut told: HashSet<[&str; 2]> = HashSet::new();
        for ((one, radar), others) in proposals.iter().zip(&of_radar).zip(&of_one_another) {
            let with_radar = radar
                .iter()
                .filter_map(|found| Some((found, watch.radar.get(&found.key)?, watch.owners.get(&found.key))));
            let proposed = others.iter().filter_map(|found| {
                let other = proposals.iter().find(|other| other.described.key == found.key)?;
                let is_new = told.insert(both(&one.described.key, &found.key));
                is_new.then_some((found, &other.described, Some(&other.agency)))
            });
            pairs
                .extend(with_radar.chain(proposed).map(|(found, other, beside)| pair(one, year, found, other, beside)));
        }
        let compared = watch.found();
        for (described, found) in watch.radar.own().iter().zip(compared.into_iter().flatten()) {
            let declared = watch.declared.get(&described.key);
            let declared = declared.map_or(("", ""), |(named, mechanism)| (named.as_str(), mechanism.as_str()));
            let once = found
                .iter()
                .filter(|found| found.with == Counterpart::National || told.insert(both(&described.key, &found.key)));
            pairs.extend(once.filter_map(|found| {
                Some(Pair {
                    described,
                    agency: watch.owners.get(&described.key).cloned().unwrap_or_default(),
                    target: AnswerTarget::Entry(EntryCode::from(described.key.as_str())),
                    year: None,
                    found,
                    other: watch.radar.get(&found.key)?,
                    beside: watch.owners.get(&found.key),
                    declared,
                })
            }));
        }
        let mut agencies: BTreeMap<String, AgencyRef> = BTreeMap::new();
        pairs.retain(|pair| {
            let is_open = pair.is_open(&settlements);
            for agency in pair.agencies().filter(|_| filter.all || is_open) {
                agencies.entry(agency.name.clone()).or_insert_with(|| agency.clone());
            }
            let whose = pair.agencies().map(|agency| &agency.id);
            filter.leaves(whose, pair.found.with, pair.found.likeness.strength, is_open)
        });
        pairs.sort_by(|a, b| {
            let order = b.found.likeness.score.cmp(&a.found.likeness.score);
            order.then_with(|| (&a.described.key, &a.found.key).cmp(&(&b.described.key, &b.found.key)))
        });
        let request = PageRequest::new(filter.page, ROWS);
        let total = pairs.len() as u64;
        let skipped = usize::try_from(request.offset()).unwrap_or(usize::MAX);
        let shown = pairs.iter().skip(skipped).take(ROWS as usize);
        let items = shown.map(|pair| pair.whole(&settlements)).collect::<Result<_>>()?;
        Ok(OverlapsPage {
            pairs: Page { items, total, number: request.number(), rows: request.rows() },
            agencies: agencies.into_values().collect(),
            comparing: compared.is_none(),
        })
    }
}

/// A pair, the same from either side.
fn both<'a>(one: &'a str, other: &'a str) -> [&'a str; 2] {
    if one < other { [one, other] } else { [other, one] }
}

fn pair<'a>(
    one: &'a Proposed,
    year: Option<CampaignKey>,
    found: &'a Found,
    other: &'a Described,
    beside: Option<&'a AgencyRef>,
) -> Pair<'a> {
    Pair {
        described: &one.described,
        agency: one.agency.clone(),
        target: AnswerTarget::Proposal(one.id),
        year,
        found,
        other,
        beside,
        declared: (&one.content.national_db, &one.content.sync_mechanism),
    }
}
