//! The description, and the page made from it: every example that the page shows runs, and answers what the description
//! says.

use std::fmt::Display;

use axum::http::StatusCode;
use domain::catalog::{DataKind, Existence, HitField, UpdateMethod};
use serde_json::{Value, json};
use strum::IntoEnumIterator;

use crate::schema::Schemas;
use crate::{Api, on_both};

/// The addresses of the API that a page links to.
fn links(html: &str) -> Vec<String> {
    let pieces = html.split("href=\"").skip(1).filter_map(|piece| piece.split('"').next());
    let mut links: Vec<String> =
        pieces.filter(|link| link.starts_with("/api/v1/")).map(|link| link.replace("&amp;", "&")).collect();
    links.sort();
    links.dedup();
    links
}

/// The operation that answers an address, with its path.
fn operation<'a>(description: &'a Value, address: &str) -> (&'a str, &'a Value) {
    let path = address.split('?').next().unwrap_or_default();
    let fits = |pattern: &str| {
        let (wanted, given): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(given).all(|(want, have)| want.starts_with('{') || *want == have)
    };
    let paths = description["paths"].as_object().expect("paths");
    let (pattern, item) = paths.iter().find(|(pattern, _)| fits(pattern)).expect("an operation");
    (pattern.as_str(), &item["get"])
}

async fn every_example_runs(api: &Api, description: &Value) {
    let page = api.get("/tai-lieu-api").await;
    assert_eq!(page.status, StatusCode::OK);
    let html = String::from_utf8(page.body).expect("text");
    let mut seen = Vec::new();
    for link in links(&html) {
        let answer = api.get(&link).await;
        if link == "/api/v1/openapi.json" {
            assert!(answer.json()["openapi"].as_str().is_some_and(|version| version.starts_with("3.1")));
            continue;
        }
        let (pattern, operation) = operation(description, &link);
        // One example shows what a refusal looks like.
        let status = if link.contains("per_page=500") { "400" } else { "200" };
        assert_eq!(answer.status.as_str(), status, "{link}");
        let content = &operation["responses"][status]["content"][answer.header("content-type")]["schema"];
        assert!(content.is_object(), "{link}: {status} is described");
        assert_eq!(Schemas(description).wrong(content, &answer.json()), Vec::<String>::new(), "{link}");
        seen.push(pattern.to_owned());
    }
    for (path, item) in description["paths"].as_object().expect("paths") {
        assert!(seen.contains(path), "{path} has an example on the page");
        let title = item["get"]["summary"].as_str().expect("a summary");
        assert!(html.contains(title), "{path}: the page says «{title}»");
    }
}

/// The codes of the domain, which the description has to list.
fn codes<T: IntoEnumIterator + Display>() -> Vec<String> {
    T::iter().map(|code| code.to_string()).collect()
}

fn is_whole(description: &Value) {
    for (path, item) in description["paths"].as_object().expect("paths") {
        let operation = &item["get"];
        for name in ["operationId", "summary", "description"] {
            assert!(operation[name].as_str().is_some_and(|text| !text.is_empty()), "{path}: {name}");
        }
        for parameter in operation["parameters"].as_array().expect("parameters") {
            assert!(parameter["description"].is_string(), "{path}: {}", parameter["name"]);
            let may_be_empty = parameter["allowEmptyValue"] == true;
            assert_eq!(may_be_empty, parameter["in"] == "query", "{path}: {}", parameter["name"]);
        }
        for status in ["200", "304", "400", "406", "414", "500", "503"] {
            assert!(operation["responses"][status].is_object(), "{path}: {status}");
        }
        let always_there =
            ["/api/v1/editions", "/api/v1/agencies", "/api/v1/statistics/usage"].contains(&path.as_str());
        assert_eq!(operation["responses"]["404"].is_object(), !always_there, "{path}");
    }
    for (schema, codes) in [
        ("HitField", codes::<HitField>()),
        ("Existence", codes::<Existence>()),
        ("DataKind", codes::<DataKind>()),
        ("UpdateMethod", codes::<UpdateMethod>()),
    ] {
        assert_eq!(description["components"]["schemas"][schema]["enum"], json!(codes), "{schema}");
    }
    let list = &description["paths"]["/api/v1/entries"]["get"]["parameters"];
    let names: Vec<&str> = list.as_array().expect("a list").iter().filter_map(|one| one["name"].as_str()).collect();
    let wanted = ["q", "agency", "sector", "form", "edition", "as_of", "sort", "page", "per_page", "If-None-Match"];
    assert_eq!(names, wanted);
}

#[tokio::test]
async fn the_page_and_the_description() {
    on_both(async |api| {
        let description = api.read("/api/v1/openapi.json").await;
        is_whole(&description);
        every_example_runs(api, &description).await;
    })
    .await;
}
