//! An agency's answers in the reference.

use std::collections::BTreeMap;

use time::Date;

use super::reference::{Act, Comment, Id, Person, Said, Side, Verdict};

/// What is decided of an answer.
#[derive(Clone, Debug)]
pub struct Point {
    /// A field; `rest` for all others of a proposal, empty for the answer as a whole.
    pub place: &'static str,
    pub about: Said,
    pub verdict: Option<Verdict>,
    /// Something was asked about it, not only about what was sent before in its place.
    pub discussed: bool,
}

impl Point {
    pub fn is_accepted(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Accept | Verdict::Instead(..)))
    }

    pub fn is_refused(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Reject(_)))
    }
}

#[derive(Clone, Debug)]
pub struct Answer {
    pub id: Id,
    /// `None` for a proposal.
    pub entry: Option<Id>,
    pub said: Option<Said>,
    pub version: i64,
    pub returned: bool,
    pub points: Vec<Point>,
    /// What was said of each place.
    pub talk: BTreeMap<&'static str, Vec<Side>>,
}

#[derive(Clone, Debug)]
pub struct Response {
    pub stage: &'static str,
    pub version: i64,
    pub round: u32,
    pub nothing: bool,
    pub due: Date,
    /// Of what came back last: its round, and the day on which it is due.
    pub back: Option<(u32, Date)>,
    /// The days that it was given.
    pub given: Vec<Date>,
    pub answers: Vec<Answer>,
}

/// As the store bounds it.
const MESSAGES_MAX: usize = 40;

/// What is to be decided of what is said.
fn matters(said: &Said) -> Vec<(&'static str, Said)> {
    match said {
        Said::Propose { name, .. } => {
            let named = Said::Propose { name, purpose: String::new() };
            vec![("name", named.clone()), ("purpose", said.clone()), ("rest", named)]
        }
        Said::Modify(_) => vec![("purpose", said.clone())],
        Said::Keep | Said::Withdraw(_) | Said::Merge(_) | Said::Transfer(_) => vec![("", said.clone())],
    }
}

impl Answer {
    pub fn new(id: Id, entry: Option<Id>, said: Option<Said>) -> Self {
        let version = i64::from(said.is_some());
        Self { id, entry, said, version, returned: false, points: Vec::new(), talk: BTreeMap::new() }
    }

    /// Whether what was sent last is what it says still.
    pub fn stands(&self) -> bool {
        let sent: Vec<(&'static str, Said)> =
            self.points.iter().map(|point| (point.place, point.about.clone())).collect();
        self.said.as_ref().is_some_and(|said| matters(said) == sent)
    }

    pub fn is_open(&self) -> bool {
        self.points.iter().any(|point| point.verdict.is_none())
    }

    /// Whether one verdict on all that have none is on this point too: not while the agency owes an answer about it.
    pub fn is_of_the_rest(&self, point: &Point) -> bool {
        let owed = point.discussed && self.talk.get(point.place).and_then(|talk| talk.last()) == Some(&Side::Appraiser);
        point.verdict.is_none() && !owed
    }

    fn at(&self, place: &str) -> Option<&Point> {
        self.points.iter().find(|point| point.place == place)
    }

    pub fn is_accepted(&self, place: &str) -> bool {
        self.at(place).is_some_and(Point::is_accepted)
    }

    pub fn is_rejected(&self) -> bool {
        self.at("").is_some_and(|point| matches!(point.verdict, Some(Verdict::Reject(_))))
    }

    /// Of a proposal: it does not enter the catalog.
    pub fn is_refused(&self) -> bool {
        self.at("name").is_some_and(|point| matches!(point.verdict, Some(Verdict::Reject(_))))
    }

    /// What a place comes to.
    pub fn value(&self, place: &str, proposed: &str) -> Option<String> {
        match self.at(place)?.verdict.as_ref()? {
            Verdict::Accept => Some(proposed.to_owned()),
            Verdict::Instead(value, _) => Some(value.clone()),
            Verdict::Reject(_) => None,
        }
    }
}

impl Response {
    pub fn new(answers: Vec<Answer>, due: Date) -> Self {
        let (back, given) = (None, Vec::new());
        Self { stage: "not_started", version: 1, round: 0, nothing: false, due, back, given, answers }
    }

    pub fn is_before_the_appraiser(&self) -> bool {
        matches!(self.stage, "submitted" | "returned" | "accepted")
    }

    /// The day by which it owes answers; none where it owes none.
    pub fn owed(&self) -> Option<Date> {
        let (sent, due) = self.back.unwrap_or((0, self.due));
        (self.round <= sent).then_some(due)
    }

    /// More time.
    pub fn give(&mut self, day: Date) {
        match &mut self.back {
            Some((_, due)) => *due = day,
            None => self.due = day,
        }
        self.given.push(day);
    }

    fn goes(&mut self, stage: &'static str) -> usize {
        self.stage = stage;
        self.version += 1;
        1
    }

