//! Saving a kept draft as one types, like an answer of a review.

use domain::answer_form::{AnswerForm, Prints};
use domain::id::KeptId;
use domain::review::SavedKept;
use leptos::prelude::*;
use time::{Date, OffsetDateTime};

use super::editor::KeptName;
use crate::api::kept::SaveKept;
use crate::error::{AppError, ErrorKind};
use crate::pages::answer::marks::Marks;
use crate::pages::autosave::{Autosave, Heard, SaveFailure, saved_line};
use crate::pages::clash::SavedOver;
use crate::pages::named::Named;
use crate::text::{kept as words, review};
use crate::ui::icon::{Icon, IconView};

/// The state of the form towards the server.
#[derive(Clone, Copy)]
pub struct KeptState {
    pub saving: Autosave,
    save: ServerAction<SaveKept>,
    /// 0 until a new draft is saved for the first time.
    pub id: RwSignal<KeptId>,
    /// The version that the fields were made from, and the prints of what it said.
    pub version: RwSignal<i64>,
    pub opened: RwSignal<String>,
    pub marks: Marks,
}

impl KeptState {
    /// `of`: the draft, its version, and the prints of what it says; `pressed` tells that the page is to be read again, for a
    /// button's save is through.
    pub fn new(
        save: ServerAction<SaveKept>,
        of: (KeptId, i64, String),
        marks: Marks,
        pressed: RwSignal<u32>,
        named: Named<KeptName>,
    ) -> Self {
        let (id, version, opened) = (RwSignal::new(of.0), RwSignal::new(of.1), RwSignal::new(of.2));
        let sent = RwSignal::new(AnswerForm::default());
        let sends = move |kept: &SaveKept| sent.set(kept.form.clone());
        let heard = move |answer: Result<SavedKept, AppError>, read_again: bool| match answer {
            Ok(saved) => {
                let form = sent.get_untracked();
                id.set(saved.id);
                version.set(saved.version);
                opened.set(Prints::of(&form).to_string());
                if let Some((agency, _)) = named.opened.get_untracked() {
                    named.saved_as((agency, saved.id));
                }
                if !read_again {
                    marks.follow(form.placed(saved.errors));
                    return Heard::Kept;
                }
                pressed.update(|pressed| *pressed += 1);
                Heard::ReadAgain
            }
            Err(error) => {
                marks.refused(sent.get_untracked().placed(error.fields()));
                Heard::failed(&error)
            }
        };
        Self { saving: Autosave::new(save, sends, heard), save, id, version, opened, marks }
    }
}

/// What became of the last save, and the buttons.
#[component]
pub fn SaveBar(state: KeptState, saved_at: Option<OffsetDateTime>, today: Date) -> impl IntoView {
    let save = state.save;
    let status = move || {
        if save.pending().get() {
            return review::SAVING.into_any();
        }
        match save.value().get() {
            // Who came back from signing in, without a script, has the text in the fields again.
            Some(Err(error)) if error.kind == ErrorKind::SignIn && save.version().get() == 0 => {
                review::NOT_SAVED_YET.into_any()
            }
            Some(Err(error)) => view! { <SaveFailure kind=error.kind/> }.into_any(),
            Some(Ok(saved)) if saved.beside.is_some() => view! { <SavedOver/> }.into_any(),
            _ if state.saving.is_dirty() => review::NOT_SAVED_YET.into_any(),
            Some(Ok(saved)) => saved_line(Some(saved.at), saved.version, today).into_any(),
            None => saved_line(saved_at, state.version.try_get_untracked().unwrap_or_default(), today).into_any(),
        }
    };
    view! {
        <div class="dock" role="region" aria-label=words::SAVE>
            <div class="wrap">
                <span class="saved" role="status">{status}</span>
                <div class="dock__acts push">
                    <button class="btn btn--2" type="submit" name="next" value="stay">{words::SAVE}</button>
                    <button class="btn" type="submit" name="next" value="done">{words::SAVE_AND_BACK}<IconView icon=Icon::Next/></button>
                </div>
            </div>
        </div>
    }
}
