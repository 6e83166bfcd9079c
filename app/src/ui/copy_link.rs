//! A button that copies the page's address, to share a search. It is there only where a script can copy.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};

use crate::text::catalog as words;

/// Copies the address; `None` where the browser does not let it.
fn copy() -> Option<()> {
    let window = leptos::web_sys::window()?;
    let address = window.location().href().ok()?;
    let part = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let clipboard = part(&part(window.as_ref(), "navigator")?, "clipboard")?;
    let write: Function = part(&clipboard, "writeText")?.dyn_into().ok()?;
    write.call1(&clipboard, &JsValue::from_str(&address)).ok()?;
    Some(())
}

/// The button; its place tells that it was done.
#[component]
pub fn CopyLink() -> impl IntoView {
    let alive = RwSignal::new(false);
    let copied = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    view! {
        <button class="btn btn--quiet" type="button" hidden=move || !alive.get() on:click=move |_| copied.set(copy().is_some())>
            {words::COPY_LINK}
        </button>
        <span class="sm muted" role="status">{move || copied.get().then_some(words::COPIED)}</span>
    }
}
