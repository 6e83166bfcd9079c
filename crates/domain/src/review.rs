//! An agency's answers in a review, and the verdicts on them (articles 8.2, 16.2).

mod clash;
mod draft;
mod ending;
mod going;
mod keeps;
mod last;
mod minutes;
mod next_year;
pub mod opinion;
mod plan;
mod queue;
mod receipt;
mod refusals;
mod rounds;
mod several;
mod talk;
mod target;

use serde::{Deserialize, Serialize};
use strum::{Display, EnumIter, EnumString};
use time::{Date, OffsetDateTime};

use crate::agency::AgencyRef;
use crate::campaign::CampaignRow;
use crate::catalog::{EntryContent, Lists, Named};
use crate::change::Place;
use crate::check::FieldError;
use crate::id::{AnswerId, EntryCode, PointId};
use crate::legal::Cited;
use crate::overlap::Overlap;
use crate::workflow::ResponseStage;
use opinion::Opinion;

pub use clash::{Aside, Both, ClashPage, Kept, Unsettled, Waits};
pub use ending::{Ending, TargetState, check_acceptance, check_leaving, check_target, is_offered};
pub use going::{EntryInForce, Going};
pub use keeps::{KEEPS_SHOWN, KeepRow, Keeps, PassedOver};
pub use last::{LastAnswer, LastPoint};
pub use minutes::{
    Conclusion, FallenPoint, MinutedAnswer, MinutedPair, MinutesFilter, MinutesPage, PairSide, Removal, target_name,
};
pub use next_year::{KEPT_MAX, KeptClash, KeptEditor, KeptFrom, KeptPage, KeptProposal, SavedKept};
pub use plan::{BuildPlan, PlanField, Priority};
pub use queue::{Beside, QUEUE_ROWS, QueueFilter, QueuePlace, QueueRow, QueueSort, QueueWait, beside};
pub use receipt::{Receipt, Sent, SentAnswer};
pub use refusals::{refusals, refused};
pub use rounds::{DueAgain, ReturnNote};
pub use several::{Left, SEVERAL_MAX, SeveralForm, Unsaved};
pub use talk::{MESSAGES_MAX, Message, Side, may_say, side_of, waits_on};
pub use target::{AnswerTarget, NoAnswerTarget};

/// What an agency says of one of its entries in force, or that it proposes a new one.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum AnswerKind {
    Keep,
    Modify,
    /// Out of the catalog; needs a reason and a day.
    Withdraw,
    /// Its items go into another entry; needs the target, a reason and a day.
    Merge,
    /// Another agency answers for it; needs the target, a reason and a day.
    Transfer,
    /// A new database, with its build plan (article 16.2).
    Propose,
}

impl AnswerKind {
    /// Whether the answer ends or moves its entry: then it names the reason, and a day from which it is so.
    pub fn has_day(self) -> bool {
        matches!(self, Self::Withdraw | Self::Merge | Self::Transfer)
    }

    /// Whether its entry leaves the catalog.
    pub fn leaves(self) -> bool {
        matches!(self, Self::Withdraw | Self::Merge)
    }
}

/// What the coordinator decides on one point.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, EnumIter, EnumString, Display, Serialize, Deserialize,
)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Accept,
    /// With another value than the proposed one; needs the value and a reason.
    AcceptModified,
    /// Needs a reason.
    Reject,
}

/// What an officer writes as the answer on one entry or proposal. Saved as typed, complete or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDraft {
    pub kind: AnswerKind,
    /// The reason of a withdrawal, a merger or a transfer, or a remark.
    pub reason: String,
    /// Code of the receiving entry (merge) or the receiving agency (transfer).
    pub target: String,
    /// The day from which it is so (withdraw, merge, transfer), as typed.
    #[serde(default)]
    pub effective: String,
    /// The whole content as it should become (modify, propose).
    pub content: Option<EntryContent>,
    pub plan: Option<BuildPlan>,
    /// What the officer declares of state secrets in the content (modify, propose).
    pub secret: SecretDeclaration,
}

/// Whether what is entered holds state secrets, as the officer declares it. The regulation does not apply to such data
/// (article 1.2): without the declaration nothing is sent, and what holds them is not even stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, EnumString, Display, Serialize, Deserialize)]
#[strum(serialize_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum SecretDeclaration {
    #[default]
    Undeclared,
    None,
    Holds,
}

/// The place of the single point of an answer that is not about fields.
pub const WHOLE_ENTRY: &str = "entry";

