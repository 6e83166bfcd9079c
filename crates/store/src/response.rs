//! Reading a response: the agency's task list, and one answer of it.

use std::collections::{BTreeMap, BTreeSet};

use domain::account::Actor;
use domain::agency::{AgencyRef, Function};
use domain::campaign::{CampaignKey, CampaignRow};
use domain::catalog::Lists;
use domain::id::{AccountId, AgencyId, AnswerId, EntryCode};
use domain::overlap::{Overlap, warning};
use domain::policy::{Act, authorize};
use domain::reminder::days_left;
use domain::review::{
    AnswerKind, AnswerPage, AnswerTarget, AnswerView, LastAnswer, ResponsePage, ReviewEvent, refusals,
};
use domain::workflow::{ResponseMove, may_edit_answer, next_response};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::Date;

use crate::answers::find;
use crate::dues::dues;
use crate::entity::{answer, review_event};
use crate::last_answers::Told;
use crate::legal::{citations, draft_warnings, legal_warnings, lists_to_check, register};
use crate::overlaps::may_duplicate;
use crate::point_past::points;
use crate::receipts::receipts_of;
use crate::reference::{AgencyBook, calendar};
use crate::returns::{Returns, returns_of};
use crate::review_rows::{
    PointRows, answers_of, campaign_of, campaign_stage, counted_campaign, draft, errors_of, points_of, response_of,
    response_stage,
};
use crate::reviewed::Reviewed;
use crate::rows::parse;
use crate::talk::{Talk, talk_of};
use crate::targets::{Targets, any_merges, receivers};
use crate::{Result, Store};

/// Events of a response that are shown.
const EVENTS_MAX: u64 = 200;

