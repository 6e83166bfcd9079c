//! What one must be allowed to do to make a move: the table of the tests and that of the documentation read it here.

use super::{CampaignMove, EditionMove, ReportMove, RequestMove, ResponseMove};
use crate::id::{AccountId, AgencyId};
use crate::policy::{Act, Answers};
use crate::report::ReportKind;

impl CampaignMove {
    pub fn act(self) -> Act<'static> {
        match self {
            Self::Open | Self::Close | Self::Reopen | Self::Compile | Self::Submit | Self::Abandon => {
                Act::ManageCampaign
            }
            Self::Return | Self::Conclude => Act::IssueEdition,
        }
    }
}

impl ResponseMove {
    /// `agency`: whose response it is for those who write it, `appraised` for those who appraise it; `drafted_by`: who laid it
    /// before the head.
    pub fn act<'a>(self, agency: &'a AgencyId, appraised: Answers<'a>, drafted_by: &'a AccountId) -> Act<'a> {
        match self {
            Self::Edit | Self::Propose => Act::EditResponse(agency),
            Self::SendBack | Self::Approve => Act::ApproveResponse { agency, drafted_by: Some(drafted_by) },
            Self::Appraise | Self::Return | Self::Accept => Act::Appraise(appraised),
        }
    }
}

impl EditionMove {
    pub fn act(self) -> Act<'static> {
        match self {
            Self::Submit => Act::ManageCampaign,
            Self::Return | Self::Issue | Self::Supersede => Act::IssueEdition,
        }
    }
}

impl RequestMove {
    /// `agency`: whose request it is.
    pub fn act(self, agency: &AgencyId) -> Act<'_> {
        match self {
            Self::Accept | Self::Reject => Act::ManageCampaign,
            Self::Withdraw => Act::RaiseChange(agency),
        }
    }
}

impl ReportMove {
    /// `agency`: who reports, of the consolidated report whoever coordinates; `taken`: whose it is for those who accept it;
    /// `drafted_by`: who laid it before the head.
    pub fn act<'a>(
        self,
        kind: ReportKind,
        agency: &'a AgencyId,
        taken: Answers<'a>,
        drafted_by: Option<&'a AccountId>,
    ) -> Act<'a> {
        match (self, kind) {
            (Self::SendBack | Self::Approve, _) => Act::ApproveReport { agency, drafted_by },
            (Self::Return | Self::Accept, ReportKind::Agency) => Act::TakeReport(taken),
            (Self::Begin | Self::Edit | Self::Propose | Self::Forward, ReportKind::Agency) => Act::WriteReport(agency),
            (
                Self::Begin | Self::Edit | Self::Propose | Self::Return | Self::Accept | Self::Forward,
                ReportKind::Consolidated,
            ) => Act::Consolidate,
        }
    }
}