/// One point on which a verdict is given: a changed field, a field of a proposal's plan, or the whole answer (keep, withdraw,
/// merge, transfer).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub id: PointId,
    /// `None`: the answer as a whole.
    pub place: Option<Place>,
    pub old: String,
    pub new: String,
    pub decision: Option<PointDecision>,
    /// Earlier verdicts on the same place, from rounds before, oldest first.
    pub earlier: Vec<PointDecision>,
    /// What was asked and answered about the place, in every round, oldest first.
    pub talk: Vec<Message>,
    /// How much of it was said in rounds before: what was sent anew since is the answer to it.
    #[serde(default)]
    pub said_before: usize,
}

impl Point {
    /// Whose turn it is about what was asked.
    pub fn waits_on(&self) -> Option<Side> {
        waits_on(self.talk.get(self.said_before..).unwrap_or_default(), self.decision.is_some())
    }

    /// The point as it stood under an earlier verdict, where it says something else by now.
    pub fn as_decided(&self, given: &PointDecision) -> Option<Self> {
        let ProposedThen { old, new } = given.about.clone()?;
        let (earlier, talk) = (vec![], vec![]);
        Some(Self { id: self.id, place: self.place.clone(), old, new, decision: None, earlier, talk, said_before: 0 })
    }
}

/// Whose turn it is about several points: the agency's while it owes any answer.
pub fn turn_of<'a>(points: impl IntoIterator<Item = &'a Point>) -> Option<Side> {
    points.into_iter().filter_map(Point::waits_on).max()
}

/// A verdict on a point, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointDecision {
    pub verdict: Verdict,
    /// The value accepted instead, for [`Verdict::AcceptModified`].
    pub value: String,
    pub reason: String,
    pub decided_by: String,
    pub decided_at: OffsetDateTime,
    /// What it was given on, where the agency has put something else there since.
    #[serde(default)]
    pub about: Option<ProposedThen>,
}

/// What a point said in a round before: see [`Point::old`] and [`Point::new`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedThen {
    pub old: String,
    pub new: String,
}

/// One answer as the officer and the appraiser see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerView {
    /// `None`: not answered yet.
    pub id: Option<AnswerId>,
    /// `None` for a proposal.
    pub code: Option<EntryCode>,
    /// Of a form for a new proposal, its own: see [`AnswerTarget::NewProposal`].
    pub form_key: String,
    pub name: String,
    /// The content in force; `None` for a proposal.
    pub base: Option<EntryContent>,
    pub draft: Option<AnswerDraft>,
    /// Grows with each save; a save must name the one it was made from.
    pub version: i64,
    pub saved_at: Option<OffsetDateTime>,
    pub saved_by: String,
    /// What keeps the answer from being sent.
    pub errors: Vec<FieldError>,
    pub points: Vec<Point>,
    /// What was answered in the round before that answered for the entry.
    pub last_year: Option<LastAnswer>,
    /// Why the answer came back, each time, oldest first.
    pub returns: Vec<ReturnNote>,
    /// The appraiser gave it back, and it waits for a new answer.
    pub returned: bool,
}

/// Something that happened to a response.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewEvent {
    pub at: OffsetDateTime,
    pub who: String,
    pub from: ResponseStage,
    pub to: ResponseStage,
    pub note: String,
}

/// One agency's response to a campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResponsePage {
    pub campaign: CampaignRow,
    pub agency: AgencyRef,
    pub stage: ResponseStage,
    pub version: i64,
    /// The answers on entries in force, in the order of the annex; then proposals.
    pub answers: Vec<AnswerView>,
    pub proposals: Vec<AnswerView>,
    /// Drafts that the agency keeps and may take up here.
    pub kept: Vec<KeptProposal>,
    /// What was typed over others' saves and is in no answer yet; for the officers alone.
    pub unsettled: Vec<Unsettled>,
    /// The agency says that it has nothing to change or to propose.
    pub nothing_to_change: bool,
    /// Working days left until the deadline; negative when late.
    pub days_left: i64,
    /// The day on which it sent what was due of it last; `None` while it owes that.
    pub answered_on: Option<Date>,
    /// The deadline is that of answers that came back.
    pub due_again: bool,
    /// The coordinator's or the head's comment that goes with a return.
    pub comment: String,
    /// One a sending, the newest first.
    pub receipts: Vec<Receipt>,
    pub events: Vec<ReviewEvent>,
    /// Who appraises the answers: of the coordinator's own the executive office.
    pub appraised_by: AgencyRef,
    /// Names of agencies that transfers and changes of owner mention, and of entries that mergers name.
    pub agencies: Vec<AgencyRef>,
    pub entries: Vec<(EntryCode, String)>,
    /// What several answers at once may name: entries in force, and agencies of today. Empty where nothing may be edited.
    pub merge_targets: Vec<(EntryCode, String)>,
    pub transfer_targets: Vec<AgencyRef>,
    /// What the person who looks may do now.
    pub may_edit: bool,
    /// A proposal more: not once answers came back.
    pub may_add: bool,
    pub may_propose: bool,
    pub may_approve: bool,
    pub may_appraise: bool,
}

