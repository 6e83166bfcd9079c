//! Entries that differ, by agency, each with its changes, or with what the edition says of it.

use domain::agency::AgencyRef;
use domain::catalog::{EntryStatus, Lists};
use domain::change::{Change, Field, Place};
use domain::edition::{EditionRef, EntryDiff, is_owner_alone};
use leptos::prelude::*;

use super::entry_address;
use crate::pages::diff_view::{ChangeDiff, value_words};
use crate::text::{catalog, edition as words};
use crate::ui::tag::{StateTag, Tone};

/// Entries that differ between two editions, by agency.
#[component]
pub fn Changes(
    entries: Vec<EntryDiff>,
    lists: Lists,
    agencies: Vec<AgencyRef>,
    /// A part was asked for.
    only: bool,
    old: EditionRef,
    new: EditionRef,
    /// Long outlines are closed at first, and so are the entries that only went to another agency.
    #[prop(optional)]
    folded: bool,
) -> impl IntoView {
    let none = if only { words::NONE_OF_KIND } else { words::NO_CHANGES };
    let none = entries.is_empty().then(|| view! { <p>{none}</p> });
    let (moved, entries): (Vec<EntryDiff>, Vec<EntryDiff>) =
        entries.into_iter().partition(|entry| folded && is_owner_alone(entry));
    let mut by_agency: Vec<(AgencyRef, Vec<EntryDiff>)> = Vec::new();
    for entry in entries {
        match by_agency.iter_mut().find(|(agency, _)| agency.id == entry.agency.id) {
            Some((_, group)) => group.push(entry),
            None => by_agency.push((entry.agency.clone(), vec![entry])),
        }
    }
    let groups = by_agency
        .into_iter()
        .map(|(agency, group)| {
            let cards = group
                .into_iter()
                .map(|entry| {
                    let href = entry_address(&entry, &old, &new);
                    view! { <EntryCard entry lists=lists.clone() agencies=agencies.clone() href folded/> }
                })
                .collect::<Vec<_>>();
            view! { <div class="agroup"><h3>{agency.name}</h3>{cards}</div> }
        })
        .collect_view();
    view! {
        <section aria-labelledby="thay-doi">
            <h2 id="thay-doi">{words::CHANGED}</h2>
            {none}
            {groups}
            <Moved entries=moved agencies old new/>
        </section>
    }
}

/// Entries that went to another agency and changed in nothing else, a line each: a reorganisation moves so many that they
/// would bury the others.
#[component]
fn Moved(entries: Vec<EntryDiff>, agencies: Vec<AgencyRef>, old: EditionRef, new: EditionRef) -> impl IntoView {
    let summary = (!entries.is_empty()).then(|| words::moved_only(entries.len()));
    let rows = entries
        .into_iter()
        .map(|entry| {
            let line = transfer_line(&entry.changes, &agencies);
            let href = entry_address(&entry, &old, &new);
            view! {
                <li>
                    <NameOf name=entry.name href/>
                    <span class="code">{entry.code.to_string()}</span>
                    <span class="sm">{line}</span>
                </li>
            }
        })
        .collect_view();
    summary.map(|summary| {
        view! {
            <details class="toggle toggle--printed agroup dmoved">
                <summary>{summary}</summary>
                <ul class="rows flat">{rows}</ul>
            </details>
        }
    })
}

/// One entry that differs, with every change in it.
#[component]
fn EntryCard(
    entry: EntryDiff,
    lists: Lists,
    agencies: Vec<AgencyRef>,
    href: Option<String>,
    folded: bool,
) -> impl IntoView {
    let changes = match entry.status {
        EntryStatus::New | EntryStatus::Removed => {
            let folded = folded && is_long(&entry.changes);
            let outline = view! { <Outline points=entry.changes.clone() lists/> };
            if folded {
                view! { <details class="toggle"><summary>{words::SAID}</summary>{outline}</details> }.into_any()
            } else {
                outline.into_any()
            }
        }
        EntryStatus::Unchanged => ().into_any(),
        EntryStatus::Modified if entry.changes.is_empty() => {
            view! { <p class="sm muted">{words::ORDER_ONLY}</p> }.into_any()
        }
        EntryStatus::Modified => {
            let transfer = transfer_line(&entry.changes, &agencies);
            let transfer = transfer.map(|line| view! { <p class="sm"><b>{line}</b></p> });
            view! { {transfer}<ChangeList changes=but_owner(&entry.changes) lists agencies deep=true/> }.into_any()
        }
    };
    view! { <article class="dentry"><EntryHead entry href/>{changes}</article> }
}

