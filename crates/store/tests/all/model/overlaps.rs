//! Overlaps in the reference: what is like what, what people said of a pair, and what that keeps from being accepted.

use std::collections::BTreeSet;

use super::reference::{Act, Id, Model, Person, Said, item_of};
use super::response::Answer;

/// One of a pair. A proposal and the entry that it becomes are two: what is said of the one later is not said of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    Proposal(Id),
    Entry(Id),
}

/// A name, and the items that go with it.
type Holds = (String, BTreeSet<String>);

/// What two were said to be.
#[derive(Clone, Debug)]
pub struct Settled {
    version: i64,
    /// Which one it is of all that was said of pairs: the greater was said later.
    turn: usize,
    duplicate: bool,
    /// What the two were then: of what they are else nothing is said.
    about: [Holds; 2],
}

/// Words of a name, «CSDL» among them, from which on it is found among the items of others.
const WORDS_FOUND: usize = 4;

fn pair(one: Party, other: Party) -> (Party, Party) {
    (one.min(other), one.max(other))
}

/// Whether two are shown as alike: they have one name, or one holds what the other is, as the target of a merger does.
fn alike((name, items): &Holds, (other, of_other): &Holds) -> bool {
    let held =
        |name: &str, items: &BTreeSet<String>| name.split(' ').count() >= WORDS_FOUND && items.contains(&item_of(name));
    name == other || held(name, of_other) || held(other, items)
}

impl Model {
    /// What an id stands for beside a proposal: the entry in force, else the proposal.
    fn party(&self, id: Id) -> Party {
        if self.catalog.contains_key(&id) { Party::Entry(id) } else { Party::Proposal(id) }
    }

    fn holds(&self, party: Party) -> Option<Holds> {
        match party {
            Party::Entry(id) => self.catalog.get(&id).map(|entry| (entry.name.clone(), entry.items.clone())),
            Party::Proposal(id) => {
                let answer = self.answers().find(|answer| answer.id == id)?;
                let Some(Said::Propose { name, .. }) = &answer.said else { return None };
                Some(((*name).to_owned(), BTreeSet::from([item_of(name)])))
            }
        }
    }

    fn about(&self, one: Party, other: Party) -> Option<[Holds; 2]> {
        let mut about = [self.holds(one)?, self.holds(other)?];
        about.sort();
        Some(about)
    }

    /// Whether a pair was said to be a duplicate; nothing where nobody said what it is, or not of what the two are now.
    fn stands(&self, one: Party, other: Party) -> Option<bool> {
        let settled = self.settled.get(&pair(one, other))?;
        (settled.about == self.about(one, other)?).then_some(settled.duplicate)
    }

    /// What one is shown to be like: entries that do not leave, and of a proposal the other proposals that were sent and are
    /// not refused.
    fn shown(&self, of: Party) -> Vec<Party> {
        let is_proposal = matches!(of, Party::Proposal(_));
        let sent = self.responses.iter().filter(|response| is_proposal && response.is_before_the_appraiser());
        let proposals = sent.flat_map(|response| &response.answers);
        let proposals = proposals.filter(|other| other.entry.is_none() && !other.is_refused());
        self.like(of, proposals.map(|other| other.id))
    }

    /// What one is like of the entries that do not leave, and of some proposals.
    fn like(&self, of: Party, proposals: impl Iterator<Item = Id>) -> Vec<Party> {
        let Some(own) = self.holds(of) else { return Vec::new() };
        let left = self.left();
        let entries = self.catalog.keys().filter(|id| !left.contains(*id)).map(|id| Party::Entry(*id));
        let others = entries.chain(proposals.map(Party::Proposal)).filter(|other| *other != of);
        others.filter(|other| self.holds(*other).is_some_and(|other| alike(&own, &other))).collect()
    }

    /// Whether an entry in force is one that another holds already, by what was said: it is neither kept nor changed.
    pub fn is_duplicate(&self, entry: Id) -> bool {
        let of = Party::Entry(entry);
        self.shown(of).into_iter().any(|other| self.stands(of, other) == Some(true))
    }

