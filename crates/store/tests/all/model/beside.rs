//! What goes on beside an agency's answers in the reference: opinions of others, drafts that are kept.

use time::{Date, Duration, Weekday};

use super::reference::{Act, Id, Model, Said, Wrote};
use super::response::Answer;

/// A request for an agency's opinion on an answer.
#[derive(Clone, Debug)]
pub struct Opinion {
    pub of: Id,
    pub asked: usize,
    pub due: Date,
    /// No word until its day is agreement.
    pub silence: bool,
    /// What was said: whether it agrees, and how often it was written how it was taken up.
    pub said: Vec<(bool, usize)>,
    pub back: bool,
}

impl Opinion {
    fn waits(&self, today: Date) -> bool {
        let silent = self.silence && today > self.due;
        !self.back && self.said.is_empty() && !silent
    }

    /// Nothing is accepted before.
    pub fn blocks(&self, today: Date) -> bool {
        self.waits(today) || (!self.back && self.said.last().is_some_and(|(agrees, handled)| !agrees && *handled == 0))
    }
}

/// A proposal that an agency keeps for another year.
#[derive(Clone, Debug)]
pub struct Kept {
    pub id: Id,
    pub agency: usize,
    pub said: Said,
    pub version: i64,
    /// A review took it up.
    pub taken: bool,
    /// The proposal that it was.
    pub of: Option<Id>,
}

/// As the store bounds it: what is said on a request, and what is written of a statement.
const STATEMENTS_MAX: usize = 20;
/// Agencies that are asked about one answer.
const ASKED_MAX: usize = 20;

pub fn working_days_after(day: Date, days: u32) -> Date {
    let worked = |day: &Date| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let after = std::iter::successors(day.next_day(), |day| day.next_day()).filter(worked);
    after.take(days as usize).last().unwrap_or(day)
}

/// The day until which an answer is in time: of a day off the next working day.
pub fn in_time(day: Date) -> Date {
    working_days_after(day - Duration::DAY, 1)
}

impl Model {
    pub fn answers(&self) -> impl Iterator<Item = &Answer> {
        self.responses.iter().flat_map(|response| &response.answers)
    }

    pub fn waits_for_opinions(&self, answer: Id, today: Date) -> bool {
        self.opinions.iter().any(|opinion| opinion.of == answer && opinion.blocks(today))
    }

    pub fn ask(&mut self, act: &Act, today: Date) -> Option<usize> {
        let Act::Ask { agency, entry, asked, days, silence, question, stale } = act else { return None };
        let response = self.responses.get(*agency)?;
        let answer = response.answers.get(*entry).filter(|answer| answer.is_open())?;
        let of = answer.id;
        let mine: Vec<&Opinion> = self.opinions.iter().filter(|opinion| opinion.of == of).collect();
        let waits = mine.iter().any(|opinion| opinion.asked == *asked && opinion.waits(today));
        let full = mine.len() >= ASKED_MAX;
        if *stale || asked == agency || waits || full || !response.is_before_the_appraiser() {
            return None;
        }
        let due = working_days_after(today, *days);
        self.opinions.push(Opinion { of, asked: *asked, due, silence: *silence, said: Vec::new(), back: false });
        self.comment(question, Some(of));
        Some(0)
    }

    /// The asked agency speaks, the coordinator writes how that was taken up, or takes the request back.
    pub fn speak(&mut self, act: &Act, today: Date) -> Option<usize> {
        let (Act::Give { opinion: at, text, .. }
        | Act::Handle { opinion: at, text }
        | Act::TakeBack { opinion: at, reason: text }) = act
        else {
            return None;
        };
        let of = self.opinions.get(*at)?.of;
        if !self.answers().any(|answer| answer.id == of && answer.is_open()) {
            return None;
        }
        let opinion = self.opinions.get_mut(*at)?;
        match act {
            Act::Give { agrees, .. } if !opinion.back && opinion.said.len() < STATEMENTS_MAX => {
                opinion.said.push((*agrees, 0));
            }
            Act::Handle { .. } if !opinion.back => {
                let remarks = opinion.said.last_mut().filter(|(agrees, _)| !agrees);
                remarks.filter(|(_, handled)| *handled < STATEMENTS_MAX)?.1 += 1;
            }
            Act::TakeBack { .. } if opinion.waits(today) => opinion.back = true,
            _ => return None,
        }
        self.comment(text, Some(of));
        Some(0)
    }

    fn push_kept(&mut self, agency: usize, said: Said, of: Option<Id>) {
        self.kept.push(Kept { id: self.next, agency, said, version: 1, taken: false, of });
        self.next += 1;
    }

    /// Drafts that belong to no review are written at any time.
    pub fn keep(&mut self, act: &Act) -> Option<usize> {
        match act {
            Act::WriteKept { agency, said } => self.push_kept(*agency, said.clone(), None),
            Act::RewriteKept { kept, said } => {
                let kept = self.kept.get_mut(*kept).filter(|kept| !kept.taken)?;
                (kept.said, kept.version) = (said.clone(), kept.version + 1);
            }
            Act::DropKept { kept, stale } => {
                self.kept.get(*kept).filter(|kept| !kept.taken && !stale)?;
                self.kept.remove(*kept);
            }
            _ => return None,
        }
        Some(0)
    }

    /// A review takes a draft up as a proposal of its own, before anything was sent.
    pub fn take_up(&mut self, at: usize) -> Option<usize> {
        let kept = self.kept.get(at).filter(|kept| !kept.taken)?;
        let response = self.responses.get_mut(kept.agency).filter(|response| response.stage != "returned")?;
        let events = response.add(self.next, &kept.said)?;
        self.next += 1;
        self.kept.get_mut(at)?.taken = true;
        Some(events)
    }

    /// A proposal is kept for another year: one that was refused stays as well, one that was not sent leaves the review.
    pub fn keep_for_later(&mut self, agency: usize, entry: usize, stale: bool) -> Option<Wrote> {
        let response = self.responses.get_mut(agency)?;
        let answer = response.answers.get(entry).filter(|answer| answer.entry.is_none() && !stale)?.clone();
        let said = answer.said.clone()?;
        let wrote = if answer.is_refused() {
            Wrote { events: 0, audit: 1 }
        } else if self.stage == "open" {
            let events = response.remove(entry)?;
            self.forget(answer.id);
            Wrote { events, audit: 2 }
        } else {
            return None;
        };
        if !self.kept.iter().any(|kept| kept.of == Some(answer.id)) {
            self.push_kept(agency, said, Some(answer.id));
        }
        Some(wrote)
    }
}
