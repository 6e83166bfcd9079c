//! The reference: what a review is, written once more and as simply as can be, apart from the rules of `domain`.

use std::collections::BTreeMap;

/// The agencies that answer, and the entries that each has to begin with.
pub const AGENCIES: [(&str, &[&str]); 3] =
    [("so-xd-2025", &["DC-001", "DC-002", "DC-003"]), ("so-nv-2025", &["DC-004"]), ("so-yt", &["DC-005"])];

/// Who acts: an agency by its place in [`AGENCIES`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    Officer(usize),
    Head(usize),
    Coordinator,
    Clerk,
    Anybody,
}

/// What an officer says of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Keep,
    /// With the reason; none yet is not complete.
    Withdraw(String),
    /// With the new purpose.
    Modify(String),
}

impl Said {
    fn is_complete(&self) -> bool {
        *self != Self::Withdraw(String::new())
    }

    /// What is said about the purpose is one talk, what is said about the entry as a whole another.
    fn talk(&self) -> usize {
        usize::from(matches!(self, Self::Modify(_)))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Appraiser,
    Agency,
}

/// One thing that a person tries. An entry by its place among its agency's answers.
#[derive(Clone, Debug)]
pub enum Act {
    Open,
    Save { agency: usize, entry: usize, said: Said, stale: bool },
    KeepAll { agency: usize },
    Lay { agency: usize },
    SendBack { agency: usize, comment: String },
    Approve { agency: usize, stale: bool },
    Decide { agency: usize, entry: usize, reject: Option<String>, stale: bool },
    DecideAll { agency: usize, entry: usize, stale: bool },
    AcceptKeeps { agency: Option<usize> },
    Say { agency: usize, entry: usize, text: String },
    Return { agency: usize, entry: usize, comment: String, stale: bool },
    Accept { agency: usize },
    Close { force: bool },
    Reopen { reason: String },
    Compile,
    Submit,
    GiveBack { reason: String },
    Issue { stale: bool },
}

#[derive(Clone, Debug)]
pub struct Point {
    pub about: Said,
    /// Whether it was accepted.
    pub verdict: Option<bool>,
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub code: String,
    pub said: Option<Said>,
    pub version: i64,
    pub returned: bool,
    pub point: Option<Point>,
    /// What was said, as a whole and of the purpose.
    pub talk: [Vec<Side>; 2],
}

#[derive(Clone, Debug)]
pub struct Response {
    pub stage: &'static str,
    pub version: i64,
    pub round: u32,
    pub answers: Vec<Answer>,
}

impl Response {
    fn is_before_the_appraiser(&self) -> bool {
        matches!(self.stage, "submitted" | "returned" | "accepted")
    }

    fn has_open_points(&self) -> bool {
        self.answers.iter().any(|answer| answer.point.as_ref().is_some_and(|point| point.verdict.is_none()))
    }
}

/// A province with its catalog, and the review that runs.
#[derive(Clone)]
pub struct Model {
    pub year: i32,
    pub stage: &'static str,
    pub version: i64,
    pub responses: Vec<Response>,
    /// The purposes of the entries in force.
    pub catalog: BTreeMap<String, String>,
    /// The same of the draft.
    pub draft: Option<BTreeMap<String, String>>,
    /// Every comment, question and reason that was taken.
    pub comments: Vec<String>,
}

/// As the store bounds it.
const MESSAGES_MAX: usize = 40;

impl Model {
    pub fn new(catalog: BTreeMap<String, String>) -> Self {
        let (stage, version, responses, comments) = ("concluded", 0, Vec::new(), Vec::new());
        Self { year: 2025, stage, version, responses, catalog, draft: None, comments }
    }

    /// Who may try it.
    pub fn may(person: Person, act: &Act) -> bool {
        match act {
            Act::Save { agency, .. } | Act::KeepAll { agency } | Act::Lay { agency } => {
                person == Person::Officer(*agency)
            }
            Act::SendBack { agency, .. } | Act::Approve { agency, .. } => person == Person::Head(*agency),
            Act::Say { agency, .. } => person == Person::Coordinator || person == Person::Officer(*agency),
            Act::GiveBack { .. } | Act::Issue { .. } => person == Person::Clerk,
            // The executive office does it for the coordinator's own answers, of which there are none.
            Act::AcceptKeeps { agency: None } => matches!(person, Person::Coordinator | Person::Clerk),
            Act::Open
            | Act::Decide { .. }
            | Act::DecideAll { .. }
            | Act::AcceptKeeps { .. }
            | Act::Return { .. }
            | Act::Accept { .. }
            | Act::Close { .. }
            | Act::Reopen { .. }
            | Act::Compile
            | Act::Submit => person == Person::Coordinator,
        }
    }

