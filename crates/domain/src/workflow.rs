//! The stages of a campaign, of an agency's response, of an edition and of a report, and every legal move between them.
//! `store` is the only caller that changes a stage; pages ask [`campaign_moves`] and its kin which buttons to show.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString, IntoEnumIterator};
use thiserror::Error;

mod acts;
mod report;
mod request;

pub use report::{ReportMove, ReportStage, next_report, report_moves};
pub use request::{RequestMove, RequestStage, next_request, request_moves};

/// A yearly review, or a round of changes between two (articles 8.2, 16.2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CampaignStage {
    Planned,
    Open,
    Closed,
    /// The draft edition is compiled.
    Consolidated,
    /// The draft is with the executive office.
    Submitted,
    /// The new edition is in force.
    Concluded,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CampaignMove {
    Open,
    Close,
    /// Back to open, with a reason.
    Reopen,
    Compile,
    Submit,
    /// The executive office gives the draft back.
    Return,
    Conclude,
    /// A round of changes ends without a decision; the reason is kept.
    Abandon,
}

/// One agency's response in a campaign.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ResponseStage {
    NotStarted,
    InProgress,
    /// Complete, waits for the head of the agency (article 18.1).
    AwaitingApproval,
    Submitted,
    Returned,
    Accepted,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum ResponseMove {
    /// An answer is written or changed.
    Edit,
    /// The officer lays the answers before the head.
    Propose,
    /// The head gives them back to the officer.
    SendBack,
    /// The head approves: they go to the coordinator.
    Approve,
    /// The coordinator gives a verdict on a point.
    Appraise,
    /// The coordinator returns the response with a comment.
    Return,
    /// The coordinator has settled every point.
    Accept,
}

/// One issue of the catalog.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionStage {
    Compiling,
    Submitted,
    Issued,
    Superseded,
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum EditionMove {
    /// To the executive office.
    Submit,
    /// Back to the coordinator.
    Return,
    /// The decision is recorded: in force.
    Issue,
    /// Another edition came into force.
    Supersede,
}

/// A move that the stage does not allow.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("move {attempted} is not allowed at stage {stage}")]
pub struct IllegalMove {
    pub stage: String,
    pub attempted: String,
}

fn illegal<T>(stage: impl ToString, attempted: impl ToString) -> Result<T, IllegalMove> {
    Err(IllegalMove { stage: stage.to_string(), attempted: attempted.to_string() })
}

/// The stage after a move of a campaign.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_campaign(stage: CampaignStage, attempted: CampaignMove) -> Result<CampaignStage, IllegalMove> {
    use CampaignMove as M;
    use CampaignStage as S;
    Ok(match (stage, attempted) {
        (S::Planned, M::Open) => S::Open,
        (S::Open, M::Close) => S::Closed,
        (S::Closed | S::Consolidated, M::Reopen) => S::Open,
        (S::Closed | S::Consolidated, M::Compile) => S::Consolidated,
        (S::Consolidated, M::Submit) => S::Submitted,
        (S::Submitted, M::Return) => S::Consolidated,
        (S::Submitted, M::Conclude) => S::Concluded,
        (S::Open | S::Closed | S::Consolidated, M::Abandon) => S::Concluded,
        (S::Planned | S::Open | S::Closed | S::Consolidated | S::Submitted | S::Concluded, _) => {
            return illegal(stage, attempted);
        }
    })
}

/// The stage after a move of a response.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_response(stage: ResponseStage, attempted: ResponseMove) -> Result<ResponseStage, IllegalMove> {
    use ResponseMove as M;
    use ResponseStage as S;
    Ok(match (stage, attempted) {
        (S::NotStarted | S::InProgress, M::Edit) => S::InProgress,
        (S::Returned, M::Edit) => S::Returned,
        (S::InProgress | S::Returned, M::Propose) => S::AwaitingApproval,
        (S::AwaitingApproval, M::SendBack) => S::InProgress,
        (S::AwaitingApproval, M::Approve) => S::Submitted,
        (S::Submitted, M::Appraise) => S::Submitted,
        // While the officer mends what came back, the appraiser works on the rest, and may send back more.
        (S::Returned, M::Appraise | M::Return) => S::Returned,
        (S::Submitted, M::Return) => S::Returned,
        (S::Submitted, M::Accept) => S::Accepted,
        // A verdict may be mended until the campaign is compiled: the response is open to appraisal again.
        (S::Accepted, M::Appraise) => S::Submitted,
        (S::Accepted, M::Return) => S::Returned,
        (S::NotStarted | S::InProgress | S::AwaitingApproval | S::Submitted | S::Returned | S::Accepted, _) => {
            return illegal(stage, attempted);
        }
    })
}

/// The stage after a move of an edition.
///
/// # Errors
/// [`IllegalMove`] where the stage does not allow it.
pub fn next_edition(stage: EditionStage, attempted: EditionMove) -> Result<EditionStage, IllegalMove> {
    use EditionMove as M;
    use EditionStage as S;
    Ok(match (stage, attempted) {
        (S::Compiling, M::Submit) => S::Submitted,
        (S::Submitted, M::Return) => S::Compiling,
        (S::Submitted, M::Issue) => S::Issued,
        (S::Issued, M::Supersede) => S::Superseded,
        (S::Compiling | S::Submitted | S::Issued | S::Superseded, _) => return illegal(stage, attempted),
    })
}

/// The moves that a campaign's stage allows.
pub fn campaign_moves(stage: CampaignStage) -> Vec<CampaignMove> {
    CampaignMove::iter().filter(|attempted| next_campaign(stage, *attempted).is_ok()).collect()
}

/// The moves that a response's stage allows, while its campaign takes answers.
pub fn response_moves(stage: ResponseStage) -> Vec<ResponseMove> {
    ResponseMove::iter().filter(|attempted| next_response(stage, *attempted).is_ok()).collect()
}

/// Whether one answer of a response may be changed, while its campaign takes answers: of those that were sent only what
/// came back.
pub fn may_edit_answer(stage: ResponseStage, returned: bool) -> bool {
    next_response(stage, ResponseMove::Edit).is_ok()
        && (returned || next_response(stage, ResponseMove::Return).is_err())
}

/// The moves that an edition's stage allows.
pub fn edition_moves(stage: EditionStage) -> Vec<EditionMove> {
    EditionMove::iter().filter(|attempted| next_edition(stage, *attempted).is_ok()).collect()
}

impl CampaignStage {
    /// Whether nothing is left to be done: the next review may be opened.
    pub fn is_over(self) -> bool {
        campaign_moves(self).is_empty()
    }

    /// Whether agencies may still answer and the coordinator appraise.
    pub fn takes_answers(self) -> bool {
        next_campaign(self, CampaignMove::Close).is_ok()
    }
}

impl EditionStage {
    /// Whether the public sees it.
    pub fn is_public(self) -> bool {
        match self {
            Self::Compiling | Self::Submitted => false,
            Self::Issued | Self::Superseded => true,
        }
    }
}

#[cfg(test)]
mod tests;
