//! A change, old and new beside each other, with the words that differ marked.

use std::str::FromStr;

use domain::agency::AgencyRef;
use domain::catalog::{DataItem, Lists, SharingForm};
use domain::change::{Change, Field, Half, Place, decode_item, decode_matrix, word_runs};
use domain::review::{Point, PointDecision};
use leptos::prelude::*;

use crate::text::{catalog, edition as words, minutes, plan, review};
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
        Place::ItemAdd(name) => added_words(name, value, lists),
        Place::ItemRemove(name) => item_words(name, value, lists),
        Place::ItemName(_) | Place::ItemFields(_) => value.to_owned(),
        Place::Plan(field) => plan::value(*field, value),
    }
}

/// What an earlier verdict was given on, where the point says something else by now.
pub fn proposed_then(point: &Point, given: &PointDecision, lists: &Lists, agencies: &[AgencyRef]) -> Option<String> {
    let then = point.as_decided(given)?;
    let text = match (&then.place, then.whole(agencies, true)) {
        (Some(place), _) => value_words(place, &then.new, lists, agencies),
        (None, Some((kind, ""))) => review::answer_kind(kind).to_owned(),
        (None, Some((kind, told))) => format!("{}: {told}", review::answer_kind(kind)),
        (None, None) => then.new.clone(),
    };
    Some(minutes::proposed_then(&text))
}

/// An item that is added, or the row of the matrix that it gets instead, in words.
fn added_words(name: &str, value: &str, lists: &Lists) -> String {
    // The fields of an item stand before its row.
    let alone = (!value.contains("||")).then(|| decode_matrix(value).ok()).flatten();
    match alone.filter(|matrix| !matrix.is_empty()) {
        Some(matrix) => catalog::matrix_words(&matrix, lists),
        None => item_words(name, value, lists),
    }
}

/// An item in words: its fields, who gets it, what it is marked as. Of one that leaves an answer tells the fields alone, a
/// comparison of editions the whole.
fn item_words(name: &str, value: &str, lists: &Lists) -> String {
    let Ok(item) = decode_item(name, value) else { return value.to_owned() };
    let marks = marks_of(&item).map(str::to_owned);
    let shared = catalog::matrix_words(&item.matrix, lists);
    let parts = [item.fields, shared].into_iter().filter(|part| !part.is_empty()).chain(marks);
    parts.collect::<Vec<_>>().join(". ")
}

/// What an item is marked as: personal data, master data.
fn marks_of(item: &DataItem) -> impl Iterator<Item = &'static str> + use<> {
    let marks = [(item.personal, catalog::PERSONAL), (item.master, catalog::MASTER)];
    marks.into_iter().filter(|(on, _)| *on).map(|(_, word)| word)
}

/// One text of a difference, with what only it has marked.
fn marked(old: &str, new: &str, half: Half) -> Vec<AnyView> {
    word_runs(old, new, half)
        .into_iter()
        .map(|(changed, text)| match (changed, half) {
            (true, Half::Old) => view! { <del>{text}</del> }.into_any(),
            (true, Half::New) => view! { <ins>{text}</ins> }.into_any(),
            (false, _) => text.into_any(),
        })
        .collect()
}

/// A text with what another does not have marked.
pub fn beside(other: &str, text: &str) -> Vec<AnyView> {
    marked(other, text, Half::New)
}

fn form_or_text(value: &str) -> AnyView {
    match SharingForm::from_str(value) {
        Ok(form) => view! { <FormTag form/> }.into_any(),
        Err(_) => value.to_owned().into_any(),
    }
}

/// An item as it is added, or as it was before it left, if it is one half of a difference: its fields, how many classes
/// have which form, which ones, and what it is marked as.
fn item_view(name: &str, value: &str, lists: &Lists, half: Option<Half>) -> AnyView {
    let Ok(item) = decode_item(name, value) else { return value.to_owned().into_any() };
    let counts = [SharingForm::Open, SharingForm::Default, SharingForm::Specific, SharingForm::None]
        .into_iter()
        .filter_map(|form| {
            let count = item.matrix.values().filter(|one| **one == form).count();
            let count = u32::try_from(count).unwrap_or(0);
            (count > 0).then(|| view! { <FormTag form count=Some(count)/> })
        })
        .collect_view();
    let marks = marks_of(&item).map(|word| view! { <span class="mk">{word}</span> }).collect_view();
    let shared = catalog::matrix_words(&item.matrix, lists);
    let name = match half {
        Some(Half::Old) => view! { <del>{item.name}</del> }.into_any(),
        Some(Half::New) => view! { <ins>{item.name}</ins> }.into_any(),
        None => view! { <b>{item.name}</b> }.into_any(),
    };
    view! {
        {name}
        <br/>
        <span class="sm muted">{item.fields}</span>
        <span class="row gap-2">{counts}</span>
        <span class="sm">{shared}</span>
        {marks}
    }
    .into_any()
}

