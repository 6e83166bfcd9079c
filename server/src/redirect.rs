//! Going back to a form after a plain POST: the remarks and what was typed travel in the address, so that nothing is
//! lost without JavaScript either.

use axum::response::{IntoResponse, Redirect, Response};
use domain::check::FieldError;

/// The longest address that carries typed values: servers take 64 KB. The longest field of a form, which holds the codes of
/// a thousand entries, fits with all its commas encoded; so does the address of a page that has a form to be sent again after
/// signing in (`AppError::keeping`).
const ADDRESS_BYTES_MAX: usize = 60_000;

/// Back to `path` with remarks (`loi`, JSON) and typed values.
pub fn back(path: &str, remarks: &[FieldError], typed: &[(&str, &str)]) -> Response {
    let json = serde_json::to_string(remarks).unwrap_or_default();
    let mut address = format!("{path}?loi={}", encode(&json));
    for (name, value) in typed.iter().filter(|(_, value)| !value.is_empty()) {
        let pair = format!("&{name}={}", encode(value));
        if address.len() + pair.len() <= ADDRESS_BYTES_MAX {
            address.push_str(&pair);
        }
    }
    Redirect::to(&address).into_response()
}

/// Percent-encodes everything but unreserved characters.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => encoded.push(char::from(byte)),
            _ => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
