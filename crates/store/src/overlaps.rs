//! Overlaps: what the duplicate radar finds for an entry or an answer, what was settled of it, and what stays open
//! (article 5.3). Found when they are asked for; only the settlements are kept.

mod entering;
mod list;
mod proposals;
mod settle;
mod waiting;
mod watch;

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::change::{Place, apply, diff};
use domain::consolidate::ConsolidationError;
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{
    Counterpart, Described, Found, Overlap, Settled, SettledRelation, Settlement, barred, blocks_places,
};
use domain::review::{AnswerDraft, AnswerKind};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter};
use time::Date;

use crate::audit::sha256_hex;
use crate::entity::{answer, edition_entry, entry_version, national_database, overlap_settlement, point};
use crate::review_rows::{draft, place, points_of};
use crate::rows::parse;
use crate::targets::endings;
use crate::{Error, Result, Store};

pub(crate) use entering::{check_entering, entering};
use proposals::Proposed;
pub(crate) use settle::{follow, forget};
pub(crate) use watch::KeptWatch;

/// The most characters of what the other holds that are shown.
const HOLDS_CHARS_MAX: usize = 240;

/// The settlements of some subjects, by the pair.
pub(crate) type Settlements = BTreeMap<(String, String), overlap_settlement::Model>;

pub(crate) async fn settlements_of(connection: &impl ConnectionTrait, subjects: Vec<String>) -> Result<Settlements> {
    let touches = Condition::any()
        .add(overlap_settlement::Column::Subject.is_in(subjects.clone()))
        .add(overlap_settlement::Column::Other.is_in(subjects));
    let rows = overlap_settlement::Entity::find().filter(touches).all(connection).await?;
    Ok(rows.into_iter().map(|row| ((row.subject.clone(), row.other.clone()), row)).collect())
}

/// What a settlement was about. The same from either side.
fn fingerprint(one: &Described, other: &Described) -> String {
    let mut sides = [one.fingerprint(), other.fingerprint()];
    sides.sort();
    sha256_hex(sides.join("\n"))
}

/// The row that settled a pair, whichever of the two it was settled from.
pub(crate) fn row_of<'a>(
    settlements: &'a Settlements,
    one: &str,
    other: &str,
) -> Option<&'a overlap_settlement::Model> {
    let pair = |one: &str, other: &str| settlements.get(&(one.to_owned(), other.to_owned()));
    pair(one, other).or_else(|| pair(other, one))
}

/// Whether a settlement is about what the two are no more.
pub(crate) fn is_stale(row: &overlap_settlement::Model, one: &Described, other: &Described) -> bool {
    row.fingerprint != fingerprint(one, other)
}

/// Whether a content names a national database as what it is in step with, and says how.
pub(crate) fn is_declared(found: &Found, (named, mechanism): (&str, &str)) -> bool {
    found.with == Counterpart::National && named.split(';').any(|id| id.trim() == found.key) && !mechanism.is_empty()
}

/// An overlap as people are shown it. `declared`: what the content names, and how it is kept in step.
pub(crate) fn overlap_of(
    described: &Described,
    found: &Found,
    other: &Described,
    settlements: &Settlements,
    declared: (&str, &str),
) -> Result<Overlap> {
    let settled = match row_of(settlements, &described.key, &found.key) {
        Some(row) => Some(Settled {
            settlement: parse("overlap_settlement", row.id, &row.settlement)?,
            reason: row.reason.clone(),
            by: row.settled_by.clone(),
            at: row.settled_at,
            version: row.version,
            stale: is_stale(row, described, other),
        }),
        None => None,
    };
    let items: Vec<&str> = other.items.iter().map(|(name, _)| name.as_str()).collect();
    Ok(Overlap {
        other: found.key.clone(),
        with: found.with,
        proposed_by: None,
        name: other.name.clone(),
        owner: other.owner.clone(),
        holds: items.join(", ").chars().take(HOLDS_CHARS_MAX).collect(),
        likeness: found.likeness.clone(),
        settled,
        declared: is_declared(found, declared).then(|| declared.1.to_owned()),
    })
}