    /// Tries it. Gives how many events tell of it, or nothing where it must be refused and nothing may change.
    pub fn step(&mut self, person: Person, act: &Act) -> Option<usize> {
        if !Self::may(person, act) {
            return None;
        }
        let open = self.stage == "open";
        match act {
            Act::Open => self.open(),
            // One more agency is asked, the coordinator's own, which never answers here.
            Act::Close { force } => (open && *force).then(|| self.moves("closed")),
            Act::Reopen { reason } => matches!(self.stage, "closed" | "consolidated").then(|| {
                self.comments.push(reason.clone());
                self.moves("open")
            }),
            Act::Compile => self.compile(),
            Act::Submit => (self.stage == "consolidated").then(|| self.moves("submitted")),
            Act::GiveBack { reason } => (self.stage == "submitted").then(|| {
                self.comments.push(reason.clone());
                self.moves("consolidated")
            }),
            Act::Issue { stale } => {
                let ready = self.stage == "submitted" && !stale;
                ready.then(|| {
                    self.catalog = self.draft.take().unwrap_or_default();
                    self.moves("concluded")
                })
            }
            Act::AcceptKeeps { .. } if person == Person::Clerk => open.then_some(0),
            Act::AcceptKeeps { agency } => open.then(|| self.accept_keeps(*agency)),
            Act::Save { agency, .. }
            | Act::KeepAll { agency }
            | Act::Lay { agency }
            | Act::SendBack { agency, .. }
            | Act::Approve { agency, .. }
            | Act::Decide { agency, .. }
            | Act::DecideAll { agency, .. }
            | Act::Say { agency, .. }
            | Act::Return { agency, .. }
            | Act::Accept { agency } => {
                let (response, comments) = (self.responses.get_mut(*agency)?, &mut self.comments);
                if open { response.step(person, act, comments) } else { None }
            }
        }
    }

    fn moves(&mut self, stage: &'static str) -> usize {
        self.stage = stage;
        self.version += 1;
        1
    }

    fn open(&mut self) -> Option<usize> {
        if self.stage != "concluded" {
            return None;
        }
        self.year += 1;
        self.version = 1;
        self.draft = None;
        let response = |(_, codes): &(&str, &[&str])| {
            let in_force = codes.iter().filter(|code| self.catalog.contains_key(**code));
            let answer = |code: &&str| Answer {
                code: (*code).to_owned(),
                said: None,
                version: 0,
                returned: false,
                point: None,
                talk: Default::default(),
            };
            Response { stage: "not_started", version: 1, round: 0, answers: in_force.map(answer).collect() }
        };
        self.responses = AGENCIES.iter().map(response).collect();
        Some(self.moves("open"))
    }

    fn accept_keeps(&mut self, agency: Option<usize>) -> usize {
        let mut events = 0;
        for (at, response) in self.responses.iter_mut().enumerate() {
            if agency.is_some_and(|agency| agency != at) || !response.is_before_the_appraiser() {
                continue;
            }
            let points = response.answers.iter_mut().filter_map(|answer| answer.point.as_mut());
            for point in points.filter(|point| point.about == Said::Keep) {
                point.verdict = point.verdict.or(Some(true));
            }
            events += response.settle();
        }
        events
    }

    fn compile(&mut self) -> Option<usize> {
        if !matches!(self.stage, "closed" | "consolidated") {
            return None;
        }
        let mut draft = self.catalog.clone();
        for response in &self.responses {
            for answer in response.answers.iter().filter(|answer| !answer.returned) {
                let Some(point) = answer.point.as_ref().filter(|point| Some(&point.about) == answer.said.as_ref())
                else {
                    continue;
                };
                match (point.verdict, &point.about) {
                    (None, _) if response.is_before_the_appraiser() => return None,
                    (None | Some(false), _) | (Some(true), Said::Keep) => {}
                    (Some(true), Said::Withdraw(_)) => {
                        draft.remove(&answer.code);
                    }
                    (Some(true), Said::Modify(purpose)) => {
                        draft.insert(answer.code.clone(), purpose.clone());
                    }
                }
            }
        }
        self.draft = Some(draft);
        Some(self.moves("consolidated"))
    }
}

impl Response {
    fn goes(&mut self, stage: &'static str) -> usize {
        self.stage = stage;
        self.version += 1;
        1
    }