/// What an answer says of one field: beside what stands, or alone where it is proposed as new.
#[component]
pub fn Difference(change: Change, lists: Lists, agencies: Vec<AgencyRef>, is_new: bool) -> impl IntoView {
    match is_new {
        true => view! { <NewValue change lists agencies/> }.into_any(),
        false => view! { <ChangeDiff change lists agencies/> }.into_any(),
    }
}

/// A value of what is proposed as new, which has nothing to be compared with.
#[component]
fn NewValue(change: Change, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let Change { place, new, .. } = change;
    let value = match &place {
        Place::ItemAdd(name) => item_view(name, &new, &lists, None),
        _ => value_words(&place, &new, &lists, &agencies).into_any(),
    };
    view! { <div class="lines">{value}</div> }
}

/// A change side by side.
#[component]
pub fn ChangeDiff(#[prop(into)] change: Change, lists: Lists, agencies: Vec<AgencyRef>) -> impl IntoView {
    let Change { place, old, new } = change;
    let (before, after) = match &place {
        Place::ItemMatrix(..) => (form_or_text(&old), form_or_text(&new)),
        Place::ItemAdd(name) => (empty(), item_view(name, &new, &lists, Some(Half::New))),
        Place::ItemRemove(name) => (item_view(name, &old, &lists, Some(Half::Old)), empty()),
        _ => {
            let old = value_words(&place, &old, &lists, &agencies);
            let new = value_words(&place, &new, &lists, &agencies);
            let before = if old.is_empty() { empty() } else { marked(&old, &new, Half::Old).into_any() };
            let after = if new.is_empty() { empty() } else { marked(&old, &new, Half::New).into_any() };
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
    use domain::catalog::ConsumerClass;
    use domain::change::encode_item;
    use domain::id::ClassId;
    use time::Date;

    use super::*;

    #[test]
    fn an_item_that_is_added_says_who_gets_it_and_what_it_is_marked_as() {
        let matrix = [("ca_nhan", SharingForm::None), ("to_chuc", SharingForm::Specific)];
        let item = DataItem {
            name: "Hồ sơ".to_owned(),
            fields: "mã, tên".to_owned(),
            matrix: matrix.map(|(class, form)| (ClassId::from(class), form)).into(),
            ..DataItem::default()
        };
        let told = |item: &DataItem| {
            value_words(&Place::ItemAdd(item.name.clone()), &encode_item(item), &Lists::default(), &[])
        };
        let plain = "mã, tên. Đặc thù: to_chuc. Không: ca_nhan";
        assert_eq!(told(&item), plain);
        let personal = DataItem { personal: true, ..item.clone() };
        assert_eq!(told(&personal), format!("{plain}. {}", catalog::PERSONAL));
        let both = DataItem { master: true, ..personal };
        assert_eq!(told(&both), format!("{plain}. {}. {}", catalog::PERSONAL, catalog::MASTER));
        // One that leaves says the same, or the fields alone where no more is told.
        let gone = |value: &str| value_words(&Place::ItemRemove(item.name.clone()), value, &Lists::default(), &[]);
        assert_eq!((gone(&encode_item(&item)).as_str(), gone(&item.fields).as_str()), (plain, "mã, tên"));
    }

    #[test]
    fn classes_stand_as_in_the_matrix() {
        let class = |(group_no, id, name): (u8, &str, &str)| ConsumerClass {
            id: ClassId::from(id),
            group_no,
            name: name.to_owned(),
            valid_from: Date::MIN,
            valid_to: None,
        };
        let classes = [(1, "so_nganh", "Sở, ban, ngành"), (2, "cap_xa", "UBND cấp xã"), (3, "ca_nhan", "Cá nhân")];
        let lists = Lists { classes: classes.map(class).into(), ..Lists::default() };
        let row = "ca_nhan=none;cap_xa=default;khac=default;so_nganh=default";
        let told = value_words(&Place::ItemAdd("Hồ sơ".to_owned()), row, &lists, &[]);
        assert_eq!(told, "Mặc định: Sở, ban, ngành, UBND cấp xã, khac. Không: Cá nhân");
    }
}