/// Whether an answer changes what makes a duplicate: a new database, or its name, items or tie to a national one.
pub(crate) fn may_duplicate(said: &AnswerDraft, base: Option<&EntryContent>) -> bool {
    match (said.kind, &said.content, base) {
        (AnswerKind::Propose, Some(_), _) => true,
        (AnswerKind::Modify, Some(content), Some(base)) => {
            diff(base, content).iter().any(|change| blocks_places(AnswerKind::Modify, Some(&change.place)))
        }
        _ => false,
    }
}

/// How an answer is named among settlements.
pub(crate) fn subject_of(row: &answer::Model) -> String {
    row.entry_code.clone().unwrap_or_else(|| format!("de-xuat-{}", row.id))
}

/// What kind of answer was sent, by its standing points; `None` of one that was not.
fn sent_kind(row: &answer::Model, points: &[&point::Model]) -> Result<Option<AnswerKind>> {
    let Some(first) = points.first() else { return Ok(None) };
    Ok(Some(match (&row.entry_code, &first.place_key) {
        (None, _) => AnswerKind::Propose,
        (Some(_), Some(_)) => AnswerKind::Modify,
        (Some(_), None) => parse("point", first.id, &first.old_value)?,
    }))
}

/// The content that was sent: the points brought into the content in force, which is left as it is by an answer as a whole.
pub(crate) fn sent_content(
    row: &answer::Model,
    points: &[&point::Model],
    base: Option<&EntryContent>,
) -> Result<Option<EntryContent>> {
    let mut content = base.cloned().or_else(|| row.entry_code.is_none().then(EntryContent::default));
    for point in points {
        if let (Some(content), Some(place)) = (&mut content, place(point)?) {
            let brought = apply(content, &place, &point.new_value);
            brought.map_err(|error| ConsolidationError::Change(subject_of(row), error))?;
        }
    }
    Ok(content)
}

impl Store {
    /// What may be duplicated by a content, as entry or answer `subject` of an agency; `proposals` are those that it is
    /// compared with too.
    pub(crate) async fn overlaps(
        &self,
        day: Date,
        subject: &str,
        agency: &AgencyId,
        content: &EntryContent,
        proposals: &[Proposed],
    ) -> Result<Vec<Overlap>> {
        let watch = self.watch(day).await?;
        let described = self.described(day, subject, agency, content).await?;
        let settlements = settlements_of(self.read(), vec![subject.to_owned()]).await?;
        let declared = (content.national_db.as_str(), content.sync_mechanism.as_str());
        let mut overlaps = Vec::new();
        for found in watch.radar.find(&described) {
            let Some(other) = watch.radar.get(&found.key) else { continue };
            overlaps.push(overlap_of(&described, &found, other, &settlements, declared)?);
        }
        let others: Vec<&Described> = proposals.iter().map(|one| &one.described).collect();
        for found in watch.radar.among(&[&described], &others).into_iter().flatten() {
            let Some(other) = proposals.iter().find(|one| one.described.key == found.key) else { continue };
            let overlap = overlap_of(&described, &found, &other.described, &settlements, declared)?;
            overlaps.push(Overlap { proposed_by: Some(other.agency.id.clone()), ..overlap });
        }
        overlaps.sort_by_key(|one| std::cmp::Reverse(one.likeness.score));
        Ok(overlaps)
    }

    pub(crate) async fn described(
        &self,
        day: Date,
        subject: &str,
        agency: &AgencyId,
        content: &EntryContent,
    ) -> Result<Described> {
        let owner = self.book().await?.refer(agency, day).name;
        Ok(Described::of_entry(subject, content, "", &owner))
    }

