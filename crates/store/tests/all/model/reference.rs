//! The reference: what a review is, written once more and as simply as can be, apart from the rules of `domain`. Here what
//! people may try, and the review as a whole; an agency's answers stand in `response`, what becomes of them in `verdicts`,
//! what keeps them from being accepted in `overlaps`, what goes on beside them in `beside`.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, Duration};

use super::beside::{Kept, Opinion, in_time, working_days_after};
use super::overlaps::{Party, Settled};
use super::response::{Answer, Response};

/// Working days within which what came back is to be sent again.
const RETURNED_DAYS: u32 = 5;
/// The agencies that answer.
pub const AGENCIES: [&str; 3] = ["so-xd-2025", "so-nv-2025", "so-yt"];
/// The entries to begin with, and the agency that answers for each.
pub const FIRST: [(&str, usize); 5] = [("DC-001", 0), ("DC-002", 0), ("DC-003", 0), ("DC-004", 1), ("DC-005", 2)];
/// Of the first entries the one that lacks its sector: a change would have to name it too.
pub const WITHOUT_SECTOR: Id = 3;
/// Names for proposals. Two have no word in common unless they are one; those of first entries are among them.
pub const NAMES: [&str; 9] = [
    "CSDL nhà ở",
    "CSDL người có công",
    "CSDL khám chữa bệnh",
    "CSDL sầu riêng xuất khẩu",
    "CSDL lễ hội cồng chiêng",
    "CSDL camera giao lộ",
    "CSDL thuốc trừ sâu",
    "CSDL trường mầm non",
    "CSDL tàu thuyền lòng hồ",
];

/// The item that comes with a name, of the first entries and of proposals alike.
pub fn item_of(name: &str) -> String {
    format!("Danh sách của {name}")
}

/// What an entry, an answer or a kept draft is known by here. A proposal that enters the catalog stays what it was.
pub type Id = u64;

/// Who acts: an agency by its place in [`AGENCIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    Officer(usize),
    Head(usize),
    Coordinator,
    Clerk,
    Leader,
    Administrator,
    /// An appraiser whose agency coordinates no more.
    Lapsed,
    Anybody,
}

/// What an officer says of an entry, or proposes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Keep,
    /// With the reason; none yet is not complete.
    Withdraw(String),
    /// With the new purpose.
    Modify(String),
    /// Into an entry.
    Merge(Id),
    /// To an agency by its place in [`AGENCIES`]; beyond them, to one that is none.
    Transfer(usize),
    /// Without a purpose it is not complete.
    Propose {
        name: &'static str,
        purpose: String,
    },
}