    /// Accepted as a whole when nothing of it is open any more.
    fn settle(&mut self) -> usize {
        if self.stage == "submitted" && !self.has_open_points() { self.goes("accepted") } else { 0 }
    }

    /// Once more before the appraiser: the event, where the stage changes by it.
    fn appraise(&mut self) -> Option<usize> {
        match self.stage {
            "accepted" => Some(self.goes("submitted")),
            "submitted" | "returned" => {
                self.version += 1;
                Some(0)
            }
            _ => None,
        }
    }

    fn edit(&mut self) -> Option<usize> {
        match self.stage {
            "not_started" => Some(self.goes("in_progress")),
            "in_progress" | "returned" => {
                self.version += 1;
                Some(0)
            }
            _ => None,
        }
    }

    fn step(&mut self, person: Person, act: &Act, comments: &mut Vec<String>) -> Option<usize> {
        match act {
            Act::Save { entry, said, stale, .. } => {
                let may = self.stage != "returned" || self.answers.get(*entry)?.returned;
                if !may || *stale || self.answers.get(*entry).is_none() {
                    return None;
                }
                let events = self.edit()?;
                let answer = self.answers.get_mut(*entry)?;
                answer.said = Some(said.clone());
                answer.version += 1;
                Some(events)
            }
            Act::KeepAll { .. } => {
                let events = self.edit()?;
                for answer in self.answers.iter_mut().filter(|answer| answer.said.is_none()) {
                    answer.said = Some(Said::Keep);
                    answer.version += 1;
                }
                Some(events)
            }
            Act::Lay { .. } => {
                let complete = |answer: &Answer| answer.said.as_ref().is_some_and(Said::is_complete);
                let ready = !self.answers.is_empty() && self.answers.iter().all(complete);
                (ready && matches!(self.stage, "in_progress" | "returned")).then(|| self.goes("awaiting_approval"))
            }
            Act::SendBack { comment, .. } => (self.stage == "awaiting_approval").then(|| {
                comments.push(comment.clone());
                self.goes("in_progress")
            }),
            Act::Approve { stale, .. } => (self.stage == "awaiting_approval" && !stale).then(|| {
                for answer in &mut self.answers {
                    let stands = answer.point.as_ref().map(|point| &point.about) == answer.said.as_ref();
                    if !stands {
                        answer.point = answer.said.clone().map(|about| Point { about, verdict: None });
                    }
                    answer.returned = false;
                }
                self.round += 1;
                self.goes("submitted")
            }),
            Act::Decide { entry, reject, stale, .. } => {
                let has_point = self.answers.get(*entry).is_some_and(|answer| answer.point.is_some());
                if *stale || !has_point {
                    return None;
                }
                let events = self.appraise()?;
                let point = self.answers.get_mut(*entry)?.point.as_mut()?;
                point.verdict = Some(reject.is_none());
                comments.extend(reject.clone());
                Some(events + self.settle())
            }
            Act::DecideAll { entry, stale, .. } => {
                if *stale || self.answers.get(*entry).is_none() {
                    return None;
                }
                let events = self.appraise()?;
                if let Some(point) = &mut self.answers.get_mut(*entry)?.point {
                    point.verdict = point.verdict.or(Some(true));
                }
                Some(events + self.settle())
            }
            Act::Say { entry, text, .. } => {
                let before_the_appraiser = self.is_before_the_appraiser();
                let answer = self.answers.get_mut(*entry)?;
                let point = answer.point.as_ref().filter(|point| point.verdict.is_none() && before_the_appraiser)?;
                let talk = &mut answer.talk[point.about.talk()];
                let side = if person == Person::Coordinator { Side::Appraiser } else { Side::Agency };
                let may = side == Side::Appraiser || !talk.is_empty();
                (may && talk.len() < MESSAGES_MAX).then(|| {
                    talk.push(side);
                    comments.push(text.clone());
                    0
                })
            }
            Act::Return { entry, comment, stale, .. } => {
                if *stale || self.answers.get(*entry).is_none() || !self.is_before_the_appraiser() {
                    return None;
                }
                self.answers.get_mut(*entry)?.returned = true;
                comments.push(comment.clone());
                Some(self.goes("returned"))
            }
            Act::Accept { .. } => (self.stage == "submitted" && !self.has_open_points()).then(|| self.goes("accepted")),
            _ => None,
        }
    }
}
