//! What was answered in the rounds before.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{AnswerKind, Verdict};
use crate::campaign::CampaignKey;

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
}
