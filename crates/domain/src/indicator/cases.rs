//! The cases behind each indicator.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, DutyFact, EntryFact, Facts, Indicator, ResponseFact, Subject, UseFact};
use crate::agency::AgencyRef;
use crate::catalog::SharingForm;
use crate::duty::{DutyKind, DutyState};
use crate::usage::UsageKind;

/// The rows that an indicator adds up.
pub fn cases(indicator: Indicator, facts: &Facts) -> Vec<Case> {
    use Indicator as I;
    match indicator {
        I::EntriesInForce => entries(facts, |entry| entry.after.is_some()),
        I::EntriesNew => entries(facts, |entry| entry.before.is_none() && entry.after.is_some()),
        I::EntriesChanged => {
            entries(facts, |entry| entry.before.is_some() && entry.after.is_some() && entry.before != entry.after)
        }
        I::EntriesWithdrawn => entries(facts, |entry| entry.before.is_some() && entry.after.is_none()),
        I::ShareOpen => items(facts, SharingForm::Open),
        I::ShareDefault => items(facts, SharingForm::Default),
        I::ShareSpecific => items(facts, SharingForm::Specific),
        I::ResponsesAnswered => responses(facts, |_| true, |one| one.sent),
        // Who has time yet is counted when the day has passed or the answer has come.
        I::ResponsesOnTime => responses(facts, |one| one.sent || one.days_late > 0, |one| one.days_late == 0),
        I::ResponsesLate => responses(facts, |one| one.days_late > 0, |_| true),
        I::ResponsesReturned => responses(facts, |one| one.returned, |_| true),
        I::DaysAnswering => steps(facts, |one| one.answering),
        I::DaysAppraising => steps(facts, |one| one.appraising),
        I::DaysConcluding => {
            let days = facts.concluding.into_iter();
            days.map(|days| Case::new(Subject::Campaign, &AgencyRef::default(), days.into(), 1)).collect()
        }
        I::DutiesOnTime => duties(facts, |duty| duty.state.is_counted(), |duty| duty.state == DutyState::Done),
        I::DutiesLate => duties(facts, |duty| duty.state == DutyState::DoneLate, |_| true),
        I::DutiesNever => duties(facts, |duty| duty.state == DutyState::Late, |_| true),
        I::Freshness => fresh(facts),
        I::Views => uses(facts, UsageKind::View),
        I::Downloads => uses(facts, UsageKind::Download),
        I::Calls => uses(facts, UsageKind::Api),
        I::Searches => uses(facts, UsageKind::Search),
        I::SearchesWithoutResult => searches(facts),
        I::Consumers => {
            let months = facts.counted.iter().flat_map(|counted| &counted.visitors);
            let of_month = |(start, count): &(time::Date, u64)| {
                Case::new(Subject::Month(*start), &AgencyRef::default(), *count, 1)
            };
            months.map(of_month).collect()
        }
        I::ConsumerAgencies => consumers(facts),
        I::EntriesNeverUsed => {
            let used: BTreeSet<_> =
                facts.uses.iter().filter(|one| is_use(one)).filter_map(|one| one.code.as_ref()).collect();
            entries(facts, |entry| entry.after.is_some() && !used.contains(&entry.code))
        }
        I::EntriesNeverLoaded => entries(facts, |entry| entry.after.is_some() && !entry.loaded),
        I::EntriesIncomplete => entries(facts, |entry| entry.after.is_some() && !entry.complete),
        I::AgenciesLate => owing(facts),
        I::AgenciesWithoutOfficer => agencies(facts, |officers, _| officers == 0),
        I::AgenciesLapsed => agencies(facts, |officers, active| officers > 0 && active == 0),
    }
}

fn of_entry(entry: &EntryFact, part: u64, whole: u64) -> Case {
    let subject = Subject::Entry { code: entry.code.clone(), name: entry.name.clone() };
    Case::new(subject, &entry.agency, part, whole)
}

