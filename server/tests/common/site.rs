//! The demonstration with its service, asked without a browser.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::header::{ACCEPT, CONTENT_TYPE, COOKIE, LOCATION, REFERER, SET_COOKIE};
use axum::http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use server::seed::{Scenario, seed};
use time::OffsetDateTime;
use tower::ServiceExt;

use super::{Bed, sqlite};

const HERE: &str = "http://127.0.0.1:3000";
pub const PASSWORD: &str = "mat-khau-thu";

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

    /// The page that comes back to who sends a form from a page without JavaScript.
    pub async fn send(&self, cookie: &str, page: &str, form: &str, fields: &str) -> String {
        let page = self.read(cookie, &self.leads(cookie, page, form, fields).await).await;
        String::from_utf8_lossy(&page).into_owned()
    }

    /// Where a form leads who sends it so.
    pub async fn leads(&self, cookie: &str, page: &str, form: &str, fields: &str) -> String {
        let request = Request::post(form)
            .header("sec-fetch-site", "same-origin")
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "text/html")
            .header(REFERER, format!("{HERE}{page}"))
            .header(COOKIE, cookie)
            .body(Body::from(fields.to_owned()))
            .expect("a request");
        let response = self.app.clone().oneshot(request).await.expect("an answer");
        let address = response.headers()[LOCATION].to_str().expect("an address");
        address.strip_prefix(HERE).unwrap_or(address).to_owned()
    }

    /// The same of a form whose reason is missing: its field says so to those who listen, too.
    pub async fn lacks_reason(&self, cookie: &str, page: &str, form: &str, fields: &str) {
        let told = self.send(cookie, page, form, fields).await;
        let control = told.split("<textarea").find(|part| part.contains(r#"id="f-reason""#)).expect("the field");
        let control = control.split('>').next().unwrap_or_default();
        for said in [r#"aria-invalid="true""#, r#"aria-describedby="f-reason-error""#] {
            assert!(control.contains(said), "{said}: {control}");
        }
        assert!(told.contains(r#"id="f-reason-error""#), "{form}");
    }
}
