//! From the answers and verdicts of a review to the next edition (articles 8.2, 16.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::catalog::{EntryContent, EntryStatus, SharingForm};
use crate::change::{ChangeError, Field, Place, apply, diff, substitute};
use crate::check::{FieldError, newly_lacking, newly_open};
use crate::id::{AgencyId, EntryCode};
use crate::review::{AnswerKind, Verdict};

/// A verdict with what it decides on, nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledPoint {
    /// `None`: the answer as a whole.
    pub place: Option<Place>,
    pub proposed: String,
    pub verdict: Verdict,
    /// The value accepted instead, for [`Verdict::AcceptModified`].
    pub value: String,
}

impl SettledPoint {
    /// A point that nobody has decided yet, by the verdict that opens least: what closes an item, says that it holds no
    /// personal data or takes it out is accepted, all else refused.
    pub fn closing(place: Option<Place>, proposed: String) -> Self {
        let closes = match &place {
            Some(Place::ItemMatrix(..)) => proposed != SharingForm::Open.to_string(),
            Some(Place::ItemPersonal(_)) => proposed == "false",
            Some(Place::ItemRemove(_)) => true,
            _ => false,
        };
        let verdict = if closes { Verdict::Accept } else { Verdict::Reject };
        Self { place, proposed, verdict, value: String::new() }
    }

    /// The same by the verdict that leaves least out: what fills a field, shares an item or adds one is accepted, all else
    /// refused; the name too, for a proposal that does not enter leaves nothing out.
    pub fn filling(place: Option<Place>, proposed: String) -> Self {
        let fills = match &place {
            Some(Place::Field(field)) => *field != Field::Name && !proposed.trim().is_empty(),
            Some(Place::ItemMatrix(..)) => proposed != SharingForm::None.to_string(),
            Some(Place::ItemAdd(_)) => true,
            _ => false,
        };
        let verdict = if fills { Verdict::Accept } else { Verdict::Reject };
        Self { place, proposed, verdict, value: String::new() }
    }
}

/// An answer with the verdicts on all its points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettledAnswer {
    pub kind: AnswerKind,
    /// The entry answered on; of a proposal, the code it was given in an earlier compilation.
    pub code: Option<EntryCode>,
    /// For a proposal: who proposes.
    pub agency: AgencyId,
    pub target: String,
    /// Its reason names a law that makes personal data public.
    pub by_law: bool,
    pub points: Vec<SettledPoint>,
}

/// An entry of the next edition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextEntry {
    pub code: EntryCode,
    pub content: EntryContent,
    pub status: EntryStatus,
}

/// The next edition as the review makes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NextEdition {
    /// In the order of the base, new ones at the end.
    pub entries: Vec<NextEntry>,
    /// Entries that left, with the one that took over their items.
    pub removed: Vec<(EntryCode, Option<EntryCode>)>,
}

/// Why the verdicts do not add up to an edition.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum ConsolidationError {
    #[error("entry {0} is not in the edition in force")]
    UnknownEntry(String),
    #[error("{0} merges into {1}, which is not in the next edition")]
    TargetGone(String, String),
    #[error("{0}: {1}")]
    Change(String, ChangeError),
    /// The entry and the item: one verdict made it personal data, another left it open.
    #[error("{0} opens personal data: {1}")]
    PersonalOpen(String, String),
    /// The entry, and the fields that it would lack, joined by `;`: it had them, or was proposed with them.
    #[error("{0} would lack {1}")]
    Incomplete(String, String),
    /// The accepted proposal with its agency, and what keeps it from standing beside others, as
    /// [`contradicted`](crate::overlap::contradicted) tells it.
    #[error("{0} overlaps: {1:?}")]
    Overlaps(String, FieldError),
    /// The same of an entry whose name, content, items or tie to a national database were changed; its code and name.
    #[error("{0} as changed overlaps: {1:?}")]
    ChangeOverlaps(String, FieldError),
}

