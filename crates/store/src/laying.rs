//! From the officer to the head of the agency, and from there to the coordinator (articles 16.3, 18.1).

use domain::account::Actor;
use domain::campaign::{CampaignKey, CampaignKind};
use domain::catalog::{EntryContent, Lists};
use domain::change::{Change, Place, diff, points_of_new};
use domain::check::{FieldCode, FieldError, has_errors};
use domain::id::{AccountId, AgencyId, EntryCode};
use domain::policy::{Act, authorize};
use domain::reminder::NoticeKind;
use domain::review::{AnswerDraft, AnswerKind, BuildPlan, Receipt, SentAnswer};
use domain::workflow::{ResponseMove, next_response};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, DatabaseTransaction, EntityTrait, IntoActiveModel};
use time::OffsetDateTime;

use crate::asides::unsettled;
use crate::entity::{answer, point};
use crate::legal::lists_to_check;
use crate::moves::{Told, tell_of_answers};
use crate::receipts::keep_receipt;
use crate::review_rows::{
    answers_of, campaign_of, draft, errors_of, move_response, points_of, response_of, response_stage, same_version,
    takes_answers,
};
use crate::reviewed::Reviewed;
use crate::rows::remark;
use crate::targets::{Targets, any_merges};
use crate::{Error, Result, Store, audit};

