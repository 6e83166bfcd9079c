//! What an agency should do first: concrete acts, each with what it moves, ordered by how much.
//!
//! Nothing is estimated. An act is carried out on a copy of the agency's rows, and the indicators are measured on both: so
//! what is promised is what the figure will be, as long as nothing else changes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::{Amount, DutyFact, Facts, Indicator, Period, Subject, Unit, UseFact, cases, definition_on, measure};
use crate::duty::{DutyKind, DutyState};
use crate::id::{DutyId, EntryCode};
use crate::usage::UsageKind;

/// Acts of one sort that are weighed, the most pressing: those of a sort move the same by the same, and who owes thousands
/// has enough to do with these.
const OF_A_SORT_MAX: usize = 20;

/// Something that an agency can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Todo {
    /// Send the answers of the yearly review.
    Answer,
    /// Have an account for the focal officer (article 16.3).
    NameOfficer,
    /// Have the focal officer's account opened again (article 14.2).
    UnlockOfficer,
    /// Refresh an entry: so many refreshings are overdue, of which this is the first.
    Refresh { id: DutyId, code: EntryCode, name: String, times: u32, days_late: u32 },
    /// Do what is overdue.
    CatchUp { id: DutyId, code: EntryCode, name: String, kind: DutyKind, days_late: u32 },
    /// Do in time what is due soon.
    Meet { id: DutyId, code: EntryCode, name: String, kind: DutyKind, due_on: Date },
    /// Make known an entry that nobody has used: what comes of it others decide.
    Promote { code: EntryCode, name: String },
}

impl Todo {
    /// What the act can move.
    fn touches(&self) -> &'static [Indicator] {
        use Indicator as I;
        match self {
            Self::Answer => &[I::ResponsesAnswered, I::ResponsesOnTime],
            Self::NameOfficer => &[I::AgenciesWithoutOfficer],
            Self::UnlockOfficer => &[I::AgenciesLapsed],
            Self::Refresh { .. } => &[I::Freshness, I::DutiesNever],
            Self::CatchUp { .. } => &[I::DutiesNever],
            Self::Meet { .. } => &[I::DutiesOnTime],
            Self::Promote { .. } => &[I::EntriesNeverUsed],
        }
    }

    /// Its effect hangs on nobody else.
    pub fn is_certain(&self) -> bool {
        !matches!(self, Self::Promote { .. })
    }

    fn days_late(&self) -> u32 {
        match self {
            Self::Refresh { days_late, .. } | Self::CatchUp { days_late, .. } => *days_late,
            _ => 0,
        }
    }

    /// Carries the act out, or lets it be: what has time yet is then missed.
    fn carry_out(&self, facts: &mut Facts, done: bool) {
        let duties = |facts: &mut Facts, wanted: &dyn Fn(&DutyFact) -> bool, state: DutyState| {
            facts.duties.iter_mut().filter(|duty| wanted(duty)).for_each(|duty| duty.state = state);
        };
        match self {
            Self::Answer => {
                for one in &mut facts.responses {
                    (one.sent, one.days_late) = (done, if done { one.days_late } else { Ord::max(one.days_late, 1) });
                }
            }
            Self::NameOfficer | Self::UnlockOfficer if done => {
                facts.agencies.iter_mut().for_each(|one| (one.officers, one.active) = (1, 1));
            }
            Self::Refresh { code, .. } if done => {
                let overdue = |duty: &DutyFact| duty.code == *code && is_overdue_refresh(duty);
                duties(facts, &overdue, DutyState::DoneLate);
            }
            Self::CatchUp { id, .. } if done => duties(facts, &|duty| duty.id == *id, DutyState::DoneLate),
            Self::Meet { id, .. } => {
                let state = if done { DutyState::Done } else { DutyState::Late };
                duties(facts, &|duty| duty.id == *id, state);
            }
            Self::Promote { code, .. } if done => {
                facts.uses.push(UseFact { kind: UsageKind::View, code: Some(code.clone()), count: 1 });
            }
            Self::NameOfficer
            | Self::UnlockOfficer
            | Self::Refresh { .. }
            | Self::CatchUp { .. }
            | Self::Promote { .. } => {}
        }
    }
}

fn is_overdue_refresh(duty: &DutyFact) -> bool {
    duty.kind == DutyKind::Refresh && duty.state == DutyState::Late
}

/// What an act does to an indicator: the figure with it and without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    pub indicator: Indicator,
    pub version: u16,
    pub with: Amount,
    pub without: Amount,
}

/// An act with what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Advice {
    /// Whose figures it moves: what was owed in an earlier year is owed still.
    pub period: Period,
    pub todo: Todo,
    /// The largest first; none of what is owed of an earlier year whose figures it moves no more.
    pub effects: Vec<Effect>,
    /// The largest effect in tenths of a percentage point: of a count, as part of what it counts among.
    pub weight: u32,
}

/// What an agency should do, from its own rows: what is certain first, then by effect, then what has waited longest. What it
/// owes of earlier years is there, whatever the year: `earlier` are its rows of those that are not closed, whose figures it
/// moves yet, and `unanswered` the yearly reviews that still take its answers, that of the rows' own year among them.
pub fn advice(of_agency: &Facts, earlier: &[Facts], unanswered: &[Period]) -> Vec<Advice> {
    let todos = todos(of_agency, unanswered.contains(&of_agency.period));
    let mut rows: Vec<Advice> = todos.into_iter().filter_map(|todo| weighed(of_agency, todo)).collect();
    for (period, todos) in owed_since_before(of_agency, unanswered) {
        let facts = earlier.iter().find(|facts| facts.period == period);
        rows.extend(todos.into_iter().map(|todo| {
            let moving = facts.and_then(|facts| weighed(facts, todo.clone()));
            moving.unwrap_or(Advice { period, todo, effects: Vec::new(), weight: 0 })
        }));
    }
    rows.sort_by_key(|one| std::cmp::Reverse((one.todo.is_certain(), one.weight, one.todo.days_late())));
    rows
}

