//! The minutes of an appraisal. What an agency gave up after it was sent stays in them.

use std::collections::BTreeMap;

use domain::account::Actor;
use domain::agency::{AgencyRef, Function};
use domain::campaign::CampaignKey;
use domain::catalog::EntryContent;
use domain::change::{Field, Place};
use domain::id::{AgencyId, EntryCode};
use domain::page::{Page, PageRequest};
use domain::policy::{Act, Refusal, authorize};
use domain::review::{AnswerDraft, AnswerKind, FallenPoint, MinutedAnswer, MinutesFilter, MinutesPage, Point, Removal};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder,
};
use time::OffsetDateTime;

use crate::appraisal::size;
use crate::earlier::earlier_verdicts;
use crate::entity::{answer, fallen_answer, point, response};
use crate::minuted_pairs::Side;
use crate::national::lists_with_national;
use crate::opinions::opinions_on;
use crate::overlaps::subject_of;
use crate::point_past::{fallen, fallen_rows, points};
use crate::queue::name_of;
use crate::returns::{Returns, returns_of};
use crate::review_rows::{PointRows, answers_of, campaign_of, counted_campaign, draft, points_of};
use crate::rows::parse;
use crate::talk::talk_of;
use crate::{Error, Result, Store};

/// A line of the minutes: an answer, or a proposal that was taken out.
#[derive(Clone, Copy)]
enum Line<'a> {
    Stands(&'a answer::Model),
    Removed(&'a fallen_answer::Model),
}

impl Line<'_> {
    fn answer(self) -> i64 {
        match self {
            Self::Stands(row) => row.id,
            Self::Removed(row) => row.answer_id,
        }
    }

    fn response(self) -> i64 {
        match self {
            Self::Stands(row) => row.response_id,
            Self::Removed(row) => row.response_id,
        }
    }
}

/// What belongs to the lines: points, and why answers came back.
struct Told {
    rows: PointRows,
    returns: Returns,
}

impl Store {
    /// The minutes of a campaign's appraisal: of every agency for those who watch it, of one's own for its people.
    ///
    /// # Errors
    /// Refused to anonymous visitors; [`Error::NotFound`] for an unknown campaign, or when the actor may see none.
    pub async fn minutes(&self, actor: &Actor, key: CampaignKey, filter: &MinutesFilter) -> Result<MinutesPage> {
        self.minutes_of(actor, key, &filter.agency, Some(PageRequest::long(filter.part))).await
    }

    /// The same in one part, for a file. `agency`: empty for all.
    ///
    /// # Errors
    /// As [`Store::minutes`].
    pub async fn whole_minutes(&self, actor: &Actor, key: CampaignKey, agency: &str) -> Result<MinutesPage> {
        self.minutes_of(actor, key, agency, None).await
    }

