//! What becomes of answers in the reference: which may be sent, what may be decided of them, and the draft that they make.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;

use super::reference::{AGENCIES, Catalog, Entry, Id, Model, Said, Verdict, Wrote, item_of};
use super::response::{Answer, Point};

/// An entry that leaves by an answer that was sent and is not refused.
struct Ending {
    entry: Id,
    into: Option<Id>,
    accepted: bool,
}

impl Model {
    fn endings(&self) -> Vec<Ending> {
        let answers = self.responses.iter().flat_map(|response| &response.answers);
        let sent = answers.filter(|answer| !answer.returned && answer.stands() && !answer.is_rejected());
        let ending = |answer: &Answer| {
            let (entry, said) = (answer.entry?, answer.said.as_ref()?);
            let into = if let Said::Merge(into) = said { Some(*into) } else { None };
            said.leaves().then(|| Ending { entry, into, accepted: answer.is_accepted("") })
        };
        sent.filter_map(ending).collect()
    }

    /// The entries that are accepted to leave: of two that are one, the other stays.
    pub fn left(&self) -> BTreeSet<Id> {
        self.endings().into_iter().filter(|ending| ending.accepted).map(|ending| ending.entry).collect()
    }

    /// The entries that leave, as an agency sees it: by what others sent, and by its own answers as they are written.
    fn leaving(&self, agency: usize) -> BTreeSet<Id> {
        let mut leaving: BTreeSet<Id> = self.endings().into_iter().map(|ending| ending.entry).collect();
        for answer in self.responses.get(agency).into_iter().flat_map(|response| &response.answers) {
            let Some(entry) = answer.entry else { continue };
            if answer.said.as_ref().is_some_and(Said::leaves) {
                leaving.insert(entry);
            } else {
                leaving.remove(&entry);
            }
        }
        leaving
    }

    /// Whether an agency may send this of one of its entries, or as a proposal.
    fn is_right(&self, said: &Said, entry: Option<Id>, agency: usize, leaving: &BTreeSet<Id>) -> bool {
        match said {
            Said::Keep => {
                entry.and_then(|entry| self.catalog.get(&entry)).is_some_and(|entry| !entry.purpose.is_empty())
            }
            Said::Withdraw(reason) => !reason.is_empty(),
            Said::Modify(_) => true,
            Said::Merge(into) => Some(*into) != entry && self.catalog.contains_key(into) && !leaving.contains(into),
            Said::Transfer(to) => *to < AGENCIES.len() && *to != agency,
            Said::Propose { purpose, .. } => !purpose.is_empty(),
        }
    }

    /// Whether everything that an agency was asked is answered, and may be sent.
    pub fn is_complete(&self, agency: usize) -> bool {
        let Some(response) = self.responses.get(agency) else { return false };
        let leaving = self.leaving(agency);
        let right = |answer: &Answer| {
            answer.said.as_ref().is_some_and(|said| self.is_right(said, answer.entry, agency, &leaving))
        };
        (response.nothing || !response.answers.is_empty()) && response.answers.iter().all(right)
    }

    /// One answer on several entries: what could not be sent is not saved.
    pub fn several(&mut self, agency: usize, entries: &[usize], said: &Said, stale: bool) -> Option<Wrote> {
        let (leaving, response) = (self.leaving(agency), self.responses.get(agency)?);
        let fits = |at: &usize| {
            response.answers.get(*at).is_some_and(|answer| {
                let may = answer.entry.is_some() && (response.stage != "returned" || answer.returned);
                may && self.is_right(said, answer.entry, agency, &leaving)
            })
        };
        let saved: Vec<usize> = entries.iter().copied().filter(fits).collect();
        if self.stage != "open" || stale || saved.is_empty() {
            return None;
        }
        let response = self.responses.get_mut(agency)?;
        let events = response.edit()?;
        for at in &saved {
            response.write(*at, said);
        }
        Some(Wrote { events, audit: saved.len() })
    }

    /// A verdict on one point, or on all that have none.
    pub fn decide(
        &mut self,
        agency: usize,
        entry: usize,
        place: Option<&str>,
        verdict: &Verdict,
        stale: bool,
        today: Date,
    ) -> Option<usize> {
        let answer = self.responses.get(agency)?.answers.get(entry)?;
        if stale || !self.may_decide(answer, place, verdict, today) {
            return None;
        }
        let id = answer.id;
        let events = self.responses.get_mut(agency)?.decide(entry, place, verdict)?;
        if let Verdict::Instead(_, reason) | Verdict::Reject(reason) = verdict {
            self.comment(reason, Some(id));
        }
        Some(events)
    }

