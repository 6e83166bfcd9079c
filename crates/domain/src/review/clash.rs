//! An answer that two writers wrote at once: what could not be saved is kept beside what is, until it is settled.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{AnswerTarget, AnswerView, ResponsePage, Saved};
use crate::agency::AgencyRef;
use crate::answer_form::Difference;
use crate::campaign::CampaignRow;
use crate::catalog::Lists;
use crate::id::{AnswerId, AsideId, EntryCode};

/// What became of a form that was sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kept {
    Saved(Saved),
    /// Somebody saved in between: what was typed is kept beside what is saved, and nothing is overwritten.
    Aside(AsideId),
    /// Nothing was written in it, and nothing is saved.
    Unsaid,
}

/// What a person typed that is not in the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aside {
    pub id: AsideId,
    /// The version that it was made from.
    pub version: i64,
    pub at: OffsetDateTime,
}

/// What was typed and is not in the answer, as the list of an agency's answers names it. The text is shown to its writer
/// alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsettled {
    pub answer: AnswerId,
    pub aside: AsideId,
    pub at: OffsetDateTime,
    /// Who typed it, where it is not the person who looks.
    pub other: Option<String>,
}

/// An answer, and what waits beside it.
pub type Waits<'a> = (&'a AnswerView, &'a Unsettled);

impl ResponsePage {
    /// What waits beside one answer.
    pub fn beside<'a>(&'a self, answer: &AnswerView) -> impl Iterator<Item = &'a Unsettled> + use<'a> {
        let id = answer.id;
        self.unsettled.iter().filter(move |one| Some(one.answer) == id)
    }

    /// What waits beside answers that may still be changed: what the person who looks typed, which is settled or dropped
    /// before the answers are laid before the head; then what others did, which is for them to settle.
    pub fn to_settle(&self) -> (Vec<Waits<'_>>, Vec<Waits<'_>>) {
        let open = self.answers.iter().chain(&self.proposals).filter(|answer| self.may_change(answer));
        open.flat_map(|answer| self.beside(answer).map(move |one| (answer, one)))
            .partition(|(_, one)| one.other.is_none())
    }
}

/// Two texts of one form: what is saved, and what a person typed beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Both {
    pub name: String,
    /// The version that what was typed was made from, and when it was typed.
    pub made_from: i64,
    pub typed_at: OffsetDateTime,
    /// The version that is saved, by whom and when.
    pub version: i64,
    pub saved_by: String,
    pub saved_at: Option<OffsetDateTime>,
    pub differences: Vec<Difference>,
    /// See [`goes_with_kind`](crate::answer_form::goes_with_kind).
    pub with_kind: Vec<Difference>,
    pub lists: Lists,
    /// Names of agencies and entries that the two may name as targets.
    pub targets: Vec<(String, String)>,
}

/// The page on which what was typed and what is saved are put together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClashPage {
    pub campaign: CampaignRow,
    pub agency: AgencyRef,
    pub target: AnswerTarget,
    pub aside: AsideId,
    pub code: Option<EntryCode>,
    pub both: Both,
    pub may_edit: bool,
}
