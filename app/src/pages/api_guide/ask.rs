//! Asking the API from the page.

/// An answer, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub etag: Option<String>,
    /// Indented.
    pub body: String,
}

/// Asks; `None` when the server is not reached.
#[cfg(target_arch = "wasm32")]
pub async fn ask(address: &str) -> Option<Answer> {
    use leptos::wasm_bindgen::JsValue;

    let response = gloo_net::http::Request::get(address).send().await.ok()?;
    let (status, etag) = (response.status(), response.headers().get("etag"));
    let text = response.text().await.ok()?;
    // The browser's own reader and writer: they keep the order of the fields and weigh nothing.
    let indented = js_sys::JSON::parse(&text)
        .and_then(|value| js_sys::JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from(2)));
    Some(Answer { status, etag, body: indented.map_or(text, String::from) })
}

/// Asks; on the server nobody presses a button.
#[cfg(not(target_arch = "wasm32"))]
pub async fn ask(_address: &str) -> Option<Answer> {
    None
}
