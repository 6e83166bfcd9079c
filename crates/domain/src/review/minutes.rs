//! The minutes of an appraisal: every point, who decided it, when and why.

use serde::{Deserialize, Serialize};
use time::Date;

use super::opinion::Opinion;
use super::{AnswerKind, BuildPlan, Point, ReturnNote};
use crate::agency::AgencyRef;
use crate::campaign::CampaignRow;
use crate::catalog::Lists;
use crate::id::EntryCode;
use crate::page::Page;

/// Which part of the minutes is wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesFilter {
    /// Of one agency; empty: of all.
    #[serde(default)]
    pub agency: String,
    /// Parts count from 1.
    #[serde(default)]
    pub part: u32,
}

/// One answer in the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutedAnswer {
    pub agency: AgencyRef,
    /// `None` for a proposal.
    pub code: Option<EntryCode>,
    pub name: String,
    pub kind: AnswerKind,
    /// What the officer gave as the reason, and as the day from which it is so.
    pub reason: String,
    pub effective: String,
    /// How a proposal is to be built.
    pub plan: Option<BuildPlan>,
    /// The coordinator's last comment, where the answer came back.
    pub comment: String,
    /// Every such comment, oldest first.
    pub returns: Vec<ReturnNote>,
    pub points: Vec<Point>,
    /// What other agencies were asked about it, and said.
    pub opinions: Vec<Opinion>,
}

/// The minutes, as far as the person who looks may see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MinutesPage {
    pub campaign: CampaignRow,
    /// The agencies whose answers were sent, in the order of the annex.
    pub agencies: Vec<AgencyRef>,
    pub answers: Page<MinutedAnswer>,
    /// Points of the whole that have a verdict, and that have none yet.
    pub decided: u32,
    pub open: u32,
    pub lists: Lists,
    /// The day on which they were read, in Vietnam.
    pub today: Date,
    /// Names of agencies that transfers and changes of owner mention.
    pub named: Vec<AgencyRef>,
}
