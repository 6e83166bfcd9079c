//! Overlaps: what the duplicate radar finds for an entry or an answer, what was settled of it, and what stays open
//! (article 5.3). Found when they are asked for; only the settlements are kept.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock, PoisonError};

use domain::account::{Actor, Role};
use domain::agency::AgencyRef;
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::change::diff;
use domain::check::{FieldCode, FieldError};
use domain::id::{AgencyId, EntryCode};
use domain::overlap::{
    Described, Found, Overlap, Radar, Settled, SettledRelation, Settlement, SettlementInput, blocks_places,
    check_settlement,
};
use domain::policy::{Act, Refusal, authorize};
use domain::review::{AnswerDraft, AnswerKind, AnswerTarget};
use domain::text::clean_lines;
use domain::workflow::{ResponseMove, next_response};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter,
};
use time::Date;

use crate::answers::find;
use crate::audit::sha256_hex;
use crate::entity::{answer, edition_entry, entry_version, national_database, overlap_settlement};
use crate::national::national;
use crate::review_rows::{campaign_of, campaign_stage, draft, response_of, response_stage};
use crate::rows::{content, parse};
use crate::search::RowParts;
use crate::{Error, Result, Store, audit};

/// The most characters of what the other holds that are shown.
const HOLDS_CHARS_MAX: usize = 240;

/// The radar with what its finds are shown by, as of a version of the data.
pub(crate) struct Watch {
    pub radar: Radar,
    /// Who answers for each own entry today.
    pub owners: BTreeMap<String, AgencyRef>,
    /// What each own entry declares to be in step with.
    pub declared: BTreeMap<String, (String, String)>,
    /// What is found for each own entry, in their order; made when the coordinator's list first asks.
    found: OnceLock<Vec<Vec<Found>>>,
}

impl Watch {
    pub(crate) fn found(&self) -> &[Vec<Found>] {
        self.found.get_or_init(|| self.radar.own().iter().map(|one| self.radar.find(one)).collect())
    }
}

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

/// The overlaps found for a database, with what was settled of each.
pub(crate) fn overlaps_of(
    watch: &Watch,
    described: &Described,
    found: &[Found],
    settlements: &Settlements,
    declared: (&str, &str),
) -> Result<Vec<Overlap>> {
    let (named, mechanism) = declared;
    let mut overlaps = Vec::new();
    for one in found {
        let Some(other) = watch.radar.get(&one.key) else { continue };
        let pair = (described.key.clone(), one.key.clone());
        let turned = (one.key.clone(), described.key.clone());
        let settled = match settlements.get(&pair).or_else(|| settlements.get(&turned)) {
            Some(row) => Some(Settled {
                settlement: parse("overlap_settlement", row.id, &row.settlement)?,
                reason: row.reason.clone(),
                by: row.settled_by.clone(),
                at: row.settled_at,
                stale: row.fingerprint != fingerprint(described, other),
            }),
            None => None,
        };
        let items: Vec<&str> = other.items.iter().map(|(name, _)| name.as_str()).collect();
        let is_declared = one.national && named.split(';').any(|id| id.trim() == one.key) && !mechanism.is_empty();
        overlaps.push(Overlap {
            other: one.key.clone(),
            national: one.national,
            name: other.name.clone(),
            owner: other.owner.clone(),
            holds: items.join(", ").chars().take(HOLDS_CHARS_MAX).collect(),
            likeness: one.likeness.clone(),
            settled,
            declared: is_declared.then(|| mechanism.to_owned()),
        });
    }
    Ok(overlaps)
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

/// The names of those that block, as a message tells them.
fn names<'a>(overlaps: impl Iterator<Item = &'a Overlap>) -> String {
    overlaps.map(|overlap| format!("{} {}", overlap.other, overlap.name)).collect::<Vec<_>>().join("; ")
}

/// What keeps a point from being accepted: overlaps that nobody settled, or that were settled to be duplicates.
pub(crate) fn kept_from_acceptance(kind: AnswerKind, overlaps: &[Overlap]) -> Result<()> {
    let remark = |code, names: String| Err(Error::Invalid(vec![FieldError::with("overlap", code, names)]));
    let duplicates = names(overlaps.iter().filter(|overlap| overlap.stands() == Some(Settlement::Duplicate)));
    if kind == AnswerKind::Propose && !duplicates.is_empty() {
        return remark(FieldCode::OverlapDuplicate, duplicates);
    }
    match names(overlaps.iter().filter(|overlap| overlap.blocks())) {
        open if open.is_empty() => Ok(()),
        open => remark(FieldCode::OverlapUnsettled, open),
    }
}

