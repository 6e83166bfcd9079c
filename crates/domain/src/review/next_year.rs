//! Proposals kept for another year: drafts of an agency that belong to no review, until one takes them up.

use serde::{Deserialize, Serialize};
use strum::{Display, EnumString};
use time::{Date, OffsetDateTime};

use super::{AnswerDraft, Both};
use crate::agency::AgencyRef;
use crate::campaign::CampaignKey;
use crate::catalog::{Lists, Named};
use crate::check::FieldError;
use crate::id::KeptId;

/// The most drafts that an agency keeps.
pub const KEPT_MAX: usize = 200;

/// Where a kept draft comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum KeptFrom {
    /// It was not sent in its review, and taken out of it.
    Unsent,
    /// It was sent and given back, and taken out of its review then.
    Returned,
    /// It was sent and refused.
    Refused,
    /// It was written outside of any review.
    Written,
}

/// A draft of a proposal that waits for a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptProposal {
    pub id: KeptId,
    pub draft: AnswerDraft,
    pub from: KeptFrom,
    /// The review that it comes from.
    pub year: Option<CampaignKey>,
    pub version: i64,
    pub saved_at: OffsetDateTime,
    pub saved_by: String,
    /// The review into which it was copied: it is history then, and changes no more.
    pub taken: Option<CampaignKey>,
    /// What it lacks to be sent.
    pub errors: Vec<FieldError>,
    /// It was typed over another's save of this draft, which still waits: the two are to be put together.
    pub beside: Option<KeptId>,
    /// The agency that kept it, where that ended since and another one does its work.
    pub kept_by: Option<AgencyRef>,
}

impl KeptProposal {
    pub fn name(&self) -> &str {
        self.draft.content.as_ref().map(|content| content.name.as_str()).unwrap_or_default()
    }
}

/// The page of an agency's kept drafts, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPage {
    pub agency: AgencyRef,
    /// Those that wait.
    pub open: Vec<KeptProposal>,
    /// Those that a review took up.
    pub taken: Vec<KeptProposal>,
    /// The review that takes proposals of the agency now.
    pub campaign: Option<CampaignKey>,
    pub may_edit: bool,
}

/// The page on which one is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptEditor {
    pub agency: AgencyRef,
    /// `None`: a new one.
    pub kept: Option<KeptProposal>,
    pub lists: Lists,
    pub citations: Vec<Named>,
    /// The day on which the page was made, in Vietnam.
    pub today: Date,
}

/// What saving one gives back. Where somebody else had saved since it was opened, `id` is that of a draft of its own, which
/// is `beside` theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedKept {
    pub id: KeptId,
    pub version: i64,
    pub at: OffsetDateTime,
    pub beside: Option<KeptId>,
    /// What it lacks to be sent.
    pub errors: Vec<FieldError>,
}

/// The page on which a draft and the one that was typed beside it are put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptClash {
    pub agency: AgencyRef,
    /// What was typed, and its own version.
    pub id: KeptId,
    pub version: i64,
    /// The draft that it is beside.
    pub beside: KeptId,
    pub both: Both,
}

impl super::AnswerView {
    /// Whether it is a proposal that does not enter the catalog: its name was refused.
    pub fn is_refused(&self) -> bool {
        let name = Some(crate::change::Place::Field(crate::change::Field::Name));
        let refused = |point: &super::Point| {
            point.decision.as_ref().is_some_and(|decision| decision.verdict == super::Verdict::Reject)
        };
        self.code.is_none() && self.points.iter().any(|point| point.place == name && refused(point))
    }
}