/// Brings the settled answers into the entries in force. `next_number` is the first running number free for a new
/// code; proposals get codes in the order given.
///
/// Rules: a refused point leaves the old value; a point accepted with another value takes that value; a refused
/// withdrawal, merge or transfer leaves the entry as it is; a merged entry's items go to the target, after the target's
/// own changes; a proposal enters unless its name is refused. An entry of which nothing differs in the end is unchanged,
/// to the letter.
///
/// # Errors
/// [`ConsolidationError`] where an answer names an entry that is not there, a value does not fit its place, or verdicts that
/// may each be right open personal data together or leave an entry less complete than it was.
pub fn consolidate(
    base: &[(EntryCode, EntryContent)],
    answers: &[SettledAnswer],
    next_number: u32,
) -> Result<NextEdition, ConsolidationError> {
    let mut contents: BTreeMap<&EntryCode, EntryContent> =
        base.iter().map(|(code, content)| (code, content.clone())).collect();
    let mut removed: BTreeMap<EntryCode, Option<EntryCode>> = BTreeMap::new();
    for answer in answers.iter().filter(|answer| answer.kind != AnswerKind::Propose) {
        let Some(code) = &answer.code else { continue };
        let content = contents.get_mut(code).ok_or_else(|| ConsolidationError::UnknownEntry(code.to_string()))?;
        match answer.kind {
            AnswerKind::Keep | AnswerKind::Propose => {}
            AnswerKind::Modify => {
                let before = content.clone();
                apply_points(code.as_str(), content, &answer.points)?;
                keeps_closed(answer, Some(&before), content)?;
            }
            AnswerKind::Transfer => {
                if let Some(target) = accepted_whole(answer) {
                    content.owner = AgencyId(target);
                }
            }
            AnswerKind::Withdraw => {
                if accepted_whole(answer).is_some() {
                    removed.insert(code.clone(), None);
                }
            }
            AnswerKind::Merge => {
                if let Some(target) = accepted_whole(answer) {
                    removed.insert(code.clone(), Some(EntryCode(target)));
                }
            }
        }
    }
    merge_items(&mut contents, &removed)?;
    let mut next = NextEdition::default();
    for (code, before) in base.iter().filter(|(code, _)| !removed.contains_key(code)) {
        let changed = contents.remove(code).filter(|content| !diff(before, content).is_empty());
        if let Some(content) = &changed {
            stays_whole(Some(code), Some(before), content)?;
        }
        let status = if changed.is_some() { EntryStatus::Modified } else { EntryStatus::Unchanged };
        let content = changed.unwrap_or_else(|| before.clone());
        next.entries.push(NextEntry { code: code.clone(), content, status });
    }
    next.entries.extend(adopted(answers, next_number)?);
    next.removed = removed.into_iter().collect();
    Ok(next)
}

/// The target that an accepted answer as a whole ends with; `None` when it was refused or is undecided.
fn accepted_whole(answer: &SettledAnswer) -> Option<String> {
    let point = answer.points.iter().find(|point| point.place.is_none())?;
    match point.verdict {
        Verdict::Accept => Some(answer.target.clone()),
        Verdict::AcceptModified => Some(point.value.clone()),
        Verdict::Reject => None,
    }
}

fn apply_points(name: &str, content: &mut EntryContent, points: &[SettledPoint]) -> Result<(), ConsolidationError> {
    for point in points {
        let Some(place) = &point.place else { continue };
        let value = match point.verdict {
            Verdict::Accept => point.proposed.clone(),
            Verdict::AcceptModified => substitute(place, &point.proposed, &point.value),
            Verdict::Reject => continue,
        };
        apply(content, place, &value).map_err(|error| ConsolidationError::Change(name.to_owned(), error))?;
    }
    Ok(())
}

/// Personal data that the decision in force has not opened is not opened, unless the answer names the law that does.
fn keeps_closed(
    answer: &SettledAnswer,
    before: Option<&EntryContent>,
    content: &EntryContent,
) -> Result<(), ConsolidationError> {
    let Some(item) = newly_open(before, content).filter(|_| !answer.by_law) else { return Ok(()) };
    Err(ConsolidationError::PersonalOpen(named(answer.code.as_ref(), content), item.to_owned()))
}

