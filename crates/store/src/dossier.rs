//! The dossier of a draft edition: read whole in one transaction, and what people record of it.

use std::collections::BTreeSet;
use std::sync::Arc;

use domain::account::Actor;
use domain::agency::{AgencyRef, Function};
use domain::campaign::CampaignKey;
use domain::check::{FieldCode, FieldError};
use domain::dossier::{
    AgencyAnswers, Dossier, DossierForm, DossierRecord, DossierSummary, OfficeReturn, OpinionRow, PlanRow,
    SigningCapacity, Weighed, answer_figures, asked_opinions, basis_of, default_basis, figures, opinions, plans,
};
use domain::edition::{ContentGroup, EditionContent};
use domain::format::local_date;
use domain::id::{AgencyId, EntryCode};
use domain::legal::LegalDocument;
use domain::policy::{Act, authorize};
use domain::review::MinutedAnswer;
use domain::workflow::{CampaignStage, EditionStage, IllegalMove};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter,
    QueryOrder,
};
use time::Date;

use crate::compile::{Given, settled};
use crate::connect::snapshot;
use crate::course::overtaken_draft;
use crate::dues::recorded;
use crate::edition::{compare_whole, edition_groups, whole_behind};
use crate::entity::{campaign, dossier, edition, response, review_event};
use crate::legal::register;
use crate::national::lists_with_national;
use crate::opinions::lines_of;
use crate::point_past::points;
use crate::queue::name_of;
use crate::reference::AgencyBook;
use crate::review_rows::{RESPONSES_AT_ONCE, campaign_of, counted_campaign, draft, key_of, same_version};
use crate::reviewed::Reviewed;
use crate::rows::{edition_ref, parse};
use crate::talk::{Talk, talk_of};
use crate::{Error, Result, Store, audit};

/// What the review gives to the dossier.
struct Review {
    agencies: Vec<AgencyAnswers>,
    opinions: Vec<OpinionRow>,
    plans: Vec<PlanRow>,
}

impl Store {
    /// The whole dossier of a campaign's draft, as it stands at one moment.
    ///
    /// # Errors
    /// Refused to all but those who see drafts; [`Error::NotFound`] while there is no draft; a draft that is overtaken:
    /// its list and the verdicts of today would be two states in one dossier.
    pub async fn dossier(&self, actor: &Actor, key: CampaignKey) -> Result<Dossier> {
        authorize(actor, &Act::SeeDraft)?;
        let book = self.book().await?;
        let tx = snapshot(self.read()).await?;
        let campaign = campaign_of(&tx, key).await?;
        if overtaken_draft(&tx, &campaign).await?.is_some() {
            return Err(IllegalMove { stage: campaign.stage, attempted: "dossier".to_owned() }.into());
        }
        let contents = self.reviewed_in(&tx, key).await?;
        let (new, old) = (draft_of(&tx, &campaign).await?, edition_row(&tx, campaign.base_edition_id).await?);
        let day = new.decision_date.unwrap_or_else(|| actor.today());
        let refer = |id: &AgencyId| book.refer(id, day);
        let record = record_of(&tx, &campaign).await?;
        let review = review(&tx, &campaign, &contents, &book, day).await?;
        let amending = edition_ref(&new)?.amendment.is_some();
        let amends = if amending { Some(edition_ref(&whole_behind(&tx, old.clone()).await?)?) } else { None };
        let groups = edition_groups(&tx, new.id, refer, |id| contents.version(id)).await?;
        let leaving = if amending { leaving(&contents, &groups, refer) } else { Vec::new() };
        let (closed_on, returns) = course(&tx, &campaign).await?;
        let holder = |function| book.holder(function, day).unwrap_or_default();
        let dossier = Dossier {
            campaign: counted_campaign(&tx, &campaign, actor.today()).await?,
            draft: edition_ref(&new)?,
            base: edition_ref(&old)?,
            amends,
            coordinator: holder(Function::Coordinator),
            office: holder(Function::ExecutiveOffice),
            basis: basis(&record, &register(&tx).await?, day),
            record,
            agencies: review.agencies,
            opinions: review.opinions,
            plans: review.plans,
            closed_on,
            returns,
            content: EditionContent { edition: edition_ref(&new)?, groups, lists: lists_with_national(&tx).await? },
            leaving,
            comparison: compare_whole(&tx, &book, actor.today(), (old, new)).await?,
            day,
        };
        tx.commit().await?;
        Ok(dossier)
    }

    /// What the page of the draft shows of its dossier: the same figures, without the contents.
    pub(crate) async fn dossier_summary(&self, actor: &Actor, key: CampaignKey) -> Result<DossierSummary> {
        authorize(actor, &Act::SeeDraft)?;
        let book = self.book().await?;
        let tx = snapshot(self.read()).await?;
        let campaign = campaign_of(&tx, key).await?;
        let overtaken = overtaken_draft(&tx, &campaign).await?;
        let draft = draft_of(&tx, &campaign).await?;
        let day = draft.decision_date.unwrap_or_else(|| actor.today());
        let record = record_of(&tx, &campaign).await?;
        let figures = match overtaken {
            Some(_) => None,
            None => {
                let contents = self.reviewed_in(&tx, key).await?;
                let review = review(&tx, &campaign, &contents, &book, day).await?;
                Some(figures(&review.agencies, &review.opinions))
            }
        };
        let basis = basis(&record, &register(&tx).await?, day);
        tx.commit().await?;
        Ok(DossierSummary {
            record,
            overtaken,
            figures,
            basis: basis.iter().map(LegalDocument::citation).collect(),
            may_record: authorize(actor, &Act::ManageCampaign).is_ok() && !is_issued(&draft)?,
        })
    }