    /// The overlaps of an answer's content: of one that keeps or ends its entry, of the content in force. A proposal is
    /// compared with the other proposals that the actor may see.
    pub(crate) async fn overlaps_of_answer(
        &self,
        actor: &Actor,
        key: CampaignKey,
        row: &answer::Model,
        agency: &AgencyId,
        base: Option<&EntryContent>,
    ) -> Result<Vec<Overlap>> {
        let Some(said) = draft(row)? else { return Ok(Vec::new()) };
        let edits = matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose);
        match said.content.as_ref().filter(|_| edits).or(base) {
            Some(content) => self.overlaps_of_content(actor, key, (row, agency), said.kind, content).await,
            None => Ok(Vec::new()),
        }
    }

    /// The same of the content that an answer comes to.
    async fn overlaps_of_content(
        &self,
        actor: &Actor,
        key: CampaignKey,
        (row, agency): (&answer::Model, &AgencyId),
        kind: AnswerKind,
        content: &EntryContent,
    ) -> Result<Vec<Overlap>> {
        let others = match kind {
            AnswerKind::Propose => self.proposals(actor, key).await?,
            _ => Vec::new(),
        };
        let overlaps = self.overlaps(actor.today(), &subject_of(row), agency, content, &others).await?;
        self.staying(key, overlaps).await
    }

    /// The overlaps without the entries that leave the catalog by an accepted answer of the review: of two that are one, the
    /// other stays.
    async fn staying(&self, key: CampaignKey, mut overlaps: Vec<Overlap>) -> Result<Vec<Overlap>> {
        if overlaps.iter().any(|one| one.with == Counterpart::Own) {
            let leaving = self.leaving(key).await?;
            overlaps.retain(|one| one.with != Counterpart::Own || !leaving.contains(&one.other));
        }
        Ok(overlaps)
    }

    /// The entries that leave the catalog by an accepted answer of a review.
    async fn leaving(&self, key: CampaignKey) -> Result<BTreeSet<String>> {
        let endings = endings(self.read(), key).await?.into_iter();
        Ok(endings.filter(|ending| ending.accepted).map(|ending| ending.code.to_string()).collect())
    }

    /// What keeps points of an answer from being accepted, by their places. By what was sent: what the officer writes
    /// meanwhile is not before the appraiser.
    pub(crate) async fn check_overlaps(
        &self,
        actor: &Actor,
        key: CampaignKey,
        (row, agency): (&answer::Model, &AgencyId),
        base: Option<&EntryContent>,
        places: &[Option<Place>],
    ) -> Result<()> {
        let points = points_of(self.read(), vec![row.id]).await?;
        let points: Vec<&point::Model> = points.iter().filter(|point| !point.superseded).collect();
        let Some(kind) = sent_kind(row, &points)? else { return Ok(()) };
        // Looking for likenesses is dear: what makes no duplicate is kept back by one that was settled alone.
        if !places.iter().any(|place| blocks_places(kind, place.as_ref())) {
            let settled = settlements_of(self.read(), vec![subject_of(row)]).await?;
            if settled.values().all(|row| row.settlement != Settlement::Duplicate.to_string()) {
                return Ok(());
            }
        }
        let Some(content) = sent_content(row, &points, base)? else { return Ok(()) };
        let overlaps = self.overlaps_of_content(actor, key, (row, agency), kind, &content).await?;
        barred(kind, places, &overlaps).map_or(Ok(()), |remark| Err(Error::Invalid(vec![remark])))
    }

    /// What was settled of an entry in force, for everyone. What was retired or left the catalog is no longer told of.
    pub(crate) async fn relations(&self, day: Date, code: &EntryCode) -> Result<Vec<SettledRelation>> {
        let settlements = settlements_of(self.read(), vec![code.to_string()]).await?;
        let mut relations = Vec::new();
        for ((subject, other), row) in settlements {
            let key = if subject == code.as_str() { other } else { subject };
            let listed = national_database::Entity::find_by_id(&key).one(self.read()).await?;
            let name = match &listed {
                Some(listed) => listed.active.then(|| listed.name.clone()),
                None => self.name_in_force(day, &key).await?,
            };
            let Some(name) = name else { continue };
            relations.push(SettledRelation {
                settlement: parse("overlap_settlement", row.id, &row.settlement)?,
                national: listed.is_some(),
                other: key,
                name,
                reason: row.reason,
            });
        }
        Ok(relations)
    }

    async fn name_in_force(&self, day: Date, code: &str) -> Result<Option<String>> {
        let Some(edition) = self.current_edition(day).await? else { return Ok(None) };
        let place = edition_entry::Entity::find_by_id((edition.id, code.to_owned())).one(self.read()).await?;
        let Some(place) = place else { return Ok(None) };
        let version = entry_version::Entity::find_by_id(place.version_id).one(self.read()).await?;
        Ok(version.map(|version| version.name))
    }
}
