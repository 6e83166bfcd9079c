//! The appraiser's queue and verdicts.

use std::collections::BTreeMap;

use domain::campaign::CampaignKey;
use domain::catalog::SharingForm;
use domain::change::encode_matrix;
use domain::id::{AgencyId, AnswerId, ClassId, PointId};
use domain::review::{AppraisalPage, MinutesFilter, MinutesPage, QueueFilter, ReturnNote, Verdict, VerdictInput};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::error::AppError;

/// The queue, and the answer chosen in it.
#[server(endpoint = "appraisal", input = GetUrl)]
pub async fn appraisal(
    year: CampaignKey,
    filter: QueueFilter,
    chosen: Option<AnswerId>,
) -> Result<AppraisalPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.appraisal(&cx.actor, year, &filter, chosen).await?)
}

/// The minutes of the appraisal.
#[server(endpoint = "minutes", input = GetUrl)]
pub async fn minutes(year: CampaignKey, filter: MinutesFilter) -> Result<MinutesPage, AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.minutes(&cx.actor, year, &filter).await?)
}

/// A verdict as the form sends it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VerdictForm {
    pub point: PointId,
    pub verdict: Verdict,
    #[serde(default)]
    pub value: String,
    /// Another row of the matrix for a new item: the form of sharing of each class.
    #[serde(default)]
    pub matrix: BTreeMap<ClassId, SharingForm>,
    #[serde(default)]
    pub reason: String,
    /// When the verdict that the appraiser saw was given (Unix seconds and nanoseconds); empty for none.
    #[serde(default)]
    pub seen: String,
}

impl VerdictForm {
    /// The moment of the verdict seen.
    pub fn seen_at(&self) -> Option<OffsetDateTime> {
        let nanos: i128 = self.seen.parse().ok()?;
        OffsetDateTime::from_unix_timestamp_nanos(nanos).ok()
    }

    /// The verdict. A value counts only where another one is accepted: the form always sends one.
    pub fn input(&self) -> VerdictInput {
        let value = match self.verdict {
            Verdict::AcceptModified if self.matrix.is_empty() => self.value.clone(),
            Verdict::AcceptModified => encode_matrix(&self.matrix),
            Verdict::Accept | Verdict::Reject => String::new(),
        };
        VerdictInput { verdict: self.verdict, value, reason: self.reason.clone() }
    }
}

/// Decides one point.
#[server(endpoint = "verdict")]
pub async fn decide(form: VerdictForm) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let decided = cx.store.decide(&cx.actor, form.point, form.seen_at(), &form.input()).await;
    decided.map_err(|error| AppError::from(error).keeping(&form))
}

/// Asks about a point, or answers what was asked.
#[server(endpoint = "point-say")]
pub async fn say(point: PointId, text: String) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    let said = cx.store.say_on_point(&cx.actor, point, &text).await;
    said.map_err(|error| AppError::from(error).keeping(&Say { point, text }))
}

/// Accepts every point of an answer that has no verdict yet. `round` is that of the answer that the appraiser saw. Gives the
/// number of points, with the answer that they are of: the page may show another one by then.
#[server(endpoint = "verdict-all")]
pub async fn accept_all(answer: AnswerId, round: u32) -> Result<(AnswerId, u32), AppError> {
    let cx = crate::context::request()?;
    let input = VerdictInput { verdict: Verdict::Accept, value: String::new(), reason: String::new() };
    Ok((answer, cx.store.decide_all(&cx.actor, answer, round, &input).await?))
}

/// Accepts the unchanged entries of every agency, or of one. Gives the number of entries.
#[server(endpoint = "accept-keeps")]
pub async fn accept_keeps(year: CampaignKey, #[server(default)] agency: String) -> Result<u32, AppError> {
    let cx = crate::context::request()?;
    let agency = (!agency.is_empty()).then_some(AgencyId(agency));
    Ok(cx.store.accept_keeps(&cx.actor, year, agency.as_ref()).await?)
}

/// Gives an answer back to the officer with a comment. Gives the answer, and the return before where it had come back already.
#[server(endpoint = "answer-return")]
pub async fn return_answer(
    answer: AnswerId,
    round: u32,
    comment: String,
) -> Result<(AnswerId, Option<ReturnNote>), AppError> {
    let cx = crate::context::request()?;
    let returned = cx.store.return_answer(&cx.actor, answer, round, &comment).await;
    let returned = returned.map(|before| (answer, before));
    returned.map_err(|error| AppError::from(error).keeping(&ReturnAnswer { answer, round, comment }))
}

/// Accepts a response whose points are all decided, or that has none.
#[server(endpoint = "response-accept")]
pub async fn accept_response(year: CampaignKey, agency: AgencyId) -> Result<(), AppError> {
    let cx = crate::context::request()?;
    Ok(cx.store.accept_response(&cx.actor, year, &agency).await?)
}