    /// Records in whose name the decision is signed, the documents of its preamble, the submission's number and date.
    ///
    /// # Errors
    /// Refused to all but the coordinator; no draft; a form that lacks something, a document that the register does not
    /// have, a number that is taken in its year; [`Error::Conflict`] when somebody recorded in between; a draft that was
    /// issued.
    pub async fn record_dossier(&self, actor: &Actor, key: CampaignKey, form: &DossierForm) -> Result<()> {
        authorize(actor, &Act::ManageCampaign)?;
        let tx = self.begin().await?;
        let campaign = campaign_of(&tx, key).await?;
        let draft = draft_of(&tx, &campaign).await?;
        let known = register(&tx).await?;
        let new = form.check(Some(&known), Some(actor.today())).map_err(Error::Invalid)?;
        let before = dossier::Entity::find_by_id(campaign.year).one(&tx).await?;
        let stands = before.as_ref().map_or(0, |row| row.version);
        same_version(stands, form.version)?;
        if let Some((number, date)) = &new.submission {
            free_number(&tx, campaign.year, number, date.year()).await?;
        }
        // The dossier of what is issued stays the one that was laid.
        if is_issued(&draft)? {
            let attempted = "record_dossier".to_owned();
            return Err(IllegalMove { stage: draft.stage, attempted }.into());
        }
        let row = dossier::ActiveModel {
            campaign_year: Set(campaign.year),
            capacity: Set(new.capacity.to_string()),
            basis: Set(new.basis.clone()),
            submission_number: Set(new.submission.as_ref().map(|(number, _)| number.clone())),
            submission_date: Set(new.submission.as_ref().map(|(_, date)| *date)),
            submission_year: Set(new.submission.as_ref().map(|(_, date)| date.year())),
            version: Set(stands + 1),
            recorded_by: Set(actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()),
            recorded_at: Set(actor.at),
        };
        match before {
            Some(_) => drop(row.update(&tx).await?),
            None => drop(dossier::Entity::insert(row).exec_without_returning(&tx).await?),
        }
        let detail = serde_json::json!({
            "capacity": new.capacity, "basis": new.basis,
            "number": new.submission.as_ref().map(|(number, _)| number), "date": new.submission.as_ref().map(|(_, date)| date),
        });
        audit::append(&tx, actor, "dossier.record", key, detail).await?;
        tx.commit().await?;
        Ok(())
    }
}

async fn free_number(tx: &DatabaseTransaction, campaign: i32, number: &str, year: i32) -> Result<()> {
    let taken = dossier::Entity::find()
        .filter(dossier::Column::SubmissionNumber.eq(number))
        .filter(dossier::Column::SubmissionYear.eq(year))
        .filter(dossier::Column::CampaignYear.ne(campaign));
    match taken.one(tx).await? {
        Some(_) => Err(Error::Invalid(vec![FieldError::with("submission_number", FieldCode::Taken, number)])),
        None => Ok(()),
    }
}

async fn edition_row(connection: &impl ConnectionTrait, id: i64) -> Result<edition::Model> {
    edition::Entity::find_by_id(id).one(connection).await?.ok_or(Error::NotFound)
}