impl Said {
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Withdraw(_) => "withdraw",
            Self::Modify(_) => "modify",
            Self::Merge(_) => "merge",
            Self::Transfer(_) => "transfer",
            Self::Propose { .. } => "propose",
        }
    }

    pub fn leaves(&self) -> bool {
        matches!(self, Self::Withdraw(_) | Self::Merge(_))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    /// Another purpose than the one that was proposed, and why.
    Instead(String, String),
    /// Why.
    Reject(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Appraiser,
    Agency,
}

/// One thing that a person tries. An answer by its place among its agency's, a point by what of the answer it is about.
#[derive(Clone, Debug)]
pub enum Act {
    Open,
    Save { agency: usize, entry: usize, said: Said, stale: bool },
    Several { agency: usize, entries: Vec<usize>, said: Said, stale: bool },
    KeepAll { agency: usize },
    Nothing { agency: usize, nothing: bool },
    Propose { agency: usize, said: Said },
    Remove { agency: usize, entry: usize, stale: bool },
    Lay { agency: usize, stale: bool },
    SendBack { agency: usize, comment: String },
    Approve { agency: usize, stale: bool },
    Decide { agency: usize, entry: usize, place: &'static str, verdict: Verdict, stale: bool },
    DecideAll { agency: usize, entry: usize, verdict: Verdict, stale: bool },
    AcceptKeeps { agency: Option<usize> },
    Say { agency: usize, entry: usize, place: &'static str, text: String },
    Return { agency: usize, entry: usize, comment: String, stale: bool },
    Accept { agency: usize },
    Ask { agency: usize, entry: usize, asked: usize, days: u32, silence: bool, question: String, stale: bool },
    Give { opinion: usize, agrees: bool, text: String },
    Handle { opinion: usize, text: String },
    TakeBack { opinion: usize, reason: String },
    Settle { agency: usize, entry: usize, other: Id, duplicate: bool, reason: String, stale: bool },
    SettleEntries { entry: Id, other: Id, duplicate: bool, reason: String, stale: bool },
    Extend { agency: usize, days: i64, reason: String },
    WriteKept { agency: usize, said: Said },
    RewriteKept { kept: usize, said: Said },
    DropKept { kept: usize, stale: bool },
    TakeUp { kept: usize },
    KeepForLater { agency: usize, entry: usize, stale: bool },
    Close { force: bool },
    Reopen { reason: String, days: Option<i64> },
    Compile,
    Submit { stale: bool },
    GiveBack { reason: String, stale: bool },
    Issue { stale: bool },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub owner: usize,
    pub name: String,
    pub purpose: String,
    pub items: BTreeSet<String>,
}

pub type Catalog = BTreeMap<Id, Entry>;

/// What a step that is taken writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wrote {
    pub events: usize,
    pub audit: usize,
}

/// What a person wrote for others to read, and the answer that it goes with.
#[derive(Clone, Debug)]
pub struct Comment {
    pub text: String,
    pub on: Option<Id>,
}

/// A province with its catalog, the review that runs, and what goes on beside it.
#[derive(Clone)]
pub struct Model {
    pub year: i32,
    pub stage: &'static str,
    pub version: i64,
    pub responses: Vec<Response>,
    /// The day of one more agency that is asked, the coordinator's own, which never answers here.
    pub own_due: Date,
    /// The entries in force.
    pub catalog: Catalog,
    /// The same of the draft.
    pub draft: Option<Catalog>,
    /// Of this review, in the order in which they were asked for.
    pub opinions: Vec<Opinion>,
    pub kept: Vec<Kept>,
    /// By the pair, the lesser first.
    pub settled: BTreeMap<(Party, Party), Settled>,
    /// How often something was said of a pair.
    pub turns: usize,
    /// Proposals that were taken out.
    pub removed: BTreeSet<Id>,
    /// Every comment, question and reason that was taken in this review.
    pub comments: Vec<Comment>,
    /// What the next new thing is known by.
    pub next: Id,
}

impl Model {
    pub fn new(catalog: Catalog) -> Self {
        let next = catalog.keys().max().map_or(0, |last| last + 1);
        Self {
            year: 2025,
            stage: "concluded",
            version: 0,
            responses: Vec::new(),
            own_due: Date::MIN,
            catalog,
            draft: None,
            opinions: Vec::new(),
            kept: Vec::new(),
            settled: BTreeMap::new(),
            turns: 0,
            removed: BTreeSet::new(),
            comments: Vec::new(),
            next,
        }
    }

    /// Who may try it.
    pub fn may(&self, person: Person, act: &Act) -> bool {
        let officer = |agency: Option<usize>| agency.is_some_and(|agency| person == Person::Officer(agency));
        match act {
            Act::Save { agency, .. }
            | Act::Several { agency, .. }
            | Act::KeepAll { agency }
            | Act::Nothing { agency, .. }
            | Act::Propose { agency, .. }
            | Act::Remove { agency, .. }
            | Act::Lay { agency, .. }
            | Act::KeepForLater { agency, .. }
            | Act::WriteKept { agency, .. } => officer(Some(*agency)),
            Act::RewriteKept { kept, .. } | Act::DropKept { kept, .. } | Act::TakeUp { kept } => {
                officer(self.kept.get(*kept).map(|kept| kept.agency))
            }
            Act::SendBack { agency, .. } | Act::Approve { agency, .. } => person == Person::Head(*agency),
            Act::Say { agency, .. } | Act::Settle { agency, .. } => {
                person == Person::Coordinator || officer(Some(*agency))
            }
            Act::Give { opinion, .. } => {
                let asked = self.opinions.get(*opinion).map(|opinion| opinion.asked);
                officer(asked) || asked.is_some_and(|asked| person == Person::Head(asked))
            }
            Act::GiveBack { .. } | Act::Issue { .. } => person == Person::Clerk,
            // The executive office does it for the coordinator's own answers, of which there are none.
            Act::AcceptKeeps { agency: None } => matches!(person, Person::Coordinator | Person::Clerk),
            Act::Open
            | Act::Decide { .. }
            | Act::DecideAll { .. }
            | Act::AcceptKeeps { .. }
            | Act::Return { .. }
            | Act::Accept { .. }
            | Act::Ask { .. }
            | Act::Handle { .. }
            | Act::TakeBack { .. }
            | Act::SettleEntries { .. }
            | Act::Extend { .. }
            | Act::Close { .. }
            | Act::Reopen { .. }
            | Act::Compile
            | Act::Submit { .. } => person == Person::Coordinator,
        }
    }

    /// Tries it. Gives what tells of it, or nothing where it must be refused and nothing may change.
    pub fn step(&mut self, person: Person, act: &Act, today: Date) -> Option<Wrote> {
        if !self.may(person, act) {
            return None;
        }
        let open = self.stage == "open";
        let events = match act {
            Act::Several { agency, entries, said, stale } => return self.several(*agency, entries, said, *stale),
            Act::KeepForLater { agency, entry, stale } => return self.keep_for_later(*agency, *entry, *stale),
            Act::Open => self.open(today)?,
            Act::Reopen { reason, days } if matches!(self.stage, "closed" | "consolidated") => {
                let given = days.map_or(Some(0), |days| self.give_all(today + Duration::days(days), today))?;
                self.comment(reason, None);
                self.moves("open") + given
            }
            Act::Compile => self.compile()?,
            Act::Submit { stale } if self.stage == "consolidated" && !stale => self.moves("submitted"),
            Act::GiveBack { reason, stale } if self.stage == "submitted" && !stale => {
                self.comment(reason, None);
                self.moves("consolidated")
            }
            Act::Issue { stale } if self.stage == "submitted" && !stale => {
                self.catalog = self.draft.take().unwrap_or_default();
                self.moves("concluded")
            }
            Act::Settle { .. } => self.settle_pair(person, act)?,
            Act::SettleEntries { .. } => self.settle_entries(act)?,
            Act::WriteKept { .. } | Act::RewriteKept { .. } | Act::DropKept { .. } => self.keep(act)?,
            // All else is done while answers are taken.
            _ if !open => return None,
            // The coordinator's own agency owes its answers.
            Act::Close { force } if *force => self.moves("closed"),
            Act::Propose { agency, said } => {
                let events = self.responses.get_mut(*agency)?.add(self.next, said)?;
                self.next += 1;
                events
            }
            Act::Remove { agency, entry, stale } => {
                let id = self.responses.get(*agency)?.answers.get(*entry).filter(|_| !stale)?.id;
                let events = self.responses.get_mut(*agency)?.remove(*entry)?;
                self.forget(id);
                events
            }
            Act::TakeUp { kept } => self.take_up(*kept)?,
            Act::Lay { agency, .. } | Act::Approve { agency, .. } if !self.is_complete(*agency) => return None,
            Act::Decide { agency, entry, place, verdict, stale } => {
                self.decide(*agency, *entry, Some(*place), verdict, *stale, today)?
            }
            Act::DecideAll { agency, entry, verdict, stale } => {
                self.decide(*agency, *entry, None, verdict, *stale, today)?
            }
            Act::AcceptKeeps { .. } if person == Person::Clerk => 0,
            Act::AcceptKeeps { agency } => self.accept_keeps(*agency, today),
            Act::Ask { .. } => self.ask(act, today)?,
            Act::Give { .. } | Act::Handle { .. } | Act::TakeBack { .. } => self.speak(act, today)?,
            Act::Extend { agency, days, reason } => {
                let response = self.responses.get_mut(*agency)?;
                let day = today + Duration::days(*days);
                let until = in_time(day);
                if response.owed().is_none_or(|due| day <= due) || day < today || response.given.contains(&until) {
                    return None;
                }
                response.give(until);
                self.comment(reason, None);
                1
            }
            Act::Return { agency, .. } => {
                let response = self.responses.get_mut(*agency)?;
                let events = response.step(person, act, &mut self.comments)?;
                let day = Ord::max(working_days_after(today, RETURNED_DAYS), response.due);
                response.back = Some((response.round, day));
                events
            }
            Act::Save { agency, .. }
            | Act::KeepAll { agency }
            | Act::Nothing { agency, .. }
            | Act::Lay { agency, .. }
            | Act::SendBack { agency, .. }
            | Act::Approve { agency, .. }
            | Act::Say { agency, .. }
            | Act::Accept { agency } => self.responses.get_mut(*agency)?.step(person, act, &mut self.comments)?,
            _ => return None,
        };
        Some(Wrote { events, audit: 1 })
    }

    pub fn comment(&mut self, text: &str, on: Option<Id>) {
        self.comments.push(Comment { text: text.to_owned(), on });
    }

    pub fn moves(&mut self, stage: &'static str) -> usize {
        self.stage = stage;
        self.version += 1;
        1
    }

    /// A day for all who owe answers and have no later one; how many it moved. Nobody, or one that had it before: none.
    fn give_all(&mut self, named: Date, today: Date) -> Option<usize> {
        let day = in_time(named);
        let mut owing: Vec<&mut Response> =
            self.responses.iter_mut().filter(|one| one.owed().is_some_and(|due| due < day)).collect();
        let own = usize::from(self.own_due < day);
        if named < today || owing.len() + own == 0 || owing.iter().any(|one| one.given.contains(&day)) {
            return None;
        }
        for one in &mut owing {
            one.give(day);
        }
        let moved = owing.len() + own;
        self.own_due = Ord::max(self.own_due, day);
        Some(moved)
    }

    fn open(&mut self, today: Date) -> Option<usize> {
        if self.stage != "concluded" {
            return None;
        }
        self.year += 1;
        self.version = 1;
        self.draft = None;
        self.opinions.clear();
        self.responses = Vec::new();
        let due = in_time(today + Duration::days(7));
        self.own_due = due;
        for agency in 0..AGENCIES.len() {
            let own: Vec<Id> =
                self.catalog.iter().filter(|(_, entry)| entry.owner == agency).map(|(id, _)| *id).collect();
            let answers = own.into_iter().zip(self.next..).map(|(entry, id)| Answer::new(id, Some(entry), None));
            let response = Response::new(answers.collect(), due);
            self.next += Id::try_from(response.answers.len()).unwrap_or_default();
            self.responses.push(response);
        }
        Some(self.moves("open"))
    }
}
