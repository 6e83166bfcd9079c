//! Which answers of a review wait for an overlap to be settled, which the appraiser's queue may be narrowed to; and which
//! keep an entry that was settled to be a duplicate.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::id::AgencyId;
use domain::overlap::{Counterpart, Described, Found, Settlement, barred};
use domain::review::{AnswerDraft, AnswerKind, Keeps};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use time::Date;

use super::{Settlements, is_declared, is_stale, may_duplicate, row_of, subject_of};
use crate::entity::{answer, overlap_settlement, response};
use crate::review_rows::draft;
use crate::reviewed::Reviewed;
use crate::{Result, Store};

/// An answer that may duplicate something.
struct Asked {
    id: i64,
    said: AnswerDraft,
    described: Described,
}

impl Asked {
    /// Whether nothing is accepted before somebody settled the pair.
    fn waits(&self, found: &Found, other: &Described, settlements: &Settlements) -> bool {
        let content = self.said.content.as_ref();
        let declared =
            content.map_or(("", ""), |content| (content.national_db.as_str(), content.sync_mechanism.as_str()));
        let row = row_of(settlements, &self.described.key, &found.key);
        let stands = row.is_some_and(|row| !is_stale(row, &self.described, other));
        !stands && !is_declared(found, declared)
    }
}

impl Store {
    /// Those of the given answers, each with its agency, of which nothing that makes a duplicate is accepted before somebody
    /// settled an overlap.
    pub(crate) async fn wait_for_settling(
        &self,
        actor: &Actor,
        contents: &Reviewed,
        answers: &[(&answer::Model, &AgencyRef)],
    ) -> Result<BTreeSet<i64>> {
        let watch = self.watch(actor.today()).await?;
        let rows = overlap_settlement::Entity::find().all(self.read()).await?;
        let settlements: Settlements =
            rows.into_iter().map(|row| ((row.subject.clone(), row.other.clone()), row)).collect();
        let proposals = self.proposals(actor, contents.key()).await?;
        let leaving = self.leaving(contents.key()).await?;
        let mut asked = Vec::new();
        for (row, agency) in answers {
            let Some(said) = draft(row)? else { continue };
            let duplicates = may_duplicate(&said, contents.behind(row, &agency.id).as_ref());
            let Some(content) = said.content.as_ref().filter(|_| duplicates) else { continue };
            let described = Described::of_entry(&subject_of(row), content, "", &agency.name);
            asked.push(Asked { id: row.id, described, said });
        }
        let in_radar = |one: &Asked| {
            let found = watch.radar.find(&one.described);
            let stays = |found: &&Found| found.with != Counterpart::Own || !leaving.contains(&found.key);
            found
                .iter()
                .filter(stays)
                .any(|found| watch.radar.get(&found.key).is_some_and(|other| one.waits(found, other, &settlements)))
        };
        let mut waiting: BTreeSet<i64> = asked.iter().filter(|one| in_radar(one)).map(|one| one.id).collect();
        // Proposals are compared with one another too, all at once.
        let proposed: Vec<&Asked> = asked.iter().filter(|one| one.said.kind == AnswerKind::Propose).collect();
        let subjects: Vec<&Described> = proposed.iter().map(|one| &one.described).collect();
        let others: Vec<&Described> = proposals.iter().map(|one| &one.described).collect();
        for (one, found) in proposed.iter().zip(watch.radar.among(&subjects, &others)) {
            let waits = found.iter().any(|found| {
                let other = others.iter().find(|other| other.key == found.key);
                other.is_some_and(|other| one.waits(found, other, &settlements))
            });
            if waits {
                waiting.insert(one.id);
            }
        }
        Ok(waiting)
    }

    /// Names what nobody settled of the unchanged entries that are shown: it keeps none of them back, but who accepts them
    /// together sees it. Of a large catalog only what was compared already is told.
    pub(crate) async fn name_open_pairs(&self, day: Date, key: CampaignKey, keeps: &mut Keeps) -> Result<()> {
        let watch = self.watch(day).await?;
        let Some(compared) = watch.compared().filter(|_| !keeps.accepted.is_empty()) else { return Ok(()) };
        let rows = overlap_settlement::Entity::find().all(self.read()).await?;
        let settlements: Settlements =
            rows.into_iter().map(|row| ((row.subject.clone(), row.other.clone()), row)).collect();
        let leaving = self.leaving(key).await?;
        let own = watch.radar.own().iter().zip(compared).map(|(one, found)| (one.key.as_str(), (one, found)));
        let own: BTreeMap<&str, (&Described, &Vec<Found>)> = own.collect();
        for row in &mut keeps.accepted {
            let found = row.code.as_ref().and_then(|code| own.get(code.as_str()));
            let Some((one, found)) = found else { continue };
            let declared = watch.declared.get(&one.key);
            let declared = declared.map_or(("", ""), |(named, mechanism)| (named.as_str(), mechanism.as_str()));
            let staying = found.iter().filter(|found| found.with != Counterpart::Own || !leaving.contains(&found.key));
            let open = staying.filter_map(|found| {
                let other = watch.radar.get(&found.key)?;
                let row = row_of(&settlements, &one.key, &found.key);
                let stands = row.is_some_and(|row| !is_stale(row, one, other));
                (!stands && !is_declared(found, declared)).then(|| format!("{} {}", found.key, other.name))
            });
            row.open_pairs = open.collect();
        }
        Ok(())
    }

    /// Of the responses given, the answers on entries that were settled to be duplicates as they are in force: kept so, they
    /// are not accepted.
    pub(crate) async fn duplicates_in_force(
        &self,
        day: Date,
        contents: &Reviewed,
        responses: &BTreeMap<i64, response::Model>,
    ) -> Result<BTreeSet<i64>> {
        let duplicate = overlap_settlement::Column::Settlement.eq(Settlement::Duplicate.to_string());
        let settled = overlap_settlement::Entity::find().filter(duplicate).all(self.read()).await?;
        let named: BTreeSet<String> = settled.into_iter().flat_map(|row| [row.subject, row.other]).collect();
        let mut duplicates = BTreeSet::new();
        // Few are, so that they are looked for one by one.
        for code in named {
            for row in answer::Entity::find().filter(answer::Column::EntryCode.eq(code)).all(self.read()).await? {
                let Some(response) = responses.get(&row.response_id) else { continue };
                let agency = AgencyId::from(response.agency_id.as_str());
                let Some(base) = contents.behind(&row, &agency) else { continue };
                let overlaps = self.overlaps(day, &subject_of(&row), &agency, &base, &[]).await?;
                let overlaps = self.staying(contents.key(), overlaps).await?;
                if barred(AnswerKind::Keep, &[None], &overlaps).is_some() {
                    duplicates.insert(row.id);
                }
            }
        }
        Ok(duplicates)
    }
}
