//! From the verdicts to the draft of the next edition, and the draft's way to the executive office.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::campaign::{CampaignKey, DraftPage, standing_return};
use domain::catalog::{EntryContent, EntryStatus};
use domain::consolidate::{NextEdition, NextEntry, SettledAnswer, SettledPoint, consolidate, is_adopted};
use domain::id::{AgencyId, EditionId, EntryCode};
use domain::legal::names_law;
use domain::policy::{Act, authorize};
use domain::reminder::NoticeKind;
use domain::review::AnswerDraft;
use domain::workflow::{CampaignMove, EditionMove, EditionStage, next_campaign, next_edition};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{Set, Unchanged},
    ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, QueryFilter,
};

use crate::appraisal::appraised;
use crate::edition::{Listed, listed_as, tell_apart};
use crate::edition_list::{ListWriter, Placed, ROWS_AT_ONCE};
use crate::edition_write::{new_draft, stands_on_the_newest};
use crate::entity::{answer, campaign, edition, entry, point, response};
use crate::import::next_number;
use crate::laying::stand_for;
use crate::moves::tell_of_draft;
use crate::owners::coming_owners;
use crate::review_rows::{
    PointRows, answers_of, campaign_of, campaign_stage, counted_campaign, decision, draft, key_of, move_campaign,
    place, points_of, response_stage, same_version,
};
use crate::reviewed::Reviewed;
use crate::rows::{content, parse, remark};
use crate::search::RowParts;
use crate::{Error, Result, Store, audit, overlaps};

impl Store {
    /// Compiles the draft edition from the verdicts, or that which amends the one in force. Agencies that did not answer keep their entries as they are.
    /// Compiling again replaces the draft; a proposal keeps the code it was given.
    ///
    /// # Errors
    /// Refused to all but the coordinator; [`Error::Undecided`] with the number of answers that have open points;
    /// [`Error::Outdated`] when another edition came into force since the campaign was opened; [`Error::Consolidation`] when
    /// verdicts contradict one another, open personal data or leave an entry less complete between them, or accepted what was
    /// settled since to be a duplicate, or may be one.
    pub async fn compile(&self, actor: &Actor, key: CampaignKey) -> Result<EditionId> {
        authorize(actor, &Act::ManageCampaign)?;
        let parts = RowParts::load(self, actor.today()).await?;
        let campaign = campaign_of(self.read(), key).await?;
        let base = self.base_entries(&campaign, &parts).await?;
        let (book, watch) = (self.book().await?, self.watch_of_review(key, actor.today()).await?);
        let tx = self.begin().await?;
        let campaign = move_campaign(&tx, actor, campaign_of(&tx, key).await?, CampaignMove::Compile, "").await?;
        stands_on_the_newest(&tx, &campaign).await?;
        let (proposals, entering, settled) = {
            let given = Given::load(&tx, key).await?;
            let settled = settled(&given, &Reviewed::new(key, base.iter().cloned()))?;
            let adopted = settled.iter().filter(|(_, answer)| is_adopted(answer)).map(|(id, _)| *id);
            let adopted: Vec<i64> = adopted.collect();
            let entering = overlaps::entering(&given, &settled, &book, actor.today())?;
            (adopted, entering, settled.into_iter().map(|(_, answer)| answer).collect::<Vec<_>>())
        };
        let number = next_number(&entry::Entity::find().all(&tx).await?);
        let NextEdition { entries: next, removed } = consolidate(&base, &settled, number)?;
        overlaps::check_entering(&tx, watch.as_deref(), &entering, &removed).await?;
        let new = next.iter().filter(|entry| entry.status == EntryStatus::New).map(|entry| entry.code.clone());
        let codes: Vec<(i64, EntryCode)> = proposals.into_iter().zip(new).collect();
        let entries = grouped(&base, next);
        let edition = match campaign.draft_edition_id {
            Some(id) => {
                let row = edition::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
                let version = row.version;
                let mut row = row.into_active_model();
                row.version = Set(version + 1);
                EditionId(row.update(&tx).await?.id)
            }
            None => {
                let base = Some(EditionId(campaign.base_edition_id));
                new_draft(&tx, key.year(), base, Some(key), None, actor.at).await?
            }
        };
        let mut list = ListWriter::begin(&tx, edition, actor.at).await?;
        for chunk in entries.chunks(ROWS_AT_ONCE) {
            list.add(chunk).await?;
        }
        list.finish().await?;
        give_codes(&tx, codes).await?;
        let mut campaign = campaign.into_active_model();
        campaign.draft_edition_id = Set(Some(edition.0));
        campaign.update(&tx).await?;
        let detail = serde_json::json!({ "edition": edition, "entries": entries.len() });
        audit::append(&tx, actor, "edition.compile", key, detail).await?;
        tx.commit().await?;
        Ok(edition)
    }