async fn draft_of(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<edition::Model> {
    edition_row(connection, campaign.draft_edition_id.ok_or(Error::NotFound)?).await
}

fn is_issued(draft: &edition::Model) -> Result<bool> {
    Ok(parse::<EditionStage>("edition", draft.id, &draft.stage)?.is_public())
}

async fn record_of(connection: &impl ConnectionTrait, campaign: &campaign::Model) -> Result<DossierRecord> {
    let Some(row) = dossier::Entity::find_by_id(campaign.year).one(connection).await? else {
        return Ok(DossierRecord::default());
    };
    let capacity: SigningCapacity = parse("dossier", row.campaign_year, &row.capacity)?;
    let submission = row.submission_number.zip(row.submission_date);
    Ok(DossierRecord { capacity, basis: row.basis, submission, version: row.version })
}

/// The documents of the preamble. What was recorded and the register has no more leaves the register's own.
fn basis(record: &DossierRecord, known: &[LegalDocument], day: Date) -> Vec<LegalDocument> {
    basis_of(&record.basis, known, day).unwrap_or_else(|_| default_basis(known, day))
}

/// When answering ended, and when the executive office gave the draft back.
async fn course(
    connection: &impl ConnectionTrait,
    campaign: &campaign::Model,
) -> Result<(Option<Date>, Vec<OfficeReturn>)> {
    let events = review_event::Entity::find()
        .filter(review_event::Column::CampaignYear.eq(campaign.year))
        .filter(review_event::Column::AgencyId.is_null())
        .order_by_asc(review_event::Column::Id)
        .all(connection)
        .await?;
    let (closed, submitted) = (CampaignStage::Closed.to_string(), CampaignStage::Submitted.to_string());
    let consolidated = CampaignStage::Consolidated.to_string();
    let closed_on = events.iter().rev().find(|event| event.to_stage == closed).map(|event| local_date(event.at));
    let returns = events.into_iter().filter(|event| event.from_stage == submitted && event.to_stage == consolidated);
    Ok((closed_on, returns.map(|event| OfficeReturn { on: local_date(event.at), reason: event.note }).collect()))
}

/// The entries of the edition under review that the draft has no more, by agency.
fn leaving(before: &Reviewed, after: &[ContentGroup], refer: impl Fn(&AgencyId) -> AgencyRef) -> Vec<ContentGroup> {
    let stays: BTreeSet<&EntryCode> = after.iter().flat_map(|group| &group.entries).map(|(code, _)| code).collect();
    let mut groups: Vec<ContentGroup> = Vec::new();
    for (code, content) in before.iter().filter(|(code, _)| !stays.contains(code)) {
        let entry = (code.clone(), Arc::clone(content));
        match groups.iter_mut().find(|group| group.agency.id == content.owner) {
            Some(group) => group.entries.push(entry),
            None => groups.push(ContentGroup { agency: refer(&content.owner), entries: vec![entry] }),
        }
    }
    groups
}

/// Who answered what, and what stands in the table of opinions: of the answers that the draft was compiled from, and of
/// those that were sent and came back. Some responses at a time: of a large review the answers, with all that was decided,
/// weigh far more than what the dossier says of them.
async fn review(
    tx: &DatabaseTransaction,
    campaign: &campaign::Model,
    contents: &Reviewed,
    book: &AgencyBook,
    day: Date,
) -> Result<Review> {
    let of_campaign = response::Entity::find().filter(response::Column::CampaignYear.eq(campaign.year));
    let mut responses = of_campaign.all(tx).await?;
    responses.sort_by_key(|row| (row.position, row.id));
    let late = recorded(tx, campaign.year).await?;
    let mut review = Review { agencies: Vec::new(), opinions: Vec::new(), plans: Vec::new() };
    let mut undecided = 0;
    for part in responses.chunks(RESPONSES_AT_ONCE) {
        let given = Given::of(tx, part.to_vec()).await?;
        let talk = talk_of(tx, given.points.all()).await?;
        let standing: BTreeSet<i64> = match settled(&given, contents) {
            Ok(settled) => settled.into_iter().map(|(id, _)| id).collect(),
            Err(Error::Undecided(open)) => {
                undecided += open;
                continue;
            }
            Err(error) => return Err(error),
        };
        for response in part {
            let agency = book.refer(&AgencyId::from(response.agency_id.as_str()), day);
            let (entries, weighed) = weighed(response, &agency, (&given, &talk, &standing), contents)?;
            let (answers, verdicts, unsent) = answer_figures(entries, &weighed);
            review.opinions.extend(opinions(&weighed, |id| book.refer(id, day).name));
            review.plans.extend(plans(&weighed));
            review.agencies.push(AgencyAnswers {
                agency,
                sent_on: response.first_submitted_at.map(local_date),
                days_late: late.get(&response.agency_id).copied().unwrap_or(0),
                answers,
                verdicts,
                unsent,
            });
        }
    }
    if undecided > 0 {
        return Err(Error::Undecided(undecided));
    }
    review.opinions.extend(asked_opinions(&lines_of(tx, book, key_of(campaign.year)?, day).await?));
    Ok(review)
}

/// What a response says, and of how many entries it was asked.
fn weighed(
    response: &response::Model,
    agency: &AgencyRef,
    (given, talk, standing): (&Given, &Talk, &BTreeSet<i64>),
    contents: &Reviewed,
) -> Result<(u32, Vec<Weighed>)> {
    let sent = response.first_submitted_at.is_some();
    let (mut entries, mut weighed) = (0, Vec::new());
    for row in given.answers.iter().filter(|row| row.response_id == response.id) {
        entries += u32::from(row.entry_code.is_some());
        let Some(said) = draft(row)?.filter(|_| sent) else { continue };
        let name = name_of(row, contents, said.content.as_ref());
        let answer = MinutedAnswer {
            agency: agency.clone(),
            code: row.entry_code.as_ref().or(row.given_code.as_ref()).map(|code| EntryCode(code.clone())),
            name,
            kind: said.kind,
            reason: said.reason,
            effective: said.effective,
            plan: said.plan,
            comment: row.comment.clone(),
            // The minutes have them all; the table says the last one, and nothing of what was given up.
            returns: Vec::new(),
            points: points(&given.points, talk, row.id)?,
            fallen: Vec::new(),
            removed: None,
            // They have rows of their own.
            opinions: Vec::new(),
        };
        weighed.push(Weighed { answer, stands: standing.contains(&row.id) });
    }
    Ok((entries, weighed))
}