    /// Whether an answer, as it was sent, is not accepted: a proposal until everything that it is like is said to be something
    /// else, what keeps or changes an entry while that is a duplicate.
    pub fn is_barred(&self, answer: &Answer) -> bool {
        match (answer.points.first().map(|point| &point.about), answer.entry) {
            (Some(Said::Propose { .. }), _) => {
                let of = Party::Proposal(answer.id);
                self.shown(of).into_iter().any(|other| self.stands(of, other) != Some(false))
            }
            (Some(Said::Keep | Said::Modify(_)), Some(entry)) => self.is_duplicate(entry),
            _ => false,
        }
    }

    /// Whether one of the proposals that enter is like an entry that stays or another of them, and they are not said to be two.
    pub fn is_contradicted(&self, adopted: &[Id]) -> bool {
        adopted.iter().map(|id| Party::Proposal(*id)).any(|of| {
            let like = self.like(of, adopted.iter().copied());
            like.into_iter().any(|other| self.stands(of, other) != Some(false))
        })
    }

    /// The version of what was said of one and another.
    pub fn settled_version(&self, one: Party, other: Id) -> i64 {
        self.settled.get(&pair(one, self.party(other))).map_or(0, |settled| settled.version)
    }

    fn say_of_pair(&mut self, one: Party, other: Id, duplicate: bool) -> Option<()> {
        let there = self.party(other);
        let (version, about) = (self.settled_version(one, other) + 1, self.about(one, there)?);
        self.turns += 1;
        self.settled.insert(pair(one, there), Settled { version, turn: self.turns, duplicate, about });
        Some(())
    }

    pub fn settle_pair(&mut self, person: Person, act: &Act) -> Option<usize> {
        let Act::Settle { agency, entry, other, duplicate, reason, stale } = act else { return None };
        let response = self.responses.get(*agency)?;
        let answer = response.answers.get(*entry).filter(|answer| answer.entry.is_none() && answer.id != *other)?;
        let of_officer = person == Person::Officer(*agency);
        let edits = matches!(response.stage, "not_started" | "in_progress")
            || (response.stage == "returned" && answer.returned);
        if *stale || (of_officer && !(edits && self.stage == "open")) {
            return None;
        }
        let mut seen = self
            .responses
            .iter()
            .enumerate()
            .filter(|(at, response)| if of_officer { at == agency } else { response.is_before_the_appraiser() });
        let proposed = seen.any(|(_, response)| {
            let mut proposals = response.answers.iter().filter(|one| one.entry.is_none() && !one.is_refused());
            proposals.any(|one| one.id == *other)
        });
        if !proposed && !self.catalog.contains_key(other) {
            return None;
        }
        let id = answer.id;
        self.say_of_pair(Party::Proposal(id), *other, *duplicate)?;
        self.comment(reason, Some(id));
        Some(0)
    }

    /// Of two entries in force the coordinator says it at any time.
    pub fn settle_entries(&mut self, act: &Act) -> Option<usize> {
        let Act::SettleEntries { entry, other, duplicate, reason, stale } = act else { return None };
        if *stale || entry == other || !self.catalog.contains_key(other) {
            return None;
        }
        self.say_of_pair(Party::Entry(*entry), *other, *duplicate)?;
        self.comment(reason, None);
        Some(0)
    }

    /// What was said of a proposal is said of the entry that it becomes too, and again where it was said anew since: the draft
    /// may be compiled again.
    pub fn follow(&mut self, proposal: Id) {
        let (from, to) = (Party::Proposal(proposal), Party::Entry(proposal));
        let of_it = self.settled.iter().filter(|((one, other), _)| *one == from || *other == from);
        let counterpart = |(one, other): &(Party, Party)| if *one == from { *other } else { *one };
        let said: Vec<(Party, Settled)> = of_it.map(|(pair, settled)| (counterpart(pair), settled.clone())).collect();
        for (other, settled) in said {
            let version = match self.settled.get(&pair(to, other)) {
                Some(own) if own.turn >= settled.turn => continue,
                Some(own) => own.version + 1,
                None => settled.version,
            };
            self.settled.insert(pair(to, other), Settled { version, ..settled });
        }
    }

    /// A proposal is taken out, with what was said of it as a duplicate.
    pub fn forget(&mut self, proposal: Id) {
        let gone = Party::Proposal(proposal);
        self.removed.insert(proposal);
        self.settled.retain(|(one, other), _| *one != gone && *other != gone);
    }
}
