//! Saving as one types: some seconds after the last key the whole form goes to the server as a draft. What fails stays
//! in the fields and is tried again.

use std::time::Duration;

use domain::answer_form::Prints;
use domain::format;
use domain::id::AsideId;
use domain::review::Kept;
use leptos::form::FromFormData;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::web_sys::FormData;
use time::OffsetDateTime;

use crate::api::review::SaveAnswer;
use crate::error::ErrorKind;
use crate::pages::review::RemarkList;
use crate::text::{clash, review as words};
use crate::ui::icon::{Icon, IconView};

/// From the last key to the save.
const QUIET: Duration = Duration::from_secs(2);

/// Waits until nobody types: of several keys only the last one's timer acts.
#[derive(Clone, Copy, Default)]
pub struct Quiet(RwSignal<u32>);

impl Quiet {
    /// A key: `then` is called once no other came for a while.
    pub fn after_this(self, then: impl FnOnce() + 'static) {
        self.stop();
        let key = self.0.get_untracked();
        let act = move || {
            if self.0.try_get_untracked() == Some(key) {
                then();
            }
        };
        set_timeout(act, QUIET);
    }

    /// Nothing that waits is to act any more.
    pub fn stop(self) {
        self.0.update(|keys| *keys += 1);
    }
}

/// The state of the form towards the server.
#[derive(Clone, Copy)]
pub struct SaveState {
    pub form: NodeRef<Form>,
    save: ServerAction<SaveAnswer>,
    /// The version that the fields were made from, and the prints of what it said.
    pub version: RwSignal<i64>,
    pub opened: RwSignal<String>,
    /// What is kept of these fields beside another's save; 0 for nothing.
    pub aside: RwSignal<AsideId>,
    /// The prints of what was sent last.
    sent: RwSignal<String>,
    /// Keys since the last save that succeeded.
    dirty: RwSignal<bool>,
    quiet: Quiet,
    /// A button was pressed: the page is read again once that save is through.
    pressed: RwSignal<u32>,
    by_button: RwSignal<bool>,
}

impl SaveState {
    /// `opened`: the prints of what was saved when the fields were made, at `version`.
    pub fn new(save: ServerAction<SaveAnswer>, version: i64, opened: String, pressed: RwSignal<u32>) -> Self {
        let state = Self {
            form: NodeRef::new(),
            save,
            version: RwSignal::new(version),
            opened: RwSignal::new(opened),
            aside: RwSignal::new(AsideId(0)),
            sent: RwSignal::new(String::new()),
            dirty: RwSignal::new(false),
            quiet: Quiet::default(),
            pressed,
            by_button: RwSignal::new(false),
        };
        Effect::new(move |seen: Option<usize>| {
            let now = save.version().get();
            if seen.is_some_and(|seen| seen != now) {
                state.answered();
            }
            now
        });
        state
    }

    /// A key: the timer starts anew.
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
        if let Ok(answer) = SaveAnswer::from_form_data(&fields) {
            self.sent.set(Prints::of(&answer.form).to_string());
            self.save.dispatch(answer);
        }
    }

    /// The server answered.
    fn answered(self) {
        let by_button = self.by_button.get_untracked();
        self.by_button.set(false);
        match self.save.value().get_untracked() {
            Some(Ok(Kept::Saved(saved))) if by_button => {
                self.version.set(saved.version);
                self.dirty.set(false);
                self.pressed.update(|pressed| *pressed += 1);
            }
            Some(Ok(Kept::Saved(saved))) => {
                self.version.set(saved.version);
                self.opened.set(self.sent.get_untracked());
                self.dirty.set(false);
            }
            // The text is kept, though not in the answer: what is typed on goes to the same place.
            Some(Ok(Kept::Aside(aside))) => {
                self.aside.set(aside);
                self.dirty.set(false);
            }
            // No connection: the text is still here, and the next try may succeed.
            Some(Err(error)) if error.kind == ErrorKind::Network => self.typed(),
            Some(Err(_)) | None => {}
        }
    }
}

/// What became of the last save, and the buttons.
#[component]
pub fn SaveBar(state: SaveState, saved_at: Option<OffsetDateTime>) -> impl IntoView {
    let save = state.save;
    let status = move || {
        if save.pending().get() {
            return words::SAVING.into_any();
        }
        match save.value().get() {
            Some(Err(error)) => view! { <SaveFailure kind=error.kind/> }.into_any(),
            Some(Ok(Kept::Aside(_))) => view! { <SavedOver/> }.into_any(),
            _ if state.dirty.get() => words::NOT_SAVED_YET.into_any(),
            Some(Ok(Kept::Saved(saved))) => saved_line(Some(saved.at), saved.version).into_any(),
            None => saved_line(saved_at, state.version.get_untracked()).into_any(),
        }
    };
    view! {
        <div class="dock" role="region" aria-label=words::SAVE_DRAFT>
            <div class="wrap">
                <span class="saved" role="status">{status}</span>
                <button class="btn btn--2 push" type="submit" name="next" value="stay">{words::SAVE_DRAFT}</button>
                <button class="btn" type="submit" name="next" value="done">{words::SAVE_AND_BACK}<IconView icon=Icon::Next/></button>
            </div>
        </div>
    }
}

pub fn saved_line(at: Option<OffsetDateTime>, version: i64) -> String {
    at.map_or_else(|| words::AUTOSAVE.to_owned(), |at| words::saved(&format::time_of_day(at), version))
}

/// Somebody else saved since: the way to both texts. The button sends what was typed up to now along.
#[component]
fn SavedOver() -> impl IntoView {
    view! {
        <b>{clash::SAVED_OVER}</b> " "
        <button class="btn btn--2" type="submit" name="next" value="compare">{clash::COMPARE}</button>
    }
}

/// Why the text is not saved, and what to do; it is all still in the fields.
#[component]
pub fn SaveFailure(kind: ErrorKind) -> impl IntoView {
    match kind {
        ErrorKind::SignIn => view! {
            <b>{words::SESSION_ENDED}</b> " "
            <a href="/dang-nhap" target="_blank" rel="external">{words::SIGN_IN_NEW_TAB}</a>
        }
        .into_any(),
        ErrorKind::Network => words::SAVE_FAILED.into_any(),
        // Nothing was stored: what was wrong is said here, for the page below shows what stands.
        ErrorKind::Invalid(remarks) => view! { <RemarkList remarks/> }.into_any(),
        other => crate::text::error::explanation(&other).into_any(),
    }
}
