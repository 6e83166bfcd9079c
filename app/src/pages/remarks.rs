//! What is wrong with a form: found in the browser before it is sent, by the function that the server uses, or told by
//! the server.

use domain::check::{FieldCode, FieldError, has_errors};
use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlFormElement, HtmlInputElement};
use serde::de::DeserializeOwned;

use super::review::{RemarkList, remark_on};
use crate::text::error as words;
use crate::ui::action_form::Check;
use crate::ui::error_summary::ErrorSummary;

/// The remarks on a form.
#[derive(Clone, Copy)]
pub struct Remarks(RwSignal<Vec<FieldError>>);

impl Remarks {
    /// Those that the server told.
    pub fn new(told: Vec<FieldError>) -> Self {
        Self(RwSignal::new(told))
    }

    /// Tells these in place of what was told before.
    pub fn tell(self, found: Vec<FieldError>) {
        self.0.try_set(found);
    }

    /// The message at a field.
    pub fn on(self, field: &str) -> Signal<Option<String>> {
        let field = field.to_owned();
        Signal::derive(move || self.0.with(|remarks| remark_on(remarks, &field)))
    }

    /// Whether there are any.
    pub fn any(self) -> bool {
        self.0.with(|remarks| !remarks.is_empty())
    }

    /// The summary above the form.
    pub fn summary(self) -> impl IntoView {
        move || {
            let remarks = self.0.get();
            (!remarks.is_empty())
                .then(|| view! { <ErrorSummary title=words::SUMMARY_TITLE><RemarkList remarks/></ErrorSummary> })
        }
    }

    /// Looks at what is about to be sent and holds it back where something is wrong. What cannot be read is sent: the
    /// server tells.
    pub fn check<T: DeserializeOwned>(self, check: impl Fn(T) -> Vec<FieldError> + 'static) -> Check {
        Box::new(move |event| {
            let mut found = T::from_event(&event).map(&check).unwrap_or_default();
            found.extend(missing_file(&event));
            // Where the form outlived its remarks, for the page was read again, the server tells.
            if has_errors(&found) && self.0.try_set(found).is_none() {
                event.prevent_default();
            }
        })
    }
}

/// The file that a form asks for and has not got.
fn missing_file(event: &SubmitEvent) -> Option<FieldError> {
    let form = event.target()?.dyn_into::<HtmlFormElement>().ok()?;
    let input = form.query_selector("input[type=file][required]").ok()??.dyn_into::<HtmlInputElement>().ok()?;
    // A browser tells the name of a chosen file here, nothing else.
    input.value().is_empty().then(|| FieldError::new(input.name(), FieldCode::Required))
}
