//! Saving as one types: some seconds after the last key the whole form goes to the server as a draft. One save at a time:
//! what is typed, or a button that is pressed, while one is under way follows once it is answered, for it needs the
//! version that the answer tells. What fails stays in the fields and is tried again.

use std::time::Duration;

use domain::format;
use leptos::ev::SubmitEvent;
use leptos::form::FromFormData;
use leptos::html::Form;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{FormData, HtmlElement};
use time::OffsetDateTime;

use crate::error::{AppError, ErrorKind};
use crate::pages::review::RemarkList;
use crate::text::review as words;

/// From the last key to the save.
const QUIET: Duration = Duration::from_secs(2);

/// What a save came to, for the form.
pub enum Heard {
    /// What was sent is stored.
    Kept,
    /// No connection: the text is still in the fields, and the next try may succeed.
    TryAgain,
    /// Refused: trying the same once more would not help.
    Refused,
}

impl Heard {
    pub fn failed(error: &AppError) -> Self {
        if error.kind == ErrorKind::Network { Self::TryAgain } else { Self::Refused }
    }
}

/// Who has the fields sent: the timer, or the form itself for a button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Timer,
    Button,
}

/// How far a form is saved. Keys are counted: those that the last save carried, and those that are stored.
#[derive(Clone, Copy)]
pub struct Autosave {
    pub form: NodeRef<Form>,
    keys: RwSignal<u32>,
    carried: RwSignal<u32>,
    stored: RwSignal<u32>,
    /// Only the timer that was set last acts.
    timer: RwSignal<u32>,
    /// The save under way is a button's.
    by_button: RwSignal<bool>,
    /// The value of a button that was pressed while a save was under way.
    waiting: RwSignal<Option<String>>,
    pending: Memo<bool>,
    send: Callback<(FormData, By)>,
}

impl Autosave {
    /// `sends` sees what goes to the server; `heard` what came back, and whether the page may be read again, for a button
    /// had asked for it and nobody typed since.
    pub fn new<S>(
        save: ServerAction<S>,
        sends: impl Fn(&S) + Send + Sync + 'static,
        heard: impl Fn(Result<S::Output, AppError>, bool) -> Heard + 'static,
    ) -> Self
    where
        S: ServerFn<Error = AppError> + FromFormData + Clone + Send + Sync + 'static,
        S::Output: Clone + Send + Sync + 'static,
    {
        let send = Callback::new(move |(fields, by): (FormData, By)| {
            let Ok(form) = S::from_form_data(&fields) else { return };
            sends(&form);
            if by == By::Timer {
                save.dispatch(form);
            }
        });
        let state = Self {
            form: NodeRef::new(),
            keys: RwSignal::new(0),
            carried: RwSignal::new(0),
            stored: RwSignal::new(0),
            timer: RwSignal::new(0),
            by_button: RwSignal::new(false),
            waiting: RwSignal::new(None),
            pending: save.pending(),
            send,
        };
        Effect::new(move |seen: Option<usize>| {
            let now = save.version().get();
            if seen.is_some_and(|seen| seen != now)
                && let Some(answer) = save.value().get_untracked()
            {
                // The page may be gone by now: a button's save leads to another one.
                let Some(by_button) = state.by_button.try_get_untracked() else { return now };
                state.by_button.set(false);
                let typed_since = state.keys.get_untracked() != state.carried.get_untracked();
                state.go_on(&heard(answer, by_button && !typed_since));
            }
            now
        });
        state
    }

    /// A key: the timer starts anew.
    pub fn typed(self) {
        self.keys.update(|keys| *keys += 1);
        self.wait();
    }

    /// A button of the form, before the form itself hears of it.
    pub fn submitted(self, event: &SubmitEvent) {
        self.timer.update(|timer| *timer += 1);
        if self.pending.get_untracked() {
            event.prevent_default();
            self.waiting.set(event.submitter().and_then(|button| button.get_attribute("value")));
            return;
        }
        self.by_button.set(true);
        self.send(By::Button);
    }

    /// Keys that are not stored yet.
    pub fn is_dirty(self) -> bool {
        self.keys.get() != self.stored.get()
    }

    fn wait(self) {
        self.timer.update(|timer| *timer += 1);
        let own = self.timer.get_untracked();
        let act = move || {
            // While a save is under way its answer sets the next timer.
            if self.timer.try_get_untracked() == Some(own) && !self.pending.get_untracked() {
                self.send(By::Timer);
            }
        };
        set_timeout(act, QUIET);
    }

    fn send(self, by: By) {
        let Some(form) = self.form.get_untracked() else { return };
        let Ok(fields) = FormData::new_with_form(&form) else { return };
        self.carried.set(self.keys.get_untracked());
        self.send.run((fields, by));
    }

    /// The server answered: on with what came in the meantime.
    fn go_on(self, heard: &Heard) {
        let carried = self.carried.get_untracked();
        if matches!(heard, Heard::Kept) {
            self.stored.set(carried);
        }
        let button = self.waiting.get_untracked();
        self.waiting.set(None);
        if let Some(button) = button {
            // After the fields have the version that was just told.
            set_timeout(move || self.press(&button), Duration::ZERO);
        } else if matches!(heard, Heard::TryAgain) || self.keys.get_untracked() != carried {
            self.wait();
        }
    }

    fn press(self, button: &str) {
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let buttons = form.query_selector(&format!("button[value=\"{button}\"]")).ok().flatten();
        let button = buttons.and_then(|button| button.dyn_into::<HtmlElement>().ok());
        // Only a button that is no longer in the form is refused; then the page is another one already.
        form.request_submit_with_submitter(button.as_ref()).ok();
    }
}

pub fn saved_line(at: Option<OffsetDateTime>, version: i64) -> String {
    at.map_or_else(|| words::AUTOSAVE.to_owned(), |at| words::saved(&format::time_of_day(at), version))
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
