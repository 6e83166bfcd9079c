//! The search box with suggestions: a combobox by ARIA 1.2. Without JavaScript it is an input of its form, and nothing
//! more.

use std::time::Duration;

use domain::catalog::{EntryFilter, Suggestion};
use leptos::ev::{self, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::hooks::use_navigate;

use crate::api::catalog::suggest;
use crate::pages::catalog::address;
use crate::text::catalog as words;

/// From the last key to the question.
const QUIET: Duration = Duration::from_millis(150);
const LIST_ID: &str = "goi-y";

/// What is suggested and where the keyboard is in it.
#[derive(Clone, Copy)]
struct State {
    input: NodeRef<Input>,
    options: RwSignal<Vec<Suggestion>>,
    active: RwSignal<Option<usize>>,
    /// Counts keys, so that only the answer to the last one is shown.
    keys: RwSignal<u32>,
}

impl State {
    fn close(self) {
        // The box goes with its page while it has the keyboard: a browser tells of that when nothing is left to close.
        if self.keys.try_update(|keys| *keys += 1).is_some() {
            self.options.set(Vec::new());
            self.active.set(None);
        }
    }

    fn typed(self) {
        self.keys.update(|keys| *keys += 1);
        let key = self.keys.get_untracked();
        set_timeout(
            move || {
                let Some(text) = self.input.try_get_untracked().flatten().map(|input| input.value()) else { return };
                if self.keys.get_untracked() != key {
                    return;
                }
                if text.trim().is_empty() {
                    self.close();
                    return;
                }
                spawn_local(async move {
                    // A suggestion that does not come is none.
                    let found = suggest(text).await.unwrap_or_default();
                    if self.keys.try_get_untracked() == Some(key) {
                        self.options.set(found);
                        self.active.set(None);
                    }
                });
            },
            QUIET,
        );
    }

    fn step(self, forward: bool) {
        let count = self.options.with_untracked(Vec::len);
        let next = match (self.active.get_untracked(), forward) {
            (None, true) => 0,
            (None, false) => count.saturating_sub(1),
            (Some(at), true) => (at + 1) % count.max(1),
            (Some(at), false) => (at + count.max(1) - 1) % count.max(1),
        };
        self.active.set(Some(next));
    }
}

fn option_id(at: usize) -> String {
    format!("{LIST_ID}-{at}")
}

fn target(suggestion: &Suggestion) -> String {
    match suggestion {
        Suggestion::Words(query) => address(&EntryFilter { query: query.clone(), ..EntryFilter::default() }),
        Suggestion::Entry(code, _) => format!("/danh-muc/{code}"),
        Suggestion::Agency(agency) => address(&EntryFilter { agency: agency.id.to_string(), ..EntryFilter::default() }),
    }
}

/// Whether a key typed there is text.
fn takes_text(target: &Element) -> bool {
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
}

/// The input of a search, with its suggestions. `/` brings the keyboard to it from anywhere on the page.
#[component]
pub fn SearchBox(
    id: &'static str,
    #[prop(optional, into)] value: String,
    #[prop(optional)] placeholder: &'static str,
) -> impl IntoView {
    let state = State {
        input: NodeRef::new(),
        options: RwSignal::new(Vec::new()),
        active: RwSignal::new(None),
        keys: RwSignal::new(0),
    };
    let State { input, options, active, .. } = state;
    // Only where there is a script is it a combobox.
    let alive = RwSignal::new(false);
    Effect::new(move |_| {
        alive.set(true);
        let handle = window_event_listener(ev::keydown, move |event| {
            let elsewhere = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let with_others = event.ctrl_key() || event.alt_key() || event.meta_key();
            if event.key() == "/" && !with_others && !elsewhere.is_some_and(|target| takes_text(&target)) {
                event.prevent_default();
                // A browser that refuses the focus leaves it where it is.
                let _focused = input.get_untracked().map(|input| input.focus());
            }
        });
        on_cleanup(move || handle.remove());
    });
    let navigate = use_navigate();
    let choose = move |suggestion: &Suggestion| {
        if let (Suggestion::Words(query), Some(input)) = (suggestion, input.get_untracked()) {
            input.set_value(query);
        }
        state.close();
        navigate(&target(suggestion), leptos_router::NavigateOptions::default());
    };
    let key = {
        let choose = choose.clone();
        move |event: KeyboardEvent| {
            // Keys of an input method are not ours.
            if event.is_composing() || options.with_untracked(Vec::is_empty) {
                return;
            }
            match event.key().as_str() {
                "ArrowDown" => state.step(true),
                "ArrowUp" => state.step(false),
                "Escape" => state.close(),
                "Enter" => {
                    let chosen =
                        active.get_untracked().and_then(|at| options.with_untracked(|all| all.get(at).cloned()));
                    match chosen {
                        Some(chosen) => choose(&chosen),
                        None => {
                            state.close();
                            return;
                        }
                    }
                }
                _ => return,
            }
            event.prevent_default();
        }
    };
    // Choosing leaves the page while the list is still closing: what it shows may be gone by then.
    let open = move || options.try_with(|all| !all.is_empty()).unwrap_or(false);
    let at_option = move || active.try_get().flatten();
    let is_combobox = move || alive.try_get().unwrap_or(false);
    let list = move || {
        let shown = options.try_get().unwrap_or_default().into_iter().enumerate();
        shown
            .map(|(at, suggestion)| {
                let (kind, label) = match &suggestion {
                    Suggestion::Words(query) => (words::SUGGESTED_QUERY, query.clone()),
                    Suggestion::Entry(_, name) => (words::SUGGESTED_ENTRY, name.clone()),
                    Suggestion::Agency(agency) => (words::SUGGESTED_AGENCY, agency.name.clone()),
                };
                let choose = choose.clone();
                view! {
                    <li class="suggest__one" role="option" id=option_id(at)
                        aria-selected=move || if at_option() == Some(at) { "true" } else { "false" }
                        on:mousedown=|event| event.prevent_default()
                        on:click=move |_| choose(&suggestion)>
                        <span>{label}</span><span class="suggest__kind">{kind}</span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="suggest">
            <input class="input" id=id name="q" type="search" value=value.clone() prop:value=value autocomplete="off" maxlength="200"
                placeholder=placeholder node_ref=input
                role=move || is_combobox().then_some("combobox")
                aria-autocomplete=move || is_combobox().then_some("list")
                aria-expanded=move || is_combobox().then(|| if open() { "true" } else { "false" })
                aria-controls=move || is_combobox().then_some(LIST_ID)
                aria-activedescendant=move || at_option().map(option_id)
                on:input=move |_| state.typed() on:keydown=key on:blur=move |_| state.close()/>
            <ul class="suggest__list flat" role="listbox" id=LIST_ID aria-label=words::SUGGESTIONS hidden=move || !open()>{list}</ul>
        </div>
    }
}