impl Store {
    /// Lays the answers before the head of the agency.
    ///
    /// # Errors
    /// Refused to all but the agency's officer; [`Error::Invalid`] with what is missing: an entry without an answer, an
    /// answer that is not complete, a target that is none or leaves the catalog itself, what the officer typed over another's
    /// save and neither put together with it nor dropped; in a round of changes, no change;
    /// [`Error::Conflict`] when the response is not the `version` that the officer read.
    pub async fn lay_before_head(
        &self,
        actor: &Actor,
        key: CampaignKey,
        agency: &AgencyId,
        version: i64,
    ) -> Result<()> {
        authorize(actor, &Act::EditResponse(agency))?;
        let contents = self.reviewed(key).await?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::Propose)?;
        let response = response_of(&tx, key, agency).await?;
        // What lies before the head already is told as such, not as a conflict.
        if next_response(response_stage(&response)?, ResponseMove::Propose).is_ok() {
            same_version(response.version, version)?;
        }
        let answers = answers_of(&tx, vec![response.id]).await?;
        let merges = any_merges(&answers);
        let targets = Targets::load(&tx, &contents, &book, actor.today(), &answers, merges).await?;
        let mut errors = missing(key.kind(), &answers, &contents, agency, &lists, &targets)?;
        let waiting = unsettled(&tx, actor, response_stage(&response)?, &answers).await?;
        errors.extend(waiting.into_iter().map(|row| FieldError::new(name_of(row), FieldCode::Unsettled)));
        let says_nothing = if key.kind().wants_every_answer() {
            answers.is_empty() && !response.nothing_to_change
        } else {
            let kinds = answers.iter().map(draft).collect::<Result<Vec<_>>>()?;
            !kinds.iter().flatten().any(|said| key.kind().appraises(said.kind))
        };
        if says_nothing {
            let field = if key.is_amending() { "changes" } else { "nothing" };
            return Err(Error::Invalid(vec![FieldError::new(field, FieldCode::Required)]));
        }
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        let row = move_response(&tx, actor, response, ResponseMove::Propose, "").await?;
        let id = row.id;
        let mut row = row.into_active_model();
        row.laid_by = Set(actor.account.as_ref().map(|account| account.id.to_string()));
        row.comment = Set(String::new());
        let row = row.update(&tx).await?;
        tell_of_answers(&tx, actor, &book, &row, NoticeKind::Laid, Told::default()).await?;
        audit::append(&tx, actor, "response.lay", id, serde_json::json!({ "agency": agency })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The head gives the answers back to the officer.
    ///
    /// # Errors
    /// Refused to all but the head of the agency; a missing comment.
    pub async fn send_back(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId, comment: &str) -> Result<()> {
        let book = self.book().await?;
        let tx = self.begin().await?;
        let response = response_of(&tx, key, agency).await?;
        let drafted_by = response.laid_by.clone().map(AccountId);
        authorize(actor, &Act::ApproveResponse { agency, drafted_by: drafted_by.as_ref() })?;
        takes_answers(&campaign_of(&tx, key).await?, ResponseMove::SendBack)?;
        let comment = remark("comment", comment)?;
        let row = move_response(&tx, actor, response, ResponseMove::SendBack, &comment).await?;
        let id = row.id;
        let mut row = row.into_active_model();
        row.comment = Set(comment.clone());
        let row = row.update(&tx).await?;
        let said = Told { note: &comment, ..Told::default() };
        tell_of_answers(&tx, actor, &book, &row, NoticeKind::SentBack, said).await?;
        audit::append(&tx, actor, "response.send_back", id, serde_json::json!({ "comment": comment })).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The head approves: the answers become points for the coordinator to decide. In a later round a point that stands
    /// as before keeps its verdict; what is said anew is to be decided anew.
    ///
    /// # Errors
    /// Refused to all but the head of the agency, and to whoever laid the answers before the head; [`Error::Conflict`]
    /// when the response is not the `version` that the head saw; [`Error::Invalid`] with the answers that are complete no
    /// more: what an answer names may have been retired since it was laid.
    pub async fn approve(&self, actor: &Actor, key: CampaignKey, agency: &AgencyId, version: i64) -> Result<Receipt> {
        let contents = self.reviewed(key).await?;
        let lists = lists_to_check(self.read(), actor.today()).await?;
        let book = self.book().await?;
        let tx = self.begin().await?;
        let response = response_of(&tx, key, agency).await?;
        let drafted_by = response.laid_by.clone().map(AccountId);
        authorize(actor, &Act::ApproveResponse { agency, drafted_by: drafted_by.as_ref() })?;
        let campaign = campaign_of(&tx, key).await?;
        takes_answers(&campaign, ResponseMove::Approve)?;
        let stands = response.version;
        let row = move_response(&tx, actor, response, ResponseMove::Approve, "").await?;
        same_version(stands, version)?;
        let round = row.round + 1;
        let answers = answers_of(&tx, vec![row.id]).await?;
        let merges = any_merges(&answers);
        let targets = Targets::load(&tx, &contents, &book, actor.today(), &answers, merges).await?;
        let incomplete = missing(key.kind(), &answers, &contents, agency, &lists, &targets)?;
        if !incomplete.is_empty() {
            return Err(Error::Invalid(incomplete));
        }
        let before = points_of(&tx, answers.iter().map(|answer| answer.id).collect()).await?;
        let mut sent = Vec::new();
        for answer in answers {
            let Some(said) = draft(&answer)? else { continue };
            let appraised = key.kind().appraises(said.kind);
            let points = if appraised { matters(&said, contents.behind(&answer, agency).as_ref()) } else { Vec::new() };
            sent.push(SentAnswer { entry: answer.entry_code.as_deref().map(EntryCode::from), said });
            // Every answer, not only what was returned: the head may have sent all of them back to the officer meanwhile.
            renew(&tx, &answer, points, &before, (round, actor.at)).await?;
            let mut answer = answer.into_active_model();
            answer.returned = Set(false);
            answer.update(&tx).await?;
        }
        let receipt = keep_receipt(&tx, actor, &campaign, &row, round, &sent).await?;
        let (id, first) = (row.id, row.first_submitted_at);
        let mut row = row.into_active_model();
        row.round = Set(round);
        row.submitted_at = Set(Some(actor.at));
        row.first_submitted_at = Set(first.or(Some(actor.at)));
        let row = row.update(&tx).await?;
        let said = Told { letter: &receipt.number, ..Told::default() };
        tell_of_answers(&tx, actor, &book, &row, NoticeKind::Submitted, said).await?;
        let detail = serde_json::json!({ "receipt": receipt.number, "sha256": receipt.sha256 });
        audit::append(&tx, actor, "response.approve", id, detail).await?;
        tx.commit().await?;
        Ok(receipt)
    }
}

/// What keeps a response from being laid before the head, and from being approved: fields named by the answer they belong to.
fn missing(
    kind: CampaignKind,
    answers: &[answer::Model],
    contents: &Reviewed,
    agency: &AgencyId,
    lists: &Lists,
    targets: &Targets<'_>,
) -> Result<Vec<FieldError>> {
    let mut errors = Vec::new();
    for row in answers {
        let field = name_of(row);
        match draft(row)? {
            None if !kind.wants_every_answer() => {}
            None => errors.push(FieldError::new(field, FieldCode::Required)),
            Some(said) => {
                let (base, code) = (contents.behind(row, agency), row.entry_code.as_deref());
                let remarks = errors_of(kind, &said, base.as_ref(), code, lists);
                let itself = remarks.iter().find(|one| one.code == FieldCode::Itself).cloned();
                match itself.or_else(|| targets.fault_or_merged(&said, code)) {
                    Some(fault) => errors.push(FieldError { field, ..fault }),
                    None if has_errors(&remarks) => errors.push(FieldError::new(field, FieldCode::Incomplete)),
                    None => {}
                }
            }
        }
    }
    Ok(errors)
}

/// The answer as a remark on the whole response names it.
fn name_of(row: &answer::Model) -> String {
    row.entry_code.clone().unwrap_or_else(|| format!("de-xuat-{}", row.id))
}

/// What is to be decided of an answer: its changes, of a proposal its plan too, or itself as a whole.
fn points_to_decide(said: &AnswerDraft, base: Option<&EntryContent>) -> Vec<(Option<Change>, String)> {
    match (said.kind, &said.content, base) {
        (AnswerKind::Modify, Some(content), Some(base)) => {
            diff(base, content).into_iter().map(|change| (Some(change), String::new())).collect()
        }
        (AnswerKind::Propose, Some(content), _) => {
            let of_plan = said.plan.iter().flat_map(BuildPlan::points);
            points_of_new(content).into_iter().chain(of_plan).map(|change| (Some(change), String::new())).collect()
        }
        (AnswerKind::Merge | AnswerKind::Transfer, _, _) => vec![(None, said.target.clone())],
        (AnswerKind::Keep | AnswerKind::Withdraw | AnswerKind::Modify | AnswerKind::Propose, _, _) => {
            vec![(None, said.reason.clone())]
        }
    }
}

/// The columns of a point that say what is to be decided: its place, the value in force and the one proposed.
type Matter = (Option<String>, Option<String>, String, String);

fn matter(kind: AnswerKind, change: Option<Change>, whole: String) -> Matter {
    match change {
        Some(change) => (Some(change.place.key()), change.place.item().map(str::to_owned), change.old, change.new),
        None => (None, None, kind.to_string(), whole),
    }
}

fn is_about(row: &point::Model, matter: &Matter) -> bool {
    (&row.place_key, &row.place_item, &row.old_value, &row.new_value) == (&matter.0, &matter.1, &matter.2, &matter.3)
}

fn is_of_plan(key: Option<&str>) -> bool {
    key.and_then(|key| Place::parse(key, None)).is_some_and(|place| place.is_of_plan())
}

/// Whether points are what an answer says today: it was not changed since they were made. A proposal that was sent before its
/// plan had points stands by those of its entry alone.
pub(crate) fn stand_for(points: &[&point::Model], said: &AnswerDraft, base: Option<&EntryContent>) -> bool {
    let mut wanted: Vec<Matter> = matters(said, base);
    if !points.iter().any(|row| is_of_plan(row.place_key.as_deref())) {
        wanted.retain(|matter| !is_of_plan(matter.0.as_deref()));
    }
    wanted.len() == points.len() && wanted.iter().all(|one| points.iter().any(|row| is_about(row, one)))
}

fn matters(said: &AnswerDraft, base: Option<&EntryContent>) -> Vec<Matter> {
    let points = points_to_decide(said, base).into_iter();
    points.map(|(change, whole)| matter(said.kind, change, whole)).collect()
}

/// Sets the points of an answer: those that stand as before keep their verdicts, others are superseded, new ones added.
async fn renew(
    tx: &DatabaseTransaction,
    answer: &answer::Model,
    wanted: Vec<Matter>,
    before: &[point::Model],
    (round, at): (i32, OffsetDateTime),
) -> Result<()> {
    let mut standing: Vec<&point::Model> =
        before.iter().filter(|row| row.answer_id == answer.id && !row.superseded).collect();
    let mut added = Vec::new();
    for (position, matter) in (0..).zip(wanted) {
        if let Some(same) = standing.iter().position(|row| is_about(row, &matter)) {
            standing.remove(same);
            continue;
        }
        let (key, item, old, new) = matter;
        added.push(point::ActiveModel {
            id: sea_orm::ActiveValue::NotSet,
            answer_id: Set(answer.id),
            position: Set(position),
            place_key: Set(key),
            place_item: Set(item),
            old_value: Set(old),
            new_value: Set(new),
            round: Set(round),
            superseded: Set(false),
            verdict: Set(None),
            verdict_value: Set(String::new()),
            verdict_reason: Set(String::new()),
            decided_by: Set(String::new()),
            decided_at: Set(None),
            fell_at: Set(None),
            first_decided_at: Set(None),
        });
    }
    for row in standing {
        let mut row = row.clone().into_active_model();
        row.superseded = Set(true);
        row.fell_at = Set(Some(at));
        row.update(tx).await?;
    }
    for chunk in added.chunks(100) {
        point::Entity::insert_many(chunk.to_vec()).exec_without_returning(tx).await?;
    }
    Ok(())
}
