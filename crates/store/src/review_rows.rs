//! Rows of a review: loading them, moving their stages, and turning them into what pages show.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::campaign::{CampaignKey, CampaignKind, CampaignRow, CampaignSigns, CampaignState};
use domain::catalog::{EntryContent, Lists};
use domain::change::Place;
use domain::check::{FieldError, check_answer_under, check_lists};
use domain::id::AgencyId;
use domain::review::{AnswerDraft, AnswerKind, PointDecision};
use domain::workflow::{
    CampaignMove, CampaignStage, IllegalMove, ResponseMove, ResponseStage, next_campaign, next_response,
};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait,
    IntoActiveModel, QueryFilter, QuerySelect,
};
use time::Date;

use crate::change_request::requested_by;
use crate::entity::{answer, campaign, point, response, review_event};
use crate::rows::{count, parse};
use crate::states::campaign_signs;
use crate::{Error, Result};

/// Responses whose answers, and answers whose points, are read by one statement.
pub(crate) const RESPONSES_AT_ONCE: usize = 20;
const ANSWERS_AT_ONCE: usize = 500;

pub(crate) async fn campaign_of(connection: &impl ConnectionTrait, key: CampaignKey) -> Result<campaign::Model> {
    campaign::Entity::find_by_id(key.number()).one(connection).await?.ok_or(Error::NotFound)
}

pub(crate) async fn response_of(
    connection: &impl ConnectionTrait,
    key: CampaignKey,
    agency: &AgencyId,
) -> Result<response::Model> {
    let found = response::Entity::find()
        .filter(response::Column::CampaignYear.eq(key.number()))
        .filter(response::Column::AgencyId.eq(agency.as_str()));
    found.one(connection).await?.ok_or(Error::NotFound)
}

/// The answers of several responses, read in parts: both databases bound a statement's parameters.
pub(crate) async fn answers_of(connection: &impl ConnectionTrait, responses: Vec<i64>) -> Result<Vec<answer::Model>> {
    let mut rows = Vec::new();
    for part in responses.chunks(RESPONSES_AT_ONCE) {
        let found = answer::Entity::find().filter(answer::Column::ResponseId.is_in(part.iter().copied()));
        rows.extend(found.all(connection).await?);
    }
    rows.sort_by_key(|row| (row.position, row.id));
    Ok(rows)
}

/// The points of several answers, superseded ones too; read in parts as [`answers_of`].
pub(crate) async fn points_of(connection: &impl ConnectionTrait, answers: Vec<i64>) -> Result<Vec<point::Model>> {
    let mut rows = Vec::new();
    for part in answers.chunks(ANSWERS_AT_ONCE) {
        let found = point::Entity::find().filter(point::Column::AnswerId.is_in(part.iter().copied()));
        rows.extend(found.all(connection).await?);
    }
    rows.sort_by_key(|row| (row.position, row.id));
    Ok(rows)
}

pub(crate) fn campaign_stage(row: &campaign::Model) -> Result<CampaignStage> {
    parse("campaign", row.year, &row.stage)
}

/// The key that a campaign's number stands for.
pub(crate) fn key_of(number: i32) -> Result<CampaignKey> {
    CampaignKey::from_number(number).map_err(|_| Error::Corrupt(format!("campaign {number}")))
}

pub(crate) fn response_stage(row: &response::Model) -> Result<ResponseStage> {
    parse("response", row.id, &row.stage)
}

/// How many agencies each campaign asks, and how many of them have sent an answer.
async fn response_counts(connection: &impl ConnectionTrait, campaigns: Vec<i32>) -> Result<BTreeMap<i32, (u32, u32)>> {
    let rows: Vec<(i32, i64, i64)> = response::Entity::find()
        .select_only()
        .column(response::Column::CampaignYear)
        .expr(Expr::col(response::Column::Id).count())
        .expr(Expr::col(response::Column::FirstSubmittedAt).count())
        .filter(response::Column::CampaignYear.is_in(campaigns))
        .group_by(response::Column::CampaignYear)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(number, asked, sent)| (number, (count(asked), count(sent)))).collect())
}

/// Campaigns with their counts, and how they stand on a day.
pub(crate) async fn campaign_rows(
    connection: &impl ConnectionTrait,
    rows: &[campaign::Model],
    today: Date,
) -> Result<Vec<CampaignRow>> {
    let counts = response_counts(connection, rows.iter().map(|row| row.year).collect()).await?;
    let mut told = Vec::with_capacity(rows.len());
    for row in rows {
        let signs = campaign_signs(connection, row, today).await?;
        told.push(CampaignRow {
            requested_by: requested_by(connection, row).await?,
            ..campaign_row(row, &counts, signs)?
        });
    }
    Ok(told)
}

