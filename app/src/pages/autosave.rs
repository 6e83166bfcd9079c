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
use leptos::web_sys::{FormData, HtmlElement, HtmlFormElement};
use time::{Date, OffsetDateTime};

use crate::error::{AppError, ErrorKind};
use crate::pages::review::RemarkList;
use crate::text::review as words;

/// From the last key to the save.
const QUIET: Duration = Duration::from_secs(2);
/// What had the focus when its form was held: what is inert loses it.
const FOCUSED: &str = "data-focused";

/// What a save came to, for the form.
pub enum Heard {
    /// What was sent is stored.
    Kept,
    /// It is stored, and the page is about to be read again.
    ReadAgain,
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
#[derive(Default)]
struct Progress {
    keys: u32,
    carried: u32,
    stored: u32,
    /// Only the timer that was set last acts.
    timer: u32,
    under_way: bool,
    /// The fields hold what could not be saved.
    refilled: bool,
    /// The save under way is a button's.
    by_button: bool,
    /// What follows once the save under way is answered.
    waiting: Option<Waiting>,
}

/// What was pressed before all that was typed is stored.
enum Waiting {
    /// The form's own button with this value.
    Button(String),
    /// The form of this id beside it, which takes away or along what is stored.
    Form(&'static str),
}

/// A form that saves itself. What hears its keys and its buttons is an element round it: what is spread on a component
/// stays as it was at first when the page is read again, and would tell a form that is gone.
///
/// While a page is read again its old fields stay for a moment, though what they were made with is gone: then there is no
/// progress to look at, and a key or a button does no more than it would without this.
#[derive(Clone, Copy)]
pub struct Autosave {
    pub form: NodeRef<Form>,
    progress: RwSignal<Progress>,
    /// Takes the fields; whether they can be sent.
    send: Callback<(FormData, By), bool>,
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
            let Ok(form) = S::from_form_data(&fields) else { return false };
            sends(&form);
            if by == By::Timer {
                save.dispatch(form);
            }
            true
        });
        // A save that an earlier look of the page began may still be under way.
        let refilled = save.value().get_untracked().is_some_and(|answer| answer.is_err());
        let progress = Progress { under_way: save.pending().get_untracked(), refilled, ..Progress::default() };
        let state = Self { form: NodeRef::new(), progress: RwSignal::new(progress), send };
        // New fields come into the same form.
        Effect::new(move |_| {
            if let Some(form) = state.form.get() {
                release(&form);
            }
        });
        Effect::new(move |seen: Option<usize>| {
            let now = save.version().get();
            if seen.is_some_and(|seen| seen != now)
                && let Some(answer) = save.value().get_untracked()
                && let Some(read_again) = state.progress.try_update(Progress::answered)
            {
                state.go_on(&heard(answer, read_again));
            }
            now
        });
        state
    }

    /// A key: the timer starts anew.
    pub fn typed(self) {
        self.progress.try_update(|progress| progress.keys += 1);
        self.wait();
    }

    /// A button of the form, before the form itself hears of it.
    pub fn submitted(self, event: &SubmitEvent) {
        let value = || event.submitter().and_then(|button| button.get_attribute("value"));
        let has_to_wait = self.progress.try_update(|progress| {
            progress.timer += 1;
            progress.waiting = progress.under_way.then(value).flatten().map(Waiting::Button);
            progress.under_way
        });
        match has_to_wait {
            Some(true) => event.prevent_default(),
            Some(false) => self.send(By::Button),
            None => {}
        }
    }

    /// A form beside this one, of that id, before it hears of its button: what was typed last is saved first.
    pub fn before(self, event: &SubmitEvent, form: &'static str) {
        match self.progress.try_update(|progress| progress.holds(form)) {
            Some(Hold::Save) => {
                event.prevent_default();
                self.send(By::Timer);
            }
            Some(Hold::Wait) => event.prevent_default(),
            Some(Hold::Go) | None => {}
        }
    }

    /// Whether nothing was typed since the page was read: what it tells as saved is all there is.
    pub fn is_untouched(self) -> bool {
        self.progress.try_with_untracked(|progress| progress.keys == 0 && !progress.refilled).unwrap_or_default()
    }

    /// Whether there are keys that are not stored yet.
    pub fn is_dirty(self) -> bool {
        self.progress.try_with(Progress::is_dirty).unwrap_or_default()
    }

    /// The same for an event, which follows nothing.
    pub fn is_dirty_now(self) -> bool {
        self.progress.try_with_untracked(Progress::is_dirty).unwrap_or_default()
    }

    fn wait(self) {
        let own = self.progress.try_update(|progress| {
            progress.timer += 1;
            progress.timer
        });
        let act = move || {
            // While a save is under way its answer sets the next timer.
            let acts = |progress: &Progress| Some(progress.timer) == own && !progress.under_way;
            if self.progress.try_with_untracked(acts) == Some(true) {
                self.send(By::Timer);
            }
        };
        set_timeout(act, QUIET);
    }

    fn send(self, by: By) {
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let Ok(fields) = FormData::new_with_form(&form) else { return };
        let sent = self.send.run((fields, by));
        self.progress.try_update(|progress| progress.sends(by, sent));
    }

    /// The server answered: on with what came in the meantime.
    fn go_on(self, heard: &Heard) {
        let next = self.progress.try_update(|progress| progress.heard(heard));
        if matches!((heard, &next), (Heard::ReadAgain, Some(Next::Rest))) {
            self.hold();
        }
        match next {
            // After the fields have the version that was just told.
            Some(Next::Press(button)) => set_timeout(move || self.press(&button), Duration::ZERO),
            Some(Next::Save) => set_timeout(move || self.send(By::Timer), Duration::ZERO),
            Some(Next::Submit(form)) => set_timeout(move || submit(form), Duration::ZERO),
            Some(Next::Wait) => self.wait(),
            Some(Next::Rest) | None => {}
        }
    }

    /// The fields give way to new ones: what was typed into them until then would be lost.
    fn hold(self) {
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        if let Ok(Some(focused)) = form.query_selector(":focus") {
            focused.set_attribute(FOCUSED, "").ok();
        }
        form.set_attribute("inert", "").ok();
    }

    fn press(self, button: &str) {
        let Some(form) = self.form.try_get_untracked().flatten() else { return };
        let buttons = form.query_selector(&format!("button[value=\"{button}\"]")).ok().flatten();
        let button = buttons.and_then(|button| button.dyn_into::<HtmlElement>().ok());
        // Only a button that is no longer in the form is refused; then the page is another one already.
        form.request_submit_with_submitter(button.as_ref()).ok();
    }
}

