//! The dossier with which a draft edition is laid before the Chairman (articles 3.3, 8.2, 16.2): the submission, the draft
//! decision, the annex, the comparison, and the table of opinions. All that they say stands in one [`Dossier`], so that
//! their figures are equal; numbers and dates that the document system gives are there only once they were recorded.

mod basis;
mod figures;
mod files;
mod opinions;
mod record;

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use time::Date;

use crate::agency::AgencyRef;
use crate::campaign::{CampaignRow, Overtaken};
use crate::catalog::{EntryStatus, Lists};
use crate::edition::{Comparison, ContentGroup, EditionContent, EditionRef};
use crate::legal::LegalDocument;
use crate::review::MinutedAnswer;

pub use basis::{BASIS_LINES_MAX, basis_of, default_basis};
pub use figures::{AgencyAnswers, AnswerFigures, Figures, UnsentFigures, VerdictFigures, answer_figures, figures};
pub use files::{ARCHIVE, DossierFile};
pub use opinions::{OpinionRow, Outcome, PlanRow, Said, Subject, asked_opinions, opinions, plans};
pub use record::{DossierForm, DossierRecord, NewRecord, SigningCapacity};

/// An answer of the review with what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Weighed {
    pub answer: MinutedAnswer,
    /// The draft was compiled with it. What came back to the agency and was not sent again changes nothing.
    pub stands: bool,
}

/// The executive office gave the draft back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficeReturn {
    pub on: Date,
    pub reason: String,
}

/// A part of the annex: the whole list of an edition, or, of one that amends, what is added, changed, or leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnnexPart<'a> {
    /// `None`: the whole list.
    pub status: Option<EntryStatus>,
    /// The whole list is borrowed: it is nearly all that a dossier weighs.
    pub groups: Cow<'a, [ContentGroup]>,
}

impl AnnexPart<'_> {
    pub fn entries(&self) -> usize {
        self.groups.iter().map(|group| group.entries.len()).sum()
    }
}

/// Everything that the documents of a dossier say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dossier {
    pub campaign: CampaignRow,
    pub record: DossierRecord,
    pub draft: EditionRef,
    pub base: EditionRef,
    /// Of a draft that amends: the catalog issued as a whole that it amends in the end.
    pub amends: Option<EditionRef>,
    pub coordinator: AgencyRef,
    pub office: AgencyRef,
    /// The documents that the decision is based on.
    pub basis: Vec<LegalDocument>,
    /// Who was asked and what each answered, in the order of the annex.
    pub agencies: Vec<AgencyAnswers>,
    pub closed_on: Option<Date>,
    /// Oldest first.
    pub returns: Vec<OfficeReturn>,
    pub opinions: Vec<OpinionRow>,
    /// Of the proposals that enter.
    pub plans: Vec<PlanRow>,
    /// The list of the draft, whole.
    pub content: EditionContent,
    /// What leaves, as the edition before has it; only of a draft that amends.
    pub leaving: Vec<ContentGroup>,
    pub comparison: Comparison,
    /// The day of the decision, else that of making the dossier.
    pub day: Date,
}

impl Dossier {
    /// The figures that the submission and the page of the draft tell.
    pub fn figures(&self) -> Figures {
        figures(&self.agencies, &self.opinions)
    }

    /// Whether the decision amends a catalog instead of issuing one anew.
    pub fn is_amending(&self) -> bool {
        self.amends.is_some()
    }

    pub fn lists(&self) -> &Lists {
        &self.content.lists
    }

    /// What was not accepted as it was proposed, and what was given back and not sent again.
    pub fn refused(&self) -> impl Iterator<Item = &OpinionRow> {
        self.opinions.iter().filter(|row| row.outcome.is_refusal())
    }

    /// The annex of the decision: the whole list, or the entries that an amending decision names.
    pub fn annex(&self) -> Vec<AnnexPart<'_>> {
        if !self.is_amending() {
            return vec![AnnexPart { status: None, groups: Cow::Borrowed(&self.content.groups) }];
        }
        let status_of = |code: &crate::id::EntryCode| {
            self.comparison.entries.items.iter().find(|entry| entry.code == *code).map(|entry| entry.status)
        };
        let part = |status: EntryStatus| {
            let groups = self.content.groups.iter().map(|group| ContentGroup {
                agency: group.agency.clone(),
                entries: group.entries.iter().filter(|(code, _)| status_of(code) == Some(status)).cloned().collect(),
            });
            let groups: Vec<ContentGroup> = groups.filter(|group| !group.entries.is_empty()).collect();
            AnnexPart { status: Some(status), groups: Cow::Owned(groups) }
        };
        let leaving = AnnexPart { status: Some(EntryStatus::Removed), groups: Cow::Borrowed(&self.leaving) };
        let parts = [part(EntryStatus::New), part(EntryStatus::Modified), leaving];
        parts.into_iter().filter(|part| !part.groups.is_empty()).collect()
    }
}

/// What the page of the draft shows of its dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DossierSummary {
    pub record: DossierRecord,
    /// The draft is older than what may have been decided since: there is no dossier of it, whose figures would be those of
    /// another moment.
    pub overtaken: Option<Overtaken>,
    /// `None` of a draft that is overtaken.
    pub figures: Option<Figures>,
    /// The documents of the preamble as they are cited.
    pub basis: Vec<String>,
    pub may_record: bool,
}

#[cfg(test)]
mod tests;
