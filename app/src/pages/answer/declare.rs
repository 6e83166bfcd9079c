//! Naming a national database in an answer, after a pair was settled to be in step with it: one click, not two fields typed.

use domain::overlap::declaring;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{HtmlInputElement, HtmlTextAreaElement};

use crate::pages::autosave::Autosave;
use crate::pages::review::field_id;
use crate::text::overlap as words;
use crate::ui::notice::Notice;
use crate::ui::tag::Tone;

/// Where the fields are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Declaring {
    /// On this page, in the form at hand.
    Here,
    /// In the editor, which is not open.
    InEditor,
}

/// The address that opens the editor with a national database named.
fn href(declaring: Declaring, other: &str) -> String {
    let kind = if declaring == Declaring::InEditor { "kieu=modify&" } else { "" };
    format!("?{kind}dong-bo={other}#{}", field_id("national_db"))
}

/// Brings the name and the mechanism into the fields of this page.
fn fill(other: &str, reason: &str) -> Option<()> {
    let element = |name: &str| document().get_element_by_id(&field_id(name));
    let named = element("national_db")?.dyn_into::<HtmlInputElement>().ok()?;
    let mechanism = element("sync_mechanism")?.dyn_into::<HtmlTextAreaElement>().ok()?;
    let (all, told) = declaring(&named.value(), &mechanism.value(), other, reason);
    named.set_value(&all);
    mechanism.set_value(&told);
    Some(())
}

/// The button, or without JavaScript the link.
#[component]
pub fn Declare(declaring: Declaring, other: String, reason: String) -> impl IntoView {
    let href = href(declaring, &other);
    if declaring == Declaring::InEditor {
        return view! { <p><a class="btn btn--2" rel="external" href=href>{words::DECLARE}</a></p> }.into_any();
    }
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let done = RwSignal::new(false);
    let state = use_context::<Autosave>();
    let click = move |_| {
        done.set(fill(&other, &reason).is_some());
        // As if it were typed: it is saved soon.
        if let Some(state) = state {
            state.typed();
        }
    };
    view! {
        <p hidden=move || ready.get()><a class="btn btn--2" rel="external" href=href>{words::DECLARE}</a></p>
        <p hidden=move || !ready.get() || done.get()>
            <button class="btn btn--2" type="button" on:click=click>{words::DECLARE}</button>
        </p>
        <p role="status">
            {move || done.get().then(|| view! { <a href=format!("#{}", field_id("national_db"))>{words::DECLARED_NOW}</a> })}
        </p>
    }
    .into_any()
}

/// Said above a form in which the address named one.
#[component]
pub fn Proposed(other: String) -> impl IntoView {
    view! { <Notice tone=Tone::Info>{words::proposed(&other)}</Notice> }
}