impl Store {
    /// One agency's response to a campaign.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for one that is unknown or that the actor may not see.
    pub async fn response(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId) -> Result<ResponsePage> {
        authorize(actor, &Act::SeeResponse(agency))?;
        let campaign = campaign_of(self.read(), key).await?;
        let row = response_of(self.read(), key, agency).await?;
        let contents = self.reviewed(key).await?;
        let answers = answers_of(self.read(), vec![row.id]).await?;
        let last = self.last_answers(&campaign, &answers, &contents, actor.today(), Told::InShort).await?;
        let ids: Vec<i64> = answers.iter().map(|answer| answer.id).collect();
        let returns = returns_of(self.read(), &ids).await?;
        let rows = points_of(self.read(), ids).await?;
        let book = self.book().await?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let talk = talk_of(self.read(), &rows).await?;
        let rows = PointRows::new(rows);
        let said = Said { points: &rows, talk: &talk, returns: &returns };
        let views = answers.iter().map(|answer| view(answer, agency, &contents, said, &last, &lists));
        let mut views: Vec<AnswerView> = views.collect::<Result<_>>()?;
        let merges = any_merges(&answers) || authorize(actor, &Act::EditResponse(agency)).is_ok();
        let targets = Targets::load(self.read(), &contents, &book, actor.today(), &answers, merges).await?;
        let register = register(self.read()).await?;
        for (view, answer) in views.iter_mut().zip(&answers) {
            let code = answer.entry_code.as_deref();
            tell_refusals(view);
            view.errors.extend(view.draft.as_ref().and_then(|said| targets.fault_or_merged(said, code)));
            let legal = view.draft.as_ref().map(|said| draft_warnings(said, &register, actor.today()));
            view.errors.extend(legal.unwrap_or_default());
            if view.draft.as_ref().is_some_and(|said| may_duplicate(said, view.base.as_ref())) {
                self.warn_of_overlaps(actor, key, view, answer, agency).await?;
            }
        }
        let unsettled = self.unsettled_of(actor, agency, &answers).await?;
        let agencies = mentioned(&views, &book, actor.today());
        let (answers, proposals) = views.into_iter().partition(|view: &AnswerView| view.code.is_some());
        let stage = response_stage(&row)?;
        let open = campaign_stage(&campaign)?.takes_answers();
        let may =
            |attempted, act: &Act<'_>| open && next_response(stage, attempted).is_ok() && authorize(actor, act).is_ok();
        let whose = book.answers_by(agency, actor.today());
        let appraiser = if whose.coordinates { Function::ExecutiveOffice } else { Function::Coordinator };
        let drafted_by = row.laid_by.clone().map(AccountId);
        let dues = dues(self.read(), &campaign).await?;
        let due = dues.now(&row);
        let (due_on, until) = (due.due_on, due.answered_on.unwrap_or(actor.today()));
        let may_edit = may(ResponseMove::Edit, &Act::EditResponse(agency));
        let (merge_targets, transfer_targets) = if may_edit {
            (targets.offered(None, None), transfer_targets(&book, actor, agency))
        } else {
            Default::default()
        };
        let first_round = next_response(stage, ResponseMove::Return).is_err();
        let kept = if may_edit && first_round { self.kept_proposals(actor, agency).await?.open } else { Vec::new() };
        Ok(ResponsePage {
            // With the day that is due of this agency.
            campaign: CampaignRow { due_on, ..counted_campaign(self.read(), &campaign, actor.today()).await? },
            agency: book.refer(agency, actor.today()),
            stage,
            version: row.version,
            proposals,
            kept,
            unsettled,
            nothing_to_change: row.nothing_to_change,
            days_left: days_left(due_on, until, &dues.clock(&calendar(self.read()).await?)),
            answered_on: due.answered_on,
            due_again: due.again,
            comment: row.comment,
            receipts: receipts_of(self.read(), row.id).await?,
            events: self.events(key, agency).await?,
            appraised_by: book.holder(appraiser, actor.today()).unwrap_or_default(),
            agencies,
            entries: merged_into(&answers, &contents),
            merge_targets,
            transfer_targets,
            may_edit,
            may_add: may_edit && first_round,
            may_propose: may(ResponseMove::Propose, &Act::EditResponse(agency)),
            may_approve: may(ResponseMove::Approve, &Act::ApproveResponse { agency, drafted_by: drafted_by.as_ref() }),
            may_appraise: may(ResponseMove::Appraise, &Act::Appraise(whose)),
            answers,
        })
    }

    /// What an answer may duplicate; the officer is warned of what will keep it from being accepted.
    async fn warn_of_overlaps(
        &self,
        actor: &Actor,
        key: CampaignKey,
        view: &mut AnswerView,
        row: &answer::Model,
        agency: &AgencyId,
    ) -> Result<Vec<Overlap>> {
        let overlaps = self.overlaps_of_answer(actor, key, row, agency, view.base.as_ref()).await?;
        if view.draft.as_ref().is_some_and(|said| may_duplicate(said, view.base.as_ref())) {
            view.errors.extend(warning(&overlaps));
        }
        Ok(overlaps)
    }

    async fn events(&self, key: CampaignKey, agency: &AgencyId) -> Result<Vec<ReviewEvent>> {
        let rows = review_event::Entity::find()
            .filter(review_event::Column::CampaignYear.eq(key.number()))
            .filter(review_event::Column::AgencyId.eq(agency.as_str()))
            .order_by_desc(review_event::Column::Id)
            .limit(EVENTS_MAX)
            .all(self.read())
            .await?;
        rows.into_iter()
            .map(|row| {
                Ok(ReviewEvent {
                    at: row.at,
                    from: parse("review_event", row.id, &row.from_stage)?,
                    to: parse("review_event", row.id, &row.to_stage)?,
                    who: row.who,
                    note: row.note,
                })
            })
            .collect()
    }

