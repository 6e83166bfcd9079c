//! A change, old and new beside each other, with the words that differ marked.

use std::str::FromStr;

use domain::agency::AgencyRef;
use domain::catalog::{Lists, SharingForm};
use domain::change::{Change, Field, Place, decode_item, decode_matrix};
use leptos::prelude::*;
use similar::{ChangeTag, TextDiff};

use crate::text::{catalog, edition as words};
use crate::ui::tag::FormTag;

/// A value of a place as people read it: names for codes.
pub fn value_words(place: &Place, value: &str, lists: &Lists, agencies: &[AgencyRef]) -> String {
    match place {
        Place::Field(Field::Owner) => {
            let known = agencies.iter().find(|agency| agency.id.as_str() == value);
            known.map_or_else(|| value.to_owned(), |agency| agency.name.clone())
        }
        Place::Field(field) => catalog::code_words(*field, value, lists).unwrap_or_else(|| value.to_owned()),
        Place::ItemPersonal(_) | Place::ItemMaster(_) => catalog::flag(value).to_owned(),
        Place::ItemMatrix(..) => SharingForm::from_str(value)
            .map_or_else(|_| value.to_owned(), |form| catalog::sharing_form(form).to_owned()),
        Place::ItemAdd(name) => item_words(name, value, lists),
        Place::ItemRemove(_) | Place::ItemFields(_) => value.to_owned(),
    }
}

/// An item that is added, or the row of the matrix that it gets instead, in words.
fn item_words(name: &str, value: &str, lists: &Lists) -> String {
    let row = decode_matrix(value).ok().filter(|matrix| !matrix.is_empty());
    match (row, decode_item(name, value)) {
        (Some(matrix), _) => catalog::matrix_words(&matrix, lists),
        (None, Ok(item)) => {
            let shared = catalog::matrix_words(&item.matrix, lists);
            let parts = [item.fields, shared].into_iter().filter(|part| !part.is_empty());
            parts.collect::<Vec<_>>().join(". ")
        }
        (None, Err(_)) => value.to_owned(),
    }
}

/// One side of a difference: the text with what only it has marked.
fn marked(old: &str, new: &str, side: ChangeTag) -> Vec<AnyView> {
    runs(old, new, side)
        .into_iter()
        .map(|(changed, text)| match (changed, side) {
            (true, ChangeTag::Delete) => view! { <del>{text}</del> }.into_any(),
            (true, _) => view! { <ins>{text}</ins> }.into_any(),
            (false, _) => text.into_any(),
        })
        .collect()
}

/// A text with what another does not have marked.
pub fn beside(other: &str, text: &str) -> Vec<AnyView> {
    marked(other, text, ChangeTag::Insert)
}

/// The text of one side as runs of words, each with whether only this side has it. Neighbouring words are one run, so
/// that it is marked, and read out, once; the space after the last changed word is not marked.
fn runs(old: &str, new: &str, side: ChangeTag) -> Vec<(bool, String)> {
    let diff = TextDiff::from_words(old, new);
    let mut runs: Vec<(bool, String)> = Vec::new();
    let mut push = |changed: bool, text: &str| match runs.last_mut() {
        Some((last, run)) if *last == changed => run.push_str(text),
        _ => runs.push((changed, text.to_owned())),
    };
    // White space goes with the words round it: it is known only at the next word whether they are of one run.
    let (mut space, mut before) = (String::new(), false);
    for change in diff.iter_all_changes() {
        let changed = change.tag() == side;
        if !changed && change.tag() != ChangeTag::Equal {
            continue;
        }
        if change.value().trim().is_empty() {
            space.push_str(change.value());
            continue;
        }
        if !space.is_empty() {
            push(before && changed, &space);
            space.clear();
        }
        push(changed, change.value());
        before = changed;
    }
    if !space.is_empty() {
        push(false, &space);
    }
    runs
}

fn form_or_text(value: &str) -> AnyView {
    match SharingForm::from_str(value) {
        Ok(form) => view! { <FormTag form/> }.into_any(),
        Err(_) => value.to_owned().into_any(),
    }
}

/// An item as it is added: its fields and how many classes have which form.
fn item_view(name: &str, value: &str) -> AnyView {
    let Ok(item) = decode_item(name, value) else { return value.to_owned().into_any() };
    let counts = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None]
        .into_iter()
        .filter_map(|form| {
            let count = item.matrix.values().filter(|one| **one == form).count();
            let count = u32::try_from(count).unwrap_or(0);
            (count > 0).then(|| view! { <FormTag form count=Some(count)/> })
        })
        .collect_view();
    view! {
        <ins>{item.name.clone()}</ins>
        <br/>
        <span class="sm muted">{item.fields}</span>
        <span class="row gap-2">{counts}</span>
    }
    .into_any()
}

/// A change side by side.
#[component]
pub fn ChangeDiff(#[prop(into)] change: Change, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let Change { place, old, new } = change;
    let (before, after) = match &place {
        Place::ItemMatrix(..) => (form_or_text(&old), form_or_text(&new)),
        Place::ItemAdd(name) => (empty(), item_view(name, &new)),
        Place::ItemRemove(name) => (view! { <del>{format!("{name}: {old}")}</del> }.into_any(), empty()),
        _ => {
            let old = value_words(&place, &old, &lists, &agencies);
            let new = value_words(&place, &new, &lists, &agencies);
            let before = if old.is_empty() { empty() } else { marked(&old, &new, ChangeTag::Delete).into_any() };
            let after = if new.is_empty() { empty() } else { marked(&old, &new, ChangeTag::Insert).into_any() };
            (before, after)
        }
    };
    view! {
        <div class="diff">
            <div><span class="diff__side">{words::OLD}</span><div class="lines">{before}</div></div>
            <div><span class="diff__side">{words::NEW}</span><div class="lines">{after}</div></div>
        </div>
    }
}

fn empty() -> AnyView {
    view! { <span class="muted">{words::EMPTY}</span> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(old: &str, new: &str, side: ChangeTag) -> String {
        runs(old, new, side).iter().map(|(on, text)| if *on { format!("[{text}]") } else { text.clone() }).collect()
    }

    #[test]
    fn changed_words_are_runs() {
        let (old, new) = ("a 2003 (b c 2013); d 91", "a 2022; d 98");
        assert_eq!(shown(old, new, ChangeTag::Delete), "a [2003 (b c 2013);] d [91]");
        assert_eq!(shown(old, new, ChangeTag::Insert), "a [2022;] d [98]");
        assert_eq!(shown("a", "a b", ChangeTag::Insert), "a [b]");
        assert_eq!(shown("a", "a b", ChangeTag::Delete), "a");
        assert_eq!(shown("same text", "same text", ChangeTag::Insert), "same text");
    }

    #[test]
    fn nothing_of_a_side_is_lost() {
        for (old, new) in [("", "a\n\nb"), ("a  b ", " b  a"), ("đất\nđai", "đất đai"), ("x", "")] {
            let whole = |side| runs(old, new, side).into_iter().map(|run| run.1).collect::<String>();
            assert_eq!(whole(ChangeTag::Delete), old);
            assert_eq!(whole(ChangeTag::Insert), new);
        }
    }
}
