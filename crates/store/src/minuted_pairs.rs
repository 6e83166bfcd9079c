//! The settlements of overlaps as the minutes of an appraisal tell them: of the pairs that its answers and proposals belong
//! to, with those that later ones took the place of.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::id::{AgencyId, EntryCode};
use domain::overlap::Counterpart;
use domain::policy::{Act, authorize};
use domain::review::{Conclusion, MinutedPair, PairSide};
use domain::workflow::CampaignStage;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use time::OffsetDateTime;

use crate::earlier::{micros, settled_from};
use crate::entity::{answer, campaign, national_database, response, review_event};
use crate::overlaps::settlements_of;
use crate::review_rows::{campaign_stage, draft};
use crate::reviewed::Reviewed;
use crate::rows::parse;
use crate::{Result, Store};

/// Databases that one statement asks for.
const AT_ONCE: usize = 1_000;

/// A database that the minutes are about.
pub(crate) struct Side {
    /// `DC-016`, `de-xuat-12`.
    pub key: String,
    pub name: String,
    /// A proposal that was taken out: its settlements went with it, the audit log keeps them.
    pub is_removed: bool,
}

/// Conclusions by the pair, the oldest first.
type Pairs = BTreeMap<(String, String), Vec<Conclusion>>;

/// What the databases of pairs are, and what they are called.
type Named = BTreeMap<String, (Counterpart, String)>;

impl Store {
    /// What was concluded of the pairs of some databases until their review ended, in the order of these. Of a proposal of
    /// another agency only those are told who may see it.
    pub(crate) async fn minuted_pairs(
        &self,
        actor: &Actor,
        campaign: &campaign::Model,
        contents: &Reviewed,
        sides: &[Side],
    ) -> Result<Vec<MinutedPair>> {
        let until = ended_at(self.read(), campaign).await?;
        let mut pairs = concluded(self.read(), sides).await?;
        pairs.retain(|_, told| {
            told.retain(|one| until.is_none_or(|until| one.at <= until));
            !told.is_empty()
        });
        let named = self.named(actor, campaign, contents, sides, &pairs).await?;
        let places: BTreeMap<&str, usize> =
            sides.iter().enumerate().map(|(at, side)| (side.key.as_str(), at)).collect();
        let place = |key: &str| places.get(key).copied().unwrap_or(usize::MAX);
        let mut told: Vec<(usize, MinutedPair)> = Vec::new();
        for ((one, other), concluded) in pairs {
            let (one, other) = if place(&other) < place(&one) { (other, one) } else { (one, other) };
            let (Some((_, own)), Some((with, beside))) = (named.get(&one), named.get(&other)) else { continue };
            let pair = MinutedPair { one: side(&one, own), other: side(&other, beside), with: *with, concluded };
            told.push((place(&one), pair));
        }
        told.sort_by(|(a, one), (b, other)| (a, &one.other).cmp(&(b, &other.other)));
        Ok(told.into_iter().map(|(_, pair)| pair).collect())
    }

    async fn named(
        &self,
        actor: &Actor,
        campaign: &campaign::Model,
        contents: &Reviewed,
        sides: &[Side],
        pairs: &Pairs,
    ) -> Result<Named> {
        let own = sides.iter().map(|side| {
            let with = if proposal(&side.key).is_some() { Counterpart::Proposal } else { Counterpart::Own };
            (side.key.clone(), (with, side.name.clone()))
        });
        let mut named: Named = own.collect();
        let keys: BTreeSet<&String> = pairs.keys().flat_map(|(one, other)| [one, other]).collect();
        let (mut others, mut proposals) = (Vec::new(), Vec::new());
        for key in keys {
            if named.contains_key(key) {
                continue;
            }
            match (proposal(key), contents.get(&EntryCode::from(key.as_str()))) {
                (Some(id), _) => proposals.push(id),
                (None, Some(content)) => {
                    named.insert(key.clone(), (Counterpart::Own, content.name.clone()));
                }
                (None, None) => others.push(key.clone()),
            }
        }
        for part in others.chunks(AT_ONCE) {
            let listed =
                national_database::Entity::find().filter(national_database::Column::Id.is_in(part.iter().cloned()));
            let listed = listed.all(self.read()).await?.into_iter();
            named.extend(listed.map(|row| (row.id, (Counterpart::National, row.name))));
        }
        for id in proposals {
            if let Some(name) = self.proposed_name(actor, campaign, id).await? {
                named.insert(format!("de-xuat-{id}"), (Counterpart::Proposal, name));
            }
        }
        Ok(named)
    }

    /// What a proposal of a review is called, for those who may see it.
    async fn proposed_name(&self, actor: &Actor, campaign: &campaign::Model, id: i64) -> Result<Option<String>> {
        let Some(row) = answer::Entity::find_by_id(id).one(self.read()).await? else { return Ok(None) };
        let Some(of) = response::Entity::find_by_id(row.response_id).one(self.read()).await? else { return Ok(None) };
        let may_see = authorize(actor, &Act::SeeResponse(&AgencyId::from(of.agency_id.as_str()))).is_ok();
        let said = if of.campaign_year == campaign.year && may_see { draft(&row)? } else { None };
        Ok(said.and_then(|said| said.content).map(|content| content.name))
    }
}

/// The number of a proposal, of its key.
fn proposal(key: &str) -> Option<i64> {
    key.strip_prefix("de-xuat-")?.parse().ok()
}

fn side(key: &str, name: &str) -> PairSide {
    let code = if proposal(key).is_some() { String::new() } else { key.to_owned() };
    PairSide { code, name: name.to_owned() }
}

/// Every conclusion on the pairs of some databases.
async fn concluded(connection: &impl ConnectionTrait, sides: &[Side]) -> Result<Pairs> {
    let removed: BTreeSet<&str> = sides.iter().filter(|side| side.is_removed).map(|side| side.key.as_str()).collect();
    let mut logged: BTreeSet<String> = removed.iter().map(|key| (*key).to_owned()).collect();
    let mut pairs = Pairs::new();
    for part in sides.chunks(AT_ONCE) {
        let keys = part.iter().map(|side| side.key.clone()).collect();
        for (pair, row) in settlements_of(connection, keys).await? {
            if row.version > 1 {
                logged.extend([pair.0.clone(), pair.1.clone()]);
            }
            let settlement = parse("overlap_settlement", row.id, &row.settlement)?;
            let stands = Conclusion { settlement, reason: row.reason, who: row.settled_by, at: row.settled_at };
            pairs.insert(pair, vec![stands]);
        }
    }
    for (pair, conclusion) in settled_from(connection, logged).await? {
        let turned = (pair.1.clone(), pair.0.clone());
        let known = if pairs.contains_key(&turned) { turned } else { pair };
        if !pairs.contains_key(&known) && !removed.contains(known.0.as_str()) {
            continue;
        }
        let told = pairs.entry(known).or_default();
        if told.iter().all(|one| micros(one.at) != micros(conclusion.at)) {
            told.push(conclusion);
        }
    }
    for told in pairs.values_mut() {
        told.sort_by_key(|one| one.at);
    }
    Ok(pairs)
}

/// When a review ended: what is concluded later is no part of it.
async fn ended_at(connection: &impl ConnectionTrait, row: &campaign::Model) -> Result<Option<OffsetDateTime>> {
    if campaign_stage(row)? != CampaignStage::Concluded {
        return Ok(None);
    }
    let last = review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(row.year))
        .filter(review_event::Column::AgencyId.is_null())
        .order_by_desc(review_event::Column::At);
    Ok(last.one(connection).await?.map(|event| event.at))
}
