//! The browser's entry point: attaches the application to the page that the server rendered. Nothing else belongs here.

use leptos::mount::hydrate_from_async;
use leptos::tachys::dom::body;
use wasm_bindgen::prelude::wasm_bindgen;

/// Ends when the page's own part of the program has taken over all of it.
#[wasm_bindgen]
pub async fn hydrate() {
    console_error_panic_hook::set_once();
    // A part within the page: the router waits for whole pages alone.
    app::pages::entry::preload().await;
    hydrate_from_async(body(), app::App).await.forget();
}