fn entries(facts: &Facts, wanted: impl Fn(&EntryFact) -> bool) -> Vec<Case> {
    facts.entries.iter().filter(|entry| wanted(entry)).map(|entry| of_entry(entry, 1, 1)).collect()
}

/// Items whose widest form is this, in all items of the entries in force.
fn items(facts: &Facts, form: SharingForm) -> Vec<Case> {
    let listed = facts.entries.iter().filter(|entry| entry.after.is_some() && entry.forms.total() > 0);
    listed.map(|entry| of_entry(entry, entry.forms.get(form).into(), entry.forms.total().into())).collect()
}

fn responses(
    facts: &Facts,
    wanted: impl Fn(&ResponseFact) -> bool,
    counts: impl Fn(&ResponseFact) -> bool,
) -> Vec<Case> {
    let asked = facts.responses.iter().filter(|one| wanted(one));
    asked.map(|one| Case::new(Subject::Response, &one.agency, counts(one).into(), 1)).collect()
}

fn steps(facts: &Facts, days: impl Fn(&ResponseFact) -> Option<u32>) -> Vec<Case> {
    let known = facts.responses.iter().filter_map(|one| Some((one, days(one)?)));
    known.map(|(one, days)| Case::new(Subject::Response, &one.agency, days.into(), 1)).collect()
}

fn duties(facts: &Facts, wanted: impl Fn(&DutyFact) -> bool, counts: impl Fn(&DutyFact) -> bool) -> Vec<Case> {
    let rows = facts.duties.iter().filter(|duty| wanted(duty));
    rows.map(|duty| {
        let subject = Subject::Duty {
            id: duty.id,
            code: duty.code.clone(),
            name: duty.name.clone(),
            kind: duty.kind,
            due_on: duty.due_on,
        };
        Case::new(subject, &duty.agency, counts(duty).into(), 1)
    })
    .collect()
}

/// Entries that are to be refreshed: current while no refreshing is overdue.
fn fresh(facts: &Facts) -> Vec<Case> {
    let mut current: BTreeMap<_, (&DutyFact, bool)> = BTreeMap::new();
    for duty in facts.duties.iter().filter(|duty| duty.kind == DutyKind::Refresh && duty.state.is_counted()) {
        let entry = current.entry(&duty.code).or_insert((duty, true));
        entry.1 &= duty.state != DutyState::Late;
    }
    let rows = current.into_values();
    rows.map(|(duty, current)| {
        let subject = Subject::Entry { code: duty.code.clone(), name: duty.name.clone() };
        Case::new(subject, &duty.agency, current.into(), 1)
    })
    .collect()
}

/// Searching is no use of an entry.
fn is_use(one: &UseFact) -> bool {
    matches!(one.kind, UsageKind::View | UsageKind::Download | UsageKind::Api)
}

fn uses(facts: &Facts, kind: UsageKind) -> Vec<Case> {
    let known: BTreeMap<_, _> = facts.entries.iter().map(|entry| (&entry.code, entry)).collect();
    let mut rows: Vec<Case> = Vec::new();
    // What is of no entry, or of one that was in no edition of the period, is told in one row.
    let mut rest = 0;
    for one in facts.uses.iter().filter(|one| one.kind == kind) {
        match one.code.as_ref().and_then(|code| known.get(code)) {
            Some(entry) => rows.push(of_entry(entry, one.count, 1)),
            None => rest += one.count,
        }
    }
    rows.sort_by_key(|case| std::cmp::Reverse(case.part));
    if rest > 0 {
        rows.push(Case::new(Subject::NoEntry, &AgencyRef::default(), rest, 1));
    }
    rows
}

