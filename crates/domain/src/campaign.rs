//! A campaign as the coordinator opens and watches it: a yearly review, or a round of changes between two of them.

mod amendment;
mod course;
mod key;
mod state;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use crate::agency::{AgencyRef, Tier};
use crate::dossier::DossierSummary;
use crate::edition::{EditionDiff, EditionRef};
use crate::id::AgencyId;
use crate::workflow::{CampaignStage, ResponseStage};

pub use amendment::*;
pub use course::{CampaignEvent, Happened, Overtaken, closed_times, move_between, overtaken, standing_return};
pub use key::{AMENDMENTS_MAX, CampaignKey, CampaignKind, NoCampaignKey};
pub use state::{CampaignSigns, CampaignState};

/// What opening a yearly review takes, as typed in the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignDraft {
    pub year: String,
    pub letter_number: String,
    pub letter_date: String,
    /// Empty: the day by the rule of terms.
    pub due_on: String,
}

/// The same, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCampaign {
    pub year: i32,
    pub letter_number: String,
    pub letter_date: Date,
    /// `None`: the day by the rule of terms.
    pub due_on: Option<Date>,
}

/// A row of the list of campaigns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignRow {
    pub key: CampaignKey,
    pub stage: CampaignStage,
    pub state: CampaignState,
    /// Why the catalog is changed out of the yearly cycle; empty of a yearly review.
    pub reason: String,
    /// A round of changes that ended without a decision.
    pub abandoned: bool,
    pub letter_number: String,
    pub letter_date: Date,
    /// The agency whose letter it is, where the round was opened at its request; `None`: the coordinator's own letter.
    pub requested_by: Option<AgencyRef>,
    pub due_on: Date,
    pub opened_at: OffsetDateTime,
    pub agencies: u32,
    pub submitted: u32,
}

/// Where an agency stands, as the board counts it. Late is added to the stage, not instead of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Progress {
    NotStarted,
    InProgress,
    Submitted,
    Returned,
    Accepted,
    Late,
}

/// One agency on the board.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardRow {
    pub agency: AgencyRef,
    pub tier: Tier,
    pub stage: ResponseStage,
    pub entries: u32,
    pub answered: u32,
    pub proposals: u32,
    pub submitted_at: Option<OffsetDateTime>,
    /// Working days late; 0 when in time. Of a response sent late it stays what it was.
    pub days_late: i64,
}

impl BoardRow {
    /// Whether the row belongs to what a number on the board counts.
    pub fn counts_as(&self, progress: Progress) -> bool {
        match progress {
            Progress::NotStarted => self.stage == ResponseStage::NotStarted,
            Progress::InProgress => {
                matches!(self.stage, ResponseStage::InProgress | ResponseStage::AwaitingApproval)
            }
            Progress::Submitted => self.stage == ResponseStage::Submitted,
            Progress::Returned => self.stage == ResponseStage::Returned,
            Progress::Accepted => self.stage == ResponseStage::Accepted,
            Progress::Late => self.days_late > 0,
        }
    }

    /// It sent its answers, and they are not accepted: closing passes it, as it passes those who sent none.
    pub fn is_unfinished(&self) -> bool {
        self.submitted_at.is_some() && self.stage != ResponseStage::Accepted
    }
}

/// The coordinator's board of one campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoardPage {
    pub campaign: CampaignRow,
    pub rows: Vec<BoardRow>,
    /// The draft edition once it is compiled.
    pub draft: Option<EditionRef>,
    /// Answers whose points are not all decided.
    pub undecided: u32,
    /// What happened to it, oldest first.
    pub events: Vec<CampaignEvent>,
    pub may_manage: bool,
    /// The person may see the table of other agencies' opinions.
    pub sees_opinions: bool,
}

/// The page of the draft edition and its comparison with the edition in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPage {
    pub campaign: CampaignRow,
    pub diff: EditionDiff,
    pub dossier: DossierSummary,
    /// The executive office gave it back, and it was not laid before it since.
    pub returned: Option<CampaignEvent>,
    pub version: i64,
    pub may_submit: bool,
    pub may_issue: bool,
}

/// What recording the decision takes, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionDraft {
    pub number: String,
    pub date: String,
    pub effective_from: String,
    pub signer: String,
    pub signer_title: String,
}

/// What an agency or person has to do now, for `/viec-cua-toi`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub kind: TaskKind,
    /// `None`: of no campaign.
    pub campaign: Option<CampaignKey>,
    pub agency: AgencyRef,
    pub due_on: Option<Date>,
    pub days_left: Option<i64>,
    /// The day is that of answers that came back.
    pub due_again: bool,
    /// How many things the task holds.
    pub count: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TaskKind {
    AnswerReview,
    AnswerReturned,
    /// The coordinator asked about points of the answers.
    AnswerQuestions,
    /// What the officer typed over another's save is not in the answers yet.
    SettleTexts,
    ApproveResponse,
    /// The agency was asked for its opinion on others' answers.
    GiveOpinions,
    Appraise,
    /// Agencies made remarks on answers, and nobody wrote how they were taken up.
    HandleOpinions,
    CloseCampaign,
    CompileEdition,
    SubmitEdition,
    IssueEdition,
    OpenCampaign,
    ImportCatalog,
    /// Agencies asked for changes out of the yearly cycle.
    DecideRequests,
}

/// An agency that a review or a round of changes may ask, and on how many entries.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeRow {
    pub agency: AgencyRef,
    pub id: AgencyId,
    pub entries: u32,
}

#[cfg(test)]
mod tests {
    use strum::IntoEnumIterator;

    use super::*;

    #[test]
    fn every_stage_is_counted_once_and_late_beside_it() {
        let mut table = String::new();
        for stage in ResponseStage::iter() {
            for days_late in [0, 1] {
                let row = BoardRow {
                    agency: AgencyRef { id: AgencyId::from("so-yt"), name: String::new() },
                    tier: Tier::Province,
                    stage,
                    entries: 0,
                    answered: 0,
                    proposals: 0,
                    submitted_at: None,
                    days_late,
                };
                let counted: Vec<String> =
                    Progress::iter().filter(|progress| row.counts_as(*progress)).map(|one| one.to_string()).collect();
                table.push_str(&format!("{stage} {days_late}: {}\n", counted.join(" ")));
            }
        }
        let expected = "\
not_started 0: not_started
not_started 1: not_started late
in_progress 0: in_progress
in_progress 1: in_progress late
awaiting_approval 0: in_progress
awaiting_approval 1: in_progress late
submitted 0: submitted
submitted 1: submitted late
returned 0: returned
returned 1: returned late
accepted 0: accepted
accepted 1: accepted late
";
        assert_eq!(table, expected);
    }
}
