//! Saving an answer: its name and version, the prints of what it said, and what is kept beside another's save.

use domain::answer_form::{AnswerForm, Prints};
use domain::id::{AnswerId, AsideId};
use domain::review::{AnswerTarget, Kept};
use leptos::prelude::*;
use time::{Date, OffsetDateTime};

use super::AnswerName;
use super::marks::Marks;
use crate::api::review::SaveAnswer;
use crate::error::{AppError, ErrorKind};
use crate::pages::autosave::{Autosave, Heard, SaveFailure, saved_line};
use crate::pages::clash::SavedOver;
use crate::pages::named::Named;
use crate::text::review as words;
use crate::ui::icon::{Icon, IconView};

/// The state of the form towards the server.
#[derive(Clone, Copy)]
pub struct SaveState {
    pub saving: Autosave,
    save: ServerAction<SaveAnswer>,
    pub told: Told,
    pub marks: Marks,
    /// What the form saved of itself last, since the page was read.
    pub saved: RwSignal<Option<AnswerForm>>,
}

/// What the server told of the answer, which the form sends back.
#[derive(Clone, Copy)]
pub struct Told {
    /// The answer itself: a proposal that was new is one that is saved from its first save on.
    pub target: RwSignal<AnswerTarget>,
    /// The version that the fields were made from, and the prints of what it said.
    pub version: RwSignal<i64>,
    pub opened: RwSignal<String>,
    /// What is kept of these fields beside another's save; 0 for nothing.
    pub aside: RwSignal<AsideId>,
}

impl Told {
    /// `opened`: the prints of what was saved when the fields were made, at `version`.
    pub fn new(target: AnswerTarget, version: i64, opened: String) -> Self {
        Self {
            target: RwSignal::new(target),
            version: RwSignal::new(version),
            opened: RwSignal::new(opened),
            aside: RwSignal::new(AsideId(0)),
        }
    }

    /// A new proposal was saved for the first time: by what name it is found from now on.
    fn saved_as(self, id: AnswerId, named: Named<AnswerName>) {
        if !self.target.with_untracked(|target| matches!(target, AnswerTarget::NewProposal(_))) {
            return;
        }
        let own = AnswerTarget::Proposal(id);
        self.target.set(own.clone());
        if let Some((year, agency, _)) = named.opened.get_untracked() {
            named.saved_as((year, agency, own));
        }
    }
}

impl SaveState {
    /// `pressed` tells that the page is to be read again, for a button's save is through.
    pub fn new(
        save: ServerAction<SaveAnswer>,
        told: Told,
        marks: Marks,
        pressed: RwSignal<u32>,
        named: Named<AnswerName>,
    ) -> Self {
        let (sent, saved) = (RwSignal::new(AnswerForm::default()), RwSignal::new(None));
        let sends = move |answer: &SaveAnswer| sent.set(answer.form.clone());
        let heard = move |answer: Result<Kept, AppError>, read_again: bool| match answer {
            Ok(Kept::Saved(stored)) => {
                let form = sent.get_untracked();
                told.saved_as(stored.id, named);
                told.version.set(stored.version);
                told.opened.set(Prints::of(&form).to_string());
                if !read_again {
                    marks.follow(form.placed(stored.errors));
                    saved.set(Some(form));
                    return Heard::Kept;
                }
                pressed.update(|pressed| *pressed += 1);
                Heard::ReadAgain
            }
            // The text is kept, though not in the answer: what is typed on goes to the same place.
            Ok(Kept::Aside(aside)) => {
                told.aside.set(aside);
                Heard::Kept
            }
            Ok(Kept::Unsaid) => Heard::Kept,
            Err(error) => {
                marks.refused(sent.get_untracked().placed(error.fields()));
                Heard::failed(&error)
            }
        };
        Self { saving: Autosave::new(save, sends, heard), save, told, marks, saved }
    }
}

/// What became of the last save. `saved_at` and `today` are the page's.
#[component]
pub fn SaveStatus(state: SaveState, saved_at: Option<OffsetDateTime>, today: Date) -> impl IntoView {
    let save = state.save;
    let status = move || {
        if save.pending().get() {
            return words::SAVING.into_any();
        }
        match save.value().get() {
            // Who came back from signing in, without a script, has the text in the fields again.
            Some(Err(error)) if error.kind == ErrorKind::SignIn && save.version().get() == 0 => {
                words::NOT_SAVED_YET.into_any()
            }
            Some(Err(error)) => view! { <SaveFailure kind=error.kind/> }.into_any(),
            Some(Ok(Kept::Aside(_))) => view! { <SavedOver/> }.into_any(),
            _ if state.saving.is_dirty() => words::NOT_SAVED_YET.into_any(),
            Some(Ok(Kept::Saved(saved))) => saved_line(Some(saved.at), saved.version, today).into_any(),
            Some(Ok(Kept::Unsaid)) | None => {
                saved_line(saved_at, state.told.version.try_get_untracked().unwrap_or_default(), today).into_any()
            }
        }
    };
    view! { <span class="saved" role="status">{status}</span> }
}

/// What became of the last save, and the buttons.
#[component]
pub fn SaveBar(state: SaveState, saved_at: Option<OffsetDateTime>, today: Date) -> impl IntoView {
    view! {
        <div class="dock" role="region" aria-label=words::SAVE_DRAFT>
            <div class="wrap">
                <SaveStatus state saved_at today/>
                <div class="dock__acts push">
                    <button class="btn btn--2" type="submit" name="next" value="stay">{words::SAVE_DRAFT}</button>
                    <button class="btn" type="submit" name="next" value="done">{words::SAVE_AND_BACK}<IconView icon=Icon::Next/></button>
                </div>
            </div>
        </div>
    }
}