    /// Accepted as a whole when nothing of it is open any more.
    pub fn settle(&mut self) -> usize {
        if self.stage == "submitted" && !self.answers.iter().any(Answer::is_open) { self.goes("accepted") } else { 0 }
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

    pub fn edit(&mut self) -> Option<usize> {
        match self.stage {
            "not_started" => Some(self.goes("in_progress")),
            "in_progress" | "returned" => {
                self.version += 1;
                Some(0)
            }
            _ => None,
        }
    }

    pub fn write(&mut self, at: usize, said: &Said) {
        if let Some(answer) = self.answers.get_mut(at) {
            answer.said = Some(said.clone());
            answer.version += 1;
        }
        self.nothing &= *said == Said::Keep;
    }

    /// A proposal more: not once answers are mended that came back.
    pub fn add(&mut self, id: Id, said: &Said) -> Option<usize> {
        if self.stage == "returned" {
            return None;
        }
        let events = self.edit()?;
        self.answers.push(Answer::new(id, None, Some(said.clone())));
        self.nothing = false;
        Some(events)
    }

    /// Takes a proposal out: of answers that came back one that did so itself.
    pub fn remove(&mut self, at: usize) -> Option<usize> {
        let came_back = self.stage == "returned";
        self.answers.get(at).filter(|answer| answer.entry.is_none() && (answer.returned || !came_back))?;
        let events = self.edit()?;
        self.answers.remove(at);
        Some(events)
    }

    pub fn decide(&mut self, entry: usize, place: Option<&str>, verdict: &Verdict) -> Option<usize> {
        let events = self.appraise()?;
        let answer = self.answers.get_mut(entry)?;
        let meant = |point: &Point| place.map_or_else(|| answer.is_of_the_rest(point), |place| point.place == place);
        let meant: Vec<bool> = answer.points.iter().map(meant).collect();
        for (point, _) in answer.points.iter_mut().zip(meant).filter(|(_, meant)| *meant) {
            point.verdict = Some(verdict.clone());
        }
        Some(events + self.settle())
    }

    pub fn step(&mut self, person: Person, act: &Act, comments: &mut Vec<Comment>) -> Option<usize> {
        let mut comment = |text: &str, on| comments.push(Comment { text: text.to_owned(), on });
        match act {
            Act::Save { entry, said, stale, .. } => {
                let answer = self.answers.get(*entry)?;
                let proposes = matches!(said, Said::Propose { .. });
                if *stale || proposes == answer.entry.is_some() || (self.stage == "returned" && !answer.returned) {
                    return None;
                }
                let events = self.edit()?;
                self.write(*entry, said);
                Some(events)
            }
            Act::KeepAll { .. } => {
                let events = self.edit()?;
                self.keep_open();
                Some(events)
            }
            Act::Nothing { nothing, .. } => {
                let other = |answer: &Answer| answer.said.as_ref().is_some_and(|said| *said != Said::Keep);
                if *nothing && self.answers.iter().any(other) {
                    return None;
                }
                let events = self.edit()?;
                if *nothing {
                    self.keep_open();
                }
                self.nothing = *nothing;
                Some(events)
            }
            // What is laid and approved is complete: the review as a whole has seen to that.
            Act::Lay { stale, .. } => {
                let may = matches!(self.stage, "in_progress" | "returned") && !stale;
                may.then(|| self.goes("awaiting_approval"))
            }
            Act::SendBack { comment: text, .. } => (self.stage == "awaiting_approval").then(|| {
                comment(text, None);
                self.goes("in_progress")
            }),
            Act::Approve { stale, .. } => (self.stage == "awaiting_approval" && !stale).then(|| {
                for answer in &mut self.answers {
                    let before = std::mem::take(&mut answer.points);
                    let matters = answer.said.as_ref().map(matters).unwrap_or_default();
                    let point = |(place, about): (&'static str, Said)| {
                        let same = before.iter().find(|point| point.place == place && point.about == about);
                        let verdict = same.and_then(|point| point.verdict.clone());
                        Point { place, about, verdict, discussed: same.is_some_and(|point| point.discussed) }
                    };
                    answer.points = matters.into_iter().map(point).collect();
                    answer.returned = false;
                }
                self.round += 1;
                self.goes("submitted")
            }),
            Act::Say { entry, place, text, .. } => {
                let before_the_appraiser = self.is_before_the_appraiser();
                let answer = self.answers.get_mut(*entry)?;
                let point = answer.points.iter_mut().find(|point| point.place == *place)?;
                if point.verdict.is_some() || !before_the_appraiser {
                    return None;
                }
                let talk = answer.talk.entry(*place).or_default();
                let side = if person == Person::Coordinator { Side::Appraiser } else { Side::Agency };
                let may = side == Side::Appraiser || !talk.is_empty();
                (may && talk.len() < MESSAGES_MAX).then(|| {
                    talk.push(side);
                    point.discussed = true;
                    comment(text, Some(answer.id));
                    0
                })
            }
            Act::Return { entry, comment: text, stale, .. } => {
                let before_the_appraiser = self.is_before_the_appraiser();
                let answer = self.answers.get_mut(*entry).filter(|_| !stale && before_the_appraiser)?;
                answer.returned = true;
                comment(text, Some(answer.id));
                Some(self.goes("returned"))
            }
            Act::Accept { .. } => {
                let ready = self.stage == "submitted" && !self.answers.iter().any(Answer::is_open);
                ready.then(|| self.goes("accepted"))
            }
            _ => None,
        }
    }

    /// «Keep» on every entry that has no answer yet.
    fn keep_open(&mut self) {
        for answer in self.answers.iter_mut().filter(|answer| answer.said.is_none()) {
            answer.said = Some(Said::Keep);
            answer.version += 1;
        }
    }
}