fn campaign_row(
    row: &campaign::Model,
    counts: &BTreeMap<i32, (u32, u32)>,
    signs: CampaignSigns,
) -> Result<CampaignRow> {
    let (agencies, submitted) = counts.get(&row.year).copied().unwrap_or_default();
    let stage = campaign_stage(row)?;
    Ok(CampaignRow {
        key: key_of(row.year)?,
        stage,
        state: CampaignState::of(stage, signs),
        reason: row.reason.clone(),
        abandoned: row.abandoned,
        letter_number: row.letter_number.clone(),
        letter_date: row.letter_date,
        requested_by: None,
        due_on: row.due_on,
        opened_at: row.opened_at,
        agencies,
        submitted,
    })
}

/// One of them.
pub(crate) async fn counted_campaign(
    connection: &impl ConnectionTrait,
    row: &campaign::Model,
    today: Date,
) -> Result<CampaignRow> {
    let counts = response_counts(connection, vec![row.year]).await?;
    let told = campaign_row(row, &counts, campaign_signs(connection, row, today).await?)?;
    Ok(CampaignRow { requested_by: requested_by(connection, row).await?, ..told })
}

/// A campaign that still takes answers, for a move within it.
pub(crate) fn takes_answers(row: &campaign::Model, attempted: ResponseMove) -> Result<()> {
    let stage = campaign_stage(row)?;
    if stage.takes_answers() {
        return Ok(());
    }
    let illegal = IllegalMove { stage: stage.to_string(), attempted: attempted.to_string() };
    Err(illegal.into())
}

/// The version that a person saw must be the one that stands: otherwise they would decide on what they have not read.
///
/// # Errors
/// [`Error::Conflict`] with the version that stands.
pub(crate) fn same_version(stands: i64, seen: i64) -> Result<()> {
    if stands == seen { Ok(()) } else { Err(Error::Conflict { version: stands }) }
}

fn who(actor: &Actor) -> String {
    actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default()
}

/// Moves a response and tells of it. The row given must be the one just read: another writer in between is a conflict.
pub(crate) async fn move_response(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: response::Model,
    attempted: ResponseMove,
    note: &str,
) -> Result<response::Model> {
    let from = response_stage(&row)?;
    let to = next_response(from, attempted)?;
    let (key, agency, version) = (key_of(row.campaign_year)?, row.agency_id.clone(), row.version);
    let mut changed = row.into_active_model();
    changed.stage = Set(to.to_string());
    changed.version = Set(version + 1);
    let row = changed.update(tx).await?;
    let repeats = from == to && note.is_empty();
    if !repeats {
        tell(tx, actor, key, Some(&agency), &from.to_string(), &to.to_string(), note).await?;
    }
    Ok(row)
}

/// Moves a campaign and tells of it.
pub(crate) async fn move_campaign(
    tx: &DatabaseTransaction,
    actor: &Actor,
    row: campaign::Model,
    attempted: CampaignMove,
    note: &str,
) -> Result<campaign::Model> {
    let from = campaign_stage(&row)?;
    let key = key_of(row.year)?;
    if !key.kind().allows(attempted) {
        return Err(IllegalMove { stage: from.to_string(), attempted: attempted.to_string() }.into());
    }
    let to = next_campaign(from, attempted)?;
    let version = row.version;
    let mut changed = row.into_active_model();
    changed.stage = Set(to.to_string());
    changed.version = Set(version + 1);
    let row = changed.update(tx).await?;
    tell(tx, actor, key, None, &from.to_string(), &to.to_string(), note).await?;
    Ok(row)
}

