//! Saving a kept draft as one types, like an answer of a review: what fails stays in the fields.

use domain::format;
use domain::id::KeptId;
use leptos::form::FromFormData;
use leptos::html::Form;
use leptos::leptos_dom::helpers::window;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use leptos::web_sys::FormData;
use time::OffsetDateTime;

use crate::api::kept::SaveKept;
use crate::error::ErrorKind;
use crate::pages::answer::autosave::{Quiet, SaveFailure, saved_line};
use crate::text::{kept as words, review};
use crate::ui::icon::{Icon, IconView};

/// The state of the form towards the server.
#[derive(Clone, Copy)]
pub struct Saving {
    pub form: NodeRef<Form>,
    save: ServerAction<SaveKept>,
    /// 0 until a new draft is saved for the first time.
    pub id: RwSignal<KeptId>,
    pub version: RwSignal<i64>,
    dirty: RwSignal<bool>,
    quiet: Quiet,
    /// A button was pressed: the page is read again once that save is through.
    pressed: RwSignal<u32>,
    by_button: RwSignal<bool>,
}

impl Saving {
    pub fn new(save: ServerAction<SaveKept>, id: KeptId, version: i64, pressed: RwSignal<u32>, list: String) -> Self {
        let state = Self {
            form: NodeRef::new(),
            save,
            id: RwSignal::new(id),
            version: RwSignal::new(version),
            dirty: RwSignal::new(false),
            quiet: Quiet::default(),
            pressed,
            by_button: RwSignal::new(false),
        };
        Effect::new(move |seen: Option<usize>| {
            let now = save.version().get();
            if seen.is_some_and(|seen| seen != now) {
                state.answered(&list);
            }
            now
        });
        state
    }

    /// A key: it is saved once nobody types for a while.
    pub fn typed(self) {
        self.dirty.set(true);
        self.quiet.after_this(move || {
            if !self.save.pending().get_untracked() {
                self.send();
            }
        });
    }

    /// A button of the form.
    pub fn submitted(self) {
        self.quiet.stop();
        self.by_button.set(true);
    }

    fn send(self) {
        let Some(form) = self.form.get_untracked() else { return };
        let Ok(fields) = FormData::new_with_form(&form) else { return };
        if let Ok(draft) = SaveKept::from_form_data(&fields) {
            self.save.dispatch(draft);
        }
    }

    fn answered(self, list: &str) {
        let by_button = self.by_button.get_untracked();
        self.by_button.set(false);
        match self.save.value().get_untracked() {
            Some(Ok(saved)) => {
                let first = self.id.get_untracked() != saved.id;
                self.id.set(saved.id);
                self.version.set(saved.version);
                self.dirty.set(false);
                if by_button {
                    self.pressed.update(|pressed| *pressed += 1);
                } else if first {
                    address(&format!("{list}/{}", saved.id));
                }
            }
            // No connection: the text is still here, and the next try may succeed.
            Some(Err(error)) if error.kind == ErrorKind::Network => self.typed(),
            Some(Err(_)) | None => {}
        }
    }
}

/// The draft has an address now: who reads the page anew finds it. The router does not learn of it, for it would take the
/// fields away from under the writer.
fn address(path: &str) {
    let history = window().history();
    // A browser that refuses keeps the old address; the draft is in the list all the same.
    history.and_then(|history| history.replace_state_with_url(&JsValue::NULL, "", Some(path))).ok();
}

/// What became of the last save, and the buttons.
#[component]
pub fn SaveBar(state: Saving, saved_at: Option<OffsetDateTime>) -> impl IntoView {
    let save = state.save;
    let status = move || {
        if save.pending().get() {
            return review::SAVING.into_any();
        }
        match save.value().get() {
            Some(Err(error)) => view! { <SaveFailure kind=error.kind/> }.into_any(),
            _ if state.dirty.get() => review::NOT_SAVED_YET.into_any(),
            Some(Ok(saved)) => review::saved(&format::time_of_day(saved.at), saved.version).into_any(),
            None => saved_line(saved_at, state.version.get_untracked()).into_any(),
        }
    };
    view! {
        <div class="dock" role="region" aria-label=words::SAVE>
            <div class="wrap">
                <span class="saved" role="status">{status}</span>
                <button class="btn btn--2 push" type="submit" name="next" value="stay">{words::SAVE}</button>
                <button class="btn" type="submit" name="next" value="done">{words::SAVE_AND_BACK}<IconView icon=Icon::Next/></button>
            </div>
        </div>
    }
}
