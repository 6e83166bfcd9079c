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
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// The remarks on a form.
#[derive(Clone, Copy)]
pub struct Remarks {
    told: RwSignal<Vec<FieldError>>,
    /// They came unasked, with a save that the form made of itself.
    unasked: RwSignal<bool>,
    /// What the file is called that the form asks for, where it is no signed decision.
    file: Option<&'static str>,
}

impl Remarks {
    /// Those that the server told.
    pub fn new(told: Vec<FieldError>) -> Self {
        Self { told: RwSignal::new(told), unasked: RwSignal::new(false), file: None }
    }

    /// The same on a form that asks for another file than a signed decision.
    #[must_use]
    pub fn with_file(self, label: &'static str) -> Self {
        Self { file: Some(label), ..self }
    }

    /// Tells these in place of what was told before.
    pub fn tell(self, found: Vec<FieldError>) {
        self.told.try_set(found);
    }

    /// The message at a field.
    pub fn on(self, field: &str) -> Signal<Option<String>> {
        let field = field.to_owned();
        Signal::derive(move || self.told.with(|remarks| remark_on(remarks, &field)))
    }

    /// The message at a field, under which warnings stand by themselves.
    pub fn error_on(self, field: &str) -> Signal<Option<String>> {
        let field = field.to_owned();
        let is_on = move |one: &&FieldError| one.field == field && !one.code.is_warning();
        Signal::derive(move || self.told.with(|remarks| remarks.iter().find(&is_on).map(words::field_message)))
    }

    /// All of them.
    pub fn all(self) -> Vec<FieldError> {
        self.told.get()
    }

    /// All of them as they are now; none where the form is gone.
    pub fn now(self) -> Option<Vec<FieldError>> {
        self.told.try_get_untracked()
    }

    /// Others, of which the form learned as it saved itself.
    pub fn follow(self, told: Vec<FieldError>) {
        self.unasked.set(true);
        self.told.set(told);
    }

    /// Whether there are any.
    pub fn any(self) -> bool {
        self.told.with(|remarks| !remarks.is_empty())
    }

    /// The summary above the form.
    pub fn summary(self) -> impl IntoView {
        move || {
            let (remarks, quiet) = (self.told.get(), self.unasked.get_untracked());
            (!remarks.is_empty()).then(|| {
                view! { <ErrorSummary title=words::SUMMARY_TITLE quiet><RemarkList remarks file=self.file/></ErrorSummary> }
            })
        }
    }

    /// The same of what is wrong, and apart from it what is only warned of; nothing where there are warnings alone.
    pub fn summary_of_errors(self) -> impl IntoView {
        move || {
            let (remarks, quiet) = (self.told.get(), self.unasked.get_untracked());
            let (warnings, errors): (Vec<_>, Vec<_>) = remarks.into_iter().partition(|one| one.code.is_warning());
            (!errors.is_empty()).then(|| {
                let warned = (!warnings.is_empty())
                    .then(|| view! { <Notice tone=Tone::Warn><RemarkList remarks=warnings/></Notice> });
                view! {
                    <div class="stack gap-2">
                        <ErrorSummary title=words::SUMMARY_TITLE quiet><RemarkList remarks=errors/></ErrorSummary>
                        {warned}
                    </div>
                }
            })
        }
    }

    /// Looks at what is about to be sent and holds it back where something is wrong. What cannot be read is sent: the
    /// server tells.
    pub fn check<T: DeserializeOwned>(self, check: impl Fn(T) -> Vec<FieldError> + 'static) -> Check {
        Box::new(move |event| {
            let mut found = T::from_event(&event).map(&check).unwrap_or_default();
            found.extend(missing_file(&event));
            if has_errors(&found) {
                self.unasked.try_set(false);
                // Where the form outlived its remarks, for the page was read again, the server tells.
                if self.told.try_set(found).is_none() {
                    event.prevent_default();
                }
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
