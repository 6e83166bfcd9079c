//! The appraiser's keys: the desk's work is done without a mouse. They can be turned off (WCAG 2.1.4), rest while one
//! types, and do nothing that a button of the page does not do.

use std::sync::atomic::{AtomicBool, Ordering};

use leptos::ev::{self, KeyboardEvent};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast;
use leptos::web_sys::{Element, HtmlElement, HtmlInputElement};

use crate::text::{queue, review as words};

/// A point that is in sight, not folded away with those of a round before.
const POINT: &str = ".fb:not(.past:not([open]) .fb)";

/// They were turned off in this tab. Never so on the server, where nobody presses keys.
static OFF: AtomicBool = AtomicBool::new(false);

/// The keys, what they do, and the switch. Where no answer is `chosen`, they choose the first.
#[component]
pub fn Keys(chosen: bool) -> impl IntoView {
    let on = RwSignal::new(true);
    Effect::new(move || {
        on.set(!OFF.load(Ordering::Relaxed));
        let handle = window_event_listener(ev::keydown, move |event| {
            if on.get_untracked() && is_free(&event) && press(&event.key()) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
    let switch = move |_| {
        on.update(|on| *on = !*on);
        OFF.store(!on.get_untracked(), Ordering::Relaxed);
    };
    let keys = if chosen { words::KEYS.to_vec() } else { vec![queue::TABLE_KEYS] };
    let list = keys
        .into_iter()
        .map(|(key, what)| view! { <span><kbd class="kbd">{key}</kbd> " " {what}</span> })
        .collect_view();
    view! {
        <div class="keys">
            <label class="check">
                <input type="checkbox" prop:checked=move || on.get() on:change=switch/>
                <span>{words::KEYS_ON}</span>
            </label>
            {list}
        </div>
    }
}

/// Whether a key is for the page: none of a chord, none that is typed into a field.
fn is_free(event: &KeyboardEvent) -> bool {
    let typed = event.target().and_then(|target| target.dyn_into::<Element>().ok()).is_some_and(|element| {
        matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") && !is_radio(&element)
    });
    !(typed || event.ctrl_key() || event.alt_key() || event.meta_key() || event.is_composing())
}

fn is_radio(element: &Element) -> bool {
    element.dyn_ref::<HtmlInputElement>().is_some_and(|input| matches!(input.type_().as_str(), "radio" | "checkbox"))
}

/// Does what a key stands for; tells whether it stands for anything.
fn press(key: &str) -> bool {
    match key {
        "j" => step(true).or_else(|| go("after")),
        "k" => step(false).or_else(|| go("before")).or_else(|| go("after")),
        "n" => go("after"),
        "c" => decide("accept"),
        "t" => decide("reject"),
        "h" => open_on("textarea[name=\"text\"]"),
        "l" => open_field(document().query_selector("#f-comment").ok().flatten()),
        _ => return false,
    }
    .is_some()
}

/// The point that has the focus, else the first that is open, else the first.
fn current() -> Option<Element> {
    let focused = document().active_element().and_then(|element| element.closest(".fb").ok().flatten());
    let open = || document().query_selector(&format!("{POINT}:has(details[open])")).ok().flatten();
    focused.or_else(open).or_else(|| document().query_selector(POINT).ok().flatten())
}

/// Follows the link to the open answer after the chosen one, or before it.
fn go(way: &str) -> Option<()> {
    click(document().query_selector(&format!("[data-go=\"{way}\"]")).ok().flatten())
}

/// Goes from the point that has the focus to the next or the one before; to the first from elsewhere. Nothing where there
/// is none.
fn step(forward: bool) -> Option<()> {
    let focused = document().active_element().and_then(|element| element.closest(".fb").ok().flatten());
    let mut next = match focused {
        None => document().query_selector(POINT).ok().flatten(),
        Some(point) if forward => point.next_element_sibling(),
        Some(point) => point.previous_element_sibling(),
    };
    // Other things may stand between points.
    while let Some(element) = next.as_ref().filter(|element| !element.class_list().contains("fb")) {
        next = if forward { element.next_element_sibling() } else { element.previous_element_sibling() };
    }
    focus(next?.query_selector("h3").ok().flatten())
}

fn focus(element: Option<Element>) -> Option<()> {
    element?.dyn_into::<HtmlElement>().ok()?.focus().ok()
}

fn click(element: Option<Element>) -> Option<()> {
    element?.dyn_into::<HtmlElement>().ok().map(|element| element.click())
}

/// Opens what a field stands in, and goes to it.
fn open_field(field: Option<Element>) -> Option<()> {
    let field = field?;
    if let Ok(Some(folded)) = field.closest("details") {
        folded.set_attribute("open", "").ok()?;
    }
    focus(Some(field))
}

fn open_on(selector: &str) -> Option<()> {
    open_field(current()?.query_selector(selector).ok().flatten())
}

/// Chooses a verdict on the current point: accepting is sent, refusing asks for its reason.
fn decide(verdict: &str) -> Option<()> {
    let point = current()?;
    let choice = point.query_selector(&format!("input[name=\"form[verdict]\"][value=\"{verdict}\"]")).ok()??;
    let form = choice.closest("form").ok()??;
    click(Some(choice))?;
    if verdict == "accept" {
        return click(form.query_selector("button[type=submit]").ok().flatten());
    }
    open_field(form.query_selector("textarea[name=\"form[reason]\"]").ok().flatten())
}