/// Agencies that used what others answer for, a row for each pair, who used most first. Own entries are left out, and those
/// that were in no edition of the period: whose they are is not known.
fn consumers(facts: &Facts) -> Vec<Case> {
    let owners: BTreeMap<_, _> = facts.entries.iter().map(|entry| (&entry.code, &entry.agency)).collect();
    let mut sums: BTreeMap<(&AgencyRef, &AgencyRef), u64> = BTreeMap::new();
    for one in facts.consumers.iter().flatten() {
        if let Some(&owner) = owners.get(&one.code)
            && owner.id != one.consumer.id
        {
            *sums.entry((&one.consumer, owner)).or_default() += one.count;
        }
    }
    let row = |((consumer, owner), count): ((&AgencyRef, &AgencyRef), u64)| {
        Case::new(Subject::Consumer(consumer.clone()), owner, count, 1)
    };
    let mut rows: Vec<Case> = sums.into_iter().map(row).collect();
    rows.sort_by_key(|case| std::cmp::Reverse(case.part));
    rows
}

/// Searches that found nothing, by their words where those may be told, in all searches.
fn searches(facts: &Facts) -> Vec<Case> {
    let Some(counted) = &facts.counted else { return Vec::new() };
    let nobody = AgencyRef::default();
    let told: u64 = counted.words.iter().map(|(_, count)| count).sum();
    let mut rows: Vec<Case> = counted
        .words
        .iter()
        .map(|(words, count)| Case::new(Subject::Words(words.clone()), &nobody, *count, *count))
        .collect();
    rows.sort_by_key(|case| std::cmp::Reverse(case.part));
    // Others than these are told in one row.
    let rest = counted.missed.saturating_sub(told);
    let found = counted.searches.saturating_sub(Ord::max(counted.missed, told));
    rows.extend((rest > 0).then(|| Case::new(Subject::Words(String::new()), &nobody, rest, rest)));
    rows.extend((found > 0).then(|| Case::new(Subject::Found, &nobody, 0, found)));
    rows
}

/// What an agency owes past its day: working days of the review, duties, those of earlier periods, calendar days of the oldest.
#[derive(Default)]
struct Owed {
    review_days: u32,
    duties: u32,
    earlier: u32,
    duty_days: u32,
}

/// Agencies that owe an answer or a duty past its day, who owes longest first ([`owed_for`]), then who owes more duties.
fn owing(facts: &Facts) -> Vec<Case> {
    let mut owing: BTreeMap<&AgencyRef, Owed> = BTreeMap::new();
    for one in facts.responses.iter().filter(|one| !one.sent && one.days_late > 0) {
        owing.entry(&one.agency).or_default().review_days = one.days_late;
    }
    for duty in facts.overdue.iter().chain(&facts.duties).filter(|duty| duty.state == DutyState::Late) {
        let owed = owing.entry(&duty.agency).or_default();
        owed.duties += 1;
        owed.earlier += u32::from(duty.due_on < facts.period.first());
        owed.duty_days = Ord::max(owed.duty_days, duty.days_late);
    }
    let mut rows: Vec<(&AgencyRef, Owed)> = owing.into_iter().collect();
    rows.sort_by_key(|(_, owed)| {
        let (review, duty) = owed_for(owed.review_days, owed.duty_days);
        std::cmp::Reverse((Ord::max(review, duty), owed.duties))
    });
    rows.into_iter()
        .map(|(agency, Owed { review_days, duties, earlier, duty_days })| {
            Case::new(Subject::Owing { review_days, duties, earlier, duty_days }, agency, 1, 1)
        })
        .collect()
}

/// Working days of the review and calendar days of a duty on one scale, in fifths of a calendar day: five working days
/// are a week, as seven days are. Holidays are left out: an order needs no more.
fn owed_for(review_days: u32, duty_days: u32) -> (u64, u64) {
    (u64::from(review_days) * 7, u64::from(duty_days) * 5)
}

impl Subject {
    /// Whether an agency has owed its answer in the review longer than any duty.
    pub fn owes_the_review_longest(&self) -> bool {
        let Self::Owing { review_days, duty_days, .. } = self else { return false };
        let (review, duty) = owed_for(*review_days, *duty_days);
        review >= duty
    }
}

fn agencies(facts: &Facts, wanted: impl Fn(u32, u32) -> bool) -> Vec<Case> {
    let rows = facts.agencies.iter().filter(|one| wanted(one.officers, one.active));
    rows.map(|one| Case::new(Subject::Agency, &one.agency, 1, 1)).collect()
}