    fn may_decide(&self, answer: &Answer, place: Option<&str>, verdict: &Verdict, today: Date) -> bool {
        let meant = |point: &&Point| place.map_or_else(|| answer.is_of_the_rest(point), |place| point.place == place);
        let (decided, others): (Vec<&Point>, Vec<&Point>) = answer.points.iter().partition(meant);
        if answer.returned || (place.is_some() && decided.is_empty()) {
            return false;
        }
        let accepts = !matches!(verdict, Verdict::Reject(_));
        // The refusal that ends an answer of which something was accepted.
        let ends = others.iter().all(|point| point.verdict.is_some()) && others.iter().any(|point| point.is_accepted());
        if (accepts || ends) && self.waits_for_opinions(answer.id, today) {
            return false;
        }
        if matches!(verdict, Verdict::Instead(..)) && place != Some("purpose") {
            return false;
        }
        // A proposal enters whole or not at all.
        let enters = |point: &Point| if meant(&point) { accepts } else { point.is_accepted() };
        let refused = |point: &Point| if meant(&point) { !accepts } else { point.is_refused() };
        let name = answer.points.iter().find(|point| point.place == "name");
        if name.is_some_and(enters) && answer.points.iter().any(refused) {
            return false;
        }
        let barred = || !decided.is_empty() && self.is_barred(answer);
        !accepts || (!barred() && decided.iter().all(|point| self.adds_up(answer.entry, &point.about)))
    }

    /// Whether an answer as a whole may be accepted beside what was decided of others.
    fn adds_up(&self, entry: Option<Id>, about: &Said) -> bool {
        let others: Vec<Ending> = self.endings().into_iter().filter(|other| Some(other.entry) != entry).collect();
        let is_target = || others.iter().any(|other| other.accepted && other.into == entry);
        match about {
            Said::Merge(into) => {
                let stays = self.catalog.contains_key(into) && !others.iter().any(|other| other.entry == *into);
                Some(*into) != entry && stays && !is_target()
            }
            Said::Withdraw(_) => !is_target(),
            Said::Transfer(to) => *to < AGENCIES.len(),
            Said::Keep | Said::Modify(_) | Said::Propose { .. } => true,
        }
    }

    pub fn accept_keeps(&mut self, agency: Option<usize>, today: Date) -> usize {
        let waiting: BTreeSet<Id> =
            self.opinions.iter().filter(|opinion| opinion.blocks(today)).map(|opinion| opinion.of).collect();
        let duplicates: BTreeSet<Id> = self.catalog.keys().copied().filter(|id| self.is_duplicate(*id)).collect();
        let passed_over = |answer: &Answer| {
            waiting.contains(&answer.id) || answer.entry.is_some_and(|entry| duplicates.contains(&entry))
        };
        let mut events = 0;
        for (at, response) in self.responses.iter_mut().enumerate() {
            if agency.is_some_and(|agency| agency != at) || !response.is_before_the_appraiser() {
                continue;
            }
            let answers = response.answers.iter_mut().filter(|answer| !answer.returned && !passed_over(answer));
            let kept = |point: &&mut Point| point.about == Said::Keep && !point.discussed;
            for point in answers.flat_map(|answer| &mut answer.points).filter(kept) {
                point.verdict.get_or_insert(Verdict::Accept);
            }
            events += response.settle();
        }
        events
    }

    pub fn compile(&mut self) -> Option<usize> {
        if !matches!(self.stage, "closed" | "consolidated") {
            return None;
        }
        let mut draft = self.catalog.clone();
        let (mut removed, mut new): (BTreeMap<Id, Option<Id>>, Catalog) = Default::default();
        for (agency, response) in self.responses.iter().enumerate() {
            for answer in response.answers.iter().filter(|answer| !answer.returned && answer.stands()) {
                if answer.is_open() {
                    if response.is_before_the_appraiser() {
                        return None;
                    }
                    continue;
                }
                let entry = match answer.entry {
                    Some(entry) => draft.get_mut(&entry),
                    None => None,
                };
                match (&answer.said, entry) {
                    (Some(Said::Propose { name, purpose }), _) if !answer.is_refused() => {
                        let purpose = answer.value("purpose", purpose).unwrap_or_default();
                        let (name, items) = ((*name).to_owned(), BTreeSet::from([item_of(name)]));
                        new.insert(answer.id, Entry { owner: agency, name, purpose, items });
                    }
                    (Some(Said::Modify(purpose)), Some(entry)) => {
                        if let Some(purpose) = answer.value("purpose", purpose) {
                            entry.purpose = purpose;
                        }
                    }
                    (Some(Said::Transfer(to)), Some(entry)) if answer.is_accepted("") => entry.owner = *to,
                    (Some(Said::Withdraw(_)), Some(_)) if answer.is_accepted("") => {
                        removed.extend(answer.entry.map(|entry| (entry, None)));
                    }
                    (Some(Said::Merge(into)), Some(_)) if answer.is_accepted("") => {
                        removed.extend(answer.entry.map(|entry| (entry, Some(*into))));
                    }
                    _ => {}
                }
            }
        }
        for (entry, into) in removed.iter().filter_map(|(entry, into)| Some((entry, (*into)?))) {
            // Verdicts that contradict one another make no draft.
            let items = draft.get(entry)?.items.clone();
            draft.get_mut(&into).filter(|_| !removed.contains_key(&into))?.items.extend(items);
        }
        draft.retain(|entry, _| !removed.contains_key(entry));
        let adopted: Vec<Id> = new.keys().copied().collect();
        if self.is_contradicted(&adopted) {
            return None;
        }
        draft.extend(new);
        for proposal in adopted {
            self.follow(proposal);
        }
        self.draft = Some(draft);
        Some(self.moves("consolidated"))
    }
}
