//! The answer to a form that is larger than the portal takes: a page that says what to do, for who sent it without a script.

use app::text::{common, error};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::ACCEPT;
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use crate::state::AppState;

/// Puts a page in the place of a bare refusal, where the browser itself shows the answer.
pub async fn tell(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let accept = request.headers().get(ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_shown = accept.contains("text/html");
    let response = next.run(request).await;
    if !is_shown || response.status() != StatusCode::PAYLOAD_TOO_LARGE {
        return response;
    }
    let style = state.style.as_deref().map(|style| format!("<link rel=\"stylesheet\" href=\"{}\">", style.href));
    (StatusCode::PAYLOAD_TOO_LARGE, Html(page(&style.unwrap_or_default()))).into_response()
}

fn page(style: &str) -> String {
    let (title, told, home) = (error::TOO_LARGE_TITLE, error::TOO_LARGE, error::TO_HOME);
    let named = common::page_title(title.to_owned());
    format!(
        "<!DOCTYPE html><html lang=\"vi\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>{named}</title>{style}</head>\
         <body><main id=\"noi-dung\"><div class=\"wrap\"><div class=\"errpage\"><h1>{title}</h1><p>{told}</p>\
         <p class=\"row\"><a class=\"btn btn--quiet\" href=\"/\">{home}</a></p></div></div></main></body></html>"
    )
}