impl ResponsePage {
    /// Whether the person who looks may change an answer now: of those that were sent only what came back.
    pub fn may_change(&self, answer: &AnswerView) -> bool {
        self.may_edit && (self.may_add || answer.returned)
    }

    pub fn answered(&self) -> usize {
        self.answers.iter().filter(|answer| answer.draft.is_some()).count()
    }

    pub fn errors(&self) -> usize {
        self.answers.iter().chain(&self.proposals).map(|answer| answer.errors.len()).sum()
    }
}

/// The page on which one answer is edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerPage {
    pub campaign: CampaignRow,
    pub agency: AgencyRef,
    pub stage: ResponseStage,
    pub answer: AnswerView,
    pub may_edit: bool,
    /// The person may answer what was asked about points.
    pub may_reply: bool,
    /// The person may keep a proposal that was refused for another year.
    pub may_keep: bool,
    pub lists: Lists,
    /// Entries in force that a merge may name.
    pub merge_targets: Vec<(EntryCode, String)>,
    /// Agencies of today that a transfer may name.
    pub transfer_targets: Vec<AgencyRef>,
    /// What the content may duplicate (article 5.3).
    pub overlaps: Vec<Overlap>,
    /// Documents in force, as they are cited, with their titles: what the legal basis may be chosen from.
    pub citations: Vec<Named>,
    /// What there is to know of the documents that the legal basis of the form cites as it opens, before the first save too.
    pub legal: Vec<FieldError>,
    /// What the person typed that could not be saved, for another had saved meanwhile.
    pub asides: Vec<Aside>,
    /// The day on which the page was made, in Vietnam.
    pub today: Date,
}

/// What saving an answer gives back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    pub id: AnswerId,
    pub version: i64,
    pub at: OffsetDateTime,
    pub errors: Vec<FieldError>,
}

/// The appraiser's page: the queue and, where one is chosen, one answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppraisalPage {
    pub campaign: CampaignRow,
    /// One page of the queue, at most [`QUEUE_ROWS`] rows.
    pub queue: Vec<QueueRow>,
    /// Which page it is, and the size of the whole.
    pub page: u32,
    pub total: u64,
    /// Where the keys and the links go from the chosen answer; from the table, where none is chosen.
    pub beside: Beside,
    /// Unchanged entries not yet accepted.
    pub keeps: Keeps,
    /// The person may see every likely duplicate.
    pub sees_overlaps: bool,
    pub agencies: Vec<AgencyRef>,
    /// Whose answers came back and were not sent anew, the first that is due first.
    pub due_again: Vec<DueAgain>,
    pub chosen: Option<ChosenAnswer>,
}

/// The answer that the appraiser works on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenAnswer {
    pub agency: AgencyRef,
    /// How often the agency has sent its answers, and when last.
    pub round: u32,
    pub sent_at: Option<OffsetDateTime>,
    /// By when it is to be sent anew, where it came back.
    pub due_again: Option<Date>,
    pub stage: ResponseStage,
    pub answer: AnswerView,
    /// What goes and where, of a withdrawal, a merger or a transfer.
    pub going: Option<Box<Going>>,
    pub may_appraise: bool,
    /// The review takes no verdicts any more.
    pub is_closed: bool,
    /// The answer is of the person's own agency.
    pub own: bool,
    /// Who appraises it; `None` when nobody holds the function.
    pub appraised_by: Option<AgencyRef>,
    /// What other agencies were asked, and said.
    pub opinions: Vec<Opinion>,
    /// The day on which the page was made, in Vietnam.
    pub today: Date,
    /// Whom one may ask, and the working days that the rule gives them.
    pub may_be_asked: Vec<AgencyRef>,
    pub opinion_days: u32,
    pub lists: Lists,
    /// Names of agencies that a transfer mentions.
    pub agencies: Vec<AgencyRef>,
    /// What the content may duplicate (article 5.3).
    pub overlaps: Vec<Overlap>,
    /// How the documents of the legal basis stand.
    pub cited: Vec<Cited>,
}

/// A verdict as the appraiser gives it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VerdictInput {
    pub verdict: Verdict,
    pub value: String,
    pub reason: String,
}