    async fn minutes_of(
        &self,
        actor: &Actor,
        key: CampaignKey,
        only: &str,
        request: Option<PageRequest>,
    ) -> Result<MinutesPage> {
        authorize(actor, &Act::SeeCampaign)?;
        let campaign = campaign_of(self.read(), key).await?;
        let (book, today) = (self.book().await?, actor.today());
        let may_see =
            |row: &response::Model| authorize(actor, &Act::SeeResponse(&AgencyId::from(row.agency_id.as_str())));
        let mut sent = once_sent(self.read(), key).await?;
        sent.retain(|row| may_see(row).is_ok());
        sent.sort_by_key(|row| (row.position, row.id));
        let named = |id: &str| book.refer(&AgencyId::from(id), today);
        let agencies: Vec<AgencyRef> = sent.iter().map(|row| named(&row.agency_id)).collect();
        if !only.is_empty() {
            let own = AgencyId::from(only);
            authorize(actor, &Act::SeeResponse(&own)).map_err(|refusal| match refusal {
                Refusal::SignIn => Error::from(refusal),
                _ => Error::NotFound,
            })?;
            sent.retain(|row| row.agency_id == own.as_str());
        }
        let place: BTreeMap<i64, usize> = sent.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
        let of = |response: i64| place.get(&response).and_then(|at| sent.get(*at));
        let responses: Vec<i64> = place.keys().copied().collect();
        let mut answers = answers_of(self.read(), responses.clone()).await?;
        answers.retain(|row| row.kind.is_some());
        let ids: Vec<i64> = answers.iter().map(|row| row.id).collect();
        let rows = points_of(self.read(), ids.clone()).await?;
        let changed = earlier_verdicts(self.read(), Some(key), &rows).await?;
        let rows = PointRows::new(rows).with_changed(changed);
        let told = Told { rows, returns: returns_of(self.read(), &ids).await? };
        // What was never sent is before nobody.
        let sent_at = |response: i64| of(response).and_then(|row| row.submitted_at);
        answers.retain(|row| {
            row.saved_at <= sent_at(row.response_id)
                || !told.rows.of(row.id).is_empty()
                || told.returns.contains_key(&row.id)
        });
        let removed = removed_of(self.read(), &responses).await?;
        let mut gone = removed.iter().map(minuted).collect::<Result<BTreeMap<_, _>>>()?;
        let standing: Vec<&point::Model> = told.rows.all().filter(|row| !row.superseded).collect();
        let decided = standing.iter().filter(|row| row.verdict.is_some()).count();
        let open = standing.len() - decided;
        let fell = answers.iter().map(|row| fallen_rows(&told.rows, row.id).len()).sum::<usize>()
            + gone.values().map(|one| one.fallen.len()).sum::<usize>();
        let mut lines: Vec<Line<'_>> = answers.iter().map(Line::Stands).collect();
        lines.extend(removed.iter().map(Line::Removed));
        // Stable: within a response the order of the annex stays, then what was taken out.
        lines.sort_by_key(|line| place.get(&line.response()));
        let total = lines.len() as u64;
        if let Some(request) = request {
            let from = usize::try_from(request.offset()).unwrap_or(usize::MAX).min(lines.len());
            lines = lines.into_iter().skip(from).take(request.rows() as usize).collect();
        }
        let contents = self.reviewed(key).await?;
        let part: Vec<i64> = lines.iter().map(|line| line.answer()).collect();
        let of_part: Vec<point::Model> = part.iter().flat_map(|id| told.rows.of(*id)).cloned().collect();
        let talk = talk_of(self.read(), &of_part).await?;
        let mut opinions = opinions_on(self.read(), &book, today, &part).await?;
        let (mut items, mut sides) = (Vec::new(), Vec::new());
        for line in lines {
            let Some(response) = of(line.response()) else { continue };
            let (agency, opinions) = (named(&response.agency_id), opinions.remove(&line.answer()).unwrap_or_default());
            match line {
                Line::Removed(row) => {
                    let Some(one) = gone.remove(&row.id) else { continue };
                    let key = format!("de-xuat-{}", row.answer_id);
                    sides.push(Side { key, name: one.name.clone(), is_removed: true });
                    items.push(MinutedAnswer { agency, opinions, ..one });
                }
                Line::Stands(row) => {
                    let Some(said) = draft(row)? else { continue };
                    let said = as_sent(row, said, &told.rows, response.submitted_at)?;
                    let name = name_of(row, &contents, said.content.as_ref());
                    sides.push(Side { key: subject_of(row), name: name.clone(), is_removed: false });
                    items.push(MinutedAnswer {
                        agency,
                        code: row.entry_code.as_deref().map(EntryCode::from),
                        name,
                        kind: said.kind,
                        reason: said.reason,
                        effective: said.effective,
                        plan: said.plan,
                        comment: row.comment.clone(),
                        returns: told.returns.get(&row.id).cloned().unwrap_or_default(),
                        points: points(&told.rows, &talk, row.id)?,
                        fallen: fallen(&told.rows, &talk, row.id)?,
                        removed: None,
                        opinions,
                    });
                }
            }
        }
        let points =
            items.iter().flat_map(|one| one.points.iter().chain(one.fallen.iter().map(|fallen| &fallen.point)));
        let mut mentioned: Vec<AgencyRef> = points.flat_map(transferred_to).map(named).collect();
        mentioned.extend(agencies.iter().cloned());
        let pairs = self.minuted_pairs(actor, &campaign, &contents, &sides).await?;
        let rows = request.map_or(u32::try_from(total).unwrap_or(u32::MAX), PageRequest::rows);
        Ok(MinutesPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            answers: Page { items, total, number: request.map_or(1, PageRequest::number), rows },
            pairs,
            agencies,
            decided: size(decided),
            open: size(open),
            fallen: size(fell),
            coordinator: book.holder(Function::Coordinator, today).unwrap_or_default(),
            lists: lists_with_national(self.read()).await?,
            today,
            named: mentioned,
        })
    }
}

/// The responses of a campaign that were sent at least once, wherever they are now.
async fn once_sent(connection: &impl ConnectionTrait, key: CampaignKey) -> Result<Vec<response::Model>> {
    Ok(response::Entity::find()
        .filter(response::Column::CampaignYear.eq(key.number()))
        .filter(response::Column::FirstSubmittedAt.is_not_null())
        .all(connection)
        .await?)
}

/// The proposals that were taken out of responses.
async fn removed_of(connection: &impl ConnectionTrait, responses: &[i64]) -> Result<Vec<fallen_answer::Model>> {
    let mut rows = Vec::new();
    for part in responses.chunks(1_000) {
        let found = fallen_answer::Entity::find()
            .filter(fallen_answer::Column::ResponseId.is_in(part.iter().copied()))
            .order_by_asc(fallen_answer::Column::Id);
        rows.extend(found.all(connection).await?);
    }
    Ok(rows)
}

