//! The public API over both databases: its contract, its failures, and that nothing one may ask is ever a 500. And what is
//! recorded of the use of the whole portal.

#[path = "../common/mod.rs"]
mod common;
mod conditional;
mod contract;
mod examples;
mod failures;
mod hostile;
mod recorded;
mod schema;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;
use tower::ServiceExt;

/// A server with the demonstration's data.
pub struct Api {
    pub service: Router,
    pub bed: common::Bed,
}

/// What it answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("plain text"))
    }
}

impl Api {
    async fn over(bed: common::Bed) -> Self {
        seed(&bed.store, Scenario::Demo, "mat-khau-thu", OffsetDateTime::now_utc()).await.expect("the demonstration");
        Self { service: bed.service(), bed }
    }

    pub async fn ask(&self, method: Method, address: &str, headers: &[(&str, &str)]) -> Answer {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(&self.service, request.body(Body::empty()).expect("a request")).await
    }

    pub async fn get(&self, address: &str) -> Answer {
        self.ask(Method::GET, address, &[]).await
    }

    /// The JSON of a good answer.
    pub async fn read(&self, address: &str) -> Value {
        let answer = self.get(address).await;
        assert_eq!(answer.status, StatusCode::OK, "{address}: {}", String::from_utf8_lossy(&answer.body));
        assert_eq!(answer.header("content-type"), "application/json", "{address}");
        answer.json()
    }
}

/// What a service answers.
pub async fn answer(service: &Router, request: Request<Body>) -> Answer {
    let (parts, body) = service.clone().oneshot(request).await.expect("an answer").into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}

/// Runs a test on SQLite and, where there is one, on PostgreSQL.
pub async fn on_both(test: impl AsyncFn(&Api)) {
    test(&Api::over(common::sqlite().await).await).await;
    if let Some(bed) = common::postgres().await {
        let api = Api::over(bed).await;
        test(&api).await;
        api.bed.drop_database().await;
    }
}

/// The texts of a field in a list.
pub fn texts(list: &Value, field: &str) -> Vec<String> {
    let items = list.as_array().expect("a list");
    items.iter().map(|item| item[field].as_str().expect("a text").to_owned()).collect()
}
