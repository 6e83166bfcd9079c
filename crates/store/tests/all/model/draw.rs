//! What is tried next: who does what, mostly what may help at this stage.

use super::Run;
use super::reference::{AGENCIES, Act, Entry, Id, NAMES, Person, Said, Verdict, WITHOUT_SECTOR, item_of};

/// Most of what is drawn would be refused: of so many draws the first that would not be.
const DRAWS: usize = 6;
/// Once in so many steps the first draw is tried, whatever it is.
const ANYTHING_EVERY: u8 = 5;
/// Drafts and proposals of an agency beyond which it writes no more.
const PROPOSALS: usize = 4;

impl Run<'_> {
    /// Who tries what.
    pub fn tried(&mut self) -> (Person, Act) {
        let draws = if self.random.u8(0..ANYTHING_EVERY) == 0 { 1 } else { DRAWS };
        for _ in 1..draws {
            let act = self.act();
            let person = self.person(&act);
            if self.model.clone().step(person, &act, self.today()).is_some() {
                return (person, act);
            }
        }
        let act = self.act();
        (self.person(&act), act)
    }

    fn person(&mut self, act: &Act) -> Person {
        let others = [
            Person::Coordinator,
            Person::Clerk,
            Person::Leader,
            Person::Administrator,
            Person::Lapsed,
            Person::Anybody,
        ];
        let of_agencies = (0..AGENCIES.len()).flat_map(|at| [Person::Officer(at), Person::Head(at)]);
        let every: Vec<Person> = of_agencies.chain(others).collect();
        let able: Vec<Person> = every.iter().copied().filter(|person| self.model.may(*person, act)).collect();
        let from = if able.is_empty() || self.random.u8(0..8) == 0 { every } else { able };
        self.random.choice(from).unwrap_or(Person::Anybody)
    }

    /// A text that no other has.
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("Lời số {}.", self.texts)
    }

    /// A text that is missing now and then.
    fn text_or_none(&mut self) -> String {
        if self.random.u8(0..5) == 0 { String::new() } else { self.text() }
    }

    /// An entry that is there, or that was.
    fn entry(&mut self) -> Id {
        let those: Vec<Id> = match self.random.u8(0..6) {
            0 => self.codes.keys().copied().collect(),
            _ => self.model.catalog.keys().copied().collect(),
        };
        self.random.choice(those).unwrap_or_default()
    }

    /// What an officer says at a place among the agency's answers.
    fn said(&mut self, agency: usize, entry: usize) -> Said {
        let answer = self.model.responses.get(agency).and_then(|response| response.answers.get(entry));
        let of = answer.and_then(|answer| answer.entry);
        if let Some(Said::Propose { name, .. }) = answer.and_then(|answer| answer.said.clone()) {
            return Said::Propose { name, purpose: self.text_or_none() };
        }
        match self.random.u8(0..16) {
            7..11 if of != Some(WITHOUT_SECTOR) => Said::Modify(self.text()),
            11..16 => self.said_at_once(),
            _ => Said::Keep,
        }
    }

    /// What may be said of several entries.
    fn said_at_once(&mut self) -> Said {
        match self.random.u8(0..8) {
            0..2 => Said::Withdraw(self.text_or_none()),
            2..5 => Said::Merge(self.entry()),
            5..7 => Said::Transfer(self.random.usize(0..=AGENCIES.len())),
            _ => Said::Keep,
        }
    }

    fn proposed(&mut self) -> Said {
        Said::Propose { name: self.random.choice(NAMES).unwrap_or_default(), purpose: self.text_or_none() }
    }

    /// A point of an answer; none is named `rest`, which only a verdict on all is about.
    fn place(&mut self, agency: usize, entry: usize) -> &'static str {
        let answer = self.model.responses.get(agency).and_then(|response| response.answers.get(entry));
        let points = answer.into_iter().flat_map(|answer| &answer.points);
        let places: Vec<&'static str> = points.map(|point| point.place).filter(|place| *place != "rest").collect();
        self.random.choice(places).unwrap_or_default()
    }

    fn verdict(&mut self, place: &str) -> Verdict {
        match self.random.u8(0..8) {
            // A name is refused or accepted with all else: else an entry would come of it that is nothing but its name.
            _ if place == "name" => Verdict::Reject(self.text()),
            0..5 => Verdict::Accept,
            5 => Verdict::Instead(self.text(), self.text()),
            _ => Verdict::Reject(self.text()),
        }
    }

    /// What a proposal may be taken for: an entry that holds what it is, or another proposal of its name.
    fn alike(&mut self, agency: usize, entry: usize) -> Id {
        let answers = self.model.responses.iter().flat_map(|response| &response.answers);
        let asked = self.model.responses.get(agency).and_then(|response| response.answers.get(entry));
        let Some(Said::Propose { name, .. }) = asked.and_then(|answer| answer.said.as_ref()) else { return 0 };
        let same = |said: &Option<Said>| matches!(said, Some(Said::Propose { name: other, .. }) if other == name);
        let holds = |(_, entry): &(&Id, &Entry)| entry.items.contains(&item_of(name));
        let entries = self.model.catalog.iter().filter(holds).map(|(id, _)| *id);
        let proposals = answers.filter(|answer| same(&answer.said)).map(|answer| answer.id);
        let own = asked.map(|answer| answer.id);
        let those: Vec<Id> = entries.chain(proposals).filter(|id| Some(*id) != own).collect();
        self.random.choice(those).unwrap_or_default()
    }

    /// An entry, and another that may hold what it is.
    fn entries_alike(&mut self) -> (Id, Id) {
        let entry = self.entry();
        let item = self.model.catalog.get(&entry).map(|entry| item_of(&entry.name)).unwrap_or_default();
        let holds = |(id, other): &(&Id, &Entry)| **id != entry && other.items.contains(&item);
        let those: Vec<Id> = self.model.catalog.iter().filter(holds).map(|(id, _)| *id).collect();
        let other = self.random.choice(those);
        (entry, other.unwrap_or_else(|| self.entry()))
    }

    fn act(&mut self) -> Act {
        if self.model.stage != "open" && self.random.u8(0..10) > 0 {
            return match self.random.u8(0..14) {
                0..3 => Act::Open,
                3..6 => Act::Compile,
                6..8 => Act::Submit { stale: self.random.u8(0..10) == 0 },
                8..10 => Act::Issue { stale: self.random.u8(0..10) == 0 },
                10 => Act::GiveBack { reason: self.text(), stale: self.random.u8(0..10) == 0 },
                11 => {
                    let days = self.random.bool().then(|| self.random.i64(-3..30));
                    Act::Reopen { reason: self.text(), days }
                }
                _ => self.act_on_drafts(),
            };
        }
        match self.random.u8(0..100) {
            0..52 => self.act_of_agency(),
            52..56 => self.act_on_drafts(),
            56..96 => self.act_of_appraiser(),
            96 => Act::Close { force: self.random.bool() },
            97..99 => Act::Compile,
            _ => Act::Open,
        }
    }

    /// An agency, and a place among its answers or right after them.
    fn drawn(&mut self) -> (usize, usize, bool) {
        let agency = self.random.usize(0..AGENCIES.len());
        let answers = self.model.responses.get(agency).map_or(0, |response| response.answers.len());
        (agency, self.random.usize(0..=answers), self.random.u8(0..10) == 0)
    }

    fn act_of_agency(&mut self) -> Act {
        let (agency, entry, stale) = self.drawn();
        let answers = self.model.responses.get(agency).map(|response| response.answers.as_slice()).unwrap_or_default();
        let proposals = answers.iter().filter(|answer| answer.entry.is_none()).count();
        let all = answers.len();
        match self.random.u8(0..52) {
            0..14 => Act::Save { agency, entry, said: self.said(agency, entry), stale },
            14..17 => {
                let entries = (0..=all).filter(|_| self.random.bool()).collect();
                Act::Several { agency, entries, said: self.said_at_once(), stale }
            }
            17..22 => Act::KeepAll { agency },
            22..24 => Act::Nothing { agency, nothing: self.random.u8(0..4) > 0 },
            24..28 if proposals < PROPOSALS => Act::Propose { agency, said: self.proposed() },
            28..30 => Act::Remove { agency, entry, stale },
            30..33 => Act::KeepForLater { agency, entry, stale },
            33..36 => Act::SendBack { agency, comment: self.text() },
            36..44 => Act::Approve { agency, stale },
            _ => Act::Lay { agency, stale },
        }
    }

    fn act_on_drafts(&mut self) -> Act {
        let (agency, _, stale) = self.drawn();
        let waiting = self.model.kept.iter().filter(|kept| kept.agency == agency && !kept.taken).count();
        let kept = self.random.usize(0..=self.model.kept.len());
        match self.random.u8(0..8) {
            0..3 if waiting < PROPOSALS => Act::WriteKept { agency, said: self.proposed() },
            3 => Act::DropKept { kept, stale },
            4..6 => match self.model.kept.get(kept).map(|kept| kept.said.clone()) {
                Some(Said::Propose { name, .. }) => {
                    Act::RewriteKept { kept, said: Said::Propose { name, purpose: self.text_or_none() } }
                }
                _ => Act::TakeUp { kept },
            },
            _ => Act::TakeUp { kept },
        }
    }

    fn act_of_appraiser(&mut self) -> Act {
        let (agency, entry, stale) = self.drawn();
        let opinion = self.random.usize(0..=self.model.opinions.len());
        let place = self.place(agency, entry);
        match self.random.u8(0..40) {
            0..9 => Act::Decide { agency, entry, place, verdict: self.verdict(place), stale },
            9..13 => {
                let verdict = if self.random.u8(0..4) > 0 { Verdict::Accept } else { Verdict::Reject(self.text()) };
                Act::DecideAll { agency, entry, verdict, stale }
            }
            13..16 => Act::AcceptKeeps { agency: self.random.bool().then_some(agency) },
            16..20 => Act::Say { agency, entry, place, text: self.text() },
            20..22 => Act::Return { agency, entry, comment: self.text(), stale },
            22..24 => Act::Accept { agency },
            24..27 => Act::Ask {
                agency,
                entry,
                asked: self.random.usize(0..AGENCIES.len()),
                days: self.random.u32(1..=3),
                silence: self.random.bool(),
                question: self.text(),
                stale,
            },
            27..31 => Act::Give { opinion, agrees: self.random.bool(), text: self.text() },
            31..34 => Act::Handle { opinion, text: self.text() },
            34 => Act::TakeBack { opinion, reason: self.text() },
            35..38 => {
                let other = self.alike(agency, entry);
                let duplicate = self.random.u8(0..4) == 0;
                Act::Settle { agency, entry, other, duplicate, reason: self.text(), stale }
            }
            38 => {
                let (entry, other) = self.entries_alike();
                Act::SettleEntries { entry, other, duplicate: self.random.bool(), reason: self.text(), stale }
            }
            _ => Act::Extend { agency, days: self.random.i64(-3..30), reason: self.text() },
        }
    }
}