/// Nothing that article 11(4) asks for is taken from an entry that had it, and nothing new enters without it. What an entry
/// lacked before, as old annexes do, is no verdict's fault.
fn stays_whole(
    code: Option<&EntryCode>,
    before: Option<&EntryContent>,
    content: &EntryContent,
) -> Result<(), ConsolidationError> {
    let lacks = newly_lacking(before, content);
    lacks.map_or(Ok(()), |fields| Err(ConsolidationError::Incomplete(named(code, content), fields)))
}

/// An entry as a message names it: a proposal has no code yet.
fn named(code: Option<&EntryCode>, content: &EntryContent) -> String {
    let code = code.map(|code| format!("{code} ")).unwrap_or_default();
    format!("{code}{}", content.name)
}

/// The item of personal data that the verdicts on an answer open, as [`consolidate`] will refuse it; for the appraiser, while
/// a verdict can still be another. Points without a verdict come as [`SettledPoint::closing`].
pub fn left_open(answer: &SettledAnswer, before: Option<&EntryContent>) -> Option<String> {
    let content = made(answer, before).filter(|_| !answer.by_law)?;
    newly_open(before, &content).map(str::to_owned)
}

/// The entry that the verdicts on an answer leave less complete, and the fields that it would lack, joined by `;`; for the
/// appraiser as [`left_open`]. Points without a verdict come as [`SettledPoint::filling`].
pub fn left_incomplete(answer: &SettledAnswer, before: Option<&EntryContent>) -> Option<(String, String)> {
    let content = made(answer, before)?;
    newly_lacking(before, &content).map(|fields| (named(answer.code.as_ref(), &content), fields))
}

/// What the points of an answer make of its entry; `None` where they make none.
fn made(answer: &SettledAnswer, before: Option<&EntryContent>) -> Option<EntryContent> {
    if !(answer.kind == AnswerKind::Modify || is_adopted(answer)) {
        return None;
    }
    let mut content = before.cloned().unwrap_or_default();
    // A value that does not fit its place is told of where it is given.
    apply_points("", &mut content, &answer.points).ok()?;
    Some(content)
}

/// Moves the items of merged entries to their targets; an item whose name the target has already is the target's.
fn merge_items(
    contents: &mut BTreeMap<&EntryCode, EntryContent>,
    removed: &BTreeMap<EntryCode, Option<EntryCode>>,
) -> Result<(), ConsolidationError> {
    for (code, target) in removed {
        let Some(target) = target else { continue };
        let gone = || ConsolidationError::TargetGone(code.to_string(), target.to_string());
        if removed.contains_key(target) {
            return Err(gone());
        }
        let items = contents.get(code).map(|content| content.items.clone()).unwrap_or_default();
        let into = contents.get_mut(target).ok_or_else(gone)?;
        for item in items {
            if into.item(&item.name).is_none() {
                into.items.push(item);
            }
        }
    }
    Ok(())
}

/// Whether a proposal enters: its name was not refused.
pub fn is_adopted(answer: &SettledAnswer) -> bool {
    let name = Some(Place::Field(Field::Name));
    answer.kind == AnswerKind::Propose
        && answer.points.iter().any(|point| point.place == name && point.verdict != Verdict::Reject)
}

/// The proposals that enter, with their codes: the one given before, else the next number.
fn adopted(answers: &[SettledAnswer], next_number: u32) -> Result<Vec<NextEntry>, ConsolidationError> {
    let mut entries = Vec::new();
    let mut numbers = next_number..;
    for answer in answers.iter().filter(|answer| is_adopted(answer)) {
        let mut content = EntryContent { owner: answer.agency.clone(), ..EntryContent::default() };
        apply_points("proposal", &mut content, &answer.points)?;
        keeps_closed(answer, None, &content)?;
        stays_whole(answer.code.as_ref(), None, &content)?;
        let code = answer.code.clone().or_else(|| numbers.next().map(EntryCode::numbered));
        let code = code.ok_or_else(|| ConsolidationError::UnknownEntry(content.name.clone()))?;
        entries.push(NextEntry { code, content, status: EntryStatus::New });
    }
    Ok(entries)
}
