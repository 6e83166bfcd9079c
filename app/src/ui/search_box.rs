//! The search box with suggestions: a combobox by ARIA 1.2. Without JavaScript it is an input of its form, and nothing
//! more.

use std::time::Duration;

use domain::catalog::{EntryFilter, Suggestion};
use domain::id::EditionId;
use leptos::ev::{self, KeyboardEvent};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement};
use leptos_router::hooks::use_navigate;
use time::Date;

use crate::api::catalog::suggest;
use crate::pages::catalog::{address, of_links};
use crate::text::catalog as words;

/// From the last key to the question.
const QUIET: Duration = Duration::from_millis(150);
const LIST_ID: &str = "goi-y";

/// What is suggested and where the keyboard is in it.
#[derive(Clone, Copy)]
struct State {
    input: NodeRef<Input>,
    /// Whose entries are suggested: those of this edition or day, else those in force.
    edition: Option<EditionId>,
    as_of: Option<Date>,
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
                    let found = suggest(text, self.edition, self.as_of).await.unwrap_or_default();
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

/// Where a suggestion leads from a list that is narrowed so: what searches keeps the filters, an entry its day or edition.
fn target(suggestion: &Suggestion, filter: &EntryFilter) -> String {
    let first = EntryFilter { page: 1, ..filter.clone() };
    match suggestion {
        Suggestion::Words(query) => address(&EntryFilter { query: query.clone(), ..first }),
        Suggestion::Entry(code, _) => format!("/danh-muc/{code}{}", of_links(filter)),
        Suggestion::Agency(agency) => {
            address(&EntryFilter { query: String::new(), agency: agency.id.to_string(), ..first })
        }
    }
}

/// Whether a key typed there is text.
fn takes_text(target: &Element) -> bool {
    matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || target.dyn_ref::<HtmlElement>().is_some_and(HtmlElement::is_content_editable)
}

/// The public pages on which `/` leads to the catalog's search where they have none. Elsewhere something may be unsaved.
const PUBLIC: [&str; 7] = ["/danh-muc", "/ban-hanh", "/co-quan", "/quy-che", "/tai-lieu-api", "/van-ban", "/thong-ke"];

/// How often the search of the page that one is led to is looked for, and how long after one another.
const LOOKS: u32 = 100;
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// The search of the page that is shown.
fn search_of_page() -> Option<HtmlElement> {
    let found = document().query_selector("main input[type=search]").ok().flatten();
    found.and_then(|input| input.dyn_into::<HtmlElement>().ok())
}

/// Brings the keyboard to the search of a page that is being drawn, once it is there.
fn focus_search(looks: u32) {
    match search_of_page() {
        // A browser that refuses the focus leaves it where it is.
        Some(input) => input.focus().unwrap_or_default(),
        None if looks > 0 => set_timeout(move || focus_search(looks - 1), LOOK_AGAIN),
        None => {}
    }
}

/// `/` brings the keyboard to the search of the page from anywhere on it, or on a public page without one to the catalog's.
/// Once for all pages.
pub fn search_by_slash() {
    let navigate = use_navigate();
    Effect::new(move |_| {
        let navigate = navigate.clone();
        let handle = window_event_listener(ev::keydown, move |event| {
            let elsewhere = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let with_others = event.ctrl_key() || event.alt_key() || event.meta_key();
            if event.key() != "/" || with_others || elsewhere.is_some_and(|target| takes_text(&target)) {
                return;
            }
            if search_of_page().is_some() {
                event.prevent_default();
                focus_search(0);
                return;
            }
            let path = window().location().pathname().unwrap_or_default();
            if PUBLIC.iter().any(|public| path.starts_with(public)) {
                event.prevent_default();
                navigate("/danh-muc", leptos_router::NavigateOptions::default());
                focus_search(LOOKS);
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// The input of a search, with its suggestions. `filter` is that of the list it stands over.
#[component]
pub fn SearchBox(
    id: &'static str,
    #[prop(optional)] filter: EntryFilter,
    #[prop(optional)] placeholder: &'static str,
) -> impl IntoView {
    let value = filter.query.clone();
    let state = State {
        input: NodeRef::new(),
        edition: filter.edition,
        as_of: filter.as_of,
        options: RwSignal::new(Vec::new()),
        active: RwSignal::new(None),
        keys: RwSignal::new(0),
    };
    let State { input, options, active, .. } = state;
    // Only where there is a script is it a combobox.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let navigate = use_navigate();
    let choose = move |suggestion: &Suggestion| {
        if let (Suggestion::Words(query), Some(input)) = (suggestion, input.get_untracked()) {
            input.set_value(query);
        }
        state.close();
        navigate(&target(suggestion, &filter), leptos_router::NavigateOptions::default());
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

#[cfg(test)]
mod tests {
    use domain::agency::AgencyRef;
    use domain::catalog::SharingForm;
    use domain::format::parse_date;
    use domain::id::{AgencyId, EntryCode};

    use super::*;

    #[test]
    fn a_suggestion_keeps_the_day_and_the_filters() {
        let today = EntryFilter::default();
        let narrowed = EntryFilter {
            query: "dat".to_owned(),
            agency: "so-xd".to_owned(),
            form: Some(SharingForm::Open),
            page: 3,
            as_of: parse_date("2024-06-15"),
            ..EntryFilter::default()
        };
        let named = EntryFilter { as_of: None, edition: Some(EditionId(2)), ..narrowed.clone() };
        let query = Suggestion::Words("nha".to_owned());
        let entry = Suggestion::Entry(EntryCode::from("DC-016"), String::new());
        let agency = Suggestion::Agency(AgencyRef { id: AgencyId::from("so-yt"), name: String::new() });
        for (suggestion, filter, expected) in [
            (&query, &today, "/danh-muc?q=nha"),
            (&query, &narrowed, "/danh-muc?q=nha&agency=so-xd&form=open&as_of=2024-06-15"),
            (&query, &named, "/danh-muc?q=nha&agency=so-xd&form=open&edition=2"),
            (&entry, &today, "/danh-muc/DC-016"),
            (&entry, &narrowed, "/danh-muc/DC-016?as_of=2024-06-15"),
            (&entry, &named, "/danh-muc/DC-016?lan=2"),
            (&agency, &today, "/danh-muc?agency=so-yt"),
            (&agency, &narrowed, "/danh-muc?agency=so-yt&form=open&as_of=2024-06-15"),
        ] {
            let address = target(suggestion, filter).replace("%2D", "-").replace("%5F", "_");
            assert_eq!(address, expected);
        }
    }
}
