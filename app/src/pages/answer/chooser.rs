//! Choosing documents of the register for the legal basis. The text stays what counts; this only appends to it.

use domain::catalog::Named;
use domain::legal::{Choice, choose};
use leptos::ev::KeyboardEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::HtmlTextAreaElement;

use crate::pages::autosave::Autosave;
use crate::text::legal as words;

/// How the document is cited that was typed; else why there is none to append.
fn citation(typed: &str, offered: &[Named]) -> Result<String, String> {
    match choose(typed, offered) {
        Choice::One(citation) => Ok(citation.to_owned()),
        Choice::Several(count) => Err(words::several(count)),
        Choice::Unknown => Err(words::not_offered(typed)),
    }
}

/// A searchable list and a button; without JavaScript only the link to the register shows.
#[component]
pub fn Chooser(
    citations: Vec<Named>,
    /// The id of the field that is appended to.
    target: String,
) -> impl IntoView {
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let input: NodeRef<Input> = NodeRef::new();
    let state = use_context::<Autosave>();
    let offered = StoredValue::new(citations.clone());
    let told = RwSignal::new(String::new());
    let append = move || {
        let Some(input) = input.get_untracked() else { return };
        let typed = input.value();
        if typed.trim().is_empty() {
            return told.set(String::new());
        }
        let chosen = match offered.with_value(|offered| citation(typed.trim(), offered)) {
            Ok(chosen) => chosen,
            Err(why) => return told.set(why),
        };
        told.set(String::new());
        let field = document().get_element_by_id(&target).and_then(|one| one.dyn_into::<HtmlTextAreaElement>().ok());
        if let Some(field) = field {
            let before = field.value();
            let before = before.trim().trim_end_matches(';');
            let joint = if before.is_empty() { "" } else { "; " };
            field.set_value(&format!("{before}{joint}{chosen}"));
            input.set_value("");
            if let Some(state) = state {
                state.typed();
            }
        }
    };
    let entered = {
        let append = append.clone();
        move |event: KeyboardEvent| {
            // Enter takes the choice over and sends no form. A choice from the list may come as a key that is none.
            let is_enter =
                event.dyn_ref::<KeyboardEvent>().is_some_and(|key| key.key() == "Enter" && !key.is_composing());
            if is_enter && !event.default_prevented() {
                event.prevent_default();
                append();
            }
        }
    };
    let options =
        citations.into_iter().map(|one| view! { <option value=one.id label=one.name></option> }).collect_view();
    view! {
        <div class="stack gap-2">
            // A box of its own: what a class lays out is not hidden by the attribute.
            <div hidden=move || !ready.get()>
                <div class="field chooser">
                    <label class="field__label" for="f-chon-van-ban">{words::CHOOSER}</label>
                    <span class="field__hint" id="f-chon-van-ban-hint">{words::CHOOSER_HINT}</span>
                    <div class="row">
                        <input class="input" type="text" id="f-chon-van-ban" list="ds-van-ban" aria-describedby="f-chon-van-ban-hint"
                            autocomplete="off" node_ref=input on:keydown=entered on:input=move |_| told.set(String::new())/>
                        <datalist id="ds-van-ban">{options}</datalist>
                        <button class="btn btn--2" type="button" on:click=move |_| append()>{words::APPEND}</button>
                    </div>
                    <p class="sm chooser__told" aria-live="polite">{move || told.get()}</p>
                </div>
            </div>
            <p class="sm"><a href="/van-ban" target="_blank" rel="external">{words::SEE_REGISTER}</a></p>
        </div>
    }
}
