//! The demonstration with its service, asked without a browser.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;
use tower::ServiceExt;

use super::{Bed, sqlite};

const PASSWORD: &str = "mat-khau-thu";

pub struct Site {
    pub app: Router,
    pub bed: Bed,
}

impl Site {
    pub async fn open() -> Self {
        let bed = sqlite().await;
        seed(&bed.store, Scenario::Demo, PASSWORD, OffsetDateTime::now_utc()).await.expect("the demonstration");
        Self { app: bed.service(), bed }
    }

    /// The cookie of one who signs in.
    pub async fn sign_in(&self, username: &str) -> String {
        let form = format!("username={username}&password={PASSWORD}");
        let request = Request::post("/dang-nhap")
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let cookie = response.headers()[SET_COOKIE].to_str().expect("a cookie").to_owned();
        cookie.split(';').next().expect("a pair").to_owned()
    }

    pub async fn get(&self, cookie: &str, path: &str) -> (StatusCode, HeaderMap, Bytes) {
        let request = Request::get(path).header(COOKIE, cookie).body(Body::empty()).expect("a request");
        let (parts, body) = self.app.clone().oneshot(request).await.expect("an answer").into_parts();
        (parts.status, parts.headers, body.collect().await.expect("a body").to_bytes())
    }

    /// What is there for certain.
    pub async fn read(&self, cookie: &str, path: &str) -> Bytes {
        let (status, _, bytes) = self.get(cookie, path).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        bytes
    }
}
