//! The public REST API: reading, for everyone, without cookies. Each operation is parse, one call of the store, answer;
//! what all have in common (conditional requests, problem documents, formats, other origins) stands round them.
//!
//! The description (OpenAPI 3.1) is generated from the operations and from the records they send; the page
//! `/tai-lieu-api` is made from that description ([`guide`]).

mod agencies;
mod conditional;
mod description;
mod editions;
mod entries;
pub mod fence;
pub mod guide;
mod links;
mod problem;
mod query;
mod records;
mod statistics;
mod words;

use std::time::Duration;

use axum::Router;
use axum::http::header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LINK};
use axum::http::{Method, StatusCode};
use axum::middleware::from_fn;
use axum::routing::{MethodRouter, any, get};
use bytes::Bytes;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::AppState;
use crate::telemetry::REQUEST_ID;
use links::ROOT;

/// Less than a request may take in all, so that it is the API that answers.
const SECONDS_MAX: u64 = 30;
/// How long a browser may remember what other origins may do.
const PREFLIGHT_SECONDS: u64 = 86_400;
/// Where the description is found.
pub const DESCRIPTION: &str = "/api/v1/openapi.json";

fn operations() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(entries::list))
        .routes(routes!(entries::one))
        .routes(routes!(entries::history))
        .routes(routes!(editions::list))
        .routes(routes!(editions::one))
        .routes(routes!(editions::diff))
        .routes(routes!(agencies::list))
        .routes(routes!(statistics::usage))
        .routes(routes!(statistics::entry))
}

/// The description of every operation.
pub fn description() -> OpenApi {
    description::whole(operations().into_openapi())
}

/// The same as it is served. An empty parameter counts as absent, of a number or a day too; that is told by a key which
/// the types of the description do not have.
fn description_text() -> String {
    let mut description = serde_json::to_value(description()).unwrap_or_default();
    let paths = description["paths"].as_object_mut().into_iter().flatten();
    let parameters = paths.filter_map(|(_, item)| item.pointer_mut("/get/parameters")?.as_array_mut()).flatten();
    for parameter in parameters.filter(|parameter| parameter["in"] == "query") {
        parameter["allowEmptyValue"] = true.into();
    }
    description.to_string()
}

/// Whether an address is the API's.
pub fn is_api(path: &str) -> bool {
    path.strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The file of an entry's record, which stands beside the entry's page; what fails is told as the API tells it.
pub fn entry_file() -> MethodRouter<AppState> {
    get(entries::file).layer(from_fn(problem::tell))
}

/// The API, with its place among the other routes.
pub fn router() -> Router<AppState> {
    let description = Bytes::from(description_text());
    let json = [(CONTENT_TYPE, "application/json")];
    let (operations, _) = operations().split_for_parts();
    let operations = operations
        .route("/openapi.json", get(async move || (json, description.clone())))
        .fallback(problem::no_such_address);
    Router::new()
        .nest(ROOT, operations)
        .route(&format!("{ROOT}/"), any(problem::no_such_address))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(SECONDS_MAX)))
        .layer(from_fn(conditional::tell))
        .layer(from_fn(fence::check))
        .layer(from_fn(problem::tell))
        .layer(SetResponseHeaderLayer::if_not_present(CACHE_CONTROL, HeaderValue::from_static("no-cache")))
        // Other sites may show what they read here.
        .layer(SetResponseHeaderLayer::overriding(
            HeaderName::from_static("cross-origin-resource-policy"),
            HeaderValue::from_static("cross-origin"),
        ))
        .layer(
            CorsLayer::new()
                .allow_origin(Any)
                .allow_methods([Method::GET, Method::HEAD, Method::OPTIONS])
                .allow_headers([ACCEPT, CONTENT_TYPE, IF_NONE_MATCH])
                .expose_headers([ETAG, LINK, REQUEST_ID])
                .max_age(Duration::from_secs(PREFLIGHT_SECONDS))
                .vary([]),
        )
        .layer(CompressionLayer::new())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_the_apis() {
        for (path, is) in [("/api/v1", true), ("/api/v1/entries", true), ("/api/v10", false), ("/api/entry", false)] {
            assert_eq!(is_api(path), is, "{path}");
        }
    }
}