/// The fields are there: on from where the focus was, if it is nowhere else by now.
fn release(form: &HtmlFormElement) {
    form.remove_attribute("inert").ok();
    let Ok(Some(focused)) = form.query_selector(&format!("[{FOCUSED}]")) else { return };
    focused.remove_attribute(FOCUSED).ok();
    let is_free = document().active_element().is_some_and(|one| one.tag_name() == "BODY");
    if is_free && let Ok(one) = focused.dyn_into::<HtmlElement>() {
        one.focus().ok();
    }
}

/// Sends a form of the page; nothing where the page is another one already.
fn submit(form: &'static str) {
    let form = document().get_element_by_id(form).and_then(|form| form.dyn_into::<HtmlFormElement>().ok());
    if let Some(form) = form {
        form.request_submit().ok();
    }
}

/// What follows an answer.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// The button with this value, which was pressed meanwhile.
    Press(String),
    /// What was typed meanwhile goes at once: a form waits for it.
    Save,
    /// The form of this id, which waited.
    Submit(&'static str),
    Wait,
    Rest,
}

/// What a form beside this one has to do before it is sent.
#[derive(Debug, PartialEq, Eq)]
enum Hold {
    /// What was typed is sent first.
    Save,
    /// The save under way is answered first.
    Wait,
    Go,
}

impl Progress {
    fn is_dirty(&self) -> bool {
        self.keys != self.stored
    }

    fn sends(&mut self, by: By, sent: bool) {
        self.carried = self.keys;
        self.under_way = sent;
        self.by_button = sent && by == By::Button;
        if !sent {
            self.waiting = None;
        }
    }

    /// Whether a form has to wait. Not for what was refused already: who presses again wants to go on without it.
    fn holds(&mut self, form: &'static str) -> Hold {
        if !self.under_way && self.keys == self.carried {
            return Hold::Go;
        }
        self.timer += 1;
        self.waiting = Some(Waiting::Form(form));
        if self.under_way { Hold::Wait } else { Hold::Save }
    }

    /// The save under way is answered: whether the page may be read again.
    fn answered(&mut self) -> bool {
        self.under_way = false;
        std::mem::take(&mut self.by_button) && self.keys == self.carried
    }

    fn heard(&mut self, heard: &Heard) -> Next {
        let kept = matches!(heard, Heard::Kept | Heard::ReadAgain);
        if kept {
            self.stored = self.carried;
        }
        match self.waiting.take() {
            Some(Waiting::Button(button)) => Next::Press(button),
            Some(Waiting::Form(form)) if kept && self.keys == self.carried => Next::Submit(form),
            Some(waiting) if kept => {
                self.waiting = Some(waiting);
                Next::Save
            }
            // What is not stored is told of, and the form stays where it is.
            _ if matches!(heard, Heard::TryAgain) || self.keys != self.carried => Next::Wait,
            _ => Next::Rest,
        }
    }
}

/// The line of the last save: its time, and the day where that is not the day on which the page was made.
pub fn saved_line(at: Option<OffsetDateTime>, version: i64, today: Date) -> String {
    at.map_or_else(|| words::AUTOSAVE.to_owned(), |at| words::saved(&format::time_or_date(at, today), version))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_beside_waits_for_what_was_typed() {
        let mut progress = Progress::default();
        assert_eq!(progress.holds("a"), Hold::Go, "nothing was typed");
        progress.keys = 3;
        assert_eq!(progress.holds("a"), Hold::Save);
        progress.sends(By::Timer, true);
        assert_eq!(progress.holds("a"), Hold::Wait, "pressed again");
        // What is typed meanwhile goes too.
        progress.keys = 4;
        progress.answered();
        assert_eq!(progress.heard(&Heard::Kept), Next::Save);
        progress.sends(By::Timer, true);
        progress.answered();
        assert_eq!(progress.heard(&Heard::Kept), Next::Submit("a"));
        assert_eq!(progress.holds("a"), Hold::Go, "all is stored");
    }

    #[test]
    fn what_an_ended_session_tells_fits_every_form() {
        for button in [words::SAVE_DRAFT, words::SAVE_ANSWER, crate::text::kept::SAVE] {
            assert!(!words::SESSION_ENDED.contains(button), "{button}");
        }
    }

    #[test]
    fn what_was_refused_holds_a_form_once() {
        for (heard, next) in [(Heard::Refused, Next::Rest), (Heard::TryAgain, Next::Wait)] {
            let mut progress = Progress { keys: 1, ..Progress::default() };
            assert_eq!(progress.holds("a"), Hold::Save);
            progress.sends(By::Timer, true);
            progress.answered();
            assert_eq!(progress.heard(&heard), next);
            assert_eq!(progress.holds("a"), Hold::Go);
        }
    }
}
