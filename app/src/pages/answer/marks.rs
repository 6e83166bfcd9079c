//! What is wrong with an answer while it is written: it follows each save that the form makes of itself, without holding
//! against the writer what they have not come to yet.

use std::collections::BTreeSet;

use domain::check::{FieldCode, FieldError};
use leptos::ev::FocusEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::Element;

use crate::pages::remarks::Remarks;
use crate::pages::review::field_id;

/// The remarks on an answer.
#[derive(Clone, Copy)]
pub struct Marks {
    /// Those that are shown.
    pub shown: Remarks,
    /// All that the server told last.
    told: RwSignal<Vec<FieldError>>,
    /// The fields that the writer has been in, by their HTML ids.
    left: RwSignal<BTreeSet<String>>,
}

impl Marks {
    /// Those that the page came with.
    pub fn new(told: Vec<FieldError>) -> Self {
        let left = RwSignal::new(BTreeSet::new());
        Self { shown: Remarks::new(told.clone()), told: RwSignal::new(told), left }
    }

    /// The form saved itself, and this is wrong with what is saved.
    pub fn follow(self, mut told: Vec<FieldError>) {
        let (Some(before), Some(shown)) = (self.told.try_get_untracked(), self.shown.now()) else { return };
        // What may be a duplicate, and what was refused, is looked for when the page is read.
        let read = |one: &FieldError| matches!(one.code, FieldCode::OverlapOpen | FieldCode::PointRefused);
        told.extend(before.into_iter().filter(read));
        let at = document().active_element().as_ref().and_then(id_of).unwrap_or_default();
        let next = self.left.with_untracked(|left| followed(&told, &shown, left, &at));
        self.told.set(told);
        if next != shown {
            self.shown.follow(next);
        }
    }

    /// The form could not save itself, for this.
    pub fn refused(self, told: Vec<FieldError>) {
        let Some(shown) = self.shown.now() else { return };
        let others = shown.iter().filter(|one| told.iter().all(|new| new.field != one.field)).cloned();
        let next: Vec<FieldError> = others.chain(told.iter().cloned()).collect();
        if next != shown {
            self.shown.follow(next);
        }
    }

    /// The writer leaves a field. Where keys are `unsaved`, the next save tells of it.
    pub fn left(self, event: &FocusEvent, unsaved: bool) {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(id) = element.as_ref().and_then(id_of) else { return };
        let (Some(told), Some(shown)) = (self.told.try_get_untracked(), self.shown.now()) else { return };
        let news = told.into_iter().filter(|one| !unsaved && concerns(&id, one) && !shown.contains(one));
        let next: Vec<FieldError> = shown.iter().cloned().chain(news).collect();
        if next != shown {
            self.shown.follow(next);
        }
        self.left.update(|left| {
            left.insert(id);
        });
    }
}

/// The HTML id of the field that an element is of.
fn id_of(element: &Element) -> Option<String> {
    Some(element.closest("[id^='f-']").ok()??.id())
}

/// Whether a remark is on the field of this id, or on what the field is a part of.
fn concerns(id: &str, remark: &FieldError) -> bool {
    let rest = id.strip_prefix(field_id(&remark.field).as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether a remark asks for what is not there.
fn asks(remark: &FieldError) -> bool {
    use FieldCode as C;
    matches!(remark.code, C::Required | C::SecretUndeclared | C::NothingShared | C::SharedWithNobody)
}

/// What is shown of what a save told: of a field about which nothing was `shown` before, nothing is missing until the writer
/// has `left` it, and nothing else is wrong while they are `at` it for the first time.
fn followed(told: &[FieldError], shown: &[FieldError], left: &BTreeSet<String>, at: &str) -> Vec<FieldError> {
    let is_known =
        |one: &FieldError| shown.iter().any(|old| old.field == one.field) || left.iter().any(|id| concerns(id, one));
    told.iter().filter(|&one| is_known(one) || !asks(one) && !concerns(at, one)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_marked_once_the_writer_was_in_it() {
        let told = [
            FieldError::new("purpose", FieldCode::Required),
            FieldError::new("url", FieldCode::NotAnAddress),
            FieldError::new("items", FieldCode::Required),
            FieldError::new("items.0.matrix.ca_nhan", FieldCode::PersonalOpen),
        ];
        let fields = |shown: &[FieldError], left: &[&str], at: &str| {
            let left: BTreeSet<String> = left.iter().map(ToString::to_string).collect();
            followed(&told, shown, &left, at).into_iter().map(|one| one.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(&[], &[], ""), ["url", "items.0.matrix.ca_nhan"], "nothing is missing yet");
        assert_eq!(fields(&[], &[], "f-url"), ["items.0.matrix.ca_nhan"], "it is being typed");
        assert_eq!(fields(&[], &["f-url", "f-purpose"], "f-url"), ["purpose", "url", "items.0.matrix.ca_nhan"]);
        assert_eq!(fields(&[], &["f-items-0-name"], "f-url"), ["items", "items.0.matrix.ca_nhan"]);
        // What was told before stays for as long as it is so.
        let before = [FieldError::new("purpose", FieldCode::TooLong), FieldError::new("scope", FieldCode::Required)];
        assert_eq!(fields(&before, &[], "f-url"), ["purpose", "items.0.matrix.ca_nhan"]);
    }

    #[test]
    fn a_remark_concerns_its_field_and_the_parts_of_it() {
        for (id, field, expected) in [
            ("f-scope", "scope", true),
            ("f-scope_time", "scope", false),
            ("f-scope", "scope_time", false),
            ("f-items-0-name", "items", true),
            ("f-items-0-name", "items.0.name", true),
            ("f-items-10-name", "items.1.name", false),
            ("", "scope", false),
        ] {
            assert_eq!(concerns(id, &FieldError::new(field, FieldCode::Required)), expected, "{id} {field}");
        }
    }
}