fn minuted(row: &fallen_answer::Model) -> Result<(i64, MinutedAnswer)> {
    let told = serde_json::from_str(&row.minuted);
    told.map(|one| (row.id, one)).map_err(|error| Error::Corrupt(format!("fallen_answer {}: {error}", row.id)))
}

/// What an answer said when it was sent last: what is typed since is not before the appraiser.
pub(crate) fn as_sent(
    row: &answer::Model,
    said: AnswerDraft,
    rows: &PointRows,
    sent_at: Option<OffsetDateTime>,
) -> Result<AnswerDraft> {
    if row.saved_at <= sent_at {
        return Ok(said);
    }
    let whole = rows.standing(row.id).find(|point| point.place_key.is_none());
    let kind = match (whole, &row.entry_code) {
        (Some(whole), _) => parse("point", whole.id, &whole.old_value)?,
        (None, None) => AnswerKind::Propose,
        (None, Some(_)) if rows.standing(row.id).next().is_some() => AnswerKind::Modify,
        (None, Some(_)) => AnswerKind::Keep,
    };
    let gives_reason = matches!(kind, AnswerKind::Keep | AnswerKind::Withdraw);
    let reason = whole.filter(|_| gives_reason).map(|whole| whole.new_value.clone()).unwrap_or_default();
    let names_target = matches!(kind, AnswerKind::Merge | AnswerKind::Transfer);
    let target = whole.filter(|_| names_target).map(|whole| whole.new_value.clone()).unwrap_or_default();
    // An answer that proposes is called by its name: by the one that was sent.
    let key = Place::Field(Field::Name).key();
    let named = rows.standing(row.id).find(|point| point.place_key.as_ref() == Some(&key));
    let as_named = |content: EntryContent| match named {
        Some(point) => EntryContent { name: point.new_value.clone(), ..content },
        None => content,
    };
    Ok(AnswerDraft { reason, target, content: said.content.map(as_named), ..AnswerDraft::of_kind(kind) })
}

/// Keeps a proposal that is taken out after it was sent for the minutes, with all that was decided and said of it.
pub(crate) async fn keep_fallen(tx: &DatabaseTransaction, actor: &Actor, row: &answer::Model) -> Result<()> {
    let rows = points_of(tx, vec![row.id]).await?;
    let returns = returns_of(tx, &[row.id]).await?.remove(&row.id).unwrap_or_default();
    let (Some(said), false) = (draft(row)?, rows.is_empty() && returns.is_empty()) else { return Ok(()) };
    let talk = talk_of(tx, &rows).await?;
    // A proposal is none of the unchanged entries that are accepted together.
    let changed = earlier_verdicts(tx, None, &rows).await?;
    let rows = PointRows::new(rows).with_changed(changed);
    let standing = points(&rows, &talk, row.id)?.into_iter();
    let mut gone: Vec<FallenPoint> = standing.map(|point| FallenPoint { point, at: Some(actor.at) }).collect();
    gone.extend(fallen(&rows, &talk, row.id)?);
    let who = actor.account.as_ref().map(|account| account.name.clone()).unwrap_or_default();
    let one = MinutedAnswer {
        agency: AgencyRef::default(),
        code: None,
        name: said.content.as_ref().map(|content| content.name.clone()).unwrap_or_default(),
        kind: said.kind,
        reason: said.reason,
        effective: said.effective,
        plan: said.plan,
        comment: row.comment.clone(),
        returns,
        points: Vec::new(),
        fallen: gone,
        removed: Some(Removal { who, at: actor.at }),
        // Those are kept by themselves.
        opinions: Vec::new(),
    };
    let corrupt = |error: serde_json::Error| Error::Corrupt(format!("answer {}: {error}", row.id));
    fallen_answer::Entity::insert(fallen_answer::ActiveModel {
        id: NotSet,
        response_id: Set(row.response_id),
        answer_id: Set(row.id),
        minuted: Set(serde_json::to_string(&one).map_err(corrupt)?),
        at: Set(actor.at),
    })
    .exec_without_returning(tx)
    .await?;
    Ok(())
}

/// The agencies that a point about a transfer speaks of: those that the owner names, now or before, and those accepted
/// instead.
fn transferred_to(point: &Point) -> Vec<&str> {
    let transfer = AnswerKind::Transfer.to_string();
    if point.place.is_some() {
        return Vec::new();
    }
    let before = point.earlier.iter().filter_map(|given| given.about.as_ref());
    let mut named: Vec<&str> = before.filter(|then| then.old == transfer).map(|then| then.new.as_str()).collect();
    if point.old == transfer {
        named.extend(point.earlier.iter().chain(&point.decision).map(|given| given.value.as_str()));
        named.push(point.new.as_str());
    }
    named.retain(|target| !target.is_empty());
    named
}