pub(crate) async fn tell(
    tx: &DatabaseTransaction,
    actor: &Actor,
    key: CampaignKey,
    agency: Option<&str>,
    from: &str,
    to: &str,
    note: &str,
) -> Result<()> {
    review_event::Entity::insert(review_event::ActiveModel {
        id: sea_orm::ActiveValue::NotSet,
        campaign_year: Set(key.number()),
        agency_id: Set(agency.map(str::to_owned)),
        at: Set(actor.at),
        who: Set(who(actor)),
        from_stage: Set(from.to_owned()),
        to_stage: Set(to.to_owned()),
        note: Set(note.to_owned()),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// The answer as it was written; `None` while the entry has none.
pub(crate) fn draft(row: &answer::Model) -> Result<Option<AnswerDraft>> {
    let Some(kind) = &row.kind else { return Ok(None) };
    let corrupt = |error: serde_json::Error| Error::Corrupt(format!("answer {}: {error}", row.id));
    Ok(Some(AnswerDraft {
        kind: parse("answer", row.id, kind)?,
        reason: row.reason.clone(),
        target: row.target.clone(),
        effective: row.effective.clone(),
        content: row.content.as_deref().map(serde_json::from_str).transpose().map_err(corrupt)?,
        plan: row.plan.as_deref().map(serde_json::from_str).transpose().map_err(corrupt)?,
        secret: parse("answer", row.id, &row.secret)?,
    }))
}

pub(crate) fn place(row: &point::Model) -> Result<Option<Place>> {
    let Some(key) = &row.place_key else { return Ok(None) };
    let place = Place::parse(key, row.place_item.as_deref());
    place.map(Some).ok_or_else(|| Error::Corrupt(format!("point {}: {key}", row.id)))
}

pub(crate) fn decision(row: &point::Model) -> Result<Option<PointDecision>> {
    let (Some(verdict), Some(decided_at)) = (&row.verdict, row.decided_at) else { return Ok(None) };
    Ok(Some(PointDecision {
        verdict: parse("point", row.id, verdict)?,
        value: row.verdict_value.clone(),
        reason: row.verdict_reason.clone(),
        decided_by: row.decided_by.clone(),
        decided_at,
        about: None,
    }))
}

/// Why a verdict comes too late: another one stands that was not seen, or the point is one of before.
pub(crate) fn overtaken(row: &point::Model) -> Result<Error> {
    let given = decision(row)?.filter(|_| !row.superseded);
    Ok(match given {
        Some(given) => Error::Decided { by: given.decided_by, verdict: given.verdict, at: given.decided_at },
        None => Error::Conflict { version: i64::from(row.round) },
    })
}

/// The points of several answers, those of each together.
pub(crate) struct PointRows {
    by_answer: BTreeMap<i64, Vec<point::Model>>,
    /// The verdicts that others took the place of, by point, where they are told.
    changed: BTreeMap<i64, Vec<PointDecision>>,
}

impl PointRows {
    pub(crate) fn new(rows: Vec<point::Model>) -> Self {
        let mut by_answer: BTreeMap<i64, Vec<point::Model>> = BTreeMap::new();
        for row in rows {
            by_answer.entry(row.answer_id).or_default().push(row);
        }
        Self { by_answer, changed: BTreeMap::new() }
    }

    /// The same with the verdicts that others took the place of, by point.
    pub(crate) fn with_changed(self, changed: BTreeMap<i64, Vec<PointDecision>>) -> Self {
        Self { changed, ..self }
    }

    pub(crate) fn all(&self) -> impl Iterator<Item = &point::Model> {
        self.by_answer.values().flatten()
    }

    /// Those of one answer, superseded ones too.
    pub(crate) fn of(&self, answer: i64) -> &[point::Model] {
        self.by_answer.get(&answer).map(Vec::as_slice).unwrap_or_default()
    }

    /// The verdicts on one point that others took the place of, the oldest first.
    pub(crate) fn changed(&self, point: i64) -> &[PointDecision] {
        self.changed.get(&point).map(Vec::as_slice).unwrap_or_default()
    }

    /// Those of one answer that stand.
    pub(crate) fn standing(&self, answer: i64) -> impl Iterator<Item = &point::Model> + Clone {
        self.of(answer).iter().filter(|row| !row.superseded)
    }
}

/// What keeps an answer from being sent. A code that the lists do not have is a fault only where the answer brings it:
/// the entry in force may hold one of old. In a round of changes «keep» says nothing of the entry, so nothing is asked of it.
pub(crate) fn errors_of(
    kind: CampaignKind,
    said: &AnswerDraft,
    base: Option<&EntryContent>,
    code: Option<&str>,
    lists: &Lists,
) -> Vec<FieldError> {
    let asked = base.filter(|_| kind.appraises(said.kind));
    let mut errors = check_answer_under(said, asked, code, lists.register.as_ref());
    if let Some(content) =
        said.content.as_ref().filter(|_| matches!(said.kind, AnswerKind::Modify | AnswerKind::Propose))
    {
        let of_old = base.map(|base| check_lists(base, lists)).unwrap_or_default();
        errors.extend(check_lists(content, lists).into_iter().filter(|error| !of_old.contains(error)));
    }
    errors
}
