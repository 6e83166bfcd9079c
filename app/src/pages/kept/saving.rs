//! Saving a kept draft as one types, like an answer of a review.

use domain::format;
use domain::id::KeptId;
use domain::review::SavedKept;
use leptos::leptos_dom::helpers::window;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsValue;
use time::OffsetDateTime;

use crate::api::kept::SaveKept;
use crate::pages::autosave::{Autosave, Heard, SaveFailure, saved_line};
use crate::text::{kept as words, review};
use crate::ui::icon::{Icon, IconView};

/// The state of the form towards the server.
#[derive(Clone, Copy)]
pub struct KeptState {
    pub saving: Autosave,
    save: ServerAction<SaveKept>,
    /// 0 until a new draft is saved for the first time.
    pub id: RwSignal<KeptId>,
    pub version: RwSignal<i64>,
}

impl KeptState {
    /// `pressed` tells that the page is to be read again, for a button's save is through; `list` is the list's address.
    pub fn new(save: ServerAction<SaveKept>, id: KeptId, version: i64, pressed: RwSignal<u32>, list: String) -> Self {
        let (id, version) = (RwSignal::new(id), RwSignal::new(version));
        let heard = move |answer: Result<SavedKept, _>, read_again| match answer {
            Ok(saved) => {
                let first = id.get_untracked() != saved.id;
                id.set(saved.id);
                version.set(saved.version);
                if read_again {
                    pressed.update(|pressed| *pressed += 1);
                } else if first {
                    address(&format!("{list}/{}", saved.id));
                }
                Heard::Kept
            }
            Err(error) => Heard::failed(&error),
        };
        Self { saving: Autosave::new(save, |_| (), heard), save, id, version }
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
pub fn SaveBar(state: KeptState, saved_at: Option<OffsetDateTime>) -> impl IntoView {
    let save = state.save;
    let status = move || {
        if save.pending().get() {
            return review::SAVING.into_any();
        }
        match save.value().get() {
            Some(Err(error)) => view! { <SaveFailure kind=error.kind/> }.into_any(),
            _ if state.saving.is_dirty() => review::NOT_SAVED_YET.into_any(),
            Some(Ok(saved)) => review::saved(&format::time_of_day(saved.at), saved.version).into_any(),
            None => saved_line(saved_at, state.version.try_get_untracked().unwrap_or_default()).into_any(),
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
