//! Unicode's normal forms: by a library, and in the browser by the browser, whose tables are there already (they would
//! be a tenth of the first load).

pub use unicode_normalization::char::is_combining_mark;

/// The composed form, which everything is brought into at the edge.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfc(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

/// The decomposed form: each letter followed by its marks.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfd(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfd(text).collect()
}

/// The composed form, which everything is brought into at the edge.
#[cfg(target_arch = "wasm32")]
pub fn nfc(text: &str) -> String {
    normalized(text, "NFC")
}

/// The decomposed form: each letter followed by its marks.
#[cfg(target_arch = "wasm32")]
pub fn nfd(text: &str) -> String {
    normalized(text, "NFD")
}

#[cfg(target_arch = "wasm32")]
fn normalized(text: &str, form: &str) -> String {
    // ASCII is its own normal form, and most words are short: no call out of the module for them.
    if text.is_ascii() { text.to_owned() } else { js_sys::JsString::from(text).normalize(form).into() }
}
