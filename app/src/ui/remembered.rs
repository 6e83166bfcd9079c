//! What a person chose on this device, kept by the browser for the next visit. The server knows nothing of it: a page is drawn
//! without, and takes it up in an effect.

use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::js_sys::{Function, Reflect};

/// The browser's store and one of its methods; `None` where the browser keeps nothing.
fn method(name: &str) -> Option<(JsValue, Function)> {
    let window = leptos::web_sys::window()?;
    let part = |of: &JsValue, name: &str| Reflect::get(of, &JsValue::from_str(name)).ok();
    let store = part(window.as_ref(), "localStorage")?;
    let method = part(&store, name)?.dyn_into().ok()?;
    Some((store, method))
}

/// What was kept under a name.
pub fn remembered(name: &str) -> Option<String> {
    let (store, get) = method("getItem")?;
    get.call1(&store, &JsValue::from_str(name)).ok()?.as_string()
}

/// Keeps a choice under a name; `None` where the browser does not.
pub fn remember(name: &str, value: &str) -> Option<()> {
    let (store, set) = method("setItem")?;
    set.call2(&store, &JsValue::from_str(name), &JsValue::from_str(value)).ok()?;
    Some(())
}
