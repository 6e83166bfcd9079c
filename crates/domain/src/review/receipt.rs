//! Receipts: proof of each sending, and what its hash is over.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::AnswerDraft;
use crate::campaign::CampaignKey;
use crate::id::{AgencyId, EditionId, EntryCode};

/// Proof that a response was sent, one a round. Never changed: that of a further round stands beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// `RS-2026-so-yt-1`; of a round of changes, `RS-2026-1-so-yt-1`.
    pub number: String,
    pub round: u32,
    pub sha256: String,
    pub at: OffsetDateTime,
    /// Who laid the answers before the head.
    pub drafted_by: String,
    pub approved_by: String,
    /// What was sent is kept as it was hashed; not so of what was sent before it was.
    pub kept: bool,
}

/// What a receipt's hash is over, as JSON in this order of fields. It is kept as text: a field that is added later changes
/// no old hash.
#[derive(Clone, Debug, Serialize)]
pub struct Sent<'a> {
    pub receipt: &'a str,
    pub campaign: CampaignKey,
    /// The edition that is reviewed: what is kept is kept as it stands there.
    pub edition: EditionId,
    pub agency: &'a AgencyId,
    pub round: u32,
    /// As RFC 3339 writes it.
    pub sent_at: &'a str,
    pub drafted_by: &'a str,
    pub approved_by: &'a str,
    pub nothing_to_change: bool,
    pub answers: &'a [SentAnswer],
}

/// One answer of what was sent.
#[derive(Clone, Debug, Serialize)]
pub struct SentAnswer {
    /// None of a proposal.
    pub entry: Option<EntryCode>,
    #[serde(flatten)]
    pub said: AnswerDraft,
}