    /// One answer, to be edited or read.
    ///
    /// # Errors
    /// [`crate::Error::NotFound`] for one that is unknown or that the actor may not see.
    pub async fn answer_page(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        target: &AnswerTarget,
    ) -> Result<AnswerPage> {
        authorize(actor, &Act::SeeResponse(agency))?;
        let campaign = campaign_of(self.read(), key).await?;
        let row = response_of(self.read(), key, agency).await?;
        let stage = response_stage(&row)?;
        let contents = self.reviewed(key).await?;
        let found = find(self.read(), &row, target).await?;
        let returned = found.as_ref().is_some_and(|answer| answer.returned);
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let mut answer = match &found {
            Some(answer) => {
                let points = points_of(self.read(), vec![answer.id]).await?;
                let talk = talk_of(self.read(), &points).await?;
                let returns = returns_of(self.read(), &[answer.id]).await?;
                let points = PointRows::new(points);
                let said = Said { points: &points, talk: &talk, returns: &returns };
                let asked = std::slice::from_ref(answer);
                let last = self.last_answers(&campaign, asked, &contents, actor.today(), Told::ByPoint).await?;
                view(answer, agency, &contents, said, &last, &lists)?
            }
            None => blank(),
        };
        tell_refusals(&mut answer);
        let book = self.book().await?;
        let may_edit = campaign_stage(&campaign)?.takes_answers()
            && may_edit_answer(stage, returned)
            && authorize(actor, &Act::EditResponse(agency)).is_ok();
        let may_reply = campaign_stage(&campaign)?.takes_answers()
            && next_response(stage, ResponseMove::Appraise).is_ok()
            && authorize(actor, &Act::EditResponse(agency)).is_ok();
        let overlaps = match &found {
            Some(row) => self.warn_of_overlaps(actor, key, &mut answer, row, agency).await?,
            None => Vec::new(),
        };
        let asides = match &found {
            Some(row) => self.asides(actor, row.id).await?,
            None => Vec::new(),
        };
        let leaves = may_edit || answer.draft.as_ref().is_some_and(|said| said.kind.leaves());
        let beside = if leaves { answers_of(self.read(), vec![row.id]).await? } else { Vec::new() };
        let targets = Targets::load(self.read(), &contents, &book, actor.today(), &beside, leaves).await?;
        let named = answer.draft.as_ref().map(|said| said.target.clone());
        let merge_targets = targets.offered(answer.code.as_ref(), named.as_deref());
        if let Some(said) = &answer.draft {
            let code = answer.code.as_ref().map(EntryCode::as_str);
            answer.errors.extend(targets.fault_or_merged(said, code));
        }
        let register = register(self.read()).await?;
        if let Some(said) = &answer.draft {
            answer.errors.extend(draft_warnings(said, &register, actor.today()));
        }
        // The form opens with the draft, else with the content in force.
        let held = answer.draft.as_ref().and_then(|said| said.content.as_ref()).or(answer.base.as_ref());
        let legal = held.map(|content| legal_warnings(&content.legal_basis, &register, actor.today()));
        let stated = answer.base.as_ref().map_or(agency, |base| &base.owner);
        let mut receivers = transfer_targets(&book, actor, stated);
        // What is only read names its receiver though it takes over nothing any more.
        let said = answer.draft.as_ref().filter(|said| !may_edit && said.kind == AnswerKind::Transfer);
        if let Some(said) = said.filter(|said| !said.target.is_empty()) {
            let named = AgencyId::from(said.target.as_str());
            if receivers.iter().all(|one| one.id != named) {
                receivers.push(book.refer(&named, actor.today()));
            }
        }
        Ok(AnswerPage {
            campaign: counted_campaign(self.read(), &campaign, actor.today()).await?,
            agency: book.refer(agency, actor.today()),
            stage,
            may_edit,
            may_reply,
            may_keep: authorize(actor, &Act::EditResponse(agency)).is_ok(),
            lists,
            merge_targets,
            transfer_targets: receivers,
            overlaps,
            citations: citations(&register, actor.today()),
            legal: legal.unwrap_or_default(),
            asides,
            today: actor.today(),
            answer,
        })
    }
}

