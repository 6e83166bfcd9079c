//! Going back to a form after a plain POST: the remarks and what was typed travel in the address, so that nothing is
//! lost without JavaScript either.

use app::ui::action_form::PAGE;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERER};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use domain::check::FieldError;
use http_body_util::BodyExt;

use crate::router::FORM_BYTES_MAX;
use crate::state::AppState;

/// The longest address that carries typed values: servers take 64 KB. The longest field of a form, which holds the codes of
/// a thousand entries, fits with all its commas encoded; so does the address of a page that has a form to be sent again after
/// signing in (`AppError::keeping`).
const ADDRESS_BYTES_MAX: usize = 60_000;

/// Of a form that is too large so much is read.
const LET_GO_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The same of an address that the address of the sign-in page carries, in which it grows by two thirds.
const CARRIED_BYTES_MAX: usize = ADDRESS_BYTES_MAX / 2;

/// Back to `path` with remarks (`loi`, JSON) and typed values.
pub fn back(path: &str, remarks: &[FieldError], typed: &[(&str, &str)]) -> Response {
    led_back(path, remarks, typed, ADDRESS_BYTES_MAX)
}

/// The same where nobody is signed in: the page asks for that, and leads back to itself with what was typed.
pub fn back_to_sign_in(path: &str, remarks: &[FieldError], typed: &[(&str, &str)]) -> Response {
    led_back(path, remarks, typed, CARRIED_BYTES_MAX)
}

fn led_back(path: &str, remarks: &[FieldError], typed: &[(&str, &str)], bytes_max: usize) -> Response {
    let json = serde_json::to_string(remarks).unwrap_or_default();
    let mut address = format!("{path}?loi={}", encode(&json));
    for (name, value) in typed.iter().filter(|(_, value)| !value.is_empty()) {
        let pair = format!("&{}={}", encode(name), encode(value));
        if address.len() + pair.len() <= bytes_max {
            address.push_str(&pair);
        }
    }
    Redirect::to(&address).into_response()
}

/// Whether it is the path of a page of this site.
pub fn is_local(path: &str) -> bool {
    path.starts_with('/') && !path.starts_with("//") && !path.contains(|c: char| c == '\\' || c.is_control())
}

/// Leads a form that was sent without JavaScript back to the page that it names, in the place of the `Referer`, which
/// browsers cut to the origin where the page's address holds what was typed.
pub async fn to_own_page(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !is_plain_form(&request) {
        return next.run(request).await;
    }
    let (mut parts, body) = request.into_parts();
    let form = match read(body).await {
        Ok(form) => form,
        Err(status) => {
            return (status, "Yêu cầu bị từ chối: biểu mẫu quá lớn hoặc gửi không trọn vẹn.").into_response();
        }
    };
    let origin = state.config.origin();
    let named = form_urlencoded::parse(&form).find(|(name, _)| name == PAGE);
    let page = named.filter(|(_, page)| is_local(page)).map(|(_, page)| format!("{origin}{page}"));
    if let Some(page) = page.and_then(|page| HeaderValue::from_str(&page).ok()) {
        parts.headers.insert(REFERER, page);
    }
    let mut response = next.run(Request::from_parts(parts, Body::from(form))).await;
    // By whatever name of the site the page was reached.
    let path = value(response.headers(), &LOCATION).strip_prefix(origin).filter(|path| is_local(path));
    if let Some(path) = path.and_then(|path| HeaderValue::from_str(path).ok()) {
        response.headers_mut().insert(LOCATION, path);
    }
    response
}

/// Reads a form, bounded. What is beyond is let go as it comes: a browser that is cut off while it sends shows no answer.
async fn read(mut body: Body) -> Result<Bytes, StatusCode> {
    let mut form: Vec<u8> = Vec::new();
    let mut size = 0;
    while let Some(frame) = body.frame().await {
        let Ok(part) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
        size += part.len();
        if size <= FORM_BYTES_MAX {
            form.extend_from_slice(&part);
        } else if size > LET_GO_BYTES_MAX {
            break;
        }
    }
    if size > FORM_BYTES_MAX { Err(StatusCode::PAYLOAD_TOO_LARGE) } else { Ok(form.into()) }
}

/// Whether it is a form of a server function, sent by the browser itself.
fn is_plain_form(request: &Request) -> bool {
    let says = |name: HeaderName, part: &str| value(request.headers(), &name).contains(part);
    let is_form = says(ACCEPT, "text/html") && says(CONTENT_TYPE, "application/x-www-form-urlencoded");
    is_form && request.uri().path().starts_with("/api/")
}

fn value<'a>(headers: &'a HeaderMap, name: &HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
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