    /// The entries under review. Of a yearly review each with the agency that answers for it today as its owner: a
    /// decision on the whole catalog cannot name an agency that has ended. Whom the decision in force names for a later day
    /// stays its owner. One that amends leaves what it does not touch.
    async fn base_entries(
        &self,
        campaign: &campaign::Model,
        parts: &RowParts,
    ) -> Result<Vec<(EntryCode, EntryContent)>> {
        let kind = key_of(campaign.year)?.kind();
        let coming = coming_owners(self.read(), parts.day).await?;
        let base = |one: Listed| {
            let content = content(&one.version)?;
            let code = one.place.entry_code;
            if coming.contains(&(code.clone(), content.owner.clone())) {
                return Ok((EntryCode(code), content));
            }
            let today = parts.owner(&code, &one.version.owner_id).id;
            let owner = kind.owner(&content.owner, &today).clone();
            Ok((EntryCode(code), EntryContent { owner, ..content }))
        };
        listed_as(self.read(), campaign.base_edition_id, base).await
    }

    /// The draft edition beside the edition in force.
    ///
    /// # Errors
    /// [`Error::NotFound`] while there is none, or for somebody who may not see it.
    pub async fn draft(&self, actor: &Actor, key: CampaignKey) -> Result<DraftPage> {
        authorize(actor, &Act::SeeDraft)?;
        let row = campaign_of(self.read(), key).await?;
        let draft = row.draft_edition_id.ok_or(Error::NotFound)?;
        let stage = campaign_stage(&row)?;
        let book = self.book().await?;
        let mut diff = self.edition_diff_to_read(actor, EditionId(row.base_edition_id), EditionId(draft)).await?;
        let of_entries = diff.entries.iter_mut().map(|entry| &mut entry.agency);
        tell_apart(&book, of_entries.chain(&mut diff.agencies));
        let dossier = self.dossier_summary(actor, key).await?;
        let events = self.campaign_events(actor, &row).await?;
        let may = |attempted, act: &Act<'_>| next_campaign(stage, attempted).is_ok() && authorize(actor, act).is_ok();
        Ok(DraftPage {
            campaign: counted_campaign(self.read(), &row, actor.today()).await?,
            diff,
            dossier,
            returned: standing_return(&events).cloned(),
            version: row.version,
            may_submit: may(CampaignMove::Submit, &Act::ManageCampaign),
            may_issue: may(CampaignMove::Conclude, &Act::IssueEdition),
        })
    }