/// Of an answer that came back: what was refused of it, at the fields to be mended.
fn tell_refusals(view: &mut AnswerView) {
    if view.returned {
        let content = view.draft.as_ref().and_then(|said| said.content.as_ref());
        view.errors.extend(refusals(&view.points, content));
    }
}

fn transfer_targets(book: &AgencyBook, actor: &Actor, own: &AgencyId) -> Vec<AgencyRef> {
    let others = receivers(book, actor.today()).into_iter();
    let others = others.filter(|agency| agency.id != *own && agency.is_reviewed());
    others.map(|agency| AgencyRef { id: agency.id.clone(), name: agency.name.clone() }).collect()
}

/// The agencies that transfers and changes of owner name.
fn mentioned(answers: &[AnswerView], book: &AgencyBook, day: Date) -> Vec<AgencyRef> {
    let said = answers.iter().filter_map(|answer| Some((answer, answer.draft.as_ref()?)));
    let ids: BTreeSet<AgencyId> = said
        .flat_map(|(answer, draft)| {
            let target = (draft.kind == AnswerKind::Transfer).then(|| AgencyId::from(draft.target.as_str()));
            let owners = answer.base.iter().chain(&draft.content).map(|content| content.owner.clone());
            target.into_iter().chain(owners)
        })
        .collect();
    ids.iter().map(|id| book.refer(id, day)).collect()
}

/// The entries that mergers name.
fn merged_into(answers: &[AnswerView], contents: &Reviewed) -> Vec<(EntryCode, String)> {
    let said = answers.iter().filter_map(|answer| answer.draft.as_ref());
    let named =
        said.filter(|draft| draft.kind == AnswerKind::Merge).map(|draft| EntryCode::from(draft.target.as_str()));
    let named = named.filter_map(|code| {
        let name = contents.get(&code)?.name.clone();
        Some((code, name))
    });
    named.collect()
}

fn blank() -> AnswerView {
    AnswerView {
        id: None,
        code: None,
        form_key: uuid::Uuid::new_v4().simple().to_string(),
        name: String::new(),
        base: None,
        draft: None,
        version: 0,
        saved_at: None,
        saved_by: String::new(),
        errors: Vec::new(),
        points: Vec::new(),
        last_year: None,
        returns: Vec::new(),
        returned: false,
    }
}

/// The points of answers, what was said about them, and why the answers came back.
#[derive(Clone, Copy)]
pub(crate) struct Said<'a> {
    pub points: &'a PointRows,
    pub talk: &'a Talk,
    pub returns: &'a Returns,
}

/// An answer as pages show it.
pub(crate) fn view(
    row: &answer::Model,
    agency: &AgencyId,
    contents: &Reviewed,
    said: Said<'_>,
    last: &BTreeMap<String, LastAnswer>,
    lists: &Lists,
) -> Result<AnswerView> {
    let base = contents.behind(row, agency);
    let draft = draft(row)?;
    let proposed = draft.as_ref().and_then(|draft| draft.content.as_ref()).map(|content| content.name.clone());
    let name = base.as_ref().map(|base| base.name.clone()).or(proposed).unwrap_or_default();
    let kind = contents.key().kind();
    let errors = draft.as_ref().map(|draft| errors_of(kind, draft, base.as_ref(), row.entry_code.as_deref(), lists));
    Ok(AnswerView {
        id: Some(AnswerId(row.id)),
        code: row.entry_code.as_deref().map(EntryCode::from),
        form_key: String::new(),
        name,
        errors: errors.unwrap_or_default(),
        base,
        draft,
        version: row.version,
        saved_at: row.saved_at,
        saved_by: row.saved_by.clone(),
        points: points(said.points, said.talk, row.id)?,
        last_year: row.entry_code.as_ref().and_then(|code| last.get(code)).cloned(),
        returns: said.returns.get(&row.id).cloned().unwrap_or_default(),
        returned: row.returned,
    })
}
