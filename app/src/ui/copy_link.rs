//! A button that copies the page's address, to share a search. It is there only where a script can copy.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};

use crate::text::catalog as words;

fn part(of: &JsValue, name: &str) -> Option<JsValue> {
    Reflect::get(of, &JsValue::from_str(name)).ok()
}

/// The clipboard, which browsers give to pages of a secure address only.
fn clipboard() -> Option<JsValue> {
    let window = leptos::web_sys::window()?;
    part(&part(window.as_ref(), "navigator")?, "clipboard").filter(|clipboard| !clipboard.is_undefined())
}

/// Copies the address; `None` where the browser does not let it.
fn copy() -> Option<()> {
    let address = leptos::web_sys::window()?.location().href().ok()?;
    let clipboard = clipboard()?;
    let write: Function = part(&clipboard, "writeText")?.dyn_into().ok()?;
    write.call1(&clipboard, &JsValue::from_str(&address)).ok()?;
    Some(())
}

/// The button; its place tells that it was done.
#[component]
pub fn CopyLink() -> impl IntoView {
    let alive = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move |_| alive.set(clipboard().is_some()));
    view! {
        // A box of its own: what a class lays out is not hidden by the attribute.
        <span hidden=move || !alive.get()>
            <button class="btn btn--quiet" type="button" on:click=move |_| copied.set(copy().is_some())>{words::COPY_LINK}</button>
        </span>
        <span class="sm muted" role="status">{move || copied.get().then_some(words::COPIED)}</span>
    }
}