    /// Lays the draft before the executive office.
    ///
    /// # Errors
    /// Refused to all but the coordinator; a stage that does not allow it; [`Error::Conflict`] when the campaign is not the
    /// `version` that the person saw: another draft would be laid than the one that was read.
    pub async fn submit_draft(&self, actor: &Actor, key: CampaignKey, version: i64) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        self.move_draft(actor, key, version, (CampaignMove::Submit, EditionMove::Submit), "").await
    }

    /// Gives the draft back to the coordinator; the reason is kept.
    ///
    /// # Errors
    /// Refused to all but the executive office; a missing reason; [`Error::Conflict`] when the campaign is not the `version`
    /// that the person saw: the reason is one of another draft.
    pub async fn return_draft(&self, actor: &Actor, key: CampaignKey, version: i64, reason: &str) -> Result<()> {
        authorize(actor, &Act::IssueEdition)?;
        let reason = remark("reason", reason)?;
        self.move_draft(actor, key, version, (CampaignMove::Return, EditionMove::Return), &reason).await
    }

    async fn move_draft(
        &self,
        actor: &Actor,
        key: CampaignKey,
        seen: i64,
        (of_campaign, of_edition): (CampaignMove, EditionMove),
        note: &str,
    ) -> Result<()> {
        let book = self.book().await?;
        let tx = self.begin().await?;
        let row = campaign_of(&tx, key).await?;
        let stands = row.version;
        let row = move_campaign(&tx, actor, row, of_campaign, note).await?;
        same_version(stands, seen)?;
        let id = row.draft_edition_id.ok_or(Error::NotFound)?;
        let draft = edition::Entity::find_by_id(id).one(&tx).await?.ok_or(Error::NotFound)?;
        let stage: EditionStage = parse("edition", id, &draft.stage)?;
        let mut draft = draft.into_active_model();
        draft.stage = Set(next_edition(stage, of_edition)?.to_string());
        draft.update(&tx).await?;
        let returned = of_edition == EditionMove::Return;
        let kind = if returned { NoticeKind::DraftReturned } else { NoticeKind::DraftSubmitted };
        tell_of_draft(&tx, actor, &book, key, kind, note).await?;
        let action = format!("edition.{of_edition}");
        audit::append(&tx, actor, &action, id, serde_json::json!({ "note": note })).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// What a campaign's agencies answered, as the database holds it.
pub(crate) struct Given {
    pub responses: BTreeMap<i64, response::Model>,
    /// In the order in which they stand in their responses.
    pub answers: Vec<answer::Model>,
    pub points: PointRows,
}

impl Given {
    pub(crate) async fn load(tx: &DatabaseTransaction, key: CampaignKey) -> Result<Self> {
        let responses =
            response::Entity::find().filter(response::Column::CampaignYear.eq(key.number())).all(tx).await?;
        Self::of(tx, responses).await
    }

    /// What these responses say.
    pub(crate) async fn of(tx: &DatabaseTransaction, responses: Vec<response::Model>) -> Result<Self> {
        let answers = answers_of(tx, responses.iter().map(|row| row.id).collect()).await?;
        let points = points_of(tx, answers.iter().map(|row| row.id).collect()).await?;
        let responses = responses.into_iter().map(|row| (row.id, row)).collect();
        Ok(Self { responses, answers, points: PointRows::new(points) })
    }
}

/// The answers that were sent, with the verdicts on their points, in the order they were made, and the ids of their rows.
/// What an agency took back to mend, or the coordinator returned, and was not sent again counts as not answered: its entry
/// stays as it is.
///
/// # Errors
/// [`Error::Undecided`] with the number of answers that have open points.
pub(crate) fn settled(given: &Given, contents: &Reviewed) -> Result<Vec<(i64, SettledAnswer)>> {
    let (mut settled, mut undecided) = (Vec::new(), 0);
    for row in &given.answers {
        let Some(response) = given.responses.get(&row.response_id) else { continue };
        let points: Vec<&point::Model> = given.points.standing(row.id).collect();
        let agency = AgencyId::from(response.agency_id.as_str());
        let Some(said) = draft(row)?.filter(|_| !row.returned && !points.is_empty()) else { continue };
        if !stand_for(&points, &said, contents.behind(row, &agency).as_ref()) {
            continue;
        }
        match settle(row, said, agency, &points)? {
            Some(answer) => settled.push((row.id, answer)),
            None if appraised(response_stage(response)?) => undecided += 1,
            None => {}
        }
    }
    settled.sort_by_key(|(id, _)| *id);
    if undecided > 0 { Err(Error::Undecided(undecided)) } else { Ok(settled) }
}

/// An answer with its verdicts; `None` while a point is open.
fn settle(
    row: &answer::Model,
    said: AnswerDraft,
    agency: AgencyId,
    points: &[&point::Model],
) -> Result<Option<SettledAnswer>> {
    let mut settled = Vec::with_capacity(points.len());
    for point in points {
        let Some(decision) = decision(point)? else { return Ok(None) };
        settled.push(SettledPoint {
            place: place(point)?,
            proposed: point.new_value.clone(),
            verdict: decision.verdict,
            value: decision.value,
        });
    }
    let code = row.entry_code.as_ref().or(row.given_code.as_ref());
    let code = code.map(|code| EntryCode::from(code.as_str()));
    let by_law = names_law(&said.reason);
    Ok(Some(SettledAnswer { kind: said.kind, code, agency, target: said.target, by_law, points: settled }))
}

/// Notes the codes that proposals got, so that compiling again gives them the same.
async fn give_codes(tx: &DatabaseTransaction, codes: Vec<(i64, EntryCode)>) -> Result<()> {
    for (proposal, code) in codes {
        let row = answer::ActiveModel {
            id: Unchanged(proposal),
            given_code: Set(Some(code.to_string())),
            ..Default::default()
        };
        row.update(tx).await?;
        overlaps::follow(tx, proposal, &code).await?;
    }
    Ok(())
}

/// The entries by agency: agencies in the order in which the base lists them, new ones at the end.
fn grouped(base: &[(EntryCode, EntryContent)], next: Vec<NextEntry>) -> Vec<Placed> {
    let mut places: BTreeMap<AgencyId, usize> = BTreeMap::new();
    let of_base = base.iter().map(|(_, content)| &content.owner);
    for owner in of_base.chain(next.iter().map(|entry| &entry.content.owner)) {
        let last = places.len();
        places.entry(owner.clone()).or_insert(last);
    }
    let mut groups: Vec<Vec<NextEntry>> = Vec::new();
    groups.resize_with(places.len(), Vec::new);
    for entry in next {
        groups[places[&entry.content.owner]].push(entry);
    }
    let groups = (0..).zip(groups.into_iter().filter(|entries| !entries.is_empty()));
    let placed = groups.flat_map(|(group, entries)| {
        (0..).zip(entries).map(move |(position, NextEntry { code, content, .. })| Placed {
            group,
            position,
            code,
            content,
        })
    });
    placed.collect()
}
