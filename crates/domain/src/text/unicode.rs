//! Unicode's normal forms: by a library, and in the browser by the browser, whose tables are there already (they would
//! be a tenth of the first load).

pub use unicode_normalization::char::is_combining_mark;

/// The composed form, which everything is brought into at the edge.
#[cfg(not(target_arch = "wasm32"))]
pub fn nfc(text: &str) -> String {
    use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};
    // Nearly every text is composed already.
    if is_nfc_quick(text.chars()) == IsNormalized::Yes { text.to_owned() } else { text.nfc().collect() }
}

/// Calls `each` with the letters of a text, without the marks that they bear.
#[cfg(not(target_arch = "wasm32"))]
pub fn bare_letters(text: &str, mut each: impl FnMut(char)) {
    // The order of marks, which a whole normal form settles, is nothing where they all go.
    let mut part = |part: char| {
        if part.is_ascii() || !is_combining_mark(part) {
            each(part);
        }
    };
    text.chars().for_each(|c| unicode_normalization::char::decompose_canonical(c, &mut part));
}

/// Calls `each` with the letters of a text, without the marks that they bear.
#[cfg(target_arch = "wasm32")]
pub fn bare_letters(text: &str, each: impl FnMut(char)) {
    nfd(text).chars().filter(|c| !is_combining_mark(*c)).for_each(each);
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
