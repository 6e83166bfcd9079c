//! What was answered in the rounds before.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{AnswerKind, Verdict};
use crate::campaign::CampaignKey;
use crate::change::Place;

/// What an agency said of an entry in the round that answered for it last, and what became of it: the yearly review before,
/// or a round of changes since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastAnswer {
    pub year: CampaignKey,
    pub kind: AnswerKind,
    pub reason: String,
    /// The entry or the agency that it named, as people read it.
    pub target: String,
    /// The day from which it was to be so, as typed.
    pub effective: String,
    pub saved_at: Option<OffsetDateTime>,
    /// The verdicts on its points, each with how often it was given.
    pub verdicts: Vec<(Verdict, usize)>,
    /// What it said, point by point. Told in short: the places that a change of the entry changed, without their texts.
    pub points: Vec<LastPoint>,
}

/// One point of what was answered before, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastPoint {
    /// `None`: the answer as a whole.
    pub place: Option<Place>,
    pub old: String,
    pub new: String,
    /// `None`: nobody decided on it.
    pub verdict: Option<Verdict>,
    /// The value accepted instead, for [`Verdict::AcceptModified`].
    pub value: String,
    /// Why it was decided so.
    pub reason: String,
}