/// Changes of one entry, each field under its label. `deep`: the entry stands under its agency, so the labels are headings
/// of the fifth level, not of the third.
#[component]
pub fn ChangeList(
    changes: Vec<Change>,
    lists: Lists,
    agencies: Vec<AgencyRef>,
    #[prop(optional)] deep: bool,
) -> impl IntoView {
    changes
        .into_iter()
        .map(|change| {
            let label = catalog::place_label(&change.place, &lists);
            let label =
                if deep { view! { <h5>{label}</h5> }.into_any() } else { view! { <h3>{label}</h3> }.into_any() };
            view! {
                <div class="fdiff">
                    {label}
                    <ChangeDiff change lists=lists.clone() agencies=agencies.clone()/>
                </div>
            }
        })
        .collect_view()
}

/// From whom to whom an entry went, in a line, where it has another owner now.
pub fn transfer_line(changes: &[Change], agencies: &[AgencyRef]) -> Option<String> {
    let owner = Place::Field(Field::Owner);
    let change = changes.iter().find(|change| change.place == owner)?;
    let name = |id: &str| value_words(&owner, id, &Lists::default(), agencies);
    Some(words::transferred(&name(&change.old), &name(&change.new)))
}

/// The changes that are left to tell after the line of a transfer, which says the old owner and the new.
fn but_owner(changes: &[Change]) -> Vec<Change> {
    changes.iter().filter(|change| change.place != Place::Field(Field::Owner)).cloned().collect()
}

/// Characters of an outline that is read at a glance.
const GLANCE_CHARS: usize = 600;

/// Whether an outline is more than a few lines.
fn is_long(points: &[Change]) -> bool {
    let chars = |point: &Change| point.old.chars().count() + point.new.chars().count();
    points.iter().map(chars).sum::<usize>() > GLANCE_CHARS
}

/// What the edition says, or said, of an entry: its main fields, and its items with who gets them.
#[component]
fn Outline(points: Vec<Change>, lists: Lists) -> impl IntoView {
    let value = |point: &Change| if point.new.is_empty() { point.old.clone() } else { point.new.clone() };
    let (fields, items): (Vec<Change>, Vec<Change>) =
        points.into_iter().partition(|point| point.place.item().is_none());
    let rows = fields
        .into_iter()
        .map(|point| {
            let label = catalog::place_label(&point.place, &lists);
            let text = value_words(&point.place, &value(&point), &lists, &[]);
            view! { <div><dt>{label}</dt><dd class="lines">{text}</dd></div> }
        })
        .collect_view();
    let any = !items.is_empty();
    let items = items
        .into_iter()
        .map(|point| {
            let name = point.place.item().unwrap_or_default().to_owned();
            let said = value_words(&Place::ItemAdd(name.clone()), &value(&point), &lists, &[]);
            let said = (!said.is_empty()).then(|| view! { <span class="sm muted">": " {said}</span> });
            view! { <li>{name}{said}</li> }
        })
        .collect_view();
    let items = any.then(|| view! { <div><dt>{catalog::ITEM}</dt><dd><ul>{items}</ul></dd></div> });
    view! { <dl class="dl">{rows}{items}</dl> }
}

#[component]
fn EntryHead(entry: EntryDiff, href: Option<String>) -> impl IntoView {
    let tone = match entry.status {
        EntryStatus::New => Tone::Ok,
        EntryStatus::Modified => Tone::Info,
        EntryStatus::Removed => Tone::Bad,
        EntryStatus::Unchanged => Tone::Calm,
    };
    let merged = entry.merged_into.map(|code| view! { <p class="sm">{words::merged_into(code.as_str())}</p> });
    view! {
        <div class="row">
            <h4><NameOf name=entry.name href/></h4>
            <span class="code">{entry.code.to_string()}</span>
            <StateTag tone text=catalog::entry_status(entry.status)/>
        </div>
        {merged}
    }
}

/// The name of an entry, which leads to its page where it has one.
#[component]
fn NameOf(name: String, href: Option<String>) -> impl IntoView {
    match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_line_of_a_transfer_says_is_not_said_again() {
        let change = |field| Change { place: Place::Field(field), old: "x".to_owned(), new: "y".to_owned() };
        let changes = [change(Field::Owner), change(Field::Note)];
        assert!(transfer_line(&changes, &[]).is_some());
        assert_eq!(but_owner(&changes), [change(Field::Note)]);
        assert!(but_owner(&changes[..1]).is_empty());
    }

    #[test]
    fn a_long_outline_is_folded() {
        let point =
            |chars: usize| Change { place: Place::Field(Field::Purpose), old: String::new(), new: "ă".repeat(chars) };
        assert!(!is_long(&[]) && !is_long(&[point(GLANCE_CHARS)]));
        assert!(is_long(&[point(GLANCE_CHARS), point(1)]));
    }
}