/// What the officer is warned of.
pub(crate) fn warning(overlaps: &[Overlap]) -> Option<FieldError> {
    let open = names(overlaps.iter().filter(|overlap| overlap.blocks()));
    (!open.is_empty()).then(|| FieldError::with("overlap", FieldCode::OverlapOpen, open))
}

/// How an answer is named among settlements.
pub(crate) fn subject_of(row: &answer::Model) -> String {
    row.entry_code.clone().unwrap_or_else(|| format!("de-xuat-{}", row.id))
}

impl Store {
    /// The radar over the list of national databases and the edition in force on a day, made again only after the data
    /// changed.
    pub(crate) async fn watch(&self, day: Date) -> Result<Arc<Watch>> {
        let version = self.data_version();
        let edition = self.current_edition(day).await?;
        let key = (version, edition.as_ref().map(|edition| edition.id));
        let kept = || self.inner.watch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, watch)) = kept().as_ref()
            && *of == key
        {
            return Ok(Arc::clone(watch));
        }
        let active = national(self.read()).await?.into_iter().filter(|db| db.active);
        let national = active.map(|db| Described::of_national(&db)).collect();
        let parts = RowParts::load(self, day).await?;
        let (mut own, mut owners, mut declared) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        if let Some(edition) = edition {
            for one in self.listed(edition.id).await? {
                let content = content(&one.version)?;
                let owner = parts.owner(&one.place.entry_code, &one.version.owner_id);
                let sector = parts.lists.sector(&content.sector);
                own.push(Described::of_entry(&one.place.entry_code, &content, &sector, &owner.name));
                if !content.national_db.is_empty() {
                    declared.insert(one.place.entry_code.clone(), (content.national_db, content.sync_mechanism));
                }
                owners.insert(one.place.entry_code, owner);
            }
        }
        let watch = Arc::new(Watch { radar: Radar::new(national, own), owners, declared, found: OnceLock::new() });
        *kept() = Some((key, Arc::clone(&watch)));
        Ok(watch)
    }

    /// What may be duplicated by a content, as entry or answer `subject` of an agency.
    pub(crate) async fn overlaps(
        &self,
        day: Date,
        subject: &str,
        agency: &AgencyId,
        content: &EntryContent,
    ) -> Result<Vec<Overlap>> {
        let watch = self.watch(day).await?;
        let described = self.described(day, subject, agency, content).await?;
        let found = watch.radar.find(&described);
        let settlements = settlements_of(self.read(), vec![subject.to_owned()]).await?;
        overlaps_of(&watch, &described, &found, &settlements, (&content.national_db, &content.sync_mechanism))
    }

    async fn described(
        &self,
        day: Date,
        subject: &str,
        agency: &AgencyId,
        content: &EntryContent,
    ) -> Result<Described> {
        let owner = self.book().await?.refer(agency, day).name;
        Ok(Described::of_entry(subject, content, "", &owner))
    }

    /// The overlaps of an answer that changes or proposes; none for others.
    pub(crate) async fn overlaps_of_answer(
        &self,
        day: Date,
        row: &answer::Model,
        agency: &AgencyId,
        base: Option<&EntryContent>,
    ) -> Result<Vec<Overlap>> {
        let Some(said) = draft(row)? else { return Ok(Vec::new()) };
        let edits = matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose);
        match said.content.as_ref().filter(|_| edits).or(base) {
            Some(content) => self.overlaps(day, &subject_of(row), agency, content).await,
            None => Ok(Vec::new()),
        }
    }

    /// What keeps points of an answer from being accepted, where `asked` says that an answer of its kind is to be looked at.
    pub(crate) async fn check_overlaps(
        &self,
        day: Date,
        row: &answer::Model,
        agency: &AgencyId,
        base: Option<&EntryContent>,
        asked: impl Fn(AnswerKind) -> bool,
    ) -> Result<()> {
        let Some(said) = draft(row)? else { return Ok(()) };
        if !asked(said.kind) {
            return Ok(());
        }
        kept_from_acceptance(said.kind, &self.overlaps_of_answer(day, row, agency, base).await?)
    }

    /// Settles a pair of an answer in a review: what it is and why.
    ///
    /// # Errors
    /// Refused to all but the agency's officer, while the answer may be edited, and the coordinator; a pair that is
    /// unknown; a missing settlement or reason.
    pub async fn settle_overlap(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        target: &AnswerTarget,
        other: &str,
        input: &SettlementInput,
    ) -> Result<()> {
        authorize(actor, &Act::SettleOverlap(agency))?;
        let campaign = campaign_of(self.read(), key).await?;
        let response = response_of(self.read(), key, agency).await?;
        let row = find(self.read(), &response, target).await?.ok_or(Error::NotFound)?;
        let stage = response_stage(&response)?;
        let of_officer = actor.account.as_ref().is_some_and(|account| account.role == Role::Officer);
        if of_officer {
            next_response(stage, ResponseMove::Edit)?;
            let only_returned = next_response(stage, ResponseMove::Return).is_ok();
            if !campaign_stage(&campaign)?.takes_answers() || (only_returned && !row.returned) {
                return Err(Refusal::Forbidden.into());
            }
        }
        let contents = self.reviewed(key).await?;
        let base = row.entry_code.as_deref().and_then(|code| contents.get(&EntryCode::from(code)));
        let said = draft(&row)?;
        let edits = said.filter(|said| matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose));
        let content = edits.and_then(|said| said.content).or_else(|| base.cloned()).ok_or(Error::NotFound)?;
        let described = self.described(actor.today(), &subject_of(&row), agency, &content).await?;
        self.settle_pair(actor, &described, other, input).await
    }

    /// Settles a pair of an entry in force.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a pair that is unknown; a missing settlement or reason.
    pub async fn settle_entry_overlap(
        &self,
        actor: &Actor,
        code: &EntryCode,
        other: &str,
        input: &SettlementInput,
    ) -> Result<()> {
        authorize(actor, &Act::Appraise)?;
        let watch = self.watch(actor.today()).await?;
        let own = watch.radar.own().iter().find(|one| one.key == code.as_str()).ok_or(Error::NotFound)?;
        self.settle_pair(actor, own, other, input).await
    }

    async fn settle_pair(
        &self,
        actor: &Actor,
        described: &Described,
        other: &str,
        input: &SettlementInput,
    ) -> Result<()> {
        let watch = self.watch(actor.today()).await?;
        let there = watch.radar.get(other).filter(|there| there.key != described.key).ok_or(Error::NotFound)?;
        let remarks = check_settlement(input);
        let Some(settlement) = input.settlement.filter(|_| remarks.is_empty()) else {
            return Err(Error::Invalid(remarks));
        };
        let reason = clean_lines(&input.reason);
        let tx = self.begin().await?;
        let known = settlements_of(&tx, vec![described.key.clone()]).await?;
        let pair = (described.key.clone(), other.to_owned());
        let turned = (other.to_owned(), described.key.clone());
        let old = known.get(&pair).or_else(|| known.get(&turned));
        let row = overlap_settlement::ActiveModel {
            id: old.map_or(sea_orm::ActiveValue::NotSet, |old| Set(old.id)),
            subject: Set(old.map_or_else(|| pair.0.clone(), |old| old.subject.clone())),
            other: Set(old.map_or_else(|| pair.1.clone(), |old| old.other.clone())),
            settlement: Set(settlement.to_string()),
            reason: Set(reason.clone()),
            fingerprint: Set(fingerprint(described, there)),
            settled_by: Set(actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()),
            settled_at: Set(actor.at),
        };
        match old {
            Some(_) => {
                row.update(&tx).await?;
            }
            None => {
                overlap_settlement::Entity::insert(row).exec_without_returning(&tx).await?;
            }
        }
        let detail = serde_json::json!({ "other": other, "settlement": settlement, "reason": reason });
        audit::append(&tx, actor, "overlap.settle", &described.key, detail).await?;
        self.commit_public(tx).await
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

/// The settlements of a proposal go along to the entry that it becomes. Compiling again finds them there.
pub(crate) async fn follow(tx: &DatabaseTransaction, proposal: i64, code: &EntryCode) -> Result<()> {
    let from = format!("de-xuat-{proposal}");
    let there = settlements_of(tx, vec![code.to_string()]).await?;
    for ((subject, other), row) in settlements_of(tx, vec![from.clone()]).await? {
        if subject == from && !there.contains_key(&(code.to_string(), other)) {
            let mut row = row.into_active_model();
            row.id = sea_orm::ActiveValue::NotSet;
            row.subject = Set(code.to_string());
            overlap_settlement::Entity::insert(row).exec_without_returning(tx).await?;
        }
    }
    Ok(())
}

/// A proposal that is taken out takes its settlements along; the audit log keeps them.
pub(crate) async fn forget(tx: &DatabaseTransaction, proposal: i64) -> Result<()> {
    let of_it = overlap_settlement::Column::Subject.eq(format!("de-xuat-{proposal}"));
    overlap_settlement::Entity::delete_many().filter(of_it).exec(tx).await?;
    Ok(())
}