/// What is owed of each earlier year, the most pressing of each sort.
fn owed_since_before(of_agency: &Facts, unanswered: &[Period]) -> BTreeMap<Period, Vec<Todo>> {
    let earlier = unanswered.iter().filter(|period| **period < of_agency.period);
    let mut owed: BTreeMap<Period, Vec<Todo>> = earlier.map(|period| (*period, vec![Todo::Answer])).collect();
    let mut duties: BTreeMap<Period, Vec<&DutyFact>> = BTreeMap::new();
    for duty in &of_agency.overdue {
        duties.entry(Period::of(duty.due_on)).or_default().push(duty);
    }
    for (period, duties) in duties {
        owed.entry(period).or_default().extend(overdue(duties));
    }
    owed
}

/// What of these duties is overdue, of each sort the longest first; all refreshings of an entry are one act.
fn overdue<'a>(duties: impl IntoIterator<Item = &'a DutyFact>) -> Vec<Todo> {
    let late = duties.into_iter().filter(|duty| duty.state == DutyState::Late);
    let (refreshings, others): (Vec<&DutyFact>, Vec<&DutyFact>) = late.partition(|duty| duty.kind == DutyKind::Refresh);
    let mut by_entry: BTreeMap<&EntryCode, Vec<&DutyFact>> = BTreeMap::new();
    for duty in refreshings {
        by_entry.entry(&duty.code).or_default().push(duty);
    }
    let refresh = by_entry.into_values().filter_map(|duties| {
        let first = duties.iter().min_by_key(|duty| (duty.due_on, duty.id))?;
        let times = u32::try_from(duties.len()).unwrap_or(u32::MAX);
        let (code, name) = (first.code.clone(), first.name.clone());
        Some(Todo::Refresh { id: first.id, code, name, times, days_late: first.days_late })
    });
    let catch_up = others.into_iter().map(|duty| {
        let (code, name) = (duty.code.clone(), duty.name.clone());
        Todo::CatchUp { id: duty.id, code, name, kind: duty.kind, days_late: duty.days_late }
    });
    let longest = |mut sort: Vec<Todo>| {
        sort.sort_by_key(|todo| std::cmp::Reverse(todo.days_late()));
        sort.truncate(OF_A_SORT_MAX);
        sort
    };
    [longest(refresh.collect()), longest(catch_up.collect())].concat()
}

/// What there is to do, the most pressing of each sort. `takes_answers`: the year's review does.
fn todos(facts: &Facts, takes_answers: bool) -> Vec<Todo> {
    let mut todos = Vec::new();
    if takes_answers && facts.responses.iter().any(|one| !one.sent) {
        todos.push(Todo::Answer);
    }
    if !facts.period.is_over(facts.today) {
        todos.extend(facts.agencies.iter().filter(|one| one.officers == 0).map(|_| Todo::NameOfficer));
        let lapsed = facts.agencies.iter().filter(|one| one.officers > 0 && one.active == 0);
        todos.extend(lapsed.map(|_| Todo::UnlockOfficer));
    }
    todos.extend(overdue(&facts.duties));
    let soon = facts.duties.iter().filter(|duty| duty.state == DutyState::DueSoon);
    let meet = soon.map(|duty| {
        let (code, name) = (duty.code.clone(), duty.name.clone());
        Todo::Meet { id: duty.id, code, name, kind: duty.kind, due_on: duty.due_on }
    });
    todos.extend(meet.take(OF_A_SORT_MAX));
    let promote = cases(Indicator::EntriesNeverUsed, facts).into_iter().filter_map(|case| match case.subject {
        Subject::Entry { code, name } => Some(Todo::Promote { code, name }),
        _ => None,
    });
    todos.extend(promote.take(OF_A_SORT_MAX));
    todos
}

/// Measures what an act does; `None` where it moves nothing.
fn weighed(facts: &Facts, todo: Todo) -> Option<Advice> {
    let (mut with, mut without) = (facts.clone(), facts.clone());
    todo.carry_out(&mut with, true);
    todo.carry_out(&mut without, false);
    let effect = |indicator: &Indicator| {
        let definition = definition_on(*indicator, facts.period.until(facts.today));
        let (with, without) = (measure(definition, &with)?, measure(definition, &without)?);
        let moved = with.scaled(definition.unit).abs_diff(without.scaled(definition.unit));
        let weight = match definition.unit {
            Unit::Share => moved,
            Unit::Count | Unit::Distinct | Unit::Days => moved * 1_000 / Ord::max(whole(*indicator, facts), 1),
        };
        let effect = Effect { indicator: *indicator, version: definition.version, with, without };
        (moved > 0).then_some((weight, effect))
    };
    let mut effects: Vec<(u64, Effect)> = todo.touches().iter().filter_map(effect).collect();
    effects.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    let weight = u32::try_from(effects.first()?.0).unwrap_or(u32::MAX);
    Some(Advice {
        period: facts.period,
        todo,
        effects: effects.into_iter().map(|(_, effect)| effect).collect(),
        weight,
    })
}

/// What a count counts among.
fn whole(indicator: Indicator, facts: &Facts) -> u64 {
    let among = |indicator| cases(indicator, facts).len() as u64;
    match indicator {
        Indicator::DutiesNever => among(Indicator::DutiesOnTime),
        Indicator::EntriesNeverUsed => among(Indicator::EntriesInForce),
        _ => 1,
    }
}
